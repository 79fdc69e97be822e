//! Bytes to the text that their author wrote.
//!
//! The order of the questions is the order of their certainty: an encoding that the caller names, a
//! byte order mark, escape sequences in seven bits, the shape of UTF-16 and UTF-32, valid UTF-8
//! (legacy text is almost never valid UTF-8 by chance), and only then the candidate whose text is
//! likeliest. Input that holds bytes of no text is refused rather than decoded into noise.

mod candidates;
mod declared;
mod encoding;
mod escapes;
mod lines;
mod listed;
mod look;
mod mend;
mod mojibake;
mod multibyte;
mod normalise;
mod pages;
mod sample;
mod scan;
mod wide;

use std::borrow::Cow;

use candidates::{Expectation, Guess};
use multibyte::Multibyte;

use crate::error::Error;
use crate::finding::Finding;
use crate::lang::Lang;
use crate::model::char_lm;
use crate::rule::{Rule, Severity};
use crate::text::Text;

pub use encoding::Encoding;
pub use normalise::{Change, Counts, Entities, Form, LineEnding, Normalisation};

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

/// How the bytes of a text were read.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoding {
    /// The encoding used; where lines differ, that of most.
    pub used: Encoding,
    /// What the file or its sender claims.
    pub declared: Option<Encoding>,
    /// What was found from the bytes; none where the caller named the encoding.
    pub detected: Option<Encoding>,
    /// The next best encoding, and by how many nats it was less likely; none where nothing had to
    /// be weighed.
    pub runner_up: Option<(Encoding, f32)>,
    /// Whether the encoding is a guess with little behind it: its text is in no known language.
    pub doubtful: bool,
    /// How many characters became U+FFFD.
    pub undecodable: usize,
    /// How many lines were in another encoding than the one used.
    pub mixed_lines: usize,
    /// How many lines had mojibake that was undone.
    pub repaired_lines: usize,
    /// What was normalised, and how often.
    pub changes: Counts,
}

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
            None => read(bytes, &Expectation { declared, langs: &hint.lang })?,
        };
        let mut text = reading.into_text(declared);
        text.decoding.detected = hint.encoding.is_none().then_some(text.decoding.used);
        Ok(if hint.repair { mend::mend(text, hint) } else { text })
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
        let mut text = Reading::valid(text).into_text(None);
        text.decoding.detected = None;
        if hint.repair { mend::mend(text, hint) } else { text }
    }
}

use lines::Reading;
use listed::Listed;

impl<'b> Reading<'b> {
    /// All bytes in one encoding.
    fn by(encoding: Encoding, bytes: &'b [u8]) -> Self {
        Self { text: encoding.decode(bytes).0, encoding, others: Vec::new(), guess: None }
    }

    /// Bytes that were found to be UTF-8.
    fn valid(text: &'b str) -> Self {
        Self { text: text.into(), encoding: Encoding::UTF_8, others: Vec::new(), guess: None }
    }

    fn into_text(self, declared: Option<Encoding>) -> Text<'b> {
        let mut findings = Listed::default();
        let doubtful = self.guess.is_some_and(|guess| guess.is_doubtful());
        if !self.encoding.is_utf8() {
            findings.push(legacy(self.encoding, doubtful));
        }
        findings.extend(self.foreign_lines());
        let undecodable = memchr::memmem::find_iter(self.text.as_bytes(), "\u{FFFD}").count();
        if undecodable > 0 {
            findings.extend(undecodable_lines(&self.text));
        }
        let decoding = Decoding {
            used: self.encoding,
            declared,
            detected: Some(self.encoding),
            runner_up: self.guess.and_then(|guess: Guess| guess.runner_up),
            doubtful,
            undecodable,
            mixed_lines: self.others.len(),
            repaired_lines: 0,
            changes: Vec::new(),
        };
        Text { content: self.text, findings: findings.into_findings().collect(), decoding }
    }

    /// One finding for each line in another encoding than the others.
    fn foreign_lines(&self) -> impl Iterator<Item = Finding> {
        let mut others = self.others.iter().peekable();
        let lines = if self.others.is_empty() { "" } else { &*self.text };
        crate::text::Lines::new(lines).enumerate().filter_map(move |(number, line)| {
            let &(_, encoding) = others.next_if(|(other, _)| *other == number)?;
            let reason = format!("read as {encoding} in a file that is {}", self.encoding);
            Some(Finding {
                line: Some(line.number),
                text: line.content.to_owned(),
                ..Finding::of_document(Rule::MixedEncoding, Severity::Repair, reason)
            })
        })
    }
}

