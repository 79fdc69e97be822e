//! The page for people who would rather look than read, and who answer what was found.
//!
//! One file that asks for nothing: a strict policy in the page allows its own style and script, by
//! their hashes, and nothing else. What strangers wrote is data in the page, never markup: the
//! script puts it there as text. Totals come as HTML; documents come as data and are drawn when they
//! are looked at, so that a page of thousands opens at once.

mod data;

use askama::Template;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use super::badness::badness;
use super::top_k::{Candidate, Fragment, TopK};
use super::totals::Totals;
use crate::document::Document;
use crate::lang::Lang;
use crate::rule::Rule;

const STYLE: &str = include_str!("../../../templates/report/report.css");

/// One script of several files, whose names nothing else in the page can see.
const SCRIPT: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("../../../templates/report/dom.js"),
    include_str!("../../../templates/report/model.js"),
    include_str!("../../../templates/report/ribbon.js"),
    include_str!("../../../templates/report/answers.js"),
    include_str!("../../../templates/report/lines.js"),
    include_str!("../../../templates/report/page.js"),
    "})();\n",
);

/// Bytes for the rows of documents and for what was found in them: with the page itself five
/// megabytes, which a browser opens at once.
pub(super) const BUDGETS: [usize; 2] = [1_400_000, 3_300_000];

const ROWS: usize = 0;
const DETAILS: usize = 1;

pub(super) fn document(document: &Document<'_>) -> Fragment {
    let rank = badness(document);
    let candidate = |list, text: String| Candidate { list, rank, cost: text.len(), text };
    let details = data::details(document).map(|text| candidate(DETAILS, text));
    let candidates = std::iter::once(candidate(ROWS, data::row(document))).chain(details).collect();
    Fragment { candidates, ..Fragment::default() }
}

#[derive(Template)]
#[template(path = "report/report.html")]
struct Page<'p> {
    style: &'static str,
    script: &'static str,
    style_hash: String,
    script_hash: String,
    version: &'static str,
    totals: &'p Totals,
    kept: u64,
    languages: Vec<Language>,
    data: String,
    rest: Rest,
}

/// What did not fit into the page.
struct Rest {
    rows: usize,
    details: usize,
}

/// A row of the table of languages.
struct Language {
    code: &'static str,
    name: &'static str,
    lines: u64,
    share: f64,
}

pub(super) fn page(totals: &Totals, lists: &[TopK]) -> String {
    let languages = languages(totals);
    let order: Vec<_> = languages.iter().map(|language| language.code).collect();
    let page = Page {
        style: STYLE,
        script: SCRIPT,
        style_hash: hash(STYLE),
        script_hash: hash(SCRIPT),
        version: env!("CARGO_PKG_VERSION"),
        totals,
        kept: totals.lines - totals.removed,
        data: data::page(totals, &order, &lists[ROWS], &lists[DETAILS]),
        languages,
        rest: Rest { rows: lists[ROWS].left_out(), details: lists[DETAILS].left_out() },
    };
    // Writing to a string cannot fail, and the template calls nothing that can.
    page.render().unwrap_or_default()
}

/// A text by its content, as a content security policy names an inline element.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}

/// The most frequent first.
fn languages(totals: &Totals) -> Vec<Language> {
    let language = |(&code, &lines): (&&'static str, &u64)| Language {
        code,
        name: Lang::from_code(code).map_or("no language", Lang::name),
        lines,
        share: lines as f64 / totals.lines.max(1) as f64,
    };
    let mut languages: Vec<_> = totals.languages.iter().map(language).collect();
    languages.sort_by(|a, b| b.lines.cmp(&a.lines).then(a.code.cmp(b.code)));
    languages
}

impl Page<'_> {
    /// What there is to do, as the tabs count it.
    fn headline(&self) -> String {
        let Totals { removed, flagged, documents_flagged, .. } = *self.totals;
        let mut doubtful = vec![counted(documents_flagged, "document"), counted(flagged, "line")];
        doubtful.retain(|part| !part.starts_with("0 "));
        match (removed, doubtful.as_slice()) {
            (0, []) => "Nothing foreign was found".to_owned(),
            (_, []) => format!("{} to remove", counted(removed, "line")),
            (0, parts) => format!("{} to look at", parts.join(" and ")),
            (_, parts) => {
                format!(
                    "{} to remove, {} to look at",
                    counted(removed, "line"),
                    parts.join(" and ")
                )
            }
        }
    }

    /// The share of all words that was removed.
    fn words_removed(&self) -> String {
        percent(&(self.totals.words_removed as f64 / self.totals.words.max(1) as f64))
    }

    /// A part of all lines, in hundredths of them.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn width(&self, lines: &u64) -> f64 {
        100.0 * *lines as f64 / self.totals.lines.max(1) as f64
    }

    /// The encodings with the number of their documents, the most frequent first.
    fn encodings(&self) -> Vec<(&String, &u64)> {
        let mut encodings: Vec<_> = self.totals.encodings.iter().collect();
        encodings.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        encodings
    }

    /// The rules that found something, with what they are.
    fn rules(&self) -> impl Iterator<Item = (&Rule, &u64)> {
        self.totals.rules.iter()
    }
}

/// A share for people: `12.3 %`, `0.04 %`.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
fn percent(share: &f64) -> String {
    let percent = 100.0 * *share;
    match percent {
        0.0 => "0 %".to_owned(),
        percent if percent < 1.0 => format!("{percent:.2} %"),
        percent => format!("{percent:.1} %"),
    }
}

/// Things for people: `1 line`, `2 lines`.
fn counted(count: u64, noun: &str) -> String {
    format!("{} {noun}{}", number(&count), if count == 1 { "" } else { "s" })
}

/// A number for people, its thousands apart.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
fn number(number: &u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('\u{202F}');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_for_people() {
        assert_eq!(number(&1_234_567), "1\u{202F}234\u{202F}567");
        assert_eq!(number(&123), "123");
        assert_eq!((percent(&0.0), percent(&0.0004)), ("0 %".to_owned(), "0.04 %".to_owned()));
        assert_eq!(percent(&0.12345), "12.3 %");
    }
}
