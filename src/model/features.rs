//! What the model looks at: words, and the character n-grams inside them.
//!
//! The trainer and the run time call the very same functions, so a model can only be asked what it
//! was taught. A word is a run of letters of one script; its features are its n-grams up to
//! [`MAX_GRAM`] letters, with a mark at both ends, and the word as a whole. Nothing reaches across
//! words: the evidence of a line is the sum over its words, so that a review may discount a name,
//! cut a span or leave a word out. Letter case is no feature (it says title, not language), nor is
//! anything that people do not write as prose: addresses, identifiers, words with digits in them.

use super::letters::{Class, class};
use super::look_alikes::look_alike;
use crate::script::Script;
use Script::{Cyrillic, Greek, Han, Kana, Latin};

/// Letters of the longest n-gram. Five rather than three is worth 1.2 points of accuracy.
pub(crate) const MAX_GRAM: usize = 5;
/// The same for Han and kana, where a character says as much as a syllable or a word.
const MAX_GRAM_HAN: usize = 3;
/// Letters after which a word is cut. No word of prose is as long; encoded data is.
const MAX_LETTERS: usize = 40;
/// The same for Han and kana, which put no spaces between words: short pieces, so that a span of
/// foreign text can begin near where it really begins.
const MAX_LETTERS_HAN: usize = 8;
/// Stands before the first and after the last letter of a word.
const EDGE: u32 = 0x20;
/// All apostrophes inside words are one.
const APOSTROPHE: u32 = 0x27;

/// A word of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Byte where it begins in the line.
    pub start: usize,
    /// Byte behind its end.
    pub end: usize,
    /// Its script; a word of kanji and kana is [`Script::Kana`] if it has any kana.
    pub script: Script,
    /// How many letters it has.
    pub letters: usize,
}

/// The words of a line, in order; see [`words`].
#[derive(Debug, Clone)]
pub struct Words<'a> {
    line: &'a str,
    at: usize,
}

/// The words of a line that can tell its language, from left to right.
///
/// ```
/// # use monoglot::model::words;
/// let line = "Don't e-mail me@example.com or see www.example.com/faq: b2b, snake_case!";
/// let found: Vec<_> = words(line).map(|word| &line[word.start..word.end]).collect();
/// assert_eq!(found, ["Don't", "e", "mail", "or", "see"]);
/// ```
pub fn words(line: &str) -> Words<'_> {
    Words { line, at: 0 }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        loop {
            self.skip_gaps();
            let (word, is_plain) = self.run()?;
            self.at = word.end;
            if !is_plain || !self.is_technical(word) {
                return Some(word);
            }
        }
    }
}

