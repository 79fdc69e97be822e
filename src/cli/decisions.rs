//! The decisions file of a run: found, read, asked about each document, and written.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use monoglot::decision::{Answer, Decision, Entry, Scope, Subject};
use monoglot::sites::Site;
use monoglot::{Answers, Decisions, Document, Error, Finding, Fingerprint, Rule, Severity, Text};

use crate::report::count;
use serde::{Deserialize, Serialize};

use super::advice::advised;
use super::defaults::STDIN_NAME;
use super::io_error::explain;
use super::journal::Journal;
use super::output::replace;
use super::paths::{absolute, folder_of, place};

/// The decisions and the file that they stand in, which need not be there yet.
#[derive(Debug, Default)]
pub(super) struct DecisionsFile {
    /// What messages call it.
    path: PathBuf,
    /// Where it is written.
    target: PathBuf,
    /// What paths in the file are relative to.
    folder: PathBuf,
    text: String,
    decisions: Decisions,
    /// The documents that decisions are bound to.
    documents: BTreeSet<String>,
}

/// What the documents of a run said about the decisions.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Seen {
    /// The entries that matched something.
    matched: BTreeSet<usize>,
    /// The documents that entries speak of.
    documents: BTreeSet<String>,
    /// What is to be accepted from now on.
    #[serde(skip)]
    baseline: Vec<Decision>,
}

impl Seen {
    /// Decisions to be written.
    #[cfg(feature = "serve")]
    pub(super) fn accepting(baseline: Vec<Decision>) -> Self {
        Self { baseline, ..Self::default() }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.matched.extend(other.matched);
        self.documents.extend(other.documents);
        self.baseline.extend(other.baseline);
    }
}

