//! Boosted trees over whole numbers: a sum of small decisions, fitted elsewhere, read in place.
//!
//! A tree asks one fact at a time whether it is at most a threshold, and ends in a value; a forest is the
//! sum of its trees, in log-odds. All numbers are whole, so that every machine gives the same. Every inner
//! node carries the mean of what lies below it, so that a score can be taken apart: each step of a path
//! moves the mean, and what it moves it by is what its fact contributed (Saabas 2014). The contributions
//! and the means of the roots sum to the score, exactly.
//!
//! Layout, all numbers little-endian: eight bytes of magic, the number of facts (u16), the number of
//! forests (u16); for each forest the scores from which it is likely and certain (i32 each), the number of
//! trees (u16), the number of nodes of each tree (u8), eight bytes for each node: the fact (u8; 255: a
//! leaf), the way to the right child in nodes (u8; the left one is the next; 0: a leaf), the threshold (i16;
//! of a leaf less than the greatest), the value (i32). `train/verdicts.py` writes the file.

/// What a file begins with.
pub(crate) const MAGIC: [u8; 8] = *b"trees__1";

/// So many parts of a score make a nat.
pub(crate) const PER_NAT: i32 = 4096;

/// The fact of a leaf.
const LEAF: u8 = u8::MAX;

/// Bytes of a node.
const NODE: usize = 8;

/// A forest, read in place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Forest<'a> {
    /// The score from which its answer is likely.
    pub(crate) likely: i32,
    /// The score from which its answer is certain.
    pub(crate) certain: i32,
    /// How many nodes each tree has.
    sizes: &'a [u8],
    nodes: &'a [[u8; NODE]],
}

/// One node, unpacked.
#[derive(Debug, Clone, Copy)]
struct Node {
    fact: u8,
    right: u8,
    threshold: i16,
    value: i32,
}

/// Bytes that are read from the front.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }
}

/// Reads a file of so many forests over so many facts; `None` if it is none, or one of its nodes leads
/// out of its tree.
pub(crate) fn forests<const N: usize>(bytes: &[u8], facts: usize) -> Option<[Forest<'_>; N]> {
    let mut bytes = Bytes(bytes);
    let magic = bytes.take(MAGIC.len())?;
    let counts = [u16::from_le_bytes(bytes.number()?), u16::from_le_bytes(bytes.number()?)];
    if magic != MAGIC || counts.map(usize::from) != [facts, N] {
        return None;
    }
    let forests: Vec<_> = (0..N).map_while(|_| forest(&mut bytes, facts)).collect();
    forests.try_into().ok().filter(|_| bytes.0.is_empty())
}

fn forest<'a>(bytes: &mut Bytes<'a>, facts: usize) -> Option<Forest<'a>> {
    let likely = i32::from_le_bytes(bytes.number()?);
    let certain = i32::from_le_bytes(bytes.number()?);
    let trees = u16::from_le_bytes(bytes.number()?);
    let sizes = bytes.take(trees.into())?;
    let count: usize = sizes.iter().map(|&size| usize::from(size)).sum();
    let (nodes, _) = bytes.take(count * NODE)?.as_chunks::<NODE>();
    let forest = Forest { likely, certain, sizes, nodes };
    forest.trees().all(|tree| is_sound(tree, facts)).then_some(forest)
}

/// Whether all ways end within the tree, and all facts are known.
fn is_sound(tree: &[[u8; NODE]], facts: usize) -> bool {
    let is_sound = |(at, node): (usize, &[u8; NODE])| {
        let node = Node::new(*node);
        let is_inner = usize::from(node.fact) < facts
            && node.right > 1
            && at + usize::from(node.right) < tree.len();
        let is_leaf = node.fact == LEAF && node.right == 0 && node.threshold < i16::MAX;
        is_leaf || is_inner
    };
    !tree.is_empty() && tree.iter().enumerate().all(is_sound)
}

impl Node {
    const fn new([fact, right, t0, t1, v0, v1, v2, v3]: [u8; NODE]) -> Self {
        let threshold = i16::from_le_bytes([t0, t1]);
        Self { fact, right, threshold, value: i32::from_le_bytes([v0, v1, v2, v3]) }
    }

    /// The way to the next node, for the facts; 0 from a leaf.
    fn step(self, facts: &Padded) -> usize {
        if facts[usize::from(self.fact)] <= self.threshold { 1 } else { self.right.into() }
    }
}

/// Facts, and what leaves ask for, which is more than any threshold: so a walk stands still there, and needs
/// no question whether it is at its end.
type Padded = [i16; 256];

fn padded(facts: &[i16]) -> Padded {
    let mut padded = [i16::MAX; 256];
    padded[..facts.len()].copy_from_slice(facts);
    padded
}

