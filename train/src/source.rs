//! The corpus as it lies on disk.
//!
//! `text/<iso3>.txt` holds `domain<TAB>source<TAB>text`, `words/<iso3>.txt` holds
//! `source<TAB>word<TAB>frequency`; either may be missing for a language. Several folders are read
//! as one. One line in twenty is set aside by its place in the file: it is measured on, and never
//! trained on.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use monoglot::Lang;

use crate::rng::Rng;

/// One line of this many is set aside.
const HELD_OUT: usize = 20;

/// What kind of text a line is. Interface strings are short and without verbs, names are words out
/// of any sentence: a model that saw only prose errs on both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Domain {
    Prose,
    Interface,
    Names,
}

/// A line of the corpus.
#[derive(Debug, Clone)]
pub struct Line {
    pub domain: Domain,
    /// The name of the source in the list of sources.
    pub source: String,
    pub text: String,
    /// Set aside to measure on.
    pub held_out: bool,
}

/// Everything there is of one language.
#[derive(Debug, Clone)]
pub struct Source {
    pub lang: Lang,
    pub lines: Vec<Line>,
    /// Words with their frequency.
    pub list: Vec<(String, f32)>,
}

/// Reads corpus folders, languages in the order of their codes.
///
/// # Errors
/// If a file cannot be read, or is named after no language that the library knows.
pub fn read(folders: &[impl AsRef<Path>]) -> io::Result<Vec<Source>> {
    let mut sources = BTreeMap::new();
    for folder in folders {
        for (code, rows) in files(&folder.as_ref().join("text"))? {
            let source = sources.entry(lang(&code)?).or_insert_with(Vec::new);
            source.extend(rows.lines().enumerate().filter_map(|(n, row)| line(n, row)));
        }
    }
    let mut lists = BTreeMap::new();
    for folder in folders {
        for (code, rows) in files(&folder.as_ref().join("words"))? {
            let list = lists.entry(lang(&code)?).or_insert_with(Vec::new);
            list.extend(rows.lines().filter_map(word));
        }
    }
    let source =
        |(lang, lines)| Source { lang, lines, list: lists.remove(&lang).unwrap_or_default() };
    Ok(sources.into_iter().map(source).collect())
}

#[expect(clippy::disallowed_methods, reason = "the trainer reads its corpus")]
/// The files of a folder by their stem, which may be missing: code, contents.
fn files(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return Ok(found) };
    for entry in entries {
        let path = entry?.path();
        if let Some(code) = path.file_stem().and_then(|stem| stem.to_str()) {
            found.push((code.to_owned(), fs::read_to_string(&path)?));
        }
    }
    found.sort();
    Ok(found)
}

fn lang(code: &str) -> io::Result<Lang> {
    code.parse().map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

fn line(number: usize, row: &str) -> Option<Line> {
    let mut fields = row.splitn(3, '\t');
    let domain = match fields.next()? {
        "ui" => Domain::Interface,
        "names" => Domain::Names,
        _ => Domain::Prose,
    };
    let source = fields.next()?.to_owned();
    let text = fields.next()?.to_owned();
    let held_out = Rng::new(number as u64).below(HELD_OUT) == 0;
    Some(Line { domain, source, text, held_out })
}

fn word(row: &str) -> Option<(String, f32)> {
    let mut fields = row.split('\t').skip(1);
    Some((fields.next()?.to_owned(), fields.next()?.parse().ok()?))
}
