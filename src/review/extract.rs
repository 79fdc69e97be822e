//! Feature extraction: from words to facts about them in their document.
//!
//! One builder for words in the main language's scripts, one for words in another, and one for a
//! stretch, which is either. What the line looks like is added by whoever has the line.

use std::borrow::Cow;

use super::context::Context;
use super::features::Capitals;
use super::features::{Features, ScriptFit, Unit};
use super::judgement::{CLEAR_LEAD, Judgement};
use super::line_features::LineFeatures;
use super::priors::{are_confusable, is_rare, language_prior};
use super::scripts::{is_in, letters, main_script, of_scripts};
use super::standing::{Standing, closest, rival};
use super::vocabulary::{UnknownWords, capitals, discount_names, has_case, is_short_word};
use crate::classify::{Case, Engine, Evidence, Word};
use crate::lang::Lang;
use crate::script::Script;

/// A share of letters from which a line is judged by its words in the main language's scripts:
/// names of another script stand in many native lines.
pub(super) const HOME_SHARE: f64 = 0.25;

/// The same for a stretch of a line, which is cut where the script changes.
const STRETCH_HOME_SHARE: f64 = 0.5;

/// A line of fewer letters of a foreign script proves little: a formula, a symbol, an initial.
const FEW_LETTERS: usize = 4;

/// The same in a script that the main language has for headings and sayings: four Chinese signs in
/// Korean.
const HEADING_SIGNS: usize = 5;

/// The same in scripts that nobody writes formulas in, and whose letters say more.
const FEW_SIGNS: usize = 2;

/// Words of which less than this share stands in interfaces are not known from there.
const HALF: f64 = 0.5;

