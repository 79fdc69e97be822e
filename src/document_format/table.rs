//! Tables as text: CSV and TSV.

use std::ops::Range;

use super::inline::{self, Inline};
use super::prose::{BlockKind, Prose, Scribe, line_end};

/// The prose of a table: its cells, but for the first row, which names the columns. Each column is a part
/// of its own, since it may be in another language.
pub(super) fn parse(text: &str, separator: u8) -> Prose<'_> {
    let mut scribe = Scribe::new(text);
    let mut columns: Vec<usize> = Vec::new();
    let mut start = line_end(text, 0);
    while start < text.len() {
        let mut column = 0;
        loop {
            let (cell, next, is_last) = cell(text, start, separator);
            if columns.len() <= column {
                columns.push(if column == 0 { 0 } else { scribe.new_part(None) });
            }
            scribe.part = columns[column];
            inline::write(&mut scribe, cell.clone(), Inline { tags: true, ..Inline::default() });
            scribe.begin();
            scribe.block(BlockKind::TableCell, cell, None);
            (start, column) = (next, column + 1);
            if is_last {
                break;
            }
        }
    }
    scribe.finish()
}

/// The cell at a place, where the next one begins, and whether the row ends.
fn cell(text: &str, start: usize, separator: u8) -> (Range<usize>, usize, bool) {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut inside = None;
    if separator == b',' && bytes.get(start) == Some(&b'"') {
        at = start + 1;
        while let Some(found) = memchr::memchr(b'"', &bytes[at..]) {
            at += found + 1;
            if bytes.get(at) != Some(&b'"') {
                inside = Some(start + 1..at - 1);
                break;
            }
            at += 1;
        }
    }
    let end = memchr::memchr3(separator, b'\n', b'\r', &bytes[at..])
        .map_or(bytes.len(), |found| at + found);
    let cell = inside.unwrap_or(start..end);
    if bytes.get(end) == Some(&separator) {
        return (cell, end + 1, false);
    }
    (cell, line_end(text, end), true)
}
