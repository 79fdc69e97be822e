//! One document, one language.
//!
//! monoglot decodes scraped text, tags every line with its language **judged inside its document**,
//! and flags or removes what does not belong: a comment prompt in Ukrainian under an English article, a
//! cookie banner in another language, a line of mojibake.
//!
//! ```
//! use monoglot::Cleaner;
//!
//! let mut cleaner = Cleaner::default();
//! let article = "The presidents met on Friday, said the White House.\nкоментуйте повідомлення:\n";
//! assert_eq!(cleaner.clean(article), "The presidents met on Friday, said the White House.\n");
//!
//! // Bytes of any encoding, and all that is known about them.
//! let cleaned = cleaner.review(article.as_bytes())?;
//! assert_eq!(cleaned.lang.map(|lang| lang.name()), Some("English"));
//! assert_eq!(cleaned.removed[0].text, "коментуйте повідомлення:\n");
//! # Ok::<(), monoglot::Error>(())
//! ```
//!
//! # Which door
//!
//! | you have | and want | take |
//! |---|---|---|
//! | a string | the cleaned string | [`Cleaner::clean`] |
//! | bytes, a string | what was found, what went, how to put it back | [`Cleaner::review`], [`Cleaner::review_str`] |
//! | bytes | Unicode, and nothing judged | [`Text::decode`] |
//! | a text | the evidence of every line, nothing copied | [`review`](review()) |
//! | a list of sentences | the language of each | [`review_each_line`] |
//! | answers of people | that they are obeyed | [`Decisions`], [`review_answered`] |
//! | a review | SARIF, HTML, JSON, ... | [`report`] |
//! | Arrow batches | a column cleaned, a column added | [`record`], with the feature `arrow` |
//!
//! A [`Cleaner`] is the steps below, made once. They stand open to whoever needs what is between: bytes
//! become a [`Text`]; [`review`](review()) judges its lines inside the whole of it and gives a [`Review`];
//! what is done with that is the caller's.
//!
//! ```
//! use monoglot::{Policy, Text, Verdict, classify::Ngram, review};
//!
//! let article = "The presidents met on Friday, said the White House.\nкоментуйте повідомлення:\n";
//! let text = Text::decode(article.as_bytes(), &Default::default())?;
//! let review = review(&text, &Policy::default(), &mut Ngram::new());
//! let flagged = review.rows.iter().filter(|row| row.verdict != Verdict::Keep);
//! assert_eq!(flagged.map(|row| row.line.number().get()).collect::<Vec<_>>(), [2]);
//! # Ok::<(), monoglot::Error>(())
//! ```
//!
//! # What holds
//!
//! The library does no IO, reads no clock and no environment, holds no state but the statistics, which are
//! read in place from static memory, and gives the same answer on every machine and thread. Nothing here
//! panics; only bytes that are no text, and words that name nothing, are refused, by one [`Error`]. A line
//! that is kept comes out as it went in, and a second cleaning changes nothing.
//!
//! # What it is not for
//!
//! Boilerplate in the document's own language is not its business. Close relatives are told apart only on
//! long lines, and a document of one short line has no context. It corrects no spelling, translates nothing
//! and takes no markup apart. To name the language of a text as a whole, a language identifier is smaller
//! and faster.
//!
//! # Features
//!
//! - `cli` (default): the program `monoglot`. A library does without: `default-features = false` leaves
//!   out argument parsing, files, colours and their dependencies.
//! - `parquet` (default): Parquet shards in the program.
//! - `arrow`: records in Arrow batches.

// In the order of the pipeline.
pub mod text;

pub mod decode;

pub mod document_format;

pub mod model;

pub mod classify;

pub mod sites;

pub mod review;

mod cleaner;

pub mod cleaned;

pub mod report;

pub mod record;

// The command line over all of it: a program, not an interface, which the binary and the Python package
// share. Nothing in it is promised.
#[cfg(feature = "cli")]
#[doc(hidden)]
#[expect(clippy::disallowed_methods, reason = "the command line is where the world is touched")]
pub mod cli;

// What the trainer in `train/` shares with the models.
#[doc(hidden)]
pub mod training;

// What they all speak of.
mod code;
pub mod decision;
mod document;
pub mod error;
pub mod finding;
mod folded;
pub mod lang;
pub mod rule;
pub mod script;
mod simd;

// `cli` says `monoglot::`, as every other program does.
#[cfg(feature = "cli")]
extern crate self as monoglot;

pub use cleaned::Cleaned;
pub use cleaner::Cleaner;
pub use decision::{Answer, Answers, Decision, Decisions, Fingerprint};
pub use decode::{Decoding, Encoding, Hint, Normalisation, Text};
pub use document::Document;
pub use document_format::DocumentFormat;
pub use error::Error;
pub use finding::{Finding, Span};
pub use lang::Lang;
pub use review::{
    Policy, Remove, Review, Row, Term, Terms, Verdict, review, review_answered, review_each_line,
    review_on_site,
};
pub use rule::{Rule, Rules, Severity, Switch};
pub use script::Script;
pub use text::Line;

/// The README's example, so that it stays true.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