/// So many trees are walked at once: each step waits for the one before it in its tree, and for none in the
/// others.
const AT_ONCE: usize = 8;

impl<'a> Forest<'a> {
    fn trees(&self) -> impl Iterator<Item = &'a [[u8; NODE]]> {
        let mut rest = self.nodes;
        self.sizes.iter().map_while(move |&size| {
            let (tree, others) = rest.split_at_checked(size.into())?;
            rest = others;
            Some(tree)
        })
    }

    /// The score of some facts, in parts of a nat. Some five nodes are read for each tree.
    pub(crate) fn score(&self, facts: &[i16]) -> i32 {
        let facts = &padded(facts);
        let mut next = 0;
        let (many, few) = self.sizes.as_chunks::<AT_ONCE>();
        let of_many = many.iter().map(|sizes| self.ends(starts(sizes, &mut next), facts));
        let score: i32 = of_many.sum();
        let of_few = few.iter().map(|&size| self.ends(starts(&[size], &mut next), facts));
        score + of_few.sum::<i32>()
    }

    /// The sum of the leaves that the facts lead to from some roots.
    fn ends<const N: usize>(&self, mut at: [usize; N], facts: &Padded) -> i32 {
        loop {
            let mut moved = 0;
            for at in &mut at {
                let step = Node::new(self.nodes[*at]).step(facts);
                *at += step;
                moved |= step;
            }
            if moved == 0 {
                return at.map(|at| Node::new(self.nodes[at]).value).iter().sum();
            }
        }
    }

    /// What each fact adds to the score, one step after the other, and what is there before any fact is
    /// known, which has none.
    pub(crate) fn contributions(&self, facts: &[i16], mut each: impl FnMut(Option<usize>, i32)) {
        let facts = &padded(facts);
        for tree in self.trees() {
            let mut at = 0;
            let mut node = Node::new(tree[0]);
            each(None, node.value);
            while node.fact != LEAF {
                at += node.step(facts);
                let next = Node::new(tree[at]);
                each(Some(node.fact.into()), next.value - node.value);
                node = next;
            }
        }
    }
}

/// Where trees of some sizes begin, the first at the next node.
fn starts<const N: usize>(sizes: &[u8; N], next: &mut usize) -> [usize; N] {
    sizes.map(|size| {
        let start = *next;
        *next += usize::from(size);
        start
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two trees of two facts: fact 0 at most 3, then fact 1 at most -1.
    fn file() -> Vec<u8> {
        let node = |fact: u8, right: u8, threshold: i16, value: i32| {
            let mut bytes = vec![fact, right];
            bytes.extend(threshold.to_le_bytes());
            bytes.extend(value.to_le_bytes());
            bytes
        };
        let head = [MAGIC.to_vec(), vec![2, 0, 1, 0], vec![0; 8], vec![2, 0, 5, 1]];
        let first = [
            node(0, 2, 3, 10),
            node(LEAF, 0, 0, -20),
            node(1, 2, -1, 30),
            node(LEAF, 0, 0, 7),
            node(LEAF, 0, 0, 50),
        ];
        [head.concat(), first.concat(), node(LEAF, 0, 0, 5)].concat()
    }

    #[test]
    fn a_score_is_the_sum_of_the_leaves_that_the_facts_lead_to() {
        let file = file();
        let [forest] = forests::<1>(&file, 2).expect("a sound file");
        let scores = [[3, 9], [4, -1], [4, 0]].map(|facts| forest.score(&facts));
        assert_eq!(scores, [-15, 12, 55]);
    }

    #[test]
    fn contributions_sum_to_the_score() {
        let file = file();
        let [forest] = forests::<1>(&file, 2).expect("a sound file");
        for facts in [[3, 9], [4, -1], [4, 0]] {
            let mut sum = 0;
            forest.contributions(&facts, |_, value| sum += value);
            assert_eq!(sum, forest.score(&facts));
        }
    }

    #[test]
    fn a_node_that_leads_out_of_its_tree_is_found() {
        let sound = file();
        let first = MAGIC.len() + 4 + 8 + 2 + 2;
        let unknown_fact = (first, 2);
        let ways = [1, 5].map(|right| (first + 1, right));
        for (at, byte) in [unknown_fact].into_iter().chain(ways) {
            let mut broken = sound.clone();
            broken[at] = byte;
            assert!(forests::<1>(&broken, 2).is_none(), "{at} {byte}");
        }
    }

    #[test]
    fn a_file_that_ends_early_or_late_is_not_read() {
        let sound = file();
        assert!(forests::<1>(&sound[..sound.len() - 1], 2).is_none());
        assert!(forests::<1>(&[&sound[..], &[0]].concat(), 2).is_none());
    }
}
