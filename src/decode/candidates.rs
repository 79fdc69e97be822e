//! The encodings that a file may be in, and which of them explains its bytes best.
//!
//! A candidate is judged by the log-likelihood of the text it gives, plus what is known beforehand:
//! how common the encoding is, and hints. Candidates that say the same about the bytes at hand are
//! one candidate. A look at single characters leaves a dozen, words with high bytes decide among
//! those, and words of plain ASCII are scored once for all: they only tell the language.

use std::borrow::Cow;
use std::sync::LazyLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use unicode_normalization::UnicodeNormalization;

use super::encoding::Encoding;
use super::multibyte::Multibyte;
use super::pages::{self, Page};
use super::sample::Sample;
use crate::lang::Lang;
use crate::model::likelihood::{Glance, Score, Scorer, glance};

/// Single-byte encodings and how much rarer than windows-1252 they are, in nats.
///
/// Origin: shares of declared encodings on the web for the first block; for the others only their
/// order is known, and the figures keep a rare page from winning on a single letter. Raised too far,
/// short DOS and Mac texts are lost; lowered, short Western ones.
const PAGES: &[(&str, f32)] = &[
    ("windows-1252", 0.0),
    ("windows-1251", -1.0),
    ("windows-1250", -1.0),
    ("windows-1253", -1.5),
    ("windows-1254", -2.0),
    ("windows-1255", -1.5),
    ("windows-1256", -1.5),
    ("windows-1257", -2.0),
    ("windows-1258", -4.5),
    ("windows-874", -1.5),
    ("iso-8859-2", -1.5),
    ("iso-8859-7", -2.0),
    ("koi8-r", -1.5),
    ("koi8-u", -2.0),
    ("iso-8859-5", -3.0),
    ("iso-8859-6", -3.0),
    ("iso-8859-8", -3.0),
    ("iso-8859-15", -2.5),
    ("iso-8859-13", -4.0),
    ("iso-8859-4", -7.0),
    ("iso-8859-3", -6.0),
    ("iso-8859-10", -8.0),
    ("iso-8859-14", -5.5),
    ("iso-8859-16", -5.0),
    ("ibm866", -2.5),
    ("ibm850", -4.0),
    ("ibm852", -4.0),
    ("ibm855", -4.5),
    ("ibm437", -4.5),
    ("ibm1125", -5.0),
    ("ibm737", -9.0),
    ("ibm775", -9.0),
    ("ibm857", -9.0),
    ("ibm862", -9.0),
    ("macintosh", -5.0),
    ("x-mac-cyrillic", -4.0),
    ("x-mac-ce", -6.0),
    ("x-mac-greek", -9.0),
    ("x-mac-turkish", -9.0),
    ("koi8-t", -5.5),
    ("ptcp154", -5.5),
];

/// Encodings of several bytes a character, likewise.
const MULTIBYTE: &[(Encoding, f32)] = &[
    (Encoding::of(encoding_rs::GB18030), -1.0),
    (Encoding::of(encoding_rs::BIG5), -1.5),
    (Encoding::of(encoding_rs::SHIFT_JIS), -1.0),
    (Encoding::of(encoding_rs::EUC_JP), -1.5),
    (Encoding::of(encoding_rs::EUC_KR), -1.0),
    (Encoding::multibyte(Multibyte::Johab), -4.0),
];

/// A page with what its upper bytes are worth.
struct Known {
    page: &'static Page,
    encoding: Encoding,
    prior: f32,
    glances: [Glance; 128],
}

/// The pages with their glances: computed once, some 5,000 look-ups.
static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let known = |&(name, prior): &(&str, f32)| {
        let page = pages::by_name(name)?;
        let encoding = name.parse().ok()?;
        let glances = std::array::from_fn(|i| glance(page.char(i as u8 + 0x80)));
        Some(Known { page, encoding, prior, glances })
    };
    PAGES.iter().filter_map(known).collect()
});

/// What is known beforehand about the encoding.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Expectation<'h> {
    /// An encoding that the file or its sender declares.
    pub(super) declared: Option<Encoding>,
    /// The languages that the text may be in; empty if nobody knows.
    pub(super) langs: &'h [Lang],
    /// The page that the bytes were read with before, where that may have been a mistake. If it
    /// explains the first words far best, it was none, and nothing more is looked at.
    pub(super) read_with: Option<&'static Page>,
}

/// What the page that bytes were read with must be ahead by to be right, in nats: more than a rare
/// name among the first words costs.
const RIGHT: f32 = 8.0;

/// What a declaration is worth, in nats: it outweighs a few odd letters, not a text.
const DECLARED: f32 = 12.0;

/// What a text in a language that nobody expects has less, in nats: about as much as a word costs.
const UNEXPECTED: f32 = -12.0;

impl Expectation<'_> {
    fn welcome(&self, lang: Option<Lang>) -> f32 {
        let is_expected =
            self.langs.is_empty() || lang.is_none_or(|lang| self.langs.contains(&lang));
        if is_expected { 0.0 } else { UNEXPECTED }
    }

    fn bonus(&self, encoding: Encoding) -> f32 {
        if self.declared == Some(encoding) { DECLARED } else { 0.0 }
    }
}

