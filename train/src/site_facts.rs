//! The table of facts about repeated lines: numbers about labelled lines of whole sites, none of their text.
//!
//! Each site is looked at three times: as a whole, and in pieces of eight and of four of its pages, so that
//! what is learned holds for small folders, too. A folder of pages that are of no one site is looked at as if
//! it was a site: what repeats there does so by chance. Made sites (`train/made_sites.py`) are looked at as a whole.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io;
use std::rc::Rc;

use monoglot::classify::Ngram;
use monoglot::sites::{Counter, DocumentReader, Site, Sites};
use monoglot::training::facts::{RepeatedFacts, repeated_fact_names, repeated_facts, stands_alone};
use monoglot::training::wording::Wording;
use monoglot::{DocumentFormat, Hint, Lang, Policy, Text};

use crate::facts::{CONTRADICTED, Class, Document, Table, fold, invalid};

/// How the pages of a site are looked at: all of them, or so many at once.
const PIECES: [Option<usize>; 3] = [None, Some(8), Some(4)];

/// The set of strangers in a folder.
const STRANGERS: usize = 0;

/// The set of made sites.
const MADE: usize = 4;

/// Sites with fewer pages are no sites to learn from.
const FEWEST: usize = 5;

/// A labelled, repeated line with its facts.
struct Row {
    /// 0: by chance, in a folder of strangers; 1: on a whole site; 2 and 3: in pieces of it; 4: on a made site.
    set: usize,
    lang: String,
    site: String,
    document: usize,
    class: Class,
    kind: String,
    found: RepeatedFacts,
}

/// The table: a head, then one row for each line that is repeated.
///
/// # Errors
/// If a text is none.
pub fn table(of: &Table, interface: &[u8]) -> io::Result<String> {
    let mut rows = Vec::new();
    let is_real = |folder: &&Vec<Document>| !folder.iter().any(Document::is_made);
    for folder in of.folders.iter().filter(is_real) {
        let mut sites: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
        let naive: Vec<_> = folder.iter().filter(|document| document.is_naive).collect();
        for &document in &naive {
            sites.entry(&document.site).or_default().push(document);
        }
        sites.retain(|_, documents| documents.len() >= FEWEST);
        for documents in sites.values() {
            if documents[0].is_of_made_site {
                rows.extend(looked_at(documents, MADE)?);
                continue;
            }
            for (at, piece) in pieces(documents) {
                rows.extend(looked_at(piece, at + 1)?);
            }
        }
        if sites.is_empty() {
            rows.extend(looked_at(&naive, STRANGERS)?);
        }
    }
    Ok(written(&rows, of, interface))
}

/// A site as it is looked at: the whole, then its pieces, each with its place in [`PIECES`].
fn pieces<T>(documents: &[T]) -> impl Iterator<Item = (usize, &[T])> {
    let pieces = |size: Option<usize>| documents.chunks(size.unwrap_or(documents.len()));
    PIECES
        .into_iter()
        .enumerate()
        .flat_map(move |(at, size)| pieces(size).map(move |piece| (at, piece)))
}

/// A head, then for each row of the table of facts that stands alone on its site, whole or in a piece, its number, from
/// 0, and how many documents that has.
///
/// # Errors
/// If a text is none.
pub fn alone(of: &Table) -> io::Result<String> {
    let looks = of.folders.iter().map(|folder| looks(folder)).collect::<io::Result<Vec<_>>>()?;
    let mut out = "row\tdocuments\n".to_owned();
    for (number, row) in of.rows.iter().enumerate() {
        for sites in &looks[row.set][row.page] {
            let documents = documents_alone(&row.text, sites);
            if documents > 0 {
                let _ = writeln!(out, "{number}\t{documents}");
            }
        }
    }
    Ok(out)
}

/// What the real sites of a folder repeat, by document: the whole of its site, and the pieces that it is in.
fn looks(folder: &[Document]) -> io::Result<Vec<Vec<Rc<Sites>>>> {
    let mut looks = vec![Vec::new(); folder.len()];
    let mut sites: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let is_real = |document: &Document| !document.is_made() && !document.is_of_made_site;
    for (at, document) in folder.iter().enumerate().filter(|(_, document)| is_real(document)) {
        sites.entry(&document.site).or_default().push(at);
    }
    sites.retain(|_, documents| documents.len() >= FEWEST);
    for documents in sites.values() {
        for (_, piece) in pieces(documents) {
            let texts: io::Result<Vec<_>> = piece.iter().map(|&at| folder[at].decoded()).collect();
            let sites = Rc::new(counted(&texts?)?);
            for &at in piece {
                looks[at].push(Rc::clone(&sites));
            }
        }
    }
    Ok(looks)
}

