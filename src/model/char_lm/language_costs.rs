//! What languages cost before a letter is read, and which of them an alphabet cannot write.

use super::costs::COST_UNIT;
use super::table::{BOUNDARY, Class, Group, IDEOGRAPHIC, MAX_GROUPS, MAX_SLOTS, TABLE};
use crate::lang::Lang;

/// What each language costs before a letter is read: none, or more where a text is expected to be in
/// others.
#[derive(Debug, Clone)]
pub(crate) struct LanguageCosts([i32; MAX_SLOTS]);

impl LanguageCosts {
    /// All languages are alike.
    pub(crate) const NONE: Self = Self([0; MAX_SLOTS]);

    /// Some nats for each language, if it is written in a script that `is_expected` knows a language of.
    /// `nats` is told whether the language needs a letter that the alphabet does not have.
    pub(crate) fn new(
        alphabet: Option<&Alphabet>,
        nats: impl Fn(Lang, bool) -> f32,
        is_expected: impl Fn(Lang) -> bool,
    ) -> Self {
        let mut costs = Self::NONE;
        let ideographic = (TABLE.ideographs, IDEOGRAPHIC, TABLE.ideograph_slot, None);
        let groups = TABLE.groups[..TABLE.group_count].iter().enumerate();
        let scripts = groups.map(|(number, g)| (g.codes, g.languages, g.slot, Some(number)));
        for (codes, languages, slot, group) in scripts.chain([ideographic]) {
            let langs = || (0..languages).map(|index| TABLE.lang(codes, index));
            if !langs().flatten().any(&is_expected) {
                continue;
            }
            for (index, lang) in langs().enumerate() {
                let lacks =
                    alphabet.zip(group).is_some_and(|(alphabet, g)| alphabet.lacks(g, index));
                costs.0[slot + index] =
                    lang.map_or(0, |lang| (nats(lang, lacks) * COST_UNIT) as i32);
            }
        }
        costs
    }

    /// Each language costs at most what it does there, and so many nats more.
    pub(crate) fn at_most(&mut self, other: &Self, more: f32) {
        let more = (more * COST_UNIT) as i32;
        for (cost, other) in self.0.iter_mut().zip(other.0) {
            *cost = (*cost).min(other + more);
        }
    }

    /// What the languages of some slots cost.
    pub(super) fn of(&self, slots: std::ops::Range<usize>) -> &[i32] {
        &self.0[slots]
    }
}

/// A letter that costs less than this by itself, in sixteenths of a nat, is one that a language cannot do
/// without: one letter in some thousand. Above it lie the letters of borrowed words, `œ` and `ÿ`.
const NEEDED: u8 = 112;

/// The letters of an encoding.
#[derive(Debug)]
pub(crate) struct Alphabet([[u64; 4]; MAX_GROUPS]);

impl Alphabet {
    /// The letters among some characters and those of ASCII.
    pub(crate) fn of(chars: impl Iterator<Item = char>) -> Self {
        let mut letters = [[0; 4]; MAX_GROUPS];
        for c in chars.chain('a'..='z') {
            if let Class::Letter { group, id, .. } = TABLE.class(c) {
                letters[usize::from(group)][usize::from(id / 64)] |= 1 << (id % 64);
            }
        }
        Self(letters)
    }

    /// Whether a language of a group needs a letter that is not here.
    fn lacks(&self, group: usize, language: usize) -> bool {
        let about: &Group = &TABLE.groups[group];
        let letters = (about.backoffs - about.singles) / about.languages;
        let is_here = |id: u8| self.0[group][usize::from(id / 64)] >> (id % 64) & 1 == 1;
        let is_needed = |id: u8| TABLE.row(about.singles, id, about)[language] < NEEDED;
        (0..letters).any(|id| id as u8 != BOUNDARY && is_needed(id as u8) && !is_here(id as u8))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{Encoding, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254, WINDOWS_1257};

    /// The Latin languages that a page cannot write, of some.
    fn lacking(page: &'static Encoding, langs: &str) -> String {
        let upper: Vec<u8> = (0x80..=0xFF).collect();
        let alphabet = Alphabet::of(page.decode_without_bom_handling(&upper).0.chars());
        let latin = &TABLE.groups[0];
        let index = |code: &str| {
            let is_it = |&i: &usize| TABLE.lang(latin.codes, i).is_some_and(|l| l.code() == code);
            (0..latin.languages).find(is_it).expect("a Latin language")
        };
        let lacks = |code: &&str| alphabet.lacks(0, index(code));
        langs.split(' ').filter(lacks).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn an_alphabet_without_a_letter_of_a_language_does_not_write_it() {
        let langs = "bos ces deu fra hrv hun isl lit pol por slk tur";
        for (page, without) in [
            (WINDOWS_1250, "fra isl lit por tur"),
            (WINDOWS_1252, "bos ces hrv hun lit pol slk tur"),
            (WINDOWS_1257, "bos ces fra hrv hun isl por slk tur"),
            (WINDOWS_1254, "bos ces hrv hun isl lit pol slk"),
        ] {
            assert_eq!(lacking(page, langs), without, "{}", page.name());
        }
    }
}
