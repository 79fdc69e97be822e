//! `AsciiDoc`: paragraphs, headings, lists, tables; what stands between delimiters of code is none.

use std::ops::Range;

use super::inline::{self, Inline};
use super::prose::{BlockKind, Prose, Scribe, explains_name, lines};

/// The prose of an `AsciiDoc` document.
pub(super) fn parse(text: &str) -> Prose<'_> {
    let mut reader = Reader {
        scribe: Scribe::new(text),
        fence: None,
        is_blank_before: true,
        is_in_table: false,
        item: None,
        is_in_item: false,
    };
    lines(text).for_each(|line| reader.line(line));
    reader.scribe.finish()
}

struct Reader<'t> {
    scribe: Scribe<'t>,
    /// The delimiter that ends what is no prose.
    fence: Option<&'t str>,
    is_blank_before: bool,
    is_in_table: bool,
    /// The item that is open, if it may go.
    item: Option<Item>,
    /// Whether the lines that come belong to an item that begins above, up to the next blank one.
    is_in_item: bool,
}

/// An item of a list, of one line so far.
struct Item {
    block: usize,
    /// Where its mark stands.
    mark: Range<usize>,
    is_blank_behind: bool,
}

impl Reader<'_> {
    fn line(&mut self, place: Range<usize>) {
        let line = self.scribe.text[place.clone()].trim_end();
        self.item(line);
        if let Some(fence) = self.fence {
            if line == fence {
                self.fence = None;
            }
            return;
        }
        let is_blank_before = std::mem::replace(&mut self.is_blank_before, line.is_empty());
        if is_fence(line) {
            self.fence = Some(if line.starts_with("```") { "```" } else { line });
        } else if line == "|===" {
            self.is_in_table = !self.is_in_table;
        } else if let Some(comment) = line.strip_prefix("//") {
            self.scribe.comment(comment);
        } else if !is_structure(line) {
            if is_blank_before {
                self.scribe.begin();
            }
            self.prose(place, line, is_blank_before);
        }
    }

    /// Keeps the item that is open if a line belongs to it, or to one below it.
    fn item(&mut self, line: &str) {
        self.is_in_item &= !line.is_empty() && item_mark(line).is_none();
        let Some(mut item) = self.item.take() else { return };
        if line.is_empty() {
            item.is_blank_behind = true;
            self.item = Some(item);
            return;
        }
        let mark = &self.scribe.text[item.mark];
        let is_apart = match item_mark(line) {
            Some(next) => mark.starts_with(&line[..next]),
            None => item.is_blank_behind && line != "+" && !line.starts_with([' ', '\t']),
        };
        if !is_apart {
            self.scribe.takes(item.block, None);
            self.is_in_item = item_mark(line).is_none();
        }
    }

    fn prose(&mut self, place: Range<usize>, line: &str, is_blank_before: bool) {
        if is_blank_before
            && line.starts_with([' ', '\t'])
            && item_mark(line.trim_start()).is_none()
        {
            // An indented paragraph is literal, to its last line.
            self.fence = Some("");
            return;
        }
        if self.is_in_table {
            return self.cells(place.start, line);
        }
        let mark = line.len() - line.trim_start_matches(['=', '*', '.', '-', ' ']).len();
        let range = place.start + mark..place.start + line.len();
        let kind = match line {
            _ if line.starts_with('=') && line.trim_start_matches('=').starts_with(' ') => {
                BlockKind::Heading
            }
            _ if line.starts_with('.') && !line.starts_with(". ") && !line.starts_with("..") => {
                BlockKind::Caption
            }
            _ if item_mark(line).is_some() => BlockKind::ListItem,
            _ => BlockKind::Paragraph,
        };
        let has_code = write(&mut self.scribe, range.clone());
        let mark = item_mark(line).map(|length| place.start..place.start + length);
        let is_kind_to_go = match kind {
            BlockKind::Heading => true,
            // What is left of an item without its last line would be another item.
            BlockKind::Paragraph => !self.is_in_item,
            // The numbers behind one that is written out would be wrong.
            BlockKind::ListItem => {
                let is_numbered = line.starts_with(|c: char| c.is_ascii_digit());
                mark.is_some() && !is_numbered && !explains_name(line)
            }
            _ => false,
        };
        let may_go = is_kind_to_go && !has_code && !line.ends_with(" +");
        let block = self.scribe.block(kind, range, may_go.then_some(place));
        if let Some((block, mark)) = block.zip(mark) {
            self.item = Some(Item { block, mark, is_blank_behind: false });
        }
    }

    fn cells(&mut self, line_start: usize, line: &str) {
        let mut start = line_start;
        for cell in line.split('|') {
            let end = start + cell.len();
            write(&mut self.scribe, start..end);
            self.scribe.block(BlockKind::TableCell, start..end, None);
            start = end + 1;
        }
    }
}

