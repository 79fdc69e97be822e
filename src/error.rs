//! What monoglot refuses, and why.
//!
//! Judging text cannot fail; only four things are refused: bytes that are not text, names of
//! languages and encodings that we do not know, and decisions that say nothing we understand. Paths are attached once, by the command line.

use std::fmt;

/// A refusal. `Display` is lower case, without a full stop, and names the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are not text in any encoding that we know: an image, an archive, a program.
    NotText {
        /// Where the first byte stands that no text holds.
        offset: usize,
    },
    /// No language has this name or code.
    UnknownLang(String),
    /// No encoding has this label.
    UnknownEncoding(String),
    /// A line of a decisions file is no decision.
    InvalidDecision {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotText { offset } => write!(
                f,
                "not text (a byte at offset {offset} stands in no text); convert it, or name its encoding with --encoding"
            ),
            Self::UnknownLang(name) => write!(
                f,
                "unknown language '{name}'; `monoglot languages` lists what is accepted (uk, ukr, uk-UA)"
            ),
            Self::UnknownEncoding(label) => write!(
                f,
                "unknown encoding '{label}'; use a WHATWG label such as utf-8, windows-1251, shift_jis"
            ),
            Self::InvalidDecision { line, why } => {
                write!(f, "line {line}: not a decision: {why}; mend the line or delete it")
            }
        }
    }
}

impl std::error::Error for Error {}
