//! What a document is written in, and so what of it is prose.
//!
//! Between the decoder and the review stands the format: it says which bytes are words that a reader reads,
//! in blocks, and leaves the rest alone. Plain text is the format with one kind of block, the line. One
//! file for each format; all of them write a [`Prose`], and none of them can fail: what a parser does not
//! understand is no prose.

mod asciidoc;
mod email;
mod format;
mod front_matter;
mod html;
mod inline;
mod json;
mod latex;
mod markdown;
mod message;
mod path_language;
mod po;
mod properties;
mod prose;
mod rst;
mod subtitles;
mod table;
mod toml;
mod types;
mod xml;
mod yaml;

use std::str::FromStr;

pub use format::DocumentFormat;
pub use path_language::path_language;
pub use prose::{Block, BlockKind, Prose};
pub use types::{DocumentType, TYPES, Walked, is_walked};

/// The address that a text gives itself in its front matter, whatever it is written in.
///
/// ```
/// use monoglot::document_format::front_matter_url;
///
/// let page = "---\ntitle: A day\nurl: https://example.org/day\n---\nIt began with rain.\n";
/// assert_eq!(front_matter_url(page), Some("https://example.org/day"));
/// assert_eq!(front_matter_url("url: https://example.org/\n"), None);
/// ```
pub fn front_matter_url(text: &str) -> Option<&str> {
    front_matter::url(text)
}

impl DocumentFormat {
    /// The name in every option and output: `markdown`.
    pub fn name(self) -> &'static str {
        self.document_type().name
    }

    /// All formats, in the order of the table of types.
    pub fn all() -> impl Iterator<Item = Self> {
        TYPES.iter().map(|document_type| document_type.format)
    }

    /// The format that a file of this name has; `None` if the name says nothing.
    ///
    /// ```
    /// use monoglot::DocumentFormat;
    ///
    /// assert_eq!(DocumentFormat::of_name("docs/index.de.md"), Some(DocumentFormat::Markdown));
    /// assert_eq!(DocumentFormat::of_name("main.rs"), None);
    /// ```
    pub fn of_name(path: &str) -> Option<Self> {
        types::of_name(path).map(|document_type| document_type.format)
    }

    /// The format of a text whose name does not say it: a letter that answers another one, or lines.
    pub fn of_text(text: &str) -> Self {
        if email::is_answer(text) { Self::Email } else { Self::Plain }
    }

    /// Its row in the table of types.
    pub fn document_type(self) -> &'static DocumentType {
        // Every format has its row, as a test sees to.
        TYPES.iter().find(|row| row.format == self).unwrap_or(&TYPES[0])
    }

    fn parse(self, text: &str) -> Prose<'_> {
        match self {
            Self::Plain => Prose::plain(text),
            Self::Markdown => markdown::parse(text),
            Self::Html => html::parse(text),
            Self::Rst => rst::parse(text),
            Self::Asciidoc => asciidoc::parse(text),
            Self::Latex => latex::parse(text),
            Self::Email => email::parse(text),
            Self::Subtitles => subtitles::parse(text),
            Self::Po => po::parse(text),
            Self::Properties => properties::parse(text),
            Self::Strings => properties::parse_strings(text),
            Self::Xml => xml::parse(text),
            Self::Yaml => yaml::parse(text),
            Self::Json => json::parse(text),
            Self::Csv => table::parse(text, b','),
            Self::Tsv => table::parse(text, b'\t'),
        }
    }
}

impl FromStr for DocumentFormat {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = TYPES.iter().find(|row| row.name == name);
        let names = || TYPES.iter().map(|row| row.name).collect::<Vec<_>>().join(", ");
        found
            .map(|row| row.format)
            .ok_or_else(|| format!("unknown document format '{name}'; use one of {}", names()))
    }
}

#[cfg(test)]
mod tests;
