//! What a line is judged by: whole numbers about its words, its shape, its place and its company.

use foldhash::{HashMap, HashMapExt};

use super::context::Context;
use super::features::Features;
use super::line_state::LineState;
use super::scripts::{is_in, letters};
use super::shape;
use super::term::Term;
use crate::classify::{Case, Word};
use crate::lang::Lang;
use crate::model::linear::Wording;
use crate::model::ui_words::UiWord;
use crate::script::Script;

/// How many facts there are of one line.
pub(super) const COUNT: usize = NAMES.len();

/// The facts by name, in their order, each with the piece of evidence that it belongs to.
pub(super) const NAMES: [(&str, Term); 86] = [
    ("main_support", Term::Document),
    ("credible_lead", Term::Words),
    ("lead", Term::Words),
    ("prior", Term::Language),
    ("unknown_name", Term::Capitals),
    ("script_fit", Term::Script),
    ("capitals_kind", Term::Capitals),
    ("short_word", Term::Length),
    ("interface_known", Term::Interface),
    ("buttons_known", Term::Interface),
    ("closeness", Term::Language),
    ("confusable", Term::Language),
    ("main_rare", Term::Document),
    ("labels_native", Term::Document),
    ("quoted", Term::Quotation),
    ("shape_kind", Term::Marks),
    ("language_menu", Term::Marks),
    ("last_line", Term::Position),
    ("companions", Term::Company),
    ("neighbours", Term::Company),
    ("guess", Term::Words),
    ("confidence", Term::Words),
    ("lead_per_letter", Term::Words),
    ("lead_alone", Term::Words),
    ("is_home", Term::Words),
    ("is_neutral", Term::Words),
    ("rival_english", Term::Language),
    ("main_english", Term::Document),
    ("main_latin", Term::Script),
    ("english_lead", Term::Words),
    ("wording_interface", Term::Wording),
    ("wording_residue", Term::Wording),
    ("interface_rival", Term::Interface),
    ("interface_main", Term::Interface),
    ("interface_all", Term::Interface),
    ("button_rival", Term::Interface),
    ("button_main", Term::Interface),
    ("letters", Term::Length),
    ("words", Term::Length),
    ("longest_word", Term::Length),
    ("digits", Term::Marks),
    ("capitals", Term::Capitals),
    ("first_capital", Term::Capitals),
    ("capitalised", Term::Capitals),
    ("upper_words", Term::Capitals),
    ("inner_small", Term::Capitals),
    ("names_of_document", Term::Capitals),
    ("home_script", Term::Script),
    ("quotation_marks", Term::Quotation),
    ("code_marks", Term::Marks),
    ("snake_case", Term::Marks),
    ("brackets", Term::Marks),
    ("address", Term::Marks),
    ("bars", Term::Marks),
    ("copyright", Term::Marks),
    ("bullet", Term::Marks),
    ("ends_sentence", Term::Sentence),
    ("ends_colon", Term::Sentence),
    ("inner_stop", Term::Sentence),
    ("filler", Term::Wording),
    ("from_top", Term::Position),
    ("from_end", Term::Position),
    ("place", Term::Position),
    ("lines", Term::Document),
    ("copies", Term::Recurrence),
    ("recurring", Term::Recurrence),
    ("recurring_native", Term::Recurrence),
    ("doubtful_lines", Term::Document),
    ("rival_lines", Term::Company),
    ("label_share", Term::Document),
    ("before3", Term::Company),
    ("before2", Term::Company),
    ("before1", Term::Company),
    ("after1", Term::Company),
    ("after2", Term::Company),
    ("after3", Term::Company),
    ("length_before2", Term::Company),
    ("length_before1", Term::Company),
    ("length_after1", Term::Company),
    ("length_after2", Term::Company),
    ("stretch_at_start", Term::Stretch),
    ("stretch_share", Term::Stretch),
    ("edge", Term::Stretch),
    ("is_cell", Term::Stretch),
    ("mostly_names", Term::Stretch),
    ("lone_word", Term::Stretch),
];

/// The facts of one line, in the order of [`NAMES`].
pub(super) type Facts = [i16; COUNT];

/// So many parts of a nat are counted in facts.
const PER_NAT: f64 = 16.0;

/// Shares are counted in parts of this.
const WHOLE: usize = 100;

