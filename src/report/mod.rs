//! What is said about documents, and in which format.
//!
//! Formats are known here and nowhere else, in the one table of [`Format`]. Documents are rendered
//! to [`Piece`]s, in parallel; a [`Report`] puts the pieces in their place. Most formats are streams:
//! a head, one piece for each document, a tail with the totals, so that a run over millions of
//! documents never holds more than the ones in flight. The others show the worst first; they keep
//! what is worst within a bound and say at the end how much they left out.

mod concise;
mod escape;
mod full;
mod github;
mod gitlab;
mod html;
mod json;
mod junit;
mod markdown;
mod sample;
mod sarif;
mod shelf;
mod totals;

use std::str::FromStr;

use crate::decision::{Answer, Fingerprint, fingerprints};
use crate::decode::Text;
use crate::finding::Finding;
use crate::review::{Review, Verdict};
use crate::rule::Severity;
use escape::shortened;
use shelf::Shelf;

pub use escape::escape;
pub(crate) use json::rounded;
pub use json::{decoded, record_field, tag_record};
pub use shelf::Piece;
pub use totals::Totals;
#[cfg(feature = "cli")]
pub(crate) use totals::count;

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
        findings.retain_mut(|finding| {
            let severity = self.review.rules.get(finding.rule).severity(finding.severity);
            finding.severity = severity.unwrap_or(finding.severity);
            severity.is_some()
        });
        findings.sort_by_key(|finding| finding.line);
        findings
    }

    /// What each line is known by in decisions and in reports that are compared with earlier ones;
    /// one for each row of the review.
    pub fn fingerprints(&self) -> Vec<Fingerprint> {
        fingerprints(self.review.rows.iter().map(|row| row.line))
    }

    /// Everything found, each with what its line is known by.
    fn known_findings(&self) -> Vec<(Finding, Option<Fingerprint>)> {
        let findings = self.all_findings();
        let lines = if findings.is_empty() { Vec::new() } else { self.fingerprints() };
        let with = |finding: Finding| {
            let known = finding.line.and_then(|line| lines.get(line.get() - 1)).copied();
            (finding, known)
        };
        findings.into_iter().map(with).collect()
    }

    /// How much of the document is in question, for reports that show the worst first: thousandths
    /// of its words that stand on foreign lines, more when the whole document is flagged, and a
    /// little when there is anything to say.
    fn badness(&self) -> u32 {
        let mut words = [0, 0];
        for row in &self.review.rows {
            let is_found = row.verdict != Verdict::Keep;
            words[usize::from(is_found)] += totals::words(row.line.content);
        }
        let is_flagged = |finding: &Finding| finding.severity == Severity::Flag;
        let as_a_whole = if self.review.findings.iter().any(is_flagged) { 1000 } else { 0 };
        let at_all = u32::from(self.worst().is_some());
        let share = words[1] * 1000 / (words[0] + words[1]).max(1);
        u32::try_from(share).unwrap_or(1000) + as_a_whole + at_all
    }

    /// The strongest severity that is open.
    pub fn worst(&self) -> Option<Severity> {
        self.findings().iter().map(|finding| finding.severity).max()
    }
}

/// What the place understands that a report is shown in, beside text: for a file, nothing.
#[derive(Debug, Clone, Default)]
pub struct Screen {
    /// Whether it shows colours.
    pub color: bool,
    /// Where the document is, from the root, if it shows links.
    pub link: Option<String>,
}

/// The first character that a finding is about, from 1, in code points.
fn column(finding: &Finding) -> usize {
    finding.spans.first().map_or(0, |span| span.range.start) + 1
}

/// A finding in one line: its severity, its reason, and the line that it is about.
fn in_words(finding: &Finding) -> String {
    let text = shortened(&finding.text);
    let quoted = if text.is_empty() { String::new() } else { format!(" \"{text}\"") };
    format!("{}: {}{quoted}", finding.severity.name(), finding.reason)
}

/// A format for findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the table below documents every format")]
pub enum Format {
    Full,
    Concise,
    Json,
    Jsonl,
    Sarif,
    Github,
    Gitlab,
    Junit,
    Markdown,
    Html,
    Sample,
}

