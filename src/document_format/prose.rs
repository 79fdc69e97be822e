//! What of a document is prose: blocks of words, and where they stand.
//!
//! A [`Prose`] has the length of its text. What is no word in it (markup, code, addresses, keys) is blank
//! there, so that a place in the one is a place in the other, and whoever reads it needs no map.

use std::borrow::Cow;
use std::ops::Range;

use super::format::DocumentFormat;
use crate::lang::Lang;
use crate::script::is_letter;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A line of plain text, which has no other blocks.
    Line,
    /// A title of a document, a chapter, a section.
    Heading,
    /// A line of running text, or the whole of it where lines mean nothing.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A cell of a table.
    TableCell,
    /// Running text that is marked as quoted.
    Quotation,
    /// What stands under a picture or over a table.
    Caption,
    /// What is said in a film at one time.
    Cue,
    /// A text of a program: a translation, a value under a key.
    Message,
}

impl BlockKind {
    /// The word for it in every output: `list-item`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list-item",
            Self::TableCell => "table-cell",
            Self::Quotation => "quotation",
            Self::Caption => "caption",
            Self::Cue => "cue",
            Self::Message => "message",
        }
    }
}

/// Prose that is judged as one and goes as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// From its first to its last word, in bytes of the text.
    pub range: Range<usize>,
    /// What goes if it goes, its marks included; `None` if it cannot go without harm to the rest.
    pub takes: Option<Range<usize>>,
    /// The part of the document that it belongs to, an index of [`Prose::parts`].
    pub part: usize,
    /// Whether a comment of its author says to leave it alone.
    pub is_ignored: bool,
}

/// The prose of a document, in blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose<'t> {
    /// The text with blanks for everything that is no prose: as many bytes, each word at its place.
    words: Cow<'t, str>,
    blocks: Vec<Block>,
    parts: Vec<Option<Lang>>,
    format: DocumentFormat,
}

impl<'t> Prose<'t> {
    /// A text that is nothing but prose.
    pub(crate) fn plain(text: &'t str) -> Self {
        Self {
            words: Cow::Borrowed(text),
            blocks: Vec::new(),
            parts: vec![None],
            format: DocumentFormat::Plain,
        }
    }

    /// The prose of a text in a format. Cost grows with the length of the text, whatever it holds.
    pub fn new(text: &'t str, format: DocumentFormat) -> Self {
        Self { format, ..format.parse(text) }
    }

    /// What the text is written in.
    pub fn format(&self) -> DocumentFormat {
        self.format
    }

    /// Whether every line is a block, and none is listed.
    pub fn is_plain(&self) -> bool {
        self.format == DocumentFormat::Plain
    }

    /// The blocks in the order of the text; none for plain text, where each line is one.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// What a block says, blank where something in it is no word.
    pub fn words(&self, block: &Block) -> &str {
        &self.words[block.range.clone()]
    }

    /// The parts of the document that have a language of their own, and the language that their author
    /// declares. Most documents have one.
    pub fn parts(&self) -> &[Option<Lang>] {
        &self.parts
    }

    /// The language that the author declares for the document.
    pub fn declared(&self) -> Option<Lang> {
        self.parts[0]
    }

    /// How long the text is.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }
}

/// Writes a [`Prose`] while a parser goes through a text from its start to its end.
pub(super) struct Scribe<'t> {
    pub(super) text: &'t str,
    words: Vec<u8>,
    blocks: Vec<Block>,
    parts: Vec<Option<Lang>>,
    ignore: Ignore,
    /// The part that blocks belong to.
    pub(super) part: usize,
}

/// What comments said about the blocks behind them.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "four independent reaches")]
struct Ignore {
    file: bool,
    stretch: bool,
    /// The next block, not yet begun.
    next: bool,
    /// The block that is open.
    this: bool,
}

