//! The corpus in memory: composed text, by language.

use std::fs;
use std::io;
use std::path::Path;

use monoglot::Lang;
use unicode_normalization::UnicodeNormalization;

/// One language's share of the corpus.
pub(crate) struct Language {
    pub(crate) lang: Lang,
    /// Lines of prose and interface text.
    pub(crate) lines: Vec<String>,
    /// Names of languages, places and characters: letters like any, but no punctuation of a text.
    pub(crate) names: Vec<String>,
    /// Words with their frequency.
    pub(crate) words: Vec<(String, f64)>,
}

/// The corpus, in the order of the language codes.
pub(crate) struct Corpus {
    pub(crate) languages: Vec<Language>,
}

impl Corpus {
    /// Reads `text/CODE.txt` and `words/CODE.txt` for every language that has either.
    pub(crate) fn read(folder: &Path) -> io::Result<Self> {
        let mut languages = Vec::new();
        for lang in Lang::all() {
            let file = format!("{}.txt", lang.code());
            let text = read(&folder.join("text").join(&file))?;
            let (lines, names) = (lines(&text, false), lines(&text, true));
            let words = words(&read(&folder.join("words").join(&file))?);
            if !lines.is_empty() || !names.is_empty() || !words.is_empty() {
                languages.push(Language { lang, lines, names, words });
            }
        }
        Ok(Self { languages })
    }
}

/// The file, or nothing where there is no such file.
#[expect(clippy::disallowed_methods, reason = "the trainer reads its corpus itself")]
fn read(path: &Path) -> io::Result<String> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        other => other,
    }
}

fn lines(file: &str, are_names: bool) -> Vec<String> {
    let of_kind = file.lines().filter(|line| line.starts_with("names\t") == are_names);
    of_kind.filter_map(|line| line.splitn(3, '\t').nth(2)).map(composed).collect()
}

fn words(file: &str) -> Vec<(String, f64)> {
    let word = |line: &str| {
        let mut fields = line.split('\t').skip(1);
        let (word, count) = (fields.next()?, fields.next());
        Some((composed(word), count.and_then(|count| count.parse().ok()).unwrap_or(1.0)))
    };
    file.lines().filter_map(word).collect()
}

fn composed(text: &str) -> String {
    text.nfc().collect()
}
