//! What the headers of a letter, or of a part of it, say about the text below.

use encoding_rs::{Encoding, UTF_8};

/// A part of a letter, by its headers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) body: Body,
    pub(super) transfer: Transfer,
    /// `None` if nobody knows it.
    pub(super) charset: Option<&'static Encoding>,
    is_attached: bool,
}

/// What stands below the headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    Letter,
    Html,
    /// Parts, or what is no text.
    Other,
}

/// How bytes are written that the way of a letter would not leave as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Transfer {
    AsItStands,
    QuotedPrintable,
    Base64,
    /// Nobody knows how.
    Other,
}

impl Default for Part {
    fn default() -> Self {
        let (body, transfer, charset) = (Body::Letter, Transfer::AsItStands, Some(UTF_8));
        Self { body, transfer, charset, is_attached: false }
    }
}

impl Part {
    /// Takes in a header.
    pub(super) fn take(&mut self, name: &str, value: &str) {
        match name {
            "content-type" => {
                self.body = body(value);
                if let Some(charset) = parameter(value, "charset") {
                    let known = Encoding::for_label(charset.as_bytes());
                    self.charset = known.filter(|charset| charset.is_ascii_compatible());
                }
            }
            "content-transfer-encoding" => self.transfer = transfer(value),
            "content-disposition" => self.is_attached = is_word(value, "attachment"),
            _ => {}
        }
    }

    /// What stands below the headers, now that all are known.
    pub(super) fn body(&self) -> Body {
        // Tags that are cut into lines and letters are no tags.
        let is_cut = self.body == Body::Html && self.transfer != Transfer::AsItStands;
        if self.is_attached || is_cut || self.transfer == Transfer::Other {
            Body::Other
        } else {
            self.body
        }
    }
}

fn body(value: &str) -> Body {
    match value.trim() {
        value if is_word(value, "text/plain") => Body::Letter,
        // As letters of the last century say.
        value if is_word(value, "text") => Body::Letter,
        value if is_word(value, "text/html") => Body::Html,
        _ => Body::Other,
    }
}

fn transfer(value: &str) -> Transfer {
    match value {
        value if is_word(value, "quoted-printable") => Transfer::QuotedPrintable,
        value if is_word(value, "base64") => Transfer::Base64,
        value if ["7bit", "8bit", "binary"].iter().any(|known| is_word(value, known)) => {
            Transfer::AsItStands
        }
        _ => Transfer::Other,
    }
}

/// Whether a value is a word, with parameters or without.
fn is_word(value: &str, word: &str) -> bool {
    value.split(';').next().is_some_and(|first| first.trim().eq_ignore_ascii_case(word))
}

/// A parameter of a header: `; charset="utf-8"`.
pub(super) fn parameter<'v>(value: &'v str, name: &str) -> Option<&'v str> {
    let mut is_quoted = false;
    let is_end = |c: char| {
        is_quoted ^= c == '"';
        c == ';' && !is_quoted
    };
    value.split(is_end).skip(1).find_map(|parameter| {
        let (found, value) = parameter.split_once('=')?;
        found.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"'))
    })
}
