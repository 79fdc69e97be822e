//! The words of one script and the hashes of their features, each word once.

use std::collections::HashMap;

use monoglot::Script;
use monoglot::training::features::{Letters, group, words};

/// Words by number.
#[derive(Debug)]
pub struct Vocabulary {
    script: Script,
    /// Feature hashes of all words, one word behind the other; the whole word, if it is a feature
    /// of its own, is the last of its word.
    grams: Vec<u64>,
    /// Where the features of each word begin, and where the last ends.
    starts: Vec<u32>,
    has_whole: Vec<bool>,
    letters: Vec<u8>,
    numbers: HashMap<u64, u32>,
}

impl Vocabulary {
    /// No words yet.
    pub fn new(script: Script) -> Self {
        Self {
            script,
            grams: Vec::new(),
            starts: vec![0],
            has_whole: Vec::new(),
            letters: Vec::new(),
            numbers: HashMap::new(),
        }
    }

    /// The number of the words.
    pub fn size(&self) -> usize {
        self.has_whole.len()
    }

    /// The words of a text that are in this script, as numbers.
    pub fn read(&mut self, text: &str) -> Vec<u32> {
        let script = self.script;
        let own = words(text).filter(|word| group(word.script) == script);
        own.map(|word| self.number(&text[word.start..word.end], word.script)).collect()
    }

    fn number(&mut self, word: &str, script: Script) -> u32 {
        let letters = Letters::new(word, script);
        let next = self.size() as u32;
        let number = *self.numbers.entry(letters.whole()).or_insert(next);
        if number == next {
            letters.grams(|gram| self.grams.push(gram));
            self.starts.push(self.grams.len() as u32);
            self.has_whole.push(letters.has_whole());
            self.letters.push(word.chars().count().min(255) as u8);
        }
        number
    }

    /// The feature hashes of a word.
    pub fn grams(&self, word: u32) -> &[u64] {
        let word = word as usize;
        &self.grams[self.starts[word] as usize..self.starts[word + 1] as usize]
    }

    /// Whether the last feature of a word is the word as a whole.
    pub fn has_whole(&self, word: u32) -> bool {
        self.has_whole[word as usize]
    }

    /// The letters of all these words.
    pub fn letters(&self, words: &[u32]) -> usize {
        words.iter().map(|&word| usize::from(self.letters[word as usize])).sum()
    }
}
