//! What the script of the page draws, as JSON.
//!
//! Keys are short because there are many of them; `templates/report/model.js` reads them. A document is a
//! row (`p` path, `l` language, `s` share of the main language in percent, `e` encoding, `n` lines,
//! removed, flagged, repaired, and 1 if the document is flagged as a whole, `k` lines to a cell, `r`
//! ribbon). Its details are lines with findings, lines beside them as `[number, language, text]`, and
//! the number of lines left out between; for a document of several languages there is an excerpt, `m`,
//! of such lines.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::super::escape::shortened_to;
use super::super::json::encode;
use super::super::top_k::TopK;
use super::super::totals::Totals;
use crate::decision::Fingerprint;
use crate::document::Document;
use crate::finding::{Finding, rounded};
use crate::lang::Lang;
use crate::review::{Row, Verdict};
use crate::rule::Rule;
use crate::script::Script;

/// So many cells a ribbon has at most; in a longer document a cell stands for several lines.
const CELLS: usize = 300;

/// So many characters of a line with findings are shown, and of a line beside it.
const SHOWN: usize = 600;
const SHOWN_BESIDE: usize = 160;

/// So many lines with findings are shown of one document.
const LINES: usize = 120;

/// So many lines of each of so many languages are the excerpt of a document that is mixed.
const EXCERPT: usize = 2;
const EXCERPT_LANGUAGES: usize = 3;

/// So many lines that are not blank are shown on either side of a finding.
const BESIDE: usize = 2;

/// A text by its content, as a content security policy names an inline element.
pub(super) fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}

/// What a page shows of documents, by their numbers: rows, the worst first, and details.
#[derive(Default)]
pub(super) struct Shown<'s> {
    pub(super) rows: Vec<(usize, &'s str)>,
    pub(super) details: Vec<(usize, &'s str)>,
}

impl<'s> Shown<'s> {
    /// Documents are numbered as they are shown, whatever the order in which they came.
    pub(super) fn of(rows: &'s TopK, details: &'s TopK) -> Self {
        let numbers: BTreeMap<_, _> =
            rows.items().enumerate().map(|(number, (document, _))| (document, number)).collect();
        let numbered = |list: &'s TopK| {
            list.items().filter_map(|(id, text)| Some((*numbers.get(&id)?, text))).collect()
        };
        Self { rows: numbered(rows), details: numbered(details) }
    }
}

/// All data of the page, safe inside of a script element; `order` has the codes of the languages, the
/// most frequent first. A page without an `id` is known by what it holds.
pub(super) fn page(totals: &Totals, order: &[&str], shown: &Shown<'_>, id: Option<&str>) -> String {
    let rules: Map<_, _> =
        Rule::ALL.iter().map(|rule| (rule.id().to_owned(), json!(rule.summary()))).collect();
    let mut out = format!(
        "{{\"totals\":{},\"languages\":{},\"order\":{},\"rules\":{},\"rows\":[",
        sums(totals),
        encode(&names()),
        json!(order),
        encode(&Value::Object(rules))
    );
    write_list(&mut out, shown.rows.iter().map(|(id, text)| format!("[{id},{text}]")));
    out.push_str("],\"details\":{");
    write_list(&mut out, shown.details.iter().map(|(id, text)| format!("\"{id}\":{text}")));
    out.push('}');
    // Answers that a browser remembers are those to this report.
    let id = id.map_or_else(|| hash(&out), str::to_owned);
    let _ = write!(out, ",\"id\":\"{id}\"}}");
    // Nothing in it can end the element, or start a comment in it.
    out.replace('<', "\\u003c")
}

fn write_list(out: &mut String, items: impl Iterator<Item = String>) {
    for (index, item) in items.enumerate() {
        let _ = write!(out, "{}{item}", if index > 0 { ",\n" } else { "" });
    }
}

