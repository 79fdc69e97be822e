//! A document with all that was found in it: what reports and records are made of.

use std::ops::RangeInclusive;

use crate::decision::{Answer, Fingerprint, fingerprints};
use crate::decode::Text;
use crate::finding::Finding;
use crate::review::{Review, Row};
use crate::rule::Severity;

/// A document under its name, ready to be reported: its text, and what was decided about it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Document<'d> {
    /// What the document is called: its path, or the name given to standard input.
    pub path: &'d str,
    /// The decoded text.
    pub text: &'d Text<'d>,
    /// The verdicts.
    pub review: &'d Review<'d>,
}

impl<'d> Document<'d> {
    /// A text and its review under a name.
    pub fn new(path: &'d str, text: &'d Text<'d>, review: &'d Review<'d>) -> Self {
        Self { path, text, review }
    }
}

/// Whether a line is in one of these ranges, which are in order.
pub(crate) fn has_line(ranges: &[RangeInclusive<usize>], line: usize) -> bool {
    let at = ranges.partition_point(|range| *range.end() < line);
    ranges.get(at).is_some_and(|range| range.contains(&line))
}

impl<'d> Document<'d> {
    /// What is found and open, what concerns the whole document first, then by line. Findings own their
    /// texts, so each costs a copy of its line; ask once.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = self.all_findings();
        findings.retain(|finding| !finding.is_suppressed);
        findings
    }

    /// Everything found in the same order, with what a decision says to keep: those findings are
    /// suppressed.
    pub fn all_findings(&self) -> Vec<Finding> {
        self.found(|row| row.finding(self.review.main))
    }

    /// The same for who only counts: what is found on lines has no reasons, which take a while to find.
    pub(crate) fn unexplained(&self) -> Vec<Finding> {
        self.found(Row::unexplained)
    }

    fn found(&self, finding: impl Fn(&'d Row<'d>) -> Option<Finding>) -> Vec<Finding> {
        let rows = self.review.rows.iter().filter_map(|row| Some(self.shown(row, finding(row)?)));
        let mut findings: Vec<_> = self.review.findings.clone();
        findings.extend(self.text.findings().iter().cloned());
        findings.extend(rows);
        if let Some(ranges) = &self.review.reported {
            findings.retain(|finding| finding.line.is_none_or(|line| has_line(ranges, line.get())));
        }
        for finding in &mut findings {
            finding.is_suppressed = match self.answered_line(finding) {
                Some(line) => {
                    let answer = self.review.answers.line(line);
                    finding.is_suppressed || answer == Some(Answer::Keep)
                }
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

    /// The number of the line that a person answers by for a finding. `None` for what is about the whole
    /// document, and for a line that is blank, such as one of zero-width spaces alone: it says nothing to
    /// know it by. Those are answered by their rule.
    pub fn answered_line(&self, finding: &Finding) -> Option<usize> {
        let number = finding.line?.get();
        let row = self.review.rows.get(number - 1)?;
        (!row.line.is_blank()).then_some(number)
    }

    /// What is found on a line, as it is shown.
    fn shown(&self, row: &Row<'_>, finding: Finding) -> Finding {
        if !(row.is_ignored && self.review.shows_ignored) {
            return finding;
        }
        let reason = format!("ignored by a comment: {}", finding.reason);
        Finding { severity: Severity::Note, reason, is_suppressed: false, ..finding }
    }

    /// What each line is known by in decisions and in reports that are compared with earlier ones;
    /// one for each row of the review. Costs a hash for each line.
    pub fn fingerprints(&self) -> Vec<Fingerprint> {
        fingerprints(self.review.rows.iter().map(|row| row.line))
    }

    /// Everything found, each with what its line is known by.
    pub(crate) fn known_findings(&self) -> Vec<(Finding, Option<Fingerprint>)> {
        let findings = self.all_findings();
        let lines = if findings.is_empty() { Vec::new() } else { self.fingerprints() };
        let with = |finding: Finding| {
            let known = finding.line.and_then(|line| lines.get(line.get() - 1)).copied();
            (finding, known)
        };
        findings.into_iter().map(with).collect()
    }

    /// The strongest severity that is open. Costs a copy of each line that something is found on.
    pub fn worst(&self) -> Option<Severity> {
        let open = self.unexplained().into_iter().filter(|finding| !finding.is_suppressed);
        open.map(|finding| finding.severity).max()
    }
}