/// What is known of all lines of a document before the facts of one are taken.
pub(super) struct Surroundings<'d, 't> {
    states: &'d [LineState<'t>],
    context: &'d Context<'t>,
    /// The lines that stand there, in order.
    inked: Vec<usize>,
    /// On how many lines each word of a doubtful line stands, and on how many native ones.
    words: HashMap<u64, (u32, u32)>,
    /// How often each line stands there.
    copies: HashMap<&'t str, u32>,
    /// How many lines are more foreign than not, for each language.
    rivals: HashMap<Lang, u32>,
    doubtful: u32,
    labels: u32,
}

impl<'d, 't> Surroundings<'d, 't> {
    pub(super) fn new(states: &'d [LineState<'t>], context: &'d Context<'t>) -> Self {
        let inked: Vec<_> = (0..states.len()).filter(|&at| states[at].is_inked()).collect();
        let mut all = Self {
            states,
            context,
            words: HashMap::new(),
            copies: HashMap::with_capacity(inked.len()),
            rivals: HashMap::new(),
            doubtful: 0,
            labels: 0,
            inked,
        };
        for state in all.inked.iter().map(|&at| &states[at]) {
            if state.is_doubtful() {
                let keys = state.features.words.iter().filter_map(key);
                all.words.extend(keys.map(|key| (key, (0, 0))));
                all.doubtful += 1;
            }
        }
        if all.doubtful > 0 {
            for place in 0..all.inked.len() {
                all.count(&states[all.inked[place]]);
            }
        }
        all
    }

    fn count(&mut self, state: &'d LineState<'t>) {
        *self.copies.entry(state.content.trim()).or_insert(0) += 1;
        self.labels += u32::from(state.features.is_label);
        let is_native = !state.is_doubtful();
        if let Some(rival) = state.judgement.rival().filter(|_| state.judgement.is_likely_foreign())
        {
            *self.rivals.entry(rival).or_insert(0) += 1;
        }
        let mut keys: Vec<_> = state.features.words.iter().filter_map(key).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            if let Some((all, native)) = self.words.get_mut(&key) {
                *all += 1;
                *native += u32::from(is_native);
            }
        }
    }

    /// The doubtful lines that stand there: their place among those that do, and their index.
    pub(super) fn doubtful(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let places = self.inked.iter().copied().enumerate();
        places.filter(|&(_, index)| self.states[index].is_doubtful())
    }

    /// What is judged of a line: all that is left of it, or a stretch.
    pub(super) fn text(&self, index: usize) -> &'t str {
        Unit::of(&self.states[index]).text
    }

    /// The facts of the line at a place among those that stand there, or of its stretch.
    pub(super) fn facts(&self, place: usize, wording: Wording) -> Facts {
        let state = &self.states[self.inked[place]];
        let unit = Unit::of(state);
        let mut row = Row(Vec::with_capacity(COUNT));
        self.of_judgement(&mut row, state);
        self.of_language(&mut row, state, &unit);
        row.score(wording.interface);
        row.score(wording.residue);
        self.of_words(&mut row, state.judgement.rival(), &unit);
        self.of_letters(&mut row, &unit);
        of_marks(&mut row, &unit);
        self.of_place(&mut row, state, &unit, place);
        self.of_neighbours(&mut row, place);
        of_stretch(&mut row, state, &unit);
        row.0.try_into().expect("a test counts the facts")
    }

    /// What the judgement found.
    fn of_judgement(&self, row: &mut Row, state: &LineState<'_>) {
        let features = &state.judgement.features;
        let Features { look, company, .. } = features;
        row.share(self.context.support);
        row.nats(features.credible_lead());
        row.nats(features.lead);
        row.nats(features.prior);
        row.flag(features.is_unknown_name);
        row.number(features.script as usize);
        row.number(features.capitals as usize);
        row.flag(features.is_short_word);
        row.share(features.interface);
        row.share(features.buttons);
        row.share(features.closeness);
        row.flag(features.is_confusable);
        row.flag(features.is_main_rare);
        row.number(look.labels.map_or(0, |labels| labels + 1));
        row.flag(look.is_quoted);
        row.number(look.shape as usize);
        row.flag(look.is_language_menu);
        row.flag(look.is_last);
        row.number(company.others);
        row.number(company.neighbours);
        row.nats(state.judgement.guess().nats());
        row.share(state.judgement.confidence);
    }

    /// What the words say about the language.
    fn of_language(&self, row: &mut Row, state: &LineState<'_>, unit: &Unit<'_, '_>) {
        let (judgement, context) = (&state.judgement, self.context);
        let evidence = &state.features.evidence;
        let of = |lang: Option<Lang>| lang.and_then(|lang| evidence.of(lang)).unwrap_or(0.0);
        let lead = state.features.best.map_or(0.0, |(_, nats)| nats) - of(context.main);
        row.nats(16.0 * lead / letters(unit.words).max(1) as f64);
        row.nats(lead);
        row.flag(judgement.lang.is_some_and(|lang| context.is_home(lang)));
        row.flag(judgement.lang.is_none());
        let is_english = |lang: Option<Lang>| lang.is_some_and(|lang| lang.code() == "eng");
        row.flag(is_english(judgement.rival()));
        row.flag(is_english(context.main));
        row.flag(context.scripts.has(Script::Latin));
        let english = evidence.iter().find(|(lang, _)| lang.code() == "eng");
        row.nats(english.map_or(ABSENT, |(_, nats)| f64::from(nats) - of(context.main)));
    }

    /// Which words are known from interfaces.
    fn of_words(&self, row: &mut Row, rival: Option<Lang>, unit: &Unit<'_, '_>) {
        let looked_at = unit.words.iter().take(2 * shape::LABEL_WORDS);
        let words: Vec<_> = looked_at.map(|word| UiWord::new(word.text, word.script)).collect();
        let main = self.context.main;
        let known = |lang: Option<Lang>, is: fn(UiWord, Lang) -> bool| {
            let lang = lang?;
            Some(words.iter().filter(|word| is(**word, lang)).count())
        };
        let all = words.iter().filter(|word| word.is_international()).count();
        let counts = [
            known(rival, UiWord::is_of),
            known(main, UiWord::is_of),
            Some(all),
            known(rival, UiWord::is_button_of),
            known(main, UiWord::is_button_of),
        ];
        for count in counts {
            row.part(count.unwrap_or(0), words.len());
        }
    }

    /// How long it is, and how it is capitalised.
    fn of_letters(&self, row: &mut Row, unit: &Unit<'_, '_>) {
        let (text, words) = (unit.text, unit.words);
        let chars = text.chars().count();
        let count = |is: fn(char) -> bool| text.chars().filter(|&c| is(c)).count();
        row.number(letters(words));
        row.number(words.len());
        row.number(words.iter().map(|word| usize::from(word.letters)).max().unwrap_or(0));
        row.part(count(char::is_numeric), chars);
        row.part(count(char::is_uppercase), chars);
        row.flag(text.starts_with(char::is_uppercase));
        let cased = |case: Case| words.iter().filter(|word| word.case == case).count();
        row.part(words.len() - cased(Case::Lower), words.len());
        row.part(cased(Case::Upper), words.len());
        let inner = words.iter().skip(1).filter(|word| word.case == Case::Lower);
        row.part(inner.count(), words.len());
        row.part(words.iter().filter(|word| self.context.is_name(word)).count(), words.len());
        let home = words.iter().filter(|word| is_in(word, self.context.scripts));
        row.part(home.count(), words.len());
    }

    /// Where it stands, and what of it stands elsewhere.
    fn of_place(&self, row: &mut Row, state: &LineState<'_>, unit: &Unit<'_, '_>, place: usize) {
        let lines = self.inked.len();
        row.number(place);
        row.number(lines - 1 - place);
        row.part(place, lines);
        row.number(lines);
        row.number(self.copies.get(state.content.trim()).map_or(1, |&copies| copies as usize));
        let own = u32::from(!state.is_doubtful());
        let keys: Vec<_> = unit.words.iter().filter_map(key).collect();
        let on = |key: &u64| self.words.get(key).copied().unwrap_or_default();
        row.part(keys.iter().filter(|key| on(key).0 > 1).count(), keys.len());
        row.part(keys.iter().filter(|key| on(key).1 > own).count(), keys.len());
        row.part(self.doubtful as usize, lines);
        let rival = state.judgement.rival().and_then(|rival| self.rivals.get(&rival));
        row.number(rival.copied().unwrap_or(0) as usize);
        row.part(self.labels as usize, lines);
    }

    /// What the lines around it look like.
    fn of_neighbours(&self, row: &mut Row, place: usize) {
        let near = |offset: isize| {
            let at = place.checked_add_signed(offset)?;
            self.inked.get(at).map(|&index| &self.states[index])
        };
        for offset in [-3, -2, -1, 1, 2, 3] {
            row.nats(near(offset).map_or(ABSENT, |near| near.judgement.guess().nats()));
        }
        for offset in [-2, -1, 1, 2] {
            row.number(near(offset).map_or(0, |near| near.features.letters));
        }
    }
}

