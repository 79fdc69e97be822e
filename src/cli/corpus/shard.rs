//! A shard: how it holds its records, where it comes from and where it goes.

use std::path::PathBuf;
use std::sync::Arc;

use super::checkpoint::Claim;
use super::container::Container;
use crate::cli::compression::Compression;
use crate::cli::inputs::{Input, Source};
use crate::cli::options::InputFormat;
use crate::cli::settings::Settings;

impl Container {
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
    pub(in crate::cli) settings: Arc<Settings>,
    /// Where its records go; `None` is stdout, or nowhere.
    pub(in crate::cli) output: Option<PathBuf>,
    /// What its output is known by, if that can be resumed.
    pub(in crate::cli) key: Option<String>,
    /// What keeps other runs from the output.
    pub(super) claim: Option<Claim>,
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
            claim: None,
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
