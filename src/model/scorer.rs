//! Scoring running text: the words of a line, each looked up once.
//!
//! Running text repeats its words. A [`Scorer`] keeps the evidence of those it met last, which makes
//! a repeated word cost one comparison and one vector addition instead of five look-ups a letter.
//! What it remembers is exactly what [`Model::add_word`] says, compared by the word's bytes, so its
//! answers do not depend on what it read before, nor on how documents were dealt to threads.

use super::features::{Word, group, words};
use super::letters::SCRIPTS;
use super::ngrams::{MAX_CANDIDATES, Model, PER_NAT};
use super::table::BANDS;

use crate::lang::Lang;
use crate::script::Script;
use crate::simd::vectorised;

/// Words remembered unless it is said otherwise: fourteen megabytes once as many were met. With half as
/// many, text of one language is 3 % slower and text of many languages in turn a tenth.
const WORDS: usize = 65_536;
/// The least that the memory is made for: two pairs of words.
const MIN_WORDS: usize = 4;
/// The most: no corpus has as many words.
const MAX_WORDS: usize = 1 << 30;
/// Bytes of the longest word remembered; longer ones are rare, and looked up every time.
const MAX_BYTES: usize = 30;

/// After so many words it is asked whether the answer is certain.
pub(crate) const ENOUGH_WORDS: usize = 4;
/// A lead of 16 nats, in 1/256: on development sets to stop there costs 0.03 points of accuracy and
/// makes articles a third faster than 20 nats. Names or a foreign word at the beginning do not reach it.
const CERTAIN: i32 = 16 * PER_NAT;

/// A language for a line of which nothing else is known.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Guess {
    /// The likeliest language of the line.
    pub lang: Lang,
    /// The script that most of the line is in.
    pub script: Script,
    /// The probability that `lang` is right, calibrated on text that the model never saw.
    pub confidence: f32,
}

/// A model with a memory of the words it met: one for each thread. The memory is fourteen megabytes at
/// most, or what [`Scorer::with_memory`] is given.
#[derive(Debug, Clone)]
pub struct Scorer<'m> {
    model: &'m Model<'m>,
    /// Words that share a place, two by two.
    keys: Vec<[Key; 2]>,
    /// Which of the two was met longer ago, and makes room for the next.
    older: Vec<u8>,
    /// The evidence of the remembered words, [`MAX_CANDIDATES`] at most for each.
    evidence: Vec<i16>,
    /// Room for the candidates of each script in whole lanes, by its number; none where there is one.
    lanes: [usize; SCRIPTS.len()],
    /// Room for the longest list of candidates.
    stride: usize,
    /// What the hash of a word is shifted by to give its place among the keys.
    shift: u32,
    /// Room for one word that is not remembered.
    fresh: Vec<i16>,
    /// Room for the words of a line.
    words: Vec<Word>,
}

/// A word as it is remembered: its bytes, with their number and its script behind them.
type Key = [u64; 4];

const NO_KEY: Key = [0; 4];

/// Whether two keys are one. A short word, which most are, is told by two of its numbers.
fn is_same(a: Key, b: Key) -> bool {
    a[3] == b[3] && a[0] == b[0] && a[1] == b[1] && a[2] == b[2]
}

/// Languages whose sums are kept side by side, so that the compiler adds them with vector instructions.
const LANES: usize = 8;

/// The weight of a word that counts in full where others count in parts.
pub(crate) const WHOLE: i16 = 16;

/// The summed evidence of words for the candidates of a script, in 1/[`PER_NAT`] nat times their weight.
#[derive(Debug, Clone)]
pub(crate) struct Sums {
    lanes: [[i32; LANES]; MAX_CANDIDATES / LANES],
    candidates: usize,
}

/// A sum far below all others, of places without a language.
const NOWHERE: i32 = i32::MIN / 2;

impl Sums {
    /// Sums that begin with what is known before any word is read; see [`Model::prior`].
    fn from_prior(prior: &[i32]) -> Self {
        let mut lanes = [[NOWHERE; LANES]; MAX_CANDIDATES / LANES];
        lanes.as_flattened_mut()[..prior.len()].copy_from_slice(prior);
        Self { lanes, candidates: prior.len() }
    }

    /// Zeros for so many candidates.
    pub(crate) fn zeros(candidates: usize) -> Self {
        let mut lanes = [[0; LANES]; MAX_CANDIDATES / LANES];
        lanes.as_flattened_mut()[candidates..].fill(NOWHERE);
        Self { lanes, candidates }
    }

