//! What each piece of evidence weighs: one table, and all that there is between facts and a score.
//!
//! Below it are facts ([`Features`]), above it a score and what each piece added to it ([`Terms`]); so
//! a fitted model can take the table's place without either side changing. Nothing reads a fact back
//! from a weight.

use super::features::{Capitals, Edge, Features, ScriptFit, Shape, Unit};
use super::term::{Term, Terms};
use Sentence::{Always, BySign};

/// One piece of evidence.
struct Piece {
    term: Term,
    /// Its name in `explain` and in JSON.
    name: &'static str,
    weight: Weight,
    sentence: Sentence,
    /// Where its number comes from.
    origin: &'static str,
}

/// What a piece means, in words.
enum Sentence {
    Always(&'static str),
    /// Where it speaks for foreign, and where it speaks against.
    BySign(&'static str, &'static str),
}

/// How facts weigh, in nats.
enum Weight {
    /// So much if something is true.
    If(f64, fn(&Features) -> bool),
    /// So much for each unit of a number.
    Per(f64, fn(&Features) -> f64),
    /// What takes more than one number to say.
    Piecewise(fn(&Features) -> f64),
}

/// What each piece of evidence adds to the score of a line or a stretch.
pub(super) fn weigh(features: &Features) -> Terms {
    let mut terms = Terms::default();
    for piece in &TABLE {
        let nats = match piece.weight {
            Weight::If(nats, is_true) => f64::from(u8::from(is_true(features))) * nats,
            Weight::Per(nats, number) => nats * number(features),
            Weight::Piecewise(nats) => nats(features),
        };
        terms.set(piece.term, nats);
    }
    terms
}

impl Term {
    /// The name of the term in `explain` and in JSON.
    pub fn name(self) -> &'static str {
        self.piece().name
    }

    /// What the term means at this weight, in words.
    pub fn meaning(self, nats: f64) -> &'static str {
        match self.piece().sentence {
            BySign(speaks_for, _) if nats > 0.0 => speaks_for,
            BySign(_, sentence) | Always(sentence) => sentence,
        }
    }

    /// Where its weight comes from, in words: a measurement, the logarithm of a share, or a hand.
    pub fn origin(self) -> &'static str {
        self.piece().origin
    }

    fn piece(self) -> &'static Piece {
        &TABLE[self as usize]
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

