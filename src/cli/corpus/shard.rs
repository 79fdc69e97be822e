//! A shard: how it holds its records, where it comes from and where it goes.

use std::path::PathBuf;
use std::sync::Arc;

use crate::cli::compression::Compression;
use crate::cli::inputs::{Input, Source};
use crate::cli::options::InputFormat;
use crate::cli::settings::Settings;

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

    /// Whether a file of this name is a shard.
    pub(in crate::cli) fn is_name(name: &str) -> bool {
        Self::of_name(name).is_some()
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

/// A shard: where it comes from and where it goes.
#[derive(Debug)]
pub(in crate::cli) struct Shard {
    pub(in crate::cli) input: Input,
    pub(super) container: Container,
    pub(super) compression: Compression,
    pub(super) settings: Arc<Settings>,
    /// Where its records go; `None` is stdout, or nowhere.
    pub(in crate::cli) output: Option<PathBuf>,
    /// What its output is known by, if that can be resumed.
    pub(in crate::cli) key: Option<String>,
    /// Whether the output is a file of ours, and no device or pipe.
    pub(super) is_owned: bool,
    #[cfg(feature = "parquet")]
    pub(super) layout: Option<super::parquet::Layout>,
}

impl Shard {
    pub(super) fn new(
        input: Input,
        container: Container,
        settings: Arc<Settings>,
        output: Option<PathBuf>,
        key: Option<String>,
    ) -> Self {
        Self {
            input,
            container,
            compression: Compression::None,
            settings,
            output,
            key,
            is_owned: false,
            #[cfg(feature = "parquet")]
            layout: None,
        }
    }

    /// Whether each record is a member or frame of its own, as readers of WARC expect them. They are
    /// packed by who works on them.
    pub(super) fn packs_records(&self) -> bool {
        let is_packed = self.compression != Compression::None;
        self.container == Container::Warc && is_packed && self.output.is_some()
    }
}
