//! A line on its way to a verdict.

use std::ops::Range;

use super::judgement::Judgement;
use super::line_features::LineFeatures;
use super::segment::Segment;
use super::term::Terms;
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
        Self {
            segment,
            line,
            content: line.content,
            features: LineFeatures::new(line.content, engine),
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
        let stretch = self.judgement.stretch.clone().zip(self.judgement.rival());
        let rule = if stretch.is_none() { Rule::OffLanguageLine } else { Rule::OffLanguageSpan };
        let Segment { may_go, may_be_cut, is_ignored, answer, .. } = self.segment;
        let may_go = if stretch.is_none() { may_go } else { may_be_cut };
        let may_go = may_go
            && !self.is_removed
            && !is_ignored
            && answer.is_none()
            && rules.get(rule) == Switch::On;
        if !may_go || self.judgement.is_settled {
            return false;
        }
        let terms = self.judgement.terms();
        if terms.probability() < bound {
            return false;
        }
        let Some((stretch, lang)) = stretch else {
            self.is_removed = true;
            return true;
        };
        let start = self.start();
        self.cuts.push(Cut { range: start + stretch.start..start + stretch.end, lang, terms });
        let is_head = stretch.start == 0;
        self.content =
            if is_head { &self.content[stretch.end..] } else { &self.content[..stretch.start] };
        self.features = LineFeatures::new(self.content, engine);
        true
    }
}
