//! The n-gram engine: our own model, over 120 languages.

use std::sync::LazyLock;

use super::{Engine, Evidence, Word};
use crate::lang::Lang;
use crate::model::{MAX_CANDIDATES, Model, PER_NAT, Scorer};

/// The model that the crate carries: a table of contents over static memory.
static MODEL: LazyLock<Model<'static>> = LazyLock::new(Model::embedded);

/// The engine over the model that this crate carries. It remembers words, so one is kept for each
/// thread; about half a megabyte.
#[derive(Debug, Clone)]
pub struct Ngram {
    scorer: Scorer<'static>,
}

/// Weights of words are counted in this many parts, so that evidence stays an integer.
const PARTS: f64 = 16.0;

impl Ngram {
    /// The engine, with a memory that is still empty.
    pub fn new() -> Self {
        Self { scorer: Scorer::new(&MODEL) }
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

    fn weigh(&mut self, words: &[Word<'_>], _main: Option<Lang>) -> Evidence {
        let Some(script) = words.first().map(|word| word.script) else {
            return Evidence::default();
        };
        let candidates = MODEL.candidates(script);
        let mut sums = [0; MAX_CANDIDATES];
        let sums = &mut sums[..candidates.len()];
        for word in words {
            self.scorer.add_word(script, word.text, (word.weight * PARTS) as i32, sums);
        }
        let nats = |sum: i32| f64::from(sum) / (f64::from(PER_NAT) * PARTS);
        Evidence::new(
            candidates.iter().zip(sums).map(|(&lang, &mut sum)| (lang, nats(sum))).collect(),
        )
    }

    fn guess(&mut self, line: &str) -> Option<(Lang, f64)> {
        let guess = self.scorer.classify_alone(line)?;
        Some((guess.lang, f64::from(guess.confidence)))
    }
}
