//! What a document tells about each of its lines: its main language and its names.

use std::borrow::Cow;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::line_features::LineFeatures;
use super::priors::{are_one, language_prior};
use super::scripts::Scripts;
use crate::classify::{Case, Evidence, Word};
use crate::lang::Lang;
use crate::script::Script;

/// What is known of a document before its lines are judged.
#[derive(Debug)]
pub(super) struct Context<'t> {
    /// The main language; `None` if no line has one.
    pub(super) main: Option<Lang>,
    /// How much of the evidence of all lines supports the main language, from 0 to 1.
    pub(super) support: f64,
    /// How much it supports each language, in nats, by the language's place.
    votes: Box<[f64; LANGS]>,
    /// The scripts of the main language that the document uses.
    pub(super) scripts: Scripts,
    /// The languages that may stay.
    pub(super) home: Vec<Lang>,
    /// The side of each language, by its place.
    sides: Box<[Side; LANGS]>,
    /// The same for the lists of languages that lines are weighed for.
    lists: Vec<(&'static [Lang], Sides)>,
    /// Short native lines: headings, links, buttons.
    pub(super) labels: usize,
    /// Words that native lines write with a capital letter inside a sentence.
    names: HashSet<&'t str>,
}

/// What a text has to say to be clear about its language: in nats, three short sentences; as the share of
/// its main language; and as the share of that which another language may have at most.
const CLEAR_VOTES: f64 = 25.0;
const CLEAR_SHARE: f64 = 0.75;
const CONTRADICTED: f64 = 0.5;

/// The share of its main language that the language of its site has at least in a document which may be in that.
const MEANT: f64 = 0.6;

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
        Self { home: f32::NEG_INFINITY, foreign: 0.0, rival: language_prior(lang) as f32 }
    }
}

/// The sides of some languages, each number in a list of its own, so that they are added to nats as vector
/// instructions do.
#[derive(Debug, Clone, Default)]
pub(super) struct Sides {
    pub(super) home: Vec<f32>,
    pub(super) foreign: Vec<f32>,
    pub(super) rival: Vec<f32>,
}

impl Sides {
    fn of(langs: &[Lang], sides: &[Side; LANGS]) -> Self {
        let of = |number: fn(&Side) -> f32| {
            langs.iter().map(|&lang| number(&sides[place(lang)])).collect()
        };
        Self {
            home: of(|side| side.home),
            foreign: of(|side| side.foreign),
            rival: of(|side| side.rival),
        }
    }
}

/// Lines with fewer letters than this tell no names: what stands in them may be a title.
const SENTENCE_LETTERS: usize = 40;

