//! Whether what a repair made are words: a letter or two that change are damage only if a word comes
//! out, and no line is damaged that shows the right form beside the wrong one.

use super::undamaged::SOFT_HYPHEN;
use crate::script::{Script, is_letter};

/// Whether the character at a place is a letter of a word, or a mark that may stand where it does.
pub(super) fn is_at_home(text: &str, at: usize) -> bool {
    let Some(c) = text[at..].chars().next() else { return false };
    let (before, after) = beside(text, at);
    let is_beside = |c: Option<char>| c.is_some_and(is_letter);
    if matches!(c, '\u{300}'..='\u{36F}') {
        return is_beside(before);
    }
    if c == char::REPLACEMENT_CHARACTER {
        return true;
    }
    if is_sign_of_script(c) {
        return before.is_some_and(|before| before as u32 >> 8 == c as u32 >> 8);
    }
    if !is_letter(c) {
        let parts = || may_part_letters(c) || c == '·' && before.is_some_and(char::is_lowercase);
        return !(is_beside(before) && is_beside(after)) || parts();
    }
    let word = word(text, at);
    let script = Script::of(c);
    let mut letters = word.chars().filter(|&c| is_letter(c));
    let is_own = |c: char| {
        Script::of(c).is_none_or(|other| Some(other) == script || is_joined(script, other))
    };
    let is_more = |c: &char| !matches!(*c, '\'' | '’' | SOFT_HYPHEN);
    letters.all(is_own)
        && (word.chars().filter(is_more).nth(1).is_some() || is_alone_at_home(text, at, c))
}

/// Whether a character is a sign that letters of one script have behind them, or would be one if it were
/// assigned.
fn is_sign_of_script(c: char) -> bool {
    ('\u{370}'..='\u{1FFF}').contains(&c) && !is_letter(c)
}

/// Whether a letter of a word became a sign: no word ends in a yen or an accent of its own. Powers stand
/// behind units, which the letters of another script do not.
pub(super) fn loses_letter(text: &str, at: usize, old: char) -> bool {
    let Some(new) = text[at..].chars().next().filter(|&c| is_sign(c)) else { return false };
    let (before, after) = beside(text, at);
    let is_power =
        matches!(new, '²' | '³') && before.is_some_and(|c| Script::of(c) != Script::of(old));
    let is_beside = |c: Option<char>| c.is_some_and(is_letter);
    is_letter(old) && (is_beside(before) || is_beside(after)) && !is_power
}

/// What stands for a value or a unit, or is a mark without its letter.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{A2}'..='\u{A9}' | '\u{AC}'..='\u{B6}' | '\u{B8}' | '\u{B9}' | '\u{BC}'..='\u{BE}' | '×' | '÷')
}

/// Whether a letter stands in a word with ASCII letters, which those of its script have none of.
pub(super) fn joins_scripts(text: &str, at: usize) -> bool {
    let script = text[at..].chars().next().and_then(Script::of);
    let is_other = script.is_some_and(|script| script != Script::Latin && !is_east_asian(script));
    is_other && word(text, at).contains(|c: char| c.is_ascii_alphabetic())
}

/// The characters before and behind the one at a place, soft hyphens aside.
fn beside(text: &str, at: usize) -> (Option<char>, Option<char>) {
    let is_seen = |c: &char| *c != SOFT_HYPHEN;
    let before = text[..at].chars().rev().find(is_seen);
    (before, text[at..].chars().skip(1).find(is_seen))
}

/// What may stand between letters: apostrophes, hyphens and dashes, no-break spaces, the commas of
/// Chinese, pictures.
fn may_part_letters(c: char) -> bool {
    matches!(
        c,
        '\u{A0}' | '\u{AD}' | '\u{2000}'..='\u{2019}' | '\u{2024}'..='\u{206F}' | '™' | '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF65}'
    ) || c >= '\u{1F000}'
}

fn is_east_asian(script: Script) -> bool {
    matches!(script, Script::Han | Script::Kana | Script::Hangul)
}

/// Scripts that words mix.
fn is_joined(a: Option<Script>, b: Script) -> bool {
    a.is_some_and(is_east_asian) && is_east_asian(b)
}

/// Whether a single letter is a word here: it has spaces around it and words of its script beside it.
fn is_alone_at_home(text: &str, at: usize, c: char) -> bool {
    let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
    let is_space = |c: char| matches!(c, ' ' | '\u{A0}');
    let is_apart = before.is_empty() || before.ends_with(is_space);
    let is_like = |word: &&str| {
        let letters = word.chars().filter(|&other| is_letter(other));
        letters.filter(|&other| Script::of(other) == Script::of(c)).count() > 1
    };
    is_apart && after.starts_with(is_space) && words(text).filter(is_like).take(2).count() > 1
}

/// Whether a character is one of a word.
fn is_part(c: char) -> bool {
    is_letter(c) || c.is_numeric() || matches!(c, '\'' | '’' | '\u{AD}' | '\u{300}'..='\u{36F}')
}

/// The word around a place.
fn word(text: &str, at: usize) -> &str {
    let start = text[..at]
        .rfind(|c| !is_part(c))
        .map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
    let end = text[at..].find(|c| !is_part(c)).map_or(text.len(), |i| at + i);
    &text[start..end]
}

/// Whether a repaired word stands in the line already: then the line shows both on purpose.
pub(super) fn shows_both(line: &str, text: &str, places: &[usize]) -> bool {
    let stands = |word: &str| words(line).any(|other| other == word);
    let is_letter = |at: usize| text[at..].starts_with(is_letter);
    places.iter().any(|&at| is_letter(at) && stands(word(text, at)))
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c| !is_part(c)).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_become_no_signs_but_powers_behind_units() {
        let loses = |before: &str, after: &str| {
            let mut pairs = before.chars().zip(after.char_indices());
            pairs.any(|(old, (at, new))| old != new && loses_letter(after, at, old))
        };
        for (before, after) in [("henną", "henn¹"), ("abґ", "ab´"), ("Ґab", "¥ab"), ("łza", "³za")]
        {
            assert!(loses(before, after), "{after}");
        }
        for (before, after) in
            [("80 mІ", "80 m²"), ("paèiø", "pačių"), ("ą 5", "¹ 5"), ("5 Ґ", "5 ¥")]
        {
            assert!(!loses(before, after), "{after}");
        }
    }

    #[test]
    fn letters_of_two_alphabets_make_no_word_and_ideographs_do() {
        let joins = |text: &str| text.char_indices().any(|(at, _)| joins_scripts(text, at));
        assert!(joins("afdκιλοraend") && joins("абвgd"));
        assert!(!joins("afd κιλο") && !joins("A股") && !joins("IT업계") && !joins("naïve"));
    }

    #[test]
    fn a_letter_in_quotation_marks_is_no_word() {
        let is_at_home = |text: &str, c: char| is_at_home(text, text.find(c).expect("a letter"));
        assert!(!is_at_home("‘ć’", 'ć') && !is_at_home("ć", 'ć'));
        assert!(is_at_home("l’été", 'é') && is_at_home("‘ćao’", 'ć'));
    }

    #[test]
    fn signs_of_a_script_have_its_letters_before_them() {
        let is_at_home = |text: &str| {
            let at = text.char_indices().next_back().map_or(0, |(at, _)| at);
            super::is_at_home(text, at)
        };
        assert!(is_at_home("نعم؟") && is_at_home("हाँ।") && is_at_home("ไทย๚"));
        assert!(!is_at_home("၊") && !is_at_home("\u{5F5}") && !is_at_home("ё\u{1CD2}"));
    }
}
