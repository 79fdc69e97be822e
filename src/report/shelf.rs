//! What is kept for the end of a report that shows the worst first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What a report says of one document: text that is written as it comes, and items that wait on a
/// shelf for the end.
#[derive(Debug, Default)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize))]
pub struct Piece {
    pub(super) text: String,
    pub(super) items: Vec<Item>,
}

impl Piece {
    pub(super) fn text(text: String) -> Self {
        Self { text, items: Vec::new() }
    }
}

/// Something to be shown at the end, if it is bad enough.
#[derive(Debug)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Item {
    /// Which shelf it waits on.
    pub(super) shelf: usize,
    /// How bad it is; the higher, the sooner it is shown.
    pub(super) rank: u32,
    /// What it takes of the budget of its shelf.
    pub(super) cost: usize,
    pub(super) text: String,
}

/// The worst items so far, within a budget.
///
/// What is worst, and of equals what came first, does not depend on the order in which documents
/// are done, since pieces come in the order of the documents.
#[derive(Debug)]
pub(super) struct Shelf {
    budget: usize,
    taken: usize,
    items: BTreeMap<Key, (usize, String)>,
    added: usize,
}

/// Rank, document, and the place among the items of this shelf.
type Key = (Reverse<u32>, usize, usize);

impl Shelf {
    pub(super) const fn new(budget: usize) -> Self {
        Self { budget, taken: 0, items: BTreeMap::new(), added: 0 }
    }

    /// Puts an item of the document with this number in its place; what is mildest falls off.
    pub(super) fn add(&mut self, document: usize, item: Item) {
        self.added += 1;
        if item.cost > self.budget {
            return;
        }
        self.taken += item.cost;
        let key = (Reverse(item.rank), document, self.added);
        self.items.insert(key, (item.cost, item.text));
        while self.taken > self.budget
            && let Some((_, (cost, _))) = self.items.pop_last()
        {
            self.taken -= cost;
        }
    }

    /// The worst first, each with the number of its document.
    pub(super) fn items(&self) -> impl Iterator<Item = (usize, &str)> {
        self.items.iter().map(|(key, (_, text))| (key.1, text.as_str()))
    }

    /// How many items fell off.
    pub(super) fn left_out(&self) -> usize {
        self.added - self.items.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf(budget: usize, items: &[(u32, usize, &str)]) -> Shelf {
        let mut shelf = Shelf::new(budget);
        for (document, &(rank, cost, text)) in items.iter().enumerate() {
            shelf.add(document, Item { shelf: 0, rank, cost, text: text.to_owned() });
        }
        shelf
    }

    #[test]
    fn the_worst_come_first_and_of_equals_the_first() {
        let shelf = shelf(10, &[(1, 1, "mild"), (9, 1, "bad"), (9, 1, "as bad"), (5, 1, "so so")]);
        let texts: Vec<_> = shelf.items().collect();
        assert_eq!(texts, [(1, "bad"), (2, "as bad"), (3, "so so"), (0, "mild")]);
        assert_eq!(shelf.left_out(), 0);
    }

    #[test]
    fn the_mildest_falls_off_and_is_counted() {
        let shelf = shelf(5, &[(1, 2, "mild"), (9, 2, "bad"), (5, 3, "so so"), (0, 1, "nothing")]);
        let texts: Vec<_> = shelf.items().collect();
        assert_eq!(texts, [(1, "bad"), (2, "so so")]);
        assert_eq!(shelf.left_out(), 2);
    }

    #[test]
    fn what_is_larger_than_the_shelf_is_left_out_alone() {
        let shelf = shelf(5, &[(1, 2, "mild"), (9, 6, "huge")]);
        assert_eq!(shelf.items().map(|(_, text)| text).collect::<Vec<_>>(), ["mild"]);
        assert_eq!(shelf.left_out(), 1);
    }
}
