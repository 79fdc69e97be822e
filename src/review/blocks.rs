//! Documents that are more than prose: judged by their blocks, told by their lines.
//!
//! The blocks of a part are judged like the lines of a plain text. What came of them is then laid over the
//! lines of the file: a line is what the block on it is, and what goes of it are spans, markup included. Text
//! that goes must leave the rest as it was: the cleaned document is parsed again, and where its blocks are
//! not those that stayed, what went stays too.

use std::collections::BTreeSet;
use std::ops::Range;

use super::document::{Review, Row, close_gaps};
use super::outcome::judge_segments;
use super::policy::Policy;
use super::segment::Segment;
use super::verdict::Verdict;
use crate::classify::Engine;
use crate::decision::Answers;
use crate::decode::Text;
use crate::document_format::{Block, BlockKind, Prose};
use crate::finding::{Finding, Span};
use crate::lang::Lang;
use crate::sites::Site;
use crate::text::Line;

/// Judges the prose of a text inside the whole of it. What is no prose has no language and stays.
pub(super) fn review<'t>(
    text: &'t Text,
    prose: &Prose<'_>,
    policy: &Policy,
    answers: &Answers,
    site: Option<&Site<'_>>,
    engine: &mut dyn Engine,
) -> Review<'t> {
    let page = Page { text, lines: text.lines().collect(), prose };
    let mut staying = BTreeSet::new();
    loop {
        let judged = page.judge(&staying, policy, answers, site, engine);
        let rows = judged.rows.clone();
        let review = page.lay(judged);
        let broken = page.broken(&review, &rows);
        if broken.is_empty() {
            return review;
        }
        staying.extend(broken);
    }
}

/// A document with its prose.
struct Page<'t, 'p> {
    text: &'t Text<'t>,
    lines: Vec<Line<'t>>,
    prose: &'p Prose<'p>,
}

/// What came of the parts of a document, a row for each block.
struct Judged<'p> {
    review: Review<'p>,
    rows: Vec<Row<'p>>,
}

