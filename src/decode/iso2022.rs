//! The encodings that stay within seven bits: ISO-2022-JP, ISO-2022-KR and HZ.

use super::encoding::Encoding;
use super::multibyte::Multibyte;

const ESCAPE: u8 = 0x1B;

/// Escape sequences and the encoding that each belongs to.
const SEQUENCES: &[(&[u8], Encoding)] = &[
    (b"\x1B$)C", Encoding::multibyte(Multibyte::Iso2022Kr)),
    (b"\x1B$B", Encoding::of(encoding_rs::ISO_2022_JP)),
    (b"\x1B$@", Encoding::of(encoding_rs::ISO_2022_JP)),
    (b"\x1B(J", Encoding::of(encoding_rs::ISO_2022_JP)),
    (b"\x1B(I", Encoding::of(encoding_rs::ISO_2022_JP)),
];

/// The encoding of ASCII bytes that switch character sets, if they decode without a broken
/// character: terminal colours and mentions of `~{` do not.
pub(super) fn detect(bytes: &[u8]) -> Option<Encoding> {
    let escape = memchr::memchr(ESCAPE, bytes)
        .and_then(|at| SEQUENCES.iter().find(|(start, _)| bytes[at..].starts_with(start)))
        .map(|&(_, encoding)| encoding);
    let hz = || has_hz(bytes).then_some(Encoding::multibyte(Multibyte::Hz));
    let encoding = escape.or_else(hz)?;
    (!encoding.decode(bytes).1).then_some(encoding)
}

/// Whether every `~{` is followed by pairs and a `~}` on the same line, and there is one.
fn has_hz(bytes: &[u8]) -> bool {
    if memchr::memmem::find(bytes, b"~{").is_none() {
        return false;
    }
    let mut found = false;
    for line in bytes.split(|&byte| byte == b'\n') {
        for (at, _) in line.windows(2).enumerate().filter(|(_, pair)| pair == b"~{") {
            let inside = &line[at + 2..];
            match inside.windows(2).position(|pair| pair == b"~}") {
                Some(length) if length > 0 && length % 2 == 0 => found = true,
                _ => return false,
            }
        }
    }
    found
}
