//! What the caller knows and wants.

use super::encoding::Encoding;
use super::normalise::Normalisation;
use crate::lang::Lang;

/// What the caller knows about the bytes, and what decoding may do.
///
/// ```
/// use monoglot::{Encoding, Hint};
///
/// let hint = Hint::default().encoding(Encoding::UTF_8).mojibake(false);
/// assert!(hint.repair && !hint.mojibake);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Hint {
    /// The encoding, if it is known: it wins over everything, a byte order mark included.
    pub encoding: Option<Encoding>,
    /// The encoding that whoever sent the bytes claims, such as an HTTP header: weighed, not
    /// believed.
    pub declared: Option<Encoding>,
    /// The languages that the text is expected in: their readings are weighed higher.
    pub lang: Vec<Lang>,
    /// Whether damage is mended after decoding; without it the text is decoded and nothing more.
    pub repair: bool,
    /// Whether mojibake is among the damage.
    pub mojibake: bool,
    /// What is normalised after that; not looked at without `repair`.
    pub normalisation: Normalisation,
}

impl Default for Hint {
    fn default() -> Self {
        Self {
            encoding: None,
            declared: None,
            lang: Vec::new(),
            repair: true,
            mojibake: true,
            normalisation: Normalisation::default(),
        }
    }
}

impl Hint {
    /// The encoding is known. A wrong one gives wrong letters: nothing else is tried.
    #[must_use]
    pub fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = Some(encoding);
        self
    }

    /// Whoever sent the bytes claims this encoding.
    #[must_use]
    pub fn declared(mut self, encoding: Encoding) -> Self {
        self.declared = Some(encoding);
        self
    }

    /// The text is expected in these languages.
    #[must_use]
    pub fn lang(mut self, langs: impl IntoIterator<Item = Lang>) -> Self {
        self.lang = langs.into_iter().collect();
        self
    }

    /// Whether damage is mended after decoding.
    #[must_use]
    pub fn repair(mut self, repair: bool) -> Self {
        self.repair = repair;
        self
    }

    /// Whether mojibake is among the damage.
    #[must_use]
    pub fn mojibake(mut self, mojibake: bool) -> Self {
        self.mojibake = mojibake;
        self
    }

    /// What is normalised after decoding.
    #[must_use]
    pub fn normalisation(mut self, normalisation: Normalisation) -> Self {
        self.normalisation = normalisation;
        self
    }

    /// The hint for a file of this name: `.properties` that are not UTF-8 are in Latin-1, as Java reads
    /// them, unless something else is known of them. Looks at all bytes of such a file, at none of another.
    ///
    /// ```
    /// use monoglot::{Hint, Text};
    ///
    /// let bytes = b"price=5 \xA3";
    /// let hint = Hint::default().of_file("messages.properties", bytes);
    /// assert_eq!(hint.declared.unwrap().to_string(), "windows-1252");
    /// assert_eq!(Text::decode(bytes, &hint)?.as_str(), "price=5 \u{A3}");
    /// assert_eq!(Hint::default().of_file("messages.txt", bytes).declared, None);
    /// # Ok::<(), monoglot::Error>(())
    /// ```
    #[must_use]
    pub fn of_file(&self, name: &str, bytes: &[u8]) -> Self {
        let is_latin = name.ends_with(".properties") && simdutf8::basic::from_utf8(bytes).is_err();
        let latin = is_latin.then_some(Encoding::of(encoding_rs::WINDOWS_1252));
        Self { declared: self.declared.or(latin), ..self.clone() }
    }
}
