//! How likely a text is in the language that explains it best.
//!
//! The decoder asks this of every way to read a file: the encoding whose text is likeliest is the
//! one its author used. What is compared is the *total* log-likelihood, never a mean or a share:
//! readings of the same bytes differ in length, and a confidence that is normalised within one
//! reading says nothing about another.
//!
//! Letters are judged by their one or two predecessors in the same word, per language; each script
//! of a text is explained by its own best language, so that a Russian page with English names is
//! not forced into either. Case, symbols and changes of script cost the same in every language.
//!
//! The table is made by `train likelihood` and read in place.

mod glance;
mod memo;
mod table;

use crate::lang::Lang;
use crate::script::Script;
use table::{Class, IDEOGRAPHIC, LONGEST, MAX_GROUPS, MAX_LANGUAGES, MAX_SLOTS, TABLE};

pub(crate) use glance::{Glance, Oddity, glance, oddity};
#[doc(hidden)]
pub use table::hash;

/// Costs are stored in sixteenths of a nat, differences in eighths.
const COST_UNIT: f32 = 16.0;

/// One nat as a cost.
const NAT: i32 = 16;

/// Identifies what stands outside a word in the table.
const BOUNDARY: u8 = 0;

/// The first letter of a pair's key, where a triple has a letter.
const NO_LETTER: u8 = 0xFF;

/// How likely a text is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// The language that explains most of the letters best; `None` without letters.
    pub lang: Option<Lang>,
    /// The log-likelihood of the whole text, in nats: negative, and lower for longer texts.
    pub nats: f32,
    /// How many letters the text has.
    pub letters: usize,
    /// How many of them are Han, kana or hangul: each costs more than a letter of an alphabet.
    pub ideographs: usize,
}

impl Score {
    /// The log-likelihood of a letter on average, as far as it is worse than an ideograph's in
    /// common text, in nats: what [`Score::mean`] would be if the text were written in an alphabet.
    pub(crate) fn plausibility(&self) -> f32 {
        /// Han, kana and hangul of plain text cost 6 to 8 nats, letters 2 to 3.5.
        const IDEOGRAPH: f32 = 4.5;
        let share = self.ideographs as f32 / self.letters.max(1) as f32;
        self.mean() + IDEOGRAPH * share
    }

    /// The log-likelihood of a letter on average, in nats; 0 without letters.
    pub fn mean(&self) -> f32 {
        if self.letters == 0 { 0.0 } else { self.nats / self.letters as f32 }
    }
}

/// Scores a text. One pass; a letter costs two look-ups and one addition for each language of its
/// script. Nothing is allocated.
///
/// ```
/// use monoglot::model::likelihood::score;
///
/// let right = score("привет, как дела?");
/// assert_eq!(right.lang.map(|lang| lang.code()), Some("rus"));
/// assert!(right.nats > score("ïðèâåò, êàê äåëà?").nats + 50.0);
/// assert_eq!(score("").lang, None);
/// ```
pub fn score(text: &str) -> Score {
    score_chars(text.chars())
}

/// Scores a text that is given character by character.
pub(crate) fn score_chars(text: impl Iterator<Item = char>) -> Score {
    let mut scorer = Scorer::new();
    text.for_each(|c| scorer.push(c));
    scorer.finish()
}

/// What stands beside a symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Space = 0,
    Letter = 1,
    Symbol = 2,
}

/// How a word has been written so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    /// No letter with case yet.
    Start,
    Lower,
    /// One capital, at the start.
    Capital,
    /// Capitals only, two or more.
    Upper,
}

/// What a letter's case costs, in sixteenths of a nat. Rounded shares in the prose of the training
/// corpus: of words, one in six starts with a capital; a capital after a small letter of the same
/// word is one in several hundred; a word in capitals is one in fifty, unless the last was one too.
mod case_cost {
    pub(super) const LOWER_START: i32 = 3;
    pub(super) const CAPITAL_START: i32 = 29;
    pub(super) const CAPITAL_IN_WORD: i32 = 88;
    pub(super) const SECOND_CAPITAL: i32 = 48;
    pub(super) const CAPITALS_AGAIN: i32 = 5;
    pub(super) const LOWER_AFTER_CAPITALS: i32 = 64;
}

