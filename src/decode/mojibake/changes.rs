//! How a line changes when it is read anew.

use super::undamaged::{SOFT_HYPHEN, is_mark_in_place};
use super::words;
use crate::script::is_letter;

/// So few changes are looked at one by one.
pub(super) const FEW_CHANGES: usize = 3;
/// So many characters must change for each mark that is in its place.
const MARKS: usize = 2;

/// How a line changes character by character, if both readings have as many.
pub(super) fn changes(before: &str, after: &str) -> Vec<(char, char)> {
    if before.chars().count() != after.chars().count() {
        return Vec::new();
    }
    before.chars().zip(after.chars()).filter(|(old, new)| old != new).collect()
}

/// Whether letters demand the repair: marks that are in their place are changed with them, but are no
/// reason for it; and of a letter or two that change, words must come.
pub(super) fn demands(line: &str, after: &str) -> bool {
    let chars: Vec<char> = line.chars().collect();
    if after.chars().count() != chars.len() && are_hyphens_swallowed(&chars) {
        return false;
    }
    let (mut marks, mut places) = (0, Vec::new());
    for (number, (at, new)) in after.char_indices().enumerate() {
        let old = chars.get(number).copied();
        if old == Some(new) {
            continue;
        }
        if number < chars.len() && is_mark_in_place(&chars, number) {
            marks += 1;
        } else {
            places.push((at, old));
        }
    }
    let is_word = |&(at, old): &(usize, Option<char>)| {
        words::is_at_home(after, at) && !old.is_some_and(|old| words::loses_letter(after, at, old))
    };
    places.len() > MARKS * marks
        && (places.len() > FEW_CHANGES || places.iter().all(is_word))
        && !are_joined(after, &places)
}

/// Whether so many soft hyphens stand inside words that they were no bytes of other characters.
fn are_hyphens_swallowed(chars: &[char]) -> bool {
    let is_inside = |three: &[char]| {
        three[1] == SOFT_HYPHEN && three[0].is_ascii_alphabetic() && is_letter(three[2])
    };
    let hyphens = chars.windows(3).filter(|three| is_inside(three)).count();
    let others = chars.iter().filter(|c| !c.is_ascii() && **c != SOFT_HYPHEN).count();
    hyphens > 0 && hyphens * 2 >= others
}

/// More changes than this are not looked at one by one.
const MANY_CHANGES: usize = 64;

/// Whether most of the letters that come stand in words with ASCII letters, which are not of their script.
fn are_joined(after: &str, places: &[(usize, Option<char>)]) -> bool {
    if places.len() > MANY_CHANGES || !after.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return false;
    }
    let joined = places.iter().filter(|&&(at, _)| words::joins_scripts(after, at)).count();
    joined * 2 > places.len()
}
