//! XML: the texts of Android's resources, and nothing of a vocabulary that we do not know.
//!
//! What an element is to a reader is said nowhere in a file of XML: `<name>` holds words in one and keys in
//! the next. Nothing goes: a program asks for its texts by their names.

use std::ops::Range;

use super::html;
use super::message;
use super::prose::{BlockKind, Prose, Scribe};

/// The prose of a file of XML.
pub(super) fn parse(text: &str) -> Prose<'_> {
    let mut scribe = Scribe::new(text);
    let mut file = File::default();
    let mut at = 0;
    while let Some((piece, place)) = next(text, at) {
        at = place.end;
        file.take(&mut scribe, piece, place);
    }
    scribe.finish()
}

/// A piece of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Text,
    /// Text in which no sign means anything.
    Verbatim,
    Comment,
    Start,
    End,
    /// A tag of an element that is empty, a declaration.
    Other,
}

/// The piece that begins at a place; what is open to the end of the file ends with it.
fn next(text: &str, at: usize) -> Option<(Piece, Range<usize>)> {
    let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
    let until = |end: &str| rest.find(end).map_or(rest.len(), |found| found + end.len());
    let (piece, length) = if !rest.starts_with('<') {
        (Piece::Text, rest.find('<').unwrap_or(rest.len()))
    } else if rest.starts_with("<!--") {
        (Piece::Comment, until("-->"))
    } else if rest.starts_with(CDATA) {
        (Piece::Verbatim, until("]]>"))
    } else if rest.starts_with("</") {
        (Piece::End, until(">"))
    } else {
        let length = tag_length(rest);
        let is_other = rest[1..].starts_with(['?', '!']) || rest[..length].ends_with("/>");
        (if is_other { Piece::Other } else { Piece::Start }, length)
    };
    Some((piece, at..at + length))
}

const CDATA: &str = "<![CDATA[";

/// How long a tag is; a sign in quotation marks does not end it.
fn tag_length(rest: &str) -> usize {
    let mut quote = None;
    let end = rest.bytes().position(|byte| {
        let is_mark = matches!(byte, b'"' | b'\'') && quote.is_none_or(|mark| mark == byte);
        if is_mark {
            quote = if quote.is_some() { None } else { Some(byte) };
        }
        byte == b'>' && quote.is_none()
    });
    end.map_or(rest.len(), |end| end + 1)
}

/// What an element is to the texts in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    Resources,
    /// Texts of one name.
    Texts,
    /// Neither it nor what is in it is prose.
    Other,
}

impl Element {
    fn new(name: &str, tag: &str, outer: Option<Self>) -> Self {
        match (outer, name) {
            (None, "resources") => Self::Resources,
            _ if attribute(tag, "translatable") == Some("false") => Self::Other,
            (Some(Self::Resources), "plurals" | "string-array") => Self::Texts,
            _ => Self::Other,
        }
    }
}

/// What is open while pieces are read.
#[derive(Default)]
struct File {
    elements: Vec<Element>,
    /// The text that is open: where it begins, and how many elements are open in it.
    message: Option<(usize, usize)>,
}

impl File {
    fn take(&mut self, scribe: &mut Scribe<'_>, piece: Piece, place: Range<usize>) {
        let text = scribe.text;
        let source = &text[place.clone()];
        match piece {
            Piece::Comment => {
                scribe.comment(source.trim_start_matches("<!--").trim_end_matches("-->"));
            }
            Piece::Text if self.message.is_some() => {
                message::write(scribe, place.clone());
                html::write_entities(scribe, place);
            }
            Piece::Verbatim if self.message.is_some() => {
                let close = source.len() - source.trim_end_matches("]]>").len();
                message::write(scribe, place.start + CDATA.len()..place.end - close);
            }
            Piece::Start => self.start(scribe, source, place.end),
            Piece::End => self.end(scribe, place.start),
            Piece::Text | Piece::Verbatim | Piece::Other => {}
        }
    }

    fn start(&mut self, scribe: &mut Scribe<'_>, tag: &str, end: usize) {
        if let Some((_, depth)) = &mut self.message {
            *depth += 1;
            return;
        }
        let name = tag[1..].split([' ', '\t', '\r', '\n', '>']).next().unwrap_or_default();
        let outer = self.elements.last().copied();
        let is_text = matches!(
            (outer, name),
            (Some(Element::Resources), "string") | (Some(Element::Texts), "item")
        );
        if is_text && attribute(tag, "translatable") != Some("false") {
            scribe.begin();
            self.message = Some((end, 0));
            return;
        }
        let element = Element::new(name, tag, outer);
        if let Some(code) = attribute(tag, "tools:locale").filter(|_| element == Element::Resources)
        {
            scribe.declare(code);
        }
        self.elements.push(element);
    }

    fn end(&mut self, scribe: &mut Scribe<'_>, start: usize) {
        match self.message {
            Some((from, 0)) => {
                scribe.block(BlockKind::Message, from..start, None);
                self.message = None;
            }
            Some((from, depth)) => self.message = Some((from, depth - 1)),
            None => drop(self.elements.pop()),
        }
    }
}

/// The value of an attribute.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, value) = tag.split_once(name)?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let mark = value.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    value[1..].split(mark).next()
}
