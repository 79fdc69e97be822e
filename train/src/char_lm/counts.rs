//! Alphabets, and how often letters follow each other.

use std::collections::{BTreeMap, HashMap};

use monoglot::{Lang, Script};
use unicode_normalization::char::is_combining_mark;

use super::corpus::{Corpus, Language};

/// The id of everything that is no letter of the alphabet's script.
pub(crate) const BOUNDARY: u8 = 0;
/// The id of letters too rare for an id of their own.
pub(crate) const RARE: u8 = 1;
const FIRST: u8 = 2;

/// A letter enters its script's alphabet when some language uses it this often. Below it lie the
/// letters of foreign names.
const MIN_SHARE: f64 = 2e-5;
/// Ids are bytes, and the last is the mark of a missing context.
const MAX_LETTERS: usize = 252;
/// Words count as much text as the prose has, or as this many letters if there is little prose.
const MIN_WORD_LETTERS: f64 = 500_000.0;

/// Scripts whose characters are counted one by one, without neighbours.
pub(crate) fn is_ideographic(script: Script) -> bool {
    matches!(script, Script::Han | Script::Kana | Script::Hangul)
}

/// The letters of one script that have an id: lower case, the most frequent first.
pub(crate) struct Alphabet {
    pub(crate) script: Script,
    pub(crate) letters: Vec<char>,
    pub(crate) languages: Vec<Lang>,
}

/// Letter -> (index of the alphabet, id), for lower and upper case.
pub(crate) struct Alphabets {
    pub(crate) list: Vec<Alphabet>,
    pub(crate) ids: BTreeMap<char, (u8, u8, bool)>,
}

