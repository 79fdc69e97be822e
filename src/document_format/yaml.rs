//! YAML: the values of keys and of lists. Not a parser of all that YAML can say: what it does not
//! understand (anchors, flow collections) it takes for no prose.

use std::ops::Range;

use super::message;
use super::prose::{Prose, Scribe, declared, line_end};

/// Says whether the value under a path of keys is prose, and may choose its part.
pub(super) type IsProse<'f> = dyn FnMut(&mut Scribe<'_>, &[String], Range<usize>) -> bool + 'f;

/// The prose of a YAML file: all of its texts. Keys at the top that are languages name the language below.
pub(super) fn parse(text: &str) -> Prose<'_> {
    let mut scribe = Scribe::new(text);
    scribe_range(&mut scribe, 0..text.len(), &mut |scribe, path, _| {
        let lang = path.first().filter(|_| path.len() > 1).and_then(|key| declared(key));
        scribe.part = lang.map_or(0, |lang| scribe.part_in(lang));
        true
    });
    scribe.finish()
}

/// Reads the lines of a range.
pub(super) fn scribe_range(
    scribe: &mut Scribe<'_>,
    range: Range<usize>,
    is_prose: &mut IsProse<'_>,
) {
    let mut reader = Reader { path: Vec::new(), indents: Vec::new(), end: range.end };
    let mut start = range.start;
    while start < range.end {
        start = reader.line(scribe, start, is_prose).max(start + 1);
    }
}

struct Reader {
    /// The keys that lead to the line, and how far each is indented.
    path: Vec<String>,
    indents: Vec<usize>,
    end: usize,
}

impl Reader {
    /// Reads what begins on a line; where the next one begins.
    fn line(&mut self, scribe: &mut Scribe<'_>, start: usize, is_prose: &mut IsProse<'_>) -> usize {
        let text = scribe.text;
        let end = line_end(text, start).min(self.end);
        let line = text[start..end].trim_end();
        let mut content = line.trim_start_matches(' ');
        if let Some(comment) = content.strip_prefix('#') {
            scribe.comment(comment);
            return end;
        }
        if content.is_empty() || matches!(line, "---" | "...") || line.starts_with('%') {
            return end;
        }
        while let Some(item) = content.strip_prefix("- ") {
            content = item.trim_start_matches(' ');
        }
        let indent = line.len() - content.len();
        while self.indents.last().is_some_and(|&outer| outer >= indent) {
            self.indents.pop();
            self.path.pop();
        }
        let mut value = start + indent;
        if let Some((key, length)) = key(content) {
            self.path.push(key.to_owned());
            self.indents.push(indent);
            value += length;
        }
        self.value(scribe, value, end, is_prose)
    }

    /// Reads the value that begins at a place; where the next line begins.
    fn value(
        &self,
        scribe: &mut Scribe<'_>,
        start: usize,
        end: usize,
        is_prose: &mut IsProse<'_>,
    ) -> usize {
        let text = scribe.text;
        let line = &text[start..end];
        let at = start + line.len() - line.trim_start().len();
        let (range, next) = match text.as_bytes().get(at) {
            _ if at >= end => return end,
            Some(b'|' | b'>') => {
                let next = self.scalar_end(text, end);
                return self.scalar(scribe, end..next, is_prose);
            }
            Some(&mark @ (b'"' | b'\'')) => {
                let close = quoted_end(text, at + 1, mark).min(self.end);
                (at + 1..close, line_end(text, close).min(self.end))
            }
            Some(b'[' | b'{') => return flow_end(text, at, self.end),
            Some(b'&' | b'*' | b'!') => return end,
            _ => {
                let plain = text[at..end].trim_end();
                let plain = plain.find(" #").map_or(plain, |comment| &plain[..comment]);
                (at..at + plain.len(), end)
            }
        };
        if is_prose(scribe, &self.path, range.clone()) {
            message::block(scribe, range);
        }
        next
    }

    /// Reads the lines of a text that stands indented below its key.
    fn scalar(
        &self,
        scribe: &mut Scribe<'_>,
        range: Range<usize>,
        is_prose: &mut IsProse<'_>,
    ) -> usize {
        if is_prose(scribe, &self.path, range.clone()) {
            let mut start = range.start;
            while start < range.end {
                let end = line_end(scribe.text, start).min(range.end);
                message::block(scribe, start..end);
                start = end;
            }
        }
        range.end
    }

    fn scalar_end(&self, text: &str, start: usize) -> usize {
        let indent = self.indents.last().copied().unwrap_or(0);
        let mut at = start;
        while at < self.end {
            let end = line_end(text, at).min(self.end);
            let line = text[at..end].trim_end();
            if !line.is_empty() && line.len() - line.trim_start_matches(' ').len() <= indent {
                break;
            }
            at = end;
        }
        at
    }
}

/// The key that a line begins with, and how long it is with its colon.
fn key(content: &str) -> Option<(&str, usize)> {
    if let Some(mark) = content.bytes().next().filter(|mark| matches!(mark, b'"' | b'\'')) {
        let close = content[1..].find(char::from(mark))? + 1;
        let is_key = content[close + 1..].starts_with(':');
        return is_key.then(|| (&content[1..close], close + 2));
    }
    if content.starts_with(['{', '[', '#', '|', '>', '&', '*', '!', '%', '@', '`']) {
        return None;
    }
    let colon = content.find(": ").or_else(|| content.ends_with(':').then(|| content.len() - 1))?;
    Some((content[..colon].trim_end(), colon + 1))
}

/// Where a quoted text ends; single marks are doubled inside of one, others stand behind a backslash.
fn quoted_end(text: &str, start: usize, mark: u8) -> usize {
    if mark == b'"' {
        return message::quoted_end(text, start, mark);
    }
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(found) = memchr::memchr(mark, &bytes[at..]) {
        at += found;
        if bytes.get(at + 1) != Some(&mark) {
            return at;
        }
        at += 2;
    }
    bytes.len()
}

/// Where the line ends on which a flow collection closes.
fn flow_end(text: &str, start: usize, end: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in text.as_bytes()[..end].iter().enumerate().skip(start) {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return line_end(text, at).min(end);
        }
    }
    end
}
