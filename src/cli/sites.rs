//! `sites`: on how many documents of its site each line stands, counted within bounded memory.
//!
//! Workers read documents and give back the keys of their lines; one counter adds them up. When it is full,
//! what it has is sorted into temporary files, partial sites files all of them, and in the end everything is
//! merged. The result is the same whatever came first and wherever the memory ended.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Seek as _, SeekFrom, Write};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use monoglot::Text;
use monoglot::report::escape;
use monoglot::sites::{Counter, DocumentLines, DocumentReader, Kept, merge, site_of_url};

use super::action::Action;
use super::args::SitesArgs;
use super::atomic::temporary_beside;
use super::console::{complain, tell};
use super::corpus::checkpoint::Checkpoints;
use super::corpus::chunk::Chunk;
use super::corpus::shard::Shard;
use super::corpus::texts::texts;
use super::corpus::work_items::{WorkItem, WorkItems};
use super::defaults::SITES_MEMORY;
use super::document::decoded;
use super::inputs::Input;
use super::io_error::explain;
use super::job::Job;
use super::known_sites::site_of;
use super::parallel::parallel_map_ordered;
use super::progress::Progress;
use super::status::Status;
use super::stop::Guarded;
use crate::report::count;

/// So many files are merged at once: more would be more open files than some systems allow.
const OPEN_FILES: usize = 64;

pub(super) fn sites(args: SitesArgs) -> Result<Status, String> {
    let output = args.output.clone();
    let kept = if args.partial { Kept::All } else { Kept::Repeated };
    let memory = args.memory.unwrap_or(SITES_MEMORY);
    let (mut job, parts) = Job::sites(args)?;
    let mut spill = Spill::new(&output, parts);
    let inputs = std::mem::take(&mut job.plan).inputs();
    let counted = count_all(&job, inputs, memory, &mut spill, complain)?;
    let size = spill.finish(kept).map_err(|error| located(&output, &error))?;
    if job.summary {
        let documents = count(counted.documents, "document");
        tell(&format!("{documents} counted, {size} bytes written to {}", output.display()));
    }
    Ok(if counted.failed > 0 { Status::Failed } else { Status::Done })
}

pub(super) fn located(path: &Path, error: &io::Error) -> String {
    format!("{}: {}", path.display(), explain(error))
}

/// What came of counting.
#[derive(Debug, Default)]
pub(super) struct Counted {
    documents: u64,
    failed: u64,
}

/// What one item adds: documents of sites, bytes that were read, and what could not be.
#[derive(Debug, Default)]
struct Added {
    documents: Vec<(String, DocumentLines)>,
    bytes: u64,
    problems: Vec<String>,
}

/// Counts documents within some memory.
pub(super) fn count_all(
    job: &Job,
    inputs: impl Iterator<Item = Input> + Send,
    memory: usize,
    spill: &mut Spill,
    complain: fn(&str),
) -> Result<Counted, String> {
    let checkpoints = Checkpoints::new(String::new(), false);
    // What is sorted in memory is there twice while it is written.
    let mut counter = Counter::new(memory / 2);
    let mut progress = Progress::new(job.progress);
    let (mut total, mut written) = (Counted::default(), Ok(()));
    parallel_map_ordered(
        WorkItems::new(job, &checkpoints, inputs),
        job.jobs,
        WorkItem::weight,
        DocumentReader::new,
        |reader, item, _| job.count(item, reader),
        |added: Added| {
            total.documents += added.documents.len() as u64;
            total.failed += added.problems.len() as u64;
            progress.advance(added.bytes);
            for problem in added.problems {
                progress.pause(|| complain(&problem));
            }
            for (site, document) in &added.documents {
                counter.add(site, document);
            }
            if counter.is_full() {
                written = spill.take(&mut counter, job.jobs);
            }
            if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        },
    );
    progress.finish();
    written.map_err(|error| located(&spill.output, &error))?;
    spill.last = Some((counter, job.jobs));
    Ok(total)
}

impl Job {
    fn count(&self, item: WorkItem, reader: &mut DocumentReader) -> Added {
        let problem = |name: &str, why: &str| Added {
            problems: vec![format!("{}: {}", escape(name), escape(why))],
            ..Added::default()
        };
        match item {
            WorkItem::Document(input) => {
                let counted = self.count_document(&input, reader);
                counted.unwrap_or_else(|why| problem(&input.name, &why))
            }
            WorkItem::Chunk(shard, chunk) => count_records(&shard, &chunk, reader),
            WorkItem::Failed(name, why) => problem(&name, &why),
            WorkItem::Skipped(..)
            | WorkItem::Begin(_)
            | WorkItem::End(_)
            | WorkItem::Resumed(_) => Added::default(),
        }
    }