/// What a rare symbol costs more between two letters.
const SYMBOL_IN_WORD: i32 = 3 * NAT;
/// A letter of another script right after a letter. Text does this in brand names and in mistakes;
/// wrong readings do it all the time.
const SCRIPT_CHANGE_IN_WORD: i32 = 8 * NAT;
/// The same between a Cyrillic letter and a Latin one that looks like one: typists do this.
const LOOK_ALIKE: i32 = 2 * NAT;
/// The same beside an ideograph: usual in Chinese and Japanese, where words have no spaces.
const BESIDE_IDEOGRAPH: i32 = 4 * NAT;
/// A word in another script than the last one.
const SCRIPT_CHANGE: i32 = 3 * NAT;
/// The first letter of a script: text in that script pays it once, a stray letter pays it in full.
const FIRST_OF_SCRIPT: i32 = 2 * NAT;
/// The same for ideographs, which a pair of bytes makes easily.
const FIRST_IDEOGRAPH: i32 = 5 * NAT;
/// A word in another language of the same script than the last one. Pages quote and name things in
/// other languages, and markup is English; the words of one sentence still speak for each other.
const LANGUAGE_CHANGE: i32 = 9 * NAT;

/// Latin letters that Cyrillic text holds by mistake, and the letters they look like.
const LOOK_ALIKES: &str = "aceijopsxyABCEHIJKMOPSTXY";
const LOOKED_LIKE: &str = "асеіјорѕхуАВСЕНІЈКМОРЅТХУ";

/// The Cyrillic letter that a Latin one looks like.
fn looked_like(c: char) -> Option<char> {
    let at = LOOK_ALIKES.find(c)?;
    LOOKED_LIKE.chars().nth(at)
}

/// Adds up the likelihood of a text, character by character.
#[derive(Debug, Clone)]
pub(crate) struct Scorer {
    totals: [i32; MAX_SLOTS],
    /// What the open word costs so far in each language of its script: narrow numbers, so that a
    /// vector instruction adds more of them.
    word: memo::Costs,
    /// Letters since `word` was last added to the totals.
    pending: u32,
    letters: [u32; MAX_GROUPS],
    ideographs: u32,
    shared: i32,
    /// The group of the word that is open, and its last two letters.
    open: Option<u8>,
    before: (u8, u8),
    last_script: Option<u8>,
    /// One bit for each group.
    scripts_seen: u64,
    /// The last letter.
    last: char,
    case: Case,
    /// Whether the last word was written in capitals.
    capitals: bool,
    /// A symbol that waits for its right side.
    symbol: Option<(char, Side)>,
    left: Side,
}

/// The first group of the table: scripts come in the order of [`Script`].
const LATIN_GROUP: u8 = 0;
const CYRILLIC_GROUP: u8 = 2;
/// Stands for the ideographic scripts where groups are compared.
const IDEOGRAPHIC_SCRIPT: u8 = MAX_GROUPS as u8;

impl Scorer {
    pub(crate) fn new() -> Self {
        Self {
            totals: [0; MAX_SLOTS],
            word: [0; MAX_LANGUAGES],
            pending: 0,
            letters: [0; MAX_GROUPS],
            ideographs: 0,
            shared: 0,
            open: None,
            before: (BOUNDARY, BOUNDARY),
            last_script: None,
            scripts_seen: 0,
            last: ' ',
            case: Case::Start,
            capitals: false,
            symbol: None,
            left: Side::Space,
        }
    }

