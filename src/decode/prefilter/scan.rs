//! Quick tests of bytes: whether and where a text deserves a closer look.
//!
//! Clean text is the rule, so what matters is how fast it is passed over. The tests look at a block
//! of bytes at once and never branch in between, so that the compiler turns them into vector
//! instructions: each place is judged by its byte and the few behind it, and a block without a first
//! byte of two, or of three, is not asked about such characters at all.

#![expect(clippy::inline_always, reason = "what is not inlined does not become vectors")]

use std::ops::Range;

use crate::simd::vectorised;

/// How many bytes are looked at together.
const BLOCK: usize = 128;
/// How many bytes behind a place are looked at, at most: a character of three bytes and the next.
const AHEAD: usize = 5;
const WINDOW: usize = BLOCK + AHEAD;

/// Whether some byte is of a kind.
pub(in crate::decode) fn has_byte(bytes: &[u8], is_meant: impl Fn(u8) -> bool) -> bool {
    bytes.chunks(BLOCK).any(|chunk| in_chunk(chunk, &is_meant) != 0)
}

/// How many bytes are of a kind.
pub(in crate::decode) fn count_bytes(bytes: &[u8], is_meant: impl Fn(u8) -> bool) -> usize {
    bytes.chunks(BLOCK).map(|chunk| usize::from(in_chunk(chunk, &is_meant))).sum()
}

fn in_chunk(chunk: &[u8], is_meant: impl Fn(u8) -> bool) -> u8 {
    chunk.iter().fold(0, |count, &byte| count + u8::from(is_meant(byte)))
}

/// A character that starts here may be invisible.
pub(in crate::decode) const INVISIBLE: u8 = 1;
/// A character that starts here may not be composed.
pub(in crate::decode) const UNCOMPOSED: u8 = 2;
/// A character that starts here, or behind the one that ends here, may be a byte that continues a
/// sequence of UTF-8 which was read as another encoding.
pub(in crate::decode) const CONTINUES: u8 = 4;

/// A scan of a text from its start to its end.
pub(in crate::decode) struct Scan<'t> {
    bytes: &'t [u8],
    /// The block that was looked at last starts here.
    start: usize,
    kinds: [u8; BLOCK],
    any: bool,
}

impl<'t> Scan<'t> {
    pub(in crate::decode) fn new(text: &'t str) -> Self {
        let mut scan = Self { bytes: text.as_bytes(), start: 0, kinds: [0; BLOCK], any: false };
        scan.look();
        scan
    }

    /// Goes to every place in a range that may be of some kind, in order, with the kinds. Ranges
    /// come in their order, too.
    pub(in crate::decode) fn each(
        &mut self,
        range: Range<usize>,
        mut found: impl FnMut(usize, u8),
    ) {
        let mut at = range.start;
        while at < range.end {
            if at >= self.start + BLOCK {
                self.start = at / BLOCK * BLOCK;
                self.look();
            }
            let end = range.end.min(self.start + BLOCK);
            if self.any {
                self.in_block(at - self.start..end - self.start, &mut found);
            }
            at = end;
        }
    }

    /// Looks at the block, and at blanks where the text ends.
    fn look(&mut self) {
        let rest = &self.bytes[self.start.min(self.bytes.len())..];
        (self.kinds, self.any) = if let Some(window) = rest.first_chunk() {
            vectorised(
                #[inline(always)]
                || look(window),
            )
        } else {
            let mut window = [b'\n'; WINDOW];
            window[..rest.len()].copy_from_slice(rest);
            look(&window)
        };
    }

    fn in_block(&self, range: Range<usize>, found: &mut impl FnMut(usize, u8)) {
        let (eights, _) = self.kinds.as_chunks::<8>();
        let (first, end) = (range.start / 8, range.end.div_ceil(8));
        for (eight, &bytes) in (first..end).zip(&eights[first..end]) {
            let mut left = u64::from_le_bytes(bytes);
            while left != 0 {
                let at = eight * 8 + left.trailing_zeros() as usize / 8;
                left &= !(0xFF << (8 * (at % 8)));
                if range.contains(&at) {
                    found(self.start + at, self.kinds[at]);
                }
            }
        }
    }
}

