//! Findings about the lines of one document, as many as anybody reads.

use crate::finding::Finding;
use crate::rule::{Rule, Severity};

/// So many are listed one by one. A file of a hundred megabytes may have a damaged line every other
/// byte, and a finding takes some two hundred.
const MOST: usize = 100_000;

/// The findings so far. Beyond [`MOST`] they are only counted.
#[derive(Debug, Default)]
pub(super) struct CappedFindings {
    findings: Vec<Finding>,
    more: Vec<(Rule, Severity, usize)>,
}

impl CappedFindings {
    pub(super) fn push(&mut self, finding: Finding) {
        if self.findings.len() < MOST {
            self.findings.push(finding);
            return;
        }
        match self.more.iter_mut().find(|(rule, ..)| *rule == finding.rule) {
            Some((.., count)) => *count += 1,
            None => self.more.push((finding.rule, finding.severity, 1)),
        }
    }

    /// All of them: those that were only counted are one of the document for each rule.
    pub(super) fn into_findings(mut self) -> impl Iterator<Item = Finding> {
        let counted = std::mem::take(&mut self.more).into_iter().map(|(rule, severity, count)| {
            Finding::of_document(rule, severity, format!("{count} more lines, not listed"))
        });
        self.findings.into_iter().chain(counted)
    }
}

impl Extend<Finding> for CappedFindings {
    fn extend<I: IntoIterator<Item = Finding>>(&mut self, findings: I) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_listed_is_counted() {
        let mut listed = CappedFindings::default();
        let finding = || Finding::of_document(Rule::Mojibake, Severity::Repair, String::new());
        listed.extend(std::iter::repeat_with(finding).take(MOST + 3));
        let last = listed.into_findings().last();
        assert_eq!(last.map(|finding| finding.reason).as_deref(), Some("3 more lines, not listed"));
    }
}
