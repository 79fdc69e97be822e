//! What stands inside sentences and is no word: placeholders, shortcodes, addresses, tags, code, names
//! that only programs give, lists of codes.

use std::ops::Range;

use super::prose::Scribe;

/// What of a format is no word besides placeholders and addresses, which are none in any.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Inline {
    /// Code between backticks.
    pub(super) backticks: bool,
    /// Tags, as in subtitles and messages: `<b>`, `</i>`, `<c.yellow>`.
    pub(super) tags: bool,
    /// `\n`, `\t`: escapes that stand for white space.
    pub(super) escapes: bool,
}

/// The longest placeholder or tag that is looked for: what is open longer was never one, and the search
/// takes linear time.
const LONGEST: usize = 400;

/// The ranges of a text that hold no words, in order, apart from each other.
pub(super) fn gaps(text: &str, inline: Inline) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut gaps = Vec::new();
    let mut at = 0;
    let is_sign = |place: &usize| may_begin(bytes[*place]) || is_inner_capital(bytes, *place);
    while let Some(start) = (at..bytes.len()).find(is_sign) {
        at = start + 1;
        if let Some(end) = gap_end(bytes, start, inline) {
            at = end.max(at);
            let floor = gaps.last().map_or(0, |gap: &Range<usize>| gap.end);
            // What the sign stands behind belongs to it.
            let before = match bytes[start] {
                b',' | b'>' => code_before(&bytes[floor..start]).unwrap_or(0),
                b'(' | b'A'..=b'Z' => name_before(&bytes[floor..start]).unwrap_or(0),
                b':' if bytes[start..].starts_with(b"://") => scheme(&bytes[floor..start]),
                _ => 0,
            };
            gaps.push(start - before..at);
        }
    }
    gaps
}

/// Writes the words of a range, and says whether anything in it is none.
pub(super) fn write(scribe: &mut Scribe<'_>, range: Range<usize>, inline: Inline) -> bool {
    let gaps = gaps(&scribe.text[range.clone()], inline);
    let mut from = range.start;
    for gap in &gaps {
        scribe.write(from..range.start + gap.start);
        from = range.start + gap.end;
    }
    scribe.write(from..range.end);
    !gaps.is_empty()
}

fn may_begin(byte: u8) -> bool {
    matches!(byte, b'{' | b'%' | b'$' | b'<' | b'`' | b':' | b'\\' | b'@' | b',' | b'>' | b'(')
}

/// Whether a capital letter stands behind a small one: `keepAlive`.
fn is_inner_capital(bytes: &[u8], at: usize) -> bool {
    bytes[at].is_ascii_uppercase() && at > 0 && bytes[at - 1].is_ascii_lowercase()
}

/// Where a gap ends that begins at a place.
fn gap_end(bytes: &[u8], start: usize, inline: Inline) -> Option<usize> {
    let rest = &bytes[start..bytes.len().min(start + LONGEST)];
    let length = match rest {
        [b'{', b'{', ..] => until(rest, b"}}"),
        [b'{', b'%', ..] => until(rest, b"%}"),
        [b'{', ..] => braced(rest),
        [b'$' | b'@', b'{', ..] => braced(&rest[1..]).map(|length| length + 1),
        [b'%', ..] => percent(rest),
        [b'`', ..] if inline.backticks => backticks(rest),
        [b'<', next, ..] if inline.tags && (next.is_ascii_alphabetic() || *next == b'/') => {
            until(rest, b">")
        }
        [b'\\', b'n' | b't' | b'r' | b'N', ..] if inline.escapes => Some(2),
        [b':', b'/', b'/', ..] => return address(bytes, start),
        [b':', ..] => emoji(rest),
        [b',' | b'>', ..] => return codes(bytes, start),
        [b'(', ..] => return call(bytes, start),
        [b'A'..=b'Z', ..] => return camel(bytes, start),
        _ => None,
    };
    length.map(|length| start + length)
}

fn until(rest: &[u8], end: &[u8]) -> Option<usize> {
    memchr::memmem::find(rest, end).map(|at| at + end.len())
}

