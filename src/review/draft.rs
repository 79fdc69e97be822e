//! From readings to settled judgements: the lines of a document, judged until no more of them go.
//!
//! What goes is no part of the document, so the lines that stay are judged once more without it. In
//! the end each of them was kept in a document of kept lines alone: cleaning a cleaned text changes
//! nothing. Most documents lose nothing and are judged once.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::context::{Context, Reading};
use super::judge::Judgement;
use super::term::{Term, Terms};
use super::{Policy, removal_bound};
use crate::classify::Engine;
use crate::decision::{Answer, Answers};
use crate::lang::Lang;
use crate::rule::{Rule, Rules, Switch};
use crate::text::Line;

/// A line on its way to a verdict.
pub(super) struct Draft<'t> {
    pub(super) line: Line<'t>,
    /// What is left of the line: stretches at its ends may have been cut.
    pub(super) content: &'t str,
    pub(super) reading: Reading<'t>,
    pub(super) judgement: Judgement,
    pub(super) cuts: Vec<Cut>,
    pub(super) is_removed: bool,
    /// What a person answered about the line.
    answer: Option<Answer>,
}

/// A stretch that goes.
pub(super) struct Cut {
    /// Where it stands on its line, in bytes.
    pub(super) range: Range<usize>,
    pub(super) lang: Lang,
    pub(super) terms: Terms,
}

impl<'t> Draft<'t> {
    fn new(line: Line<'t>, answer: Option<Answer>, engine: &mut dyn Engine) -> Self {
        let reading = Reading::new(line.content, engine);
        let judgement = Judgement::neutral();
        Self {
            line,
            content: line.content,
            reading,
            judgement,
            cuts: Vec::new(),
            is_removed: answer == Some(Answer::Remove),
            answer,
        }
    }

    /// Where what is left begins on the line, in bytes.
    pub(super) fn start(&self) -> usize {
        self.content.as_ptr() as usize - self.line.content.as_ptr() as usize
    }

    fn is_inked(&self) -> bool {
        !self.is_removed && !self.content.trim().is_empty()
    }

    /// Takes away what the judgement says, if it is certain enough; whether anything went.
    fn take(&mut self, bound: f64, rules: &Rules, engine: &mut dyn Engine) -> bool {
        let is_whole = self.judgement.stretch.is_none() || self.judgement.rival.is_none();
        let rule = if is_whole { Rule::OffLanguageLine } else { Rule::OffLanguageSpan };
        let may_go = !self.is_removed && self.answer.is_none() && rules.get(rule) == Switch::On;
        if !may_go || self.judgement.terms.probability() < bound {
            return false;
        }
        let stretch = self.judgement.stretch.clone().zip(self.judgement.rival);
        let Some((stretch, lang)) = stretch else {
            self.is_removed = true;
            return true;
        };
        let start = self.start();
        let range = start + stretch.start..start + stretch.end;
        self.cuts.push(Cut { range, lang, terms: self.judgement.terms });
        let is_head = stretch.start == 0;
        self.content =
            if is_head { &self.content[stretch.end..] } else { &self.content[..stretch.start] };
        self.reading = Reading::new(self.content, engine);
        true
    }
}

/// Judges the lines of a document. A line that a person removes was never part of it, and one that a
/// person keeps is. The context is that of the lines that stay; the share is that of the main language
/// before any of them went.
pub(super) fn settle<'t>(
    lines: impl Iterator<Item = Line<'t>>,
    policy: &Policy,
    answers: &Answers,
    engine: &mut dyn Engine,
) -> (Context<'t>, f64, Vec<Draft<'t>>) {
    let bound = removal_bound(policy.remove);
    let answered = lines.map(|line| (line, answers.line(line.number.get())));
    let mut drafts: Vec<_> =
        answered.map(|(line, answer)| Draft::new(line, answer, engine)).collect();
    let mut settled_in = Default::default();
    let mut share = None;
    loop {
        let kept = drafts.iter().filter(|draft| !draft.is_removed).map(|draft| &draft.reading);
        let context = Context::new(kept, &policy.expected, &policy.also);
        let share = *share.get_or_insert(context.share);
        let last = drafts.iter().rposition(Draft::is_inked);
        let frame = (context.main, context.scripts);
        let is_open = |draft: &Draft<'_>| {
            !draft.is_removed && (!draft.judgement.is_settled || settled_in != frame)
        };
        for (index, draft) in drafts.iter_mut().enumerate().filter(|(_, draft)| is_open(draft)) {
            let (reading, is_last) = (&draft.reading, Some(index) == last);
            draft.judgement = Judgement::new(reading, draft.content, is_last, &context, engine);
        }
        settled_in = frame;
        add_company(&mut drafts);
        let taken = drafts
            .iter_mut()
            .filter_map(|draft| draft.take(bound, &policy.rules, engine).then_some(()));
        if taken.count() == 0 {
            judge_removed_by_people(&mut drafts, &context, engine);
            return (context, share, drafts);
        }
    }
}

