//! Words to evidence: how strongly a run of words speaks for each language.
//!
//! Engines answer one small question and know nothing of documents; the review asks it about the
//! words it chooses and weighs the answers. So a better engine takes the place of another without
//! the review changing.

mod whatlang;
mod words;

use std::fmt;

use crate::lang::Lang;

pub use self::whatlang::Whatlang;
pub use self::words::{Case, Word, words};

/// A judge of words. The same words give the same evidence on every machine and thread.
pub trait Engine: fmt::Debug + Send + Sync {
    /// The name that `--engine` knows it by.
    fn name(&self) -> &'static str;

    /// The languages that it can tell apart.
    fn languages(&self) -> Vec<Lang>;

    /// The evidence of words that are all of one script.
    ///
    /// A word counts as much as its [`Word::weight`]. `main` is the language that the answer will be
    /// held against: an engine that cannot compare all languages at once must at least compare the
    /// best one with it. Without words, or without an opinion, the evidence is empty.
    fn weigh(&self, words: &[Word<'_>], main: Option<Lang>) -> Evidence;
}

/// Evidence for languages in nats: natural logarithms of likelihoods. Only differences between
/// languages mean anything.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evidence(Vec<(Lang, f64)>);

impl Evidence {
    /// Evidence from languages and their nats, in any order.
    pub fn new(mut nats: Vec<(Lang, f64)>) -> Self {
        nats.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        Self(nats)
    }

    /// The language that the evidence speaks for most.
    pub fn best(&self) -> Option<(Lang, f64)> {
        self.0.first().copied()
    }

    /// The best language that is not one of `known`.
    pub fn best_except(&self, known: impl Fn(Lang) -> bool) -> Option<(Lang, f64)> {
        self.0.iter().copied().find(|&(lang, _)| !known(lang))
    }

    /// The best of the languages that are `known`.
    pub fn best_of(&self, known: impl Fn(Lang) -> bool) -> Option<(Lang, f64)> {
        self.best_except(|lang| !known(lang))
    }

    /// The languages with their nats, best first.
    pub fn ranking(&self) -> &[(Lang, f64)] {
        &self.0
    }

    /// The probability of the best language if all were equally likely before.
    pub fn confidence(&self) -> f64 {
        let Some((_, best)) = self.best() else { return 0.0 };
        1.0 / self.0.iter().map(|(_, nats)| (nats - best).exp()).sum::<f64>()
    }
}
