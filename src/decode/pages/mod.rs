//! Single-byte code pages: what the upper 128 bytes mean, and back.

mod older;
mod standard;

/// A single-byte encoding whose lower half is ASCII.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) name: &'static str,
    /// Other names, in lower case; the standard pages have theirs in `encoding_rs`.
    labels: &'static [&'static str],
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

const fn page(name: &'static str, labels: &'static [&'static str], text: &str) -> Page {
    Page { name, labels, upper: upper(text.as_bytes()) }
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

/// Every page, those of the Encoding Standard first.
pub(super) fn all() -> impl Iterator<Item = &'static Page> {
    standard::STANDARD.iter().chain(older::OLDER)
}

/// The page of a name, as `Encoding` prints it.
pub(super) fn by_name(name: &str) -> Option<&'static Page> {
    all().find(|page| page.name.eq_ignore_ascii_case(name))
}

impl Page {
    /// The page outside the Encoding Standard that a label means, in any case.
    pub(super) fn for_label(label: &str) -> Option<&'static Self> {
        let label = label.trim().to_ascii_lowercase();
        older::OLDER.iter().find(|page| page.name == label || page.labels.contains(&&label[..]))
    }

    /// The character of a byte; U+FFFD if it means nothing.
    pub(super) fn char(&self, byte: u8) -> char {
        let unit = match byte {
            0..=0x7F => u16::from(byte),
            _ => self.upper[usize::from(byte - 0x80)],
        };
        char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// The byte of a character, if the page has it.
    pub(super) fn byte(&self, c: char) -> Option<u8> {
        if c.is_ascii() {
            return Some(c as u8);
        }
        let unit = u16::try_from(u32::from(c)).ok().filter(|&unit| unit != REPLACEMENT)?;
        self.upper.iter().position(|&upper| upper == unit).map(|index| index as u8 + 0x80)
    }

    /// The text of the bytes, and whether some of them mean nothing.
    pub(super) fn decode(&self, bytes: &[u8]) -> (String, bool) {
        let text: String = bytes.iter().map(|&byte| self.char(byte)).collect();
        let malformed = text.contains(char::REPLACEMENT_CHARACTER);
        (text, malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_pages_are_those_of_the_standard() {
        let bytes: Vec<u8> = (0..=0xFF).collect();
        for page in standard::STANDARD {
            let theirs = encoding_rs::Encoding::for_label(page.name.as_bytes()).unwrap();
            let (text, _) = theirs.decode_without_bom_handling(&bytes);
            assert_eq!(page.decode(&bytes).0, text, "{}", page.name);
        }
    }

    #[test]
    fn every_byte_with_a_meaning_comes_back() {
        for page in all() {
            for byte in 0..=0xFF {
                let c = page.char(byte);
                let back = page.byte(c);
                assert!(back.is_none_or(|back| page.char(back) == c), "{} {byte:x}", page.name);
            }
        }
    }
}
