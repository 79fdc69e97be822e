//! What the lines of a document say together: damaged lines of one file are of one kind.
//!
//! A line of Turkish that was read as Western has a letter or two wrong, too little to change a line
//! for. But its file has many such lines, and the same mistake makes words of them all. So what each line
//! would gain is added up, and a mistake that the document as a whole demands is undone in every line
//! that gains by it at all.

use super::anew::{changes, demands};
use super::legacy_as_legacy::Mistake;
use super::{Prior, Repair, undamaged};
use crate::model::char_lm;
use crate::text::Lines;

/// What lines said of mistakes: how many lines would gain, and how much in nats.
#[derive(Debug, Default)]
pub(in crate::decode) struct Votes(Vec<(Mistake, usize, f32)>);

/// Lines say this much at most, in nats, so that no single one decides.
const MOST_HEARD: f32 = 30.0;
/// A line that gains less does not say anything.
const LEAST_HEARD: f32 = 4.0;
/// What lines must say together before the whole document is asked.
const HEARD: f32 = 16.0;
/// So many lines are asked.
const ASKED: usize = 2000;

/// What the document must gain in all, in nats, and for each character that changes: a letter of the
/// right language gains 10 to 20, in a language that nobody taught us any other letter gains a few.
const GAIN: f32 = 40.0;
const GAIN_PER_CHANGE: f32 = 7.0;
/// One line in so many may lose by it: names, and words of other languages.
const MAY_LOSE: usize = 8;
/// What a line must gain once the document is known to be damaged.
const LINE_GAIN: f32 = 2.0;

impl Votes {
    /// What a line would gain if a mistake were undone in it.
    pub(super) fn hear(&mut self, mistake: Mistake, gain: f32) {
        if gain < LEAST_HEARD {
            return;
        }
        match self.0.iter_mut().find(|(known, ..)| *known == mistake) {
            Some((_, lines, sum)) => (*lines, *sum) = (*lines + 1, *sum + gain.min(MOST_HEARD)),
            None => self.0.push((mistake, 1, gain.min(MOST_HEARD))),
        }
    }

    /// The mistake that the lines of the text demand together, if there is one.
    pub(in crate::decode) fn verdict(&self, text: &str, prior: Prior) -> Option<Verdict> {
        let first = self.0.iter().rev().max_by(|a, b| a.2.total_cmp(&b.2))?;
        let &(mistake, lines, sum) = first;
        let verdict = Verdict(mistake);
        (lines > 1 && sum >= HEARD || sum >= MOST_HEARD).then_some(())?;
        verdict.is_demanded(text, prior).then_some(verdict)
    }
}

/// A mistake that a document demands to be undone.
#[derive(Debug, Clone, Copy)]
pub(in crate::decode) struct Verdict(Mistake);

impl Verdict {
    fn is_demanded(&self, text: &str, prior: Prior) -> bool {
        let (mut total, mut changed, mut win, mut lose) = (0.0, 0, 0, 0);
        for line in Lines::new(text).filter(|line| !line.content.is_ascii()).take(ASKED) {
            let Some((after, gain)) = self.reread(line.content) else { continue };
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
        let after = self.0.undo(line).filter(|after| after != line)?;
        let gain = char_lm::score(&after).nats - undamaged::score(line).nats;
        Some((after, gain))
    }

    /// Undoes the mistake in a line that gains by it.
    pub(in crate::decode) fn repair(&self, line: &str) -> Option<Repair> {
        if line.is_ascii() || line.len() > super::LONGEST {
            return None;
        }
        let (text, gain) = self.reread(line)?;
        let is_worth_it = gain >= LINE_GAIN && demands(line, &text);
        let reason = || format!("{}, as other lines show", self.0);
        is_worth_it.then(|| Repair { reason: reason(), text })
    }
}
