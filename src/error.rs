//! What monoglot refuses, and why.
//!
//! Judging text cannot fail. What is refused is bytes that are no text, and words that stand for nothing
//! we know: names of languages, encodings, rules and formats, and decisions. Whatever in the library reads
//! such a word gives this one error. Paths are attached by whoever read the file.

use std::fmt;

/// A refusal.
///
/// `Display` is one line in lower case without a full stop, safe to be put into a sentence; what it quotes
/// is as it was given, so that who shows it to a terminal escapes it.
///
/// ```
/// use monoglot::{Error, Lang, Rule};
///
/// assert_eq!("klingon".parse::<Lang>(), Err(Error::UnknownLang("klingon".to_owned())));
/// assert_eq!("spelling".parse::<Rule>().unwrap_err().to_string(), "unknown rule 'spelling'");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are not text in any encoding that we know: an image, an archive, a program.
    NotText {
        /// Where the first byte stands that no text holds.
        offset: usize,
    },
    /// No language has this name or code; [`Lang::all`](crate::Lang::all) has those that are known.
    UnknownLang(String),
    /// No encoding has this label.
    UnknownEncoding(String),
    /// No rule has this id; [`Rule::ALL`](crate::Rule::ALL) has those that there are.
    UnknownRule(String),
    /// No report has this format; [`Format::ALL`](crate::report::Format::ALL) has those that there are.
    UnknownFormat(String),
    /// What should be a sites file is none, is damaged, or is a part of one; which of them, in words.
    InvalidSites(&'static str),
    /// What should be a decision is none.
    InvalidDecision {
        /// The line of the decisions file, from 1; `None` for a decision that was read alone.
        line: Option<usize>,
        /// What is wrong with it.
        why: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotText { offset } => {
                write!(f, "not text (a byte at offset {offset} stands in no text)")
            }
            Self::UnknownLang(name) => write!(f, "unknown language '{name}'"),
            Self::UnknownEncoding(label) => write!(
                f,
                "unknown encoding '{label}'; use a WHATWG label such as utf-8, windows-1251, shift_jis"
            ),
            Self::UnknownRule(id) => write!(f, "unknown rule '{id}'"),
            Self::UnknownFormat(name) => write!(f, "unknown format '{name}'"),
            Self::InvalidSites(why) => f.write_str(why),
            Self::InvalidDecision { line, why } => {
                if let Some(line) = line {
                    write!(f, "line {line}: ")?;
                }
                write!(f, "not a decision: {why}")
            }
        }
    }
}

impl std::error::Error for Error {}