    /// Takes the next character of the text.
    pub(crate) fn push(&mut self, c: char) {
        match TABLE.class(c) {
            Class::Letter { group, .. } if self.goes_on_in_cyrillic(c, group) => {
                self.shared += LOOK_ALIKE;
                self.push(looked_like(c).unwrap_or(c));
            }
            Class::Letter { group, id, upper } => {
                self.settle_symbol(Side::Letter);
                self.letter(c, group, id);
                self.write_case(upper);
                self.left = Side::Letter;
            }
            Class::Ideograph(at) => {
                self.settle_symbol(Side::Letter);
                if self.open.is_some() {
                    self.shared += BESIDE_IDEOGRAPH;
                }
                self.close_word();
                self.ideograph(at);
                self.last = c;
                self.left = Side::Letter;
            }
            Class::Symbol => {
                let side = if c.is_whitespace() { Side::Space } else { Side::Symbol };
                self.settle_symbol(side);
                self.close_word();
                self.symbol = Some((c, self.left));
                self.left = side;
            }
        }
    }

    /// Whether a Latin letter stands in a Cyrillic word and looks at home there.
    fn goes_on_in_cyrillic(&self, c: char, group: u8) -> bool {
        self.open == Some(CYRILLIC_GROUP)
            && group != CYRILLIC_GROUP
            && c.is_ascii()
            && Script::of(self.last) == Some(Script::Cyrillic)
            && looked_like(c).is_some()
    }

    fn settle_symbol(&mut self, right: Side) {
        if let Some((c, left)) = self.symbol.take() {
            let rare = rare_symbol(c);
            let in_word = left == Side::Letter && right == Side::Letter;
            self.shared += match TABLE.symbol(c, left, right) {
                Some(cost) => cost.min(rare + SYMBOL_IN_WORD),
                None if in_word => rare + SYMBOL_IN_WORD,
                None => rare,
            };
        }
    }

    fn letter(&mut self, c: char, group: u8, id: u8) {
        if self.open != Some(group) {
            self.change_script(c);
            self.close_word();
            self.enter_script(group);
            self.open = Some(group);
        }
        self.last = c;
        self.letters[usize::from(group)] += 1;
        self.add(group, id);
        self.before = (self.before.1, id);
    }

    /// What it costs that a word goes on in another script with this letter.
    fn change_script(&mut self, c: char) {
        if self.left != Side::Letter {
            return;
        }
        let is_look_alike =
            || LOOK_ALIKES.contains(self.last) && Script::of(c) == Some(Script::Cyrillic);
        self.shared += match self.open {
            None => BESIDE_IDEOGRAPH,
            Some(LATIN_GROUP) if is_look_alike() => LOOK_ALIKE,
            Some(_) => SCRIPT_CHANGE_IN_WORD,
        };
    }

    fn enter_script(&mut self, script: u8) {
        if self.last_script.is_some_and(|last| last != script) {
            self.shared += SCRIPT_CHANGE;
        }
        self.last_script = Some(script);
        let seen = 1 << script;
        if self.scripts_seen & seen == 0 {
            self.scripts_seen |= seen;
            self.shared += match script {
                IDEOGRAPHIC_SCRIPT => FIRST_IDEOGRAPH,
                LATIN_GROUP => 0,
                _ => FIRST_OF_SCRIPT,
            };
        }
    }

    fn close_word(&mut self) {
        if let Some(group) = self.open.take() {
            self.add(group, BOUNDARY);
            self.settle_word(group);
            self.allow_other_languages(group);
            self.capitals = self.case == Case::Upper || self.capitals && self.case == Case::Capital;
        }
        self.before = (BOUNDARY, BOUNDARY);
        self.case = Case::Start;
    }

    /// Lets the next word be in any language of the script, at a price.
    fn allow_other_languages(&mut self, group: u8) {
        let about = &TABLE.groups[usize::from(group)];
        let totals = &mut self.totals[about.slot..about.slot + about.languages];
        let most = totals.iter().min().map_or(0, |least| least + LANGUAGE_CHANGE);
        for total in totals {
            *total = (*total).min(most);
        }
    }

    /// Adds what a letter or the end of the word costs after the letters before it.
    fn add(&mut self, group: u8, id: u8) {
        memo::add(&mut self.word, group, self.before, id);
        self.pending += 1;
        if self.pending >= LONGEST {
            self.settle_word(group);
        }
    }

