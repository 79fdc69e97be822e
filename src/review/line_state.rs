//! A line on its way to a verdict.

use std::ops::Range;

use super::judgement::Judgement;
use super::line_features::LineFeatures;
use super::verdicts::Scores;
use super::{Remove, Verdict};
use crate::classify::Engine;
use crate::decision::Answer;
use crate::lang::Lang;
use crate::rule::{Rules, Switch};
use crate::text::Line;

/// What is known of a line so far, and what is left of it.
pub(super) struct LineState<'t> {
    pub(super) line: Line<'t>,
    /// What is left of the line: stretches at its ends may have been cut.
    pub(super) content: &'t str,
    pub(super) features: LineFeatures<'t>,
    pub(super) judgement: Judgement,
    /// What it is taken for; nothing of what is plainly at home.
    pub(super) scores: Option<Box<Scores>>,
    pub(super) cuts: Vec<Cut>,
    pub(super) is_removed: bool,
    /// What a person answered about the line.
    pub(super) answer: Option<Answer>,
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
    pub(super) fn new(line: Line<'t>, answer: Option<Answer>, engine: &mut dyn Engine) -> Self {
        Self {
            line,
            content: line.content,
            features: LineFeatures::new(line.content, engine),
            judgement: Judgement::neutral(),
            scores: None,
            cuts: Vec::new(),
            is_removed: answer == Some(Answer::Remove),
            answer,
        }
    }

    /// Where what is left begins on the line, in bytes.
    pub(super) fn start(&self) -> usize {
        self.content.as_ptr() as usize - self.line.content.as_ptr() as usize
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
        let Some(scores) = &self.scores else { return false };
        let Verdict::Remove(rule) = scores.verdict(remove) else { return false };
        if self.is_removed || self.answer.is_some() || rules.get(rule) != Switch::On {
            return false;
        }
        let stretch = self.judgement.stretch.clone().zip(self.judgement.rival());
        let Some((stretch, lang)) = stretch else {
            self.is_removed = true;
            return true;
        };
        let start = self.start();
        let range = start + stretch.start..start + stretch.end;
        self.cuts.push(Cut { range, lang, scores: scores.clone() });
        let is_head = stretch.start == 0;
        self.content =
            if is_head { &self.content[stretch.end..] } else { &self.content[..stretch.start] };
        self.features = LineFeatures::new(self.content, engine);
        true
    }
}
