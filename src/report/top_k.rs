//! Top-k lists: what is kept for the end of a report that shows the worst first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::repeats::Piece;

/// What a report says of one document: text that is written as it comes, and candidates for the lists
/// at the end. Made by [`Format::document`](super::Format::document), in any thread.
#[derive(Debug, Default)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct Fragment {
    /// What the document is called, if there are candidates.
    pub(super) name: String,
    pub(super) text: String,
    /// What is written below the text, but for what earlier documents said as well.
    pub(super) pieces: Vec<Piece>,
    pub(super) candidates: Vec<Candidate>,
}

impl Fragment {
    pub(super) fn text(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

/// Something to be shown at the end, if it is bad enough.
#[derive(Debug, Default)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub(super) struct Candidate {
    /// Which list it is for.
    pub(super) list: usize,
    /// How bad it is; the higher, the sooner it is shown.
    pub(super) rank: u32,
    /// What it takes of the budget of its list.
    pub(super) cost: usize,
    pub(super) text: String,
}

/// The k candidates of the highest rank, where k is as many as fit into a budget; of equals those
/// whose documents come first by name.
///
/// Which those are does not depend on the order in which candidates come: from the first that did not
/// fit in, nothing that ranks as low is taken any more, whatever room there may be.
#[derive(Debug)]
pub(super) struct TopK {
    budget: usize,
    taken: usize,
    items: BTreeMap<Key, (usize, String)>,
    /// The highest that did not fit in.
    bound: Option<Key>,
    added: usize,
}

/// Rank, name and number of the document, and the place among its candidates.
type Key = (Reverse<u32>, String, usize, usize);

impl TopK {
    pub(super) const fn new(budget: usize) -> Self {
        Self { budget, taken: 0, items: BTreeMap::new(), bound: None, added: 0 }
    }

    /// Puts a candidate in its place, with the name and the number of its document and its place there;
    /// what ranks lowest falls off.
    pub(super) fn add(&mut self, (name, document, place): (&str, usize, usize), new: Candidate) {
        self.added += 1;
        if new.cost > self.budget {
            return;
        }
        let key = (Reverse(new.rank), name.to_owned(), document, place);
        if self.bound.as_ref().is_some_and(|bound| key >= *bound) {
            return;
        }
        self.taken += new.cost;
        self.items.insert(key, (new.cost, new.text));
        while self.taken > self.budget
            && let Some((key, (cost, _))) = self.items.pop_last()
        {
            self.taken -= cost;
            self.bound = Some(key);
        }
    }

    /// The highest first, each with the number of its document.
    pub(super) fn items(&self) -> impl Iterator<Item = (usize, &str)> {
        self.items.iter().map(|(key, (_, text))| (key.2, text.as_str()))
    }

    /// How many candidates fell off.
    pub(super) fn left_out(&self) -> usize {
        self.added - self.items.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(budget: usize, items: &[(u32, usize, &str)]) -> TopK {
        let mut list = TopK::new(budget);
        for (document, &(rank, cost, text)) in items.iter().enumerate() {
            let item = Candidate { list: 0, rank, cost, text: text.to_owned() };
            list.add((&document.to_string(), document, 0), item);
        }
        list
    }

    #[test]
    fn the_worst_come_first_and_of_equals_the_first() {
        let list = list(10, &[(1, 1, "mild"), (9, 1, "bad"), (9, 1, "as bad"), (5, 1, "so so")]);
        let texts: Vec<_> = list.items().collect();
        assert_eq!(texts, [(1, "bad"), (2, "as bad"), (3, "so so"), (0, "mild")]);
        assert_eq!(list.left_out(), 0);
    }

    #[test]
    fn the_mildest_falls_off_and_is_counted() {
        let list = list(5, &[(1, 2, "mild"), (9, 2, "bad"), (5, 3, "so so"), (0, 1, "nothing")]);
        let texts: Vec<_> = list.items().collect();
        assert_eq!(texts, [(1, "bad"), (2, "so so")]);
        assert_eq!(list.left_out(), 2);
    }

    #[test]
    fn what_is_larger_than_the_budget_is_left_out_alone() {
        let list = list(5, &[(1, 2, "mild"), (9, 6, "huge")]);
        assert_eq!(list.items().map(|(_, text)| text).collect::<Vec<_>>(), ["mild"]);
        assert_eq!(list.left_out(), 1);
    }

    #[test]
    fn the_order_of_documents_makes_no_difference() {
        let sizes = [3, 2, 3, 1, 2, 4, 1];
        let kept = |order: &[usize]| {
            let mut list = TopK::new(6);
            for &document in order {
                let (rank, cost) = (document as u32 / 2, sizes[document]);
                let item = Candidate { list: 0, rank, cost, text: document.to_string() };
                list.add((&document.to_string(), document, 0), item);
            }
            list.items().map(|(document, _)| document).collect::<Vec<_>>()
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