/// What the byte at a place says.
pub(in crate::decode) fn kinds_at(text: &str, at: usize) -> u8 {
    let rest = &text.as_bytes()[at..];
    let window: [u8; AHEAD + 1] = std::array::from_fn(|i| rest.get(i).copied().unwrap_or(b'\n'));
    let [a, b, c, ..] = window;
    match a {
        0..0x80 => control(a),
        0x80..0xC0 => of_two(a, b) | middle(a, b, c),
        0xC0..0xE0 => of_two(a, b),
        0xE0 => UNCOMPOSED & indic(window),
        0xE1 | 0xE2 => middle(a, b, c),
        0xE3 => UNCOMPOSED & kana(a, b, c),
        _ => others(a, b, c),
    }
}

/// Looks at a block: the kinds of its places, and whether any is of some kind.
#[inline(always)]
fn look(window: &[u8; WINDOW]) -> ([u8; BLOCK], bool) {
    let none = [0; BLOCK];
    // The last character of the block is judged by the one behind it, too.
    let in_block = |groups_of: fn(u8) -> u8| {
        any(&judge(window, none, |[a, ..]| groups_of(a))) | groups_of(window[BLOCK])
    };
    let mut groups = in_block(short_groups_of);
    if groups & LONG != 0 {
        groups |= in_block(long_groups_of);
    }
    let mut kinds = none;
    if groups & CONTROLS != 0 {
        kinds = judge(window, kinds, |[a, ..]| control(a));
    }
    if groups & OF_TWO != 0 || !is_start(window[0]) {
        kinds = judge(window, kinds, |[a, b, ..]| of_two(a, b));
    }
    if groups & INDIC != 0 {
        kinds = judge(window, kinds, |bytes| UNCOMPOSED & indic(bytes));
    }
    if groups & MIDDLE != 0 {
        kinds = judge(window, kinds, |[a, b, c, ..]| middle(a, b, c));
    }
    if groups & KANA != 0 {
        kinds = judge(window, kinds, |[a, b, c, ..]| UNCOMPOSED & kana(a, b, c));
    }
    if groups & OTHERS != 0 {
        kinds = judge(window, kinds, |[a, b, c, ..]| others(a, b, c));
    }
    (kinds, any(&kinds) != 0)
}

#[inline(always)]
fn any(kinds: &[u8; BLOCK]) -> u8 {
    kinds.iter().fold(0, |any, kind| any | kind)
}

/// Groups of bytes, as bits: each has a test of its own, and a block without them is spared it.
const CONTROLS: u8 = 1;
const OF_TWO: u8 = 2;
/// What begins a character of three bytes or four, which may be in the groups below.
const LONG: u8 = 4;
const INDIC: u8 = 8;
const MIDDLE: u8 = 16;
const KANA: u8 = 32;
const OTHERS: u8 = 64;

#[inline(always)]
const fn short_groups_of(byte: u8) -> u8 {
    CONTROLS & is_control(byte)
        | OF_TWO & within(byte, 0xC2, 0xDF)
        | LONG & within(byte, 0xE0, 0xFF)
}

#[inline(always)]
const fn long_groups_of(byte: u8) -> u8 {
    INDIC & is(byte, 0xE0)
        | MIDDLE & within(byte, 0xE1, 0xE2)
        | KANA & is(byte, 0xE3)
        | OTHERS & (is(byte, 0xEA) | within(byte, 0xEF, 0xFF))
}

/// Asks a question of every place of a block. The bytes are written out: an iterator over them is
/// not always taken apart, and then nothing becomes a vector.
#[inline(always)]
fn judge(
    window: &[u8; WINDOW],
    mut kinds: [u8; BLOCK],
    test: impl Fn([u8; AHEAD + 1]) -> u8,
) -> [u8; BLOCK] {
    for at in 0..BLOCK {
        let bytes = [
            window[at],
            window[at + 1],
            window[at + 2],
            window[at + 3],
            window[at + 4],
            window[at + 5],
        ];
        kinds[at] |= test(bytes);
    }
    kinds
}

const fn is_start(byte: u8) -> bool {
    byte < 0x80 || byte >= 0xC0
}

