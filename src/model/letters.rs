//! Which characters make words, and in which script.
//!
//! The classifier meets every character of every document, so one load from a flat table decides:
//! letter of a script, mark that belongs to the letter before it, or neither. [`Script::of`] answers
//! the same question for letters from a table of blocks, a tenth as fast; a test holds the two
//! together. The table is built by the compiler from the ranges below, so nothing runs at start.
//! Marks of a script (vowel signs, nukta, virama) count as its letters here: they carry as much
//! evidence, and a word must not fall apart at them.

use crate::script::Script;
use Script::{
    Arabic, Armenian, Bengali, Cyrillic, Devanagari, Ethiopic, Georgian, Greek, Gujarati, Gurmukhi,
    Han, Hangul, Hebrew, Kana, Kannada, Khmer, Lao, Latin, Malayalam, Myanmar, Odia, Sinhala,
    Tamil, Telugu, Thaana, Thai, Tibetan,
};

/// What a character is inside running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Ends a word: space, digit, punctuation, symbol, letter of a script that no language here uses.
    Gap,
    /// Belongs to the character before it in any script: a combining accent, a (non-)joiner.
    Mark,
    /// A letter of a script, or a mark that only this script has.
    Letter(Script),
}

/// Stands for [`Class::Mark`] in the table; 0 is a gap, anything else a script's number plus one.
const MARK: u8 = 0xFF;

/// The class of a character. One load for the basic plane, two comparisons above it.
pub(crate) fn class(c: char) -> Class {
    let code = u32::from(c);
    if code >= 0x1_0000 {
        let is_han = (0x2_0000..0x4_0000).contains(&code);
        return if is_han { Class::Letter(Han) } else { Class::Gap };
    }
    match CLASSES[code as usize] {
        0 => Class::Gap,
        MARK => Class::Mark,
        number => Class::Letter(SCRIPTS[usize::from(number - 1)]),
    }
}

static CLASSES: [u8; 0x1_0000] = classes();

#[expect(clippy::large_stack_arrays, reason = "the compiler runs it, and keeps the result")]
const fn classes() -> [u8; 0x1_0000] {
    let mut table = [0; 0x1_0000];
    let mut i = 0;
    while i < LETTERS.len() {
        let (first, last, script) = LETTERS[i];
        fill(&mut table, first, last, script as u8 + 1);
        i += 1;
    }
    i = 0;
    while i < MARKS.len() {
        fill(&mut table, MARKS[i].0, MARKS[i].1, MARK);
        i += 1;
    }
    table
}

const fn fill(table: &mut [u8; 0x1_0000], first: u16, last: u16, value: u8) {
    let mut code = first as usize;
    while code <= last as usize {
        table[code] = value;
        code += 1;
    }
}

/// The scripts by their number, so that a table entry turns back into its script.
pub(crate) const SCRIPTS: [Script; 27] = [
    Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Thaana, Devanagari, Bengali, Gurmukhi,
    Gujarati, Odia, Tamil, Telugu, Kannada, Malayalam, Sinhala, Thai, Lao, Tibetan, Myanmar,
    Georgian, Hangul, Ethiopic, Khmer, Kana, Han,
];

/// Combining accents, and the joiner and non-joiner of Arabic and Indic words.
const MARKS: &[(u16, u16)] =
    &[(0x0300, 0x036F), (0x1AB0, 0x1ACE), (0x1DC0, 0x1DFF), (0x200C, 0x200D)];

