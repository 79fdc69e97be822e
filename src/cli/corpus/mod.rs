//! Corpora: shards that hold many documents each, as records.
//!
//! A shard is a stream of records, whatever its container: chunks come from a reader, are judged
//! in parallel, and go to a writer of the same container in the order in which they came. What can't
//! be read as a record is reported with its place and passed on as it is, so that an output has the
//! records of its input, one for one.

// In the order of the pipeline.
pub(super) mod work_items;

pub(super) mod container;
pub(super) mod shard;

mod reader;

mod jsonl;

mod warc;

#[cfg(feature = "parquet")]
mod parquet;

mod raw_record;

pub(super) mod chunk;

pub(super) mod sniff;

mod worker;

pub(super) mod texts;

pub(super) mod find;

mod schema;

pub(super) mod shard_writer;

pub(super) mod checkpoint;
