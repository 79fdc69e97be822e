//! Decoded text, and how it was decoded.

use std::borrow::Cow;

use super::encoding::Encoding;
use super::normalise::Counts;
use crate::finding::Finding;
use crate::text::Lines;

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

impl<'b> Text<'b> {
    /// The text itself, borrowed from the bytes where decoding changed nothing.
    pub fn into_cow(self) -> Cow<'b, str> {
        self.content
    }
}

impl Text<'_> {
    /// The same text by itself, copied if it is borrowed from the bytes.
    pub fn into_owned(self) -> Text<'static> {
        Text { content: Cow::Owned(self.content.into_owned()), ..self }
    }

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
    /// let as_it_is = monoglot::Hint::default().repair(false);
    /// let text = monoglot::Text::decode(b"one\r\n\ntwo", &as_it_is)?;
    /// let lines: Vec<_> = text.lines().map(|line| (line.content, line.ending())).collect();
    /// assert_eq!(lines, [("one", "\r\n"), ("", "\n"), ("two", "")]);
    /// # Ok::<(), monoglot::Error>(())
    /// ```
    pub fn lines(&self) -> Lines<'_> {
        Lines::new(&self.content)
    }
}

/// How the bytes of a text were read.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Decoding {
    /// The encoding used; where lines differ, that of most.
    pub used: Encoding,
    /// What the file or its sender claims.
    pub declared: Option<Encoding>,
    /// What was found from the bytes; none where the caller named the encoding.
    pub detected: Option<Encoding>,
    /// The next best encoding, and by how many nats it was less likely; none where nothing had to
    /// be weighed.
    pub runner_up: Option<(Encoding, f32)>,
    /// Whether the encoding is a guess with little behind it: its text is in no known language.
    pub doubtful: bool,
    /// How many characters became U+FFFD.
    pub undecodable: usize,
    /// How many lines were in another encoding than the one used.
    pub mixed_lines: usize,
    /// How many lines had mojibake that was undone.
    pub repaired_lines: usize,
    /// What was normalised, and how often.
    pub changes: Counts,
}
