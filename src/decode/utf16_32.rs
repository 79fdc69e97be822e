//! UTF-16 and UTF-32 without a byte order mark, by their shape.

use super::encoding::Encoding;
use super::multibyte::Multibyte;
use crate::model::char_lm;

/// How many bytes are looked at.
pub(super) const SAMPLE: usize = 2048;

/// The worst that a text may cost on average over its characters, in nats. Text in a known
/// language costs 2 to 5, ideographs up to 7, the units of random bytes 12 and more.
const WORST_MEAN: f32 = 9.0;

/// UTF-32 or UTF-16 in one of its byte orders, if the bytes have its shape: what the code units say
/// is text, and likelier one way round than the other. With the log-likelihood of the sample.
pub(super) fn best(bytes: &[u8]) -> Option<(Encoding, f32)> {
    let utf32 = [Multibyte::Utf32Le, Multibyte::Utf32Be].map(Encoding::multibyte);
    let utf16 = [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE].map(Encoding::of);
    let best = |pair: [Encoding; 2], width| {
        let scored = pair.into_iter().filter_map(|e| Some((e, weigh(bytes, e, width)?)));
        scored.max_by(|a, b| a.1.total_cmp(&b.1))
    };
    best(utf32, 4).or_else(|| best(utf16, 2))
}

/// The log-likelihood of the start of the bytes in a wide encoding, if it gives text at all.
fn weigh(bytes: &[u8], encoding: Encoding, width: usize) -> Option<f32> {
    let length = bytes.len().min(SAMPLE) / width * width;
    if length == 0 || bytes.len() % width > 1 {
        return None;
    }
    let (text, _) = encoding.decode(whole_characters(&bytes[..length], encoding));
    let chars = text.chars().count();
    let is_text = |c: char| !c.is_control() && c != char::REPLACEMENT_CHARACTER;
    if !text.chars().all(|c| is_text(c) || matches!(c, '\t' | '\n' | '\r' | '\u{c}')) {
        return None;
    }
    let nats = char_lm::score(&text).nats;
    (nats > -WORST_MEAN * chars as f32).then_some(nats)
}

/// The bytes without half a surrogate pair at their end.
fn whole_characters(bytes: &[u8], encoding: Encoding) -> &[u8] {
    let last = match bytes {
        [.., first, _] if encoding == Encoding::of(encoding_rs::UTF_16BE) => *first,
        [.., second] if encoding == Encoding::of(encoding_rs::UTF_16LE) => *second,
        _ => return bytes,
    };
    let half = (0xD8..=0xDB).contains(&last);
    &bytes[..bytes.len() - if half { 2 } else { 0 }]
}
