//! Findings and numbers in the words that several formats share.

use super::escape::escape;
use super::reveal::before_and_after;
use super::width::{cut, width};
use crate::finding::Finding;
use crate::rule::Rule;

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

/// The reason that weighs most. What is said of a line names all of its evidence, the heaviest first.
pub(super) fn main_reason(finding: &Finding) -> &str {
    let is_of_evidence = matches!(
        finding.rule,
        Rule::OffLanguageLine | Rule::OffLanguageSpan | Rule::OffLanguagePassage
    );
    let first = finding.reason.split("; ").next().filter(|_| is_of_evidence);
    first.unwrap_or(&finding.reason)
}

/// A reason without what a heading says above it: that the document is in this language.
pub(super) fn said_below(main: &str, reason: &str) -> String {
    reason.replacen(&format!(" in a document in {main}:"), ":", 1)
}

/// A finding in so many columns: its severity, its main reason, and as much of its line as there is room for.
pub(super) fn message_within(finding: &Finding, columns: usize) -> String {
    let said = escape(&format!("{}: {}", finding.severity.name(), main_reason(finding)));
    let (before, after) = before_and_after(finding);
    let (before, after) = (escape(&before), after.map(|after| escape(&after)));
    let frame = if after.is_some() { QUOTES + BECOMES } else { QUOTES };
    let room = columns.saturating_sub(width(&said) + frame);
    let quoted = match after {
        _ if before.is_empty() || room < LEAST_QUOTED => String::new(),
        None => format!(" \"{}\"", cut(&before, room)),
        Some(after) => {
            format!(" \"{}\" becomes \"{}\"", cut(&before, room / 2), cut(&after, room / 2))
        }
    };
    cut(&said, columns) + &quoted
}

/// Columns of the space and the marks around a quoted line, and of what stands between two.
const QUOTES: usize = 3;
const BECOMES: usize = 11;

/// A quoted line with fewer columns says nothing.
const LEAST_QUOTED: usize = 16;

/// A number of things in words: `1 line`, `2 lines`.
pub(crate) fn count(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
