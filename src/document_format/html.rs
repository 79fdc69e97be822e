//! HTML: the text between tags, in blocks as readers see them.
//!
//! Not a builder of trees: a stack of open elements is enough to know where a block ends, what may go with
//! it, and what language it is in. Whatever is doubtful (an element that is closed by another one, that has
//! an `id`, that holds more than words) stays, and only its text goes.

mod element;

use std::collections::HashMap;
use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::inline::{self, Inline};
use super::prose::{BlockKind, Prose, Scribe, alone_on_lines, declared};
use element::Role;

/// The prose of a page or a piece of one.
pub(super) fn parse(text: &str) -> Prose<'_> {
    let mut scribe = Scribe::new(text);
    scribe_fragment(&mut scribe, 0..text.len());
    scribe.finish()
}

/// Reads the HTML of a range.
pub(super) fn scribe_fragment(scribe: &mut Scribe<'_>, range: Range<usize>) {
    let source = &scribe.text[range.clone()];
    let mut page = Page {
        scribe,
        base: range.start,
        end: range.end,
        stack: Vec::new(),
        open: HashMap::new(),
        muted: 0,
        run: None,
        row: Vec::new(),
        is_too_deep: false,
        tag: StartTag::default(),
    };
    let part = page.scribe.part;
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
        page.take(&event, span);
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    let nothing = Tokenizer::new_with_emitter(source, emitter).next();
    debug_assert!(nothing.is_none(), "the page takes every event");
    page.flush();
    page.end_row();
    page.scribe.part = part;
}

/// The name of the tag that a text is, and whether it ends an element.
pub(super) fn tag_name(tag: &str) -> (String, bool) {
    let is_end = tag.starts_with("</");
    let name = tag.trim_start_matches(['<', '/']);
    let length =
        name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    (name[..length].to_ascii_lowercase(), is_end)
}

/// Whether what stands inside of a tag is no prose of the document around it.
pub(super) fn is_muted(tag: &str, name: &str) -> bool {
    let is_empty = tag.ends_with("/>") || Role::of(name.as_bytes()) == Role::Void;
    let says = |attribute: &str| tag.contains(attribute);
    !is_empty
        && (matches!(Role::of(name.as_bytes()), Role::Mute | Role::Listing)
            || says(" lang=")
            || says(" hreflang=")
            || says("translate=\"no\""))
}

/// Browsers keep no more elements open, and the search through them stays short.
const DEEPEST: usize = 512;

/// A start tag while it is read.
#[derive(Debug, Default)]
struct StartTag {
    name: Vec<u8>,
    start: usize,
    attribute: Attribute,
    lang: Option<String>,
    has_id: bool,
    is_mute: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Attribute {
    #[default]
    Other,
    Lang,
    Translate,
    Class,
}

/// An element that is open.
struct Element {
    name: Vec<u8>,
    role: Role,
    start: usize,
    /// The last block in it, and how many there are.
    block: Option<usize>,
    blocks: usize,
    /// Whether it holds more than words, or others may refer to it.
    has_substance: bool,
    has_id: bool,
    is_mute: bool,
    /// The part that was the page's before it.
    outer: usize,
}

/// Text between two ends of blocks.
struct Run {
    /// From its first word or inline tag to its last.
    range: Range<usize>,
    /// How many elements were open where it began.
    depth: usize,
    has_words: bool,
    /// Whether an element ended in it that had begun before, or it holds more than words.
    is_whole: bool,
    part: usize,
}

struct Page<'s, 't> {
    scribe: &'s mut Scribe<'t>,
    base: usize,
    end: usize,
    stack: Vec<Element>,
    /// How many elements of a name are open, so that an end without a start costs nothing.
    open: HashMap<Vec<u8>, usize>,
    muted: usize,
    run: Option<Run>,
    /// The cells of the row that is open.
    row: Vec<usize>,
    /// Whether elements were open that no stack of ours holds: what goes with a block is not known then.
    is_too_deep: bool,
    tag: StartTag,
}

impl Page<'_, '_> {
    fn take(&mut self, event: &CallbackEvent<'_>, span: Span<usize>) {
        let place = (self.base + span.start).min(self.end)..(self.base + span.end).min(self.end);
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag =
                    StartTag { name: name.to_vec(), start: place.start, ..StartTag::default() };
            }
            CallbackEvent::AttributeName { name } => self.attribute(name),
            CallbackEvent::AttributeValue { value } => self.value(value),
            CallbackEvent::CloseStartTag { self_closing } => self.start(place.end, *self_closing),
            CallbackEvent::EndTag { name } => self.end(name, place),
            CallbackEvent::String { .. } => self.text(place),
            CallbackEvent::Comment { value } => {
                self.scribe.comment(&String::from_utf8_lossy(value));
            }
            CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn attribute(&mut self, name: &[u8]) {
        self.tag.attribute = match name {
            b"lang" | b"xml:lang" | b"hreflang" => Attribute::Lang,
            b"translate" => Attribute::Translate,
            b"class" => Attribute::Class,
            _ => Attribute::Other,
        };
        self.tag.has_id |= matches!(name, b"id" | b"name");
    }

