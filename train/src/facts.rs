//! The table of facts that verdicts are fitted from: numbers about labelled lines, none of their text.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

use monoglot::classify::Ngram;
use monoglot::training::facts::{DocumentFacts, LineFacts, fact_names, facts, tell_wording};
use monoglot::training::wording::Wording;
use monoglot::{Hint, Policy, Text};
use serde_json::Value;

use crate::precedents::{Judged, Precedents};
use crate::wording::{Example, INTERFACE, RESIDUE, fit, wording};

/// Lines are shared out to so many folds, by their site.
pub const FOLDS: usize = 8;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    Home,
    Residue,
    Foreign,
    Mixed,
}

impl Class {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Residue => "residue",
            Self::Foreign => "foreign",
            Self::Mixed => "mixed",
        }
    }
}

/// A labelled, doubtful line with its facts.
pub(crate) struct Row {
    pub(crate) set: usize,
    document: usize,
    lang: String,
    site: usize,
    line: usize,
    place: usize,
    is_stretch: bool,
    /// Whether a script put the residue there.
    is_made: bool,
    kind: String,
    class: Class,
    pub(crate) text: String,
    /// Its place among the doubtful lines of its document.
    at: usize,
    /// The place of its page in its folder.
    pub(crate) page: usize,
}

/// What a reader says of a line.
#[derive(Debug, Clone)]
struct Label {
    class: Class,
    kind: String,
    /// The foreign parts of a mixed line, in code points.
    spans: Vec<Range<usize>>,
}

/// A labelled document.
pub(crate) struct Document {
    pub(crate) text: String,
    pub(crate) site: String,
    pub(crate) lang: String,
    /// Whether it is everything that its page shows.
    pub(crate) is_naive: bool,
    /// Whether it is other text between the head and the foot of a page (`train/made_sites.py`).
    pub(crate) is_of_made_site: bool,
    labels: HashMap<usize, Label>,
}

impl Document {
    /// What a reader says of a line.
    pub(crate) fn class_and_kind(&self, line: usize) -> Option<(Class, String)> {
        self.labels.get(&line).map(|label| (label.class, label.kind.clone()))
    }
}

pub(crate) fn invalid<E: Into<Box<dyn std::error::Error + Send + Sync>>>(error: E) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

#[expect(clippy::disallowed_methods, reason = "the trainer reads its pages")]
fn documents(folder: &Path) -> io::Result<Vec<Document>> {
    let truth = fs::read_to_string(folder.join("truth.jsonl"))?;
    let document = |line: &str| -> io::Result<Document> {
        let value: Value = serde_json::from_str(line).map_err(invalid)?;
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let labels = value["lines"].as_array().into_iter().flatten().filter_map(label).collect();
        let bytes = fs::read(folder.join(text("file")))?;
        let content = String::from_utf8(bytes).map_err(invalid)?;
        let is_naive = text("variant") != "extracted";
        let is_of_made_site = text("variant") == "made";
        let (site, lang) = (text("site"), text("lang"));
        Ok(Document { text: content, site, lang, is_naive, is_of_made_site, labels })
    };
    truth.lines().map(document).collect()
}

fn label(line: &Value) -> Option<(usize, Label)> {
    let number = line["n"].as_u64()? as usize;
    let kind = line["kind"].as_str().unwrap_or("injected").to_owned();
    let class = match line["label"].as_str()? {
        "residue" => Class::Residue,
        "mixed" => Class::Mixed,
        _ if kind == "keep_foreign" => Class::Foreign,
        _ => Class::Home,
    };
    let span = |span: &Value| Some(span[0].as_u64()? as usize..span[1].as_u64()? as usize);
    let spans = line["spans"].as_array().into_iter().flatten().filter_map(span).collect();
    Some((number, Label { class, kind, spans }))
}

/// The fold of a site, the same wherever the site is met.
pub(crate) fn fold(site: &str) -> usize {
    let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    (site.bytes().fold(0xCBF2_9CE4_8422_2325, hash) >> 32) as usize % FOLDS
}

/// Reads folders of labelled pages and writes the table: a head, then one row for each doubtful line.
///
/// What the words say of residue is said by a classifier that has seen no page of the line's fold.
///
/// # Errors
/// If a folder cannot be read.
pub fn table(folders: &[&str], interface: &[u8]) -> io::Result<Table> {
    let (mut rows, mut pages) = (Vec::new(), Vec::new());
    let (mut sites, mut known) = (Vec::new(), HashMap::new());
    let read = folders.iter().map(|folder| documents(Path::new(folder)));
    let folders = read.collect::<io::Result<Vec<_>>>()?;
    for (set, folder) in folders.iter().enumerate() {
        for (at, page) in folder.iter().enumerate().filter(|(_, page)| !page.is_of_made_site) {
            let site = *known.entry(page.site.clone()).or_insert_with(|| {
                sites.push(page.site.clone());
                sites.len() - 1
            });
            let facts = page.facts()?;
            rows.extend(page.rows(&facts, (set, at), pages.len(), site));
            pages.push(Page { fold: fold(&page.site), facts });
        }
    }
    let read = doubt_labels(&mut rows);
    let (of_folds, learned) = fill_in_wording(&mut pages, &rows, &sites, interface);
    Ok(Table {
        facts: written(&pages, &rows, &sites),
        rows,
        learned: learned.concat(),
        of_folds,
        folders,
        read,
        sites,
    })
}

