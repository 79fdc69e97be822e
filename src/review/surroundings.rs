//! What a line is judged by: whole numbers about its words, its shape, its place and its company.

use std::ops::Range;

use foldhash::{HashMap, HashMapExt};

use super::context::Context;
use super::fact_row::{ABSENT, PER_NAT, Row, clamped};
use super::facts::{COUNT, Facts};
use super::features::Features;
use super::line_state::LineState;
use super::scripts::{is_in, letters};
use super::shape;
use super::weights::Guess;
use crate::classify::{Case, Engine, Word};
use crate::code::may_be_code;
use crate::lang::Lang;
use crate::model::linear::{Depth, Wording};
use crate::model::ui_words::UiWord;
use crate::script::Script;

/// What texts say by their wording, as far as it was asked for.
pub(super) type Wordings<'t> = HashMap<&'t str, (Depth, Wording)>;

/// What is known of all lines of a document before the facts of one are taken.
pub(super) struct Surroundings<'d, 't> {
    states: &'d [LineState<'t>],
    context: &'d Context<'t>,
    /// The lines that stand there, in order, by their numbers from 0: no text has more of them.
    inked: Vec<u32>,
    /// On how many lines each word of a doubtful line stands, and on how many native ones.
    words: HashMap<u64, (u32, u32)>,
    /// Some bits of each of these words: most words of native lines are none of them.
    some: Bits,
    /// How often each doubtful line stands there.
    copies: HashMap<&'t str, u32>,
    /// How many lines are more foreign than not, for each language.
    rivals: HashMap<Lang, u32>,
    doubtful: u32,
    labels: u32,
    /// What the lines say by their wording, by their places: of the doubtful ones and those around them.
    wordings: Vec<Option<Wording>>,
    /// What the doubtful ones say on average, in sixteenths of a nat.
    mean_wording: i32,
}