    fn value(&mut self, value: &[u8]) {
        match self.tag.attribute {
            Attribute::Lang if self.tag.lang.is_none() => {
                self.tag.lang = Some(String::from_utf8_lossy(value).into_owned());
            }
            Attribute::Translate => self.tag.is_mute |= value == b"no",
            Attribute::Class => {
                let mut classes = value.split(u8::is_ascii_whitespace);
                self.tag.is_mute |= classes.any(|class| class == b"notranslate");
            }
            _ => {}
        }
    }

    fn start(&mut self, end: usize, is_closed: bool) {
        let tag = std::mem::take(&mut self.tag);
        let role = Role::of(&tag.name);
        if role.ends_block() {
            self.flush();
            self.close_implied(role);
        }
        if role == Role::Row {
            self.end_row();
        }
        let is_mute = tag.is_mute || matches!(role, Role::Mute | Role::Listing);
        match role {
            Role::Break => return,
            Role::Void if tag.name == b"wbr" => return,
            Role::Void => return self.has_substance(),
            _ if is_closed && !role.ends_block() => return self.has_substance(),
            _ if self.stack.len() >= DEEPEST => {
                self.is_too_deep = true;
                return;
            }
            _ => {}
        }
        if role == Role::Inline && self.muted == 0 {
            self.extend(tag.start..end);
            if tag.has_id {
                self.has_substance();
            }
        }
        let outer = self.scribe.part;
        let is_mute = self.speak(&tag, role) || is_mute;
        self.muted += usize::from(is_mute);
        if is_mute && !matches!(&tag.name[..], b"script" | b"style" | b"template") {
            self.has_substance();
        }
        if role.begins_block() {
            self.scribe.begin();
        }
        *self.open.entry(tag.name.clone()).or_default() += 1;
        self.stack.push(Element {
            name: tag.name,
            role,
            start: tag.start,
            block: None,
            blocks: 0,
            has_substance: false,
            has_id: tag.has_id,
            is_mute,
            outer,
        });
    }

    /// Goes over to the language that an element declares. Words in another language inside of a sentence
    /// are no prose of it: whether the element is mute for that.
    fn speak(&mut self, tag: &StartTag, role: Role) -> bool {
        let Some(code) = &tag.lang else { return false };
        if matches!(&tag.name[..], b"html" | b"body") {
            self.scribe.declare(code);
            return false;
        }
        let Some(lang) = declared(code) else { return false };
        if self.scribe.lang_of_part() == Some(lang) {
            return false;
        }
        let is_within_sentence =
            role == Role::Inline && self.run.as_ref().is_some_and(|run| run.has_words);
        if !is_within_sentence {
            self.scribe.part = self.scribe.part_in(lang);
        }
        is_within_sentence
    }

    /// Closes what a new element closes without an end tag.
    fn close_implied(&mut self, role: Role) {
        while let Some(top) = self.stack.last()
            && role.closes(top.role)
        {
            self.pop(None);
        }
    }

    fn end(&mut self, name: &[u8], place: Range<usize>) {
        if self.open.get(name).is_none_or(|&count| count == 0) {
            return;
        }
        let role = Role::of(name);
        if role.ends_block() {
            self.flush();
        } else if self.muted == 0 {
            self.extend(place.clone());
        }
        while self.stack.last().is_some_and(|top| top.name != name) {
            self.pop(None);
        }
        self.pop(Some(place.end));
    }

