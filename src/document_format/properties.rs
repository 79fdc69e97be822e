//! Java's `.properties` and other files of keys and values (`.ini`), and Apple's `.strings`.

use super::message;
use super::prose::{Prose, Scribe, line_end};

/// The prose of a properties file: its values.
pub(super) fn parse(text: &str) -> Prose<'_> {
    let mut scribe = Scribe::new(text);
    let mut start = 0;
    while start < text.len() {
        let end = logical_end(text, start);
        line(&mut scribe, start, end);
        start = end;
    }
    scribe.finish()
}

/// Where a line ends that goes on behind a backslash.
fn logical_end(text: &str, start: usize) -> usize {
    let mut end = line_end(text, start);
    let is_comment = text[start..end].trim_start().starts_with(['#', '!', ';']);
    while end < text.len() && !is_comment {
        let line = text[start..end].trim_end_matches(['\r', '\n']);
        let marks = line.bytes().rev().take_while(|&byte| byte == b'\\').count();
        if marks % 2 == 0 {
            break;
        }
        end = line_end(text, end);
    }
    end
}

fn line(scribe: &mut Scribe<'_>, start: usize, end: usize) {
    let text = scribe.text;
    let line = &text[start..end];
    let content = line.trim_start();
    if let Some(comment) = content.strip_prefix(['#', '!', ';']) {
        return scribe.comment(comment);
    }
    if content.starts_with('[') {
        return;
    }
    let Some(sign) = key_end(line) else { return };
    let value = start + sign + 1..end;
    message::block(scribe, value);
}

/// Where the sign stands between key and value.
fn key_end(line: &str) -> Option<usize> {
    let mut is_escaped = false;
    line.bytes().position(|byte| {
        let is_sign = matches!(byte, b'=' | b':') && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_sign
    })
}

/// The prose of a file of strings: `"key" = "value";`, comments between `/*` and `*/`.
pub(super) fn parse_strings(text: &str) -> Prose<'_> {
    let mut scribe = Scribe::new(text);
    let bytes = text.as_bytes();
    let (mut at, mut is_value) = (0, false);
    while let Some(found) =
        bytes[at..].iter().position(|byte| matches!(byte, b'"' | b'=' | b';' | b'/'))
    {
        let start = at + found;
        at = start + 1;
        match &bytes[start..] {
            [b'"', ..] => {
                let end = message::quoted_end(text, at, b'"');
                if is_value {
                    message::block(&mut scribe, at..end);
                }
                at = (end + 1).min(bytes.len());
            }
            [b'/', b'*', ..] => {
                let close = memchr::memmem::find(&bytes[at..], b"*/");
                at = close.map_or(bytes.len(), |close| at + close + 2);
            }
            [b'/', b'/', ..] => at = line_end(text, start),
            [b'/', ..] => {}
            [sign, ..] => is_value = *sign == b'=',
            [] => break,
        }
    }
    scribe.finish()
}
