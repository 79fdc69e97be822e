//! The lines that a text is made of.

use std::num::NonZeroUsize;
use std::ops::Range;

/// One line of a text: its content and the ending that follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line<'t> {
    /// The number of the line, from 1.
    pub number: NonZeroUsize,
    /// Where the content starts in the text, in bytes.
    pub start: usize,
    /// The line without its ending.
    pub content: &'t str,
    /// `\n`, `\r\n`, `\r`, or nothing at the end of the text.
    pub ending: &'t str,
}

impl Line<'_> {
    /// The bytes of content and ending in the text.
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.content.len() + self.ending.len()
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
    number: usize,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, start: 0, number: 0 }
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
            [b'\r', b'\n', ..] => 2,
            [] => 0,
            _ => 1,
        };
        self.start = start + end + ending;
        let number = NonZeroUsize::MIN.saturating_add(self.number);
        self.number += 1;
        Some(Line { number, start, content: &rest[..end], ending: &rest[end..end + ending] })
    }
}
