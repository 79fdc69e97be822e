//! What we hold: decoded text, and the lines it is made of.

use std::borrow::Cow;
use std::num::NonZeroUsize;
use std::ops::Range;

use crate::decode::{Decoding, Encoding};
use crate::finding::Finding;

/// Decoded text and how it came to be. Made only by [`Text::decode`].
///
/// The content is valid UTF-8 without a byte order mark. Every change that decoding made to it is
/// one of the findings. Clean UTF-8 is borrowed from the bytes that were decoded.
#[derive(Debug, Clone, PartialEq)]
pub struct Text<'b> {
    pub(crate) content: Cow<'b, str>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) decoding: Decoding,
}

impl Text<'_> {
    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// The text itself, copied only if it is borrowed from the bytes.
    pub fn into_string(self) -> String {
        self.content.into_owned()
    }

    /// The encoding that the bytes were in.
    pub fn encoding(&self) -> Encoding {
        self.decoding.used
    }

    /// How the bytes were read: the evidence behind the encoding.
    pub fn decoding(&self) -> &Decoding {
        &self.decoding
    }

    /// What decoding found and mended, in the order of the lines.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The lines. Joined with their endings they are the text again, byte for byte.
    ///
    /// A line ends at LF, CRLF or a lone CR; an ending at the very end opens no further line, so
    /// the empty text has no lines. One pass, nothing is copied.
    ///
    /// ```
    /// let as_it_is = monoglot::Hint { repair: false, ..Default::default() };
    /// let text = monoglot::Text::decode(b"one\r\n\ntwo", &as_it_is)?;
    /// let lines: Vec<_> = text.lines().map(|line| (line.content, line.ending)).collect();
    /// assert_eq!(lines, [("one", "\r\n"), ("", "\n"), ("two", "")]);
    /// # Ok::<(), monoglot::Error>(())
    /// ```
    pub fn lines(&self) -> Lines<'_> {
        Lines::new(&self.content)
    }
}

/// One line of a text: its content and the ending that follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// The iterator of [`Text::lines`].
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