impl<'t, 'p> Page<'t, 'p> {
    /// Judges the blocks of each part; `staying` are those that cannot go.
    fn judge(
        &self,
        staying: &BTreeSet<usize>,
        policy: &Policy,
        answers: &Answers,
        site: Option<&Site<'_>>,
        engine: &mut dyn Engine,
    ) -> Judged<'p> {
        let blocks = self.prose.blocks();
        let mut rows: Vec<Option<Row<'p>>> = vec![None; blocks.len()];
        let mut document = Review { rules: policy.rules, ..Review::default() };
        let mut most = 0;
        for (part, &declared) in self.prose.parts().iter().enumerate() {
            let of_part: Vec<_> =
                (0..blocks.len()).filter(|&block| blocks[block].part == part).collect();
            if of_part.is_empty() {
                continue;
            }
            let declared = declared.or(policy.declared.filter(|_| part == 0));
            let segments = of_part.iter().map(|&block| self.segment(block, staying, answers));
            let review = judge_segments(segments, declared, policy, site, engine);
            let letters: usize = review.rows.iter().map(Row::letters).sum();
            if letters > most {
                (document.main, document.share, most) = (review.main, review.share, letters);
            }
            let line = (part > 0)
                .then(|| self.lines[self.line_of(blocks[of_part[0]].range.start)].number());
            document
                .findings
                .extend(review.findings.into_iter().map(|found| Finding { line, ..found }));
            for (block, row) in of_part.into_iter().zip(review.rows) {
                rows[block] = Some(row);
            }
        }
        Judged { review: document, rows: rows.into_iter().flatten().collect() }
    }

    fn segment(&self, block: usize, staying: &BTreeSet<usize>, answers: &Answers) -> Segment<'p> {
        let Block { range, takes, is_ignored, .. } = &self.prose.blocks()[block];
        let lines = self.lines_of(range);
        let answer = lines.clone().find_map(|line| answers.line(self.lines[line].number().get()));
        let words = self.prose.words(&self.prose.blocks()[block]);
        let may_go = takes.is_some() && !staying.contains(&block);
        Segment {
            line: self.lines[lines.start].with_words(range.start, words),
            answer,
            may_go,
            may_be_cut: may_go && words == &self.text.as_str()[range.clone()],
            is_ignored: *is_ignored,
        }
    }

    /// The line that a byte stands on.
    fn line_of(&self, at: usize) -> usize {
        self.lines.partition_point(|line| line.start <= at).saturating_sub(1)
    }

    /// The lines that bytes stand on.
    fn lines_of(&self, range: &Range<usize>) -> Range<usize> {
        let last = range.end.saturating_sub(1).max(range.start);
        self.line_of(range.start)..self.line_of(last) + 1
    }

    /// Lays the verdicts on blocks over the lines of the file.
    fn lay(&self, judged: Judged<'p>) -> Review<'t> {
        let mut lines: Vec<_> = self.lines.iter().map(|&line| Laid::new(line)).collect();
        for (block, row) in self.prose.blocks().iter().zip(&judged.rows) {
            let marked = marked(self.text.as_str(), block, row);
            for line in self.lines_of(&block.range) {
                lines[line].take(block.kind, row);
            }
            for range in marked {
                for line in self.lines_of(&range) {
                    lines[line].mark(row, &range);
                }
            }
        }
        let Review { main, share, findings, rules, .. } = judged.review;
        let mut rows: Vec<_> = lines.into_iter().map(Laid::row).collect();
        if self.prose.format().spaces_by_blank_lines() {
            close_gaps(&mut rows);
        }
        Review { main, share, rows, findings, rules, ..Review::default() }
    }

    /// The blocks that cannot go, since the document would be another one without them.
    fn broken(&self, review: &Review<'_>, judged: &[Row<'p>]) -> Vec<usize> {
        let is_removed = |row: &Row<'_>| matches!(row.verdict, Verdict::Remove(_));
        let gone: Vec<_> = (0..judged.len()).filter(|&block| is_removed(&judged[block])).collect();
        if gone.is_empty() || self.is_whole(&review.clean(), judged, |block| gone.contains(&block))
        {
            return Vec::new();
        }
        if gone.len() > FEW {
            return gone;
        }
        let breaks = |&block: &usize| {
            let (text, blocks) = (self.text.as_str(), self.prose.blocks());
            let gone = marked(text, &blocks[block], &judged[block]);
            !self.is_whole(&self.without(&gone), judged, |other| other == block)
        };
        let broken: Vec<_> = gone.iter().copied().filter(breaks).collect();
        if broken.is_empty() { gone } else { broken }
    }

    /// The text without some ranges, in order.
    fn without(&self, ranges: &[Range<usize>]) -> String {
        let text = self.text.as_str();
        let ends = ranges.iter().map(|range| range.start).chain([text.len()]);
        let starts = [0].into_iter().chain(ranges.iter().map(|range| range.end));
        starts.zip(ends).filter_map(|(start, end)| text.get(start..end)).collect()
    }

    /// Whether a text has the blocks of this one but for those that are gone.
    fn is_whole(&self, clean: &str, judged: &[Row<'p>], is_gone: impl Fn(usize) -> bool) -> bool {
        let prose = Prose::new(clean, self.prose.format());
        let said = |words: &str| words.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let mut left = prose.blocks().iter();
        let mut stayed = self.prose.blocks().iter().enumerate();
        stayed.all(|(at, block)| {
            let (is_gone, is_cut) = (is_gone(at), !judged[at].spans.is_empty());
            if is_gone && !is_cut {
                return true;
            }
            left.next().is_some_and(|other| {
                let is_same = || said(prose.words(other)) == said(self.prose.words(block));
                other.kind == block.kind && (is_gone || is_same())
            })
        }) && left.next().is_none()
    }
}

/// So many blocks are tried one by one where some of them cannot go.
const FEW: usize = 16;