/// All bits if a byte is another, or none: such answers are put together without a branch.
#[inline(always)]
const fn is(byte: u8, other: u8) -> u8 {
    0_u8.wrapping_sub((byte == other) as u8)
}

/// All bits if a byte is at least one and at most another.
#[inline(always)]
const fn within(byte: u8, least: u8, most: u8) -> u8 {
    0_u8.wrapping_sub((byte.wrapping_sub(least) <= most - least) as u8)
}

#[inline(always)]
const fn is_control(a: u8) -> u8 {
    within(a, 0, 0x1F) & !within(a, b'\t', b'\n') & !within(a, 0x0C, b'\r') | is(a, 0x7F)
}

#[inline(always)]
const fn control(a: u8) -> u8 {
    INVISIBLE & is_control(a)
}

/// What characters of two bytes say.
#[inline(always)]
const fn of_two(a: u8, b: u8) -> u8 {
    let invisible = is(a, 0xC2) & (within(b, 0x80, 0x9F) | is(b, 0xAD)) | is(a, 0xD8) & is(b, 0x9C);
    // Marks, and letters that are written as others: U+0300 to 037F, Cyrillic, Hebrew and Arabic
    // marks, Syriac to N'Ko.
    let uncomposed = within(a, 0xCC, 0xCD)
        | is(a, 0xCE) & is(b, 0x87)
        | is(a, 0xD2) & within(b, 0x83, 0x87)
        | is(a, 0xD6) & within(b, 0x91, 0xBF)
        | is(a, 0xD7) & within(b, 0x80, 0x8F)
        | is(a, 0xD8) & within(b, 0x90, 0x9A)
        | is(a, 0xD9) & (within(b, 0x8B, 0x9F) | is(b, 0xB0))
        | is(a, 0xDB) & within(b, 0x96, 0xAD)
        | within(a, 0xDC, 0xDF);
    INVISIBLE & invisible | UNCOMPOSED & uncomposed | CONTINUES & continues_of_two(a, b)
}

/// The upper halves of single-byte encodings. Accented letters and punctuation are told by the byte
/// before them: beside ASCII nothing is wrong with them. Cyrillic, Greek and Arabic text has such
/// neighbours everywhere, but only some of its letters are such bytes.
#[inline(always)]
const fn continues_of_two(a: u8, b: u8) -> u8 {
    // `Ã` and the space that its second byte became.
    is(a, 0x83) & is(b, b' ')
        | within(a, 0x80, 0xBF) & (within(b, 0xC2, 0xC7) | is(b, 0xCB) | is(b, 0xDA))
        | is(a, 0xCE) & (within(b, 0x80, 0x8F) | is(b, 0xA9) | is(b, 0xBC))
        | is(a, 0xCF) & is(b, 0x80)
        | is(a, 0xD0) & within(b, 0x80, 0xAF)
        | is(a, 0xD1) & within(b, 0x90, 0xBF)
        | is(a, 0xD2) & within(b, 0x80, 0x91)
        | is(a, 0xD8) & (is(b, 0x8C) | is(b, 0x9B) | is(b, 0x9F))
        | is(a, 0xD9) & (is(b, 0xB9) | is(b, 0xBE))
}

/// What characters of 0xE0 say, by the bytes of the next one too. Of Devanagari and Thai, most marks
/// are told to be in order here; the other scripts up to Tibetan are looked at whole.
#[inline(always)]
const fn indic([a, b, c, next @ ..]: [u8; AHEAD + 1]) -> u8 {
    // The nukta is composed with three letters only, and is out of order behind a virama.
    let nukta_follows = is(next[0], 0xE0) & is(next[1], 0xA4) & is(next[2], 0xBC);
    let takes_nukta = is(b, 0xA4) & (is(c, 0xA8) | is(c, 0xB0) | is(c, 0xB3));
    let devanagari = (takes_nukta | is(b, 0xA5) & is(c, 0x8D)) & nukta_follows
        | is(b, 0xA5) & (within(c, 0x91, 0x94) | within(c, 0x98, 0x9F));
    // Behind a vowel below or a tone, another script may have a mark that belongs before it.
    let thai_follows = within(next[0], 0, 0x7F)
        | is(next[0], 0xE0) & (is(next[1], 0xB8) & within(next[2], 0x80, 0xB7) | is(next[1], 0xB9));
    let is_mark = is(b, 0xB8) & within(c, 0xB8, 0xB9) | is(b, 0xB9) & within(c, 0x88, 0x8B);
    let thai = is(b, 0xB8) & is(c, 0xBA) | is_mark & !thai_follows;
    let whole = within(b, 0xA0, 0xA3) | within(b, 0xA6, 0xB7) | within(b, 0xBA, 0xBF);
    is(a, 0xE0) & (devanagari | thai | whole)
}

