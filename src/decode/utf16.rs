//! UTF-16 without a byte order mark, by its shape.

use super::Encoding;

/// How many bytes are looked at.
const SAMPLE: usize = 4096;

/// UTF-16 in one of its byte orders, if the bytes have its shape.
///
/// Spaces, line ends, digits and ASCII punctuation occur in text of every script, and in UTF-16 each
/// has a zero byte on the same side. So one side must hold zeros and the other none, and what the
/// code units say must be characters that texts are made of.
pub(super) fn detect(bytes: &[u8]) -> Option<Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if sample.len() < 2 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros =
        |side: usize| sample.iter().skip(side).step_by(2).filter(|&&byte| byte == 0).count();
    let encoding = match (zeros(0), zeros(1)) {
        (0, 0) => return None,
        (0, _) => encoding_rs::UTF_16LE,
        (_, 0) => encoding_rs::UTF_16BE,
        _ => return None,
    };
    let (text, malformed) = encoding.decode_without_bom_handling(sample);
    let is_text = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{c}');
    (!malformed && text.chars().all(is_text)).then(|| Encoding::of(encoding))
}
