//! Looks at characters and lines that are too quick for likelihood: they only say where it pays to
//! look closely.

use std::sync::OnceLock;

use super::table::{Class, IDEOGRAPHIC, MAX_GROUPS, TABLE};
use super::{BOUNDARY, COST_UNIT, Side, rare_symbol};
use crate::script::Script;

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

/// What is known of a letter in all languages of its group.
struct Habits {
    /// The languages that use it, as bits.
    users: u128,
    /// The letters that it stands after in some language, as bits.
    after: [u64; 4],
}

/// The letters of each group: computed when the first of them is met, at most 60,000 look-ups.
static HABITS: [OnceLock<Vec<Habits>>; MAX_GROUPS] = [const { OnceLock::new() }; MAX_GROUPS];

fn habits(group: u8, id: u8) -> &'static Habits {
    let all = HABITS[usize::from(group)].get_or_init(|| {
        let about = &TABLE.groups[usize::from(group)];
        let letters = (about.backoffs - about.singles) / about.languages;
        (0..letters).map(|id| Habits::of(group, id as u8, letters)).collect()
    });
    &all[usize::from(id)]
}

impl Habits {
    fn of(group: u8, id: u8, letters: usize) -> Self {
        let about = &TABLE.groups[usize::from(group)];
        let costs = TABLE.row(about.singles, id, about).iter().enumerate();
        let users =
            costs.filter(|(_, cost)| **cost < USED).fold(0, |bits, (lang, _)| bits | 1 << lang);
        let mut after = [0; 4];
        for first in (0..letters).filter(|&first| TABLE.is_pair(group, first as u8, id)) {
            after[first / 64] |= 1 << (first % 64);
        }
        Self { users, after }
    }

    fn stands_after(&self, first: u8) -> bool {
        self.after[usize::from(first / 64)] >> (first % 64) & 1 == 1
    }
}

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
            before = Some(TABLE.class(char::from(bytes[at + skipped - 1])));
        }
        at += skipped;
        let Some(c) = line[at..].chars().next() else { break };
        at += c.len_utf8();
        let class = TABLE.class(c);
        oddity.look(before, (c, class), bytes.get(at).copied());
        before = Some(class);
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

    fn look(&mut self, before: Option<Class>, (c, class): (char, Class), after: Option<u8>) {
        match class {
            Class::Letter { group, id, upper } => {
                self.seen += 1;
                self.capitals += usize::from(upper);
                let habits = habits(group, id);
                if self.group.get_or_insert(group) == &group {
                    self.languages &= habits.users;
                }
                self.odd += usize::from(match before {
                    Some(Class::Letter { group: last, id: first, upper: capital })
                        if last == group =>
                    {
                        upper && !capital || !habits.stands_after(first)
                    }
                    Some(Class::Letter { .. }) => true,
                    _ => !habits.stands_after(BOUNDARY),
                });
            }
            Class::Ideograph(at) => {
                self.seen += 1;
                let packed = TABLE.half(at);
                let is_rare = (0..IDEOGRAPHIC).all(|i| packed >> (4 * i) & 15 >= RARE_STEP);
                self.odd += usize::from(is_rare);
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
