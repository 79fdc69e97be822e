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
/// 13,000. Below it lie the letters of names, above it the `œ` of French.
const USED: u8 = 152;

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

/// What a character is at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// A symbol that may stand inside words, or any ASCII one.
    Mark,
    /// Another symbol.
    Symbol,
    /// A control or private character, or half a syllable.
    Control,
    Letter {
        group: u8,
        id: u8,
        upper: bool,
    },
    Ideograph,
    /// An ideograph that hardly anybody uses.
    Rare,
}

/// An ideograph is odd from this many steps on in every language: beyond the 3,000 most usual.
const RARE_STEP: u16 = 9;

/// The sights of the basic plane in blocks of 64, each made when it is first met.
static SIGHTS: [OnceLock<[Sight; 64]>; 1024] = [const { OnceLock::new() }; 1024];

impl Sight {
    fn of(c: char) -> Self {
        let code = c as usize;
        let Some(block) = SIGHTS.get(code / 64) else { return Self::new(c) };
        let sights = block.get_or_init(|| {
            let first = c as u32 / 64 * 64;
            std::array::from_fn(|i| char::from_u32(first + i as u32).map_or(Self::Mark, Self::new))
        });
        sights[code % 64]
    }

    fn new(c: char) -> Self {
        match TABLE.class(c) {
            Class::Letter { group, id, upper } => Self::Letter { group, id, upper },
            Class::Ideograph(at) => {
                let packed = TABLE.half(at);
                let is_rare = (0..IDEOGRAPHIC).all(|i| packed >> (4 * i) & 15 >= RARE_STEP);
                if is_rare { Self::Rare } else { Self::Ideograph }
            }
            Class::Symbol => match c {
                '\0'..='\u{7F}'
                | '\u{A0}'
                | '·'
                | '\u{2010}'..='\u{206F}'
                | '\u{300}'..='\u{36F}' => Self::Mark,
                '\u{80}'..='\u{9F}' | '\u{E000}'..='\u{F8FF}' | '\u{FF61}'..='\u{FF9F}' => {
                    Self::Control
                }
                _ => Self::Symbol,
            },
        }
    }
}

/// How many characters of a line are looked at.
const GLANCED: usize = 24;

/// Looks for damage in a line, quickly: one look-up for each of the first characters beyond ASCII,
/// whatever the number of languages.
pub(crate) fn oddity(line: &str) -> Oddity {
    let mut oddity =
        Oddity { seen: 0, odd: 0, symbols: 0, capitals: 0, languages: u128::MAX, group: None };
    let bytes = line.as_bytes();
    let mut at = beyond_ascii(bytes, 0);
    // What an ASCII character is matters only where another one follows.
    let sight_before = |at: usize| bytes.get(at.wrapping_sub(1)).map(|&byte| char::from(byte));
    let mut before = sight_before(at).map_or(Sight::Mark, Sight::of);
    while let Some(c) = line[at..].chars().next() {
        at += c.len_utf8();
        let sight = Sight::of(c);
        oddity.look(before, sight, bytes.get(at).copied());
        if oddity.seen >= GLANCED {
            break;
        }
        before = sight;
        if bytes.get(at).is_some_and(u8::is_ascii) {
            at = beyond_ascii(bytes, at);
            before = sight_before(at).map_or(Sight::Mark, Sight::of);
        }
    }
    oddity
}

/// The first place from somewhere on where a character beyond ASCII starts, or the end.
fn beyond_ascii(bytes: &[u8], mut at: usize) -> usize {
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let high = u64::from_le_bytes(*eight) & 0x8080_8080_8080_8080;
        if high != 0 {
            return at + high.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    (at..bytes.len()).find(|&at| !bytes[at].is_ascii()).unwrap_or(bytes.len())
}

impl Oddity {
    /// Whether no language uses all of the letters.
    pub(crate) fn is_incoherent(&self) -> bool {
        self.languages == 0
    }

    /// How many letters and symbols are out of place.
    pub(crate) fn out_of_place(&self) -> usize {
        self.odd + self.symbols
    }

    fn look(&mut self, before: Sight, sight: Sight, after: Option<u8>) {
        match sight {
            Sight::Letter { group, id, upper } => self.look_at_letter(before, group, id, upper),
            Sight::Ideograph => self.seen += 1,
            Sight::Rare => {
                self.seen += 1;
                self.odd += 1;
            }
            Sight::Control => {
                self.seen += 1;
                self.symbols += 1;
            }
            Sight::Symbol => {
                let follows = matches!(before, Sight::Letter { .. });
                let goes_on = after.is_some_and(|byte| byte.is_ascii_alphabetic() || byte >= 0x80);
                self.symbols += usize::from(follows && goes_on);
            }
            Sight::Mark => {}
        }
    }

    fn look_at_letter(&mut self, before: Sight, group: u8, id: u8, upper: bool) {
        self.seen += 1;
        self.capitals += usize::from(upper);
        let habits = habits(group, id);
        if self.group.get_or_insert(group) == &group {
            self.languages &= habits.users;
        }
        self.odd += usize::from(match before {
            Sight::Letter { group: last, id: first, upper: capital } if last == group => {
                upper && !capital || !habits.stands_after(first)
            }
            Sight::Letter { .. } => true,
            _ => !habits.stands_after(BOUNDARY),
        });
    }
}
