//! Candidates by the likelihood of the text that they make of a sample.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::guess::Guess;
use super::neighbours;
use super::priors::Expectation;
use super::shortlist::Candidate;
use crate::decode::encoding::Encoding;
use crate::decode::sample::Sample;
use crate::model::char_lm::Scorer;

/// How many bytes of words each round looks at, and how far behind a candidate may be after it, in
/// nats. The less was looked at, the more a candidate may be behind.
pub(super) const ROUNDS: [(usize, f32); 2] = [(64, 100.0), (160, 25.0)];
/// The first round leaves so many candidates at least: a runner-up is always weighed.
const WEIGHED: usize = 2;

/// The candidates by weight, after each round those that are not too far behind.
pub(super) fn in_rounds(
    mut candidates: Vec<Candidate>,
    sample: &Sample,
    plain: &Scorer,
    expectation: &Expectation,
) -> Vec<Guess> {
    let rank = |candidates: &[Candidate], words: &[&[u8]]| {
        rank(candidates, words, sample.has_latin(), plain, expectation)
    };
    let [(glimpse, far), (first, behind)] = ROUNDS;
    let (glimpse, first) = (sample.first(glimpse), sample.first(first));
    if glimpse.len() < first.len() {
        let ranked = rank(&candidates, &glimpse);
        candidates = within(candidates, &ranked, far, WEIGHED);
    }
    let ranked = rank(&candidates, &first);
    if first.len() < sample.words().len() {
        let left = within(candidates, &ranked, behind, 1);
        if left.len() > 1 {
            return rank(&left, sample.words());
        }
    }
    ranked
}

/// The candidates that are not too far behind the first, and the first few in any case.
fn within(
    candidates: Vec<Candidate>,
    ranked: &[Guess],
    behind: f32,
    at_least: usize,
) -> Vec<Candidate> {
    let Some(first) = ranked.first() else { return candidates };
    let is_near = |guess: &Guess| guess.weight >= first.weight - behind;
    let near = ranked.iter().take_while(|guess| is_near(guess)).count().max(at_least);
    let left = &ranked[..near.min(ranked.len())];
    let keep = |c: &Candidate| left.iter().any(|guess| guess.encoding == c.encoding);
    candidates.into_iter().filter(keep).collect()
}

pub(super) fn rank(
    candidates: &[Candidate],
    words: &[&[u8]],
    has_latin: bool,
    plain: &Scorer,
    expectation: &Expectation,
) -> Vec<Guess> {
    let guess = |candidate: &Candidate| {
        let scorer = pushed(candidate, words, plain.clone());
        let (score, beforehand) = scorer.finish_among(&candidate.language_costs);
        let against = beforehand + neighbours::cost(candidate, words, has_latin);
        let known = expectation.welcome(score.lang) - against;
        let weight = score.nats + candidate.prior + known;
        Guess { encoding: candidate.encoding, score, weight, runner_up: None }
    };
    let mut ranked: Vec<Guess> = candidates.iter().map(guess).collect();
    ranked.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    ranked
}

/// The scorer after the text that a candidate makes of the words.
fn pushed(candidate: &Candidate, words: &[&[u8]], mut scorer: Scorer) -> Scorer {
    for word in words {
        match candidate.page {
            Some(page) if page.name != "windows-1258" => {
                word.iter().for_each(|&byte| scorer.push(page.char(byte)));
            }
            // Vietnamese accents are bytes of their own there; the model knows composed letters.
            Some(page) => {
                word.iter().map(|&byte| page.char(byte)).nfc().for_each(|c| scorer.push(c));
            }
            None => decoded(candidate.encoding, word).chars().for_each(|c| scorer.push(c)),
        }
        scorer.push(' ');
    }
    scorer
}

fn decoded(encoding: Encoding, word: &[u8]) -> Cow<'_, str> {
    encoding.decode(word).0
}
