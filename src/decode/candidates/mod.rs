//! The encodings that a file may be in, and which of them explains its bytes best.
//!
//! A candidate is judged by the log-likelihood of the text it gives, plus what is known beforehand:
//! how common the encoding is, and hints. Candidates that say the same about the bytes at hand are
//! one candidate. A look at single characters leaves a dozen, words with high bytes decide among
//! those, and words of plain ASCII are scored once for all: they only tell the language.

mod guess;
mod neighbours;
mod priors;
mod ranking;
mod second_opinion;
mod shortlist;

use super::encoding::Encoding;
use super::pages::Page;
use super::sample::Sample;
use crate::model::char_lm::{Scorer, oddity};
use guess::winner;
use ranking::{ROUNDS, in_rounds, rank};
use shortlist::{Candidate, KNOWN, multibyte, read_alike, single_byte, unigram_nats};

pub(super) use guess::Guess;
pub(super) use priors::Expectation;

/// The encoding that explains the sample best.
pub(super) fn best(sample: &Sample, expectation: &Expectation) -> Option<Guess> {
    let mut candidates = single_byte(&sample.profile(), expectation, |_, _| true);
    candidates.extend(multibyte(sample, expectation));
    let mut ranked = in_rounds(candidates, sample, &plain(sample), expectation);
    if ranked.first().is_some_and(Guess::is_doubtful) {
        second_opinion::add(&mut ranked, sample);
    }
    winner(ranked)
}

/// What the page that bytes were read with must be ahead by to be right, in nats, the plain words left
/// out: more than a rare name among the first words costs.
const RIGHT: f32 = 8.0;
/// What another encoding must be ahead by, in nats: less than any repair gains.
const WRONG: f32 = 4.0;
/// How far behind the page another may be by its characters alone, in nats, and for each high byte: they do
/// not show that letters of two languages never meet. Origin: of the development lines that were read
/// as another legacy encoding, the right one was at most 8 and 0.7 a byte behind.
const BEHIND_BY_UNIGRAMS: f32 = 6.0;
const BEHIND_EACH: f32 = 1.2;
/// One byte in so many at least is a high one in text of several bytes a character.
const HIGH_IN: usize = 3;

/// No more letters may be out of place than before, but for one in so many high bytes: names.
const SLACK: usize = 12;

/// The encoding that explains the sample better than the page that it was read with, if one does.
/// `plain` gives what its plain words score, as [`plain`] says; `is_possible` says of a name whether it may
/// be the answer.
pub(super) fn instead_of<'s>(
    page: &'static Page,
    sample: &Sample,
    plain: impl FnOnce() -> &'s Scorer,
    is_possible: impl Fn(&str) -> bool,
) -> Option<Guess> {
    let candidates = rivals(page, sample, is_possible)?;
    let expectation = Expectation::default();
    let is_page = |guess: &&Guess| guess.encoding.page() == Some(page);
    let ahead = |ranked: &[Guess]| {
        let own = ranked.iter().find(is_page).map(|own| own.weight);
        let other = ranked.iter().find(|guess| !is_page(guess)).map(|other| other.weight);
        own.zip(other).map(|(own, other)| own - other)
    };
    let first_look = rank(
        &candidates,
        &sample.first(ROUNDS[0].0),
        sample.has_latin(),
        &Scorer::new(),
        &expectation,
    );
    if ahead(&first_look).is_some_and(|ahead| ahead >= RIGHT) {
        return None;
    }
    let ranked = in_rounds(candidates, sample, plain(), &expectation);
    if ahead(&ranked).is_some_and(|ahead| ahead > -WRONG) { None } else { winner(ranked) }
}

/// The page that a sample was read with, and the encodings that may explain it better; `None` if there
/// are no others.
fn rivals(
    page: &'static Page,
    sample: &Sample,
    is_possible: impl Fn(&str) -> bool,
) -> Option<Vec<Candidate>> {
    let profile = sample.profile();
    let used = profile.used();
    let high = profile.counts.iter().sum::<u32>() as usize;
    let own = KNOWN.iter().find(|known| known.page == page)?;
    let behind = BEHIND_BY_UNIGRAMS + BEHIND_EACH * high as f32;
    let least = own.prior - unigram_nats(own, &profile, &used) - behind;
    let expectation = Expectation::default();
    let mut candidates = single_byte(&profile, &expectation, |weight, known| {
        let is_other = !read_alike(&used, known.page, page) && is_possible(known.page.name);
        is_other && weight >= least || known.page == page
    });
    let bytes = sample.joined();
    if high * HIGH_IN >= bytes.len() {
        candidates.extend(multibyte(sample, &expectation));
    }
    let odd = |encoding: Encoding| oddity(&encoding.decode(&bytes).0).out_of_place();
    let most = odd(own.encoding) + high / SLACK;
    candidates.retain(|candidate| candidate.page == Some(page) || odd(candidate.encoding) <= most);
    (candidates.len() > 1).then_some(candidates)
}

/// The words without high bytes, scored once.
pub(super) fn plain(sample: &Sample) -> Scorer {
    let mut scorer = Scorer::new();
    for word in sample.plain_words() {
        word.iter().for_each(|&byte| scorer.push(char::from(byte)));
        scorer.push(' ');
    }
    scorer
}
