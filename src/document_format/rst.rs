//! reStructuredText: paragraphs, headings, and directives by what stands in them.

use std::ops::Range;

use super::inline::{self, Inline};
use super::prose::{BlockKind, Prose, Scribe, explains_name, lines};

/// The prose of a reStructuredText document.
pub(super) fn parse(text: &str) -> Prose<'_> {
    let mut reader = Reader {
        scribe: Scribe::new(text),
        hidden_below: None,
        is_blank_before: true,
        last: None,
        overline: None,
        item: None,
    };
    lines(text).for_each(|line| reader.line(line));
    reader.scribe.finish()
}

/// Directives whose content is prose.
const PROSE: [&str; 22] = [
    "admonition",
    "attention",
    "caution",
    "centered",
    "container",
    "danger",
    "deprecated",
    "epigraph",
    "error",
    "figure",
    "hint",
    "important",
    "note",
    "only",
    "pull-quote",
    "rubric",
    "seealso",
    "sidebar",
    "tip",
    "topic",
    "versionadded",
    "warning",
];

struct Reader<'t> {
    scribe: Scribe<'t>,
    /// Lines that are indented deeper than this are no prose.
    hidden_below: Option<usize>,
    is_blank_before: bool,
    /// The line before, and the block of it.
    last: Option<(Range<usize>, Option<usize>)>,
    /// Where a line of marks begins that may stand over a title.
    overline: Option<usize>,
    /// The item that is open, if it may go: its block, and how far it is indented.
    item: Option<(usize, usize)>,
}

impl Reader<'_> {
    fn line(&mut self, place: Range<usize>) {
        let text = self.scribe.text;
        let line = text[place.clone()].trim_end();
        let content = line.trim_start();
        let indent = line.len() - content.len();
        if content.is_empty() {
            self.is_blank_before = true;
            (self.last, self.overline) = (None, None);
            return;
        }
        let is_blank_before = std::mem::replace(&mut self.is_blank_before, false);
        if let Some((block, _)) = self.item.take().filter(|&(_, outer)| indent > outer) {
            // More belongs to the item than its line.
            self.scribe.takes(block, None);
        }
        if self.hidden_below.is_some_and(|bound| indent > bound) {
            return;
        }
        self.hidden_below = None;
        if is_rule(content) {
            return self.rule(&place);
        }
        if is_blank_before {
            self.scribe.begin();
        }
        let at = place.start + indent;
        self.last = match content {
            _ if content.starts_with("..") => return self.directive(at, content, indent),
            _ if content.starts_with(':') && is_field(content) => return,
            _ if content.starts_with(['|', '+']) => self.cells(at..place.start + line.len()),
            _ => self.prose(at..place.start + line.len(), place.clone()),
        }
        .map(|block| (place, Some(block)));
        if content.ends_with("::") {
            self.hidden_below = Some(indent);
        }
    }

    fn prose(&mut self, range: Range<usize>, line: Range<usize>) -> Option<usize> {
        let has_code = write(&mut self.scribe, range.clone());
        let content = &self.scribe.text[range.clone()];
        let is_item = list_mark(content);
        let kind = if is_item { BlockKind::ListItem } else { BlockKind::Paragraph };
        let is_numbered = is_item && content.starts_with(|c: char| c.is_ascii_digit());
        let is_asked_for = is_numbered || (is_item && explains_name(content));
        let may_go = !(has_code || is_asked_for || content.ends_with("::"));
        let indent = range.start - line.start;
        let block = self.scribe.block(kind, range, may_go.then_some(line));
        self.item = block.filter(|_| is_item).map(|block| (block, indent));
        block
    }

    fn cells(&mut self, range: Range<usize>) -> Option<usize> {
        let text = self.scribe.text;
        let mut start = range.start;
        for cell in text[range].split('|') {
            let end = start + cell.len();
            write(&mut self.scribe, start..end);
            self.scribe.block(BlockKind::TableCell, start..end, None);
            start = end + 1;
        }
        None
    }

    /// A line of marks under (or over) a title: the title is a heading and goes with it.
    fn rule(&mut self, place: &Range<usize>) {
        match self.last.take() {
            Some((line, Some(block))) => {
                let start = self.overline.take().unwrap_or(line.start);
                self.scribe.heading(block, start..place.end);
            }
            _ => self.overline = Some(place.start),
        }
    }

    /// `.. name:: argument`, a comment, a target.
    fn directive(&mut self, at: usize, content: &str, indent: usize) {
        let rest = content[2..].trim_start();
        let Some((name, argument)) = rest.split_once("::") else {
            self.scribe.comment(rest);
            self.hidden_below = Some(indent);
            return;
        };
        let is_prose = PROSE.contains(&name) || name.ends_with("changed");
        if !is_prose {
            self.hidden_below = Some(indent);
        } else if name != "figure" && name != "container" && name != "only" {
            let end = at + content.len();
            let start = end - argument.len();
            write(&mut self.scribe, start..end);
            self.scribe.block(BlockKind::Paragraph, start..end, None);
        }
    }
}

