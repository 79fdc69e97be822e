//! One line, judged inside its document.

use super::context::{Context, Reading, of_scripts};
use super::relatives::{are_one, are_relatives};
use super::term::{Term, Terms};
use crate::classify::{Case, Engine, Evidence, Word};
use crate::lang::Lang;
use crate::script::Script;

/// What a line is and how foreign it is, before the other lines' verdicts are known.
#[derive(Debug, Clone)]
pub(super) struct Judgement {
    /// The language of the line; `None` for a neutral line.
    pub(super) lang: Option<Lang>,
    /// The probability that `lang` is right.
    pub(super) confidence: f64,
    /// The foreign language that the line could be in.
    pub(super) rival: Option<Lang>,
    pub(super) terms: Terms,
}

/// About one line in 100 of a scraped page is foreign: ln(0.01 / 0.99).
const PRIOR: f64 = -4.6;

/// What a main language pays for each unit of share that it lacks to a clear majority. An engine
/// that does not know the language of a document takes its lines for several others. The script of the
/// document is not in doubt, so lines of another script pay nothing.
const DOUBT: f64 = -12.0;
const CLEAR_SHARE: f64 = 0.85;

/// A share of letters from which a line is judged by its words in the main language's scripts:
/// names of another script stand in many native lines.
const HOME_SHARE: f64 = 0.25;

/// What a script of another language says: next to nothing else puts a Thai line into an article
/// in Russian.
const FOREIGN_SCRIPT: f64 = 9.0;

/// What Latin letters say in a document of another script, for each word in small letters. Names,
/// agencies and brands are written in Latin everywhere, so capitalised words say nothing.
const LATIN_WORD: f64 = 3.5;

/// A line of fewer letters of a foreign script proves little: a formula, a symbol, an initial.
const FEW_LETTERS: usize = 3;

/// What a line of nothing but capitalised words pays.
const ALL_CAPITALISED: f64 = -4.0;

/// What close relatives pay, at full strength up to this many letters.
const RELATIVE: f64 = -2.0;
const RELATIVE_LETTERS: f64 = 60.0;

/// How much a capitalised word counts, and one that the document uses as a name.
const CAPITALISED_WEIGHT: f64 = 0.3;
const NAME_WEIGHT: f64 = 0.2;

/// What a quotation pays: a foreign title or saying is often meant.
const QUOTED: f64 = -3.0;

/// A bound on what words can say: an engine that is certain is still wrong now and then.
const MAX_WORDS: f64 = 14.0;

impl Judgement {
    /// A line that no language claims, for certain.
    pub(super) fn neutral() -> Self {
        let mut terms = Terms::default();
        terms.set(Term::Prior, PRIOR);
        Self { lang: None, confidence: 1.0, rival: None, terms }
    }

    /// The line by its own words, without a document around it.
    pub(super) fn alone(reading: &Reading<'_>) -> Self {
        let lang = reading.evidence.best().map(|(lang, _)| lang);
        let confidence = lang.map_or(1.0, |_| reading.evidence.confidence());
        Self { lang, confidence, ..Self::neutral() }
    }

    /// The line in its document.
    pub(super) fn new(
        reading: &Reading<'_>,
        line: &str,
        context: &Context,
        at_home: &dyn Fn(Lang) -> bool,
        engine: &dyn Engine,
    ) -> Self {
        let Some(main) = context.main.filter(|_| reading.letters > 0) else {
            return Self::neutral();
        };
        let home = reading.letters_in(&context.scripts);
        let mut judgement = if home as f64 >= HOME_SHARE * reading.letters as f64 {
            Self::in_home_script(reading, main, context, at_home, engine)
        } else {
            Self::in_foreign_script(reading, main, at_home, engine)
        };
        judgement.terms.set(Term::Prior, PRIOR);
        if judgement.rival.is_some() && is_quoted(line) {
            judgement.terms.set(Term::Quotation, QUOTED);
        }
        judgement
    }