impl<'d, 't> Surroundings<'d, 't> {
    pub(super) fn new(states: &'d [LineState<'t>], context: &'d Context<'t>) -> Self {
        let inked = (0..).zip(states).filter(|(_, state)| state.is_inked());
        let inked = inked.map(|(at, _)| at).collect();
        let mut all = Self {
            states,
            context,
            words: HashMap::new(),
            some: Bits::default(),
            copies: HashMap::new(),
            rivals: HashMap::new(),
            doubtful: 0,
            labels: 0,
            wordings: Vec::new(),
            mean_wording: 0,
            inked,
        };
        for state in states {
            if state.is_inked() && state.is_doubtful() {
                for key in state.features.words.iter().filter_map(key) {
                    all.some.insert(key);
                    all.words.insert(key, (0, 0));
                }
                all.copies.insert(state.content().trim(), 0);
                all.doubtful += 1;
            }
        }
        if all.doubtful > 0 {
            for place in 0..all.inked.len() {
                all.count(all.state(place));
            }
        }
        all
    }

    /// The line at a place among those that stand there.
    fn state(&self, place: usize) -> &'d LineState<'t> {
        &self.states[self.inked[place] as usize]
    }

    fn count(&mut self, state: &'d LineState<'t>) {
        if let Some(copies) = self.copies.get_mut(state.content().trim()) {
            *copies += 1;
        }
        self.labels += u32::from(state.features.is_label);
        let is_native = !state.is_doubtful();
        if let Some(rival) = state.judgement.rival().filter(|_| state.judgement.is_likely_foreign())
        {
            *self.rivals.entry(rival).or_insert(0) += 1;
        }
        let keys = state.features.words.iter().filter_map(key);
        let keys = keys.filter(|&key| self.some.may_have(key));
        let mut keys: Vec<_> = keys.filter(|key| self.words.contains_key(key)).collect();
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
        let places = self.inked.iter().map(|&index| index as usize).enumerate();
        places.filter(|&(_, index)| self.states[index].is_doubtful())
    }

    /// What stands at each place: all that is left of the line, or its stretch.
    pub(super) fn texts(&self) -> impl Iterator<Item = &'t str> + '_ {
        (0..self.inked.len()).map(|place| text(self.state(place)))
    }

    /// Reads the wording of the doubtful lines and as much of those around them as their facts ask for, unless it was
    /// read before.
    pub(super) fn read_wording(&mut self, read: &mut Wordings<'t>, engine: &mut dyn Engine) {
        let places: Vec<_> = self.doubtful().map(|(place, _)| place).collect();
        if places.is_empty() {
            return;
        }
        let mut depths = vec![None; self.inked.len()];
        for &place in &places {
            for near in place.saturating_sub(2)..(place + 3).min(depths.len()) {
                let depth = match near.abs_diff(place) {
                    0 => Depth::All,
                    1 => Depth::Interface,
                    _ => Depth::Residue,
                };
                depths[near] = depths[near].max(Some(depth));
            }
        }
        let mut wording = |place: usize, depth: Depth| {
            let text = text(self.state(place));
            match read.get(text) {
                Some(&(known, wording)) if known >= depth => wording,
                _ => {
                    let wording = engine.wording(text, depth);
                    read.insert(text, (depth, wording));
                    wording
                }
            }
        };
        let depths = depths.into_iter().enumerate();
        self.wordings =
            depths.map(|(place, depth)| depth.map(|depth| wording(place, depth))).collect();
        self.mean_wording = mean_wording(&self.wordings, &places);
    }

    /// The facts of the line at a place among those that stand there, or of each of its stretches.
    pub(super) fn facts(&self, place: usize) -> impl Iterator<Item = Facts> + '_ {
        let state = self.state(place);
        let wording = self.wordings.get(place).copied().flatten().unwrap_or_default();
        let first = state.judgement.stretch.as_ref();
        let first =
            self.facts_of(place, &Unit::new(state, first, &state.judgement.features), wording);
        let further = state.judgement.further.iter().map(move |stretch| {
            let unit = Unit::new(state, Some(&stretch.range), &stretch.features);
            self.facts_of(place, &unit, Wording::of(unit.text))
        });
        std::iter::once(first).chain(further)
    }

    fn facts_of(&self, place: usize, unit: &Unit<'_, '_>, wording: Wording) -> Facts {
        let state = self.state(place);
        let mut row = Row::with_capacity(COUNT);
        self.of_judgement(&mut row, state, unit);
        self.of_language(&mut row, state, unit);
        row.0.extend(of_wording(wording));
        self.of_words(&mut row, unit);
        self.of_letters(&mut row, unit);
        of_marks(&mut row, unit);
        self.of_place(&mut row, state, unit, place);
        self.of_neighbours(&mut row, place);
        of_stretch(&mut row, state, unit);
        of_seam(&mut row, state, unit);
        row.0.extend(near_wording(&self.wordings, place));
        row.score(self.mean_wording);
        row.facts()
    }

    /// What the judgement found.
    fn of_judgement(&self, row: &mut Row, state: &LineState<'_>, unit: &Unit<'_, '_>) {
        let features = unit.features;
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
        row.nats(Guess::new(features).nats());
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
        let is_english = |lang: Option<Lang>| lang == Some(Lang::ENGLISH);
        row.flag(is_english(unit.features.rival));
        row.flag(is_english(context.main));
        row.flag(context.scripts.has(Script::Latin));
        let english = evidence.of(Lang::ENGLISH);
        row.nats(english.map_or(ABSENT, |english| english - of(context.main)));
    }

    /// Which words are known from interfaces.
    fn of_words(&self, row: &mut Row, unit: &Unit<'_, '_>) {
        let rival = unit.features.rival;
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
        row.number(self.copies.get(state.content().trim()).map_or(1, |&copies| copies as usize));
        let own = u32::from(!state.is_doubtful());
        let keys: Vec<_> = unit.words.iter().filter_map(key).collect();
        let on = |key: &u64| self.words.get(key).copied().unwrap_or_default();
        row.part(keys.iter().filter(|key| on(key).0 > 1).count(), keys.len());
        row.part(keys.iter().filter(|key| on(key).1 > own).count(), keys.len());
        row.part(self.doubtful as usize, lines);
        let rival = unit.features.rival.and_then(|rival| self.rivals.get(&rival));
        row.number(rival.copied().unwrap_or(0) as usize);
        row.part(self.labels as usize, lines);
    }

    /// What the lines around it look like.
    fn of_neighbours(&self, row: &mut Row, place: usize) {
        let near = |offset: isize| {
            let at = place.checked_add_signed(offset).filter(|&at| at < self.inked.len())?;
            Some(self.state(at))
        };
        for offset in [-3, -2, -1, 1, 2, 3] {
            row.nats(near(offset).map_or(ABSENT, |near| near.judgement.weighed.nats()));
        }
        // Prompts in a row do not announce each other.
        let announces =
            |before: &LineState<'_>| !before.is_doubtful() && ends_with_colon(before.content());
        row.flag(near(-1).is_some_and(announces));
        for offset in [-2, -1, 1, 2] {
            row.number(near(offset).map_or(0, |near| near.features.letters));
        }
    }
}

