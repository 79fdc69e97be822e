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
//! The table is made by `train likelihood` and read in place. Layout, little-endian: a header of
//! nine words (magic, then the places of groups, pages, slots, the number of slots as a power of
//! two, lists, ideographs, symbols, and the number of symbols). A *group* is a script with its
//! languages; a *page* maps 128 characters to `group << 9 | upper << 8 | id`; slots and lists are a
//! hash table of letter pairs and triples, each with differences for some of its group's languages.

use std::sync::LazyLock;

use crate::lang::Lang;
use crate::script::Script;

static TABLE: Table = Table::read(include_bytes!("likelihood.bin"));

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
    let mut scorer = Scorer::new();
    text.chars().for_each(|c| scorer.push(c));
    scorer.finish()
}

/// A prime-like odd multiplier with well-spread bits (the golden ratio of 2^32).
const HASH_MULTIPLIER: u32 = 0x9E37_79B1;

/// The hash of an n-gram's key; public only for the tool that writes the table.
#[doc(hidden)]
pub const fn hash(key: u32) -> u32 {
    let mixed = key.wrapping_mul(HASH_MULTIPLIER);
    (mixed ^ mixed >> 15).wrapping_mul(HASH_MULTIPLIER)
}

/// What a character is to the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter {
        group: u8,
        id: u8,
        upper: bool,
    },
    /// Han, kana or hangul: the place of its costs.
    Ideograph(usize),
    Symbol,
}

/// Groups and languages in all: the table is checked against these when it is compiled in.
const MAX_GROUPS: usize = 32;
const MAX_SLOTS: usize = 192;
/// Languages of one script.
const MAX_LANGUAGES: usize = 96;
/// Letters after which a word's costs are added up, long before they overflow: a letter costs at
/// most 1,020 sixteenths of a nat with both of its differences.
const LONGEST: u32 = 30;

/// The languages of the table of ideographs.
const IDEOGRAPHIC: usize = 4;

#[derive(Debug, Clone, Copy)]
struct Group {
    languages: usize,
    codes: usize,
    singles: usize,
    backoffs: usize,
    /// Where its languages start among all running totals.
    slot: usize,
}

struct Table {
    bytes: &'static [u8],
    groups: [Group; MAX_GROUPS],
    group_count: usize,
    /// Where the running totals of the ideographic languages start.
    ideograph_slot: usize,
    pages: usize,
    slots: usize,
    slot_bits: u32,
    lists: usize,
    ideographs: usize,
    symbols: usize,
    symbol_count: usize,
}

const fn word(bytes: &[u8], at: usize) -> usize {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize
}

impl Table {
    /// Reads the header. Evaluated when the crate is compiled: a damaged file does not build.
    const fn read(bytes: &'static [u8]) -> Self {
        assert!(bytes[0] == b'M' && bytes[1] == b'L' && bytes[2] == b'K' && bytes[3] == b'1');
        let start = word(bytes, 4);
        let empty = Group { languages: 0, codes: 0, singles: 0, backoffs: 0, slot: 0 };
        let mut groups = [empty; MAX_GROUPS];
        let group_count = word(bytes, start);
        let mut slot = 0;
        let mut i = 0;
        while i < group_count {
            let at = start + 4 + i * 20;
            groups[i] = Group {
                languages: word(bytes, at),
                codes: word(bytes, at + 8),
                singles: word(bytes, at + 12),
                backoffs: word(bytes, at + 16),
                slot,
            };
            assert!(groups[i].languages <= MAX_LANGUAGES);
            slot += groups[i].languages;
            i += 1;
        }
        assert!(slot + IDEOGRAPHIC <= MAX_SLOTS);
        Self {
            bytes,
            groups,
            group_count,
            ideograph_slot: slot,
            pages: word(bytes, 8),
            slots: word(bytes, 12),
            slot_bits: word(bytes, 16) as u32,
            lists: word(bytes, 20),
            ideographs: word(bytes, 24),
            symbols: word(bytes, 28),
            symbol_count: word(bytes, 32),
        }
    }

