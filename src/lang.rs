//! The languages that a line can be in.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;
use crate::script::Script;
use Script::{
    Arabic, Armenian, Bengali, Cyrillic, Devanagari, Ethiopic, Georgian, Greek, Gujarati, Gurmukhi,
    Han, Hangul, Hebrew, Kana, Kannada, Khmer, Lao, Latin, Malayalam, Myanmar, Odia, Sinhala,
    Tamil, Telugu, Thaana, Thai, Tibetan,
};

/// A language: an ISO 639-3 code.
///
/// ```
/// use monoglot::Lang;
///
/// let ukrainian: Lang = "uk-UA".parse()?;
/// assert_eq!((ukrainian.code(), ukrainian.name()), ("ukr", "Ukrainian"));
/// assert!("klingon".parse::<Lang>().is_err());
/// # Ok::<(), monoglot::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lang(u8);

struct Row {
    code: &'static str,
    /// ISO 639-1, empty where there is none.
    short: &'static str,
    name: &'static str,
    scripts: &'static [Script],
}

const fn row(
    code: &'static str,
    short: &'static str,
    name: &'static str,
    scripts: &'static [Script],
) -> Row {
    Row { code, short, name, scripts }
}

/// Every language that an engine can name, by code. [`Lang`] is an index into this table.
const LANGUAGES: &[Row] = &[
    row("afr", "af", "Afrikaans", &[Latin]),
    row("aka", "ak", "Akan", &[Latin]),
    row("amh", "am", "Amharic", &[Ethiopic]),
    row("ara", "ar", "Arabic", &[Arabic]),
    row("asm", "as", "Assamese", &[Bengali]),
    row("aze", "az", "Azerbaijani", &[Latin]),
    row("bak", "ba", "Bashkir", &[Cyrillic]),
    row("bel", "be", "Belarusian", &[Cyrillic]),
    row("bem", "", "Bemba", &[Latin]),
    row("ben", "bn", "Bengali", &[Bengali]),
    row("bod", "bo", "Tibetan", &[Tibetan]),
    row("bos", "bs", "Bosnian", &[Latin]),
    row("bre", "br", "Breton", &[Latin]),
    row("bul", "bg", "Bulgarian", &[Cyrillic]),
    row("cat", "ca", "Catalan", &[Latin]),
    row("ceb", "", "Cebuano", &[Latin]),
    row("ces", "cs", "Czech", &[Latin]),
    row("ckb", "", "Central Kurdish", &[Arabic]),
    row("cym", "cy", "Welsh", &[Latin]),
    row("dan", "da", "Danish", &[Latin]),
    row("deu", "de", "German", &[Latin]),
    row("div", "dv", "Divehi", &[Thaana]),
    row("dzo", "dz", "Dzongkha", &[Tibetan]),
    row("ell", "el", "Greek", &[Greek]),
    row("eng", "en", "English", &[Latin]),
    row("epo", "eo", "Esperanto", &[Latin]),
    row("est", "et", "Estonian", &[Latin]),
    row("eus", "eu", "Basque", &[Latin]),
    row("ewe", "ee", "Ewe", &[Latin]),
    row("fao", "fo", "Faroese", &[Latin]),
    row("fas", "fa", "Persian", &[Arabic]),
    row("fij", "fj", "Fijian", &[Latin]),
    row("fil", "", "Filipino", &[Latin]),
    row("fin", "fi", "Finnish", &[Latin]),
    row("fra", "fr", "French", &[Latin]),
    row("fry", "fy", "Western Frisian", &[Latin]),
    row("ful", "ff", "Fula", &[Latin]),
    row("gla", "gd", "Scottish Gaelic", &[Latin]),
    row("gle", "ga", "Irish", &[Latin]),
    row("glg", "gl", "Galician", &[Latin]),
    row("guj", "gu", "Gujarati", &[Gujarati]),
    row("hat", "ht", "Haitian", &[Latin]),
    row("hau", "ha", "Hausa", &[Latin]),
    row("heb", "he", "Hebrew", &[Hebrew]),
    row("hin", "hi", "Hindi", &[Devanagari]),
    row("hrv", "hr", "Croatian", &[Latin]),
    row("hun", "hu", "Hungarian", &[Latin]),
    row("hye", "hy", "Armenian", &[Armenian]),
    row("ibo", "ig", "Igbo", &[Latin]),
    row("ind", "id", "Indonesian", &[Latin]),
    row("isl", "is", "Icelandic", &[Latin]),
    row("ita", "it", "Italian", &[Latin]),
    row("jav", "jv", "Javanese", &[Latin]),
    row("jpn", "ja", "Japanese", &[Kana, Han]),
    row("kan", "kn", "Kannada", &[Kannada]),
    row("kat", "ka", "Georgian", &[Georgian]),
    row("kaz", "kk", "Kazakh", &[Cyrillic]),
    row("khm", "km", "Khmer", &[Khmer]),
    row("kin", "rw", "Kinyarwanda", &[Latin]),
    row("kir", "ky", "Kyrgyz", &[Cyrillic]),
    row("kmr", "ku", "Northern Kurdish", &[Latin]),
    row("kor", "ko", "Korean", &[Hangul, Han]),
    row("lao", "lo", "Lao", &[Lao]),
    row("lat", "la", "Latin", &[Latin]),
    row("lav", "lv", "Latvian", &[Latin]),
    row("lin", "ln", "Lingala", &[Latin]),
    row("lit", "lt", "Lithuanian", &[Latin]),
    row("ltz", "lb", "Luxembourgish", &[Latin]),
    row("mal", "ml", "Malayalam", &[Malayalam]),
    row("mar", "mr", "Marathi", &[Devanagari]),
    row("mkd", "mk", "Macedonian", &[Cyrillic]),
    row("mlg", "mg", "Malagasy", &[Latin]),
    row("mlt", "mt", "Maltese", &[Latin]),
    row("mon", "mn", "Mongolian", &[Cyrillic]),
    row("mri", "mi", "Maori", &[Latin]),
    row("msa", "ms", "Malay", &[Latin]),
    row("mya", "my", "Burmese", &[Myanmar]),
    row("nep", "ne", "Nepali", &[Devanagari]),
    row("nld", "nl", "Dutch", &[Latin]),
    row("nno", "nn", "Norwegian Nynorsk", &[Latin]),
    row("nob", "nb", "Norwegian Bokmål", &[Latin]),
    row("nso", "", "Northern Sotho", &[Latin]),
    row("nya", "ny", "Nyanja", &[Latin]),
    row("oci", "oc", "Occitan", &[Latin]),
    row("ori", "or", "Odia", &[Odia]),
    row("orm", "om", "Oromo", &[Latin]),
    row("pan", "pa", "Punjabi", &[Gurmukhi]),
    row("pap", "", "Papiamento", &[Latin]),
    row("pol", "pl", "Polish", &[Latin]),
    row("por", "pt", "Portuguese", &[Latin]),
    row("pus", "ps", "Pashto", &[Arabic]),
    row("ron", "ro", "Romanian", &[Latin]),
    row("rus", "ru", "Russian", &[Cyrillic]),
    row("sin", "si", "Sinhala", &[Sinhala]),
    row("slk", "sk", "Slovak", &[Latin]),
    row("slv", "sl", "Slovenian", &[Latin]),
    row("smo", "sm", "Samoan", &[Latin]),
    row("sna", "sn", "Shona", &[Latin]),
    row("snd", "sd", "Sindhi", &[Arabic]),
    row("som", "so", "Somali", &[Latin]),
    row("sot", "st", "Southern Sotho", &[Latin]),
    row("spa", "es", "Spanish", &[Latin]),
    row("sqi", "sq", "Albanian", &[Latin]),
    row("srp", "sr", "Serbian", &[Cyrillic, Latin]),
    row("ssw", "ss", "Swati", &[Latin]),
    row("sun", "su", "Sundanese", &[Latin]),
    row("swa", "sw", "Swahili", &[Latin]),
    row("swe", "sv", "Swedish", &[Latin]),
    row("tah", "ty", "Tahitian", &[Latin]),
    row("tam", "ta", "Tamil", &[Tamil]),
    row("tat", "tt", "Tatar", &[Cyrillic]),
    row("tel", "te", "Telugu", &[Telugu]),
    row("tgk", "tg", "Tajik", &[Cyrillic]),
    row("tha", "th", "Thai", &[Thai]),
    row("tir", "ti", "Tigrinya", &[Ethiopic]),
    row("ton", "to", "Tongan", &[Latin]),
    row("tsn", "tn", "Tswana", &[Latin]),
    row("tso", "ts", "Tsonga", &[Latin]),
    row("tuk", "tk", "Turkmen", &[Latin]),
    row("tur", "tr", "Turkish", &[Latin]),
    row("uig", "ug", "Uyghur", &[Arabic]),
    row("ukr", "uk", "Ukrainian", &[Cyrillic]),
    row("urd", "ur", "Urdu", &[Arabic]),
    row("uzb", "uz", "Uzbek", &[Latin, Cyrillic]),
    row("ven", "ve", "Venda", &[Latin]),
    row("vie", "vi", "Vietnamese", &[Latin]),
    row("wol", "wo", "Wolof", &[Latin]),
    row("xho", "xh", "Xhosa", &[Latin]),
    row("yid", "yi", "Yiddish", &[Hebrew]),
    row("yor", "yo", "Yoruba", &[Latin]),
    row("yue", "", "Cantonese", &[Han]),
    row("zho", "zh", "Chinese", &[Han]),
    row("zul", "zu", "Zulu", &[Latin]),
];

