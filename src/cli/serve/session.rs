//! What a page works on: documents from files and from the page, judged when something is said of them.
//!
//! Nothing of a file is held but its hash: it is read again for each question, so that what is saved was
//! shown, and what changed meanwhile is not written over. What came from the page is held, within a bound.

use std::fs;
use std::ops::ControlFlow;

use monoglot::report::{Totals, escape};
use monoglot::{Decision, Document, Error, Remove, Text, review_answered};
use serde_json::{Value, json};

use super::super::advice::advised_of;
use super::super::bug::caught;
use super::super::corpus::container::Container;
use super::super::decisions::{DecisionsFile, Seen};
use super::super::hash::hash;
use super::super::inputs::{Input, Plan};
use super::super::io_error::explain;
use super::super::job::Job;
use super::super::journal::Journal;
use super::super::output::replace;
use super::super::parallel::parallel_map_ordered;
use super::super::settings::Engines;
use super::docx;
use crate::report::{LiveDocument, live_document, live_page};

/// Bytes of all documents that came from the page.
const MAX_HELD: usize = 64 << 20;

/// What is asked about a document.
#[derive(Debug, Default)]
pub(super) struct Question {
    pub(super) document: usize,
    /// What to remove, if it is not what the settings say.
    pub(super) remove: Option<Remove>,
    /// What the reader answered.
    pub(super) answers: Vec<Decision>,
}

/// Why a question has no answer.
#[derive(Debug)]
pub(super) enum Refusal {
    /// There is no such document.
    Unknown,
    /// The file is not what was shown.
    Changed,
    /// More than is held.
    TooMuch(String),
    Failed(String),
}

impl From<String> for Refusal {
    fn from(why: String) -> Self {
        Self::Failed(why)
    }
}

/// Where the bytes of a document are.
#[derive(Debug)]
enum Origin {
    File(Input),
    Page(Vec<u8>),
}

/// A document that the page shows.
#[derive(Debug)]
struct Served {
    name: String,
    origin: Origin,
    /// The bytes that were shown last.
    hash: String,
    shown: LiveDocument,
    totals: Totals,
}

/// What came of judging a document.
struct Judged {
    shown: LiveDocument,
    totals: Totals,
    cleaned: String,
}

pub(super) struct Session {
    job: Job,
    engines: Engines,
    documents: Vec<Served>,
    /// Files that could not be shown, and why.
    failed: Vec<String>,
}

impl Session {
    /// Judges all documents of a job.
    pub(super) fn new(mut job: Job) -> Self {
        let inputs = std::mem::take::<Plan>(&mut job.plan).inputs();
        let (mut documents, mut failed) = (Vec::new(), Vec::new());
        parallel_map_ordered(
            inputs,
            job.jobs,
            |_| 0,
            Engines::default,
            |engines, input, _| served(&job, engines, input),
            |served| {
                match served {
                    Ok(Some(served)) => documents.push(served),
                    Ok(None) => {}
                    Err(why) => failed.push(why),
                }
                ControlFlow::Continue(())
            },
        );
        Self { job, engines: Engines::default(), documents, failed }
    }

    pub(super) fn failed(&self) -> &[String] {
        &self.failed
    }

    pub(super) fn count(&self) -> usize {
        self.documents.len()
    }

    /// The page, and its content security policy. `id` tells its answers from those of other pages.
    pub(super) fn page(&self, id: &str) -> (String, String) {
        let mut totals = Totals::default();
        for document in &self.documents {
            totals.add(&document.totals);
        }
        totals.failed = self.failed.len() as u64;
        let shown: Vec<_> = self.documents.iter().map(|document| &document.shown).collect();
        live_page(&totals, &shown, id)
    }

