//! Corpora: shards that hold many documents each, as records.
//!
//! A shard is a stream of records, whatever its container: [`Chunk`]s come from a reader, are judged
//! in parallel, and go to a writer of the same container in the order in which they came. What can't
//! be read as a record is reported with its place and passed on as it is, so that an output has the
//! records of its input, one for one.

mod compression;
mod jsonl;
#[cfg(feature = "parquet")]
mod parquet;
mod resume;
mod schema;
mod stream;
mod warc;
mod work;
mod writer;

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;
use std::sync::Arc;

use super::inputs::{Input, Source, explain};
use super::job::Judge;
use super::options::InputFormat;

pub(super) use compression::Compression;
pub(super) use resume::{Marker, Markers, replay};
pub(super) use schema::Schema;
pub(super) use stream::{Unit, Units};
pub(super) use work::Done;
pub(super) use writer::Writer;

/// Bytes of small records that are handed out together.
const CHUNK_BYTES: usize = 64 << 10;

/// Small records that are handed out together.
const CHUNK_RECORDS: usize = 128;

/// What a record takes in memory beside its bytes.
const RECORD_OVERHEAD: usize = 256;

/// How a shard holds its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Jsonl,
    Warc,
    Parquet,
}

impl Container {
    /// What the name of a file promises: what stands before the ending of a compressed one. A JSON
    /// file that is compressed holds lines; one that is not can be anything.
    fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let plain = Compression::ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
        let ending = plain.unwrap_or(&name).rsplit_once('.')?.1;
        match ending {
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "json" if plain.is_some() => Some(Self::Jsonl),
            "warc" | "wet" => Some(Self::Warc),
            "parquet" if plain.is_none() => Some(Self::Parquet),
            _ => None,
        }
    }

    /// How an input is read; `None` for one that is a document itself.
    pub(super) fn of(input: &Input, format: InputFormat) -> Option<Self> {
        match (&input.source, format) {
            (Source::Broken(_), _) | (_, InputFormat::Text) => None,
            (_, InputFormat::Jsonl) => Some(Self::Jsonl),
            (_, InputFormat::Warc) => Some(Self::Warc),
            (_, InputFormat::Parquet) => Some(Self::Parquet),
            (_, InputFormat::Auto) => Self::of_name(&input.name),
        }
    }
}

/// Which fields of a record are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) text: String,
    pub(super) id: String,
    /// Bytes of the longest record that is read.
    pub(super) limit: usize,
}

/// Where a record stands in its shard.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The number of the line, the record or the row, from 1.
    number: u64,
    /// Bytes before it, in what is packed in the shard.
    offset: u64,
}

impl Place {
    const START: Self = Self { number: 1, offset: 0 };
}

/// A record, or what stands in its place.
#[derive(Debug)]
pub(super) struct Piece {
    place: Place,
    bytes: Vec<u8>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// To be read as a record.
    Record,
    /// Passed on as it is.
    Raw,
    /// Not to be read, and why; passed on as it is.
    Broken(String),
}

/// What is handed out at once.
#[derive(Debug)]
pub(super) enum Chunk {
    Pieces(Vec<Piece>),
    #[cfg(feature = "parquet")]
    Rows(parquet::Rows),
}

impl Chunk {
    /// What it takes in memory, about.
    fn weight(&self) -> usize {
        match self {
            Self::Pieces(pieces) => {
                pieces.iter().map(|piece| piece.bytes.len() + RECORD_OVERHEAD).sum()
            }
            #[cfg(feature = "parquet")]
            Self::Rows(rows) => rows.weight(),
        }
    }
}

/// Pieces, one after the other, until there are enough to be worth handing out; `None` if there are none.
fn chunk(mut next: impl FnMut() -> Option<Piece>) -> Option<Vec<Piece>> {
    let (mut pieces, mut bytes) = (Vec::new(), 0);
    while bytes < CHUNK_BYTES && pieces.len() < CHUNK_RECORDS {
        let Some(piece) = next() else { break };
        bytes += piece.bytes.len();
        pieces.push(piece);
    }
    (!pieces.is_empty()).then_some(pieces)
}

/// A shard: where it comes from and where it goes.
#[derive(Debug)]
pub(super) struct Shard {
    pub(super) input: Input,
    pub(super) container: Container,
    pub(super) compression: Compression,
    pub(super) judge: Arc<Judge>,
    /// Where its records go; `None` is stdout, or nowhere.
    pub(super) output: Option<PathBuf>,
    /// What its output is known by, if that can be resumed.
    pub(super) key: Option<String>,
    /// Whether the output is a file of ours, and no device or pipe.
    pub(super) is_owned: bool,
    #[cfg(feature = "parquet")]
    layout: Option<parquet::Layout>,
}

impl Shard {
    fn new(
        input: Input,
        container: Container,
        judge: Arc<Judge>,
        output: Option<PathBuf>,
        key: Option<String>,
    ) -> Self {
        Self {
            input,
            container,
            compression: Compression::None,
            judge,
            output,
            key,
            is_owned: false,
            #[cfg(feature = "parquet")]
            layout: None,
        }
    }

    /// Whether each record is a member or frame of its own, as readers of WARC expect them. They are
    /// packed by who works on them.
    fn packs_records(&self) -> bool {
        let is_packed = self.compression != Compression::None;
        self.container == Container::Warc && is_packed && self.output.is_some()
    }
}

/// What comes out of a shard.
enum Reader {
    Lines(jsonl::Lines),
    Warc(warc::Records),
    #[cfg(feature = "parquet")]
    Parquet(Box<parquet::Batches>),
}

impl Iterator for Reader {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        match self {
            Self::Lines(lines) => lines.next().map(Chunk::Pieces),
            Self::Warc(records) => records.next().map(Chunk::Pieces),
            #[cfg(feature = "parquet")]
            Self::Parquet(batches) => batches.next().map(Chunk::Rows),
        }
    }
}

/// Opens a shard and finds out how it is packed.
fn open(shard: &mut Shard, schema: Schema) -> Result<Reader, String> {
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
    let limit = shard.judge.fields.limit;
    Ok(match shard.container {
        Container::Warc => Reader::Warc(warc::Records::new(plain, limit)),
        _ => Reader::Lines(jsonl::Lines::new(plain, limit)),
    })
}

#[cfg(feature = "parquet")]
fn open_parquet(shard: &mut Shard, schema: Schema) -> Result<Reader, String> {
    let Source::File { path, .. } = &shard.input.source else {
        return Err("Parquet is read from files, not from standard input".to_owned());
    };
    let (batches, layout) = parquet::open(path, &shard.judge.fields, schema)?;
    shard.layout = Some(layout);
    Ok(Reader::Parquet(Box::new(batches)))
}

#[cfg(not(feature = "parquet"))]
fn open_parquet(_: &Shard, _: Schema) -> Result<Reader, String> {
    Err("this monoglot was built without Parquet: `cargo install --path . --features parquet` builds one \
         with it, and the command of the Python package has it"
        .to_owned())
}

/// Why a shard could not be read to its end.
pub(super) fn explain_read(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            "the shard ends in the middle: it was cut off; fetch it again".to_owned()
        }
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::Other => {
            format!("the shard is damaged from here on: {error}; fetch it again")
        }
        _ => explain(error),
    }
}

pub(super) fn too_long(limit: usize) -> String {
    format!("longer than {limit} bytes; raise --max-record to read it")
}
