//! Quick tests of bytes: whether and where a text deserves a closer look.
//!
//! Clean text is the rule, so what matters is how fast it is passed over. Tests for a byte look at
//! many at once and never branch in between, so that the compiler turns them into vector
//! instructions. Tests for a character look up each byte and the next in a table of pairs: one
//! look-up a byte, for all kinds and all scripts.

/// How many bytes are looked at before a test may end.
const CHUNK: usize = 64;

/// Whether some byte is of a kind.
pub(super) fn has_byte(text: &str, is_meant: impl Fn(u8) -> bool) -> bool {
    let in_chunk = |chunk: &[u8]| chunk.iter().fold(0, |any, &byte| any | u8::from(is_meant(byte)));
    text.as_bytes().chunks(CHUNK).any(|chunk| in_chunk(chunk) != 0)
}

/// A character that starts here may be invisible.
pub(super) const INVISIBLE: u8 = 1;
/// A character that starts here may not be composed.
pub(super) const UNCOMPOSED: u8 = 2;
/// A character that starts here, or behind the one that ends here, may be a byte that continues a
/// sequence of UTF-8 which was read as another encoding.
pub(super) const CONTINUES: u8 = 4;

/// The kinds of each byte by the byte behind it: more than there are, never fewer.
static PAIRS: [u8; 1 << 16] = {
    let mut pairs = [0; 1 << 16];
    let mut at = 0_usize;
    while at < pairs.len() {
        let [first, second] = (at as u16).to_le_bytes();
        pairs[at] = kinds(first, second);
        at += 1;
    }
    pairs
};

const fn kinds(first: u8, second: u8) -> u8 {
    (if is_perhaps_invisible(first, second) { INVISIBLE } else { 0 })
        | (if is_perhaps_uncomposed(first, second) { UNCOMPOSED } else { 0 })
        | (if perhaps_continues(first, second) { CONTINUES } else { 0 })
}

const fn is_perhaps_invisible(first: u8, second: u8) -> bool {
    match first {
        0..=8 | 0x0B | 0x0E..=0x1F | 0x7F => true,
        0xC2 => second < 0xA0 || second == 0xAD,
        0xD8 => second == 0x9C,
        0xE1 => second == 0xA0,
        0xE2 => second < 0x82,
        0xEF => matches!(second, 0xB8..0xBC | 0xBF),
        _ => first == 0xF3,
    }
}

/// Below U+0300 everything is composed, and so are most letters of Greek, Cyrillic, Arabic,
/// Georgian, Ethiopic, Chinese and Korean, and the signs beside them.
const fn is_perhaps_uncomposed(first: u8, second: u8) -> bool {
    match first {
        0xCC..=0xCD | 0xDC..=0xE0 | 0xF1.. => true,
        0xCE => second == 0x87,
        0xD2 => second <= 0x87,
        0xD6 => second >= 0x91,
        0xD7 => second < 0x90,
        0xD8 => matches!(second, 0x90..=0x9A),
        0xD9 => matches!(second, 0x8B..=0x9F | 0xB0),
        0xDB => second >= 0x96,
        0xE1 => !matches!(second, 0x83 | 0x88..=0x8C | 0x8E | 0xB8..=0xBB),
        0xE2 => !matches!(second, 0x82 | 0x85..=0x8B | 0x8D..=0xAA | 0xBA..=0xBF),
        0xE3 => second == 0x80 || second == 0x82,
        0xEA => matches!(second, 0x99..0xB0),
        0xEF => matches!(second, 0xA4..0xBC),
        0xF0 => second != 0x9F,
        _ => false,
    }
}

/// The upper halves of single-byte encodings. Accented letters, punctuation and the lines of boxes
/// are told by the byte before them: beside ASCII nothing is wrong with them. Cyrillic, Greek and
/// Arabic text has such neighbours everywhere, but only some of its letters are such bytes.
const fn perhaps_continues(first: u8, second: u8) -> bool {
    match first {
        // `Ã` and the space that its second byte became.
        0x83 if second == b' ' => true,
        0x80..0xC0 => matches!(second, 0xC2..=0xC7 | 0xCB | 0xDA | 0xE2),
        0xCE => second < 0x90 || second == 0xA9 || second == 0xBC,
        0xCF => second == 0x80,
        0xD0 => second < 0xB0,
        0xD1 => second >= 0x90,
        0xD2 => second < 0x92,
        0xD8 => matches!(second, 0x8C | 0x9B | 0x9F),
        0xD9 => second == 0xB9 || second == 0xBE,
        0xE2 => matches!(second, 0x94..=0x96),
        0xEF => matches!(second, 0xA3 | 0xAC | 0xBF),
        _ => false,
    }
}

/// How many bytes are looked up together.
const STEP: usize = 8;

/// Goes to every place of a text that may be of some kind, in order, with the kinds. What is asked
/// there says up to where everything is composed.
pub(super) fn each(text: &str, mut look: impl FnMut(usize, u8) -> usize) {
    let bytes = text.as_bytes();
    let (mut at, mut composed) = (0, 0);
    while let Some(step) = bytes.get(at..).and_then(<[u8]>::first_chunk::<{ STEP + 1 }>) {
        let kinds: [u8; STEP] = std::array::from_fn(|i| look_up(step[i], step[i + 1]));
        let mut left = u64::from_le_bytes(kinds);
        if at + STEP <= composed {
            left &= u64::from_le_bytes([!UNCOMPOSED; STEP]);
        }
        while left != 0 {
            let i = left.trailing_zeros() as usize / 8;
            composed = look(at + i, kinds[i]);
            left &= !(0xFF << (8 * i));
        }
        at += STEP;
    }
    for at in at..bytes.len() {
        let kinds = kinds_at(text, at);
        if kinds != 0 {
            look(at, kinds);
        }
    }
}

/// What the byte at a place says.
pub(super) fn kinds_at(text: &str, at: usize) -> u8 {
    let bytes = text.as_bytes();
    look_up(bytes[at], bytes.get(at + 1).copied().unwrap_or(b'\n'))
}

fn look_up(first: u8, second: u8) -> u8 {
    PAIRS[usize::from(u16::from_le_bytes([first, second]))]
}
