//! Words behind an encoding of the transport: quoted-printable, base64, and the encoded words of headers.
//!
//! All of them are longer than what they stand for, so the words are written where their code stands. What
//! does not decode is not written, and so no prose.

use std::ops::Range;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use encoding_rs::Encoding;

use crate::document_format::prose::Scribe;

/// Senders forget the padding and leave bits behind it.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// What a code of quoted-printable stands for.
enum Printable {
    Byte(u8),
    /// A line that goes on in the next one.
    SoftBreak,
}

/// What a text in quoted-printable begins with, and how long its code is.
fn printable(bytes: &[u8]) -> Option<(Printable, usize)> {
    let (&first, rest) = bytes.split_first()?;
    if first != b'=' {
        return Some((Printable::Byte(first), 1));
    }
    if let Some(byte) = rest.get(..2).and_then(hex) {
        return Some((Printable::Byte(byte), 3));
    }
    let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    Some(match &rest[blanks..] {
        [b'\r', b'\n', ..] => (Printable::SoftBreak, blanks + 3),
        [b'\r' | b'\n', ..] => (Printable::SoftBreak, blanks + 2),
        [] => (Printable::SoftBreak, blanks + 1),
        _ => (Printable::Byte(b'='), 1),
    })
}

fn hex(digits: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(digits).ok()?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(())?;
    u8::from_str_radix(digits, 16).ok()
}

/// What a line of quoted-printable says.
pub(super) fn quoted_printable(code: &str, charset: &'static Encoding) -> Option<String> {
    decode(&quoted_bytes(code.as_bytes()), charset)
}

fn quoted_bytes(mut code: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(code.len());
    while let Some((what, length)) = printable(code) {
        if let Printable::Byte(byte) = what {
            decoded.push(byte);
        }
        code = &code[length..];
    }
    decoded
}

/// Writes the words of a line of quoted-printable, each where its code stands. Addresses are none.
pub(super) fn write_quoted_printable(
    scribe: &mut Scribe<'_>,
    range: Range<usize>,
    charset: &'static Encoding,
) {
    let text = scribe.text;
    let (mut at, mut word) = (range.start, range.start);
    while let Some((what, length)) = printable(&text.as_bytes()[at..range.end]) {
        if matches!(what, Printable::Byte(byte) if byte.is_ascii_whitespace()) {
            write_word(scribe, word..at, charset);
            word = at + length;
        }
        at += length;
    }
    write_word(scribe, word..range.end.max(word), charset);
}

fn write_word(scribe: &mut Scribe<'_>, range: Range<usize>, charset: &'static Encoding) {
    let Some(code) = scribe.text.get(range.clone()).filter(|code| !code.is_empty()) else { return };
    let Some(word) = quoted_printable(code, charset).filter(|word| !word.contains("://")) else {
        return;
    };
    if word == code {
        scribe.write(range);
    } else {
        scribe.write_decoded(range, &word);
    }
}

/// The lines of a text in base64: where the code of each stands, and what it says.
pub(super) fn base64_lines(
    text: &str,
    range: Range<usize>,
    charset: &'static Encoding,
) -> Vec<(Range<usize>, String)> {
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let code = text.as_bytes()[range.clone()].iter().zip(range);
    let code = code.take_while(|&(&byte, _)| byte != b'=');
    let (mut digits, places): (Vec<u8>, Vec<usize>) =
        code.filter(|&(&byte, _)| is_digit(byte)).unzip();
    // One digit alone says nothing.
    digits.truncate(digits.len() - usize::from(digits.len() % 4 == 1));
    let Ok(bytes) = BASE64.decode(&digits) else { return Vec::new() };
    let mut lines = Vec::new();
    let mut start = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let end = start + line.len();
        // Four digits are three bytes.
        let first = places.get(start * 4 / 3);
        let last = places.get(((start + line.trim_ascii_end().len()) * 4).div_ceil(3).max(1) - 1);
        if let (Some(&first), Some(&last), Some(said)) = (first, last, decode(line, charset))
            && first <= last
        {
            lines.push((first..last + 1, said));
        }
        start = end;
    }
    lines
}

/// Writes what a subject says; words in an encoding of their own are `=?utf-8?Q?Gr=C3=BC=C3=9Fe?=`.
pub(super) fn write_header(scribe: &mut Scribe<'_>, range: Range<usize>) {
    let text = scribe.text;
    let mut at = range.start;
    while let Some(start) = text[at..range.end].find("=?").map(|found| at + found) {
        scribe.write(at..start);
        let (end, said) = encoded_words(&text[start..range.end]);
        if let Some(said) = said {
            scribe.write_over(start..start + end, &said);
        }
        at = start + end;
    }
    scribe.write(at..range.end);
}

/// How long the encoded words are that a text begins with, and what they say together: the space between
/// them is none.
fn encoded_words(text: &str) -> (usize, Option<String>) {
    let mut end = 0;
    let mut said = Some(String::new());
    loop {
        let blanks = text[end..].len() - text[end..].trim_ascii_start().len();
        let Some((length, word)) = encoded_word(&text[end + blanks..]) else { break };
        end += blanks + length;
        said = said.zip(word).map(|(said, word)| said + &word);
    }
    if end == 0 { (2, None) } else { (end, said) }
}

/// The longest encoded word that is looked for; 75 are allowed.
const LONGEST_WORD: usize = 1000;

fn encoded_word(text: &str) -> Option<(usize, Option<String>)> {
    let near = text.as_bytes().get(..text.len().min(LONGEST_WORD))?.strip_prefix(b"=?")?;
    let mut fields = near.splitn(3, |&byte| byte == b'?');
    let (charset, method, rest) = (fields.next()?, fields.next()?, fields.next()?);
    let length = memchr::memmem::find(rest, b"?=")?;
    let code = &rest[..length];
    // A language may stand behind the name: `utf-8*de`.
    let charset = charset.split(|&byte| byte == b'*').next().and_then(Encoding::for_label);
    let bytes = match method {
        b"q" | b"Q" => {
            Some(quoted_bytes(&code.iter().map(|&byte| blank(byte)).collect::<Vec<_>>()))
        }
        b"b" | b"B" => BASE64.decode(code).ok(),
        _ => None,
    };
    let said = bytes.zip(charset).and_then(|(bytes, charset)| decode(&bytes, charset));
    let whole = 2 + charset_and_method(near)? + length + 2;
    Some((whole, said))
}

/// How long the first two fields are, their marks included.
fn charset_and_method(near: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'?', near).nth(1).map(|mark| mark + 1)
}

/// Encoded words write a space as `_`.
fn blank(byte: u8) -> u8 {
    if byte == b'_' { b' ' } else { byte }
}

fn decode(bytes: &[u8], charset: &'static Encoding) -> Option<String> {
    let said = charset.decode_without_bom_handling_and_without_replacement(bytes);
    said.filter(|said| !said.contains('\0')).map(std::borrow::Cow::into_owned)
}
