//! What characters cost beside the letters' own cost: case, symbols, changes of script and language. The
//! same in every language.

use crate::script::Script;

/// Costs are stored in sixteenths of a nat, differences in eighths.
pub(super) const COST_UNIT: f32 = 16.0;

/// One nat as a cost.
pub(super) const NAT: i32 = 16;

/// What a letter's case costs, in sixteenths of a nat. Rounded shares in the prose of the training
/// corpus: of words, one in six starts with a capital; a capital after a small letter of the same
/// word is one in several hundred; a word in capitals is one in fifty, unless the last was one too.
pub(super) mod case_cost {
    pub(in crate::model::char_lm) const LOWER_START: i32 = 3;
    pub(in crate::model::char_lm) const CAPITAL_START: i32 = 29;
    pub(in crate::model::char_lm) const CAPITAL_IN_WORD: i32 = 88;
    pub(in crate::model::char_lm) const SECOND_CAPITAL: i32 = 48;
    pub(in crate::model::char_lm) const CAPITALS_AGAIN: i32 = 5;
    pub(in crate::model::char_lm) const LOWER_AFTER_CAPITALS: i32 = 64;
}

/// What a rare symbol costs more between two letters.
pub(super) const SYMBOL_IN_WORD: i32 = 3 * NAT;
/// A letter of another script right after a letter. Text does this in brand names and in mistakes;
/// wrong readings do it all the time.
pub(super) const SCRIPT_CHANGE_IN_WORD: i32 = 8 * NAT;
/// The same between a Cyrillic letter and a Latin one that looks like one: typists do this.
pub(super) const LOOK_ALIKE: i32 = 2 * NAT;
/// The same beside an ideograph: usual in Chinese and Japanese, where words have no spaces.
pub(super) const BESIDE_IDEOGRAPH: i32 = 4 * NAT;
/// A word in another script than the last one.
pub(super) const SCRIPT_CHANGE: i32 = 3 * NAT;
/// The first letter of a script: text in that script pays it once, a stray letter pays it in full.
pub(super) const FIRST_OF_SCRIPT: i32 = 2 * NAT;
/// The same for ideographs, which a pair of bytes makes easily.
pub(super) const FIRST_IDEOGRAPH: i32 = 5 * NAT;
/// A word in another language of the same script than the last one. Pages quote and name things in
/// other languages, and markup is English; the words of one sentence still speak for each other.
pub(super) const LANGUAGE_CHANGE: i32 = 9 * NAT;

/// A half-width katakana without another one beside it. Old Japanese files have words of them; one by
/// itself is a mark of another encoding.
pub(super) const LONE_HALF_WIDTH_KANA: i32 = 22 * NAT;

pub(super) fn is_half_width_kana(c: char) -> bool {
    ('\u{FF61}'..='\u{FF9F}').contains(&c)
}

/// What a character costs that the corpus does not have often enough to count, by what it is.
/// The order matters more than the figures: a control character is worse than a private one, that
/// is worse than a box drawing character, and a rare currency sign is none of these.
pub(super) fn rare_symbol(c: char) -> i32 {
    let nats = match u32::from(c) {
        0x09 | 0x0A | 0x0D => 2,
        0x20..=0x7E => 7,
        0x00..=0x1F | 0x7F..=0x9F => 16,
        0xFFFD..=0xFFFF => 18,
        0xE000..=0xF8FF | 0xF_0000.. => 17,
        // Latin-1 marks, punctuation, currencies; half-width katakana, usual in old Japanese text.
        0xA0..=0xBF | 0x2010..=0x2027 | 0x2030..=0x205E | 0x20A0..=0x20CF | 0xFF66..=0xFF9F => 11,
        0x3000..=0x303F | 0xFF01..=0xFF20 => 9,
        0x1F300..=0x1FAFF | 0x2600..=0x27BF => 10,
        _ if Script::of(c).is_some() => 15,
        _ => 13,
    };
    nats * NAT
}
