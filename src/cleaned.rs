//! A cleaned text that owns all that is known about it.
//!
//! Nothing is lost: [`Cleaned::restore`] gives back the text that was judged, and [`Cleaned::original`] is
//! there where decoding had changed it before.

use crate::decode::{Encoding, Text};
use crate::document::Document;
use crate::finding::{Finding, rounded};
use crate::lang::Lang;
use crate::review::{Review, Row, Verdict};
use crate::rule::{Rule, Severity};

/// A cleaned text and what there is to know about it, with nothing borrowed.
///
/// Probabilities and shares have four digits, offsets count Unicode code points, lines count from 1. It is
/// made by [`Cleaner::review`](crate::Cleaner::review), or by [`Cleaned::new`] of a [`Review`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Cleaned {
    /// The text without what does not belong to it.
    pub text: String,
    /// The main language; `None` if no line has a language.
    pub lang: Option<Lang>,
    /// The share of the main language in the letters of all lines that have a language.
    pub share: f64,
    /// The encoding that the text was in; UTF-8 for text that was Unicode already.
    pub encoding: Encoding,
    /// Every line of the text that was judged, blank and removed ones included, in order.
    pub lines: Vec<Tag>,
    /// What was taken out, in order.
    pub removed: Vec<Removed>,
    /// What else was found: what is flagged, repaired or noted.
    pub findings: Vec<Finding>,
    /// The text that was given, where decoding changed it (a repair, a byte order mark). Bytes that
    /// are no UTF-8 cannot stand here: `encoding` says how they were read.
    pub original: Option<String>,
}

/// The language of a line and what should happen to it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Tag {
    /// The language; `None` (`und`) for a line that has none.
    pub lang: Option<Lang>,
    /// The probability that `lang` is right.
    pub confidence: f64,
    /// The probability that the line is in another language than its document.
    pub foreign: f64,
    /// The probability that the line is residue: in another language, and no content.
    pub residue: f64,
    /// What should happen to it.
    pub verdict: Verdict,
}

/// One piece that was taken out: a line with its ending, or a part of a line.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Removed {
    /// The line that it stood on.
    pub line: usize,
    /// Where it started in the text that was judged.
    pub start: usize,
    /// Where it ended, half open.
    pub end: usize,
    /// Its language.
    pub lang: Option<Lang>,
    /// The rule that took it.
    pub rule: Rule,
    /// The probability that it is in another language than its document.
    pub foreign: f64,
    /// The reason, in words.
    pub reason: String,
    /// The piece itself.
    pub text: String,
}

impl Cleaned {
    /// What a review made of a text; `given` are the bytes that it was decoded from. For those who need
    /// the [`Review`] besides; all others have [`Cleaner`](crate::Cleaner). Copies the text once, and what
    /// was removed.
    pub fn new(given: &[u8], text: &Text<'_>, review: &Review<'_>) -> Self {
        let mut findings = Document { path: "", text, review }.findings();
        findings.retain(|finding| finding.severity != Severity::Remove);
        let is_changed = given != text.as_str().as_bytes();
        Self {
            text: review.clean(),
            lang: review.main,
            share: rounded(review.share),
            encoding: text.encoding(),
            lines: review.rows.iter().map(Tag::new).collect(),
            removed: removed(review),
            findings,
            original: std::str::from_utf8(given).ok().filter(|_| is_changed).map(str::to_owned),
        }
    }

    /// The text that was judged, with every piece back in its place. One pass, one allocation.
    pub fn restore(&self) -> String {
        restore(&self.text, self.removed.iter().map(|piece| (piece.start, piece.text.as_str())))
    }
}

/// Puts pieces back into the text that they were taken from. Each has the place in code points where
/// it started before; they come in order. One pass over the text, one allocation. For pieces that were
/// stored; [`Cleaned::restore`] has its own.
///
/// Pieces that are out of order, or behind the end, end up somewhere: nothing is refused and nothing panics.
///
/// ```
/// assert_eq!(monoglot::cleaned::restore("ace", [(1, "b"), (3, "d")]), "abcde");
/// ```
pub fn restore<'p>(text: &str, pieces: impl IntoIterator<Item = (usize, &'p str)>) -> String {
    let mut restored = String::with_capacity(text.len());
    let mut rest = text.chars();
    let mut length = 0;
    for (start, piece) in pieces {
        let gap = start.saturating_sub(length);
        restored.extend(rest.by_ref().take(gap));
        restored.push_str(piece);
        length += gap + piece.chars().count();
    }
    restored.push_str(rest.as_str());
    restored
}

impl Tag {
    fn new(row: &Row<'_>) -> Self {
        Self {
            lang: row.lang,
            confidence: rounded(row.confidence),
            foreign: rounded(row.foreign()),
            residue: rounded(row.residue()),
            verdict: row.verdict,
        }
    }
}

fn removed(review: &Review<'_>) -> Vec<Removed> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for row in &review.rows {
        pieces.extend(row.goes_with.map(|rule| gap(row, rule, start)));
        pieces.extend(pieces_of(row, review.main, start));
        start += row.line.content.chars().count() + row.line.ending().len();
    }
    pieces
}

/// A blank line that goes along with others, which starts at this code point of its text.
fn gap(row: &Row<'_>, rule: Rule, start: usize) -> Removed {
    let text = row.line.content.to_owned() + row.line.ending();
    Removed {
        line: row.line.number().get(),
        start,
        end: start + text.chars().count(),
        lang: None,
        rule,
        foreign: 0.0,
        reason: "a blank line beside what goes".to_owned(),
        text,
    }
}

/// What goes of a line that starts at this code point of its text.
fn pieces_of(row: &Row<'_>, main: Option<Lang>, start: usize) -> Vec<Removed> {
    let Verdict::Remove(rule) = row.verdict else { return Vec::new() };
    let reason = row.finding(main).map_or_else(String::new, |finding| finding.reason);
    let piece = |at: usize, lang, text: String| Removed {
        line: row.line.number().get(),
        start: start + at,
        end: start + at + text.chars().count(),
        lang,
        rule,
        foreign: rounded(row.foreign()),
        reason: reason.clone(),
        text,
    };
    if row.is_removed() {
        return vec![piece(0, row.lang, row.line.content.to_owned() + row.line.ending())];
    }
    let spans = row.spans.iter().map(|span| {
        let chars = row.line.content.chars().skip(span.range.start).take(span.range.len());
        piece(span.range.start, Some(span.lang), chars.collect())
    });
    spans.collect()
}