/// The text of bytes whose encoding nobody named.
fn read<'b>(bytes: &'b [u8], expectation: &Expectation) -> Result<Reading<'b>, Error> {
    if let Some((encoding, mark)) = Encoding::from_bom(bytes) {
        let body = &bytes[mark..];
        if !encoding.is_utf8() {
            return Ok(Reading::by(encoding, body));
        }
        let valid = simdutf8::basic::from_utf8(body);
        return valid.map_or_else(|_| read(body, expectation), |text| Ok(Reading::valid(text)));
    }
    if let Some(offset) = binary_offset(bytes) {
        let (encoding, _) = wide::best(bytes).ok_or(Error::NotText { offset })?;
        return Ok(Reading::by(encoding, bytes));
    }
    let reading = narrow(bytes, expectation);
    Ok(wide_instead(bytes, &reading).unwrap_or(reading))
}

/// The text of bytes that hold no NUL: UTF-8 if they are valid, legacy encodings otherwise.
fn narrow<'b>(bytes: &'b [u8], expectation: &Expectation) -> Reading<'b> {
    match simdutf8::basic::from_utf8(bytes) {
        Err(_) if multibyte::is_cesu8(bytes) => {
            Reading::by(Encoding::multibyte(Multibyte::Cesu8), bytes)
        }
        Err(_) => lines::read(bytes, expectation),
        Ok(text) => {
            let seven_bit = if text.is_ascii() { escapes::detect(bytes) } else { None };
            seven_bit.map_or_else(|| Reading::valid(text), |encoding| Reading::by(encoding, bytes))
        }
    }
}

/// What UTF-16 without a single NUL must be likelier by, in nats: such files are rare.
const WIDE_WITHOUT_NUL: f32 = 10.0;

/// The bytes as UTF-16, if that makes the likelier text: a word in another script, or Chinese, has
/// no NULs there, but it has control bytes or breaks every encoding.
fn wide_instead<'b>(bytes: &'b [u8], reading: &Reading) -> Option<Reading<'b>> {
    let start = &bytes[..bytes.len().min(wide::SAMPLE)];
    let is_doubtful = || reading.guess.is_some() || scan::has_byte(start, is_control);
    if !bytes.len().is_multiple_of(2) || !is_doubtful() {
        return None;
    }
    let (encoding, nats) = wide::best(bytes)?;
    let narrow = char_lm::score(&reading.encoding.decode(start).0).nats;
    (nats - WIDE_WITHOUT_NUL > narrow).then(|| Reading::by(encoding, bytes))
}

/// ASCII bytes as text.
fn ascii(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// How much of the input is looked at for control bytes.
const BINARY_SAMPLE: usize = 8 * 1024;

/// One control byte in so many: text has stray ones, compressed data has one in ten.
const BINARY_SHARE: usize = 40;

/// Whether a byte is a control that text has no use for.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0x01..=0x08 | 0x10..=0x1A | 0x1C..=0x1F | 0x7F)
}

/// Where the bytes stop being text in any encoding that keeps ASCII, if they do.
///
/// A NUL settles it, as in git and ripgrep. Compressed data may lack NULs in its first kilobytes,
/// so a share of control bytes that no text reaches settles it too. Escape and the shifts of
/// ISO-2022-KR are not counted.
fn binary_offset(bytes: &[u8]) -> Option<usize> {
    if let Some(offset) = memchr::memchr(0, bytes) {
        return Some(offset);
    }
    let sample = &bytes[..bytes.len().min(BINARY_SAMPLE)];
    let controls = scan::count_bytes(sample, is_control);
    let dense = controls > 2 && controls * BINARY_SHARE > sample.len();
    dense.then(|| sample.iter().position(|&byte| is_control(byte)).unwrap_or(0))
}

fn legacy(encoding: Encoding, doubtful: bool) -> Finding {
    let doubt =
        if doubtful { ", a guess: the text is in no language known to the decoder" } else { "" };
    let reason = format!("decoded from {encoding}{doubt}");
    Finding::of_document(Rule::LegacyEncoding, Severity::Note, reason)
}

/// One finding for each line with replacement characters.
fn undecodable_lines(content: &str) -> impl Iterator<Item = Finding> {
    let lines = crate::text::Lines::new(content).filter(|line| line.content.contains('\u{FFFD}'));
    lines.map(|line| {
        let count = line.content.matches('\u{FFFD}').count();
        let reason = format!("{count} byte sequences that no encoding explains");
        Finding {
            line: Some(line.number),
            text: line.content.to_owned(),
            ..Finding::of_document(Rule::UndecodableBytes, Severity::Flag, reason)
        }
    })
}