    fn half(&self, at: usize) -> u16 {
        u16::from_le_bytes([self.bytes[at], self.bytes[at + 1]])
    }

    fn class(&self, c: char) -> Class {
        let code = c as usize;
        if code >= 0x1_0000 {
            return Class::Symbol;
        }
        let page = self.bytes[self.pages + code / 128];
        if page != 0 {
            let at = self.pages + 512 + (usize::from(page) - 1) * 256 + code % 128 * 2;
            let value = self.half(at);
            if value != 0 {
                let [id, rest] = value.to_le_bytes();
                return Class::Letter { group: rest >> 1, id, upper: rest & 1 == 1 };
            }
        }
        ideograph(code).map_or(Class::Symbol, |index| {
            Class::Ideograph(self.ideographs + 3 * IDEOGRAPHIC + index * 2)
        })
    }

    /// The languages with a difference for an n-gram, as (index, difference) bytes.
    fn entries(&self, key: u32) -> &'static [u8] {
        let hash = hash(key);
        let mask = (1_usize << self.slot_bits) - 1;
        let mut slot = (hash >> (32 - self.slot_bits)) as usize;
        loop {
            let found = word(self.bytes, self.slots + slot * 4) as u32;
            if found == 0 {
                return &[];
            }
            if found >> 18 == hash & 0x3FFF {
                let at = self.lists + (found & 0x3_FFFF) as usize * 2;
                let length = usize::from(self.bytes[at]) * 2;
                return &self.bytes[at + 2..at + 2 + length];
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Whether some language has one letter after another.
    fn is_pair(&self, group: u8, first: u8, second: u8) -> bool {
        !self.entries(u32::from_be_bytes([group, NO_LETTER, first, second])).is_empty()
    }

    fn row(&self, table: usize, id: u8, group: &Group) -> &'static [u8] {
        let at = table + usize::from(id) * group.languages;
        &self.bytes[at..at + group.languages]
    }

    /// The cost of a symbol between two sides, if the table has it.
    fn symbol(&self, c: char, left: Side, right: Side) -> Option<i32> {
        let code = u16::try_from(u32::from(c)).ok()?;
        let (mut low, mut high) = (0, self.symbol_count);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.half(self.symbols + middle * SYMBOL_BYTES) < code {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let at = self.symbols + low * SYMBOL_BYTES;
        let found = low < self.symbol_count && self.half(at) == code;
        found.then(|| i32::from(self.bytes[at + 2 + left as usize * 3 + right as usize]))
    }

    fn lang(&self, codes: usize, index: usize) -> Option<Lang> {
        let at = codes + index * 3;
        std::str::from_utf8(&self.bytes[at..at + 3]).ok().and_then(Lang::from_code)
    }
}

/// A symbol and its cost for each pair of sides.
const SYMBOL_BYTES: usize = 2 + 9;

/// The number of a character in the table of ideographs.
fn ideograph(code: usize) -> Option<usize> {
    const KANA: usize = 0x3041;
    const HAN: usize = 0x4E00;
    const HANGUL: usize = 0xAC00;
    match code {
        KANA..=0x30FF => Some(code - KANA),
        HAN..=0x9FFF => Some(code - HAN + 0xBF),
        HANGUL..=0xD7A3 => Some(code - HANGUL + 0xBF + 0x5200),
        _ => None,
    }
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

/// A character seen alone, for sifting encodings before their texts are scored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glance {
    /// What it costs where it is at home, in nats.
    pub(crate) nats: f32,
    /// Whether it is a letter, and not a Latin one: text rarely puts it beside ASCII letters.
    pub(crate) is_foreign_letter: bool,
}

/// What a capital costs more than a small letter when nothing is known of the word: between a
/// capital at the start of a word and one inside.
const CAPITAL_AT_A_GLANCE: f32 = 2.5;

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&c)
}

