//! Finds one record of a shard by the name that reports call it.

use std::sync::Arc;

use super::container::Container;
use super::reader::open;
use super::shard::Shard;
use super::texts::texts;
use crate::cli::inputs::Input;
use crate::cli::options::SchemaArg;
use crate::cli::settings::Settings;

/// A record that was found: its text, and its address if it has one.
pub(in crate::cli) struct FoundRecord {
    pub(in crate::cli) text: String,
    pub(in crate::cli) url: Option<String>,
}

/// The record that reports call `name`: `shard.jsonl#id`, or its address in a WARC. `None` if the shard has
/// none, or is no shard. Reads as far as the record, one chunk in memory.
pub(in crate::cli) fn find_record(
    input: Input,
    settings: Arc<Settings>,
    name: &str,
) -> Result<Option<FoundRecord>, String> {
    let Some(container) = Container::of(&input, settings.input_format) else { return Ok(None) };
    let mut shard = Shard::new(input, container, settings, None, None);
    for chunk in open(&mut shard, SchemaArg::None)? {
        let mut found = None;
        texts(&shard, &chunk, |record| {
            if found.is_none() && record.name == name {
                let url = record.url.map(str::to_owned);
                found = Some(FoundRecord { text: record.text.to_owned(), url });
            }
        });
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}
