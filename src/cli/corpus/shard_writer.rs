//! Writes a shard: beside its place, and there in one move when it is whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::checkpoint::beside;
use super::chunk::ChunkResult;
use super::shard::Shard;
use crate::cli::compression::{Compression, Encoder};

/// The output of a shard.
pub(in crate::cli) struct ShardWriter {
    records: Records,
    /// Where it is written and where it belongs; `None` for a device. What does not get there goes.
    moves: Option<(tempfile::TempPath, PathBuf)>,
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
            let part = beside(place, "part");
            if let Err(error) = fs::remove_file(&part)
                && error.kind() != io::ErrorKind::NotFound
            {
                return Err(error);
            }
            // Made anew, so that nothing is written through a link.
            let file = File::options().write(true).create_new(true).open(&part)?;
            let part = tempfile::TempPath::try_from_path(part)?;
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

    /// Ends the shard and puts it in its place.
    pub(in crate::cli) fn finish(self) -> io::Result<()> {
        match self.records {
            Records::Stream(output) => output.finish()?.flush()?,
            #[cfg(feature = "parquet")]
            Records::Rows(output) => output.finish()?,
        }
        match self.moves {
            Some((part, place)) => part.persist(place).map_err(|error| error.error),
            None => Ok(()),
        }
    }
}

#[cfg(feature = "parquet")]
fn row_writer(shard: &Shard, file: File) -> io::Result<super::parquet::RowWriter> {
    let layout =
        shard.layout.as_ref().ok_or_else(|| io::Error::other("a shard without columns"))?;
    super::parquet::RowWriter::new(file, layout)
}
