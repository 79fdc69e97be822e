//! UTF-8 that was damaged: cut in the middle of a character, a byte lost on the way, or one put in.
//!
//! A lone byte is a letter in some legacy encoding, always. What tells damage from a line of another
//! encoding is what the byte would have been: with the bytes that are missing it makes a letter that the
//! word around it was waiting for, or it makes none. So the likeliest of the characters that a damaged
//! sequence can have been is taken, and the line is weighed with it; what is written is U+FFFD.

use std::borrow::Cow;

use crate::model::char_lm;

/// How much of a line around a damaged character is looked at on either side, in characters.
const AROUND: usize = 12;
/// How many places of a line may be damaged: a line of another encoding has one in every other word.
const MOST_PLACES: usize = 16;

/// What a place costs where one byte of a character was lost, in nats: that it happens at all, and that the
/// best of some sixty-four characters was taken.
const LOST_BYTE: f32 = 10.0;
/// What a character costs that was cut at the end of the input: titles and previews are, all the time.
const CUT: f32 = 4.0;
/// The same where too little is left to say what it was.
const CUT_UNKNOWN: f32 = 9.0;
/// How much less it costs for each whole character of the input, and for so many at most: one byte at the
/// end that begins a character is no letter of another encoding where all others are UTF-8.
const CUT_EACH: f32 = 0.5;
const CUT_MOST: usize = 24;
/// What the bytes of byte order marks cost, put in between two characters.
const PUT_IN: f32 = 12.0;
/// What other places cost, and each of their bytes: it holds what the character costs that nobody can know,
/// and a letter of a legacy encoding is not far.
const BROKEN: f32 = 27.0;
const BROKEN_BYTE: f32 = 4.0;

/// How much of some bytes is whole: characters of several bytes, and places that are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    characters: usize,
    places: usize,
    /// How many bytes of a character the end of the input cut.
    cut: usize,
}

impl Shape {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let (mut characters, mut places) = (0, 0);
        let mut goes_on = false;
        for chunk in bytes.utf8_chunks() {
            characters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            let is_broken = !chunk.invalid().is_empty();
            places += usize::from(is_broken && !(goes_on && chunk.valid().is_empty()));
            goes_on = is_broken;
        }
        let last = bytes.utf8_chunks().last().map_or(&[][..], |chunk| chunk.invalid());
        let cut = if is_start(last) { last.len() } else { 0 };
        Self { characters, places, cut }
    }

    /// Whether the bytes may be damaged UTF-8: most characters are whole, or the only one was cut late.
    pub(super) fn may_be_utf8(self) -> bool {
        let is_mostly_whole = self.characters > 0 && self.characters >= self.places;
        is_mostly_whole || self.places == 1 && self.cut > 1
    }
}

/// Whether bytes begin a character and end before it does.
fn is_start(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// A line with its damage, and how likely it is as such.
pub(super) struct Damaged<'b> {
    /// With U+FFFD in place of what is broken.
    pub(super) text: Cow<'b, str>,
    pub(super) nats: f32,
}

/// A line as damaged UTF-8; none if too much of it is broken. `is_last` says whether the input, of this
/// shape, ends with it.
pub(super) fn read(line: &[u8], shape: Shape, is_last: bool) -> Option<Damaged<'_>> {
    let mut restored = String::with_capacity(line.len());
    let mut cost = 0.0;
    let places = places(line);
    if places.len() > MOST_PLACES {
        return None;
    }
    let mut at = 0;
    for place in places {
        restored.push_str(str::from_utf8(&line[at..place.start]).ok()?);
        at = place.end;
        let is_cut = is_last && at == line.len();
        let after = line[at..].utf8_chunks().next().map_or("", |chunk| chunk.valid());
        let (character, nats) = restore(&restored, &line[place], after, is_cut);
        restored.extend(character);
        cost += nats;
        if is_cut && shape.places == 1 {
            cost -= CUT_EACH * shape.characters.min(CUT_MOST) as f32;
        }
    }
    restored.push_str(str::from_utf8(&line[at..]).ok()?);
    let nats = char_lm::score(&restored).nats - cost;
    Some(Damaged { text: String::from_utf8_lossy(line), nats })
}

