//! A linear classifier of short texts over hashed words and letter n-grams.
//!
//! It answers how a line speaks, whatever its language: like a button, a notice or a prompt, or like
//! content. Words and pairs of words carry most of it; letter n-grams carry what words have in common
//! (`Abonnieren`, `Abonnement`). Every feature has one weight, found by its hash; strangers that share a
//! place share a weight, as in `fastText` (Joulin et al. 2016). Numbers are whole, so that every machine
//! says the same.
//!
//! Layout of a file: eight bytes of magic, the bias (i32, little-endian), the number of weights (u32, a
//! power of two), one byte for each weight. The trainer (`train wording`, `train facts`) writes
//! `wording.bin`, which holds two such files and one of known lines, one behind the other.

use std::sync::LazyLock;

use super::precedents::{KnownLines, Precedents};
use crate::folded::Folded;

/// What a file begins with.
pub const MAGIC: [u8; 8] = *b"linear_1";
/// Bytes before the weights.
pub const HEAD: usize = 16;
/// So many parts of a score make a nat.
pub const PER_NAT: i32 = 16;

/// The files that the crate carries, read in place.
static EMBEDDED: LazyLock<([Linear<'static>; 2], KnownLines<'static>)> = LazyLock::new(|| {
    let bytes = include_bytes!("wording.bin");
    let (interface, rest) = Linear::from_bytes(bytes).expect("a test reads the very bytes");
    let (residue, rest) = Linear::from_bytes(rest).expect("a test reads the very bytes");
    let lines = KnownLines::from_bytes(rest).expect("a test reads the very bytes");
    ([interface, residue], lines)
});

/// What a text says by its wording; scores are in sixteenths of a nat.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wording {
    /// Like the text of programs and pages rather than prose, headlines and names, in any language.
    pub interface: i32,
    /// Like the residue of real pages rather than their other doubtful lines.
    pub residue: i32,
    /// What readers said of the very line on other sites.
    pub precedents: Precedents,
}

/// How much of a wording is asked for; each step has the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// [`Wording::residue`].
    Residue,
    /// [`Wording::interface`] besides.
    Interface,
    /// [`Wording::precedents`] besides.
    All,
}

impl Wording {
    /// The wording of a text, by the files that the crate carries.
    pub fn of(text: &str) -> Self {
        Self::up_to(text, Depth::All)
    }

    /// As much of the wording of a text as is asked for; the rest is as if nothing were known.
    pub fn up_to(text: &str, depth: Depth) -> Self {
        let features = Features::new(text);
        let ([interface, residue], lines) = &*EMBEDDED;
        let mut wording = Self { residue: residue.score(&features), ..Self::default() };
        if depth >= Depth::Interface {
            wording.interface = interface.score(&features);
        }
        if depth == Depth::All {
            wording.precedents = lines.of(text);
        }
        wording
    }
}

/// The features of a text: hashes of its words and pairs of words, and of their letter n-grams.
#[derive(Debug, Clone, Default)]
pub struct Features {
    /// Words and pairs of words.
    pub words: Vec<u32>,
    /// Letter n-grams of words.
    pub grams: Vec<u32>,
}

/// What stands behind so many letters says nothing new about how a line speaks.
const MAX_LETTERS: usize = 160;

/// Letter n-grams have two to so many letters, the edges of the word counted.
const MAX_GRAM: usize = 4;

impl Features {
    /// Cost grows with the first 160 letters and digits.
    pub fn new(text: &str) -> Self {
        let length = text.len().min(MAX_LETTERS);
        let mut features = Self {
            words: Vec::with_capacity(length / 2),
            grams: Vec::with_capacity(MAX_GRAM * length),
        };
        let mut before = mix(EDGE, u32::from('^'));
        let mut word = Vec::with_capacity(length + 2);
        word.push('<');
        let mut letters = 0;
        let mut read = |c: char| {
            let kind = Folded::of(c);
            // Marks of scripts that write vowels as marks are parts of words.
            if kind.is_alphanumeric() || kind.is_mark() && word.len() > 1 {
                word.push(if kind.is_numeric() { '0' } else { c });
                letters += 1;
                return true;
            }
            features.add_word(&mut word, &mut before);
            letters < MAX_LETTERS
        };
        let is_open = text.chars().all(|c| match Folded::of(c).small() {
            Some(small) => read(small),
            // The dotted capital of Turkish, whose dot is no letter.
            None => c.to_lowercase().next().is_none_or(&mut read),
        });
        if is_open {
            read(' ');
        }
        features.words.push(mix(before, u32::from('$')));
        features
    }

