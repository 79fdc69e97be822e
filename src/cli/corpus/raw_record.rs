//! Raw records: what a shard's container splits into, before anything is read of them.

/// Bytes of small records that are handed out together.
const CHUNK_BYTES: usize = 64 << 10;

/// Small records that are handed out together.
const CHUNK_RECORDS: usize = 128;

/// Where a record stands in its shard.
#[derive(Debug, Clone, Copy)]
pub(super) struct Position {
    /// The number of the line, the record or the row, from 1.
    pub(super) number: u64,
    /// Bytes before it, in what is packed in the shard.
    pub(super) offset: u64,
}

impl Position {
    pub(super) const START: Self = Self { number: 1, offset: 0 };
}

/// The bytes of a record, or of what stands in its place.
#[derive(Debug)]
pub(in crate::cli) struct RawRecord {
    pub(super) position: Position,
    pub(super) bytes: Vec<u8>,
    pub(super) kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// To be read as a record.
    Record,
    /// Passed on as it is.
    Filler,
    /// Not to be read, and why; passed on as it is.
    Broken(String),
}

/// Raw records, one after the other, until there are enough to be worth handing out; `None` if there
/// are none.
pub(super) fn some_of(mut next: impl FnMut() -> Option<RawRecord>) -> Option<Vec<RawRecord>> {
    let (mut records, mut bytes) = (Vec::new(), 0);
    while bytes < CHUNK_BYTES && records.len() < CHUNK_RECORDS {
        let Some(record) = next() else { break };
        bytes += record.bytes.len();
        records.push(record);
    }
    (!records.is_empty()).then_some(records)
}