/// All pieces of evidence, in the order of [`Term::ALL`].
static TABLE: [Piece; Term::ALL.len()] = [
    Piece {
        term: Term::Prior,
        name: "prior",
        weight: Weight::If(-4.0, |f| f.unit == Unit::Line),
        sentence: Always("how rare foreign lines are"),
        origin: "one line in 50 is foreign where it is possible at all: ln(0.02 / 0.98)",
    },
    Piece {
        term: Term::StretchPrior,
        name: "stretch",
        weight: Weight::If(-5.0, |f| f.unit == Unit::Stretch),
        sentence: Always("how rare foreign stretches are on a line"),
        origin: "one line in 150 has a foreign stretch: ln(1 / 149)",
    },
    Piece {
        term: Term::Doubt,
        name: "doubt",
        weight: Weight::Per(-12.0, |f| match f.script {
            // The script of the document is not in doubt.
            ScriptFit::Home => (CLEAR_SUPPORT - f.support).max(0.0),
            ScriptFit::Latin | ScriptFit::Foreign => 0.0,
        }),
        sentence: Always("the main language is in doubt"),
        origin: "by hand: an engine that does not know the language of a document takes its lines \
                 for several others",
    },
    Piece {
        term: Term::Unfamiliar,
        name: "unfamiliar",
        weight: Weight::If(-3.0, |f| f.is_main_rare && f.script == ScriptFit::Home),
        sentence: Always("a main language that the model knows little of"),
        origin: "by hand: it takes many lines of such a language for a relative",
    },
    Piece {
        term: Term::Words,
        name: "words",
        weight: Weight::Per(1.0, Features::credible_lead),
        sentence: BySign(
            "the words speak against the main language",
            "the words speak for the main language",
        ),
        origin: "measured: the engine's own nats, within bounds",
    },
    Piece {
        term: Term::Rarity,
        name: "rarity",
        weight: Weight::Per(1.0, |f| f.prior),
        sentence: Always("a language that is rare as residue"),
        origin: "half the logarithm of the shares of web text, in three steps",
    },
    Piece {
        term: Term::Script,
        name: "script",
        weight: Weight::If(9.0, |f| f.script == ScriptFit::Foreign),
        sentence: Always("a script that the main language is not written in"),
        origin: "by hand: next to nothing else puts a Thai line into an article in Russian",
    },
    Piece {
        term: Term::LatinScript,
        name: "latin",
        weight: Weight::If(-3.0, |f| f.script == ScriptFit::Latin),
        sentence: Always("Latin letters, in which names and brands are written everywhere"),
        origin: "by hand: only words that one language claims much more than all others together \
                 make Latin letters foreign",
    },
    Piece {
        term: Term::Labels,
        name: "labels",
        weight: Weight::Piecewise(|f| {
            let doublings = |labels: usize| (1.0 + labels as f64).log2();
            f.look.labels.map_or(0.0, |labels| 2.0 - 0.7 * doublings(labels))
        }),
        sentence: BySign(
            "a short line in a document of sentences",
            "a short line in a document of short lines",
        ),
        origin: "by hand: an article is made of sentences, and a label in it came from the page \
                 around it; a page of links and headings has many that belong to it",
    },
    Piece {
        term: Term::Fragment,
        name: "fragment",
        weight: Weight::If(2.0, |f| f.glued.edge == Edge::Fragment),
        sentence: Always("a fragment behind the last sentence of its line"),
        origin: "by hand: buttons are glued to the last sentence of a paragraph, and have no full \
                 stop",
    },
    Piece {
        term: Term::Credit,
        name: "credit",
        weight: Weight::If(-6.0, |f| f.look.shape == Shape::Credit),
        sentence: Always("a credit, a dateline or a copyright note"),
        origin: "by hand: names of people, places, agencies and things",
    },
    Piece {
        term: Term::Command,
        name: "command",
        weight: Weight::If(-6.0, |f| f.look.shape == Shape::Command),
        sentence: Always("a command for a shell"),
        origin: "by hand: as for a credit",
    },
    Piece {
        term: Term::Code,
        name: "code",
        weight: Weight::If(-14.0, |f| f.look.shape == Shape::Code),
        sentence: Always("code, whose words are English, whoever wrote it"),
        origin: "by hand: as much as the words can say",
    },
    Piece {
        term: Term::Cell,
        name: "cell",
        weight: Weight::If(-6.0, |f| f.glued.is_cell),
        sentence: Always("a cell of a table"),
        origin: "by hand: a row holds an abbreviation, a title, a word of a vocabulary",
    },
    Piece {
        term: Term::Languages,
        name: "languages",
        weight: Weight::If(-20.0, |f| f.look.is_language_menu),
        sentence: Always("names of languages, as in a menu"),
        origin: "by hand: a menu belongs to its page, whatever it says",
    },
    Piece {
        term: Term::Names,
        name: "names",
        weight: Weight::Piecewise(|f| match f.capitals {
            Capitals::Single => name(f, -4.0),
            Capitals::Names => name(f, -7.0),
            Capitals::Sentence | Capitals::Title => 0.0,
        }),
        sentence: Always("names, which are at home in any language"),
        origin: "by hand: names look like the language they come from, but are at home wherever \
                 they stand",
    },
    Piece {
        term: Term::Titles,
        name: "titles",
        weight: Weight::Piecewise(|f| match f.capitals {
            Capitals::Title => name(f, -3.5),
            Capitals::Sentence | Capitals::Single | Capitals::Names => 0.0,
        }),
        sentence: Always("capitals throughout, as in names, titles and headings"),
        origin: "by hand: English writes its headings and buttons so as well as its names",
    },
    Piece {
        term: Term::ShortWord,
        name: "short-word",
        weight: Weight::Piecewise(|f| {
            let is_short = f.is_short_word && !f.glued.is_mostly_names;
            if is_short { -3.0 * (1.0 - f.interface / 2.0) } else { 0.0 }
        }),
        sentence: Always("a single short word, as an abbreviation, a unit or a tag is"),
        origin: "by hand",
    },
    Piece {
        term: Term::Institution,
        name: "institution",
        weight: Weight::If(-4.0, |f| f.glued.is_mostly_names),
        sentence: Always(
            "mostly capitalised words inside a sentence, as the name of an institution",
        ),
        origin: "by hand: as much as a single name",
    },
    Piece {
        term: Term::LoneWord,
        name: "lone-word",
        weight: Weight::If(-4.0, |f| f.glued.is_lone_word && f.interface_strength() < 0.5),
        sentence: Always("a single word on the line that stands on no button"),
        origin: "by hand: an agency, an abbreviation, a name",
    },
    Piece {
        term: Term::Interface,
        name: "interface",
        weight: Weight::Per(INTERFACE, |f| f.interface),
        sentence: Always("words of buttons, links and prompts"),
        origin: "by hand, on the lists of words of `train interface`",
    },
    Piece {
        term: Term::Buttons,
        name: "buttons",
        weight: Weight::Per(BUTTONS, Features::telling_buttons),
        sentence: Always("words that stand on buttons more than anywhere else"),
        origin: "by hand: nobody names a thing so, and few languages borrow such a word",
    },
    Piece {
        term: Term::InnerInterface,
        name: "inner-interface",
        weight: Weight::Piecewise(|f| match f.glued.edge {
            Edge::RunsOn | Edge::ScriptChange => {
                (INTERFACE * f.interface + BUTTONS * f.telling_buttons()).min(INTERFACE)
            }
            Edge::Sentence | Edge::WholeSentence | Edge::Fragment => 0.0,
        }),
        sentence: Always("words of interfaces inside a sentence, which is no quotation then"),
        origin: "by hand: they are what tells a button from a quotation",
    },
    Piece {
        term: Term::Relatives,
        name: "relatives",
        weight: Weight::Per(-5.0, |f| f.closeness),
        sentence: Always("a language that the whole document could nearly be in"),
        origin: "by hand: relatives of the main language come close, and on them a single line \
                 proves little",
    },
    Piece {
        term: Term::Confusable,
        name: "confusable",
        weight: Weight::Piecewise(
            |f| {
                if f.is_confusable { -6.0 * (1.0 - f.interface) } else { 0.0 }
            },
        ),
        sentence: Always("a language that the model takes the main one for now and then"),
        origin: "by hand, for groups of languages of which one has little text in the corpus",
    },
    Piece {
        term: Term::Company,
        name: "company",
        weight: Weight::Piecewise(|f| (0.9 * f.company.others as f64).min(3.0)),
        sentence: Always("other lines of the document are in the same foreign language"),
        origin: "by hand; bounded, so that doubts do not add up to a certainty",
    },
    Piece {
        term: Term::Neighbours,
        name: "neighbours",
        weight: Weight::Per(1.0, |f| f.company.neighbours as f64),
        sentence: Always("the lines around it are foreign in the same way"),
        origin: "by hand",
    },
    Piece {
        term: Term::Position,
        name: "position",
        weight: Weight::If(0.7, |f| f.look.is_last),
        sentence: Always("at the end of the document, where residue gathers"),
        origin: "residue stands there twice as often as elsewhere: ln 2",
    },
    Piece {
        term: Term::Quotation,
        name: "quotation",
        // A passage of several lines quotes for itself.
        weight: Weight::Piecewise(|f| match f.look.is_quoted {
            true if f.company.neighbours > 0 => -5.0,
            true => -10.0,
            false => 0.0,
        }),
        sentence: Always("in quotation marks, as a title or a saying that is meant"),
        origin: "by hand; half as much in a foreign passage",
    },
    Piece {
        term: Term::Boundary,
        name: "boundary",
        weight: Weight::Piecewise(|f| match f.glued.edge {
            Edge::RunsOn => -6.0,
            Edge::ScriptChange => -1.5,
            Edge::Sentence | Edge::WholeSentence | Edge::Fragment => 0.0,
        }),
        sentence: Always("the foreign words run on from the native ones"),
        origin: "by hand: Latin names do so in every script, words of other scripts seldom",
    },
    Piece {
        term: Term::Sentence,
        name: "sentence",
        weight: Weight::If(-2.5, |f| f.glued.edge == Edge::WholeSentence),
        sentence: Always("a sentence, which the author may have written; buttons have none"),
        origin: "by hand: people end a paragraph with one",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_term_has_its_row_and_a_name_of_its_own() {
        for (at, term) in Term::ALL.into_iter().enumerate() {
            assert_eq!((term as usize, term.piece().term), (at, term));
            let same = TABLE.iter().filter(|piece| piece.name == term.name()).count();
            assert_eq!(same, 1, "{}", term.name());
        }
    }

    #[test]
    fn no_facts_weigh_no_more_than_the_prior() {
        let terms: Vec<_> = weigh(&Features::default()).iter().map(|(term, _)| term).collect();
        assert_eq!(terms, [Term::Prior]);
    }
}
