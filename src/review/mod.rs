//! What we decide: the main language of a document and a verdict for each of its lines.
//!
//! A line is judged inside its document and never alone. The same words are residue in one article
//! and at home in another; names, numbers and short labels belong wherever they stand. Nothing here
//! deletes: a [`Review`] says what should happen and why, and what is done with it is the caller's.

mod company;
mod context;
mod extract;
mod facts;
mod features;
mod fixpoint;
mod judge;
mod judgement;
mod line_features;
mod line_state;
mod priors;
mod scripts;
mod shape;
mod span;
mod standing;
mod term;
mod verdicts;
mod vocabulary;
mod weights;

use std::borrow::Cow;
use std::ops::Range;

use crate::classify::{Engine, words};
use crate::decision::{Answer, Answers};
use crate::decode::Text;
use crate::finding::{Finding, Span};
use crate::lang::Lang;
use crate::model::linear::Wording;
use crate::rule::{Rule, Rules, Severity, Switch};
use crate::script::{Script, is_letter};
use crate::text::Line;
use facts::Surroundings;
use fixpoint::fixpoint;
use judgement::Judgement;
use line_state::LineState;
use scripts::main_script;
use verdicts::Scores;

pub use term::{Term, Terms};
pub use verdicts::Bounds;

/// How sure a finding must be for its line to be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Remove {
    /// Remove what is certain, flag what is likely.
    #[default]
    Certain,
    /// Remove what is likely, too.
    Likely,
    /// Remove what is certainly in another language, residue or the author's own: for corpora that must
    /// be of one language.
    Foreign,
    /// Remove nothing, flag everything.
    Nothing,
}

/// What the caller wants.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// The languages that the document can be in; empty: find it.
    pub expected: Vec<Lang>,
    /// Languages that may stay beside the main one.
    pub also: Vec<Lang>,
    /// How sure a finding must be for its line to be removed.
    pub remove: Remove,
    /// The share of letters that may be removed from one document, from 0 to 1.
    pub max_removed: f64,
    /// Which rules are off, or only said.
    pub rules: Rules,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            expected: Vec::new(),
            also: Vec::new(),
            remove: Remove::default(),
            max_removed: DEFAULT_MAX_REMOVED,
            rules: Rules::default(),
        }
    }
}

/// A third of the lines can be residue in a short article under a long comment form; where half of
/// the letters would go, the judgement is more likely wrong than the document.
const DEFAULT_MAX_REMOVED: f64 = 0.4;

/// What should happen to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It stays.
    Keep,
    /// It stays, and a person should look at it.
    Flag(Rule),
    /// It goes, or its spans do.
    Remove(Rule),
}

impl Verdict {
    /// The rule behind the verdict; kept lines have none.
    pub const fn rule(self) -> Option<Rule> {
        match self {
            Self::Keep => None,
            Self::Flag(rule) | Self::Remove(rule) => Some(rule),
        }
    }

    /// The word for it in every output: `keep`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Flag(_) => "flag",
            Self::Remove(_) => "remove",
        }
    }
}

/// A line, what it is, and what should happen to it.
#[derive(Debug, Clone)]
pub struct Row<'t> {
    /// The line.
    pub line: Line<'t>,
    /// The language of the line; `None` (`und`) for a line that has none.
    pub lang: Option<Lang>,
    /// The probability that `lang` is right.
    pub confidence: f64,
    /// The script of most of its letters.
    pub script: Option<Script>,
    /// What should happen to it.
    pub verdict: Verdict,
    /// What the evidence alone says should happen; the settings of the rules, a decision or the cap
    /// can say otherwise.
    pub judged: Verdict,
    /// What a person answered about it.
    pub answer: Option<Answer>,
    /// The parts that are in another language; with [`Verdict::Remove`] only they go.
    pub spans: Vec<Span>,
    /// What it is taken for; nothing of what is plainly at home.
    scores: Option<Box<Scores>>,
}

