//! The text after decoding: mojibake undone, characters normalised, line by line, and every change
//! on record. A text with nothing to repair is not copied.

use std::borrow::Cow;
use std::collections::VecDeque;

use super::capped_findings::CappedFindings;
use super::hint::Hint;
use super::mojibake::{self, Prior, Repair, Verdict, Votes};
use super::normalise::{self, Change, Counts, Entities, LineEnding, Normalisation, count};
use super::prefilter::Prefilter;
use super::prefilter::scan::{self, Scan};
use super::text::Text;
use crate::finding::Finding;
use crate::rule::{Rule, Severity};
use crate::text::{Line, Lines};

/// The text with its damage undone, each repair a finding.
pub(super) fn repair<'b>(mut text: Text<'b>, hint: &Hint, prior: Prior) -> Text<'b> {
    let mut options = hint.normalisation;
    if options.entities != Entities::Keep && has_tag(&text.content) {
        options.entities = Entities::Keep;
    }
    let is_asked_for_more =
        options.line_ending == LineEnding::CrLf || options.entities != Entities::Keep;
    if is_plain(&text.content) && !is_asked_for_more {
        return text;
    }
    let ending = chosen_ending(&text.content, options.line_ending);
    let mut progress = Progress::new(hint, prior);
    progress.lines(&text.content, options, ending);
    let verdict = if progress.is_any_left { progress.verdict(&text.content, prior) } else { None };
    if let Some(verdict) = verdict {
        progress = Progress::again(progress, verdict);
        progress.lines(&text.content, options, ending);
    }
    if let Some(content) = progress.finish(&text.content) {
        text.content = Cow::Owned(content);
    }
    text.decoding.repaired_lines = progress.repaired_lines;
    text.decoding.changes = progress.changes;
    text.findings.extend(progress.findings.into_findings());
    text
}

/// The repaired text so far. Clean stretches are copied in one piece, and not at all before the first
/// change.
#[derive(Default)]
struct Progress {
    /// Whether mojibake is undone, and what is known about it.
    mojibake: Option<Prior>,
    content: Option<String>,
    /// Up to where the old text is done with.
    done: usize,
    /// What the lines say of the document, and what followed from it.
    votes: Votes,
    verdict: Option<Verdict>,
    /// What becomes of lines, by where they start, in their order: of those that are repaired, and of those
    /// that wait for the verdict.
    repairs: Vec<(usize, Repair, Stand)>,
    /// The same of the look at the lines before the verdict.
    earlier: VecDeque<(usize, Repair, Stand)>,
    /// Whether some line that is not ASCII was left as it is.
    is_any_left: bool,
    /// How many lines had mojibake that was undone.
    repaired_lines: usize,
    changes: Counts,
    findings: CappedFindings,
}

/// Whether a line is to be repaired, or only if the document demands it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    Repaired,
    Waiting,
}

impl Progress {
    fn new(hint: &Hint, prior: Prior) -> Self {
        Self { mojibake: hint.mojibake.then_some(prior), ..Self::default() }
    }

    /// Another look at the lines, with what the first one came to.
    fn again(first: Self, verdict: Verdict) -> Self {
        Self {
            mojibake: first.mojibake,
            verdict: Some(verdict),
            earlier: first.repairs.into(),
            ..Self::default()
        }
    }

    /// What the lines demand together.
    fn verdict(&self, text: &str, prior: Prior) -> Option<Verdict> {
        let known = |start: usize| {
            let at = self.repairs.binary_search_by_key(&start, |(start, ..)| *start).ok()?;
            Some(&self.repairs[at].1)
        };
        self.votes.verdict(text, prior, known)
    }

    fn lines(&mut self, text: &str, options: Normalisation, ending: Option<&str>) {
        let mut scan = Scan::new(text);
        for line in Lines::new(text) {
            self.line(text, line, &mut scan, options);
            self.ending(text, line, ending);
        }
    }

    /// The line with its mojibake undone, if it has any.
    fn repair(&mut self, line: &Line, suspects: u16) -> Option<Repair> {
        let prior = self.mojibake?;
        if let Some(verdict) = self.verdict {
            let is_here = self.earlier.front().is_some_and(|(start, ..)| *start == line.start);
            let earlier = if is_here { self.earlier.pop_front() } else { None };
            return as_demanded(verdict, line.content, suspects, earlier);
        }
        let repair = mojibake::repair(line.content, suspects, prior, &mut self.votes);
        let waiting = || self.votes.take_pending().map(|repair| (repair, Stand::Waiting));
        let kept = repair.clone().map(|repair| (repair, Stand::Repaired)).or_else(waiting);
        self.repairs.extend(kept.map(|(repair, stand)| (line.start, repair, stand)));
        repair
    }

