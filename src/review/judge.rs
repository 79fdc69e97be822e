//! One line, judged inside its document.

use super::context::{Context, Reading, is_in, letters, main_script, of_scripts};
use super::relatives::{overconfidence, rarity, unfamiliarity};
use super::term::{Term, Terms};
use super::vocabulary::{Strangers, discount_names, has_case, names, short_word};
use super::{shape, span};
use crate::classify::{Case, Engine, Evidence, Word};
use crate::lang::Lang;
use crate::script::Script;
use std::borrow::Cow;
use std::ops::Range;

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
    /// The foreign part of a native line, in bytes; `None` if the judgement is on the whole line.
    pub(super) stretch: Option<Range<usize>>,
    /// Nothing but another main language could change the judgement: not what the line looks like, nor
    /// the other lines.
    pub(super) is_settled: bool,
}

/// About one line in 50 is foreign where it is possible at all: ln(0.02 / 0.98).
const PRIOR: f64 = -4.0;

/// A share of letters from which a line is judged by its words in the main language's scripts:
/// names of another script stand in many native lines.
const HOME_SHARE: f64 = 0.25;

/// The same for a stretch of a line, which is cut where the script changes.
const STRETCH_HOME_SHARE: f64 = 0.5;

/// What a script of another language says: next to nothing else puts a Thai line into an article
/// in Russian.
const FOREIGN_SCRIPT: f64 = 9.0;

/// What Latin letters alone say in a document of another script: nothing that speaks against them,
/// since names, agencies and brands are written in Latin everywhere. Only words that one language
/// claims much more than all others together make them foreign.
const LATIN_SCRIPT: f64 = -3.0;

/// A line of fewer letters of a foreign script proves little: a formula, a symbol, an initial.
const FEW_LETTERS: usize = 4;

/// The same in a script that the main language has for headings and sayings: four Chinese signs in
/// Korean.
const HEADING_SIGNS: usize = 5;

/// The same in scripts that nobody writes formulas in, and whose letters say more.
const FEW_SIGNS: usize = 2;

/// How much more of that a Latin line pays in a document of another script, and how much less a line
/// of any other: names are written in Latin everywhere, and in other scripts hardly anywhere.
const LATIN_NAMES: f64 = 1.5;
const OTHER_NAMES: f64 = 0.5;

/// What words gain that all stand on buttons, links and prompts.
pub(super) const INTERFACE: f64 = 2.0;
const HALF: f64 = 0.5;

/// What they gain besides if they stand there more than anywhere else (`Search`, but not `Home`): nobody
/// names a thing so, and few languages borrow such a word.
const BUTTON: f64 = 2.4;

/// How much of what names pay is waived where all words are such, and which part of that in Latin
/// letters of a document in another script, where titles stand, unless they are a button's.
const PARDON: f64 = 0.8;
const TITLES: f64 = 0.6;

/// What a language pays that the whole document could be in nearly as well as in its own.
const RELATIVE: f64 = -5.0;

/// What a main language pays for each unit of share that it lacks to a clear majority. An engine
/// that does not know the language of a document takes its lines for several others. The script of
/// the document is not in doubt, so lines of another script pay nothing.
const DOUBT: f64 = -12.0;
const CLEAR_SHARE: f64 = 0.6;

/// What a quotation pays: a foreign title or saying is often meant.
const QUOTED: f64 = -10.0;

/// What the shape of a credit, a dateline or a copyright note pays.
const NEUTRAL_SHAPE: f64 = -6.0;

/// What code pays: its words are English, whoever wrote it.
const CODE: f64 = -14.0;

/// What a menu of languages pays: it belongs to its page, whatever it says.
const LANGUAGE_MENU: f64 = -20.0;

/// What the last line of a document gains: residue stands there twice as often as elsewhere.
const LAST_LINE: f64 = 0.7;

/// A bound on what words can say: an engine that is certain is still wrong now and then.
const MAX_WORDS: f64 = 14.0;

/// The same for names: the evidence of a name is for where it comes from, not for what it stands in.
const MAX_NAMES: f64 = 4.0;

/// A lead of the main language, in nats, that no discount of names and quotations takes away.
const PLAINLY_NATIVE: f64 = -40.0;

