//! Text from strangers, made safe for where it is shown.
//!
//! Every format quotes lines and paths that may have been written to do harm: to a terminal, to the
//! log of a CI job that takes lines for commands, to a spreadsheet that takes cells for formulas.

use std::fmt::Write as _;
use std::path::MAIN_SEPARATOR;

/// Text made safe for a terminal, for a log and for a single line: control characters, and the
/// invisible ones that reorder or hide text, are shown as `\u{202e}`, and so is the bracket of
/// `##[`, which GitHub's log reads as a command wherever it stands. Allocates once. Not for HTML, JSON or a
/// spreadsheet, which have dangers of their own.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unsafe(c) || (c == '[' && out.ends_with("##")) {
            let _ = write!(out, "{}", c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// Characters that do something where they are shown, or hide there.
pub(super) fn is_unsafe(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}')
        || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{E0000}'..='\u{E007F}' | '\u{FEFF}')
}

/// Whether any character is unsafe. Few texts have a byte that one could begin with, which is told fast.
pub(super) fn has_unsafe(text: &str) -> bool {
    let may_have = |bytes: &[u8]| bytes.iter().fold(false, |found, &b| found | may_begin_unsafe(b));
    text.as_bytes().chunks(64).any(may_have) && text.contains(is_unsafe)
}

/// Whether a byte of UTF-8 begins an unsafe character, among others.
fn may_begin_unsafe(byte: u8) -> bool {
    byte < b' ' || matches!(byte, 0x7F | 0xC2 | 0xD8 | 0xE2 | 0xEF | 0xF3)
}

/// A path that starts a line or a cell: `::` would start a command in GitHub's log and `=`, `+`, `-`
/// or `@` a formula in a spreadsheet, so `./` stands before them, which names the same file.
pub(super) fn path(path: &str) -> String {
    let start = path.trim_start();
    let is_read_by_machines = start.starts_with("::") || start.starts_with(['=', '+', '-', '@']);
    let before = if is_read_by_machines { "./" } else { "" };
    before.to_owned() + &escape(path)
}

/// A path as code hosts know it: without the `./` of a walk from here.
pub(super) fn plain(path: &str) -> &str {
    let here = |c| c == '/' || c == MAIN_SEPARATOR;
    path.strip_prefix('.').and_then(|rest| rest.strip_prefix(here)).unwrap_or(path)
}

/// A path as a URI reference, percent-encoded, with `/`; an absolute path becomes a `file:` URI.
pub(super) fn uri(path: &str) -> String {
    let path = plain(path).replace(MAIN_SEPARATOR, "/");
    let mut out = String::with_capacity(path.len());
    match path.as_bytes() {
        [b'/', b'/', ..] => out.push_str("file:"),
        [b'/', ..] => out.push_str("file://"),
        [_, b':', b'/', ..] => out.push_str("file:///"),
        _ => {}
    }
    for &byte in path.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// So many characters of a line are shown where it is quoted.
pub(super) const SHOWN: usize = 120;

/// The start of a line that is too long to be shown whole.
pub(super) fn shortened(text: &str) -> String {
    shortened_to(text, SHOWN)
}

/// The first characters of a text, with a mark where something is left out.
pub(super) fn shortened_to(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_unsafe_character_is_passed_over() {
        for c in '\0'..=char::MAX {
            let text = format!(
                "plain text before it, longer than a chunk of sixty-four bytes {c} and after"
            );
            assert_eq!(has_unsafe(&text), is_unsafe(c), "{c:?}");
        }
    }

    #[test]
    fn a_uri_is_encoded() {
        assert_eq!(uri("a/b c#1.txt"), "a/b%20c%231.txt");
        assert_eq!(uri("a:b/100%.txt"), "a%3Ab/100%25.txt", "no scheme and no escape of its own");
        assert_eq!(uri("статья.txt"), "%D1%81%D1%82%D0%B0%D1%82%D1%8C%D1%8F.txt");
        assert_eq!(uri("/srv/a.txt"), "file:///srv/a.txt");
        assert_eq!((uri("./a.txt").as_str(), uri("../a.txt").as_str()), ("a.txt", "../a.txt"));
        assert_eq!(uri("new\nline"), "new%0Aline");
    }

    #[test]
    fn a_path_that_machines_would_read_is_led_by_a_folder() {
        assert_eq!(path("::error::x"), "./::error::x");
        assert_eq!(path("  ::error::x"), "./  ::error::x");
        assert_eq!(path("=1+1.txt"), "./=1+1.txt");
        assert_eq!(path("a-b=c.txt"), "a-b=c.txt");
    }

    #[test]
    fn nothing_unsafe_is_left() {
        assert_eq!(escape("a\x1b[31m\u{202E}b\n"), "a\\u{1b}[31m\\u{202e}b\\u{a}");
        assert_eq!(escape("##[error] and #[x]"), "##\\u{5b}error] and #[x]");
        assert_eq!(escape("\tनमस्ते می‌خواهم"), "\tनमस्ते می‌خواهم", "joiners and marks stay");
    }
}