    /// A document that came from the page, under a name that no other has.
    pub(super) fn add(&mut self, name: &str, bytes: Vec<u8>) -> Result<Value, Refusal> {
        let held = self.documents.iter().map(|document| match &document.origin {
            Origin::Page(bytes) => bytes.len(),
            Origin::File(_) => 0,
        });
        if held.sum::<usize>() + bytes.len() > MAX_HELD {
            let why = format!("the page holds {MAX_HELD} bytes at most; start it again");
            return Err(Refusal::TooMuch(why));
        }
        let bytes = if docx::is_docx(&bytes) {
            docx::text_of(&bytes)
                .map_err(|why| format!("the document cannot be read: {why}"))?
                .into_bytes()
        } else {
            bytes
        };
        let name = self.unused(name);
        let judged = judged(
            &self.job,
            &self.job.decisions,
            &mut self.engines,
            &name,
            &bytes,
            (None, false),
        )?;
        let hash = hash(&bytes);
        let Judged { shown, totals, .. } = judged;
        self.documents.push(Served { name, origin: Origin::Page(bytes), hash, shown, totals });
        Ok(self.described(self.documents.len() - 1))
    }

    /// The last part of a name, with a number if it is taken.
    fn unused(&self, name: &str) -> String {
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let plain: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
        let plain = if plain.trim().is_empty() { "pasted.txt".to_owned() } else { plain };
        let is_taken = |name: &str| self.documents.iter().any(|document| document.name == name);
        let (stem, end) = plain
            .rsplit_once('.')
            .map_or((plain.as_str(), ""), |(stem, _)| (stem, &plain[stem.len()..]));
        let numbered = (2..).map(|number| format!("{stem}-{number}{end}"));
        let mut names = std::iter::once(plain.clone()).chain(numbered);
        names.find(|name| !is_taken(name)).unwrap_or(plain)
    }

    /// Judges a document as it is now.
    pub(super) fn judge(&mut self, question: &Question) -> Result<Value, Refusal> {
        let bytes = self.bytes(question.document)?;
        let hash = hash(&bytes);
        let judged = self.judged(question, &bytes)?;
        let document = &mut self.documents[question.document];
        let is_changed = document.hash != hash;
        *document = Served {
            hash,
            shown: judged.shown,
            totals: judged.totals,
            origin: std::mem::replace(&mut document.origin, Origin::Page(Vec::new())),
            name: std::mem::take(&mut document.name),
        };
        let mut described = self.described(question.document);
        described["changed"] = json!(is_changed);
        Ok(described)
    }

    /// The cleaned text of a document.
    pub(super) fn clean(&mut self, question: &Question) -> Result<Value, Refusal> {
        let bytes = self.bytes(question.document)?;
        if hash(&bytes) != self.documents[question.document].hash {
            return Err(Refusal::Changed);
        }
        let judged = self.judged(question, &bytes)?;
        Ok(json!({"text": judged.cleaned}))
    }

    /// Writes the cleaned text over the file, journal first, and shows what stands there then.
    pub(super) fn save(&mut self, question: &Question) -> Result<Value, Refusal> {
        let document = self.documents.get(question.document).ok_or(Refusal::Unknown)?;
        let Origin::File(input) = &document.origin else {
            return Err("what came from the page has no file; copy it".to_owned().into());
        };
        let path = input.path().map(fs::canonicalize).transpose();
        let path = path.map_err(|error| explain(&error))?.ok_or(Refusal::Unknown)?;
        let settings = self.job.resolver.of(&document.name)?;
        let content = input.read(settings.fields.limit, settings.max_document)?;
        if hash(&content.bytes) != document.hash {
            return Err(Refusal::Changed);
        }
        let cleaned = self.judged(question, &content.bytes)?.cleaned;
        let packed = content.pack(&cleaned).map_err(|error| explain(&error))?;
        // A journal of its own for each, so that `undo` may have it in between.
        let journal = self.journal();
        replace(&path, &packed, Some(content.of_file()), &journal)?;
        let is_written = journal.is_used();
        drop(journal);
        let mut saved = self.judge(&Question { answers: Vec::new(), ..*question })?;
        saved["written"] = json!(is_written);
        saved["undo"] = json!(format!("monoglot undo {}", self.job.journal.path().display()));
        Ok(saved)
    }

