//! Markdown: `CommonMark`, tables, footnotes, front matter, and what site generators add to it.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::inline::{self, Inline};
use super::prose::{BlockKind, Prose, Scribe, whole_lines};
use super::{front_matter, html};

/// The prose of a Markdown text.
pub(super) fn parse(text: &str) -> Prose<'_> {
    let mut scribe = Scribe::new(text);
    let start = front_matter::parse(&mut scribe);
    scribe_range(&mut scribe, start..text.len());
    scribe.finish()
}

fn scribe_range(scribe: &mut Scribe<'_>, range: Range<usize>) {
    let text = scribe.text;
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM;
    let mut page = Page {
        scribe,
        base: range.start,
        run: None,
        frames: Vec::new(),
        muted: Vec::new(),
        is_admonition: false,
        code: None,
    };
    for (event, place) in Parser::new_ext(&text[range], options).into_offset_iter() {
        let place = page.base + place.start..page.base + place.end;
        page.take(&event, place);
    }
    page.flush();
}

/// Text that is read until a block ends.
struct Run {
    /// Pieces of words, in order, none of them over the end of a line.
    pieces: Vec<Piece>,
    /// Where something stands in it that is more than words: code, a picture, a formula, a tag. The line it
    /// stands on is not one that a page's interface left.
    substance: Vec<usize>,
}

enum Piece {
    Words(Range<usize>),
    /// An escape, and what it stands for.
    Decoded(Range<usize>, String),
}

impl Piece {
    fn range(&self) -> Range<usize> {
        match self {
            Self::Words(range) | Self::Decoded(range, _) => range.clone(),
        }
    }
}

/// A block that holds others.
struct Frame {
    kind: BlockKind,
    range: Range<usize>,
    /// How many blocks are in it.
    children: usize,
    /// Its first block, if it may go with the whole frame.
    first: Option<usize>,
    /// Whether the frame goes when its only block goes.
    is_item: bool,
}

struct Page<'s, 't> {
    scribe: &'s mut Scribe<'t>,
    base: usize,
    run: Option<Run>,
    frames: Vec<Frame>,
    /// The inline elements that are open whose text is no prose of the document.
    muted: Vec<String>,
    /// Whether what is indented next is the text of an admonition and no code.
    is_admonition: bool,
    code: Option<Code>,
}

/// A code block that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Code {
    /// It is one.
    Listing,
    /// The text of an admonition.
    Admonition,
    /// Code in the text of an admonition, between fences.
    Fenced,
}

