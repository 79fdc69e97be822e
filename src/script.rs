//! The writing systems that a line can be in.
//!
//! A script is decided before any language: a Thai letter needs no statistics. Only the scripts that
//! some known language is written in have a name here; the others are [`Script::Other`]. The ranges
//! are Unicode blocks, not the Script property: letters are what we look at, and for letters the two
//! agree (a test compares them), while a table of blocks is small enough to read.

use std::fmt;
use std::sync::OnceLock;

/// A writing system, named as Unicode names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are Unicode's")]
#[non_exhaustive]
pub enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Hebrew,
    Arabic,
    Thaana,
    Devanagari,
    Bengali,
    Gurmukhi,
    Gujarati,
    Odia,
    Tamil,
    Telugu,
    Kannada,
    Malayalam,
    Sinhala,
    Thai,
    Lao,
    Tibetan,
    Myanmar,
    Georgian,
    Hangul,
    Ethiopic,
    Khmer,
    /// Hiragana and katakana, which only Japanese uses.
    Kana,
    Han,
    /// A script of no known language.
    Other,
}

use Script::{
    Arabic, Armenian, Bengali, Cyrillic, Devanagari, Ethiopic, Georgian, Greek, Gujarati, Gurmukhi,
    Han, Hangul, Hebrew, Kana, Kannada, Khmer, Lao, Latin, Malayalam, Myanmar, Odia, Other,
    Sinhala, Tamil, Telugu, Thaana, Thai, Tibetan,
};

/// Blocks in code point order: first, last, script.
const BLOCKS: &[(u32, u32, Script)] = &[
    (0x0041, 0x024F, Latin),
    (0x0250, 0x02AF, Latin),
    (0x0370, 0x03FF, Greek),
    (0x0400, 0x052F, Cyrillic),
    (0x0530, 0x058F, Armenian),
    (0x0590, 0x05FF, Hebrew),
    (0x0600, 0x06FF, Arabic),
    (0x0750, 0x077F, Arabic),
    (0x0780, 0x07BF, Thaana),
    (0x08A0, 0x08FF, Arabic),
    (0x0900, 0x097F, Devanagari),
    (0x0980, 0x09FF, Bengali),
    (0x0A00, 0x0A7F, Gurmukhi),
    (0x0A80, 0x0AFF, Gujarati),
    (0x0B00, 0x0B7F, Odia),
    (0x0B80, 0x0BFF, Tamil),
    (0x0C00, 0x0C7F, Telugu),
    (0x0C80, 0x0CFF, Kannada),
    (0x0D00, 0x0D7F, Malayalam),
    (0x0D80, 0x0DFF, Sinhala),
    (0x0E00, 0x0E7F, Thai),
    (0x0E80, 0x0EFF, Lao),
    (0x0F00, 0x0FFF, Tibetan),
    (0x1000, 0x109F, Myanmar),
    (0x10A0, 0x10FF, Georgian),
    (0x1100, 0x11FF, Hangul),
    (0x1200, 0x139F, Ethiopic),
    (0x1780, 0x17FF, Khmer),
    (0x1C80, 0x1C8F, Cyrillic),
    (0x1C90, 0x1CBF, Georgian),
    (0x1E00, 0x1EFF, Latin),
    (0x1F00, 0x1FFF, Greek),
    (0x2C60, 0x2C7F, Latin),
    (0x2D00, 0x2D2F, Georgian),
    (0x2D80, 0x2DDF, Ethiopic),
    (0x2DE0, 0x2DFF, Cyrillic),
    (0x3005, 0x3007, Han),
    (0x3041, 0x30FF, Kana),
    (0x3130, 0x318F, Hangul),
    (0x31F0, 0x31FF, Kana),
    (0x3400, 0x4DBF, Han),
    (0x4E00, 0x9FFF, Han),
    (0xA640, 0xA69F, Cyrillic),
    (0xA720, 0xA7FF, Latin),
    (0xA960, 0xA97F, Hangul),
    (0xA9E0, 0xA9FF, Myanmar),
    (0xAA60, 0xAA7F, Myanmar),
    (0xAB01, 0xAB2F, Ethiopic),
    (0xAC00, 0xD7FF, Hangul),
    (0xF900, 0xFAFF, Han),
    (0xFB00, 0xFB06, Latin),
    (0xFB13, 0xFB17, Armenian),
    (0xFB1D, 0xFB4F, Hebrew),
    (0xFB50, 0xFDFF, Arabic),
    (0xFE70, 0xFEFE, Arabic),
    (0xFF21, 0xFF5A, Latin),
    (0xFF66, 0xFF9F, Kana),
    (0x20000, 0x3FFFF, Han),
];

/// `ー`, the mark that lengthens a vowel: shared by hiragana and katakana, so kana.
const LONG_VOWEL: char = 'ー';