impl Row<'_> {
    /// The probability that the line is in another language than its document.
    pub fn foreign(&self) -> f64 {
        self.scores.as_ref().map_or(0.0, |scores| scores.foreign())
    }

    /// The probability that the line is residue: in another language, and no content.
    pub fn residue(&self) -> f64 {
        self.scores.as_ref().map_or(0.0, |scores| scores.residue())
    }

    /// Whether [`Row::terms`] answers whether it is residue, rather than whether it is foreign.
    pub fn is_asked_for_residue(&self) -> bool {
        self.scores.as_ref().is_some_and(|scores| scores.asks_residue())
    }

    /// The evidence behind the verdict, for residue or else for another language; `None` of a line that
    /// is plainly at home.
    pub fn terms(&self) -> Option<Terms> {
        self.scores.as_ref().map(|scores| scores.terms())
    }

    fn letters(&self) -> usize {
        self.line.content.chars().filter(|&c| is_letter(c)).count()
    }

    /// How many letters go.
    fn letters_removed(&self) -> usize {
        match self.verdict {
            Verdict::Remove(_) if self.spans.is_empty() => self.letters(),
            Verdict::Remove(_) => {
                self.letters() - self.kept_chars().filter(|&c| is_letter(c)).count()
            }
            Verdict::Keep | Verdict::Flag(_) => 0,
        }
    }

    /// Whether the whole line goes.
    pub fn is_removed(&self) -> bool {
        matches!(self.verdict, Verdict::Remove(_)) && self.spans.is_empty()
    }

    /// What is left of the line.
    pub(crate) fn kept(&self) -> Cow<'_, str> {
        match self.verdict {
            Verdict::Remove(_) if self.spans.is_empty() => Cow::Borrowed(""),
            Verdict::Remove(_) => Cow::Owned(self.kept_chars().collect()),
            Verdict::Keep | Verdict::Flag(_) => Cow::Borrowed(self.line.content),
        }
    }

    /// The characters outside of the spans.
    fn kept_chars(&self) -> impl Iterator<Item = char> + '_ {
        let is_cut = |at| self.spans.iter().any(|span| span.range.contains(&at));
        let chars = self.line.content.chars().enumerate();
        chars.filter(move |&(at, _)| !is_cut(at)).map(|(_, c)| c)
    }

    /// What there is to say about the line in a document of this main language. Of a line that is
    /// kept by a decision or by the settings of the rules, it is what would be said without them.
    pub fn finding(&self, main: Option<Lang>) -> Option<Finding> {
        let verdict = if self.verdict == Verdict::Keep { self.judged } else { self.verdict };
        let severity = match verdict {
            Verdict::Keep => return None,
            Verdict::Flag(_) => Severity::Flag,
            Verdict::Remove(_) => Severity::Remove,
        };
        Some(Finding {
            line: Some(self.line.number),
            spans: self.spans.clone(),
            text: self.line.content.to_owned(),
            lang: self.spans.first().map(|span| span.lang).or(self.lang),
            confidence: match verdict.rule() {
                Some(Rule::OffLanguagePassage) => self.foreign(),
                _ => self.residue(),
            },
            is_suppressed: self.answer == Some(Answer::Keep),
            ..Finding::of_document(verdict.rule()?, severity, self.reason(main))
        })
    }

    /// Why the line is taken to be foreign, in words: the evidence that weighs most, first.
    fn reason(&self, main: Option<Lang>) -> String {
        if self.answer == Some(Answer::Remove) {
            return "a decision says to remove this line".to_owned();
        }
        let name = |lang: Option<Lang>| lang.map_or("unknown", Lang::name);
        let terms = self.terms().unwrap_or_default();
        let terms: Vec<_> = terms
            .iter()
            .filter(|&(term, nats)| nats > 0.0 && term != Term::Prior)
            .map(|(term, nats)| term.meaning(nats))
            .take(SAID)
            .collect();
        let lang = self.spans.first().map(|span| span.lang).or(self.lang);
        format!("{} in a document in {}: {}", name(lang), name(main), terms.join("; "))
    }
}

/// So many pieces of evidence are said in a finding; `explain` says all.
const SAID: usize = 3;

/// A document with a verdict for each of its lines.
#[derive(Debug, Clone, Default)]
pub struct Review<'t> {
    /// The main language; `None` if no line has a language, and then nothing is removed.
    pub main: Option<Lang>,
    /// The share of the main language in the letters of all lines that have a language.
    pub share: f64,
    /// The lines, in order.
    pub rows: Vec<Row<'t>>,
    /// What is to be said about the document as a whole.
    pub findings: Vec<Finding>,
    /// What people answered about the document and its lines.
    pub answers: Answers,
    /// Which rules are off, or only said.
    pub rules: Rules,
}

