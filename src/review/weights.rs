//! A first guess at whether something is foreign: a sum of facts with weights set by hand.
//!
//! It finds the stretches worth a look, tells which lines speak for each other, tags kept lines, and is
//! one fact among others where verdicts are made ([`super::scores`]). Nothing is removed on its word.

use super::features::{Capitals, Edge, Features, ScriptFit, Shape, Unit};

/// How facts weigh, in nats.
enum Weight {
    /// So much if something is true.
    If(f64, fn(&Features) -> bool),
    /// So much for each unit of a number.
    Per(f64, fn(&Features) -> f64),
    /// What takes more than one number to say.
    Piecewise(fn(&Features) -> f64),
}

/// How foreign the facts say that something is, in nats, before the other lines have been heard.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub(super) struct Guess(f64);

/// From this probability on something is likely foreign, at a first guess.
const LIKELY: f64 = 0.5;

/// How much a nat for foreign is worth: words of a line depend on each other and facts on facts, so that
/// sums overstate.
const OVERSTATED: f64 = 0.62;

impl Guess {
    /// Where nothing speaks for another language.
    pub(super) const OF_NOTHING: Self = Self(-4.0);

    pub(super) fn new(features: &Features) -> Self {
        let nats = |weight: &Weight| match weight {
            Weight::If(nats, is_true) => f64::from(u8::from(is_true(features))) * nats,
            Weight::Per(nats, number) => nats * number(features),
            Weight::Piecewise(nats) => nats(features),
        };
        Self(TABLE.iter().map(nats).sum())
    }

    pub(super) const fn nats(self) -> f64 {
        self.0
    }

    pub(super) fn probability(self) -> f64 {
        let log_odds = if self.0 > 0.0 { self.0 * OVERSTATED } else { self.0 };
        1.0 / (1.0 + (-log_odds).exp())
    }

    pub(super) fn is_likely(self) -> bool {
        self.probability() >= LIKELY
    }
}

/// A main language has a clear majority from this support on.
const CLEAR_SUPPORT: f64 = 0.6;

/// How much of what names pay is waived where all words are of interfaces.
const NAME_RELIEF: f64 = 0.8;

/// Which part of that in Latin letters of a document in another script, where titles stand, unless the
/// words are of buttons.
const NAME_RELIEF_OF_TITLES: f64 = 0.6;

/// How much more names pay in Latin letters of a document in another script, and how much less in any
/// other foreign script: names are written in Latin everywhere, and in other scripts hardly anywhere.
const LATIN_NAMES: f64 = 1.5;
const FOREIGN_SCRIPT_NAMES: f64 = 0.5;

/// The most that words of interfaces weigh once more inside a sentence.
const INTERFACE: f64 = 2.0;
const BUTTONS: f64 = 2.4;

/// What a name pays that would pay so much if no interface wrote its words.
fn name(features: &Features, nats: f64) -> f64 {
    if features.glued.is_mostly_names {
        return 0.0;
    }
    let (weight, relief) = match features.script {
        ScriptFit::Home => (1.0, NAME_RELIEF),
        ScriptFit::Latin => {
            (LATIN_NAMES, NAME_RELIEF * features.buttons.max(NAME_RELIEF_OF_TITLES))
        }
        ScriptFit::Foreign => (FOREIGN_SCRIPT_NAMES, NAME_RELIEF),
    };
    weight * nats * (1.0 - relief * features.interface)
}

