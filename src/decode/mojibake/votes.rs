//! What the lines of a document say together: damaged lines of one file are of one kind.
//!
//! A line of Turkish that was read as Western has a letter or two wrong, too little to change a line
//! for. But its file has many such lines, and the same mistake makes words of them all. So what each line
//! would gain is added up, and a mistake that the document as a whole demands is undone in every line
//! that gains by it at all. A line that is repeated says so once.
//!
//! The lines of a file also spare each other time: the mistake of most lines is tried before all
//! others, and where it makes a line better, instead of them.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::changes::{changes, demands};
use super::legacy_as_legacy::Mistake;
use super::misread_as::MisreadAs;
use super::repaired::{Prior, Repair};
use super::undamaged::{self, without_soft_hyphens};
use crate::text::Lines;

/// What lines said of mistakes.
#[derive(Debug, Default)]
pub(in crate::decode) struct Votes {
    heard: Vec<Heard>,
    /// The lines that said something, as hashes.
    said: HashSet<u64>,
    /// The encodings, one for each layer, that UTF-8 was read as in the last lines that became whole,
    /// and in how many of them.
    readers: Vec<MisreadAs>,
    whole: usize,
    /// What the last line becomes if the document demands it.
    pending: Option<Repair>,
}

/// What lines said of one mistake.
#[derive(Debug)]
struct Heard {
    mistake: Mistake,
    /// How many lines would gain if it were undone.
    lines: usize,
    /// How many gain enough to be changed for themselves.
    sure: usize,
    /// What they would gain together, in nats.
    gain: f32,
}

/// Lines say this much at most, in nats, so that no single one decides.
const MOST_HEARD: f32 = 30.0;
/// A line that gains less does not say anything.
const LEAST_HEARD: f32 = 4.0;
/// What lines must say together before the whole document is asked.
const HEARD: f32 = 16.0;
/// So many lines are asked.
const ASKED: usize = 500;

/// What the document must gain in all, in nats, and for each character that changes: a letter of the
/// right language gains 10 to 20, in a language that nobody taught us any other letter gains a few.
const GAIN: f32 = 40.0;
const GAIN_PER_CHANGE: f32 = 7.0;
/// One line in so many may lose by it: names, and words of other languages.
const MAY_LOSE: usize = 8;
/// What a line must gain once the document is known to be damaged.
const LINE_GAIN: f32 = 2.0;

/// After so many lines that were changed for themselves a mistake is tried before all others.
const KNOWN: usize = 3;
/// A mistake that so many lines would gain by, and so many quarters of all that would by any, is the
/// usual one.
const USUAL: usize = 16;
const USUAL_QUARTERS: usize = 3;
const SURE: usize = 12;
/// After so many lines that became whole with the same readers, these are trusted.
const TRUSTED: usize = 8;

impl Votes {
    /// What a line would gain if a mistake were undone in it, and whether that is enough for it alone.
    pub(super) fn hear(&mut self, line: &str, mistake: Mistake, gain: f32, is_sure: bool) {
        if gain < LEAST_HEARD || !self.said.insert(saying(line)) {
            return;
        }
        let at = self.heard.iter().position(|heard| heard.mistake == mistake);
        let at = at.unwrap_or_else(|| {
            self.heard.push(Heard { mistake, lines: 0, sure: 0, gain: 0.0 });
            self.heard.len() - 1
        });
        let heard = &mut self.heard[at];
        heard.lines += 1;
        heard.sure += usize::from(is_sure);
        heard.gain += gain.min(MOST_HEARD);
    }

    /// The mistake of the most lines that were changed for themselves.
    pub(super) fn known(&self) -> Option<Mistake> {
        let most = self.heard.iter().max_by_key(|heard| heard.sure);
        most.filter(|heard| heard.sure >= KNOWN).map(|heard| heard.mistake)
    }

    /// The mistake of nearly all lines.
    pub(super) fn usual(&self) -> Option<Mistake> {
        let most = self.heard.iter().max_by_key(|heard| heard.lines)?;
        let all: usize = self.heard.iter().map(|heard| heard.lines).sum();
        let is_usual = most.lines >= USUAL && most.lines * 4 >= all * USUAL_QUARTERS;
        is_usual.then_some(most.mistake)
    }

    /// Whether so many lines were changed by a mistake for themselves that a blatant one needs no proof.
    pub(super) fn is_sure(&self, mistake: Mistake) -> bool {
        self.heard.iter().any(|heard| heard.mistake == mistake && heard.sure >= SURE)
    }

    /// A line that gains by the usual mistake, but too little alone.
    pub(super) fn suspend(&mut self, repair: Repair, gain: f32) {
        self.pending = (gain >= LINE_GAIN).then_some(repair);
    }

