//! SARIF 2.1.0, for code scanning, editors and whatever else reads the results of analyses.
//!
//! Columns count code points, and the report says so. What a decision keeps is reported as
//! suppressed: a viewer closes it, and does not take it for mended. Where decoding changed lines, a
//! place inside a line is not the same place in the file, so whole lines are given there.

use std::num::NonZeroUsize;

use serde_json::{Value, json};

use super::escape::uri;
use super::json::encode;
use super::message::message;
use super::totals::Totals;
use crate::decision::Fingerprint;
use crate::decode::Change;
use crate::document::Document;
use crate::finding::{Finding, Span, rounded};
use crate::review::Row;
use crate::rule::{Rule, Severity};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn head() -> String {
    let home = env!("CARGO_PKG_REPOSITORY");
    let driver = json!({
        "name": "monoglot",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "informationUri": home,
        "rules": Rule::ALL.map(rule),
    });
    format!(
        "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\
         \"tool\":{{\"driver\":{driver}}},\"columnKind\":\"unicodeCodePoints\",\"results\":[\n"
    )
}

pub(super) fn tail(totals: &Totals) -> String {
    let invocations = json!([{"executionSuccessful": totals.failed == 0}]);
    format!("\n],\"invocations\":{invocations}}}]}}\n")
}

fn rule(rule: Rule) -> Value {
    json!({
        "id": rule.id(),
        "shortDescription": {"text": format!("{}.", rule.summary())},
        "fullDescription": {"text": rule.explanation()},
        "help": {"text": format!("By default: {}.\n\n{}", rule.default(), rule.explanation())},
        "helpUri": format!("{}#what-it-finds", env!("CARGO_PKG_REPOSITORY")),
        "defaultConfiguration": {"level": level(rule.severity())},
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Remove => "error",
        Severity::Repair | Severity::Flag => "warning",
        Severity::Note => "note",
    }
}

pub(super) fn document(document: &Document<'_>) -> String {
    let findings = document.known_findings();
    let is_mended = is_mended(document);
    let results = findings.iter().map(|(finding, known)| {
        let row = finding.line.and_then(|line| document.review.rows.get(line.get() - 1));
        let located = Located { path: document.path, finding, row, is_mended };
        encode(&located.result(*known))
    });
    results.collect::<Vec<_>>().join(",\n")
}

/// Whether lines may read otherwise in the file than they were judged.
fn is_mended(document: &Document<'_>) -> bool {
    let decoding = document.text.decoding();
    let is_in_line = |change: Change| change != Change::LineEnding;
    decoding.repaired_lines > 0 || decoding.changes.iter().any(|&(change, _)| is_in_line(change))
}

/// A finding where it was found.
struct Located<'f> {
    path: &'f str,
    finding: &'f Finding,
    row: Option<&'f Row<'f>>,
    is_mended: bool,
}

impl Located<'_> {
    fn result(&self, known: Option<Fingerprint>) -> Value {
        let finding = self.finding;
        let mut result = json!({
            "ruleId": finding.rule.id(),
            "ruleIndex": Rule::ALL.iter().position(|&rule| rule == finding.rule),
            "level": level(finding.severity),
            "message": {"text": message(finding)},
            "locations": [{"physicalLocation": {
                "artifactLocation": {"uri": uri(self.path)},
                "region": self.region(),
            }}],
            "properties": {"confidence": rounded(finding.confidence)},
        });
        if let Some(known) = known {
            // The name that GitHub's code scanning compares alerts by, and its way to number equals.
            let line = format!("{}:{}", known.hash, known.occurrence);
            result["partialFingerprints"] = json!({"primaryLocationLineHash": line});
        }
        if finding.is_suppressed {
            result["suppressions"] = json!([{
                "kind": "external",
                "status": "accepted",
                "justification": "kept by the decisions file",
            }]);
        } else if let Some(fix) = self.fix() {
            result["fixes"] = json!([fix]);
        }
        result
    }

    /// The line, or the first of its spans. What is about the whole document is shown at its start.
    fn region(&self) -> Value {
        let Some(line) = self.finding.line else { return json!({"startLine": 1}) };
        match self.finding.spans.first() {
            Some(span) if !self.is_mended => region(line, span),
            _ if self.is_mended && self.finding.replacement.is_none() => {
                json!({"startLine": line, "endLine": line})
            }
            _ => {
                let end = self.finding.text.chars().count() + 1;
                json!({"startLine": line, "startColumn": 1, "endLine": line, "endColumn": end})
            }
        }
    }

    /// What a program can do about it: take the line or the spans away, or write the repair.
    fn fix(&self) -> Option<Value> {
        let (finding, row) = (self.finding, self.row?);
        let line = finding.line?;
        let (what, replacements) = match (&finding.replacement, finding.severity) {
            (Some(text), _) => {
                let inserted = json!({"text": text});
                let deleted = self.region();
                let repair = json!({"deletedRegion": deleted, "insertedContent": inserted});
                ("Write the repaired line.", vec![repair])
            }
            (None, Severity::Remove) if finding.spans.is_empty() => {
                ("Remove the line.", vec![json!({"deletedRegion": whole_line(row)})])
            }
            (None, Severity::Remove) if !self.is_mended => {
                let cut = |span: &Span| json!({"deletedRegion": region(line, span)});
                ("Remove what is foreign.", finding.spans.iter().map(cut).collect())
            }
            _ => return None,
        };
        Some(json!({
            "description": {"text": what},
            "artifactChanges": [{
                "artifactLocation": {"uri": uri(self.path)},
                "replacements": replacements,
            }],
        }))
    }
}

fn region(line: NonZeroUsize, span: &Span) -> Value {
    json!({
        "startLine": line,
        "startColumn": span.range.start + 1,
        "endLine": line,
        "endColumn": span.range.end + 1,
    })
}

/// A line with its ending, if it has one.
fn whole_line(row: &Row<'_>) -> Value {
    let line = row.line.number().get();
    match row.line.ending() {
        "" => json!({"startLine": line, "startColumn": 1, "endLine": line}),
        _ => json!({"startLine": line, "startColumn": 1, "endLine": line + 1, "endColumn": 1}),
    }
}
