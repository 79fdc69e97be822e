//! The words of buttons, links and prompts: what `monoglot::model` remembers.
//!
//! A word is one of them if the interface strings of its language use it more than once, or its prose
//! writes it small, and if it is not above all a name: `Share` is kept, `Scottish` is not. What is
//! kept goes into a binary fuse filter (Graf and Lemire, "Binary Fuse Filters", 2022): nine bits a word,
//! and one stranger in 256 is taken for a word.

use std::collections::{HashMap, HashSet};

use monoglot::training::features::{Letters, words};
use monoglot::training::ui_words::{HEAD, MAGIC, PLACES, button, key, places, unaccented};
use monoglot::{Lang, Script};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::SHARED;
use crate::source::{Domain, Source};

/// A word that no list knows is seen so often before it counts: what stands once is a misspelling or a
/// rare name.
const MIN_COUNT: u32 = 2;
/// A word of prose is seen small so often: it is there for languages with few interface strings.
const MIN_SMALL: u32 = 5;
/// How much more often a word of interfaces may be written as a name, and how much less one of prose.
const NAMES_PER_INTERFACE: u32 = 3;
const SMALL_PER_NAME: u32 = 2;
/// A word of so many languages (`blog`, `menu`, `video`) is at home in all of them.
const INTERNATIONAL: usize = 6;
/// A word is at home in two languages if neither writes it so many times as often as the other.
const LOAN: f32 = 7.0;
/// A word is a button's if it makes up such a share of the interface strings, stands there so often, and
/// so many times as often as in speech and prose: `search`, `login`, `privacy`, but not `home` or `news`.
const BUTTON_SHARE: f32 = 1e-4;
const BUTTON_COUNT: u32 = 5;
const BUTTON_RATIO: f32 = 3.0;
/// The share of a word that no list holds.
const UNLISTED: f32 = 2e-5;
/// Languages that write all nouns with a capital: in them it says nothing about names.
const CAPITAL_NOUNS: [&str; 2] = ["deu", "ltz"];

/// Languages that leave out the accents of capitals (`THEMES` for `thèmes`), as old typewriters and some style guides do.
const UNACCENTED: [&str; 6] = ["cat", "fra", "glg", "ita", "por", "spa"];

/// How often a word is written as what in one language.
#[derive(Debug, Default)]
struct Uses {
    interface: u32,
    /// In prose, and with a small letter there.
    prose: u32,
    small: u32,
}

/// Reads the sources and gives the bytes of the file.
pub fn train(sources: &[Source]) -> Vec<u8> {
    let names = names(sources);
    let kept: Vec<_> = sources.iter().map(|source| (source.lang, kept(source, &names))).collect();
    let loans = loans(sources, &kept);
    let international = international(&kept, &loans);
    let is_own = |word: &&u64| !international.contains(word);
    let own = kept.iter().map(|(lang, words)| (*lang, words.keys().filter(is_own).collect()));
    let loans = loans.iter().map(|(lang, words)| (*lang, words.iter().filter(is_own).collect()));
    let keys = |(lang, words): (Lang, Vec<&u64>)| {
        words.into_iter().map(|&word| key(Some(lang), word)).collect::<Vec<_>>()
    };
    let mut keys: Vec<_> = own.chain(loans).flat_map(keys).collect();
    keys.extend(international.iter().map(|&word| key(None, word)));
    let buttons = sources.iter().flat_map(|source| {
        let words = buttons(source).into_iter().filter(|word| !international.contains(word));
        words.map(|word| key(Some(source.lang), button(word)))
    });
    keys.extend(buttons);
    keys.extend(
        sources.iter().zip(&kept).flat_map(|(source, (_, kept))| unaccented_keys(source, kept)),
    );
    keys.sort_unstable();
    keys.dedup();
    filter(&keys)
}

/// The words that are at home in many languages: those whose interfaces use it about as often as any.
/// One that uses it much less shows an untranslated string now and then.
fn international(kept: &[(Lang, HashMap<u64, f32>)], loans: &[(Lang, Vec<u64>)]) -> HashSet<u64> {
    let mut most = HashMap::<u64, f32>::new();
    for (&word, &share) in kept.iter().flat_map(|(_, words)| words) {
        let most = most.entry(word).or_insert(share);
        *most = most.max(share);
    }
    let is_home = |&(word, share): &(&u64, &f32)| share * LOAN >= most[word];
    let kept = kept.iter().flat_map(|(_, words)| words.iter().filter(is_home));
    let mut homes = HashMap::<u64, usize>::new();
    for &word in kept.map(|(word, _)| word).chain(loans.iter().flat_map(|(_, words)| words)) {
        *homes.entry(word).or_insert(0) += 1;
    }
    homes.into_iter().filter(|&(_, homes)| homes >= INTERNATIONAL).map(|(word, _)| word).collect()
}

