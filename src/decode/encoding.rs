//! The encodings by name.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// A character encoding of the WHATWG Encoding Standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// UTF-8, the encoding of everything that monoglot writes.
    pub const UTF_8: Self = Self(encoding_rs::UTF_8);

    pub(super) fn of(encoding: &'static encoding_rs::Encoding) -> Self {
        Self(encoding)
    }

    /// The encoding that a byte order mark announces, and the length of the mark.
    pub(super) fn from_bom(bytes: &[u8]) -> Option<(Self, usize)> {
        encoding_rs::Encoding::for_bom(bytes).map(|(encoding, length)| (Self(encoding), length))
    }

    /// Whether this is UTF-8.
    pub fn is_utf8(self) -> bool {
        self == Self::UTF_8
    }

    /// The text of the bytes, and whether some of them became U+FFFD. Borrows where it can.
    pub(super) fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        self.0.decode_without_bom_handling(bytes)
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.name().to_ascii_lowercase())
    }
}

impl FromStr for Encoding {
    type Err = Error;

    /// Reads a label of the Encoding Standard (`utf-8`, `cp1251`, `sjis`), in any case.
    fn from_str(label: &str) -> Result<Self, Error> {
        encoding_rs::Encoding::for_label_no_replacement(label.as_bytes())
            .map(Self)
            .ok_or_else(|| Error::UnknownEncoding(label.to_owned()))
    }
}