impl DecisionsFile {
    /// Reads a file; one that may be new need not exist.
    pub(super) fn read(path: &Path, may_be_new: bool) -> Result<Self, String> {
        let shown = path.display();
        // Through a link to what it points at, so that the link stays one when the file is written.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = folder_of(&target).map_err(|error| format!("{shown}: {}", explain(&error)))?;
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if may_be_new && error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(format!("{shown}: {}", explain(&error))),
        };
        Self { path: path.to_owned(), target, folder, text, ..Self::default() }.parsed()
    }

    /// The same file with what its text says.
    fn parsed(self) -> Result<Self, String> {
        let (shown, folder) = (self.path.display(), &self.folder);
        let place = |written: &str| place(folder, &folder.join(written));
        let decisions = Decisions::parse(&self.text, place).map_err(|error| match error {
            Error::InvalidDecision { line: Some(line), why } => {
                let error = advised(&Error::InvalidDecision { line: None, why });
                format!("{shown}:{line}: {error}")
            }
            other => format!("{shown}: {other}"),
        })?;
        let bound = decisions.entries().iter().filter_map(|entry| entry.decision.scope.path());
        let documents = bound.map(str::to_owned).collect();
        Ok(Self { decisions, documents, ..self })
    }

    /// These decisions and further ones, whose paths are names of documents.
    #[cfg(feature = "serve")]
    pub(super) fn with(&self, further: &[Decision]) -> Result<Self, String> {
        let further = further.iter().map(|decision| self.located(decision).to_string());
        let lines = self.text.lines().map(str::to_owned).chain(further);
        let text = lines.flat_map(|line| [line, "\n".to_owned()]).collect();
        let Self { path, target, folder, .. } = self;
        let (path, target, folder) = (path.clone(), target.clone(), folder.clone());
        Self { path, target, folder, text, ..Self::default() }.parsed()
    }

    /// A decision about a document by the name that the file calls it.
    #[cfg(feature = "serve")]
    pub(super) fn located(&self, decision: &Decision) -> Decision {
        let mut decision = decision.clone();
        if let Scope::Here { path, .. } | Scope::File { path } = &mut decision.scope {
            *path = self.place(path);
        }
        decision
    }

    /// What answers depend on: the entries, and where they stand.
    pub(super) fn identity(&self) -> String {
        format!("{}\n{}", self.folder.display(), self.text)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// What the decisions call a document.
    fn place(&self, document: &str) -> String {
        place(&self.folder, document.as_ref())
    }

    /// What people answered about a document of a site.
    pub(super) fn answers(&self, document: &str, site: Option<&Site<'_>>, text: &Text) -> Answers {
        if self.decisions.entries().is_empty() {
            return Answers::default();
        }
        self.decisions.answers(&self.place(document), site.map(Site::name), text.lines())
    }

    /// What a document says about the decisions.
    pub(super) fn seen(&self, document: &Document<'_>, baseline: Vec<Decision>) -> Seen {
        if self.decisions.entries().is_empty() {
            return Seen { baseline, ..Seen::default() };
        }
        let findings = document.all_findings();
        let by_rule = findings.iter().filter(|finding| document.answered_line(finding).is_none());
        let matched = document.review.answers.matched(by_rule.map(|finding| finding.rule));
        let place = self.place(document.path);
        let mentioned = self.documents.contains(&place).then_some(place);
        Seen { matched, documents: mentioned.into_iter().collect(), baseline }
    }

    /// Decisions that accept all that is open in a document at or above a severity, whatever its rule. A
    /// line that a person removes is left alone: it has its answer. That too much would go needs no answer,
    /// since of lines that are accepted nothing does.
    pub(super) fn baseline(&self, document: &Document<'_>, bound: Severity) -> Vec<Decision> {
        let mut findings = document.findings();
        let stays = |rule| rule != Rule::MixedDocument || document.review.is_divided;
        findings.retain(|finding| finding.severity >= bound && stays(finding.rule));
        if findings.is_empty() {
            return Vec::new();
        }
        let fingerprints = document.fingerprints();
        let path = self.place(document.path);
        let accept = |finding: &Finding| {
            let path = path.clone();
            let Some(line) = document.answered_line(finding) else {
                let subject = Subject::Document(finding.rule);
                return Some(keep(subject, Scope::File { path }, &finding.reason));
            };
            let row = document.review.rows.get(line - 1)?;
            let Fingerprint { hash, occurrence } = *fingerprints.get(line - 1)?;
            let is_open = row.answer.is_none();
            let scope = Scope::Here { path, occurrence };
            is_open.then(|| keep(Subject::Line(hash), scope, row.line.content.trim()))
        };
        let mut decisions: Vec<_> = findings.iter().filter_map(accept).collect();
        // Several findings can stand on one line, and one rule can find several things in a document.
        let mut seen = BTreeSet::new();
        decisions.retain(|decision| seen.insert(decision.to_string()));
        decisions
    }

    /// The entries that match nothing, as far as this run can tell: those about documents that it
    /// read or that are gone, and those about all documents if it read all of them.
    pub(super) fn stale(&self, seen: &Seen, roots: &[PathBuf], any_failed: bool) -> Vec<&Entry> {
        let is_root =
            |root: &PathBuf| absolute(root).is_ok_and(|root| self.folder.starts_with(root));
        let saw_everything = !any_failed && roots.iter().any(is_root);
        // A record stands in its shard; one that is called by its address can be anywhere.
        let shard = |path: &str| path.rsplit_once('#').map(|(shard, _)| self.folder.join(shard));
        let is_there = |path: &str| {
            self.folder.join(path).exists() || shard(path).is_some_and(|shard| shard.exists())
        };
        let is_gone = |path: &str| path != STDIN_NAME && !path.contains(":/") && !is_there(path);
        let is_known = |entry: &Entry| match &entry.decision.scope {
            Scope::Here { path, .. } | Scope::File { path } => {
                seen.documents.contains(path) || is_gone(path)
            }
            // Which documents are of it depends on what was counted.
            Scope::Site { .. } => false,
            _ => saw_everything,
        };
        let entries = self.decisions.entries().iter().enumerate();
        let unmatched = entries.filter(|(index, _)| !seen.matched.contains(index));
        unmatched.map(|(_, entry)| entry).filter(|entry| is_known(entry)).collect()
    }

    /// Writes the file without these entries and with the baseline; the other lines stay. A file
    /// that would not change is not touched.
    pub(super) fn write(
        &self,
        dropped: &[&Entry],
        seen: &Seen,
        journal: &Journal,
    ) -> Result<(), String> {
        if dropped.is_empty() && seen.baseline.is_empty() {
            return Ok(());
        }
        let dropped: BTreeSet<_> = dropped.iter().map(|entry| entry.line).collect();
        let lines = self.text.lines().enumerate();
        let kept = lines.filter(|(index, _)| !dropped.contains(&(index + 1)));
        let kept = kept.map(|(_, line)| line.to_owned());
        let added = seen.baseline.iter().map(Decision::to_string);
        let text: String = kept.chain(added).flat_map(|line| [line, "\n".to_owned()]).collect();
        replace(&self.target, text.as_bytes(), Some(self.text.as_bytes()), journal)
    }

    /// What was written, for people.
    pub(super) fn summary(&self, dropped: usize, seen: &Seen) -> String {
        let added = count(seen.baseline.len() as u64, "decision");
        format!("{}: {added} added, {dropped} dropped", self.path.display())
    }
}

fn keep(subject: Subject, scope: Scope, text: &str) -> Decision {
    Decision { subject, scope, answer: Answer::Keep, text: text.to_owned() }
}
