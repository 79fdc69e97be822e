//! The fixpoint: the lines of a document, judged until no more of them go.
//!
//! What goes is no part of the document, so the lines that stay are judged once more without it. In
//! the end each of them was kept in a document of kept lines alone: cleaning a cleaned text changes
//! nothing. Most documents lose nothing and are judged once.

use std::rc::Rc;

use foldhash::{HashMap, HashMapExt};

use super::company::add_company;
use super::context::Context;
use super::held::hold_back;
use super::judge::judge;
use super::judgement::Judgement;
use super::line_features::{LineFeatures, LineReader};
use super::line_state::LineState;
use super::policy::Policy;
use super::repeated::{OnSite, alone, repeats_own};
use super::scores::Scores;
use super::segment::Segment;
use super::shape;
use super::site_scores::{Repeated, SiteScores};
use super::surroundings::{Surroundings, Wordings};
use crate::classify::Engine;
use crate::decision::Answer;
use crate::lang::Lang;
use crate::model::linear::Depth;
use crate::sites::{Site, SiteKeys};

/// After so many rounds what goes is known: real documents need five at most, and each round costs as much
/// as the document is long.
const MAX_ROUNDS: usize = 16;

/// Judges the lines of a document. A line that a person removes was never part of it, and one that a
/// person keeps is. The main language is that of the lines that stay; its support is that before any of them
/// went.
pub(super) fn fixpoint<'t>(
    segments: impl ExactSizeIterator<Item = Segment<'t>>,
    declared: Option<Lang>,
    policy: &Policy,
    site: Option<&Site<'_>>,
    engine: &mut dyn Engine,
) -> (Option<Lang>, f64, Vec<LineState<'t>>) {
    let mut states = states(segments, engine);
    // Strangers in a folder repeat lines by chance; only a language can be theirs together.
    let template = site.filter(|site| site.has_template());
    if let Some(site) = template {
        look_up(&mut states, site);
    }
    let expected = expected(&states, declared, policy, site);
    let mut settled_in = Default::default();
    let mut wordings = Wordings::new();
    let mut support = None;
    let mut round = 0;
    let mut scored_in = None;
    // What goes by what the site says goes first, since no document has to be judged for that.
    let mut goes_by_site = template.is_some();
    loop {
        round += 1;
        let context = Context::new(heard(&states), &expected, &policy.also);
        let support = *support.get_or_insert(context.support);
        let frame = (context.main, context.scripts);
        let is_open = |state: &LineState<'_>| {
            !state.is_removed && (!state.judgement.is_settled || settled_in != frame)
        };
        judge_open(&mut states, is_open, &context, engine);
        settled_in = frame;
        add_company(&mut states);
        if let Some(site) = template {
            let is_new = scored_in != Some(context.main);
            score_repeated(&mut states, context.main, is_new, site, engine);
            scored_in = Some(context.main);
            goes_by_site = goes_by_site && take(&mut states, policy, engine);
            if goes_by_site && round < MAX_ROUNDS {
                continue;
            }
        }
        score(&mut states, &context, template, &mut wordings, engine);
        if !take(&mut states, policy, engine) || round == MAX_ROUNDS {
            judge_removed_by_people(&mut states, &context, engine);
            return (context.main, support, states);
        }
    }
}

/// Takes away what is certain enough and not held back; whether anything went.
fn take(states: &mut [LineState<'_>], policy: &Policy, engine: &mut dyn Engine) -> bool {
    hold_back(states, |state| state.goes(policy.remove, &policy.rules));
    let taken = states
        .iter_mut()
        .filter_map(|state| state.take(policy.remove, &policy.rules, engine).then_some(()));
    taken.count() > 0
}

/// The lines of a document, before it is known.
fn states<'t>(
    segments: impl ExactSizeIterator<Item = Segment<'t>>,
    engine: &mut dyn Engine,
) -> Vec<LineState<'t>> {
    let mut reader = LineReader::default();
    let neutral = Rc::new(Judgement::neutral());
    segments.map(|segment| LineState::new(segment, &mut reader, &neutral, engine)).collect()
}

