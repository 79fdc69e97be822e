//! The formats, which parsers, tables and prose name alike.

/// What a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentFormat {
    /// Lines.
    Plain,
    /// Markdown, with what site generators add.
    Markdown,
    /// A page, or a piece of one.
    Html,
    /// reStructuredText.
    Rst,
    /// `AsciiDoc`.
    Asciidoc,
    /// LaTeX.
    Latex,
    /// A letter, with headers or without.
    Email,
    /// `SubRip` or `WebVTT`.
    Subtitles,
    /// A gettext catalogue.
    Po,
    /// Keys and values, as Java has them.
    Properties,
    /// Keys and values, as Apple has them.
    Strings,
    /// XML, of which the resources of Android are known.
    Xml,
    /// YAML.
    Yaml,
    /// JSON.
    Json,
    /// A table with commas.
    Csv,
    /// A table with tabs.
    Tsv,
}

impl DocumentFormat {
    /// Whether blank lines only set blocks apart, however many they are. Elsewhere they are structure.
    pub(crate) const fn spaces_by_blank_lines(self) -> bool {
        matches!(self, Self::Plain | Self::Markdown | Self::Rst | Self::Asciidoc | Self::Latex)
    }
}
