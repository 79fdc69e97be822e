//! The n-gram engine: our own model, over 120 languages.

use std::sync::LazyLock;

use super::{Case, Engine, Evidence, Word};
use crate::lang::Lang;
use crate::model::{ENOUGH_WORDS, MAX_CANDIDATES, Model, PER_NAT, Scorer, is_ahead};
use crate::script::Script;

/// The model that the crate carries: a table of contents over static memory.
static MODEL: LazyLock<Model<'static>> = LazyLock::new(Model::embedded);

/// The engine over the model that this crate carries. It remembers words, so one is kept for each
/// thread; three megabytes at most.
#[derive(Debug, Clone)]
pub struct Ngram {
    scorer: Scorer<'static>,
}

/// Weights of words are counted in this many parts, so that evidence stays an integer.
const PARTS: f64 = 16.0;

/// A lead at one end of a line, in nats, after which no more words of that end are read. The words read
/// so far are no names, so both ends together are further ahead than anything else about the line could
/// make up for; to read on would change nothing but for a line that is foreign in its middle alone, which
/// nobody looks for.
const BEYOND_DOUBT: f64 = 8.0;

/// Small words of up to so many letters are read first. They are the articles, prepositions and endings
/// that tell a language best, and are met again and again; a name or a rare word is unknown to the
/// memory, and costs as much as ten of them.
const SHORT: usize = 5;

/// What a word is worth before it is looked up.
#[derive(PartialEq)]
enum Kind {
    Short,
    Long,
    Capitalised,
}

impl Ngram {
    /// The engine, with a memory that is still empty.
    pub fn new() -> Self {
        Self { scorer: Scorer::new(&MODEL) }
    }

    /// Adds words until their sum is beyond doubt, short ones first and names last; whether it came to
    /// that before there was a name. To ask is quick, to look up a long word is not.
    fn read<'w, 't: 'w>(
        &mut self,
        script: Script,
        words: impl Iterator<Item = &'w Word<'t>> + Clone,
        sums: &mut [i32],
    ) -> bool {
        let kind = |word: &Word<'_>| match word.case {
            Case::Lower if word.letters <= SHORT => Kind::Short,
            Case::Lower => Kind::Long,
            Case::Title | Case::Upper => Kind::Capitalised,
        };
        let of_kind = |this: Kind| words.clone().filter(move |word| kind(word) == this);
        for (before, word) in of_kind(Kind::Short).enumerate() {
            if before >= ENOUGH_WORDS && before % 2 == 0 && is_beyond_doubt(sums) {
                return true;
            }
            self.add(script, word, sums);
        }
        for word in of_kind(Kind::Long) {
            if is_beyond_doubt(sums) {
                return true;
            }
            self.add(script, word, sums);
        }
        of_kind(Kind::Capitalised).for_each(|word| self.add(script, word, sums));
        false
    }

    fn add(&mut self, script: Script, word: &Word<'_>, sums: &mut [i32]) {
        self.scorer.add_word(script, word.text, (word.weight * PARTS) as i16, sums);
    }
}

impl Default for Ngram {
    fn default() -> Self {
        Self::new()
    }
}

impl Engine for Ngram {
    fn name(&self) -> &'static str {
        "ngram"
    }

    fn languages(&self) -> Vec<Lang> {
        MODEL.languages()
    }

    /// Reads from both ends towards the middle. Where both halves are beyond doubt in the same language
    /// the rest is not read.
    fn weigh(&mut self, words: &[Word<'_>], _main: Option<Lang>) -> Evidence {
        let Some(script) = words.first().map(|word| word.script) else {
            return Evidence::default();
        };
        let langs = MODEL.candidates(script);
        let mut sums = [[0; MAX_CANDIDATES]; 2];
        let [head, tail] = sums.each_mut().map(|sums| &mut sums[..langs.len()]);
        let (first, second) = words.split_at(words.len().div_ceil(2));
        let is_clear =
            [self.read(script, first.iter(), head), self.read(script, second.iter().rev(), tail)];
        let is_beyond_doubt = is_clear == [true; 2] && best(head) == best(tail);
        if is_clear != [false; 2] && !is_beyond_doubt {
            head.fill(0);
            tail.fill(0);
            words.iter().for_each(|word| self.add(script, word, head));
        }
        let sums = head.iter().zip(tail).map(|(head, tail)| nats(*head + *tail));
        Evidence { is_beyond_doubt, ..Evidence::of_known(langs, sums.collect()) }
    }

    fn guess(&mut self, line: &str) -> Option<(Lang, f64)> {
        let guess = self.scorer.classify_alone(line)?;
        Some((guess.lang, f64::from(guess.confidence)))
    }
}

fn nats(sum: i32) -> f32 {
    sum as f32 / (PER_NAT as f32 * PARTS as f32)
}

fn is_beyond_doubt(sums: &[i32]) -> bool {
    is_ahead(sums, (BEYOND_DOUBT * PARTS) as i32 * PER_NAT)
}

/// The place of the language with the most evidence.
fn best(sums: &[i32]) -> Option<usize> {
    (0..sums.len()).max_by_key(|&place| sums[place])
}
