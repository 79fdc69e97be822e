//! Boosted trees over whole numbers: a sum of small decisions, fitted elsewhere.
//!
//! A tree asks one fact at a time whether it is at most a threshold, and ends in a value; a forest is the
//! sum of its trees, in log-odds. All numbers are whole, so that every machine gives the same. Every inner
//! node carries the mean of what lies below it, so that a score can be taken apart: each step of a path
//! moves the mean, and what it moves it by is what its fact contributed (Saabas 2014). The contributions
//! and the means of the roots sum to the score, exactly.
//!
//! A score needs no paths: the tests of all trees stand by fact and threshold, and those that fail, which are
//! the first of each fact, strike out the leaves that they lead away from; of what is left of each tree, the
//! first leaf is the one that its path ends in (`QuickScorer`; Lucchese and others 2015). That is one pass
//! over memory, without a step that waits for the one before it, and does for several lines at once.
//!
//! Layout of the file, all numbers little-endian: eight bytes of magic, the number of facts (u16), the number
//! of forests (u16); for each forest the scores from which it is likely and certain (i32 each), the number of
//! trees (u16; up to 512), the number of nodes of each tree (u8; up to 32 leaves), eight bytes for each node:
//! the fact (u8; 255: a leaf), the way to the right child in nodes (u8; the left one is the next), the
//! threshold (i16), the value (i32). `train/verdicts.py` writes the file.

#![expect(clippy::inline_always, reason = "what is not inlined does not become vectors")]

use std::ops::Range;

use crate::simd::vectorised;

/// What a file begins with.
pub(crate) const MAGIC: [u8; 8] = *b"trees__1";

/// So many parts of a score make a nat.
pub(crate) const PER_NAT: i32 = 4096;

/// The probability of a score, which is a log-odds.
pub(crate) fn probability(score: i32) -> f64 {
    1.0 / (1.0 + (-f64::from(score) / f64::from(PER_NAT)).exp())
}

/// The fact of a leaf.
const LEAF: u8 = u8::MAX;

/// Bytes of a node.
const NODE: usize = 8;

/// Leaves of a tree, a bit for each.
const LEAVES: u32 = u32::BITS;

/// Trees of a forest.
const TREES: usize = 512;

/// Lines that are scored side by side: a vector register of 32 bytes.
const LANES: usize = 8;

/// From so many lines on that is quicker than one after the other.
const SIDE_BY_SIDE: usize = 3;

/// Trees whose leaves are at hand at once.
const FEW_TREES: usize = 64;

/// Of each tree the leaves that are left, for each of some lines.
type LeftOver<const LINES: usize> = [[u32; LINES]; TREES];

/// A forest.
#[derive(Debug, Clone)]
pub(crate) struct Forest<'a> {
    /// The score from which its answer is likely.
    pub(crate) likely: i32,
    /// The score from which its answer is certain.
    pub(crate) certain: i32,
    /// How many nodes each tree has.
    sizes: &'a [u8],
    nodes: &'a [[u8; NODE]],
    /// The inner nodes of all trees by fact and threshold.
    tests: Vec<Test>,
    asked: Vec<Asked>,
    /// The values of the leaves of all trees, from left to right.
    leaves: Vec<i32>,
    /// Where the leaves of each tree begin.
    first_leaves: Vec<usize>,
}

/// A fact that is asked for, and where its tests stand.
#[derive(Debug, Clone)]
struct Asked {
    fact: u8,
    tests: Range<usize>,
}

/// An inner node of a tree.
#[derive(Debug, Clone, Copy)]
struct Test {
    /// The leaves that are struck out if the fact is beyond the threshold.
    struck: u32,
    threshold: i16,
    tree: u16,
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
/// elsewhere than to its children.
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
    let (tests, leaves, first_leaves) = (Vec::new(), Vec::new(), Vec::new());
    let forest =
        Forest { likely, certain, sizes, nodes, tests, asked: Vec::new(), leaves, first_leaves };
    forest.with_tests(facts)
}

impl Node {
    const fn new([fact, right, t0, t1, v0, v1, v2, v3]: [u8; NODE]) -> Self {
        let threshold = i16::from_le_bytes([t0, t1]);
        Self { fact, right, threshold, value: i32::from_le_bytes([v0, v1, v2, v3]) }
    }