    fn in_home_script(
        reading: &Reading<'_>,
        main: Lang,
        context: &Context,
        at_home: &dyn Fn(Lang) -> bool,
        engine: &dyn Engine,
    ) -> Self {
        let mut words = of_scripts(&reading.words, &context.scripts);
        discount_names(&mut words, context);
        let evidence = engine.weigh(&words, Some(main));
        let names_only = words.iter().all(|word| word.case != Case::Lower) && has_case(&words);
        let Some((rival, nats)) = against(&evidence, at_home) else {
            return Self { lang: (!names_only).then_some(main), ..Self::neutral() };
        };
        let mut terms = Terms::default();
        terms.set(Term::Words, nats.clamp(-MAX_WORDS, MAX_WORDS));
        terms.set(Term::Doubt, DOUBT * (CLEAR_SHARE - context.share).max(0.0));
        if names_only {
            terms.set(Term::Names, ALL_CAPITALISED);
        }
        if are_relatives(main, rival) {
            let letters: usize = words.iter().map(|word| word.letters).sum();
            terms.set(Term::Relatives, RELATIVE * (RELATIVE_LETTERS / letters as f64).min(1.0));
        }
        let lang = if nats < 0.0 { Some(main) } else { (!names_only).then_some(main) };
        Self { lang, confidence: 1.0 / (1.0 + nats.exp()), rival: Some(rival), terms }
    }

    fn in_foreign_script(
        reading: &Reading<'_>,
        main: Lang,
        at_home: &dyn Fn(Lang) -> bool,
        engine: &dyn Engine,
    ) -> Self {
        let Some(script) = reading.script else { return Self::neutral() };
        let words = of_scripts(&reading.words, &[script]);
        let letters: usize = words.iter().map(|word| word.letters).sum();
        let evidence = engine.weigh(&words, Some(main));
        let rival = evidence.best_except(at_home).map(|(lang, _)| lang);
        if rival.is_none() || letters < FEW_LETTERS && !script.is_unspaced() {
            return Self::neutral();
        }
        let small =
            words.iter().filter(|word| word.case == Case::Lower && word.letters > 1).count();
        let mut terms = Terms::default();
        let script_term =
            if script == Script::Latin { LATIN_WORD * small as f64 } else { FOREIGN_SCRIPT };
        terms.set(Term::Script, script_term.min(MAX_WORDS));
        if small == 0 && has_case(&words) {
            terms.set(Term::Names, ALL_CAPITALISED);
        }
        Self { lang: None, confidence: evidence.confidence(), rival, terms }
    }

    pub(super) fn is_likely_foreign(&self) -> bool {
        self.terms.probability() >= super::LIKELY
    }

    /// Gives the line its language once its verdict is known.
    pub(super) fn settle(&mut self) {
        if self.is_likely_foreign() && self.rival.is_some() {
            self.lang = self.rival;
            self.confidence = self.confidence.max(1.0 - self.confidence);
        }
    }
}

/// The best language that is not at home, and how far it is ahead of the best one that is.
fn against(evidence: &Evidence, at_home: &dyn Fn(Lang) -> bool) -> Option<(Lang, f64)> {
    let (rival, foreign) = evidence.best_except(at_home)?;
    let (_, home) = evidence.best_of(at_home)?;
    Some((rival, foreign - home))
}

fn discount_names(words: &mut [Word<'_>], context: &Context) {
    for (index, word) in words.iter_mut().enumerate() {
        word.weight = match word.case {
            _ if context.is_name(word) => NAME_WEIGHT,
            Case::Title | Case::Upper if index > 0 => CAPITALISED_WEIGHT,
            _ => 1.0,
        };
    }
}

fn has_case(words: &[Word<'_>]) -> bool {
    words.iter().any(|word| word.script.has_case())
}

/// Whether the whole line stands in quotation marks.
fn is_quoted(line: &str) -> bool {
    let line = line.trim().trim_end_matches(['.', ',', ';', '!', '?']);
    let opens = line.starts_with(['"', '“', '”', '„', '«', '»', '‘', '‹', '「', '『', '《', '\'']);
    opens && line.ends_with(['"', '“', '”', '«', '»', '’', '‘', '›', '」', '』', '》', '\''])
}

/// Languages that may stay: the main language, its other standards, and those that are allowed.
pub(super) fn home(main: Option<Lang>, also: &[Lang]) -> impl Fn(Lang) -> bool + '_ {
    move |lang| also.contains(&lang) || main.is_some_and(|main| are_one(main, lang))
}
