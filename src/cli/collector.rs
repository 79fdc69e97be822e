//! What a run has done so far: its totals, its reports, and the shard that is being written.

use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::report::count;
use monoglot::report::{Format, Fragment, Totals, escape};

use super::action::Action;
use super::console::{complain, tell};
use super::corpus::checkpoint::{Checkpoint, replay};
use super::corpus::chunk::ChunkResult;
use super::corpus::shard::Shard;
use super::corpus::shard_writer::ShardWriter;
use super::decisions::Seen;
use super::io_error::explain;
use super::job::Job;
use super::options::OnError;
use super::outcome::Outcome;
use super::progress::Progress;
use super::report_writers::ReportWriters;
use super::status::Status;

/// What came of one unit of work.
pub(super) enum Event {
    Document(Box<Outcome>),
    /// What is printed of a document before the rest of it is known.
    Text(String),
    Begin(Arc<Shard>),
    Records(Arc<Shard>, ChunkResult),
    End(Arc<Shard>),
    Resumed(Arc<Shard>),
}

/// Why a run ended before its time.
pub(super) enum End {
    /// Nobody takes what it writes.
    Broken(io::Error),
    /// It was asked to stop at the first broken record.
    Stopped(String),
}

/// Broken records of a shard that stderr is told of: it is for people.
const COMPLAINTS: u64 = 10;

/// A shard that is being written.
#[derive(Default)]
struct Current {
    writer: Option<ShardWriter>,
    checkpoint: Option<Checkpoint>,
    totals: Totals,
}

/// What a run has done so far.
pub(super) struct Collector<'j> {
    job: &'j Job,
    writers: ReportWriters,
    pub(super) progress: Progress,
    pub(super) totals: Totals,
    status: Status,
    pub(super) seen: Seen,
    /// `None` between shards, and in one that could not be written.
    current: Option<Current>,
}

impl<'j> Collector<'j> {
    pub(super) fn new(job: &'j Job, writers: ReportWriters) -> Self {
        Self {
            job,
            writers,
            progress: Progress::new(job.progress),
            totals: Totals::default(),
            status: Status::Done,
            seen: Seen::default(),
            current: None,
        }
    }

    /// Counts what came next and writes what is said of it.
    pub(super) fn take(&mut self, event: Event) -> Result<(), End> {
        match event {
            Event::Document(outcome) => self.document(*outcome),
            Event::Text(text) => self.print(&text, Vec::new()),
            Event::Begin(shard) => self.begin(&shard),
            Event::Records(shard, done) => self.records(&shard, done),
            Event::End(shard) => self.finish(&shard),
            Event::Resumed(shard) => self.resume(&shard),
        }
    }

