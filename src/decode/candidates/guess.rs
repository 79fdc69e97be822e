//! The answer: an encoding, and how sure it is.

use crate::decode::encoding::Encoding;
use crate::model::char_lm::Score;

/// The best explanation of some bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::decode) struct Guess {
    pub(in crate::decode) encoding: Encoding,
    pub(in crate::decode) score: Score,
    /// Log-likelihood and prior together.
    pub(in crate::decode) weight: f32,
    /// The next best, and how far behind it is in nats.
    pub(in crate::decode) runner_up: Option<(Encoding, f32)>,
}

/// A text whose letters cost more than this on average is in no known language, in nats.
const IMPLAUSIBLE: f32 = -4.5;

impl Guess {
    /// What was known beforehand, in nats: how rare the encoding is, and rarer still with such neighbours.
    pub(in crate::decode) fn prior(&self) -> f32 {
        self.weight - self.score.nats
    }

    /// Whether even the best text is in no language that the tables know.
    pub(in crate::decode) fn is_doubtful(&self) -> bool {
        self.score.plausibility() < IMPLAUSIBLE
    }
}

/// The first of the ranked guesses, beside the next.
pub(super) fn winner(ranked: Vec<Guess>) -> Option<Guess> {
    let mut ranked = ranked.into_iter();
    let best = ranked.next()?;
    let runner_up = ranked.next().map(|next| (next.encoding, best.weight - next.weight));
    Some(Guess { runner_up, ..best })
}
