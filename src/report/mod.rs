//! What is said about documents, and in which format.
//!
//! Formats are known here and nowhere else, in the one table of [`Format`]. Documents are rendered
//! to [`Fragment`]s, in parallel; a [`Report`] puts them in their place. Most formats are streams:
//! a head, one fragment for each document, a tail with the totals, so that a run over millions of
//! documents never holds more than the ones in flight. The others show the worst first; they keep
//! top-k lists within a bound and say at the end how much they left out.
//!
//! ```
//! use monoglot::report::{Format, Report, Screen, Totals};
//! use monoglot::{Document, Policy, Text, classify::Ngram, review};
//!
//! let article = "The presidents met on Friday, said the White House.\nкоментуйте повідомлення:\n";
//! let text = Text::decode(article.as_bytes(), &Default::default())?;
//! let review = review(&text, &Policy::default(), &mut Ngram::new());
//! let document = Document::new("article.txt", &text, &review);
//!
//! let format: Format = "concise".parse()?;
//! let mut report = Report::new(format);
//! let mut out = report.add(format.document(&document, &Screen::default()));
//! out += &report.finish(&Totals::of(&document));
//! assert!(out.starts_with("article.txt:2:1: off-language-line: remove: Ukrainian"));
//! # Ok::<(), monoglot::Error>(())
//! ```
//!
//! Everything that is shown was written by strangers. Each format makes it safe for where it goes; who
//! builds another takes [`escape`](escape()) for terminals and logs.

mod badness;
mod concise;
mod escape;
mod full;
mod github;
mod gitlab;
mod html;
mod json;
mod junit;
mod markdown;
mod message;
mod repeats;
mod reveal;
mod sample;
mod sarif;
mod site_lines;
mod statistics;
mod top_k;
mod totals;
mod width;

use std::str::FromStr;

use crate::document::Document;
use crate::error::Error;
use repeats::Repeats;
use top_k::TopK;

pub use escape::escape;
pub use full::Screen;
#[cfg(feature = "serve")]
pub(crate) use html::{LiveDocument, live_document, live_page};
pub use json::{decoded, record_field, tag_record};
#[cfg(feature = "cli")]
pub(crate) use message::count;
#[cfg(feature = "cli")]
pub(crate) use reveal::revealed;
pub use site_lines::SiteLines;
pub use top_k::Fragment;
pub use totals::{ShardTotals, Totals};

/// A format for findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the table below documents every format")]
#[non_exhaustive]
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
    Statistics,
}

/// What the table says of a format.
struct Spec {
    name: &'static str,
    about: &'static str,
    /// What stands before the first document.
    head: fn() -> String,
    document: fn(&Document<'_>, &Screen) -> Fragment,
    /// What stands between the fragments of two documents.
    separator: &'static str,
    /// The budget of each top-k list that is kept for the end; a stream has none.
    budgets: &'static [usize],
    tail: fn(&Totals, &[TopK], &Repeats) -> String,
}

/// A stream of text without a head or a tail, from which every entry differs in something.
const PLAIN: Spec = Spec {
    name: "",
    about: "",
    head: String::new,
    document: |_, _| Fragment::default(),
    separator: "",
    budgets: &[],
    tail: |_, _, _| String::new(),
};

const FULL: Spec = Spec {
    name: "full",
    about: "for people: findings in their place with the main reason, a summary at the end",
    document: full::document,
    tail: |totals, _, repeats| full::tail(totals, repeats),
    ..PLAIN
};

const CONCISE: Spec = Spec {
    name: "concise",
    about: "a line for each finding: path:line:column: rule: severity: reason",
    document: |document, screen| Fragment::text(concise::document(document, screen)),
    ..PLAIN
};

const JSON: Spec = Spec {
    name: "json",
    about: "one object with all documents and the totals",
    head: json::head,
    document: |document, _| Fragment::text(json::document(document)),
    separator: ",\n",
    tail: |totals, _, _| json::tail(totals),
    ..PLAIN
};

const JSONL: Spec = Spec {
    name: "jsonl",
    about: "one object for each document on a line of its own, the totals on the last",
    document: |document, _| Fragment::text(json::document(document) + "\n"),
    tail: |totals, _, _| json::totals_line(totals),
    ..PLAIN
};

const SARIF: Spec = Spec {
    name: "sarif",
    about: "SARIF 2.1.0, for code scanning and editors",
    head: sarif::head,
    document: |document, _| Fragment::text(sarif::document(document)),
    separator: ",\n",
    tail: |totals, _, _| sarif::tail(totals),
    ..PLAIN
};

const GITHUB: Spec = Spec {
    name: "github",
    about: "annotations for GitHub Actions, the worst first",
    document: |document, _| github::document(document),
    budgets: &github::BUDGETS,
    tail: |_, lists, _| github::tail(lists),
    ..PLAIN
};

const GITLAB: Spec = Spec {
    name: "gitlab",
    about: "a code quality report for GitLab",
    head: || "[\n".to_owned(),
    document: |document, _| Fragment::text(gitlab::document(document)),
    separator: ",\n",
    tail: |_, _, _| "\n]\n".to_owned(),
    ..PLAIN
};

const JUNIT: Spec = Spec {
    name: "junit",
    about: "JUnit XML: a suite for each document, a failure for each finding",
    head: junit::head,
    document: |document, _| Fragment::text(junit::document(document)),
    tail: |totals, _, _| junit::tail(totals),
    ..PLAIN
};

const MARKDOWN: Spec = Spec {
    name: "markdown",
    about: "a summary to paste into an issue, the worst documents first",
    document: |document, _| markdown::document(document),
    budgets: &markdown::BUDGETS,
    tail: |totals, lists, _| markdown::tail(totals, lists),
    ..PLAIN
};

const HTML: Spec = Spec {
    name: "html",
    about: "a page to look at and to answer in, the worst documents first",
    document: |document, _| html::document(document),
    budgets: &html::BUDGETS,
    tail: |totals, lists, _| html::page(totals, lists),
    ..PLAIN
};

const SAMPLE: Spec = Spec {
    name: "sample",
    about: "documents drawn by lot, as records: the same for the same corpus",
    document: |document, _| sample::document(document),
    budgets: &sample::BUDGETS,
    tail: |_, lists, _| sample::tail(lists),
    ..PLAIN
};

const STATISTICS: Spec = Spec {
    name: "statistics",
    about: "counts of findings for each rule, language and document",
    document: |document, _| statistics::document(document),
    budgets: &statistics::BUDGETS,
    tail: |totals, lists, _| statistics::tail(totals, lists),
    ..PLAIN
};

impl Format {
    /// All formats, in the order of the documentation.
    pub const ALL: [Self; 12] = [
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
        Self::Statistics,
    ];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        self.spec().name
    }