/// Fewer words than this are seldom so far ahead: not worth a look.
const FEWEST_WORDS: usize = 4;

/// From this lead on a kept line is tagged with the language of its words: a quotation, or one of
/// several languages that may stay.
const CLEAR_LEAD: f64 = 4.0;

/// The same for words that the other language is known to write.
const KNOWN_LEAD: f64 = 3.0;

/// Languages so near to the likeliest, in nats, are told apart by the words that their interfaces know.
const NEAR: f64 = 2.0;

impl Judgement {
    /// A line that no language claims, for certain.
    pub(super) fn neutral() -> Self {
        let mut terms = Terms::default();
        terms.set(Term::Prior, PRIOR);
        Self { lang: None, confidence: 1.0, rival: None, terms, stretch: None, is_settled: false }
    }

    /// The line by its own words, without a document around it.
    pub(super) fn alone(line: &str, engine: &mut dyn Engine) -> Self {
        match engine.guess(line) {
            Some((lang, confidence)) => Self { lang: Some(lang), confidence, ..Self::neutral() },
            None => Self::neutral(),
        }
    }

    /// The line in its document.
    pub(super) fn new(
        reading: &Reading<'_>,
        line: &str,
        is_last: bool,
        context: &Context<'_>,
        engine: &mut dyn Engine,
    ) -> Self {
        let Some(main) = context.main.filter(|_| reading.letters > 0) else {
            return Self::neutral();
        };
        if reading.is_foreign_to(context.scripts, HOME_SHARE) {
            let mut judgement = Self::in_foreign_script(&reading.words, main, context, engine);
            judgement.weigh_shape(line, reading, is_last, context);
            return judgement;
        }
        let plain = Self::plainly_native(reading, main, context);
        let is_plain = plain.is_some();
        let mut judgement = plain.unwrap_or_else(|| {
            let mut judgement = Self::in_home_script(reading, line, main, context, engine);
            judgement.weigh_shape(line, reading, is_last, context);
            judgement
        });
        let found = if judgement.is_likely_foreign() {
            span::beside_native(line, reading, context, engine)
        } else {
            let candidates = span::candidates(line, &reading.words, context, engine);
            judgement.is_settled = is_plain && candidates.is_empty();
            span::likeliest(candidates, line, reading, context, engine)
        };
        match found.filter(|_| !shape::is_neutral(line, &reading.words)) {
            Some(found) => Self {
                rival: found.judgement.rival,
                terms: found.judgement.terms,
                stretch: Some(found.range),
                ..judgement
            },
            None => judgement,
        }
    }

