//! What is known of documents: one JSON object for each, with its lines.
//!
//! `{"id": "d1", "variant": "tail", "tier": "tier1", "encoding": "utf-8", "clean": ["..."], "lines":
//! [{"n": 1, "text": "...", "label": "keep", "lang": "swe", "kind": "headline"}, ...]}`, where `label`
//! is `keep`, `residue` (the whole line is foreign) or `mixed` (its `spans` are, in code points, half
//! open), `alt` lists further right languages, `raw` is there where the line was mojibake, and `clean`
//! is what cleaning should leave.

use std::io;
use std::ops::Range;
use std::path::Path;

use serde_json::Value;

use super::codes::canonical;
use super::json::{items, number, open, span, word};

/// A document and its answers.
#[derive(Debug, Clone)]
pub struct Truth {
    /// Its name: that of the file without its ending, behind that of its folder in sets of sites.
    pub id: String,
    pub variant: String,
    pub tier: String,
    /// The site that it is a page of; empty in sets that know none.
    pub site: String,
    pub is_utf8: bool,
    pub lines: Vec<Line>,
    pub clean: Vec<String>,
}

/// A line and its answers.
#[derive(Debug, Clone)]
pub struct Line {
    pub number: usize,
    pub text: String,
    pub label: Label,
    /// The code of its language as the set has it; `und` for none.
    pub lang: String,
    /// Codes that are right.
    pub right: Vec<String>,
    pub kind: String,
    pub spans: Vec<Range<usize>>,
    /// Whether it was mojibake.
    pub is_damaged: bool,
}

/// What should happen to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    Keep,
    /// All of it is foreign.
    Residue,
    /// A part of it is.
    Mixed,
}

/// Reads a file of answers.
///
/// # Errors
///
/// If the file cannot be read or is not JSON.
pub fn read(path: &Path) -> io::Result<Vec<Truth>> {
    read_rows(&open(path)?)
}

pub(super) fn read_rows(rows: &str) -> io::Result<Vec<Truth>> {
    let rows = rows.lines().filter(|row| !row.is_empty());
    rows.map(|row| Ok(Truth::new(&serde_json::from_str(row)?))).collect()
}

/// What its author said in another language counts as residue, too: for `--remove foreign`.
pub fn widen(truths: &mut [Truth]) {
    for truth in truths {
        for line in truth.lines.iter_mut().filter(|line| line.kind == "keep_foreign") {
            line.label = Label::Residue;
        }
        let left = truth.lines.iter().filter(|line| line.label != Label::Residue);
        truth.clean = left.map(Line::cut).collect();
    }
}

impl Truth {
    fn new(row: &Value) -> Self {
        Self {
            id: word(row, "id"),
            variant: word(row, "variant"),
            tier: word(row, "tier"),
            site: word(row, "site"),
            is_utf8: row["encoding"] == "utf-8",
            lines: items(&row["lines"]).map(Line::new).collect(),
            clean: items(&row["clean"])
                .map(|line| line.as_str().unwrap_or_default().to_owned())
                .collect(),
        }
    }
}

impl Line {
    fn new(row: &Value) -> Self {
        let lang = word(row, "lang");
        let alt = items(&row["alt"]).filter_map(Value::as_str);
        Self {
            number: number(&row["n"]),
            text: word(row, "text"),
            label: match row["label"].as_str() {
                Some("residue") => Label::Residue,
                Some("mixed") => Label::Mixed,
                _ => Label::Keep,
            },
            right: alt.chain([lang.as_str()]).map(canonical).collect(),
            lang,
            kind: word(row, "kind"),
            spans: items(&row["spans"]).map(span).collect(),
            is_damaged: row["raw"].as_str().is_some_and(|raw| !raw.is_empty()),
        }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.kind == "blank"
    }

    /// The line without its foreign part.
    fn cut(&self) -> String {
        let foreign = self.spans.first().filter(|_| self.label == Label::Mixed);
        let is_native = |at: &usize| foreign.is_none_or(|span| !span.contains(at));
        self.text.chars().enumerate().filter(|(at, _)| is_native(at)).map(|(_, c)| c).collect()
    }
}
