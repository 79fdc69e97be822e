//! The text of one script, ready to draw examples from.

use monoglot::training::features::group;
use monoglot::{Lang, Script};

use crate::rng::Rng;
use crate::source::{Domain, Line, Source};
use crate::vocabulary::Vocabulary;

/// A language with less text than this in a script, in letters, is not written in it: a handful of
/// quotations would make it a candidate for everything.
const MIN_LETTERS: usize = 3000;
/// Pieces cut from each line of a script without spaces, where no word can stand alone.
const PIECES: usize = 3;
/// Characters of the longest such piece.
const PIECE: usize = 14;

/// What one language has in the script, as numbers of words.
#[derive(Debug)]
pub struct LangText {
    pub lang: Lang,
    /// Lines by domain: prose, interface, names.
    pub pools: [Vec<Vec<u32>>; 3],
    /// The word list.
    pub list: Vec<u32>,
    /// The running sum of the shares of the list's words. Square roots of the frequencies: a list
    /// drawn by frequency itself would teach the same fifty words again and again.
    pub list_sums: Vec<f32>,
    pub letters: usize,
}

/// What all languages have in the script.
#[derive(Debug)]
pub struct Corpus {
    pub script: Script,
    pub langs: Vec<LangText>,
    pub vocabulary: Vocabulary,
}

impl Corpus {
    /// Takes from the sources what is in this script; held-out lines are left out.
    pub fn new(sources: &[Source], script: Script) -> Self {
        let mut vocabulary = Vocabulary::new(script);
        let is_written = |lang: Lang| {
            lang.scripts().iter().any(|&own| group(own) == script)
                && lang.scripts()[0] != Script::Hangul
        };
        let langs = sources
            .iter()
            .filter(|source| is_written(source.lang))
            .map(|source| LangText::new(source, &mut vocabulary, script))
            .filter(|text| text.letters >= MIN_LETTERS.min(enough(sources)))
            .collect();
        Self { script, langs, vocabulary }
    }
}

/// For a corpus in miniature, a tenth of what its smallest language has.
fn enough(sources: &[Source]) -> usize {
    let bytes = |source: &Source| source.lines.iter().map(|line| line.text.len()).sum::<usize>();
    sources.iter().map(bytes).min().unwrap_or(0) / 10
}

impl LangText {
    fn new(source: &Source, vocabulary: &mut Vocabulary, script: Script) -> Self {
        let mut text = Self {
            lang: source.lang,
            pools: <[_; 3]>::default(),
            list: Vec::new(),
            list_sums: Vec::new(),
            letters: 0,
        };
        let mut rng = Rng::new(0);
        for line in source.lines.iter().filter(|line| !line.held_out) {
            text.add_line(line, vocabulary, script, &mut rng);
        }
        text.add_list(&source.list, vocabulary);
        text
    }

    fn add_line(
        &mut self,
        line: &Line,
        vocabulary: &mut Vocabulary,
        script: Script,
        rng: &mut Rng,
    ) {
        let words = vocabulary.read(&line.text);
        let letters = vocabulary.letters(&words);
        // What is mostly in another script is no text in this one.
        if letters * 2 < line.text.chars().filter(|c| c.is_alphabetic()).count() || letters == 0 {
            return;
        }
        self.letters += letters;
        let pool = &mut self.pools[line.domain as usize];
        if matches!(script, Script::Han | Script::Tibetan) {
            let pieces = (0..PIECES).map(|_| vocabulary.read(&piece(&line.text, rng)));
            pool.extend(pieces.filter(|words| !words.is_empty()));
        }
        pool.push(words);
    }

    fn add_list(&mut self, list: &[(String, f32)], vocabulary: &mut Vocabulary) {
        let mut sum = 0.0;
        for (word, frequency) in list {
            if let [number] = vocabulary.read(word)[..] {
                sum += frequency.sqrt();
                self.list.push(number);
                self.list_sums.push(sum);
            }
        }
    }
}

/// A few characters of a line, half of the time from its beginning.
fn piece(text: &str, rng: &mut Rng) -> String {
    let chars: Vec<_> = text.chars().collect();
    let len = 1 + rng.below(PIECE);
    let start = if rng.below(2) == 0 { 0 } else { rng.below(chars.len()) };
    chars[start..].iter().take(len).collect()
}

impl Domain {
    /// All domains, in the order of the pools.
    pub const ALL: [Self; 3] = [Self::Prose, Self::Interface, Self::Names];
}