/// What a line says by its wording.
pub(super) fn of_wording(wording: Wording) -> [i16; 4] {
    let Wording { interface, residue, precedents } = wording;
    [clamped(interface), clamped(residue), precedents.residue.into(), precedents.kept.into()]
}

/// What the lines around a place say by their wording.
pub(super) fn near_wording(wordings: &[Option<Wording>], place: usize) -> [i16; 6] {
    let near = |offset: isize| {
        place.checked_add_signed(offset).and_then(|at| wordings.get(at).copied().flatten())
    };
    let score = |wording: Option<Wording>, of: fn(Wording) -> i32| {
        wording.map_or((ABSENT * PER_NAT) as i16, |wording| clamped(of(wording)))
    };
    let residue = |offset| score(near(offset), |wording| wording.residue);
    let interface = |offset| score(near(offset), |wording| wording.interface);
    [residue(-2), residue(-1), residue(1), residue(2), interface(-1), interface(1)]
}

/// What the lines at some places say by their wording of residue, on average.
pub(super) fn mean_wording(wordings: &[Option<Wording>], places: &[usize]) -> i32 {
    let said = places.iter().filter_map(|&place| wordings[place]).map(|wording| wording.residue);
    said.sum::<i32>() / i32::try_from(places.len().max(1)).unwrap_or(i32::MAX)
}

/// What is judged of a line: all that is left of it, or the stretch that is first to go.
fn text<'t>(state: &LineState<'t>) -> &'t str {
    let content = state.content();
    state.judgement.stretch.clone().map_or(content, |stretch| &content[stretch]).trim()
}

/// What is judged: a line, or a stretch of one.
struct Unit<'s, 't> {
    text: &'t str,
    words: &'s [Word<'t>],
    features: &'s Features,
    stretch: Option<&'s Range<usize>>,
}

impl<'s, 't> Unit<'s, 't> {
    fn new(
        state: &'s LineState<'t>,
        stretch: Option<&'s Range<usize>>,
        features: &'s Features,
    ) -> Self {
        let words = &state.features.words;
        let Some(range) = stretch else {
            return Self { text: state.content().trim(), words, features, stretch };
        };
        let start = words.partition_point(|word| word.start < range.start);
        let end = words.partition_point(|word| word.start < range.end);
        let (text, words) = (state.content()[range.clone()].trim(), &words[start..end]);
        Self { text, words, features, stretch }
    }
}

/// The marks in it, and what they stand for.
fn of_marks(row: &mut Row, unit: &Unit<'_, '_>) {
    let (text, words) = (unit.text, unit.words);
    let count = |is: fn(char) -> bool| text.chars().filter(|&c| is(c)).count();
    row.number(count(shape::is_quotation_mark));
    row.number(count(|c| matches!(c, '{' | '}' | '<' | '>' | '=' | ';' | '\\' | '_' | '$')));
    row.flag(is_snake_case(text));
    row.flag(may_be_code(text));
    row.number(count(|c| matches!(c, '(' | ')' | '[' | ']' | '（' | '）')));
    row.flag(["://", "www.", "@", ".com"].iter().any(|mark| text.contains(mark)));
    row.number(count(|c| matches!(c, '|' | '·' | '•' | '»' | '›')));
    row.flag(text.contains('©'));
    row.flag(text.starts_with(['-', '–', '—', '*', '•', '#', '>', '·', '+']));
    row.flag(text.ends_with(shape::SENTENCE_ENDS));
    row.flag(ends_with_colon(text));
    row.flag([". ", "! ", "? "].iter().any(|stop| text.contains(stop)));
    row.part(words.iter().filter(|word| shape::is_filler(word)).count(), words.len());
}

