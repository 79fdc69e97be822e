//! Findings and numbers in the words that several formats share.

use super::reveal::before_and_after;
use crate::finding::Finding;

/// The first character that a finding is about, from 1, in code points.
pub(super) fn column(finding: &Finding) -> usize {
    finding.spans.first().map_or(0, |span| span.range.start) + 1
}

/// A finding in one line: its severity, its reason, and the line that it is about, before and after a
/// repair.
pub(super) fn message(finding: &Finding) -> String {
    let (before, after) = before_and_after(finding);
    let quoted = match (before.as_str(), after) {
        ("", None) => String::new(),
        (before, None) => format!(" \"{before}\""),
        (before, Some(after)) => format!(" \"{before}\" becomes \"{after}\""),
    };
    format!("{}: {}{quoted}", finding.severity.name(), finding.reason)
}

/// A number of things in words: `1 line`, `2 lines`.
pub(crate) fn count(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
