//! What `monoglot tag --format jsonl` printed.

use std::collections::HashMap;
use std::io::{self, BufRead};
use std::ops::Range;

use serde_json::Value;

use super::json::{items, number, span, word};

/// The records of every document.
#[derive(Debug, Default)]
pub struct Tagged(HashMap<String, HashMap<usize, Line>>);

/// What was said of a line.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) lang: String,
    pub(super) confidence: f64,
    pub(super) foreign: f64,
    pub(super) verdict: Verdict,
    pub(super) rule: String,
    pub(super) spans: Vec<Range<usize>>,
    pub(super) text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Verdict {
    #[default]
    Keep,
    Flag,
    Remove,
}

impl Tagged {
    /// Reads records, of any documents in any order. A document is known by so many parts of its path,
    /// the last ones.
    ///
    /// # Errors
    ///
    /// If the records cannot be read or are not JSON.
    pub fn read(input: impl BufRead, parts: usize) -> io::Result<Self> {
        let mut tagged = Self::default();
        for row in input.lines() {
            let row: Value = serde_json::from_str(&row?)?;
            let lines = tagged.0.entry(name(&word(&row, "path"), parts)).or_default();
            lines.insert(number(&row["line"]), Line::new(&row));
        }
        Ok(tagged)
    }

    /// The lines of a document by their numbers.
    pub(super) fn of(&self, id: &str) -> Option<&HashMap<usize, Line>> {
        self.0.get(id)
    }
}

impl Line {
    fn new(row: &Value) -> Self {
        Self {
            lang: word(row, "lang"),
            confidence: row["confidence"].as_f64().unwrap_or_default(),
            foreign: row["foreign"].as_f64().unwrap_or_default(),
            verdict: match row["verdict"].as_str() {
                Some("remove") => Verdict::Remove,
                Some("flag") => Verdict::Flag,
                _ => Verdict::Keep,
            },
            rule: word(row, "rule"),
            spans: items(&row["spans"]).map(span).collect(),
            text: word(row, "text"),
        }
    }
}

/// The last parts of a path, without the ending.
fn name(path: &str, parts: usize) -> String {
    let stem = match path.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains('/') => stem,
        _ => path,
    };
    let mut names: Vec<_> = stem.rsplit('/').take(parts).collect();
    names.reverse();
    names.join("/")
}