/// How often words are written with a capital inside sentences or in lists of names, over all
/// languages: the same people and places are in the news everywhere.
fn names(sources: &[Source]) -> HashMap<u64, u32> {
    let mut names = HashMap::new();
    for source in sources.iter().filter(|source| !CAPITAL_NOUNS.contains(&source.lang.code())) {
        for line in source.lines.iter().filter(|line| !line.held_out) {
            let first = match line.domain {
                Domain::Interface => continue,
                Domain::Prose => 1,
                Domain::Names => 0,
            };
            for (word, is_small) in cased(&line.text).skip(first) {
                *names.entry(word).or_insert(0) += u32::from(!is_small);
            }
        }
    }
    names
}

/// How often a language uses each word, and for what.
fn uses(source: &Source) -> HashMap<u64, Uses> {
    let mut uses = HashMap::<u64, Uses>::new();
    for line in source.lines.iter().filter(|line| !line.held_out) {
        for (word, is_small) in cased(&line.text) {
            let uses = uses.entry(word).or_default();
            match line.domain {
                Domain::Interface => uses.interface += 1,
                Domain::Prose => {
                    uses.prose += 1;
                    uses.small += u32::from(is_small);
                }
                Domain::Names => {}
            }
        }
    }
    uses
}

/// The words of a language that are kept, with their share of its interfaces.
fn kept(source: &Source, names: &HashMap<u64, u32>) -> HashMap<u64, f32> {
    let uses = uses(source);
    let listed = frequencies(source);
    let is_kept = |&(&word, uses): &(&u64, &Uses)| {
        let capitals = names.get(&word).copied().unwrap_or(0);
        let least = if listed.contains_key(&word) { 1 } else { MIN_COUNT };
        uses.interface >= least && uses.interface * NAMES_PER_INTERFACE > capitals
            || uses.small >= MIN_SMALL && uses.small > SMALL_PER_NAME * capitals
    };
    let total = uses.values().map(|uses| uses.interface).sum::<u32>() as f32;
    let share = |uses: &Uses| uses.interface as f32 / total.max(1.0);
    uses.iter().filter(is_kept).map(|(&word, uses)| (word, share(uses))).collect()
}

/// The words of a language that stand on its buttons above all.
fn buttons(source: &Source) -> Vec<u64> {
    let uses = uses(source);
    let total = |count: fn(&Uses) -> u32| uses.values().map(count).sum::<u32>().max(1) as f32;
    let (interface, prose) = (total(|uses| uses.interface), total(|uses| uses.prose));
    let listed = frequencies(source);
    let is_button = |&(word, uses): &(&u64, &Uses)| {
        let share = uses.interface as f32 / interface;
        let listed = listed.get(word).copied().unwrap_or(0.0);
        let elsewhere = listed.max(uses.prose as f32 / prose) + UNLISTED;
        uses.interface >= BUTTON_COUNT && share >= BUTTON_SHARE.max(BUTTON_RATIO * elsewhere)
    };
    uses.iter().filter(is_button).map(|(&word, _)| word).collect()
}

/// The words of a language without the accents that its capitals leave out.
fn unaccented_keys(source: &Source, kept: &HashMap<u64, f32>) -> Vec<u64> {
    let lines = source.lines.iter().filter(|_| UNACCENTED.contains(&source.lang.code()));
    let accented = lines.flat_map(|line| {
        words(&line.text).filter(|word| word.script == Script::Latin).filter_map(|word| {
            let written = &line.text[word.start..word.end];
            let whole = |text: &str| Letters::new(text, word.script).whole();
            let is_accented = !written.is_ascii() && kept.contains_key(&whole(written));
            let bare = || written.nfd().filter(|&c| !is_combining_mark(c)).collect::<String>();
            is_accented.then(|| whole(&bare()))
        })
    });
    let bare: HashSet<_> = accented.filter(|bare| !kept.contains_key(bare)).collect();
    bare.into_iter().map(|word| key(Some(source.lang), unaccented(word))).collect()
}

