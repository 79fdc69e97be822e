//! The line as it reads if nothing is wrong with it: what a repair has to beat.
//!
//! The burden of proof lies with the repair, so the line is taken at its best. Soft hyphens are nothing.
//! Quotation marks, dashes and an ellipsis that stand where such marks stand cost what plain ones do,
//! however rare they are in a language: a letter in quotation marks is no damage.

use std::borrow::Cow;

use crate::model::char_lm::{self, Score};
use crate::script::is_letter;

pub(super) const SOFT_HYPHEN: char = '\u{AD}';

/// The likelihood of the line if it is right.
pub(super) fn score(line: &str) -> Score {
    char_lm::score(&reading(line))
}

/// The log-likelihood of another reading of the line, in nats. Marks that are in their place there and
/// stay are no part of what is weighed, and cost as little as there.
pub(super) fn nats_of_other(line: &str, other: &str, score: &Score) -> f32 {
    match other_reading(line, other) {
        Some(reading) => char_lm::score(&reading).nats,
        None => score.nats,
    }
}

/// Another reading of the line with what it leaves alone as in the line at its best; none if that is
/// how it is.
fn other_reading(line: &str, other: &str) -> Option<String> {
    let is_dear = |c: char| c == SOFT_HYPHEN || is_mark(c);
    if !line.chars().any(is_dear) || line.chars().count() != other.chars().count() {
        return None;
    }
    let chars: Vec<char> = line.chars().collect();
    let kept = other.chars().enumerate().filter(|&(at, c)| c != chars[at] || c != SOFT_HYPHEN);
    let cheapest = |(at, c)| if c == chars[at] { plain_mark(&chars, at).unwrap_or(c) } else { c };
    Some(kept.map(cheapest).collect())
}

/// The line without its soft hyphens.
pub(super) fn without_soft_hyphens(line: &str) -> Cow<'_, str> {
    let has_one = memchr::memmem::find(line.as_bytes(), "\u{AD}".as_bytes()).is_some();
    if has_one { line.replace(SOFT_HYPHEN, "").into() } else { line.into() }
}

/// The line at its best: without soft hyphens, the marks that are in their place as ASCII.
fn reading(line: &str) -> Cow<'_, str> {
    let line = without_soft_hyphens(line);
    if !line.chars().any(is_mark) {
        return line;
    }
    let chars: Vec<char> = line.chars().collect();
    let plain = (0..chars.len()).map(|at| plain_mark(&chars, at).unwrap_or(chars[at]));
    plain.collect::<String>().into()
}

fn is_mark(c: char) -> bool {
    is_quotation_mark(c) || matches!(c, '…' | '–' | '—' | '،')
}

fn is_quotation_mark(c: char) -> bool {
    matches!(c, '‘'..='‟' | '«' | '»' | '‹' | '›')
}

/// The ASCII mark that does the work of the one that stands here, if it is where its like stand: a
/// quotation mark at the edge of a word, an apostrophe inside one, a dash apart, an ellipsis behind.
pub(super) fn plain_mark(chars: &[char], at: usize) -> Option<char> {
    if !is_mark(chars[at]) {
        return None;
    }
    let before = chars[..at].iter().rev().find(|&&c| c != SOFT_HYPHEN).copied();
    let after = chars[at + 1..].iter().find(|&&c| c != SOFT_HYPHEN).copied();
    let is_letter = |c: Option<char>| c.is_some_and(is_letter);
    match chars[at] {
        '’' if is_letter(before) && is_letter(after) => Some('\''),
        c if is_quotation_mark(c) && (opens(before, after) || closes(before, after)) => Some('"'),
        '…' if !is_letter(after) => Some('.'),
        '،' if is_letter(before) && !is_letter(after) => Some(','),
        '–' | '—' if !is_letter(after) && !is_letter(before) => Some('-'),
        _ => None,
    }
}

/// Whether a quotation mark between these opens a quotation, whichever form it has.
fn opens(before: Option<char>, after: Option<char>) -> bool {
    let is_edge = |c: char| c.is_whitespace() || "([{/-".contains(c) || is_mark(c);
    before.is_none_or(is_edge) && after.is_some_and(|c| !c.is_whitespace())
}

/// Whether it closes one.
fn closes(before: Option<char>, after: Option<char>) -> bool {
    let ends = |c: char| c.is_alphanumeric() || ".,:;!?)]}%،؛؟۔।。".contains(c) || is_mark(c);
    before.is_some_and(ends) && after.is_none_or(|c| !c.is_alphanumeric())
}

/// Whether the mark at a place is where its like stand, at the edge of a word.
pub(super) fn is_mark_in_place(chars: &[char], at: usize) -> bool {
    plain_mark(chars, at).is_some_and(|plain| plain != '\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_their_place_are_plain_and_others_are_not() {
        for (line, plain) in [
            ("„Đ“, “Đ”, «Đ»", "\"Đ\", \"Đ\", \"Đ\""),
            ("l’été… – oui", "l'été. - oui"),
            ("ge\u{AD}sagt", "gesagt"),
            ("Ã…lesund Ã–sterreich Ã“scar", "Ã…lesund Ã–sterreich Ã“scar"),
        ] {
            assert_eq!(reading(line), plain);
        }
    }

    #[test]
    fn marks_that_stay_are_plain_in_another_reading_and_those_that_come_are_not() {
        for (line, other, reading) in [
            ("„praneðë“", "„pranešė“", Some("\"pranešė\"")),
            ("m’empę\u{AD}cher", "m’empê\u{AD}cher", Some("m'empêcher")),
            ("«ß»", "Ђя“", Some("Ђя“")),
            ("iðeinanti", "išeinanti", None),
            ("„Ã¤“", "„ä“", None),
        ] {
            assert_eq!(other_reading(line, other).as_deref(), reading);
        }
    }
}
