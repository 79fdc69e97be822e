//! Adds up how likely a text is.

use std::sync::LazyLock;

use super::cost_cache::{self, CostCache};
use super::costs::{
    BESIDE_IDEOGRAPH, COST_UNIT, FIRST_IDEOGRAPH, FIRST_OF_SCRIPT, LANGUAGE_CHANGE,
    LONE_HALF_WIDTH_KANA, LOOK_ALIKE, NAT, SCRIPT_CHANGE, SCRIPT_CHANGE_IN_WORD, SYMBOL_IN_WORD,
    case_cost, is_half_width_kana, rare_symbol,
};
use super::language_costs::LanguageCosts;
use super::table::{
    BOUNDARY, Class, Group, IDEOGRAPHIC, LONGEST, MAX_GROUPS, MAX_LANGUAGES, MAX_SLOTS, Side, TABLE,
};
use crate::lang::Lang;
use crate::model::look_alikes::typed_for_cyrillic;
use crate::script::Script;
use crate::simd::vectorised;

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
/// use monoglot::model::char_lm::score;
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
    scorer.push_all(text);
    scorer.finish()
}

/// What symbols of ASCII cost between two sides: most of the symbols of a text are spaces.
static ASCII_SYMBOLS: LazyLock<[[[i32; 3]; 3]; 128]> = LazyLock::new(|| {
    const SIDES: [Side; 3] = [Side::Letter, Side::Space, Side::Symbol];
    let mut costs = [[[0; 3]; 3]; 128];
    for (byte, costs) in (0_u8..).zip(&mut costs) {
        for (left, right) in SIDES.iter().flat_map(|&left| SIDES.map(|right| (left, right))) {
            costs[left as usize][right as usize] = symbol_cost(char::from(byte), left, right);
        }
    }
    costs
});

