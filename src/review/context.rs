//! What a document tells about each of its lines: its main language and its names.

use std::borrow::Cow;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::relatives::{are_one, rarity};
use super::shape;
use crate::classify::{Case, Engine, Evidence, Word, words};
use crate::lang::Lang;
use crate::script::Script;

/// A line before it is judged: its words, and what they say without a document.
#[derive(Debug)]
pub(super) struct Reading<'t> {
    line: &'t str,
    pub(super) words: Vec<Word<'t>>,
    /// Letters in all words.
    pub(super) letters: usize,
    /// The script that the line is in.
    pub(super) script: Option<Script>,
    /// The evidence of the words in that script.
    pub(super) evidence: Evidence,
    /// The language that the evidence speaks for most.
    pub(super) best: Option<(Lang, f64)>,
    pub(super) is_label: bool,
    /// How much it has to say about the main language, in nats.
    voice: f64,
}

impl<'t> Reading<'t> {
    pub(super) fn new(line: &'t str, engine: &mut dyn Engine) -> Self {
        let words = words(line);
        let is_label = !words.is_empty() && shape::is_label(line, &words);
        let letters = letters(&words);
        let script = main_script(&words);
        let evidence = match script {
            Some(script) => engine.weigh(&of_scripts(&words, script.into()), None),
            None => Evidence::default(),
        };
        let best = evidence.best();
        let voice = voice(&words);
        Self { line, words, letters, script, evidence, best, is_label, voice }
    }

    /// Whether the line alone would be taken for a language.
    fn is_of(&self, lang: Lang) -> bool {
        self.best.is_some_and(|(best, _)| are_one(best, lang))
    }

    /// Whether all words count as evidence.
    pub(super) fn is_in_one_script(&self) -> bool {
        self.script.is_some_and(|script| self.words.iter().all(|word| is_in(word, script.into())))
    }

    /// Words with a capital letter inside a sentence.
    fn names(&self) -> impl Iterator<Item = &'t str> {
        let pairs = self.words.iter().zip(self.words.iter().skip(1));
        let capitals = pairs.filter(|(_, word)| word.case != Case::Lower);
        let inside = capitals.filter(|(before, word)| {
            let gap = &self.line[before.start + before.text.len()..word.start];
            gap == " " || !gap.contains(shape::BREAKS)
        });
        inside.map(|(_, word)| word.text)
    }

    /// Whether so few letters stand in words of these scripts that the line is in another. Names of
    /// services stand in labels of every script (`Сподели в Twitter`), so a capital inside the line
    /// does not count for home.
    pub(super) fn is_foreign_to(&self, scripts: Scripts, share: f64) -> bool {
        let is_foreign = |word: &&Word<'_>| !is_in(word, scripts);
        let foreign = letters(self.words.iter().filter(is_foreign));
        if foreign == 0 {
            return false;
        }
        let is_native = |&(at, word): &(usize, &Word<'_>)| {
            is_in(word, scripts) && (at == 0 || word.case == Case::Lower)
        };
        let native = self.words.iter().enumerate().filter(is_native).map(|(_, word)| word);
        let native = letters(native) as f64;
        native < share * (native + foreign as f64)
    }

    /// How many letters stand in words of a script.
    fn letters_in(&self, script: Script) -> usize {
        letters(self.words.iter().filter(|word| is_in(word, script.into())))
    }
}

/// The letters of some words.
pub(super) fn letters<'w, 't: 'w>(words: impl IntoIterator<Item = &'w Word<'t>>) -> usize {
    words.into_iter().map(|word| usize::from(word.letters)).sum()
}

/// The words of some scripts: as they stand where there are no others.
pub(super) fn of_scripts<'w, 't>(words: &'w [Word<'t>], scripts: Scripts) -> Cow<'w, [Word<'t>]> {
    let is_in = |word: &&Word<'_>| is_in(word, scripts);
    if words.iter().all(|word| is_in(&word)) {
        return Cow::Borrowed(words);
    }
    words.iter().filter(is_in).copied().collect()
}

