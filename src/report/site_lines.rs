//! Lines that sites repeat and that something is said of, each once for its site.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::document::Document;
use crate::lang::Lang;
use crate::review::{Review, Row, Verdict};
use crate::rule::Rule;
use crate::sites::LineKey;

/// So many of them are named, those on the most documents.
const NAMED: usize = 500;

/// A line that a site repeats.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize))]
struct Place {
    /// On how many documents of its site it stands.
    documents: Reverse<u32>,
    site: String,
    /// What the line is known by, digits masked.
    key: u64,
}

/// What is said of it on all documents in one language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize))]
struct Said {
    text: String,
    lang: String,
    rule: Rule,
    goes: bool,
    /// How many documents the site has.
    all: u32,
}

/// Lines that sites repeat and that something is said of, those on the most documents first. Adding in any
/// order gives the same ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "cli", serde(from = "Vec<(Place, Said)>", into = "Vec<(Place, Said)>"))]
pub struct SiteLines(BTreeMap<Place, Said>);

impl From<Vec<(Place, Said)>> for SiteLines {
    fn from(lines: Vec<(Place, Said)>) -> Self {
        Self(lines.into_iter().collect())
    }
}

impl From<SiteLines> for Vec<(Place, Said)> {
    fn from(lines: SiteLines) -> Self {
        lines.0.into_iter().collect()
    }
}

/// What a report says of one of them.
#[derive(Debug)]
pub(super) struct SiteLine<'l> {
    pub(super) site: &'l str,
    pub(super) text: &'l str,
    /// The code of its language.
    pub(super) lang: &'l str,
    pub(super) rule: Rule,
    /// `remove` or `flag`.
    pub(super) verdict: &'static str,
    /// On how many documents of its site it stands, and how many there are.
    pub(super) documents: u32,
    pub(super) all: u32,
}

impl SiteLines {
    /// Those of a document that people have not answered.
    pub(super) fn of(document: &Document<'_>) -> Self {
        let mut lines = Self::default();
        for row in &document.review.rows {
            if let Some((place, said)) = of_row(row, document.review) {
                lines.insert(place, said);
            }
        }
        lines
    }

    pub(super) fn add(&mut self, other: &Self) {
        for (place, said) in &other.0 {
            if !self.is_beyond(place) {
                self.insert(place.clone(), said.clone());
            }
        }
    }

    /// Whether those on more documents leave no room for a line.
    fn is_beyond(&self, place: &Place) -> bool {
        let last = self.0.last_key_value().filter(|_| self.0.len() >= NAMED);
        last.is_some_and(|(last, _)| place > last)
    }

    fn insert(&mut self, place: Place, said: Said) {
        // Of what differs, digits or languages of documents, the same one in any order.
        let known = self.0.entry(place).or_insert_with(|| said.clone());
        if said < *known {
            *known = said;
        }
        if self.0.len() > NAMED {
            self.0.pop_last();
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those on the most documents first.
    pub(super) fn iter(&self) -> impl Iterator<Item = SiteLine<'_>> {
        self.0.iter().map(|(place, said)| SiteLine {
            site: &place.site,
            text: &said.text,
            lang: &said.lang,
            rule: said.rule,
            verdict: if said.goes { "remove" } else { "flag" },
            documents: place.documents.0,
            all: said.all,
        })
    }

    /// The same by site, that of the line on the most documents first.
    pub(super) fn by_site(&self) -> Vec<(&str, Vec<SiteLine<'_>>)> {
        let mut sites: Vec<(&str, Vec<SiteLine<'_>>)> = Vec::new();
        let mut places = BTreeMap::new();
        for line in self.iter() {
            let place = *places.entry(line.site).or_insert_with(|| {
                sites.push((line.site, Vec::new()));
                sites.len() - 1
            });
            sites[place].1.push(line);
        }
        sites
    }
}

/// What is said of a row, if its site decided and nobody answered.
fn of_row(row: &Row<'_>, review: &Review<'_>) -> Option<(Place, Said)> {
    let site = review.site.as_ref().filter(|_| row.is_judged_by_site())?;
    let goes = match row.verdict {
        Verdict::Keep => return None,
        Verdict::Flag(_) => false,
        Verdict::Remove(_) => true,
    };
    let rule = row.verdict.rule().filter(|_| row.answer.is_none())?;
    let place = Place {
        documents: Reverse(row.documents()?),
        site: site.name.clone(),
        key: LineKey::of(row.line.content)?.number(),
    };
    let text = row.line.content.trim().to_owned();
    let lang = row.lang.map_or("und", Lang::code).to_owned();
    Some((place, Said { text, lang, rule, goes, all: site.documents }))
}
