//! What letters cost after others, kept for the next time they meet.
//!
//! The candidates of a file give much the same words, and the files of a run much the same letters.
//! So the costs of a letter in all languages of its script, which take two look-ups and a list of
//! differences, are kept for each thread in a table of fixed size. A place that is taken is
//! overwritten: nothing depends on what is kept but time.

use std::cell::RefCell;

use super::table::{BOUNDARY, MAX_LANGUAGES, NO_LETTER, TABLE, hash};

/// The costs of a letter in each language of its group; 0 beyond the last.
pub(super) type Costs = [i16; MAX_LANGUAGES];

/// Places as a power of two: 1.6 MB, enough for the triples of a language and of its misreadings.
const BITS: u32 = 13;

/// A letter after two others in a group; no group has this number.
const NOTHING: u32 = u32::MAX;

pub(super) struct CostCache {
    keys: Vec<u32>,
    costs: Vec<Costs>,
}

thread_local! {
    static CACHE: RefCell<CostCache> = RefCell::new(CostCache {
        keys: vec![NOTHING; 1 << BITS],
        costs: vec![[0; MAX_LANGUAGES]; 1 << BITS],
    });
}

/// Gives what is known in this thread to some work, which must not ask for it again.
pub(super) fn with<R>(work: impl FnOnce(&mut CostCache) -> R) -> R {
    CACHE.with_borrow_mut(work)
}

impl CostCache {
    /// Adds what a letter, or the end of a word, costs after two letters.
    #[expect(clippy::inline_always, reason = "what is not inlined does not become vectors")]
    #[inline(always)]
    pub(super) fn add(&mut self, word: &mut Costs, group: u8, before: (u8, u8), id: u8) {
        let key = u32::from_be_bytes([group, before.0, before.1, id]);
        let place = (hash(key) >> (32 - BITS)) as usize;
        if self.keys[place] != key {
            self.keys[place] = key;
            self.costs[place] = costs(group, before, id);
        }
        for (total, cost) in word.iter_mut().zip(&self.costs[place]) {
            *total += cost;
        }
    }
}

#[inline(never)]
fn costs(group: u8, (first, second): (u8, u8), id: u8) -> Costs {
    let about = &TABLE.groups[usize::from(group)];
    let singles = TABLE.row(about.singles, id, about);
    let backoffs = TABLE.row(about.backoffs, second, about);
    let mut costs = [0; MAX_LANGUAGES];
    for ((cost, &single), &backoff) in costs.iter_mut().zip(singles).zip(backoffs) {
        *cost = i16::from(single) + i16::from(backoff);
    }
    let languages = &mut costs[..about.languages];
    subtract(languages, TABLE.entries(u32::from_be_bytes([group, NO_LETTER, second, id])));
    if second != BOUNDARY {
        subtract(languages, TABLE.entries(u32::from_be_bytes([group, first, second, id])));
    }
    costs
}

fn subtract(costs: &mut [i16], entries: &[u8]) {
    for entry in entries.chunks_exact(2) {
        // A fingerprint met by chance may come from a larger script's list.
        if let Some(cost) = costs.get_mut(usize::from(entry[0])) {
            *cost -= 2 * i16::from(entry[1].cast_signed());
        }
    }
}
