//! Residue glued to the start or the end of a native line.
//!
//! Markup that is stripped without a line break leaves a button behind the last sentence of a
//! paragraph. Such a stretch begins or ends where a sentence does, or where the script changes; it
//! is judged like a line of its own, but with a prior of its own: most lines have none.

use std::ops::Range;

use super::context::Context;
use super::extract::{is_unknown_name, of_stretch};
use super::features::{Edge, Features, Glued, ScriptFit};
use super::judgement::{Judgement, Stretch};
use super::line_features::LineFeatures;
use super::scripts::{is_ending, is_in};
use super::shape;
use super::vocabulary::UnknownWords;
use crate::classify::{Case, Engine, Word};
use crate::script::Script;

/// A stretch has no more words than this: what is longer is a passage, or a bilingual text.
const MAX_SPAN_WORDS: usize = 14;

/// A few words of a language that the whole document could nearly be in are no stretch of it.
const TOO_CLOSE: f64 = 0.4;

/// Whether at least half of the words behind the first are small; the first has a capital wherever a
/// button begins.
fn is_mostly_small(words: &[Word<'_>]) -> bool {
    let inner = &words[1.min(words.len())..];
    let small = inner.iter().filter(|word| word.case == Case::Lower).count();
    2 * small + usize::from(inner.is_empty()) > inner.len()
}

/// A line, or what is left of it where stretches at its ends are taken away; places are those of the line.
#[derive(Clone, Copy)]
struct Part<'a, 't> {
    line: &'a str,
    start: usize,
    end: usize,
    words: &'a [Word<'t>],
}

impl<'a> Part<'a, '_> {
    fn text(&self) -> &'a str {
        &self.line[self.start..self.end]
    }

    /// What is left without a stretch at one of its ends.
    fn without(self, found: &Stretch, stretch: &Range<usize>) -> Self {
        let range = &found.range;
        match stretch.start {
            0 => Self { start: range.end, words: &self.words[stretch.end..], ..self },
            start => Self { end: range.start, words: &self.words[..start], ..self },
        }
    }
}

/// What is asked of a line once, for all of its stretches.
struct Whole {
    quoted: Vec<Range<usize>>,
    is_row: bool,
}

/// The foreign stretches of a native line, each the likeliest one at the ends of what the ones before it
/// leave. Whether nothing could be one is known before any is weighed.
///
/// Each step looks at the ends alone, so that a long line with many costs no more than its length.
pub(super) fn stretches(
    line: &str,
    features: &LineFeatures<'_>,
    context: &Context<'_>,
    engine: &mut dyn Engine,
) -> Option<Vec<Stretch>> {
    let mut part = Part { line, start: 0, end: line.len(), words: &features.words };
    let mut candidates = candidates(&part, context, engine);
    if candidates.is_empty() {
        return None;
    }
    let whole = Whole { quoted: shape::quoted(line), is_row: shape::is_row(line) };
    let mut stretches = Vec::new();
    while let Some((found, stretch)) = likeliest(&candidates, &part, &whole, context, engine) {
        part = part.without(&found, &stretch);
        stretches.push(found);
        candidates = self::candidates(&part, context, engine);
    }
    Some(stretches)
}

/// The likeliest foreign stretch at the ends of a part, if any is likely, and its words.
fn likeliest(
    candidates: &[Candidate],
    part: &Part<'_, '_>,
    whole: &Whole,
    context: &Context<'_>,
    engine: &mut dyn Engine,
) -> Option<(Stretch, Range<usize>)> {
    let mut best: Option<(f64, Stretch, Range<usize>)> = None;
    for candidate in candidates {
        let stretch = &part.words[candidate.words.clone()];
        if !may_be_foreign(stretch, candidate.runs_on, context, engine) {
            continue;
        }
        let range = byte_range(part, &candidate.words);
        let judgement = judge(part, stretch, &range, candidate.runs_on, whole, context, engine);
        let sum = judgement.guess().nats();
        if judgement.is_likely_foreign()
            && best.as_ref().is_none_or(|best| sum > best.0)
            && !is_too_close(&judgement, context)
            && !is_meant(part, stretch, &range, whole)
            && (!candidate.runs_on
                || is_beside_native(part.words, &candidate.words, &judgement, context, engine))
        {
            let found = Stretch { range, features: judgement.features };
            best = Some((sum, found, candidate.words.clone()));
        }
    }
    best.map(|(_, found, stretch)| (found, stretch))
}