/// Looks at a character without its neighbours.
pub(crate) fn glance(c: char) -> Glance {
    match TABLE.class(c) {
        Class::Letter { group, id, upper } if !is_combining(c) => {
            let about = &TABLE.groups[usize::from(group)];
            let least = TABLE.row(about.singles, id, about).iter().min().copied().unwrap_or(0);
            let case = if upper { CAPITAL_AT_A_GLANCE } else { 0.0 };
            let nats = f32::from(least) / COST_UNIT + case;
            Glance { nats, is_foreign_letter: Script::of(c) != Some(Script::Latin) }
        }
        Class::Ideograph(_) => Glance { nats: 8.0, is_foreign_letter: true },
        // Vietnamese writes its tones apart in windows-1258; they cost little once composed.
        Class::Symbol | Class::Letter { .. } if is_combining(c) => {
            Glance { nats: 3.0, is_foreign_letter: false }
        }
        Class::Symbol | Class::Letter { .. } => {
            let sides = [Side::Space, Side::Letter, Side::Symbol];
            let costs =
                sides.iter().flat_map(|&l| sides.iter().map(move |&r| TABLE.symbol(c, l, r)));
            let least = costs.flatten().min().unwrap_or_else(|| rare_symbol(c));
            Glance { nats: least as f32 / COST_UNIT, is_foreign_letter: false }
        }
    }
}

/// How odd a line looks at a glance: of the first characters beyond ASCII that are letters or stand
/// beside letters, how many are out of place in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Oddity {
    /// Characters looked at.
    pub(crate) seen: usize,
    /// Letters that no language has after the letter before them, capitals after small letters,
    /// ideographs that hardly anybody uses.
    pub(crate) odd: usize,
    /// Symbols inside words, and control characters.
    pub(crate) symbols: usize,
    /// How many of the letters are capitals.
    pub(crate) capitals: usize,
    /// The languages, as bits within their script, that use all of the letters; all of them where
    /// letters of several scripts were seen.
    languages: u128,
    group: Option<u8>,
}

/// A language uses a letter if it costs less by itself, in sixteenths of a nat: one letter in some
/// 8,000. Below it lie the letters of names.
const USED: u8 = 144;

/// For each letter of each group the languages that use it, as bits. Computed once, some 50,000
/// comparisons.
static USERS: LazyLock<Vec<Vec<u128>>> = LazyLock::new(|| {
    let groups = TABLE.groups[..TABLE.group_count].iter();
    groups
        .map(|group| {
            let letters = (group.backoffs - group.singles) / group.languages;
            let bits = |id: usize| {
                let row = TABLE.row(group.singles, id as u8, group).iter().enumerate();
                row.filter(|(_, cost)| **cost < USED).fold(0, |bits, (lang, _)| bits | 1 << lang)
            };
            (0..letters).map(bits).collect()
        })
        .collect()
});

/// How many characters of a line are looked at.
const GLANCED: usize = 24;
/// An ideograph is odd from this many steps on in every language: beyond the 3,000 most usual.
const RARE_STEP: u16 = 9;

/// Looks for damage in a line, quickly: one look-up for each of the first characters beyond ASCII,
/// whatever the number of languages.
pub(crate) fn oddity(line: &str) -> Oddity {
    let mut oddity =
        Oddity { seen: 0, odd: 0, symbols: 0, capitals: 0, languages: u128::MAX, group: None };
    let bytes = line.as_bytes();
    let mut at = 0;
    let mut before = None;
    while let Some(skipped) = bytes[at..].iter().position(|byte| !byte.is_ascii()) {
        if skipped > 0 {
            before = Some(char::from(bytes[at + skipped - 1]));
        }
        at += skipped;
        let Some(c) = line[at..].chars().next() else { break };
        at += c.len_utf8();
        oddity.look(before, c, bytes.get(at).copied());
        before = Some(c);
        if oddity.seen >= GLANCED {
            break;
        }
    }
    oddity
}

impl Oddity {
    /// Whether no language uses all of the letters.
    pub(crate) fn is_incoherent(&self) -> bool {
        self.languages == 0
    }

