//! The part of a file that its encoding is read from.

use crate::model::look_alikes::typed_for_cyrillic;

/// How many bytes of words with high bytes are looked at in all.
const SAMPLE: usize = 4096;
/// How many bytes of plain words, and how many for each byte of the other words: they tell the
/// language, and few suffice. More of them, and the markup of a page would speak for its text.
const PLAIN: usize = 1024;
const PLAIN_SHARE: usize = 2;
/// Words are cut here: text without spaces has no other end.
const WORD: usize = 256;

/// The words of some bytes, those with bytes of 0x80 and above apart from the others.
///
/// Words end at spaces and controls, which no encoding here uses inside a character, and at the
/// marks of markup, which hardly any does.
#[derive(Debug, Default)]
pub(super) struct Sample<'b> {
    words: Vec<&'b [u8]>,
    plain: Vec<&'b [u8]>,
}

impl<'b> Sample<'b> {
    /// Takes words from the start until there are enough.
    pub(super) fn of(bytes: &'b [u8]) -> Self {
        let mut sample = Self::default();
        let (mut taken, mut plain) = (0, 0);
        let is_end = |byte: &u8| *byte <= b' ' || matches!(byte, b'<' | b'>' | b'"' | b'/' | b'=');
        for word in bytes.split(is_end).filter(|word| !word.is_empty()) {
            if word.is_ascii() {
                if plain < PLAIN.min(taken * PLAIN_SHARE + WORD) && is_word(word) {
                    plain += word.len();
                    sample.plain.push(word);
                }
                continue;
            }
            let word = &word[..cut(word)];
            taken += word.len();
            sample.words.push(word);
            if taken >= SAMPLE {
                break;
            }
        }
        sample
    }

    /// The words with high bytes.
    pub(super) fn words(&self) -> &[&'b [u8]] {
        &self.words
    }

    /// The words without.
    pub(super) fn plain_words(&self) -> &[&'b [u8]] {
        &self.plain
    }

    /// Whether some of them are Latin words.
    pub(super) fn has_latin(&self) -> bool {
        self.plain.iter().any(|word| word.iter().any(u8::is_ascii_alphabetic))
    }

    /// The first words, up to a number of bytes.
    pub(super) fn first(&self, bytes: usize) -> Vec<&'b [u8]> {
        let mut taken = 0;
        let within = |word: &&&[u8]| {
            let before = taken;
            taken += word.len();
            before < bytes
        };
        self.words.iter().take_while(within).copied().collect()
    }

    /// The words with high bytes, one behind the other.
    pub(super) fn joined(&self) -> Vec<u8> {
        self.words.join(&b' ')
    }

    /// How often each high byte occurs.
    pub(super) fn profile(&self) -> Profile {
        let mut profile = Profile { counts: [0; 128], beside_ascii: [0; 128] };
        for word in &self.words {
            for (i, &byte) in word.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
                let beside = |at: Option<usize>| {
                    at.and_then(|at| word.get(at)).is_some_and(|byte| is_plainly_latin(*byte))
                };
                let index = usize::from(byte - 0x80);
                profile.counts[index] += 1;
                let neighbours = beside(i.checked_sub(1)) || beside(Some(i + 1));
                profile.beside_ascii[index] += u32::from(neighbours);
            }
        }
        profile
    }
}

/// How often each upper byte occurs, and how often beside an ASCII letter.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    pub(super) counts: [u32; 128],
    pub(super) beside_ascii: [u32; 128],
}

impl Profile {
    /// The bytes that occur.
    pub(super) fn used(&self) -> Vec<u8> {
        (0x80..=0xFF).zip(&self.counts).filter(|(_, n)| **n > 0).map(|(byte, _)| byte).collect()
    }
}

/// Whether plain bytes are a word, and no number, name of a file or piece of markup.
fn is_word(bytes: &[u8]) -> bool {
    let inner = bytes.trim_ascii_end();
    let inner = inner.strip_suffix(b",").or(inner.strip_suffix(b".")).unwrap_or(inner);
    inner.len() < 32 && inner.iter().all(u8::is_ascii_alphabetic)
}

/// Whether a byte is an ASCII letter that looks like no Cyrillic one: the others are found inside
/// Cyrillic words.
fn is_plainly_latin(byte: u8) -> bool {
    byte.is_ascii_alphabetic() && typed_for_cyrillic(char::from(byte)).is_none()
}

/// Where a word is cut, at an ASCII byte that ends a character in every encoding, if there is one.
fn cut(word: &[u8]) -> usize {
    if word.len() <= WORD {
        return word.len();
    }
    let end = word[..WORD].iter().rposition(|byte| (0x21..0x30).contains(byte));
    end.map_or(WORD, |end| end + 1)
}
