//! The report for people: every finding in its place, with its reason.
//!
//! It is read to the end only if it is short. So findings that stand together are one block, what is said of
//! several blocks in a row stands above them once, and a block that stands in many documents is shown in the
//! first of them. The heading says what the document is in, and so the reasons don't.

use std::collections::HashMap;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::escape::{SHOWN, escape, uri};
use super::message::{count, main_reason, said_below};
use super::repeats::{Piece, Repeats};
use super::reveal::before_and_after;
use super::top_k::Fragment;
use super::totals::Totals;
use super::width::{cut, wrapped};
use crate::decision::LineHash;
use crate::document::Document;
use crate::finding::Finding;
use crate::lang::Lang;
use crate::review::Review;
use crate::rule::Severity;

/// What the place understands that a report is shown in, beside text: for a file, nothing.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Screen {
    /// Whether it shows colours.
    pub color: bool,
    /// Where the document is, from the root, if it shows links.
    pub link: Option<String>,
    /// How many columns it has, if it has an edge.
    pub columns: Option<usize>,
    /// Whether everything is said: each line, and all of its evidence.
    pub is_verbose: bool,
}

/// A document without findings is not mentioned.
pub(super) fn document(document: &Document<'_>, screen: &Screen) -> Fragment {
    let findings = document.findings();
    if findings.is_empty() {
        return Fragment::default();
    }
    let paint = Paint { color: screen.color };
    let heading = paint.over(&heading(document, screen), Style::new().bold()) + "\n";
    let lines = document.review.rows.len().to_string().len();
    let mut page = Page { review: document.review, screen, paint, lines, shown: 0 };
    let blocks = findings.chunk_by(|a, b| !screen.is_verbose && page.are_neighbours(a, b));
    let blocks: Vec<_> = blocks.collect();
    let piece = |block: &[Finding]| Piece {
        key: if screen.is_verbose { None } else { key(block) },
        place: place(document.path, block),
        what: escape(&cut(block[0].text.trim(), QUOTED)),
        said: page.said(block),
        text: page.block(block),
    };
    Fragment {
        text: heading,
        pieces: blocks.into_iter().map(piece).collect(),
        ..Fragment::default()
    }
}

/// Columns of a line that is quoted where it is not in its place.
const QUOTED: usize = 60;

/// What tells blocks of the same lines from others. Repairs differ in more than their lines, and what is said
/// of whole documents is said of each.
fn key(block: &[Finding]) -> Option<String> {
    let is_plain = |finding: &Finding| finding.line.is_some() && finding.replacement.is_none();
    let mut text = format!("{} {}", block[0].rule, block[0].severity.name());
    for finding in block.iter().filter(|finding| is_plain(finding)) {
        text.push('\n');
        text += finding.text.trim();
    }
    block.iter().all(is_plain).then(|| LineHash::of(&text).to_string())
}

/// `path:line`, as `explain` takes it.
fn place(path: &str, block: &[Finding]) -> String {
    let line = block[0].line.map(|line| format!(":{line}"));
    escape(path) + &line.unwrap_or_default()
}

/// The summary, and before it what stands in several documents.
pub(super) fn tail(totals: &Totals, repeats: &Repeats) -> String {
    let mut out = String::new();
    for repeat in repeats.most_frequent().take(REPEATS) {
        let documents = count(u64::from(repeat.documents), "document");
        let _ =
            writeln!(out, "  stands in {documents}: {}, first in {}", repeat.what, repeat.place);
    }
    if let Some(more @ 1..) = repeats.len().checked_sub(REPEATS) {
        let _ = writeln!(out, "  and {more} more that stand in several documents");
    }
    if let Some(first) = repeats.most_frequent().next() {
        let _ = writeln!(out, "  one answer for all: monoglot explain {} prints it\n", first.place);
    }
    out + &totals.summary() + "\n"
}

/// So many repeated blocks are named at the end.
const REPEATS: usize = 10;

/// `path: English (99 %), utf-8`.
fn heading(document: &Document<'_>, screen: &Screen) -> String {
    let share = 100.0 * document.review.share;
    let main = document
        .review
        .main
        .map_or("no language".to_owned(), |lang| format!("{} ({share:.0} %)", Lang::name(lang)));
    let path = linked(&escape(document.path), screen.link.as_deref());
    format!("{path}: {main}, {}", document.text.encoding())
}

/// A text that a terminal opens a file for (OSC 8).
fn linked(text: &str, link: Option<&str>) -> String {
    let Some(link) = link else { return text.to_owned() };
    format!("\x1b]8;;{}\x1b\\{text}\x1b]8;;\x1b\\", uri(link))
}

/// A document while it is shown.
struct Page<'p> {
    review: &'p Review<'p>,
    screen: &'p Screen,
    paint: Paint,
    /// Columns of the numbers of lines.
    lines: usize,
    /// The last line that is shown.
    shown: usize,
}

/// Of a block of more lines than this, the first ones and the last are shown.
const LINES: usize = 4;