/// `{name}`, `{0, plural, one {# book} other {# books}}`: to the brace that closes it.
fn braced(rest: &[u8]) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in rest.iter().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b'\n' if depth == 1 => return None,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// `%s`, `%1$d`, `%(name)s`, `%-5.2f`, `%{name}`, `%name%`.
fn percent(rest: &[u8]) -> Option<usize> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let name = rest[1..].iter().take_while(|byte| is_name(byte)).count();
    if name > 1 && rest.get(1 + name) == Some(&b'%') {
        return Some(name + 2);
    }
    match rest.get(1)? {
        b'(' => until(rest, b")").map(|length| (length + 1).min(rest.len())),
        b'{' => until(rest, b"}"),
        _ => {
            let is_flag =
                |byte: &u8| matches!(byte, b'0'..=b'9' | b'$' | b'.' | b'-' | b'+' | b'l' | b'h');
            let flags = rest[1..].iter().take_while(|byte| is_flag(byte)).count();
            let sign = *rest.get(1 + flags)?;
            let is_sign = matches!(sign, b's' | b'd' | b'i' | b'u' | b'f' | b'x' | b'c' | b'@');
            let is_last = rest.get(2 + flags).is_none_or(|byte| !byte.is_ascii_alphabetic());
            (is_sign && is_last).then_some(2 + flags)
        }
    }
}

/// Code between as many backticks on both sides.
fn backticks(rest: &[u8]) -> Option<usize> {
    let marks = rest.iter().take_while(|&&byte| byte == b'`').count();
    let close = memchr::memmem::find(&rest[marks..], &rest[..marks])?;
    let end = marks + close + marks;
    Some(end + rest[end..].iter().take_while(|&&byte| byte == b'`').count())
}

/// How long the scheme of an address is that stands before its colon.
fn scheme(before: &[u8]) -> usize {
    let letters =
        before.iter().rev().take(LONGEST_SCHEME).take_while(|byte| byte.is_ascii_alphabetic());
    letters.count()
}

const LONGEST_SCHEME: usize = 10;

/// The rest of an address behind its scheme.
fn address(bytes: &[u8], start: usize) -> Option<usize> {
    let is_end = |byte: &u8| {
        byte.is_ascii_whitespace() || matches!(byte, b'>' | b'<' | b'"' | b')' | b']' | b'|')
    };
    let is_scheme = bytes[..start].last().is_some_and(u8::is_ascii_alphabetic);
    let length = bytes[start..].iter().position(is_end).unwrap_or(bytes.len() - start);
    is_scheme.then_some(start + length)
}

/// `:tada:`
fn emoji(rest: &[u8]) -> Option<usize> {
    let is_name = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'+');
    let name = rest[1..].iter().take_while(|byte| is_name(byte)).count();
    (name > 1 && rest.get(1 + name) == Some(&b':')).then_some(name + 2)
}

/// The longest name, and the longest list of arguments, that is looked for.
const LONGEST_NAME: usize = 80;

/// Where a call ends whose arguments a bracket opens: `K.create(expr [, options])`, `remove()`. What stands
/// in brackets behind a word is its ending, or an explanation in another script: `Datei(en)`, `API(接口)`.
fn call(bytes: &[u8], bracket: usize) -> Option<usize> {
    let name = name_before(&bytes[..bracket])?;
    let near = &bytes[bracket + 1..bytes.len().min(bracket + LONGEST_NAME)];
    let close = near.iter().position(|byte| matches!(byte, b'(' | b')' | b'\n'))?;
    let arguments = &near[..close];
    let end = bracket + 1 + close + 1;
    let is_qualified =
        bytes[bracket - name..bracket].iter().any(|byte| matches!(byte, b'.' | b'_'));
    let may_be_ending = (1..3).contains(&arguments.len()) && !is_qualified;
    let is_list = arguments.is_ascii() && (1..close).all(|at| is_between(arguments, at));
    let is_word =
        bytes.get(end).is_some_and(|&byte| byte.is_ascii_alphanumeric() || may_be_latin(byte));
    (near[close] == b')' && is_list && !may_be_ending && !is_word).then_some(end)
}

