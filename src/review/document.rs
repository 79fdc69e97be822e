//! A document with a verdict for each of its lines, or for each of its blocks.

use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use unicode_width::UnicodeWidthChar as _;

use super::gaps::{Ink, gaps};
use super::judgement::Judgement;
use super::line_state::LineState;
use super::policy::{Policy, Remove};
use super::scores::Scores;
use super::scripts::main_script;
use super::segment::Segment;
use super::site_scores::{Repeated, SiteScores};
use super::term::{Term, Terms};
use super::verdict::Verdict;
use crate::classify::{Engine, words};
use crate::decision::{Answer, Answers};
use crate::document_format::BlockKind;
use crate::finding::{Finding, Span};
use crate::lang::Lang;
use crate::rule::{Rule, Rules, Severity, Switch};
use crate::script::{Script, is_letter};
use crate::sites::SiteSize;
use crate::text::Line;

/// A line, what it is, and what should happen to it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Row<'t> {
    /// The line.
    pub line: Line<'t>,
    /// What kind of block its words stand in; `None` if it has no words that are prose.
    pub block: Option<BlockKind>,
    /// Whether a comment of its author says to leave it alone.
    pub is_ignored: bool,
    /// The language of the line; `None` (`und`) for a line that has none.
    pub lang: Option<Lang>,
    /// The probability that `lang` is right.
    pub confidence: f64,
    /// The script of most of its letters.
    pub script: Option<Script>,
    /// What should happen to it.
    pub verdict: Verdict,
    /// The rule that removes the lines which a blank line goes along with, so that they leave no hole.
    pub goes_with: Option<Rule>,
    /// What the evidence alone says should happen; the settings of the rules, a decision or the cap
    /// can say otherwise.
    pub judged: Verdict,
    /// What a person answered about it.
    pub answer: Option<Answer>,
    /// The parts that are in another language; with [`Verdict::Remove`] only they go.
    pub spans: Box<[Span]>,
    /// Nothing of what is plainly at home.
    grounds: Option<Box<Grounds>>,
}

/// What a verdict rests on.
#[derive(Debug, Clone)]
struct Grounds {
    /// What the line is taken for.
    scores: Option<Scores>,
    /// What it is taken for as a line that its site repeats.
    repeated: Option<Box<Repeated>>,
}

impl Grounds {
    fn of(state: &LineState<'_>, policy: &Policy) -> Option<Box<Self>> {
        let scores = state.said().copied();
        let mut repeated = state.repeated.clone().filter(|repeated| repeated.scores.is_some());
        if let Some(repeated) = &mut repeated
            && state.goes_besides(policy.remove, &policy.rules)
        {
            repeated.scores = None;
        }
        let is_any = scores.is_some() || repeated.is_some();
        is_any.then(|| Box::new(Self { scores, repeated }))
    }
}

