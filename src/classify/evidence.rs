//! What words say of each language.

use std::array;
use std::borrow::Cow;

use crate::lang::Lang;

/// Evidence for languages in nats: natural logarithms of likelihoods. Only differences between
/// languages mean anything.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evidence {
    langs: Cow<'static, [Lang]>,
    /// For each of the languages.
    nats: Vec<f32>,
    /// Whether words that are no names decided alone, and the rest was not read.
    is_beyond_doubt: bool,
}

impl Evidence {
    /// Evidence from languages and their nats, in any order.
    pub fn new(mut nats: Vec<(Lang, f32)>) -> Self {
        nats.sort_unstable_by_key(|&(lang, _)| lang);
        let (langs, nats): (Vec<_>, _) = nats.into_iter().unzip();
        Self { langs: Cow::Owned(langs), nats, is_beyond_doubt: false }
    }

    /// Evidence for languages that are known beforehand, by code; `nats` has one value for each.
    pub fn of_known(langs: &'static [Lang], nats: Vec<f32>) -> Self {
        Self { langs: Cow::Borrowed(langs), nats, is_beyond_doubt: false }
    }

    /// The same evidence, and whether words that are no names decided alone.
    pub(super) fn beyond_doubt(self, is_beyond_doubt: bool) -> Self {
        Self { is_beyond_doubt, ..self }
    }

    /// Whether words that are no names decided, so far ahead that the engine read no further.
    pub fn is_beyond_doubt(&self) -> bool {
        self.is_beyond_doubt
    }

    /// The language that the evidence speaks for most.
    pub fn best(&self) -> Option<(Lang, f64)> {
        let most = highest(&self.nats);
        let place = self.nats.iter().position(|&nats| nats >= most)?;
        Some((self.langs[place], most.into()))
    }

    /// The best of the languages that are `known`, the first of equal ones.
    pub fn best_of(&self, known: impl Fn(Lang) -> bool) -> Option<(Lang, f64)> {
        let mut best: Option<(Lang, f32)> = None;
        for (lang, nats) in self.iter().filter(|&(lang, _)| known(lang)) {
            if best.is_none_or(|(_, most)| nats > most) {
                best = Some((lang, nats));
            }
        }
        best.map(|(lang, nats)| (lang, nats.into()))
    }

    /// How far the best language that is none of `home` is ahead of the best that is, in nats; without
    /// bound where only one side has languages.
    pub fn lead(&self, home: &[Lang]) -> f64 {
        let places = home.iter().filter_map(|lang| self.langs.binary_search(lang).ok());
        let mut others = self.nats.clone();
        let mut most = f32::NEG_INFINITY;
        for place in places {
            most = most.max(others[place]);
            others[place] = f32::NEG_INFINITY;
        }
        let other = highest(&others);
        if other == f32::NEG_INFINITY { f64::NEG_INFINITY } else { f64::from(other - most) }
    }

    /// The nats of one language.
    pub fn of(&self, lang: Lang) -> Option<f64> {
        let place = self.langs.iter().position(|&other| other == lang)?;
        self.nats.get(place).copied().map(f64::from)
    }

    /// The mean of all languages: what an unknown word leaves each of them with.
    pub fn mean(&self) -> f64 {
        self.iter().map(|(_, nats)| f64::from(nats)).sum::<f64>() / self.nats.len().max(1) as f64
    }

    /// The languages, if they were known beforehand.
    pub(crate) fn known_langs(&self) -> Option<&'static [Lang]> {
        match self.langs {
            Cow::Borrowed(langs) => Some(langs),
            Cow::Owned(_) => None,
        }
    }

    /// The languages, and the nats of each.
    pub(crate) fn parts(&self) -> (&[Lang], &[f32]) {
        (&self.langs, &self.nats)
    }

    /// The languages with their nats.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, f32)> + '_ {
        self.langs.iter().copied().zip(self.nats.iter().copied())
    }

    /// The probability of the best language if all were equally likely before.
    pub fn confidence(&self) -> f64 {
        let Some((_, best)) = self.best() else { return 0.0 };
        1.0 / self.iter().map(|(_, nats)| (f64::from(nats) - best).exp()).sum::<f64>()
    }
}

/// The highest of some numbers, compared side by side as vector instructions do.
fn highest(numbers: &[f32]) -> f32 {
    let (chunks, rest) = numbers.as_chunks::<8>();
    let mut most = [f32::NEG_INFINITY; 8];
    for chunk in chunks {
        most = array::from_fn(|i| if chunk[i] > most[i] { chunk[i] } else { most[i] });
    }
    most.iter().chain(rest).copied().fold(f32::NEG_INFINITY, f32::max)
}