    /// The way to the next node, for the facts; none from a leaf.
    fn step(self, facts: &[i16]) -> Option<usize> {
        let is_left = || facts[usize::from(self.fact)] <= self.threshold;
        (self.fact != LEAF).then(|| if is_left() { 1 } else { self.right.into() })
    }
}

impl<'a> Forest<'a> {
    fn trees(&self) -> impl Iterator<Item = &'a [[u8; NODE]]> + use<'a> {
        let (mut rest, sizes) = (self.nodes, self.sizes);
        sizes.iter().map_while(move |&size| {
            let (tree, others) = rest.split_at_checked(size.into())?;
            rest = others;
            Some(tree)
        })
    }

    /// Finds the tests and the leaves of the trees; `None` if one is none, or asks for an unknown fact.
    fn with_tests(mut self, facts: usize) -> Option<Self> {
        let mut tests = Vec::new();
        for (number, tree) in self.trees().enumerate() {
            let number =
                u16::try_from(number).ok().filter(|&number| usize::from(number) < TREES)?;
            self.first_leaves.push(self.leaves.len());
            let end = self.read(number, tree, 0, facts, &mut tests)?;
            if end != tree.len() {
                return None;
            }
        }
        tests.sort_unstable_by_key(|&(fact, test)| (fact, test.threshold));
        let same_fact = tests.chunk_by(|a, b| a.0 == b.0);
        let mut start = 0;
        let asked = same_fact.map(|tests| {
            let own = start..start + tests.len();
            start = own.end;
            Asked { fact: tests[0].0, tests: own }
        });
        self.asked = asked.collect();
        self.tests = tests.into_iter().map(|(_, test)| test).collect();
        Some(self)
    }

    /// Reads what begins at a node, and says where it ends.
    fn read(
        &mut self,
        number: u16,
        tree: &[[u8; NODE]],
        at: usize,
        facts: usize,
        tests: &mut Vec<(u8, Test)>,
    ) -> Option<usize> {
        let node = Node::new(*tree.get(at)?);
        if node.fact == LEAF {
            self.leaves.push(node.value);
            return Some(at + 1);
        }
        let leaf = |forest: &Self| forest.leaves.len() - forest.first_leaves[usize::from(number)];
        let first = leaf(self);
        let right = self.read(number, tree, at + 1, facts, tests)?;
        let left_ones = first..leaf(self);
        let is_known = usize::from(node.fact) < facts;
        let is_sound = is_known && right == at + usize::from(node.right);
        // A leaf is left for the right child.
        if !is_sound || left_ones.end >= LEAVES as usize {
            return None;
        }
        let struck = left_ones.fold(0, |struck, leaf| struck | 1 << leaf);
        tests.push((node.fact, Test { struck, threshold: node.threshold, tree: number }));
        self.read(number, tree, right, facts, tests)
    }

    /// The scores of the facts of each line, in parts of a nat. What all lines have in common, as lines of a
    /// document do, is asked once.
    pub(crate) fn scores(&self, lines: &[impl AsRef<[i16]>]) -> Vec<i32> {
        let Some(first) = lines.first().map(AsRef::as_ref) else { return Vec::new() };
        let is_common = |asked: &&Asked| {
            let at = usize::from(asked.fact);
            lines.iter().all(|line| line.as_ref()[at] == first[at])
        };
        let (common, own): (Vec<_>, Vec<_>) = self.asked.iter().partition(is_common);
        let mut left_over = [[u32::MAX]; TREES];
        self.strike_out(&common, [first], &mut left_over);
        let mut scores = Vec::with_capacity(lines.len());
        for some in lines.chunks(LANES) {
            if some.len() < SIDE_BY_SIDE {
                let alone = |line: &_| self.score_each(&own, [AsRef::as_ref(line)], &left_over);
                scores.extend(some.iter().flat_map(alone));
            } else {
                let padded: [_; LANES] =
                    std::array::from_fn(|lane| some[lane.min(some.len() - 1)].as_ref());
                let all = vectorised(
                    #[inline(always)]
                    || self.score_each(&own, padded, &left_over),
                );
                scores.extend_from_slice(&all[..some.len()]);
            }
        }
        scores
    }