impl Words<'_> {
    fn skip_gaps(&mut self) {
        let bytes = self.line.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            if byte < 0x80 {
                if byte.is_ascii_alphabetic() {
                    return;
                }
                self.at += 1;
            } else {
                let c = char_at(self.line, self.at);
                if matches!(class(c), Class::Letter(_)) {
                    return;
                }
                self.at += c.len_utf8();
            }
        }
    }

    /// The word that begins here, and whether all of it is Latin.
    fn run(&self) -> Option<(Word, bool)> {
        if let Some(word) = self.ascii_run() {
            return Some((word, true));
        }
        if let Some(word) = self.plain_run() {
            return Some((word, word.script == Latin));
        }
        let (word, pure) = self.any_run()?;
        Some((word, pure && group(word.script) == Latin))
    }

    /// The word that begins here, if it is plain ASCII: most words are, and need no decoding.
    fn ascii_run(&self) -> Option<Word> {
        let rest = &self.line.as_bytes()[self.at..];
        // No further than where words are cut, or a line without gaps would be counted at each cut.
        let rest = &rest[..rest.len().min(MAX_LETTERS)];
        let letters = ascii_letters(rest);
        let next = rest.get(letters).copied().unwrap_or(b' ');
        let is_whole = next.is_ascii() && !matches!(next, b'\'' | b'`');
        let word = Word { start: self.at, end: self.at + letters, script: Latin, letters };
        (is_whole && (1..MAX_LETTERS).contains(&letters)).then_some(word)
    }

    /// The word that begins here, if it is nothing but letters of one script, and apostrophes between them,
    /// up to a gap or to the length where words are cut: most of the others are.
    fn plain_run(&self) -> Option<Word> {
        let script = letter_at(self.line, self.at).filter(|&script| group(script) != Han)?;
        let (mut letters, mut end) = (0, self.at);
        for c in self.line[self.at..].chars() {
            match class(c) {
                Class::Letter(next) if next == script => letters += 1,
                Class::Gap if is_apostrophe(c) && self.letter_follows(end, c, script) => {}
                Class::Gap => break,
                _ => return None,
            }
            end += c.len_utf8();
            if letters == MAX_LETTERS {
                break;
            }
        }
        Some(Word { start: self.at, end, script, letters })
    }

    /// The word that begins here, character by character.
    fn any_run(&self) -> Option<(Word, bool)> {
        let script = letter_at(self.line, self.at)?;
        let mut run = Run::new(self.at, script);
        let mut at = self.at;
        while let Some(c) = self.line[at..].chars().next() {
            match class(c) {
                Class::Letter(next) if run.takes(next) => run.count(next, at),
                Class::Mark => {}
                Class::Gap if is_apostrophe(c) && self.letter_follows(at, c, script) => {}
                _ => break,
            }
            at += c.len_utf8();
            if run.is_full() {
                break;
            }
        }
        Some(run.finish(self.line, at))
    }

    fn letter_follows(&self, at: usize, c: char, script: Script) -> bool {
        letter_at(self.line, at + c.len_utf8()).is_some_and(|next| group(next) == group(script))
    }

    /// Whether the word just read is part of an address, an identifier or a code; if so, the rest of
    /// the token is passed over.
    fn is_technical(&mut self, word: Word) -> bool {
        let bytes = self.line.as_bytes();
        let before = word.start.checked_sub(1).map_or(b' ', |i| bytes[i]);
        let after = &bytes[word.end..];
        let next = after.first().copied().unwrap_or(b' ');
        if before.is_ascii_digit() || before == b'_' {
            return true;
        }
        let technical = match next {
            b'0'..=b'9' | b'_' => true,
            b'@' => after.get(1).is_some_and(u8::is_ascii_alphanumeric),
            b':' => after.starts_with(b"://"),
            b'.' => word.end - word.start > 1 && is_domain_end(&after[1..]),
            _ => false,
        };
        if technical && !next.is_ascii_digit() {
            self.at += after.iter().position(u8::is_ascii_whitespace).unwrap_or(after.len());
        }
        technical
    }
}

