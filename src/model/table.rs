//! The n-gram table of one script, read in place.
//!
//! Most n-grams say something about a handful of languages and nothing about the rest, so a row
//! holds only the languages that its n-gram speaks for or against: 4 on average, of the many that
//! Latin letters can be. The short and frequent ones that say something about most have whole rows. An n-gram that the trainer did not keep finds no row and says nothing, which
//! is what a name, a brand or a piece of code should say; a plain hashed table of the same size
//! would answer with the weights of whatever else fell into that place.
//!
//! Layout, all numbers little-endian:
//!
//! | bytes | what |
//! |---|---|
//! | 4 | ISO 15924 code of the script |
//! | 1 | number of languages, `n` |
//! | 1 | nothing |
//! | 2 | the unit of weights, in 1/256 nat |
//! | 4 | number of buckets, `b` |
//! | 4 | bytes of all rows, `r` |
//! | 12 | temperature of each length band, u16 in 1/256 |
//! | 3 `n` | ISO 639-3 codes |
//! | 2 `n` | evidence before any word is read, i16 in 1/256 nat |
//! | 4 ceil(`b` / 64) | where the rows of every 64th bucket begin |
//! | 2 `b` | where the rows of each bucket end, counted from there |
//! | `r` | rows |
//! | 16 | nothing, so that whole rows can be read in steps of 16 bytes |
//!
//! A row begins with u16: 10 bits of fingerprint, 6 bits number of entries. Of a sparse row, one byte
//! per entry (place of the language, top bit for a negative weight) and half a byte per entry (weight less one, in
//! units) follow. A whole row has 0 entries; one byte (the row's own unit) and half a byte per language
//! (weight plus 8, in that unit) follow, the first half of the languages in the lower halves.
//!
//! Sums are kept by *place*: the first half of the languages from 0, the second half from 64, so that
//! a whole row is added without telling odd from even.

use super::features::Letters;
use super::letters::SCRIPTS;
use crate::lang::Lang;
use crate::script::Script;

/// Buckets that share one 32-bit offset; their own are 16 bits.
pub const BLOCK: usize = 64;
/// Places of the first half of the languages; the second half has as many.
const HALF: usize = 64;
/// Languages that are added at a time: a vector register of the smallest machine, twice.
pub const STEP: usize = 16;
/// The evidence of a word by place, in 1/256 nat.
pub(crate) type Sums = [i16; 2 * HALF];

/// Bytes before the language codes.
const HEAD: usize = 28;
/// Marks a negative weight in the language byte.
pub const NEGATIVE: u8 = 0x80;
/// Bands of length, in letters, that have a temperature of their own: up to 4, 8, 15, 30, 60, more.
pub const BANDS: [usize; 6] = [4, 8, 15, 30, 60, usize::MAX];

/// The rows of one script, and its languages.
#[derive(Debug, Clone)]
pub(crate) struct Table<'a> {
    pub(crate) script: Script,
    pub(crate) langs: Vec<Lang>,
    /// Evidence before any word is read, per language, in 1/256 nat.
    pub(crate) prior: Vec<i32>,
    /// What the summed evidence is divided by to become a calibrated log-probability, per band of
    /// [`BANDS`], in 1/256.
    pub(crate) temperature: [u16; BANDS.len()],
    unit: i16,
    /// Steps of [`STEP`] languages in a whole row.
    steps: usize,
    /// Bytes of a whole row behind its head.
    whole: usize,
    buckets: u64,
    blocks: &'a [u8],
    ends: &'a [u8],
    rows: &'a [u8],
}

