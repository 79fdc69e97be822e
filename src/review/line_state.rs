//! A line on its way to a verdict.

use std::ops::Range;
use std::rc::Rc;

use super::judgement::Judgement;
use super::line_features::{LineFeatures, LineReader};
use super::policy::Remove;
use super::scores::Scores;
use super::segment::Segment;
use super::verdict::Verdict;
use crate::classify::Engine;
use crate::decision::Answer;
use crate::finding::Span;
use crate::lang::Lang;
use crate::rule::{Rules, Switch};
use crate::text::Line;

/// What is known of a line so far, and what is left of it.
pub(super) struct LineState<'t> {
    pub(super) segment: Segment<'t>,
    pub(super) line: Line<'t>,
    /// What is left of the line: stretches at its ends may have been cut.
    pub(super) content: &'t str,
    pub(super) features: Rc<LineFeatures<'t>>,
    /// The letters of the line as it came in.
    pub(super) letters: usize,
    pub(super) judgement: Judgement,
    /// What it is taken for, or each of its stretches; nothing of what is plainly at home.
    pub(super) scores: Vec<Scores>,
    pub(super) cuts: Vec<Cut>,
    pub(super) is_removed: bool,
}

/// Beyond this guess a line in the main language is looked at twice: as much as is guessed where nothing
/// speaks for another.
const DOUBTFUL: f64 = -4.0;

/// The same for a line in no language. Of what readers called foreign on real pages, one line in forty lies
/// below.
const HOPELESS: f64 = -12.0;

/// A stretch that goes.
pub(super) struct Cut {
    /// Where it stands on its line, in bytes.
    pub(super) range: Range<usize>,
    pub(super) lang: Lang,
    pub(super) scores: Box<Scores>,
}

impl<'t> LineState<'t> {
    pub(super) fn new(
        segment: Segment<'t>,
        reader: &mut LineReader<'t>,
        engine: &mut dyn Engine,
    ) -> Self {
        let line = segment.line;
        let features = reader.features(line.content, engine);
        Self {
            segment,
            line,
            content: line.content,
            letters: features.letters,
            features,
            judgement: Judgement::neutral(),
            scores: Vec::new(),
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

    /// Whether anything but the main language could be meant, so that the line is worth a second look.
    pub(super) fn is_doubtful(&self) -> bool {
        let judgement = &self.judgement;
        self.features.letters > 0
            && !judgement.is_settled
            && (judgement.stretch.is_some()
                || judgement.guess().nats()
                    > if judgement.lang.is_none() { HOPELESS } else { DOUBTFUL })
    }

    /// Whether anything is left of it.
    pub(super) fn is_inked(&self) -> bool {
        !self.is_removed && !self.content.trim().is_empty()
    }

    /// Takes away what is certain enough; whether anything went.
    pub(super) fn take(&mut self, remove: Remove, rules: &Rules, engine: &mut dyn Engine) -> bool {
        let is_stretch = self.judgement.stretch.is_some();
        let Segment { may_go, may_be_cut, is_ignored, answer, .. } = self.segment;
        let may_go = if is_stretch { may_be_cut } else { may_go };
        if !may_go || self.is_removed || is_ignored || answer.is_some() {
            return false;
        }
        let goes = |scores: &Scores| {
            let verdict = scores.verdict(remove);
            matches!(verdict, Verdict::Remove(rule) if rules.get(rule) == Switch::On)
        };
        if is_stretch {
            return self.cut(goes, engine);
        }
        self.is_removed = self.scores.first().is_some_and(goes);
        self.is_removed
    }

    /// Cuts the stretches, one after the other, up to the first that is not certain enough.
    fn cut(&mut self, goes: impl Fn(&Scores) -> bool, engine: &mut dyn Engine) -> bool {
        let (start, before) = (self.start(), self.cuts.len());
        let mut left = 0..self.content.len();
        for (stretch, scores) in self.judgement.stretches().zip(&self.scores) {
            let (range, features) = stretch;
            let Some(lang) = features.rival.filter(|_| goes(scores)) else { break };
            let scores = Box::new(*scores);
            self.cuts.push(Cut { range: start + range.start..start + range.end, lang, scores });
            left = if range.start == left.start {
                range.end..left.end
            } else {
                left.start..range.start
            };
        }
        let is_cut = self.cuts.len() > before;
        if is_cut {
            self.content = &self.content[left];
            self.features = Rc::new(LineFeatures::new(self.content, engine));
        }
        is_cut
    }
}
