//! Words to evidence: how strongly a run of words speaks for each language.
//!
//! Engines answer one small question and know nothing of documents; the review asks it about the
//! words it chooses and weighs the answers. So a better engine takes the place of another without
//! the review changing.

mod words;

mod evidence;

mod engine;

mod ngram;

mod whatlang;

pub use self::engine::Engine;
pub use self::evidence::Evidence;
pub use self::ngram::Ngram;
pub use self::whatlang::Whatlang;
pub use self::words::{Case, Word, words};
