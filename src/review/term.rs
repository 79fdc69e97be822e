//! The named pieces of evidence behind a verdict.
//!
//! The trees that judge a line take their steps by facts, and every fact belongs to a piece of evidence. What
//! the steps of one piece move the score by is what it weighs, so that the pieces sum to the score, the
//! log-odds of the verdict, and a person can be shown what weighed how much.

use std::fmt;

use crate::model::trees::{Forest, PER_NAT};

/// One piece of evidence for or against a line, or a stretch of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Term {
    /// How rare such lines are among those that need a second look.
    Prior,
    /// What the words say for another language against the main one.
    Words,
    /// Which language it could be in, and how near that is to the main one.
    Language,
    /// Whether it is in a script of the main language.
    Script,
    /// How it speaks: like a button, a notice or a prompt, or like content.
    Wording,
    /// Whether its words are known from buttons, links and prompts.
    Interface,
    /// How it is capitalised: names and titles are in any language.
    Capitals,
    /// Marks of code, credits, lists and addresses.
    Marks,
    /// Whether it is quoted.
    Quotation,
    /// Whether it begins and ends as sentences do.
    Sentence,
    /// How long it is.
    Length,
    /// Where it stands in the document.
    Position,
    /// Whether its words, or the line itself, stand elsewhere in the document.
    Recurrence,
    /// What kind of document it is: its main language, its labels, its doubtful lines.
    Document,
    /// The lines around it, and others in the same language.
    Company,
    /// How the stretch is glued to its line.
    Stretch,
    /// On how many documents of its site the line stands.
    Site,
}

impl Term {
    /// All terms, in the order of the code.
    pub const ALL: [Self; 17] = [
        Self::Prior,
        Self::Words,
        Self::Language,
        Self::Script,
        Self::Wording,
        Self::Interface,
        Self::Capitals,
        Self::Marks,
        Self::Quotation,
        Self::Sentence,
        Self::Length,
        Self::Position,
        Self::Recurrence,
        Self::Document,
        Self::Company,
        Self::Stretch,
        Self::Site,
    ];

    /// The name of the term in `explain` and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Prior => "prior",
            Self::Words => "words",
            Self::Language => "language",
            Self::Script => "script",
            Self::Wording => "wording",
            Self::Interface => "interface",
            Self::Capitals => "capitals",
            Self::Marks => "marks",
            Self::Quotation => "quotation",
            Self::Sentence => "sentence",
            Self::Length => "length",
            Self::Position => "position",
            Self::Recurrence => "recurrence",
            Self::Document => "document",
            Self::Company => "company",
            Self::Stretch => "stretch",
            Self::Site => "site",
        }
    }

    /// What the term means at this weight, in words.
    pub const fn meaning(self, nats: f64) -> &'static str {
        let [speaks_for, speaks_against] = self.meanings();
        if nats > 0.0 { speaks_for } else { speaks_against }
    }

    const fn meanings(self) -> [&'static str; 2] {
        match self {
            Self::Prior => ["how common such lines are", "how rare such lines are"],
            Self::Words => [
                "the words speak against the main language",
                "the words speak for the main language, or for none",
            ],
            Self::Language => [
                "a language that residue is often in",
                "a language that residue is seldom in, or a relative of the main one",
            ],
            Self::Script => ["its script is not the main language's", "its script is at home"],
            Self::Wording => ["it speaks like an interface or a notice", "it speaks like content"],
            Self::Interface => [
                "words of buttons, links and prompts in another language",
                "no words of buttons, or of those that many languages use",
            ],
            Self::Capitals => ["not capitalised as names are", "capitals as in names and titles"],
            Self::Marks => {
                ["no marks of code, credits or lists", "marks of code, credits or lists"]
            }
            Self::Quotation => ["not quoted", "quoted, or beside a quotation"],
            Self::Sentence => ["no sentence of the author's", "it reads like a sentence"],
            Self::Length => ["as long as such lines are", "not as long as such lines are"],
            Self::Position => ["it stands where residue gathers", "it stands among content"],
            Self::Recurrence => [
                "its words stand nowhere else among the native lines",
                "its words stand in other lines of the document",
            ],
            Self::Document => [
                "the document is of a kind that has residue",
                "the document is of a kind that has little residue",
            ],
            Self::Company => [
                "the lines around it are like those around residue",
                "the lines around it are like those around content",
            ],
            Self::Stretch => ["glued on as buttons are", "a part of its sentence"],
            Self::Site => ["its site repeats it", "its site seldom repeats it"],
        }
    }
}

/// What every term adds to the score of one line, in parts of a nat. Above zero it speaks for the verdict.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Terms([i32; Term::ALL.len()]);

impl Terms {
    /// The weight of one term, in nats.
    pub fn get(&self, term: Term) -> f64 {
        nats(self.0[term as usize])
    }

    /// What the facts add to the score of a forest, by the piece of evidence that each belongs to.
    pub(super) fn of(forest: &Forest<'_>, facts: &[i16], names: &[(&str, Term)]) -> Self {
        let mut terms = Self::default();
        forest.contributions(facts, |fact, parts| {
            let term = fact.map_or(Term::Prior, |fact| names[fact].1);
            terms.0[term as usize] += parts;
        });
        terms
    }

    /// The same with more of one term, in parts of a nat.
    pub(super) fn plus(mut self, term: Term, parts: i32) -> Self {
        self.0[term as usize] += parts;
        self
    }

    /// The terms that weigh anything, in nats, the heaviest first.
    pub fn iter(&self) -> impl Iterator<Item = (Term, f64)> + '_ {
        let mut terms = Term::ALL.map(|term| (term, self.0[term as usize]));
        terms.sort_by_key(|&(_, parts)| std::cmp::Reverse(parts.abs()));
        terms.into_iter().filter(|&(_, parts)| parts != 0).map(|(term, parts)| (term, nats(parts)))
    }

    /// All weights together: the log-odds of the verdict, in nats.
    pub fn sum(&self) -> f64 {
        nats(self.0.iter().sum())
    }
}

/// Parts of a nat as nats.
fn nats(parts: i32) -> f64 {
    f64::from(parts) / f64::from(PER_NAT)
}

impl fmt::Debug for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(term, nats)| (term.name(), nats))).finish()
    }
}
