//! What goes to stdout apart from findings: cleaned text, tagged lines, differences.

use std::io::{self, IsTerminal as _};

use monoglot::report::{escape, tag_record};
use monoglot::{Review, Row, Text, Verdict};

use super::args::TagFormat;
use super::console::for_terminal;

/// Every line with its language and its verdict.
pub(super) fn tagged(name: &str, review: &Review<'_>, format: TagFormat) -> String {
    let mut out = String::new();
    for row in &review.rows {
        match format {
            TagFormat::Full => out += &gutter(row),
            TagFormat::Jsonl => out += &tag_record(name, row),
        }
        out.push('\n');
    }
    out
}

/// `ukr  x | the line`: language, verdict (blank keep, `?` flag, `x` remove, `/` cut), text, with
/// foreign spans in ⟦ ⟧.
fn gutter(row: &Row<'_>) -> String {
    let mark = match row.verdict {
        Verdict::Keep => ' ',
        Verdict::Flag(_) => '?',
        Verdict::Remove(_) if row.spans.is_empty() => 'x',
        Verdict::Remove(_) => '/',
    };
    let lang = row.lang.map_or("-", monoglot::Lang::code);
    format!("{lang:<4} {mark} | {}", escape(&bracketed(row)))
}

/// The line with its spans in brackets.
fn bracketed(row: &Row<'_>) -> String {
    let mut out = String::new();
    for (index, c) in row.line.content.chars().enumerate() {
        if row.spans.iter().any(|span| span.range.start == index) {
            out.push('⟦');
        }
        out.push(c);
        if row.spans.iter().any(|span| span.range.end == index + 1) {
            out.push('⟧');
        }
    }
    out
}

/// A unified diff from a text as it stood before any repair to what is left of it.
pub(super) fn diff(name: &str, before: &Text<'_>, review: &Review<'_>) -> String {
    let name = escape(name);
    let clean = review.clean();
    let diff = similar::TextDiff::from_lines(before.as_str(), &clean);
    let diff = diff.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_string();
    if io::stdout().is_terminal() { for_terminal(&diff) } else { diff }
}
