//! The n-gram engine: our own model, over 120 languages.

use std::sync::LazyLock;

use super::engine::Engine;
use super::evidence::Evidence;
use super::words::{Case, Word};
use crate::lang::Lang;
use crate::model::linear::{Depth, Wording};
use crate::model::remembered_lines::{RememberedLines, is_short};
use crate::model::scored_lines::ScoredLines;
use crate::model::{ENOUGH_WORDS, Model, PER_NAT, Scorer, Sums, WHOLE};
use crate::script::Script;

/// The model that the crate carries: a table of contents over static memory.
static MODEL: LazyLock<Model<'static>> = LazyLock::new(Model::embedded);

/// The engine over the model that this crate carries.
///
/// It remembers the words that it met last, which makes running text many times faster: one is made for
/// each thread and kept. What it remembers takes fourteen megabytes at most, or what
/// [`Ngram::with_memory`] is given, and two for lines of pages, and changes no answer.
#[derive(Debug, Clone)]
pub struct Ngram {
    scorer: Scorer<'static>,
    wordings: RememberedLines<(), Wording>,
    scored_lines: ScoredLines,
}

/// A lead at one end of a line, eight nats, after which no more words of that end are read. The words read
/// so far are no names, so both ends together are further ahead than anything else about the line could
/// make up for; to read on would change nothing but for a line that is foreign in its middle alone, which
/// nobody looks for.
const BEYOND_DOUBT: i32 = 8 * WHOLE as i32 * PER_NAT;

/// The same for the end that is read second, six nats: to agree with the first takes less than to name a
/// language.
const AGREED: i32 = 6 * WHOLE as i32 * PER_NAT;

/// Small words of up to so many letters are read first. They are the articles, prepositions and endings
/// that tell a language best, and are met again and again; a name or a rare word is unknown to the
/// memory, and costs as much as ten of them.
const SHORT: u16 = 5;

/// The same lead of all words but the names, 24 nats: names that were read after them could not make up
/// for it.
const BY_FAR: i32 = 3 * BEYOND_DOUBT;

impl Ngram {
    /// The engine, with a memory that is still empty. Some microseconds: room for 65,536 words is asked
    /// for, fourteen megabytes, of which the system gives what is used.
    pub fn new() -> Self {
        Self::with_scorer(Scorer::new(&MODEL))
    }

    /// The engine with room for no more than so many words, rounded up to a power of two and no fewer
    /// than four, at some 210 bytes each. For many engines in little memory: with 4,096 words, less than
    /// a megabyte beside that for lines, most of the words of one language are still remembered.
    pub fn with_memory(words: usize) -> Self {
        Self::with_scorer(Scorer::with_memory(&MODEL, words))
    }

    fn with_scorer(scorer: Scorer<'static>) -> Self {
        Self { scorer, wordings: RememberedLines::default(), scored_lines: ScoredLines::default() }
    }

    /// Adds words that are no names until one language is ahead by a lead, short ones first; the place of
    /// that language. To ask is quick, to look up a long word is not.
    fn read<'w, 't: 'w>(
        &mut self,
        script: Script,
        words: &(impl Iterator<Item = &'w Word<'t>> + Clone),
        lead: i32,
        sums: &mut Sums,
    ) -> Option<usize> {
        let small = words.clone().filter(|word| word.case == Case::Lower);
        let short = small.clone().filter(|word| word.letters <= SHORT);
        for (before, word) in short.enumerate() {
            if before >= ENOUGH_WORDS && before % 2 == 0 {
                let ahead = sums.ahead(lead);
                if ahead.is_some() {
                    return ahead;
                }
            }
            self.add(script, word, sums);
        }
        for word in small.filter(|word| word.letters > SHORT) {
            let ahead = sums.ahead(lead);
            if ahead.is_some() {
                return ahead;
            }
            self.add(script, word, sums);
        }
        None
    }

    fn read_all<'w, 't: 'w>(
        &mut self,
        script: Script,
        words: impl Iterator<Item = &'w Word<'t>>,
        sums: &mut Sums,
    ) {
        words.for_each(|word| self.add(script, word, sums));
    }

    fn add(&mut self, script: Script, word: &Word<'_>, sums: &mut Sums) {
        self.scorer.add(script, word.text, (word.weight * f32::from(WHOLE)) as i16, sums);
    }
}

impl Default for Ngram {
    fn default() -> Self {
        Self::new()
    }
}

impl Engine for Ngram {
    /// Reads from both ends towards the middle, names last. Where both halves are beyond doubt in the same
    /// language, or all words but the names by far, the rest is not read.
    fn weigh(&mut self, words: &[Word<'_>], _main: Option<Lang>) -> Evidence {
        let Some(script) = words.first().map(|word| word.script) else {
            return Evidence::default();
        };
        let langs = MODEL.candidates(script);
        let evidence = |sums: &Sums, is_beyond_doubt| {
            let nats = sums.as_slice().iter().copied().map(nats).collect();
            Evidence::of_known(langs, nats).beyond_doubt(is_beyond_doubt)
        };
        let mut sums = Sums::zeros(langs.len());
        if words.len() <= 2 * ENOUGH_WORDS {
            self.read_all(script, words.iter(), &mut sums);
            return evidence(&sums, false);
        }
        let mut tail = Sums::zeros(langs.len());
        let (first, second) = words.split_at(words.len().div_ceil(2));
        let ahead = [
            self.read(script, &first.iter(), BEYOND_DOUBT, &mut sums),
            self.read(script, &second.iter().rev(), AGREED, &mut tail),
        ];
        sums.add_sums(&tail);
        if ahead[0].is_some() && ahead[0] == ahead[1] {
            return evidence(&sums, true);
        }
        let is_small = |word: &&Word<'_>| word.case == Case::Lower;
        if ahead != [None; 2] {
            sums = Sums::zeros(langs.len());
            self.read_all(script, words.iter().filter(is_small), &mut sums);
        }
        if sums.ahead(BY_FAR).is_some() {
            return evidence(&sums, true);
        }
        self.read_all(script, words.iter().filter(|word| !is_small(word)), &mut sums);
        evidence(&sums, false)
    }

    /// The same as of the evidence, without the evidence: this is asked about both ends of most lines.
    fn lead(&mut self, words: &[Word<'_>], _main: Option<Lang>, home: &[Lang]) -> f64 {
        let Some(script) = words.first().map(|word| word.script) else { return f64::NEG_INFINITY };
        let langs = MODEL.candidates(script);
        let mut sums = Sums::zeros(langs.len());
        self.read_all(script, words.iter(), &mut sums);
        let places = home.iter().filter_map(|lang| langs.binary_search(lang).ok());
        sums.lead(places).map_or(f64::NEG_INFINITY, |sum| nats(sum).into())
    }

    fn guess(&mut self, line: &str) -> Option<(Lang, f64)> {
        let guess = self.scorer.classify_alone(line)?;
        Some((guess.lang, f64::from(guess.confidence)))
    }

    fn wording(&mut self, line: &str, depth: Depth) -> Wording {
        if let Some(known) = self.wordings.get(line, &()) {
            return *known;
        }
        // What is remembered answers whatever is asked for.
        let depth = if is_short(line) { Depth::All } else { depth };
        let wording = Wording::up_to(line, depth);
        self.wordings.put(line, (), wording);
        wording
    }

    fn scored_lines(&mut self) -> Option<&mut ScoredLines> {
        Some(&mut self.scored_lines)
    }
}

fn nats(sum: i32) -> f32 {
    sum as f32 / (PER_NAT * i32::from(WHOLE)) as f32
}
