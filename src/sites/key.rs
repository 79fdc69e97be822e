//! The key of a line: what is the same where a site repeats it.

use super::hash::xxh64;
use crate::folded::Folded;
use crate::lang::Lang;

/// What a line says, or its first two words, as a number: XXH64 over its text with every run of white space
/// as one space and none at the ends, every run of digits as one 0, in lower case. The lowest bit tells keys
/// of whole lines, where it is 0, from those of beginnings. The languages of documents are counted as if they
/// were lines, by the smallest keys there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineKey(u64);

impl LineKey {
    /// The key of a line; `None` of one that is blank.
    ///
    /// ```
    /// use monoglot::sites::LineKey;
    ///
    /// assert_eq!(LineKey::of(" 12  Comments"), LineKey::of("7 comments\t"));
    /// assert_ne!(LineKey::of("Comments"), LineKey::of("Comment"));
    /// assert_eq!(LineKey::of("  "), None);
    /// ```
    pub fn of(line: &str) -> Option<Self> {
        let mut folded = Vec::with_capacity(line.len());
        fold(line, &mut folded);
        (!folded.is_empty()).then(|| Self::of_folded(&folded))
    }

    /// The key of what counts of a line.
    fn of_folded(folded: &[u8]) -> Self {
        Self(xxh64(folded) & !1)
    }

    /// The key by which documents in a language are counted: the letters of its code, and no line.
    pub(super) fn of_language(lang: Lang) -> Self {
        let code = lang.code().bytes().fold(0, |code, letter| code << 8 | u64::from(letter));
        Self(code << 1 | 1)
    }

    /// The language that it is the key of. One line in 500,000 million has so small a key by chance.
    pub(super) fn language(self) -> Option<Lang> {
        let [0, 0, 0, 0, 0, code @ ..] = (self.0 >> 1).to_be_bytes() else { return None };
        str::from_utf8(&code).ok().and_then(Lang::from_code).filter(|_| !self.is_of_line())
    }

    /// The key that such a number stands for, as a file holds it.
    pub(super) const fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// The upper half of its number, for lists that are small beside all lines of a site.
    pub(crate) const fn upper_half(self) -> u32 {
        (self.0 >> 32) as u32
    }

    pub(crate) const fn number(self) -> u64 {
        self.0
    }

    /// Whether it is of a whole line.
    pub(super) const fn is_of_line(self) -> bool {
        self.0 & 1 == 0
    }
}

/// Makes keys of many lines, in the same room.
#[derive(Debug, Default)]
pub(crate) struct SiteKeys(Vec<u8>);

impl SiteKeys {
    /// The keys of a line; `None` of one that is blank.
    pub(crate) fn of(&mut self, line: &str) -> Option<Keys> {
        Keys::of(line, &mut self.0)
    }
}

/// Both keys of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Keys {
    pub(crate) line: LineKey,
    /// That of its first two words.
    pub(crate) beginning: LineKey,
}

impl Keys {
    /// The keys of a line; `None` of one that is blank. `folded` is room to work in.
    pub(crate) fn of(line: &str, folded: &mut Vec<u8>) -> Option<Self> {
        let two_words = fold(line, folded);
        (!folded.is_empty()).then(|| Self {
            line: LineKey::of_folded(folded),
            beginning: LineKey(xxh64(&folded[..two_words]) | 1),
        })
    }
}

/// Writes what counts of a line; where its second word ends.
fn fold(line: &str, folded: &mut Vec<u8>) -> usize {
    folded.clear();
    folded.reserve(line.len());
    let (mut words, mut two_words) = (0, None);
    let (mut is_in_word, mut is_in_number) = (false, false);
    for c in line.chars() {
        let kind = Kind::of(c);
        if kind == Kind::Space {
            is_in_word = false;
            continue;
        }
        if !is_in_word {
            words += 1;
            if words == 3 {
                two_words = Some(folded.len());
            }
            if !folded.is_empty() {
                folded.push(b' ');
            }
            (is_in_word, is_in_number) = (true, false);
        }
        let is_digit = kind == Kind::Digit;
        match kind {
            _ if is_digit && is_in_number => {}
            _ if is_digit => folded.push(b'0'),
            _ if c.is_ascii() => folded.push((c as u8).to_ascii_lowercase()),
            _ => push_small(c, folded),
        }
        is_in_number = is_digit;
    }
    two_words.unwrap_or(folded.len())
}

/// What counts of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Space,
    Digit,
    Other,
}

impl Kind {
    /// Most are ASCII, which needs no look into memory.
    fn of(c: char) -> Self {
        let (is_space, is_digit) = if c.is_ascii() {
            (c.is_whitespace(), c.is_ascii_digit())
        } else {
            let folded = Folded::of(c);
            (folded.is_whitespace(), folded.is_numeric())
        };
        if is_space {
            Self::Space
        } else if is_digit {
            Self::Digit
        } else {
            Self::Other
        }
    }
}

fn push_small(c: char, folded: &mut Vec<u8>) {
    let mut push = |c: char| folded.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    match Folded::of(c).small() {
        Some(small) => push(small),
        None => c.to_lowercase().for_each(push),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_folded() {
        let mut folded = Vec::new();
        for (line, expected, two_words) in [
            ("", "", ""),
            ("\u{A0} \t", "", ""),
            ("Read  more\u{A0}…", "read more …", "read more"),
            ("ÄÖÜ 2019–2024", "äöü 0–0", "äöü 0–0"),
            ("12.5 ٣٤ ½ % Rabatt", "0.0 0 0 % rabatt", "0.0 0"),
            ("v2a 7", "v0a 0", "v0a 0"),
        ] {
            let end = fold(line, &mut folded);
            let folded = std::str::from_utf8(&folded).unwrap();
            assert_eq!((folded, &folded[..end]), (expected, two_words), "{line}");
        }
    }

    #[test]
    fn every_language_has_a_key_below_those_of_lines() {
        for lang in Lang::all() {
            let key = LineKey::of_language(lang);
            assert_eq!(key.language(), Some(lang));
            assert!(!key.is_of_line() && key < LineKey::from_number(1 << 25));
        }
        for line in ["pol", "eng", "Polish", "a"] {
            let keys = Keys::of(line, &mut Vec::new()).unwrap();
            assert_eq!((keys.line.language(), keys.beginning.language()), (None, None), "{line}");
        }
        assert_eq!(
            LineKey::from_number(LineKey::of_language(Lang::ENGLISH).0 & !1).language(),
            None
        );
    }

    #[test]
    fn a_line_of_two_words_is_no_beginning() {
        let keys = Keys::of("Read more", &mut Vec::new()).unwrap();
        assert!(keys.line.is_of_line() && !keys.beginning.is_of_line());
        let longer = Keys::of("Read more of this", &mut Vec::new()).unwrap();
        assert_eq!(keys.beginning, longer.beginning);
        assert_ne!(keys.line, longer.line);
    }
}
