//! From facts to verdicts: three forests, fitted on many real pages (`docs/verdicts.md`).
//!
//! One asks of a line whether it is *residue*: foreign, and no content. One asks whether it is *foreign*
//! at all: residue, or the author's own quotation, title or passage. The third asks of a stretch whether
//! it is residue. From which scores an answer is likely or certain is read off pages of sites that the
//! trees had not seen, and stands in the file.

use std::sync::LazyLock;

use super::facts::{COUNT, Facts, LEAVES_SENTENCE, NAMES};
use super::policy::Remove;
use super::term::{Term, Terms};
use super::verdict::Verdict;
use crate::model::trees::{Forest, forests, probability};
use crate::rule::Rule;

/// The file that the crate carries, read in place.
static EMBEDDED: LazyLock<[Forest<'static>; 3]> = LazyLock::new(|| {
    forests(include_bytes!("verdicts.bin"), COUNT).expect("a test reads the very bytes")
});

/// The place of the fact that lets a stretch be cut.
static CUT_AT: LazyLock<Option<usize>> =
    LazyLock::new(|| NAMES.iter().position(|&(name, _)| name == LEAVES_SENTENCE));

/// What a line, or its stretch, is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scores {
    facts: Facts,
    is_stretch: bool,
    residue: i32,
    foreign: i32,
    /// What its site said against residue.
    alone: i32,
}

impl Scores {
    /// What lines of one document, or stretches, are taken for.
    pub(super) fn of_all(all: &[Facts], is_stretch: bool) -> impl Iterator<Item = Self> {
        let [lines, foreign, stretches] = &*EMBEDDED;
        let [residue, foreign] = if is_stretch {
            let residue = stretches.scores(all);
            [residue.clone(), residue]
        } else {
            [lines.scores(all), foreign.scores(all)]
        };
        let scores = all.iter().zip(residue).zip(foreign);
        scores.map(move |((&facts, residue), foreign)| Self {
            facts,
            is_stretch,
            residue,
            foreign,
            alone: 0,
        })
    }

    /// The same with what its site says against residue.
    pub(super) fn alone(self, alone: i32) -> Self {
        Self { residue: self.residue - alone, alone, ..self }
    }

    /// The probability that it is residue.
    pub(super) fn residue(&self) -> f64 {
        probability(self.residue)
    }

    /// The probability that it is foreign; residue is.
    pub(super) fn foreign(&self) -> f64 {
        probability(self.foreign.max(self.residue))
    }

    fn residue_forest(&self) -> &'static Forest<'static> {
        let [lines, _, stretches] = &*EMBEDDED;
        if self.is_stretch { stretches } else { lines }
    }

    fn is_likely_residue(&self) -> bool {
        self.residue >= self.residue_forest().likely
    }

    /// Whether the text makes sense without it: a foreign word at the end of an unfinished sentence is a part
    /// of what its author wrote.
    fn can_be_spared(&self) -> bool {
        !self.is_stretch || CUT_AT.is_some_and(|at| self.facts[at] > 0)
    }

    /// What should happen to it.
    pub(super) fn verdict(&self, remove: Remove) -> Verdict {
        let [_, foreign, _] = &*EMBEDDED;
        let is_certain_residue =
            self.can_be_spared() && self.residue >= self.residue_forest().certain;
        let is_certainly_foreign = !self.is_stretch && self.foreign >= foreign.certain;
        let goes = match remove {
            Remove::Certain => is_certain_residue,
            Remove::Likely => self.is_likely_residue(),
            Remove::Foreign => is_certain_residue || is_certainly_foreign,
            Remove::Nothing => false,
        };
        if goes {
            Verdict::Remove(self.rule())
        } else if self.is_likely_residue() || !self.is_stretch && self.foreign >= foreign.likely {
            Verdict::Flag(self.rule())
        } else {
            Verdict::Keep
        }
    }

    /// The rule that it would break: what is foreign and rather no residue is the author's own.
    pub(super) fn rule(&self) -> Rule {
        if self.is_stretch {
            Rule::OffLanguageSpan
        } else if self.asks_residue() {
            Rule::OffLanguageLine
        } else {
            Rule::OffLanguagePassage
        }
    }

    /// Whether it is residue is the question that decided, not whether it is foreign.
    pub(super) fn asks_residue(&self) -> bool {
        let [_, foreign, _] = &*EMBEDDED;
        let is_foreign = self.foreign >= foreign.likely;
        self.is_stretch || self.residue >= 0 || !is_foreign && self.is_likely_residue()
    }

    /// The evidence behind the question that decided: residue, where that is likely, or else foreign.
    pub(super) fn terms(&self) -> Terms {
        let [_, foreign, _] = &*EMBEDDED;
        if self.asks_residue() {
            let terms = Terms::of(self.residue_forest(), &self.facts, &NAMES);
            return terms.plus(Term::Site, -self.alone);
        }
        Terms::of(foreign, &self.facts, &NAMES)
    }
}

/// From which probability on a line is flagged and removed as residue, and flagged and removed as foreign.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// From here on at least 60 of 100 such verdicts are right.
    pub likely: f64,
    /// From here on at least 97 of 100 are; of what is foreign, 95.
    pub certain: f64,
}

impl Bounds {
    pub(super) fn of(forest: &Forest<'_>) -> Self {
        Self { likely: probability(forest.likely), certain: probability(forest.certain) }
    }

    /// The bounds of residue that is a line of its own.
    pub fn of_residue() -> Self {
        Self::of(&EMBEDDED[0])
    }

    /// The bounds of what is foreign, residue or not.
    pub fn of_foreign() -> Self {
        Self::of(&EMBEDDED[1])
    }

    /// The bounds of residue that is glued to a line.
    pub fn of_stretches() -> Self {
        Self::of(&EMBEDDED[2])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::trees::PER_NAT;

    fn scores(is_stretch: bool) -> impl Iterator<Item = Scores> {
        let facts = |value: i16| std::array::from_fn(|at| if at % 7 == 0 { -value } else { value });
        let all = [-100, 0, 1, 50, 100].map(facts);
        Scores::of_all(&all, is_stretch).collect::<Vec<_>>().into_iter()
    }

    #[test]
    fn terms_sum_to_the_score_of_the_question() {
        for scores in scores(false).chain(scores(true)) {
            let score = if scores.asks_residue() { scores.residue } else { scores.foreign };
            let sum = scores.terms().sum() * f64::from(PER_NAT);
            assert!((sum - f64::from(score)).abs() < 1e-6, "{sum} {score}");
        }
    }

    #[test]
    fn what_is_certain_is_likely() {
        for bounds in [Bounds::of_residue(), Bounds::of_foreign(), Bounds::of_stretches()] {
            assert!(0.0 < bounds.likely && bounds.likely <= bounds.certain && bounds.certain < 1.0);
        }
    }

    #[test]
    fn who_removes_more_keeps_nothing_that_others_remove() {
        for scores in scores(false).chain(scores(true)) {
            let goes = |remove| matches!(scores.verdict(remove), Verdict::Remove(_));
            assert!(!goes(Remove::Nothing));
            assert!(!goes(Remove::Certain) || goes(Remove::Likely) && goes(Remove::Foreign));
        }
    }
}
