//! Bytes to the text that their author wrote.
//!
//! The order of the questions is the order of their certainty: an encoding that the caller names, a
//! byte order mark, escape sequences in seven bits, the shape of UTF-16 and UTF-32, valid UTF-8
//! (legacy text is almost never valid UTF-8 by chance), and only then the candidate whose text is
//! likeliest. Input that holds bytes of no text is refused rather than decoded into noise.

// In the order of the pipeline.
mod hint;
mod text;

mod declared;
mod detect;
mod encoding;
mod iso2022;
mod multibyte;
mod pages;
mod utf16_32;

mod candidates;
mod mixed;
mod reading;
mod sample;
mod utf8_damage;

mod capped_findings;
mod mojibake;
mod normalise;
mod prefilter;
mod repair;

use candidates::Expectation;
use mojibake::Prior;
use reading::Reading;

use crate::error::Error;

pub use encoding::Encoding;
pub use hint::Hint;
pub use normalise::{Change, Counts, Entities, Form, LineEnding, Normalisation};
pub use text::{Decoding, Text};

impl<'b> Text<'b> {
    /// Decodes bytes of an unknown encoding.
    ///
    /// The whole input is looked at once or twice; valid UTF-8 without anything to mend is borrowed.
    /// Bytes that the encoding does not explain become U+FFFD and are reported.
    ///
    /// # Errors
    ///
    /// [`Error::NotText`] if the bytes are no text: they hold NULs without being UTF-16, or more
    /// control bytes than any text does.
    pub fn decode(bytes: &'b [u8], hint: &Hint) -> Result<Self, Error> {
        let declared = hint.declared.or_else(|| declared::find(bytes));
        let reading = match hint.encoding {
            Some(encoding) => Reading::by(encoding, bytes),
            None => detect::read(bytes, &Expectation { declared, langs: &hint.lang })?,
        };
        let refuted = declared.filter(|_| hint.encoding.is_none());
        let refuted = reading.refuted(refuted, bytes);
        let mut text = reading.into_text(declared, refuted);
        text.decoding.detected = hint.encoding.is_none().then_some(text.decoding.used);
        Ok(if hint.repair { repair::repair(text, hint, Prior::FILE) } else { text })
    }

    /// Takes a text that is Unicode already, such as a string of a program or a field of a record:
    /// nothing is guessed and nothing refused, NULs included. A byte order mark goes, damage is
    /// mended as after decoding; of the hint, the encodings and languages are not looked at.
    ///
    /// ```
    /// let text = monoglot::Text::unicode("\u{FEFF}cafe\u{301}", &Default::default());
    /// assert_eq!(text.as_str(), "caf\u{e9}");
    /// ```
    pub fn unicode(text: &'b str, hint: &Hint) -> Self {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let mut text = Reading::valid(text).into_text(None, None);
        text.decoding.detected = None;
        if hint.repair { repair::repair(text, hint, Prior::RECORD) } else { text }
    }
}
