//! How a line changes when it is read anew.

use super::undamaged::is_mark_in_place;
use super::words;

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
    let (mut marks, mut places) = (0, Vec::new());
    for (number, (at, new)) in after.char_indices().enumerate() {
        if chars.get(number) == Some(&new) {
            continue;
        }
        if number < chars.len() && is_mark_in_place(&chars, number) {
            marks += 1;
        } else {
            places.push(at);
        }
    }
    let are_words = || places.iter().all(|&at| words::is_at_home(after, at));
    places.len() > MARKS * marks && (places.len() > FEW_CHANGES || are_words())
}
