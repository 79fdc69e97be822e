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
mod fact_row;
mod facts;
mod features;
mod fixpoint;
mod gaps;
mod held;
mod judge;
mod judgement;
mod line_features;
mod line_state;
mod outcome;
mod policy;
mod priors;
mod repeated;
mod scores;
mod scripts;
mod segment;
mod shape;
mod site_scores;
mod span;
mod standing;
mod surroundings;
mod term;
mod verdict;
mod vocabulary;
mod weights;

use std::ops::Range;

use crate::classify::Engine;
use crate::decision::Answers;
use crate::decode::Text;
use crate::document_format::{DocumentFormat, Prose};
use crate::model::linear::Wording;
use crate::sites::{Site, SiteKeys};
use line_state::LineState;
use outcome::judge_segments;
use repeated::OnSite;
use segment::Segment;
use surroundings::Surroundings;

pub use document::{Review, Row};
pub use policy::{Policy, Remove};
pub use scores::Bounds;
pub use term::{Term, Terms};
pub use verdict::Verdict;

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
    review_on_site(text, policy, answers, None, engine)
}

/// Judges every line of a text inside the whole of it, and by what its site repeats, where that is known.
///
/// A line that stands on three documents of the site or more is judged by that, and alike on all documents in
/// one language; one that stands alone there is less likely residue, and all other lines are judged as without a site.
/// A site tells nothing of lines if it has no template, as a folder of documents from anywhere
/// ([`has_template`](Site::has_template)), or if nearly everything on it is repeated: then it holds its documents more
/// than once.
///
/// ```
/// use monoglot::sites::{Counter, DocumentLines, Sites};
/// use monoglot::{Answers, Policy, Text, classify::Ngram, review_on_site};
///
/// let pages = ["Die Stadt hat am Montag eine neue Brücke eröffnet.", "Der Fluss trat über die Ufer.",
///     "Im Rathaus wurde gestern lange über den Haushalt gestritten.", "Der Markt zieht um."];
/// let pages = pages.map(|story| format!("Startseite\n{story}\nLeave a comment\n"));
/// let mut counter = Counter::new(1 << 20);
/// for page in &pages {
///     counter.add("example.org", &DocumentLines::new(page.lines()));
/// }
/// let sites = Sites::new(counter.finish())?;
/// let text = Text::decode(pages[0].as_bytes(), &Default::default())?;
/// let site = sites.site("example.org");
/// let review = review_on_site(&text, &Policy::default(), Answers::default(), site, &mut Ngram::new());
/// assert_eq!(review.rows[2].documents(), Some(4));
/// # Ok::<(), monoglot::Error>(())
/// ```
pub fn review_on_site<'t>(
    text: &'t Text,
    policy: &Policy,
    answers: Answers,
    site: Option<Site<'_>>,
    engine: &mut dyn Engine,
) -> Review<'t> {
    let site = site.filter(|site| site.repetition() <= MOST_REPEATED);
    let site = site.as_ref();
    let told = answers.language().map(|lang| policy.clone().expected([lang]));
    let policy = told.as_ref().unwrap_or(policy);
    let review = if policy.document_format == DocumentFormat::Plain {
        judge_segments(Segment::lines(text, &answers), policy.declared, policy, site, engine)
    } else {
        let prose = Prose::new(text.as_str(), policy.document_format);
        blocks::review(text, &prose, policy, &answers, site, engine)
    };
    Review { answers, site: site.map(Site::size), ..review }
}

/// A site of which more is repeated holds its documents more than once, so that repetition tells nothing.
const MOST_REPEATED: f64 = 0.95;

/// What the trainer learns of a document.
#[doc(hidden)]
#[derive(Debug, Clone)]
pub struct DocumentFacts {
    /// The lines that stand there, in order: the text of each, or of the stretch that is judged.
    pub texts: Vec<String>,
    /// The doubtful ones.
    pub lines: Vec<LineFacts>,
}

/// A doubtful line of a document as numbers, for the trainer.
#[doc(hidden)]
#[derive(Debug, Clone)]
pub struct LineFacts {
    /// The number of the line, from 1.
    pub line: usize,
    /// Its place among the lines that stand there.
    pub place: usize,
    /// The stretch that the facts are of, if not the whole line, in code points.
    pub stretch: Option<Range<usize>>,
    /// The facts, in the order of [`fact_names`].
    pub facts: Vec<i16>,
}