    /// The sum of each candidate.
    pub(crate) fn as_slice(&self) -> &[i32] {
        &self.lanes.as_flattened()[..self.candidates]
    }

    fn used(&self) -> &[[i32; LANES]] {
        &self.lanes[..self.candidates.div_ceil(LANES)]
    }

    /// Adds `weight` times the evidence of a word, which is as long as whole lanes are. Most words are
    /// weighed with 1 or [`WHOLE`], for which the compiler knows something quicker than products.
    fn add(&mut self, weight: i16, evidence: &[i16]) {
        let evidence = evidence.as_chunks::<LANES>().0;
        vectorised(
            #[inline(always)]
            || match weight {
                1 => self.each(evidence, i32::from),
                WHOLE => self.each(evidence, |part| i32::from(part) * i32::from(WHOLE)),
                _ => self.each(evidence, |part| i32::from(part) * i32::from(weight)),
            },
        );
    }

    /// Whole lanes are read before they are written: the compiler need not ask whether they overlap.
    #[expect(clippy::inline_always, reason = "what is not inlined does not become vectors")]
    #[inline(always)]
    fn each(&mut self, evidence: &[[i16; LANES]], nats: impl Fn(i16) -> i32) {
        for (sums, parts) in self.lanes.iter_mut().zip(evidence) {
            let (before, parts) = (*sums, *parts);
            *sums = std::array::from_fn(|lane| before[lane] + nats(parts[lane]));
        }
    }

    /// Adds the sums of other words.
    pub(crate) fn add_sums(&mut self, other: &Self) {
        for (sums, others) in self.lanes.iter_mut().zip(other.used()) {
            let before = *sums;
            *sums = std::array::from_fn(|lane| before[lane].saturating_add(others[lane]));
        }
    }

    /// The highest sum.
    fn most(&self) -> i32 {
        let mut most = [NOWHERE; LANES];
        for sums in self.used() {
            most = std::array::from_fn(|lane| most[lane].max(sums[lane]));
        }
        most.into_iter().fold(NOWHERE, i32::max)
    }

    /// The place of the candidate that is ahead of all others, of which there are some, by more than
    /// `lead`.
    pub(crate) fn ahead(&self, lead: i32) -> Option<usize> {
        let bound = self.most() - lead;
        let mut close = 0;
        for sums in self.used() {
            close += sums.iter().map(|&sum| i32::from(sum >= bound)).sum::<i32>();
            if close > 1 {
                return None;
            }
        }
        let place = || self.as_slice().iter().position(|&sum| sum >= bound);
        if self.candidates > 1 { place() } else { None }
    }

    /// How far the best of the other candidates is ahead of the best of those at some places; `None` where
    /// there are no others.
    pub(crate) fn lead(&self, places: impl Iterator<Item = usize>) -> Option<i32> {
        let mut others = self.clone();
        let mut most = NOWHERE;
        for place in places {
            let sum = &mut others.lanes.as_flattened_mut()[place];
            most = most.max(std::mem::replace(sum, NOWHERE));
        }
        let other = others.most();
        (other > NOWHERE).then(|| other.saturating_sub(most))
    }

    /// The place of the candidate with the most evidence, the first of equal ones.
    fn best(&self) -> Option<usize> {
        let most = self.most();
        self.as_slice().iter().position(|&sum| sum == most)
    }
}

impl<'m> Scorer<'m> {
    /// A scorer that has met no word yet. It will remember 65,536 of them: fourteen megabytes, of
    /// which the system gives what is used.
    pub fn new(model: &'m Model<'m>) -> Self {
        Self::with_memory(model, WORDS)
    }

    /// A scorer that remembers no more than so many words, rounded up to a power of two and no fewer
    /// than four, at some 210 bytes each. Its answers are the same with any memory; with a smaller one
    /// it looks up more words anew, at some ten times the cost.
    pub fn with_memory(model: &'m Model<'m>, words: usize) -> Self {
        let words = words.clamp(MIN_WORDS, MAX_WORDS).next_power_of_two();
        let candidates = |script| model.table(script).map_or(0, |table| table.langs.len());
        let lanes = SCRIPTS.map(|script| candidates(script).next_multiple_of(LANES));
        let stride = lanes.into_iter().max().unwrap_or(0);
        Self {
            model,
            keys: vec![[NO_KEY; 2]; words / 2],
            older: vec![0; words / 2],
            evidence: vec![0; words * stride],
            lanes,
            stride,
            shift: u64::BITS + 1 - words.ilog2(),
            fresh: vec![0; stride],
            words: Vec::new(),
        }
    }

