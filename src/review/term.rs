//! The named pieces of evidence behind a verdict.
//!
//! Every piece adds to the log-odds that a line is foreign to its document, so that the sum has a
//! meaning (its logistic is the probability) and a person can be shown what weighed how much.

use std::fmt;

/// One kind of evidence for or against a line being foreign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// How rare foreign lines are before anything is known of this one.
    Prior,
    /// The document's own main language is in doubt.
    Doubt,
    /// What the words say for the other language against the main one.
    Words,
    /// How common the other language is on the web.
    Rarity,
    /// The script cannot be the main language's.
    Script,
    /// How common short lines are in this document.
    Labels,
    /// The line has the shape of a credit, a dateline or a copyright note.
    Shape,
    /// It is a menu of languages, each in its own name.
    Languages,
    /// The line is made of names, or of words that the document uses as names.
    Names,
    /// The words are those of buttons, links and prompts.
    Interface,
    /// The two languages are close relatives, whose short lines look alike.
    Relatives,
    /// Other lines of the document are in the same foreign language.
    Company,
    /// The lines next to it are in the same foreign language.
    Neighbours,
    /// It stands at the end of the document, where residue gathers.
    Position,
    /// It is a quotation, or the title of something.
    Quotation,
    /// The words do not begin or end where a sentence does.
    Boundary,
    /// The stretch is a whole sentence beside others.
    Sentence,
}

impl Term {
    /// All terms, in the order of the explanation.
    pub const ALL: [Self; 17] = [
        Self::Prior,
        Self::Doubt,
        Self::Words,
        Self::Rarity,
        Self::Script,
        Self::Labels,
        Self::Shape,
        Self::Languages,
        Self::Names,
        Self::Interface,
        Self::Relatives,
        Self::Company,
        Self::Neighbours,
        Self::Position,
        Self::Quotation,
        Self::Boundary,
        Self::Sentence,
    ];

    /// The name of the term in `explain` and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Prior => "prior",
            Self::Doubt => "doubt",
            Self::Words => "words",
            Self::Rarity => "rarity",
            Self::Script => "script",
            Self::Labels => "labels",
            Self::Shape => "shape",
            Self::Languages => "languages",
            Self::Names => "names",
            Self::Interface => "interface",
            Self::Relatives => "relatives",
            Self::Company => "company",
            Self::Neighbours => "neighbours",
            Self::Position => "position",
            Self::Quotation => "quotation",
            Self::Boundary => "boundary",
            Self::Sentence => "sentence",
        }
    }

    /// What the term means at this weight, in words.
    pub const fn meaning(self, nats: f64) -> &'static str {
        match self {
            Self::Prior => "how rare foreign lines are",
            Self::Doubt => "the main language is in doubt, or little known",
            Self::Words if nats > 0.0 => "the words speak against the main language",
            Self::Words => "the words speak for the main language",
            Self::Rarity => "a language that is rare as residue",
            Self::Labels if nats > 0.0 => "a short line in a document of sentences",
            Self::Labels => "a short line in a document of short lines",
            Self::Shape => "a credit, a dateline or a copyright note",
            Self::Languages => "names of languages, as in a menu",
            Self::Script => "a script that the main language is not written in",
            Self::Names => "names, which are at home in any language",
            Self::Interface => "words of buttons, links and prompts",
            Self::Relatives => "a close relative of the main language",
            Self::Company => "other lines of the document are in the same foreign language",
            Self::Neighbours => "the lines around it are foreign in the same way",
            Self::Position => "at the end of the document, where residue gathers",
            Self::Quotation => "quoted, or the title of something",
            Self::Boundary => "the foreign words run on from the native ones",
            Self::Sentence => "a sentence, which the author may have written; buttons have none",
        }
    }
}

/// How much a nat for foreign is worth: words of a line depend on each other and terms on terms, so
/// that sums overstate. Fitted to injected residue and real pages together (`docs/accuracy.md`):
/// larger would be too sure on real pages, smaller too modest on injected residue.
const OVERSTATED: f64 = 0.62;

/// The weight of every term for one line, in nats. A positive weight speaks for foreign.
#[derive(Clone, Copy, PartialEq, Default)]
pub struct Terms([f64; Term::ALL.len()]);

impl Terms {
    /// The weight of one term.
    pub fn get(&self, term: Term) -> f64 {
        self.0[term as usize]
    }

    pub(super) fn set(&mut self, term: Term, nats: f64) {
        self.0[term as usize] = nats;
    }

    /// The terms that weigh anything.
    pub fn iter(&self) -> impl Iterator<Item = (Term, f64)> + '_ {
        Term::ALL.into_iter().map(|term| (term, self.get(term))).filter(|&(_, nats)| nats != 0.0)
    }

    /// All weights together.
    pub fn sum(&self) -> f64 {
        self.0.iter().sum()
    }

    /// The probability that the line is foreign: the logistic of the sum, where what is above zero
    /// counts for less, as it was measured.
    pub fn probability(&self) -> f64 {
        let sum = self.sum();
        let log_odds = if sum > 0.0 { sum * OVERSTATED } else { sum };
        1.0 / (1.0 + (-log_odds).exp())
    }

    /// The same, whatever keeps a foreign line in its place: what is quoted is foreign all the same.
    pub(super) fn probability_unguarded(&self) -> f64 {
        let mut terms = *self;
        for guard in [Term::Quotation, Term::Shape, Term::Languages] {
            terms.set(guard, 0.0);
        }
        terms.probability()
    }

    /// The sum from which a probability is reached.
    pub fn sum_for(probability: f64) -> f64 {
        let log_odds = (probability / (1.0 - probability)).ln();
        if log_odds > 0.0 { log_odds / OVERSTATED } else { log_odds }
    }
}

impl fmt::Debug for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(term, nats)| (term.name(), nats))).finish()
    }
}
