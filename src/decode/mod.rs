//! Bytes to the text that their author wrote.
//!
//! The order of the questions is the order of their certainty: an encoding that the caller names, a
//! byte order mark, the shape of UTF-16, valid UTF-8 (legacy text is almost never valid UTF-8 by
//! chance), and only then a detector that weighs frequencies. Input that holds bytes of no text is
//! refused rather than decoded into noise.

mod encoding;
mod utf16;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use crate::error::Error;
use crate::finding::Finding;
use crate::rule::{Rule, Severity};
use crate::text::Text;

pub use encoding::Encoding;

/// What the caller knows about the bytes, and what decoding may do.
#[derive(Debug, Clone)]
pub struct Hint {
    /// The encoding, if it is known: it wins over everything, a byte order mark included.
    pub encoding: Option<Encoding>,
    /// Whether damage is mended after decoding; without it the text is decoded and nothing more.
    pub repair: bool,
}

impl Default for Hint {
    fn default() -> Self {
        Self { encoding: None, repair: true }
    }
}

impl Text {
    /// Decodes bytes of an unknown encoding.
    ///
    /// The whole input is looked at once or twice; valid UTF-8 costs a validation and a copy. Bytes
    /// that the encoding does not explain become U+FFFD and are reported.
    ///
    /// # Errors
    ///
    /// [`Error::NotText`] if the bytes are no text: they hold NULs without being UTF-16, or more
    /// control bytes than any text does.
    pub fn decode(bytes: &[u8], hint: &Hint) -> Result<Self, Error> {
        let (encoding, bom) = match hint.encoding {
            Some(encoding) => (encoding, 0),
            None => detect(bytes)?,
        };
        let (content, malformed) = encoding.decode(&bytes[bom..]);
        let content = content.into_owned();
        let mut findings = Vec::new();
        if !encoding.is_utf8() {
            findings.push(legacy(encoding));
        }
        if malformed {
            findings.extend(undecodable(&content));
        }
        Ok(Self { content, encoding, findings })
    }
}

/// The encoding of the bytes and the length of their byte order mark.
fn detect(bytes: &[u8]) -> Result<(Encoding, usize), Error> {
    if let Some(marked) = Encoding::from_bom(bytes) {
        return Ok(marked);
    }
    if let Some(encoding) = utf16::detect(bytes) {
        return Ok((encoding, 0));
    }
    if let Some(offset) = binary_offset(bytes) {
        return Err(Error::NotText { offset });
    }
    let encoding = if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&ESCAPE) {
        Encoding::UTF_8
    } else {
        guess(bytes)
    };
    Ok((encoding, 0))
}

/// The byte that starts an ISO-2022-JP escape sequence, the only reason to doubt pure ASCII.
const ESCAPE: u8 = 0x1B;

fn guess(bytes: &[u8]) -> Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    Encoding::of(detector.guess(None, Utf8Detection::Allow))
}

/// How much of the input is looked at for control bytes.
const BINARY_SAMPLE: usize = 8 * 1024;

/// One control byte in so many: text has stray ones, compressed data has one in ten.
const BINARY_SHARE: usize = 40;

/// Where the bytes stop being text, if they do.
///
/// A NUL settles it, as in git and ripgrep. Compressed data may lack NULs in its first kilobytes,
/// so a share of control bytes that no text reaches settles it too.
fn binary_offset(bytes: &[u8]) -> Option<usize> {
    if let Some(offset) = memchr::memchr(0, bytes) {
        return Some(offset);
    }
    let sample = &bytes[..bytes.len().min(BINARY_SAMPLE)];
    let is_control = |byte: &u8| matches!(byte, 0x01..=0x08 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    let controls = sample.iter().filter(|byte| is_control(byte)).count();
    let dense = controls > 2 && controls * BINARY_SHARE > sample.len();
    dense.then(|| sample.iter().position(is_control).unwrap_or(0))
}

fn legacy(encoding: Encoding) -> Finding {
    let reason = format!("decoded from {encoding}");
    Finding::of_document(Rule::LegacyEncoding, Severity::Note, reason)
}

/// One finding for each line with replacement characters.
fn undecodable(content: &str) -> Vec<Finding> {
    let lines = crate::text::Lines::new(content).filter(|line| line.content.contains('\u{FFFD}'));
    lines
        .map(|line| {
            let count = line.content.matches('\u{FFFD}').count();
            let reason = format!("{count} byte sequences that no encoding explains");
            Finding {
                line: Some(line.number),
                text: line.content.to_owned(),
                ..Finding::of_document(Rule::UndecodableBytes, Severity::Flag, reason)
            }
        })
        .collect()
}
