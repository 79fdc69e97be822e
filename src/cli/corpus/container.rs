//! How a shard holds its records.

use crate::cli::compression::Compression;

/// How a shard holds its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Container {
    Jsonl,
    Warc,
    Parquet,
}

impl Container {
    /// What the name of a file promises: what stands before the ending of a compressed one. A JSON
    /// file that is compressed holds lines; one that is not can be anything.
    pub(super) fn of_name(name: &str) -> Option<Self> {
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

    /// Whether a file of this name is a shard.
    pub(in crate::cli) fn is_name(name: &str) -> bool {
        Self::of_name(name).is_some()
    }
}
