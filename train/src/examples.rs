//! Examples as the trainings see them: rows of the model, and the language that is right.

use std::collections::HashMap;

use crate::corpus::Corpus;
use crate::rng::Rng;
use crate::sample::Sampler;
use crate::vocabulary::Vocabulary;

/// The rows of every word.
#[derive(Debug)]
struct Index {
    rows: Vec<u32>,
    starts: Vec<u32>,
    /// Whether the last row of a word is that of the word as a whole.
    has_whole: Vec<bool>,
}

impl Index {
    fn new(vocabulary: &Vocabulary, grams: &[u64]) -> Self {
        let numbers: HashMap<u64, u32> = grams.iter().copied().zip(0..).collect();
        let mut index = Self { rows: Vec::new(), starts: vec![0], has_whole: Vec::new() };
        for word in 0..vocabulary.size() as u32 {
            let grams = vocabulary.grams(word);
            index.rows.extend(grams.iter().filter_map(|gram| numbers.get(gram)));
            let last_is_kept = grams.last().is_some_and(|gram| numbers.contains_key(gram));
            index.has_whole.push(vocabulary.has_whole(word) && last_is_kept);
            index.starts.push(index.rows.len() as u32);
        }
        index
    }

    fn rows(&self, word: u32, with_whole: bool) -> &[u32] {
        let word = word as usize;
        let hidden = usize::from(self.has_whole[word] && !with_whole);
        &self.rows[self.starts[word] as usize..self.starts[word + 1] as usize - hidden]
    }
}

/// An endless stream of examples.
#[derive(Debug)]
pub struct Examples<'a> {
    sampler: &'a Sampler<'a>,
    index: Index,
    rng: Rng,
    hide_whole: f32,
    hide_gram: u8,
    words: Vec<u32>,
    rows: Vec<u32>,
}

impl<'a> Examples<'a> {
    /// Examples over the rows of these n-grams.
    pub fn new(
        sampler: &'a Sampler<'a>,
        corpus: &Corpus,
        grams: &[u64],
        (hide_whole, hide_gram): (f32, u8),
        seed: u64,
    ) -> Self {
        let index = Index::new(&corpus.vocabulary, grams);
        let rng = Rng::new(seed);
        Self { sampler, index, rng, hide_whole, hide_gram, words: Vec::new(), rows: Vec::new() }
    }

    /// The next example: its rows, and its language.
    pub fn draw(&mut self) -> (&[u32], usize) {
        let lang = self.sampler.draw(&mut self.rng, &mut self.words);
        self.rows.clear();
        for &word in &self.words {
            let with_whole = self.rng.unit() >= self.hide_whole;
            let rows = self.index.rows(word, with_whole);
            if self.hide_gram == 0 {
                self.rows.extend_from_slice(rows);
                continue;
            }
            for rows in rows.chunks(8) {
                let mut bits = self.rng.bits();
                for &row in rows {
                    if bits as u8 >= self.hide_gram {
                        self.rows.push(row);
                    }
                    bits >>= 8;
                }
            }
        }
        (&self.rows, lang)
    }
}
