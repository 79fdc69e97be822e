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
    own_name: &'static str,
    scripts: &'static [Script],
}

const fn row(
    code: &'static str,
    short: &'static str,
    name: &'static str,
    own_name: &'static str,
    scripts: &'static [Script],
) -> Row {
    Row { code, short, name, own_name, scripts }
}

/// Every language that an engine can name, by code. [`Lang`] is an index into this table.
const LANGUAGES: &[Row] = &[
    row("afr", "af", "Afrikaans", "Afrikaans", &[Latin]),
    row("aka", "ak", "Akan", "Akan", &[Latin]),
    row("amh", "am", "Amharic", "አማርኛ", &[Ethiopic]),
    row("ara", "ar", "Arabic", "العربية", &[Arabic]),
    row("asm", "as", "Assamese", "অসমীয়া", &[Bengali]),
    row("aze", "az", "Azerbaijani", "azərbaycan", &[Latin]),
    row("bak", "ba", "Bashkir", "башҡорт", &[Cyrillic]),
    row("bel", "be", "Belarusian", "беларуская", &[Cyrillic]),
    row("bem", "", "Bemba", "Ichibemba", &[Latin]),
    row("ben", "bn", "Bengali", "বাংলা", &[Bengali]),
    row("bod", "bo", "Tibetan", "བོད་སྐད་", &[Tibetan]),
    row("bos", "bs", "Bosnian", "bosanski", &[Latin]),
    row("bre", "br", "Breton", "brezhoneg", &[Latin]),
    row("bul", "bg", "Bulgarian", "български", &[Cyrillic]),
    row("cat", "ca", "Catalan", "català", &[Latin]),
    row("ceb", "", "Cebuano", "Cebuano", &[Latin]),
    row("ces", "cs", "Czech", "čeština", &[Latin]),
    row("ckb", "", "Central Kurdish", "کوردی", &[Arabic]),
    row("cym", "cy", "Welsh", "Cymraeg", &[Latin]),
    row("dan", "da", "Danish", "dansk", &[Latin]),
    row("deu", "de", "German", "Deutsch", &[Latin]),
    row("div", "dv", "Divehi", "ދިވެހި", &[Thaana]),
    row("dzo", "dz", "Dzongkha", "རྫོང་ཁ", &[Tibetan]),
    row("ell", "el", "Greek", "Ελληνικά", &[Greek]),
    row("eng", "en", "English", "English", &[Latin]),
    row("epo", "eo", "Esperanto", "esperanto", &[Latin]),
    row("est", "et", "Estonian", "eesti", &[Latin]),
    row("eus", "eu", "Basque", "euskara", &[Latin]),
    row("ewe", "ee", "Ewe", "eʋegbe", &[Latin]),
    row("fao", "fo", "Faroese", "føroyskt", &[Latin]),
    row("fas", "fa", "Persian", "فارسی", &[Arabic]),
    row("fij", "fj", "Fijian", "vakaviti", &[Latin]),
    row("fil", "", "Filipino", "Filipino", &[Latin]),
    row("fin", "fi", "Finnish", "suomi", &[Latin]),
    row("fra", "fr", "French", "français", &[Latin]),
    row("fry", "fy", "Western Frisian", "Frysk", &[Latin]),
    row("ful", "ff", "Fula", "Pulaar", &[Latin]),
    row("gla", "gd", "Scottish Gaelic", "Gàidhlig", &[Latin]),
    row("gle", "ga", "Irish", "Gaeilge", &[Latin]),
    row("glg", "gl", "Galician", "galego", &[Latin]),
    row("guj", "gu", "Gujarati", "ગુજરાતી", &[Gujarati]),
    row("hat", "ht", "Haitian", "kreyòl", &[Latin]),
    row("hau", "ha", "Hausa", "Hausa", &[Latin]),
    row("heb", "he", "Hebrew", "עברית", &[Hebrew]),
    row("hin", "hi", "Hindi", "हिन्दी", &[Devanagari]),
    row("hrv", "hr", "Croatian", "hrvatski", &[Latin]),
    row("hun", "hu", "Hungarian", "magyar", &[Latin]),
    row("hye", "hy", "Armenian", "հայերեն", &[Armenian]),
    row("ibo", "ig", "Igbo", "Igbo", &[Latin]),
    row("ind", "id", "Indonesian", "Indonesia", &[Latin]),
    row("isl", "is", "Icelandic", "íslenska", &[Latin]),
    row("ita", "it", "Italian", "italiano", &[Latin]),
    row("jav", "jv", "Javanese", "Jawa", &[Latin]),
    row("jpn", "ja", "Japanese", "日本語", &[Kana, Han]),
    row("kan", "kn", "Kannada", "ಕನ್ನಡ", &[Kannada]),
    row("kat", "ka", "Georgian", "ქართული", &[Georgian]),
    row("kaz", "kk", "Kazakh", "қазақ", &[Cyrillic]),
    row("khm", "km", "Khmer", "ខ្មែរ", &[Khmer]),
    row("kin", "rw", "Kinyarwanda", "Ikinyarwanda", &[Latin]),
    row("kir", "ky", "Kyrgyz", "кыргызча", &[Cyrillic]),
    row("kmr", "ku", "Northern Kurdish", "kurdî", &[Latin]),
    row("kor", "ko", "Korean", "한국어", &[Hangul, Han]),
    row("lao", "lo", "Lao", "ລາວ", &[Lao]),
    row("lat", "la", "Latin", "Latina", &[Latin]),
    row("lav", "lv", "Latvian", "latviešu", &[Latin]),
    row("lin", "ln", "Lingala", "lingála", &[Latin]),
    row("lit", "lt", "Lithuanian", "lietuvių", &[Latin]),
    row("ltz", "lb", "Luxembourgish", "Lëtzebuergesch", &[Latin]),
    row("mal", "ml", "Malayalam", "മലയാളം", &[Malayalam]),
    row("mar", "mr", "Marathi", "मराठी", &[Devanagari]),
    row("mkd", "mk", "Macedonian", "македонски", &[Cyrillic]),
    row("mlg", "mg", "Malagasy", "Malagasy", &[Latin]),
    row("mlt", "mt", "Maltese", "Malti", &[Latin]),
    row("mon", "mn", "Mongolian", "монгол", &[Cyrillic]),
    row("mri", "mi", "Maori", "Māori", &[Latin]),
    row("msa", "ms", "Malay", "Melayu", &[Latin]),
    row("mya", "my", "Burmese", "မြန်မာ", &[Myanmar]),
    row("nep", "ne", "Nepali", "नेपाली", &[Devanagari]),
    row("nld", "nl", "Dutch", "Nederlands", &[Latin]),
    row("nno", "nn", "Norwegian Nynorsk", "nynorsk", &[Latin]),
    row("nob", "nb", "Norwegian Bokmål", "norsk", &[Latin]),
    row("nso", "", "Northern Sotho", "Sepedi", &[Latin]),
    row("nya", "ny", "Nyanja", "Chichewa", &[Latin]),
    row("oci", "oc", "Occitan", "occitan", &[Latin]),
    row("ori", "or", "Odia", "ଓଡ଼ିଆ", &[Odia]),
    row("orm", "om", "Oromo", "Oromoo", &[Latin]),
    row("pan", "pa", "Punjabi", "ਪੰਜਾਬੀ", &[Gurmukhi]),
    row("pap", "", "Papiamento", "Papiamentu", &[Latin]),
    row("pol", "pl", "Polish", "polski", &[Latin]),
    row("por", "pt", "Portuguese", "português", &[Latin]),
    row("pus", "ps", "Pashto", "پښتو", &[Arabic]),
    row("ron", "ro", "Romanian", "română", &[Latin]),
    row("rus", "ru", "Russian", "русский", &[Cyrillic]),
    row("sin", "si", "Sinhala", "සිංහල", &[Sinhala]),
    row("slk", "sk", "Slovak", "slovenčina", &[Latin]),
    row("slv", "sl", "Slovenian", "slovenščina", &[Latin]),
    row("smo", "sm", "Samoan", "Samoa", &[Latin]),
    row("sna", "sn", "Shona", "chiShona", &[Latin]),
    row("snd", "sd", "Sindhi", "سنڌي", &[Arabic]),
    row("som", "so", "Somali", "Soomaali", &[Latin]),
    row("sot", "st", "Southern Sotho", "Sesotho", &[Latin]),
    row("spa", "es", "Spanish", "español", &[Latin]),
    row("sqi", "sq", "Albanian", "shqip", &[Latin]),
    row("srp", "sr", "Serbian", "српски", &[Cyrillic, Latin]),
    row("ssw", "ss", "Swati", "siSwati", &[Latin]),
    row("sun", "su", "Sundanese", "Sunda", &[Latin]),
    row("swa", "sw", "Swahili", "Kiswahili", &[Latin]),
    row("swe", "sv", "Swedish", "svenska", &[Latin]),
    row("tah", "ty", "Tahitian", "Tahiti", &[Latin]),
    row("tam", "ta", "Tamil", "தமிழ்", &[Tamil]),
    row("tat", "tt", "Tatar", "татар", &[Cyrillic]),
    row("tel", "te", "Telugu", "తెలుగు", &[Telugu]),
    row("tgk", "tg", "Tajik", "тоҷикӣ", &[Cyrillic]),
    row("tha", "th", "Thai", "ไทย", &[Thai]),
    row("tir", "ti", "Tigrinya", "ትግርኛ", &[Ethiopic]),
    row("ton", "to", "Tongan", "Tonga", &[Latin]),
    row("tsn", "tn", "Tswana", "Setswana", &[Latin]),
    row("tso", "ts", "Tsonga", "Xitsonga", &[Latin]),
    row("tuk", "tk", "Turkmen", "türkmençe", &[Latin]),
    row("tur", "tr", "Turkish", "Türkçe", &[Latin]),
    row("uig", "ug", "Uyghur", "ئۇيغۇرچە", &[Arabic]),
    row("ukr", "uk", "Ukrainian", "українська", &[Cyrillic]),
    row("urd", "ur", "Urdu", "اردو", &[Arabic]),
    row("uzb", "uz", "Uzbek", "oʻzbek", &[Latin, Cyrillic]),
    row("ven", "ve", "Venda", "Tshivenḓa", &[Latin]),
    row("vie", "vi", "Vietnamese", "Tiếng Việt", &[Latin]),
    row("wol", "wo", "Wolof", "Wolof", &[Latin]),
    row("xho", "xh", "Xhosa", "isiXhosa", &[Latin]),
    row("yid", "yi", "Yiddish", "ייִדיש", &[Hebrew]),
    row("yor", "yo", "Yoruba", "Yorùbá", &[Latin]),
    row("yue", "", "Cantonese", "粵語", &[Han]),
    row("zho", "zh", "Chinese", "中文", &[Han]),
    row("zul", "zu", "Zulu", "isiZulu", &[Latin]),
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
    /// All languages, in the order of their codes: those that an engine can name, and no others of the
    /// 7,000 that ISO 639-3 knows.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..LANGUAGES.len() as u8).map(Self)
    }

    /// English, the language of most residue.
    pub(crate) const ENGLISH: Self = Self::named("eng");

    /// Latin, which placeholder text is taken for.
    pub(crate) const LATIN: Self = Self::named("lat");

    /// The language of a code that is in the table.
    const fn named(code: &str) -> Self {
        let code = code.as_bytes();
        let mut at = 0;
        loop {
            let other = LANGUAGES[at].code.as_bytes();
            if other[0] == code[0] && other[1] == code[1] && other[2] == code[2] {
                return Self(at as u8);
            }
            at += 1;
        }
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

    /// The ISO 639-3 code: `ukr`. The macrolanguage's where its members are not told apart: `zho`, `ara`.
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

    /// What its speakers call it, as menus of languages do: `українська`.
    pub fn own_name(self) -> &'static str {
        self.row().own_name
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
    ///
    /// # Errors
    ///
    /// [`Error::UnknownLang`] for what stands for no language of [`Lang::all`], `und` and the empty text
    /// included.
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
