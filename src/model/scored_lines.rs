//! What repeated lines score, of those that were met before: each page of a site has them again.

use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;

/// Lines that are remembered: each in the place that its hash gives, until another takes it.
const LINES: usize = 4096;

/// Longer lines are not remembered, in bytes.
const LONGEST: usize = 64;

/// What the facts of a line depend on beside what it says.
pub(crate) type Circumstances = [u32; 13];

/// Facts, and what they score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    /// The facts.
    pub facts: Box<[i16]>,
    /// The scores of two forests.
    pub scores: [i32; 2],
}

/// A memory of lines and their scores, one megabyte and a half at most.
#[derive(Debug, Clone, Default)]
pub struct ScoredLines(Vec<Option<(Box<str>, Circumstances, Scored)>>);

impl ScoredLines {
    /// The facts and scores of a line, if they are remembered.
    pub fn get(&self, line: &str, circumstances: &Circumstances) -> Option<&Scored> {
        let (known, before, scored) = self.0.get(place(line, circumstances))?.as_ref()?;
        (**known == *line && before == circumstances).then_some(scored)
    }

    /// Remembers them, unless the line is long.
    pub fn put(&mut self, line: &str, circumstances: Circumstances, scored: Scored) {
        if line.len() > LONGEST {
            return;
        }
        if self.0.is_empty() {
            self.0.resize(LINES, None);
        }
        self.0[place(line, &circumstances)] = Some((line.into(), circumstances, scored));
    }
}

fn place(line: &str, circumstances: &Circumstances) -> usize {
    FixedState::default().hash_one((line, circumstances)) as usize % LINES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_known_in_its_circumstances_alone() {
        let mut lines = ScoredLines::default();
        let scored = Scored { facts: [1, 2].into(), scores: [3, 4] };
        let (here, elsewhere) = ([0; 13], [1; 13]);
        assert_eq!(lines.get("Read more", &here), None);
        lines.put("Read more", here, scored.clone());
        assert_eq!(lines.get("Read more", &here), Some(&scored));
        assert_eq!(lines.get("Read more", &elsewhere), None);
        assert_eq!(lines.get("Read less", &here), None);
        let long = "a".repeat(LONGEST + 1);
        lines.put(&long, here, scored);
        assert_eq!(lines.get(&long, &here), None);
    }
}
