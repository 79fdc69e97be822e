//! What a file says of its own encoding.

use super::encoding::Encoding;

/// How far into a file its declaration may stand: the limit that browsers use.
const PRESCAN: usize = 1024;

/// The encoding that an HTML `meta` tag or an XML declaration at the start of the bytes names.
///
/// Only a name after `charset=` or `encoding=` counts, whatever stands around it: a wrong
/// declaration is common, so it is evidence and no proof. One that names UTF-16 is not believed,
/// since it could be read.
pub(super) fn find(bytes: &[u8]) -> Option<Encoding> {
    let start = bytes[..bytes.len().min(PRESCAN)].to_ascii_lowercase();
    let label = ["charset=", "encoding="].into_iter().find_map(|key| value(&start, key))?;
    let encoding: Encoding = label.parse().ok()?;
    encoding.keeps_ascii().then_some(encoding)
}

/// The name after the key, in the tag that the key stands in.
fn value(start: &[u8], key: &str) -> Option<String> {
    let at = memchr::memmem::find(start, key.as_bytes())?;
    if !start[..at].contains(&b'<') {
        return None;
    }
    let is_quote = |byte: &&u8| matches!(byte, b'"' | b'\'' | b' ');
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':');
    let rest = start[at + key.len()..].iter().skip_while(is_quote);
    let name: String = rest.take_while(is_name).map(|&byte| char::from(byte)).collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_read_where_they_stand_in_a_tag() {
        let cases: [(&str, Option<&str>); 6] = [
            ("<meta charset=\"KOI8-R\">", Some("koi8-r")),
            ("<?xml version='1.0' encoding='iso-8859-2'?>", Some("iso-8859-2")),
            ("<META content='text/html; charset=windows-1251'>", Some("windows-1251")),
            ("write charset=koi8-r in the header", None),
            ("<meta charset=utf-16>", None),
            ("<meta charset=nonsense>", None),
        ];
        for (text, name) in cases {
            assert_eq!(find(text.as_bytes()).map(|e| e.to_string()).as_deref(), name, "{text}");
        }
    }
}
