//! Residue glued to the start or the end of a native line.
//!
//! Markup that is stripped without a line break leaves a button behind the last sentence of a
//! paragraph. Such a stretch begins or ends where a sentence does, or where the script changes; it
//! is judged like a line of its own, but with a prior of its own: most lines have none.

use std::ops::Range;

use super::context::{Context, Reading, is_in};
use super::judge::Judgement;
use super::shape;
use super::term::Term;
use crate::classify::{Case, Engine, Word};
use crate::script::Script;

/// About one line in 150 has a foreign stretch: ln(1 / 149).
const PRIOR: f64 = -5.0;

/// A stretch has no more words than this: what is longer is a passage, or a bilingual text.
const MAX_SPAN_WORDS: usize = 14;

/// What a stretch pays that neither begins nor ends where a sentence does: Latin names do so in every
/// script, words of other scripts seldom.
const RUNS_ON: f64 = -4.0;
const RUNS_ON_IN_SCRIPT: f64 = -1.5;

/// A few words of a language that the whole document could nearly be in are no stretch of it.
const TOO_CLOSE: f64 = 0.4;

/// What a fragment gains that stands behind the last sentence of a line and is none itself.
const TRAILING_FRAGMENT: f64 = 2.0;

/// A foreign stretch of a line, in bytes, and the judgement on it.
pub(super) struct Found {
    pub(super) range: Range<usize>,
    pub(super) judgement: Judgement,
}

/// What a stretch inside a sentence pays that has more capitalised words than small ones: the name of
/// an institution, a title.
const MOSTLY_NAMES: f64 = -4.0;

fn is_mostly_small(words: &[Word<'_>]) -> bool {
    2 * words.iter().filter(|word| word.case == Case::Lower).count() > words.len()
}

/// The likeliest foreign stretch at either end of a native line, if any is likely.
pub(super) fn find(
    line: &str,
    reading: &Reading<'_>,
    context: &Context,
    engine: &mut dyn Engine,
) -> Option<Found> {
    let words = &reading.words;
    let candidates = candidates(line, words, context, engine);
    if candidates.is_empty() {
        return None;
    }
    let quoted = shape::quoted(line);
    let mut best: Option<Found> = None;
    for candidate in candidates {
        let stretch = &words[candidate.words.clone()];
        let range = byte_range(line, words, &candidate.words);
        if stretch.iter().any(|word| quoted.iter().any(|range| range.contains(&word.start))) {
            continue;
        }
        let mut judgement = Judgement::of_stretch(stretch, context, engine);
        judgement.terms.set(Term::Prior, PRIOR);
        let is_latin = stretch.iter().any(|word| word.script == Script::Latin);
        if candidate.runs_on {
            let runs_on = if is_latin { RUNS_ON } else { RUNS_ON_IN_SCRIPT };
            judgement.terms.set(Term::Boundary, runs_on);
            if is_latin && !is_mostly_small(stretch) {
                judgement.terms.set(Term::Names, MOSTLY_NAMES);
            }
        } else if range.start > 0 && !line.trim_end().ends_with(shape::SENTENCE_ENDS) {
            judgement.terms.set(Term::Labels, TRAILING_FRAGMENT);
        }
        if judgement.rival.is_some_and(|rival| context.closeness(rival) > TOO_CLOSE) {
            continue;
        }
        let is_better = |best: &Found| judgement.terms.sum() > best.judgement.terms.sum();
        if judgement.is_likely_foreign() && best.as_ref().is_none_or(is_better) {
            best = Some(Found { range, judgement });
        }
    }
    best
}

/// Words that could be a foreign stretch.
struct Candidate {
    words: Range<usize>,
    /// It neither begins nor ends where a sentence does.
    runs_on: bool,
}

fn candidates(
    line: &str,
    words: &[Word<'_>],
    context: &Context,
    engine: &mut dyn Engine,
) -> Vec<Candidate> {
    let count = words.len();
    let is_short = |words: &Range<usize>| words.len() <= MAX_SPAN_WORDS && words.len() < count;
    let mut found = Vec::new();
    let tail_speaks = speaks(&words[count.saturating_sub(3)..], context, engine);
    for first in (count.saturating_sub(MAX_SPAN_WORDS)..count).filter(|&first| first > 0) {
        let edge = edge(line, words, first, context);
        if edge == Edge::Sentence || edge == Edge::Script || edge == Edge::Capital && tail_speaks {
            found.push(Candidate { words: first..count, runs_on: edge != Edge::Sentence });
        }
    }
    let head_speaks = speaks(&words[..count.min(3)], context, engine);
    for first in 1..count.min(MAX_SPAN_WORDS + 1) {
        let edge = edge(line, words, first, context);
        if edge == Edge::Sentence || edge == Edge::Script || edge == Edge::Capital && head_speaks {
            found.push(Candidate { words: 0..first, runs_on: edge != Edge::Sentence });
        }
    }
    found.retain(|candidate| is_short(&candidate.words));
    found
}

/// Whether a few words speak for another language at all: a quick look before a long one.
fn speaks(words: &[Word<'_>], context: &Context, engine: &mut dyn Engine) -> bool {
    if words.iter().any(|word| !is_in(word, &context.scripts)) {
        return true;
    }
    let evidence = engine.weigh(words, context.main);
    let home = evidence.best_of(|lang| context.is_home(lang));
    let rival = evidence.best_of(|lang| !context.is_home(lang));
    rival.zip(home).is_some_and(|(rival, home)| rival.1 > home.1)
}

/// Marks between sentences and between the parts of a list of links. Quotation marks are none: what
/// stands behind a quotation belongs to its sentence.
const BREAKS: [char; 14] =
    ['.', '!', '?', '…', '。', '！', '？', '।', '።', '؟', '۔', '|', '·', '•'];

/// What stands between a word and the one before it.
#[derive(PartialEq, Eq)]
enum Edge {
    /// The end of a sentence, a bracket, a bar.
    Sentence,
    /// A change between the scripts of the main language and another.
    Script,
    /// Nothing, but the word is capitalised.
    Capital,
    Nothing,
}

fn edge(line: &str, words: &[Word<'_>], at: usize, context: &Context) -> Edge {
    let (before, after) = (&words[at - 1], &words[at]);
    let gap = &line[before.start + before.text.len()..after.start];
    let is_home = |word: &Word<'_>| is_in(word, &context.scripts);
    let changes_script = is_home(before) != is_home(after);
    let opens_aside =
        !changes_script && gap.contains(['(', '[']) && line.trim_end().ends_with([')', ']']);
    if gap.contains(BREAKS) || opens_aside {
        Edge::Sentence
    } else if changes_script {
        Edge::Script
    } else if after.case != Case::Lower {
        Edge::Capital
    } else {
        Edge::Nothing
    }
}

/// The bytes of a stretch with the marks that belong to it: what follows a space before its first
/// word, and what precedes one behind its last. The marks at the native words stay with them.
fn byte_range(line: &str, words: &[Word<'_>], stretch: &Range<usize>) -> Range<usize> {
    if stretch.start > 0 {
        let before = &words[stretch.start - 1];
        let end = before.start + before.text.len();
        let gap = &line[end..words[stretch.start].start];
        return end + split_behind_native(gap)..line.trim_end().len();
    }
    let last = &words[stretch.end - 1];
    let end = last.start + last.text.len();
    let gap = &line[end..words[stretch.end].start];
    let native = gap
        .rfind(char::is_whitespace)
        .map_or(0, |at| at + gap[at..].chars().next().map_or(1, char::len_utf8));
    let native = if native == 0 { shape_end(gap) } else { native };
    0..end + native
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