/// How many ASCII letters bytes begin with, eight of them looked at together.
fn ascii_letters(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    let (eights, _) = bytes.as_chunks::<8>();
    for (at, &eight) in eights.iter().enumerate() {
        let bytes = u64::from_le_bytes(eight);
        // The sums set the high bit of a byte from `a` on, and from what follows `z` on.
        let small = (bytes | (ONES << 5)) & !HIGH;
        let from_a = small + ONES * u64::from(0x80 - b'a');
        let behind_z = small + ONES * u64::from(0x7F - b'z');
        let others = !(from_a & !behind_z & !bytes) & HIGH;
        if others != 0 {
            return 8 * at + others.trailing_zeros() as usize / 8;
        }
    }
    let read = 8 * eights.len();
    read + bytes[read..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count()
}

/// Whether what follows a full stop looks like the next part of a domain name: two to four small
/// letters and then no letter, or a further part.
fn is_domain_end(after: &[u8]) -> bool {
    let letters = after.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let next = after.get(letters).copied().unwrap_or(b' ');
    match letters {
        2..=4 => !next.is_ascii_alphanumeric() && next < 0x80,
        5.. => next == b'.' && after.get(letters + 1).is_some_and(u8::is_ascii_lowercase),
        _ => false,
    }
}

/// A run of letters being read, with what each of at most two scripts has in it.
struct Run {
    start: usize,
    /// The script of the first letter.
    first: Script,
    /// The other script of a word of look-alikes, and where it begins.
    other: Option<(Script, usize)>,
    /// Letters of the first and of the other script.
    letters: [usize; 2],
    has_kana: bool,
}

impl Run {
    fn new(start: usize, first: Script) -> Self {
        Self { start, first, other: None, letters: [0; 2], has_kana: false }
    }

    /// Whether a letter of this script may stand in the word: scripts with look-alikes of each other
    /// may for now, [`Run::finish`] decides.
    fn takes(&self, script: Script) -> bool {
        let mixes = |script| matches!(script, Latin | Cyrillic | Greek);
        group(script) == group(self.first)
            || mixes(script) && mixes(self.first) && self.other.is_none_or(|(o, _)| o == script)
    }

    fn count(&mut self, script: Script, at: usize) {
        let is_first = group(script) == group(self.first);
        self.letters[usize::from(!is_first)] += 1;
        self.has_kana |= script == Kana;
        if !is_first {
            self.other.get_or_insert((script, at));
        }
    }

    fn is_full(&self) -> bool {
        let most = if group(self.first) == Han { MAX_LETTERS_HAN } else { MAX_LETTERS };
        self.letters[0] + self.letters[1] >= most
    }

    /// The word, and whether it is of one script. A word of two is taken whole, under the script of
    /// its majority, if the letters of the minority all have a look-alike there; else it ends where
    /// the scripts change.
    fn finish(self, line: &str, end: usize) -> (Word, bool) {
        let first = if self.has_kana { Kana } else { self.first };
        let letters = self.letters[0] + self.letters[1];
        let word = |end, script, letters| Word { start: self.start, end, script, letters };
        let Some((other, change)) = self.other else {
            return (word(end, first, letters), true);
        };
        let script = if self.letters[1] > self.letters[0] { other } else { first };
        let folds = |c: char| match class(c) {
            Class::Letter(own) => own == script || look_alike(c, script).is_some(),
            _ => true,
        };
        if line[self.start..end].chars().all(folds) {
            (word(end, script, letters), false)
        } else {
            (word(change, first, line[self.start..change].chars().count()), false)
        }
    }
}

/// The script whose table judges a letter: kana and Han share one.
pub fn group(script: Script) -> Script {
    if script == Kana { Han } else { script }
}

fn char_at(line: &str, at: usize) -> char {
    line[at..].chars().next().unwrap_or(' ')
}

fn letter_at(line: &str, at: usize) -> Option<Script> {
    match class(line[at..].chars().next()?) {
        Class::Letter(script) => Some(script),
        _ => None,
    }
}

/// Apostrophes, and the letters that stand for one in Uzbek, Hausa and Polynesian spelling.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | 'ʹ' | 'ʿ' | 'ʾ' | '`' | '´' | '＇')
}

/// The letters of one word as the model sees them: small, folded, an edge at both ends.
#[derive(Debug, Clone)]
pub struct Letters {
    chars: [u32; MAX_LETTERS + 2],
    len: usize,
    max_gram: usize,
}

impl Letters {
    /// Reads a word. What lies behind `MAX_LETTERS` is not looked at.
    pub fn new(word: &str, script: Script) -> Self {
        let max_gram = if group(script) == Han { MAX_GRAM_HAN } else { MAX_GRAM };
        let mut read = Self { chars: [EDGE; MAX_LETTERS + 2], len: 1, max_gram };
        let letters = word.chars().take(MAX_LETTERS).map(|c| fold(c, script));
        for (slot, letter) in read.chars[1..].iter_mut().zip(letters) {
            *slot = letter;
            read.len += 1;
        }
        read.len += 1;
        read
    }

    /// Calls `each` with the hash of every n-gram, and of the word as a whole where that is longer
    /// than an n-gram.
    pub fn grams(&self, mut each: impl FnMut(u64)) {
        let letters = &self.chars[..self.len];
        for start in 0..self.len - 1 {
            let mut hash = SEED;
            for (n, &letter) in letters[start..].iter().take(self.max_gram).enumerate() {
                hash = mix(hash, letter);
                // The edge alone is no gram.
                if n > 0 || start > 0 {
                    each(finish(hash));
                }
            }
        }
        if self.len > self.max_gram {
            each(self.whole());
        }
    }

