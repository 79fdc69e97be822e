//! Quick tests of bytes: whether anything of a kind is there at all. They look at many bytes at once
//! and never branch in between, so that the compiler turns them into vector instructions.

/// How many bytes are looked at before a test may end.
const CHUNK: usize = 64;

/// Whether some byte is of a kind.
pub(super) fn has_byte(text: &str, is_meant: impl Fn(u8) -> bool) -> bool {
    let in_chunk = |chunk: &[u8]| chunk.iter().fold(0, |any, &byte| any | u8::from(is_meant(byte)));
    text.as_bytes().chunks(CHUNK).any(|chunk| in_chunk(chunk) != 0)
}

/// Whether some byte and the next are of a kind.
pub(super) fn has_pair(text: &str, is_meant: impl Fn(u8, u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    pairs.fold(0, |any, (&first, &second)| any | u8::from(is_meant(first, second))) != 0
}