impl Row<'_> {
    /// What it is taken for.
    fn scores(&self) -> Option<&Scores> {
        self.grounds.as_ref()?.scores.as_ref()
    }

    fn repeated(&self) -> Option<&Repeated> {
        self.grounds.as_ref()?.repeated.as_deref()
    }

    pub(super) fn site_scores(&self) -> Option<SiteScores> {
        self.repeated()?.scores
    }

    /// Whether the verdict is that of a line which its site repeats, alike on its documents; what is certain by
    /// one of them alone goes besides.
    pub fn is_judged_by_site(&self) -> bool {
        self.site_scores().is_some()
    }

    /// On how many documents of its site the line stands, where that is known and three or more.
    pub fn documents(&self) -> Option<u32> {
        self.repeated().map(|repeated| repeated.on_site.documents())
    }

    /// The probability that the line is boilerplate of its site, in any language; zero where it is not known
    /// what its site repeats.
    pub fn frame(&self) -> f64 {
        self.site_scores().map_or(0.0, |scores| scores.frame())
    }

    /// The probability that the line is in another language than its document.
    pub fn foreign(&self) -> f64 {
        if let Some(scores) = self.site_scores().filter(|_| self.scores().is_none()) {
            return scores.residue();
        }
        self.scores().map_or(0.0, Scores::foreign)
    }

    /// The probability that the line is residue: in another language, and no content.
    pub fn residue(&self) -> f64 {
        if let Some(scores) = self.site_scores() {
            return scores.residue();
        }
        self.scores().map_or(0.0, Scores::residue)
    }

    /// Whether [`Row::terms`] answers whether it is residue, rather than whether it is foreign.
    pub fn is_asked_for_residue(&self) -> bool {
        if self.is_judged_by_site() {
            return !self.is_asked_for_frame();
        }
        self.scores().is_some_and(Scores::asks_residue)
    }

    /// Whether [`Row::terms`] answers whether it is boilerplate of its site.
    pub fn is_asked_for_frame(&self) -> bool {
        let is_frame = |verdict: Verdict| verdict.rule() == Some(Rule::RepeatedLine);
        is_frame(self.verdict) || is_frame(self.judged)
    }

    /// The evidence behind the verdict, for residue or else for another language; `None` of a line that
    /// is plainly at home.
    pub fn terms(&self) -> Option<Terms> {
        if let Some(scores) = self.site_scores() {
            return Some(scores.terms(self.is_asked_for_frame()));
        }
        self.scores().map(Scores::terms)
    }

    pub(super) fn letters(&self) -> usize {
        self.line.content.chars().filter(|&c| is_letter(c)).count()
    }

    /// How much there is to read: columns of its letters, of which a letter of Chinese, Japanese or Korean
    /// takes two, as it says more than a Latin one.
    pub(super) fn reading(&self) -> usize {
        columns(self.line.content.chars())
    }

    /// How many letters stand in the spans.
    pub(super) fn letters_of_spans(&self) -> usize {
        if self.spans.is_empty() {
            return 0;
        }
        self.letters() - self.kept_chars().filter(|&c| is_letter(c)).count()
    }

    /// How much to read goes.
    pub(super) fn reading_removed(&self) -> usize {
        match self.verdict {
            Verdict::Remove(_) if self.spans.is_empty() => self.reading(),
            Verdict::Remove(_) => self.reading() - columns(self.kept_chars()),
            Verdict::Keep | Verdict::Flag(_) => 0,
        }
    }

    /// Whether the whole line goes.
    pub fn is_removed(&self) -> bool {
        self.goes_with.is_some()
            || matches!(self.verdict, Verdict::Remove(_)) && self.spans.is_empty()
    }

    /// What is left of the line.
    pub(crate) fn kept(&self) -> Cow<'_, str> {
        match self.verdict {
            Verdict::Remove(_) if self.spans.is_empty() => Cow::Borrowed(""),
            Verdict::Remove(_) => Cow::Owned(self.kept_chars().collect()),
            Verdict::Keep | Verdict::Flag(_) => Cow::Borrowed(self.line.content),
        }
    }

    /// The characters outside of the spans, which stand in order and apart.
    fn kept_chars(&self) -> impl Iterator<Item = char> + '_ {
        let mut spans = self.spans.iter().map(|span| &span.range).peekable();
        let chars = self.line.content.chars().enumerate();
        let is_kept = move |&(at, _): &(usize, char)| {
            while spans.next_if(|span| span.end <= at).is_some() {}
            spans.peek().is_none_or(|span| !span.contains(&at))
        };
        chars.filter(is_kept).map(|(_, c)| c)
    }

    /// What there is to say about the line in a document of this main language. Of a line that is
    /// kept by a decision or by the settings of the rules, it is what would be said without them.
    pub fn finding(&self, main: Option<Lang>) -> Option<Finding> {
        let finding = self.unexplained()?;
        Some(Finding { reason: self.reason(main), ..finding })
    }

    /// The same without its reason, which takes a walk through all trees.
    pub(crate) fn unexplained(&self) -> Option<Finding> {
        let verdict = if self.verdict == Verdict::Keep { self.judged } else { self.verdict };
        let severity = match verdict {
            Verdict::Keep => return None,
            Verdict::Flag(_) => Severity::Flag,
            Verdict::Remove(_) => Severity::Remove,
        };
        Some(Finding {
            line: Some(self.line.number()),
            block: self.block,
            spans: self.spans.to_vec(),
            text: self.line.content.to_owned(),
            lang: self.spans.first().map(|span| span.lang).or(self.lang),
            confidence: match verdict.rule() {
                Some(Rule::OffLanguagePassage) => self.foreign(),
                Some(Rule::RepeatedLine) => self.frame(),
                _ => self.residue(),
            },
            is_suppressed: self.answer == Some(Answer::Keep) || self.is_ignored,
            ..Finding::of_document(verdict.rule()?, severity, String::new())
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
        if let Some(documents) = self.documents() {
            let what = if self.is_asked_for_frame() {
                "boilerplate".to_owned()
            } else {
                format!("{} in a document in {}", name(self.lang), name(main))
            };
            let terms = terms.join("; ");
            return format!("{what}: stands on {documents} documents of its site; {terms}");
        }
        let lang = self.spans.first().map(|span| span.lang).or(self.lang);
        format!("{} in a document in {}: {}", name(lang), name(main), terms.join("; "))
    }
}

/// So many pieces of evidence are said in a finding; `explain` says all.
const SAID: usize = 3;

/// How many columns letters take.
fn columns(chars: impl Iterator<Item = char>) -> usize {
    chars
        .filter(|&c| is_letter(c))
        .map(|c| if c.is_ascii() { 1 } else { c.width().unwrap_or(1) })
        .sum()
}

/// A document with a verdict for each of its lines.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Review<'t> {
    /// The main language; `None` if no line has a language, and then nothing is removed.
    pub main: Option<Lang>,
    /// The share of the main language in the letters of all lines that have a language, as the document
    /// came in: lines that go count.
    pub share: f64,
    /// Whether no language has half of the document, and nobody named one: nothing is removed then, however
    /// much may go.
    pub is_divided: bool,
    /// The lines, in order.
    pub rows: Vec<Row<'t>>,
    /// What is to be said about the document as a whole.
    pub findings: Vec<Finding>,
    /// The site that its lines were judged by besides.
    pub site: Option<SiteSize>,
    /// What people answered about the document and its lines.
    pub answers: Answers,
    /// Which rules are off, or only said.
    pub rules: Rules,
    /// Whether what comments tell to ignore is reported, too, as notes.
    pub shows_ignored: bool,
    /// The lines that are reported, from 1 and in order, where not all of them are; what is said of the whole
    /// document always is.
    pub reported: Option<Arc<[RangeInclusive<usize>]>>,
}