/// Delimiters of listings, literals, passthroughs and comments.
fn is_fence(line: &str) -> bool {
    let is_run_of = |mark: u8| line.len() >= 4 && line.bytes().all(|byte| byte == mark);
    line.starts_with("```") || [b'-', b'.', b'+', b'/'].into_iter().any(is_run_of)
}

/// Attributes, options in brackets, block macros, delimiters of blocks that hold prose.
fn is_structure(line: &str) -> bool {
    let is_attribute = line.starts_with(':') && line[1..].contains(':');
    let is_options = line.starts_with('[') && line.ends_with(']');
    let is_macro = line.split_once("::").is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    });
    let is_delimiter = line.len() >= 2
        && line.starts_with(['=', '*', '_', '-', '\''])
        && line.bytes().all(|byte| byte == line.as_bytes()[0]);
    is_attribute || is_options || is_macro || is_delimiter || line == "+"
}

/// How long the mark of the item is that a line begins with: `**`, `.`, `1.`.
fn item_mark(line: &str) -> Option<usize> {
    let marks = line.len() - line.trim_start_matches(['*', '.', '-']).len();
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = if line[digits..].starts_with('.') { digits + 1 } else { 0 };
    let length = if digits > 0 { number } else { marks };
    (length > 0 && line[length..].starts_with(' ')).then_some(length)
}

/// Writes the words of a line without code and the targets of macros; whether it held code.
fn write(scribe: &mut Scribe<'_>, range: Range<usize>) -> bool {
    let text = scribe.text;
    let line = &text[range.clone()];
    let (mut from, mut has_code) = (0, false);
    let mut at = 0;
    while let Some(found) = line[at..].find(['`', '<', '[']) {
        let start = at + found;
        let end = match line.as_bytes()[start] {
            b'`' => close(line, start + 1, "`"),
            b'<' if line[start..].starts_with("<<") => close(line, start, ">>"),
            b'[' => macro_start(line, start).map(|_| start + 1),
            _ => None,
        };
        let Some(end) = end else {
            at = start + 1;
            continue;
        };
        let begin = if line.as_bytes()[start] == b'[' {
            macro_start(line, start).unwrap_or(start)
        } else {
            start
        };
        has_code |= line.as_bytes()[start] == b'`';
        if from < begin {
            inline::write(scribe, range.start + from..range.start + begin, Inline::default());
        }
        from = end;
        at = end;
    }
    inline::write(scribe, range.start + from..range.end, Inline::default());
    has_code
}

/// Where a mark that closes ends, not far from where it was opened.
fn close(line: &str, start: usize, mark: &str) -> Option<usize> {
    let near = &line.as_bytes()[start..line.len().min(start + LONGEST_TARGET)];
    memchr::memmem::find(near, mark.as_bytes()).map(|end| start + end + mark.len())
}

/// No target of a macro is longer: the search back for its start takes linear time.
const LONGEST_TARGET: usize = 400;

/// Where a macro begins whose text a bracket opens: `link:target[`, `https://example.org[`.
fn macro_start(line: &str, bracket: usize) -> Option<usize> {
    let is_target = |byte: &u8| !byte.is_ascii_whitespace() && *byte != b'[';
    let before = &line.as_bytes()[..bracket];
    let length =
        before.iter().rev().take(LONGEST_TARGET).take_while(|byte| is_target(byte)).count();
    let start = (bracket - length..bracket).find(|&at| line.is_char_boundary(at))?;
    before[start..].contains(&b':').then_some(start)
}