    /// What the last line becomes if the document demands it, as far as that is known.
    pub(in crate::decode) fn take_pending(&mut self) -> Option<Repair> {
        self.pending.take()
    }

    /// A line of UTF-8 was read as these encodings, and nothing of it is left over.
    pub(super) fn hear_whole(&mut self, readers: &[MisreadAs]) {
        if self.readers == readers {
            self.whole += 1;
        } else {
            self.readers = readers.to_vec();
            self.whole = 1;
        }
    }

    /// The encodings that the lines were read as without exception, if they are many.
    pub(super) fn trusted(&self) -> Option<&[MisreadAs]> {
        (self.whole >= TRUSTED).then_some(&self.readers[..])
    }

    /// The mistake that the lines of the text demand together, if there is one.
    ///
    /// `known` says what becomes of the lines that a mistake was undone in already, by where they start.
    pub(in crate::decode) fn verdict<'r>(
        &self,
        text: &str,
        prior: Prior,
        known: impl Fn(usize) -> Option<&'r Repair>,
    ) -> Option<Verdict> {
        let first = self.heard.iter().rev().max_by(|a, b| a.gain.total_cmp(&b.gain))?;
        let is_heard = first.lines > 1 && first.gain >= HEARD || first.gain >= MOST_HEARD;
        let verdict = Verdict(first.mistake);
        (is_heard && verdict.is_demanded(text, prior, known)).then_some(verdict)
    }
}

/// A mistake that a document demands to be undone.
#[derive(Debug, Clone, Copy)]
pub(in crate::decode) struct Verdict(Mistake);

impl Verdict {
    /// Whether a line was changed by the mistake already, for itself or to wait for the document.
    pub(in crate::decode) fn is_of(&self, repair: &Repair) -> bool {
        repair.mistake == Some(self.0)
    }

    fn is_demanded<'r>(
        &self,
        text: &str,
        prior: Prior,
        known: impl Fn(usize) -> Option<&'r Repair>,
    ) -> bool {
        let (mut total, mut changed, mut win, mut lose) = (0.0, 0, 0, 0);
        let mut said = HashSet::new();
        for line in Lines::new(text).filter(|line| !line.content.is_ascii()).take(ASKED) {
            let known = known(line.start).filter(|repair| self.is_of(repair));
            let known = known.and_then(|repair| Some((repair.text.clone(), repair.gain?)));
            let Some((after, gain)) = known.or_else(|| self.reread(line.content)) else { continue };
            // A syllable that is in every line says so once.
            let contexts = changed_contexts(line.content, &after);
            if contexts.into_iter().filter(|context| said.insert(*context)).count() == 0 {
                continue;
            }
            total += gain;
            changed += changes(line.content, &after).len();
            if gain >= LINE_GAIN { win += 1 } else { lose += 1 }
        }
        win > 1
            && lose * MAY_LOSE <= win
            && total >= GAIN + prior.0
            && total >= GAIN_PER_CHANGE * changed as f32
    }

    /// The line with the mistake undone, and what it gains; none if nothing changes.
    fn reread(&self, line: &str) -> Option<(String, f32)> {
        let after = self.0.reread(line)?;
        let nats = undamaged::nats_of_other(line, &after.text, &after.score);
        let gain = nats - undamaged::score(line).nats;
        Some((after.text, gain))
    }

    /// Undoes the mistake in a line that gains by it.
    pub(in crate::decode) fn repair(&self, line: &str) -> Option<Repair> {
        if line.is_ascii() || line.len() > super::repaired::LONGEST {
            return None;
        }
        let (text, gain) = self.reread(line)?;
        let is_worth_it = gain >= LINE_GAIN && demands(line, &text);
        is_worth_it.then(|| Repair {
            reason: self.0.as_others(),
            text,
            mistake: Some(self.0),
            gain: Some(gain),
        })
    }
}

/// How many characters before a letter that changes and behind it tell it from another one of its like.
const CONTEXT: (usize, usize) = (2, 1);

/// What stands around the letters of a line that change when it is read anew, as hashes.
fn changed_contexts(line: &str, after: &str) -> Vec<u64> {
    let (old, new) = (without_soft_hyphens(line), without_soft_hyphens(after));
    let old: Vec<char> = old.chars().chain([' ']).collect();
    let changed = old.iter().zip(new.chars()).enumerate().filter(|(_, (old, new))| *old != new);
    let around =
        |at: usize| &old[at.saturating_sub(CONTEXT.0)..=(at + CONTEXT.1).min(old.len() - 1)];
    changed.map(|(at, _)| hash_of(around(at))).collect()
}

fn hash_of(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

/// What a line says, however it is dressed: a hash.
fn saying(line: &str) -> u64 {
    let shown = without_soft_hyphens(line);
    hash_of(shown.trim_matches(|c: char| !c.is_alphanumeric()))
}