/// Judges the lines that are open. Lines that say the same are judged once, but for the last that stands
/// there.
fn judge_open<'t>(
    states: &mut [LineState<'t>],
    is_open: impl Fn(&LineState<'t>) -> bool,
    context: &Context<'t>,
    engine: &mut dyn Engine,
) {
    let last = states.iter().rposition(LineState::is_inked);
    let mut judged = HashMap::new();
    for (index, state) in states.iter_mut().enumerate().filter(|(_, state)| is_open(state)) {
        let (features, is_last) = (&state.features, Some(index) == last);
        let mut new = || Rc::new(judge(features, is_last, context, engine));
        state.judgement = if is_last || Rc::strong_count(features) == 1 {
            new()
        } else {
            judged.entry(Rc::as_ptr(features)).or_insert_with(new).clone()
        };
    }
}

/// Finds out how a site repeats the lines.
fn look_up(states: &mut [LineState<'_>], site: &Site<'_>) {
    let mut keys = SiteKeys::default();
    for state in states {
        let on_site = OnSite::of(&state.features, site, &mut keys);
        state.repeated = on_site.map(|on_site| Box::new(Repeated { on_site, scores: None }));
    }
}

/// Says what repeated lines are taken for: those that were not scored in this main language so far.
fn score_repeated(
    states: &mut [LineState<'_>],
    main: Option<Lang>,
    is_new: bool,
    site: &Site<'_>,
    engine: &mut dyn Engine,
) {
    let mut known = HashMap::new();
    let (mut asked, mut scores) = (Vec::new(), Vec::new());
    let (mut open, mut facts) = (Vec::new(), Vec::new());
    for (index, state) in states.iter().enumerate().filter(|(_, state)| state.is_inked()) {
        let repeated = state.repeated.as_ref();
        let Some(repeated) = repeated.filter(|known| is_new || known.scores.is_none()) else {
            continue;
        };
        let text = state.content().trim();
        let place = *known.entry(text).or_insert_with(|| {
            let circumstances = repeated.on_site.circumstances(main, site);
            let remembered = engine.scored_lines().and_then(|lines| {
                SiteScores::remembered(lines.get(state.content(), &circumstances)?)
            });
            if remembered.is_none() {
                let wording = engine.wording(text, Depth::Interface);
                facts.push(repeated.on_site.facts(&state.features, main, site, wording));
                open.push((scores.len(), state.content(), circumstances));
            }
            scores.push(remembered);
            scores.len() - 1
        });
        asked.push((index, place));
    }
    for ((place, line, circumstances), found) in open.into_iter().zip(SiteScores::of_all(&facts)) {
        scores[place] = Some(found);
        if let Some(lines) = engine.scored_lines() {
            lines.put(line, circumstances, found.to_remember());
        }
    }
    for (index, place) in asked {
        if let Some(repeated) = &mut states[index].repeated {
            repeated.scores = scores[place];
        }
    }
    for state in states.iter_mut().filter(|state| state.is_inked() && state.repeated.is_some()) {
        if state.judgement.stretch.is_some() {
            Rc::make_mut(&mut state.judgement).make_whole();
        }
    }
}

/// What lines say that count for the document.
fn heard<'s, 't>(
    states: &'s [LineState<'t>],
) -> impl Iterator<Item = &'s LineFeatures<'t>> + Clone {
    states.iter().filter(|state| is_heard(state)).map(|state| &*state.features)
}

fn is_heard(state: &LineState<'_>) -> bool {
    !state.is_removed && !state.segment.is_ignored
}

/// The languages that a document can be in: what the caller says, or else what its author declares, unless
/// the text speaks clearly against it, or else that of its site, unless the text is not in it.
fn expected(
    states: &[LineState<'_>],
    declared: Option<Lang>,
    policy: &Policy,
    site: Option<&Site<'_>>,
) -> Vec<Lang> {
    if !policy.expected.is_empty() {
        return policy.expected.clone();
    }
    let is_meant = |lang: Lang| {
        if declared.is_some() {
            return !Context::new(heard(states), &[], &policy.also).contradicts(lang);
        }
        // What the site repeats says nothing of this document.
        let is_own = |state: &&LineState<'_>| state.repeated.is_none() && is_heard(state);
        let own = states.iter().filter(is_own).map(|state| &*state.features);
        Context::new(own, &[], &policy.also).may_be_in(lang)
    };
    let of_site = || Some(site?.language()?.lang);
    declared.or_else(of_site).filter(|&lang| is_meant(lang)).into_iter().collect()
}

/// Says what the doubtful lines are taken for.
fn score<'t>(
    states: &mut [LineState<'t>],
    context: &Context<'t>,
    site: Option<&Site<'_>>,
    wordings: &mut Wordings<'t>,
    engine: &mut dyn Engine,
) {
    let mut surroundings = Surroundings::new(states, context);
    surroundings.read_wording(wordings, engine);
    let mut asked = [false, true].map(|is_stretch| (is_stretch, Vec::new(), Vec::new()));
    for (place, index) in surroundings.doubtful() {
        let is_stretch = states[index].judgement.stretch.is_some();
        let (_, indexes, all) = &mut asked[usize::from(is_stretch)];
        all.extend(surroundings.facts(place));
        indexes.resize(all.len(), index);
    }
    // What went keeps the scores that it went for.
    for state in states.iter_mut().filter(|state| state.is_inked()) {
        state.take_for_nothing();
    }
    let mut keys = SiteKeys::default();
    for (is_stretch, indexes, all) in asked {
        for (index, scores) in indexes.into_iter().zip(Scores::of_all(&all, is_stretch)) {
            let state = &mut states[index];
            let features = &state.features;
            if shape::names_an_author(features.line, &features.words)
                || site.is_some_and(|site| repeats_own(features, site, &mut keys))
            {
                continue;
            }
            let alone = site.map_or(0, |site| alone(state.content(), site, &mut keys));
            state.take_for(scores.alone(alone));
        }
    }
}

/// Judges the lines of a document once, as they stand.
pub(super) fn look<'t>(
    segments: impl ExactSizeIterator<Item = Segment<'t>>,
    policy: &Policy,
    engine: &mut dyn Engine,
) -> (Context<'t>, Vec<LineState<'t>>) {
    let mut states = states(segments, engine);
    let context = Context::new(heard(&states), &policy.expected, &policy.also);
    judge_open(&mut states, |_| true, &context, engine);
    add_company(&mut states);
    (context, states)
}

/// Says what language the lines are in that people removed, which were not judged so far.
fn judge_removed_by_people(
    states: &mut [LineState<'_>],
    context: &Context<'_>,
    engine: &mut dyn Engine,
) {
    for state in states.iter_mut().filter(|state| state.segment.answer == Some(Answer::Remove)) {
        state.judgement = Rc::new(judge(&state.features, false, context, engine));
    }
}