/// The bytes that a verdict is about: what goes, or what is flagged.
fn marked(text: &str, block: &Block, row: &Row<'_>) -> Vec<Range<usize>> {
    let verdict = if row.verdict == Verdict::Keep { row.judged } else { row.verdict };
    if verdict == Verdict::Keep {
        return Vec::new();
    }
    if row.spans.is_empty() {
        let is_removed = matches!(row.verdict, Verdict::Remove(_));
        let takes = block.takes.clone().filter(|_| is_removed);
        return vec![takes.unwrap_or_else(|| block.range.clone())];
    }
    let place = |index: usize| {
        let byte = row.line.content.char_indices().nth(index).map(|(byte, _)| byte);
        block.range.start + byte.unwrap_or(row.line.content.len())
    };
    // Words that a code stands for have other letters than the code, and so other boundaries.
    let is_boundary = |at: &usize| text.is_char_boundary(*at);
    let floor = |at: usize| (0..=at).rev().find(is_boundary).unwrap_or(0);
    let ceil = |at: usize| (at..text.len()).find(is_boundary).unwrap_or(text.len());
    let spans = row.spans.iter();
    spans.map(|span| floor(place(span.range.start))..ceil(place(span.range.end))).collect()
}

/// A line while verdicts are laid over it.
struct Laid<'t> {
    row: Row<'t>,
    /// Bytes of the text that verdicts are about, and the language of each.
    removed: Vec<(Range<usize>, Option<Lang>)>,
    flagged: Vec<(Range<usize>, Option<Lang>)>,
}

impl<'t> Laid<'t> {
    fn new(line: Line<'t>) -> Self {
        Self { row: Row::without_words(line), removed: Vec::new(), flagged: Vec::new() }
    }

    /// Takes what a block on the line is: of several, the one with the gravest verdict.
    fn take(&mut self, kind: BlockKind, row: &Row<'_>) {
        let rank = |row: &Row<'_>| (grade(row.verdict), grade(row.judged), row.lang.is_some());
        if self.row.block.is_none() || rank(row) > rank(&self.row) {
            self.row = row.moved(self.row.line, Some(kind));
        }
    }

    fn mark(&mut self, row: &Row<'_>, range: &Range<usize>) {
        let line = &self.row.line;
        let start = range.start.max(line.start);
        let end = range.end.min(line.range().end);
        if start >= end {
            return;
        }
        let lang = row.spans.first().map(|span| span.lang).or(row.lang);
        if matches!(row.verdict, Verdict::Remove(_)) {
            self.removed.push((start..end, lang));
            if self.row.block.is_none() {
                self.row = row.moved(self.row.line, None);
            }
        } else {
            self.flagged.push((start..end, lang));
        }
    }

    fn row(self) -> Row<'t> {
        let Self { mut row, removed, flagged } = self;
        let is_removed = matches!(row.verdict, Verdict::Remove(_));
        let marked = if is_removed { removed } else { flagged };
        let line = row.line;
        let is_all = covers_words(&line, &marked);
        let has_ending = marked.iter().any(|(range, _)| range.end == line.range().end);
        if !(is_all && (has_ending || !is_removed)) {
            row.spans = spans(&line, marked).into();
            if is_removed && row.spans.is_empty() {
                row.verdict = Verdict::Keep;
            }
        }
        row
    }
}

/// How grave a verdict is.
fn grade(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Keep => 0,
        Verdict::Flag(_) => 1,
        Verdict::Remove(_) => 2,
    }
}

/// Whether nothing but white space stands on a line outside of some ranges.
fn covers_words(line: &Line<'_>, ranges: &[(Range<usize>, Option<Lang>)]) -> bool {
    let mut at = line.start;
    let end = line.start + line.content.len();
    let is_blank = |range: Range<usize>| {
        line.content[range.start - line.start..range.end - line.start].trim().is_empty()
    };
    for (range, _) in ranges {
        if range.start.min(end) > at && !is_blank(at..range.start.min(end)) {
            return false;
        }
        at = at.max(range.end.min(end));
    }
    !ranges.is_empty() && is_blank(at..end)
}

/// Ranges of bytes as spans of code points; one pass over the line.
fn spans(line: &Line<'_>, mut ranges: Vec<(Range<usize>, Option<Lang>)>) -> Vec<Span> {
    ranges.sort_by_key(|(range, _)| range.start);
    let (mut byte, mut count) = (0, 0);
    let mut place = |at: usize| {
        let at = (at - line.start).min(line.content.len()).max(byte);
        count += line.content[byte..at].chars().count();
        byte = at;
        count
    };
    let mut spans = Vec::with_capacity(ranges.len());
    for (range, lang) in ranges {
        let range = place(range.start)..place(range.end);
        spans.extend(lang.filter(|_| !range.is_empty()).map(|lang| Span { range, lang }));
    }
    spans
}