/// What the tabs count, documents that did not fit into the page too.
fn sums(totals: &Totals) -> Value {
    let Totals { documents, documents_flagged, removed, flagged, repaired, .. } = *totals;
    json!({
        "documents": documents,
        "documents_flagged": documents_flagged,
        "removed": removed,
        "flagged": flagged,
        "repaired": repaired,
    })
}

/// For each language its tag in HTML, its name and its direction.
fn names() -> Value {
    let direction = |lang: Lang| {
        let is_rtl = lang.scripts().first().is_some_and(|script| Script::is_right_to_left(*script));
        if is_rtl { "rtl" } else { "ltr" }
    };
    let name = |lang: Lang| {
        let tag = lang.short_code().unwrap_or(lang.code());
        (lang.code().to_owned(), json!([tag, lang.name(), direction(lang)]))
    };
    Value::Object(Lang::all().map(name).collect())
}

pub(super) fn row(document: &Document<'_>) -> String {
    let (review, totals) = (document.review, Totals::of(document));
    let per_cell = review.rows.len().div_ceil(CELLS).max(1);
    encode(&json!({
        "p": document.path,
        "l": review.main.map(Lang::code),
        "s": (100.0 * review.share).round() as u64,
        "e": document.text.encoding().to_string(),
        "n": [totals.lines, totals.removed, totals.flagged, totals.repaired, totals.documents_flagged],
        "k": per_cell,
        "r": ribbon(&review.rows, per_cell),
    }))
}

