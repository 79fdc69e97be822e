//! Undoing UTF-8 that was read as something else, sequence by sequence.
//!
//! A sequence of UTF-8 is so particular that it can be found inside a line that is otherwise well:
//! a line where only one half was damaged is the rule in pages put together by programs. Two bytes
//! may stand there by chance, and it is for the judge to say so; three hardly ever do.

use super::misread_as::{self, MisreadAs, is_small_cyrillic};
use super::undamaged::{SOFT_HYPHEN, is_mark_in_place};
use crate::script::{Script, is_letter};

/// A line after one layer of damage was undone.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Undone {
    pub(super) text: String,
    /// How many sequences of two characters were undone, and how many longer ones.
    pub(super) pairs: usize,
    pub(super) longer: usize,
    /// Whether a pair stood beside a letter, or between two other sequences.
    pub(super) touches_letter: bool,
    /// Whether some pair is made of two symbols: those stand side by side less often than letters.
    pub(super) has_symbols: bool,
    /// Characters beyond ASCII that stayed as they were.
    pub(super) kept: usize,
    /// How many sequences need a mark that is in its place as it is.
    pub(super) doubtful: usize,
    /// Where the first few repaired characters stand in the text.
    pub(super) places: Vec<usize>,
}

/// How many places are remembered: with more, a line is judged as a whole.
const PLACES: usize = 4;

/// How a sequence that lost a byte is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Losses {
    /// It is none.
    Ignored,
    /// Only where nothing else is likely: U+FFFD is a byte that nobody can know, and a space after
    /// `Ã` the no-break space of `à`.
    Obvious,
    /// Beside sequences that are whole: every space may be a no-break space whose byte was 0xA0.
    Restored,
}

/// Undoes every sequence of the line that the reader explains.
pub(super) fn undo(chars: &[char], reader: MisreadAs, losses: Losses) -> Undone {
    let mut undone = Undone {
        text: String::with_capacity(chars.len()),
        pairs: 0,
        longer: 0,
        touches_letter: false,
        has_symbols: false,
        kept: 0,
        doubtful: 0,
        places: Vec::new(),
    };
    let mut at = 0;
    while at < chars.len() {
        let Some((c, length)) = sequence(chars, at, reader, losses) else {
            undone.kept += usize::from(!chars[at].is_ascii());
            undone.text.push(chars[at]);
            at += 1;
            continue;
        };
        undone.count(chars, at, length, c);
        undone.text.push(c);
        at += length;
        // French and Portuguese: the space that was eaten, unless the word goes on.
        if losses != Losses::Ignored && c == 'à' && ate_a_space(chars, at) {
            undone.text.push(' ');
        }
    }
    undone
}

impl Undone {
    pub(super) fn sequences(&self) -> usize {
        self.pairs + self.longer
    }

    /// The sequences that speak for the repair.
    pub(super) fn sound(&self) -> usize {
        self.sequences().saturating_sub(self.doubtful)
    }

    fn count(&mut self, chars: &[char], at: usize, length: usize, c: char) {
        if length == 2 {
            self.pairs += 1;
        } else {
            self.longer += 1;
        }
        let is_latin =
            |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(char::is_ascii_alphabetic);
        let (before, after) = (is_latin(at.checked_sub(1)), is_latin(Some(at + length)));
        self.doubtful += usize::from(is_doubtful(chars, at, length));
        self.touches_letter |= self.sequences() > 1;
        if self.places.len() == PLACES {
            return;
        }
        self.places.push(self.text.len());
        let tail = chars[at + length - 1];
        self.has_symbols |= length == 2 && !is_letter(chars[at]) && !is_letter(tail);
        self.touches_letter |= match tail {
            // Marks that follow a letter or a word anyway: then the sequence must go on with it.
            _ if FOLLOWS_WORDS.contains(tail) => before || after && tail != '’',
            ' ' => before,
            _ => before || after || c == 'à' || chars[at] == 'Â',
        };
    }
}

/// Whether the characters of a sequence can stand so in clean text: an opening mark begins none, one mark
/// with one letter is none, and in a longer one a soft hyphen among letters and a mark behind those of a word are what they are.
fn is_doubtful(chars: &[char], at: usize, length: usize) -> bool {
    let places = || at..at + length;
    let is_mark = |at: usize| is_mark_in_place(chars, at);
    // Behind a letter: nobody parts a word behind a mark.
    let is_hyphen = |at: usize| chars[at] == SOFT_HYPHEN && is_letter(chars[at - 1]);
    let is_hyphened = length > 2 && places().skip(1).any(is_hyphen);
    let is_blank = |at: usize| chars[at] == ' ' || is_hyphened && chars[at] == SOFT_HYPHEN;
    let marks = places().filter(|&at| is_mark(at)).count();
    let others = places().filter(|&at| !is_mark(at) && !is_blank(at)).count();
    let letters = places().filter(|&at| !is_mark(at) && !is_blank(at)).map(|at| chars[at]);
    let is_marked = marks > 0 || is_hyphened;
    let is_word = || {
        is_marked && is_of_latin(letters.clone())
            || is_of_one_script(letters.clone()) && (is_hyphened || !is_joined(chars, at, length))
    };
    is_mark(at)
        || marks > 0 && others < 2
        || is_hyphen_behind_first(chars, at, length)
        || length > 2 && (is_word() || is_end_of_word(chars, at, length))
}

