//! What is known of a line before its document is: its words, and what they say.

use std::rc::Rc;

use foldhash::HashMap;

use super::priors::are_one;
use super::scripts::{Scripts, is_in, letters, main_script, of_scripts};
use super::shape;
use crate::classify::{Case, Engine, Evidence, Word, words};
use crate::code::may_be_code;
use crate::lang::Lang;
use crate::model::remembered_lines::is_short;
use crate::script::Script;

/// The features of a line alone: its words, and what they say without a document.
#[derive(Debug)]
pub(super) struct LineFeatures<'t> {
    pub(super) line: &'t str,
    pub(super) words: Vec<Word<'t>>,
    /// Letters in all words.
    pub(super) letters: usize,
    /// The script that the line is in.
    pub(super) script: Option<Script>,
    /// The evidence of the words in that script.
    pub(super) evidence: Evidence,
    /// The language that the evidence speaks for most.
    pub(super) best: Option<(Lang, f64)>,
    pub(super) is_label: bool,
    pub(super) may_be_code: bool,
    /// How much it has to say about the main language, in nats.
    pub(super) voice: f64,
}

impl<'t> LineFeatures<'t> {
    pub(super) fn new(line: &'t str, engine: &mut dyn Engine) -> Self {
        let mut words = shape::without_code(line, words(line));
        read_capitals(&mut words);
        let is_label = !words.is_empty() && shape::is_label(line, &words);
        let letters = letters(&words);
        let script = main_script(&words);
        let evidence = match script {
            Some(script) => engine.weigh(&of_scripts(&words, script.into()), None),
            None => Evidence::default(),
        };
        let best = evidence.best();
        let may_be_code = may_be_code(line);
        let is_latin = best.is_some_and(|(best, _)| best == Lang::LATIN);
        let heard = if is_latin && shape::is_placeholder(&words) {
            0.0
        } else if may_be_code {
            CODE_VOICE
        } else {
            1.0
        };
        let voice = heard * voice(&words, script);
        Self { line, words, letters, script, evidence, best, is_label, may_be_code, voice }
    }

    /// Whether the line alone would be taken for a language.
    pub(super) fn is_of(&self, lang: Lang) -> bool {
        self.best.is_some_and(|(best, _)| are_one(best, lang))
    }

    /// Whether all words count as evidence.
    pub(super) fn is_in_one_script(&self) -> bool {
        self.script.is_some_and(|script| self.words.iter().all(|word| is_in(word, script.into())))
    }

    /// Words with a capital letter inside a sentence.
    pub(super) fn names(&self) -> impl Iterator<Item = &'t str> {
        let pairs = self.words.iter().zip(self.words.iter().skip(1));
        let capitals = pairs.filter(|(_, word)| word.case != Case::Lower);
        let inside = capitals.filter(|(before, word)| {
            let gap = &self.line[before.start + before.text.len()..word.start];
            gap == " " || !gap.contains(shape::BREAKS)
        });
        inside.map(|(_, word)| word.text)
    }

    /// Whether so few letters stand in words of these scripts that the line is in another. Names of
    /// services stand in labels of every script (`Сподели в Twitter`), so a capital inside the line
    /// does not count for home.
    pub(super) fn is_foreign_to(&self, scripts: Scripts, share: f64) -> bool {
        let is_foreign = |word: &&Word<'_>| !is_in(word, scripts);
        let foreign = letters(self.words.iter().filter(is_foreign));
        if foreign == 0 {
            return false;
        }
        let is_native = |&(at, word): &(usize, &Word<'_>)| {
            is_in(word, scripts) && (at == 0 || word.case == Case::Lower)
        };
        let native = self.words.iter().enumerate().filter(is_native).map(|(_, word)| word);
        let native = letters(native) as f64;
        native < share * (native + foreign as f64)
    }

    /// How many letters stand in words of a script.
    pub(super) fn letters_in(&self, script: Script) -> usize {
        letters(self.words.iter().filter(|word| is_in(word, script.into())))
    }
}

/// A line of so many words in capital letters is a sentence, a prompt or a headline; shorter ones are names as often.
const CAPITAL_WORDS: usize = 4;

/// Takes the words of a line in capitals for those of any sentence: where all are capitalised, no capital tells a name.
fn read_capitals(words: &mut [Word<'_>]) {
    let is_capital =
        |word: &Word<'_>| word.case == Case::Upper || word.case == Case::Title && word.letters == 1;
    if words.len() < CAPITAL_WORDS || !words.iter().all(is_capital) {
        return;
    }
    words[0].case = Case::Title;
    for word in &mut words[1..] {
        word.case = Case::Lower;
    }
}

/// The features of lines of one document, each read once however often it stands there.
#[derive(Debug, Default)]
pub(super) struct LineReader<'t> {
    read: HashMap<&'t str, Rc<LineFeatures<'t>>>,
}

impl<'t> LineReader<'t> {
    pub(super) fn features(
        &mut self,
        line: &'t str,
        engine: &mut dyn Engine,
    ) -> Rc<LineFeatures<'t>> {
        if !is_short(line) {
            return Rc::new(LineFeatures::new(line, engine));
        }
        let features = self.read.entry(line);
        features.or_insert_with(|| Rc::new(LineFeatures::new(line, engine))).clone()
    }
}

/// The most that a line has to say about the main language, in nats: one endless line of residue
/// must not outvote an article.
const MAX_VOTE: f64 = 20.0;

/// How much a letter has to say. Short lines are names and labels more often than long ones.
const VOTE_PER_LETTER: f64 = 0.15;

/// The part of its say that a line of code has: its words are English whoever wrote it.
const CODE_VOICE: f64 = 0.1;

/// From so many letters on a line has the most to say.
const ENOUGH_LETTERS: usize = (MAX_VOTE / VOTE_PER_LETTER) as usize + 1;

/// How many Latin letters a letter says as much as: one of Chinese, Japanese or Korean is as wide as two.
fn width(word: &Word<'_>) -> usize {
    1 + usize::from(matches!(word.script, Script::Han | Script::Kana | Script::Hangul))
}

/// How much words have to say, in nats, each of them once: those in the script of the line, and Latin ones,
/// which stand in lines of every script.
fn voice(words: &[Word<'_>], script: Option<Script>) -> f64 {
    let scripts: Scripts = script.into_iter().chain([Script::Latin]).collect();
    // One bit for words of a length and of some bytes: most words need no search.
    let mut seen = 0_u128;
    let mut letters = 0;
    let mut said = Vec::with_capacity(words.len().min(ENOUGH_LETTERS));
    for word in words.iter().filter(|word| is_in(word, scripts)) {
        let bytes = word.text.as_bytes();
        let (len, last) = (bytes.len(), bytes.len() - 1);
        let looks = u32::from_le_bytes([bytes[0], bytes[last], bytes[len / 2], len as u8]);
        let bit = 1 << (looks.wrapping_mul(0x9E37_79B9) >> 25);
        if seen & bit == 0 || !said.contains(&word.text) {
            said.push(word.text);
            letters += width(word) * usize::from(word.letters);
        }
        seen |= bit;
        if letters >= ENOUGH_LETTERS {
            break;
        }
    }
    (letters as f64 * VOTE_PER_LETTER).min(MAX_VOTE)
}