/// What words are, apart from their languages: their capitals, and what is known of them.
fn of_vocabulary(words: &[Word<'_>], unknown: &UnknownWords, rival: Lang) -> Features {
    let share = unknown.share(rival);
    Features {
        rival: Some(rival),
        capitals: capitals(words, rival),
        is_short_word: is_short_word(words),
        interface: share.interface,
        buttons: share.buttons,
        ..Features::default()
    }
}

/// Words in the main language's scripts. They may be those of a whole line: if none of them is a name,
/// its evidence is known.
pub(super) fn in_home_script(
    words: &[Word<'_>],
    line: Option<&LineFeatures<'_>>,
    main: Lang,
    context: &Context<'_>,
    engine: &mut dyn Engine,
) -> Judgement {
    let mut words = of_scripts(words, context.scripts).into_owned();
    discount_names(&mut words, context);
    let is_whole = |line: &LineFeatures<'_>| {
        words.len() == line.words.len() && words.iter().all(|word| word.weight >= 1.0)
    };
    let known = line.filter(|line| is_whole(line) && line.is_in_one_script());
    let evidence = match known {
        Some(line) => Cow::Borrowed(&line.evidence),
        None => Cow::Owned(engine.weigh(&words, Some(main))),
    };
    let names_only = words.iter().all(|word| word.case != Case::Lower) && has_case(&words);
    let Some(standing) = Standing::new(&evidence, context) else {
        return Judgement::of((!names_only).then_some(main));
    };
    let unknown = UnknownWords::new(&words, main);
    let rival = closest(&evidence, &unknown, standing.rival, |lang| !context.is_home(lang));
    let features = home_features(&words, &unknown, &standing, rival, main, context);
    let (home, home_nats) = standing.home;
    let nats = rival.1 - home_nats;
    let main_nats = standing.main.unwrap_or(home_nats);
    let lang = if home_nats - main_nats > CLEAR_LEAD { home } else { main };
    let lang = (nats < 0.0 || !names_only).then_some(lang);
    let english = english(&evidence).map_or(0.0, |english| english - home_nats);
    let features = Features { english_lead: english, ..features };
    Judgement { confidence: 1.0 / (1.0 + nats.exp()), features, ..Judgement::of(lang) }
}

/// The nats of English, the language of most residue.
fn english(evidence: &Evidence) -> Option<f64> {
    evidence.of(Lang::ENGLISH)
}

/// The facts of words in the main language's scripts, against a rival and its nats.
fn home_features(
    words: &[Word<'_>],
    unknown: &UnknownWords,
    standing: &Standing,
    rival: (Lang, f64),
    main: Lang,
    context: &Context<'_>,
) -> Features {
    let (rival, nats) = rival;
    let features = of_vocabulary(words, unknown, rival);
    let is_name = features.capitals != Capitals::Sentence;
    let unexplained = standing.best.1 - nats;
    Features {
        lead: nats - standing.home.1 - unexplained,
        is_unknown_name: is_name && features.interface < HALF || unknown.are_none(),
        prior: language_prior(rival),
        closeness: context.closeness(rival),
        is_confusable: are_confusable(main, rival),
        support: context.support,
        is_main_rare: is_rare(main),
        ..features
    }
}

/// Words of which hardly any is in the main language's scripts.
pub(super) fn in_foreign_script(
    words: &[Word<'_>],
    main: Lang,
    context: &Context<'_>,
    engine: &mut dyn Engine,
) -> Judgement {
    let foreign = words.iter().filter(|word| !is_in(word, context.scripts));
    let Some(script) = main_script(foreign) else { return Judgement::neutral() };
    let words = of_scripts(words, script.into());
    let evidence = engine.weigh(&words, Some(main));
    let is_foreign = |lang| !context.may_stay_in(lang, script);
    let Some(rival) = rival(&evidence, is_foreign) else { return Judgement::neutral() };
    let unknown = UnknownWords::new(&words, main);
    let (rival, nats) = closest(&evidence, &unknown, rival, is_foreign);
    let home = evidence.best_of(|lang| context.may_stay_in(lang, script));
    if let Some((home, _)) = home.filter(|&(_, home)| nats - home < CLEAR_LEAD) {
        // One of the languages that may stay beside the main one.
        return Judgement::of(Some(home));
    }
    let is_own = main.scripts().contains(&script);
    if proves_little(&words, script, is_own) {
        return Judgement::of(is_own.then_some(main));
    }
    let features = of_vocabulary(&words, &unknown, rival);
    let features = match script {
        Script::Latin => Features {
            script: ScriptFit::Latin,
            lead: nats - evidence.mean(),
            english_lead: english(&evidence).map_or(0.0, |nats| nats - evidence.mean()),
            prior: language_prior(rival),
            ..features
        },
        _ => Features { script: ScriptFit::Foreign, ..features },
    };
    Judgement { confidence: evidence.confidence(), features, ..Judgement::neutral() }
}

/// Whether words of a foreign script are too few: Korean headings may be a few Chinese signs.
fn proves_little(words: &[Word<'_>], script: Script, is_own: bool) -> bool {
    let few = if is_own {
        HEADING_SIGNS
    } else if script.has_case() {
        FEW_LETTERS
    } else {
        FEW_SIGNS
    };
    letters(words) < few && (is_own || !script.is_unspaced())
}

/// A stretch of words as if it were a line, without what a line looks like.
pub(super) fn of_stretch(
    words: &[Word<'_>],
    context: &Context<'_>,
    engine: &mut dyn Engine,
) -> Judgement {
    let judgement = match context.main {
        None => Judgement::neutral(),
        Some(_) if is_ambiguous(words, context) => Judgement::neutral(),
        Some(main) if is_foreign(words, context) => in_foreign_script(words, main, context, engine),
        Some(main) => in_home_script(words, None, main, context, engine),
    };
    let features = Features { unit: Unit::Stretch, ..judgement.features };
    Judgement { features, ..judgement }
}

/// Whether most letters of a stretch are in another script than the main language's.
fn is_foreign(words: &[Word<'_>], context: &Context<'_>) -> bool {
    let home = letters(words.iter().filter(|word| is_in(word, context.scripts)));
    (home as f64) < STRETCH_HOME_SHARE * letters(words) as f64
}

/// Whether a stretch is in two scripts, so that it is neither a foreign stretch nor a native one.
fn is_ambiguous(words: &[Word<'_>], context: &Context<'_>) -> bool {
    let is_home = |word: &&Word<'_>| is_in(word, context.scripts);
    let home = letters(words.iter().filter(is_home));
    let small = letters(words.iter().filter(|word| is_home(word) && word.case == Case::Lower));
    let latin = letters(words.iter().filter(|word| word.script == Script::Latin));
    let is_both = small as f64 >= HOME_SHARE * letters(words) as f64;
    is_foreign(words, context) && is_both
        || home > 0 && latin > 0 && !context.scripts.has(Script::Latin)
}

/// Whether words are a name, or a title, that no interface of the language that it looks like writes.
pub(super) fn is_unknown_name(
    words: &[Word<'_>],
    evidence: &Evidence,
    context: &Context<'_>,
) -> bool {
    let sides = context.main.zip(rival(evidence, |lang| !context.is_home(lang)));
    sides.is_some_and(|(main, (rival, _))| {
        capitals(words, rival) != Capitals::Sentence
            && UnknownWords::new(words, main).interface(rival) < HALF
    })
}
