//! Finds one record of a shard by the name that reports call it.

use std::sync::Arc;

use super::chunk::Chunk;
use super::container::Container;
use super::jsonl::JsonRecord;
#[cfg(feature = "parquet")]
use super::parquet::{Rows, unread};
use super::raw_record::{Kind, RawRecord};
use super::reader::open;
use super::shard::Shard;
use super::warc::WarcRecord;
use crate::cli::inputs::Input;
use crate::cli::options::SchemaArg;
use crate::cli::settings::Settings;

/// The text of the record that reports call `name`: `shard.jsonl#id`, or its address in a WARC. `None` if the
/// shard has none, or is no shard. Reads as far as the record, one chunk in memory.
pub(in crate::cli) fn find_text(
    input: Input,
    settings: Arc<Settings>,
    name: &str,
) -> Result<Option<String>, String> {
    let Some(container) = Container::of(&input, settings.input_format) else { return Ok(None) };
    let mut shard = Shard::new(input, container, settings, None, None);
    let reader = open(&mut shard, SchemaArg::None)?;
    for chunk in reader {
        let found = match chunk {
            Chunk::Records(records) => {
                records.iter().find_map(|record| text_of(&shard, record, name))
            }
            #[cfg(feature = "parquet")]
            Chunk::Rows(rows) => text_in(&shard, &rows, name)?,
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// The text of a record, if it is called so.
fn text_of(shard: &Shard, record: &RawRecord, name: &str) -> Option<String> {
    if !matches!(record.kind, Kind::Record) {
        return None;
    }
    let numbered = || record.position.number.to_string();
    if shard.container == Container::Warc {
        let warc = WarcRecord::read(&record.bytes).ok()??;
        let own = warc.uri.map_or_else(|| called(shard, &numbered()), str::to_owned);
        return (own == name).then(|| warc.text.to_owned());
    }
    let json = JsonRecord::read(&record.bytes, &shard.settings.fields).ok()?;
    let id = json.id.clone().unwrap_or_else(numbered);
    (called(shard, &id) == name).then_some(json.text)
}

#[cfg(feature = "parquet")]
fn text_in(shard: &Shard, rows: &Rows, name: &str) -> Result<Option<String>, String> {
    let mut found = None;
    rows.annotated(&shard.settings.fields, SchemaArg::None, |row| {
        let id = row.id.unwrap_or_else(|| row.position.number.to_string());
        if found.is_none() && called(shard, &id) == name {
            found = row.text.map(str::to_owned);
        }
        unread("")
    })?;
    Ok(found)
}

fn called(shard: &Shard, id: &str) -> String {
    format!("{}#{id}", shard.input.name)
}