/// Other codes that mean a language of the table: members of macrolanguages, retired and
/// bibliographic codes (ISO 639-2/B), and what other identifiers print.
const ALIASES: &[(&str, &str)] = &[
    ("alb", "sqi"),
    ("als", "sqi"),
    ("arb", "ara"),
    ("arm", "hye"),
    ("azb", "aze"),
    ("azj", "aze"),
    ("baq", "eus"),
    ("bur", "mya"),
    ("chi", "zho"),
    ("cmn", "zho"),
    ("cze", "ces"),
    ("dut", "nld"),
    ("ekk", "est"),
    ("fre", "fra"),
    ("fub", "ful"),
    ("fuf", "ful"),
    ("fuv", "ful"),
    ("gaz", "orm"),
    ("geo", "kat"),
    ("ger", "deu"),
    ("gre", "ell"),
    ("ice", "isl"),
    ("in", "ind"),
    ("iw", "heb"),
    ("ji", "yid"),
    ("khk", "mon"),
    ("kur", "kmr"),
    ("lvs", "lav"),
    ("mac", "mkd"),
    ("mao", "mri"),
    ("may", "msa"),
    ("mo", "ron"),
    ("no", "nob"),
    ("nor", "nob"),
    ("npi", "nep"),
    ("ory", "ori"),
    ("pbt", "pus"),
    ("per", "fas"),
    ("pes", "fas"),
    ("plt", "mlg"),
    ("prs", "fas"),
    ("rum", "ron"),
    ("slo", "slk"),
    ("swh", "swa"),
    ("tgl", "fil"),
    ("tib", "bod"),
    ("tl", "fil"),
    ("tw", "aka"),
    ("twi", "aka"),
    ("uzn", "uzb"),
    ("wel", "cym"),
    ("ydd", "yid"),
    ("zlm", "msa"),
    ("zsm", "msa"),
];

