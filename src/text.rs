//! The lines that a text is made of.

use std::num::NonZeroUsize;
use std::ops::Range;

/// One line of a text: its content and the ending that follows it. A document can be millions of them, so
/// they are small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line<'t> {
    /// Where the content starts in the text, in bytes.
    pub start: usize,
    /// The line without its ending.
    pub content: &'t str,
    /// How many lines stand before it.
    before: u32,
    ending: Ending,
}

/// What follows the content of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    None,
    Lf,
    Cr,
    CrLf,
}

impl Line<'_> {
    /// The number of the line, from 1.
    pub fn number(&self) -> NonZeroUsize {
        NonZeroUsize::MIN.saturating_add(self.before as usize)
    }

    /// `\n`, `\r\n`, `\r`, or nothing at the end of the text.
    pub fn ending(&self) -> &'static str {
        match self.ending {
            Ending::None => "",
            Ending::Lf => "\n",
            Ending::Cr => "\r",
            Ending::CrLf => "\r\n",
        }
    }

    /// Words that begin on this line, at a byte of its text, without an ending.
    pub(crate) fn with_words(self, start: usize, content: &str) -> Line<'_> {
        Line { start, content, before: self.before, ending: Ending::None }
    }

    /// The bytes of content and ending in the text.
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.content.len() + self.ending().len()
    }

    /// Whether nothing but white space stands on the line.
    pub fn is_blank(&self) -> bool {
        self.content.trim().is_empty()
    }
}

/// The iterator of [`Text::lines`](crate::Text::lines).
#[derive(Debug, Clone)]
pub struct Lines<'t> {
    text: &'t str,
    start: usize,
    before: u32,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, start: 0, before: 0 }
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = Line<'t>;

    fn next(&mut self) -> Option<Line<'t>> {
        let start = self.start;
        let rest = &self.text[start..];
        if rest.is_empty() {
            return None;
        }
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let ending = match &rest.as_bytes()[end..] {
            [] => Ending::None,
            [b'\r', b'\n', ..] => Ending::CrLf,
            [b'\r', ..] => Ending::Cr,
            _ => Ending::Lf,
        };
        let line = Line { start, content: &rest[..end], before: self.before, ending };
        self.start = line.range().end;
        // Of so many lines nobody has the memory to hold the verdicts.
        self.before = self.before.saturating_add(1);
        Some(line)
    }
}
