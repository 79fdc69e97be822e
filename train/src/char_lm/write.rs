//! From counts to the bytes of the table: smoothing, choice of entries, layout.
//!
//! The layout is documented where it is read, in `src/model/char_lm.rs`.

use std::collections::BTreeMap;

use monoglot::{Lang, Script};

use super::counts::{Alphabets, Counts, Group, IDEOGRAPHIC, Ideographs};
use super::symbols::Symbols;

/// Costs are stored in sixteenths of a nat, differences in eighths.
const COST_UNIT: f64 = 16.0;
const DELTA_UNIT: f64 = 8.0;

/// How many occurrences the shorter context counts for, against those of the longer one.
const PAIR_PRIOR: f64 = 8.0;
const TRIPLE_PRIOR: f64 = 6.0;
/// The occurrences that an unseen letter of the alphabet is given.
const UNSEEN: f64 = 0.3;

/// The bytes that the entries may take: the file is about 150 KB larger.
const BUDGET: usize = 460_000;
/// What one n-gram costs beside its entries: its slot, the free slots around it, its length.
const NGRAM_BYTES: usize = 8;

/// Entries with letters outside ASCII decide between encodings; the others only between languages.
const NON_ASCII_WEIGHT: f64 = 5.0;
/// Entries of languages that were hardly ever written in a legacy encoding.
const YOUNG_WEIGHT: f64 = 0.25;
/// The languages with a past in legacy encodings.
const LEGACY: &str = "afr ara aze bak bel bos bre bul cat ces ckb cym dan deu ell eng epo est eus fao fas fil fin fra \
    gla gle glg heb hrv hun ind isl ita kaz kir kmr lav lit ltz mkd mlt mon msa nld nno nob oci \
    pol por pus ron rus slk slv snd spa sqi srp swe tat tgk tha tuk tur uig ukr urd uzb vie yid";

/// One difference that may enter the table.
struct Entry {
    key: u32,
    lang: u8,
    delta: i8,
    gain: f64,
}

/// The first letter of a pair's key, where a triple has a letter.
const NO_LETTER: u8 = 0xFF;

fn key(group: usize, a: u8, b: u8, c: u8) -> u32 {
    u32::from_be_bytes([group as u8, a, b, c])
}

fn quantised(delta: f64) -> i8 {
    (delta * DELTA_UNIT).round().clamp(-127.0, 127.0) as i8
}

/// One language's smoothed costs and the differences that pairs and triples make to them.
struct Smoothed {
    singles: Vec<u8>,
    backoffs: Vec<u8>,
}

fn cost(probability: f64) -> u8 {
    (-probability.ln() * COST_UNIT).round().clamp(0.0, 255.0) as u8
}

fn smooth_singles(counts: &Counts) -> Smoothed {
    let total: f64 = counts.singles.iter().sum::<f64>() + UNSEEN * counts.singles.len() as f64;
    let backoff = |n: &f64| PAIR_PRIOR / (n + PAIR_PRIOR);
    Smoothed {
        singles: counts.singles.iter().map(|n| cost((n + UNSEEN) / total)).collect(),
        backoffs: counts.contexts.iter().map(|n| cost(backoff(n))).collect(),
    }
}

/// Everything known about one language in one group while its entries are made.
struct Maker<'c> {
    group: usize,
    lang: u8,
    weight: f64,
    ascii: &'c [bool],
    counts: &'c Counts,
    smoothed: &'c Smoothed,
    total: f64,
}

impl Maker<'_> {
    /// The probability of a letter after one other, and its logarithm as the table alone gives it.
    fn pair(&self, a: u8, b: u8) -> (f64, f64, f64) {
        let single = self.counts.singles[usize::from(b)] + UNSEEN;
        let share = single / (self.total + UNSEEN * self.counts.singles.len() as f64);
        let seen = self.counts.pairs.get(&(a, b)).copied().unwrap_or(0.0);
        let context = self.counts.contexts[usize::from(a)];
        let probability = (seen + PAIR_PRIOR * share) / (context + PAIR_PRIOR);
        let costs = [self.smoothed.singles[usize::from(b)], self.smoothed.backoffs[usize::from(a)]];
        let stored = -costs.iter().map(|&cost| f64::from(cost)).sum::<f64>() / COST_UNIT;
        (probability, stored, seen)
    }

    fn entry(&self, key: u32, delta: f64, count: f64, letters: [u8; 3]) -> Entry {
        let ascii = letters.iter().all(|&id| self.ascii[usize::from(id)]);
        let weight = self.weight * if ascii { 1.0 } else { NON_ASCII_WEIGHT };
        let delta = quantised(delta);
        let gain = weight * count * f64::from(delta).abs() / DELTA_UNIT / self.total.max(1.0);
        Entry { key, lang: self.lang, delta, gain }
    }

    fn entries(&self, out: &mut Vec<Entry>) {
        for (&(a, b), &count) in &self.counts.pairs {
            let (probability, stored, _) = self.pair(a, b);
            let key = key(self.group, NO_LETTER, a, b);
            out.push(self.entry(key, probability.ln() - stored, count, [a, b, b]));
        }
        for (&(a, b, c), &count) in &self.counts.triples {
            out.push(self.triple([a, b, c], count));
        }
    }

    fn triple(&self, [a, b, c]: [u8; 3], count: f64) -> Entry {
        let (pair, stored, _) = self.pair(b, c);
        let context = self.counts.pairs.get(&(a, b)).copied().unwrap_or(0.0);
        let probability = (count + TRIPLE_PRIOR * pair) / (context + TRIPLE_PRIOR);
        let pair = stored + f64::from(quantised(pair.ln() - stored)) / DELTA_UNIT;
        self.entry(key(self.group, a, b, c), probability.ln() - pair, count, [a, b, c])
    }
}