/// Whether the whole document could nearly be in the language of a stretch, by its words.
fn is_too_close(judgement: &Judgement, context: &Context<'_>) -> bool {
    judgement.features.script == ScriptFit::Home
        && judgement.rival().is_some_and(|rival| context.closeness(rival) > TOO_CLOSE)
}

/// Whether a stretch is there on purpose: a quotation, a menu of languages, a gloss, a translation.
fn is_meant(
    part: &Part<'_, '_>,
    stretch: &[Word<'_>],
    range: &Range<usize>,
    whole: &Whole,
) -> bool {
    let text = &part.line[range.clone()];
    // Quotations stand in order, and apart.
    let is_quoted = |word: &Word<'_>| {
        let behind = whole.quoted.partition_point(|quoted| quoted.end <= word.start);
        whole.quoted.get(behind).is_some_and(|quoted| quoted.contains(&word.start))
    };
    stretch.iter().any(is_quoted)
        || shape::is_quoted(text)
        || shape::is_language_menu(stretch)
        || is_gloss(&part.line[part.start..range.start], text, stretch)
        || is_translation(part.line, range)
}

/// Whether a stretch is a sentence beside another, with a dash between them, or goes beyond the dash: `¿Dónde está? – Where
/// is it?`
fn is_translation(line: &str, stretch: &Range<usize>) -> bool {
    let ends = |text: &str| text.trim_end().ends_with(shape::SENTENCE_ENDS);
    let blank = |c: char| c.is_whitespace() || "-–—".contains(c);
    // Beside the stretch and in it alone, so that many on a long line cost no more than the line.
    let from = line[..stretch.start].trim_end_matches(blank).len();
    let near = line[from..].char_indices().map(|(at, c)| (from + at, c));
    let mut dashes =
        near.take_while(|&(at, _)| at <= stretch.end).filter(|&(_, c)| "-–—".contains(c));
    ends(line) && dashes.any(|(at, _)| ends(&line[..at]))
}

