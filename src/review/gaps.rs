//! Blank lines around what goes: they go along, so that no hole is left.
//!
//! Between two lines that stay there are as many blank lines as the widest gap between them had, before
//! the first line or behind the last none. Where nothing goes, blank lines stay as they are.

use std::ops::Range;

/// What a line is to the lines around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Stays,
    Goes,
    Blank,
}

/// The blank lines that go along with others, each with one of those that it goes with. One pass.
pub(super) fn gaps(lines: &[Ink]) -> Vec<(usize, usize)> {
    let mut gaps = Vec::new();
    let mut start = 0;
    while start < lines.len() {
        let end = start + lines[start..].iter().take_while(|&&line| line != Ink::Stays).count();
        let run = &lines[start..end];
        if let Some(goes) = run.iter().position(|&line| line == Ink::Goes) {
            let stay = stay(run, start == 0, end == lines.len());
            let is_gap = |&at: &usize| run[at] == Ink::Blank && !stay.contains(&at);
            gaps.extend((0..run.len()).filter(is_gap).map(|at| (start + at, start + goes)));
        }
        start = end + 1;
    }
    gaps
}

/// The blank lines that stay of a run of blank lines and lines that go: the widest gap; at the beginning of
/// a text what stood before the first line that goes, at its end nothing.
fn stay(run: &[Ink], is_first: bool, is_last: bool) -> Range<usize> {
    if is_last {
        return 0..0;
    }
    let mut widest = 0..0;
    let mut at = 0;
    for gap in run.split(|&line| line == Ink::Goes) {
        if gap.len() > widest.len() {
            widest = at..at + gap.len();
        }
        at += gap.len() + 1;
        if is_first {
            break;
        }
    }
    widest
}
