//! Facts while they are collected: whole numbers, one after the other.

/// So many parts of a nat are counted in facts.
pub(super) const PER_NAT: f64 = 16.0;

/// Shares are counted in parts of this.
const WHOLE: usize = 100;

/// What stands for evidence that is not there, and for a neighbour, in nats.
pub(super) const ABSENT: f64 = -30.0;

/// Facts that are being collected.
pub(super) struct Row(pub(super) Vec<i16>);

impl Row {
    pub(super) fn with_capacity(count: usize) -> Self {
        Self(Vec::with_capacity(count))
    }

    /// The facts that were collected.
    pub(super) fn facts<const N: usize>(self) -> [i16; N] {
        self.0.try_into().expect("a test counts the facts")
    }

    pub(super) fn number(&mut self, number: usize) {
        self.0.push(i16::try_from(number).unwrap_or(i16::MAX));
    }

    pub(super) fn score(&mut self, score: i32) {
        self.0.push(clamped(score));
    }

    pub(super) fn flag(&mut self, is: bool) {
        self.0.push(is.into());
    }

    pub(super) fn nats(&mut self, nats: f64) {
        self.0.push((nats * PER_NAT).round() as i16);
    }

    pub(super) fn share(&mut self, share: f64) {
        self.0.push((share * WHOLE as f64).round() as i16);
    }

    pub(super) fn part(&mut self, part: usize, whole: usize) {
        self.number(part * WHOLE / whole.max(1));
    }
}

/// A score as a fact.
pub(super) fn clamped(score: i32) -> i16 {
    score.clamp(i16::MIN.into(), i16::MAX.into()) as i16
}