    /// Ends the reports, unless they could not be written. A reader that has had enough is no error.
    pub(super) fn end(self, written: Result<(), End>) -> Result<Status, String> {
        let gate = self.gate();
        let Self { job, writers, totals, status, .. } = self;
        let last = gate.as_ref().filter(|_| job.format == Some(Format::Full));
        let finish = |()| {
            let last = last.map_or("", String::as_str);
            writers.finish(&totals, last).map_err(End::Broken)
        };
        match written.and_then(finish) {
            Err(End::Stopped(why)) => return Err(why),
            Err(End::Broken(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
                return Ok(status);
            }
            Err(End::Broken(error)) => return Err(format!("output: {}", explain(&error))),
            Ok(()) => {}
        }
        let is_all = matches!(job.action, Action::Check(_)) && job.changes.is_none();
        if is_all && totals.documents + totals.failed == 0 {
            complain("nothing to check: there is no text in what was named");
        }
        if job.summary {
            tell(&totals.summary());
        }
        // What programs read is followed by nothing else; people find it in the log.
        if let (Some(gate), None, false) = (&gate, last, job.quiet) {
            tell(gate.trim_end());
        }
        if job.journal.is_used() && !job.quiet {
            tell(&format!("to undo: monoglot undo {}", job.journal.path().display()));
        }
        Ok(status)
    }

    /// How one document changes the status of the run.
    fn status_of(&self, outcome: &Outcome) -> Status {
        if outcome.error.is_some() {
            return Status::Failed;
        }
        match (outcome.worst, self.job.fail_on) {
            (Some(worst), Some(bound)) if worst >= bound.severity && !bound.exit_zero => {
                Status::Findings
            }
            _ => Status::Done,
        }
    }

    /// The last line for people who ask why a run failed, or why it did not.
    fn gate(&self) -> Option<String> {
        let bound = self.job.fail_on.filter(|_| self.job.format.is_some())?;
        let findings: u64 = self.totals.rules.values().sum();
        let bound = if bound.exit_zero { "nothing" } else { bound.severity.name() };
        Some(format!("{}, failing on {bound}\n", count(findings, "finding")))
    }

    fn document(&mut self, outcome: Outcome) -> Result<(), End> {
        if let Some(error) = &outcome.error {
            self.progress.pause(|| complain(error));
        }
        if let Some(note) = outcome.note.as_ref().filter(|_| !self.job.quiet) {
            self.progress.pause(|| tell(note));
        }
        self.quietly(outcome)
    }

    /// Takes a document and says nothing of why it failed.
    fn quietly(&mut self, outcome: Outcome) -> Result<(), End> {
        self.status = self.status.max(self.status_of(&outcome));
        self.totals.add(&outcome.totals);
        self.seen.add(outcome.seen);
        self.progress.advance(outcome.bytes);
        self.print(&outcome.text, outcome.fragments)
    }

    fn print(&mut self, text: &str, fragments: Vec<Fragment>) -> Result<(), End> {
        let writers = &mut self.writers;
        self.progress.pause(|| writers.write(text, fragments)).map_err(End::Broken)
    }

    fn begin(&mut self, shard: &Shard) -> Result<(), End> {
        let opened = shard.output.as_deref().map_or_else(
            || Ok(Current::default()),
            |place| {
                let writer = Some(ShardWriter::create(shard, place)?);
                let checkpoint =
                    shard.key.as_deref().map(|key| Checkpoint::new(place, key)).transpose()?;
                Ok(Current { writer, checkpoint, ..Current::default() })
            },
        );
        match opened {
            Ok(current) => self.current = Some(current),
            Err(error) => return self.fail(shard, &error),
        }
        Ok(())
    }

    fn records(&mut self, shard: &Shard, done: ChunkResult) -> Result<(), End> {
        let Some(current) = &mut self.current else { return Ok(()) };
        if let Some(why) = done.failure {
            return self.fail(shard, &io::Error::other(why));
        }
        let written = match (&mut current.writer, &self.job.action) {
            (Some(writer), _) => writer.write(&done),
            (None, Action::Clean) => {
                done.records
                    .iter()
                    .try_for_each(|record| self.writers.record(record))
                    .map_err(End::Broken)?;
                Ok(())
            }
            (None, _) => Ok(()),
        };
        if let Err(error) = written {
            return self.fail(shard, &error);
        }
        self.print(&done.text, Vec::new())?;
        done.outcomes.into_iter().try_for_each(|outcome| self.outcome(shard, outcome))
    }

    fn outcome(&mut self, shard: &Shard, outcome: Outcome) -> Result<(), End> {
        let Some(current) = &mut self.current else { return Ok(()) };
        current.totals.add(&outcome.totals);
        let remembered =
            current.checkpoint.as_mut().map_or(Ok(()), |checkpoint| checkpoint.add(&outcome));
        if let Err(error) = remembered {
            return self.fail(shard, &error);
        }
        let broken = current.totals.failed;
        match &outcome.error {
            Some(why) if self.job.on_error == OnError::Stop => {
                Err(End::Stopped(format!("{why}; stopped there (--on-error stop)")))
            }
            Some(_) if broken > COMPLAINTS => self.quietly(outcome),
            _ => self.document(outcome),
        }
    }

    fn finish(&mut self, shard: &Shard) -> Result<(), End> {
        let Some(Current { writer, checkpoint, totals }) = self.current.take() else {
            return Ok(());
        };
        let ended = writer.map_or(Ok(None), ShardWriter::finish);
        let ended = ended.and_then(|hash| {
            checkpoint.zip(hash).map_or(Ok(()), |(checkpoint, hash)| checkpoint.finish(hash))
        });
        if let Err(error) = ended {
            return self.fail(shard, &error);
        }
        self.close(shard, &totals);
        Ok(())
    }

    /// What an earlier run reported of a shard is reported again.
    fn resume(&mut self, shard: &Shard) -> Result<(), End> {
        let place = shard.output.as_deref().unwrap_or(Path::new(""));
        let outcomes = match replay(place) {
            Ok(outcomes) => outcomes,
            Err(error) => return self.fail(shard, &error),
        };
        self.current = Some(Current::default());
        for outcome in outcomes {
            self.outcome(shard, outcome)?;
        }
        if let Some(current) = self.current.take() {
            self.close(shard, &current.totals);
        }
        Ok(())
    }

    /// The shard is done.
    fn close(&mut self, shard: &Shard, totals: &Totals) {
        let name = &shard.input.name;
        if let Some(more) = totals.failed.checked_sub(COMPLAINTS).filter(|&more| more > 0) {
            let why = format!("{}: {more} more broken records", escape(name));
            self.progress.pause(|| complain(&why));
        }
        self.totals.add_shard(name, totals);
    }

    /// A shard that cannot be written: the others go on.
    fn fail(&mut self, shard: &Shard, error: &io::Error) -> Result<(), End> {
        self.current = None;
        let why = format!("{}: not written: {}", escape(&shard.input.name), explain(error));
        self.document(Outcome::failed(why))
    }
}
