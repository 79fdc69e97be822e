//! The one table of document types: behind `monoglot types`, the walk through folders, `--document-format`.

use super::format::DocumentFormat;
use super::path_language::path_language;

/// When a file is met on a walk through a folder, whether it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walked {
    /// It is.
    Always,
    /// It is where its path says a language: a catalogue of translations, and no settings of a program.
    InCatalogues,
    /// It is not; whoever wants it names it.
    Named,
}

/// A type of documents.
#[derive(Debug, Clone, Copy)]
pub struct DocumentType {
    /// What such documents are written in.
    pub format: DocumentFormat,
    /// The name of the format.
    pub name: &'static str,
    /// How the names of such files end, behind the last dot.
    pub extensions: &'static [&'static str],
    /// Whole names of such files.
    pub names: &'static [&'static str],
    /// Whether they are read on a walk.
    pub walked: Walked,
}

/// All types; plain text first.
pub const TYPES: [DocumentType; 16] = [
    DocumentType {
        names: &[
            "AUTHORS",
            "CHANGELOG",
            "CHANGES",
            "COPYING",
            "INSTALL",
            "LICENSE",
            "NEWS",
            "README",
            "TODO",
        ],
        ..walked(DocumentFormat::Plain, "plain", &["txt", "text"])
    },
    walked(DocumentFormat::Markdown, "markdown", &["md", "markdown", "mdx", "qmd", "rmd", "mkd"]),
    walked(DocumentFormat::Html, "html", &["html", "htm", "xhtml"]),
    walked(DocumentFormat::Rst, "rst", &["rst", "rest"]),
    walked(DocumentFormat::Asciidoc, "asciidoc", &["adoc", "asciidoc", "asc"]),
    walked(DocumentFormat::Latex, "latex", &["tex", "ltx"]),
    walked(DocumentFormat::Email, "email", &["eml", "mbox"]),
    walked(DocumentFormat::Subtitles, "subtitles", &["srt", "vtt"]),
    walked(DocumentFormat::Po, "po", &["po", "pot"]),
    DocumentType {
        walked: Walked::InCatalogues,
        ..walked(DocumentFormat::Properties, "properties", &["properties", "ini"])
    },
    DocumentType {
        walked: Walked::InCatalogues,
        ..walked(DocumentFormat::Strings, "strings", &["strings"])
    },
    DocumentType { walked: Walked::InCatalogues, ..walked(DocumentFormat::Xml, "xml", &["xml"]) },
    DocumentType {
        walked: Walked::InCatalogues,
        ..walked(DocumentFormat::Yaml, "yaml", &["yaml", "yml"])
    },
    DocumentType {
        walked: Walked::InCatalogues,
        ..walked(DocumentFormat::Json, "json", &["json", "arb"])
    },
    DocumentType { walked: Walked::Named, ..walked(DocumentFormat::Csv, "csv", &["csv"]) },
    DocumentType { walked: Walked::Named, ..walked(DocumentFormat::Tsv, "tsv", &["tsv", "tab"]) },
];

const fn walked(
    format: DocumentFormat,
    name: &'static str,
    extensions: &'static [&'static str],
) -> DocumentType {
    DocumentType { format, name, extensions, names: &[], walked: Walked::Always }
}

/// Whether a file that is met on a walk is a document.
///
/// ```
/// use monoglot::document_format::is_walked;
///
/// assert!(is_walked("docs/guide.md") && is_walked("locales/ja.yml"));
/// assert!(!is_walked("requirements.txt") && is_walked("notes.txt"));
/// assert!(!is_walked("src/main.rs") && !is_walked(".github/workflows/ci.yml"));
/// ```
pub fn is_walked(path: &str) -> bool {
    !is_list(path)
        && of_name(path).is_some_and(|row| match row.walked {
            Walked::Always => true,
            Walked::InCatalogues => path_language(path).is_some(),
            Walked::Named => false,
        })
}

/// Whether a file is called as texts are and holds lists for programs.
fn is_list(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = name.strip_suffix(".txt").unwrap_or_default();
    matches!(stem, "CMakeLists" | "constraints" | "robots") || stem.starts_with("requirements")
}

/// The type of a file.
pub(super) fn of_name(path: &str) -> Option<&'static DocumentType> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let by_name = TYPES.iter().find(|row| row.names.contains(&name));
    by_name.or_else(|| {
        let (_, extension) = name.rsplit_once('.')?;
        let is_same = |known: &&str| known.eq_ignore_ascii_case(extension);
        TYPES.iter().find(|row| row.extensions.iter().any(is_same))
    })
}
