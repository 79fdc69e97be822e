//! `AsciiDoc`: paragraphs, headings, lists, tables; what stands between delimiters of code is none.

use std::ops::Range;

use super::inline::{self, Inline};
use super::prose::{BlockKind, Prose, Scribe, line_end};

/// The prose of an `AsciiDoc` document.
pub(super) fn parse(text: &str) -> Prose<'_> {
    let mut reader = Reader {
        scribe: Scribe::new(text),
        fence: None,
        is_blank_before: true,
        is_in_table: false,
    };
    let mut start = 0;
    while start < text.len() {
        let end = line_end(text, start);
        reader.line(start..end);
        start = end;
    }
    reader.scribe.finish()
}

struct Reader<'t> {
    scribe: Scribe<'t>,
    /// The delimiter that ends what is no prose.
    fence: Option<&'t str>,
    is_blank_before: bool,
    is_in_table: bool,
}

impl Reader<'_> {
    fn line(&mut self, place: Range<usize>) {
        let line = self.scribe.text[place.clone()].trim_end();
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

    fn prose(&mut self, place: Range<usize>, line: &str, is_blank_before: bool) {
        if is_blank_before && line.starts_with([' ', '\t']) && !is_item(line.trim_start()) {
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
            _ if is_item(line) => BlockKind::ListItem,
            _ => BlockKind::Paragraph,
        };
        let has_code = write(&mut self.scribe, range.clone());
        let may_go = !has_code
            && matches!(kind, BlockKind::Heading | BlockKind::Paragraph)
            && !line.ends_with(" +");
        self.scribe.block(kind, range, may_go.then_some(place));
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

fn is_item(line: &str) -> bool {
    let marks = line.trim_start_matches(['*', '.', '-']);
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    (marks.len() < line.len() && marks.starts_with(' '))
        || (digits.len() < line.len() && digits.starts_with(". "))
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
