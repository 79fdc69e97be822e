//! A line on its way to a verdict.

use std::ops::Range;

use super::judgement::Judgement;
use super::line_features::LineFeatures;
use super::segment::Segment;
use super::term::Terms;
use super::weights::weigh;
use crate::classify::Engine;
use crate::decision::Answer;
use crate::finding::Span;
use crate::lang::Lang;
use crate::rule::{Rule, Rules, Switch};
use crate::text::Line;

/// What is known of a line so far, and what is left of it.
pub(super) struct LineState<'t> {
    pub(super) segment: Segment<'t>,
    pub(super) line: Line<'t>,
    /// What is left of the line: stretches at its ends may have been cut.
    pub(super) content: &'t str,
    pub(super) features: LineFeatures<'t>,
    /// The letters of the line as it came in.
    pub(super) letters: usize,
    pub(super) judgement: Judgement,
    pub(super) cuts: Vec<Cut>,
    pub(super) is_removed: bool,
}

/// A stretch that goes.
pub(super) struct Cut {
    /// Where it stands on its line, in bytes.
    pub(super) range: Range<usize>,
    pub(super) lang: Lang,
    pub(super) terms: Terms,
}

impl<'t> LineState<'t> {
    pub(super) fn new(segment: Segment<'t>, engine: &mut dyn Engine) -> Self {
        let line = segment.line;
        let features = LineFeatures::new(line.content, engine);
        Self {
            segment,
            line,
            content: line.content,
            letters: features.letters,
            features,
            judgement: Judgement::neutral(),
            cuts: Vec::new(),
            is_removed: segment.answer == Some(Answer::Remove) && segment.may_go,
        }
    }

    /// Where what is left begins on the line, in bytes.
    pub(super) fn start(&self) -> usize {
        self.content.as_ptr() as usize - self.line.content.as_ptr() as usize
    }

    /// Whether what is foreign in it can go: the whole, or these stretches.
    pub(super) fn may_lose(&self, spans: &[Span]) -> bool {
        if spans.is_empty() { self.segment.may_go } else { self.segment.may_be_cut }
    }

    /// Whether anything is left of it.
    pub(super) fn is_inked(&self) -> bool {
        !self.is_removed && !self.content.trim().is_empty()
    }

    /// Takes away what the judgement says, if it is certain enough; whether anything went.
    pub(super) fn take(&mut self, bound: f64, rules: &Rules, engine: &mut dyn Engine) -> bool {
        let is_stretch = self.judgement.stretch.is_some();
        let rule = if is_stretch { Rule::OffLanguageSpan } else { Rule::OffLanguageLine };
        let Segment { may_go, may_be_cut, is_ignored, answer, .. } = self.segment;
        let may_go = if is_stretch { may_be_cut } else { may_go };
        let may_go = may_go
            && !self.is_removed
            && !is_ignored
            && answer.is_none()
            && rules.get(rule) == Switch::On;
        if !may_go || self.judgement.is_settled {
            return false;
        }
        if is_stretch {
            return self.cut(bound, engine);
        }
        self.is_removed = self.judgement.is_foreign(bound);
        self.is_removed
    }

    /// Cuts the stretches, one after the other, up to the first that is not certain enough.
    fn cut(&mut self, bound: f64, engine: &mut dyn Engine) -> bool {
        let judgement = &mut self.judgement;
        let further = std::mem::take(&mut judgement.further);
        let first = judgement.stretch.clone().map(|range| (range, judgement.features.clone()));
        let stretches = first.into_iter().chain(further.into_iter().map(|s| (s.range, s.features)));
        let (start, before) = (self.start(), self.cuts.len());
        let mut left = 0..self.content.len();
        for (range, features) in stretches {
            let terms = weigh(&features);
            let Some(lang) = features.rival.filter(|_| terms.probability() >= bound) else { break };
            self.cuts.push(Cut { range: start + range.start..start + range.end, lang, terms });
            left = if range.start == left.start {
                range.end..left.end
            } else {
                left.start..range.start
            };
        }
        let is_cut = self.cuts.len() > before;
        if is_cut {
            self.content = &self.content[left];
            self.features = LineFeatures::new(self.content, engine);
        }
        is_cut
    }
}
