//! What is known of an encoding before a byte is read: how common it is, what the file declares, which
//! languages are written in it.

use crate::decode::encoding::Encoding;
use crate::decode::multibyte::Multibyte;
use crate::decode::pages::Page;
use crate::lang::Lang;

/// Single-byte encodings and how much rarer than windows-1252 they are, in nats.
///
/// Origin: shares of declared encodings on the web for the first block; for the others only their
/// order is known, and the figures keep a rare page from winning on a single letter. Raised too far,
/// short DOS and Mac texts are lost; lowered, short Western ones.
pub(super) const PAGES: &[(&str, f32)] = &[
    ("windows-1252", 0.0),
    ("windows-1251", -1.0),
    ("windows-1250", -1.0),
    ("windows-1253", -1.5),
    ("windows-1254", -2.0),
    ("windows-1255", -1.5),
    ("windows-1256", -1.5),
    ("windows-1257", -2.0),
    ("windows-1258", -4.5),
    ("windows-874", -1.5),
    ("iso-8859-2", -1.5),
    ("iso-8859-7", -2.0),
    ("koi8-r", -1.5),
    ("koi8-u", -2.0),
    ("iso-8859-5", -3.0),
    ("iso-8859-6", -3.0),
    ("iso-8859-8", -3.0),
    ("iso-8859-15", -2.5),
    ("iso-8859-13", -4.0),
    ("iso-8859-4", -7.0),
    ("iso-8859-3", -6.0),
    ("iso-8859-10", -8.0),
    ("iso-8859-14", -5.5),
    ("iso-8859-16", -5.0),
    ("ibm866", -2.5),
    ("ibm850", -4.0),
    ("ibm852", -4.0),
    ("ibm855", -4.5),
    ("ibm437", -4.5),
    ("ibm1125", -5.0),
    ("ibm737", -9.0),
    ("ibm775", -9.0),
    ("ibm857", -9.0),
    ("ibm862", -9.0),
    ("macintosh", -5.0),
    ("x-mac-cyrillic", -4.0),
    ("x-mac-ce", -6.0),
    ("x-mac-greek", -9.0),
    ("x-mac-turkish", -9.0),
    ("koi8-t", -5.5),
    ("ptcp154", -5.5),
];

/// Encodings of several bytes a character, likewise.
pub(super) const MULTIBYTE: &[(Encoding, f32)] = &[
    (Encoding::of(encoding_rs::GB18030), -1.0),
    (Encoding::of(encoding_rs::BIG5), -1.5),
    (Encoding::of(encoding_rs::SHIFT_JIS), -1.0),
    (Encoding::of(encoding_rs::EUC_JP), -1.5),
    (Encoding::of(encoding_rs::EUC_KR), -1.0),
    (Encoding::multibyte(Multibyte::Johab), -4.0),
];

/// What is known beforehand about the encoding.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::decode) struct Expectation<'h> {
    /// An encoding that the file or its sender declares.
    pub(in crate::decode) declared: Option<Encoding>,
    /// The languages that the text may be in; empty if nobody knows.
    pub(in crate::decode) langs: &'h [Lang],
}

/// What a declaration is worth, in nats: it outweighs a few odd letters, not a text.
const DECLARED: f32 = 12.0;

/// What a text in a language that nobody expects has less, in nats: about as much as a word costs.
const UNEXPECTED: f32 = -12.0;

impl Expectation<'_> {
    pub(super) fn welcome(&self, lang: Option<Lang>) -> f32 {
        let is_expected =
            self.langs.is_empty() || lang.is_none_or(|lang| self.langs.contains(&lang));
        if is_expected { 0.0 } else { UNEXPECTED }
    }

    pub(super) fn bonus(&self, encoding: Encoding) -> f32 {
        if self.declared == Some(encoding) { DECLARED } else { 0.0 }
    }
}

/// Encodings that only texts of some languages are in. In any other they win by a symbol or two.
const BOUND: &[(&str, &[&str])] = &[
    ("koi8-t", &["tgk"]),
    ("ptcp154", &["kaz", "kir", "tat", "bak", "mon", "tgk", "uzb"]),
    ("windows-1258", &["vie"]),
    ("iso-8859-14", &["cym", "gle", "gla", "bre"]),
    ("iso-8859-3", &["mlt", "epo", "tur"]),
    ("ibm862", &["heb", "yid"]),
    ("ibm737", &["ell"]),
    ("x-mac-greek", &["ell"]),
    ("ibm857", &["tur"]),
    ("x-mac-turkish", &["tur"]),
    ("ibm775", &["lit", "lav", "est"]),
];

/// What a text in a language that its encoding is not for has less, in nats.
const UNBOUND: f32 = -200.0;

pub(super) fn binding(page: Option<&Page>, lang: Option<Lang>) -> f32 {
    let bound = page.and_then(|page| BOUND.iter().find(|(name, _)| *name == page.name));
    match (bound, lang) {
        (Some((_, langs)), Some(lang)) if !langs.contains(&lang.code()) => UNBOUND,
        _ => 0.0,
    }
}
