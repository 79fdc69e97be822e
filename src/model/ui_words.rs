//! Words of buttons, links and prompts.
//!
//! `Share`, `Sign In` and `Publicar` stand on web pages as labels; `Scottish Council` and `Xinhua` do
//! not. N-grams cannot tell the one from the other: a name has the letters of the language that it
//! comes from. So the words that interfaces and prose of a language write, and that are no names, are
//! remembered apart, in a binary fuse filter: nine bits a word, and one stranger in 256 is taken for a
//! known word.
//!
//! Layout, all numbers little-endian: eight bytes of magic, seed (u32), places in a segment (u32, a
//! power of two), the segments. The trainer (`train ui-words`) writes `ui_words.bin`.

use std::sync::LazyLock;

use super::features::Letters;
use crate::lang::Lang;
use crate::script::Script;

/// What the file begins with.
pub const MAGIC: [u8; 8] = *b"interfac";
/// Bytes before the table.
pub const HEAD: usize = 16;

/// The file that the crate carries, read in place.
static EMBEDDED: LazyLock<Filter<'static>> = LazyLock::new(|| {
    Filter::from_bytes(include_bytes!("ui_words.bin")).expect("a test reads the very bytes")
});

/// A word to look up, folded as for the model.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UiWord(u64);

impl UiWord {
    pub(crate) fn new(word: &str, script: Script) -> Self {
        Self(Letters::new(word, script).whole())
    }

    /// Whether the word is one that a language writes in interfaces and prose, and no name. Three bytes
    /// are read.
    pub(crate) fn is_of(self, lang: Lang) -> bool {
        EMBEDDED.knows(key(Some(lang), self.0))
    }

    /// Whether the word is at home in many languages: `blog`, `menu`, `video`.
    pub(crate) fn is_international(self) -> bool {
        EMBEDDED.knows(key(None, self.0))
    }

    /// Whether the word stands on the buttons of a language more than anywhere else: `search`, `login`.
    pub(crate) fn is_button_of(self, lang: Lang) -> bool {
        EMBEDDED.knows(key(Some(lang), button(self.0)))
    }

    /// Whether the word is one of a language that leaves out the accents of capitals, without them: `THEMES`
    /// for `thèmes`.
    pub(crate) fn is_unaccented_of(self, lang: Lang) -> bool {
        EMBEDDED.knows(key(Some(lang), unaccented(self.0)))
    }
}

/// A file, read in place.
#[derive(Debug, Clone, Copy)]
pub struct Filter<'a> {
    seed: u32,
    segment: u32,
    table: &'a [u8],
}

/// A word has its fingerprint in so many places, one in each of as many neighbouring segments.
pub const PLACES: usize = 4;

impl<'a> Filter<'a> {
    /// Reads a file; `None` if it is none.
    pub fn from_bytes(bytes: &'a [u8]) -> Option<Self> {
        let (head, table) = bytes.split_at_checked(HEAD)?;
        let number =
            |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let (seed, segment) = (number(8), number(12));
        let is_whole = head[..8] == MAGIC
            && segment.is_power_of_two()
            && table.len() % segment as usize == 0
            && table.len() / segment as usize >= PLACES;
        is_whole.then_some(Self { seed, segment, table })
    }

    /// Whether the word of a [`key`] was remembered, or looks as if.
    pub fn knows(&self, key: u64) -> bool {
        let (places, fingerprint) = places(key, self.seed, self.segment, self.table.len());
        places.iter().fold(fingerprint, |byte, &place| byte ^ self.table[place]) == 0
    }
}

/// A word as that of a button.
pub fn button(word: u64) -> u64 {
    word.rotate_left(32)
}

/// A word as one whose accents were left out.
pub fn unaccented(word: u64) -> u64 {
    word.rotate_left(16)
}

/// A word of a language, or of all, as a number.
pub fn key(lang: Option<Lang>, word: u64) -> u64 {
    let code = lang
        .map_or("mul", Lang::code)
        .bytes()
        .fold(0_u64, |code, byte| code << 8 | u64::from(byte));
    (word ^ code.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

/// The places of a key in a table of so many, and its fingerprint.
pub fn places(key: u64, seed: u32, segment: u32, table: usize) -> ([usize; PLACES], u8) {
    let mixed = (key ^ u64::from(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15))
        .wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = mixed ^ mixed >> 29;
    let segment = segment as usize;
    let first_segments = (table - (PLACES - 1) * segment) as u64;
    // The upper half of a product is even over the length, without a division.
    let first = ((u64::from((mixed >> 32) as u32) * first_segments) >> 32) as usize;
    let within = |turn: u32| mixed.rotate_right(13 * turn) as usize & (segment - 1);
    let places = std::array::from_fn(|i| match i {
        0 => first,
        // A segment is a power of two, so that its beginning takes no division.
        _ => (first & !(segment - 1)) + i * segment + within(i as u32),
    });
    (places, (mixed ^ mixed >> 32) as u8)
}