    fn line(&mut self, text: &str, line: Line, scan: &mut Scan, options: Normalisation) {
        let seen = Prefilter::in_text(scan, line.content, line.start);
        let repair = self.repair(&line, seen.suspects);
        self.is_any_left |= repair.is_none() && !line.content.is_ascii();
        let repaired = repair.as_ref().map_or(line.content, |repair| repair.text.as_str());
        let seen = if repair.is_some() { Prefilter::at(repaired) } else { seen };
        let normalised = normalise::line(repaired, seen, options);
        let reason = match (&repair, &normalised) {
            (None, None) => return,
            (Some(repair), _) => Some((Rule::Mojibake, repair.reason.clone())),
            (None, Some((_, counts))) => in_words(counts).map(|r| (Rule::InvisibleCharacter, r)),
        };
        self.repaired_lines += usize::from(repair.is_some());
        let (result, counts) = normalised.unwrap_or_else(|| (repaired.to_owned(), Counts::new()));
        for &(change, n) in &counts {
            count(&mut self.changes, change, n);
        }
        self.replace(text, line.start..line.start + line.content.len(), &result);
        self.findings.extend(reason.map(|(rule, reason)| finding(line, rule, result, reason)));
    }

    fn ending(&mut self, text: &str, line: Line, chosen: Option<&str>) {
        let Some(chosen) = chosen else { return };
        if line.ending().is_empty() || line.ending() == chosen {
            return;
        }
        count(&mut self.changes, Change::LineEnding, 1);
        let end = line.range().end;
        self.replace(text, end - line.ending().len()..end, chosen);
    }

    fn replace(&mut self, text: &str, range: std::ops::Range<usize>, with: &str) {
        let content = self.content.get_or_insert_with(|| String::with_capacity(text.len()));
        content.push_str(&text[self.done..range.start]);
        content.push_str(with);
        self.done = range.end;
    }

    fn finish(&mut self, text: &str) -> Option<String> {
        let mut content = self.content.take()?;
        content.push_str(&text[self.done..]);
        Some(content)
    }
}

/// A line with the mistake undone that the document demands to be undone, or as it was repaired before.
fn as_demanded(
    verdict: Verdict,
    line: &str,
    suspects: u16,
    earlier: Option<(usize, Repair, Stand)>,
) -> Option<Repair> {
    let repaired = match earlier {
        Some((_, repair, _)) if verdict.is_of(&repair) => return Some(repair),
        // A line that waits does so for another mistake.
        earlier => earlier.filter(|(.., stand)| *stand == Stand::Repaired),
    };
    let repaired = repaired.map(|(_, repair, _)| repair);
    // UTF-8 that was read as something else speaks for itself.
    let demanded = || verdict.repair(line);
    if suspects == 0 { demanded().or(repaired) } else { repaired.or_else(demanded) }
}

/// Whether bytes are ASCII without control characters but tabs and line feeds: nothing can be wrong
/// with them.
fn is_plain(text: &str) -> bool {
    !scan::has_byte(text.as_bytes(), |byte| !matches!(byte, b' '..=b'~' | b'\n' | b'\t'))
}

/// Whether the text holds what looks like a tag of HTML.
fn has_tag(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_start = |at: usize| {
        bytes.get(at + 1).is_some_and(|&byte| byte.is_ascii_alphabetic() || byte == b'/')
    };
    memchr::memchr_iter(b'<', bytes).any(is_start)
}

fn finding(line: Line, rule: Rule, after: String, reason: String) -> Finding {
    Finding {
        line: Some(line.number()),
        text: line.content.to_owned(),
        replacement: Some(after),
        ..Finding::of_document(rule, Severity::Repair, reason)
    }
}

/// What was taken out of a line, if it is worth a finding.
fn in_words(counts: &Counts) -> Option<String> {
    let reported = counts.iter().filter(|(change, _)| change.is_reported());
    let part = |(change, n): &(Change, usize)| match n {
        1 => change.name().to_owned(),
        _ => format!("{} ({n} times)", change.name()),
    };
    let parts: Vec<String> = reported.map(part).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The ending that every line gets, or none if each keeps its own.
fn chosen_ending(text: &str, ending: LineEnding) -> Option<&'static str> {
    match ending {
        LineEnding::Keep => None,
        LineEnding::Lf => Some("\n"),
        LineEnding::CrLf => Some("\r\n"),
        LineEnding::Majority => majority_ending(text),
    }
}

/// The ending of the most lines, of equally many the first one's; none if all have the same.
fn majority_ending(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    let first = memchr::memchr(b'\r', bytes)?;
    let (mut lone, mut pairs) = (0, 0);
    for at in memchr::memchr_iter(b'\r', &bytes[first..]) {
        if bytes.get(first + at + 1) == Some(&b'\n') { pairs += 1 } else { lone += 1 }
    }
    let feeds = memchr::memchr_iter(b'\n', bytes).count() - pairs;
    let is_first = |ending: &str| Lines::new(text).next().is_some_and(|l| l.ending() == ending);
    let kinds = [(feeds, "\n"), (pairs, "\r\n"), (lone, "\r")];
    let most = kinds.into_iter().max_by_key(|&(n, ending)| (n, is_first(ending)));
    most.filter(|&(n, _)| n < feeds + pairs + lone).map(|(_, ending)| ending)
}