impl<'t> Scribe<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let (ignore, part) = (Ignore::default(), 0);
        Self {
            text,
            words: vec![b' '; text.len()],
            blocks: Vec::new(),
            parts: vec![None],
            ignore,
            part,
        }
    }

    /// Copies words to their place.
    pub(super) fn write(&mut self, range: Range<usize>) {
        self.words[range.clone()].copy_from_slice(&self.text.as_bytes()[range.clone()]);
        // One that the file holds saves nothing.
        for found in memchr::memchr_iter(SAVED, &self.text.as_bytes()[range.clone()]) {
            self.words[range.start + found] = b' ';
        }
    }

    /// Writes what an escape stands for where the escape stands. The word goes on right behind it: the
    /// bytes that are saved are blank at its end, which [`settle`] sees to.
    pub(super) fn write_decoded(&mut self, range: Range<usize>, decoded: &str) {
        if decoded.len() <= range.len() {
            self.words[range.clone()].fill(SAVED);
            self.words[range.start..range.start + decoded.len()]
                .copy_from_slice(decoded.as_bytes());
        }
    }

    /// Writes what a code says that is no word of the file, over the whole of it: as much as there is room
    /// for, in whole words.
    pub(super) fn write_over(&mut self, range: Range<usize>, said: &str) {
        let is_end = |at: &usize| said[*at..].starts_with(char::is_whitespace);
        let ends = || (0..=range.len()).rev().filter(|&at| said.is_char_boundary(at));
        let end = if said.len() <= range.len() { Some(said.len()) } else { ends().find(is_end) };
        let said = &said.as_bytes()[..end.unwrap_or(0)];
        self.words[range.clone()].fill(b' ');
        self.words[range.start..range.start + said.len()].copy_from_slice(said);
    }

    /// Begins a paragraph, an item, an element: what an ignore comment in front of it is about.
    pub(super) fn begin(&mut self) {
        self.ignore.this = std::mem::take(&mut self.ignore.next);
    }

    /// Ends a block of words that are written. Without a letter in it there is none.
    pub(super) fn block(
        &mut self,
        kind: BlockKind,
        range: Range<usize>,
        takes: Option<Range<usize>>,
    ) -> Option<usize> {
        let bytes = &self.words[range.clone()];
        let first = bytes.iter().position(|byte| !is_blank(*byte))?;
        let last = bytes.iter().rposition(|byte| !is_blank(*byte))?;
        // Words that are written over a code end where they end, be it within a character of the code.
        let is_boundary = |at: &usize| self.text.is_char_boundary(*at);
        let start = (0..=range.start + first).rev().find(is_boundary).unwrap_or(0);
        let end = (range.start + last + 1..range.end).find(is_boundary).unwrap_or(range.end);
        let range = start..end;
        if !has_letter(&self.words[range.clone()]) {
            return None;
        }
        let is_ignored = self.ignore.file || self.ignore.stretch || self.ignore.this;
        self.blocks.push(Block { kind, range, takes, part: self.part, is_ignored });
        Some(self.blocks.len() - 1)
    }

    /// Changes what goes with a block.
    pub(super) fn takes(&mut self, block: usize, takes: Option<Range<usize>>) {
        self.blocks[block].takes = takes;
    }

    /// Makes a block a heading, which goes with these lines.
    pub(super) fn heading(&mut self, block: usize, lines: Range<usize>) {
        let block = &mut self.blocks[block];
        block.kind = BlockKind::Heading;
        block.takes = block.takes.as_ref().map(|_| lines);
    }

    /// The part of a language, or the document's own.
    pub(super) fn part_in(&mut self, lang: Lang) -> usize {
        let at = self.parts.iter().position(|&part| part == Some(lang));
        at.unwrap_or_else(|| self.new_part(Some(lang)))
    }

    /// A part of its own.
    pub(super) fn new_part(&mut self, lang: Option<Lang>) -> usize {
        self.parts.push(lang);
        self.parts.len() - 1
    }

    /// The language that is declared for the part that blocks belong to.
    pub(super) fn lang_of_part(&self) -> Option<Lang> {
        self.parts[self.part]
    }

    /// What the author declares about the whole document; the first word counts.
    pub(super) fn declare(&mut self, code: &str) {
        self.parts[0] = self.parts[0].or_else(|| declared(code));
    }

    /// Obeys a comment.
    pub(super) fn comment(&mut self, comment: &str) {
        let ignore = &mut self.ignore;
        match comment.trim() {
            "monoglot-ignore" => ignore.next = true,
            "monoglot-ignore-start" => ignore.stretch = true,
            "monoglot-ignore-end" => ignore.stretch = false,
            "monoglot-ignore-file" => ignore.file = true,
            _ => {}
        }
    }

    pub(super) fn finish(mut self) -> Prose<'t> {
        if self.ignore.file {
            self.blocks.iter_mut().for_each(|block| block.is_ignored = true);
        }
        settle(&mut self.words);
        // Whole characters are written in place of whole characters, so this loses nothing.
        let words = String::from_utf8(self.words)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        if words.len() != self.text.len() {
            return Prose::plain(self.text);
        }
        Prose {
            words: Cow::Owned(words),
            blocks: self.blocks,
            parts: self.parts,
            format: DocumentFormat::Plain,
        }
    }
}

