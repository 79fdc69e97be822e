//! The table in static memory: how its bytes are found. Nothing is unpacked.
//!
//! Layout, little-endian: a header of nine words (magic, then the places of groups, pages, slots, the
//! number of slots as a power of two, lists, ideographs, symbols, and the number of symbols). A
//! *group* is a script with its languages; a *page* maps 128 characters to
//! `group << 9 | upper << 8 | id`; slots and lists are a hash table of letter pairs and triples, each
//! with differences for some of its group's languages.

use crate::lang::Lang;

pub(super) static TABLE: Table = Table::read(include_bytes!("../char_lm.bin"));

/// A prime-like odd multiplier with well-spread bits (the golden ratio of 2^32).
pub(super) const HASH_MULTIPLIER: u32 = 0x9E37_79B1;

/// The hash of an n-gram's key; public only for the tool that writes the table.
pub const fn hash(key: u32) -> u32 {
    let mixed = key.wrapping_mul(HASH_MULTIPLIER);
    (mixed ^ mixed >> 15).wrapping_mul(HASH_MULTIPLIER)
}

/// Identifies what stands outside a word in the table.
pub(super) const BOUNDARY: u8 = 0;

/// The first letter of a pair's key, where a triple has a letter.
pub(super) const NO_LETTER: u8 = 0xFF;

/// What stands beside a symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Space = 0,
    Letter = 1,
    Symbol = 2,
}

/// What a character is to the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
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
pub(super) const MAX_GROUPS: usize = 32;
pub(super) const MAX_SLOTS: usize = 192;
/// Languages of one script.
pub(super) const MAX_LANGUAGES: usize = 96;
/// Letters after which a word's costs are added up, long before they overflow: a letter costs at
/// most 1,020 sixteenths of a nat with both of its differences.
pub(super) const LONGEST: u32 = 30;

/// The languages of the table of ideographs.
pub(super) const IDEOGRAPHIC: usize = 4;

#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) languages: usize,
    pub(super) codes: usize,
    pub(super) singles: usize,
    pub(super) backoffs: usize,
    /// Where its languages start among all running totals.
    pub(super) slot: usize,
}

pub(super) struct Table {
    pub(super) bytes: &'static [u8],
    pub(super) groups: [Group; MAX_GROUPS],
    pub(super) group_count: usize,
    /// Where the running totals of the ideographic languages start.
    pub(super) ideograph_slot: usize,
    pub(super) pages: usize,
    pub(super) slots: usize,
    pub(super) slot_bits: u32,
    pub(super) lists: usize,
    pub(super) ideographs: usize,
    pub(super) symbols: usize,
    pub(super) symbol_count: usize,
}

pub(super) const fn word(bytes: &[u8], at: usize) -> usize {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize
}

impl Table {
    /// Reads the header. Evaluated when the crate is compiled: a damaged file does not build.
    pub(super) const fn read(bytes: &'static [u8]) -> Self {
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

    pub(super) fn half(&self, at: usize) -> u16 {
        u16::from_le_bytes([self.bytes[at], self.bytes[at + 1]])
    }

    pub(super) fn class(&self, c: char) -> Class {
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
    pub(super) fn entries(&self, key: u32) -> &'static [u8] {
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
    pub(super) fn is_pair(&self, group: u8, first: u8, second: u8) -> bool {
        !self.entries(u32::from_be_bytes([group, NO_LETTER, first, second])).is_empty()
    }

    pub(super) fn row(&self, table: usize, id: u8, group: &Group) -> &'static [u8] {
        let at = table + usize::from(id) * group.languages;
        &self.bytes[at..at + group.languages]
    }

    /// The cost of a symbol between two sides, if the table has it.
    pub(super) fn symbol(&self, c: char, left: Side, right: Side) -> Option<i32> {
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

    pub(super) fn lang(&self, codes: usize, index: usize) -> Option<Lang> {
        let at = codes + index * 3;
        std::str::from_utf8(&self.bytes[at..at + 3]).ok().and_then(Lang::from_code)
    }
}

/// A symbol and its cost for each pair of sides.
pub(super) const SYMBOL_BYTES: usize = 2 + 9;

/// The number of a character in the table of ideographs.
pub(super) fn ideograph(code: usize) -> Option<usize> {
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
