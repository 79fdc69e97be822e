//! The named pieces of evidence behind a verdict.
//!
//! Every piece adds to the log-odds that a line is foreign to its document, so that the sum has a
//! meaning (its logistic is the probability) and a person can be shown what weighed how much.

use std::fmt;

/// One piece of evidence for or against a line, or a stretch of one, being foreign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Term {
    /// How rare foreign lines are before anything is known of this one.
    Prior,
    /// How rare foreign stretches of a line are before anything is known of this one.
    StretchPrior,
    /// The document's own main language is in doubt.
    Doubt,
    /// The model knows little of the main language.
    Unfamiliar,
    /// What the words say for the other language against the main one.
    Words,
    /// How common the other language is on the web.
    Rarity,
    /// The script cannot be the main language's.
    Script,
    /// The letters are Latin, in a document of another script.
    LatinScript,
    /// How common short lines are in this document.
    Labels,
    /// The stretch is a fragment behind the last sentence of its line.
    Fragment,
    /// The line has the shape of a credit, a dateline or a copyright note.
    Credit,
    /// It is a command for a shell.
    Command,
    /// It is code.
    Code,
    /// The stretch is a cell of a table.
    Cell,
    /// It is a menu of languages, each in its own name.
    Languages,
    /// It is made of names.
    Names,
    /// It is capitalised throughout, as names and headings are.
    Titles,
    /// It is a single short word.
    ShortWord,
    /// The stretch is the name of something inside a sentence.
    Institution,
    /// The stretch is a single word that stands on no button.
    LoneWord,
    /// The words are those of buttons, links and prompts.
    Interface,
    /// The words stand on buttons more than anywhere else.
    Buttons,
    /// Words of interfaces stand inside a sentence.
    InnerInterface,
    /// The whole document could nearly be in the other language.
    Relatives,
    /// The model takes the main language for the other now and then.
    Confusable,
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
    pub const ALL: [Self; 31] = [
        Self::Prior,
        Self::StretchPrior,
        Self::Doubt,
        Self::Unfamiliar,
        Self::Words,
        Self::Rarity,
        Self::Script,
        Self::LatinScript,
        Self::Labels,
        Self::Fragment,
        Self::Credit,
        Self::Command,
        Self::Code,
        Self::Cell,
        Self::Languages,
        Self::Names,
        Self::Titles,
        Self::ShortWord,
        Self::Institution,
        Self::LoneWord,
        Self::Interface,
        Self::Buttons,
        Self::InnerInterface,
        Self::Relatives,
        Self::Confusable,
        Self::Company,
        Self::Neighbours,
        Self::Position,
        Self::Quotation,
        Self::Boundary,
        Self::Sentence,
    ];
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
