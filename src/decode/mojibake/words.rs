//! Whether what a repair made are words: a letter or two that change are damage only if a word comes
//! out, and no line is damaged that shows the right form beside the wrong one.

use super::undamaged::SOFT_HYPHEN;
use crate::script::Script;

/// Whether the character at a place is a letter of a word, or a mark that may stand where it does.
pub(super) fn is_at_home(text: &str, at: usize) -> bool {
    let Some(c) = text[at..].chars().next() else { return false };
    let is_seen = |c: &char| *c != SOFT_HYPHEN;
    let before = text[..at].chars().rev().find(is_seen);
    let after = text[at..].chars().skip(1).find(is_seen);
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    if matches!(c, '\u{300}'..='\u{36F}') {
        return is_letter(before);
    }
    if c == char::REPLACEMENT_CHARACTER {
        return true;
    }
    if !c.is_alphabetic() {
        let parts = || may_part_letters(c) || c == '·' && before.is_some_and(char::is_lowercase);
        return !(is_letter(before) && is_letter(after)) || parts();
    }
    let word = word(text, at);
    let script = Script::of(c);
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let is_own = |c: char| {
        Script::of(c).is_none_or(|other| Some(other) == script || is_joined(script, other))
    };
    letters.all(is_own) && (word.chars().nth(1).is_some() || is_alone_at_home(text, at, c))
}

/// What may stand between letters: apostrophes, hyphens and dashes, no-break spaces, the commas of
/// Chinese, pictures.
fn may_part_letters(c: char) -> bool {
    matches!(
        c,
        '\u{A0}' | '\u{AD}' | '\u{2000}'..='\u{2019}' | '\u{2024}'..='\u{206F}' | '™' | '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF65}'
    ) || c >= '\u{1F000}'
}

/// Scripts that words mix.
fn is_joined(a: Option<Script>, b: Script) -> bool {
    let is_east_asian = |script| matches!(script, Script::Han | Script::Kana | Script::Hangul);
    a.is_some_and(is_east_asian) && is_east_asian(b)
}

/// Whether a single letter is a word here: it has spaces around it and words of its script beside it.
fn is_alone_at_home(text: &str, at: usize, c: char) -> bool {
    let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
    let is_space = |c: char| matches!(c, ' ' | '\u{A0}');
    let is_apart = before.is_empty() || before.ends_with(is_space);
    let is_like = |word: &&str| {
        let letters = word.chars().filter(|other| other.is_alphabetic());
        letters.filter(|&other| Script::of(other) == Script::of(c)).count() > 1
    };
    is_apart && after.starts_with(is_space) && words(text).filter(is_like).take(2).count() > 1
}

/// The word around a place.
fn word(text: &str, at: usize) -> &str {
    let is_part =
        |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '\u{AD}' | '\u{300}'..='\u{36F}');
    let start = text[..at]
        .rfind(|c| !is_part(c))
        .map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
    let end = text[at..].find(|c| !is_part(c)).map_or(text.len(), |i| at + i);
    &text[start..end]
}

/// Whether a repaired word stands in the line already: then the line shows both on purpose.
pub(super) fn shows_both(line: &str, text: &str, places: &[usize]) -> bool {
    let stands = |word: &str| words(line).any(|other| other == word);
    let is_letter = |at: usize| text[at..].starts_with(char::is_alphabetic);
    places.iter().any(|&at| is_letter(at) && stands(word(text, at)))
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    let is_part =
        |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '\u{AD}' | '\u{300}'..='\u{36F}');
    line.split(move |c| !is_part(c)).filter(|word| !word.is_empty())
}