    /// The evidence of a word for each of the script's [`Model::candidates`], in 1/[`PER_NAT`] nat, up to
    /// the end of the last lane: the same numbers as [`Model::add_word`] with weight 1. Empty where there
    /// is one candidate.
    fn evidence(&mut self, script: Script, word: &str) -> &[i16] {
        let Some(&lanes) = self.lanes.get(script as usize).filter(|&&lanes| lanes > 0) else {
            return &[];
        };
        let Some((key, hash)) = key(script, word) else {
            self.fresh.fill(0);
            self.model.evidence(script, word, &mut self.fresh);
            return &self.fresh[..lanes];
        };
        let pair = (hash >> self.shift) as usize;
        let known = self.keys[pair].iter().position(|&other| is_same(other, key));
        let place = known.unwrap_or_else(|| usize::from(self.older[pair]));
        self.older[pair] = 1 - place as u8;
        let evidence = &mut self.evidence[(2 * pair + place) * self.stride..][..lanes];
        if known.is_none() {
            evidence.fill(0);
            self.model.evidence(script, word, evidence);
            self.keys[pair][place] = key;
        }
        evidence
    }

    /// Adds `weight` times the evidence of a word.
    pub(crate) fn add(&mut self, script: Script, word: &str, weight: i16, sums: &mut Sums) {
        sums.add(weight, self.evidence(script, word));
    }

    /// Adds `weight` times the evidence of a word to `sums`; see [`Model::add_word`].
    pub fn add_word(&mut self, script: Script, word: &str, weight: i16, sums: &mut [i32]) {
        for (sum, &part) in sums.iter_mut().zip(self.evidence(script, word)) {
            *sum += i32::from(weight) * i32::from(part);
        }
    }

    /// The language of a line that stands alone; `None` if it has no word of a known script.
    ///
    /// One pass, which ends where the answer is beyond doubt: the second half of a long line is not
    /// judged. A line in several scripts is judged in the one that most of it is in, Latin counting
    /// less: names, brands and units are Latin everywhere.
    pub fn classify_alone(&mut self, line: &str) -> Option<Guess> {
        let mut found = std::mem::take(&mut self.words);
        found.clear();
        found.extend(words(line));
        let guess = self.classify_words(line, &found);
        self.words = found;
        guess
    }

    /// The language that a line is plainly in: the first that is ahead of all others by `lead` nats. Short words
    /// are read first, the articles and endings that tell a language best, and cost least where nothing is
    /// remembered; most lines are plain after three of them.
    pub(crate) fn glance(&mut self, line: &str, lead: i32) -> Option<Lang> {
        let mut found: Vec<_> = words(line).collect();
        let script = main_script(&found)?;
        let candidates = self.model.candidates(script);
        if let [only] = candidates {
            return Some(*only);
        }
        found.retain(|word| group(word.script) == script);
        found.sort_by_key(|word| word.letters);
        let mut sums = Sums::from_prior(self.model.prior_or_zeros(script, candidates.len()));
        let plain = found.iter().find_map(|word| {
            self.add(script, &line[word.start..word.end], 1, &mut sums);
            sums.ahead(lead * PER_NAT)
        });
        plain.map(|place| candidates[place])
    }

    fn classify_words(&mut self, line: &str, words: &[Word]) -> Option<Guess> {
        let script = main_script(words)?;
        let candidates = self.model.candidates(script);
        let mut sums = Sums::from_prior(self.model.prior_or_zeros(script, candidates.len()));
        let mut letters = 0;
        let own = words.iter().filter(|word| group(word.script) == script);
        for (read, word) in own.enumerate() {
            if read % ENOUGH_WORDS == 0 && sums.ahead(CERTAIN).is_some() {
                break;
            }
            letters += word.letters;
            self.add(script, &line[word.start..word.end], 1, &mut sums);
        }
        let confidence = self.model.confidence(script, sums.as_slice(), letters);
        Some(Guess { lang: candidates[sums.best()?], script, confidence })
    }
}

impl Model<'_> {
    /// The language of a line that stands alone; `None` if it has no word of a known script. For
    /// more than one line, make a [`Scorer`] and keep it.
    pub fn classify_alone(&self, line: &str) -> Option<Guess> {
        Scorer::new(self).classify_alone(line)
    }

    /// The probability that the language with the most evidence is right, given how many letters
    /// were read: the softmax of the evidence, at the temperature that the trainer measured.
    pub fn confidence(&self, script: Script, sums: &[i32], letters: usize) -> f32 {
        let Some(table) = self.table(script) else { return 1.0 };
        let band = BANDS.iter().position(|&most| letters <= most).unwrap_or(0);
        let temperature = f32::from(table.temperature[band]) / 256.0;
        let top = sums.iter().copied().max().unwrap_or(0);
        let scale = 1.0 / (PER_NAT as f32 * temperature);
        1.0 / sums.iter().map(|&sum| exp((sum - top) as f32 * scale)).sum::<f32>()
    }
}

