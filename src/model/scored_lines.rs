//! What repeated lines score, of those that were met before: each page of a site has them again.

use super::remembered_lines::RememberedLines;

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
pub(crate) type ScoredLines = RememberedLines<Circumstances, Scored>;