impl<'t> Row<'t> {
    pub(super) fn new(state: &LineState<'t>, policy: &Policy) -> Self {
        let spans = spans(state);
        let (lang, confidence) = state.judgement.tag();
        let cut = state.cuts().first().filter(|_| !state.is_removed && state.repeated.is_none());
        let verdict = cut.map_or_else(
            || state.verdict(policy.remove, &policy.rules),
            |cut| cut.scores.verdict(policy.remove),
        );
        let verdict = match verdict {
            Verdict::Remove(rule) if !state.may_lose(&spans) => Verdict::Flag(rule),
            // Who marks foreign words as a quotation has seen that they are foreign.
            Verdict::Flag(_) if state.judgement.features.look.is_quoted => Verdict::Keep,
            verdict => verdict,
        };
        let spans = if verdict == Verdict::Keep { Box::default() } else { spans };
        Self {
            line: state.segment.line,
            block: Some(BlockKind::Line),
            lang,
            confidence,
            script: state.features.script,
            verdict,
            goes_with: None,
            judged: verdict,
            answer: None,
            spans,
            grounds: Grounds::of(state, policy),
            is_ignored: state.segment.is_ignored,
        }
    }

    /// A line on which nothing is prose.
    pub(super) fn without_words(line: Line<'t>) -> Self {
        Self::kept_as(line, None, None, &Judgement::neutral())
    }

    /// A line that stays whatever it is in.
    fn kept_as(
        line: Line<'t>,
        block: Option<BlockKind>,
        script: Option<Script>,
        judgement: &Judgement,
    ) -> Self {
        Self {
            line,
            block,
            is_ignored: false,
            lang: judgement.lang,
            confidence: judgement.confidence,
            script,
            verdict: Verdict::Keep,
            goes_with: None,
            judged: Verdict::Keep,
            answer: None,
            spans: Box::default(),
            grounds: None,
        }
    }

