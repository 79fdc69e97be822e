//! What a file says of its own encoding.
//!
//! Each format has its place for it, and only there a name counts: prose may well write `charset=`. A
//! wrong declaration is common, so it is evidence and no proof; one that names UTF-16 is not believed,
//! since it could be read.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::encoding::Encoding;

/// How far into a file its declaration may stand: the limit that browsers use.
const PRESCAN: usize = 1024;
/// The same of the header of a catalogue of translations, behind the names of all who wrote it.
const HEADER: usize = 8 * 1024;
/// Editors look for their settings in so many lines at the start of a file, and at its end.
const MODELINES: usize = 5;
/// In so many lines at its start, compilers look for the encoding of a source.
const CODING_LINES: usize = 2;

/// The encoding that the bytes declare in one of the ways of [`WAYS`].
pub(super) fn find(bytes: &[u8]) -> Option<Encoding> {
    WAYS.iter().find_map(|way| encoding(&way(bytes)?))
}

/// What finds the name of an encoding in the place that some formats have for it.
type Way = fn(&[u8]) -> Option<String>;

/// The ways to declare an encoding, the one that most programs obey first.
const WAYS: [Way; 5] = [css, markup, header, affixes, coding];

/// The encoding of a name, unless the bytes could not be read in it.
fn encoding(name: &str) -> Option<Encoding> {
    let encoding: Encoding = name.parse().ok()?;
    encoding.keeps_ascii().then_some(encoding)
}

/// A style sheet begins with its `@charset`, to the byte.
fn css(bytes: &[u8]) -> Option<String> {
    Some(name(bytes.strip_prefix(b"@charset \"")?))
}

/// The name in an HTML `meta` tag or an XML declaration: what stands after `charset=` or `encoding=`
/// behind the first tag.
fn markup(bytes: &[u8]) -> Option<String> {
    let start = &bytes[..bytes.len().min(PRESCAN)];
    let tags = start[memchr::memchr(b'<', start)?..].to_ascii_lowercase();
    ["charset=", "encoding="].into_iter().find_map(|key| value(&tags, key.as_bytes()))
}

/// The name in a header line `Content-Type`, of a mail or of a catalogue of translations (PO), where it
/// stands between quotation marks.
fn header(bytes: &[u8]) -> Option<String> {
    if !begins_with_header(bytes) {
        return None;
    }
    let start = bytes[..bytes.len().min(HEADER)].to_ascii_lowercase();
    let of_line = |line: &[u8]| {
        let line = line.strip_prefix(b"\"").unwrap_or(line).strip_prefix(b"content-type:")?;
        value(line, b"charset=")
    };
    start.split(|&byte| byte == b'\n').find_map(of_line)
}

/// Whether the first line may be one of a catalogue or a header: most text is told by its first word.
fn begins_with_header(bytes: &[u8]) -> bool {
    let word = bytes.split(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-').next();
    let word = word.unwrap_or_default();
    bytes.starts_with(b"#") || word == b"msgid" || bytes.get(word.len()) == Some(&b':')
}

/// The name in the line `SET` at the start of an affix file of Hunspell, with nothing behind it.
fn affixes(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(PRESCAN)];
    let lines = head.split(|&byte| byte == b'\n').take(MODELINES);
    let said = lines.filter_map(|line| line.strip_prefix(b"SET "));
    let found = said.map(<[u8]>::trim_ascii).find(|said| name(said).len() == said.len())?;
    let name = name(found);
    Some(name.strip_prefix("microsoft-").unwrap_or(&name).to_owned())
}

/// The name in a comment that compilers and editors read: `coding:` or `coding=` in the first two lines of
/// Python and Ruby, Emacs' variables between `-*-`, `fileencoding=` or `fenc=` behind Vim's `vim:`.
fn coding(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(PRESCAN)];
    let tail = &bytes[bytes.len().saturating_sub(PRESCAN)..];
    let is_line = |byte: &u8| *byte == b'\n';
    let of_head = || head.split(is_line).take(MODELINES).enumerate();
    // The lines at the end have no number that a compiler looks at.
    let of_tail = || tail.rsplit(is_line).take(MODELINES + 1).map(|line| (usize::MAX, line));
    let of_line = |(number, line)| setting(line, number < CODING_LINES);
    let named = |part: &[u8]| CODING_KEYS.iter().any(|key| key.find(part).is_some());
    let first = if named(head) { of_head().find_map(of_line) } else { None };
    first.or_else(|| if named(tail) { of_tail().find_map(of_line) } else { None })
}