    /// The scores of some lines, of which some facts are still to be asked.
    #[inline(always)]
    fn score_each<const LINES: usize>(
        &self,
        asked: &[&Asked],
        lines: [&[i16]; LINES],
        left_over: &LeftOver<1>,
    ) -> [i32; LINES] {
        let mut left_over = left_over.map(|[left_over]| [left_over; LINES]);
        self.strike_out(asked, lines, &mut left_over);
        self.sums(&left_over)
    }

    /// Strikes out the leaves that failed tests of some facts lead away from.
    #[inline(always)]
    fn strike_out<const LINES: usize>(
        &self,
        asked: &[&Asked],
        lines: [&[i16]; LINES],
        left_over: &mut LeftOver<LINES>,
    ) {
        for Asked { fact, tests } in asked {
            let at = usize::from(*fact);
            let facts: [i32; LINES] = std::array::from_fn(|line| lines[line][at].into());
            let most = facts.into_iter().fold(i32::MIN, i32::max);
            for test in &self.tests[tests.clone()] {
                let threshold = i32::from(test.threshold);
                if threshold >= most {
                    break;
                }
                let left_over = &mut left_over[usize::from(test.tree) % TREES];
                let before = *left_over;
                // All bits where the fact is beyond the threshold, without a jump.
                let failed = facts.map(|fact| ((threshold - fact) >> 31) as u32);
                *left_over =
                    std::array::from_fn(|line| before[line] & !(failed[line] & test.struck));
            }
        }
    }

    /// The sums of the first leaf of each tree that is left.
    #[inline(always)]
    fn sums<const LINES: usize>(&self, left_over: &LeftOver<LINES>) -> [i32; LINES] {
        let mut sums = [0; LINES];
        // Lines that are alike end in the same leaves, which are at hand while few trees are asked.
        let trees = self.first_leaves.chunks(FEW_TREES).zip(left_over.chunks(FEW_TREES));
        for (first_leaves, left_over) in trees {
            for (line, sum) in sums.iter_mut().enumerate() {
                let leaf = |(&first, left_over): (&usize, &[u32; LINES])| {
                    self.leaves[first + left_over[line].trailing_zeros() as usize]
                };
                *sum += first_leaves.iter().zip(left_over).map(leaf).sum::<i32>();
            }
        }
        sums
    }

    /// What each fact adds to the score, one step after the other, and what is there before any fact is
    /// known, which has none.
    pub(crate) fn contributions(&self, facts: &[i16], mut each: impl FnMut(Option<usize>, i32)) {
        for tree in self.trees() {
            let mut at = 0;
            let mut node = Node::new(tree[0]);
            each(None, node.value);
            while let Some(step) = node.step(facts) {
                at += step;
                let next = Node::new(tree[at]);
                each(Some(node.fact.into()), next.value - node.value);
                node = next;
            }
        }
    }
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
        let scores = forest.scores(&[[3, 9], [4, -1], [4, 0]]);
        assert_eq!(scores, [-15, 12, 55]);
        assert_eq!(forest.scores(&[[4, 0]]), [55]);
    }

    #[test]
    fn contributions_sum_to_the_score() {
        let file = file();
        let [forest] = forests::<1>(&file, 2).expect("a sound file");
        for facts in [[3, 9], [4, -1], [4, 0]] {
            let mut sum = 0;
            forest.contributions(&facts, |_, value| sum += value);
            assert_eq!([sum], forest.scores(&[&facts])[..]);
        }
    }

    /// The trees of the crate, over facts on both sides of their thresholds: for lines side by side, and for
    /// those that are too few for that.
    #[test]
    fn a_score_is_where_the_paths_end() {
        let bytes = include_bytes!("../review/verdicts.bin");
        let count = crate::review::fact_names().count();
        let forests = forests::<3>(bytes, count).expect("a sound file");
        let mut random = 1_u32;
        let mut line = || -> Vec<i16> {
            let facts = std::iter::repeat_with(|| {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                ((random >> 16) as i16) >> (random >> 12 & 15)
            });
            facts.take(count).collect()
        };
        for lines in 1..3 * LANES {
            let lines: Vec<_> = (0..lines).map(|_| line()).collect();
            for forest in &forests {
                let sum = |line: &Vec<i16>| {
                    let mut sum = 0;
                    forest.contributions(line, |_, value| sum += value);
                    sum
                };
                assert_eq!(lines.iter().map(sum).collect::<Vec<_>>(), forest.scores(&lines));
            }
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
