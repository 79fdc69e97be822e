//! What came of the texts: how many were tried, and which were changed.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;
use std::sync::LazyLock;

use monoglot::Lang;
use unicode_normalization::UnicodeNormalization as _;

use super::dress::is_invisible;

/// The words that the corpus itself holds damaged.
const DAMAGED: &str = include_str!("../../damaged.txt");

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Kind {
    Letter,
    Word,
    Pair,
    Line,
}

/// Where a text stood when it was decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// It was a document.
    Document,
    /// It was a record of a shard: Unicode already.
    Record,
    /// It was a line of a document of its like.
    Line,
}

/// The entries of the list: a damaged word; or a language and, behind a tab, a letter that it does not
/// have, with which every word of it is damaged.
static LISTED: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| DAMAGED.lines().filter(|line| !line.starts_with('#')).collect());

/// The entries of the list that a text falls under.
fn listed(lang: Option<Lang>, bare: &str) -> impl Iterator<Item = &'static str> {
    let letters = LISTED.iter().filter(move |entry| {
        let of_lang =
            entry.split_once('\t').filter(|(code, _)| lang.is_some_and(|l| l.code() == *code));
        of_lang.is_some_and(|(_, letter)| bare.contains(letter))
    });
    let of_word = |word: &str| LISTED.get(word).or_else(|| LISTED.get(word.trim_matches(clings)));
    bare.split_whitespace().filter_map(of_word).chain(letters).copied()
}

/// Whether a mark clings to the words of a line. Others may be part of the damage.
fn clings(c: char) -> bool {
    ".,;:!?()[]\"'،؟".contains(c)
}

/// How many texts were tried, how many of them hold a word that is listed as damaged and were
/// changed, and the others that were changed: before, after.
#[derive(Debug, Default, Clone)]
pub struct Count {
    tried: BTreeMap<(Kind, Place), (usize, usize)>,
    /// The texts that were changed against the law.
    pub changed: BTreeSet<(Kind, Place, String, String)>,
    fired: BTreeSet<&'static str>,
}

impl Count {
    /// Compares a text with what the decoder made of it. `bare` is the text undressed.
    pub(super) fn look(
        &mut self,
        (kind, place): (Kind, Place),
        (lang, bare): (Option<Lang>, &str),
        text: &str,
        decoded: &str,
    ) {
        let tried = self.tried.entry((kind, place)).or_default();
        tried.0 += 1;
        if is_same(text, decoded) {
            return;
        }
        let fired: Vec<&'static str> = listed(lang, bare).collect();
        let is_listed = !fired.is_empty();
        self.fired.extend(fired);
        if is_listed {
            tried.1 += 1;
        } else {
            self.changed.insert((kind, place, text.to_owned(), decoded.to_owned()));
        }
    }

    /// Adds what came of other texts.
    pub fn add(&mut self, other: Self) {
        for (key, (tried, excused)) in other.tried {
            let sum = self.tried.entry(key).or_default();
            *sum = (sum.0 + tried, sum.1 + excused);
        }
        self.changed.extend(other.changed);
        self.fired.extend(other.fired);
    }

    /// How many texts were tried.
    pub fn texts(&self) -> usize {
        self.tried.values().map(|(tried, _)| tried).sum()
    }

    /// The listed words that nothing was done about.
    pub fn silent(&self) -> impl Iterator<Item = &'static str> {
        let listed: BTreeSet<&'static str> = LISTED.iter().copied().collect();
        listed.into_iter().filter(|word| !self.fired.contains(word))
    }
}

/// A table of the counts.
impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<8} {:<10} {:>12} {:>9} {:>8}",
            "text", "place", "tried", "damaged", "changed"
        )?;
        for (&(kind, place), (tried, excused)) in &self.tried {
            let is_here = |(k, p, ..): &&(Kind, Place, String, String)| (*k, *p) == (kind, place);
            let changed = self.changed.iter().filter(is_here).count();
            let (kind, place) = (format!("{kind:?}"), format!("{place:?}"));
            writeln!(f, "{kind:<8} {place:<10} {tried:>12} {excused:>9} {changed:>8}")?;
        }
        Ok(())
    }
}

/// Whether two texts are the same but for how they are composed and for what nobody sees.
fn is_same(text: &str, decoded: &str) -> bool {
    let shown = |text: &str| text.chars().filter(|&c| !is_invisible(c)).collect::<String>();
    text == decoded || text.replace('\u{AD}', "") == decoded || {
        let (text, decoded) = (shown(text), shown(decoded));
        text.nfc().eq(decoded.nfc())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_letter_is_seen_and_a_hyphen_that_is_gone_is_not() {
        assert!(is_same("ge\u{AD}sagt", "gesagt") && is_same("a\u{301}", "\u{E1}"));
        assert!(!is_same("猫", "è") && !is_same("«ß»", "«я»") && !is_same("a", ""));
    }

    #[test]
    fn a_listed_word_excuses_its_line_whatever_clings_to_it() {
        for text in ["TemÃ¼r", "(TemÃ¼r),", "de TemÃ¼r?", "Diegoâ€“Tijuana."] {
            assert_eq!(listed(None, text).count(), 1, "{text}");
        }
        for text in ["Temür", "alTemÃ¼r", "TemÃ¼r-khan", "Tem Ã¼r"] {
            assert_eq!(listed(None, text).count(), 0, "{text}");
        }
    }

    #[test]
    fn damaged_words_are_listed_once_in_order() {
        let words: Vec<&str> = DAMAGED.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(words.is_sorted() && words.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(words.iter().all(|word| !word.is_empty() && !word.contains(' ')));
        assert!(words.iter().all(|word| word.trim_matches(clings) == *word), "marks cling");
    }
}