/// What such comments hold, whichever it is.
static CODING_KEYS: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| [Finder::new("coding"), Finder::new("fenc=")]);

/// The name in a line that may be such a comment; `is_first` says of a line whether compilers read it.
fn setting(line: &[u8], is_first: bool) -> Option<String> {
    let is_comment = line.trim_ascii_start().starts_with(b"#");
    let is_emacs = || memchr::memmem::find(line, b"-*-").is_some();
    let keys: [&[u8]; 2] = if is_vim(line) {
        [b"fileencoding=", b"fenc="]
    } else if is_first && (is_comment || is_emacs()) {
        [b"coding:", b"coding="]
    } else {
        return None;
    };
    keys.into_iter().find_map(|key| value(line, key))
}

/// The name behind a key.
fn value(text: &[u8], key: &[u8]) -> Option<String> {
    let at = memchr::memmem::find(text, key)?;
    Some(name(&text[at + key.len()..])).filter(|name| !name.is_empty())
}

/// Whether Vim reads a line: `vim:`, `vi:` or `ex:` behind a space or at its start.
fn is_vim(line: &[u8]) -> bool {
    [&b"vim:"[..], b"vi:", b"ex:"].into_iter().any(|mark| {
        let found = memchr::memmem::find(line, mark);
        found.is_some_and(|at| at == 0 || line[at - 1].is_ascii_whitespace())
    })
}

/// The name that some bytes begin with, behind quotation marks and spaces.
fn name(bytes: &[u8]) -> String {
    let is_quote = |byte: &&u8| matches!(byte, b'"' | b'\'' | b' ' | b'\t');
    let is_name =
        |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.');
    let rest = bytes.iter().skip_while(is_quote);
    rest.take_while(is_name).map(|&byte| char::from(byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(find(text.as_bytes()).map(|e| e.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn declarations_are_read_where_they_stand_in_a_tag() {
        check("<meta charset=\"KOI8-R\">", Some("koi8-r"));
        check("<?xml version='1.0' encoding='iso-8859-2'?>", Some("iso-8859-2"));
        check("<META content='text/html; charset=windows-1251'>", Some("windows-1251"));
        check("write charset=koi8-r in the header", None);
        check("<meta charset=utf-16>", None);
        check("<meta charset=nonsense>", None);
    }

    #[test]
    fn headers_of_mail_and_of_translations_declare() {
        let po = "# Nobody, 2004.\nmsgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=KOI8-R\\n\"\n";
        check(po, Some("koi8-r"));
        check(&format!("{}{po}", "# A Translator, 2004.\n".repeat(200)), Some("koi8-r"));
        check(
            "Subject: Hi\nContent-Type: text/plain; charset=\"ISO-8859-2\"\n\n",
            Some("iso-8859-2"),
        );
        check("msgstr \"\"\n\"Content-Type: text/plain; charset=CHARSET\\n\"\n", None);
        check("He wrote Content-Type: text/plain; charset=koi8-r there", None);
    }

    #[test]
    fn comments_for_compilers_and_editors_declare() {
        check("#!/usr/bin/python\n# -*- coding: latin-2 -*-\n", Some("iso-8859-2"));
        check("# encoding: cp1251\nputs 1\n", Some("windows-1251"));
        check(";; -*- mode: lisp; coding: euc-jp-unix -*-\n", Some("euc-jp"));
        check("/* text */\n/* vim: set ts=4 fileencoding=cp1250 : */\n", Some("windows-1250"));
        check("a\nb\nc\nd\ne\nf\n# vim: fenc=koi8-u\n", Some("koi8-u"));
        check("1\n2\n# coding: koi8-r\n", None);
        check("the coding: koi8-r\n", None);
        check("# Encoding of files\n", None);
    }

    #[test]
    fn affix_files_declare() {
        check("SET ISO8859-2\nTRY aeiou\n", Some("iso-8859-2"));
        check("# Ukrainian\n\nSET microsoft-cp1251\r\nTRY x\n", Some("windows-1251"));
        check("SET NAMES latin1;\n", None);
        check("SET latin1 as the default\n", None);
        check("the SET koi8-r\n", None);
    }

    #[test]
    fn style_sheets_declare_with_their_first_bytes() {
        check("@charset \"iso-8859-15\";\np {}", Some("iso-8859-15"));
        check("p {}\n@charset \"iso-8859-15\";", None);
    }
}
