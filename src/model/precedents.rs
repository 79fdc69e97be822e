//! What readers of labelled pages said of the very same line on other sites.
//!
//! A line is known by the upper half of its [`LineKey`], so that no text of a page is kept. One string in
//! five of residue stands as residue on another site: little for a list, much for a fact among others.
//!
//! Layout of a file: eight bytes of magic, the number of lines (u32, little-endian), the keys (u32), in
//! order, then one byte for each line: on how many sites it was residue in the upper half, on how many it
//! was kept in the lower one. The trainer (`train facts`) writes it behind the classifiers of `wording.bin`.

use crate::sites::LineKey;

/// What a file begins with.
pub const MAGIC: [u8; 8] = *b"lines__1";
/// Bytes before the keys.
pub const HEAD: usize = 12;
/// No more sites are counted.
pub const MOST: u8 = 15;

/// On how many sites readers found a line, and as what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Precedents {
    /// As residue.
    pub residue: u8,
    /// As something that stays.
    pub kept: u8,
}

/// The key of a line without the marks around it; `None` if nothing else is there.
pub fn key(line: &str) -> Option<u32> {
    LineKey::of(line.trim_matches(|c: char| !c.is_alphanumeric())).map(LineKey::upper_half)
}

/// A file, read in place.
#[derive(Debug, Clone, Copy)]
pub struct KnownLines<'a> {
    keys: &'a [[u8; 4]],
    sites: &'a [u8],
}

impl<'a> KnownLines<'a> {
    /// Reads a file; `None` if it is none.
    pub fn from_bytes(bytes: &'a [u8]) -> Option<Self> {
        let (head, rest) = bytes.split_first_chunk::<HEAD>()?;
        let size = u32::from_le_bytes([head[8], head[9], head[10], head[11]]) as usize;
        let (keys, sites) = rest.split_at_checked(size.checked_mul(4)?)?;
        let is_sound = head[..8] == MAGIC && sites.len() == size;
        is_sound.then_some(Self { keys: keys.as_chunks().0, sites })
    }

    /// What readers said of a line. A search by halves.
    pub fn of(&self, line: &str) -> Precedents {
        let found = key(line).and_then(|key| {
            self.keys.binary_search_by_key(&key, |&known| u32::from_le_bytes(known)).ok()
        });
        found.map_or_else(Precedents::default, |at| {
            let sites = self.sites[at];
            Precedents { residue: sites >> 4, kept: sites & MOST }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(mut lines: Vec<(u32, u8)>) -> Vec<u8> {
        lines.sort_unstable();
        let keys = lines.iter().flat_map(|line| line.0.to_le_bytes());
        let sites = lines.iter().map(|line| line.1);
        let size = (lines.len() as u32).to_le_bytes();
        MAGIC.into_iter().chain(size).chain(keys).chain(sites).collect()
    }

    #[test]
    fn a_line_is_known_whatever_its_case_its_digits_and_the_marks_around_it() {
        let file = file(vec![(key("12 comments").unwrap(), 0x31), (key("Home").unwrap(), 0x12)]);
        let lines = KnownLines::from_bytes(&file).unwrap();
        let comments = Precedents { residue: 3, kept: 1 };
        for line in ["12 comments", "7 Comments", "» 7  comments:", "(9 COMMENTS)"] {
            assert_eq!(lines.of(line), comments, "{line}");
        }
        for line in ["comments", "twelve comments", "", "***"] {
            assert_eq!(lines.of(line), Precedents::default(), "{line}");
        }
    }

    #[test]
    fn what_is_no_file_is_not_read() {
        let sound = file(vec![(1, 1), (2, 2)]);
        assert!(KnownLines::from_bytes(&sound).is_some());
        assert!(KnownLines::from_bytes(&sound[1..]).is_none());
        assert!(KnownLines::from_bytes(&sound[..sound.len() - 1]).is_none());
        assert!(KnownLines::from_bytes(&[sound, vec![0]].concat()).is_none());
    }
}