/// The same as [`char::is_alphabetic`], which searches for all but ASCII: here the answers for the
/// basic plane are kept, 64 in a number, each of which is made when it is first asked for.
pub(crate) fn is_letter(c: char) -> bool {
    static LETTERS: [OnceLock<u64>; 1024] = [const { OnceLock::new() }; 1024];
    let code = u32::from(c);
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    let Some(block) = LETTERS.get(code as usize / 64) else { return c.is_alphabetic() };
    let first = code / 64 * 64;
    let is_alphabetic = |code| char::from_u32(code).is_some_and(char::is_alphabetic);
    let bits = block.get_or_init(|| {
        (0..64).filter(|at| is_alphabetic(first + at)).fold(0, |bits, at| bits | 1 << at)
    });
    bits >> (code % 64) & 1 == 1
}

impl Script {
    /// The script of a letter, or `None` for what is no letter: digits, punctuation, symbols, marks.
    ///
    /// One comparison for ASCII, a binary search over 58 blocks otherwise.
    pub fn of(c: char) -> Option<Self> {
        if c.is_ascii() {
            return c.is_ascii_alphabetic().then_some(Latin);
        }
        if !is_letter(c) && c != LONG_VOWEL || matches!(c, 'ª' | 'º' | '〆') {
            return None;
        }
        let code = u32::from(c);
        let next = BLOCKS.partition_point(|&(first, _, _)| first <= code);
        let script = next.checked_sub(1).map(|i| BLOCKS[i]);
        Some(script.filter(|&(_, last, _)| code <= last).map_or(Other, |(_, _, script)| script))
    }

    /// The ISO 15924 code (`Cyrl`); [`Script::Other`] is `Zzzz`.
    pub const fn code(self) -> &'static str {
        match self {
            Latin => "Latn",
            Greek => "Grek",
            Cyrillic => "Cyrl",
            Armenian => "Armn",
            Hebrew => "Hebr",
            Arabic => "Arab",
            Thaana => "Thaa",
            Devanagari => "Deva",
            Bengali => "Beng",
            Gurmukhi => "Guru",
            Gujarati => "Gujr",
            Odia => "Orya",
            Tamil => "Taml",
            Telugu => "Telu",
            Kannada => "Knda",
            Malayalam => "Mlym",
            Sinhala => "Sinh",
            Thai => "Thai",
            Lao => "Laoo",
            Tibetan => "Tibt",
            Myanmar => "Mymr",
            Georgian => "Geor",
            Hangul => "Hang",
            Ethiopic => "Ethi",
            Khmer => "Khmr",
            Kana => "Kana",
            Han => "Hani",
            Other => "Zzzz",
        }
    }

    /// Whether words are written without spaces between them, so that letters are counted instead.
    pub const fn is_unspaced(self) -> bool {
        matches!(self, Han | Kana | Thai | Lao | Khmer | Myanmar | Tibetan)
    }

    /// Whether lines are read from right to left.
    pub const fn is_right_to_left(self) -> bool {
        matches!(self, Hebrew | Arabic | Thaana)
    }

    /// Whether the script tells capital letters from small ones.
    pub const fn has_case(self) -> bool {
        matches!(self, Latin | Greek | Cyrillic | Armenian)
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_sorted_and_apart() {
        assert!(BLOCKS.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    /// Every letter that Unicode gives to a script has that script here, or is `Other` on both sides.
    #[test]
    fn letters_agree_with_unicode() {
        use unicode_script::UnicodeScript;
        let ours = |c: char| match Script::of(c) {
            Some(Kana) => "Kana".to_owned(),
            Some(script) => script.code().to_owned(),
            None => "none".to_owned(),
        };
        let known: Vec<_> = BLOCKS.iter().map(|block| block.2.code()).collect();
        for c in (0..=0x0003_FFFF).filter_map(char::from_u32).filter(|c| c.is_alphabetic()) {
            let theirs = match c.script().short_name() {
                "Hira" | "Kana" => "Kana",
                "Zinh" | "Zyyy" => continue,
                name => name,
            };
            if known.contains(&theirs) && Script::of(c).is_some() && ours(c) != "Zzzz" {
                assert_eq!(ours(c), theirs, "U+{:04X}", u32::from(c));
            }
        }
    }

    #[test]
    fn letters_are_alphabetic() {
        for c in (0..=0x0010_FFFF).filter_map(char::from_u32) {
            assert_eq!(is_letter(c), c.is_alphabetic(), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn what_is_no_letter_has_no_script() {
        for c in "0٣ ,.:;-–“”«»…€№%#@/\\|•→😀️\u{200d}\u{300}".chars() {
            assert_eq!(Script::of(c), None, "{c:?}");
        }
    }
}
