//! What a document tells about each of its lines: its main language and its names.

use std::collections::{BTreeMap, HashSet};

use super::relatives::are_one;
use crate::classify::{Case, Engine, Evidence, Word};
use crate::lang::Lang;
use crate::script::Script;

/// A line before it is judged: its words, and what they say without a document.
#[derive(Debug)]
pub(super) struct Reading<'t> {
    pub(super) words: Vec<Word<'t>>,
    /// Letters in all words.
    pub(super) letters: usize,
    /// The script of most letters.
    pub(super) script: Option<Script>,
    /// The evidence of the words in that script.
    pub(super) evidence: Evidence,
}

impl<'t> Reading<'t> {
    pub(super) fn new(words: Vec<Word<'t>>, engine: &dyn Engine) -> Self {
        let letters = words.iter().map(|word| word.letters).sum();
        let script = main_script(&words);
        let evidence = match script {
            Some(script) => engine.weigh(&of_scripts(&words, &[script]), None),
            None => Evidence::default(),
        };
        Self { words, letters, script, evidence }
    }

    /// How many letters stand in words of these scripts.
    pub(super) fn letters_in(&self, scripts: &[Script]) -> usize {
        let inside = self.words.iter().filter(|word| scripts.contains(&word.script));
        inside.map(|word| word.letters).sum()
    }
}

/// The words of some scripts. Han and kana are one here when Japanese is meant.
pub(super) fn of_scripts<'t>(words: &[Word<'t>], scripts: &[Script]) -> Vec<Word<'t>> {
    words.iter().filter(|word| scripts.contains(&word.script)).copied().collect()
}

fn main_script(words: &[Word<'_>]) -> Option<Script> {
    let mut letters = BTreeMap::new();
    for word in words {
        *letters.entry(word.script).or_insert(0) += word.letters;
    }
    let most = letters.into_iter().max_by_key(|&(script, letters)| (letters, script));
    most.map(|(script, _)| script)
}

/// What is known of a document before its lines are judged.
#[derive(Debug)]
pub(super) struct Context {
    /// The main language; `None` if no line has one.
    pub(super) main: Option<Lang>,
    /// The share of the main language in the letters of all lines that have a language.
    pub(super) share: f64,
    /// The scripts of the main language that the document uses.
    pub(super) scripts: Vec<Script>,
    /// Words that native lines write with a capital letter inside a sentence.
    names: HashSet<String>,
}

/// A line has at most so many votes for the main language, so that one endless line of residue
/// does not outvote an article.
const MAX_VOTES: usize = 400;

/// Lines with fewer letters than this vote only in documents without longer ones: what an engine
/// says about a short line alone is wrong up to half of the time.
const LONG_LINE: usize = 40;

impl Context {
    /// Finds the main language, one of `expected` unless that is empty.
    pub(super) fn new<'r, 't: 'r>(
        readings: impl Iterator<Item = &'r Reading<'t>>,
        expected: &[Lang],
    ) -> Self {
        let readings = &readings.collect::<Vec<_>>();
        let votes = votes(readings, expected);
        let total: f64 = votes.values().sum();
        let winner = votes.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
        let main = winner.map(|(&lang, _)| lang).or_else(|| expected.first().copied());
        let Some(main) = main else {
            return Self { main: None, share: 0.0, scripts: Vec::new(), names: HashSet::new() };
        };
        let share = votes.get(&main).map_or(0.0, |votes| votes / total);
        Self {
            main: Some(main),
            share,
            scripts: scripts(main, readings),
            names: names(readings, main),
        }
    }

    /// Whether the document uses a word as a name.
    pub(super) fn is_name(&self, word: &Word<'_>) -> bool {
        word.case != Case::Lower && self.names.contains(word.text)
    }
}

/// Letters for each language, from the lines that are long enough to be believed.
fn votes(readings: &[&Reading<'_>], expected: &[Lang]) -> BTreeMap<Lang, f64> {
    let longest = readings.iter().map(|reading| reading.letters).max().unwrap_or(0);
    let enough = LONG_LINE.min(longest);
    let mut votes = BTreeMap::new();
    for reading in readings.iter().filter(|reading| reading.letters >= enough) {
        let lang = reading.evidence.best_of(|lang| expected.is_empty() || expected.contains(&lang));
        if let Some((lang, _)) = lang {
            let letters = reading.letters.min(MAX_VOTES) as f64;
            *votes.entry(lang).or_insert(0.0) += letters * reading.evidence.confidence();
        }
    }
    votes
}

/// The scripts of a language that a document uses: Serbian is written in two, but a document in
/// one of them.
fn scripts(main: Lang, readings: &[&Reading<'_>]) -> Vec<Script> {
    let all = main.scripts();
    let unspaced = all.iter().any(|script| script.is_unspaced());
    if all.len() == 1 || unspaced || main.code() == "kor" {
        return all.to_vec();
    }
    let letters =
        |script| readings.iter().map(|reading| reading.letters_in(&[script])).sum::<usize>();
    all.iter().copied().max_by_key(|&script| letters(script)).into_iter().collect()
}

/// Words with a capital letter inside the sentences of native lines, where only names have one.
///
/// Lines of residue do not count, so that taking them away changes nothing for the lines that stay.
fn names(readings: &[&Reading<'_>], main: Lang) -> HashSet<String> {
    let is_native = |reading: &&&Reading<'_>| {
        let best = reading.evidence.best();
        reading.letters >= LONG_LINE && best.is_some_and(|(lang, _)| are_one(lang, main))
    };
    let inner = readings.iter().filter(is_native).flat_map(|reading| reading.words.iter().skip(1));
    inner.filter(|word| word.case != Case::Lower).map(|word| word.text.to_owned()).collect()
}
