//! How likely a text is in the language that explains it best.
//!
//! The decoder asks this of every way to read a file: the encoding whose text is likeliest is the
//! one its author used. What is compared is the *total* log-likelihood, never a mean or a share:
//! readings of the same bytes differ in length, and a confidence that is normalised within one
//! reading says nothing about another.
//!
//! Letters are judged by their one or two predecessors in the same word, per language; each script
//! of a text is explained by its own best language, so that a Russian page with English names is
//! not forced into either. Case, symbols and changes of script cost the same in every language.
//!
//! The table is made by `train char-lm` and read in place. `scorer` adds up a text, `costs` has what is the
//! same in every language, `language_costs` what each costs beforehand; `unigram` and `oddity` are cheap and only say where scoring pays.

mod cost_cache;
mod costs;
mod language_costs;
mod oddity;
mod scorer;
pub(crate) mod table;
mod unigram;

pub(crate) use language_costs::{Alphabet, LanguageCosts};
pub(crate) use oddity::{Oddity, oddity};
pub use scorer::{Score, score};
pub(crate) use scorer::{Scorer, score_chars};
pub(crate) use unigram::{UnigramCost, unigram_cost};
