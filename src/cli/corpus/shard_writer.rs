//! Writes a shard: beside its place, and there in one move when it is whole.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::checkpoint::part_of;
use super::chunk::ChunkResult;
use super::shard::Shard;
use crate::cli::atomic::flush_folder;
use crate::cli::compression::{Compression, Encoder};
use crate::cli::hash::hash_of;
use crate::cli::stop::GuardedPath;

/// The output of a shard.
pub(in crate::cli) struct ShardWriter {
    records: Records,
    /// Where it is written and where it belongs; `None` for a device. What does not get there goes.
    moves: Option<(GuardedPath, PathBuf)>,
}

enum Records {
    /// In one member or frame, or packed already.
    Stream(Box<Encoder<BufWriter<File>>>),
    #[cfg(feature = "parquet")]
    Rows(Box<super::parquet::RowWriter>),
}

impl ShardWriter {
    pub(in crate::cli) fn create(shard: &Shard, place: &Path) -> io::Result<Self> {
        let (file, moves) = if shard.is_owned {
            let (file, part) = part_of(place)?.into_parts();
            (file, Some((part, place.to_owned())))
        } else {
            (File::options().write(true).open(place)?, None)
        };
        let records = match shard.container {
            #[cfg(feature = "parquet")]
            super::container::Container::Parquet => {
                Records::Rows(Box::new(row_writer(shard, file)?))
            }
            _ => {
                let packed =
                    if shard.packs_records() { Compression::None } else { shard.compression };
                let output = Encoder::new(packed, BufWriter::new(file))?;
                Records::Stream(Box::new(output))
            }
        };
        Ok(Self { records, moves })
    }

    pub(in crate::cli) fn write(&mut self, done: &ChunkResult) -> io::Result<()> {
        match &mut self.records {
            Records::Stream(output) => {
                done.records.iter().try_for_each(|record| output.write_all(record))
            }
            #[cfg(feature = "parquet")]
            Records::Rows(output) => done.rows.iter().try_for_each(|rows| output.write(rows)),
        }
    }

    /// Ends the shard and puts it in its place. Gives the hash of what was written, if it is a file;
    /// what stands in the place later can be somebody else's.
    pub(in crate::cli) fn finish(self) -> io::Result<Option<String>> {
        match self.records {
            Records::Stream(output) => output.finish()?.flush()?,
            #[cfg(feature = "parquet")]
            Records::Rows(output) => output.finish()?,
        }
        let Some((part, place)) = self.moves else { return Ok(None) };
        // On the disk before a checkpoint says so.
        File::open(part.as_path())?.sync_all()?;
        let hash = hash_of(part.as_path())?;
        part.persist(&place)?;
        flush_folder(&place)?;
        Ok(Some(hash))
    }
}

#[cfg(feature = "parquet")]
fn row_writer(shard: &Shard, file: File) -> io::Result<super::parquet::RowWriter> {
    let layout =
        shard.layout.as_ref().ok_or_else(|| io::Error::other("a shard without columns"))?;
    super::parquet::RowWriter::new(file, layout)
}