    /// Takes a word, which begins with the mark of its edge, and leaves that mark.
    fn add_word(&mut self, word: &mut Vec<char>, before: &mut u32) {
        if word.len() == 1 {
            return;
        }
        let whole = word[1..].iter().fold(EDGE, |hash, &c| mix(hash, u32::from(c)));
        self.words.extend([whole, mix(*before, whole)]);
        *before = whole;
        word.push('>');
        word.truncate(MAX_LETTERS);
        let gram = |hash: u32, c: char| mix(hash, u32::from(c));
        for window in word.windows(MAX_GRAM) {
            let [a, b, c, d] = [0, 1, 2, 3].map(|at| window[at]);
            let two = gram(gram(GRAM, a), b);
            let three = gram(two, c);
            self.grams.extend([two, three, gram(three, d)]);
        }
        // What begins in the last letters is shorter.
        for start in (word.len() + 1).saturating_sub(MAX_GRAM)..word.len() - 1 {
            let mut hash = gram(GRAM, word[start]);
            for &c in &word[start + 1..] {
                hash = gram(hash, c);
                self.grams.push(hash);
            }
        }
        word.truncate(1);
    }
}

/// Where the hashes of words and of letter n-grams start.
const EDGE: u32 = 0x811C_9DC5;
const GRAM: u32 = 0x2545_F491;

/// One step of a hash, mixed well enough for its upper bits to be a place.
fn mix(hash: u32, value: u32) -> u32 {
    let mixed = (hash ^ value).wrapping_mul(0x9E37_79B1);
    mixed ^ mixed >> 15
}

/// The place of a feature among a power of two of weights.
pub fn place(hash: u32, weights: usize) -> usize {
    (hash.wrapping_mul(0x85EB_CA6B) >> (32 - weights.trailing_zeros())) as usize
}

/// A file, read in place.
#[derive(Debug, Clone, Copy)]
pub struct Linear<'a> {
    bias: i32,
    weights: &'a [u8],
}

impl<'a> Linear<'a> {
    /// Reads a file and says what stands behind it; `None` if it is none.
    pub fn from_bytes(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (head, rest) = bytes.split_at_checked(HEAD)?;
        let number = |at: usize| [head[at], head[at + 1], head[at + 2], head[at + 3]];
        let size = u32::from_le_bytes(number(12)) as usize;
        let is_sound = head[..8] == MAGIC && size.is_power_of_two() && size > 1;
        let (weights, rest) = rest.split_at_checked(size).filter(|_| is_sound)?;
        Some((Self { bias: i32::from_le_bytes(number(8)), weights }, rest))
    }

    /// The score of some features, in sixteenths of a nat: a feature counts for less the more there are,
    /// by the root of their number.
    pub fn score(&self, features: &Features) -> i32 {
        self.bias + self.part(&features.words) + self.part(&features.grams)
    }

    fn part(&self, hashes: &[u32]) -> i32 {
        if hashes.is_empty() {
            return 0;
        }
        let weight =
            |&hash: &u32| i32::from(self.weights[place(hash, self.weights.len())].cast_signed());
        let sum: i32 = hashes.iter().map(weight).sum();
        // The root in sixteenths, so that it is not coarse for few features.
        let root = (hashes.len() as u32 * 256).isqrt().cast_signed();
        sum * 16 / root
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of four weights, all the same, and no bias.
    fn file(weight: i8) -> Vec<u8> {
        let head = [MAGIC.to_vec(), 0_i32.to_le_bytes().to_vec(), 4_u32.to_le_bytes().to_vec()];
        [head.concat(), vec![weight as u8; 4]].concat()
    }

    #[test]
    fn the_files_of_the_crate_are_sound() {
        assert_ne!(Wording::of("Leave a comment"), Wording::default());
    }

    #[test]
    fn notices_speak_like_interfaces_and_stories_do_not() {
        let notices =
            ["Your comment is awaiting moderation", "Bitte Passwort eingeben", "Lire la suite"];
        let stories = ["The old man walked along the river", "Er kam spät nach Hause"];
        for (notice, story) in notices.into_iter().zip(stories.into_iter().cycle()) {
            let (notice, story) = (Wording::of(notice).interface, Wording::of(story).interface);
            assert!(notice > story, "{notice} {story}");
        }
    }

    #[test]
    fn a_score_does_not_grow_with_the_number_of_features_but_with_its_root() {
        let file = file(16);
        let (model, rest) = Linear::from_bytes(&file).expect("a sound file");
        assert!(rest.is_empty());
        let score = |words: usize| model.score(&Features { words: vec![7; words], grams: vec![] });
        assert_eq!([1, 4, 16].map(score), [16, 32, 64]);
    }

    #[test]
    fn case_and_digits_make_no_difference() {
        let features = |text| {
            let Features { words, grams } = Features::new(text);
            (words, grams)
        };
        assert_eq!(features("PAGE 12 OF 30"), features("Page 34 of 56"));
    }

    #[test]
    fn what_is_no_file_is_not_read() {
        let sound = file(1);
        assert!(Linear::from_bytes(&sound[..sound.len() - 1]).is_none());
        assert!(Linear::from_bytes(&sound[1..]).is_none());
    }
}
