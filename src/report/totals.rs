//! What is counted over all documents of a run.

use std::collections::{BTreeMap, BTreeSet};

use super::message::count;
use super::site_lines::SiteLines;
use crate::document::Document;
use crate::finding::Finding;
use crate::lang::Lang;
use crate::review::Verdict;
use crate::rule::{Rule, Severity};
use crate::script::{Script, is_letter};

/// Counts over documents. Adding documents in any order gives the same totals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize), serde(default))]
#[non_exhaustive]
pub struct Totals {
    /// Documents that were reviewed.
    pub documents: u64,
    /// Documents that are flagged as a whole.
    pub documents_flagged: u64,
    /// Documents that could not be read or written.
    pub failed: u64,
    /// Files met on a walk that are no text.
    pub skipped: u64,
    /// Lines that are not blank.
    pub lines: u64,
    /// Lines removed, or cut.
    pub removed: u64,
    /// Lines with something open that is flagged.
    pub flagged: u64,
    /// Lines repaired by decoding.
    pub repaired: u64,
    /// Words: what stands between spaces and holds a letter; in scripts without spaces, two letters.
    pub words: u64,
    /// Words removed with their lines or spans.
    pub words_removed: u64,
    /// Lines for each language code, `und` included.
    #[cfg_attr(feature = "cli", serde(deserialize_with = "languages"))]
    pub languages: BTreeMap<&'static str, u64>,
    /// Documents for each encoding.
    pub encodings: BTreeMap<String, u64>,
    /// Findings that a decision says to keep.
    pub suppressed: u64,
    /// Open findings for each rule.
    pub rules: BTreeMap<Rule, u64>,
    /// Open findings for each language code, of those that are about a language.
    #[cfg_attr(feature = "cli", serde(deserialize_with = "languages"))]
    pub found: BTreeMap<&'static str, u64>,
    /// Lines that sites repeat and that something open is said of.
    #[cfg_attr(feature = "cli", serde(skip_serializing_if = "SiteLines::is_empty"))]
    pub repeated: SiteLines,
    /// What each shard counts for, by its name.
    #[cfg_attr(feature = "cli", serde(default, skip_serializing_if = "BTreeMap::is_empty"))]
    pub shards: BTreeMap<String, ShardTotals>,
}

/// What one shard counts for in the totals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize), serde(default))]
#[non_exhaustive]
pub struct ShardTotals {
    /// Records that were reviewed.
    pub documents: u64,
    /// Records that could not be read.
    pub failed: u64,
    /// Lines that are not blank.
    pub lines: u64,
    /// Lines removed, or cut.
    pub removed: u64,
    /// Lines flagged.
    pub flagged: u64,
}

impl Totals {
    /// The totals of one document. A pass over its lines, whose words are counted.
    pub fn of(document: &Document<'_>) -> Self {
        let mut totals = Self { documents: 1, ..Self::default() };
        for row in document.review.rows.iter().filter(|row| !row.line.is_blank()) {
            totals.lines += 1;
            totals.removed += u64::from(matches!(row.verdict, Verdict::Remove(_)));
            let line_words = count_words(row.line.content);
            totals.words += line_words;
            if matches!(row.verdict, Verdict::Remove(_)) {
                totals.words_removed += line_words - count_words(&row.kept());
            }
            let lang = row.lang.map_or("und", Lang::code);
            *totals.languages.entry(lang).or_default() += 1;
        }
        totals.add_findings(&document.unexplained());
        totals.repeated = SiteLines::of(document);
        *totals.encodings.entry(document.text.encoding().to_string()).or_default() += 1;
        totals
    }