/// What is judged: a line, or a stretch of one.
struct Unit<'s, 't> {
    text: &'t str,
    words: &'s [Word<'t>],
}

impl<'s, 't> Unit<'s, 't> {
    fn of(state: &'s LineState<'t>) -> Self {
        let words = &state.features.words;
        let Some(stretch) = &state.judgement.stretch else {
            return Self { text: state.content.trim(), words };
        };
        let start = words.partition_point(|word| word.start < stretch.start);
        let end = words.partition_point(|word| word.start < stretch.end);
        Self { text: state.content[stretch.clone()].trim(), words: &words[start..end] }
    }
}

/// The marks in it, and what they stand for.
fn of_marks(row: &mut Row, unit: &Unit<'_, '_>) {
    let (text, words) = (unit.text, unit.words);
    let count = |is: fn(char) -> bool| text.chars().filter(|&c| is(c)).count();
    row.number(count(shape::is_quotation_mark));
    row.number(count(|c| "{}<>=;\\_$".contains(c)));
    row.flag(is_snake_case(text));
    row.number(count(|c| "()[]（）".contains(c)));
    row.flag(["://", "www.", "@", ".com"].iter().any(|mark| text.contains(mark)));
    row.number(count(|c| "|·•»›".contains(c)));
    row.flag(text.contains('©'));
    row.flag(text.starts_with(['-', '–', '—', '*', '•', '#', '>', '·', '+']));
    row.flag(text.ends_with(shape::SENTENCE_ENDS));
    row.flag(text.ends_with([':', '：']));
    row.flag([". ", "! ", "? "].iter().any(|stop| text.contains(stop)));
    row.part(words.iter().filter(|word| is_filler(word)).count(), words.len());
}

