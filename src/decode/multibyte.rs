//! Encodings of several bytes a character that `encoding_rs` leaves out, because browsers do.

use std::borrow::Cow;

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Multibyte {
    Utf32Le,
    Utf32Be,
    /// KS X 1001 behind shift-out, for mail.
    Iso2022Kr,
    /// GB 2312 between `~{` and `~}`, for news.
    Hz,
    /// Hangul by its parts, five bits each.
    Johab,
    /// UTF-8 with surrogates: what databases and Java made of characters beyond the basic plane.
    Cesu8,
}

impl Multibyte {
    const ALL: [Self; 6] =
        [Self::Utf32Le, Self::Utf32Be, Self::Iso2022Kr, Self::Hz, Self::Johab, Self::Cesu8];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Utf32Le => "utf-32le",
            Self::Utf32Be => "utf-32be",
            Self::Iso2022Kr => "iso-2022-kr",
            Self::Hz => "hz-gb-2312",
            Self::Johab => "johab",
            Self::Cesu8 => "cesu-8",
        }
    }

    pub(super) fn for_label(label: &str) -> Option<Self> {
        let label = label.trim().to_ascii_lowercase();
        let alias = match label.as_str() {
            "utf-32" | "utf32" | "ucs-4" | "utf-32-le" => Some(Self::Utf32Le),
            "utf-32-be" => Some(Self::Utf32Be),
            "hz" | "hz-gb" => Some(Self::Hz),
            "cp1361" | "ms1361" => Some(Self::Johab),
            "wtf-8" => Some(Self::Cesu8),
            _ => None,
        };
        alias.or_else(|| Self::ALL.into_iter().find(|encoding| encoding.name() == label))
    }
}

/// The text of the bytes, and whether some of them became U+FFFD.
pub(super) fn decode(encoding: Multibyte, bytes: &[u8]) -> (String, bool) {
    match encoding {
        Multibyte::Utf32Le => utf32(bytes, u32::from_le_bytes),
        Multibyte::Utf32Be => utf32(bytes, u32::from_be_bytes),
        Multibyte::Iso2022Kr => through(encoding_rs::EUC_KR, &shifted_korean(bytes)),
        Multibyte::Hz => through(encoding_rs::GBK, &shifted_chinese(bytes)),
        Multibyte::Johab => johab(bytes),
        Multibyte::Cesu8 => cesu8(bytes),
    }
}

/// Characters that browsers read as Microsoft's variants of these encodings have them, and what the
/// national standard says: the wave dash and the minus of JIS X 0208, two signs of Big5.
const JAPANESE: [(char, char); 6] =
    [('～', '〜'), ('－', '−'), ('∥', '‖'), ('￠', '¢'), ('￡', '£'), ('￢', '¬')];
const TAIWANESE: [(char, char); 2] = [('￠', '¢'), ('￡', '£')];

/// The text with the characters that the encoding's own standard means. `Shift_JIS` stays as it is:
/// its files come from Windows.
pub(super) fn by_its_own_standard<'t>(
    encoding: &'static encoding_rs::Encoding,
    text: Cow<'t, str>,
) -> Cow<'t, str> {
    let pairs: &[(char, char)] =
        if encoding == encoding_rs::EUC_JP || encoding == encoding_rs::ISO_2022_JP {
            &JAPANESE
        } else if encoding == encoding_rs::BIG5 {
            &TAIWANESE
        } else {
            return text;
        };
    let standard = |c: char| pairs.iter().find(|(other, _)| *other == c).map_or(c, |pair| pair.1);
    text.chars().map(standard).collect::<String>().into()
}

