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
use super::sample::{Profile, Sample};
use crate::lang::Lang;
use crate::model::char_lm::{Score, Scorer, UnigramCost, oddity, unigram_cost};

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
    unigrams: [UnigramCost; 128],
}

/// The pages with their unigrams: computed once, some 5,000 look-ups.
static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let known = |&(name, prior): &(&str, f32)| {
        let page = pages::by_name(name)?;
        let encoding = name.parse().ok()?;
        let unigrams = std::array::from_fn(|i| unigram_cost(page.char(i as u8 + 0x80)));
        Some(Known { page, encoding, prior, unigrams })
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
}

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
    let mut candidates = sift(&sample.profile(), expectation, |_, _| true);
    candidates.extend(multibyte(sample, expectation));
    let mut ranked = settle(candidates, sample, &plain(sample), expectation);
    if ranked.first().is_some_and(Guess::is_doubtful) {
        hear(&mut ranked, sample);
    }
    winner(ranked)
}

/// What the page that bytes were read with must be ahead by to be right, in nats, the plain words left
/// out: more than a rare name among the first words costs.
const RIGHT: f32 = 8.0;
/// What another encoding must be ahead by, in nats: less than any repair gains.
const WRONG: f32 = 4.0;
/// How far behind the page another may be at a glance, in nats, and for each high byte: a glance does
/// not see that letters of two languages never meet. Origin: of the development lines that were read
/// as another legacy encoding, the right one was at most 8 and 0.7 a byte behind.
const BEHIND_AT_A_GLANCE: f32 = 6.0;
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
    let glimpsed = rank(&candidates, &sample.first(ROUNDS[0].0), &Scorer::new(), &expectation);
    if ahead(&glimpsed).is_some_and(|ahead| ahead >= RIGHT) {
        return None;
    }
    let ranked = settle(candidates, sample, plain(), &expectation);
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
    let behind = BEHIND_AT_A_GLANCE + BEHIND_EACH * high as f32;
    let least = own.prior - at_a_glance(own, &profile, &used) - behind;
    let expectation = Expectation::default();
    let mut candidates = sift(&profile, &expectation, |weight, known| {
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

/// The candidates by weight, after each round those that are not too far behind.
fn settle(
    mut candidates: Vec<Candidate>,
    sample: &Sample,
    plain: &Scorer,
    expectation: &Expectation,
) -> Vec<Guess> {
    let [(glimpse, far), (first, behind)] = ROUNDS;
    let (glimpse, first) = (sample.first(glimpse), sample.first(first));
    if glimpse.len() < first.len() {
        let ranked = rank(&candidates, &glimpse, plain, expectation);
        candidates = within(candidates, &ranked, far, WEIGHED);
    }
    let ranked = rank(&candidates, &first, plain, expectation);
    if first.len() < sample.words().len() {
        let left = within(candidates, &ranked, behind, 1);
        if left.len() > 1 {
            return rank(&left, sample.words(), plain, expectation);
        }
    }
    ranked
}

/// The first of the ranked guesses, beside the next.
fn winner(ranked: Vec<Guess>) -> Option<Guess> {
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

/// The single-byte candidates worth scoring, with their priors: of those that `is_worth` lets pass,
/// given what they weigh at a glance, the first.
fn sift(
    profile: &Profile,
    expectation: &Expectation,
    is_worth: impl Fn(f32, &Known) -> bool,
) -> Vec<Candidate> {
    let used = profile.used();
    let mut sifted: Vec<(f32, f32, &Known)> = KNOWN
        .iter()
        .map(|known| {
            let prior = known.prior + expectation.bonus(known.encoding);
            (prior - at_a_glance(known, profile, &used), prior, known)
        })
        .filter(|(weight, _, known)| is_worth(*weight, known))
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
        let unigram = &known.unigrams[index];
        let foreign = if unigram.is_foreign_letter { FOREIGN_BESIDE_ASCII } else { 0.0 };
        profile.counts[index] as f32 * unigram.nats + profile.beside_ascii[index] as f32 * foreign
    };
    used.iter().map(cost).sum()
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
pub(super) fn plain(sample: &Sample) -> Scorer {
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