/// The stretch as if it were a line, and how it is glued to its own.
fn judge(
    part: &Part<'_, '_>,
    stretch: &[Word<'_>],
    range: &Range<usize>,
    runs_on: bool,
    whole: &Whole,
    context: &Context<'_>,
    engine: &mut dyn Engine,
) -> Judgement {
    let judgement = of_stretch(stretch, context, engine);
    let is_latin = stretch.iter().any(|word| word.script == Script::Latin);
    let ends_a_sentence = |text: &str| text.trim_end().ends_with(shape::SENTENCE_ENDS);
    let edge = if runs_on {
        let is_foreign = !is_latin && judgement.features.script == ScriptFit::Foreign;
        if is_foreign { Edge::ScriptChange } else { Edge::RunsOn }
    } else if range.start > part.start && !ends_a_sentence(part.text()) {
        Edge::Fragment
    } else if ends_a_sentence(&part.line[range.clone()]) {
        Edge::WholeSentence
    } else {
        Edge::Sentence
    };
    let glued = Glued {
        edge,
        is_cell: whole.is_row,
        is_mostly_names: runs_on && is_latin && !is_mostly_small(stretch),
        is_lone_word: stretch.len() == 1 && stretch[0].script == Script::Latin,
    };
    let features = Features { glued, ..judgement.features };
    Judgement { features, ..judgement }
}

/// Whether a stretch in brackets belongs to the words before it: `Moscow (Москва)`, but not
/// `(opens in a new tab)`.
fn is_gloss(before: &str, stretch: &str, words: &[Word<'_>]) -> bool {
    let is_phrase = words.len() > 2 && words[1..].iter().all(|word| word.case == Case::Lower);
    let ends = before.trim_end().ends_with(shape::SENTENCE_ENDS);
    !is_phrase && stretch.trim_start().starts_with(['(', '[', '（']) && !before.is_empty() && !ends
}

/// Whether a stretch stands beside plainly native words: what is glued to nothing is no stretch, nor
/// is what goes on in the word behind it (`Save the` | `Children`, `Share on` | `Facebook`).
fn is_beside_native(
    words: &[Word<'_>],
    stretch: &Range<usize>,
    judgement: &Judgement,
    context: &Context<'_>,
    engine: &mut dyn Engine,
) -> bool {
    let (native, next) = match stretch.start {
        0 => {
            let end = words.len().min(stretch.end + NATIVE_WORDS);
            (&words[stretch.end..end], &words[stretch.end])
        }
        start => (&words[start.saturating_sub(NATIVE_WORDS)..start], &words[start - 1]),
    };
    let Some((main, rival)) = context.main.zip(judgement.rival()) else { return false };
    if UnknownWords::new(&[*next], main).share(rival).interface > 0.0
        || stretch.start == 0 && goes_on_in_service(&words[..stretch.end], &words[stretch.end..])
    {
        return false;
    }
    let judgement = of_stretch(native, context, engine);
    // Where one language has a script to itself, no words are weighed.
    let is_native =
        || judgement.rival().is_none() || judgement.features.credible_lead() < NATIVE_REST;
    judgement.lang == Some(main) && is_native()
}

/// Services that pages are shared on, as prompts in all languages call them.
const SERVICES: [&str; 14] = [
    "Facebook",
    "Twitter",
    "Instagram",
    "WhatsApp",
    "Telegram",
    "YouTube",
    "LinkedIn",
    "Pinterest",
    "Reddit",
    "Tumblr",
    "TikTok",
    "Viber",
    "Google",
    "Messenger",
];

/// A word that joins a service to its prompt has so few letters: `on`, `auf`, `på`.
const JOINING_LETTERS: u16 = 3;

/// Whether a prompt goes on in the name of a service behind it, and a sentence may begin behind that:
/// `Share this on` | `Facebook The mayor`.
fn goes_on_in_service(prompt: &[Word<'_>], behind: &[Word<'_>]) -> bool {
    let joins = |word: &Word<'_>| word.case == Case::Lower && word.letters <= JOINING_LETTERS;
    prompt.last().is_some_and(joins)
        && matches!(behind, [service, next, ..] if SERVICES.contains(&service.text) && next.case != Case::Lower)
}

/// So many words beside a stretch tell whether it stands beside native ones.
const NATIVE_WORDS: usize = 60;

/// From here on they are native, in nats.
const NATIVE_REST: f64 = -2.0;

/// How plainly a part of a foreign line must be native for that part to stay, in nats.
const NATIVE_PART: f64 = -4.0;

/// The foreign part of a line that is foreign as a whole, where the other part is plainly native: a
/// label before a foreign title, a sentence behind a quotation or behind a prompt without a stop.
pub(super) fn beside_native(
    line: &str,
    features: &LineFeatures<'_>,
    context: &Context<'_>,
    engine: &mut dyn Engine,
) -> Option<Stretch> {
    let words = &features.words;
    let mut found: Option<(f64, Range<usize>)> = None;
    let mut try_native = |native: Range<usize>, foreign: Range<usize>| {
        let nats = of_stretch(&words[native], context, engine).features.credible_lead();
        if nats < found.as_ref().map_or(NATIVE_PART, |found| found.0) {
            found = Some((nats, foreign));
        }
    };
    for at in 1..words.len() {
        if is_break(line, words, at, context) {
            try_native(0..at, at..words.len());
            try_native(at..words.len(), 0..at);
        } else if at <= MAX_SPAN_WORDS && words[at].case != Case::Lower {
            try_native(at..words.len(), 0..at);
        }
    }
    let (_, stretch) = found?;
    let judgement = of_stretch(&words[stretch.clone()], context, engine);
    let part = Part { line, start: 0, end: line.len(), words };
    let range = byte_range(&part, &stretch);
    (!is_translation(line, &range)).then_some(Stretch { range, features: judgement.features })
}

/// Whether a sentence, or a label with its colon, ends before a word.
fn is_break(line: &str, words: &[Word<'_>], at: usize, context: &Context<'_>) -> bool {
    let before = &words[at - 1];
    let gap = &line[before.start + before.text.len()..words[at].start];
    gap.contains(": ") || kind_of_break(line, line, words, at, context) == Break::Sentence
}

/// Words that could be a foreign stretch.
struct Candidate {
    words: Range<usize>,
    /// It neither begins nor ends where a sentence does.
    runs_on: bool,
}

/// Words at an end of a line that tell whether to look there at all.
const OUTERMOST: usize = 3;

/// From this lead of home on, in nats, over a stretch or its outermost words it is native. Names among
/// them are counted in full here, and speak for home more often than not.
const AT_HOME: f64 = -3.0;

/// The lead that the outermost words must have for another language where a stretch runs on: all of
/// it must make up for more than twice as much (`boundary` in the table of weights).
const FOREIGN_END: f64 = 3.0;

/// Stretches at either end that begin or end where a sentence does, where the script changes or, if
/// the end speaks for another language, at a capital.
fn candidates(
    part: &Part<'_, '_>,
    context: &Context<'_>,
    engine: &mut dyn Engine,
) -> Vec<Candidate> {
    let (line, words) = (part.line, part.words);
    let count = words.len();
    let is_tail = |at: usize| at + MAX_SPAN_WORDS >= count;
    let is_head = |at: usize| at <= MAX_SPAN_WORDS;
    let first_tail = count.saturating_sub(MAX_SPAN_WORDS).max(MAX_SPAN_WORDS + 1);
    let breaks: Vec<_> = (1..count.min(MAX_SPAN_WORDS + 1))
        .chain(first_tail..count)
        .filter(|&at| !goes_on(line, &words[at - 1], &words[at]))
        .map(|at| (at, kind_of_break(part.text(), line, words, at, context)))
        .filter(|(_, kind)| *kind != Break::Nothing)
        .collect();
    let mut ends = [false, true].map(|is_tail| End::new(words, is_tail));
    let tails = breaks.iter().filter(|&&(at, _)| is_tail(at)).map(|(at, kind)| (*at..count, kind));
    let heads = breaks.iter().filter(|&&(at, _)| is_head(at)).map(|(at, kind)| (0..*at, kind));
    let candidate = |(stretch, kind): (Range<usize>, &Break)| {
        let end = &mut ends[usize::from(stretch.start > 0)];
        let runs_on = match kind {
            Break::Sentence if end.lead(stretch.len(), context, engine) >= AT_HOME => false,
            Break::Script => true,
            Break::Capital if end.is_foreign(context, engine) => true,
            _ => return None,
        };
        Some(Candidate { words: stretch, runs_on })
    };
    tails.chain(heads).filter_map(candidate).collect()
}

/// An end of a line, to be asked before any stretch there.
struct End<'w, 't> {
    words: &'w [Word<'t>],
    is_tail: bool,
    /// The lead of its outermost word, of the outermost two, and so on.
    leads: [Option<f64>; OUTERMOST],
    is_foreign: Option<bool>,
}

impl<'w, 't> End<'w, 't> {
    fn new(words: &'w [Word<'t>], is_tail: bool) -> Self {
        Self { words, is_tail, leads: [None; OUTERMOST], is_foreign: None }
    }

    fn outermost(&self, size: usize) -> &'w [Word<'t>] {
        let size = size.min(OUTERMOST).min(self.words.len());
        if self.is_tail { &self.words[self.words.len() - size..] } else { &self.words[..size] }
    }

    /// How far so many words at the very end, or as many as tell, are ahead for another language.
    fn lead(&mut self, size: usize, context: &Context<'_>, engine: &mut dyn Engine) -> f64 {
        let outermost = self.outermost(size);
        *self.leads[outermost.len() - 1].get_or_insert_with(|| lead(outermost, context, engine))
    }

    /// Whether a stretch could run on from here. Small words are asked first: where they speak for home,
    /// names, which look foreign wherever they stand, are not asked.
    fn is_foreign(&mut self, context: &Context<'_>, engine: &mut dyn Engine) -> bool {
        if let Some(is_foreign) = self.is_foreign {
            return is_foreign;
        }
        let outermost = self.outermost(OUTERMOST);
        let small = outermost.iter().filter(|word| word.case == Case::Lower);
        let small: Vec<_> = small.copied().collect();
        let mut speaks_for_home = || !small.is_empty() && lead(&small, context, engine) < 0.0;
        let is_mixed = small.len() < outermost.len();
        let is_foreign =
            !(is_mixed && speaks_for_home()) && self.lead(OUTERMOST, context, engine) > FOREIGN_END;
        *self.is_foreign.insert(is_foreign)
    }
}

/// A quick look at a stretch before a long one: whether its words, all counted in full, leave any doubt
/// that it is native, and whether it is more than a name inside a sentence.
fn may_be_foreign(
    words: &[Word<'_>],
    runs_on: bool,
    context: &Context<'_>,
    engine: &mut dyn Engine,
) -> bool {
    // Words in Han with endings in Hangul are Korean.
    if words.windows(2).any(|pair| is_ending(&pair[0], &pair[1])) {
        return false;
    }
    if words.iter().any(|word| !is_in(word, context.scripts)) {
        return true;
    }
    let evidence = engine.weigh(words, context.main);
    evidence.lead(&context.home) >= AT_HOME
        && !(runs_on && is_unknown_name(words, &evidence, context))
}

/// How far words are ahead for another language than those of home, in nats; without bound where some
/// stand in another script.
fn lead(words: &[Word<'_>], context: &Context<'_>, engine: &mut dyn Engine) -> f64 {
    if words.iter().any(|word| !is_in(word, context.scripts)) {
        return f64::INFINITY;
    }
    engine.lead(words, context.main, &context.home)
}

/// What stands between a word and the one before it.
#[derive(PartialEq, Eq)]
enum Break {
    /// The end of a sentence, a bracket, a bar.
    Sentence,
    /// A change between the scripts of the main language and another.
    Script,
    /// Nothing, but the word is capitalised.
    Capital,
    Nothing,
}

/// Whether a word follows another with nothing but a space between them, or is its ending, which is no edge. A
/// quick look, since most words do.
fn goes_on(line: &str, before: &Word<'_>, after: &Word<'_>) -> bool {
    let end = before.start + before.text.len();
    after.start == end + 1
        && line.as_bytes()[end] == b' '
        && after.case == Case::Lower
        && before.script == after.script
        || is_ending(before, after)
}

fn kind_of_break(
    part: &str,
    line: &str,
    words: &[Word<'_>],
    at: usize,
    context: &Context<'_>,
) -> Break {
    let (before, after) = (&words[at - 1], &words[at]);
    let gap = &line[before.start + before.text.len()..after.start];
    let is_home = |word: &Word<'_>| is_in(word, context.scripts);
    let changes_script = is_home(before) != is_home(after);
    let opens_aside =
        || !changes_script && gap.contains(['(', '[']) && part.trim_end().ends_with([')', ']']);
    if gap != " " && (gap.contains(shape::BREAKS) || opens_aside()) {
        Break::Sentence
    } else if changes_script {
        Break::Script
    } else if after.case != Case::Lower {
        Break::Capital
    } else {
        Break::Nothing
    }
}

/// The bytes of a stretch with the marks that belong to it: what follows a space before its first
/// word, and what precedes one behind its last. The marks at the native words stay with them.
fn byte_range(part: &Part<'_, '_>, stretch: &Range<usize>) -> Range<usize> {
    let (line, words) = (part.line, part.words);
    if stretch.start > 0 {
        let before = &words[stretch.start - 1];
        let end = before.start + before.text.len();
        let gap = &line[end..words[stretch.start].start];
        return end + split_behind_native(gap)..part.start + part.text().trim_end().len();
    }
    let last = &words[stretch.end - 1];
    let end = last.start + last.text.len();
    let gap = &line[end..words[stretch.end].start];
    let native = gap
        .rfind(char::is_whitespace)
        .map_or(0, |at| at + gap[at..].chars().next().map_or(1, char::len_utf8));
    let native = if native == 0 { shape_end(gap) } else { native };
    part.start..end + native
}

/// Where, between a native word and a foreign one, the foreign stretch begins: behind the space, or
/// behind the end of the sentence where there is none.
fn split_behind_native(gap: &str) -> usize {
    match gap.find(char::is_whitespace) {
        Some(at) => at + gap[at..].len() - gap[at..].trim_start().len(),
        None => shape_end(gap),
    }
}

/// Behind the last end of a sentence in a gap without spaces, before whatever opens.
fn shape_end(gap: &str) -> usize {
    gap.char_indices()
        .filter(|&(_, c)| shape::SENTENCE_ENDS.contains(&c) || c == ')')
        .map(|(at, c)| at + c.len_utf8())
        .next_back()
        .unwrap_or(0)
}
