//! What the first bytes say of input whose name does not: whether it holds records.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::Path;

use serde_json::value::RawValue;

use super::jsonl::{JsonRecord, Object};
use crate::cli::compression::Compression;
use crate::cli::settings::Fields;

/// So much of a file is looked at, packed or not.
const HEAD: u64 = 1 << 16;

/// So many lines of it.
const LINES: usize = 20;

/// Whether the lines of a file are objects that have no text, such as logs and settings do.
pub(super) fn has_no_text(path: &Path, fields: &Fields) -> bool {
    let Ok(head) = head(path) else { return false };
    let objects: Vec<_> = head
        .split_inclusive(|&byte| byte == b'\n')
        .filter(|line| line.ends_with(b"\n") || (head.len() as u64) < HEAD)
        .filter_map(|line| std::str::from_utf8(line.trim_ascii()).ok())
        .filter(|line| !line.is_empty())
        .take(LINES)
        .map(Object::read)
        .collect();
    let lacks_it = |object: &Result<Object<'_>, String>| {
        object.as_ref().is_ok_and(|object| !object.has(&fields.text))
    };
    !objects.is_empty() && objects.iter().all(lacks_it)
}

fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes: Box<dyn BufRead + Send> = Box::new(BufReader::new(File::open(path)?));
    let compression = Compression::of(bytes.fill_buf()?);
    let mut head = Vec::new();
    compression.reader(bytes)?.take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

/// Whether standard input begins with a record. Nothing is taken from it.
pub(super) fn stdin_has_records(fields: &Fields) -> bool {
    io::stdin().lock().fill_buf().is_ok_and(|start| begins_with_record(start, fields))
}

/// Whether bytes begin with a line that is a record; of one that is not whole, whether it names its text.
fn begins_with_record(start: &[u8], fields: &Fields) -> bool {
    match memchr::memchr(b'\n', start) {
        Some(end) => JsonRecord::read(&start[..end], fields).is_ok(),
        None if JsonRecord::read(start, fields).is_ok() => true,
        None => {
            let name = serde_json::Value::from(fields.text.as_str()).to_string();
            start.starts_with(b"{") && memchr::memmem::find(start, name.as_bytes()).is_some()
        }
    }
}

/// Whether a text is one JSON array whose first object is a record. Costs the reading of that object.
pub(in crate::cli) fn is_array_of_records(text: &str, fields: &Fields) -> bool {
    let Some(objects) = text.trim_start().strip_prefix('[') else { return false };
    let mut objects = serde_json::Deserializer::from_str(objects).into_iter::<&RawValue>();
    matches!(objects.next(), Some(Ok(first)) if JsonRecord::read(first.get().as_bytes(), fields).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Fields {
        Fields {
            text: "text".to_owned(),
            id: "id".to_owned(),
            url: "url".to_owned(),
            limit: 1 << 20,
        }
    }

    #[test]
    fn arrays_of_records_are_told_from_arrays_of_anything_else() {
        for (text, is_array) in [
            ("[{\"text\": \"a\"}]", true),
            ("\n[\n  {\"id\": 1, \"text\": \"a\"},\n  {\"id\": 2}\n]\n", true),
            ("[{\"title\": \"a\"}]", false),
            ("[{\"text\": 7}]", false),
            ("[\"text\", \"a\"]", false),
            ("[[{\"text\": \"a\"}]]", false),
            ("[]", false),
            ("[{\"text\": \"a", false),
            ("{\"text\": \"a\"}", false),
            ("[link]: text", false),
            ("[", false),
        ] {
            assert_eq!(is_array_of_records(text, &fields()), is_array, "{text}");
        }
    }

    #[test]
    fn records_are_told_from_prose_and_from_documents_in_json() {
        let long = format!("{{\"id\":1,\"text\":\"{}", "word ".repeat(2000));
        for (start, is_record) in [
            ("{\"text\":\"a\"}\n{\"text\":\"b\"}\n", true),
            ("{\"id\": 7, \"text\": \"a\"}", true),
            (long.as_str(), true),
            ("", false),
            ("text", false),
            ("{\n  \"text\": \"a\"\n}\n", false),
            ("{\"title\":\"a\"}\n", false),
            ("{\"text\": 7}\n", false),
            ("[{\"text\":\"a\"}]\n", false),
            ("{curly} text in \"text\" files\n", false),
        ] {
            assert_eq!(begins_with_record(start.as_bytes(), &fields()), is_record, "{start}");
        }
    }
}
