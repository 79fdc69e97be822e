//! The language model: what a word says about its language.
//!
//! Script decides first: a Thai letter needs no statistics, and only languages of its own script
//! compete for a word, so the cost of a word does not grow with the languages of other scripts.
//! Where a script has several languages, a log-linear model over the character n-grams of the word
//! (`features`) gives each of them evidence, a fixed-point log-probability up to a constant that
//! all share. Evidence adds up: over the n-grams of a word, over the words of a line, over any
//! stretch of it, weighted as the caller likes. Differences between two languages are what means
//! something; an unknown word says nothing for or against any.
//!
//! The numbers are integers read in place from static memory: nothing runs at start, and every
//! machine and number of threads gives the same. The trainer (`train/`) writes `model.bin` and the
//! model card (`README.md`) beside this file.
//!
//! What it is not: a judge of lines inside documents. [`Model::classify_alone`] answers for a line of
//! which nothing else is known; a review that knows the document does better.

pub mod char_lm;
pub(crate) mod features;
pub(crate) mod letters;
pub(crate) mod linear;
pub(crate) mod look_alikes;
pub(crate) mod ngrams;
pub(crate) mod precedents;
pub(crate) mod remembered_lines;
pub(crate) mod scored_lines;
mod scorer;
pub(crate) mod table;
#[cfg(test)]
mod tests;
pub(crate) mod trees;
pub(crate) mod ui_words;

pub use features::{Word, words};
pub use ngrams::{MAX_CANDIDATES, Model, PER_NAT};
pub(crate) use scorer::{ENOUGH_WORDS, Sums, WHOLE};
pub use scorer::{Guess, Scorer};
