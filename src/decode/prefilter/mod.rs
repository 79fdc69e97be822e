//! One look at a line, with which nearly every line ends: whether anything may be invisible, not
//! composed or misread. The bytes are gone through once for all three.

pub(super) mod scan;

use super::mojibake::suspects::Suspects;
use super::normalise::composition::Composed;
use super::normalise::invisible::is_invisible;
use scan::{CONTINUES, INVISIBLE, Scan, UNCOMPOSED};

/// What a line deserves a closer look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Prefilter {
    /// It has a character that may have to go.
    pub(super) invisible: bool,
    /// It may not be in NFC.
    pub(super) uncomposed: bool,
    /// The encodings that it may have been misread as, as bits.
    pub(super) suspects: u16,
}

impl Prefilter {
    /// Looks at a line by itself.
    pub(super) fn at(line: &str) -> Self {
        Self::in_text(&mut Scan::new(line), line, 0)
    }

    /// Looks at a line of a text that is scanned, and where it starts there.
    pub(super) fn in_text(scan: &mut Scan, line: &str, start: usize) -> Self {
        let mut invisible = false;
        let mut composed = Composed::default();
        let mut suspects = Suspects::default();
        scan.each(start..start + line.len(), |at, kinds| {
            let at = at - start;
            if kinds & INVISIBLE != 0 {
                invisible |= line[at..].chars().next().is_some_and(is_invisible);
            }
            if kinds & CONTINUES != 0 {
                suspects.look(line, at);
            }
            if kinds & UNCOMPOSED != 0 {
                composed.look(line, at);
            }
        });
        Self { invisible, uncomposed: !composed.holds(), suspects: suspects.of(line) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_invisible_character_is_passed_over() {
        for c in ('\0'..=char::MAX).filter(|&c| is_invisible(c)) {
            let is_seen = |text: String| Prefilter::at(&text).invisible;
            assert!(is_seen(format!("a{c}b")) && is_seen(c.into()), "U+{:04X}", u32::from(c));
        }
    }
}