/// Judges every line of a text inside the whole of it.
///
/// Cost grows with the length of the text; memory with the number of lines and words.
///
/// ```
/// use monoglot::{Policy, Text, classify::Ngram, review};
///
/// let article = "The presidents of both countries have approved a joint statement on Syria.\n\
///                коментуйте повідомлення:\n";
/// let text = Text::decode(article.as_bytes(), &Default::default())?;
/// let review = review(&text, &Policy::default(), &mut Ngram::new());
/// assert_eq!(review.main.map(|lang| lang.code()), Some("eng"));
/// assert_eq!(review.clean(), article.lines().next().unwrap().to_owned() + "\n");
/// # Ok::<(), monoglot::Error>(())
/// ```
pub fn review<'t>(text: &'t Text, policy: &Policy, engine: &mut dyn Engine) -> Review<'t> {
    review_answered(text, policy, Answers::default(), engine)
}

/// Judges every line of a text inside the whole of it, where people have answered about some.
///
/// An answer wins over the evidence: a line to keep stays, a line to remove goes, unless nothing may
/// go ([`Remove::Nothing`]). What people remove does not count towards the cap.
pub fn review_answered<'t>(
    text: &'t Text,
    policy: &Policy,
    answers: Answers,
    engine: &mut dyn Engine,
) -> Review<'t> {
    let (context, share, states) = fixpoint(text.lines(), policy, &answers, engine);
    let rows = states.iter().map(|state| Row::new(state, policy));
    let mut review = Review {
        main: context.main,
        share: context.support,
        rows: rows.collect(),
        findings: Vec::new(),
        answers,
        rules: policy.rules,
    };
    for row in &mut review.rows {
        row.switch(&policy.rules);
        row.obey(review.answers.line(row.line.number.get()), policy.remove);
    }
    cap(&mut review, share, policy);
    review
}

/// A doubtful line of a document as numbers, for the trainer.
#[doc(hidden)]
#[derive(Debug, Clone)]
pub struct LineFacts {
    /// The number of the line, from 1.
    pub line: usize,
    /// Its place among the lines that stand there.
    pub place: usize,
    /// The stretch that the facts are of, if not the whole line, in code points.
    pub stretch: Option<Range<usize>>,
    /// The facts, in the order of [`fact_names`].
    pub facts: Vec<i16>,
}

/// The facts of the doubtful lines of a document.
#[doc(hidden)]
pub fn facts(text: &Text, policy: &Policy, engine: &mut dyn Engine) -> Vec<LineFacts> {
    let (context, states) = fixpoint::look(text.lines(), policy, engine);
    let surroundings = Surroundings::new(&states, &context);
    let facts = |(place, index): (usize, usize)| {
        let state = &states[index];
        let stretch = state.judgement.stretch.clone().map(|stretch| {
            let chars = |byte: usize| state.content[..byte].chars().count();
            chars(stretch.start)..chars(stretch.end)
        });
        let facts = surroundings.facts(place, Wording::default()).to_vec();
        LineFacts { line: state.line.number.get(), place, stretch, facts }
    };
    surroundings.doubtful().map(facts).collect()
}

/// The names of the facts, in their order.
#[doc(hidden)]
pub fn fact_names() -> impl Iterator<Item = &'static str> {
    facts::NAMES.iter().map(|&(name, _)| name)
}

/// Tags every line as a document of its own: for lists of sentences.
pub fn review_each_line<'t>(text: &'t Text, engine: &mut dyn Engine) -> Review<'t> {
    let rows = text.lines().map(|line| Row::alone(line, engine));
    Review { rows: rows.collect(), ..Review::default() }
}

impl<'t> Row<'t> {
    fn new(state: &LineState<'t>, policy: &Policy) -> Self {
        let spans = spans(state);
        let cut = state.cuts.first().map(|cut| &cut.scores);
        let scores = cut.or(state.scores.as_ref()).cloned();
        let (lang, confidence) = state.judgement.tag();
        let verdict = scores.as_ref().map_or(Verdict::Keep, |scores| scores.verdict(policy.remove));
        let spans = if verdict == Verdict::Keep { Vec::new() } else { spans };
        Self {
            line: state.line,
            lang,
            confidence,
            script: state.features.script,
            verdict,
            judged: verdict,
            answer: None,
            spans,
            scores,
        }
    }

    fn alone(line: Line<'t>, engine: &mut dyn Engine) -> Self {
        let judgement = Judgement::alone(line.content, engine);
        Self {
            line,
            lang: judgement.lang,
            confidence: judgement.confidence,
            script: main_script(&words(line.content)),
            verdict: Verdict::Keep,
            judged: Verdict::Keep,
            answer: None,
            spans: Vec::new(),
            scores: None,
        }
    }

