//! Which encodings a line may have been misread as: the quick look that nearly every line ends with.
//!
//! Two characters that could be a sequence of UTF-8 stand side by side in clean text too: `Ві` at the
//! start of Ukrainian words, `’é` in French ones, a letter and its comma in Arabic. But a word that
//! was misread was misread as a whole. So a sequence is chance where the letter beside it is part of
//! none, and where it would put a letter of another script into a word of plain ASCII.

use super::misread_as::{self, MisreadAs, is_small_cyrillic};
use crate::script::is_letter;

/// What the first byte of `à` and most other accented letters becomes in windows-1252. Its second
/// byte is a no-break space there, and becomes a space.
const LATIN_START: char = 'Ã';

/// Beside more characters beyond ASCII than this, a single sequence of two is chance.
const FEW: usize = 6;

/// The first byte of the lines of boxes. They start sequences in DOS pages, where small letters, which
/// are in every line of Cyrillic text, continue them.
const BOXES: u8 = 0xE2;

/// What has been seen of a line: the encodings, as bits, in which some of its characters are a
/// sequence of UTF-8.
#[derive(Debug, Default)]
pub(in crate::decode) struct Suspects {
    /// In which a sequence of two was seen.
    once: u16,
    /// In which a second one was, or a longer one.
    surely: u16,
    /// Up to here every character was tried as a start.
    done: usize,
}

impl Suspects {
    /// Looks at a place where a byte may continue a sequence, places in their order.
    pub(in crate::decode) fn look(&mut self, line: &str, at: usize) {
        let bytes = line.as_bytes();
        // The last byte of a character speaks of the next one.
        let end = if line.is_char_boundary(at) { at } else { at + 1 };
        if end > 0 && !bytes[end - 1].is_ascii() {
            let last = line[..end].chars().next_back().map_or(0, char::len_utf8);
            self.try_start(line, end - last);
        }
        if bytes[at] == BOXES {
            self.try_start(line, at);
        }
    }

    fn try_start(&mut self, line: &str, start: usize) {
        if start >= self.done {
            let (pairs, longer) = sequences(line, start, self.surely);
            self.surely |= longer | pairs & self.once;
            self.once |= pairs;
            self.done = start + 1;
        }
    }

    /// The encodings that a line may have been misread as.
    pub(in crate::decode) fn of(self, line: &str) -> u16 {
        let is_crowded = || line.chars().filter(|c| !c.is_ascii()).take(FEW + 1).count() > FEW;
        let is_in_doubt = self.once & !self.surely != 0;
        if is_in_doubt && !is_crowded() { self.once | self.surely } else { self.surely }
    }
}

/// The encodings in which a sequence of two starts here, and those in which another one does, each
/// where it does not look like chance. Of those that are `known` nothing more is asked.
fn sequences(line: &str, start: usize, known: u16) -> (u16, u16) {
    let mut chars = line[start..].chars();
    let (Some(first), Some(second)) = (chars.next(), chars.next()) else { return (0, 0) };
    if second.is_ascii() {
        return (0, u16::from(first == LATIN_START && second == ' '));
    }
    let (start_of, rest) = (misread_as::roles(first), misread_as::roles(second));
    let pairs = start_of.pairs & rest.continues & !known;
    let longer = start_of.longer & rest.continues & !known;
    if pairs | longer == 0 {
        return (0, 0);
    }
    let third = chars.next().filter(|c| !c.is_ascii());
    let is_word = is_small_cyrillic(first) && is_small_cyrillic(second);
    let longer = match third {
        Some(third) if !is_word => longer & misread_as::roles(third).continues,
        _ => 0,
    };
    let length = first.len_utf8() + second.len_utf8();
    let in_place = |bits: u16, length: usize| {
        if bits == 0 {
            return 0;
        }
        let around = Around::of(line, start, start + length);
        let readers = MisreadAs::of_bits(bits).filter(|&reader| !around.is_chance(first, reader));
        readers.fold(0, |bits, reader| bits | reader.bit())
    };
    let third = third.map_or(0, char::len_utf8);
    (in_place(pairs, length), in_place(longer, length + third))
}

/// The characters around a sequence.
struct Around {
    before: Option<char>,
    after: Option<char>,
    /// The one behind `after`.
    then: Option<char>,
}

impl Around {
    fn of(line: &str, start: usize, end: usize) -> Self {
        let mut rest = line[end..].chars();
        let before = line[..start].chars().next_back();
        Self { before, after: rest.next(), then: rest.next() }
    }

    /// Whether a sequence with this first character is no part of a word that was misread.
    fn is_chance(&self, first: char, reader: MisreadAs) -> bool {
        let byte = |c: char| reader.byte(c).unwrap_or(0);
        let is_letter = |c: char| !c.is_ascii() && is_letter(c);
        let continues = |c: char| is_lost(c) || (0x80..0xC0).contains(&byte(c));
        let start = byte(first);
        if self.before.is_some_and(|c| !continues(c) && is_letter(c)) {
            return true;
        }
        // Sequences of four are rare enough; their last byte is not told from a letter here.
        let starts = |c: char| (0xC2..0xF5).contains(&byte(c)) && self.then.is_some_and(continues);
        if start < 0xF0 && self.after.is_some_and(|c| !starts(c) && is_letter(c)) {
            return true;
        }
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        // Cyrillic to NKo: what accented letters behind an apostrophe make, and Vietnamese ones.
        (0xD0..0xE0).contains(&start) && (is_latin(self.before) || is_latin(self.after))
    }
}

/// Whether a character stands for a byte that was lost.
fn is_lost(c: char) -> bool {
    matches!(c, char::REPLACEMENT_CHARACTER | '?')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_byte_that_continues_is_passed_over() {
        use crate::decode::prefilter::scan::{self, CONTINUES};
        for c in ('\u{80}'..='\u{FFFF}').filter(|&c| misread_as::roles(c).continues != 0) {
            let text = format!("À{c}");
            let kinds = scan::kinds_at(&text, 1) | scan::kinds_at(&text, 2);
            // Small letters of DOS pages are found by the lines of boxes before them.
            let is_found = kinds & CONTINUES != 0 || is_small_cyrillic(c);
            assert!(is_found, "U+{:04X}", u32::from(c));
        }
    }
}
