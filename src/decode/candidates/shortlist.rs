//! Which encodings are worth scoring: single bytes by what their characters cost alone, several bytes if
//! the bytes are whole characters of them.

use std::sync::LazyLock;

use super::priors::{Expectation, MULTIBYTE, PAGES, language_costs};
use crate::decode::encoding::Encoding;
use crate::decode::pages::{self, Page};
use crate::decode::sample::{Profile, Sample};
use crate::model::char_lm::{LanguageCosts, UnigramCost, unigram_cost};

/// The page of plain Latin text with a mark in it: it is always scored, since a mark by itself costs more
/// than most letters do.
pub(super) const USUAL: &str = "windows-1252";

/// How many single-byte candidates are scored. On the development files the right one was among
/// the first eight by its characters alone but for one file in a thousand.
const SHORTLIST: usize = 10;

/// An encoding worth scoring, or several that say the same about the bytes at hand: then the most usual
/// of them, and each language costs what it does in the best.
#[derive(Clone)]
pub(super) struct Candidate {
    pub(super) encoding: Encoding,
    pub(super) page: Option<&'static Page>,
    pub(super) prior: f32,
    pub(super) language_costs: LanguageCosts,
}

impl Candidate {
    fn of_page(known: &Known, prior: f32) -> Self {
        Self {
            encoding: known.encoding,
            page: Some(known.page),
            prior,
            language_costs: language_costs(known.encoding).clone(),
        }
    }

    /// Takes in a page that reads the same.
    fn unite(&mut self, known: &Known, prior: f32) {
        let mut other = Self::of_page(known, prior);
        if other.prior > self.prior {
            std::mem::swap(self, &mut other);
        }
        self.language_costs.at_most(&other.language_costs, self.prior - other.prior);
    }
}

/// A page with what its upper bytes are worth.
pub(super) struct Known {
    pub(super) page: &'static Page,
    pub(super) encoding: Encoding,
    pub(super) prior: f32,
    pub(super) unigrams: [UnigramCost; 128],
}

/// The pages with their unigrams: computed once, some 5,000 look-ups.
pub(super) static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let known = |&(name, prior): &(&str, f32)| {
        let page = pages::by_name(name)?;
        let encoding = name.parse().ok()?;
        let unigrams = std::array::from_fn(|i| unigram_cost(page.char(i as u8 + 0x80)));
        Some(Known { page, encoding, prior, unigrams })
    };
    PAGES.iter().filter_map(known).collect()
});

/// The single-byte candidates worth scoring, with their priors: of those that `is_worth` lets pass,
/// given what they weigh by its characters alone, the first.
pub(super) fn single_byte(
    profile: &Profile,
    expectation: &Expectation,
    is_worth: impl Fn(f32, &Known) -> bool,
) -> Vec<Candidate> {
    let used = profile.used();
    let mut listed: Vec<(f32, f32, &Known)> = KNOWN
        .iter()
        .map(|known| {
            let prior = known.prior + expectation.bonus(known.encoding);
            (prior - unigram_nats(known, profile, &used), prior, known)
        })
        .filter(|(weight, _, known)| is_worth(*weight, known))
        .collect();
    listed.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)));
    let mut kept: Vec<Candidate> = Vec::with_capacity(SHORTLIST);
    for (_, prior, known) in listed {
        let reads_alike =
            |c: &&mut Candidate| c.page.is_some_and(|page| read_alike(&used, known.page, page));
        if let Some(same) = kept.iter_mut().find(reads_alike) {
            same.unite(known, prior);
        } else if kept.len() < SHORTLIST || known.page.name == USUAL {
            kept.push(Candidate::of_page(known, prior));
        }
    }
    kept
}

/// What a letter of another script beside an ASCII letter costs by its characters alone, in nats.
const FOREIGN_BESIDE_ASCII: f32 = 5.0;

pub(super) fn unigram_nats(known: &Known, profile: &Profile, used: &[u8]) -> f32 {
    let cost = |&byte: &u8| {
        let index = usize::from(byte - 0x80);
        let unigram = &known.unigrams[index];
        let foreign = if unigram.is_foreign_letter { FOREIGN_BESIDE_ASCII } else { 0.0 };
        profile.counts[index] as f32 * unigram.nats + profile.beside_ascii[index] as f32 * foreign
    };
    used.iter().map(cost).sum()
}

/// Whether two pages give the same text for the bytes.
pub(super) fn read_alike(used: &[u8], a: &Page, b: &Page) -> bool {
    used.iter().all(|&byte| a.char(byte) == b.char(byte))
}

/// Broken characters that a multibyte reading may have: one, and one in so many bytes. Real files
/// are cut in the middle of a character and hold a stray byte; wrong readings break all the time.
const BROKEN_SHARE: usize = 200;

pub(super) fn multibyte(sample: &Sample, expectation: &Expectation) -> Vec<Candidate> {
    let bytes = sample.joined();
    let plausible = |encoding: Encoding| {
        let (text, malformed) = encoding.decode(&bytes);
        let broken = text.matches(char::REPLACEMENT_CHARACTER).count();
        let whole = text.chars().filter(|c| !c.is_ascii()).count() - broken;
        !malformed || broken <= 1 + bytes.len() / BROKEN_SHARE && broken < whole
    };
    let likely = MULTIBYTE.iter().filter(|(encoding, _)| plausible(*encoding));
    let candidate = |&(encoding, prior): &(Encoding, f32)| Candidate {
        encoding,
        page: None,
        prior: prior + expectation.bonus(encoding),
        language_costs: language_costs(encoding).clone(),
    };
    likely.map(candidate).collect()
}