/// Whether a place in a list of arguments is none where a sentence goes on: spaces stand beside signs.
fn is_between(arguments: &[u8], at: usize) -> bool {
    let is_sign = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_punctuation);
    let is_blank = arguments[at] == b' ';
    !is_blank || is_sign(arguments.get(at - 1)) || is_sign(arguments.get(at + 1))
}

/// Where a name ends that has a capital letter within and a small one at its start, as none but programs
/// write them: `keepAlive`, `socket.keepAlive`, `setKeepAlive(value)`.
fn camel(bytes: &[u8], capital: usize) -> Option<usize> {
    let name = name_before(&bytes[..capital])?;
    let is_small = bytes[capital - name].is_ascii_lowercase();
    let rest =
        bytes[capital..].iter().take(LONGEST_NAME).take_while(|&&byte| is_in_name(byte)).count();
    let end = capital + rest;
    let is_whole = bytes.get(end).is_none_or(|&lead| !may_be_latin(lead));
    (is_small && is_whole).then_some(if bytes.get(end) == Some(&b'(') {
        call(bytes, end).unwrap_or(end)
    } else {
        end
    })
}

/// How long the name is that a text ends with. What stands behind a sign is an escape or a placeholder, as
/// in `\nZeile` and `%sBuch`.
fn name_before(before: &[u8]) -> Option<usize> {
    let near = before.iter().rev().take(LONGEST_NAME);
    let length = near.take_while(|&&byte| is_in_name(byte)).count();
    let (rest, name) = before.split_at(before.len() - length);
    let is_name = name.first().is_some_and(u8::is_ascii_alphabetic) && length < LONGEST_NAME;
    let is_behind_sign = matches!(rest.last(), Some(b'\\' | b'%' | b'&'));
    let lead = rest.iter().rev().take(4).find(|&&byte| !is_continuation(byte));
    (is_name && !is_behind_sign && lead.is_none_or(|&lead| !may_be_latin(lead))).then_some(length)
}

/// Whether a byte goes on with a character.
fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// Whether the character that a byte begins may be a letter that a name goes on with. Those of scripts
/// without spaces begin a word of their own.
fn may_be_latin(lead: u8) -> bool {
    (0x80..0xE2).contains(&lead)
}

fn is_in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'$')
}

/// So many codes are a list, and no enumeration of short words.
const FEWEST_CODES: usize = 6;

/// Where a list of codes ends whose first sign this is: `bem, ewe, fij, ful, lin, ssw`, as lists of languages,
/// countries and currencies are, or `hrv > bos (299), ind > msa (289)`. All are as long as the first.
fn codes(bytes: &[u8], sign: usize) -> Option<usize> {
    let length = code_before(&bytes[..sign])? - blanks_before(&bytes[..sign]);
    let (mut end, mut count) = (sign, 1);
    loop {
        let rest = bytes[end..].iter().take(LONGEST_GAP);
        let start = end + rest.take_while(|&&byte| is_between_codes(byte)).count();
        let gap = &bytes[end..start];
        // A bracket that closes around the list ends it.
        let is_closed = gap.first() == Some(&b')');
        let has_sign = gap.iter().any(u8::is_ascii_punctuation);
        if is_closed || !has_sign || code_length(&bytes[start..]) != Some(length) {
            break;
        }
        (end, count) = (start + length, count + 1);
    }
    (count >= FEWEST_CODES).then_some(end)
}

/// Signs, numbers and space. Behind a colon or a full stop stands a sentence.
fn is_between_codes(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte.is_ascii_digit() || b",;>/|()-=".contains(&byte)
}

/// So much may stand between two codes: signs, numbers, the indentation of a line.
const LONGEST_GAP: usize = 40;

/// Whether a text ends with a space, which stands before a sign.
fn blanks_before(before: &[u8]) -> usize {
    usize::from(before.ends_with(b" "))
}

