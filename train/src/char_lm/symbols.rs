//! What a character that is no letter costs, by its neighbours: the probability of the symbol and
//! of what follows it, after what stands before it.

use std::collections::BTreeMap;

use super::corpus::Corpus;
use super::counts::Alphabets;

/// What stands beside a symbol: white space or an end, a letter, another symbol.
pub(crate) const SIDES: usize = 3;
/// A symbol needs this many occurrences to be believed.
const MIN_COUNT: f64 = 20.0;
/// The share of each side that is handed out by the symbols' shares over all sides, so that a symbol
/// in a place where the corpus never has it costs two nats more than by itself.
const SMOOTHING: f64 = 0.1;

/// Symbol -> cost in nats for each pair of sides.
pub(crate) type Symbols = BTreeMap<char, [f64; SIDES * SIDES]>;

/// Counts the symbols of all languages, each language with the same weight.
pub(crate) fn table(corpus: &Corpus, alphabets: &Alphabets) -> Symbols {
    let mut counts: BTreeMap<char, [f64; SIDES * SIDES]> = BTreeMap::new();
    for language in &corpus.languages {
        for line in &language.lines {
            count(line, alphabets, &mut counts);
        }
    }
    let space = counts.get(&' ').copied().unwrap_or_default();
    let no_break = counts.entry(NO_BREAK_SPACE).or_default();
    no_break.iter_mut().zip(space).for_each(|(n, spaces)| *n += spaces * NO_BREAK_SHARE);
    costs(&counts)
}

/// Corpora lose their no-break spaces; in print one space in some forty is one.
const NO_BREAK_SPACE: char = '\u{A0}';
const NO_BREAK_SHARE: f64 = 0.025;

fn side(c: Option<char>) -> usize {
    match c {
        None => 0,
        Some(c) if c.is_whitespace() => 0,
        Some(c) if c.is_alphabetic() => 1,
        Some(_) => 2,
    }
}

fn count(line: &str, alphabets: &Alphabets, counts: &mut BTreeMap<char, [f64; SIDES * SIDES]>) {
    let chars: Vec<char> = line.chars().collect();
    for (i, &c) in chars.iter().enumerate() {
        if c.is_alphabetic() || alphabets.ids.contains_key(&c) {
            continue;
        }
        let left = side(i.checked_sub(1).map(|i| chars[i]));
        let right = side(chars.get(i + 1).copied());
        counts.entry(c).or_default()[left * SIDES + right] += 1.0;
    }
}

fn costs(counts: &BTreeMap<char, [f64; SIDES * SIDES]>) -> Symbols {
    let mut totals = [0.0; SIDES];
    for row in counts.values() {
        row.iter().enumerate().for_each(|(i, n)| totals[i / SIDES] += n);
    }
    let all: f64 = totals.iter().sum();
    let cost = |row: &[f64; SIDES * SIDES]| {
        let share = row.iter().sum::<f64>() / all;
        std::array::from_fn(|i| {
            let total = totals[i / SIDES].max(1.0);
            -((row[i] / total + SMOOTHING * share / SIDES as f64) / (1.0 + SMOOTHING)).ln()
        })
    };
    let common = counts.iter().filter(|(_, row)| row.iter().sum::<f64>() >= MIN_COUNT);
    common.map(|(&c, row)| (c, cost(row))).collect()
}