impl<'a> Table<'a> {
    /// Reads the table that `bytes` begin with, and what follows it. `None` if it is malformed.
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (head, rest) = bytes.split_at_checked(HEAD)?;
        let script = SCRIPTS.into_iter().find(|s| s.code().as_bytes() == &head[..4])?;
        let langs = usize::from(head[4]);
        let (buckets, size) = (u32_at(head, 8)? as usize, u32_at(head, 12)? as usize);
        let (codes, rest) = rest.split_at_checked(3 * langs)?;
        let (prior, rest) = rest.split_at_checked(2 * langs)?;
        let (blocks, rest) = rest.split_at_checked(4 * buckets.div_ceil(BLOCK))?;
        let (ends, rest) = rest.split_at_checked(2 * buckets)?;
        let (rows, rest) = rest.split_at_checked(size + STEP)?;
        let mut temperature = [0; BANDS.len()];
        for (band, slot) in temperature.iter_mut().enumerate() {
            *slot = u16_at(head, 16 + 2 * band)?;
        }
        let lang = |code| Lang::from_code(std::str::from_utf8(code).ok()?);
        let table = Self {
            script,
            langs: codes.chunks_exact(3).map(lang).collect::<Option<_>>()?,
            prior: prior.chunks_exact(2).map(|p| i16::from_le_bytes([p[0], p[1]]).into()).collect(),
            temperature,
            unit: i16::try_from(u16_at(head, 6)?).ok()?,
            steps: langs.div_ceil(2 * STEP),
            whole: 1 + langs.div_ceil(2),
            buckets: buckets as u64,
            blocks,
            ends,
            rows,
        };
        Some((table, rest))
    }

    /// The evidence of a word in 1/256 nat, by language.
    ///
    /// Rows lie all over the table, and fetching them is most of the work: a batch of them is found
    /// first and added then, so that the processor waits for many at a time.
    pub(crate) fn evidence(&self, script: Script, word: &str, evidence: &mut [i16]) {
        let mut sums = [0; 2 * HALF];
        let mut batch = [0; BATCH];
        let mut size = 0;
        Letters::new(word, script).grams(|hash| {
            batch[size] = hash;
            size += 1;
            if size == BATCH {
                self.add(&batch, &mut sums);
                size = 0;
            }
        });
        self.add(&batch[..size], &mut sums);
        let (first, second) =
            evidence[..self.langs.len()].split_at_mut(self.langs.len().div_ceil(2));
        first.copy_from_slice(&sums[..first.len()]);
        second.copy_from_slice(&sums[HALF..][..second.len()]);
    }

    /// Where the row of an n-gram must be, if there is one.
    fn find(&self, hash: u64) -> Found {
        let bucket = bucket_of(hash, self.buckets) as usize;
        let (start, end) = self.bucket(bucket).unwrap_or_default();
        Found { start: start as u32, end: end as u32, head: 0, fingerprint: fingerprint(hash) }
    }

    /// Adds what n-grams say, in 1/256 nat per place. Sums that no longer fit stay at the end of their
    /// range: only encoded data gets there.
    fn add(&self, batch: &[u64], sums: &mut Sums) {
        let mut all = [Found::default(); BATCH];
        for (found, &hash) in all.iter_mut().zip(batch) {
            *found = self.find(hash);
        }
        // Apart, since the processor waits for more of them at a time in a small loop.
        for found in &mut all[..batch.len()] {
            found.head = u16_at(self.rows, found.start as usize).unwrap_or_default();
        }
        for found in &all[..batch.len()] {
            match self.row(found) {
                Some(Row::Sparse { langs, weights }) => self.add_sparse(langs, weights, sums),
                Some(Row::Whole { unit, weights }) => self.add_whole(unit, weights, sums),
                None => {}
            }
        }
    }

    fn add_sparse(&self, langs: &[u8], weights: &[u8], sums: &mut Sums) {
        let mut add = |lang: u8, weight: u8| {
            let weight = (i16::from(weight) + 1) * self.unit;
            let signed = if lang & NEGATIVE == 0 { weight } else { -weight };
            let sum = &mut sums[usize::from(lang & !NEGATIVE)];
            *sum = sum.saturating_add(signed);
        };
        for (langs, &weights) in langs.chunks(2).zip(weights) {
            add(langs[0], weights & 0xF);
            if let Some(&second) = langs.get(1) {
                add(second, weights >> 4);
            }
        }
    }

    /// In steps of 16 languages; what stands behind the row's own bytes goes to places of no language.
    /// Arrays of fixed length all the way, which the compiler turns into vector instructions.
    fn add_whole(&self, unit: i16, weights: &[u8], sums: &mut Sums) {
        let (low, high) = sums.split_at_mut(HALF);
        let steps = weights.as_chunks::<STEP>().0.iter().take(self.steps);
        let places = low.as_chunks_mut::<STEP>().0.iter_mut().zip(high.as_chunks_mut::<STEP>().0);
        for ((low, high), weights) in places.zip(steps) {
            add_step(unit, weights, low, high);
        }
    }

    /// The row of an n-gram.
    fn row(&self, found: &Found) -> Option<Row<'a>> {
        let (mut at, end, mut head) = (found.start as usize, found.end as usize, found.head);
        while at < end {
            let entries = usize::from(head & 0x3F);
            if head >> 6 == found.fingerprint {
                return row(self.rows.get(at + 2..)?, entries);
            }
            let is_whole = entries == 0;
            at += 2 + if is_whole { self.whole } else { entries + entries.div_ceil(2) };
            head = u16_at(self.rows, at)?;
        }
        None
    }

    /// Where the rows of a bucket begin and end.
    fn bucket(&self, bucket: usize) -> Option<(usize, usize)> {
        let base = u32_at(self.blocks, bucket / BLOCK * 4)? as usize;
        let end = usize::from(u16_at(self.ends, bucket * 2)?);
        let start = match bucket % BLOCK {
            0 => 0,
            _ => usize::from(u16_at(self.ends, bucket * 2 - 2)?),
        };
        Some((base + start, base + end))
    }
}