/// How long the code is that a text ends with, and the space behind it.
fn code_before(before: &[u8]) -> Option<usize> {
    let blanks = blanks_before(before);
    let before = &before[..before.len() - blanks];
    let is_letter = |byte: &&u8| byte.is_ascii_alphabetic();
    let length = before.iter().rev().take(4).take_while(is_letter).count();
    let (rest, code) = before.split_at(before.len() - length);
    let is_whole = rest.last().is_none_or(|&byte| byte.is_ascii() && !byte.is_ascii_digit());
    (is_whole && is_code(code)).then_some(length + blanks)
}

/// How long the code is that a text begins with.
fn code_length(text: &[u8]) -> Option<usize> {
    let length = text.iter().take(4).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let is_whole = text.get(length).is_none_or(|&byte| byte.is_ascii() && !byte.is_ascii_digit());
    (is_whole && is_code(&text[..length])).then_some(length)
}

/// Two or three letters, all small or all capital.
fn is_code(code: &[u8]) -> bool {
    matches!(code.len(), 2 | 3)
        && (code.iter().all(u8::is_ascii_lowercase) || code.iter().all(u8::is_ascii_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_word_is_a_gap() {
        let all = Inline { backticks: true, tags: true, escapes: true };
        for (text, gaps_in_it) in [
            ("Hallo {name}, %d Bücher", &["{name}", "%d"][..]),
            ("{{< figure src=\"a\" >}} und {% raw %}", &["{{< figure src=\"a\" >}}", "{% raw %}"]),
            ("%1$s von %(user)s, %solution%", &["%1$s", "%(user)s", "%solution%"]),
            ("50 % sind viel, 5 % davon", &[]),
            ("`code` ``a ` b`` text", &["`code`", "``a ` b``"]),
            ("<b>fett</b> 3 < 4", &["<b>", "</b>"]),
            ("Zeile\\nZeile", &["\\n"]),
            ("siehe https://example.org/the-way (dort)", &["https://example.org/the-way"]),
            ("gut :tada: um 10:15", &[":tada:"]),
            (
                "{n, plural, one {# Buch} other {# Bücher}}!",
                &["{n, plural, one {# Buch} other {# Bücher}}"],
            ),
            ("${user} ist {offen", &["${user}"]),
            ("(aka,\nbem, ewe, fij, ful, lin, ssw): ein", &["aka,\nbem, ewe, fij, ful, lin, ssw"]),
            (
                "\"hrv > bos (299), ind > msa (289), bos > hrv (284)\" oft",
                &["hrv > bos (299), ind > msa (289), bos > hrv"],
            ),
            ("in DE,FR,IT,ES,PT,NL und AT", &["DE,FR,IT,ES,PT,NL"]),
            ("Tee, Ei, Aal und Reh, ja, so, wie, du, es, so, oft", &[]),
            (
                "ruft K.create(expr [, options]) und remove() auf",
                &["K.create(expr [, options])", "remove()"],
            ),
            ("Datei(en), Wort (dort), API(接口), f(x), so(und so weiter), Büro()", &[]),
            ("von fs.readdir(path) oder set_name(x)", &["fs.readdir(path)", "set_name(x)"]),
            (
                "noDisableItems, socket.keepAlive: setKeepAlive(value)",
                &["noDisableItems", "socket.keepAlive", "setKeepAlive(value)"],
            ),
            ("Zeile\\tZeile(eins, zwei), %sBuch, &auml;Wort, Ende.Neu", &["\\t"]),
            ("属性hideMode改成setMode(x, y)。", &["hideMode", "setMode(x, y)"]),
            ("JavaScript, YouTube, StudentInnen, ärzteKammer, iÜ", &[]),
            ("so, ja, ach, nie, gut, bös, alt", &[]),
            ("die de, en, fr", &[]),
        ] {
            let found: Vec<_> = gaps(text, all).into_iter().map(|gap| &text[gap]).collect();
            assert_eq!(found, gaps_in_it, "{text}");
        }
    }
}