/// What the table says of a format.
struct Entry {
    name: &'static str,
    about: &'static str,
    /// What stands before the first document.
    head: fn() -> String,
    document: fn(&Document<'_>, &Screen) -> Piece,
    /// What stands between the pieces of two documents.
    separator: &'static str,
    /// How much is kept for the end, for each shelf; a stream has none.
    shelves: &'static [usize],
    tail: fn(&Totals, &[Shelf]) -> String,
}

/// A stream of text without a head or a tail, from which every entry differs in something.
const PLAIN: Entry = Entry {
    name: "",
    about: "",
    head: String::new,
    document: |_, _| Piece::default(),
    separator: "",
    shelves: &[],
    tail: |_, _| String::new(),
};

const FULL: Entry = Entry {
    name: "full",
    about: "for people: every finding in its place with the reason, a summary at the end",
    document: |document, screen| Piece::text(full::document(document, screen)),
    tail: |totals, _| format!("{}\n", totals.summary()),
    ..PLAIN
};

const CONCISE: Entry = Entry {
    name: "concise",
    about: "a line for each finding: path:line:column: rule: severity: reason",
    document: |document, _| Piece::text(concise::document(document)),
    ..PLAIN
};

const JSON: Entry = Entry {
    name: "json",
    about: "one object with all documents and the totals",
    head: json::head,
    document: |document, _| Piece::text(json::document(document)),
    separator: ",\n",
    tail: |totals, _| json::tail(totals),
    ..PLAIN
};

const JSONL: Entry = Entry {
    name: "jsonl",
    about: "one object for each document on a line of its own, the totals on the last",
    document: |document, _| Piece::text(json::document(document) + "\n"),
    tail: |totals, _| json::totals_line(totals),
    ..PLAIN
};

const SARIF: Entry = Entry {
    name: "sarif",
    about: "SARIF 2.1.0, for code scanning and editors",
    head: sarif::head,
    document: |document, _| Piece::text(sarif::document(document)),
    separator: ",\n",
    tail: |totals, _| sarif::tail(totals),
    ..PLAIN
};

const GITHUB: Entry = Entry {
    name: "github",
    about: "annotations for GitHub Actions, the worst first",
    document: |document, _| github::document(document),
    shelves: &github::SHELVES,
    tail: |_, shelves| github::tail(shelves),
    ..PLAIN
};

const GITLAB: Entry = Entry {
    name: "gitlab",
    about: "a code quality report for GitLab",
    head: || "[\n".to_owned(),
    document: |document, _| Piece::text(gitlab::document(document)),
    separator: ",\n",
    tail: |_, _| "\n]\n".to_owned(),
    ..PLAIN
};

const JUNIT: Entry = Entry {
    name: "junit",
    about: "JUnit XML: a suite for each document, a failure for each finding",
    head: junit::head,
    document: |document, _| Piece::text(junit::document(document)),
    tail: |totals, _| junit::tail(totals),
    ..PLAIN
};

const MARKDOWN: Entry = Entry {
    name: "markdown",
    about: "a summary to paste into an issue, the worst documents first",
    document: |document, _| markdown::document(document),
    shelves: &markdown::SHELVES,
    tail: markdown::tail,
    ..PLAIN
};

const HTML: Entry = Entry {
    name: "html",
    about: "a page to look at and to answer in, the worst documents first",
    document: |document, _| html::document(document),
    shelves: &html::SHELVES,
    tail: html::page,
    ..PLAIN
};

const SAMPLE: Entry = Entry {
    name: "sample",
    about: "documents drawn by lot, as records: the same for the same corpus",
    document: |document, _| sample::document(document),
    shelves: &sample::SHELVES,
    tail: |_, shelves| sample::tail(shelves),
    ..PLAIN
};

impl Format {
    /// All formats, in the order of the documentation.
    pub const ALL: [Self; 11] = [
        Self::Full,
        Self::Concise,
        Self::Json,
        Self::Jsonl,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Junit,
        Self::Markdown,
        Self::Html,
        Self::Sample,
    ];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        self.entry().name
    }

    /// What it is for, in a few words.
    pub const fn about(self) -> &'static str {
        self.entry().about
    }

    /// What a report in this format says of a document.
    pub fn document(self, document: &Document<'_>, screen: &Screen) -> Piece {
        let piece = (self.entry().document)(document, screen);
        let name = if piece.items.is_empty() { "" } else { document.path };
        Piece { name: name.to_owned(), ..piece }
    }

    const fn entry(self) -> &'static Entry {
        match self {
            Self::Full => &FULL,
            Self::Concise => &CONCISE,
            Self::Json => &JSON,
            Self::Jsonl => &JSONL,
            Self::Sarif => &SARIF,
            Self::Github => &GITHUB,
            Self::Gitlab => &GITLAB,
            Self::Junit => &JUNIT,
            Self::Markdown => &MARKDOWN,
            Self::Html => &HTML,
            Self::Sample => &SAMPLE,
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

/// A report in the making: takes the pieces in the order of the documents and gives the text.
#[derive(Debug)]
pub struct Report {
    format: Format,
    is_started: bool,
    has_pieces: bool,
    documents: usize,
    shelves: Vec<Shelf>,
}

impl Report {
    /// An empty report.
    pub fn new(format: Format) -> Self {
        let shelves = format.entry().shelves.iter().map(|&budget| Shelf::new(budget)).collect();
        Self { format, is_started: false, has_pieces: false, documents: 0, shelves }
    }

    /// Takes the piece of the next document and gives what can be written already.
    pub fn add(&mut self, piece: Piece) -> String {
        let mut out = self.start();
        if !piece.text.is_empty() {
            if self.has_pieces {
                out += self.format.entry().separator;
            }
            self.has_pieces = true;
            out += &piece.text;
        }
        for (place, item) in piece.items.into_iter().enumerate() {
            self.shelves[item.shelf].add((&piece.name, self.documents, place), item);
        }
        self.documents += 1;
        out
    }

    /// Ends the report with the totals.
    pub fn finish(mut self, totals: &Totals) -> String {
        self.start() + &(self.format.entry().tail)(totals, &self.shelves)
    }

    fn start(&mut self) -> String {
        if std::mem::replace(&mut self.is_started, true) {
            return String::new();
        }
        (self.format.entry().head)()
    }
}
