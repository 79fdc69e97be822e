//! What a line looks like, whatever it says.

use std::ops::Range;

use crate::classify::{Case, Word};

/// Marks that open and close a quotation, in any language; many do both.
const QUOTES: [char; 17] =
    ['"', '“', '”', '„', '‟', '«', '»', '‘', '‚', '‹', '›', '「', '」', '『', '』', '《', '》'];

/// Whether the whole line stands in quotation marks.
pub(super) fn is_quoted(line: &str) -> bool {
    let line = line.trim().trim_start_matches(['-', '–', '—', ' ']);
    let line = line.trim_end_matches(['.', ',', ';', '!', '?', ' ']);
    line.starts_with(QUOTES) && line.ends_with(QUOTES)
}

/// What opens and what closes a quotation; the last pair is that of an aside.
const PAIRS: [(char, char); 12] = [
    ('"', '"'),
    ('“', '”'),
    ('”', '”'),
    ('„', '“'),
    ('„', '”'),
    ('«', '»'),
    ('»', '«'),
    ('‘', '’'),
    ('「', '」'),
    ('『', '』'),
    ('《', '》'),
    ('(', ')'),
];
const QUOTE_PAIRS: &[(char, char)] = PAIRS.split_at(11).0;

/// The part of its letters that a line must keep outside of quotations to be judged by them alone.
const OUTSIDE_SHARE: f64 = 0.25;

/// The words of a line that stand outside of quotation marks and brackets; `None` if nothing is
/// quoted, or too much.
pub(super) fn unquoted<'t>(line: &str, words: &[Word<'t>]) -> Option<Vec<Word<'t>>> {
    let quoted = quotations(line, &PAIRS);
    if quoted.is_empty() {
        return None;
    }
    let is_outside = |word: &&Word<'_>| !quoted.iter().any(|range| range.contains(&word.start));
    let outside: Vec<_> = words.iter().filter(is_outside).copied().collect();
    let letters = |words: &[Word<'_>]| words.iter().map(|word| word.letters).sum::<usize>() as f64;
    let enough = letters(&outside) >= OUTSIDE_SHARE * letters(words) && !outside.is_empty();
    enough.then_some(outside)
}

/// The byte ranges inside quotation marks.
pub(super) fn quoted(line: &str) -> Vec<Range<usize>> {
    quotations(line, QUOTE_PAIRS)
}

/// The byte ranges between matching marks, from left to right, never nested.
fn quotations(line: &str, pairs: &[(char, char)]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut at = 0;
    let opens = |c: char| pairs.iter().any(|&(open, _)| open == c);
    while let Some((offset, open)) = line[at..].char_indices().find(|&(_, c)| opens(c)) {
        let start = at + offset + open.len_utf8();
        let closes = |c: char| pairs.contains(&(open, c));
        at = match line[start..].find(closes) {
            Some(length) => {
                ranges.push(start..start + length);
                start + length + line[start + length..].chars().next().map_or(0, char::len_utf8)
            }
            None => start,
        }
    }
    ranges
}

/// A line of up to so many words that does not end like a sentence is a label: a heading, a link, a
/// button, a prompt.
const LABEL_WORDS: usize = 8;
const LABEL_LETTERS: usize = 60;

/// Ends of sentences.
pub(super) const SENTENCE_ENDS: [char; 12] =
    ['.', '!', '?', '…', '”', '"', '»', '。', '।', '።', '؟', '۔'];

/// Whether a line is a label rather than a sentence.
pub(super) fn is_label(line: &str, words: &[Word<'_>]) -> bool {
    let letters: usize = words.iter().map(|word| word.letters).sum();
    let is_long = words.len() > LABEL_WORDS || letters > LABEL_LETTERS;
    !is_long && (words.len() <= LABEL_WORDS / 2 || !line.trim_end().ends_with(SENTENCE_ENDS))
}

/// A credit or a dateline has no more words than this.
const CREDIT_WORDS: usize = 6;

/// Whether a line is a copyright note, a credit (`AFP/Getty Images`), a dateline or a result
/// (`BEIRUT, 30.09. (dpa)`, `Anna Smith (GBR)`), or code: names of people, places, agencies and
/// things, some of which write themselves in small letters.
pub(super) fn is_credit(line: &str, words: &[Word<'_>]) -> bool {
    if words.len() > CREDIT_WORDS {
        return false;
    }
    let start = line.trim_start();
    let is_copyright = line.contains('©') || start.starts_with("(c) ") || start.starts_with("(C) ");
    let is_command = start.starts_with("$ ") || start.contains(" --");
    is_copyright
        || is_command
        || has_aside(line, words)
        || JOINTS.iter().any(|&joint| is_joined(line, joint))
}

/// Marks that join an agency to its partner and the parts of an identifier.
const JOINTS: [char; 3] = ['/', '_', '.'];

/// Whether a mark stands right between a letter and a small letter.
fn is_joined(line: &str, joint: char) -> bool {
    line.match_indices(joint).any(|(at, mark)| {
        let before = line[..at].chars().next_back();
        let after = line[at + mark.len()..].chars().next();
        let is_slash = joint == '/';
        before.is_some_and(char::is_alphabetic)
            && after
                .is_some_and(|c| c.is_lowercase() || is_slash && c.is_alphabetic() || joint == '_')
    })
}

/// Whether names stand before brackets with a word in them.
fn has_aside(line: &str, words: &[Word<'_>]) -> bool {
    let Some((open, close)) = line.find('(').zip(line.rfind(')')) else { return false };
    let is_inside = |word: &Word<'_>| open < word.start && word.start < close;
    let mut outside = words.iter().filter(|word| !is_inside(word)).peekable();
    let has_outside = outside.peek().is_some();
    has_outside && words.iter().any(is_inside) && outside.all(|word| word.case != Case::Lower)
}
