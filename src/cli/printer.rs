//! What goes to stdout apart from findings: cleaned text, tagged lines, differences.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};

use anstyle::{AnsiColor, Style};
use monoglot::report::{escape, tag_record};
use monoglot::{Review, Row, Text, Verdict};

use super::args::TagFormat;
use super::console::for_terminal;

/// Every line with its language and its verdict.
pub(super) fn tagged(name: &str, review: &Review<'_>, format: TagFormat, color: bool) -> String {
    // Room at once, so that a document of millions of lines is not copied each time that it grows.
    let texts: usize = review.rows.iter().map(|row| row.line.content.len()).sum();
    let around = match format {
        TagFormat::Full => GUTTER,
        TagFormat::Jsonl => TAG_RECORD + name.len(),
    };
    let mut out = String::with_capacity(texts + around * review.rows.len());
    for row in &review.rows {
        match format {
            TagFormat::Full => write_gutter(&mut out, row, style_of(row).filter(|_| color)),
            TagFormat::Jsonl => out += &tag_record(name, row),
        }
        out.push('\n');
    }
    out
}

/// Bytes of a line beside its text, about: of what people read, and of a record.
const GUTTER: usize = 10;
const TAG_RECORD: usize = 176;

/// `ukr  x | the line`: language, verdict (blank keep, `?` flag, `x` remove, `/` cut), text, with
/// foreign spans in ⟦ ⟧.
fn write_gutter(out: &mut String, row: &Row<'_>, style: Option<Style>) {
    let mark = match row.verdict {
        Verdict::Keep => ' ',
        Verdict::Flag(_) => '?',
        Verdict::Remove(_) if row.spans.is_empty() => 'x',
        Verdict::Remove(_) => '/',
    };
    let lang = row.lang.map_or("-", monoglot::Lang::code);
    let text = escape(&bracketed(row));
    let _ = match style {
        Some(style) => write!(out, "{style}{lang:<4} {mark} | {text}{style:#}"),
        None => write!(out, "{lang:<4} {mark} | {text}"),
    };
}

fn painted(text: &str, style: Option<Style>) -> String {
    style.map_or_else(|| text.to_owned(), |style| format!("{style}{text}{style:#}"))
}

/// The colour of a verdict, as reports have it.
fn style_of(row: &Row<'_>) -> Option<Style> {
    match row.verdict {
        Verdict::Keep => None,
        Verdict::Flag(_) => Some(AnsiColor::Yellow.on_default()),
        Verdict::Remove(_) => Some(AnsiColor::Red.on_default()),
    }
}

/// The line with its spans in brackets.
fn bracketed<'t>(row: &Row<'t>) -> Cow<'t, str> {
    if row.spans.is_empty() {
        return row.line.content.into();
    }
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
    out.into()
}

/// A unified diff from a text as it stood before any repair to what is left of it. In colour it is for people
/// and safe to look at; without, it can be applied as a patch.
pub(super) fn diff(name: &str, before: &Text<'_>, review: &Review<'_>, color: bool) -> String {
    let name = escape(name);
    let clean = review.clean();
    let diff = similar::TextDiff::from_lines(before.as_str(), &clean);
    let diff = diff.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_string();
    if !color {
        return if io::stdout().is_terminal() { for_terminal(&diff) } else { diff };
    }
    let safe = for_terminal(&diff);
    let line = |line: &str| painted(line, style_of_change(line)) + "\n";
    safe.lines().map(line).collect()
}

/// The colour of a line of a diff, as `git diff` has it.
fn style_of_change(line: &str) -> Option<Style> {
    let is_header = line.starts_with("--- ") || line.starts_with("+++ ");
    match line.as_bytes().first()? {
        _ if is_header => Some(Style::new().bold()),
        b'-' => Some(AnsiColor::Red.on_default()),
        b'+' => Some(AnsiColor::Green.on_default()),
        b'@' => Some(AnsiColor::Cyan.on_default()),
        _ => None,
    }
}
