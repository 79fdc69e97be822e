//! JSON Lines: one object on a line, of which one field is the text.
//!
//! Only the values that change are written anew. Everything else on the line, white space and the
//! spelling of numbers included, is copied.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::io::BufRead;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::raw_record::{Kind, Position, RawRecord, some_of};
use crate::cli::io_error::{explain_read, too_long};
use crate::cli::settings::Fields;

/// The lines of a shard.
pub(super) struct Lines {
    input: Box<dyn BufRead + Send>,
    /// Bytes of the longest line that is read.
    limit: usize,
    position: Position,
    /// Whether the rest of a line that is too long comes next.
    is_inside: bool,
    is_done: bool,
}

impl Lines {
    pub(super) fn new(input: Box<dyn BufRead + Send>, limit: usize) -> Self {
        Self { input, limit, position: Position::START, is_inside: false, is_done: false }
    }

    /// The next line, or the next part of one that is too long.
    fn raw_record(&mut self) -> Option<RawRecord> {
        let mut bytes = Vec::new();
        let mut failure = None;
        let mut ends = false;
        while !ends && bytes.len() <= self.limit {
            let buffer = match self.input.fill_buf() {
                Ok([]) => break,
                Ok(buffer) => buffer,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    failure = Some(explain_read(&error));
                    break;
                }
            };
            let newline = memchr::memchr(b'\n', buffer);
            let length = newline.map_or(buffer.len(), |at| at + 1);
            ends = newline.is_some();
            bytes.extend_from_slice(&buffer[..length]);
            self.input.consume(length);
        }
        self.is_done = failure.is_some();
        if bytes.is_empty() && failure.is_none() {
            return None;
        }
        Some(self.positioned(bytes, ends, failure))
    }

    fn positioned(&mut self, bytes: Vec<u8>, ends: bool, failure: Option<String>) -> RawRecord {
        let position = self.position;
        let is_rest = std::mem::replace(&mut self.is_inside, !ends && bytes.len() > self.limit);
        self.position.offset += bytes.len() as u64;
        self.position.number += u64::from(ends);
        let kind = match failure {
            Some(why) => Kind::Broken(why),
            None if is_rest => Kind::Filler,
            None if bytes.len() > self.limit => Kind::Broken(too_long(self.limit)),
            None if bytes.trim_ascii().is_empty() => Kind::Filler,
            None => Kind::Record,
        };
        RawRecord { position, bytes, kind }
    }
}

impl Iterator for Lines {
    type Item = Vec<RawRecord>;

    fn next(&mut self) -> Option<Vec<RawRecord>> {
        some_of(|| if self.is_done { None } else { self.raw_record() })
    }
}

/// What stands at the start of some files, before their first line.
const MARK: &str = "\u{FEFF}";

/// What is said of a file that holds one array of all records.
const ARRAY: &str =
    "a JSON array, not an object: write one object on a line, as `jq -c '.[]'` does";

/// An object, with the places of its values on its line.
#[derive(Debug)]
pub(super) struct Object<'l> {
    line: &'l str,
    /// Names and values in order, each value with its place.
    fields: Vec<(Cow<'l, str>, &'l str)>,
}

impl<'l> Object<'l> {
    /// Reads an object and nothing after it.
    pub(super) fn read(line: &'l str) -> Result<Self, String> {
        let object = line.strip_prefix(MARK).unwrap_or(line);
        if object.trim_start().starts_with('[') {
            return Err(ARRAY.to_owned());
        }
        let Values(fields) =
            serde_json::from_str(object).map_err(|error| match error.column() {
                0 => format!("invalid JSON: {error}"),
                column => format!("invalid JSON at byte {column} of the line: {}", words(&error)),
            })?;
        Ok(Self { line, fields })
    }

