//! How bad a document is, for reports that show the worst first.

use super::totals::count_words;
use crate::document::Document;
use crate::finding::Finding;
use crate::review::Verdict;
use crate::rule::Severity;

/// How much of the document is in question, for reports that show the worst first: thousandths
/// of its words that stand on foreign lines, more when the whole document is flagged, and a
/// little when there is anything to say.
pub(super) fn badness(document: &Document<'_>) -> u32 {
    let mut words = [0, 0];
    for row in &document.review.rows {
        let is_found = row.verdict != Verdict::Keep;
        words[usize::from(is_found)] += count_words(row.line.content);
    }
    let is_flagged = |finding: &Finding| finding.severity == Severity::Flag;
    let as_a_whole = if document.review.findings.iter().any(is_flagged) { 1000 } else { 0 };
    let at_all = u32::from(document.worst().is_some());
    let share = words[1] * 1000 / (words[0] + words[1]).max(1);
    u32::try_from(share).unwrap_or(1000) + as_a_whole + at_all
}
