//! What is kept for the end of a report that shows the worst first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What a report says of one document: text that is written as it comes, and items that wait on a
/// shelf for the end.
#[derive(Debug, Default)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct Piece {
    /// What the document is called, if there are items.
    pub(super) name: String,
    pub(super) text: String,
    pub(super) items: Vec<Item>,
}

impl Piece {
    pub(super) fn text(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

/// Something to be shown at the end, if it is bad enough.
#[derive(Debug, Default)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub(super) struct Item {
    /// Which shelf it waits on.
    pub(super) shelf: usize,
    /// How bad it is; the higher, the sooner it is shown.
    pub(super) rank: u32,
    /// What it takes of the budget of its shelf.
    pub(super) cost: usize,
    pub(super) text: String,
}

/// The worst items so far, within a budget: as many of the worst as fit in, and of equals those
/// whose documents come first by name.
///
/// Which those are does not depend on the order in which items come: from the first that did not
/// fit in, nothing that is as mild is taken any more, whatever room there may be.
#[derive(Debug)]
pub(super) struct Shelf {
    budget: usize,
    taken: usize,
    items: BTreeMap<Key, (usize, String)>,
    /// The worst item that did not fit in.
    bound: Option<Key>,
    added: usize,
}

/// Rank, name and number of the document, and the place among its items.
type Key = (Reverse<u32>, String, usize, usize);

impl Shelf {
    pub(super) const fn new(budget: usize) -> Self {
        Self { budget, taken: 0, items: BTreeMap::new(), bound: None, added: 0 }
    }

    /// Puts an item in its place, with the name and the number of its document and its place there;
    /// what is mildest falls off.
    pub(super) fn add(&mut self, (name, document, place): (&str, usize, usize), item: Item) {
        self.added += 1;
        if item.cost > self.budget {
            return;
        }
        let key = (Reverse(item.rank), name.to_owned(), document, place);
        if self.bound.as_ref().is_some_and(|bound| key >= *bound) {
            return;
        }
        self.taken += item.cost;
        self.items.insert(key, (item.cost, item.text));
        while self.taken > self.budget
            && let Some((key, (cost, _))) = self.items.pop_last()
        {
            self.taken -= cost;
            self.bound = Some(key);
        }
    }

    /// The worst first, each with the number of its document.
    pub(super) fn items(&self) -> impl Iterator<Item = (usize, &str)> {
        self.items.iter().map(|(key, (_, text))| (key.2, text.as_str()))
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
            let item = Item { shelf: 0, rank, cost, text: text.to_owned() };
            shelf.add((&document.to_string(), document, 0), item);
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
    #[test]
    fn the_order_of_documents_makes_no_difference() {
        let sizes = [3, 2, 3, 1, 2, 4, 1];
        let kept = |order: &[usize]| {
            let mut shelf = Shelf::new(6);
            for &document in order {
                let (rank, cost) = (document as u32 / 2, sizes[document]);
                let item = Item { shelf: 0, rank, cost, text: document.to_string() };
                shelf.add((&document.to_string(), document, 0), item);
            }
            shelf.items().map(|(document, _)| document).collect::<Vec<_>>()
        };
        let expected = kept(&[0, 1, 2, 3, 4, 5, 6]);
        for turn in 1..7 {
            let mut order: Vec<_> = (0..7).collect();
            order.rotate_left(turn);
            assert_eq!(kept(&order), expected, "{order:?}");
            order.reverse();
            assert_eq!(kept(&order), expected, "{order:?}");
        }
    }
}