    /// A stretch of words as if it were a line, without what a line looks like.
    pub(super) fn of_stretch(
        words: &[Word<'_>],
        context: &Context<'_>,
        engine: &mut dyn Engine,
    ) -> Self {
        let Some(main) = context.main else { return Self::neutral() };
        let home = letters(words.iter().filter(|word| is_in(word, context.scripts)));
        let latin = letters(words.iter().filter(|word| word.script == Script::Latin));
        let is_foreign = (home as f64) < STRETCH_HOME_SHARE * letters(words) as f64;
        let is_small_home =
            |word: &&Word<'_>| is_in(word, context.scripts) && word.case == Case::Lower;
        let small = letters(words.iter().filter(is_small_home));
        let is_both = is_foreign && small as f64 >= HOME_SHARE * letters(words) as f64;
        if is_both || home > 0 && latin > 0 && !context.scripts.has(Script::Latin) {
            Self::neutral()
        } else if is_foreign {
            Self::in_foreign_script(words, main, context, engine)
        } else {
            Self::of_words(words, None, main, context, engine)
        }
    }

    /// What the line looks like, apart from its words.
    fn weigh_shape(
        &mut self,
        line: &str,
        reading: &Reading<'_>,
        is_last: bool,
        context: &Context<'_>,
    ) {
        self.terms.set(Term::Prior, PRIOR);
        if self.rival.is_none() {
            return;
        }
        if shape::is_quoted(line) {
            self.terms.set(Term::Quotation, QUOTED);
        }
        if shape::is_credit(line, &reading.words) {
            self.terms.set(Term::Shape, NEUTRAL_SHAPE);
        }
        if shape::is_code(line, &reading.words) {
            self.terms.set(Term::Shape, CODE);
        }
        if shape::is_language_menu(&reading.words) {
            self.terms.set(Term::Languages, LANGUAGE_MENU);
        }
        if reading.is_label {
            self.terms.set(Term::Labels, context.label_odds());
        }
        if is_last {
            self.terms.set(Term::Position, LAST_LINE);
        }
    }

    /// A line whose words, all counted in full, are so far ahead for the main language that no discount
    /// could change the verdict, nor anything that the line looks like. Most lines of an article are, and
    /// need no second look.
    fn plainly_native(reading: &Reading<'_>, main: Lang, context: &Context<'_>) -> Option<Self> {
        let mut terms = Terms::default();
        terms.set(Term::Prior, PRIOR);
        terms.set(Term::Words, -MAX_WORDS);
        let native = Self { lang: Some(main), terms, ..Self::neutral() };
        if reading.evidence.is_beyond_doubt() && reading.best.is_some_and(|best| best.0 == main) {
            return Some(native);
        }
        if reading.words.len() < FEWEST_WORDS {
            return None;
        }
        let standing = Standing::new(&reading.evidence, context)?;
        let nats = standing.best.1 - standing.main?;
        let is_main = standing.home.0 == main;
        (nats < PLAINLY_NATIVE && is_main).then(|| Self {
            confidence: 1.0 / (1.0 + nats.exp()),
            rival: Some(standing.best.0),
            ..native
        })
    }

    /// Judged with and without what stands in quotation marks: a line is as foreign as the milder
    /// judgement says, since a foreign title says nothing about the sentence around it.
    fn in_home_script(
        reading: &Reading<'_>,
        line: &str,
        main: Lang,
        context: &Context<'_>,
        engine: &mut dyn Engine,
    ) -> Self {
        let whole = Self::of_words(&reading.words, Some(reading), main, context, engine);
        let Some(outside) = shape::unquoted(line, &reading.words) else { return whole };
        let outside = Self::of_words(&outside, None, main, context, engine);
        let is_milder = outside.terms.probability() < whole.terms.probability();
        if is_milder { Self { rival: whole.rival, ..outside } } else { whole }
    }

    /// Words in the main language's scripts. They may be those of a whole line: if none of them is a name,
    /// its evidence is known.
    fn of_words(
        words: &[Word<'_>],
        reading: Option<&Reading<'_>>,
        main: Lang,
        context: &Context<'_>,
        engine: &mut dyn Engine,
    ) -> Self {
        let mut words = of_scripts(words, context.scripts).into_owned();
        discount_names(&mut words, context);
        let known = reading.filter(|reading| words == reading.words && reading.is_in_one_script());
        let evidence = match known {
            Some(reading) => Cow::Borrowed(&reading.evidence),
            None => Cow::Owned(engine.weigh(&words, Some(main))),
        };
        let names_only = words.iter().all(|word| word.case != Case::Lower) && has_case(&words);
        let Some(standing) = Standing::new(&evidence, context) else {
            return Self { lang: (!names_only).then_some(main), ..Self::neutral() };
        };
        let strangers = Strangers::new(&words, main);
        let is_foreign = |lang| !context.is_home(lang);
        let rival = closest(&evidence, &strangers, standing.rival, is_foreign);
        let (home, home_nats) = standing.home;
        let nats = rival.1 - home_nats;
        let share = strangers.share(rival.0);
        let interface = share.interface;
        let names = names(&words, rival.0);
        let is_unknown_name = names < 0.0 && interface < HALF || strangers.are_none();
        let most = if is_unknown_name { MAX_NAMES } else { MAX_WORDS };
        let mut terms = Terms::default();
        let unexplained = standing.best.1 - rival.1;
        terms.set(Term::Words, (nats - unexplained).clamp(-MAX_WORDS, most));
        terms.set(Term::Rarity, rarity(rival.0));
        terms
            .set(Term::Doubt, DOUBT * (CLEAR_SHARE - context.share).max(0.0) + unfamiliarity(main));
        terms.set(
            Term::Names,
            names * (1.0 - PARDON * interface) + short_word(&words) * (1.0 - interface / 2.0),
        );
        terms.set(
            Term::Interface,
            INTERFACE * interface + BUTTON * (1.0 - context.closeness(rival.0)) * share.buttons,
        );
        let closeness = RELATIVE * context.closeness(rival.0);
        let overconfidence = overconfidence(main, rival.0) * (1.0 - interface);
        terms.set(Term::Relatives, closeness + overconfidence);
        let main_nats = standing.main.unwrap_or(home_nats);
        let lang = if home_nats - main_nats > CLEAR_LEAD { home } else { main };
        let lang = (nats < 0.0 || !names_only).then_some(lang);
        Self {
            lang,
            confidence: 1.0 / (1.0 + nats.exp()),
            rival: Some(rival.0),
            terms,
            ..Self::neutral()
        }
    }

    fn in_foreign_script(
        words: &[Word<'_>],
        main: Lang,
        context: &Context<'_>,
        engine: &mut dyn Engine,
    ) -> Self {
        let foreign = words.iter().filter(|word| !is_in(word, context.scripts));
        let Some(script) = main_script(foreign) else { return Self::neutral() };
        let words = of_scripts(words, script.into());
        let evidence = engine.weigh(&words, Some(main));
        let is_foreign = |lang| !context.may_stay_in(lang, script);
        let Some(rival) = rival(&evidence, is_foreign) else { return Self::neutral() };
        let strangers = Strangers::new(&words, main);
        let (rival, nats) = closest(&evidence, &strangers, rival, is_foreign);
        let home = evidence.best_of(|lang| context.may_stay_in(lang, script));
        if let Some((home, _)) = home.filter(|&(_, home)| nats - home < CLEAR_LEAD) {
            // One of the languages that may stay beside the main one.
            return Self { lang: Some(home), ..Self::neutral() };
        }
        // Korean headings may be a few Chinese signs.
        let is_own = main.scripts().contains(&script);
        let few = if is_own {
            HEADING_SIGNS
        } else if script.has_case() {
            FEW_LETTERS
        } else {
            FEW_SIGNS
        };
        if letters(&*words) < few && (is_own || !script.is_unspaced()) {
            return Self { lang: is_own.then_some(main), ..Self::neutral() };
        }
        let mut terms = Terms::default();
        if script == Script::Latin {
            terms.set(Term::Script, LATIN_SCRIPT);
            terms.set(Term::Words, (nats - evidence.mean()).clamp(0.0, MAX_WORDS));
            terms.set(Term::Rarity, rarity(rival));
        } else {
            terms.set(Term::Script, FOREIGN_SCRIPT);
        }
        let share = strangers.share(rival);
        let interface = share.interface;
        let is_latin = script == Script::Latin;
        let weight = if is_latin { LATIN_NAMES } else { OTHER_NAMES };
        let pardon = if is_latin { PARDON * share.buttons.max(TITLES) } else { PARDON };
        let names = weight * names(&words, rival);
        terms.set(
            Term::Names,
            names * (1.0 - pardon * interface) + short_word(&words) * (1.0 - interface / 2.0),
        );
        terms.set(Term::Interface, INTERFACE * interface + BUTTON * share.buttons);
        Self {
            lang: None,
            confidence: evidence.confidence(),
            rival: Some(rival),
            terms,
            ..Self::neutral()
        }
    }

    pub(super) fn is_likely_foreign(&self) -> bool {
        self.terms.probability() >= super::LIKELY
    }

    /// Gives the line its language once its verdict is known.
    pub(super) fn settle(&mut self) {
        let interface = self.terms.get(Term::Interface);
        let is_name = self.terms.get(Term::Names) < 0.0 && interface <= INTERFACE * HALF;
        let is_known = interface >= INTERFACE;
        let lead = self.terms.get(Term::Words) + self.terms.get(Term::Rarity);
        let is_other = lead > if is_known { KNOWN_LEAD } else { CLEAR_LEAD } && !is_name;
        if self.stretch.is_none() && self.rival.is_some() && (self.is_likely_foreign() || is_other)
        {
            self.lang = self.rival;
            // The words say which foreign language, if it is one.
            let of_foreign = self.confidence.max(1.0 - self.confidence);
            self.confidence = of_foreign * self.terms.probability_unguarded();
        } else if self.stretch.is_none() && self.lang.is_some() {
            // What its words leave open, the document settles.
            self.confidence = self.confidence.max(1.0 - self.terms.probability());
        }
    }
}

/// How the languages stand after some words: those that may stay, and those that may not.
struct Standing {
    /// The best of those that may stay.
    home: (Lang, f64),
    /// The nats of the main language.
    main: Option<f64>,
    /// The best of the others, and the best with its rarity counted: the language that the words would
    /// be in if they were foreign. What the best explains better than the rival is a species, a name,
    /// anything but a line of the rival's language.
    best: (Lang, f64),
    rival: (Lang, f64),
}

impl Standing {
    /// `None` where there are no languages on both sides.
    fn new(evidence: &Evidence, context: &Context<'_>) -> Option<Self> {
        let (mut home, mut best, mut rival) = (Top::NONE, Top::NONE, Top::NONE);
        for (lang, nats) in evidence.iter() {
            let side = context.side(lang);
            home.keep(lang, nats, nats + side.home);
            best.keep(lang, nats, nats + side.foreign);
            rival.keep(lang, nats, nats + side.rival);
        }
        let main = context.main.and_then(|main| evidence.of(main));
        Some(Self { home: home.named()?, main, best: best.named()?, rival: rival.named()? })
    }
}

/// The language with the highest score so far.
#[derive(Clone, Copy)]
struct Top {
    lang: Option<Lang>,
    nats: f32,
    score: f32,
}

impl Top {
    const NONE: Self = Self { lang: None, nats: 0.0, score: f32::NEG_INFINITY };

    fn keep(&mut self, lang: Lang, nats: f32, score: f32) {
        if score > self.score {
            *self = Self { lang: Some(lang), nats, score };
        }
    }

    fn named(self) -> Option<(Lang, f64)> {
        Some((self.lang?, self.nats.into()))
    }
}

/// The language that words would be in if they were foreign, and its nats.
fn rival(evidence: &Evidence, is_foreign: impl Fn(Lang) -> bool) -> Option<(Lang, f64)> {
    let mut rival = Top::NONE;
    for (lang, nats) in evidence.iter().filter(|&(lang, _)| is_foreign(lang)) {
        rival.keep(lang, nats, nats + rarity(lang) as f32);
    }
    rival.named()
}

/// Of the languages that explain some words about as well as a rival, the one whose interfaces know most
/// of them: relatives spell half of a label alike, and word lists tell the other half.
fn closest(
    evidence: &Evidence,
    strangers: &Strangers,
    rival: (Lang, f64),
    is_foreign: impl Fn(Lang) -> bool,
) -> (Lang, f64) {
    let score = |(lang, nats): (Lang, f64)| nats + rarity(lang);
    let least = score(rival) - NEAR;
    // Rarity only takes away, so most languages are passed over by their nats.
    let is_near =
        |&found: &(Lang, f64)| found.1 >= least && is_foreign(found.0) && score(found) >= least;
    let found = evidence.iter().map(|(lang, nats)| (lang, f64::from(nats)));
    let near: Vec<_> = found.filter(is_near).collect();
    let known = |found: (Lang, f64)| score(found) + NEAR * strangers.share(found.0).interface;
    if near.len() < 2 || strangers.are_none() {
        return rival;
    }
    let best = near
        .into_iter()
        .map(|found| (known(found), found))
        .max_by(|(a, one), (b, other)| a.total_cmp(b).then(other.0.cmp(&one.0)));
    best.map_or(rival, |(_, found)| found)
}

/// Whether words are a name, or a title, that no interface of the language that it looks like writes.
pub(super) fn is_unknown_name(
    words: &[Word<'_>],
    evidence: &Evidence,
    context: &Context<'_>,
) -> bool {
    let sides = context.main.zip(rival(evidence, |lang| !context.is_home(lang)));
    sides.is_some_and(|(main, (rival, _))| {
        names(words, rival) < 0.0 && Strangers::new(words, main).share(rival).interface < HALF
    })
}
