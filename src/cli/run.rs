//! One run: every document through the pipeline, in parallel, written in order.

use std::io::{self, IsTerminal as _};
use std::ops::ControlFlow;
use std::path::Path;

use monoglot::report::escape;

use super::action::{Action, Upkeep};
use super::cache::Cache;
use super::collector::{Collector, Event};
use super::console::complain;
use super::corpus::checkpoint::Checkpoints;
use super::corpus::work_items::{WorkItem, WorkItems};
use super::inputs::{Input, refuse_collisions};
use super::job::Job;
use super::outcome::Outcome;
use super::output::Target;
use super::parallel::parallel_map_ordered;
use super::report_writers::ReportWriters;
use super::settings::Engines;
use super::status::Status;

pub(super) fn run(mut job: Job) -> Result<Status, String> {
    let writers = ReportWriters::new(job.format, &job.reports, job.step_summary.as_ref())?;
    let cache = job.cache()?;
    let roots: Vec<_> = job.plan.directories().map(Path::to_owned).collect();
    let inputs = inputs(&mut job);
    let job = job;
    let checkpoints = Checkpoints::new(job.settings(), job.resume);
    let mut collector = Collector::new(&job, writers);
    let mut written = Ok(());
    parallel_map_ordered(
        WorkItems::new(&job, &checkpoints, inputs),
        job.jobs,
        WorkItem::weight,
        Engines::default,
        |engines, item| job.work(cache.as_ref(), engines, item),
        |event| {
            written = collector.take(event);
            if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        },
    );
    collector.progress.finish();
    // A cache that cannot be written makes the next run slow and this one no worse.
    if let Some(Err(error)) = cache.map(Cache::save) {
        complain(&error);
    }
    if written.is_ok() {
        let stale = job.keep_up(&collector.seen, &roots, collector.totals.failed > 0)?;
        written = collector.take(Event::Document(Box::new(stale)));
    }
    collector.end(written)
}

/// The documents of a job.
fn inputs(job: &mut Job) -> Box<dyn Iterator<Item = Input> + Send> {
    let plan = std::mem::take(&mut job.plan);
    match &job.target {
        Target::Directory(output) if plan.is_several() => {
            Box::new(refuse_collisions(plan.inputs(), output.clone()))
        }
        _ => Box::new(plan.inputs()),
    }
}

impl Job {
    /// One thing to do, on any thread.
    fn work(&self, cache: Option<&Cache>, engines: &mut Engines, item: WorkItem) -> Event {
        match item {
            WorkItem::Document(input) => {
                Event::Document(Box::new(self.process(cache, engines, &input)))
            }
            WorkItem::Failed(name, why) => {
                let outcome = Outcome::failed(format!("{}: {why}", escape(&name)));
                Event::Document(Box::new(outcome))
            }
            WorkItem::Begin(shard) => Event::Begin(shard),
            WorkItem::Chunk(shard, chunk) => {
                let done = self.records(engines, &shard, chunk);
                Event::Records(shard, done)
            }
            WorkItem::End(shard) => Event::End(shard),
            WorkItem::Resumed(shard) => Event::Resumed(shard),
        }
    }

    /// The cache of this run, if it has one: of what depends on nothing but documents and settings.
    fn cache(&self) -> Result<Option<Cache>, String> {
        let Some(folder) = &self.cache else { return Ok(None) };
        if matches!(self.action, Action::Check(Upkeep { writes_baseline: true, .. })) {
            return Ok(None);
        }
        let terminal = (io::stdout().is_terminal(), self.stdout.links.then(std::env::current_dir));
        let settings = format!("{} {:?} {terminal:?}", self.settings(), self.stdout);
        Cache::open(folder, &settings).map(Some)
    }
}
