//! Looks at characters and lines that are too quick for likelihood: they only say where it pays to
//! look closely.

use std::sync::LazyLock;

use super::table::{Class, IDEOGRAPHIC, TABLE};
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