    /// Adds answers to the decisions file, and shows the documents that they are about anew.
    pub(super) fn decide(&mut self, answers: &[Decision]) -> Result<Value, Refusal> {
        let decisions = &self.job.decisions;
        let located = answers.iter().map(|decision| decisions.located(decision)).collect();
        decisions.write(&[], &Seen::accepting(located), &self.journal())?;
        let path = decisions.path().to_owned();
        self.job.decisions = DecisionsFile::read(&path, true)?;
        Ok(json!({"path": path.display().to_string(), "decisions": answers.len()}))
    }

    fn journal(&self) -> Journal {
        Journal::new(self.job.journal.path(), self.job.journal.durability)
    }

    /// What a document holds now.
    fn bytes(&self, document: usize) -> Result<Vec<u8>, Refusal> {
        let document = self.documents.get(document).ok_or(Refusal::Unknown)?;
        match &document.origin {
            Origin::Page(bytes) => Ok(bytes.clone()),
            Origin::File(input) => {
                let settings = self.job.resolver.of(&document.name)?;
                Ok(input.read(settings.fields.limit, settings.max_document)?.bytes)
            }
        }
    }

    fn judged(&mut self, question: &Question, bytes: &[u8]) -> Result<Judged, Unjudged> {
        let Served { name, origin, .. } = &self.documents[question.document];
        let decisions = self.job.decisions.with(&question.answers)?;
        let how = (question.remove, matches!(origin, Origin::File(_)));
        judged(&self.job, &decisions, &mut self.engines, name, bytes, how)
    }

    fn described(&self, id: usize) -> Value {
        let Served { shown, .. } = &self.documents[id];
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
        json!({"id": id, "row": read(&shown.row), "found": shown.details.as_deref().map(read)})
    }
}

/// A document of a file; none if it is no text that was met on a walk, or a shard of many.
fn served(job: &Job, engines: &mut Engines, input: Input) -> Result<Option<Served>, String> {
    let name = input.name.clone();
    let located = |why: String| format!("{}: {why}", escape(&name));
    if input.path().is_some_and(|path| Container::is_name(&path.to_string_lossy())) {
        return Err(located("a shard of many documents; use monoglot check and clean".to_owned()));
    }
    let settings = job.resolver.of(&name).map_err(located)?;
    let content = input.read(settings.fields.limit, settings.max_document).map_err(located)?;
    let judged = judged(job, &job.decisions, engines, &name, &content.bytes, (None, true));
    let Judged { shown, totals, .. } = match judged {
        Err(Unjudged { is_no_text: true, .. }) if input.may_be_skipped() => return Ok(None),
        judged => judged.map_err(|unjudged| located(unjudged.why))?,
    };
    let hash = hash(&content.bytes);
    Ok(Some(Served { name, origin: Origin::File(input), hash, shown, totals }))
}

/// Why a document was not judged.
struct Unjudged {
    is_no_text: bool,
    why: String,
}

impl From<String> for Unjudged {
    fn from(why: String) -> Self {
        Self { is_no_text: false, why }
    }
}

impl From<Unjudged> for Refusal {
    fn from(unjudged: Unjudged) -> Self {
        Self::Failed(unjudged.why)
    }
}

/// A document through the pipeline.
fn judged(
    job: &Job,
    decisions: &DecisionsFile,
    engines: &mut Engines,
    name: &str,
    bytes: &[u8],
    (remove, has_file): (Option<Remove>, bool),
) -> Result<Judged, Unjudged> {
    let settings = job.resolver.of(name)?;
    let text = Text::decode(bytes, &settings.hint.of_file(name, bytes)).map_err(|error| {
        let is_no_text = matches!(error, Error::NotText { .. });
        Unjudged { is_no_text, why: advised_of(&error, bytes) }
    })?;
    let mut policy = settings.policy_for(name, text.as_str());
    policy.remove = remove.unwrap_or(policy.remove);
    let judge = |engines: &mut Engines| {
        let answers = decisions.answers(name, None, &text);
        let review = review_answered(&text, &policy, answers, engines.of(&settings));
        let document = Document::new(name, &text, &review);
        Judged {
            shown: live_document(&document, has_file),
            totals: Totals::of(&document),
            cleaned: review.clean(),
        }
    };
    Ok(caught(engines, judge)?)
}
