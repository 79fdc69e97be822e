//! A summary in Markdown: totals, and the worst documents with their findings.
//!
//! It is read where it is pasted: an issue, a pull request, the summary of a step on GitHub. Lines
//! from strangers stand in code spans alone, where no markup, mention or reference is read, and in
//! no table, from which a spreadsheet would take formulas.

use std::fmt::Write as _;

use super::badness::badness;
use super::escape::{self, escape};
use super::reveal::before_and_after;
use super::site_lines::SiteLine;
use super::top_k::{Candidate, Fragment, TopK};
use super::totals::Totals;
use crate::document::Document;
use crate::finding::Finding;
use crate::lang::Lang;

/// What an issue holds on GitHub is 65,536 characters; the totals need some.
pub(super) const BUDGETS: [usize; 1] = [56_000];

/// So many findings of one document are shown.
const FINDINGS: usize = 20;

pub(super) fn document(document: &Document<'_>) -> Fragment {
    let findings = document.findings();
    if findings.is_empty() {
        return Fragment::default();
    }
    let main = document.review.main.map_or("no language", Lang::name);
    let path = code(&escape::path(document.path));
    let mut text = format!("\n### {path}\n\n{main}, {}\n\n", document.text.encoding());
    for finding in findings.iter().take(FINDINGS) {
        write_finding(&mut text, finding);
    }
    if let Some(more @ 1..) = findings.len().checked_sub(FINDINGS) {
        let _ = writeln!(text, "- and {more} more");
    }
    let candidate = Candidate { list: 0, rank: badness(document), cost: text.len(), text };
    Fragment { candidates: vec![candidate], ..Fragment::default() }
}

fn write_finding(out: &mut String, finding: &Finding) {
    let place = finding.line.map_or("document".to_owned(), |line| format!("line {line}"));
    let (severity, rule) = (finding.severity.name(), finding.rule);
    let _ = write!(out, "- {place}, **{severity}**, `{rule}`: {}", prose(&finding.reason));
    let (before, after) = before_and_after(finding);
    for text in [Some(before), after].into_iter().flatten() {
        if !text.trim().is_empty() {
            let _ = write!(out, "  \n  {}", code(&escape(&text)));
        }
    }
    out.push('\n');
}

pub(super) fn tail(totals: &Totals, lists: &[TopK]) -> String {
    let mut out = format!("## monoglot\n\n{}\n", prose(&totals.summary()));
    if !totals.rules.is_empty() {
        out += "\n| rule | findings | what |\n|---|--:|---|\n";
        for (rule, count) in &totals.rules {
            let _ = writeln!(out, "| `{rule}` | {count} | {} |", rule.summary());
        }
    }
    write_repeated(&mut out, totals);
    for (_, text) in lists.iter().flat_map(TopK::items) {
        out += text;
    }
    let left_out: usize = lists.iter().map(TopK::left_out).sum();
    if left_out > 0 {
        let noun = if left_out == 1 { "document" } else { "documents" };
        let _ = write!(out, "\nAnd {left_out} more {noun} with milder findings.\n");
    }
    out
}

/// So many lines that repeat are named of one site, and of so many sites.
const REPEATED: usize = 20;

/// What sites repeat, which is one question for each line and not one for each document.
fn write_repeated(out: &mut String, totals: &Totals) {
    for (site, lines) in totals.repeated.by_site().into_iter().take(REPEATED) {
        let _ = write!(out, "\n### Lines that repeat: {}\n\n", code(&escape(site)));
        for line in lines.iter().take(REPEATED) {
            let SiteLine { documents, all, lang, verdict, rule, text, .. } = line;
            let name = Lang::from_code(lang).map_or("no language", Lang::name);
            let _ = write!(
                out,
                "- on {documents} of {all} pages, {name}, **{verdict}**, `{rule}`  \n  "
            );
            let _ = writeln!(out, "{}", code(&escape(text)));
        }
        if let Some(more @ 1..) = lines.len().checked_sub(REPEATED) {
            let _ = writeln!(out, "- and {more} more");
        }
    }
}

/// Our own words, in which nothing is markup.
fn prose(text: &str) -> String {
    let is_markup =
        |c: char| matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#');
    let escaped = escape(text);
    escaped.chars().flat_map(|c| is_markup(c).then_some('\\').into_iter().chain([c])).collect()
}

/// A code span that the text cannot end: its fence is longer than any that the text holds.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // Where text and fence would touch as backticks, and so that white space at the ends stays.
    let is_padded = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let pad = if is_padded { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}