fn through(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> (String, bool) {
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    (text.into_owned(), malformed)
}

fn utf32(bytes: &[u8], unit: impl Fn([u8; 4]) -> u32) -> (String, bool) {
    let mut malformed = !bytes.len().is_multiple_of(4);
    let mut text = String::with_capacity(bytes.len() / 4 + 3);
    for four in bytes.chunks(4) {
        let code = <[u8; 4]>::try_from(four).ok().and_then(|four| char::from_u32(unit(four)));
        malformed |= code.is_none();
        text.push(code.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    (text, malformed)
}

const SHIFT_OUT: u8 = 0x0E;
const SHIFT_IN: u8 = 0x0F;
/// Announces KS X 1001; carries no text.
const KOREAN_HEADER: &[u8] = b"\x1B$)C";

/// The EUC-KR bytes of ISO-2022-KR. A line end shifts in, as RFC 1557 asks.
fn shifted_korean(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut shifted = false;
    let mut rest = bytes;
    while let [byte, tail @ ..] = rest {
        rest = tail;
        match *byte {
            SHIFT_OUT => shifted = true,
            SHIFT_IN => shifted = false,
            0x1B if tail.starts_with(&KOREAN_HEADER[1..]) => {
                rest = &tail[KOREAN_HEADER.len() - 1..];
            }
            byte @ 0x21..=0x7E if shifted => out.push(byte | 0x80),
            byte => {
                shifted &= byte != b'\n';
                out.push(byte);
            }
        }
    }
    out
}

/// The GBK bytes of HZ (RFC 1843): `~~` is a tilde, `~` before a line end joins lines.
fn shifted_chinese(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut shifted = false;
    let mut rest = bytes;
    while let [byte, tail @ ..] = rest {
        rest = tail;
        match (*byte, tail) {
            (b'~', [next @ (b'{' | b'}' | b'~' | b'\n'), after @ ..]) => {
                rest = after;
                shifted = *next == b'{' || shifted && *next != b'}';
                out.extend((*next == b'~').then_some(b'~'));
            }
            (byte @ 0x21..=0x7E, _) if shifted => out.push(byte | 0x80),
            (byte, _) => {
                shifted &= byte != b'\n';
                out.push(byte);
            }
        }
    }
    out
}

fn johab(bytes: &[u8]) -> (String, bool) {
    let mut text = String::with_capacity(bytes.len() * 3 / 2);
    let mut malformed = false;
    let mut rest = bytes;
    while let [lead, tail @ ..] = rest {
        rest = tail;
        if lead.is_ascii() {
            text.push(char::from(*lead));
            continue;
        }
        let found = tail.first().and_then(|&trail| johab_pair(*lead, trail));
        malformed |= found.is_none();
        match found {
            Some(found) => {
                text.push_str(&found);
                rest = &tail[1..];
            }
            None => text.push(char::REPLACEMENT_CHARACTER),
        }
    }
    (text, malformed)
}

fn johab_pair(lead: u8, trail: u8) -> Option<Cow<'static, str>> {
    match lead {
        0x84..=0xD3 => {
            johab_hangul(u16::from_be_bytes([lead, trail])).map(|c| c.to_string().into())
        }
        0xD9..=0xDE | 0xE0..=0xF9 => johab_hanja(lead, trail),
        _ => None,
    }
}

/// A syllable from its three parts; a part may be missing, and what is left is a single letter.
fn johab_hangul(code: u16) -> Option<char> {
    const CONSONANTS: [char; 19] = [
        'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ',
        'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ',
    ];
    let five = |shift: u16| u32::from(code >> shift & 31);
    let initial = match five(10) {
        1 => None,
        i @ 2..=20 => Some(i - 2),
        _ => return None,
    };
    let vowel = match five(5) {
        2 => None,
        v @ 3..=7 => Some(v - 3),
        v @ 10..=15 => Some(v - 5),
        v @ 18..=23 => Some(v - 7),
        v @ 26..=29 => Some(v - 9),
        _ => return None,
    };
    let last = match five(0) {
        f @ 1..=17 => f - 1,
        f @ 19..=29 => f - 2,
        _ => return None,
    };
    match (initial, vowel, last) {
        (Some(initial), Some(vowel), last) => {
            char::from_u32(0xAC00 + (initial * 21 + vowel) * 28 + last)
        }
        (Some(initial), None, 0) => CONSONANTS.get(initial as usize).copied(),
        (None, Some(vowel), 0) => char::from_u32(u32::from('ㅏ') + vowel),
        _ => None,
    }
}

/// Hanja and symbols: KS X 1001 in another arrangement, so EUC-KR knows them.
fn johab_hanja(lead: u8, trail: u8) -> Option<Cow<'static, str>> {
    let column = match trail {
        0x31..=0x7E => trail - 0x31,
        0x91..=0xFE => trail - 0x43,
        _ => return None,
    };
    let row = match lead {
        0xD9..=0xDE => 2 * (lead - 0xD9),
        _ => (2 * u16::from(lead) - 0x197) as u8,
    };
    let pair = [0xA1 + row + column / 94, 0xA1 + column % 94];
    let (text, malformed) = encoding_rs::EUC_KR.decode_without_bom_handling(&pair);
    (!malformed).then(|| text.into_owned().into())
}

/// The three bytes of a surrogate, high or low, as UTF-8 would write its number.
fn is_surrogate(bytes: &[u8], lead: std::ops::RangeInclusive<u8>) -> bool {
    matches!(bytes, [0xED, second, 0x80..=0xBF, ..] if lead.contains(second))
}

fn cesu8(bytes: &[u8]) -> (String, bool) {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let [byte, tail @ ..] = rest {
        if !is_surrogate(rest, 0xA0..=0xBF) {
            out.push(*byte);
            rest = tail;
            continue;
        }
        let (pair, after) = rest.split_at(rest.len().min(6));
        let joined = join(pair);
        let c = joined.unwrap_or(char::REPLACEMENT_CHARACTER);
        out.extend(c.encode_utf8(&mut [0; 4]).bytes());
        rest = if joined.is_some() { after } else { &rest[3..] };
    }
    let text = String::from_utf8_lossy(&out).into_owned();
    let malformed = text.contains(char::REPLACEMENT_CHARACTER);
    (text, malformed)
}

/// The character that two surrogates of three bytes each make.
fn join(six: &[u8]) -> Option<char> {
    let (high, low) = six.split_at_checked(3)?;
    let is_pair = is_surrogate(high, 0xA0..=0xAF) && is_surrogate(low, 0xB0..=0xBF);
    let bits = |half: &[u8]| u32::from(half[1] & 0x0F) << 6 | u32::from(half[2] & 0x3F);
    is_pair.then(|| char::from_u32(0x1_0000 + (bits(high) << 10 | bits(low)))).flatten()
}

/// Whether bytes are UTF-8 but for surrogates. Alone they may be letters of a legacy encoding, so
/// they count only beside other characters, or where two of them make one.
pub(super) fn is_cesu8(bytes: &[u8]) -> bool {
    if !memchr::memchr_iter(0xED, bytes).any(|at| is_surrogate(&bytes[at..], 0xA0..=0xBF)) {
        return false;
    }
    let mut rest = bytes;
    let mut has_characters = false;
    while let Err(error) = std::str::from_utf8(rest) {
        let (valid, after) = rest.split_at(error.valid_up_to());
        if !is_surrogate(after, 0xA0..=0xBF) {
            return false;
        }
        has_characters |= !valid.is_ascii() || join(&after[..after.len().min(6)]).is_some();
        rest = &after[3..];
    }
    has_characters || !rest.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn johab_gives_hangul_hanja_and_single_letters() {
        let bytes = b"\xD0\x65\x8A\x82 \xF7\xD3\xF1\xAE \x88\x41\x84\x61 \x88\x74";
        assert_eq!(johab(bytes), ("한국 漢字 ㄱㅏ 값".to_owned(), false));
    }
}
