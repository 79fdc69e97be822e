//! One document, one language.
//!
//! monoglot decodes scraped text, tags every line with its language **judged inside its document**,
//! and flags or removes what does not belong.
//!
//! ```
//! use monoglot::{Policy, Text, classify::Ngram, review};
//!
//! let article = "The presidents met on Friday, said the White House.\nкоментуйте повідомлення:\n";
//! let text = Text::decode(article.as_bytes(), &Default::default())?;
//! let review = review(&text, &Policy::default(), &mut Ngram::new());
//! assert_eq!(review.clean(), "The presidents met on Friday, said the White House.\n");
//! assert_eq!(review.rows[1].lang.map(|lang| lang.name()), Some("Ukrainian"));
//! # Ok::<(), monoglot::Error>(())
//! ```
//!
//! Bytes become a [`Text`]; [`review`](review()) judges its lines inside the whole of it and gives a
//! [`Review`]; what is done with that is the caller's: [`Review::clean`] for the text,
//! [`report`] for what there is to say about it.
//!
//! The library does no IO, holds no state and gives the same answer on every machine and thread.
//! Nothing here panics, and only decoding refuses anything. What it can't do is told as plainly in
//! the README: boilerplate in the document's own language is not its business, and close relatives
//! are told apart only on long lines.

// In the order of the pipeline.
pub mod text;

pub mod decode;

pub mod document_format;

pub mod model;

pub mod classify;

pub mod review;

pub mod report;

pub mod record;

// The command line over all of it: a program, not an interface, which the binary and the Python package
// share. Nothing in it is promised.
#[cfg(feature = "cli")]
#[doc(hidden)]
#[expect(clippy::disallowed_methods, reason = "the command line is where the world is touched")]
pub mod cli;

// What they all speak of.
pub mod decision;
mod document;
pub mod error;
pub mod finding;
pub mod lang;
pub mod rule;
pub mod script;
mod simd;

// `cli` says `monoglot::`, as every other program does.
#[cfg(feature = "cli")]
extern crate self as monoglot;

pub use decision::{Answer, Answers, Decision, Decisions, Fingerprint};
pub use decode::{Decoding, Encoding, Hint, Normalisation, Text};
pub use document::Document;
pub use document_format::DocumentFormat;
pub use error::Error;
pub use finding::{Finding, Span};
pub use lang::Lang;
pub use record::Record;
pub use review::{
    Policy, Remove, Review, Row, Term, Terms, Verdict, review, review_answered, review_each_line,
};
pub use rule::{Rule, Rules, Severity, Switch};
pub use script::Script;
pub use text::Line;

/// The README's example, so that it stays true.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