impl Lang {
    /// All languages, in the order of their codes.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..LANGUAGES.len() as u8).map(Self)
    }

    /// The language of an ISO 639-3 code in its canonical form.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        let found = LANGUAGES.binary_search_by(|row| row.code.cmp(code));
        found.ok().map(|index| Self(index as u8))
    }

    /// Its place among [`Lang::all`].
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }

    fn row(self) -> &'static Row {
        &LANGUAGES[usize::from(self.0)]
    }

    /// The ISO 639-3 code: `ukr`.
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// The ISO 639-1 code (`uk`), where there is one.
    pub fn short_code(self) -> Option<&'static str> {
        Some(self.row().short).filter(|short| !short.is_empty())
    }

    /// The English name: `Ukrainian`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The scripts that the language is written in, the most usual first.
    pub fn scripts(self) -> &'static [Script] {
        self.row().scripts
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lang({})", self.code())
    }
}

impl FromStr for Lang {
    type Err = Error;

    /// Reads ISO 639-1, 639-2, 639-3, a BCP 47 tag (`zh-Hant`, `sr_Cyrl`) or the English name, in
    /// any case. Script and region of a tag are not looked at, except in Cantonese, which people
    /// write `zh-yue`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let lower = text.to_lowercase();
        let named = |row: &Row| row.name.to_lowercase() == lower;
        if let Some(index) = LANGUAGES.iter().position(named) {
            return Ok(Self(index as u8));
        }
        let mut subtags = lower.split(['-', '_']);
        let (primary, extended) = (subtags.next().unwrap_or(""), subtags.next());
        if primary == "zh" && extended == Some("yue") {
            return "yue".parse();
        }
        let alias = ALIASES.iter().find(|(alias, _)| *alias == primary);
        let code = alias.map_or(primary, |(_, code)| code);
        let short = |row: &Row| row.short == code && !code.is_empty();
        Self::from_code(code)
            .or_else(|| LANGUAGES.iter().position(short).map(|index| Self(index as u8)))
            .ok_or_else(|| Error::UnknownLang(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(LANGUAGES.windows(2).all(|pair| pair[0].code < pair[1].code));
        assert!(ALIASES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(ALIASES.iter().all(|(_, code)| Lang::from_code(code).is_some()));
    }

    #[test]
    fn every_way_to_write_a_language_is_read() {
        let cases = [
            ("uk", "ukr"),
            ("UKR", "ukr"),
            ("uk-UA", "ukr"),
            ("Ukrainian", "ukr"),
            ("zh-Hant", "zho"),
            ("zh-yue", "yue"),
            ("cmn", "zho"),
            ("sr_Cyrl", "srp"),
            ("tl", "fil"),
            ("no", "nob"),
        ];
        for (text, code) in cases {
            assert_eq!(text.parse::<Lang>().unwrap().code(), code, "{text}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "-", "xx", "english language", "ukrainiann", "und"] {
            assert!(text.parse::<Lang>().is_err(), "{text}");
        }
    }
}
