//! What is known of an encoding before a byte is read: how common it is, what the file declares, which
//! languages are written in it.

use std::sync::LazyLock;

use crate::decode::encoding::Encoding;
use crate::decode::multibyte::Multibyte;
use crate::decode::pages;
use crate::lang::Lang;
use crate::model::char_lm::{Alphabet, LanguageCosts};

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
const DECLARED: f32 = 20.0;

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

/// Languages that are written in an encoding. Found in few others, if at all: a text in another language
/// is read with it by a letter or two.
struct Languages {
    encodings: &'static [&'static str],
    langs: &'static str,
    /// How much rarer a text in another language is, in nats.
    others: f32,
}

impl Languages {
    /// The letters of the first of the encodings, which has no fewer than the others; none if it is one of
    /// several bytes.
    fn alphabet(&self) -> Option<Alphabet> {
        let page = self.encodings.first().and_then(|name| pages::by_name(name))?;
        Some(Alphabet::of((0x80..=0xFF).map(|byte| page.char(byte))))
    }
}

/// A text in another language of the same alphabet: typed abroad, or a name in it.
const ABROAD: f32 = 3.0;
/// The same of an encoding that is made for few languages and hardly used abroad.
const FAR_ABROAD: f32 = 7.0;
/// A text in a language that needs a letter which the encoding does not have: a name at most, since a
/// sentence of it cannot be written.
const UNWRITABLE: f32 = 16.0;
/// What only its own languages have ever been written in.
const NEVER: f32 = 200.0;

/// Who writes what, by the languages that a standard or vendor made the encoding for.
const LANGUAGES: &[Languages] = &[
    Languages {
        encodings: &["windows-1252", "iso-8859-15", "macintosh", "ibm850", "ibm437"],
        langs: "afr bre cat ceb cym dan deu eng est eus fao fil fin fra fry gla gle glg hat hau ibo \
                ind isl ita jav kin lat ltz mlg mri msa nld nno nob nso nya oci orm pap por smo sna som \
                sot spa sqi sun swa swe tsn wol xho yor zul",
        others: FAR_ABROAD,
    },
    Languages {
        encodings: &["windows-1250", "iso-8859-2", "ibm852"],
        langs: "bos ces deu hrv hun pol ron slk slv sqi srp",
        others: FAR_ABROAD,
    },
    Languages {
        encodings: &["iso-8859-16"],
        langs: "fra gle hun ita pol ron slv",
        others: FAR_ABROAD,
    },
    Languages {
        encodings: &["x-mac-ce"],
        langs: "ces deu est hun lav lit pol slk",
        others: ABROAD,
    },
    Languages {
        encodings: &["windows-1257", "iso-8859-13", "iso-8859-4"],
        langs: "est lav lit",
        others: FAR_ABROAD,
    },
    Languages { encodings: &["windows-1254"], langs: "aze kmr tuk tur", others: ABROAD },
    Languages {
        encodings: &["iso-8859-10"],
        langs: "dan est fao fin isl nno nob swe",
        others: ABROAD,
    },
    Languages {
        encodings: &["windows-1251", "x-mac-cyrillic", "iso-8859-5", "ibm855"],
        langs: "bel bul mkd rus srp ukr",
        others: ABROAD,
    },
    Languages { encodings: &["koi8-r", "ibm866"], langs: "bel bul rus", others: ABROAD },
    Languages { encodings: &["koi8-u", "ibm1125"], langs: "bel rus ukr", others: ABROAD },
    Languages { encodings: &["iso-8859-6"], langs: "ara", others: ABROAD },
    Languages { encodings: &["gb18030"], langs: "zho", others: ABROAD },
    Languages { encodings: &["big5"], langs: "yue zho", others: ABROAD },
    Languages { encodings: &["shift_jis", "euc-jp"], langs: "jpn", others: ABROAD },
    Languages { encodings: &["euc-kr", "johab"], langs: "kor", others: ABROAD },
    Languages { encodings: &["koi8-t"], langs: "tgk", others: NEVER },
    Languages { encodings: &["ptcp154"], langs: "bak kaz kir mon tat tgk uzb", others: NEVER },
    Languages { encodings: &["windows-1258"], langs: "vie", others: NEVER },
    Languages { encodings: &["iso-8859-14"], langs: "bre cym gla gle", others: NEVER },
    Languages { encodings: &["iso-8859-3"], langs: "epo mlt tur", others: NEVER },
    Languages { encodings: &["ibm862"], langs: "heb yid", others: NEVER },
    Languages { encodings: &["ibm737", "x-mac-greek"], langs: "ell", others: NEVER },
    Languages { encodings: &["ibm857", "x-mac-turkish"], langs: "tur", others: NEVER },
    Languages { encodings: &["ibm775"], langs: "est lav lit", others: NEVER },
];

/// What the languages cost in each of the encodings of the table, by its row.
static COSTS: LazyLock<Vec<LanguageCosts>> = LazyLock::new(|| {
    let costs = |row: &Languages| {
        let langs: Vec<Lang> = row.langs.split(' ').filter_map(Lang::from_code).collect();
        let is_home = |lang: Lang| langs.contains(&lang);
        // Of the usual encoding there is text of every language, with letters left out.
        let is_usual = row.encodings.contains(&"windows-1252");
        let nats = |lang: Lang, lacks_letters: bool| match (is_home(lang), lacks_letters) {
            (true, _) => 0.0,
            (false, true) if !is_usual => row.others.max(UNWRITABLE),
            (false, _) => row.others,
        };
        LanguageCosts::new(row.alphabet().as_ref(), nats, is_home)
    };
    LANGUAGES.iter().map(costs).collect()
});

/// What the languages cost in a text of an encoding.
pub(super) fn language_costs(encoding: Encoding) -> &'static LanguageCosts {
    static NONE: LanguageCosts = LanguageCosts::NONE;
    let name = encoding.to_string();
    let row = LANGUAGES.iter().position(|row| row.encodings.contains(&&name[..]));
    row.map_or(&NONE, |row| &COSTS[row])
}