impl<'t> Context<'t> {
    /// Finds the main language, one of `expected` unless that is empty.
    pub(super) fn new<'r>(
        lines: impl Iterator<Item = &'r LineFeatures<'t>> + Clone,
        expected: &[Lang],
        also: &[Lang],
    ) -> Self
    where
        't: 'r,
    {
        let (votes, total) = votes(lines.clone());
        let vote = |lang: Lang| votes[place(lang)];
        let allowed = |lang: Lang| expected.is_empty() || expected.contains(&lang);
        let winner = Lang::all().filter(|&lang| allowed(lang) && vote(lang) > 0.0);
        let winner = winner.max_by(|&a, &b| vote(a).total_cmp(&vote(b)).then(b.cmp(&a)));
        let main = winner.or_else(|| expected.first().copied());
        let Some(main) = main else {
            return Self {
                main: None,
                support: 0.0,
                votes,
                scripts: Scripts::default(),
                home: Lang::all().collect(),
                sides: Box::new([Side::HOME; LANGS]),
                lists: Vec::new(),
                labels: 0,
                names: HashSet::new(),
            };
        };
        let support = if vote(main) > 0.0 { vote(main) / total } else { 0.0 };
        let stays = |lang| are_one(main, lang) || also.contains(&lang) || expected.contains(&lang);
        let (home, foreign) = Lang::all().partition::<Vec<_>, _>(|&lang| stays(lang));
        let mut sides = Box::new([Side::HOME; LANGS]);
        for lang in foreign {
            sides[place(lang)] = Side::foreign(lang);
        }
        let lists = lists(lines.clone(), &sides);
        let is_label = |line: &&LineFeatures<'_>| line.is_label && line.is_of(main);
        let labels = lines.clone().filter(is_label).count();
        let (scripts, names) = (scripts(main, &lines), names(lines, main));
        Self { main: Some(main), support, votes, scripts, home, sides, lists, labels, names }
    }

    /// How nearly the document as a whole could be in another language, from 0 to 1: the relatives of
    /// its language come close, and on them a single line proves little.
    pub(super) fn closeness(&self, lang: Lang) -> f64 {
        let votes = |lang: Lang| self.votes[place(lang)];
        self.main.map_or(0.0, |main| votes(lang) / votes(main).max(1.0)).min(1.0)
    }

    /// Whether the document is clearly in another language than its author says.
    pub(super) fn contradicts(&self, declared: Lang) -> bool {
        let votes = |lang: Lang| self.votes[place(lang)];
        self.main.is_some_and(|main| {
            !are_one(main, declared)
                && votes(main) >= CLEAR_VOTES
                && self.support >= CLEAR_SHARE
                && votes(declared) <= CONTRADICTED * votes(main)
        })
    }

    /// Whether the document can be in the language of its site: unless it is clearly in another, or says much more
    /// for another.
    pub(super) fn may_be_in(&self, lang: Lang) -> bool {
        self.main.is_some_and(|main| {
            are_one(main, lang)
                || self.support < CLEAR_SHARE
                    && self.votes[place(lang)] >= MEANT * self.votes[place(main)]
        })
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
    fn side(&self, lang: Lang) -> Side {
        self.sides[place(lang)]
    }

    /// The sides of the languages that some evidence is about, in its order.
    pub(super) fn sides_of(&self, evidence: &Evidence) -> Cow<'_, Sides> {
        let known = evidence
            .known_langs()
            .and_then(|langs| self.lists.iter().find(|(list, _)| std::ptr::eq(*list, langs)));
        match known {
            Some((_, sides)) => Cow::Borrowed(sides),
            None => Cow::Owned(Sides::of(evidence.parts().0, &self.sides)),
        }
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
fn votes<'r, 't: 'r>(
    lines: impl Iterator<Item = &'r LineFeatures<'t>>,
) -> (Box<[f64; LANGS]>, f64) {
    // By lists of languages, one for each script: their nats stand in one order, and add up quickly.
    let mut lists: Vec<(&[Lang], Vec<f64>)> = Vec::new();
    let mut total = 0.0;
    let mut heard = HashMap::with_capacity(LINES);
    for line in lines {
        let (Some((_, best)), most) = (line.best, line.voice) else { continue };
        let copies = heard.entry(line.line.trim()).or_insert(0.0);
        *copies += 1.0;
        let part = 1.0 / *copies;
        total += most * part;
        let (langs, nats) = line.evidence.parts();
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

/// The sides of the lists of languages that lines were weighed for.
fn lists<'r, 't: 'r>(
    lines: impl Iterator<Item = &'r LineFeatures<'t>>,
    sides: &[Side; LANGS],
) -> Vec<(&'static [Lang], Sides)> {
    let mut lists: Vec<(&'static [Lang], Sides)> = Vec::new();
    for langs in lines.filter_map(|line| line.evidence.known_langs()) {
        if !lists.iter().any(|(list, _)| std::ptr::eq(*list, langs)) {
            lists.push((langs, Sides::of(langs, sides)));
        }
    }
    lists
}

/// The scripts of a language that a document uses: Serbian is written in two, but a document in
/// one of them.
fn scripts<'r, 't: 'r>(
    main: Lang,
    lines: &(impl Iterator<Item = &'r LineFeatures<'t>> + Clone),
) -> Scripts {
    let all = main.scripts();
    if all.len() == 1 || all.contains(&Script::Kana) {
        return all.iter().copied().collect();
    }
    let letters = |script| lines.clone().map(|line| line.letters_in(script)).sum::<usize>();
    all.iter().copied().max_by_key(|&script| letters(script)).into_iter().collect()
}

/// Lines and names to make room for: an article has no more.
const LINES: usize = 256;
const NAMES: usize = 128;

/// Words with a capital letter inside the sentences of native lines, where only names have one.
///
/// Lines of residue do not count, so that taking them away changes nothing for the lines that stay.
fn names<'r, 't: 'r>(
    lines: impl Iterator<Item = &'r LineFeatures<'t>>,
    main: Lang,
) -> HashSet<&'t str> {
    let is_native = |line: &&LineFeatures<'_>| line.letters >= SENTENCE_LETTERS && line.is_of(main);
    let native = lines.filter(is_native);
    let mut names = HashSet::with_capacity(NAMES);
    names.extend(native.flat_map(LineFeatures::names));
    names
}