/// The facts of the doubtful lines of a document; what the wording says is left to the trainer.
#[doc(hidden)]
pub fn facts(text: &Text, policy: &Policy, engine: &mut dyn Engine) -> DocumentFacts {
    let answers = Answers::default();
    let (context, states) = fixpoint::look(Segment::lines(text, &answers), policy, engine);
    let surroundings = Surroundings::new(&states, &context);
    let facts = |(place, index): (usize, usize)| {
        let state = &states[index];
        let stretch = state.judgement.stretch.clone().map(|stretch| {
            let chars = |byte: usize| state.content()[..byte].chars().count();
            chars(stretch.start)..chars(stretch.end)
        });
        let facts = surroundings.facts(place).next()?.to_vec();
        Some(LineFacts { line: state.segment.line.number().get(), place, stretch, facts })
    };
    let lines = surroundings.doubtful().filter_map(facts).collect();
    DocumentFacts { texts: surroundings.texts().map(str::to_owned).collect(), lines }
}

/// Says what the lines of a document say by their wording, in the facts of its doubtful ones.
#[doc(hidden)]
pub fn tell_wording(lines: &mut [LineFacts], wordings: &[Wording]) {
    let place_of = |name: &str| facts::NAMES.iter().position(|fact| fact.0 == name);
    let (Some(own), Some(near)) = (place_of("wording_interface"), place_of(facts::NEAR_WORDING))
    else {
        return;
    };
    let wordings: Vec<_> = wordings.iter().copied().map(Some).collect();
    let places: Vec<_> = lines.iter().map(|line| line.place).collect();
    let mean = surroundings::mean_wording(&wordings, &places);
    for line in lines {
        let wording = surroundings::of_wording(wordings[line.place].unwrap_or_default());
        line.facts[own..own + wording.len()].copy_from_slice(&wording);
        let around = surroundings::near_wording(&wordings, line.place);
        line.facts[near..near + around.len()].copy_from_slice(&around);
        line.facts[near + around.len()] = fact_row::clamped(mean);
    }
}

/// A line that its site repeats as numbers, for the trainer.
#[doc(hidden)]
#[derive(Debug, Clone)]
pub struct RepeatedFacts {
    /// The number of the line, from 1.
    pub line: usize,
    /// The line.
    pub text: String,
    /// The facts, in the order of [`repeated_fact_names`].
    pub facts: Vec<i16>,
}

/// The facts of the lines of a document that its site repeats; what the wording says is left to the trainer.
#[doc(hidden)]
pub fn repeated_facts(
    text: &Text,
    policy: &Policy,
    site: &Site<'_>,
    engine: &mut dyn Engine,
) -> Vec<RepeatedFacts> {
    let answers = Answers::default();
    let (context, states) = fixpoint::look(Segment::lines(text, &answers), policy, engine);
    let mut keys = SiteKeys::default();
    let facts = |state: &LineState<'_>| {
        let on_site = OnSite::of(&state.features, site, &mut keys)?;
        let facts = on_site.facts(&state.features, context.main, site, Wording::default());
        let (line, text) = (state.segment.line.number().get(), state.content().to_owned());
        Some(RepeatedFacts { line, text, facts: facts.to_vec() })
    };
    states.iter().filter_map(facts).collect()
}

/// Whether a line stands alone on its site.
#[doc(hidden)]
pub fn stands_alone(line: &str, site: &Site<'_>) -> bool {
    repeated::stands_alone(line, site, &mut SiteKeys::default())
}

/// The names of the facts of repeated lines, in their order.
#[doc(hidden)]
pub fn repeated_fact_names() -> impl Iterator<Item = &'static str> {
    repeated::NAMES.iter().map(|&(name, _)| name)
}

/// The names of the facts, in their order.
#[doc(hidden)]
pub fn fact_names() -> impl Iterator<Item = &'static str> {
    facts::NAMES.iter().map(|&(name, _)| name)
}

/// Tags every line as a document of its own: for lists of sentences.
pub fn review_each_line<'t>(text: &'t Text, engine: &mut dyn Engine) -> Review<'t> {
    let rows = text.lines().map(|line| Row::alone(line, engine));
    Review { rows: rows.collect(), ..Review::default() }
}
