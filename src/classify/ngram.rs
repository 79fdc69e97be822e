//! The n-gram engine: our own model, over 120 languages.

use std::sync::LazyLock;

use super::{Engine, Evidence, Word};
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

/// A lead at one end of a line, in nats, after which no more words of that end are read. Both ends
/// together are then further ahead than any bound that the review knows, so to read on would change
/// nothing but for a line that is foreign in its middle alone, which nobody looks for. Half as much
/// would be a tenth faster.
const BEYOND_DOUBT: f64 = 20.5;

impl Ngram {
    /// The engine, with a memory that is still empty.
    pub fn new() -> Self {
        Self { scorer: Scorer::new(&MODEL) }
    }

    fn add(&mut self, script: Script, words: &[Word<'_>], sums: &mut [i32]) {
        for word in words {
            self.scorer.add_word(script, word.text, (word.weight * PARTS) as i16, sums);
        }
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

    /// Reads from both ends towards the middle, which is not read where both ends are beyond doubt in
    /// the same language.
    fn weigh(&mut self, words: &[Word<'_>], _main: Option<Lang>) -> Evidence {
        let Some(script) = words.first().map(|word| word.script) else {
            return Evidence::default();
        };
        let candidates = MODEL.candidates(script);
        let mut sums = [[0; MAX_CANDIDATES]; 2];
        let [head, tail] = sums.each_mut().map(|sums| &mut sums[..candidates.len()]);
        let mut rest = words;
        while !rest.is_empty() && !is_beyond_doubt(head) {
            let (read, left) = rest.split_at(ENOUGH_WORDS.min(rest.len()));
            self.add(script, read, head);
            rest = left;
        }
        while !rest.is_empty() && !is_beyond_doubt(tail) {
            let (left, read) = rest.split_at(rest.len().saturating_sub(ENOUGH_WORDS));
            self.add(script, read, tail);
            rest = left;
        }
        if best(head) != best(tail) {
            self.add(script, rest, head);
        }
        let nats = |sum: i32| f64::from(sum) / (f64::from(PER_NAT) * PARTS);
        let sums = head.iter().zip(tail).map(|(head, tail)| nats(*head + *tail));
        Evidence::new(candidates.iter().copied().zip(sums).collect())
    }

    fn guess(&mut self, line: &str) -> Option<(Lang, f64)> {
        let guess = self.scorer.classify_alone(line)?;
        Some((guess.lang, f64::from(guess.confidence)))
    }
}

fn is_beyond_doubt(sums: &[i32]) -> bool {
    is_ahead(sums, (BEYOND_DOUBT * PARTS) as i32 * PER_NAT)
}

/// The place of the language with the most evidence.
fn best(sums: &[i32]) -> Option<usize> {
    (0..sums.len()).max_by_key(|&place| sums[place])
}
