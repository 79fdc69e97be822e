//! A finding: one thing that decoding or review has to say about a document.

use std::num::NonZeroUsize;
use std::ops::Range;

use crate::document_format::BlockKind;
use crate::lang::Lang;
use crate::rule::{Rule, Severity};

/// A part of a line in another language. Offsets count Unicode code points, half open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Where it stands on its line.
    pub range: Range<usize>,
    /// Its language.
    pub lang: Lang,
}

/// One thing found in a document.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// What it is.
    pub rule: Rule,
    /// What is done about it.
    pub severity: Severity,
    /// The line it stands on; `None` when it is about the whole document.
    pub line: Option<NonZeroUsize>,
    /// What kind of block it is about, where it is about prose.
    pub block: Option<BlockKind>,
    /// The parts of the line that it is about; empty when it is about the whole line.
    pub spans: Vec<Span>,
    /// The line as it stands, or stood before its repair.
    pub text: String,
    /// The line after a repair.
    pub replacement: Option<String>,
    /// The language found, where the finding is about one.
    pub lang: Option<Lang>,
    /// How sure the finding is, from 0 to 1.
    pub confidence: f64,
    /// The reason, in words.
    pub reason: String,
    /// Whether a decision says to keep what it is about: it is reported as accepted, not as open.
    pub is_suppressed: bool,
}

impl Finding {
    /// A finding about the whole document.
    pub(crate) fn of_document(rule: Rule, severity: Severity, reason: String) -> Self {
        Self {
            rule,
            severity,
            line: None,
            block: None,
            spans: Vec::new(),
            text: String::new(),
            replacement: None,
            lang: None,
            confidence: 1.0,
            reason,
            is_suppressed: false,
        }
    }
}

/// Probabilities and shares carry four digits in every output: more would claim a precision that nobody
/// measured.
pub(crate) fn rounded(probability: f64) -> f64 {
    (probability * 10_000.0).round() / 10_000.0
}