/// What a word is remembered as, and its hash. `None` for one too long. Letter case says nothing to the
/// model, so a capital at the beginning of a sentence makes no new word.
fn key(script: Script, word: &str) -> Option<(Key, u64)> {
    let bytes = word.as_bytes();
    if bytes.len() > MAX_BYTES {
        return None;
    }
    let known_by = (bytes.len() as u64) << 48 | (script as u64) << 56;
    let mut key = [small(eight(bytes)), 0, 0, known_by];
    let mut hash = key[0] ^ known_by;
    if bytes.len() > 8 {
        let part = |at: usize| small(eight(bytes.get(at..).unwrap_or_default()));
        key[1..3].copy_from_slice(&[part(8), part(16)]);
        key[3] |= part(24) & 0xFFFF_FFFF_FFFF;
        hash = (key[0] ^ key[3] ^ key[1].rotate_left(21)).wrapping_mul(MIX);
        hash = (hash ^ key[2].rotate_left(43)).wrapping_mul(MIX);
    }
    Some((key, hash.wrapping_mul(MIX)))
}

/// The first eight of some bytes, told apart by their number where there are fewer.
fn eight(bytes: &[u8]) -> u64 {
    let four =
        |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    match bytes.len() {
        8.. => u64::from(four(0)) | u64::from(four(4)) << 32,
        // Two halves, which overlap where there are fewer than eight.
        len @ 4.. => u64::from(four(0)) | u64::from(four(len - 4)) << (8 * (len - 4)),
        0 => 0,
        // The first, the last, and the one in the middle, whichever that is.
        len => u64::from(u32::from_le_bytes([bytes[0], bytes[len / 2], bytes[len - 1], 0])),
    }
}

/// Eight bytes with the capital ASCII letters among them made small, all at once.
const fn small(bytes: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xFF;
    const HIGH: u64 = 0x80 * ONES;
    let low = bytes & !HIGH;
    let from_a = low + (0x80 - b'A' as u64) * ONES;
    let behind_z = low + (0x7F - b'Z' as u64) * ONES;
    let capital = (from_a ^ behind_z) & !bytes & HIGH;
    bytes | capital >> 2
}

/// An odd number with bits all over: the golden ratio.
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// How many Latin letters a character of a script is worth when scripts compete for a line.
fn letter_weight(script: Script) -> usize {
    match group(script) {
        Script::Latin => 1,
        Script::Han => 6,
        Script::Hangul => 4,
        _ => 2,
    }
}

/// The script that most of a line's words are in, kana counting as Han.
fn main_script(words: &[Word]) -> Option<Script> {
    let first = group(words.first()?.script);
    if words.iter().all(|word| group(word.script) == first) {
        return Some(first);
    }
    let mut weights = [0; SCRIPTS.len()];
    for word in words {
        weights[group(word.script) as usize] += word.letters * letter_weight(word.script);
    }
    let best = (0..weights.len()).rev().max_by_key(|&i| weights[i])?;
    Some(SCRIPTS[best])
}

/// `e` to the `x`, for `x` up to 0: the same bits on every machine, which the standard library's
/// does not promise. Relative error below one in ten thousand.
fn exp(x: f32) -> f32 {
    let power = (x * std::f32::consts::LOG2_E).max(-126.0);
    let whole = power.floor();
    let part = power - whole;
    let poly = 1.0 + part * (0.695_556 + part * (0.226_173 + part * 0.078_024));
    f32::from_bits(((whole as i32 + 127) << 23) as u32) * poly
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Two words are one to the memory only if they differ in the case of ASCII letters.
        #[test]
        fn words_are_told_apart(word in "[a-cA-C]{1,30}", at: prop::sample::Index, letter in "[a-cA-C]") {
            let mut other = word.clone();
            let at = at.index(word.len());
            other.replace_range(at..=at, &letter);
            let key = |word| key(Script::Latin, word).map(|(key, _)| key);
            prop_assert_eq!(key(&word) == key(&other), word.eq_ignore_ascii_case(&other));
            prop_assert_ne!(key(&word), key(&word[..at]));
        }
    }
}