/// The kind of a row in the first set that nobody read, and that readers of other sites call residue.
pub(crate) const CONTRADICTED: &str = "contradicted";
/// The kind of a row in the other sets that is an English date: residue on the pages of some sites, kept on
/// those of others, so that it is fitted as the first set has it.
const DATE: &str = "date";

/// The kind of a line that no reader looked at.
const UNREAD: &str = "keep";

/// Marks rows whose labels readers contradict each other about; what becomes of them is the fit's. What
/// readers said comes back.
fn doubt_labels(rows: &mut [Row]) -> Precedents {
    let all: Precedents = rows.iter().filter(|row| row.is_read()).filter_map(Row::judged).collect();
    for row in rows.iter_mut().filter(|row| !row.is_made && !row.is_stretch) {
        let is_unread = row.set == 0 && !row.is_read();
        if is_unread && all.speak_against_keeping(&row.text, row.site) {
            CONTRADICTED.clone_into(&mut row.kind);
        } else if row.set > 0 && row.lang != "eng" && is_english_date(&row.text) {
            DATE.clone_into(&mut row.kind);
        }
    }
    all
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Whether a line is a date with an English month, and hardly more.
fn is_english_date(line: &str) -> bool {
    let line = line.to_lowercase();
    let is_month = |word: &&str| MONTHS.contains(word);
    let is_small = |word: &&str| word.len() <= 2 || word.ends_with("day") || *word == "posted";
    let mut words = line.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    line.contains(|c: char| c.is_ascii_digit())
        && words.clone().any(|word| is_month(&word))
        && words.all(|word| is_month(&word) || is_small(&word))
}

impl Row {
    /// Whether a reader looked at it.
    fn is_read(&self) -> bool {
        self.kind != UNREAD
    }

    /// What a reader said of it as a line.
    fn judged(&self) -> Option<Judged<'_>> {
        let is_line = !self.is_made && !self.is_stretch && self.class != Class::Mixed;
        let is_residue = self.class == Class::Residue;
        is_line.then_some(Judged { text: &self.text, site: self.site, is_residue })
    }

    /// Whether nobody contradicts its label.
    fn is_sure(&self) -> bool {
        self.kind != CONTRADICTED && self.kind != DATE
    }
}

/// What comes of folders of labelled pages.
#[expect(missing_debug_implementations, reason = "megabytes of text that nobody prints")]
pub struct Table {
    /// The facts of doubtful lines.
    pub facts: String,
    /// The lines that they are of.
    pub(crate) rows: Vec<Row>,
    /// The classifier of residue, and behind it the known lines.
    pub learned: Vec<u8>,
    /// Those that have seen no page of a fold.
    of_folds: Vec<[Vec<u8>; 2]>,
    pub(crate) folders: Vec<Vec<Document>>,
    /// What readers said of lines, and the sites by the numbers that they have there.
    read: Precedents,
    sites: Vec<String>,
}

impl Table {
    /// Whether nobody read a line of this kind, and readers of other sites call it residue.
    pub(crate) fn is_contradicted(&self, kind: &str, text: &str, site: &str) -> bool {
        let site = self.sites.iter().position(|known| known == site).unwrap_or(usize::MAX);
        kind == UNREAD && self.read.speak_against_keeping(text, site)
    }

    /// What a text says by its wording, to what has been learned from no page of a fold.
    pub(crate) fn wording(&self, interface: &[u8], fold: usize, text: &str) -> Wording {
        let [residue, known] = &self.of_folds[fold];
        wording([interface, residue, known], text)
    }
}

/// The facts of a document, and the fold of its site.
struct Page {
    fold: usize,
    facts: DocumentFacts,
}

impl Document {
    /// Whether a script put its residue there.
    pub(crate) fn is_made(&self) -> bool {
        self.site.starts_with("injected")
    }

    fn facts(&self) -> io::Result<DocumentFacts> {
        let text = Text::decode(self.text.as_bytes(), &Hint::default()).map_err(invalid)?;
        Ok(facts(&text, &Policy::default(), &mut Ngram::new()))
    }

