//! What the neighbours of a high byte say against a candidate, beyond the likelihood of its text.
//!
//! A handful of high bytes in plain Latin text says little about letters and much about habits: nobody
//! writes one Cyrillic letter between English words, or an ideograph that takes a letter of the word
//! behind it for its own second byte. The language model judges letters by letters of their own script,
//! so it has nothing to say of them.

use super::shortlist::{Candidate, USUAL};
use crate::decode::encoding::Encoding;
use crate::decode::pages::Page;
use crate::script::Script;

/// A letter of a script other than Latin that never has another one beside it, where words around it are
/// Latin, in nats: about as much as two letters of a word cost.
const LONE_LETTER: f32 = 8.0;
/// The same of the first: such a text is in two scripts without a word in one of them.
const NO_WORD: f32 = 6.0;
/// A page that shows in marks alone, in nats: without a letter of its own nothing speaks for it but that
/// some mark is more usual than the one that windows-1252 has there.
const MARKS_ALONE: f32 = 6.0;
/// A character of two bytes by itself in plain text, whose second byte is the letter that the word goes
/// on with, in nats.
const SWALLOWED_LETTER: f32 = 10.0;

/// A mark between two letters that nobody puts there, in nats, beyond what any mark costs in a word.
const MARK_IN_WORD: f32 = 5.0;
/// Marks of the usual page, each where people write it, and nothing else, in nats: plain text with a sign
/// or a quotation mark in it is so much more usual than one with a single letter of another page.
const MARKS_IN_PLACE: f32 = 6.0;

/// How much less a candidate weighs for the neighbours of its characters, in nats. `has_latin` says whether
/// the text has Latin letters beside the words.
pub(super) fn cost(candidate: &Candidate, words: &[&[u8]], has_latin: bool) -> f32 {
    let has_latin =
        || has_latin || words.iter().any(|word| word.iter().any(u8::is_ascii_alphabetic));
    let Some(page) = candidate.page else {
        let pairs = words.iter().map(|word| Pairs::of(word, candidate.encoding));
        let Pairs { all, swallowing } = pairs.fold(Pairs::default(), Pairs::and);
        let lone = if all == 1 && has_latin() { NO_WORD } else { 0.0 };
        return lone + SWALLOWED_LETTER * swallowing as f32;
    };
    let seen = Seen::of(page, words);
    let is_torn = seen.lone > 0 && !seen.has_word && has_latin();
    let lone = if is_torn { NO_WORD + LONE_LETTER * seen.lone as f32 } else { 0.0 };
    let is_usual = page.name == USUAL;
    let marks = match (seen.has_letter, is_usual) {
        (false, false) => MARKS_ALONE,
        (false, true) if seen.are_in_place() && (seen.is_one() || has_latin()) => -MARKS_IN_PLACE,
        _ => 0.0,
    };
    lone + marks + MARK_IN_WORD * seen.in_word as f32
}

/// What high bytes are as characters of a page.
#[derive(Default)]
struct Seen {
    has_letter: bool,
    /// Letters of other scripts than Latin without one beside them.
    lone: usize,
    /// Whether two such letters stand side by side anywhere.
    has_word: bool,
    /// Marks between two letters that belong elsewhere.
    in_word: usize,
    /// Marks that stand where people write them, where nobody does, and numbers of notes behind words,
    /// which Polish ones end in the same bytes as.
    in_place: usize,
    out_of_place: usize,
    of_notes: usize,
}

impl Seen {
    fn of(page: &Page, words: &[&[u8]]) -> Self {
        let mut seen = Self::default();
        for word in words {
            for (at, _) in word.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
                let char = |at: usize| word.get(at).map(|&byte| page.char(byte));
                seen.look(at.checked_sub(1).and_then(char), page.char(word[at]), char(at + 1));
            }
        }
        seen
    }

    fn look(&mut self, before: Option<char>, c: char, after: Option<char>) {
        if is_letter(c) {
            self.has_letter = true;
            if is_foreign_letter(c) {
                let is_beside = [before, after].into_iter().flatten().any(is_foreign_letter);
                self.has_word |= is_beside;
                self.lone += usize::from(!is_beside);
            }
            return;
        }
        let is_in_word = before.is_some_and(is_letter) && after.is_some_and(is_letter);
        self.in_word += usize::from(is_in_word && !JOINS.contains(c));
        if is_in_place(before, c, after) {
            self.in_place += 1;
        } else if "¹²³".contains(c) && before.is_some_and(is_letter) {
            self.of_notes += 1;
        } else {
            self.out_of_place += 1;
        }
    }

    /// Whether there is one mark and nothing else that is no ASCII.
    fn is_one(&self) -> bool {
        !self.has_letter && self.in_place + self.out_of_place + self.of_notes == 1
    }

    /// Whether the marks stand where people write them. Numbers of notes may be letters, where the other
    /// marks are not more.
    fn are_in_place(&self) -> bool {
        self.out_of_place == 0 && (self.of_notes == 0 || self.in_place > self.of_notes)
    }
}

