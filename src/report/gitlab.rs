//! A code quality report for GitLab: an array of what it calls degradations.
//!
//! GitLab compares reports by fingerprint, and equal fingerprints collapse to one. So a fingerprint
//! is made of the rule, the document and what the line says, with its number among equal lines; a
//! line that moves keeps it.

use std::num::NonZeroUsize;

use serde_json::{Value, json};

use super::escape::plain;
use super::json::encode;
use super::message::message;
use crate::decision::{Fingerprint, LineHash};
use crate::document::Document;
use crate::finding::Finding;
use crate::rule::Severity;

pub(super) fn document(document: &Document<'_>) -> String {
    let findings = document.known_findings();
    let open = findings.iter().filter(|(finding, _)| !finding.is_suppressed);
    let degradations =
        open.map(|(finding, known)| encode(&degradation(document.path, finding, *known)));
    degradations.collect::<Vec<_>>().join(",\n")
}

fn degradation(path: &str, finding: &Finding, known: Option<Fingerprint>) -> Value {
    let path = plain(path);
    let line = known
        .map_or_else(String::new, |known| known.hash.to_string() + &known.occurrence.to_string());
    let identity = LineHash::of(&format!("{} {path} {line}", finding.rule));
    json!({
        "type": "issue",
        "check_name": finding.rule.id(),
        "description": message(finding),
        "severity": severity(finding.severity),
        "fingerprint": identity.to_string(),
        "location": {
            "path": path,
            "lines": {"begin": finding.line.map_or(1, NonZeroUsize::get)},
        },
    })
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Remove => "major",
        Severity::Repair | Severity::Flag => "minor",
        Severity::Note => "info",
    }
}
