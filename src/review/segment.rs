//! What is judged as one: a line of plain text, or a block of prose.

use crate::decision::{Answer, Answers};
use crate::text::Line;

/// A line or a block before it is judged, and what may become of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment<'t> {
    /// Its words, and the line that they begin on.
    pub(super) line: Line<'t>,
    /// What a person answered about it.
    pub(super) answer: Option<Answer>,
    /// Whether the whole of it can go.
    pub(super) may_go: bool,
    /// Whether a stretch of it can go.
    pub(super) may_be_cut: bool,
    /// Whether its author says to leave it alone: it is judged, stays, and tells nothing about the others.
    pub(super) is_ignored: bool,
}

impl<'t> Segment<'t> {
    /// A line of plain text.
    pub(super) fn line(line: Line<'t>, answers: &Answers) -> Self {
        let answer = answers.line(line.number.get());
        Self { line, answer, may_go: true, may_be_cut: true, is_ignored: false }
    }
}