    /// Counts the findings of one document: lines once, however much was found on them.
    fn add_findings(&mut self, findings: &[Finding]) {
        let (mut flagged, mut repaired) = (BTreeSet::new(), BTreeSet::new());
        for finding in findings {
            // What was repaired stays so, whatever people say of the line.
            if finding.severity == Severity::Repair {
                repaired.insert(finding.line);
            }
            if finding.is_suppressed {
                self.suppressed += 1;
                continue;
            }
            *self.rules.entry(finding.rule).or_default() += 1;
            if let Some(lang) = finding.lang {
                *self.found.entry(lang.code()).or_default() += 1;
            }
            if finding.severity == Severity::Flag {
                flagged.insert(finding.line);
            }
        }
        self.documents_flagged += u64::from(flagged.remove(&None));
        self.flagged += flagged.len() as u64;
        self.repaired += repaired.len() as u64;
    }

    /// Adds the counts of other documents, in any order.
    pub fn add(&mut self, other: &Self) {
        self.documents += other.documents;
        self.documents_flagged += other.documents_flagged;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.lines += other.lines;
        self.removed += other.removed;
        self.flagged += other.flagged;
        self.repaired += other.repaired;
        self.suppressed += other.suppressed;
        self.words += other.words;
        self.words_removed += other.words_removed;
        add_all(&mut self.languages, &other.languages);
        add_all(&mut self.encodings, &other.encodings);
        add_all(&mut self.rules, &other.rules);
        add_all(&mut self.found, &other.found);
        self.repeated.add(&other.repeated);
        self.shards.extend(other.shards.iter().map(|(name, share)| (name.clone(), *share)));
    }

    /// Remembers how much of this is from one shard.
    pub fn add_shard(&mut self, name: &str, totals: &Self) {
        let &Self { documents, failed, lines, removed, flagged, .. } = totals;
        self.shards
            .insert(name.to_owned(), ShardTotals { documents, failed, lines, removed, flagged });
    }

    /// One line for people: `2 documents: 40 lines kept, 3 removed, 1 flagged, 0 repaired`.
    pub fn summary(&self) -> String {
        let kept = self.lines - self.removed;
        let mut parts = vec![format!("{} kept", count(kept, "line"))];
        parts.push(format!("{} removed", self.removed));
        parts.push(format!("{} flagged", self.flagged));
        parts.push(format!("{} repaired", self.repaired));
        let mut asides = vec![parts.join(", ")];
        if self.suppressed > 0 {
            asides.push(format!("{} accepted by decisions", count(self.suppressed, "finding")));
        }
        if self.skipped > 0 {
            asides.push(format!("{} skipped as binary", count(self.skipped, "file")));
        }
        if self.failed > 0 {
            asides.push(format!("{} failed", self.failed));
        }
        format!("{}: {}", count(self.documents, "document"), asides.join("; "))
    }
}

/// How many words a text has.
pub(super) fn count_words(text: &str) -> u64 {
    text.split_whitespace().map(words_between_spaces).sum()
}

fn words_between_spaces(token: &str) -> u64 {
    let mut letters = token.chars().filter(|&c| is_letter(c)).peekable();
    match letters.peek() {
        None => 0,
        Some(&c) if Script::of(c).is_some_and(Script::is_unspaced) => {
            (letters.count() as u64).div_ceil(2)
        }
        Some(_) => 1,
    }
}

/// Counts by the code of a language, as they were written.
#[cfg(feature = "cli")]
fn languages<'de, D: serde::Deserializer<'de>>(
    input: D,
) -> Result<BTreeMap<&'static str, u64>, D::Error> {
    use serde::Deserialize as _;
    let counts: BTreeMap<String, u64> = BTreeMap::deserialize(input)?;
    let code = |code: &str| Lang::from_code(code).map_or("und", Lang::code);
    Ok(counts.iter().map(|(lang, &count)| (code(lang), count)).collect())
}

fn add_all<K: Ord + Clone>(counts: &mut BTreeMap<K, u64>, other: &BTreeMap<K, u64>) {
    for (key, count) in other {
        *counts.entry(key.clone()).or_default() += count;
    }
}
