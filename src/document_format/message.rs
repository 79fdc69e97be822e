//! Texts of programs: the values of catalogues, with their escapes and placeholders.

use std::ops::Range;

use super::inline::{self, Inline};
use super::prose::{BlockKind, Scribe};

/// A text between quotation marks or behind a key becomes a block. Nothing of it goes: a program asks for
/// it by its key.
pub(super) fn block(scribe: &mut Scribe<'_>, range: Range<usize>) {
    scribe.begin();
    write(scribe, range.clone());
    scribe.block(BlockKind::Message, range, None);
}

/// Writes the words of a message.
pub(super) fn write(scribe: &mut Scribe<'_>, range: Range<usize>) {
    let inline = Inline { tags: true, backticks: true, ..Inline::default() };
    let gaps = inline::gaps(&scribe.text[range.clone()], inline);
    let mut from = range.start;
    for gap in &gaps {
        unescape(scribe, from..range.start + gap.start);
        from = range.start + gap.end;
    }
    unescape(scribe, from..range.end);
}

/// Writes words in which a backslash may stand for something else.
fn unescape(scribe: &mut Scribe<'_>, range: Range<usize>) {
    let text = scribe.text;
    let mut from = range.start;
    while let Some(found) = memchr::memchr(b'\\', &text.as_bytes()[from..range.end]) {
        let start = from + found;
        scribe.write(from..start);
        let (length, decoded) = escape(&text[start..range.end]);
        if let Some(decoded) = decoded {
            scribe.write_decoded(start..start + length, decoded.encode_utf8(&mut [0; 4]));
        }
        from = start + length;
    }
    scribe.write(from..range.end);
}

/// How long the escape is that a text begins with, and the letter that it stands for.
fn escape(text: &str) -> (usize, Option<char>) {
    let Some(sign) = text[1..].chars().next() else { return (1, None) };
    match sign {
        'u' => unit(text).map_or((2, None), |high| {
            let low = unit(&text[6..]).filter(|_| (0xD800..0xDC00).contains(&high));
            let units = [high, low.unwrap_or(0)];
            let length = if low.is_some() { 12 } else { 6 };
            (length, char::decode_utf16(units).next().and_then(Result::ok))
        }),
        'x' => {
            let code = text.get(2..4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
            code.map_or((2, None), |code| (4, char::from_u32(code)))
        }
        'U' => {
            let code = text.get(2..10).and_then(|hex| u32::from_str_radix(hex, 16).ok());
            code.map_or((2, None), |code| (10, char::from_u32(code)))
        }
        '"' | '\'' | '\\' | '/' => (2, Some(sign)),
        _ => (1 + sign.len_utf8(), None),
    }
}

/// The unit of UTF-16 that `\uXXXX` stands for.
fn unit(text: &str) -> Option<u16> {
    let hex = text.strip_prefix("\\u")?.get(..4)?;
    hex.bytes()
        .all(|byte| byte.is_ascii_hexdigit())
        .then(|| u16::from_str_radix(hex, 16).ok())
        .flatten()
}

/// Where the text ends that begins behind a quotation mark: at the mark that closes it, or else at the end.
pub(super) fn quoted_end(text: &str, start: usize, mark: u8) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(found) = memchr::memchr2(mark, b'\\', &bytes[at..]) {
        at += found;
        if bytes[at] == mark {
            return at;
        }
        at += 2;
        if at >= bytes.len() {
            break;
        }
    }
    bytes.len()
}