    fn count_document(&self, input: &Input, reader: &mut DocumentReader) -> Result<Added, String> {
        let settings = self.resolver.of(&input.name)?;
        let content = input.read(settings.fields.limit, settings.max_document)?;
        let Some(text) = decoded(&settings, input, &content.bytes)? else {
            return Ok(Added::default());
        };
        let format = settings.policy_for(&input.name, text.as_str()).document_format;
        let site = site_of(input, text.as_str());
        let documents = site.map(|site| (site, reader.read_text(&text, format)));
        if !matches!(self.action, Action::Sites) {
            self.texts.keep(&input.name, &content.bytes, &text);
        }
        let bytes = content.bytes.len() as u64;
        Ok(Added { documents: documents.into_iter().collect(), bytes, ..Added::default() })
    }
}

fn count_records(shard: &Shard, chunk: &Chunk, reader: &mut DocumentReader) -> Added {
    let mut added = Added::default();
    let settings = &shard.settings;
    let problems = texts(shard, chunk, |record| {
        added.bytes += record.text.len() as u64;
        if let Some(site) = record.url.and_then(site_of_url) {
            let text = Text::unicode(record.text, &settings.hint);
            added.documents.push((site, reader.read_text(&text, settings.policy.document_format)));
        }
    });
    let problems = problems.iter().map(|problem| escape(problem).clone());
    Added { problems: problems.collect(), ..added }
}

/// What did not fit into memory, and what else is merged.
pub(super) struct Spill {
    output: PathBuf,
    /// Sites files that were named.
    named: Vec<PathBuf>,
    temporary: Vec<Guarded>,
    /// What was counted last, and how many sort it.
    last: Option<(Counter, NonZeroUsize)>,
}

impl Spill {
    pub(super) fn new(output: &Path, named: Vec<PathBuf>) -> Self {
        Self { output: output.to_owned(), named, temporary: Vec::new(), last: None }
    }

    /// Sorts what was counted into files.
    fn take(&mut self, counter: &mut Counter, jobs: NonZeroUsize) -> io::Result<()> {
        if counter.is_empty() {
            return Ok(());
        }
        let parts = counter.take(jobs);
        for part in 0..parts.count() {
            let file = self.temporary()?;
            let out = BufWriter::new(file.as_file());
            parts.write(part, out)?;
            self.temporary.push(file);
        }
        Ok(())
    }

    fn temporary(&self) -> io::Result<Guarded> {
        temporary_beside(&self.output)
    }

    /// Merges everything into the output; how many bytes it has.
    fn finish(mut self, kept: Kept) -> io::Result<u64> {
        let file = self.temporary()?;
        self.merged(kept, BufWriter::new(file.as_file()))?;
        let size = file.as_file().metadata()?.len();
        file.persist(&self.output)?;
        Ok(size)
    }

    /// Merges everything into an output.
    pub(super) fn merged<W: Write>(&mut self, kept: Kept, out: W) -> io::Result<W> {
        if let Some((mut counter, jobs)) = self.last.take() {
            if self.temporary.is_empty() && self.named.is_empty() {
                let parts = counter.take(jobs);
                let parts = (0..parts.count()).map(|part| parts.write(part, Vec::new()));
                let parts = parts.collect::<io::Result<Vec<_>>>()?;
                return merge(parts.iter().map(Vec::as_slice), kept, out);
            }
            self.take(&mut counter, jobs)?;
        }
        let complete = self.fewer_named()?;
        while self.temporary.len() > OPEN_FILES {
            let some: Vec<_> = self.temporary.drain(..OPEN_FILES).collect();
            let file = self.merged_few(&some, &[], Kept::All)?;
            self.temporary.push(file);
        }
        let files = self.temporary.iter().chain(&complete);
        merge(readers(files, &self.named)?, kept, out)
    }

    /// Merges named files where there are many, partial ones for themselves, which can have sites in common; gives back
    /// what came of the others.
    fn fewer_named(&mut self) -> io::Result<Vec<Guarded>> {
        let mut complete = Vec::new();
        if self.named.len() <= OPEN_FILES {
            return Ok(complete);
        }
        let mut kinds = [(Kept::All, Vec::new()), (Kept::Repeated, Vec::new())];
        for path in std::mem::take(&mut self.named) {
            let kept = Kept::of_file(BufReader::new(File::open(&path)?))?;
            kinds[usize::from(kept == Kept::Repeated)].1.push(path);
        }
        for (kept, paths) in kinds {
            for some in paths.chunks(OPEN_FILES) {
                let file = self.merged_few(&[], some, kept)?;
                let merged = if kept == Kept::All { &mut self.temporary } else { &mut complete };
                merged.push(file);
            }
        }
        Ok(complete)
    }

    fn merged_few(
        &self,
        temporary: &[Guarded],
        named: &[PathBuf],
        kept: Kept,
    ) -> io::Result<Guarded> {
        let file = self.temporary()?;
        merge(readers(temporary, named)?, kept, BufWriter::new(file.as_file()))?;
        Ok(file)
    }
}

/// Files from their beginnings.
fn readers<'g>(
    temporary: impl IntoIterator<Item = &'g Guarded>,
    named: &[PathBuf],
) -> io::Result<Vec<BufReader<File>>> {
    let again = |file: &Guarded| -> io::Result<File> {
        let mut file = file.as_file().try_clone()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    };
    let files = temporary.into_iter().map(again).chain(named.iter().map(File::open));
    files.map(|file| file.map(BufReader::new)).collect()
}
