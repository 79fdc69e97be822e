//! What the elements of HTML are to a reader of their text.

use crate::document_format::prose::BlockKind;

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Words within a sentence: `<em>`, `<a>`, and every name we do not know.
    Inline,
    /// Nothing stands inside of it: `<img>`.
    Void,
    /// A line ends: `<br>`, `<hr>`.
    Break,
    /// What stands in it is no prose: code, styles, drawings.
    Mute,
    /// So it is with this, and it is a block.
    Listing,
    /// A paragraph, which every other block ends.
    Paragraph,
    Heading,
    ListItem,
    /// A cell of a table, or half of a definition.
    Cell,
    /// A row, a group of rows.
    Row,
    Quotation,
    Caption,
    /// A block that holds nothing but a notice, as often as not.
    Box,
    /// A block that others rely on: `<main>`, `<table>`, `<ul>`.
    Frame,
    /// Something to press or to choose.
    Control,
}

impl Role {
    pub(super) fn of(name: &[u8]) -> Self {
        match name {
            b"br" | b"hr" => Self::Break,
            b"img" | b"input" | b"meta" | b"link" | b"area" | b"base" | b"col" | b"embed"
            | b"source" | b"track" | b"wbr" | b"param" => Self::Void,
            b"script" | b"style" | b"template" | b"code" | b"kbd" | b"samp" | b"var" | b"svg"
            | b"math" | b"object" | b"iframe" | b"canvas" | b"audio" | b"video" | b"noembed"
            | b"noframes" | b"noscript" => Self::Mute,
            b"pre" | b"listing" | b"xmp" | b"textarea" => Self::Listing,
            b"p" => Self::Paragraph,
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"title" => Self::Heading,
            b"li" => Self::ListItem,
            b"td" | b"th" | b"dt" | b"dd" => Self::Cell,
            b"tr" | b"tbody" | b"thead" | b"tfoot" => Self::Row,
            b"blockquote" => Self::Quotation,
            b"figcaption" | b"caption" | b"legend" | b"summary" => Self::Caption,
            b"div" | b"footer" | b"aside" | b"address" | b"center" => Self::Box,
            b"html" | b"head" | b"body" | b"main" | b"article" | b"section" | b"header"
            | b"nav" | b"ul" | b"ol" | b"dl" | b"menu" | b"table" | b"colgroup" | b"figure"
            | b"form" | b"fieldset" | b"details" | b"dialog" | b"hgroup" | b"search"
            | b"select" | b"optgroup" | b"datalist" => Self::Frame,
            b"button" | b"option" | b"label" => Self::Control,
            _ => Self::Inline,
        }
    }

    /// Whether a tag of it ends the block before it.
    pub(super) fn ends_block(self) -> bool {
        !matches!(self, Self::Inline | Self::Mute | Self::Void)
    }

    /// Whether a block of its own begins in it.
    pub(super) fn begins_block(self) -> bool {
        self.ends_block() && self != Self::Break
    }

    /// Whether its start closes an element that is open and has no end tag.
    pub(super) fn closes(self, open: Self) -> bool {
        match open {
            Self::Paragraph => self.begins_block() && self != Self::Control,
            Self::ListItem => self == Self::ListItem,
            Self::Cell => matches!(self, Self::Cell | Self::Row),
            _ => false,
        }
    }

    /// Whether the element may go when its text goes.
    pub(super) fn may_go(self) -> bool {
        matches!(
            self,
            Self::Paragraph | Self::Heading | Self::ListItem | Self::Quotation | Self::Box
        )
    }

    /// The kind of the blocks in it, if it says so.
    pub(super) fn kind(self) -> Option<BlockKind> {
        match self {
            Self::Paragraph | Self::Box => Some(BlockKind::Paragraph),
            Self::Heading => Some(BlockKind::Heading),
            Self::ListItem => Some(BlockKind::ListItem),
            Self::Cell => Some(BlockKind::TableCell),
            Self::Quotation => Some(BlockKind::Quotation),
            Self::Caption => Some(BlockKind::Caption),
            _ => None,
        }
    }
}