/// Says what language the lines are in that people removed, which were not judged so far.
fn judge_removed_by_people(
    drafts: &mut [Draft<'_>],
    context: &Context<'_>,
    engine: &mut dyn Engine,
) {
    for draft in drafts.iter_mut().filter(|draft| draft.answer == Some(Answer::Remove)) {
        draft.judgement = Judgement::new(&draft.reading, draft.content, false, context, engine);
    }
}

/// What another line of the same foreign language adds, and how much all of them can add.
const COMPANION: f64 = 0.9;
const MAX_COMPANY: f64 = 3.0;

/// What a foreign line right before or after it adds.
const NEIGHBOUR: f64 = 1.0;

/// How much of what it pays for quotation marks is left to a line beside a foreign one: a passage of
/// several lines quotes for itself.
const QUOTED_IN_PASSAGE: f64 = 0.5;

/// Lets foreign lines of one language support each other. Only lines that are likely foreign by
/// themselves lend support, so that doubts do not add up to a certainty.
///
/// A line that stands there many times is one companion.
///
/// Neighbours are counted in the document as it is and as it will be, and the larger number counts:
/// taking lines away must not give the others a neighbour that they did not have.
fn add_company(drafts: &mut [Draft<'_>]) {
    let is_line = |draft: &Draft<'_>| !draft.line.is_blank();
    let speakers = |drafts: &[Draft<'_>], is_there: &dyn Fn(&Draft<'_>) -> bool| {
        let there = (0..drafts.len()).filter(|&index| is_there(&drafts[index]));
        there.map(|index| (index, speaks_for(&drafts[index]))).collect::<Vec<_>>()
    };
    let all = speakers(drafts, &is_line);
    let kept = speakers(drafts, &|draft| is_line(draft) && draft.is_inked());
    let mut count: BTreeMap<Lang, HashSet<&str>> = BTreeMap::new();
    for &(index, speaker) in &all {
        if let Some(lang) = speaker {
            count.entry(lang).or_default().insert(drafts[index].content);
        }
    }
    let count: BTreeMap<_, _> =
        count.into_iter().map(|(lang, lines)| (lang, lines.len())).collect();
    let mut near = vec![0; drafts.len()];
    for row in [&all, &kept] {
        for (place, &(index, _)) in row.iter().enumerate() {
            near[index] = near[index].max(neighbours(row, place, drafts[index].judgement.rival));
        }
    }
    for (index, speaker) in all {
        let Some(rival) = drafts[index].judgement.rival else { continue };
        let own = usize::from(speaker == Some(rival));
        let others = count.get(&rival).copied().unwrap_or(0) - own;
        let terms = &mut drafts[index].judgement.terms;
        terms.set(Term::Company, (others as f64 * COMPANION).min(MAX_COMPANY));
        terms.set(Term::Neighbours, near[index] as f64 * NEIGHBOUR);
        if near[index] > 0 {
            terms.set(Term::Quotation, QUOTED_IN_PASSAGE * terms.get(Term::Quotation));
        }
    }
}

/// The language that a line lends its support to.
fn speaks_for(draft: &Draft<'_>) -> Option<Lang> {
    draft.judgement.rival.filter(|_| draft.judgement.is_likely_foreign())
}

/// How many of the two lines around a place speak for a language.
fn neighbours(row: &[(usize, Option<Lang>)], place: usize, rival: Option<Lang>) -> usize {
    let around = [place.checked_sub(1), place.checked_add(1)];
    let speakers = around.into_iter().flatten().filter_map(|at| row.get(at));
    speakers.filter(|&&(_, lang)| lang.is_some() && lang == rival).count()
}
