//! The n-gram engine: our own model, over 120 languages.

use std::sync::LazyLock;

use super::{Case, Engine, Evidence, Word};
use crate::lang::Lang;
use crate::model::{ENOUGH_WORDS, Model, PER_NAT, Scorer, Sums, WHOLE};
use crate::script::Script;

/// The model that the crate carries: a table of contents over static memory.
static MODEL: LazyLock<Model<'static>> = LazyLock::new(Model::embedded);

/// The engine over the model that this crate carries. It remembers words, so one is kept for each
/// thread; three megabytes at most.
#[derive(Debug, Clone)]
pub struct Ngram {
    scorer: Scorer<'static>,
}

/// A lead at one end of a line, eight nats, after which no more words of that end are read. The words read
/// so far are no names, so both ends together are further ahead than anything else about the line could
/// make up for; to read on would change nothing but for a line that is foreign in its middle alone, which
/// nobody looks for.
const BEYOND_DOUBT: i32 = 8 * WHOLE as i32 * PER_NAT;

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
        sums: &mut Sums,
    ) -> bool {
        let kind = |word: &Word<'_>| match word.case {
            Case::Lower if word.letters <= SHORT => Kind::Short,
            Case::Lower => Kind::Long,
            Case::Title | Case::Upper => Kind::Capitalised,
        };
        let of_kind = |this: Kind| words.clone().filter(move |word| kind(word) == this);
        for (before, word) in of_kind(Kind::Short).enumerate() {
            if before >= ENOUGH_WORDS && before % 2 == 0 && sums.is_ahead(BEYOND_DOUBT) {
                return true;
            }
            self.add(script, word, sums);
        }
        for word in of_kind(Kind::Long) {
            if sums.is_ahead(BEYOND_DOUBT) {
                return true;
            }
            self.add(script, word, sums);
        }
        of_kind(Kind::Capitalised).for_each(|word| self.add(script, word, sums));
        false
    }

    fn weigh_all(&mut self, script: Script, words: &[Word<'_>]) -> Evidence {
        let langs = MODEL.candidates(script);
        let mut sums = Sums::zeros(langs.len());
        words.iter().for_each(|word| self.add(script, word, &mut sums));
        Evidence::of_known(langs, sums.as_slice().iter().copied().map(nats).collect())
    }

    fn add(&mut self, script: Script, word: &Word<'_>, sums: &mut Sums) {
        self.scorer.add(script, word.text, (word.weight * f64::from(WHOLE)) as i16, sums);
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
        if words.len() <= 2 * ENOUGH_WORDS {
            return self.weigh_all(script, words);
        }
        let (mut head, mut tail) = (Sums::zeros(langs.len()), Sums::zeros(langs.len()));
        let (first, second) = words.split_at(words.len().div_ceil(2));
        let is_clear = [
            self.read(script, first.iter(), &mut head),
            self.read(script, second.iter().rev(), &mut tail),
        ];
        let is_beyond_doubt = is_clear == [true; 2] && head.best() == tail.best();
        if is_clear != [false; 2] && !is_beyond_doubt {
            return self.weigh_all(script, words);
        }
        let sums =
            head.as_slice().iter().zip(tail.as_slice()).map(|(head, tail)| nats(head + tail));
        Evidence { is_beyond_doubt, ..Evidence::of_known(langs, sums.collect()) }
    }

    fn guess(&mut self, line: &str) -> Option<(Lang, f64)> {
        let guess = self.scorer.classify_alone(line)?;
        Some((guess.lang, f64::from(guess.confidence)))
    }
}

fn nats(sum: i32) -> f32 {
    sum as f32 / (PER_NAT * i32::from(WHOLE)) as f32
}
