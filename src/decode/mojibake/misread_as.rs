//! The encodings that UTF-8 is misread as, and the byte that each character would have been.

use std::sync::LazyLock;

use crate::decode::pages::{self, Page};

/// Single-byte encodings that programs take UTF-8 for, the most usual first.
const READERS: [&str; 16] = [
    "windows-1252",
    "windows-1251",
    "windows-1250",
    "macintosh",
    "ibm437",
    "ibm850",
    "iso-8859-2",
    "windows-1257",
    "windows-1254",
    "windows-1256",
    "windows-1253",
    "windows-1255",
    "ibm866",
    "koi8-r",
    "ibm852",
    "x-mac-cyrillic",
];

/// How many there are.
pub(super) const COUNT: usize = READERS.len();

/// An encoding that UTF-8 was misread as: an index into the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MisreadAs(pub(super) u8);

/// A character's byte in each of the encodings; 0 where it has none.
#[derive(Debug, Clone, Copy)]
struct Row {
    bytes: [u8; COUNT],
    /// One bit for each encoding where the character is a byte that starts a sequence of two bytes.
    pairs: u16,
    /// The same for longer sequences.
    longer: u16,
    /// The same for bytes that continue one.
    continues: u16,
}

const EMPTY: Row = Row { bytes: [0; COUNT], pairs: 0, longer: 0, continues: 0 };

/// Characters of the basic plane by blocks of 64, and the rows that they lead to.
struct Table {
    blocks: [u8; 1024],
    indexes: Vec<[u16; 64]>,
    rows: Vec<Row>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { blocks: [0; 1024], indexes: vec![[0; 64]], rows: vec![EMPTY] };
    for (reader, name) in READERS.iter().enumerate() {
        let Some(page) = pages::by_name(name) else { continue };
        for byte in 0x80..=0xFF {
            table.add(page.char(byte), reader, byte);
        }
        if keeps_unknown_bytes(page) {
            let is_free =
                |byte: &u8| *byte < 0xA0 || page.char(*byte) == char::REPLACEMENT_CHARACTER;
            (0x80..=0xFF)
                .filter(is_free)
                .for_each(|byte| table.add(char::from(byte), reader, byte));
        }
    }
    // A byte that was lost may have been any.
    table.row_mut(char::REPLACEMENT_CHARACTER).continues = u16::MAX;
    table
});

/// Whether the programs that read with a page leave bytes without a meaning as the characters of the
/// same number: those for Windows and ISO pages do.
fn keeps_unknown_bytes(page: &Page) -> bool {
    page.name.starts_with("windows") || page.name.starts_with("iso")
}

impl Table {
    fn add(&mut self, c: char, reader: usize, byte: u8) {
        if c == char::REPLACEMENT_CHARACTER {
            return;
        }
        let row = self.row_mut(c);
        if row.bytes[reader] != 0 {
            return;
        }
        row.bytes[reader] = byte;
        match byte {
            0x80..=0xBF => row.continues |= 1 << reader,
            0xC2..=0xDF => row.pairs |= 1 << reader,
            0xE0..=0xF4 => row.longer |= 1 << reader,
            _ => {}
        }
    }

    fn row_mut(&mut self, c: char) -> &mut Row {
        let code = c as usize;
        if self.blocks[code / 64] == 0 {
            self.blocks[code / 64] = self.indexes.len() as u8;
            self.indexes.push([0; 64]);
        }
        let index = &mut self.indexes[usize::from(self.blocks[code / 64])][code % 64];
        if *index == 0 {
            *index = self.rows.len() as u16;
            self.rows.push(EMPTY);
        }
        &mut self.rows[usize::from(*index)]
    }

    fn row(&self, c: char) -> &Row {
        let code = c as usize;
        let block = self.blocks.get(code / 64).copied().unwrap_or(0);
        &self.rows[usize::from(self.indexes[usize::from(block)][code % 64])]
    }
}

impl MisreadAs {
    /// The name of the encoding.
    pub(super) fn name(self) -> &'static str {
        READERS[usize::from(self.0)]
    }

    /// The byte that was read as the character.
    pub(super) fn byte(self, c: char) -> Option<u8> {
        if c.is_ascii() {
            return Some(c as u8);
        }
        Some(TABLE.row(c).bytes[usize::from(self.0)]).filter(|&byte| byte != 0)
    }

    /// What a byte is read as.
    #[cfg(test)]
    pub(super) fn char(self, byte: u8) -> Option<char> {
        let page = pages::by_name(self.name())?;
        let c = if byte.is_ascii() { char::from(byte) } else { page.char(byte) };
        let unknown = keeps_unknown_bytes(page).then(|| char::from(byte));
        if c == char::REPLACEMENT_CHARACTER { unknown } else { Some(c) }
    }

    /// Whether Cyrillic capitals are bytes that continue a sequence.
    pub(super) fn continues_with_capitals(self) -> bool {
        matches!(self.name(), "ibm866" | "x-mac-cyrillic")
    }

    /// How much rarer it is that UTF-8 is read as this encoding, in nats.
    pub(super) fn rarity(self) -> f32 {
        match self.0 {
            0..=3 => 0.0,
            4..=8 => 1.0,
            9..=13 => 3.0,
            _ => 5.0,
        }
    }

    /// The encodings of a set of bits.
    pub(super) fn of_bits(bits: u16) -> impl Iterator<Item = Self> {
        (0..COUNT as u8).filter(move |i| bits >> i & 1 == 1).map(Self)
    }

    /// Its bit in a set.
    pub(super) fn bit(self) -> u16 {
        1 << self.0
    }
}

/// What a character is to UTF-8 that was read as another encoding, one bit for each encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Roles {
    /// Where it is a byte that starts a sequence of two.
    pub(super) pairs: u16,
    /// Where it starts a longer one.
    pub(super) longer: u16,
    /// Where it continues one.
    pub(super) continues: u16,
}

pub(super) fn roles(c: char) -> Roles {
    let &Row { pairs, longer, continues, .. } = TABLE.row(c);
    Roles { pairs, longer, continues }
}

/// Whether some encoding has the character, so that it may be part of another layer.
pub(super) fn is_byte(c: char) -> bool {
    let row = TABLE.row(c);
    row.pairs | row.longer | row.continues != 0
}

/// In DOS pages small Cyrillic letters are bytes of both kinds; whole words of them are words.
pub(super) fn is_small_cyrillic(c: char) -> bool {
    ('а'..='я').contains(&c)
}
