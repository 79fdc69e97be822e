//! The fixpoint: the lines of a document, judged until no more of them go.
//!
//! What goes is no part of the document, so the lines that stay are judged once more without it. In
//! the end each of them was kept in a document of kept lines alone: cleaning a cleaned text changes
//! nothing. Most documents lose nothing and are judged once.

use super::Policy;
use super::company::add_company;
use super::context::Context;
use super::facts::Surroundings;
use super::judge::judge;
use super::line_state::LineState;
use super::verdicts::Scores;
use crate::classify::Engine;
use crate::decision::{Answer, Answers};
use crate::model::linear::Wording;
use crate::text::Line;

/// Judges the lines of a document. A line that a person removes was never part of it, and one that a
/// person keeps is. The context is that of the lines that stay; the share is that of the main language
/// before any of them went.
pub(super) fn fixpoint<'t>(
    lines: impl Iterator<Item = Line<'t>>,
    policy: &Policy,
    answers: &Answers,
    engine: &mut dyn Engine,
) -> (Context<'t>, f64, Vec<LineState<'t>>) {
    let answered = lines.map(|line| (line, answers.line(line.number.get())));
    let mut states: Vec<_> =
        answered.map(|(line, answer)| LineState::new(line, answer, engine)).collect();
    let mut settled_in = Default::default();
    let mut share = None;
    loop {
        let kept = states.iter().filter(|state| !state.is_removed).map(|state| &state.features);
        let context = Context::new(kept, &policy.expected, &policy.also);
        let share = *share.get_or_insert(context.support);
        let last = states.iter().rposition(LineState::is_inked);
        let frame = (context.main, context.scripts);
        let is_open = |state: &LineState<'_>| {
            !state.is_removed && (!state.judgement.is_settled || settled_in != frame)
        };
        for (index, state) in states.iter_mut().enumerate().filter(|(_, state)| is_open(state)) {
            let (features, is_last) = (&state.features, Some(index) == last);
            state.judgement = judge(features, state.content, is_last, &context, engine);
        }
        settled_in = frame;
        add_company(&mut states);
        score(&mut states, &context);
        let taken = states
            .iter_mut()
            .filter_map(|state| state.take(policy.remove, &policy.rules, engine).then_some(()));
        if taken.count() == 0 {
            judge_removed_by_people(&mut states, &context, engine);
            return (context, share, states);
        }
    }
}

/// Says what the doubtful lines are taken for.
fn score(states: &mut [LineState<'_>], context: &Context<'_>) {
    let surroundings = Surroundings::new(states, context);
    let doubtful = surroundings.doubtful().map(|(place, index)| {
        let state = &states[index];
        let facts = surroundings.facts(place, Wording::of(surroundings.text(index)));
        (index, Box::new(Scores::new(facts, state.judgement.stretch.is_some())))
    });
    let scores: Vec<_> = doubtful.collect();
    // What went keeps the scores that it went for.
    for state in states.iter_mut().filter(|state| state.is_inked()) {
        state.scores = None;
    }
    for (index, scores) in scores {
        states[index].scores = Some(scores);
    }
}

/// Judges the lines of a document once, as they stand.
pub(super) fn look<'t>(
    lines: impl Iterator<Item = Line<'t>>,
    policy: &Policy,
    engine: &mut dyn Engine,
) -> (Context<'t>, Vec<LineState<'t>>) {
    let mut states: Vec<_> = lines.map(|line| LineState::new(line, None, engine)).collect();
    let features = states.iter().map(|state| &state.features);
    let context = Context::new(features, &policy.expected, &policy.also);
    let last = states.iter().rposition(LineState::is_inked);
    for (index, state) in states.iter_mut().enumerate() {
        let (features, is_last) = (&state.features, Some(index) == last);
        state.judgement = judge(features, state.content, is_last, &context, engine);
    }
    add_company(&mut states);
    (context, states)
}

/// Says what language the lines are in that people removed, which were not judged so far.
fn judge_removed_by_people(
    states: &mut [LineState<'_>],
    context: &Context<'_>,
    engine: &mut dyn Engine,
) {
    for state in states.iter_mut().filter(|state| state.answer == Some(Answer::Remove)) {
        state.judgement = judge(&state.features, state.content, false, context, engine);
    }
}