/// What a symbol costs between two sides.
fn symbol_cost(c: char, left: Side, right: Side) -> i32 {
    let rare = rare_symbol(c);
    let in_word = left == Side::Letter && right == Side::Letter;
    match TABLE.symbol(c, left, right) {
        Some(cost) => cost.min(rare + SYMBOL_IN_WORD),
        None if in_word => rare + SYMBOL_IN_WORD,
        None => rare,
    }
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

/// Adds up the likelihood of a text, character by character.
#[derive(Debug, Clone)]
pub(crate) struct Scorer {
    totals: [i32; MAX_SLOTS],
    /// What the open word costs so far in each language of its script: narrow numbers, so that a
    /// vector instruction adds more of them.
    word: cost_cache::Costs,
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
    /// The last symbol whose sides are known.
    last_symbol: char,
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
            last_symbol: ' ',
            symbol: None,
            left: Side::Space,
        }
    }

    /// Takes the next character of the text.
    pub(crate) fn push(&mut self, c: char) {
        cost_cache::with(|known| self.take(c, known));
    }

    /// Takes the next characters of the text: more than a few are added up faster so.
    pub(crate) fn push_all(&mut self, text: impl Iterator<Item = char>) {
        cost_cache::with(|known| {
            vectorised(
                #[inline(always)]
                || {
                    for c in text {
                        self.take(c, known);
                    }
                },
            );
        });
    }

    #[expect(clippy::inline_always, reason = "what is not inlined does not become vectors")]
    #[inline(always)]
    fn take(&mut self, c: char, known: &mut CostCache) {
        let (c, class) = match TABLE.class(c) {
            Class::Letter { group, .. } if self.goes_on_in_cyrillic(c, group) => {
                self.shared += LOOK_ALIKE;
                let c = typed_for_cyrillic(c).unwrap_or(c);
                (c, TABLE.class(c))
            }
            class => (c, class),
        };
        match class {
            Class::Letter { group, id, upper } => {
                self.settle_symbol(Side::Letter, c);
                self.letter(c, group, id, known);
                self.write_case(upper);
                self.left = Side::Letter;
            }
            Class::Ideograph(at) => {
                self.settle_symbol(Side::Letter, c);
                if self.open.is_some() {
                    self.shared += BESIDE_IDEOGRAPH;
                }
                self.close_word(known);
                self.ideograph(at);
                self.last = c;
                self.left = Side::Letter;
            }
            Class::Symbol => {
                let side = if c.is_whitespace() { Side::Space } else { Side::Symbol };
                self.settle_symbol(side, c);
                self.close_word(known);
                self.symbol = Some((c, self.left));
                self.left = side;
            }
        }
    }

    /// Whether a Latin letter stands in a Cyrillic word and looks at home there.
    fn goes_on_in_cyrillic(&self, c: char, group: u8) -> bool {
        self.open == Some(CYRILLIC_GROUP)
            && group != CYRILLIC_GROUP
            && Script::of(self.last) == Some(Script::Cyrillic)
            && typed_for_cyrillic(c).is_some()
    }

    /// Adds the cost of the symbol that waits, now that it is known what follows it.
    fn settle_symbol(&mut self, right: Side, next: char) {
        let Some((c, left)) = self.symbol.take() else { return };
        let is_lone_kana = is_half_width_kana(c)
            && !is_half_width_kana(self.last_symbol)
            && !is_half_width_kana(next);
        self.last_symbol = c;
        if is_lone_kana {
            self.shared += LONE_HALF_WIDTH_KANA;
            return;
        }
        let known = ASCII_SYMBOLS.get(c as usize);
        self.shared += known.map_or_else(
            || symbol_cost(c, left, right),
            |sides| sides[left as usize][right as usize],
        );
    }

    #[expect(clippy::inline_always, reason = "what is not inlined does not become vectors")]
    #[inline(always)]
    fn letter(&mut self, c: char, group: u8, id: u8, known: &mut CostCache) {
        if self.open != Some(group) {
            self.change_script(c);
            self.close_word(known);
            self.enter_script(group);
            self.open = Some(group);
        }
        self.last = c;
        self.letters[usize::from(group)] += 1;
        self.add(group, id, known);
        self.before = (self.before.1, id);
    }

    /// What it costs that a word goes on in another script with this letter.
    fn change_script(&mut self, c: char) {
        if self.left != Side::Letter {
            return;
        }
        let is_look_alike =
            || typed_for_cyrillic(self.last).is_some() && Script::of(c) == Some(Script::Cyrillic);
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

    fn close_word(&mut self, known: &mut CostCache) {
        if let Some(group) = self.open.take() {
            self.add(group, BOUNDARY, known);
            vectorised(
                #[inline(always)]
                || {
                    self.settle_word(group);
                    self.allow_other_languages(group);
                },
            );
            self.capitals = self.case == Case::Upper || self.capitals && self.case == Case::Capital;
        }
        self.before = (BOUNDARY, BOUNDARY);
        self.case = Case::Start;
    }

    /// Lets the next word be in any language of the script, at a price.
    #[expect(clippy::inline_always, reason = "what is not inlined does not become vectors")]
    #[inline(always)]
    fn allow_other_languages(&mut self, group: u8) {
        let about = &TABLE.groups[usize::from(group)];
        let totals = &mut self.totals[about.slot..about.slot + about.languages];
        let most = totals.iter().min().map_or(0, |least| least + LANGUAGE_CHANGE);
        for total in totals {
            *total = (*total).min(most);
        }
    }

    /// Adds what a letter or the end of the word costs after the letters before it.
    #[expect(clippy::inline_always, reason = "what is not inlined does not become vectors")]
    #[inline(always)]
    fn add(&mut self, group: u8, id: u8, known: &mut CostCache) {
        known.add(&mut self.word, group, self.before, id);
        self.pending += 1;
        if self.pending >= LONGEST {
            self.settle_word(group);
        }
    }

    /// Adds the costs of the word to those of the text.
    #[expect(clippy::inline_always, reason = "what is not inlined does not become vectors")]
    #[inline(always)]
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
    pub(crate) fn finish(self) -> Score {
        self.finish_among(&LanguageCosts::NONE).0
    }

    /// The score of what was pushed, its languages chosen with what each costs beforehand; and what
    /// the chosen ones cost, in nats.
    pub(crate) fn finish_among(mut self, costs: &LanguageCosts) -> (Score, f32) {
        self.settle_symbol(Side::Space, ' ');
        cost_cache::with(|known| self.close_word(known));
        let groups = TABLE.groups[..TABLE.group_count].iter().zip(self.letters);
        let ideographic = Group {
            languages: IDEOGRAPHIC,
            codes: TABLE.ideographs,
            slot: TABLE.ideograph_slot,
            ..TABLE.groups[0]
        };
        let (mut cost, mut beforehand) = (self.shared, 0);
        let mut best: (u32, Option<Lang>) = (0, None);
        for (group, letters) in groups.chain([(&ideographic, self.ideographs)]) {
            let Some(explained) = self.explain(group, letters, costs) else { continue };
            cost += explained.cost;
            beforehand += explained.beforehand;
            if letters > best.0 {
                best = (letters, TABLE.lang(group.codes, explained.language));
            }
        }
        let letters = self.letters.iter().sum::<u32>() + self.ideographs;
        let score = Score {
            lang: best.1,
            nats: -(cost as f32) / COST_UNIT,
            letters: letters as usize,
            ideographs: self.ideographs as usize,
        };
        (score, beforehand as f32 / COST_UNIT)
    }

    /// What the letters of one script cost in the language that explains them best.
    fn explain(&self, group: &Group, letters: u32, costs: &LanguageCosts) -> Option<Explained> {
        if letters == 0 {
            return None;
        }
        let slots = group.slot..group.slot + group.languages;
        let totals = self.totals[slots.clone()].iter().zip(costs.of(slots)).enumerate();
        let best = totals.min_by_key(|(_, (total, beforehand))| **total + **beforehand);
        best.map(|(language, (&cost, &beforehand))| Explained { language, cost, beforehand })
    }
}

/// How the letters of one script are explained: the language by its place, what its letters cost, and
/// what it cost beforehand.
struct Explained {
    language: usize,
    cost: i32,
    beforehand: i32,
}
