//! How odd a line is by its first letters: a cheap test that only says where scoring pays.

use std::sync::OnceLock;

use super::table::{BOUNDARY, Class, IDEOGRAPHIC, MAX_GROUPS, TABLE};

/// How odd a line looks: of the first characters beyond ASCII that are letters or stand
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
struct LetterStatistics {
    /// The languages that use it, as bits.
    users: u128,
    /// The letters that it stands after in some language, as bits.
    after: [u64; 4],
}

/// The letters of each group, each computed when it is met: some 250 look-ups.
static STATISTICS: [OnceLock<Vec<OnceLock<LetterStatistics>>>; MAX_GROUPS] =
    [const { OnceLock::new() }; MAX_GROUPS];

fn statistics(group: u8, id: u8) -> &'static LetterStatistics {
    let all = STATISTICS[usize::from(group)].get_or_init(|| {
        let about = &TABLE.groups[usize::from(group)];
        let letters = (about.backoffs - about.singles) / about.languages;
        std::iter::repeat_with(OnceLock::new).take(letters).collect()
    });
    all[usize::from(id)].get_or_init(|| LetterStatistics::of(group, id, all.len()))
}

impl LetterStatistics {
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

/// What a character is for this test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CharClass {
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

/// The classes of the basic plane in blocks of 64, each made when it is first met.
static CLASSES: [OnceLock<[CharClass; 64]>; 1024] = [const { OnceLock::new() }; 1024];

impl CharClass {
    fn of(c: char) -> Self {
        let code = c as usize;
        let Some(block) = CLASSES.get(code / 64) else { return Self::new(c) };
        let classes = block.get_or_init(|| {
            let first = c as u32 / 64 * 64;
            std::array::from_fn(|i| char::from_u32(first + i as u32).map_or(Self::Mark, Self::new))
        });
        classes[code % 64]
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
const LOOKED_AT: usize = 24;

/// Looks for damage in a line, quickly: one look-up for each of the first characters beyond ASCII,
/// whatever the number of languages.
pub(crate) fn oddity(line: &str) -> Oddity {
    let mut oddity =
        Oddity { seen: 0, odd: 0, symbols: 0, capitals: 0, languages: u128::MAX, group: None };
    let bytes = line.as_bytes();
    let mut at = beyond_ascii(bytes, 0);
    // What an ASCII character is matters only where another one follows.
    let class_before = |at: usize| bytes.get(at.wrapping_sub(1)).map(|&byte| char::from(byte));
    let mut before = class_before(at).map_or(CharClass::Mark, CharClass::of);
    while let Some(c) = line[at..].chars().next() {
        at += c.len_utf8();
        let class = CharClass::of(c);
        oddity.look(before, class, bytes.get(at).copied());
        if oddity.seen >= LOOKED_AT {
            break;
        }
        before = class;
        if bytes.get(at).is_some_and(u8::is_ascii) {
            at = beyond_ascii(bytes, at);
            before = class_before(at).map_or(CharClass::Mark, CharClass::of);
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

    /// Whether so much is out of place that the line is in no language, whatever else it holds.
    pub(crate) fn is_blatant(&self) -> bool {
        /// Fewer characters, symbols among them, are a name or two.
        const LEAST: usize = 8;
        self.seen + self.symbols >= LEAST && self.out_of_place() * 3 >= self.seen
    }

    /// How many letters and symbols are out of place.
    pub(crate) fn out_of_place(&self) -> usize {
        self.odd + self.symbols
    }

    fn look(&mut self, before: CharClass, class: CharClass, after: Option<u8>) {
        match class {
            CharClass::Letter { group, id, upper } => self.look_at_letter(before, group, id, upper),
            CharClass::Ideograph => self.seen += 1,
            CharClass::Rare => {
                self.seen += 1;
                self.odd += 1;
            }
            CharClass::Control => {
                self.seen += 1;
                self.symbols += 1;
            }
            CharClass::Symbol => {
                let follows = matches!(before, CharClass::Letter { .. });
                let goes_on = after.is_some_and(|byte| byte.is_ascii_alphabetic() || byte >= 0x80);
                self.symbols += usize::from(follows && goes_on);
            }
            CharClass::Mark => {}
        }
    }

    fn look_at_letter(&mut self, before: CharClass, group: u8, id: u8, upper: bool) {
        self.seen += 1;
        self.capitals += usize::from(upper);
        let statistics = statistics(group, id);
        if self.group.get_or_insert(group) == &group {
            self.languages &= statistics.users;
        }
        self.odd += usize::from(match before {
            CharClass::Letter { group: last, id: first, upper: capital } if last == group => {
                upper && !capital || !statistics.stands_after(first)
            }
            CharClass::Letter { .. } => true,
            _ => !statistics.stands_after(BOUNDARY),
        });
    }
}
