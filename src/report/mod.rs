//! What is said about documents, and in which format.
//!
//! Formats are known here and nowhere else. A report is written as a stream: a head, one piece for
//! each document, a tail with the totals; so that a run over millions of documents never holds more
//! than the ones in flight, and pieces can be rendered in parallel and written in order.

mod full;
mod json;
mod totals;

use std::fmt::Write as _;
use std::str::FromStr;

use crate::decision::{Answer, Fingerprint, fingerprints};
use crate::finding::Finding;
use crate::review::Review;
use crate::rule::Severity;
use crate::text::Text;

pub use full::escape;
pub use json::tag_record;
pub use totals::Totals;

/// A document under its name, ready to be reported.
#[derive(Debug, Clone, Copy)]
pub struct Document<'d> {
    /// What the document is called: its path, or the name given to standard input.
    pub path: &'d str,
    /// The decoded text.
    pub text: &'d Text<'d>,
    /// The verdicts.
    pub review: &'d Review<'d>,
}

impl Document<'_> {
    /// What is found and open, what concerns the whole document first, then by line.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = self.all_findings();
        findings.retain(|finding| !finding.is_suppressed);
        findings
    }

    /// Everything found in the same order, with what a decision says to keep: those findings are
    /// suppressed.
    pub fn all_findings(&self) -> Vec<Finding> {
        let rows = self.review.rows.iter().filter_map(|row| row.finding(self.review.main));
        let mut findings: Vec<_> = self.review.findings.clone();
        findings.extend(self.text.findings().iter().cloned());
        findings.extend(rows);
        for finding in &mut findings {
            finding.is_suppressed = match finding.line {
                Some(line) => self.review.answers.line(line.get()) == Some(Answer::Keep),
                None => self.review.answers.accepts(finding.rule),
            };
        }
        findings.sort_by_key(|finding| finding.line);
        findings
    }

    /// What each line is known by in decisions and in reports that are compared with earlier ones;
    /// one for each row of the review.
    pub fn fingerprints(&self) -> Vec<Fingerprint> {
        fingerprints(self.review.rows.iter().map(|row| row.line))
    }

    /// The strongest severity that is open.
    pub fn worst(&self) -> Option<Severity> {
        self.findings().iter().map(|finding| finding.severity).max()
    }
}

/// A format for findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: every finding in its place with the reason, a summary at the end.
    Full,
    /// One line for each finding: `path:line:col: rule: message`.
    Concise,
    /// One object with all documents and the totals.
    Json,
    /// One object for each document on a line of its own, the totals on the last.
    Jsonl,
}

impl Format {
    /// All formats, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::Full, Self::Concise, Self::Json, Self::Jsonl];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
        }
    }

    /// What stands before the first document.
    pub fn head(self) -> String {
        match self {
            Self::Json => json::head(),
            Self::Full | Self::Concise | Self::Jsonl => String::new(),
        }
    }

    /// One document; `first` says whether it is the first of the report.
    pub fn document(self, document: &Document<'_>, color: bool) -> String {
        match self {
            Self::Full => full::document(document, color),
            Self::Concise => concise(document),
            Self::Json => json::document(document),
            Self::Jsonl => json::document(document) + "\n",
        }
    }

    /// What stands between two documents.
    pub const fn separator(self) -> &'static str {
        match self {
            Self::Json => ",\n",
            Self::Full | Self::Concise | Self::Jsonl => "",
        }
    }

    /// What stands after the last document.
    pub fn tail(self, totals: &Totals) -> String {
        match self {
            Self::Full => format!("{}\n", totals.summary()),
            Self::Concise => String::new(),
            Self::Json => json::tail(totals),
            Self::Jsonl => json::totals_line(totals),
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let names = || Self::ALL.map(Self::name).join(", ");
        Self::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .ok_or_else(|| format!("unknown format '{name}'; there are {}", names()))
    }
}

/// `path:line:col: rule: message`, escaped so that no finding takes more than one line.
fn concise(document: &Document<'_>) -> String {
    let mut out = String::new();
    for finding in document.findings() {
        let line = finding.line.map_or(1, std::num::NonZeroUsize::get);
        let column = finding.spans.first().map_or(0, |span| span.range.start) + 1;
        let path = escape(document.path);
        let text = escape(&shortened(&finding.text));
        let quoted = if text.is_empty() { String::new() } else { format!(" \"{text}\"") };
        let (rule, severity, reason) = (finding.rule, finding.severity.name(), &finding.reason);
        let _ = writeln!(out, "{path}:{line}:{column}: {rule}: {severity}: {reason}{quoted}");
    }
    out
}

/// So many characters of a line are shown where it is quoted.
const SHOWN: usize = 120;

/// The start of a line that is too long to be shown whole.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