/// Whether a line is nothing but one mark over and over, or borders of a table.
fn is_rule(content: &str) -> bool {
    let mark = content.as_bytes()[0];
    mark.is_ascii_punctuation()
        && content.len() > 1
        && content
            .bytes()
            .all(|byte| byte == mark || matches!((mark, byte), (b'=', b' ') | (b'+', b'-' | b'=')))
        && content != ".."
        && content != "::"
}

/// `:name: value`
fn is_field(content: &str) -> bool {
    content[1..]
        .find(':')
        .is_some_and(|end| end > 0 && !content.as_bytes()[1 + end + 1..].starts_with(b"`"))
}

fn list_mark(content: &str) -> bool {
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    ["* ", "- ", "#. "].iter().any(|mark| content.starts_with(mark))
        || (digits > 0 && content[digits..].starts_with(". "))
}

/// Writes the words of a line without literals, roles and targets; whether it held any.
fn write(scribe: &mut Scribe<'_>, range: Range<usize>) -> bool {
    let text = scribe.text;
    let bytes = &text.as_bytes()[range.clone()];
    let (mut from, mut at, mut is_code) = (0, 0, false);
    while let Some(found) = memchr::memchr(b'`', &bytes[at..]) {
        let start = at + found;
        let is_literal = bytes[start..].starts_with(b"``");
        let mark: &[u8] = if is_literal { b"``" } else { b"`" };
        let rest = &bytes[start + mark.len()..];
        let Some(length) = memchr::memmem::find(rest, mark) else { break };
        let inside = start + mark.len()..start + mark.len() + length;
        let before = role_start(bytes, start);
        inline::write(scribe, range.start + from..range.start + before, Inline::default());
        if before == start && !is_literal {
            // A reference: its text is words, its target is none.
            let target = memchr::memchr(b'<', &bytes[inside.clone()])
                .map_or(inside.end, |target| inside.start + target);
            inline::write(
                scribe,
                range.start + inside.start..range.start + target,
                Inline::default(),
            );
        }
        is_code |= is_literal || before != start;
        at = inside.end + mark.len();
        from = at;
    }
    inline::write(scribe, range.start + from..range.end, Inline::default());
    is_code
}

const LONGEST_ROLE: usize = 80;

/// Where a role begins that stands in front of a backtick, as in `:ref:`.
fn role_start(bytes: &[u8], tick: usize) -> usize {
    if tick == 0 || bytes[tick - 1] != b':' {
        return tick;
    }
    let is_name = |byte: &u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.' | b'+')
    };
    let name =
        bytes[..tick].iter().rev().take(LONGEST_ROLE).take_while(|byte| is_name(byte)).count();
    tick - name
}
