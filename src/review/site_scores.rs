//! From the facts of a repeated line to its verdict: two forests, fitted on whole sites
//! (`docs/verdicts.md`).
//!
//! One asks whether a line that its site repeats is *residue*: foreign, and no content. The other asks
//! whether it is a part of the *frame*: navigation, sharing, previous and next, notices, in any language.

use std::sync::LazyLock;

use super::policy::Remove;
use super::repeated::{COUNT, Facts, NAMES, OnSite};
use super::scores::Bounds;
use super::term::Terms;
use super::verdict::Verdict;
use crate::model::scored_lines::Scored;
use crate::model::trees::{Forest, forests, probability};
use crate::rule::{Rule, Rules, Switch};

/// The file that the crate carries, read in place.
static EMBEDDED: LazyLock<[Forest<'static>; 2]> = LazyLock::new(|| {
    forests(include_bytes!("site_verdicts.bin"), COUNT).expect("a test reads the very bytes")
});

/// How a site repeats a line, and what that makes of it.
#[derive(Debug, Clone)]
pub(super) struct Repeated {
    pub(super) on_site: OnSite,
    /// Nothing before it was judged.
    pub(super) scores: Option<SiteScores>,
}

/// What a repeated line is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SiteScores {
    facts: Facts,
    residue: i32,
    frame: i32,
}

impl SiteScores {
    /// What the lines of a document are taken for, in order.
    pub(super) fn of_all(lines: &[Facts]) -> impl Iterator<Item = Self> + '_ {
        let [residue, frame] = &*EMBEDDED;
        let scores = residue.scores(lines).into_iter().zip(frame.scores(lines));
        lines.iter().zip(scores).map(|(&facts, (residue, frame))| Self { facts, residue, frame })
    }

    /// What was remembered of a line.
    pub(super) fn remembered(scored: &Scored) -> Option<Self> {
        let [residue, frame] = scored.scores;
        Some(Self { facts: (*scored.facts).try_into().ok()?, residue, frame })
    }

    /// What is to be remembered of a line.
    pub(super) fn to_remember(self) -> Scored {
        Scored { facts: self.facts.into(), scores: [self.residue, self.frame] }
    }

    /// The probability that it is residue.
    pub(super) fn residue(&self) -> f64 {
        probability(self.residue)
    }

    /// The probability that it is a part of the frame; residue is.
    pub(super) fn frame(&self) -> f64 {
        probability(self.frame.max(self.residue))
    }

    /// Whether it is a part of the frame, whatever its language.
    pub(super) fn is_certainly_frame(&self) -> bool {
        self.frame >= EMBEDDED[1].certain
    }

    /// What should happen to it. Residue that is only likely goes with the frame, where that goes.
    pub(super) fn verdict(&self, remove: Remove, rules: &Rules) -> Verdict {
        let [residue, _] = &*EMBEDDED;
        let is_likely = self.residue >= residue.likely;
        let goes = match remove {
            Remove::Certain | Remove::Foreign => self.residue >= residue.certain,
            Remove::Likely => is_likely,
            Remove::Nothing => false,
        };
        let is_frame = self.is_certainly_frame();
        let is_said = is_frame && rules.get(Rule::RepeatedLine) != Switch::Off;
        if goes {
            Verdict::Remove(Rule::OffLanguageLine)
        } else if is_likely && !(is_frame && rules.get(Rule::RepeatedLine) == Switch::On) {
            Verdict::Flag(Rule::OffLanguageLine)
        } else if is_said && remove == Remove::Nothing {
            Verdict::Flag(Rule::RepeatedLine)
        } else if is_said {
            Verdict::Remove(Rule::RepeatedLine)
        } else {
            Verdict::Keep
        }
    }

    /// The evidence behind the verdict: for residue, or for the frame where that is what decided.
    pub(super) fn terms(&self, is_frame: bool) -> Terms {
        let forest = &EMBEDDED[usize::from(is_frame)];
        Terms::of(forest, &self.facts, &NAMES)
    }
}

impl Bounds {
    /// The bounds of residue that a site repeats.
    pub fn of_repeated_residue() -> Self {
        Self::of(&EMBEDDED[0])
    }

    /// The bounds of what is a part of a site's frame.
    pub fn of_frame() -> Self {
        Self::of(&EMBEDDED[1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::trees::PER_NAT;

    fn scores() -> Vec<SiteScores> {
        let facts = |value: i16| std::array::from_fn(|at| if at % 5 == 0 { -value } else { value });
        SiteScores::of_all(&[-100, -10, 0, 1, 10, 50, 100].map(facts)).collect()
    }

    #[test]
    fn terms_sum_to_the_score_of_the_question() {
        for scores in scores() {
            for (is_frame, score) in [(false, scores.residue), (true, scores.frame)] {
                let sum = scores.terms(is_frame).sum() * f64::from(PER_NAT);
                assert!((sum - f64::from(score)).abs() < 1e-6, "{sum} {score}");
            }
        }
    }

    #[test]
    fn a_rule_that_is_off_says_nothing_and_nothing_goes_where_nothing_may() {
        let mut off = Rules::default();
        off.set(Rule::RepeatedLine, Switch::Off);
        for scores in scores() {
            for remove in [Remove::Certain, Remove::Likely, Remove::Foreign, Remove::Nothing] {
                let verdict = scores.verdict(remove, &off);
                assert_ne!(verdict.rule(), Some(Rule::RepeatedLine));
            }
            let verdict = scores.verdict(Remove::Nothing, &Rules::default());
            assert!(!matches!(verdict, Verdict::Remove(_)));
        }
    }
}
