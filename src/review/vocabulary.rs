//! What kinds of words a line is made of: names, loans, words of buttons, links and prompts.

use super::context::Context;
use super::features::Capitals;
use super::scripts::letters;
use super::shape;
use crate::classify::{Case, Word};
use crate::lang::Lang;
use crate::model::ui_words::UiWord;

/// A short word has up to so many letters: an abbreviation, a unit, a tag.
const SHORT_WORD_LETTERS: usize = 4;

/// A line of so many words may have one small one among its names: `and`, `with`, `de`.
const WORDS_PER_SMALL: usize = 10;

/// A loan word has so many letters before its plural.
const LOAN_LETTERS: usize = 4;

/// How much a capitalised word counts, and one that the document uses as a name.
const CAPITALISED_WEIGHT: f32 = 0.3;
const NAME_WEIGHT: f32 = 0.2;

/// What the capital letters of words say: names are written with them, and so are titles. English alone
/// writes its headings and buttons with capitals throughout.
pub(super) fn capitals(words: &[Word<'_>], rival: Lang) -> Capitals {
    let is_small = |word: &&Word<'_>| word.case == Case::Lower && word.letters > 1;
    let small = words.iter().filter(is_small).count();
    if !has_case(words) || small * WORDS_PER_SMALL > words.len() {
        return Capitals::Sentence;
    }
    let is_title = rival == Lang::ENGLISH || words.iter().all(|word| word.case == Case::Upper);
    match words {
        [_] => Capitals::Single,
        _ if is_title => Capitals::Title,
        _ => Capitals::Names,
    }
}

/// Whether words are a single short one, where there are capital letters.
pub(super) fn is_short_word(words: &[Word<'_>]) -> bool {
    words.len() == 1 && letters(words) <= SHORT_WORD_LETTERS && has_case(words)
}

/// How much of a label is made of words of one kind, of the letters in words that are not at home in the
/// main language; from 0 to 1.
#[derive(Default)]
pub(super) struct Share {
    /// Words that stand on buttons, links and prompts of the rival.
    pub(super) interface: f64,
    /// Those that stand there more than anywhere else.
    pub(super) buttons: f64,
}

/// The words of a label that are not at home in the main language, each with its letters. Of what is
/// longer than a label none are looked at.
pub(super) struct UnknownWords {
    words: Vec<(UiWord, usize)>,
    is_label: bool,
}

impl UnknownWords {
    pub(super) fn new(words: &[Word<'_>], main: Lang) -> Self {
        let is_label = words.len() <= shape::LABEL_WORDS;
        let looked_at = if is_label { words } else { &[] };
        let entries = looked_at.iter().map(|word| (word, UiWord::new(word.text, word.script)));
        let unknown = entries.filter(|&(word, entry)| !is_at_home(word, entry, main));
        Self {
            words: unknown.map(|(word, entry)| (entry, usize::from(word.letters))).collect(),
            is_label,
        }
    }

    /// Whether a label has no unknown word.
    pub(super) fn are_none(&self) -> bool {
        self.is_label && self.words.is_empty()
    }

    /// How much of them a rival claims.
    pub(super) fn share(&self, rival: Lang) -> Share {
        Share {
            interface: self.interface(rival),
            buttons: self.part(|word| word.is_button_of(rival)),
        }
    }

    /// How much of them the interfaces of a rival write.
    pub(super) fn interface(&self, rival: Lang) -> f64 {
        self.part(|word| word.is_of(rival))
    }

    /// Without a jump, so that the processor looks up the next words while it waits.
    fn part(&self, is_claimed: impl Fn(UiWord) -> bool) -> f64 {
        let (mut claimed, mut all) = (0, 0);
        for &(word, letters) in &self.words {
            claimed += letters * usize::from(is_claimed(word));
            all += letters;
        }
        claimed as f64 / (all as f64).max(1.0)
    }
}

/// Whether a word says nothing against the main language: its interfaces and prose write it, or the
/// singular of a loan (`Newsletters`), or those of many languages do, or it is a brand, or one in capitals without its
/// accents.
fn is_at_home(word: &Word<'_>, entry: UiWord, main: Lang) -> bool {
    let is_known = |entry: UiWord| entry.is_of(main) | entry.is_international();
    let singular = word.text.strip_suffix('s').filter(|stem| stem.len() >= LOAN_LETTERS);
    is_known(entry)
        || has_inner_capital(word)
        || singular.is_some_and(|stem| is_known(UiWord::new(stem, word.script)))
        || entry.is_unaccented_of(main) && !word.text.contains(char::is_lowercase)
}

pub(super) fn discount_names(words: &mut [Word<'_>], context: &Context<'_>) {
    let is_short = words.len() <= shape::LABEL_WORDS;
    for index in 0..words.len() {
        let (before, rest) = words.split_at_mut(index);
        let word = &mut rest[0];
        let is_again = || before.iter().any(|other| is_same(other, word));
        word.weight = match word.case {
            _ if context.is_name(word) => NAME_WEIGHT,
            _ if is_short && is_again() => 0.0,
            _ if has_inner_capital(word) => NAME_WEIGHT,
            Case::Title | Case::Upper if index > 0 => CAPITALISED_WEIGHT,
            _ => 1.0,
        };
    }
}

/// Whether two words differ at most in their capital letters.
fn is_same(a: &Word<'_>, b: &Word<'_>) -> bool {
    let small = |text| str::chars(text).flat_map(char::to_lowercase);
    a.letters == b.letters && small(a.text).eq(small(b.text))
}

/// Whether a capital stands behind a small letter: brands are written so, and nothing else.
fn has_inner_capital(word: &Word<'_>) -> bool {
    let is_inner = |(a, b): (char, char)| a.is_lowercase() && b.is_uppercase();
    word.case == Case::Title && word.text.chars().zip(word.text.chars().skip(1)).any(is_inner)
}

pub(super) fn has_case(words: &[Word<'_>]) -> bool {
    words.iter().any(|word| word.script.has_case())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::words;

    #[test]
    fn capitals_may_lack_their_accents() {
        for (text, main, expected) in [
            ("THEMES", "fra", true),
            ("RESULTATS", "fra", true),
            ("POLITICA", "spa", true),
            ("EDUCACAO", "por", true),
            ("themes", "fra", false),
            ("Themes", "fra", false),
            ("THEMES", "deu", false),
            ("COMMENTS", "fra", false),
            ("SEARCH", "fra", false),
            ("SHARE", "spa", false),
        ] {
            let [word] = words(text)[..] else { panic!("{text}: more than a word") };
            let main = main.parse().expect("a language");
            let entry = UiWord::new(word.text, word.script);
            assert_eq!(is_at_home(&word, entry, main), expected, "{text} in {main}");
        }
    }
}
