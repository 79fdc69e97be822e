//! A line on its way to a verdict.

use std::ops::Range;
use std::rc::Rc;

use super::judgement::Judgement;
use super::line_features::{LineFeatures, LineReader};
use super::policy::Remove;
use super::scores::Scores;
use super::scripts::letters;
use super::segment::Segment;
use super::site_scores::{Repeated, SiteScores};
use super::verdict::Verdict;
use crate::classify::{Engine, words};
use crate::decision::Answer;
use crate::finding::Span;
use crate::lang::Lang;
use crate::rule::{Rules, Switch};

/// What is known of a line so far, and what is left of it. A document can be millions of lines of a letter
/// each, so what most lines do not have stands elsewhere, and lines that say the same share what is thought
/// of them.
pub(super) struct LineState<'t> {
    pub(super) segment: Segment<'t>,
    /// The features of what is left of the line.
    pub(super) features: Rc<LineFeatures<'t>>,
    pub(super) judgement: Rc<Judgement>,
    /// What it is taken for; nothing of what is plainly at home.
    doubt: Option<Box<Doubt>>,
    pub(super) is_removed: bool,
    /// Whether it is held back for the sake of a line that its sentence goes on in.
    pub(super) is_held: bool,
    /// How its site repeats it, if it does.
    pub(super) repeated: Option<Box<Repeated>>,
}

/// What a line is taken for that is not plainly at home, and what it lost.
#[derive(Default)]
struct Doubt {
    /// What the line is taken for, or each of its stretches.
    scores: Vec<Scores>,
    cuts: Vec<Cut>,
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
    /// A line before it is judged.
    pub(super) fn new(
        segment: Segment<'t>,
        reader: &mut LineReader<'t>,
        neutral: &Rc<Judgement>,
        engine: &mut dyn Engine,
    ) -> Self {
        let features = reader.features(segment.line.content, engine);
        Self {
            segment,
            features,
            judgement: neutral.clone(),
            doubt: None,
            is_removed: segment.answer == Some(Answer::Remove) && segment.may_go,
            is_held: false,
            repeated: None,
        }
    }

