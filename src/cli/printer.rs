//! What goes to stdout apart from findings: cleaned text, tagged lines, differences.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::ops::ControlFlow;

use anstyle::{AnsiColor, Style};
use monoglot::report::{escape, tag_record};
use monoglot::{Review, Row, Text, Verdict};

use super::args::TagFormat;
use super::console::for_terminal;
use super::parallel::HandOn;

/// What is printed of documents, handed on page by page: of a line of one letter are printed two hundred
/// bytes, and there can be millions of them.
pub(super) struct Printer<'w> {
    page: String,
    hand_on: HandOn<'w, String>,
    /// Whether a page was handed on.
    pub(super) has_begun: bool,
}

/// From so many bytes on a page is full.
const PAGE: usize = 1 << 20;

impl<'w> Printer<'w> {
    pub(super) fn new(hand_on: HandOn<'w, String>) -> Self {
        Self { page: String::new(), hand_on, has_begun: false }
    }

    /// The last page.
    pub(super) fn rest(&mut self) -> String {
        std::mem::take(&mut self.page)
    }

    /// Begins another page if this one is full; breaks if nobody wants to have it.
    fn turn(&mut self) -> ControlFlow<()> {
        if self.page.len() < PAGE {
            return ControlFlow::Continue(());
        }
        self.has_begun = true;
        let page = self.rest();
        (self.hand_on)(page)
    }

    /// Every line with its language and its verdict.
    pub(super) fn tagged(
        &mut self,
        name: &str,
        review: &Review<'_>,
        format: TagFormat,
        color: bool,
    ) {
        for row in &review.rows {
            match format {
                TagFormat::Full => {
                    write_gutter(&mut self.page, row, style_of(row).filter(|_| color));
                }
                TagFormat::Jsonl => self.page += &tag_record(name, row),
            }
            self.page.push('\n');
            if self.turn().is_break() {
                return;
            }
        }
    }

    /// How a document would change, from its text before any repair.
    pub(super) fn diff(&mut self, name: &str, before: &Text<'_>, review: &Review<'_>, color: bool) {
        self.page += &diff(name, before, review, color);
    }
}

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
fn diff(name: &str, before: &Text<'_>, review: &Review<'_>, color: bool) -> String {
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
