//! Characters as lines are compared by: small letters, and what else is asked of every one of them.
//!
//! The tables of Unicode are searched once for each block of 64 characters that a text has.

use std::sync::OnceLock;

use unicode_normalization::char::is_combining_mark;

/// A character in small letters, with what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Folded(u32);

const CHARACTER: u32 = (1 << 21) - 1;
const WHITESPACE: u32 = 1 << 21;
const NUMERIC: u32 = 1 << 22;
const ALPHANUMERIC: u32 = 1 << 23;
const MARK: u32 = 1 << 24;
/// It is several characters in small letters.
const SEVERAL: u32 = 1 << 25;

/// Characters of a block.
const BLOCK: u32 = 64;

impl Folded {
    /// A character that was met before costs a look into memory, unless it is beyond the first 65,536.
    pub(crate) fn of(c: char) -> Self {
        static BLOCKS: [OnceLock<[Folded; BLOCK as usize]>; 1024] =
            [const { OnceLock::new() }; 1024];
        let code = u32::from(c);
        let Some(block) = BLOCKS.get((code / BLOCK) as usize) else { return Self::new(c) };
        let first = code / BLOCK * BLOCK;
        let block = block.get_or_init(|| {
            let of = |at: usize| char::from_u32(first + at as u32).map_or(Self(0), Self::new);
            std::array::from_fn(of)
        });
        block[(code % BLOCK) as usize]
    }

    fn new(c: char) -> Self {
        let mut small = c.to_lowercase();
        let first = small.next().unwrap_or(c);
        let flags = [
            (WHITESPACE, c.is_whitespace()),
            (NUMERIC, c.is_numeric()),
            (ALPHANUMERIC, c.is_alphanumeric()),
            (MARK, is_combining_mark(c)),
            (SEVERAL, small.next().is_some()),
        ];
        let flags = flags.iter().filter(|flag| flag.1).fold(0, |flags, flag| flags | flag.0);
        Self(u32::from(first) | flags)
    }

    const fn is(self, flag: u32) -> bool {
        self.0 & flag != 0
    }

    pub(crate) const fn is_whitespace(self) -> bool {
        self.is(WHITESPACE)
    }

    pub(crate) const fn is_numeric(self) -> bool {
        self.is(NUMERIC)
    }

    pub(crate) const fn is_alphanumeric(self) -> bool {
        self.is(ALPHANUMERIC)
    }

    pub(crate) const fn is_mark(self) -> bool {
        self.is(MARK)
    }

    /// The small letter; `None` where there are several.
    pub(crate) fn small(self) -> Option<char> {
        char::from_u32(self.0 & CHARACTER).filter(|_| !self.is(SEVERAL))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_what_unicode_says() {
        for c in '\0'..=char::MAX {
            let folded = Folded::of(c);
            let small: Vec<_> = c.to_lowercase().collect();
            assert_eq!(folded.small(), (small.len() == 1).then(|| small[0]), "{c}");
            assert_eq!(folded.is_whitespace(), c.is_whitespace(), "{c}");
            assert_eq!(folded.is_numeric(), c.is_numeric(), "{c}");
            assert_eq!(folded.is_alphanumeric(), c.is_alphanumeric(), "{c}");
            assert_eq!(folded.is_mark(), is_combining_mark(c), "{c}");
        }
    }
}