impl Page<'_, '_> {
    fn take(&mut self, event: &Event<'_>, place: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, place),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) if self.code.is_some() => self.code_line(place),
            Event::Text(text) => self.text(text, place),
            Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_) => self.substance(place),
            Event::InlineHtml(tag) => self.inline_html(tag, place),
            Event::Html(_)
            | Event::Rule
            | Event::SoftBreak
            | Event::HardBreak
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, place: Range<usize>) {
        match tag {
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. } => {}
            Tag::Image { .. } => self.substance(place),
            Tag::CodeBlock(kind) => {
                self.flush();
                let is_indented = matches!(kind, CodeBlockKind::Indented);
                let is_admonition = is_indented && std::mem::take(&mut self.is_admonition);
                self.code = Some(if is_admonition { Code::Admonition } else { Code::Listing });
                self.child();
            }
            Tag::HtmlBlock => {
                self.flush();
                self.child();
                html::scribe_fragment(self.scribe, place);
            }
            Tag::BlockQuote(_) => self.open(BlockKind::Quotation, place, false),
            Tag::Item => self.open(BlockKind::ListItem, place, true),
            Tag::FootnoteDefinition(_) => {
                self.open(BlockKind::Paragraph, place, false);
            }
            Tag::Heading { .. } => self.open(BlockKind::Heading, place, true),
            Tag::TableCell => self.open(BlockKind::TableCell, place, false),
            Tag::Paragraph => {
                self.flush();
                self.scribe.begin();
            }
            Tag::List(_) | Tag::Table(_) => {
                self.flush();
                self.child();
            }
            _ => self.flush(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image => {}
            TagEnd::CodeBlock => self.code = None,
            TagEnd::BlockQuote(_)
            | TagEnd::Item
            | TagEnd::Heading(_)
            | TagEnd::TableCell
            | TagEnd::FootnoteDefinition => self.close(),
            _ => self.flush(),
        }
    }

    fn open(&mut self, kind: BlockKind, range: Range<usize>, is_item: bool) {
        self.flush();
        self.child();
        // Quoted items are items; what is quoted or defined in an item is no item of its own.
        self.frames.push(Frame { kind, range, children: 0, first: None, is_item });
        if kind != BlockKind::Quotation {
            self.scribe.begin();
        }
    }

    fn close(&mut self) {
        self.flush();
        let Some(frame) = self.frames.pop() else { return };
        if let Some(block) = frame.first.filter(|_| frame.is_item && frame.children == 1) {
            let text = self.scribe.text;
            let content = text[frame.range.clone()].trim_end().len();
            let lines = whole_lines(text, frame.range.start..frame.range.start + content);
            self.scribe.takes(block, Some(lines));
        }
    }

    fn child(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.children += 1;
        }
    }

    fn run(&mut self) -> &mut Run {
        self.run.get_or_insert_with(|| Run { pieces: Vec::new(), substance: Vec::new() })
    }

    fn substance(&mut self, place: Range<usize>) {
        self.run().substance.push(place.start);
    }

    fn text(&mut self, text: &str, place: Range<usize>) {
        if !self.muted.is_empty() {
            return;
        }
        let is_as_it_stands = self.scribe.text[place.clone()] == *text;
        let piece = if is_as_it_stands {
            Piece::Words(place)
        } else {
            Piece::Decoded(place, text.to_owned())
        };
        self.run().pieces.push(piece);
    }

    /// A line of a code block, which is prose if it is the text of an admonition.
    fn code_line(&mut self, place: Range<usize>) {
        let content = self.scribe.text[place.clone()].trim_start();
        let is_fence = content.starts_with("```") || content.starts_with("~~~");
        self.code = match (self.code, is_fence) {
            (Some(Code::Admonition), true) => Some(Code::Fenced),
            (Some(Code::Fenced), true) => Some(Code::Admonition),
            (code, _) => code,
        };
        if is_fence || self.code != Some(Code::Admonition) {
            return;
        }
        let backticks = Inline { backticks: true, ..Inline::default() };
        inline::write(self.scribe, place.clone(), backticks);
        self.scribe.block(BlockKind::Paragraph, place, None);
    }

    fn inline_html(&mut self, tag: &str, place: Range<usize>) {
        if let Some(comment) = tag.strip_prefix("<!--") {
            self.scribe.comment(comment.strip_suffix("-->").unwrap_or(comment));
            return;
        }
        let (name, is_end) = html::tag_name(tag);
        if is_end {
            if self.muted.last() == Some(&name) {
                self.muted.pop();
            }
        } else if html::is_muted(tag, &name) {
            self.muted.push(name);
        }
        if !tag.starts_with("<br") {
            self.substance(place);
        }
    }

    /// Ends the run of text that is open: its words become blocks.
    fn flush(&mut self) {
        self.muted.clear();
        let Some(run) = self.run.take() else { return };
        let (Some(first), Some(last)) = (run.pieces.first(), run.pieces.last()) else {
            return self.child();
        };
        let whole = first.range().start..last.range().end;
        let begins = &self.scribe.text[whole.clone()];
        self.is_admonition = ["!!!", "???", "=== \""].iter().any(|mark| begins.starts_with(mark));
        if begins.starts_with("import ") || begins.starts_with("export ") {
            return self.child();
        }
        let gaps = inline::gaps(begins, Inline::default());
        let hidden = whole.start + mark_length(begins);
        self.write(&run.pieces, hidden, whole.start, &gaps);
        self.blocks(&run, whole);
        self.child();
    }

    fn write(&mut self, pieces: &[Piece], from: usize, base: usize, gaps: &[Range<usize>]) {
        let mut gaps = gaps.iter().map(|gap| base + gap.start..base + gap.end).peekable();
        for piece in pieces {
            let range = piece.range();
            let mut at = range.start.max(from);
            while let Some(gap) = gaps.next_if(|gap| gap.end <= range.start) {
                let _ = gap;
            }
            let mut is_whole = true;
            while let Some(gap) = gaps.peek().filter(|gap| gap.start < range.end).cloned() {
                is_whole = false;
                if at < gap.start && matches!(piece, Piece::Words(_)) {
                    self.scribe.write(at..gap.start);
                }
                at = at.max(gap.end);
                if gap.end > range.end {
                    break;
                }
                gaps.next();
            }
            match piece {
                Piece::Decoded(range, decoded) if is_whole && at == range.start => {
                    self.scribe.write_decoded(range.clone(), decoded);
                }
                Piece::Words(range) if at < range.end => self.scribe.write(at..range.end),
                _ => {}
            }
        }
    }

    /// The blocks of a run: one, or its lines where each of them can go alone.
    fn blocks(&mut self, run: &Run, whole: Range<usize>) {
        let frame = self.frames.last();
        let kind = frame.map_or(BlockKind::Paragraph, |frame| frame.kind);
        let is_first_in_item = frame.is_some_and(|frame| frame.is_item && frame.children == 0);
        let is_cell = kind == BlockKind::TableCell;
        if is_first_in_item || is_cell {
            let block = self.scribe.block(kind, whole, None);
            if let Some(frame) = self.frames.last_mut().filter(|_| run.substance.is_empty()) {
                frame.first = block;
            }
            return;
        }
        let may_go =
            !self.frames.iter().any(|frame| !frame.is_item && frame.kind == BlockKind::Paragraph);
        self.lines(run, whole, kind, may_go);
    }

    fn lines(&mut self, run: &Run, whole: Range<usize>, kind: BlockKind, may_go: bool) {
        let text = self.scribe.text;
        let mut substance = run.substance.iter().peekable();
        let mut start = whole.start;
        while start < whole.end {
            let line = whole_lines(text, start..start);
            let mut is_words = true;
            while substance.next_if(|&&at| at < line.end).is_some() {
                is_words = false;
            }
            let marked = mark_length(&text[start..whole.end.min(line.end)]) > 0;
            let end = line.end.min(whole.end);
            let takes = (may_go && is_words && !marked).then_some(line.clone());
            self.scribe.block(kind, start..end, takes);
            start = line.end;
        }
    }
}

/// How long the mark of an admonition or a container is that a run begins with.
fn mark_length(run: &str) -> usize {
    let mark = run.bytes().take_while(|&byte| matches!(byte, b':' | b'!' | b'?' | b'=')).count();
    if mark < 3 {
        return 0;
    }
    let rest = &run[mark..];
    let name = rest.trim_start_matches([' ', '+']);
    let word =
        name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    mark + (rest.len() - name.len()) + word
}