/// Whether a line announces what comes behind it.
fn ends_with_colon(line: &str) -> bool {
    line.trim_end().ends_with([':', '：'])
}

/// How a stretch is glued to its line.
fn of_stretch(row: &mut Row, state: &LineState<'_>, unit: &Unit<'_, '_>) {
    let glued = &unit.features.glued;
    row.flag(unit.stretch.is_some_and(|stretch| stretch.start == 0));
    row.part(letters(unit.words), state.features.letters);
    row.number(glued.edge as usize);
    row.flag(glued.is_cell);
    row.flag(glued.is_mostly_names);
    row.flag(glued.is_lone_word);
}

/// What a stretch says by itself, and what stands between it and the rest of its line.
fn of_seam(row: &mut Row, state: &LineState<'_>, unit: &Unit<'_, '_>) {
    let features = unit.features;
    row.nats(16.0 * features.lead / letters(unit.words).max(1) as f64);
    row.nats(features.english_lead);
    let (before, after) = unit.stretch.map_or(("", ""), |stretch| {
        let native =
            if stretch.start > 0 { 0..stretch.start } else { stretch.end..state.content().len() };
        let (stretch, native) = (&state.content()[stretch.clone()], &state.content()[native]);
        if unit.stretch.is_some_and(|stretch| stretch.start > 0) {
            (native, stretch)
        } else {
            (stretch, native)
        }
    });
    let is_joint = |c: char| "-–—|·•:/".contains(c);
    let blank = |c: char| c.is_whitespace() || is_joint(c);
    let seam = [
        &before[before.trim_end_matches(blank).len()..],
        &after[..after.len() - after.trim_start_matches(blank).len()],
    ];
    let ends_sentence = |text: &str| text.trim_end_matches(blank).ends_with(shape::SENTENCE_ENDS);
    // A prompt has no full stop, but what it was glued to is a sentence.
    let is_at_start = unit.stretch.is_some_and(|stretch| stretch.start == 0);
    let is_prompt = is_at_start
        && ends_sentence(after)
        && !after.trim_start_matches(blank).starts_with(char::is_lowercase);
    row.flag(ends_sentence(before) || is_prompt);
    let spaces = seam.iter().flat_map(|part| part.chars()).filter(|c| c.is_whitespace()).count();
    row.number(spaces.min(4));
    row.flag(seam.iter().any(|part| part.contains(is_joint)));
    row.flag(unit.stretch.is_some() && unit.text.starts_with(['(', '[', '（']));
}

/// A set of keys that only says which it does not have.
#[derive(Debug)]
struct Bits([u64; 64]);

impl Default for Bits {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Bits {
    const fn insert(&mut self, key: u64) {
        self.0[(key >> 58) as usize] |= 1 << (key >> 52 & 63);
    }

    const fn may_have(&self, key: u64) -> bool {
        self.0[(key >> 58) as usize] >> (key >> 52 & 63) & 1 == 1
    }
}

/// A word by which lines are compared; short ones stand everywhere.
fn key(word: &Word<'_>) -> Option<u64> {
    let is_long = word.letters > 2 || word.script.is_unspaced();
    is_long.then(|| {
        word.text.as_bytes().chunks(8).fold(word.text.len() as u64, |hash, chunk| {
            let mut bytes = [0; 8];
            bytes[..chunk.len()].copy_from_slice(chunk);
            let mixed =
                (hash ^ small(u64::from_le_bytes(bytes))).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            mixed ^ mixed >> 32
        })
    })
}

/// Eight bytes at once in small letters, as far as they are ASCII.
const fn small(bytes: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xFF;
    let low = bytes & (0x7F * ONES);
    // The top bit of each byte that is at least `A`, and of each that is beyond `Z`.
    let from_a = low + (0x80 - b'A' as u64) * ONES;
    let beyond_z = low + (0x7F - b'Z' as u64) * ONES;
    let capitals = (from_a ^ beyond_z) & !bytes & (0x80 * ONES);
    bytes | capitals >> 2
}

/// Whether a line is names joined by underscores, as icons and keys are called.
fn is_snake_case(line: &str) -> bool {
    line.contains('_')
        && line.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
