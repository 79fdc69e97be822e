//! The page around the data: totals as HTML, and the policy that lets it run nothing but its own.

use askama::Template;

use super::super::badness::badness;
use super::super::escape::{escape, shortened_to};
use super::super::top_k::{Candidate, Fragment, TopK};
use super::super::totals::Totals;
use super::data::{self, Shown, hash};
use crate::document::Document;
use crate::lang::Lang;
use crate::rule::Rule;

const STYLE: &str = include_str!("../../../templates/report/report.css");

const SCRIPT: &str = script!("dom", "model", "ribbon", "answers", "lines", "page");

/// Bytes for the rows of documents and for what was found in them: with the page itself five
/// megabytes, which a browser opens at once.
pub(in crate::report) const BUDGETS: [usize; 2] = [1_400_000, 3_300_000];

const ROWS: usize = 0;
pub(super) const DETAILS: usize = 1;

pub(in crate::report) fn document(document: &Document<'_>) -> Fragment {
    let rank = badness(document);
    let candidate = |list, text: String| Candidate { list, rank, cost: text.len(), text };
    let details = data::details(document).map(|text| candidate(DETAILS, text));
    let candidates = std::iter::once(candidate(ROWS, data::row(document))).chain(details).collect();
    Fragment { candidates, ..Fragment::default() }
}

#[derive(Template)]
#[template(path = "report/report.html")]
pub(super) struct Page<'p> {
    style: &'static str,
    script: &'static str,
    pub(super) policy: String,
    pub(super) is_live: bool,
    version: &'static str,
    totals: &'p Totals,
    kept: u64,
    languages: Vec<Language>,
    data: String,
    rest: Rest,
}

/// What did not fit into the page.
#[derive(Default)]
pub(super) struct Rest {
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

pub(in crate::report) fn page(totals: &Totals, lists: &[TopK]) -> String {
    let shown = Shown::of(&lists[ROWS], &lists[DETAILS]);
    let rest = Rest { rows: lists[ROWS].left_out(), details: lists[DETAILS].left_out() };
    Page::new(totals, SCRIPT, |order| data::page(totals, order, &shown, None)).written(rest)
}

impl<'p> Page<'p> {
    pub(super) fn new(
        totals: &'p Totals,
        script: &'static str,
        data: impl FnOnce(&[&str]) -> String,
    ) -> Self {
        let languages = languages(totals);
        let order: Vec<_> = languages.iter().map(|language| language.code).collect();
        Self {
            style: STYLE,
            script,
            policy: policy(script),
            is_live: false,
            version: env!("CARGO_PKG_VERSION"),
            totals,
            kept: totals.lines - totals.removed,
            data: data(&order),
            languages,
            rest: Rest::default(),
        }
    }

    /// Writing to a string cannot fail, and the template calls nothing that can.
    pub(super) fn written(self, rest: Rest) -> String {
        Self { rest, ..self }.render().unwrap_or_default()
    }
}

/// The page itself is all that it may use.
pub(super) fn policy(script: &str) -> String {
    format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(script)
    )
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

/// A line in a table: as much of it as is read there, and nothing that hides.
fn shown(text: &str) -> String {
    escape(&shortened_to(text, SHOWN))
}

/// Letters of a line that is shown in a table.
const SHOWN: usize = 120;

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
