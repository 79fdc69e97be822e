//! What we decide: the main language of a document and a verdict for each of its lines.
//!
//! A line is judged inside its document and never alone. The same words are residue in one article
//! and at home in another; names, numbers and short labels belong wherever they stand. Nothing here
//! deletes: a [`Review`] says what should happen and why, and what is done with it is the caller's.

mod blocks;
mod company;
mod context;
mod document;
mod extract;
mod features;
mod fixpoint;
mod gaps;
mod judge;
mod judgement;
mod line_features;
mod line_state;
mod policy;
mod priors;
mod scripts;
mod segment;
mod shape;
mod span;
mod standing;
mod term;
mod vocabulary;
mod weights;

use crate::classify::Engine;
use crate::decision::Answers;
use crate::decode::Text;
use crate::document_format::{DocumentFormat, Prose};
use document::judge_segments;
use segment::Segment;

pub use document::{Review, Row, Verdict};
pub use policy::{CERTAIN, LIKELY, Policy, Remove};
pub use term::{Term, Terms};

/// Judges every line of a text inside the whole of it.
///
/// Cost grows with the length of the text; memory with the number of lines and words.
///
/// ```
/// use monoglot::{Policy, Text, classify::Ngram, review};
///
/// let article = "The presidents of both countries have approved a joint statement on Syria.\n\
///                коментуйте повідомлення:\n";
/// let text = Text::decode(article.as_bytes(), &Default::default())?;
/// let review = review(&text, &Policy::default(), &mut Ngram::new());
/// assert_eq!(review.main.map(|lang| lang.code()), Some("eng"));
/// assert_eq!(review.clean(), article.lines().next().unwrap().to_owned() + "\n");
/// # Ok::<(), monoglot::Error>(())
/// ```
pub fn review<'t>(text: &'t Text, policy: &Policy, engine: &mut dyn Engine) -> Review<'t> {
    review_answered(text, policy, Answers::default(), engine)
}

/// Judges every line of a text inside the whole of it, where people have answered about some.
///
/// An answer wins over the evidence: a line to keep stays, a line to remove goes, unless nothing may
/// go ([`Remove::Nothing`]). What people remove does not count towards the cap. The language that they say
/// the document is in is the one that is expected of it.
pub fn review_answered<'t>(
    text: &'t Text,
    policy: &Policy,
    answers: Answers,
    engine: &mut dyn Engine,
) -> Review<'t> {
    let told = answers.language().map(|lang| policy.clone().expected([lang]));
    let policy = told.as_ref().unwrap_or(policy);
    let review = if policy.document_format == DocumentFormat::Plain {
        let segments = text.lines().map(|line| Segment::line(line, &answers));
        judge_segments(segments, policy.declared, policy, engine)
    } else {
        let prose = Prose::new(text.as_str(), policy.document_format);
        blocks::review(text, &prose, policy, &answers, engine)
    };
    Review { answers, ..review }
}

/// Tags every line as a document of its own: for lists of sentences.
pub fn review_each_line<'t>(text: &'t Text, engine: &mut dyn Engine) -> Review<'t> {
    let rows = text.lines().map(|line| Row::alone(line, engine));
    Review { rows: rows.collect(), ..Review::default() }
}