/// How many documents the site has, if a line stands alone on it.
fn documents_alone(line: &str, sites: &Sites) -> u32 {
    let is_alone = |site: &Site<'_>| site.has_template() && stands_alone(line, site);
    sites.site(SITE).filter(is_alone).map_or(0, |site| site.documents())
}

/// What the documents of a site are called.
const SITE: &str = "site";

/// What some documents repeat, as if they were a site.
fn counted(texts: &[Text<'_>]) -> io::Result<Sites> {
    let (mut counter, mut reader) = (Counter::new(usize::MAX), DocumentReader::new());
    for text in texts {
        counter.add(SITE, &reader.read_text(text, DocumentFormat::Plain));
    }
    Sites::new(counter.finish()).map_err(|error| invalid(error.to_string()))
}

/// The repeated lines of some documents, as if they were a site.
fn looked_at(documents: &[&Document], set: usize) -> io::Result<Vec<Row>> {
    let texts: io::Result<Vec<_>> = documents.iter().map(|document| document.decoded()).collect();
    let texts = texts?;
    let sites = counted(&texts)?;
    let is_asked = |site: &Site<'_>| set == STRANGERS || site.has_template();
    let Some(site) = sites.site(SITE).filter(is_asked) else { return Ok(Vec::new()) };
    let mut engine = Ngram::new();
    let mut rows = Vec::new();
    for (at, (document, text)) in documents.iter().zip(&texts).enumerate() {
        let main: Option<Lang> = document.lang.parse().ok();
        let policy = Policy::default().expected(main);
        for found in repeated_facts(text, &policy, &site, &mut engine) {
            let Some((class, kind)) = document.class_and_kind(found.line) else { continue };
            rows.push(Row {
                set,
                lang: document.lang.clone(),
                site: document.site.clone(),
                document: at,
                class,
                kind,
                found,
            });
        }
    }
    Ok(rows)
}

fn written(rows: &[Row], of: &Table, interface: &[u8]) -> String {
    let mut out = "set\tdocument\tlang\tsite\tfold\tline\tkind\tclass\tcopies".to_owned();
    for name in repeated_fact_names() {
        let _ = write!(out, "\t{name}");
    }
    let place = repeated_fact_names().position(|name| name == "wording_interface").unwrap_or(0);
    let mut copies: HashMap<_, usize> = HashMap::new();
    for row in rows {
        *copies.entry((row.set, &row.site, row.found.text.trim())).or_default() += 1;
    }
    let mut said = HashMap::new();
    let mut sites = Vec::new();
    for row in rows {
        let Row { set, document, lang, site, class, kind, found } = row;
        let number = sites.iter().position(|known| known == site).unwrap_or_else(|| {
            sites.push(site.clone());
            sites.len() - 1
        });
        let fold = fold(site);
        let copies = copies[&(*set, site, found.text.trim())];
        let text = found.text.trim();
        let Wording { interface, residue, .. } =
            *said.entry((fold, text)).or_insert_with(|| of.wording(interface, fold, text));
        let mut facts = found.facts.clone();
        facts[place] = clamped(interface);
        facts[place + 1] = clamped(residue);
        let class = class.name();
        let kind = if of.is_contradicted(kind, text, site) { CONTRADICTED } else { kind };
        let _ = write!(
            out,
            "\n{set}\t{document}\t{lang}\t{number}\t{fold}\t{}\t{kind}\t{class}\t{copies}",
            found.line
        );
        for fact in facts {
            let _ = write!(out, "\t{fact}");
        }
    }
    out.push('\n');
    out
}

fn clamped(score: i32) -> i16 {
    score.clamp(i16::MIN.into(), i16::MAX.into()) as i16
}

impl Document {
    fn decoded(&self) -> io::Result<Text<'_>> {
        Text::decode(self.text.as_bytes(), &Hint::default()).map_err(invalid)
    }
}