/// Some scripts. Japanese mixes kana and Han inside words, so the engine weighs them together, and one of
/// them counts as the other here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Scripts(u32);

impl Scripts {
    pub(super) fn has(self, script: Script) -> bool {
        self.0 & Self::from(script).0 != 0
    }
}

impl From<Script> for Scripts {
    fn from(script: Script) -> Self {
        Self(1 << if script == Script::Kana { Script::Han } else { script } as u32)
    }
}

impl FromIterator<Script> for Scripts {
    fn from_iter<I: IntoIterator<Item = Script>>(scripts: I) -> Self {
        Self(scripts.into_iter().fold(0, |bits, script| bits | Self::from(script).0))
    }
}

/// Whether a word is in one of the scripts.
pub(super) fn is_in(word: &Word<'_>, scripts: Scripts) -> bool {
    scripts.has(word.script)
}

/// The script that a line is in: of most letters, where Latin counts less, since names, brands and
/// units are Latin everywhere, and a Han character says as much as a word.
pub(super) fn main_script<'w, 't: 'w>(
    words: impl IntoIterator<Item = &'w Word<'t>, IntoIter: Clone>,
) -> Option<Script> {
    let words = words.into_iter();
    let first = words.clone().next()?.script;
    if words.clone().all(|word| word.script == first) {
        return Some(first);
    }
    let weight = |script| match script {
        Script::Latin => 1,
        Script::Han | Script::Kana => 6,
        Script::Hangul => 4,
        _ => 2,
    };
    let mut letters = [None; Script::Other as usize + 1];
    for word in words {
        let (letters, _) = letters[word.script as usize].get_or_insert((0, word.script));
        *letters += usize::from(word.letters) * weight(word.script);
    }
    letters.into_iter().flatten().max().map(|(_, script)| script)
}

/// What is known of a document before its lines are judged.
#[derive(Debug)]
pub(super) struct Context<'t> {
    /// The main language; `None` if no line has one.
    pub(super) main: Option<Lang>,
    /// How much of the evidence of all lines supports the main language, from 0 to 1.
    pub(super) share: f64,
    /// How much it supports each language, in nats, by the language's place.
    votes: Box<[f64; LANGS]>,
    /// The scripts of the main language that the document uses.
    pub(super) scripts: Scripts,
    /// The languages that may stay.
    pub(super) home: Vec<Lang>,
    /// The side of each language, by its place.
    sides: Box<[Side; LANGS]>,
    /// Short native lines: headings, links, buttons.
    labels: usize,
    /// Words that native lines write with a capital letter inside a sentence.
    names: HashSet<&'t str>,
}

/// More than there are languages, so that any place is within.
const LANGS: usize = 256;

/// The place of a language; a byte, which the compiler knows to be within.
fn place(lang: Lang) -> usize {
    usize::from(lang.index() as u8)
}

/// The side that a language is on: what is added to its nats where the best is sought of those that may
/// stay (the main one, its other standards, and those that are allowed), of the others, and of the others
/// with their rarity. Minus infinity takes it out; sums are quicker than questions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    pub(super) home: f32,
    pub(super) foreign: f32,
    pub(super) rival: f32,
}

impl Side {
    const HOME: Self = Self { home: 0.0, foreign: f32::NEG_INFINITY, rival: f32::NEG_INFINITY };

    fn foreign(lang: Lang) -> Self {
        Self { home: f32::NEG_INFINITY, foreign: 0.0, rival: rarity(lang) as f32 }
    }
}

/// What short lines gain in a document that has no native ones: an article is made of sentences, and
/// a label in it came from the page around it.
const LONE_LABEL: f64 = 2.0;

/// What each doubling of the native short lines takes from that: a page of links and headings has
/// many short lines that belong to it.
const LABELS_DOUBLED: f64 = -0.7;

/// The most that a line has to say about the main language, in nats: one endless line of residue
/// must not outvote an article.
const MAX_VOTE: f64 = 20.0;