/// The best explanation of some bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Guess {
    pub(super) encoding: Encoding,
    pub(super) score: Score,
    /// Log-likelihood and prior together.
    pub(super) weight: f32,
    /// The next best, and how far behind it is in nats.
    pub(super) runner_up: Option<(Encoding, f32)>,
}

/// A text whose letters cost more than this on average is in no known language, in nats.
const IMPLAUSIBLE: f32 = -4.5;

impl Guess {
    /// Whether even the best text is in no language that the tables know.
    pub(super) fn is_doubtful(&self) -> bool {
        self.score.plausibility() < IMPLAUSIBLE
    }
}

/// How many single-byte candidates are scored. On the development files the right one was among
/// the first eight at a glance but for one file in a thousand.
const SIFTED: usize = 10;
/// How many bytes of words each round looks at, and how far behind a candidate may be after it, in
/// nats. The less was looked at, the more a candidate may be behind.
const ROUNDS: [(usize, f32); 2] = [(64, 100.0), (160, 25.0)];
/// The first round leaves so many candidates at least: a runner-up is always weighed.
const WEIGHED: usize = 2;

/// The encoding that explains the sample best.
pub(super) fn best(sample: &Sample, expectation: &Expectation) -> Option<Guess> {
    let mut candidates = sift(sample, expectation);
    candidates.extend(multibyte(sample, expectation));
    let plain = plain(sample);
    let [(glimpse, far), (first, behind)] = ROUNDS;
    let (glimpse, first) = (sample.first(glimpse), sample.first(first));
    if glimpse.len() < first.len() {
        let ranked = rank(&candidates, &glimpse, &plain, expectation);
        if is_right(&ranked, sample, expectation) {
            return ranked.into_iter().next();
        }
        candidates = within(candidates, &ranked, far, WEIGHED);
    }
    let mut ranked = rank(&candidates, &first, &plain, expectation);
    if first.len() < sample.words().len() {
        let left = within(candidates, &ranked, behind, 1);
        if left.len() > 1 {
            ranked = rank(&left, sample.words(), &plain, expectation);
        }
    }
    if expectation.read_with.is_none() && ranked.first().is_some_and(Guess::is_doubtful) {
        hear(&mut ranked, sample);
    }
    let mut ranked = ranked.into_iter();
    let best = ranked.next()?;
    let runner_up = ranked.next().map(|next| (next.encoding, best.weight - next.weight));
    Some(Guess { runner_up, ..best })
}

/// What the answer of chardetng is worth where no text is plausible, in nats: it settles what is
/// nearly even. Origin: in 99 languages that the tables do not know, it is right a little more often
/// than they are; raised, it costs more short texts in languages that they do know.
const SECOND_OPINION: f32 = 2.0;

/// Asks chardetng, which knows encodings by their letters more than by languages, and ranks anew.
/// Its answer counts for alphabets alone: what ideographs are plausible is known here.
fn hear(ranked: &mut [Guess], sample: &Sample) {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&sample.joined(), true);
    let answer = Encoding::of(detector.guess(None, Utf8Detection::Deny)).page();
    let used = sample.profile().used();
    let is_meant = |guess: &&mut Guess| {
        let pages = guess.encoding.page().zip(answer);
        pages.is_some_and(|(read, meant)| read_alike(&used, read, meant))
    };
    if let Some(guess) = ranked.iter_mut().find(is_meant) {
        guess.weight += SECOND_OPINION;
    }
    ranked.sort_by(|a, b| b.weight.total_cmp(&a.weight));
}

/// Whether the bytes were read rightly before.
fn is_right(ranked: &[Guess], sample: &Sample, expectation: &Expectation) -> bool {
    let (Some(page), [first, second, ..]) = (expectation.read_with, ranked) else { return false };
    let used = sample.profile().used();
    first.weight - second.weight >= RIGHT
        && first.encoding.page().is_some_and(|best| read_alike(&used, best, page))
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

/// The single-byte candidates worth scoring, with their priors.
fn sift(sample: &Sample, expectation: &Expectation) -> Vec<Candidate> {
    let profile = sample.profile();
    let used = profile.used();
    let mut sifted: Vec<(f32, f32, &Known)> = KNOWN
        .iter()
        .map(|known| {
            let prior = known.prior + expectation.bonus(known.encoding);
            (prior - at_a_glance(known, &profile, &used), prior, known)
        })
        .collect();
    sifted.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)));
    let mut kept: Vec<(f32, &Known)> = Vec::with_capacity(SIFTED);
    for (_, prior, known) in sifted {
        let same = kept.iter().position(|(_, other)| read_alike(&used, known.page, other.page));
        match same {
            Some(same) if kept[same].0 < prior => kept[same] = (prior, known),
            Some(_) => {}
            None if kept.len() < SIFTED => kept.push((prior, known)),
            None => break,
        }
    }
    let candidate = |(prior, known): (f32, &Known)| Candidate {
        encoding: known.encoding,
        page: Some(known.page),
        prior,
    };
    kept.into_iter().map(candidate).collect()
}