    fn look(&mut self, before: Option<char>, c: char, after: Option<u8>) {
        let before = before.map(|before| TABLE.class(before));
        match TABLE.class(c) {
            Class::Letter { group, id, upper } => {
                self.seen += 1;
                self.capitals += usize::from(upper);
                if self.group.get_or_insert(group) == &group {
                    self.languages &= USERS[usize::from(group)][usize::from(id)];
                }
                self.odd += usize::from(match before {
                    Some(Class::Letter { group: last, upper: false, .. })
                        if last == group && upper =>
                    {
                        true
                    }
                    Some(Class::Letter { group: last, id: second, .. }) if last == group => {
                        !TABLE.is_pair(group, second, id)
                    }
                    Some(Class::Letter { .. }) => true,
                    _ => !TABLE.is_pair(group, BOUNDARY, id),
                });
            }
            Class::Ideograph(at) => {
                self.seen += 1;
                let packed = TABLE.half(at);
                let least = (0..IDEOGRAPHIC).map(|i| packed >> (4 * i) & 15).min();
                self.odd += usize::from(least.is_some_and(|least| least >= RARE_STEP));
            }
            Class::Symbol => {
                let follows = matches!(before, Some(Class::Letter { .. }));
                let goes_on = after.is_some_and(|byte| byte.is_ascii_alphabetic() || byte >= 0x80);
                let is_mark =
                    matches!(c, '\u{A0}' | '·' | '\u{2010}'..='\u{206F}' | '\u{300}'..='\u{36F}');
                let is_control = matches!(c, '\u{80}'..='\u{9F}' | '\u{E000}'..='\u{F8FF}' | '\u{FF61}'..='\u{FF9F}');
                self.seen += usize::from(is_control);
                self.symbols += usize::from(is_control || follows && goes_on && !is_mark);
            }
        }
    }
}

/// Adds up the likelihood of a text, character by character.
#[derive(Debug, Clone)]
pub(crate) struct Scorer {
    totals: [i32; MAX_SLOTS],
    /// What the open word costs so far in each language of its script: narrow numbers, so that a
    /// vector instruction adds more of them.
    word: [i16; MAX_LANGUAGES],
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
        self.open.is_some_and(|open| open != group)
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
        let scripts = (Script::of(self.last), Script::of(c));
        self.shared += match scripts {
            _ if self.open.is_none() => BESIDE_IDEOGRAPH,
            (Some(Script::Latin), Some(Script::Cyrillic)) if LOOK_ALIKES.contains(self.last) => {
                LOOK_ALIKE
            }
            _ => SCRIPT_CHANGE_IN_WORD,
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
        totals.iter_mut().for_each(|total| *total = (*total).min(most));
    }

    /// Adds what a letter or the end of the word costs after the letters before it.
    fn add(&mut self, group: u8, id: u8) {
        let (first, second) = self.before;
        let about = &TABLE.groups[usize::from(group)];
        let word = &mut self.word[..about.languages];
        let singles = TABLE.row(about.singles, id, about);
        let backoffs = TABLE.row(about.backoffs, second, about);
        for ((cost, &single), &backoff) in word.iter_mut().zip(singles).zip(backoffs) {
            *cost += i16::from(single) + i16::from(backoff);
        }
        subtract(word, TABLE.entries(u32::from_be_bytes([group, NO_LETTER, second, id])));
        if second != BOUNDARY {
            subtract(word, TABLE.entries(u32::from_be_bytes([group, first, second, id])));
        }
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

fn subtract(word: &mut [i16], entries: &[u8]) {
    for entry in entries.chunks_exact(2) {
        // A fingerprint met by chance may come from a larger script's list.
        if let Some(cost) = word.get_mut(usize::from(entry[0])) {
            *cost -= 2 * i16::from(entry[1] as i8);
        }
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
        0xA0..=0xBF => 11,
        0x2010..=0x2027 | 0x2030..=0x205E | 0x20A0..=0x20CF => 11,
        0x3000..=0x303F | 0xFF01..=0xFF20 => 9,
        // Half-width katakana: usual in old Japanese text and nowhere else.
        0xFF66..=0xFF9F => 11,
        0x1F300..=0x1FAFF | 0x2600..=0x27BF => 10,
        _ if Script::of(c).is_some() => 15,
        _ => 13,
    };
    nats * NAT
}
