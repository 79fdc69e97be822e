//! What is normalised, as far as the caller chooses.

/// Which line ending a text gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum LineEnding {
    /// The one that most of its lines have.
    #[default]
    Majority,
    /// LF.
    Lf,
    /// CRLF.
    CrLf,
    /// Every line keeps its own.
    Keep,
}

/// Which HTML entities are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Entities {
    /// None: `&lt;script&gt;` in an article is content.
    #[default]
    Keep,
    /// All, unless the text holds a tag: then it is markup, and entities belong to it.
    Auto,
}

/// Unicode normalisation forms that a text may get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Form {
    /// Characters stay as they are composed.
    Keep,
    /// Canonical composition: the same text to every reader.
    #[default]
    Nfc,
    /// Compatibility composition: ligatures, widths and superscripts are lost.
    Nfkc,
}

/// What is normalised. The default takes out what carries no meaning and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, as they are in a file")]
pub struct Normalisation {
    /// The form that characters are composed to.
    pub form: Form,
    /// The line ending.
    pub line_ending: LineEnding,
    /// Whether invisible and control characters without a meaning are taken out.
    pub invisible: bool,
    /// Whether soft hyphens stay.
    pub keep_soft_hyphens: bool,
    /// Whether curly quotation marks become straight ones.
    pub straight_quotes: bool,
    /// Whether fullwidth letters and digits become ordinary ones, outside Chinese, Japanese and
    /// Korean lines.
    pub width: bool,
    /// Whether Latin ligatures such as ﬁ become letters.
    pub ligatures: bool,
    /// Which HTML entities are read.
    pub entities: Entities,
}

impl Default for Normalisation {
    fn default() -> Self {
        Self {
            form: Form::default(),
            line_ending: LineEnding::default(),
            invisible: true,
            keep_soft_hyphens: false,
            straight_quotes: false,
            width: false,
            ligatures: false,
            entities: Entities::default(),
        }
    }
}