/// The one lower-case letter that stands for an upper-case one.
pub(crate) fn lower(c: char) -> char {
    match c {
        'İ' => 'i',
        'ẞ' => 'ß',
        // The same letters to every reader and in every legacy encoding but one.
        'ș' | 'Ș' => 'ş',
        'ț' | 'Ț' => 'ţ',
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// Chooses the alphabets.
pub(crate) fn alphabets(corpus: &Corpus) -> Alphabets {
    let mut shares: BTreeMap<Script, BTreeMap<char, f64>> = BTreeMap::new();
    for language in &corpus.languages {
        for (script, c, share) in letter_shares(language) {
            let best = shares.entry(script).or_default().entry(c).or_insert(0.0);
            *best = best.max(share);
        }
    }
    let mut alphabets = Alphabets { list: Vec::new(), ids: BTreeMap::new() };
    for (script, shares) in shares {
        let languages: Vec<Lang> = corpus.languages.iter().map(|language| language.lang).collect();
        alphabets.add(Alphabet {
            script,
            letters: frequent(&shares),
            languages: languages.into_iter().filter(|l| l.scripts().contains(&script)).collect(),
        });
    }
    alphabets
}

impl Alphabets {
    fn add(&mut self, alphabet: Alphabet) {
        let group = self.list.len() as u8;
        for (i, &c) in alphabet.letters.iter().enumerate() {
            let id = FIRST + i as u8;
            self.ids.insert(c, (group, id, false));
        }
        for (i, &c) in alphabet.letters.iter().enumerate() {
            let mut upper = c.to_uppercase();
            let (Some(upper), None) = (upper.next(), upper.next()) else { continue };
            self.ids.entry(upper).or_insert((group, FIRST + i as u8, true));
        }
        if alphabet.script == Script::Latin {
            for (c, stands_for, upper) in [
                ('İ', 'i', true),
                ('ș', 'ş', false),
                ('Ș', 'ş', true),
                ('ț', 'ţ', false),
                ('Ț', 'ţ', true),
            ] {
                let (group, id, _) = self.ids[&stands_for];
                self.ids.insert(c, (group, id, upper));
            }
        }
        self.list.push(alphabet);
    }

    /// The id of a character in an alphabet; the boundary if it is none of its letters.
    fn id(&self, group: u8, c: char) -> u8 {
        match self.ids.get(&c) {
            Some(&(of, id, _)) if of == group => id,
            None if Script::of(c) == Some(self.list[usize::from(group)].script) => RARE,
            Some(_) | None => BOUNDARY,
        }
    }
}

fn frequent(shares: &BTreeMap<char, f64>) -> Vec<char> {
    let mut letters: Vec<(char, f64)> =
        shares.iter().map(|(&c, &share)| (c, share)).filter(|&(_, s)| s >= MIN_SHARE).collect();
    letters.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    letters.truncate(MAX_LETTERS);
    letters.into_iter().map(|(c, _)| c).collect()
}

/// How much of a language's letters each letter is. A combining mark belongs to the script of the
/// letter before it.
fn letter_shares(language: &Language) -> Vec<(Script, char, f64)> {
    let scripts = language.lang.scripts();
    let mut counts: BTreeMap<(Script, char), f64> = BTreeMap::new();
    let mut total = 0.0;
    for (text, weight) in weighted(language) {
        let mut last = None;
        for c in text.chars() {
            let script = Script::of(c).or(last.filter(|_| is_combining_mark(c)));
            last = script;
            let Some(script) = script.filter(|s| scripts.contains(s) && !is_ideographic(*s)) else {
                continue;
            };
            *counts.entry((script, lower(c))).or_insert(0.0) += weight;
            total += weight;
        }
    }
    counts.into_iter().map(|((script, c), n)| (script, c, n / total)).collect()
}

/// The texts of a language with their weights: every line once, and every word by its frequency.
fn weighted(language: &Language) -> Vec<(&str, f64)> {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() as f64;
    let prose: f64 = language.lines.iter().map(|line| letters(line)).sum();
    let words: f64 = language.words.iter().map(|(word, n)| letters(word) * n).sum();
    let scale = prose.max(MIN_WORD_LETTERS) / words.max(1.0);
    let lines = language.lines.iter().chain(&language.names).map(|line| (line.as_str(), 1.0));
    lines.chain(language.words.iter().map(|(word, n)| (word.as_str(), n * scale))).collect()
}

/// Counts of one language in one script.
#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) singles: Vec<f64>,
    /// How often a letter stands before another one or before the end of the word.
    pub(crate) contexts: Vec<f64>,
    pub(crate) pairs: HashMap<(u8, u8), f64>,
    pub(crate) triples: HashMap<(u8, u8, u8), f64>,
}

/// The counts of every language of one alphabet, in the alphabet's order of languages.
pub(crate) struct Group {
    pub(crate) counts: Vec<Counts>,
}

/// Counts every language in every script it is written in.
pub(crate) fn groups(corpus: &Corpus, alphabets: &Alphabets) -> Vec<Group> {
    let count = |group: usize, lang: &Lang| {
        let language = corpus.languages.iter().find(|language| language.lang == *lang);
        let size = alphabets.list[group].letters.len() + usize::from(FIRST);
        let mut counts =
            Counts { singles: vec![0.0; size], contexts: vec![0.0; size], ..Counts::default() };
        for (text, weight) in language.map(weighted).unwrap_or_default() {
            counts.add(text, weight, |c| alphabets.id(group as u8, c));
        }
        counts
    };
    let list = alphabets.list.iter().enumerate();
    list.map(|(i, alphabet)| Group {
        counts: alphabet.languages.iter().map(|lang| count(i, lang)).collect(),
    })
    .collect()
}

impl Counts {
    fn add(&mut self, text: &str, weight: f64, id: impl Fn(char) -> u8) {
        let mut before = (BOUNDARY, BOUNDARY);
        for c in text.chars().map(id).chain([BOUNDARY]) {
            if c == BOUNDARY && before.1 == BOUNDARY {
                continue;
            }
            *self.singles.get_mut(usize::from(c)).expect("ids fit the alphabet") += weight;
            self.contexts[usize::from(before.1)] += weight;
            *self.pairs.entry((before.1, c)).or_insert(0.0) += weight;
            if before.1 != BOUNDARY {
                *self.triples.entry((before.0, before.1, c)).or_insert(0.0) += weight;
            }
            before = if c == BOUNDARY { (BOUNDARY, BOUNDARY) } else { (before.1, c) };
        }
    }
}

/// Han, kana and hangul: character -> share in each of [`IDEOGRAPHIC`].
pub(crate) type Ideographs = BTreeMap<char, [f64; 4]>;

/// The languages of the table of ideographs.
pub(crate) const IDEOGRAPHIC: [&str; 4] = ["zho", "yue", "jpn", "kor"];

/// Counts the characters of the languages without alphabets.
pub(crate) fn ideographs(corpus: &Corpus) -> Ideographs {
    let mut table = Ideographs::new();
    for (i, code) in IDEOGRAPHIC.iter().enumerate() {
        let language = corpus.languages.iter().find(|language| language.lang.code() == *code);
        let texts = language.map(weighted).unwrap_or_default();
        let mut total = 0.0;
        for (text, weight) in &texts {
            for c in text.chars().filter(|&c| Script::of(c).is_some_and(is_ideographic)) {
                table.entry(c).or_default()[i] += weight;
                total += weight;
            }
        }
        for row in table.values_mut() {
            row[i] /= f64::max(total, 1.0);
        }
    }
    table
}
