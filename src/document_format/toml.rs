//! TOML, as far as front matter needs it: texts in quotation marks behind keys.

use std::ops::Range;

use super::message;
use super::prose::{Scribe, line_end};

/// Reads the lines of a range. `is_prose` says of a key and its value whether it is prose.
pub(super) fn scribe_range(
    scribe: &mut Scribe<'_>,
    range: Range<usize>,
    is_prose: &mut dyn FnMut(&mut Scribe<'_>, &str, Range<usize>) -> bool,
) {
    let text = scribe.text;
    let mut start = range.start;
    while start < range.end {
        let end = line_end(text, start).min(range.end);
        let line = &text[start..end];
        start = match line.split_once('=') {
            Some((key, value)) if !line.trim_start().starts_with('#') => {
                let at = end - value.trim_start().len();
                let (value, next) = value_range(text, at, end);
                let value = value.start..value.end.min(range.end);
                if is_prose(scribe, key.trim().trim_matches('"'), value.clone()) {
                    message::block(scribe, value);
                }
                next
            }
            _ => end,
        };
    }
}

/// The text of a value, and where the next line begins.
fn value_range(text: &str, at: usize, end: usize) -> (Range<usize>, usize) {
    let mark = text[at..end].bytes().next().filter(|mark| matches!(mark, b'"' | b'\''));
    let Some(mark) = mark else { return (at..at, end) };
    let long = [mark; 3];
    let value = if text.as_bytes()[at..].starts_with(&long) {
        let close = memchr::memmem::find(&text.as_bytes()[at + 3..], &long);
        at + 3..close.map_or(text.len(), |close| at + 3 + close)
    } else if mark == b'"' {
        at + 1..message::quoted_end(text, at + 1, mark)
    } else {
        at + 1..text[at + 1..end].find('\'').map_or(end, |close| at + 1 + close)
    };
    let next = line_end(text, value.end);
    (value, next)
}
