//! Which n-grams are worth a row.
//!
//! An n-gram is worth what it tells about the language: its part of the mutual information between
//! n-grams and languages, all languages being equally likely. The most telling are kept, by exact
//! hash; the others are dropped rather than poured into shared places, so that the model is silent
//! about what it does not know.

use std::collections::HashMap;

use crate::corpus::{Corpus, LangText};
use crate::math::ln;

/// The part of a language's words that the word list stands for.
const LIST: f32 = 0.2;
/// Added to every share, so that what was seen in one language alone is not infinitely telling.
const SMOOTH: f32 = 1e-7;

/// How often something occurs in a language.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    /// Share of all words, the list included.
    share: f32,
    /// Lines and list entries.
    times: f32,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.share += other.share;
        self.times += other.times;
    }

    /// The share, less what a single chance occurrence would give; 0 for what was seen once.
    fn discounted(self) -> f32 {
        self.share * (self.times - 1.0).max(0.0) / self.times
    }
}

/// The hashes of the `most` most telling n-grams, in ascending order.
pub fn select(corpus: &Corpus, most: usize) -> Vec<u64> {
    let mut shares = Vec::new();
    for (number, lang) in corpus.langs.iter().enumerate() {
        shares.extend(gram_shares(corpus, lang).map(|(gram, share)| (gram, number, share)));
    }
    shares.sort_unstable_by_key(|&(gram, lang, _)| (gram, lang));
    let by_gram = shares.chunk_by(|a, b| a.0 == b.0);
    let langs = corpus.langs.len() as f32;
    let mut worth: Vec<_> =
        by_gram.map(|shares| (information(shares, langs), shares[0].0)).collect();
    worth.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    worth.truncate(most);
    let mut grams: Vec<_> = worth.into_iter().map(|(_, gram)| gram).collect();
    grams.sort_unstable();
    grams
}

fn information(shares: &[(u64, usize, f32)], langs: f32) -> f32 {
    let mean = shares.iter().map(|&(_, _, share)| share).sum::<f32>() / langs + SMOOTH;
    shares.iter().map(|&(_, _, share)| share * ln((share + SMOOTH) / mean)).sum()
}

/// The n-grams of a language that were seen more than once, with their discounted shares.
fn gram_shares(corpus: &Corpus, lang: &LangText) -> impl Iterator<Item = (u64, f32)> {
    let mut grams: HashMap<u64, Count> = HashMap::new();
    for (word, count) in word_counts(lang) {
        for &gram in corpus.vocabulary.grams(word) {
            grams.entry(gram).or_default().add(count);
        }
    }
    let seen = grams.into_iter().map(|(gram, count)| (gram, count.discounted()));
    seen.filter(|&(_, share)| share > 0.0)
}

/// Every word of a language, in the order of their numbers: sums of floats depend on it.
fn word_counts(lang: &LangText) -> Vec<(u32, Count)> {
    let mut counts: HashMap<u32, Count> = HashMap::new();
    let running: Vec<_> = lang.pools.iter().flatten().flatten().copied().collect();
    let share = (1.0 - LIST) / running.len().max(1) as f32;
    for word in running {
        counts.entry(word).or_default().add(Count { share, times: 1.0 });
    }
    let total = lang.list_sums.last().copied().unwrap_or(1.0);
    let mut before = 0.0;
    for (&word, &sum) in lang.list.iter().zip(&lang.list_sums) {
        let share = LIST * (sum - before) / total;
        counts.entry(word).or_default().add(Count { share, times: 1.0 });
        before = sum;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|&(word, _)| word);
    counts
}
