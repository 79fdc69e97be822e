//! The law of the decoder, tried at scale: valid UTF-8 whose letters are right stays as it is.
//!
//! Every line, every word and every pair of adjacent words of a corpus, and every assigned letter
//! alone, is dressed as text dresses its words ([`dress`]) and decoded three times: as a document, as a
//! record and as a line among hundreds. What is normalised aside, the same characters must come out.
//!
//! A corpus holds words that were damaged before anybody collected them. They stand in
//! `train/damaged.txt`, each read by a person; a listed word that is left alone is an error like a right
//! one that is changed, so that the list holds nothing but what it excuses.

mod count;
pub mod dress;

use std::collections::{BTreeSet, HashSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use monoglot::{Hint, Lang, Text};

use crate::source::Source;
pub use count::{Count, Kind, Place};
use dress::Dress;

/// So many texts are lines of one document.
const LINES: usize = 400;

/// How much of the corpus is tried: one text in so many, those of the smallest hashes.
#[derive(Debug, Clone, Copy)]
pub struct Share(pub u64);

impl Share {
    fn has(self, text: &str) -> bool {
        self.0 <= 1 || hash(text).is_multiple_of(self.0)
    }

    /// The texts that are tried, each once, in order.
    fn of<'t>(self, texts: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
        let texts: HashSet<&str> = texts.filter(|text| self.has(text)).collect();
        let mut texts: Vec<&str> = texts.into_iter().collect();
        texts.sort_unstable();
        texts
    }
}

/// FNV-1a: the same share on every machine.
fn hash(text: &str) -> u64 {
    let mix = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    text.bytes().fold(0xCBF2_9CE4_8422_2325, mix)
}

/// Tries the texts of a corpus and all letters on every core, and says what was changed.
#[expect(clippy::disallowed_methods, reason = "a tool may take all cores")]
pub fn hold(sources: &[Source], share: Share, progress: &(dyn Fn(&str) + Sync)) -> Count {
    let next = AtomicUsize::new(0);
    let total = Mutex::new(Count::default());
    let work = || {
        loop {
            let Some(count) = part(sources, next.fetch_add(1, Ordering::Relaxed), share, progress)
            else {
                return;
            };
            total.lock().unwrap_or_else(std::sync::PoisonError::into_inner).add(count);
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| (0..cores).for_each(|_| drop(scope.spawn(work))));
    total.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// One part of the work: the letters, then a language each.
fn part(
    sources: &[Source],
    number: usize,
    share: Share,
    progress: &(dyn Fn(&str) + Sync),
) -> Option<Count> {
    let Some(number) = number.checked_sub(1) else { return Some(letters(share)) };
    let source = sources.get(number)?;
    let count = language(source, share);
    progress(&format!("{}: {} texts", source.lang.code(), count.texts()));
    Some(count)
}

/// Every assigned letter, alone.
pub fn letters(share: Share) -> Count {
    let letters = ('\u{80}'..=char::MAX).filter(|c| c.is_alphabetic()).map(String::from);
    let letters: Vec<String> = letters.filter(|letter| share.has(letter)).collect();
    let mut trial = Trial::default();
    trial.all(Kind::Letter, &letters.iter().map(String::as_str).collect::<Vec<_>>());
    trial.count
}

/// The lines, words and pairs of words of a language.
pub fn language(source: &Source, share: Share) -> Count {
    let lines: BTreeSet<&str> = source.lines.iter().map(|line| line.text.as_str()).collect();
    let listed = source.list.iter().map(|(word, _)| word.as_str());
    let of_lines = lines.iter().flat_map(|line| line.split_whitespace());
    let words = share.of(listed.chain(of_lines));
    let pairs = share.of(lines.iter().flat_map(|line| dress::pairs(line)));
    let lines = share.of(lines.into_iter());
    let mut trial = Trial { lang: Some(source.lang), ..Trial::default() };
    for (kind, texts) in [(Kind::Word, words), (Kind::Pair, pairs), (Kind::Line, lines)] {
        trial.all(kind, &texts);
    }
    trial.count
}

/// Texts on their way through the decoder.
#[derive(Debug, Default)]
struct Trial {
    /// The language of the texts; none of letters.
    lang: Option<Lang>,
    count: Count,
    hint: Hint,
    /// The texts, each with an end of line, that become one document; and what they were made of.
    document: String,
    bare: Vec<String>,
}

impl Trial {
    /// Tries texts in every dress.
    fn all(&mut self, kind: Kind, texts: &[&str]) {
        let mut dressed = String::new();
        for dress in Dress::all() {
            for bare in texts {
                for version in 0..dress.versions(bare) {
                    dressed.clear();
                    dress.put_on(bare, version, &mut dressed);
                    self.alone(kind, bare, &dressed);
                    self.among_others(kind, bare, &dressed);
                }
            }
            self.finish_document(kind);
        }
    }

    /// The text as a document and as a record.
    fn alone(&mut self, kind: Kind, bare: &str, text: &str) {
        match Text::decode(text.as_bytes(), &self.hint) {
            Ok(decoded) => {
                self.count.look((kind, Place::Document), (self.lang, bare), text, decoded.as_str());
            }
            Err(_) => self.count.look((kind, Place::Document), (self.lang, bare), text, ""),
        }
        let record = Text::unicode(text, &self.hint);
        self.count.look((kind, Place::Record), (self.lang, bare), text, record.as_str());
    }

    fn among_others(&mut self, kind: Kind, bare: &str, text: &str) {
        self.document.push_str(text);
        self.document.push('\n');
        self.bare.push(bare.to_owned());
        if self.bare.len() >= LINES {
            self.finish_document(kind);
        }
    }

    fn finish_document(&mut self, kind: Kind) {
        let document = std::mem::take(&mut self.document);
        let decoded = Text::decode(document.as_bytes(), &self.hint);
        let decoded = decoded.as_ref().map_or("", |text| text.as_str());
        let mut lines = decoded.split('\n');
        for (text, bare) in document.split('\n').zip(self.bare.drain(..)) {
            self.count.look(
                (kind, Place::Line),
                (self.lang, &bare),
                text,
                lines.next().unwrap_or(""),
            );
        }
    }
}
