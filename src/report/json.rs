//! The JSON shapes, built here by hand so that the types behind them can change.
//!
//! `docs/json.md` describes every field. A field that changes its meaning or goes away raises
//! [`VERSION`]; new fields do not.

use serde_json::{Map, Value, json};

use super::{Document, Totals};
use crate::decode::Decoding;
use crate::finding::{Finding, Span};
use crate::lang::Lang;
use crate::review::Row;

/// The version of the JSON shapes.
const VERSION: u32 = 1;

pub(super) fn head() -> String {
    format!("{{\"version\":{VERSION},\"tool\":\"monoglot\",\"documents\":[\n")
}

pub(super) fn tail(totals: &Totals) -> String {
    format!("\n],\"totals\":{}}}\n", totals_value(totals))
}

/// The totals as the last line of a stream; the key tells it from a document.
pub(super) fn totals_line(totals: &Totals) -> String {
    format!("{}\n", json!({"version": VERSION, "totals": totals_value(totals)}))
}

pub(super) fn document(document: &Document<'_>) -> String {
    let review = document.review;
    let totals = Totals::of(document);
    json!({
        "path": document.path,
        "encoding": document.text.encoding().to_string(),
        "decoding": decoding(document.text.decoding()),
        "lang": review.main.map(Lang::code),
        "share": rounded(review.share),
        "lines": totals.lines,
        "removed": totals.removed,
        "flagged": totals.flagged,
        "repaired": totals.repaired,
        "languages": totals.languages,
        "findings": document.findings().iter().map(finding).collect::<Vec<_>>(),
    })
    .to_string()
}

/// How the bytes were read, every key always there.
fn decoding(decoding: &Decoding) -> Value {
    let runner_up = decoding.runner_up;
    let changes: Map<_, _> =
        decoding.changes.iter().map(|&(change, n)| (change.id().to_owned(), json!(n))).collect();
    json!({
        "declared": decoding.declared.map(|encoding| encoding.to_string()),
        "detected": decoding.detected.map(|encoding| encoding.to_string()),
        "used": decoding.used.to_string(),
        "runner_up": runner_up.map(|(encoding, _)| encoding.to_string()),
        "margin": runner_up.map(|(_, nats)| tenths(nats)),
        "undecodable": decoding.undecodable,
        "mixed_lines": decoding.mixed_lines,
        "repaired_lines": decoding.repaired_lines,
        "changes": changes,
    })
}

fn finding(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule.id(),
        "severity": finding.severity.name(),
        "line": finding.line,
        "spans": spans(&finding.spans),
        "lang": finding.lang.map(Lang::code),
        "confidence": rounded(finding.confidence),
        "reason": finding.reason,
        "text": finding.text,
        "replacement": finding.replacement,
    })
}

/// The record of one line that `tag --format jsonl` prints.
pub fn tag_record(path: &str, row: &Row<'_>) -> String {
    json!({
        "path": path,
        "line": row.line.number,
        "lang": row.lang.map_or("und", Lang::code),
        "confidence": rounded(row.confidence),
        "foreign": rounded(row.foreign()),
        "verdict": row.verdict.name(),
        "rule": row.verdict.rule().map(crate::Rule::id),
        "script": row.script.map(crate::Script::code),
        "spans": spans(&row.spans),
        "text": row.line.content,
    })
    .to_string()
}

fn spans(spans: &[Span]) -> Vec<Value> {
    let value = |span: &Span| json!([span.range.start, span.range.end, span.lang.code()]);
    spans.iter().map(value).collect()
}

fn totals_value(totals: &Totals) -> Value {
    let rules: Map<_, _> =
        totals.rules.iter().map(|(rule, count)| (rule.id().to_owned(), json!(count))).collect();
    json!({
        "documents": totals.documents,
        "failed": totals.failed,
        "skipped": totals.skipped,
        "lines": totals.lines,
        "removed": totals.removed,
        "flagged": totals.flagged,
        "repaired": totals.repaired,
        "suppressed": totals.suppressed,
        "languages": totals.languages,
        "encodings": totals.encodings,
        "rules": rules,
    })
}

/// Probabilities carry four digits: more would claim a precision that nobody measured.
fn rounded(probability: f64) -> f64 {
    (probability * 10_000.0).round() / 10_000.0
}

/// Nats carry one digit: they are sums over a whole text.
fn tenths(nats: f32) -> f64 {
    (f64::from(nats) * 10.0).round() / 10.0
}
