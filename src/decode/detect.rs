//! The order of the questions, which is the order of their certainty.

use super::candidates::Expectation;
use super::encoding::Encoding;
use super::multibyte::{self, Multibyte};
use super::prefilter::scan;
use super::reading::Reading;
use super::{iso2022, mixed, utf16_32};
use crate::error::Error;
use crate::model::char_lm;

/// The text of bytes whose encoding nobody named.
pub(super) fn read<'b>(bytes: &'b [u8], expectation: &Expectation) -> Result<Reading<'b>, Error> {
    if let Some((encoding, mark)) = Encoding::from_bom(bytes) {
        let mut body = &bytes[mark..];
        if !encoding.is_utf8() {
            return Ok(Reading::by(encoding, body));
        }
        if let Ok(text) = simdutf8::basic::from_utf8(body) {
            return Ok(Reading::valid(text));
        }
        // Files that were put together may begin with many; they go at once, and the rest is looked at
        // once.
        while let Some(rest) = body.strip_prefix(&bytes[..mark]) {
            body = rest;
        }
        return read(body, expectation);
    }
    if let Some(offset) = binary_offset(bytes) {
        let (encoding, _) = utf16_32::best(bytes).ok_or(Error::NotText { offset })?;
        return Ok(Reading::by(encoding, bytes));
    }
    let reading = narrow(bytes, expectation);
    Ok(utf16_instead(bytes, &reading).unwrap_or(reading))
}

/// The text of bytes that hold no NUL: UTF-8 if they are valid, legacy encodings otherwise.
fn narrow<'b>(bytes: &'b [u8], expectation: &Expectation) -> Reading<'b> {
    match simdutf8::basic::from_utf8(bytes) {
        Err(_) if multibyte::is_cesu8(bytes) => {
            Reading::by(Encoding::multibyte(Multibyte::Cesu8), bytes)
        }
        Err(_) => mixed::read(bytes, expectation),
        Ok(text) => {
            let seven_bit = if text.is_ascii() { iso2022::detect(bytes) } else { None };
            seven_bit.map_or_else(|| Reading::valid(text), |encoding| Reading::by(encoding, bytes))
        }
    }
}

/// What UTF-16 without a single NUL must be likelier by, in nats: such files are rare.
const WIDE_WITHOUT_NUL: f32 = 10.0;

/// The bytes as UTF-16, if that makes the likelier text: a word in another script, or Chinese, has
/// no NULs there, but it has control bytes or breaks every encoding.
fn utf16_instead<'b>(bytes: &'b [u8], reading: &Reading) -> Option<Reading<'b>> {
    let start = &bytes[..bytes.len().min(utf16_32::SAMPLE)];
    let is_doubtful = || reading.guess.is_some() || scan::has_byte(start, is_control);
    if !bytes.len().is_multiple_of(2) || !is_doubtful() {
        return None;
    }
    let (encoding, nats) = utf16_32::best(bytes)?;
    let narrow = char_lm::score(&reading.encoding.decode(start).0).nats;
    (nats - WIDE_WITHOUT_NUL > narrow).then(|| Reading::by(encoding, bytes))
}

/// How much of the input is looked at for control bytes.
const BINARY_SAMPLE: usize = 8 * 1024;

/// One control byte in so many: text has stray ones, compressed data has one in ten.
const BINARY_SHARE: usize = 40;

/// Whether a byte is a control that text has no use for.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0x01..=0x08 | 0x10..=0x1A | 0x1C..=0x1F | 0x7F)
}

/// Where the bytes stop being text in any encoding that keeps ASCII, if they do.
///
/// A NUL settles it, as in git and ripgrep. Compressed data may lack NULs in its first kilobytes,
/// so a share of control bytes that no text reaches settles it too. Escape and the shifts of
/// ISO-2022-KR are not counted.
fn binary_offset(bytes: &[u8]) -> Option<usize> {
    if let Some(offset) = memchr::memchr(0, bytes) {
        return Some(offset);
    }
    let sample = &bytes[..bytes.len().min(BINARY_SAMPLE)];
    let controls = scan::count_bytes(sample, is_control);
    let dense = controls > 2 && controls * BINARY_SHARE > sample.len();
    dense.then(|| sample.iter().position(|&byte| is_control(byte)).unwrap_or(0))
}