/// Letters, and the marks that belong to one script (Unicode categories L and M): first, last.
/// Unassigned code points between two letters of a script are counted in.
const LETTERS: &[(u16, u16, Script)] = &[
    (0x0041, 0x005A, Latin),
    (0x0061, 0x007A, Latin),
    (0x00B5, 0x00B5, Latin),
    (0x00C0, 0x00D6, Latin),
    (0x00D8, 0x00F6, Latin),
    (0x00F8, 0x02AF, Latin),
    (0x0370, 0x0374, Greek),
    (0x0376, 0x037D, Greek),
    (0x037F, 0x037F, Greek),
    (0x0386, 0x0386, Greek),
    (0x0388, 0x03F5, Greek),
    (0x03F7, 0x03FF, Greek),
    (0x0400, 0x0481, Cyrillic),
    (0x0483, 0x052F, Cyrillic),
    (0x0531, 0x0559, Armenian),
    (0x0560, 0x0588, Armenian),
    (0x0591, 0x05BD, Hebrew),
    (0x05BF, 0x05BF, Hebrew),
    (0x05C1, 0x05C2, Hebrew),
    (0x05C4, 0x05C5, Hebrew),
    (0x05C7, 0x05F2, Hebrew),
    (0x0610, 0x061A, Arabic),
    (0x0620, 0x065F, Arabic),
    (0x066E, 0x06D3, Arabic),
    (0x06D5, 0x06DC, Arabic),
    (0x06DF, 0x06E8, Arabic),
    (0x06EA, 0x06EF, Arabic),
    (0x06FA, 0x06FC, Arabic),
    (0x06FF, 0x06FF, Arabic),
    (0x0750, 0x077F, Arabic),
    (0x0780, 0x07B1, Thaana),
    (0x08A0, 0x08E1, Arabic),
    (0x08E3, 0x08FF, Arabic),
    (0x0900, 0x0963, Devanagari),
    (0x0971, 0x097F, Devanagari),
    (0x0980, 0x09E3, Bengali),
    (0x09F0, 0x09F1, Bengali),
    (0x09FC, 0x09FC, Bengali),
    (0x09FE, 0x09FE, Bengali),
    (0x0A01, 0x0A5E, Gurmukhi),
    (0x0A70, 0x0A75, Gurmukhi),
    (0x0A81, 0x0AE3, Gujarati),
    (0x0AF9, 0x0AFF, Gujarati),
    (0x0B01, 0x0B63, Odia),
    (0x0B71, 0x0B71, Odia),
    (0x0B82, 0x0BD7, Tamil),
    (0x0C00, 0x0C63, Telugu),
    (0x0C80, 0x0C83, Kannada),
    (0x0C85, 0x0CE3, Kannada),
    (0x0CF1, 0x0CF2, Kannada),
    (0x0D00, 0x0D4E, Malayalam),
    (0x0D54, 0x0D57, Malayalam),
    (0x0D5F, 0x0D63, Malayalam),
    (0x0D7A, 0x0D7F, Malayalam),
    (0x0D81, 0x0DDF, Sinhala),
    (0x0DF2, 0x0DF3, Sinhala),
    (0x0E01, 0x0E3A, Thai),
    (0x0E40, 0x0E4E, Thai),
    (0x0E81, 0x0ECD, Lao),
    (0x0EDC, 0x0EDF, Lao),
    (0x0F00, 0x0F00, Tibetan),
    (0x0F18, 0x0F19, Tibetan),
    (0x0F35, 0x0F35, Tibetan),
    (0x0F37, 0x0F37, Tibetan),
    (0x0F39, 0x0F39, Tibetan),
    (0x0F3E, 0x0F84, Tibetan),
    (0x0F86, 0x0FBC, Tibetan),
    (0x0FC6, 0x0FC6, Tibetan),
    (0x1000, 0x103F, Myanmar),
    (0x1050, 0x108F, Myanmar),
    (0x109A, 0x109D, Myanmar),
    (0x10A0, 0x10FA, Georgian),
    (0x10FC, 0x10FF, Georgian),
    (0x1100, 0x11FF, Hangul),
    (0x1200, 0x135F, Ethiopic),
    (0x1380, 0x138F, Ethiopic),
    (0x1780, 0x17D3, Khmer),
    (0x17D7, 0x17D7, Khmer),
    (0x17DC, 0x17DD, Khmer),
    (0x1C80, 0x1C88, Cyrillic),
    (0x1C90, 0x1CBF, Georgian),
    (0x1E00, 0x1EFF, Latin),
    (0x1F00, 0x1FBC, Greek),
    (0x1FBE, 0x1FBE, Greek),
    (0x1FC2, 0x1FCC, Greek),
    (0x1FD0, 0x1FDB, Greek),
    (0x1FE0, 0x1FEC, Greek),
    (0x1FF2, 0x1FFC, Greek),
    (0x2C60, 0x2C7F, Latin),
    (0x2D00, 0x2D2D, Georgian),
    (0x2D80, 0x2DDE, Ethiopic),
    (0x2DE0, 0x2DFF, Cyrillic),
    (0x3005, 0x3005, Han),
    (0x3041, 0x309A, Kana),
    (0x309D, 0x309F, Kana),
    (0x30A1, 0x30FA, Kana),
    (0x30FC, 0x30FF, Kana),
    (0x3131, 0x318E, Hangul),
    (0x31F0, 0x31FF, Kana),
    (0x3400, 0x4DBF, Han),
    (0x4E00, 0x9FFF, Han),
    (0xA640, 0xA672, Cyrillic),
    (0xA674, 0xA67D, Cyrillic),
    (0xA67F, 0xA69F, Cyrillic),
    (0xA722, 0xA788, Latin),
    (0xA78B, 0xA7FF, Latin),
    (0xA960, 0xA97C, Hangul),
    (0xA9E0, 0xA9EF, Myanmar),
    (0xA9FA, 0xA9FE, Myanmar),
    (0xAA60, 0xAA76, Myanmar),
    (0xAA7A, 0xAA7F, Myanmar),
    (0xAB01, 0xAB2E, Ethiopic),
    (0xAC00, 0xD7FB, Hangul),
    (0xF900, 0xFAD9, Han),
    (0xFB00, 0xFB06, Latin),
    (0xFB13, 0xFB17, Armenian),
    (0xFB1D, 0xFB28, Hebrew),
    (0xFB2A, 0xFB4F, Hebrew),
    (0xFB50, 0xFBB1, Arabic),
    (0xFBD3, 0xFD3D, Arabic),
    (0xFD50, 0xFDC7, Arabic),
    (0xFDF0, 0xFDFB, Arabic),
    (0xFE70, 0xFEFC, Arabic),
    (0xFF21, 0xFF3A, Latin),
    (0xFF41, 0xFF5A, Latin),
    (0xFF66, 0xFF9F, Kana),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_the_script_that_script_names() {
        for c in (0..=0x0003_FFFF).filter_map(char::from_u32) {
            if let (Class::Letter(ours), Some(theirs)) = (class(c), Script::of(c)) {
                assert_eq!(ours, theirs, "U+{:04X}", u32::from(c));
            }
        }
    }

    #[test]
    fn scripts_stand_at_their_own_number() {
        assert!(SCRIPTS.iter().enumerate().all(|(i, script)| *script as usize == i));
    }

    #[test]
    fn what_ends_a_word_has_no_class() {
        for c in "0٣ ,.:;-–“”«»…€№%#@/\\|•→😀।་".chars() {
            assert_eq!(class(c), Class::Gap, "{c:?}");
        }
    }
}