/// What characters of 0xE1 and 0xE2 say: letters of Vietnamese, Georgian, Ethiopic and of Greek with
/// accents can be written in one way only, as most punctuation and symbols can.
#[inline(always)]
const fn middle(a: u8, b: u8, c: u8) -> u8 {
    let fine = is(b, 0x83) | within(b, 0x88, 0x8C) | is(b, 0x8E) | within(b, 0xB8, 0xBB);
    let symbol = is(b, 0x80) & within(c, 0x80, 0x81)
        | is(b, 0x83) & within(c, 0x90, 0xBF)
        | is(b, 0x84) & within(c, 0xA6, 0xAB)
        | is(b, 0x8C) & within(c, 0xA9, 0xAA)
        | is(b, 0xAB) & is(c, 0x9C)
        | within(b, 0xB3, 0xB7);
    let hidden = is(b, 0x80) & (within(c, 0x8B, 0x8F) | within(c, 0xAA, 0xAE))
        | is(b, 0x81) & within(c, 0xA0, 0xBF);
    let selector = is(a, 0xE1) & is(b, 0xA0) & within(c, 0x8B, 0x8D);
    let continues = within(a, 0x80, 0xBF) & is(b, 0xE2) | is(a, 0xE2) & within(b, 0x94, 0x96);
    INVISIBLE & (selector | is(a, 0xE2) & hidden)
        | UNCOMPOSED & (is(a, 0xE1) & !fine | is(a, 0xE2) & symbol)
        | CONTINUES & continues
}

/// Marks of Chinese tones and the sounds of kana.
#[inline(always)]
const fn kana(a: u8, b: u8, c: u8) -> u8 {
    let mark = is(b, 0x80) & within(c, 0xAA, 0xAF) | is(b, 0x82) & within(c, 0x99, 0x9A);
    is(a, 0xE3) & mark
}

/// What the other characters say: compatible forms, selectors, and those of four bytes.
#[inline(always)]
const fn others(a: u8, b: u8, c: u8) -> u8 {
    let hidden = is(b, 0xB8) & within(c, 0x80, 0x8F)
        | is(b, 0xBB) & is(c, 0xBF)
        | is(b, 0xBF) & within(c, 0xB9, 0xBC);
    let uncomposed = is(a, 0xEA) & within(b, 0x99, 0xAF)
        | is(a, 0xEF) & within(b, 0xA4, 0xBB)
        | is(a, 0xF0) & !is(b, 0x9F)
        | within(a, 0xF1, 0xFF);
    INVISIBLE & (is(a, 0xEF) & hidden | is(a, 0xF3))
        | UNCOMPOSED & uncomposed
        | CONTINUES & is(a, 0xEF) & (is(b, 0xA3) | is(b, 0xAC) | is(b, 0xBF))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever vectors a machine has, it sees what one without them sees, and what a look at a
        /// single place sees.
        #[test]
        fn every_machine_sees_the_same(text in "(\\PC|[ -~\u{80}-\u{7FF}\u{900}-\u{9FF}\u{1E00}-\u{30FF}]){130,200}") {
            let window = text.as_bytes().first_chunk().unwrap();
            let (kinds, is_any) = look(window);
            prop_assert_eq!(vectorised(#[inline(always)] || look(window)), (kinds, is_any));
            for (at, kind) in kinds.into_iter().enumerate() {
                prop_assert_eq!(kind, kinds_at(&text, at), "at {}", at);
            }
        }
    }
}