/// A byte in place of one that an escape needed and its letter does not.
const SAVED: u8 = 0;

fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == SAVED
}

/// Moves the letters of words together that were written with escapes, and blanks what they saved.
fn settle(words: &mut [u8]) {
    let mut from = 0;
    while let Some(found) = memchr::memchr(SAVED, &words[from..]) {
        let hole = from + found;
        let rest = &words[hole..];
        let end = rest.iter().position(u8::is_ascii_whitespace).map_or(words.len(), |at| hole + at);
        let mut to = hole;
        for at in hole..end {
            if words[at] != SAVED {
                words[to] = words[at];
                to += 1;
            }
        }
        words[to..end].fill(b' ');
        from = end;
    }
}

fn has_letter(words: &[u8]) -> bool {
    if words.iter().any(u8::is_ascii_alphabetic) {
        return true;
    }
    let mut chunks = words.utf8_chunks();
    chunks.any(|chunk| chunk.valid().chars().any(is_letter))
}

/// A language as authors declare it: `de`, `de-DE`, `de_DE.UTF-8`, `"de"`.
pub(super) fn declared(code: &str) -> Option<Lang> {
    let code = code.trim().trim_matches(['"', '\'']);
    let code = code.split(['.', '@']).next().unwrap_or(code);
    let code = code.replace('_', "-");
    (!code.is_empty() && code.len() <= 15).then(|| code.parse().ok()).flatten()
}

/// Whether an item says what a name means, as in `object map: rules`: others of its list say it of others,
/// and all of them are asked for by their names.
pub(super) fn explains_name(item: &str) -> bool {
    item.contains(": ") || item.contains('：')
}

/// The lines that a range stands on, from the start of the first to the end of the last.
pub(super) fn whole_lines(text: &str, range: Range<usize>) -> Range<usize> {
    let bytes = text.as_bytes();
    let is_ending = |byte: u8| matches!(byte, b'\n' | b'\r');
    let start =
        memchr::memrchr2(b'\n', b'\r', &bytes[..range.start]).map_or(0, |before| before + 1);
    if range.end > range.start && is_ending(bytes[range.end - 1]) {
        return start..range.end;
    }
    start..line_end(text, range.end)
}

/// Where the lines of a text stand, their endings included.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let line = start..line_end(text, start);
        start = line.end;
        (!line.is_empty()).then_some(line)
    })
}

/// Where the line ends that a place stands on, its ending included.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let rest = &text.as_bytes()[at..];
    match memchr::memchr2(b'\n', b'\r', rest) {
        Some(end) if rest[end..].starts_with(b"\r\n") => at + end + 2,
        Some(end) => at + end + 1,
        None => text.len(),
    }
}

/// A range with the lines that it stands on, if nothing else stands on them.
pub(super) fn alone_on_lines(text: &str, range: Range<usize>) -> Range<usize> {
    let lines = whole_lines(text, range.clone());
    let is_alone = text[lines.start..range.start].trim().is_empty()
        && text[range.end..lines.end].trim().is_empty();
    if is_alone { lines } else { range }
}