    /// Whether it has a value by this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    fn value(&self, name: &str) -> Option<&'l str> {
        self.fields.iter().find(|(key, _)| key == name).map(|&(_, value)| value)
    }

    /// Of two values under one name readers take the first, the last, or none.
    fn refuse_duplicates(&self) -> Result<(), String> {
        let mut names: Vec<&str> = self.fields.iter().map(|(name, _)| name.as_ref()).collect();
        names.sort_unstable();
        match names.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(format!("the field '{}' is there twice", pair[0])),
            None => Ok(()),
        }
    }

    /// Where a value stands on the line.
    fn place(&self, value: &str) -> Range<usize> {
        let start = value.as_ptr() as usize - self.line.as_ptr() as usize;
        start..start + value.len()
    }

    /// The object with other values for some fields; those that it does not have come last.
    pub(super) fn with(&self, fields: &[(String, String)]) -> String {
        let mut edits: Vec<(_, Cow<'_, str>)> = Vec::new();
        let end = self.line.trim_end().len() - 1;
        let mut is_first = self.fields.is_empty();
        for (name, new) in fields {
            let old = self.fields.iter().find(|(key, _)| key == name);
            let place = old.map_or(end..end, |(_, old)| self.place(old));
            if old.is_none() {
                let comma = if std::mem::take(&mut is_first) { "" } else { "," };
                let name = serde_json::Value::from(name.as_str());
                edits.push((end..end, format!("{comma}{name}:").into()));
            }
            edits.push((place, new.into()));
        }
        edits.sort_by_key(|(range, _)| range.start);
        self.edited(&edits)
    }

    /// The line with other text in some places, which come in order.
    fn edited(&self, edits: &[(Range<usize>, Cow<'_, str>)]) -> String {
        let new: usize = edits.iter().map(|(_, new)| new.len()).sum();
        let mut out = String::with_capacity(self.line.len() + new);
        let mut at = 0;
        for (range, new) in edits {
            out += &self.line[at..range.start];
            out += new;
            at = range.end;
        }
        out + &self.line[at..]
    }
}

/// What serde says without the place, which is always on the first line.
fn words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.as_str(), |(words, _)| words).to_owned()
}

/// Names and values as they are written.
struct Values<'l>(Vec<(Cow<'l, str>, &'l str)>);

impl<'de> Deserialize<'de> for Values<'de> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Values<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Values<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some(name) = map.next_key::<Name<'de>>()? {
                    fields.push((name.0, map.next_value::<&'de RawValue>()?.get()));
                }
                Ok(Values(fields))
            }
        }
        input.deserialize_map(InOrder)
    }
}

/// A name, borrowed where it has no escapes.
#[derive(serde::Deserialize)]
struct Name<'l>(#[serde(borrow)] Cow<'l, str>);

/// A record: its object and what is read of it.
#[derive(Debug)]
pub(super) struct JsonRecord<'l> {
    object: Object<'l>,
    pub(super) text: String,
    /// The value of the id field, if it is text or a number.
    pub(super) id: Option<String>,
    /// The value of the field with its address, if it is text.
    pub(super) url: Option<String>,
    /// Whether what is written anew has to be ASCII, as the line is.
    is_ascii: bool,
}

impl<'l> JsonRecord<'l> {
    /// Reads a line, or says why it is no record.
    pub(super) fn read(line: &'l [u8], fields: &Fields) -> Result<Self, String> {
        let line = utf8(line)?;
        let object = Object::read(line)?;
        object.refuse_duplicates()?;
        let name = &fields.text;
        let raw = object.value(name).ok_or_else(|| format!("the field '{name}' is missing"))?;
        let text: String = serde_json::from_str(raw).map_err(|error| match error.classify() {
            serde_json::error::Category::Data => format!("the field '{name}' is no string"),
            _ => format!("the field '{name}' is no text: {}", words(&error)),
        })?;
        let raw_id = object.value(&fields.id);
        let id = raw_id.and_then(|raw| match serde_json::from_str(raw).ok()? {
            serde_json::Value::String(id) => Some(id),
            serde_json::Value::Number(_) => Some(raw.to_owned()),
            _ => None,
        });
        let url = object.value(&fields.url).and_then(|raw| serde_json::from_str(raw).ok());
        // A line without a single escape says nothing about how its author spells other letters.
        let is_ascii = line.is_ascii() && line.contains("\\u");
        Ok(Self { object, text, id, url, is_ascii })
    }

    /// The value of a field as it is written.
    pub(super) fn raw(&self, name: &str) -> Option<&'l str> {
        self.object.value(name)
    }

    /// The line with another text, if it is another one, and with further fields.
    pub(super) fn with(&self, fields: &Fields, text: &str, added: Vec<(String, String)>) -> String {
        let mut changed = added;
        if text != self.text {
            changed.push((fields.text.clone(), serde_json::Value::from(text).to_string()));
        }
        if self.is_ascii {
            for (_, value) in changed.iter_mut().filter(|(_, value)| !value.is_ascii()) {
                *value = ascii(value);
            }
        }
        self.object.with(&changed)
    }
}

/// Bytes as text, or where they are none.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes)
        .map_err(|error| format!("invalid UTF-8 at byte {} of the record", error.valid_up_to() + 1))
}

/// JSON with escapes for what is not ASCII, as many programs write it.
pub(super) fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}
