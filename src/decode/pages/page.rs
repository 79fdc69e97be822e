//! One code page.

/// A single-byte encoding whose lower half is ASCII.
#[derive(Debug)]
pub(in crate::decode) struct Page {
    pub(in crate::decode) name: &'static str,
    /// Other names, in lower case; the standard pages have theirs in `encoding_rs`.
    pub(super) labels: &'static [&'static str],
    /// The characters of the bytes from 0x80 on; U+FFFD where a byte means nothing. All are in the
    /// basic plane.
    upper: [u16; 128],
}

impl PartialEq for Page {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Page {}

/// What a byte without meaning becomes.
const REPLACEMENT: u16 = 0xFFFD;

pub(super) const fn page(name: &'static str, labels: &'static [&'static str], text: &str) -> Page {
    Page { name, labels, upper: upper(text.as_bytes()) }
}

impl Page {
    /// The page of an encoding that decodes every byte by itself.
    pub(super) fn of_standard(
        name: &'static str,
        encoding: &'static encoding_rs::Encoding,
    ) -> Self {
        let unit = |byte: u8| {
            let (text, _) = encoding.decode_without_bom_handling(std::slice::from_ref(&byte));
            text.encode_utf16().next().unwrap_or(REPLACEMENT)
        };
        Self { name, labels: &[], upper: std::array::from_fn(|i| unit(i as u8 + 0x80)) }
    }
}

/// The code units of 128 characters, computed when the crate is compiled.
const fn upper(text: &[u8]) -> [u16; 128] {
    let mut units = [0; 128];
    let (mut at, mut i) = (0, 0);
    while at < text.len() {
        let first = text[at] as u16;
        let (unit, length) = match first {
            0..=0x7F => (first, 1),
            0x80..=0xDF => ((first & 0x1F) << 6 | text[at + 1] as u16 & 0x3F, 2),
            _ => {
                let tail = (text[at + 1] as u16 & 0x3F) << 6 | text[at + 2] as u16 & 0x3F;
                ((first & 0x0F) << 12 | tail, 3)
            }
        };
        units[i] = unit;
        at += length;
        i += 1;
    }
    assert!(i == 128);
    units
}

impl Page {
    /// The character of a byte; U+FFFD if it means nothing.
    pub(in crate::decode) fn char(&self, byte: u8) -> char {
        let unit = match byte {
            0..=0x7F => u16::from(byte),
            _ => self.upper[usize::from(byte - 0x80)],
        };
        char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// The byte of a character, if the page has it.
    pub(in crate::decode) fn byte(&self, c: char) -> Option<u8> {
        if c.is_ascii() {
            return Some(c as u8);
        }
        let unit = u16::try_from(u32::from(c)).ok().filter(|&unit| unit != REPLACEMENT)?;
        // Western pages have most characters at their own number.
        if let 0x80..=0xFF = unit
            && self.upper[usize::from(unit) - 0x80] == unit
        {
            return Some(unit as u8);
        }
        self.upper.iter().position(|&upper| upper == unit).map(|index| index as u8 + 0x80)
    }

    /// The text of the bytes, and whether some of them mean nothing.
    pub(in crate::decode) fn decode(&self, bytes: &[u8]) -> (String, bool) {
        let text: String = bytes.iter().map(|&byte| self.char(byte)).collect();
        let malformed = text.contains(char::REPLACEMENT_CHARACTER);
        (text, malformed)
    }
}
