//! A memory of lines that were met before: what pages have in common they say again and again.

use std::hash::{BuildHasher as _, Hash};

use foldhash::fast::FixedState;

/// Lines that are remembered: each in the place that its hash gives, until another takes it.
const LINES: usize = 4096;

/// Longer lines are not remembered, in bytes: hardly any stands on two pages.
const LONGEST: usize = 64;

/// What was found out of lines, each in some circumstances: half a megabyte beside what it holds. It has to
/// follow from the two alone, so that to forget it changes nothing.
#[derive(Debug, Clone)]
pub struct RememberedLines<K, V>(Vec<Option<(Box<str>, K, V)>>);

impl<K, V> Default for RememberedLines<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Hash + Eq, V> RememberedLines<K, V> {
    /// What was found out of a line, if that is remembered.
    pub fn get(&self, line: &str, circumstances: &K) -> Option<&V> {
        if !is_short(line) {
            return None;
        }
        let (known, before, found) = self.0.get(place(line, circumstances))?.as_ref()?;
        (**known == *line && before == circumstances).then_some(found)
    }

    /// Remembers it, unless the line is long.
    pub fn put(&mut self, line: &str, circumstances: K, found: V) {
        if !is_short(line) {
            return;
        }
        if self.0.is_empty() {
            self.0.resize_with(LINES, || None);
        }
        let place = place(line, &circumstances);
        self.0[place] = Some((line.into(), circumstances, found));
    }
}

/// Whether a line is short enough to be remembered.
pub(crate) fn is_short(line: &str) -> bool {
    line.len() <= LONGEST
}

fn place(line: &str, circumstances: &impl Hash) -> usize {
    FixedState::default().hash_one((line, circumstances)) as usize % LINES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_known_in_its_circumstances_alone() {
        let mut lines = RememberedLines::default();
        assert_eq!(lines.get("Read more", &0), None);
        lines.put("Read more", 0, "here");
        assert_eq!(lines.get("Read more", &0), Some(&"here"));
        assert_eq!(lines.get("Read more", &1), None);
        assert_eq!(lines.get("Read less", &0), None);
        let long = "a".repeat(LONGEST + 1);
        lines.put(&long, 0, "here");
        assert_eq!(lines.get(&long, &0), None);
    }

    #[test]
    fn what_is_remembered_is_what_was_found_out() {
        let mut lines = RememberedLines::default();
        for number in 0..3 * LINES {
            lines.put(&format!("Read {number} comments"), (), number);
        }
        let known = |number: usize| lines.get(&format!("Read {number} comments"), &());
        let found: Vec<_> =
            (0..3 * LINES).filter_map(|number| Some((number, *known(number)?))).collect();
        assert!(found.len() > LINES / 2 && found.len() <= LINES, "{}", found.len());
        assert!(found.iter().all(|(number, found)| number == found));
    }
}
