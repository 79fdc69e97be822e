//! The JSON shapes, built here by hand so that the types behind them can change.
//!
//! `docs/json.md` describes every field. A field that changes its meaning or goes away raises
//! [`VERSION`]; new fields do not.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::escape::{has_unsafe, is_unsafe};
use super::site_lines::SiteLine;
use super::totals::{ShardTotals, Totals};
use crate::cleaned::{Cleaned, Removed, Tag};
use crate::decode::Decoding;
use crate::decode::Text;
use crate::document::Document;
use crate::document_format::BlockKind;
use crate::finding::{Finding, Span, rounded};
use crate::lang::Lang;
use crate::review::Row;
use crate::rule::Rule;
use crate::script::Script;

/// The version of the JSON shapes.
const VERSION: u32 = 1;

/// JSON on one line, safe to be printed: what [`escape`](super::escape()) would show is written in
/// JSON's own escapes, so that a parser reads the text as it is and a terminal or a log does not.
pub(super) fn encode(value: &Value) -> String {
    let text = serde_json::to_string(value).expect("a value is JSON");
    if !text.contains("##[") && !has_unsafe(&text) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unsafe(c) || (c == '[' && out.ends_with("##")) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

pub(super) fn head() -> String {
    format!("{{\"version\":{VERSION},\"tool\":\"monoglot\",\"documents\":[\n")
}

pub(super) fn tail(totals: &Totals) -> String {
    format!("\n],\"totals\":{}}}\n", encode(&totals_value(totals)))
}

/// The totals as the last line of a stream; the key tells it from a document.
pub(super) fn totals_line(totals: &Totals) -> String {
    format!("{}\n", encode(&json!({"version": VERSION, "totals": totals_value(totals)})))
}

pub(super) fn document(document: &Document<'_>) -> String {
    let review = document.review;
    let totals = Totals::of(document);
    encode(&json!({
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
    }))
}

/// How the bytes of a text were read, and what decoding found and mended: a JSON object on one line, safe
/// to be printed. `docs/json.md` describes its fields.
pub fn decoded(text: &Text<'_>) -> String {
    encode(&json!({
        "encoding": text.encoding().to_string(),
        "decoding": decoding(text.decoding()),
        "findings": text.findings().iter().map(finding).collect::<Vec<_>>(),
    }))
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
        "doubtful": decoding.doubtful,
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
        "block": finding.block.map(BlockKind::name),
        "spans": spans(&finding.spans),
        "lang": finding.lang.map(Lang::code),
        "confidence": rounded(finding.confidence),
        "reason": finding.reason,
        "text": finding.text,
        "replacement": finding.replacement,
    })
}

