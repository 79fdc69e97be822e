//! What stands inside sentences and is no word: placeholders, shortcodes, addresses, tags, code.

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
    while let Some(found) = bytes[at..].iter().position(|&byte| may_begin(byte)) {
        let start = at + found;
        at = start + 1;
        if let Some(end) = gap_end(bytes, start, inline) {
            at = end.max(at);
            let floor = gaps.last().map_or(0, |gap: &Range<usize>| gap.end);
            let is_address = bytes[start..].starts_with(b"://");
            let scheme = if is_address { scheme(&bytes[floor..start]) } else { 0 };
            gaps.push(start - scheme..at);
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
    matches!(byte, b'{' | b'%' | b'$' | b'<' | b'`' | b':' | b'\\' | b'@')
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
        ] {
            let found: Vec<_> = gaps(text, all).into_iter().map(|gap| &text[gap]).collect();
            assert_eq!(found, gaps_in_it, "{text}");
        }
    }
}