/// How much a letter has to say. Short lines are names and labels more often than long ones.
const VOTE_PER_LETTER: f64 = 0.15;

/// From so many letters on a line has the most to say.
const ENOUGH_LETTERS: usize = (MAX_VOTE / VOTE_PER_LETTER) as usize + 1;

/// Lines with fewer letters than this tell no names: what stands in them may be a title.
const SENTENCE_LETTERS: usize = 40;

impl<'t> Context<'t> {
    /// Finds the main language, one of `expected` unless that is empty.
    pub(super) fn new<'r>(
        readings: impl Iterator<Item = &'r Reading<'t>>,
        expected: &[Lang],
        also: &[Lang],
    ) -> Self
    where
        't: 'r,
    {
        let readings = &readings.collect::<Vec<_>>();
        let (votes, total) = votes(readings);
        let vote = |lang: Lang| votes[place(lang)];
        let allowed = |lang: Lang| expected.is_empty() || expected.contains(&lang);
        let winner = Lang::all().filter(|&lang| allowed(lang) && vote(lang) > 0.0);
        let winner = winner.max_by(|&a, &b| vote(a).total_cmp(&vote(b)).then(b.cmp(&a)));
        let main = winner.or_else(|| expected.first().copied());
        let Some(main) = main else {
            return Self {
                main: None,
                share: 0.0,
                votes,
                scripts: Scripts::default(),
                home: Lang::all().collect(),
                sides: Box::new([Side::HOME; LANGS]),
                labels: 0,
                names: HashSet::new(),
            };
        };
        let share = if vote(main) > 0.0 { vote(main) / total } else { 0.0 };
        let stays = |lang| are_one(main, lang) || also.contains(&lang) || expected.contains(&lang);
        let (home, foreign) = Lang::all().partition::<Vec<_>, _>(|&lang| stays(lang));
        let mut sides = Box::new([Side::HOME; LANGS]);
        for lang in foreign {
            sides[place(lang)] = Side::foreign(lang);
        }
        let is_label = |reading: &&&Reading<'_>| reading.is_label && reading.is_of(main);
        let labels = readings.iter().filter(is_label).count();
        let (scripts, names) = (scripts(main, readings), names(readings, main));
        Self { main: Some(main), share, votes, scripts, home, sides, labels, names }
    }

    /// How much likelier a short line is to be foreign than another, in nats.
    pub(super) fn label_odds(&self) -> f64 {
        LONE_LABEL + LABELS_DOUBLED * (1.0 + self.labels as f64).log2()
    }

    /// How nearly the document as a whole could be in another language, from 0 to 1: the relatives of
    /// its language come close, and on them a single line proves little.
    pub(super) fn closeness(&self, lang: Lang) -> f64 {
        let votes = |lang: Lang| self.votes[place(lang)];
        self.main.map_or(0.0, |main| votes(lang) / votes(main).max(1.0)).min(1.0)
    }

    /// Whether the document uses a word as a name.
    pub(super) fn is_name(&self, word: &Word<'_>) -> bool {
        word.case != Case::Lower && self.names.contains(word.text)
    }

    /// Whether a language may stay in a script that the main language is not written in: it must be
    /// allowed for its own sake, not as a standard of the main language.
    pub(super) fn may_stay_in(&self, lang: Lang, script: Script) -> bool {
        let is_written = |lang: Lang| lang.scripts().contains(&script);
        self.is_home(lang) && (self.main.is_some_and(is_written) || !self.is_main(lang))
    }

    /// Whether a language is the main one or a standard of it.
    fn is_main(&self, lang: Lang) -> bool {
        self.main.is_some_and(|main| are_one(main, lang))
    }

    /// Whether a language may stay.
    pub(super) fn is_home(&self, lang: Lang) -> bool {
        self.side(lang).home == 0.0
    }

    /// The side that a language is on.
    pub(super) fn side(&self, lang: Lang) -> Side {
        self.sides[place(lang)]
    }
}