    fn rows(
        &self,
        facts: &DocumentFacts,
        (set, page): (usize, usize),
        document: usize,
        site: usize,
    ) -> Vec<Row> {
        let row = |(at, found): (usize, &LineFacts)| {
            let label = self.labels.get(&found.line)?;
            let text = &facts.texts[found.place];
            Some(Row {
                set,
                document,
                lang: self.lang.clone(),
                site,
                line: found.line,
                place: found.place,
                is_stretch: found.stretch.is_some(),
                is_made: self.is_made(),
                kind: label.kind.clone(),
                class: label.class_of(text, found.stretch.as_ref()),
                text: text.clone(),
                at,
                page,
            })
        };
        facts.lines.iter().enumerate().filter_map(row).collect()
    }
}

impl Label {
    /// What the found part of a line is: a stretch of a mixed line is residue if hardly a letter of it is
    /// another's than what a reader marked. What it leaves of that is no good line lost.
    fn class_of(&self, text: &str, stretch: Option<&Range<usize>>) -> Class {
        let Some(stretch) = stretch.filter(|_| self.class == Class::Mixed) else {
            return self.class;
        };
        let is_marked = |at| self.spans.iter().any(|span| span.contains(&at));
        let letters =
            text.chars().enumerate().filter(|(at, c)| stretch.contains(at) && c.is_alphanumeric());
        let (marked, others): (Vec<_>, Vec<_>) = letters.partition(|&(at, _)| is_marked(at));
        if marked.len() >= 9 * others.len() { Class::Residue } else { Class::Mixed }
    }
}

fn fill_in_wording(
    pages: &mut [Page],
    rows: &[Row],
    sites: &[String],
    interface: &[u8],
) -> (Vec<[Vec<u8>; 2]>, [Vec<u8>; 2]) {
    let of_folds: Vec<_> =
        (0..FOLDS).map(|left_out| learned(rows, sites, Some(left_out))).collect();
    for (left_out, [residue, known]) in of_folds.iter().enumerate() {
        for page in pages.iter_mut().filter(|page| page.fold == left_out) {
            let DocumentFacts { texts, lines, .. } = &mut page.facts;
            let wordings: Vec<_> =
                texts.iter().map(|text| wording([interface, residue, known], text)).collect();
            tell_wording(lines, &wordings);
        }
    }
    (of_folds, learned(rows, sites, None))
}

/// The classifier of residue and the known lines from all folds but one.
fn learned(rows: &[Row], sites: &[String], left_out: Option<usize>) -> [Vec<u8>; 2] {
    let is_used = |row: &&Row| left_out.is_none_or(|left| fold(&sites[row.site]) != left);
    let rows: Vec<_> = rows.iter().filter(|row| row.is_sure()).filter(is_used).collect();
    let lines: Precedents = rows.iter().filter_map(|row| row.judged()).collect();
    [residue_classifier(&rows), lines.file()]
}

/// The classifier of residue from labelled rows.
fn residue_classifier(rows: &[&Row]) -> Vec<u8> {
    let mut copies = HashMap::new();
    for row in rows {
        *copies.entry((row.site, row.text.as_str())).or_insert(0.0_f32) += 1.0;
    }
    // What interface text of the corpus says is said by the other classifier.
    let is_used = |row: &&&Row| row.class != Class::Mixed && !row.is_made;
    let example = |row: &&Row| {
        let weight = 1.0 / copies[&(row.site, row.text.as_str())];
        Example::new(&row.text, row.class == Class::Residue, weight)
    };
    let examples: Vec<_> = rows.iter().filter(is_used).map(example).collect();
    fit(&examples, RESIDUE, 1)
}

fn written(pages: &[Page], rows: &[Row], sites: &[String]) -> String {
    let mut out =
        "set\tdocument\tlang\tsite\tfold\tline\tplace\tstretch\tkind\tclass\tcopies".to_owned();
    for name in fact_names() {
        let _ = write!(out, "\t{name}");
    }
    let mut copies = HashMap::new();
    for row in rows {
        *copies.entry((row.site, row.text.as_str())).or_insert(0) += 1;
    }
    for row in rows {
        let Row { set, document, lang, site, line, place, kind, class, is_stretch, .. } = row;
        let (class, fold) = (class.name(), fold(&sites[*site]));
        let copies = copies[&(row.site, row.text.as_str())];
        let _ = write!(
            out,
            "\n{set}\t{document}\t{lang}\t{site}\t{fold}\t{line}\t{place}\t{}\t{kind}\t{class}\t{copies}",
            u8::from(*is_stretch)
        );
        for fact in &pages[*document].facts.lines[row.at].facts {
            let _ = write!(out, "\t{fact}");
        }
    }
    out.push('\n');
    out
}

/// The classifier of interface from a corpus.
pub fn interface_classifier(sources: &[crate::source::Source]) -> Vec<u8> {
    fit(&crate::wording::corpus_examples(sources, 1), INTERFACE, 1)
}