    /// Does what a person wants of the rule.
    fn switch(&mut self, rules: &Rules) {
        self.judged = self.verdict;
        let Some(rule) = self.verdict.rule() else { return };
        match rules.get(rule) {
            Switch::On => {}
            Switch::Off => (self.verdict, self.judged) = (Verdict::Keep, Verdict::Keep),
            Switch::Note => self.verdict = Verdict::Keep,
            Switch::Flag => self.verdict = Verdict::Flag(rule),
        }
    }

    /// Does what a person answered.
    fn obey(&mut self, answer: Option<Answer>, remove: Remove) {
        self.answer = answer;
        match answer {
            None => {}
            Some(Answer::Keep) => self.verdict = Verdict::Keep,
            Some(Answer::Remove) => {
                let rule = Rule::OffLanguageLine;
                let may_go = remove != Remove::Nothing;
                self.verdict = if may_go { Verdict::Remove(rule) } else { Verdict::Flag(rule) };
                self.spans.clear();
            }
        }
    }
}

/// The foreign stretches of a line in code points: those that go, or else the one that is flagged.
fn spans(state: &LineState<'_>) -> Vec<Span> {
    if state.is_removed {
        return Vec::new();
    }
    let mut stretches: Vec<_> =
        state.cuts.iter().map(|cut| (cut.range.clone(), cut.lang)).collect();
    if let Some((stretch, lang)) = state.judgement.stretch.clone().zip(state.judgement.rival())
        && stretches.is_empty()
    {
        stretches.push((state.start() + stretch.start..state.start() + stretch.end, lang));
    }
    stretches.sort_by_key(|(range, _)| range.start);
    let content = state.line.content;
    let place = |byte: usize| content[..byte].chars().count();
    let span = |(range, lang): (Range<usize>, Lang)| Span {
        range: place(range.start)..place(range.end),
        lang,
    };
    stretches.into_iter().map(span).collect()
}

/// Removes nothing from a document that would lose too much or has no single main language, and says
/// so.
fn cap(review: &mut Review<'_>, share: f64, policy: &Policy) {
    let reason = loses_too_much(review, policy).or_else(|| is_divided(review.main, share, policy));
    let Some(reason) = reason else { return };
    for row in review.rows.iter_mut().filter(|row| row.answer.is_none()) {
        if let Verdict::Remove(rule) = row.verdict {
            row.verdict = Verdict::Flag(rule);
        }
    }
    review.findings.push(Finding::of_document(Rule::MixedDocument, Severity::Flag, reason));
}

/// Lines that a person removes are no judgement that could be in doubt.
fn loses_too_much(review: &Review<'_>, policy: &Policy) -> Option<String> {
    let is_judged = |row: &&Row<'_>| row.answer.is_none();
    let removed: usize = review.rows.iter().filter(is_judged).map(Row::letters_removed).sum();
    if removed == 0 {
        return None;
    }
    let total: usize = review.rows.iter().map(Row::letters).sum();
    let share = 100.0 * removed as f64 / total as f64;
    let cap = 100.0 * policy.max_removed;
    (removed as f64 > policy.max_removed * total as f64).then(|| {
        format!(
            "{share:.0} % of the letters would go, more than the cap of {cap:.0} %; nothing was removed"
        )
    })
}

/// A main language has at least this share. Of 3,398 development documents, up to a third of whose lines
/// are residue, one had less than 0.56, and that would have lost too much.
const SINGLE: f64 = 0.5;

/// `share` is that of the main language before any line went. Who names the languages that may stay
/// leaves no doubt.
fn is_divided(main: Option<Lang>, share: f64, policy: &Policy) -> Option<String> {
    let main = main.filter(|_| policy.also.is_empty() && policy.expected.is_empty())?;
    (share > 0.0 && share < SINGLE).then(|| {
        let (name, share) = (main.name(), 100.0 * share);
        format!("no single main language: {name} has {share:.0} % of the text; nothing was removed")
    })
}

impl Review<'_> {
    /// The text without what goes. Kept lines are unchanged, byte for byte, and so is what is left
    /// of a line that is cut.
    pub fn clean(&self) -> String {
        let mut clean = String::new();
        for row in self.rows.iter().filter(|row| !row.is_removed()) {
            clean.push_str(&row.kept());
            clean.push_str(row.line.ending);
        }
        clean
    }
}
