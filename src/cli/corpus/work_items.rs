//! The work of a run in order: documents, and the shards with all of their chunks.

use std::sync::Arc;

use super::checkpoint::{Checkpoints, Claim, own};
use super::chunk::Chunk;
use super::container::Container;
use super::reader::{ShardReader, open};
use super::shard::Shard;
use super::sniff::{has_no_text, stdin_has_records};
use crate::cli::action::Action;
use crate::cli::defaults::STDIN_NAME;
use crate::cli::inputs::{Input, Source};
use crate::cli::job::Job;
use crate::cli::options::{InputFormat, SchemaArg};
use crate::cli::output::Target;
use crate::cli::settings::Settings;

/// One thing to do.
#[derive(Debug)]
pub(in crate::cli) enum WorkItem {
    Document(Input),
    /// The name of an input that cannot be worked on, and why.
    Failed(String, String),
    /// The name of an input that is passed over, and why.
    Skipped(String, String),
    Begin(Arc<Shard>),
    Chunk(Arc<Shard>, Chunk),
    End(Arc<Shard>),
    /// An earlier run did the whole of it.
    Resumed(Arc<Shard>),
}

impl WorkItem {
    /// What it takes in memory while it is under way, about. Documents are read by who works on
    /// them.
    pub(in crate::cli) fn weight(&self) -> usize {
        match self {
            Self::Chunk(_, chunk) => chunk.weight(),
            _ => 0,
        }
    }
}

/// All there is to do.
pub(in crate::cli) struct WorkItems<'j, I> {
    job: &'j Job,
    checkpoints: &'j Checkpoints,
    inputs: I,
    current: Option<(Arc<Shard>, ShardReader)>,
}

impl<'j, I: Iterator<Item = Input>> WorkItems<'j, I> {
    pub(in crate::cli) fn new(job: &'j Job, checkpoints: &'j Checkpoints, inputs: I) -> Self {
        Self { job, checkpoints, inputs, current: None }
    }

    fn begin(&mut self, input: Input) -> WorkItem {
        let settings = match self.job.resolver.of(&input.name) {
            Ok(settings) => settings,
            Err(why) => return WorkItem::Failed(input.name, why),
        };
        let format = match self.job.action {
            Action::Decode => InputFormat::Text,
            _ => settings.input_format,
        };
        let Some(container) = container_of(&input, format, &settings) else {
            return WorkItem::Document(input);
        };
        let name = input.name.clone();
        let lacks_text = |path| has_no_text(path, &settings.fields);
        if container == Container::Jsonl
            && input.may_be_skipped()
            && input.path().is_some_and(lacks_text)
        {
            let field = &settings.fields.text;
            let why =
                format!("skipped: no record has a field '{field}'; --text-field names another");
            return WorkItem::Skipped(name, why);
        }
        self.open(input, container, settings).unwrap_or_else(|why| WorkItem::Failed(name, why))
    }

    fn open(
        &mut self,
        input: Input,
        container: Container,
        settings: Arc<Settings>,
    ) -> Result<WorkItem, String> {
        let is_written = matches!(self.job.action, Action::Clean);
        if is_written {
            self.refuse(container)?;
        }
        let output = if is_written { self.job.target.path(&input)? } else { None };
        // A device or a pipe is nobody's, and cannot be resumed.
        let owned = output.clone().filter(|path| path.is_file() || !path.exists());
        let claim = owned.as_deref().map(Claim::new).transpose()?;
        let key = match &owned {
            Some(_) => self.checkpoints.key(&input, &settings.identity)?,
            None => None,
        };
        let mut shard = Shard::new(input, container, settings, output, key);
        shard.claim = claim;
        if let Some(path) = &owned {
            if self.checkpoints.is_done(path, shard.key.as_deref()) {
                return Ok(WorkItem::Resumed(Arc::new(shard)));
            }
            own(path)?;
        }
        shard.is_owned = owned.is_some();
        let reader = open(&mut shard, self.job.schema)?;
        let shard = Arc::new(shard);
        self.current = Some((shard.clone(), reader));
        Ok(WorkItem::Begin(shard))
    }

    /// Refuses what cannot be written.
    fn refuse(&self, container: Container) -> Result<(), String> {
        let why = match (&self.job.target, container, self.job.schema) {
            (Target::InPlace, ..) => "shards are not written in place; use -o",
            (Target::Stdout, Container::Parquet, _) => "Parquet is not written to stdout; use -o",
            (_, Container::Warc | Container::Parquet, SchemaArg::Monoglot | SchemaArg::None)
            | (_, Container::Jsonl, _) => return Ok(()),
            (_, Container::Warc, _) => "a WARC header holds --schema monoglot or none alone",
            (_, Container::Parquet, _) => "Parquet columns hold --schema monoglot or none alone",
        };
        Err(why.to_owned())
    }
}

/// How an input holds its records; standard input without a name is looked at.
fn container_of(input: &Input, format: InputFormat, settings: &Settings) -> Option<Container> {
    let is_unknown = input.name == STDIN_NAME && matches!(input.source, Source::Stdin);
    let looks_so = || format == InputFormat::Auto && stdin_has_records(&settings.fields);
    let by_name = Container::of(input, format);
    by_name.or_else(|| (is_unknown && looks_so()).then_some(Container::Jsonl))
}

impl<I: Iterator<Item = Input>> Iterator for WorkItems<'_, I> {
    type Item = WorkItem;

    fn next(&mut self) -> Option<WorkItem> {
        let Some((shard, reader)) = &mut self.current else {
            let input = self.inputs.next()?;
            return Some(self.begin(input));
        };
        match reader.next() {
            Some(chunk) => Some(WorkItem::Chunk(shard.clone(), chunk)),
            None => self.current.take().map(|(shard, _)| WorkItem::End(shard)),
        }
    }
}
