//! Lines that are held back though they would go, since what is left must make sense.
//!
//! A line of plain text that ends in the middle of a sentence goes with the next one, or stays with it:
//! without one of its lines an untranslated paragraph is of no use to anybody. And the title of a
//! section goes with what it stands above, or stays with it.

use super::line_state::LineState;
use super::shape::{SENTENCE_ENDS, is_section_title};

/// Lines of fewer letters are seldom broken by a margin: so end labels and headings.
const FEWEST_LETTERS: usize = 30;

/// Holds back the lines whose sentence goes on in a line that stays, and the titles of what stays. `goes` says
/// which lines would go.
pub(super) fn hold_back(states: &mut [LineState<'_>], goes: impl Fn(&LineState<'_>) -> bool) {
    let mut sentence: Vec<usize> = Vec::new();
    for index in 0..states.len() {
        states[index].is_held = false;
        if states[index].is_removed {
            continue;
        }
        if sentence.last().is_some_and(|&before| !goes_on(&states[before], &states[index])) {
            hold_together(states, &sentence, &goes);
            sentence.clear();
        }
        sentence.push(index);
    }
    hold_together(states, &sentence, &goes);
    hold_titles(states, goes);
}

/// Holds back titles of sections, but those above a line that goes.
fn hold_titles(states: &mut [LineState<'_>], goes: impl Fn(&LineState<'_>) -> bool) {
    let mut goes_below = false;
    for state in states.iter_mut().rev().filter(|state| !state.content().trim().is_empty()) {
        let would_go = goes(state);
        state.is_held |= would_go && !goes_below && is_section_title(state.content());
        goes_below = state.is_removed || would_go && !state.is_held;
    }
}

/// Holds back the lines of a sentence if one of them stays.
fn hold_together(
    states: &mut [LineState<'_>],
    sentence: &[usize],
    goes: impl Fn(&LineState<'_>) -> bool,
) {
    if sentence.len() > 1 && sentence.iter().any(|&index| !goes(&states[index])) {
        for &index in sentence {
            states[index].is_held = true;
        }
    }
}

/// Whether a sentence that may be foreign goes on from one line to the next.
fn goes_on(before: &LineState<'_>, after: &LineState<'_>) -> bool {
    let may_be_foreign =
        |state: &LineState<'_>| state.is_doubtful() || state.judgement.lang.is_none();
    // What the site repeats apart from the other line is no part of its sentence.
    let documents =
        |state: &LineState<'_>| state.repeated.as_ref().map(|of| of.on_site.documents());
    before.features.letters >= FEWEST_LETTERS
        && documents(before) == documents(after)
        && after.content().trim_start().starts_with(char::is_lowercase)
        && !before.content().trim_end().ends_with(SENTENCE_ENDS)
        && may_be_foreign(before)
        && may_be_foreign(after)
}