impl Page<'_> {
    /// Whether two findings are one to a reader: the same is said of lines with nothing between them, or they
    /// are repairs of one kind, which say nothing of what stands between.
    fn are_neighbours(&self, a: &Finding, b: &Finding) -> bool {
        let (Some(first), Some(second)) = (a.line, b.line) else { return false };
        let between = self.review.rows.get(first.get()..second.get().saturating_sub(1));
        let is_same = |a: &Finding, b: &Finding| {
            (a.rule, a.severity, a.lang) == (b.rule, b.severity, b.lang)
                && a.replacement.is_some() == b.replacement.is_some()
        };
        let is_repair = a.severity == Severity::Repair;
        first < second
            && is_same(a, b)
            && (is_repair || a.spans.is_empty() && b.spans.is_empty())
            && between.is_some_and(|rows| is_repair || rows.iter().all(|row| row.line.is_blank()))
    }

    /// The lines of a block in their place.
    fn block(&mut self, block: &[Finding]) -> String {
        let mut out = String::new();
        if self.screen.is_verbose {
            self.context(&mut out, &block[0]);
        }
        let hidden = if self.screen.is_verbose || block.len() <= LINES {
            0
        } else {
            block.len() - LINES + 1
        };
        for (index, finding) in block.iter().enumerate() {
            let is_shown = hidden == 0 || index < LINES - 2 || index + 1 == block.len();
            if is_shown {
                self.lines(&mut out, finding);
            } else if index == LINES - 2 {
                let more = format!(
                    "  {:width$} … {}",
                    "",
                    count(hidden as u64, "more line"),
                    width = self.lines
                );
                let _ = writeln!(out, "{}", self.paint.over(&more, Style::new().dimmed()));
            }
        }
        out
    }

    /// The nearest line above that is not blank, so that a finding is seen in its place.
    fn context(&mut self, out: &mut String, finding: &Finding) {
        let above = finding.line.and_then(|line| self.review.rows.get(..line.get() - 1));
        let above = above.and_then(|rows| rows.iter().rev().find(|row| !row.line.is_blank()));
        let Some(row) = above.filter(|row| row.line.number().get() > self.shown) else { return };
        let line = self.fitting(row.line.content);
        let text = format!("{:>width$}   | {line}", row.line.number(), width = self.lines);
        let _ = writeln!(out, "  {}", self.paint.over(&text, Style::new().dimmed()));
    }

    /// The line that a finding is about, before and after a repair.
    fn lines(&mut self, out: &mut String, finding: &Finding) {
        let Some(line) = finding.line else { return };
        self.shown = line.get();
        let width = self.lines;
        let (shown, repaired) = before_and_after(finding);
        let text = format!("{line:>width$} {} | {}", mark(finding.severity), self.fitting(&shown));
        let _ = writeln!(out, "  {}", self.paint.over(&text, style(finding.severity)));
        if let Some(after) = repaired {
            let text = format!("{line:>width$} + | {}", self.fitting(&after));
            let _ = writeln!(out, "  {}", self.paint.over(&text, AnsiColor::Green.on_default()));
        }
    }

    /// What is said of a block: the reason that most of its lines have, or all that there is to say.
    fn said(&self, block: &[Finding]) -> String {
        let first = &block[0];
        let label = format!("{}: {}", first.severity.name(), first.rule);
        let mut whole = format!("  {label}: ");
        if self.screen.is_verbose {
            whole += &escape(&first.reason);
            if first.lang.is_some() {
                let _ = write!(whole, " ({:.1} % sure)", 100.0 * first.confidence);
            }
        } else {
            let main = self.review.main.map_or("", Lang::name);
            whole += &escape(&said_below(main, most_frequent(block)));
        }
        if let Some(columns) = self.screen.columns {
            whole = wrapped(&whole, columns, "    ");
        }
        whole.replacen(&label, &self.paint.over(&label, style(first.severity)), 1) + "\n"
    }

    /// As much of a line as there is room for.
    fn fitting(&self, line: &str) -> String {
        let room = |columns: usize| columns.saturating_sub(self.lines + 7).max(1);
        cut(&escape(line), self.screen.columns.map_or(SHOWN, room))
    }
}

/// The main reason of most findings of a block; of equally frequent ones the first.
fn most_frequent(block: &[Finding]) -> &str {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for reason in block.iter().map(main_reason) {
        *times.entry(reason).or_default() += 1;
    }
    let most = times.values().max();
    let has_most = |reason: &&str| times.get(reason) == most;
    block.iter().map(main_reason).find(has_most).unwrap_or_default()
}

const fn style(severity: Severity) -> Style {
    match severity {
        Severity::Remove => AnsiColor::Red.on_default(),
        Severity::Flag => AnsiColor::Yellow.on_default(),
        Severity::Repair => AnsiColor::Green.on_default(),
        Severity::Note => AnsiColor::Cyan.on_default(),
    }
}

const fn mark(severity: Severity) -> char {
    match severity {
        Severity::Remove | Severity::Repair => '-',
        Severity::Flag => '?',
        Severity::Note => ' ',
    }
}

#[derive(Debug, Clone, Copy)]
struct Paint {
    color: bool,
}

impl Paint {
    fn over(self, text: &str, style: Style) -> String {
        if self.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}