/// What stands between letters: apostrophes, dashes, points, ellipses, spaces and hyphens that nobody sees.
const JOINS: &str = "’‘´`·–—…\u{A0}\u{AD}®™";
/// Those of them that plain text has there most.
const APOSTROPHES: &str = "’´–—…";
/// Marks that go before a word, behind one, before a number and behind one.
const BEFORE_WORD: &str = "“‘„‚«‹¡¿•§¶·†©";
const BEHIND_WORD: &str = "”’“‘»›…®™©´°¹²³†‡·•";
const BEFORE_NUMBER: &str = "€£¥§¶±×÷¢“‘„«‹•·";
const BEHIND_NUMBER: &str = "€£¥¢°‰×÷±¹²³¼½¾”’“»›…";
/// Marks that stand by themselves.
const ALONE: &str = "•·–—×÷§¶±©®™°€£¥¢«»“”½¼¾¹²³";

/// Whether a mark stands where people write it.
fn is_in_place(before: Option<char>, c: char, after: Option<char>) -> bool {
    let is_word = |c: char| is_letter(c) || c.is_ascii_punctuation();
    match (before, after) {
        (Some(before), Some(after)) if is_letter(before) && is_letter(after) => {
            APOSTROPHES.contains(c)
        }
        (Some(before), _) if before.is_ascii_digit() => BEHIND_NUMBER.contains(c),
        (_, Some(after)) if after.is_ascii_digit() => BEFORE_NUMBER.contains(c),
        // Behind a letter, units alone have them, and Polish words end in the same bytes.
        (Some(before), _) if is_letter(before) && "¹²³".contains(c) => {
            matches!(before, 'm' | 't')
        }
        (Some(before), _) if is_word(before) => BEHIND_WORD.contains(c),
        (_, Some(after)) if "¡¿".contains(c) => after.is_uppercase(),
        (_, Some(after)) if is_word(after) => BEFORE_WORD.contains(c),
        _ => ALONE.contains(c),
    }
}

/// Whether a character is a letter of a word, and no ordinal, unit or function sign.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !matches!(c, 'ª' | 'º' | 'µ' | 'ƒ')
}

fn is_foreign_letter(c: char) -> bool {
    is_letter(c) && Script::of(c).is_some_and(|script| script != Script::Latin)
}

/// The characters of two bytes of a word.
#[derive(Clone, Copy, Default)]
struct Pairs {
    all: usize,
    /// Those that stand between ASCII characters and have an ASCII letter for their second byte.
    swallowing: usize,
}

impl Pairs {
    fn of(word: &[u8], encoding: Encoding) -> Self {
        let has_kana = encoding == Encoding::of(encoding_rs::SHIFT_JIS);
        let is_single = |byte: u8| byte.is_ascii() || has_kana && (0xA1..0xE0).contains(&byte);
        let mut pairs = Self::default();
        let (mut at, mut is_beside) = (0, false);
        while at < word.len() {
            if is_single(word[at]) {
                is_beside = !word[at].is_ascii();
                at += 1;
                continue;
            }
            let is_alone = !is_beside && word.get(at + 2).is_none_or(u8::is_ascii);
            let has_letter = word.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
            pairs.all += 1;
            pairs.swallowing += usize::from(is_alone && has_letter);
            is_beside = true;
            at += 2;
        }
        pairs
    }

    fn and(self, other: Self) -> Self {
        Self { all: self.all + other.all, swallowing: self.swallowing + other.swallowing }
    }
}
