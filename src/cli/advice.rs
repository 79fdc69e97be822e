//! What the library refuses, with what to do about it on the command line.
//!
//! The library's errors name no options: they are read by programs that have none.

use std::collections::BTreeMap;

use monoglot::report::Format;
use monoglot::{Error, Finding, Lang, Review, Rule, Verdict};

/// An error of the library and the way out.
pub(super) fn advised(error: &Error) -> String {
    let way_out = match error {
        Error::NotText { .. } => "; convert it, or name its encoding with --encoding".to_owned(),
        Error::UnknownLang(_) => {
            "; `monoglot languages` lists what is accepted (uk, ukr, uk-UA)".to_owned()
        }
        Error::UnknownFormat(_) => {
            format!("; there are {}", Format::ALL.map(Format::name).join(", "))
        }
        Error::InvalidDecision { .. } => "; mend the line or delete it".to_owned(),
        _ => String::new(),
    };
    format!("{error}{way_out}")
}

/// What decoding refused, and the way out for what it is.
pub(super) fn advised_of(error: &Error, bytes: &[u8]) -> String {
    match (error, kind_of(bytes)) {
        (Error::NotText { .. }, Some(kind)) => format!("{error}; {kind}"),
        _ => advised(error),
    }
}

/// What bytes are that can be read as text and are none to a reader, and the way out.
pub(super) fn kind_in_text(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'%', b'P', b'D', b'F', b'-', b'0'..=b'9', ..] => kind_of(bytes),
        [b'{', b'\\', b'r', b't', b'f', ..] => {
            Some("it is rich text (RTF): save it as plain text first")
        }
        _ => None,
    }
}

/// Where the names of the parts of an Office document begin, among the first of its archive.
const ARCHIVE_HEAD: usize = 4096;

/// What bytes are that people take for documents, by how they begin.
fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(ARCHIVE_HEAD)];
    let holds = |name: &[u8]| memchr::memmem::find(head, name).is_some();
    let is_office = || [&b"word/"[..], b"xl/", b"ppt/", b"[Content_Types].xml", b"opendocument"];
    match head {
        [b'%', b'P', b'D', b'F', b'-', ..] => {
            Some("it is a PDF: take its text out first, with pdftotext for example")
        }
        [b'P', b'K', 3, 4, ..] if is_office().into_iter().any(holds) => {
            Some("it is an Office document: save it as plain text first")
        }
        [b'P', b'K', 3, 4, ..] => Some("it is a ZIP archive: unpack it first"),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            Some("it is an old Office document: save it as plain text first")
        }
        _ => None,
    }
}

/// Says which options help where a document was left as it is.
pub(super) fn advise_mixed(review: &mut Review<'_>) {
    let (main, other) = (review.main, most_foreign(review));
    let is_mixed = |finding: &&mut Finding| finding.rule == Rule::MixedDocument;
    for finding in review.findings.iter_mut().filter(is_mixed) {
        let help = match (main.filter(|_| review.is_divided), other) {
            (Some(main), None) => format!("--lang {main} says that it is {}", main.name()),
            (Some(main), Some(other)) => format!(
                "--lang {main} says that it is {}, --lang {other} {}, --also {other} lets both stay",
                main.name(),
                other.name()
            ),
            (None, None) => "--max-removed 1 lets it all go".to_owned(),
            (None, Some(other)) => format!(
                "--max-removed 1 lets it all go, --also {other} lets {} stay, \
                 --lang {other} makes it the main one",
                other.name()
            ),
        };
        let reason = std::mem::take(&mut finding.reason);
        finding.reason = format!("{reason}; {help}");
    }
}

/// The language of most of the lines that are foreign, the first of equal ones.
fn most_foreign(review: &Review<'_>) -> Option<Lang> {
    let mut lines: BTreeMap<Lang, usize> = BTreeMap::new();
    for row in review.rows.iter().filter(|row| row.judged != Verdict::Keep) {
        let lang = row.spans.first().map(|span| span.lang).or(row.lang);
        if let Some(lang) = lang {
            *lines.entry(lang).or_default() += 1;
        }
    }
    lines.into_iter().rev().max_by_key(|&(_, lines)| lines).map(|(lang, _)| lang)
}

/// The one of some names that another was meant to be, if it is close to any.
pub(super) fn meant<'n>(name: &str, known: &'n [String]) -> Option<&'n str> {
    let likeness = |known: &str| strsim::jaro_winkler(name, known);
    let nearest = known.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(nearest) > ALIKE).then_some(nearest)
}

/// How alike two names must be for one to be a slip of the other: as in clap.
const ALIKE: f64 = 0.7;

/// A language as it is typed.
pub(super) fn parse_lang(name: &str) -> Result<Lang, String> {
    name.parse().map_err(|error| advised(&error))
}

/// A rule as it is typed.
pub(super) fn parse_rule(name: &str) -> Result<Rule, String> {
    let known = Rule::ALL.map(|rule| rule.id().to_owned());
    name.parse().map_err(|_| match meant(name, &known) {
        Some(nearest) => format!("there is no rule of this name; did you mean '{nearest}'?"),
        None => format!("there is no rule of this name; there are {}", known.join(", ")),
    })
}