    /// What is said of the line, to be said of another one.
    pub(super) fn moved<'l>(&self, line: Line<'l>, block: Option<BlockKind>) -> Row<'l> {
        let spans = Box::default();
        let grounds = self.grounds.clone();
        Row { line, block, spans, goes_with: None, grounds, ..*self }
    }

    pub(super) fn alone(line: Line<'t>, engine: &mut dyn Engine) -> Self {
        let judgement = Judgement::alone(line.content, engine);
        let script = main_script(&words(line.content));
        Self::kept_as(line, Some(BlockKind::Line), script, &judgement)
    }

    /// Does what a person wants of the rule.
    pub(super) fn switch(&mut self, rules: &Rules) {
        self.judged = self.verdict;
        let Some(rule) = self.verdict.rule() else { return };
        match rules.get(rule) {
            Switch::On => {}
            Switch::Off => (self.verdict, self.judged) = (Verdict::Keep, Verdict::Keep),
            Switch::Note => self.verdict = Verdict::Keep,
            Switch::Flag => self.verdict = Verdict::Flag(rule),
        }
    }

    /// Does what a person answered, or the author of the document.
    pub(super) fn obey(&mut self, segment: &Segment<'_>, remove: Remove) {
        self.answer = segment.answer;
        match segment.answer {
            None if segment.is_ignored => self.verdict = Verdict::Keep,
            None => {}
            Some(Answer::Keep) => self.verdict = Verdict::Keep,
            Some(Answer::Remove) => {
                let rule = Rule::OffLanguageLine;
                let may_go = remove != Remove::Nothing && segment.may_go;
                self.verdict = if may_go { Verdict::Remove(rule) } else { Verdict::Flag(rule) };
                self.spans = Box::default();
            }
        }
    }
}

/// The foreign stretches of a line in code points: those that go, or else the one that is flagged.
fn spans(state: &LineState<'_>) -> Box<[Span]> {
    if state.is_removed {
        return Box::default();
    }
    let mut stretches: Vec<_> =
        state.cuts().iter().map(|cut| (cut.range.clone(), cut.lang)).collect();
    if let Some((stretch, lang)) = state.judgement.stretch.clone().zip(state.judgement.rival())
        && stretches.is_empty()
    {
        stretches.push((state.start() + stretch.start..state.start() + stretch.end, lang));
    }
    stretches.sort_by_key(|(range, _)| range.start);
    // Each is counted from the one before, so that many cost no more than the line.
    let (mut bytes, mut chars) = (0, 0);
    let mut place = |byte: usize| {
        chars += state.segment.line.content[bytes..byte].chars().count();
        bytes = byte;
        chars
    };
    let span = |(range, lang): (Range<usize>, Lang)| Span {
        range: place(range.start)..place(range.end),
        lang,
    };
    stretches.into_iter().map(span).collect()
}

/// Marks the blank lines that go along with removed ones.
pub(super) fn close_gaps(rows: &mut [Row<'_>]) {
    if !rows.iter().any(Row::is_removed) {
        return;
    }
    let ink = |row: &Row<'_>| match (row.is_removed(), row.line.is_blank()) {
        (true, _) => Ink::Goes,
        (false, true) => Ink::Blank,
        (false, false) => Ink::Stays,
    };
    let inks: Vec<_> = rows.iter().map(ink).collect();
    for (blank, goes) in gaps(&inks) {
        rows[blank].goes_with = rows[goes].verdict.rule();
    }
}

impl Review<'_> {
    /// The text without what goes, and without the blank lines that would leave a hole in it. Kept lines
    /// are unchanged, byte for byte, and so is what is left of a line that is cut.
    pub fn clean(&self) -> String {
        self.text_of(|row| !row.is_removed())
    }

    /// The same with every blank line where it was.
    pub fn clean_with_gaps(&self) -> String {
        self.text_of(|row| !row.is_removed() || row.goes_with.is_some())
    }

    fn text_of(&self, stays: impl Fn(&Row<'_>) -> bool) -> String {
        let mut text = String::new();
        for row in self.rows.iter().filter(|row| stays(row)) {
            text.push_str(&row.kept());
            text.push_str(row.line.ending());
        }
        text
    }
}
