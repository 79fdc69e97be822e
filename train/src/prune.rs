//! Which weights are worth their bytes.
//!
//! Adding the same number to all weights of a row changes no probability, so the median of a row
//! counts as nothing; what differs from it is worth its square times how often the row is met. The
//! best are kept until the bytes are used up. A row with so many left that half a byte for every
//! language is cheaper is kept whole.

use crate::full::Full;

/// Bytes of a sparse row besides its entries: fingerprint, number of entries, its part of an offset.
const ROW: f32 = 2.7;
/// Bytes of an entry.
const ENTRY: f32 = 1.5;
/// Differences from the median below this, in nats, round to nothing.
const NOTHING: f32 = 0.05;

/// A weight that might be kept.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    pub row: u32,
    pub lang: u8,
    /// Difference from the row's median.
    pub weight: f32,
    worth: f32,
}

impl Candidate {
    /// A weight of a row that was `seen` so often. The power of 3/4 is between counting examples
    /// (frequent n-grams take all) and not counting them (n-grams of one example take all).
    pub fn new(row: usize, lang: usize, weight: f32, seen: u32) -> Self {
        let root = (seen as f32).sqrt();
        let worth = weight * weight * root * root.sqrt();
        Self { row: row as u32, lang: lang as u8, weight, worth }
    }
}

/// A row that is kept, and its number among the rows before pruning.
#[derive(Debug)]
pub struct Kept {
    pub row: u32,
    /// Language and weight, ascending; all that are not nothing where the row is `whole`.
    pub weights: Vec<(u8, f32)>,
    pub whole: bool,
}

/// The weights of a full model that are not nothing.
pub fn candidates(full: &Full) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut sorted = Vec::new();
    for (row, &seen) in full.seen.iter().enumerate().filter(|&(_, &seen)| seen > 0) {
        let weights = &full.weights[row * full.stride..][..full.langs];
        sorted.clear();
        sorted.extend_from_slice(weights);
        sorted.sort_unstable_by(f32::total_cmp);
        let median = sorted[full.langs / 2];
        let differences = weights.iter().map(|weight| weight - median).enumerate();
        let telling = differences.filter(|(_, difference)| difference.abs() > NOTHING);
        found.extend(telling.map(|(lang, weight)| Candidate::new(row, lang, weight, seen)));
    }
    found
}

/// Keeps what fits into `bytes`.
pub fn prune(mut candidates: Vec<Candidate>, rows: usize, langs: usize, bytes: usize) -> Vec<Kept> {
    candidates.sort_unstable_by(|a, b| {
        b.worth.total_cmp(&a.worth).then((a.row, a.lang).cmp(&(b.row, b.lang)))
    });
    let counts = count(&candidates, rows, langs, bytes);
    let mut taken = vec![0; rows];
    candidates.retain(|candidate| {
        let row = candidate.row as usize;
        taken[row] += 1;
        taken[row] <= counts[row] || is_whole(counts[row], langs)
    });
    candidates.retain(|candidate| counts[candidate.row as usize] > 0);
    candidates.sort_unstable_by_key(|candidate| (candidate.row, candidate.lang));
    let by_row = candidates.chunk_by(|a, b| a.row == b.row);
    by_row.map(|weights| kept(weights, is_whole(counts[weights[0].row as usize], langs))).collect()
}

fn kept(candidates: &[Candidate], whole: bool) -> Kept {
    let weights = candidates.iter().map(|candidate| (candidate.lang, candidate.weight)).collect();
    Kept { row: candidates[0].row, weights, whole }
}

/// How many weights of each row fit, taking the worthiest of all rows first.
fn count(candidates: &[Candidate], rows: usize, langs: usize, bytes: usize) -> Vec<usize> {
    let mut counts = vec![0; rows];
    let mut used = 0.0;
    for candidate in candidates {
        let count = &mut counts[candidate.row as usize];
        used += match *count {
            0 => ROW + ENTRY,
            kept if is_whole(kept, langs) => 0.0,
            _ => ENTRY,
        };
        if used > bytes as f32 {
            break;
        }
        *count += 1;
    }
    counts
}

/// Whether a row of so many entries is kept whole: one byte of scale and half a byte for each
/// language against one and a half for each entry.
pub fn is_whole(entries: usize, langs: usize) -> bool {
    entries + entries.div_ceil(2) > langs.div_ceil(2)
}