/// What facts weigh.
static TABLE: [Weight; 31] = [
    // prior: one line in 50 is foreign where it is possible at all: ln(0.02 / 0.98)
    Weight::If(-4.0, |f| f.unit == Unit::Line),
    // stretch: one line in 150 has a foreign stretch: ln(1 / 149)
    Weight::If(-5.0, |f| f.unit == Unit::Stretch),
    // doubt: by hand: an engine that does not know the language of a document takes its lines for
    // several others
    Weight::Per(-12.0, |f| match f.script {
        // The script of the document is not in doubt.
        ScriptFit::Home => (CLEAR_SUPPORT - f.support).max(0.0),
        ScriptFit::Latin | ScriptFit::Foreign => 0.0,
    }),
    // unfamiliar: by hand: it takes many lines of such a language for a relative
    Weight::If(-3.0, |f| f.is_main_rare && f.script == ScriptFit::Home),
    // words: measured: the engine's own nats, within bounds
    Weight::Per(1.0, Features::credible_lead),
    // rarity: half the logarithm of the shares of web text, in three steps
    Weight::Per(1.0, |f| f.prior),
    // script: by hand: next to nothing else puts a Thai line into an article in Russian
    Weight::If(9.0, |f| f.script == ScriptFit::Foreign),
    // latin: by hand: only words that one language claims much more than all others together make
    // Latin letters foreign
    Weight::If(-3.0, |f| f.script == ScriptFit::Latin),
    // labels: by hand: an article is made of sentences, and a label in it came from the page around
    // it; a page of links and headings has many that belong to it
    Weight::Piecewise(|f| {
        let doublings = |labels: usize| (1.0 + labels as f64).log2();
        f.look.labels.map_or(0.0, |labels| 2.0 - 0.7 * doublings(labels))
    }),
    // fragment: by hand: buttons are glued to the last sentence of a paragraph, and have no full
    // stop
    Weight::If(2.0, |f| f.glued.edge == Edge::Fragment),
    // credit: by hand: names of people, places, agencies and things
    Weight::If(-6.0, |f| f.look.shape == Shape::Credit),
    // command: by hand: as for a credit
    Weight::If(-6.0, |f| f.look.shape == Shape::Command),
    // code: by hand: as much as the words can say
    Weight::If(-14.0, |f| f.look.shape == Shape::Code),
    // cell: by hand: a row holds an abbreviation, a title, a word of a vocabulary
    Weight::If(-6.0, |f| f.glued.is_cell),
    // languages: by hand: a menu belongs to its page, whatever it says
    Weight::If(-20.0, |f| f.look.is_language_menu),
    // names: by hand: names look like the language they come from, but are at home wherever they
    // stand
    Weight::Piecewise(|f| match f.capitals {
        Capitals::Single => name(f, -4.0),
        Capitals::Names => name(f, -7.0),
        Capitals::Sentence | Capitals::Title => 0.0,
    }),
    // titles: by hand: English writes its headings and buttons so as well as its names
    Weight::Piecewise(|f| match f.capitals {
        Capitals::Title => name(f, -3.5),
        Capitals::Sentence | Capitals::Single | Capitals::Names => 0.0,
    }),
    // short-word: by hand
    Weight::Piecewise(|f| {
        let is_short = f.is_short_word && !f.glued.is_mostly_names;
        if is_short { -3.0 * (1.0 - f.interface / 2.0) } else { 0.0 }
    }),
    // institution: by hand: as much as a single name
    Weight::If(-4.0, |f| f.glued.is_mostly_names),
    // lone-word: by hand: an agency, an abbreviation, a name
    Weight::If(-4.0, |f| f.glued.is_lone_word && f.interface_strength() < 0.5),
    // interface: by hand, on the lists of words of `train interface`
    Weight::Per(INTERFACE, |f| f.interface),
    // buttons: by hand: nobody names a thing so, and few languages borrow such a word
    Weight::Per(BUTTONS, Features::telling_buttons),
    // inner-interface: by hand: they are what tells a button from a quotation
    Weight::Piecewise(|f| match f.glued.edge {
        Edge::RunsOn | Edge::ScriptChange => {
            (INTERFACE * f.interface + BUTTONS * f.telling_buttons()).min(INTERFACE)
        }
        Edge::Sentence | Edge::WholeSentence | Edge::Fragment => 0.0,
    }),
    // relatives: by hand: relatives of the main language come close, and on them a single line
    // proves little
    Weight::Per(-5.0, |f| f.closeness),
    // confusable: by hand, for groups of languages of which one has little text in the corpus
    Weight::Piecewise(|f| if f.is_confusable { -6.0 * (1.0 - f.interface) } else { 0.0 }),
    // company: by hand; bounded, so that doubts do not add up to a certainty
    Weight::Piecewise(|f| (0.9 * f.company.others as f64).min(3.0)),
    // neighbours: by hand
    Weight::Per(1.0, |f| f.company.neighbours as f64),
    // position: residue stands there twice as often as elsewhere: ln 2
    Weight::If(0.7, |f| f.look.is_last),
    // quotation: by hand; half as much in a foreign passage
    Weight::Piecewise(|f| match f.look.is_quoted {
        true if f.company.neighbours > 0 => -5.0,
        true => -10.0,
        false => 0.0,
    }),
    // boundary: by hand: Latin names do so in every script, words of other scripts seldom
    Weight::Piecewise(|f| match f.glued.edge {
        Edge::RunsOn => -6.0,
        Edge::ScriptChange => -1.5,
        Edge::Sentence | Edge::WholeSentence | Edge::Fragment => 0.0,
    }),
    // sentence: by hand: people end a paragraph with one
    Weight::If(-2.5, |f| f.glued.edge == Edge::WholeSentence),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_facts_weigh_no_more_than_the_prior() {
        assert_eq!(Guess::new(&Features::default()), Guess::OF_NOTHING);
        assert!(!Guess::new(&Features::default()).is_likely());
    }
}