/// N-grams whose rows are found before any is added.
const BATCH: usize = 64;

/// A bucket that is about to be searched: where its rows begin and end, the head of the first, and
/// what is searched for.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    start: u32,
    end: u32,
    head: u16,
    fingerprint: u16,
}

/// The weights of one n-gram.
enum Row<'a> {
    Sparse {
        langs: &'a [u8],
        weights: &'a [u8],
    },
    /// The row's own unit, and all bytes from its weights on.
    Whole {
        unit: i16,
        weights: &'a [u8],
    },
}

/// The row of so many entries whose bytes, its head left out, `bytes` begin with.
fn row(bytes: &[u8], entries: usize) -> Option<Row<'_>> {
    if entries == 0 {
        let (&unit, weights) = bytes.split_first()?;
        return Some(Row::Whole { unit: unit.into(), weights });
    }
    let (langs, rest) = bytes.split_at_checked(entries)?;
    Some(Row::Sparse { langs, weights: rest.get(..entries.div_ceil(2))? })
}

fn add_step(unit: i16, weights: &[u8; STEP], low: &mut [i16; STEP], high: &mut [i16; STEP]) {
    for i in 0..STEP {
        low[i] = low[i].saturating_add((i16::from(weights[i] & 0xF) - 8) * unit);
    }
    for i in 0..STEP {
        high[i] = high[i].saturating_add((i16::from(weights[i] >> 4) - 8) * unit);
    }
}

/// The place of a language among the sums of a table with so many languages.
pub fn place(lang: usize, langs: usize) -> usize {
    let half = langs.div_ceil(2);
    if lang < half { lang } else { HALF + lang - half }
}

/// The bucket that an n-gram's row stands in: the high half of its hash, scaled.
pub fn bucket_of(hash: u64, buckets: u64) -> u64 {
    ((hash >> 32) * buckets) >> 32
}

/// What tells the n-grams of a bucket apart: ten bits, so that an unknown n-gram is taken for a known
/// one about once in 300.
pub fn fingerprint(hash: u64) -> u16 {
    (hash & 0x3FF) as u16
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
