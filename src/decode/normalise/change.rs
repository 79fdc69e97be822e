//! The kinds of changes, by the names that the report counts them under.

/// A kind of change, as the report counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the table of names documents every kind")]
pub enum Change {
    ByteOrderMark,
    Control,
    MisreadControl,
    TerminalEscape,
    Tag,
    BidiControl,
    SoftHyphen,
    ZeroWidth,
    VariationSelector,
    Composition,
    LineEnding,
    Quotes,
    Width,
    Ligature,
    Entity,
}

impl Change {
    /// The stable id: `soft-hyphen`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::ByteOrderMark => "byte-order-mark",
            Self::Control => "control",
            Self::MisreadControl => "misread-control",
            Self::TerminalEscape => "terminal-escape",
            Self::Tag => "tag",
            Self::BidiControl => "bidi-control",
            Self::SoftHyphen => "soft-hyphen",
            Self::ZeroWidth => "zero-width",
            Self::VariationSelector => "variation-selector",
            Self::Composition => "composition",
            Self::LineEnding => "line-ending",
            Self::Quotes => "quotes",
            Self::Width => "width",
            Self::Ligature => "ligature",
            Self::Entity => "entity",
        }
    }

    /// What was changed, in words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ByteOrderMark => "byte order mark",
            Self::Control => "control character",
            Self::MisreadControl => "control character that was a windows-1252 mark",
            Self::TerminalEscape => "terminal colour sequence",
            Self::Tag => "invisible tag character",
            Self::BidiControl => "writing direction control",
            Self::SoftHyphen => "soft hyphen",
            Self::ZeroWidth => "zero-width character",
            Self::VariationSelector => "stray variation selector",
            Self::Composition => "character not composed (NFC)",
            Self::LineEnding => "line ending unlike the others",
            Self::Quotes => "curly quotation mark",
            Self::Width => "fullwidth character",
            Self::Ligature => "ligature",
            Self::Entity => "HTML entity",
        }
    }

    /// Whether a line that is changed so is worth a finding of its own: composition and line
    /// endings are only counted, since nobody sees them, and so is what happens on demand alone,
    /// since whoever asked for it knows.
    pub(in crate::decode) const fn is_reported(self) -> bool {
        !matches!(
            self,
            Self::Composition
                | Self::LineEnding
                | Self::Quotes
                | Self::Width
                | Self::Ligature
                | Self::Entity
        )
    }
}

/// How often each kind of change was made.
pub type Counts = Vec<(Change, usize)>;

/// Counts a change.
pub(in crate::decode) fn count(counts: &mut Counts, change: Change, n: usize) {
    match counts.iter_mut().find(|(known, _)| *known == change) {
        Some((_, count)) => *count += n,
        None => counts.push((change, n)),
    }
}