/// How much the lines support each language, and how much they could at most.
///
/// A line supports every language by what it does not say against it, within bounds: relatives of
/// the main language are supported almost as much, strangers not at all. So the small differences
/// between relatives add up over the lines, and a third of the lines in another language cannot
/// turn the sum. A word that stands on a line again says nothing new, as in what is left of a damaged text;
/// the second copy of a line has half a vote, the third a third: thirty copies of an error message are
/// four messages.
fn votes(readings: &[&Reading<'_>]) -> (Box<[f64; LANGS]>, f64) {
    // By lists of languages, one for each script: their nats stand in one order, and add up quickly.
    let mut lists: Vec<(&[Lang], Vec<f64>)> = Vec::new();
    let mut total = 0.0;
    let mut heard = HashMap::with_capacity(readings.len());
    for reading in readings {
        let (Some((_, best)), most) = (reading.best, reading.voice) else { continue };
        let copies = heard.entry(reading.line).or_insert(0.0);
        *copies += 1.0;
        let part = 1.0 / *copies;
        total += most * part;
        let (langs, nats) = reading.evidence.parts();
        let is_same = |list: &[Lang]| std::ptr::eq(list, langs) || *list == *langs;
        let at = lists.iter().position(|(list, _)| is_same(list)).unwrap_or_else(|| {
            lists.push((langs, vec![0.0; langs.len()]));
            lists.len() - 1
        });
        for (vote, &nats) in lists[at].1.iter_mut().zip(nats) {
            *vote += (most - (best - f64::from(nats))).max(0.0) * part;
        }
    }
    let mut votes = Box::new([0.0; LANGS]);
    for (langs, nats) in lists {
        langs.iter().zip(nats).for_each(|(&lang, nats)| votes[place(lang)] += nats);
    }
    (votes, total)
}

/// How much words have to say, in nats, each of them once.
fn voice(words: &[Word<'_>]) -> f64 {
    // One bit for words of a length and of some bytes: most words need no search.
    let mut seen = 0_u128;
    let mut letters = 0;
    let mut said = Vec::with_capacity(words.len().min(ENOUGH_LETTERS));
    for word in words {
        let bytes = word.text.as_bytes();
        let (len, last) = (bytes.len(), bytes.len() - 1);
        let looks = u32::from_le_bytes([bytes[0], bytes[last], bytes[len / 2], len as u8]);
        let bit = 1 << (looks.wrapping_mul(0x9E37_79B9) >> 25);
        if seen & bit == 0 || !said.contains(&word.text) {
            said.push(word.text);
            letters += usize::from(word.letters);
        }
        seen |= bit;
        if letters >= ENOUGH_LETTERS {
            break;
        }
    }
    (letters as f64 * VOTE_PER_LETTER).min(MAX_VOTE)
}

/// The scripts of a language that a document uses: Serbian is written in two, but a document in
/// one of them.
fn scripts(main: Lang, readings: &[&Reading<'_>]) -> Scripts {
    let all = main.scripts();
    if all.len() == 1 || all.contains(&Script::Kana) {
        return all.iter().copied().collect();
    }
    let letters = |script| readings.iter().map(|reading| reading.letters_in(script)).sum::<usize>();
    all.iter().copied().max_by_key(|&script| letters(script)).into_iter().collect()
}

/// Names to make room for: an article has no more.
const NAMES: usize = 128;

/// Words with a capital letter inside the sentences of native lines, where only names have one.
///
/// Lines of residue do not count, so that taking them away changes nothing for the lines that stay.
fn names<'t>(readings: &[&Reading<'t>], main: Lang) -> HashSet<&'t str> {
    let is_native =
        |reading: &&&Reading<'_>| reading.letters >= SENTENCE_LETTERS && reading.is_of(main);
    let native = readings.iter().filter(is_native);
    let mut names = HashSet::with_capacity(readings.len().min(NAMES));
    names.extend(native.flat_map(|reading| reading.names()));
    names
}
