//! Opens a shard and hands out its chunks, whatever its container.

use std::fs::File;
use std::io::{self, BufRead, BufReader};

use super::chunk::Chunk;
use super::container::Container;
#[cfg(feature = "parquet")]
use super::parquet;
use super::shard::Shard;
use super::{jsonl, warc};
use crate::cli::compression::Compression;
use crate::cli::inputs::Source;
use crate::cli::io_error::explain;
use crate::cli::options::SchemaArg;

/// What comes out of a shard.
pub(super) enum ShardReader {
    Lines(jsonl::Lines),
    Warc(warc::Records),
    #[cfg(feature = "parquet")]
    Parquet(Box<parquet::Batches>),
}

impl Iterator for ShardReader {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        match self {
            Self::Lines(lines) => lines.next().map(Chunk::Records),
            Self::Warc(records) => records.next().map(Chunk::Records),
            #[cfg(feature = "parquet")]
            Self::Parquet(batches) => batches.next().map(Chunk::Rows),
        }
    }
}

/// Opens a shard and finds out how it is packed.
pub(super) fn open(shard: &mut Shard, schema: SchemaArg) -> Result<ShardReader, String> {
    if shard.container == Container::Parquet {
        return open_parquet(shard, schema);
    }
    let located = |error: io::Error| explain(&error);
    let mut bytes: Box<dyn BufRead + Send> = match &shard.input.source {
        Source::Stdin => Box::new(BufReader::new(io::stdin())),
        Source::File { path, .. } => Box::new(BufReader::new(File::open(path).map_err(located)?)),
        Source::Broken(why) => return Err(why.clone()),
    };
    shard.compression = Compression::of(bytes.fill_buf().map_err(located)?);
    let plain = shard.compression.reader(bytes).map_err(located)?;
    let limit = shard.settings.fields.limit;
    Ok(match shard.container {
        Container::Warc => ShardReader::Warc(warc::Records::new(plain, limit)),
        _ => ShardReader::Lines(jsonl::Lines::new(plain, limit)),
    })
}

#[cfg(feature = "parquet")]
fn open_parquet(shard: &mut Shard, schema: SchemaArg) -> Result<ShardReader, String> {
    let Source::File { path, .. } = &shard.input.source else {
        return Err("Parquet is read from files, not from standard input".to_owned());
    };
    let (batches, layout) = parquet::open(path, &shard.settings.fields, schema)?;
    shard.layout = Some(layout);
    Ok(ShardReader::Parquet(Box::new(batches)))
}

#[cfg(not(feature = "parquet"))]
fn open_parquet(_: &Shard, _: SchemaArg) -> Result<ShardReader, String> {
    Err("this monoglot was built without Parquet: `cargo install --path . --features parquet` builds one \
         with it, and the command of the Python package has it"
        .to_owned())
}
