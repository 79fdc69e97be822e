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
use super::parallel::{HandOn, parallel_map_ordered};
use super::report_writers::ReportWriters;
use super::settings::Engines;
use super::sited;
use super::status::Status;

pub(super) fn run(job: Job) -> Result<Status, String> {
    run_with(Engines::default, job)
}

fn run_with(begin: impl Fn() -> Engines + Sync, mut job: Job) -> Result<Status, String> {
    let writes_besides = !job.reports.is_empty() || !matches!(job.target, Target::Stdout);
    let summary = job.step_summary.as_ref();
    let writers = ReportWriters::new(job.format, &job.reports, summary, writes_besides)?;
    let roots: Vec<_> = job.plan.directories().map(Path::to_owned).collect();
    job.sites = sited::sites(&job)?;
    let cache = job.cache()?;
    let inputs = inputs(&mut job);
    let job = job;
    let inputs = inputs.filter(|input| job.may_have_changed(input));
    let checkpoints = Checkpoints::new(job.settings(), job.resume);
    let mut collector = Collector::new(&job, writers);
    let mut written = Ok(());
    parallel_map_ordered(
        WorkItems::new(&job, &checkpoints, inputs),
        job.jobs,
        WorkItem::weight,
        begin,
        |engines, item, hand_on| {
            job.work(cache.as_ref(), engines, item, &mut |text| hand_on(Event::Text(text)))
        },
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
    /// Whether something in a document is to be reported: standard input is what it is now.
    fn may_have_changed(&self, input: &Input) -> bool {
        self.changes.is_none() || input.path().is_none() || self.changed_lines(input).is_some()
    }

    /// One thing to do, on any thread.
    fn work(
        &self,
        cache: Option<&Cache>,
        engines: &mut Engines,
        item: WorkItem,
        hand_on: HandOn<'_, String>,
    ) -> Event {
        match item {
            WorkItem::Document(input) => {
                Event::Document(Box::new(self.process(cache, engines, &input, hand_on)))
            }
            WorkItem::Failed(name, why) => {
                let outcome = Outcome::failed(format!("{}: {why}", escape(&name)));
                Event::Document(Box::new(outcome))
            }
            WorkItem::Skipped(name, why) => {
                let note = Some(format!("{}: {why}", escape(&name)));
                Event::Document(Box::new(Outcome { note, ..Outcome::default() }))
            }
            WorkItem::Begin(shard) => Event::Begin(shard),
            WorkItem::Chunk(shard, chunk) => {
                let done = self.records(engines, &shard, chunk, hand_on);
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

#[cfg(test)]
mod tests {
    use std::fs;

    use clap::Parser as _;
    use monoglot::Lang;
    use monoglot::classify::{Engine, Evidence, Word};

    use super::*;
    use crate::cli::args::{Cli, Command};

    /// An engine with a bug: it knows no word that begins as this one.
    #[derive(Debug)]
    struct Broken;

    impl Engine for Broken {
        fn weigh(&mut self, words: &[Word<'_>], _: Option<Lang>) -> Evidence {
            assert!(words.iter().all(|word| !word.text.starts_with("crash")), "no such word");
            Evidence::default()
        }

        fn guess(&mut self, _: &str) -> Option<(Lang, f64)> {
            None
        }
    }

    fn clean(args: &[&str]) -> Status {
        let Command::Clean(args) = Cli::parse_from([&["monoglot", "clean"], args].concat()).command
        else {
            panic!("another command")
        };
        run_with(|| Engines::of_test(Box::new(Broken)), Job::clean(&args).unwrap()).unwrap()
    }

    #[test]
    fn a_document_that_is_too_much_for_us_costs_nothing_but_itself() {
        for jobs in ["1", "4"] {
            let folder = tempfile::tempdir().unwrap();
            let (input, output) = (folder.path().join("in"), folder.path().join("out"));
            fs::create_dir(&input).unwrap();
            for number in 0..200 {
                let word = if number % 3 == 1 { "crash" } else { "quiet" };
                fs::write(input.join(format!("{number}.txt")), format!("{word} words\n")).unwrap();
            }
            let [input, output] = [&input, &output].map(|path| path.to_str().unwrap());
            let args = ["--quiet", "--isolated", "--jobs", jobs, "-o", output, input];
            assert_eq!(clean(&args), Status::Failed);
            assert_eq!(fs::read_dir(output).unwrap().count(), 133, "{jobs} jobs");
        }
    }

    #[test]
    fn a_record_that_is_too_much_for_us_is_passed_on() {
        let folder = tempfile::tempdir().unwrap();
        let (input, output) = (folder.path().join("a.jsonl"), folder.path().join("b.jsonl"));
        let records = "{\"text\":\"quiet words\"}\n{\"text\":\"crash words\"}\n".repeat(300);
        fs::write(&input, &records).unwrap();
        let [input, place] = [&input, &output].map(|path| path.to_str().unwrap());
        let options = ["--quiet", "--isolated", "--jobs", "4", "--schema", "none"];
        let args = [&options[..], &["-o", place, input]].concat();
        assert_eq!(clean(&args), Status::Failed);
        assert_eq!(fs::read_to_string(&output).unwrap(), records);
    }
}
