//! What is judged as one: a line of plain text, or a block of prose.

use crate::decision::{Answer, Answers};
use crate::decode::Text;
use crate::text::{Line, Lines};

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
    /// The lines of a plain text, counted beforehand: room is made for as many, and no more.
    pub(super) fn lines(
        text: &'t Text<'_>,
        answers: &Answers,
    ) -> impl ExactSizeIterator<Item = Self> {
        Segments { lines: text.lines(), left: text.lines().count(), answers }
    }
}

/// The lines of a plain text.
struct Segments<'t, 'a> {
    lines: Lines<'t>,
    left: usize,
    answers: &'a Answers,
}

impl<'t> Iterator for Segments<'t, '_> {
    type Item = Segment<'t>;

    fn next(&mut self) -> Option<Segment<'t>> {
        let line = self.lines.next()?;
        self.left -= 1;
        let answer = self.answers.line(line.number().get());
        Some(Segment { line, answer, may_go: true, may_be_cut: true, is_ignored: false })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Segments<'_, '_> {}
