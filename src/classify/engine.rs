//! The question that an engine answers.

use std::fmt;

use super::evidence::Evidence;
use super::words::Word;
use crate::lang::Lang;
use crate::model::linear::{Depth, Wording};
use crate::model::scored_lines::ScoredLines;

/// A judge of words. The same words give the same evidence on every machine and thread, whatever was
/// weighed before; `&mut` is for engines that remember words to be faster.
pub trait Engine: fmt::Debug + Send {
    /// The evidence of words that are all of one script, Han and kana counting as one.
    ///
    /// A word counts as much as its [`Word::weight`]. `main` is the language that the answer will be
    /// held against: an engine that cannot compare all languages at once must at least compare the
    /// best one with it. Without words, or without an opinion, the evidence is empty.
    fn weigh(&mut self, words: &[Word<'_>], main: Option<Lang>) -> Evidence;

    /// How far the best language that is none of `home` is ahead of the best that is: the
    /// [`Evidence::lead`] of the same words.
    fn lead(&mut self, words: &[Word<'_>], main: Option<Lang>, home: &[Lang]) -> f64 {
        self.weigh(words, main).lead(home)
    }

    /// The language of a line of which nothing else is known, and the probability that it is right.
    /// `None` for a line without words.
    fn guess(&mut self, line: &str) -> Option<(Lang, f64)>;

    /// What a line says by its wording, at least as much as is asked for: for engines that remember lines.
    #[doc(hidden)]
    fn wording(&mut self, line: &str, depth: Depth) -> Wording {
        Wording::up_to(line, depth)
    }

    /// A memory of lines that sites repeat, of an engine that has one.
    #[doc(hidden)]
    fn scored_lines(&mut self) -> Option<&mut ScoredLines> {
        None
    }
}
