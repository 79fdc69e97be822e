//! What of a shard is worked on at once, and what comes of it.

use super::raw_record::RawRecord;
use crate::cli::outcome::Outcome;

/// What a record takes in memory beside its bytes.
const RECORD_OVERHEAD: usize = 256;

/// What is handed out at once.
#[derive(Debug)]
pub(in crate::cli) enum Chunk {
    Records(Vec<RawRecord>),
    #[cfg(feature = "parquet")]
    Rows(super::parquet::Rows),
}

impl Chunk {
    /// What it takes in memory, about.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Records(records) => {
                records.iter().map(|record| record.bytes.len() + RECORD_OVERHEAD).sum()
            }
            #[cfg(feature = "parquet")]
            Self::Rows(rows) => rows.weight(),
        }
    }
}

/// What came of a chunk.
#[derive(Debug, Default)]
pub(in crate::cli) struct ChunkResult {
    /// What goes to stdout, apart from records and findings.
    pub(in crate::cli) text: String,
    /// One outcome for each record.
    pub(in crate::cli) outcomes: Vec<Outcome>,
    /// What is written: records, each with what ends it.
    pub(in crate::cli) records: Vec<Vec<u8>>,
    /// Why the rest of the shard cannot be had, so that it must not be written.
    pub(in crate::cli) failure: Option<String>,
    #[cfg(feature = "parquet")]
    pub(super) rows: Option<arrow_array::RecordBatch>,
}