    /// Adds the costs of the word to those of the text.
    fn settle_word(&mut self, group: u8) {
        let about = &TABLE.groups[usize::from(group)];
        let totals = &mut self.totals[about.slot..about.slot + about.languages];
        for (total, cost) in totals.iter_mut().zip(&mut self.word) {
            *total += i32::from(*cost);
            *cost = 0;
        }
        self.pending = 0;
    }

    fn ideograph(&mut self, at: usize) {
        /// Costs of ideographs are stored in steps of 0.75 nats from 3.
        const LEAST: i32 = 3 * NAT;
        const STEP: i32 = NAT * 3 / 4;
        self.enter_script(IDEOGRAPHIC_SCRIPT);
        self.ideographs += 1;
        let mut packed = TABLE.half(at);
        let start = TABLE.ideograph_slot;
        for total in &mut self.totals[start..start + IDEOGRAPHIC] {
            *total += LEAST + STEP * i32::from(packed & 15);
            packed >>= 4;
        }
    }

    fn write_case(&mut self, upper: bool) {
        use case_cost::{
            CAPITAL_IN_WORD, CAPITAL_START, CAPITALS_AGAIN, LOWER_AFTER_CAPITALS, LOWER_START,
            SECOND_CAPITAL,
        };
        let again = self.capitals;
        let (cost, case) = match (self.case, upper) {
            (Case::Start, false) => (LOWER_START, Case::Lower),
            (Case::Start, true) => {
                (if again { CAPITALS_AGAIN } else { CAPITAL_START }, Case::Capital)
            }
            (Case::Capital, true) => {
                (if again { CAPITALS_AGAIN } else { SECOND_CAPITAL }, Case::Upper)
            }
            (Case::Upper, true) => (0, Case::Upper),
            (Case::Upper, false) => (LOWER_AFTER_CAPITALS, Case::Lower),
            (Case::Lower, true) => (CAPITAL_IN_WORD, Case::Lower),
            (Case::Lower | Case::Capital, false) => (0, Case::Lower),
        };
        self.shared += cost;
        self.case = case;
    }

    /// The score of what was pushed.
    pub(crate) fn finish(mut self) -> Score {
        self.settle_symbol(Side::Space);
        self.close_word();
        let mut cost = self.shared;
        let mut best: (u32, Option<Lang>) = (0, None);
        for (group, &letters) in TABLE.groups[..TABLE.group_count].iter().zip(&self.letters) {
            cost += self.explain(
                group.slot..group.slot + group.languages,
                letters,
                &mut best,
                group.codes,
            );
        }
        let start = TABLE.ideograph_slot;
        cost +=
            self.explain(start..start + IDEOGRAPHIC, self.ideographs, &mut best, TABLE.ideographs);
        let letters = self.letters.iter().sum::<u32>() + self.ideographs;
        Score {
            lang: best.1,
            nats: -(cost as f32) / COST_UNIT,
            letters: letters as usize,
            ideographs: self.ideographs as usize,
        }
    }

    /// What the letters of one script cost in the language that explains them best; that language
    /// is the text's if no script has more letters.
    fn explain(
        &self,
        slots: std::ops::Range<usize>,
        letters: u32,
        best: &mut (u32, Option<Lang>),
        codes: usize,
    ) -> i32 {
        if letters == 0 {
            return 0;
        }
        let totals = self.totals[slots].iter().enumerate();
        let Some((index, &cost)) = totals.min_by_key(|(_, total)| **total) else { return 0 };
        if letters > best.0 {
            *best = (letters, TABLE.lang(codes, index));
        }
        cost
    }
}

/// What a character costs that the corpus does not have often enough to count, by what it is.
/// The order matters more than the figures: a control character is worse than a private one, that
/// is worse than a box drawing character, and a rare currency sign is none of these.
fn rare_symbol(c: char) -> i32 {
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
