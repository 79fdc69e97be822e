//! Wordings of lines that were met before: what pages have in common they say again and again.

use foldhash::fast::FixedState;
use std::hash::BuildHasher as _;

use super::linear::{Depth, Wording};

/// Lines that are remembered: each in the place that its hash gives, until another takes it.
const LINES: usize = 4096;

/// Longer lines are not remembered, in bytes: hardly any stands on two pages.
const LONGEST: usize = 64;

/// A memory of lines and their wordings, half a megabyte at most. What it says depends on the line alone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wordings(Vec<Option<(Box<str>, Wording)>>);

impl Wordings {
    /// The wording of a line, known or found out, or as much as is asked for of one that is not remembered.
    pub(crate) fn of(&mut self, line: &str, depth: Depth) -> Wording {
        if line.len() > LONGEST {
            return Wording::up_to(line, depth);
        }
        if self.0.is_empty() {
            self.0.resize(LINES, None);
        }
        let place = FixedState::default().hash_one(line) as usize % LINES;
        match &self.0[place] {
            Some((known, wording)) if **known == *line => *wording,
            _ => {
                let wording = Wording::of(line);
                self.0[place] = Some((line.into(), wording));
                wording
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_is_found_out() {
        let mut wordings = Wordings::default();
        let lines: Vec<_> =
            (0..3 * LINES).map(|n| format!("Read {n} comments, {:x}", n * n)).collect();
        for line in lines.iter().chain(&lines[..LINES]).chain(&lines[..2]).chain(&lines[..2]) {
            assert_eq!(wordings.of(line, Depth::Residue), Wording::of(line), "{line}");
        }
        assert_eq!(wordings.0.len(), LINES);
    }
}