/// What a letter of another script beside an ASCII letter costs at a glance, in nats.
const FOREIGN_BESIDE_ASCII: f32 = 5.0;

fn at_a_glance(known: &Known, profile: &Profile, used: &[u8]) -> f32 {
    let cost = |&byte: &u8| {
        let index = usize::from(byte - 0x80);
        let glance = &known.glances[index];
        let foreign = if glance.is_foreign_letter { FOREIGN_BESIDE_ASCII } else { 0.0 };
        profile.counts[index] as f32 * glance.nats + profile.beside_ascii[index] as f32 * foreign
    };
    used.iter().map(cost).sum()
}

/// How often each upper byte occurs, and how often beside an ASCII letter.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    pub(super) counts: [u32; 128],
    pub(super) beside_ascii: [u32; 128],
}

impl Profile {
    /// The bytes that occur.
    fn used(&self) -> Vec<u8> {
        (0x80..=0xFF).zip(&self.counts).filter(|(_, n)| **n > 0).map(|(byte, _)| byte).collect()
    }
}

/// Whether two pages give the same text for the bytes.
fn read_alike(used: &[u8], a: &Page, b: &Page) -> bool {
    used.iter().all(|&byte| a.char(byte) == b.char(byte))
}

/// Broken characters that a multibyte reading may have: one, and one in so many bytes. Real files
/// are cut in the middle of a character and hold a stray byte; wrong readings break all the time.
const BROKEN_SHARE: usize = 200;

fn multibyte(sample: &Sample, expectation: &Expectation) -> Vec<Candidate> {
    let bytes = sample.joined();
    let plausible = |encoding: Encoding| {
        let (text, malformed) = encoding.decode(&bytes);
        !malformed
            || text.matches(char::REPLACEMENT_CHARACTER).count() <= 1 + bytes.len() / BROKEN_SHARE
    };
    let likely = MULTIBYTE.iter().filter(|(encoding, _)| plausible(*encoding));
    let candidate = |&(encoding, prior): &(Encoding, f32)| Candidate {
        encoding,
        page: None,
        prior: prior + expectation.bonus(encoding),
    };
    likely.map(candidate).collect()
}

/// The words without high bytes, scored once.
fn plain(sample: &Sample) -> Scorer {
    let mut scorer = Scorer::new();
    for word in sample.plain_words() {
        word.iter().for_each(|&byte| scorer.push(char::from(byte)));
        scorer.push(' ');
    }
    scorer
}

/// Encodings that only texts of some languages are in. In any other they win by a symbol or two.
const BOUND: &[(&str, &[&str])] = &[
    ("koi8-t", &["tgk"]),
    ("ptcp154", &["kaz", "kir", "tat", "bak", "mon", "tgk", "uzb"]),
    ("windows-1258", &["vie"]),
    ("iso-8859-14", &["cym", "gle", "gla", "bre"]),
    ("iso-8859-3", &["mlt", "epo", "tur"]),
    ("ibm862", &["heb", "yid"]),
    ("ibm737", &["ell"]),
    ("x-mac-greek", &["ell"]),
    ("ibm857", &["tur"]),
    ("x-mac-turkish", &["tur"]),
    ("ibm775", &["lit", "lav", "est"]),
];

/// What a text in a language that its encoding is not for has less, in nats.
const UNBOUND: f32 = -200.0;

fn binding(page: Option<&Page>, lang: Option<Lang>) -> f32 {
    let bound = page.and_then(|page| BOUND.iter().find(|(name, _)| *name == page.name));
    match (bound, lang) {
        (Some((_, langs)), Some(lang)) if !langs.contains(&lang.code()) => UNBOUND,
        _ => 0.0,
    }
}

/// An encoding worth scoring.
#[derive(Clone, Copy)]
struct Candidate {
    encoding: Encoding,
    page: Option<&'static Page>,
    prior: f32,
}

fn rank(
    candidates: &[Candidate],
    words: &[&[u8]],
    plain: &Scorer,
    expectation: &Expectation,
) -> Vec<Guess> {
    let guess = |candidate: &Candidate| {
        let score = score(candidate, words, plain.clone());
        let known = binding(candidate.page, score.lang) + expectation.welcome(score.lang);
        let weight = score.nats + candidate.prior + known;
        Guess { encoding: candidate.encoding, score, weight, runner_up: None }
    };
    let mut ranked: Vec<Guess> = candidates.iter().map(guess).collect();
    ranked.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    ranked
}

fn score(candidate: &Candidate, words: &[&[u8]], mut scorer: Scorer) -> Score {
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
    scorer.finish()
}

fn decoded(encoding: Encoding, word: &[u8]) -> Cow<'_, str> {
    encoding.decode(word).0
}
