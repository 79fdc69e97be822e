//! Whether a text is in Unicode's composed form (NFC), found out without composing it.
//!
//! Most bytes cannot be wrong by themselves and are passed over. What remains is looked at character
//! by character: a character that never changes is fine, marks are fine in the order of their
//! classes, and one that may combine is fine if it does not combine with the letter before it. So
//! text of Indic scripts, which has such marks in every line, need not be composed to be compared.

use std::sync::OnceLock;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::decode::prefilter::scan::{self, UNCOMPOSED};

/// What has been seen of a line: as far as anybody looked, it is composed. It may be wrong that it
/// is not, where several marks follow one letter.
#[derive(Debug, Default)]
pub(in crate::decode) struct Composed {
    until: usize,
    is_broken: bool,
}

impl Composed {
    /// Looks at a place that bytes do not settle, places in their order.
    pub(in crate::decode) fn look(&mut self, line: &str, at: usize) {
        if at < self.until {
            return;
        }
        let before = line[..at].chars().next_back();
        let length = composed_run(&line[at..], before);
        self.is_broken |= length.is_none();
        self.until = length.map_or(line.len(), |length| at + length);
    }

    /// Whether nothing was found that is not composed.
    pub(in crate::decode) fn holds(&self) -> bool {
        !self.is_broken
    }
}

/// The length of the text up to where bytes can be passed over again, if it is composed.
fn composed_run(text: &str, before: Option<char>) -> Option<usize> {
    let mut before = before.unwrap_or(' ');
    // A mark that bytes tell to be in order may stand before, one that could combine among them.
    let mut last = match class(before) {
        COMBINES => canonical_combining_class(before),
        CHANGES => STARTER,
        class => class,
    };
    for (at, c) in text.char_indices() {
        if c.is_ascii() && before.is_ascii() && at > 0 {
            return Some(at);
        }
        let class = if c.is_ascii() { STARTER } else { class(c) };
        match class {
            STARTER if is_passed_over(&text[at..]) => return Some(at),
            STARTER => last = STARTER,
            CHANGES => return None,
            COMBINES => {
                let own = canonical_combining_class(c);
                let is_parted = own == STARTER && last != STARTER;
                if !is_parted && (last != STARTER || !stay_apart(before, c)) {
                    return None;
                }
                last = own;
            }
            mark if mark < last => return None,
            mark => last = mark,
        }
        before = c;
    }
    Some(text.len())
}

/// Whether the character that the text starts with is of those that bytes tell to be composed, and
/// no space between words that have to be looked at.
fn is_passed_over(text: &str) -> bool {
    !text.as_bytes()[0].is_ascii() && scan::kinds_at(text, 0) & UNCOMPOSED == 0
}

/// Whether two characters are not composed into one.
fn stay_apart(first: char, second: char) -> bool {
    let both = [first, second];
    both.into_iter().nfc().eq(both)
}

/// The classes of characters: their canonical combining class, which is 0 for all but marks and
/// at most 240, or one of those below.
const STARTER: u8 = 0;
/// It combines with some character before it.
const COMBINES: u8 = 254;
/// It is never part of composed text.
const CHANGES: u8 = 255;

/// The classes of the basic plane in blocks of 64, each computed when it is first met.
static CLASSES: [OnceLock<[u8; 64]>; 1024] = [const { OnceLock::new() }; 1024];

fn class(c: char) -> u8 {
    let code = c as usize;
    let Some(block) = CLASSES.get(code / 64) else { return computed_class(c) };
    let classes = block.get_or_init(|| {
        let first = c as u32 / 64 * 64;
        std::array::from_fn(|i| char::from_u32(first + i as u32).map_or(STARTER, computed_class))
    });
    classes[code % 64]
}

fn computed_class(c: char) -> u8 {
    match is_nfc_quick(std::iter::once(c)) {
        IsNormalized::Yes => canonical_combining_class(c),
        IsNormalized::Maybe => COMBINES,
        IsNormalized::No => CHANGES,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::decode::prefilter::Prefilter;

    fn is_composed(text: &str) -> bool {
        !Prefilter::at(text).uncomposed
    }

    fn is_told_by_the_next(c: char) -> bool {
        matches!(c, '\u{94D}' | '\u{E38}' | '\u{E39}' | '\u{E48}'..='\u{E4B}')
    }

    /// Characters that may be wrong beside each other: all marks of two scripts, letters that take
    /// some of them, marks of others.
    #[test]
    fn pairs_and_triples_that_are_passed_over_are_composed() {
        let scripts = ('\u{900}'..='\u{97F}').chain('\u{E30}'..='\u{E4E}');
        let chars: Vec<char> = scripts
            .chain("aé\u{301}\u{327}\u{64B}\u{5B0}\u{9BC}\u{9CD}\u{EB8}\u{EC8}か\u{3099}".chars())
            .collect();
        for &first in &chars {
            for &second in &chars {
                for third in ['\u{93C}', '\u{94D}', '\u{334}', '\u{E38}', '\u{E48}', '\u{951}', 'न']
                {
                    let text = String::from_iter([first, second, third]);
                    let is_fine = !is_composed(&text) || is_composed_slowly(&text);
                    assert!(is_fine, "{}", text.escape_unicode());
                }
            }
        }
    }

    fn is_composed_slowly(text: &str) -> bool {
        text.nfc().eq(text.chars())
    }

    #[test]
    fn what_is_passed_over_is_composed() {
        for c in ('\0'..=char::MAX).filter(|&c| computed_class(c) != STARTER) {
            // The virama and nukta of Hindi and the marks of Thai are in order among themselves.
            let text = if is_told_by_the_next(c) { format!("{c}\u{93C}") } else { String::from(c) };
            if c == '\u{93C}' {
                continue;
            }
            assert!(scan::kinds_at(&text, 0) & UNCOMPOSED != 0, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn usual_text_needs_no_composing() {
        for line in [
            "Die Brücke wird am Freitag eröffnet.",
            "वह बड़ा लड़का पढ़ता है।",
            "বাড়ি যাওয়ার সময় হয়েছে।",
            "أيضًا، مثلًا: قال إنّه سيأتي",
            "ภาษาไทยมีวรรณยุกต์ที่นี่",
            "東京は日本の首都です。がぎぐ",
            "ẹ́yin ọ̀rẹ́ mi",
        ] {
            assert!(is_composed_slowly(line) && is_composed(line), "{line}");
        }
    }

    proptest! {
        #[test]
        fn nothing_uncomposed_is_missed(text in "[a-zé \u{300}-\u{345}\u{1EB8}-\u{1EC7}नरड़\u{93C}\u{94D}य়\u{9BC}\u{9BE}\u{9C7}가-각\u{1161}\u{11A8}か\u{3099}。\u{2126}\u{FB1D}\u{64B}-\u{655}אב\u{5B0}-\u{5BC}\u{F71}-\u{F74}]{0,12}") {
            prop_assert!(!is_composed(&text) || is_composed_slowly(&text));
        }

        #[test]
        fn nothing_uncomposed_is_missed_anywhere(text in "\\PC{0,24}") {
            prop_assert!(!is_composed(&text) || is_composed_slowly(&text));
        }
    }
}