/// The words that a language has from another: it writes them nearly as often as the language
/// that writes them most and keeps them for its own (`newsletter`, `lifestyle` in German).
fn loans(sources: &[Source], kept: &[(Lang, HashMap<u64, f32>)]) -> Vec<(Lang, Vec<u64>)> {
    let lists: Vec<_> = sources.iter().map(|source| (source.lang, frequencies(source))).collect();
    let mut most = HashMap::<u64, (f32, Lang)>::new();
    for (lang, list) in &lists {
        for (&word, &frequency) in list {
            let best = most.entry(word).or_insert((frequency, *lang));
            if frequency > best.0 {
                *best = (frequency, *lang);
            }
        }
    }
    let kept: HashMap<_, _> = kept.iter().map(|(lang, words)| (*lang, words)).collect();
    let knows = |lang: Lang, word| kept.get(&lang).is_some_and(|words| words.contains_key(&word));
    let loans = |(lang, list): &(Lang, HashMap<u64, f32>)| {
        let is_loan = |&(&word, &frequency): &(&u64, &f32)| {
            let (best, home) = most[&word];
            let is_known = knows(home, word) && !knows(*lang, word);
            home != *lang && is_known && frequency * LOAN > best
        };
        (*lang, list.iter().filter(is_loan).map(|(&word, _)| word).collect())
    };
    lists.iter().map(loans).collect()
}

/// The share of each word in the list of a language.
fn frequencies(source: &Source) -> HashMap<u64, f32> {
    let total: f32 = source.list.iter().map(|(_, frequency)| frequency).sum();
    let mut shares = HashMap::new();
    for (text, frequency) in &source.list {
        if let [(word, _)] = cased(text).collect::<Vec<_>>()[..] {
            *shares.entry(word).or_insert(0.0) += frequency / total;
        }
    }
    shares
}

/// The words of a text in scripts with capital letters that several languages share, and whether each
/// begins small. Where nothing is capitalised, nothing is taken for a name because of it.
fn cased(text: &str) -> impl Iterator<Item = (u64, bool)> + '_ {
    let shared = words(text).filter(|word| SHARED.contains(&word.script) && word.script.has_case());
    shared.map(|word| {
        let written = &text[word.start..word.end];
        let is_small = !written.starts_with(char::is_uppercase);
        (Letters::new(written, word.script).whole(), is_small)
    })
}

/// A binary fuse filter over the keys. Each key has a place in each of four neighbouring segments; the
/// exclusive or of the bytes there is its fingerprint.
fn filter(keys: &[u64]) -> Vec<u8> {
    let count = keys.len().max(2) as f64;
    // Both figures are those of the paper for four places.
    let segment = 1_u32 << (count.ln() / 2.91_f64.ln() - 0.5).clamp(0.0, 18.0) as u32;
    let places = count * (0.77 + 0.305 * 600_000_f64.ln() / count.ln()).max(1.075);
    let segments = (places / f64::from(segment)).ceil().max(PLACES as f64);
    let table = segments as usize * segment as usize;
    (0..)
        .find_map(|seed| try_filter(keys, seed, segment, table))
        .expect("nearly every seed succeeds")
}

fn try_filter(keys: &[u64], seed: u32, segment: u32, table: usize) -> Option<Vec<u8>> {
    let places = |key| places(key, seed, segment, table);
    // Of every place: how many keys want it, and the exclusive or of their numbers.
    let mut wanted = vec![(0_u32, 0_usize); table];
    for (number, &key) in keys.iter().enumerate() {
        for place in places(key).0 {
            wanted[place].0 += 1;
            wanted[place].1 ^= number;
        }
    }
    // A key that has a place for itself is taken off, which may free the places of others.
    let mut free: Vec<_> = (0..wanted.len()).filter(|&place| wanted[place].0 == 1).collect();
    let mut order = Vec::new();
    while let Some(place) = free.pop() {
        if wanted[place].0 != 1 {
            continue;
        }
        let number = wanted[place].1;
        order.push((number, place));
        for other in places(keys[number]).0 {
            wanted[other].0 -= 1;
            wanted[other].1 ^= number;
            if wanted[other].0 == 1 {
                free.push(other);
            }
        }
    }
    if order.len() < keys.len() {
        return None;
    }
    let mut table = vec![0; wanted.len()];
    for &(number, own) in order.iter().rev() {
        let (others, fingerprint) = places(keys[number]);
        table[own] = others.iter().fold(fingerprint, |byte, &place| byte ^ table[place]);
    }
    let mut file = Vec::with_capacity(HEAD + table.len());
    file.extend_from_slice(&MAGIC);
    file.extend_from_slice(&seed.to_le_bytes());
    file.extend_from_slice(&segment.to_le_bytes());
    file.extend_from_slice(&table);
    Some(file)
}