    /// What it is for, in a few words.
    pub const fn about(self) -> &'static str {
        self.spec().about
    }

    /// What a report in this format says of a document: nothing, where nothing was found and the format
    /// is about findings.
    ///
    /// Pure, so that documents are rendered in any thread and added in order. Costs a pass over the lines and
    /// memory for what is said: `html` keeps some kilobytes of a document, `sample` its text.
    pub fn document(self, document: &Document<'_>, screen: &Screen) -> Fragment {
        let fragment = (self.spec().document)(document, screen);
        let name = if fragment.candidates.is_empty() { "" } else { document.path };
        Fragment { name: name.to_owned(), ..fragment }
    }

    const fn spec(self) -> &'static Spec {
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
            Self::Statistics => &STATISTICS,
        }
    }
}

impl FromStr for Format {
    type Err = Error;

    /// Reads a name: `full`. Nothing else is known, upper case included.
    fn from_str(name: &str) -> Result<Self, Error> {
        let known = Self::ALL.into_iter().find(|format| format.name() == name);
        known.ok_or_else(|| Error::UnknownFormat(name.to_owned()))
    }
}

/// A report in the making: takes the fragments in the order of the documents and gives the text.
#[derive(Debug)]
pub struct Report {
    format: Format,
    is_started: bool,
    has_text: bool,
    documents: usize,
    lists: Vec<TopK>,
    repeats: Repeats,
}

impl Report {
    /// An empty report. Its format is that of the fragments that it will be given.
    pub fn new(format: Format) -> Self {
        let lists = format.spec().budgets.iter().map(|&budget| TopK::new(budget)).collect();
        let repeats = Repeats::default();
        Self { format, is_started: false, has_text: false, documents: 0, lists, repeats }
    }

    /// Takes the fragment of the next document and gives what can be written already: all of it in a
    /// format that is a stream, but for what earlier documents said in the same words, and nothing in one that shows the worst first, which keeps up to a bound of
    /// its own, five megabytes at most.
    pub fn add(&mut self, fragment: Fragment) -> String {
        let mut out = self.start();
        let mut fragment = fragment;
        if !fragment.pieces.is_empty() {
            fragment.text = self.new_pieces(&fragment);
        }
        if !fragment.text.is_empty() {
            if self.has_text {
                out += self.format.spec().separator;
            }
            self.has_text = true;
            out += &fragment.text;
        }
        for (place, candidate) in fragment.candidates.into_iter().enumerate() {
            if let Some(list) = self.lists.get_mut(candidate.list) {
                list.add((&fragment.name, self.documents, place), candidate);
            }
        }
        self.documents += 1;
        out
    }

    /// What a document says that no earlier one said, under its heading. What is said of several pieces, one
    /// behind the other, is said once.
    fn new_pieces(&mut self, fragment: &Fragment) -> String {
        let (mut new, mut said) = (String::new(), "");
        for piece in &fragment.pieces {
            if !self.repeats.is_new(piece, self.documents) {
                continue;
            }
            if piece.said != said || piece.text.is_empty() {
                new += &piece.said;
            }
            said = &piece.said;
            new += &piece.text;
        }
        if new.is_empty() { new } else { format!("{}{new}\n", fragment.text) }
    }

    /// Ends the report with the totals of all documents and gives the rest of its text.
    pub fn finish(mut self, totals: &Totals) -> String {
        self.start() + &(self.format.spec().tail)(totals, &self.lists, &self.repeats)
    }

    fn start(&mut self) -> String {
        if std::mem::replace(&mut self.is_started, true) {
            return String::new();
        }
        (self.format.spec().head)()
    }
}
