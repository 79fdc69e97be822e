//! Findings that stand in many documents in the same words, shown once.

use std::cmp::Reverse;
use std::collections::HashMap;

/// What a report says of one block of a document.
#[derive(Debug, Default)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub(super) struct Piece {
    /// What it has in common with blocks of other documents that say the same.
    pub(super) key: Option<String>,
    /// Where it stands.
    pub(super) place: String,
    /// What it says, in short.
    pub(super) what: String,
    /// What is said of its lines, above them.
    pub(super) said: String,
    pub(super) text: String,
}

/// A block that stands in so many documents.
#[derive(Debug)]
pub(super) struct Repeat {
    pub(super) documents: u32,
    /// Where it stands first.
    pub(super) place: String,
    pub(super) what: String,
    /// The last document that was counted.
    last: usize,
}

/// So many different blocks are remembered, some 20 MB of them; later ones are shown each time.
const REMEMBERED: usize = 100_000;

/// The blocks that were shown.
#[derive(Debug, Default)]
pub(super) struct Repeats(HashMap<String, Repeat>);

impl Repeats {
    /// Whether a piece of this document is to be shown, since no earlier document said the same.
    pub(super) fn is_new(&mut self, piece: &Piece, document: usize) -> bool {
        let Some(key) = &piece.key else { return true };
        if let Some(known) = self.0.get_mut(key) {
            let is_here = std::mem::replace(&mut known.last, document) == document;
            known.documents += u32::from(!is_here);
            return known.documents == 1;
        }
        if self.0.len() < REMEMBERED {
            let (place, what) = (piece.place.clone(), piece.what.clone());
            let repeat = Repeat { documents: 1, place, what, last: document };
            self.0.insert(key.clone(), repeat);
        }
        true
    }

    fn repeated(&self) -> impl Iterator<Item = &Repeat> {
        self.0.values().filter(|repeat| repeat.documents > 1)
    }

    /// How many blocks stand in several documents.
    pub(super) fn len(&self) -> usize {
        self.repeated().count()
    }

    /// Those blocks, the most frequent first.
    pub(super) fn most_frequent(&self) -> impl Iterator<Item = &Repeat> {
        let mut all: Vec<_> = self.repeated().collect();
        all.sort_by_key(|repeat| (Reverse(repeat.documents), &repeat.place));
        all.into_iter()
    }
}
