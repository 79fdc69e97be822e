//! JSON: texts under keys and in lists.

use super::message;
use super::prose::{Prose, Scribe, declared};

/// The prose of a JSON file: all of its texts that are no keys. Keys at the top that are languages name
/// the language below.
pub(super) fn parse(text: &str) -> Prose<'_> {
    let mut scribe = Scribe::new(text);
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(found) =
        bytes[at..].iter().position(|byte| matches!(byte, b'"' | b'{' | b'}' | b'[' | b']'))
    {
        let start = at + found;
        at = start + 1;
        match bytes[start] {
            b'"' => {
                let end = message::quoted_end(text, at, b'"');
                let value = at..end;
                at = (end + 1).min(bytes.len());
                if !bytes[at..].trim_ascii_start().starts_with(b":") {
                    message::block(&mut scribe, value);
                } else if depth == 1 {
                    scribe.part = declared(&text[value]).map_or(0, |lang| scribe.part_in(lang));
                }
            }
            b'{' | b'[' => depth += 1,
            _ => depth = depth.saturating_sub(1),
        }
    }
    scribe.finish()
}
