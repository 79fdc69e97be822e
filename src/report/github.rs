//! Annotations for GitHub Actions: commands that the runner finds in the log of a step.
//!
//! GitHub shows ten of each level for a step and drops the others without a word. So the worst ten
//! are chosen here, and the last notice says how many there are besides.

use std::fmt::Write as _;

use super::escape::{escape, plain};
use super::message::{column, message};
use super::top_k::{Candidate, Fragment, TopK};
use crate::document::Document;
use crate::finding::Finding;
use crate::rule::Severity;

/// The levels, the worst first.
const LEVELS: [&str; 3] = ["error", "warning", "notice"];

/// So many of each level; one notice is left for what is not shown.
pub(super) const BUDGETS: [usize; 3] = [10, 10, 9];

pub(super) fn document(document: &Document<'_>) -> Fragment {
    let candidate = |finding: &Finding| Candidate {
        list: level(finding.severity),
        rank: finding.severity as u32 * 100_000 + (finding.confidence * 10_000.0).round() as u32,
        cost: 1,
        text: annotation(document.path, finding),
    };
    Fragment {
        candidates: document.findings().iter().map(candidate).collect(),
        ..Fragment::default()
    }
}

pub(super) fn tail(lists: &[TopK]) -> String {
    let mut out: String = lists.iter().flat_map(TopK::items).map(|(_, text)| text).collect();
    let left_out: usize = lists.iter().map(TopK::left_out).sum();
    if left_out > 0 {
        let noun = if left_out == 1 { "finding" } else { "findings" };
        let message =
            format!("… and {left_out} more {noun}, which GitHub would not show; see the summary");
        let _ = writeln!(out, "::notice title=monoglot::{}", data(&message));
    }
    out
}

/// The index of the level in [`LEVELS`].
const fn level(severity: Severity) -> usize {
    match severity {
        Severity::Remove => 0,
        Severity::Repair | Severity::Flag => 1,
        Severity::Note => 2,
    }
}

fn annotation(path: &str, finding: &Finding) -> String {
    let title = property(&format!("monoglot: {}", finding.rule));
    let mut properties = format!("title={title},file={}", property(plain(path)));
    if let Some(line) = finding.line {
        let _ = write!(properties, ",line={line},endLine={line}");
    }
    if let Some(last) = finding.spans.last() {
        let _ = write!(properties, ",col={},endColumn={}", column(finding), last.range.end + 1);
    }
    let message = data(&escape(&message(finding)));
    format!("::{} {properties}::{message}\n", LEVELS[level(finding.severity)])
}

/// The text of a command, in the runner's own escapes, of which the first must come first.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property. Line breaks have an escape here, other control characters have none.
fn property(text: &str) -> String {
    let is_break = |c| matches!(c, '\r' | '\n');
    let parts = text.split_inclusive(is_break).map(|part| {
        let line = part.trim_end_matches(is_break);
        escape(line) + &part[line.len()..]
    });
    data(&parts.collect::<String>()).replace(':', "%3A").replace(',', "%2C")
}
