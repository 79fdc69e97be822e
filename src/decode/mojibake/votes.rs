//! What the lines of a document say together: damaged lines of one file are of one kind.
//!
//! A line of Turkish that was read as Western has a letter or two wrong, too little to change a line
//! for. But its file has many such lines, and the same mistake makes words of them all. So what each line
//! would gain is added up, and a mistake that the document as a whole demands is undone in every line
//! that gains by it at all.

use super::changes::{changes, demands};
use super::legacy_as_legacy::Mistake;
use super::repaired::{Prior, Repair};
use super::undamaged;
use crate::text::Lines;

/// What lines said of mistakes.
#[derive(Debug, Default)]
pub(in crate::decode) struct Votes(Vec<Heard>);

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
const ASKED: usize = 2000;

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

impl Votes {
    /// What a line would gain if a mistake were undone in it, and whether that is enough for it alone.
    pub(super) fn hear(&mut self, mistake: Mistake, gain: f32, is_sure: bool) {
        if gain < LEAST_HEARD {
            return;
        }
        let at = self.0.iter().position(|heard| heard.mistake == mistake);
        let at = at.unwrap_or_else(|| {
            self.0.push(Heard { mistake, lines: 0, sure: 0, gain: 0.0 });
            self.0.len() - 1
        });
        let heard = &mut self.0[at];
        heard.lines += 1;
        heard.sure += usize::from(is_sure);
        heard.gain += gain.min(MOST_HEARD);
    }

    /// The mistake of the most lines that were changed for themselves.
    pub(super) fn known(&self) -> Option<Mistake> {
        let most = self.0.iter().max_by_key(|heard| heard.sure);
        most.filter(|heard| heard.sure >= KNOWN).map(|heard| heard.mistake)
    }

    /// The mistake that the lines of the text demand together, if there is one.
    pub(in crate::decode) fn verdict(&self, text: &str, prior: Prior) -> Option<Verdict> {
        let first = self.0.iter().rev().max_by(|a, b| a.gain.total_cmp(&b.gain))?;
        let is_heard = first.lines > 1 && first.gain >= HEARD || first.gain >= MOST_HEARD;
        let verdict = Verdict(first.mistake);
        (is_heard && verdict.is_demanded(text, prior)).then_some(verdict)
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
        let reason = || format!("{}, as other lines show", self.0);
        is_worth_it.then(|| Repair { reason: reason(), text })
    }
}