    /// What is left of the line: stretches at its ends may have been cut.
    pub(super) fn content(&self) -> &'t str {
        self.features.line
    }

    /// The letters of the line as it came in.
    pub(super) fn letters(&self) -> usize {
        match self.cuts() {
            [] => self.features.letters,
            _ => letters(&words(self.segment.line.content)),
        }
    }

    /// Where what is left begins on the line, in bytes.
    pub(super) fn start(&self) -> usize {
        self.left().start
    }

    /// Where what is left stands on the line, in bytes.
    fn left(&self) -> Range<usize> {
        let whole = 0..self.segment.line.content.len();
        self.cuts().iter().fold(whole, |left, Cut { range: cut, .. }| {
            if cut.start == left.start { cut.end..left.end } else { left.start..cut.start }
        })
    }

    /// The stretches that went, in the order in which they did.
    pub(super) fn cuts(&self) -> &[Cut] {
        self.doubt.as_ref().map_or(&[], |doubt| &doubt.cuts)
    }

    fn scores(&self) -> &[Scores] {
        self.doubt.as_ref().map_or(&[], |doubt| &doubt.scores)
    }

    /// What is said of the line in the end: what its first stretch went for, or else what is left of it.
    pub(super) fn said(&self) -> Option<&Scores> {
        let cut = self.cuts().first().filter(|_| !self.is_removed).map(|cut| &*cut.scores);
        cut.or_else(|| self.scores().first())
    }

    /// Takes it for plainly at home.
    pub(super) fn take_for_nothing(&mut self) {
        if let Some(doubt) = &mut self.doubt {
            doubt.scores.clear();
        }
    }

    /// Takes it for something, or the next of its stretches.
    pub(super) fn take_for(&mut self, scores: Scores) {
        let all = &mut self.doubt.get_or_insert_default().scores;
        all.reserve_exact(1);
        all.push(scores);
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
                || judgement.weighed.nats()
                    > if judgement.lang.is_none() { HOPELESS } else { DOUBTFUL })
    }

    /// What it is taken for as a repeated line.
    pub(super) fn site_scores(&self) -> Option<SiteScores> {
        self.repeated.as_ref()?.scores
    }

    /// What should happen to it, by what is known so far.
    pub(super) fn verdict(&self, remove: Remove, rules: &Rules) -> Verdict {
        match self.own_verdict(remove, rules) {
            Verdict::Remove(rule) if self.is_held => Verdict::Flag(rule),
            verdict => verdict,
        }
    }

    /// The same if nothing is held back: a repeated line is judged as one, and what is certainly foreign
    /// goes besides where all of that goes.
    fn own_verdict(&self, remove: Remove, rules: &Rules) -> Verdict {
        let by_site = self.site_scores().map(|scores| scores.verdict(remove, rules));
        by_site.filter(|_| !self.goes_besides(remove, rules)).unwrap_or(self.by_document(remove))
    }

    /// Whether it goes by its document alone, whatever its site says.
    pub(super) fn goes_besides(&self, remove: Remove, rules: &Rules) -> bool {
        let goes = |verdict: Verdict| match verdict {
            Verdict::Remove(rule) => rules.get(rule) == Switch::On,
            Verdict::Keep | Verdict::Flag(_) => false,
        };
        let stays = |scores: SiteScores| !goes(scores.verdict(remove, rules));
        self.site_scores().is_some_and(stays) && goes(self.by_document(remove))
    }

    fn by_document(&self, remove: Remove) -> Verdict {
        self.scores().first().map_or(Verdict::Keep, |scores| scores.verdict(remove))
    }

    /// Whether anything is left of it.
    pub(super) fn is_inked(&self) -> bool {
        !self.is_removed && !self.content().trim().is_empty()
    }

    /// Whether the whole of it would go.
    pub(super) fn goes(&self, remove: Remove, rules: &Rules) -> bool {
        let verdict = self.verdict(remove, rules);
        self.segment.may_go
            && self.is_open()
            && self.judgement.stretch.is_none()
            && matches!(verdict, Verdict::Remove(rule) if rules.get(rule) == Switch::On)
    }

    /// Whether the evidence decides what becomes of it.
    fn is_open(&self) -> bool {
        !self.is_removed && !self.segment.is_ignored && self.segment.answer.is_none()
    }

    /// Takes away what is certain enough; whether anything went.
    pub(super) fn take(&mut self, remove: Remove, rules: &Rules, engine: &mut dyn Engine) -> bool {
        if self.judgement.stretch.is_none() {
            let goes = self.goes(remove, rules);
            self.is_removed |= goes;
            return goes;
        }
        let goes = |scores: &Scores| {
            let verdict = scores.verdict(remove);
            matches!(verdict, Verdict::Remove(rule) if rules.get(rule) == Switch::On)
        };
        self.segment.may_be_cut && self.is_open() && self.cut(goes, engine)
    }

    /// Cuts the stretches, one after the other, up to the first that is not certain enough.
    fn cut(&mut self, goes: impl Fn(&Scores) -> bool, engine: &mut dyn Engine) -> bool {
        let start = self.start();
        let Some(doubt) = &mut self.doubt else { return false };
        let before = doubt.cuts.len();
        for (stretch, scores) in self.judgement.stretches().zip(&doubt.scores) {
            let (range, features) = stretch;
            let Some(lang) = features.rival.filter(|_| goes(scores)) else { break };
            let scores = Box::new(*scores);
            doubt.cuts.push(Cut { range: start + range.start..start + range.end, lang, scores });
        }
        let is_cut = doubt.cuts.len() > before;
        if is_cut {
            let left = &self.segment.line.content[self.left()];
            self.features = Rc::new(LineFeatures::new(left, engine));
        }
        is_cut
    }
}