/// `eng12 _1 ukr1x`: language (`-` none, `_` blank line), number of cells, and `x` removed, `/` cut,
/// `?` flagged; where a part of the line is meant, the language of the part. A cell that stands for several lines shows the worst of them.
fn ribbon(rows: &[Row<'_>], per_cell: usize) -> String {
    let worst = |rows: &[Row<'_>]| {
        let cells = rows.iter().map(cell);
        cells.max_by_key(|&(lang, mark)| (!mark.is_empty(), mark == "x", lang != "_", lang != "-"))
    };
    let cells: Vec<_> = rows.chunks(per_cell).filter_map(worst).collect();
    let runs = cells.chunk_by(|a, b| a == b);
    let token = |run: &[(&str, &str)]| format!("{}{}{}", run[0].0, run.len(), run[0].1);
    runs.map(token).collect::<Vec<_>>().join(" ")
}

fn cell(row: &Row<'_>) -> (&'static str, &'static str) {
    let lang = match row.lang {
        _ if row.line.is_blank() => "_",
        None => "-",
        Some(lang) => row.spans.first().map_or(lang, |span| span.lang).code(),
    };
    let mark = match row.verdict {
        Verdict::Keep => "",
        Verdict::Flag(_) => "?",
        Verdict::Remove(_) if row.spans.is_empty() => "x",
        Verdict::Remove(_) => "/",
    };
    (lang, mark)
}

/// What was found in a document, in the order of the lines; nothing if nothing was.
pub(super) fn details(document: &Document<'_>) -> Option<String> {
    let findings = document.known_findings();
    if findings.is_empty() {
        return None;
    }
    let mut by_line: BTreeMap<usize, Vec<(Finding, Option<Fingerprint>)>> = BTreeMap::new();
    for (finding, known) in findings {
        let line = finding.line.map_or(0, std::num::NonZeroUsize::get);
        by_line.entry(line).or_default().push((finding, known));
    }
    let rows = &document.review.rows;
    let left_out = by_line.len().saturating_sub(LINES);
    by_line = by_line.into_iter().take(LINES).collect();
    let beside: Vec<_> = by_line.keys().flat_map(|&line| beside(rows, line)).collect();
    let mut entries: BTreeMap<usize, Value> =
        beside.into_iter().map(|row| (row.line.number().get(), context(row))).collect();
    for (&line, found) in &by_line {
        let row = line.checked_sub(1).and_then(|index| rows.get(index));
        entries.insert(line, entry(line, row, found));
    }
    let mut out = Vec::new();
    let mut next = 1;
    for (line, entry) in entries {
        out.extend(gap(rows, next..line));
        next = line + 1;
        out.push(entry);
    }
    out.extend(gap(rows, next..rows.len() + 1));
    let mut details = json!({"d": out, "more": left_out});
    if document.review.findings.iter().any(|finding| finding.rule == Rule::MixedDocument) {
        details["m"] = json!(excerpt(rows));
    }
    Some(encode(&details))
}

/// The first lines of each of the languages that most lines are in, in the order of the lines.
fn excerpt(rows: &[Row<'_>]) -> Vec<Value> {
    let mut by_lang: BTreeMap<Lang, Vec<&Row<'_>>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.line.is_blank()) {
        if let Some(lang) = row.lang {
            by_lang.entry(lang).or_default().push(row);
        }
    }
    let mut langs: Vec<_> = by_lang.into_values().collect();
    langs.sort_by_key(|rows| std::cmp::Reverse(rows.len()));
    let first = langs.iter().take(EXCERPT_LANGUAGES).flat_map(|rows| rows.iter().take(EXCERPT));
    let mut first: Vec<_> = first.copied().collect();
    first.sort_by_key(|row| row.line.number());
    first.into_iter().map(context).collect()
}

/// How many lines are left out, if anything stands on them.
fn gap(rows: &[Row<'_>], lines: Range<usize>) -> Option<Value> {
    let left_out = rows.get(lines.start - 1..lines.end.max(lines.start) - 1)?;
    left_out.iter().any(|row| !row.line.is_blank()).then(|| json!(left_out.len()))
}

/// The nearest lines with something on them before and after a line.
fn beside<'r>(rows: &'r [Row<'r>], line: usize) -> impl Iterator<Item = &'r Row<'r>> {
    let inked = |row: &&Row<'_>| !row.line.is_blank();
    let at = line.saturating_sub(1).min(rows.len());
    let before = rows[..at].iter().rev().filter(inked).take(BESIDE);
    let after = rows.iter().skip(line).filter(inked).take(BESIDE);
    let is_line = line > 0;
    before.chain(after).filter(move |_| is_line)
}

fn context(row: &Row<'_>) -> Value {
    let lang = row.lang.map_or("und", Lang::code);
    json!([row.line.number(), lang, shortened_to(row.line.content, SHOWN_BESIDE)])
}

/// A line with findings, or with the number 0 the document as a whole.
fn entry(line: usize, row: Option<&Row<'_>>, found: &[(Finding, Option<Fingerprint>)]) -> Value {
    let known = found.iter().find_map(|(_, known)| *known);
    let findings: Vec<_> = found.iter().map(|(finding, _)| describe(finding)).collect();
    // A finding in a file that is no document of the run, the decisions file, has its own text.
    let own = found.first().map_or("", |(finding, _)| finding.text.as_str());
    let text = row.map_or(own, |row| row.line.content);
    json!({
        "n": line,
        "l": row.and_then(|row| row.lang).map_or("und", Lang::code),
        "t": shortened_to(text, SHOWN),
        "h": known.map(|known| known.hash.to_string()),
        "o": known.map(|known| known.occurrence),
        "f": findings,
    })
}

fn describe(finding: &Finding) -> Value {
    let mut value = json!({
        "r": finding.rule.id(),
        "v": finding.severity.name(),
        "w": finding.reason,
        "c": rounded(finding.confidence),
    });
    if let Some(lang) = finding.lang {
        value["l"] = json!(lang.code());
    }
    if finding.is_suppressed {
        value["k"] = json!(1);
    }
    if !finding.spans.is_empty() {
        let spans = finding.spans.iter().map(|span| [span.range.start, span.range.end]);
        value["x"] = json!(spans.collect::<Vec<_>>());
    }
    if let Some(after) = &finding.replacement {
        // The page itself shows what nobody sees.
        value["b"] = json!(shortened_to(&finding.text, SHOWN));
        value["a"] = json!(shortened_to(after, SHOWN));
    }
    value
}