/// The stretches of a line that are not UTF-8, each as long as nothing valid parts it.
fn places(line: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut places: Vec<std::ops::Range<usize>> = Vec::new();
    let mut at = 0;
    for chunk in line.utf8_chunks() {
        let start = at + chunk.valid().len();
        at = start + chunk.invalid().len();
        match places.last_mut() {
            _ if start == at => {}
            Some(last) if last.end == start => last.end = at,
            _ => places.push(start..at),
        }
    }
    places
}

/// The character that damaged bytes were, as far as its neighbours can tell, and what the damage costs.
fn restore(before: &str, bytes: &[u8], after: &str, is_cut: bool) -> (Option<char>, f32) {
    if bytes.iter().all(|byte| matches!(byte, 0xFE | 0xFF)) {
        return (None, PUT_IN);
    }
    let best = completions(bytes).map(|c| (c, likelihood(before, c, after)));
    match best.max_by(|a, b| a.1.total_cmp(&b.1)) {
        Some((c, _)) => (Some(c), if is_cut { CUT } else { LOST_BYTE }),
        None if is_cut && is_start(bytes) => (None, CUT_UNKNOWN),
        None => (None, BROKEN + BROKEN_BYTE * bytes.len() as f32),
    }
}

/// The characters that bytes make with one byte more, wherever it was, or with another in the place of one
/// of several.
fn completions(bytes: &[u8]) -> impl Iterator<Item = char> + '_ {
    let with = move |at: usize, byte: u8, instead: usize| {
        let mut whole = [0; 4];
        let rest = &bytes[at + instead..];
        let length = at + 1 + rest.len();
        if length > whole.len() {
            return None;
        }
        whole[..at].copy_from_slice(&bytes[..at]);
        whole[at] = byte;
        whole[at + 1..length].copy_from_slice(rest);
        let mut chars = str::from_utf8(&whole[..length]).ok()?.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    let places = if bytes.len() > 1 { bytes.len() } else { 0 };
    let more = (0..=bytes.len()).map(|at| (at, 0));
    let others = (0..places).map(|at| (at, 1));
    more.chain(others).flat_map(move |(at, instead)| {
        (0x80..=0xF4).filter_map(move |byte| with(at, byte, instead))
    })
}

/// How likely a character is between its neighbours.
fn likelihood(before: &str, c: char, after: &str) -> f32 {
    let start = before.char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
    let chars = before[start..].chars().chain([c]).chain(after.chars().take(AROUND));
    char_lm::score_chars(chars).nats
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_character_is_restored() {
        let cases: [(&str, &[u8], &str, char); 3] = [
            ("das ist sch", b"\xC3", "n und gro", 'ö'),
            ("il a ét", b"\xA9", " content", 'é'),
            ("Том живёт в го", b"\xD1", "оде", 'р'),
        ];
        for (before, bytes, after, c) in cases {
            assert_eq!(restore(before, bytes, after, false).0, Some(c), "{before}");
        }
    }

    #[test]
    fn bytes_between_characters_stand_for_none() {
        assert_eq!(restore("groß. ", b"\xFF\xFE", "Die", false), (None, PUT_IN));
    }

    #[test]
    fn places_are_as_long_as_nothing_parts_them() {
        assert_eq!(places(b"a\xFF\xFEb\xC3"), [1..3, 4..5]);
        let shape = Shape::of("größer".as_bytes());
        assert_eq!(shape, Shape { characters: 2, places: 0, cut: 0 });
        assert_eq!(Shape::of(b"gr\xC3\xB6\xE2\x80"), Shape { characters: 1, places: 1, cut: 2 });
    }
}