    /// The hash of the word as a whole.
    pub fn whole(&self) -> u64 {
        finish(self.chars[..self.len].iter().fold(!SEED, |hash, &letter| mix(hash, letter)))
    }

    /// Whether [`Letters::grams`] ends with [`Letters::whole`].
    pub fn has_whole(&self) -> bool {
        self.len > self.max_gram
    }
}

/// Any odd number with bits all over; the golden ratio is the customary one.
const SEED: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(hash: u64, letter: u32) -> u64 {
    (hash.rotate_left(23) ^ u64::from(letter)).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

fn finish(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(SEED);
    hash ^ (hash >> 29)
}

/// One letter as the model sees it: small, and of the word's script.
fn fold(c: char, script: Script) -> u32 {
    if is_apostrophe(c) {
        return APOSTROPHE;
    }
    let c = match class(c) {
        Class::Letter(own) if own != script && group(own) != group(script) => {
            look_alike(c, script).unwrap_or(c)
        }
        _ => c,
    };
    u32::from(lower(c))
}

fn lower(c: char) -> char {
    match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        // Without its dot, so that a Turkish capital and small letter agree.
        'İ' => 'i',
        '\u{80}'.. => c.to_lowercase().next().unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(line: &str) -> Vec<(&str, Script)> {
        words(line).map(|word| (&line[word.start..word.end], word.script)).collect()
    }

    #[test]
    fn words_end_where_their_script_ends() {
        assert_eq!(texts("iPhoneを買う"), [("iPhone", Latin), ("を買う", Kana)]);
        assert_eq!(texts("中国 ok"), [("中国", Han), ("ok", Latin)]);
        assert_eq!(texts("l'homme, o‘zbek"), [("l'homme", Latin), ("o‘zbek", Latin)]);
        assert_eq!(texts("'quoted' 12 %"), [("quoted", Latin)]);
    }

    /// A word with a letter or two of another alphabet is one word, of the alphabet of the others,
    /// and has the features of the word written properly.
    #[test]
    fn look_alikes_are_folded() {
        let cases = [("пoвiдомлення", "повідомлення", Cyrillic), ("аbout", "about", Latin)];
        for (mixed, pure, script) in cases {
            assert_eq!(texts(mixed), [(mixed, script)]);
            let hash = |word| Letters::new(word, script).whole();
            assert_eq!(hash(mixed), hash(pure));
        }
    }

    /// Letters without a look-alike on the other side make two words.
    #[test]
    fn what_has_no_look_alike_is_cut() {
        assert_eq!(texts("Windowsпрограма"), [("Windows", Latin), ("програма", Cyrillic)]);
    }

    #[test]
    fn case_is_no_feature() {
        for (upper, lower, script) in
            [("ПОВІДОМЛЕННЯ", "повідомлення", Cyrillic), ("İyi", "iyi", Latin)]
        {
            let hash = |word| Letters::new(word, script).whole();
            assert_eq!(hash(upper), hash(lower));
        }
    }

    proptest! {
        /// The quick ways to read a word read what the long one does.
        #[test]
        fn quick_words_are_the_same(line in "([a-z]{1,45}|[а-яё]{1,45}|[\u{620}-\u{64A}\u{300}'’@., é]|\\PC){0,30}") {
            for word in words(&line) {
                let at = Words { line: &line, at: word.start };
                let long = at.any_run();
                for quick in [at.ascii_run(), at.plain_run()].into_iter().flatten() {
                    prop_assert_eq!(long, Some((quick, true)));
                }
            }
        }

        /// Words come in order, do not overlap, are not empty, and can be cut out of the line.
        #[test]
        fn words_lie_in_the_line(line in "(\\PC|[а-яa-zα-ω'’@.:/_0-9あ漢]){0,40}") {
            let mut end = 0;
            for word in words(&line) {
                prop_assert!(end <= word.start && word.start < word.end && word.letters > 0);
                prop_assert!(line.get(word.start..word.end).is_some());
                end = word.end;
            }
        }
    }
}