/// The bytes of the table.
pub(crate) fn table(
    alphabets: &Alphabets,
    groups: &[Group],
    ideographs: &Ideographs,
    symbols: &Symbols,
) -> Vec<u8> {
    let mut entries = Vec::new();
    let mut smoothed = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        let alphabet = &alphabets.list[index];
        let ascii = ascii(&alphabet.letters);
        let of_group: Vec<Smoothed> = group.counts.iter().map(smooth_singles).collect();
        for (lang, counts) in group.counts.iter().enumerate() {
            let weight = weight(alphabet.languages[lang]);
            let total = counts.singles.iter().sum();
            let smoothed = &of_group[lang];
            let (group, lang, ascii) = (index, lang as u8, &ascii[..]);
            let maker = Maker { group, lang, weight, ascii, counts, smoothed, total };
            maker.entries(&mut entries);
        }
        smoothed.push(of_group);
    }
    let ngrams = choose(entries);
    layout(alphabets, &smoothed, &ngrams, ideographs, symbols)
}

fn ascii(letters: &[char]) -> Vec<bool> {
    [true, true].into_iter().chain(letters.iter().map(char::is_ascii)).collect()
}

fn weight(lang: Lang) -> f64 {
    if LEGACY.contains(lang.code()) { 1.0 } else { YOUNG_WEIGHT }
}

/// The entries with the highest gains that fit the budget, by n-gram.
fn choose(mut entries: Vec<Entry>) -> BTreeMap<u32, Vec<(u8, i8)>> {
    entries.retain(|entry| entry.delta != 0);
    entries.sort_by(|a, b| {
        b.gain.total_cmp(&a.gain).then(a.key.cmp(&b.key)).then(a.lang.cmp(&b.lang))
    });
    let mut ngrams: BTreeMap<u32, Vec<(u8, i8)>> = BTreeMap::new();
    let mut bytes = 0;
    for entry in &entries {
        let row = ngrams.entry(entry.key).or_default();
        bytes += if row.is_empty() { NGRAM_BYTES } else { 0 } + 2;
        row.push((entry.lang, entry.delta));
        if bytes > BUDGET {
            break;
        }
    }
    for row in ngrams.values_mut() {
        row.sort_unstable();
    }
    ngrams
}

/// A file under construction: a header of offsets, then the sections.
struct File {
    bytes: Vec<u8>,
}

/// Words in the header: the magic number and seven offsets or sizes.
const HEADER: usize = 9;

impl File {
    fn set(&mut self, word: usize, value: usize) {
        self.bytes[word * 4..word * 4 + 4].copy_from_slice(&(value as u32).to_le_bytes());
    }

    /// Starts a section here and notes its place in the header.
    fn section(&mut self, word: usize) {
        while !self.bytes.len().is_multiple_of(4) {
            self.bytes.push(0);
        }
        let offset = self.bytes.len();
        self.set(word, offset);
    }

    fn word(&mut self, value: usize) {
        self.bytes.extend((value as u32).to_le_bytes());
    }
}

fn layout(
    alphabets: &Alphabets,
    smoothed: &[Vec<Smoothed>],
    ngrams: &BTreeMap<u32, Vec<(u8, i8)>>,
    ideographs: &Ideographs,
    symbols: &Symbols,
) -> Vec<u8> {
    let mut file = File { bytes: vec![0; HEADER * 4] };
    file.bytes[..4].copy_from_slice(b"MLK1");
    write_groups(&mut file, alphabets, smoothed);
    write_pages(&mut file, alphabets);
    write_ngrams(&mut file, ngrams);
    write_ideographs(&mut file, ideographs);
    write_symbols(&mut file, symbols);
    file.bytes
}

/// Number of groups; of each: languages, letters, where its codes and its two tables start.
fn write_groups(file: &mut File, alphabets: &Alphabets, smoothed: &[Vec<Smoothed>]) {
    file.section(1);
    file.word(smoothed.len());
    let index = file.bytes.len();
    file.bytes.extend(vec![0; smoothed.len() * 20]);
    for (i, group) in smoothed.iter().enumerate() {
        let alphabet = &alphabets.list[i];
        let letters = group.first().map_or(0, |language| language.singles.len());
        let codes = file.bytes.len();
        for lang in &alphabet.languages {
            file.bytes.extend(lang.code().bytes());
        }
        let singles = file.bytes.len();
        for id in 0..letters {
            file.bytes.extend(group.iter().map(|language| language.singles[id]));
        }
        let backoffs = file.bytes.len();
        for id in 0..letters {
            file.bytes.extend(group.iter().map(|language| language.backoffs[id]));
        }
        for (j, value) in [group.len(), letters, codes, singles, backoffs].into_iter().enumerate() {
            file.set(index / 4 + i * 5 + j, value);
        }
    }
}

