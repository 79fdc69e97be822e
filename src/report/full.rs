//! The report for people: every finding in its place, with its reason.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::escape::{escape, shortened, uri};
use super::reveal::before_and_after;
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
}

/// A document without findings is not mentioned.
pub(super) fn document(document: &Document<'_>, screen: &Screen) -> String {
    let findings = document.findings();
    if findings.is_empty() {
        return String::new();
    }
    let paint = Paint { color: screen.color };
    let mut out = String::new();
    let _ = writeln!(out, "{}", paint.over(&heading(document, screen), Style::new().bold()));
    let width = document.review.rows.len().to_string().len();
    for finding in &findings {
        write_finding(&mut out, finding, document.review, width, paint);
    }
    out.push('\n');
    out
}

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

fn write_finding(
    out: &mut String,
    finding: &Finding,
    review: &Review<'_>,
    width: usize,
    paint: Paint,
) {
    let style = match finding.severity {
        Severity::Remove => AnsiColor::Red.on_default(),
        Severity::Flag => AnsiColor::Yellow.on_default(),
        Severity::Repair => AnsiColor::Green.on_default(),
        Severity::Note => AnsiColor::Cyan.on_default(),
    };
    let dim = Style::new().dimmed();
    if let Some(line) = finding.line {
        if let Some(before) = line_before(review, line.get()) {
            let text = format!("{:>width$}   | {}", before.0, escape(&shortened(before.1)));
            let _ = writeln!(out, "  {}", paint.over(&text, dim));
        }
        let mark = mark(finding.severity);
        let (shown, repaired) = before_and_after(finding);
        let text = format!("{line:>width$} {mark} | {}", escape(&shown));
        let _ = writeln!(out, "  {}", paint.over(&text, style));
        if let Some(after) = repaired {
            let text = format!("{line:>width$} + | {}", escape(&after));
            let _ = writeln!(out, "  {}", paint.over(&text, AnsiColor::Green.on_default()));
        }
    }
    let label = paint.over(&format!("{}: {}", finding.severity.name(), finding.rule), style);
    let _ =
        writeln!(out, "  {:width$}     {label}: {}{}", "", escape(&finding.reason), sure(finding));
}

/// The nearest line above that is not blank, so that a finding is seen in its place.
fn line_before<'r>(review: &'r Review<'_>, line: usize) -> Option<(usize, &'r str)> {
    let rows = review.rows.get(..line.checked_sub(1)?)?;
    let row = rows.iter().rev().find(|row| !row.line.is_blank())?;
    Some((row.line.number.get(), row.line.content))
}

const fn mark(severity: Severity) -> char {
    match severity {
        Severity::Remove | Severity::Repair => '-',
        Severity::Flag => '?',
        Severity::Note => ' ',
    }
}

fn sure(finding: &Finding) -> String {
    match finding.lang {
        Some(_) => format!(" ({:.1} % sure)", 100.0 * finding.confidence),
        None => String::new(),
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