/// How a stretch is glued to its line.
fn of_stretch(row: &mut Row, state: &LineState<'_>, unit: &Unit<'_, '_>) {
    let glued = &state.judgement.features.glued;
    row.flag(state.judgement.stretch.as_ref().is_some_and(|stretch| stretch.start == 0));
    row.part(letters(unit.words), state.features.letters);
    row.number(glued.edge as usize);
    row.flag(glued.is_cell);
    row.flag(glued.is_mostly_names);
    row.flag(glued.is_lone_word);
}

/// What stands for a neighbour that is not there.
const ABSENT: f64 = -30.0;

/// Facts that are being collected.
struct Row(Vec<i16>);

impl Row {
    fn number(&mut self, number: usize) {
        self.0.push(i16::try_from(number).unwrap_or(i16::MAX));
    }

    fn score(&mut self, score: i32) {
        self.0.push(score.clamp(i16::MIN.into(), i16::MAX.into()) as i16);
    }

    fn flag(&mut self, is: bool) {
        self.0.push(is.into());
    }

    fn nats(&mut self, nats: f64) {
        self.0.push((nats * PER_NAT).round() as i16);
    }

    fn share(&mut self, share: f64) {
        self.0.push((share * WHOLE as f64).round() as i16);
    }

    fn part(&mut self, part: usize, whole: usize) {
        self.number(part * WHOLE / whole.max(1));
    }
}

/// A word by which lines are compared; short ones stand everywhere.
fn key(word: &Word<'_>) -> Option<u64> {
    let is_long = word.letters > 2 || word.script.is_unspaced();
    is_long.then(|| {
        let bytes = word.text.bytes().map(|byte| byte.to_ascii_lowercase());
        bytes.fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        })
    })
}

/// Whether a line is names joined by underscores, as icons and keys are called.
fn is_snake_case(line: &str) -> bool {
    line.contains('_')
        && line.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Words of placeholder text, which is Latin with letters missing.
const FILLER: [&str; 30] = [
    "lorem",
    "ipsum",
    "dolor",
    "sit",
    "amet",
    "consectetur",
    "consectetuer",
    "adipiscing",
    "adipisicing",
    "elit",
    "sed",
    "eiusmod",
    "tempor",
    "incididunt",
    "labore",
    "dolore",
    "magna",
    "aliqua",
    "enim",
    "minim",
    "veniam",
    "quis",
    "nostrud",
    "exercitation",
    "ullamco",
    "laboris",
    "nisi",
    "aliquip",
    "commodo",
    "consequat",
];

fn is_filler(word: &Word<'_>) -> bool {
    FILLER.iter().any(|filler| filler.eq_ignore_ascii_case(word.text))
}