    /// Closes the innermost element, at the end of its end tag if it has one.
    fn pop(&mut self, end: Option<usize>) {
        let Some(element) = self.stack.pop() else { return };
        if let Some(count) = self.open.get_mut(&element.name) {
            *count -= 1;
        }
        self.muted -= usize::from(element.is_mute);
        if let Some(run) = &mut self.run
            && self.stack.len() < run.depth
        {
            run.is_whole = false;
        }
        if self.scribe.part != element.outer {
            self.flush();
            self.scribe.part = element.outer;
        }
        let may_go = element.role.may_go()
            && !element.has_substance
            && !element.has_id
            && element.blocks == 1;
        if let (Some(end), Some(block), true) = (end, element.block, may_go) {
            let takes = alone_on_lines(self.scribe.text, element.start..end);
            self.scribe.takes(block, Some(takes));
        }
        if let Some(outer) = self.stack.last_mut() {
            if element.role.ends_block() {
                // Another element in it stays when the text goes.
                outer.blocks += 2;
            } else {
                outer.blocks += element.blocks;
                outer.block = element.block.or(outer.block);
                outer.has_substance |= element.has_substance || element.has_id;
            }
        }
    }

    /// Ends a row. Its cells speak of each other, so that none goes where there are several; a page that is laid
    /// out by a table has them alone.
    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if row.len() > 1 {
            for cell in row {
                self.scribe.takes(cell, None);
            }
        }
    }

    /// Marks what is open as more than words.
    fn has_substance(&mut self) {
        if let Some(top) = self.stack.last_mut() {
            top.has_substance = true;
        }
        if let Some(run) = &mut self.run {
            run.is_whole = false;
        }
    }

    fn text(&mut self, place: Range<usize>) {
        if self.muted > 0 || place.is_empty() {
            return;
        }
        let raw = &self.scribe.text[place.clone()];
        let start = place.start + raw.len() - raw.trim_start().len();
        let end = place.start + raw.trim_end().len();
        if start >= end {
            return;
        }
        self.extend(start..end);
        if let Some(run) = &mut self.run {
            run.has_words = true;
        }
        write(self.scribe, start..end);
    }

    /// Lets the run go on over a range.
    fn extend(&mut self, range: Range<usize>) {
        let (depth, part) = (self.stack.len(), self.scribe.part);
        let run = self.run.get_or_insert_with(|| Run {
            range: range.clone(),
            depth,
            has_words: false,
            is_whole: true,
            part,
        });
        run.range.end = range.end;
        if !run.has_words {
            run.part = part;
        }
    }

    /// Ends the run that is open: its words become a block.
    fn flush(&mut self) {
        let Some(run) = self.run.take().filter(|run| run.has_words) else { return };
        let kind = self.stack.iter().rev().find_map(|element| element.role.kind());
        let is_title = self.stack.iter().any(|element| element.name == b"title");
        let is_whole =
            run.is_whole && self.stack.len() <= run.depth && !is_title && !self.is_too_deep;
        let takes = is_whole.then(|| alone_on_lines(self.scribe.text, run.range.clone()));
        let outer = std::mem::replace(&mut self.scribe.part, run.part);
        let block = self.scribe.block(kind.unwrap_or(BlockKind::Paragraph), run.range, takes);
        self.scribe.part = outer;
        if kind == Some(BlockKind::TableCell) {
            self.row.extend(block);
        }
        let holder = self.stack.iter_mut().rev().find(|element| element.role != Role::Inline);
        if let Some(holder) = holder {
            holder.blocks += 1;
            holder.has_substance |= !is_whole;
            holder.block = block.filter(|_| is_whole);
        }
    }
}

/// Writes the words of a text, its entities as the letters that they stand for.
fn write(scribe: &mut Scribe<'_>, range: Range<usize>) {
    inline::write(scribe, range.clone(), Inline::default());
    write_entities(scribe, range);
}

/// Writes the letters that entities stand for over them.
pub(super) fn write_entities(scribe: &mut Scribe<'_>, range: Range<usize>) {
    let text = scribe.text;
    let mut from = range.start;
    while let Some(found) = memchr::memchr(b'&', &text.as_bytes()[from..range.end]) {
        let start = from + found;
        let length = text[start..range.end].bytes().take(32).position(|byte| byte == b';');
        from = start + length.map_or(1, |length| length + 1);
        let entity = start..from;
        let decoded = html_escape::decode_html_entities(&text[entity.clone()]);
        if decoded != text[entity.clone()] {
            // A space that does not break is a space.
            let decoded = if decoded == "\u{a0}" { " " } else { &decoded };
            scribe.write_decoded(entity, decoded);
        }
    }
}