/// One line of a document with its language and its verdict: a JSON object on one line, safe to be printed.
/// `docs/json.md` describes its fields.
pub fn tag_record(path: &str, row: &Row<'_>) -> String {
    let mut out = String::with_capacity(TAG_RECORD + path.len() + row.line.content.len());
    let number = |number: f64| Value::from(rounded(number));
    let _ = write!(
        out,
        r#"{{"path":{},"line":{},"lang":"{}","confidence":{},"foreign":{},"residue":{},"verdict":"{}""#,
        encode(&path.into()),
        row.line.number(),
        row.lang.map_or("und", Lang::code),
        number(row.confidence),
        number(row.foreign()),
        number(row.residue()),
        row.verdict.name(),
    );
    let names = [
        ("rule", row.verdict.rule().map(Rule::id)),
        ("script", row.script.map(Script::code)),
        ("block", row.block.map(BlockKind::name)),
    ];
    for (key, name) in names {
        let _ = match name {
            Some(name) => write!(out, r#","{key}":"{name}""#),
            None => write!(out, r#","{key}":null"#),
        };
    }
    let spans = Value::from(spans(&row.spans));
    let _ = write!(out, r#","spans":{spans},"text":{}}}"#, encode(&row.line.content.into()));
    out
}

/// Bytes of a tagged line beside its path and its text.
const TAG_RECORD: usize = 192;

/// What is added to a record under the name [`FIELD`](crate::record::FIELD): all of it but the
/// cleaned text, which takes the place of the one that was given. A JSON object on one line, safe to be
/// printed; `docs/json.md` describes its fields.
pub fn record_field(cleaned: &Cleaned) -> String {
    let mut out = encode(&json!({
        "lang": cleaned.lang.map(Lang::code),
        "share": cleaned.share,
        "encoding": cleaned.encoding.to_string(),
    }));
    out.pop();
    out.reserve(LINE * cleaned.lines.len());
    // One after the other: values take ten times their text, and there can be millions of lines.
    write_list(&mut out, "lines", &cleaned.lines, write_line);
    write_list(&mut out, "removed", &cleaned.removed, |out, one| *out += &encode(&removed(one)));
    write_list(&mut out, "findings", &cleaned.findings, |out, one| *out += &encode(&found(one)));
    out + &format!(",\"original\":{}}}", encode(&json!(cleaned.original)))
}

/// Bytes of a line in the field of a record, about.
const LINE: usize = 84;

/// A field of an object with a list.
fn write_list<T>(out: &mut String, name: &str, items: &[T], write: impl Fn(&mut String, &T)) {
    let _ = write!(out, ",\"{name}\":[");
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(']');
}

fn write_line(out: &mut String, tag: &Tag) {
    let _ = write!(
        out,
        r#"{{"lang":"{}","confidence":{},"foreign":{},"residue":{},"verdict":"{}"}}"#,
        tag.lang.map_or("und", Lang::code),
        Value::from(tag.confidence),
        Value::from(tag.foreign),
        Value::from(tag.residue),
        tag.verdict.name(),
    );
}

fn removed(piece: &Removed) -> Value {
    json!({
        "line": piece.line,
        "start": piece.start,
        "end": piece.end,
        "lang": piece.lang.map(Lang::code),
        "rule": piece.rule.id(),
        "foreign": piece.foreign,
        "reason": piece.reason,
        "text": piece.text,
    })
}

/// A finding without the text of its line, which stands in the record already.
fn found(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule.id(),
        "severity": finding.severity.name(),
        "line": finding.line,
        "lang": finding.lang.map(Lang::code),
        "confidence": rounded(finding.confidence),
        "reason": finding.reason,
    })
}

fn spans(spans: &[Span]) -> Vec<Value> {
    let value = |span: &Span| json!([span.range.start, span.range.end, span.lang.code()]);
    spans.iter().map(value).collect()
}

fn totals_value(totals: &Totals) -> Value {
    let rules: Map<_, _> =
        totals.rules.iter().map(|(rule, count)| (rule.id().to_owned(), json!(count))).collect();
    let shards: Map<_, _> =
        totals.shards.iter().map(|(name, part)| (name.clone(), share(part))).collect();
    json!({
        "documents": totals.documents,
        "documents_flagged": totals.documents_flagged,
        "failed": totals.failed,
        "skipped": totals.skipped,
        "lines": totals.lines,
        "removed": totals.removed,
        "flagged": totals.flagged,
        "repaired": totals.repaired,
        "suppressed": totals.suppressed,
        "words": totals.words,
        "words_removed": totals.words_removed,
        "languages": totals.languages,
        "encodings": totals.encodings,
        "rules": rules,
        "repeated": totals.repeated.iter().map(|line| repeated(&line)).collect::<Vec<_>>(),
        "shards": shards,
    })
}

fn repeated(line: &SiteLine<'_>) -> Value {
    json!({
        "site": line.site,
        "documents": line.documents,
        "site_documents": line.all,
        "lang": line.lang,
        "rule": line.rule.id(),
        "verdict": line.verdict,
        "text": line.text,
    })
}

fn share(share: &ShardTotals) -> Value {
    json!({
        "documents": share.documents,
        "failed": share.failed,
        "lines": share.lines,
        "removed": share.removed,
        "flagged": share.flagged,
    })
}

/// Nats carry one digit: they are sums over a whole text.
fn tenths(nats: f32) -> f64 {
    (f64::from(nats) * 10.0).round() / 10.0
}