/// For each 128 characters of the basic plane the number of their page, or 0; then the pages.
/// A letter is `group << 9 | upper << 8 | id`, and 0 is none: no letter has the id 0.
fn write_pages(file: &mut File, alphabets: &Alphabets) {
    file.section(2);
    let mut pages: BTreeMap<u32, [u16; 128]> = BTreeMap::new();
    let basic = alphabets.ids.iter().filter(|(c, _)| u32::from(**c) < 0x1_0000);
    for (&c, &(group, id, upper)) in basic {
        let code = u32::from(c);
        let page = pages.entry(code / 128).or_insert([0; 128]);
        let value = u16::from(group) << 9 | u16::from(upper) << 8 | u16::from(id);
        page[(code % 128) as usize] = value;
    }
    for (&number, page) in &mut pages {
        rare_letters(number, page, alphabets);
    }
    let mut index = [0_u8; 512];
    for (i, &number) in pages.keys().enumerate() {
        index[number as usize] = i as u8 + 1;
    }
    file.bytes.extend(index);
    for page in pages.values() {
        for value in page {
            file.bytes.extend(value.to_le_bytes());
        }
    }
}

/// Gives the letters of a page that are in no alphabet the rare id of their script.
fn rare_letters(number: u32, page: &mut [u16; 128], alphabets: &Alphabets) {
    for (i, value) in page.iter_mut().enumerate().filter(|(_, value)| **value == 0) {
        let Some(c) = char::from_u32(number * 128 + i as u32) else { continue };
        let script = Script::of(c);
        let group = alphabets.list.iter().position(|alphabet| Some(alphabet.script) == script);
        if let Some(group) = group {
            let upper = u16::from(c.is_uppercase());
            *value = (group as u16) << 9 | upper << 8 | u16::from(super::counts::RARE);
        }
    }
}

/// An open hash table: slots of fingerprint (14 bits) and place (18 bits, in pairs of bytes, 0 for
/// free), then at each place the number of languages and for each its index and difference.
fn write_ngrams(file: &mut File, ngrams: &BTreeMap<u32, Vec<(u8, i8)>>) {
    let bits = (ngrams.len() * 4 / 3).next_power_of_two().trailing_zeros();
    let mut slots = vec![0_u32; 1 << bits];
    let mut lists: Vec<u8> = vec![0, 0];
    for (&key, row) in ngrams {
        let hash = monoglot::training::char_lm::hash(key);
        let mut slot = (hash >> (32 - bits)) as usize;
        while slots[slot] != 0 {
            slot = (slot + 1) % slots.len();
        }
        let place = (lists.len() / 2) as u32;
        assert!(place < 1 << 18, "the lists fit their offsets");
        slots[slot] = (hash & 0x3FFF) << 18 | place;
        lists.extend([row.len() as u8, 0]);
        for &(lang, delta) in row {
            lists.extend([lang, delta as u8]);
        }
    }
    file.section(3);
    file.set(4, bits as usize);
    for slot in &slots {
        file.bytes.extend(slot.to_le_bytes());
    }
    file.section(5);
    file.bytes.extend(lists);
}

/// Ranges of characters that are counted one by one.
const IDEOGRAPHS: [(u32, u32); 3] = [(0x3041, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3)];

/// The codes of the languages, then two bytes a character: four bits for each language, in steps
/// of 0.75 nats from 3.
fn write_ideographs(file: &mut File, ideographs: &Ideographs) {
    file.section(6);
    for code in &IDEOGRAPHIC {
        file.bytes.extend(code.bytes());
    }
    for (first, last) in IDEOGRAPHS {
        for c in (first..=last).filter_map(char::from_u32) {
            let shares = ideographs.get(&c).copied().unwrap_or_default();
            let step = |share: f64| ((-share.ln() - 3.0) / 0.75).round().clamp(0.0, 15.0) as u16;
            let packed = shares.iter().rev().fold(0_u16, |all, &share| all << 4 | step(share));
            file.bytes.extend(packed.to_le_bytes());
        }
    }
}

/// Character (two bytes) and its nine costs, in the order of the characters.
fn write_symbols(file: &mut File, symbols: &Symbols) {
    file.section(7);
    let basic =
        symbols.iter().filter_map(|(&c, row)| Some((u16::try_from(u32::from(c)).ok()?, row)));
    let basic: Vec<_> = basic.collect();
    file.set(8, basic.len());
    for (c, row) in basic {
        file.bytes.extend(c.to_le_bytes());
        file.bytes.extend(row.iter().map(|nats| (nats * COST_UNIT).round().min(255.0) as u8));
    }
}