fn is_of_latin(mut letters: impl Iterator<Item = char>) -> bool {
    letters.all(|c| Script::of(c) == Some(Script::Latin))
}

/// Whether the characters can be a piece of a word of another script: letters of it, none a capital behind
/// a small one.
fn is_of_one_script(letters: impl Iterator<Item = char>) -> bool {
    let (mut script, mut last) = (None, None);
    for c in letters {
        let own = Script::of(c).filter(|&own| own != Script::Latin);
        let is_next = own.is_some() && script.is_none_or(|script| Some(script) == own);
        if !is_next || c.is_uppercase() && last.is_some_and(char::is_lowercase) {
            return false;
        }
        (script, last) = (own, Some(c));
    }
    script.is_some()
}

/// Whether the word goes on in another script, before or behind: then it is none.
fn is_joined(chars: &[char], at: usize, length: usize) -> bool {
    let script = Script::of(chars[at]);
    let beside = [at.checked_sub(1), Some(at + length)].into_iter().flatten();
    let mut scripts = beside.filter_map(|at| chars.get(at)).filter_map(|&c| Script::of(c));
    scripts.any(|other| Some(other) != script)
}

/// Whether a soft hyphen stands behind the first letter of a word that is not Latin: behind ASCII letters
/// such a letter is odd by itself.
fn is_hyphen_behind_first(chars: &[char], at: usize, length: usize) -> bool {
    let is_first = at == 0 || !chars[at - 1].is_ascii_alphabetic();
    let is_latin = Script::of(chars[at]) == Some(Script::Latin);
    length == 2 && chars[at + 1] == SOFT_HYPHEN && is_first && !is_latin
}

/// Whether the characters are small letters of a word that starts before them, all of one script.
fn is_end_of_word(chars: &[char], at: usize, length: usize) -> bool {
    let script = Script::of(chars[at]);
    let is_own = |&c: &char| c.is_lowercase() && Script::of(c) == script;
    let starts_before = at > 0 && is_letter(chars[at - 1]) && Script::of(chars[at - 1]) == script;
    let starts_the_line = at == 0 && script == Some(Script::Cyrillic);
    (starts_before || starts_the_line) && chars[at..at + length].iter().all(is_own)
}

/// Marks that stand behind words in clean text.
const FOLLOWS_WORDS: &str = "’”…–—™®»";

/// The character of the sequence that starts here, and how many characters of the line it takes.
fn sequence(chars: &[char], at: usize, reader: MisreadAs, losses: Losses) -> Option<(char, usize)> {
    let first = chars[at];
    if first.is_ascii() {
        return None;
    }
    let start = reader.byte(first)?;
    let length = match start {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    if start == 0xED
        && let Some(c) = surrogates(chars, at, reader)
    {
        return Some((c, 6));
    }
    let rest = chars.get(at + 1..at + length)?;
    if is_plain_word(first, rest) {
        return None;
    }
    let mut bytes = [start, 0, 0, 0];
    let mut is_damaged = false;
    for (byte, &c) in bytes[1..].iter_mut().zip(rest) {
        match continuation(c, start, reader, losses) {
            Some(found) => *byte = found,
            None if is_lost(c, start, losses) => is_damaged = true,
            None => return None,
        }
    }
    if is_damaged {
        return Some((char::REPLACEMENT_CHARACTER, length));
    }
    let c = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
    let are_letters = || is_letter(first) && rest.iter().all(|&c| is_letter(c));
    let is_chance = (is_by_chance(c, reader) || is_stray_mark(c, &chars[..at])) && are_letters();
    let is_word_cut = is_symbol(c) && is_inside_word(chars, at, at + length);
    // Of the characters that a soft hyphen makes another one of, only this one is no usual letter.
    let is_still_hyphen = c == SOFT_HYPHEN && first != 'Â' && rest == [SOFT_HYPHEN];
    (is_worth_having(c) && !is_chance && !is_word_cut && !is_still_hyphen).then_some((c, length))
}

/// Whether letters stand on both sides.
fn is_inside_word(chars: &[char], start: usize, end: usize) -> bool {
    let is_latin =
        |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_alphabetic);
    is_latin(start.checked_sub(1)) && is_latin(Some(end))
}

/// What no word has inside: arrows, shapes and signs, but for the trade mark behind a name.
fn is_symbol(c: char) -> bool {
    ('\u{2030}'..='\u{2BFF}').contains(&c) && c != '™'
}

