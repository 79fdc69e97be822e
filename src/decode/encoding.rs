//! The encodings by name.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::multibyte::{self, Multibyte};
use super::pages::{self, Page};
use crate::error::Error;

/// A character encoding: one of the WHATWG Encoding Standard, or an older one that files still use
/// (DOS and Mac OS pages, UTF-32, ISO-2022-KR, HZ, Johab, CESU-8).
///
/// ```
/// use monoglot::Encoding;
///
/// let names = ["CP1251", "latin1", "cp850", "utf-32le", "macce"];
/// let read: Vec<_> = names.iter().map(|name| name.parse::<Encoding>().unwrap().to_string()).collect();
/// assert_eq!(read, ["windows-1251", "windows-1252", "ibm850", "utf-32le", "x-mac-ce"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Standard(&'static encoding_rs::Encoding),
    Page(&'static Page),
    Multibyte(Multibyte),
}

impl Encoding {
    /// UTF-8, the encoding of everything that monoglot writes.
    pub const UTF_8: Self = Self(Kind::Standard(encoding_rs::UTF_8));

    pub(super) const fn of(encoding: &'static encoding_rs::Encoding) -> Self {
        Self(Kind::Standard(encoding))
    }

    pub(super) const fn multibyte(encoding: Multibyte) -> Self {
        Self(Kind::Multibyte(encoding))
    }

    /// The encoding that a byte order mark announces, and the length of the mark. UTF-32 is asked
    /// first: its little-endian mark starts with that of UTF-16.
    pub(super) fn from_bom(bytes: &[u8]) -> Option<(Self, usize)> {
        match bytes {
            [0xFF, 0xFE, 0, 0, ..] => Some((Self::multibyte(Multibyte::Utf32Le), 4)),
            [0, 0, 0xFE, 0xFF, ..] => Some((Self::multibyte(Multibyte::Utf32Be), 4)),
            _ => encoding_rs::Encoding::for_bom(bytes)
                .map(|(encoding, length)| (Self::of(encoding), length)),
        }
    }

    /// Whether this is UTF-8.
    pub fn is_utf8(self) -> bool {
        self == Self::UTF_8
    }

    /// Whether ASCII bytes mean ASCII in it, and line feeds end lines.
    pub(super) fn keeps_ascii(self) -> bool {
        match self.0 {
            Kind::Standard(encoding) => encoding.is_ascii_compatible(),
            Kind::Page(_) => true,
            Kind::Multibyte(encoding) => {
                matches!(encoding, Multibyte::Johab | Multibyte::Cesu8)
            }
        }
    }

    /// Its table, if every byte is a character.
    pub(super) fn page(self) -> Option<&'static Page> {
        match self.0 {
            Kind::Standard(encoding) => pages::by_name(encoding.name()),
            Kind::Page(page) => Some(page),
            Kind::Multibyte(_) => None,
        }
    }

    /// The text of the bytes, and whether some of them became U+FFFD. Borrows where it can. A byte
    /// order mark is not looked for.
    pub(super) fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        let (text, malformed) = match self.0 {
            Kind::Standard(encoding) => {
                let (text, malformed) = encoding.decode_without_bom_handling(bytes);
                return (multibyte::by_its_own_standard(encoding, text), malformed);
            }
            Kind::Page(page) => page.decode(bytes),
            Kind::Multibyte(encoding) => multibyte::decode(encoding, bytes),
        };
        (Cow::Owned(text), malformed)
    }

    /// The bytes of a text, if the encoding has all of its characters. UTF-16, UTF-32 and the
    /// encodings with escape sequences give none.
    pub(super) fn encode(self, text: &str) -> Option<Vec<u8>> {
        if let Some(page) = self.page() {
            return text.chars().map(|c| page.byte(c)).collect();
        }
        let Kind::Standard(encoding) = self.0 else { return None };
        if encoding.output_encoding() != encoding {
            return None;
        }
        let mut encoder = encoding.new_encoder();
        let length = encoder.max_buffer_length_from_utf8_without_replacement(text.len())?;
        let mut bytes = Vec::with_capacity(length);
        let (result, _) =
            encoder.encode_from_utf8_to_vec_without_replacement(text, &mut bytes, true);
        (result == encoding_rs::EncoderResult::InputEmpty).then_some(bytes)
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::Standard(encoding) => f.write_str(&encoding.name().to_ascii_lowercase()),
            Kind::Page(page) => f.write_str(page.name),
            Kind::Multibyte(encoding) => f.write_str(encoding.name()),
        }
    }
}

impl FromStr for Encoding {
    type Err = Error;

    /// Reads a label of the Encoding Standard (`utf-8`, `cp1251`, `sjis`) or of an older encoding
    /// (`cp850`, `ibm437`, `utf-32`, `johab`), in any case, or what Python or Emacs call one of them
    /// (`cp932`, `latin-2`, `mac-roman`, `koi8-r-unix`).
    fn from_str(label: &str) -> Result<Self, Error> {
        let by_label = Self::for_label(label);
        let found = by_label.or_else(|| Self::for_label(&other_name(label)));
        found.ok_or_else(|| Error::UnknownEncoding(label.to_owned()))
    }
}

impl Encoding {
    fn for_label(label: &str) -> Option<Self> {
        encoding_rs::Encoding::for_label_no_replacement(label.as_bytes())
            .map(Kind::Standard)
            .or_else(|| pages::by_older_label(label).map(Kind::Page))
            .or_else(|| Multibyte::for_label(label).map(Kind::Multibyte))
            .map(Self)
    }
}

/// The usual label for a name that a programming language or an editor has for an encoding.
fn other_name(name: &str) -> String {
    let name = name.trim().to_ascii_lowercase().replace('_', "-");
    let name = ["-unix", "-dos", "-mac"]
        .into_iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(&name);
    match name {
        "cp932" | "ms932" => "shift_jis".to_owned(),
        "cp936" => "gbk".to_owned(),
        "cp949" => "euc-kr".to_owned(),
        "cp950" => "big5".to_owned(),
        "mac-roman" => "macintosh".to_owned(),
        "mac-cyrillic" => "x-mac-cyrillic".to_owned(),
        _ => match name.strip_prefix("latin-") {
            Some(number) => format!("latin{number}"),
            None => name.to_owned(),
        },
    }
}
