//! How languages stand after some words: those that may stay against those that may not.

use std::array;

use super::context::Context;
use super::priors::language_prior;
use super::vocabulary::UnknownWords;
use crate::classify::Evidence;
use crate::lang::Lang;
use crate::simd::vectorised;

/// Languages so near to the likeliest, in nats, are told apart by the words that their interfaces know.
const NEAR: f64 = 2.0;

/// How the languages stand after some words: those that may stay, and those that may not.
pub(super) struct Standing {
    /// The best of those that may stay.
    pub(super) home: (Lang, f64),
    /// The nats of the main language.
    pub(super) main: Option<f64>,
    /// The best of the others, and the best with its rarity counted: the language that the words would
    /// be in if they were foreign. What the best explains better than the rival is a species, a name,
    /// anything but a line of the rival's language.
    pub(super) best: (Lang, f64),
    pub(super) rival: (Lang, f64),
}

impl Standing {
    /// `None` where there are no languages on both sides.
    pub(super) fn new(evidence: &Evidence, context: &Context<'_>) -> Option<Self> {
        let sides = context.sides_of(evidence);
        let (langs, nats) = evidence.parts();
        let tops = vectorised(
            #[inline(always)]
            || [&sides.home, &sides.foreign, &sides.rival].map(|side| top(nats, side)),
        );
        let named = |at: usize| (langs[at], f64::from(nats[at]));
        let [home, best, rival] = tops.map(|at| at.map(named));
        let (home, best, rival) = (home?, best?, rival?);
        let main = context.main.and_then(|main| evidence.of(main));
        Some(Self { home, main, best, rival })
    }
}

/// The place of the highest sum of two numbers, the first of equal ones; `None` where all are without bound
/// below. Compared side by side, as vector instructions do.
#[expect(clippy::inline_always, reason = "what is not inlined does not become vectors")]
#[inline(always)]
fn top(nats: &[f32], side: &[f32]) -> Option<usize> {
    let (eights, rest) = nats.as_chunks::<8>();
    let (side_eights, side_rest) = side.as_chunks::<8>();
    let mut most = [f32::NEG_INFINITY; 8];
    for (nats, side) in eights.iter().zip(side_eights) {
        let sums: [f32; 8] = array::from_fn(|at| nats[at] + side[at]);
        most = array::from_fn(|at| if sums[at] > most[at] { sums[at] } else { most[at] });
    }
    let rest = rest.iter().zip(side_rest).map(|(nats, side)| nats + side);
    let most = most.into_iter().chain(rest).fold(f32::NEG_INFINITY, f32::max);
    let mut sums = nats.iter().zip(side).map(|(nats, side)| nats + side);
    sums.position(|sum| sum >= most).filter(|_| most > f32::NEG_INFINITY)
}

/// The language with the highest score so far.
#[derive(Clone, Copy)]
struct Top {
    lang: Option<Lang>,
    nats: f32,
    score: f32,
}

impl Top {
    const NONE: Self = Self { lang: None, nats: 0.0, score: f32::NEG_INFINITY };

    fn keep(&mut self, lang: Lang, nats: f32, score: f32) {
        if score > self.score {
            *self = Self { lang: Some(lang), nats, score };
        }
    }

    fn named(self) -> Option<(Lang, f64)> {
        Some((self.lang?, self.nats.into()))
    }
}

/// The language that words would be in if they were foreign, and its nats.
pub(super) fn rival(evidence: &Evidence, is_foreign: impl Fn(Lang) -> bool) -> Option<(Lang, f64)> {
    let mut rival = Top::NONE;
    for (lang, nats) in evidence.iter().filter(|&(lang, _)| is_foreign(lang)) {
        rival.keep(lang, nats, nats + language_prior(lang) as f32);
    }
    rival.named()
}

/// Of the languages that explain some words about as well as a rival, the one whose interfaces know most
/// of them: relatives spell half of a label alike, and word lists tell the other half.
pub(super) fn closest(
    evidence: &Evidence,
    unknown: &UnknownWords,
    rival: (Lang, f64),
    is_foreign: impl Fn(Lang) -> bool,
) -> (Lang, f64) {
    if unknown.are_none() {
        return rival;
    }
    let score = |(lang, nats): (Lang, f64)| nats + language_prior(lang);
    let known = |found: (Lang, f64)| score(found) + NEAR * unknown.interface(found.0);
    let least = score(rival) - NEAR;
    let mut best = None;
    for (lang, nats) in evidence.iter() {
        let found = (lang, f64::from(nats));
        // Rarity only takes away, so most languages are passed over by their nats.
        let is_near = found.1 >= least && lang != rival.0 && is_foreign(lang);
        if !is_near || score(found) < least {
            continue;
        }
        let best = best.get_or_insert_with(|| (known(rival), rival));
        // Interfaces that know all words add no more than this.
        if score(found) + NEAR >= best.0 {
            let known = known(found);
            if known.total_cmp(&best.0).then(best.1.0.cmp(&lang)).is_gt() {
                *best = (known, found);
            }
        }
    }
    best.map_or(rival, |(_, found)| found)
}
