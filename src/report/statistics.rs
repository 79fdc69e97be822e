//! Counts instead of findings: for each rule, each language, and the documents with the most.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::escape::escape;
use super::top_k::{Candidate, Fragment, TopK};
use super::totals::Totals;
use crate::document::Document;
use crate::lang::Lang;

/// So many documents are named.
pub(super) const BUDGETS: [usize; 1] = [20];

pub(super) fn document(document: &Document<'_>) -> Fragment {
    let open = document.unexplained().into_iter().filter(|finding| !finding.is_suppressed);
    let findings = open.count();
    if findings == 0 {
        return Fragment::default();
    }
    let (rank, text) = (u32::try_from(findings).unwrap_or(u32::MAX), escape(document.path));
    let candidate = Candidate { list: 0, rank, cost: 1, text: row(findings as u64, &text) };
    Fragment { candidates: vec![candidate], ..Fragment::default() }
}

pub(super) fn tail(totals: &Totals, lists: &[TopK]) -> String {
    let mut out = String::new();
    for (rule, &findings) in sorted(&totals.rules) {
        out += &row(findings, &format!("{rule}: {}", rule.summary()));
    }
    separate(&mut out);
    for (code, &findings) in sorted(&totals.found) {
        out += &row(findings, Lang::from_code(code).map_or(code, Lang::name));
    }
    separate(&mut out);
    for (_, text) in lists.iter().flat_map(TopK::items) {
        out += text;
    }
    let left_out: usize = lists.iter().map(TopK::left_out).sum();
    if left_out > 0 {
        let _ = writeln!(out, "        and {left_out} more documents with findings");
    }
    separate(&mut out);
    out + &totals.summary() + "\n"
}

/// Counts, the largest first.
fn sorted<K: Ord>(counts: &BTreeMap<K, u64>) -> impl Iterator<Item = (&K, &u64)> {
    let mut counts: Vec<_> = counts.iter().collect();
    counts.sort_by_key(|&(key, count)| (Reverse(count), key));
    counts.into_iter()
}

fn row(count: u64, what: &str) -> String {
    format!("{count:>7} {what}\n")
}

/// A blank line between two parts.
fn separate(out: &mut String) {
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
}
