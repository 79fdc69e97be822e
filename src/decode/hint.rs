//! What the caller knows and wants.

use super::encoding::Encoding;
use super::normalise::Normalisation;
use crate::lang::Lang;

/// What the caller knows about the bytes, and what decoding may do.
#[derive(Debug, Clone)]
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
