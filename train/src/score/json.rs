//! Files, and what stands in their JSON; what is not there is empty.

use std::io;
use std::ops::Range;
use std::path::Path;

use serde_json::Value;

#[expect(clippy::disallowed_methods, reason = "a tool reads its files")]
pub(super) fn open(path: &Path) -> io::Result<String> {
    std::fs::read_to_string(path)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}

#[expect(clippy::disallowed_methods, reason = "a tool reads its files")]
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    std::fs::read(path)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}

pub(super) fn word(row: &Value, key: &str) -> String {
    row[key].as_str().unwrap_or_default().to_owned()
}

pub(super) fn number(value: &Value) -> usize {
    value.as_u64().unwrap_or_default() as usize
}

pub(super) fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// `[start, end, ...]`
pub(super) fn span(value: &Value) -> Range<usize> {
    number(&value[0])..number(&value[1])
}
