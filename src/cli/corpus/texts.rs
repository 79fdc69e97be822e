//! The texts of the records in a chunk, for who wants nothing else of them.

use super::chunk::Chunk;
use super::container::Container;
use super::jsonl::JsonRecord;
use super::raw_record::{Kind, RawRecord};
use super::shard::Shard;
use super::warc::WarcRecord;

/// A record as far as it is read here.
pub(in crate::cli) struct TextRecord<'r> {
    /// What reports call it: `shard.jsonl#id`, or its address in a WARC.
    pub(in crate::cli) name: String,
    /// Its address, if it has one.
    pub(in crate::cli) url: Option<&'r str>,
    pub(in crate::cli) text: &'r str,
}

/// Shows the records of a chunk that hold a text, in order; gives back why others cannot be read. Each is
/// named by its record.
pub(in crate::cli) fn texts(
    shard: &Shard,
    chunk: &Chunk,
    mut each: impl FnMut(&TextRecord<'_>),
) -> Vec<String> {
    let mut problems = Vec::new();
    match chunk {
        Chunk::Records(records) => {
            for record in records {
                if let Err(why) = text(shard, record, &mut each) {
                    problems.push(format!("{}: {why}", called(shard, &number(record))));
                }
            }
        }
        #[cfg(feature = "parquet")]
        Chunk::Rows(rows) => {
            let shown = rows.texts(&shard.settings.fields, |number, id, url, text| {
                let name = called(shard, &id.unwrap_or_else(|| number.to_string()));
                each(&TextRecord { name, url: url.as_deref(), text });
            });
            problems.extend(shown.err().map(|why| format!("{}: {why}", shard.input.name)));
        }
    }
    problems
}

fn text(
    shard: &Shard,
    record: &RawRecord,
    mut each: impl FnMut(&TextRecord<'_>),
) -> Result<(), String> {
    match &record.kind {
        Kind::Filler => return Ok(()),
        Kind::Broken(why) => return Err(why.clone()),
        Kind::Record => {}
    }
    if shard.container == Container::Warc {
        let Some(WarcRecord { uri: url, text, .. }) = WarcRecord::read(&record.bytes)? else {
            return Ok(());
        };
        let name = url.map_or_else(|| called(shard, &number(record)), str::to_owned);
        each(&TextRecord { name, url, text });
        return Ok(());
    }
    let json = JsonRecord::read(&record.bytes, &shard.settings.fields)?;
    let name = called(shard, &json.id.clone().unwrap_or_else(|| number(record)));
    each(&TextRecord { name, url: json.url.as_deref(), text: &json.text });
    Ok(())
}

fn number(record: &RawRecord) -> String {
    record.position.number.to_string()
}

/// What a record of a shard is called.
fn called(shard: &Shard, id: &str) -> String {
    format!("{}#{id}", shard.input.name)
}
