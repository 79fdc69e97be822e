//! What readers said of lines, by site: a fact about the same line elsewhere, and a check on the labels.

use std::collections::{BTreeMap, BTreeSet};

use monoglot::training::precedents::{HEAD, MAGIC, MOST, key};

/// A labelled line.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    pub text: &'a str,
    pub site: usize,
    pub is_residue: bool,
}

/// On which sites each line, by its key, is residue, and on which it is kept.
#[derive(Debug, Default)]
pub struct Precedents(BTreeMap<u32, [BTreeSet<usize>; 2]>);

impl<'a> FromIterator<Judged<'a>> for Precedents {
    fn from_iter<I: IntoIterator<Item = Judged<'a>>>(lines: I) -> Self {
        let mut all = Self::default();
        for line in lines {
            if let Some(key) = key(line.text) {
                all.0.entry(key).or_default()[usize::from(line.is_residue)].insert(line.site);
            }
        }
        all
    }
}

impl Precedents {
    /// Whether the line is residue on another site and kept on none.
    pub fn speak_against_keeping(&self, text: &str, site: usize) -> bool {
        let found = key(text).and_then(|key| self.0.get(&key));
        found.is_some_and(|[kept, residue]| {
            kept.is_empty() && residue.iter().any(|&other| other != site)
        })
    }

    /// The bytes of the file that the library reads.
    pub fn file(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEAD + 5 * self.0.len());
        bytes.extend(MAGIC);
        bytes.extend((self.0.len() as u32).to_le_bytes());
        bytes.extend(self.0.keys().flat_map(|key| key.to_le_bytes()));
        let count = |sites: &BTreeSet<usize>| sites.len().min(MOST.into()) as u8;
        bytes.extend(self.0.values().map(|[kept, residue]| count(residue) << 4 | count(kept)));
        bytes
    }
}

#[cfg(test)]
mod tests {
    use monoglot::training::precedents::KnownLines;

    use super::*;

    fn made(lines: &[(&'static str, usize, bool)]) -> Precedents {
        let judged = |&(text, site, is_residue)| Judged { text, site, is_residue };
        lines.iter().map(judged).collect()
    }

    #[test]
    fn sites_are_counted_and_not_lines() {
        let all = made(&[
            ("Close", 1, true),
            ("CLOSE", 1, true),
            ("Close!", 2, true),
            ("Home", 3, false),
        ]);
        let file = all.file();
        let lines = KnownLines::from_bytes(&file).unwrap();
        assert_eq!((lines.of("close").residue, lines.of("close").kept), (2, 0));
        assert_eq!((lines.of("Home").residue, lines.of("Home").kept), (0, 1));
    }

    #[test]
    fn only_other_sites_speak_against_a_label() {
        let all = made(&[("Close", 1, true), ("Home", 1, true), ("Home", 2, false)]);
        assert!(all.speak_against_keeping("close", 2));
        assert!(!all.speak_against_keeping("close", 1));
        assert!(!all.speak_against_keeping("Home", 3));
        assert!(!all.speak_against_keeping("Open", 3));
    }
}
