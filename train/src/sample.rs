//! Draws examples: a language, then a domain, then a line or a piece of one.

use crate::corpus::{Corpus, LangText};
use crate::rng::Rng;
use crate::settings::Settings;
use crate::source::Domain;

/// Text beyond this many letters makes a language no likelier to be drawn.
const MAX_SIZE: f32 = 5e5;
/// A domain with fewer lines than this is drawn in proportion less: the same ten lines again and
/// again teach nothing.
const ENOUGH_LINES: f32 = 300.0;
/// The same for the words of a list.
const ENOUGH_WORDS: f32 = 3000.0;
/// Words of the longest window.
const WINDOW: usize = 9;
/// Words of a line that are looked at when it is drawn whole.
const LONGEST: usize = 40;

/// Draws from a corpus.
#[derive(Debug)]
pub struct Sampler<'a> {
    corpus: &'a Corpus,
    settings: &'a Settings,
    /// Running sums of the shares of the languages.
    langs: Vec<f32>,
    /// Running sums of the shares of each language's domains, the word list last.
    domains: Vec<[f32; 4]>,
}

impl<'a> Sampler<'a> {
    pub fn new(corpus: &'a Corpus, settings: &'a Settings) -> Self {
        let shares = corpus.langs.iter().map(lang_share);
        let domains = corpus.langs.iter().map(|lang| running(domain_shares(lang, settings)));
        Self { corpus, settings, langs: sums(shares), domains: domains.collect() }
    }

    /// The share of a language among all examples.
    pub fn share(&self, lang: usize) -> f32 {
        let before = lang.checked_sub(1).map_or(0.0, |before| self.langs[before]);
        (self.langs[lang] - before) / self.langs[self.langs.len() - 1]
    }

    /// Draws an example: its words into `words`, its language returned.
    pub fn draw(&self, rng: &mut Rng, words: &mut Vec<u32>) -> usize {
        words.clear();
        let number = rng.pick(&self.langs);
        let lang = &self.corpus.langs[number];
        match rng.pick(&self.domains[number]) {
            3 => draw_words(lang, rng, words),
            domain => self.draw_line(domain, lang, rng, words),
        }
        number
    }

    fn draw_line(&self, domain: usize, lang: &LangText, rng: &mut Rng, words: &mut Vec<u32>) {
        let lines = &lang.pools[domain];
        if lines.is_empty() {
            return;
        }
        let line = &lines[rng.below(lines.len())];
        if domain == Domain::Names as usize || rng.unit() < self.settings.whole_lines {
            words.extend(line.iter().take(LONGEST));
            return;
        }
        let len = (1 + rng.below(WINDOW)).min(line.len());
        let at_start = rng.unit() < self.settings.from_start;
        let start = if at_start { 0 } else { rng.below(line.len() - len + 1) };
        words.extend_from_slice(&line[start..start + len]);
    }
}

/// One word of the list, sometimes two or three.
fn draw_words(lang: &LangText, rng: &mut Rng, words: &mut Vec<u32>) {
    let more = rng.below(3) * rng.below(2);
    words.extend((0..=more).map(|_| lang.list[rng.pick(&lang.list_sums)]));
}

/// Languages are drawn nearly alike: by the fourth root of their text. Drawing them fully alike would
/// show the same few lines of a small language thousands of times.
fn lang_share(lang: &LangText) -> f32 {
    ((lang.letters + lang.list.len()) as f32).min(MAX_SIZE).sqrt().sqrt()
}

fn domain_shares(lang: &LangText, settings: &Settings) -> [f32; 4] {
    let enough = |domain: usize| (lang.pools[domain].len() as f32 / ENOUGH_LINES).min(1.0);
    let prose = 1.0 - settings.interface - settings.names - settings.list;
    [
        prose * enough(0),
        settings.interface * enough(1),
        settings.names * enough(2),
        settings.list * (lang.list.len() as f32 / ENOUGH_WORDS).min(1.0),
    ]
}

fn running(shares: [f32; 4]) -> [f32; 4] {
    let mut sum = 0.0;
    shares.map(|share| {
        sum += share;
        sum
    })
}

fn sums(shares: impl Iterator<Item = f32>) -> Vec<f32> {
    let add = |sum: &mut f32, share| {
        *sum += share;
        Some(*sum)
    };
    shares.scan(0.0, add).collect()
}