fn is_plain_word(first: char, rest: &[char]) -> bool {
    is_small_cyrillic(first) && rest.first().is_some_and(|&c| is_small_cyrillic(c))
}

/// Whether a character stands for a byte that was lost: U+FFFD, or the question mark that some
/// programs put there.
fn is_lost(c: char, start: u8, losses: Losses) -> bool {
    let is_mark = c == '?' && matches!(start, 0xC2 | 0xC3 | 0xE2) && losses == Losses::Restored;
    is_mark || c == char::REPLACEMENT_CHARACTER && losses != Losses::Ignored
}

/// What letters alone make by chance when they are shouted: arrows and dingbats, and anything but
/// punctuation in the pages where capitals are bytes that continue a sequence.
fn is_by_chance(c: char, reader: MisreadAs) -> bool {
    let is_punctuation = ('\u{2010}'..='\u{2040}').contains(&c);
    ('\u{2190}'..='\u{2BFF}').contains(&c) || reader.continues_with_capitals() && !is_punctuation
}

/// Whether letters alone make an accent that no letter carries: Arabic words end so.
fn is_stray_mark(c: char, before: &[char]) -> bool {
    let is_carried = before.last().is_some_and(|&last| is_letter(last));
    ('\u{300}'..='\u{36F}').contains(&c) && !is_carried
}

/// Private characters, noncharacters and letters of no known language are nobody's text. Upper
/// control characters are: they become text when the next layer is undone.
fn is_worth_having(c: char) -> bool {
    let is_private = ('\u{E000}'..='\u{F8FF}').contains(&c) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    let is_ascii_or_deleted = c.is_ascii() || c == '\u{7F}';
    let is_unassigned = c >= '\u{10000}' && !is_of_known_plane(c);
    let is_foreign = Script::of(c) == Some(Script::Other) && !misread_as::is_byte(c);
    !is_ascii_or_deleted && !is_private && !is_unassigned && !is_foreign
}

/// Beyond the basic plane: mathematical letters, pictures, ideographs, flags and variants.
fn is_of_known_plane(c: char) -> bool {
    matches!(
        c,
        '\u{1D400}'..='\u{1D7FF}'
            | '\u{1F000}'..='\u{1FAFF}'
            | '\u{20000}'..='\u{323AF}'
            | '\u{E0020}'..='\u{E007F}'
            | '\u{E0100}'..='\u{E01EF}'
    )
}

/// The byte of a character inside a sequence.
fn continuation(c: char, start: u8, reader: MisreadAs, losses: Losses) -> Option<u8> {
    let restored = match losses {
        Losses::Ignored => false,
        Losses::Obvious => c == ' ' && start == 0xC3,
        Losses::Restored => c == ' ' && loses_spaces(start),
    };
    let byte = if restored { 0xA0 } else { reader.byte(c)? };
    (0x80..=0xBF).contains(&byte).then_some(byte)
}

/// Whether a byte 0xA0 is usual after this one: of pairs, in letters like à, Š, Π, Р and in the
/// no-break space itself; of longer ones in most.
fn loses_spaces(start: u8) -> bool {
    matches!(start, 0xC2 | 0xC3 | 0xC5 | 0xCE | 0xD0 | 0xD9 | 0xE0..=0xE3 | 0xF0)
}

/// A character written as two surrogates of three bytes each (CESU-8): emoji in old databases. The
/// byte 0xA0 of its second place often became a space.
fn surrogates(chars: &[char], at: usize, reader: MisreadAs) -> Option<char> {
    let six = chars.get(at..at + 6)?;
    let mut bytes = [0; 6];
    for (i, &c) in six.iter().enumerate() {
        bytes[i] = if c == ' ' && i == 1 { 0xA0 } else { reader.byte(c)? };
    }
    let half = |b: &[u8]| u32::from(b[1] & 0x3F) << 6 | u32::from(b[2] & 0x3F);
    let [0xED, 0xA0..=0xAF, 0x80..=0xBF, 0xED, 0xB0..=0xBF, 0x80..=0xBF] = bytes else {
        return None;
    };
    let (high, low) = (half(&bytes[..3]) & 0x3FF, half(&bytes[3..]) & 0x3FF);
    char::from_u32(0x1_0000 + (high << 10 | low))
}

/// Whether the space after an `à` was its second byte and the word ends there: not before the
/// Portuguese endings of `às` and `àquele`.
fn ate_a_space(chars: &[char], after: usize) -> bool {
    if chars.get(after.wrapping_sub(1)) != Some(&' ') {
        return false;
    }
    let rest: String = chars[after..].iter().take(6).collect();
    let goes_on = ["quele", "quela", "quilo", "s "];
    !rest.starts_with(' ') && !goes_on.iter().any(|end| rest.starts_with(end))
}
