//! What is thought of some words in a document.

use std::ops::Range;

use super::features::{Features, Unit};
use super::weights::Guess;
use crate::classify::Engine;
use crate::lang::Lang;

/// What a line is, and the facts for and against its being foreign.
#[derive(Debug, Clone)]
pub(super) struct Judgement {
    /// The language of the line; `None` for a neutral line.
    pub(super) lang: Option<Lang>,
    /// The probability that `lang` is right.
    pub(super) confidence: f64,
    /// The facts: of the stretch if there is one, or else of the line.
    pub(super) features: Features,
    /// The foreign part of a native line, in bytes; `None` if the judgement is on the whole line.
    pub(super) stretch: Option<Range<usize>>,
    /// Stretches that would be foreign next if that one went, and so on.
    pub(super) further: Vec<Stretch>,
    /// Whether it is likely foreign whatever the other lines are.
    pub(super) is_foreign_alone: bool,
    /// Nothing but another main language could change the judgement: not what the line looks like, nor
    /// the other lines.
    pub(super) is_settled: bool,
    /// How foreign it was at a first guess when all was said about it that is known.
    pub(super) weighed: Guess,
}

/// A foreign part of a line.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
    pub(super) features: Features,
}

/// From this lead on a kept line is tagged with the language of its words: a quotation, or one of
/// several languages that may stay.
pub(super) const CLEAR_LEAD: f64 = 4.0;

/// The same for words that the other language is known to write.
const KNOWN_LEAD: f64 = 3.0;

impl Judgement {
    /// A line that no language claims, for certain.
    pub(super) fn neutral() -> Self {
        Self::of(None)
    }

    /// A line that is in a language, or in none, for certain.
    pub(super) fn of(lang: Option<Lang>) -> Self {
        let features = Features::default();
        Self {
            lang,
            confidence: 1.0,
            features,
            stretch: None,
            further: Vec::new(),
            is_foreign_alone: false,
            is_settled: false,
            weighed: Guess::OF_NOTHING,
        }
    }

    /// The line by its own words, without a document around it.
    pub(super) fn alone(line: &str, engine: &mut dyn Engine) -> Self {
        match engine.guess(line) {
            Some((lang, confidence)) => Self { confidence, ..Self::of(Some(lang)) },
            None => Self::neutral(),
        }
    }

    /// Makes it a judgement on the whole line.
    pub(super) fn make_whole(&mut self) {
        self.stretch = None;
        self.further.clear();
    }

    /// The foreign language that the line could be in.
    pub(super) fn rival(&self) -> Option<Lang> {
        self.features.rival
    }

    /// The foreign stretches, each as what the ones before it leave.
    pub(super) fn stretches(&self) -> impl Iterator<Item = (&Range<usize>, &Features)> {
        let first = self.stretch.iter().map(|range| (range, &self.features));
        first.chain(self.further.iter().map(|stretch| (&stretch.range, &stretch.features)))
    }

    /// The facts of what is judged, and of the stretches that would be next.
    pub(super) fn all_features(&self) -> impl Iterator<Item = &Features> {
        let further = self.further.iter().map(|stretch| &stretch.features);
        std::iter::once(&self.features).chain(further)
    }

    /// How foreign it is, at a first guess.
    pub(super) fn guess(&self) -> Guess {
        Guess::new(&self.features)
    }

    /// Remembers the guess, which takes a while to make and is asked for again and again.
    pub(super) fn weigh(&mut self) {
        self.weighed = self.guess();
    }

    pub(super) fn is_likely_foreign(&self) -> bool {
        self.is_in_doubt() && self.guess().is_likely()
    }

    /// Whether it could be foreign at all. Most lines could not, and their evidence need not be weighed.
    fn is_in_doubt(&self) -> bool {
        self.rival().is_some() && self.features.lead > f64::NEG_INFINITY
    }

    /// The language of a line whose verdict is known, and the probability that it is right.
    pub(super) fn tag(&self) -> (Option<Lang>, f64) {
        let Features { unit, rival, .. } = self.features;
        if unit == Unit::Stretch {
            return (self.lang, self.confidence);
        }
        let foreign = self.weighed;
        if rival.is_some() && (foreign.is_likely() || self.is_clearly_other()) {
            // The words say which foreign language, if it is one.
            let of_foreign = self.confidence.max(1.0 - self.confidence);
            let unguarded = Guess::new(&self.features.unguarded()).probability();
            (rival, of_foreign * unguarded)
        } else if self.lang.is_some() {
            // What its words leave open, the document settles.
            (self.lang, self.confidence.max(1.0 - foreign.probability()))
        } else {
            (None, self.confidence)
        }
    }

    /// Whether the words are clearly in the other language, wherever the line belongs.
    fn is_clearly_other(&self) -> bool {
        let features = &self.features;
        let interface = features.interface_strength();
        let is_name = features.may_be_name() && interface <= 0.5;
        let least = if interface >= 1.0 { KNOWN_LEAD } else { CLEAR_LEAD };
        features.credible_lead() + features.prior > least && !is_name
    }
}
