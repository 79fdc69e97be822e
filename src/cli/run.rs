//! One run: every document through the pipeline, in parallel, written in order.

use std::io::{self, IsTerminal as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use monoglot::report::{Document, Format, Piece, Screen, Totals, escape};
use monoglot::{Error, Hint, Review, Severity, Text, review_answered, review_each_line};
use serde::{Deserialize, Serialize};

use super::cache::Cache;
use super::decisions::Seen;
use super::inputs::{Input, explain, refuse_collisions};
use super::job::{Action, Engines, Job, Judge, Upkeep};
use super::ordered::ordered;
use super::output::{Target, replace};
use super::printed::{diff, for_terminal, tagged};
use super::progress::Progress;
use super::sink::Sinks;
use super::{Status, complain, tell};

/// What came of one document. But for the error, it depends on nothing but the document and the
/// settings, so that it can be remembered.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Outcome {
    /// What goes to stdout, apart from findings.
    text: String,
    /// One piece for each report of the run.
    pieces: Vec<Piece>,
    totals: Totals,
    worst: Option<Severity>,
    seen: Seen,
    #[serde(skip)]
    error: Option<String>,
    bytes: u64,
}

impl Outcome {
    fn failed(error: String) -> Self {
        Self {
            error: Some(error),
            totals: Totals { failed: 1, ..Totals::default() },
            ..Self::default()
        }
    }

    fn skipped() -> Self {
        Self { totals: Totals { skipped: 1, ..Totals::default() }, ..Self::default() }
    }
}

pub(super) fn run(mut job: Job) -> Result<Status, String> {
    let mut sum = Sum::new(&job)?;
    let cache = job.cache()?;
    let roots: Vec<_> = job.plan.directories().map(Path::to_owned).collect();
    let inputs = inputs(&mut job);
    let mut written = Ok(());
    ordered(
        inputs,
        job.jobs,
        Engines::default,
        |engines, input| job.process(cache.as_ref(), engines, &input),
        |outcome| {
            written = sum.take(&job, outcome);
            if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        },
    );
    sum.progress.finish();
    // A cache that cannot be written makes the next run slow and this one no worse.
    if let Some(Err(error)) = cache.map(Cache::save) {
        complain(&error);
    }
    if written.is_ok() {
        let stale = job.keep_up(&sum.seen, &roots, sum.totals.failed > 0)?;
        written = sum.take(&job, stale);
    }
    sum.end(&job, written)
}

/// What came of all documents so far.
struct Sum {
    sinks: Sinks,
    progress: Progress,
    totals: Totals,
    status: Status,
    seen: Seen,
}

impl Sum {
    fn new(job: &Job) -> Result<Self, String> {
        Ok(Self {
            sinks: Sinks::new(job.format, &job.reports, job.step_summary.as_ref())?,
            progress: Progress::new(job.progress),
            totals: Totals::default(),
            status: Status::Done,
            seen: Seen::default(),
        })
    }

    /// Counts one more document and writes what is said of it.
    fn take(&mut self, job: &Job, outcome: Outcome) -> io::Result<()> {
        self.status = self.status.max(job.status(&outcome));
        self.totals.add(&outcome.totals);
        self.seen.add(outcome.seen);
        self.progress.advance(outcome.bytes);
        let Self { progress, sinks, .. } = self;
        progress.pause(|| {
            if let Some(error) = &outcome.error {
                complain(error);
            }
            sinks.write(&outcome.text, outcome.pieces)
        })
    }

    /// Ends the reports, unless they could not be written. A reader that has had enough is no error.
    fn end(self, job: &Job, written: io::Result<()>) -> Result<Status, String> {
        let Self { sinks, totals, status, .. } = self;
        let gate = job.gate(&totals);
        let last = gate.as_ref().filter(|_| job.format == Some(Format::Full));
        match written.and_then(|()| sinks.finish(&totals, last.map_or("", String::as_str))) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(status),
            Err(error) => return Err(format!("output: {}", explain(&error))),
            Ok(()) => {}
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
    /// How one document changes the status of the run.
    fn status(&self, outcome: &Outcome) -> Status {
        if outcome.error.is_some() {
            return Status::Failed;
        }
        match (outcome.worst, self.fail_on) {
            (Some(worst), Some(bound)) if worst >= bound.severity && !bound.exit_zero => {
                Status::Findings
            }
            _ => Status::Done,
        }
    }

    /// The last line for people who ask why a run failed, or why it did not.
    fn gate(&self, totals: &Totals) -> Option<String> {
        let bound = self.fail_on.filter(|_| self.format.is_some())?;
        let count: u64 = totals.rules.values().sum();
        let plural = if count == 1 { "" } else { "s" };
        let bound = if bound.exit_zero { "nothing" } else { bound.severity.name() };
        Some(format!("{count} finding{plural}, failing on {bound}\n"))
    }

    /// A document from its bytes to its place.
    fn process(&self, cache: Option<&Cache>, engines: &mut Engines, input: &Input) -> Outcome {
        self.judged(cache, engines, input)
            .and_then(|outcome| self.delivered(input, outcome))
            .unwrap_or_else(|error| Outcome::failed(format!("{}: {error}", escape(&input.name))))
    }

    /// What comes of a document, remembered or found out.
    fn judged(
        &self,
        cache: Option<&Cache>,
        engines: &mut Engines,
        input: &Input,
    ) -> Result<Outcome, String> {
        let bytes = input.read()?;
        let judge = self.judges.of(&input.name)?;
        let Some(cache) = cache else { return self.judge(&judge, engines, input, &bytes) };
        let key = cache.key(&input.name, &bytes, &judge.identity);
        if let Some(outcome) = cache.get(key) {
            return Ok(outcome);
        }
        let outcome = self.judge(&judge, engines, input, &bytes)?;
        if outcome.totals.documents == 1 {
            cache.put(key, &outcome);
        }
        Ok(outcome)
    }

    fn judge(
        &self,
        judge: &Judge,
        engines: &mut Engines,
        input: &Input,
        bytes: &[u8],
    ) -> Result<Outcome, String> {
        let Judge { hint, policy, engine, .. } = judge;
        let text = match Text::decode(bytes, hint) {
            Ok(text) => text,
            Err(Error::NotText { .. }) if input.may_be_skipped() => return Ok(Outcome::skipped()),
            Err(error) => return Err(error.to_string()),
        };
        let bytes_read = bytes.len() as u64;
        let engine = engines.get(*engine);
        let review = match self.action {
            Action::Decode => {
                let totals = Totals { documents: 1, ..Totals::default() };
                let text = text.into_string();
                return Ok(Outcome { text, totals, bytes: bytes_read, ..Outcome::default() });
            }
            Action::Tag { each_line: true, .. } => review_each_line(&text, engine),
            _ => {
                let answers = self.decisions.answers(&input.name, &text);
                review_answered(&text, policy, answers, engine)
            }
        };
        let printed = match self.action {
            Action::Decode | Action::Check(_) => String::new(),
            Action::Tag { format, .. } => tagged(&input.name, &review, format),
            Action::Clean => review.clean(),
            Action::Diff => diff(input, hint, bytes, &review.clean()),
        };
        let document = Document { path: &input.name, text: &text, review: &review };
        let link = input.absolute().filter(|_| self.stdout.links);
        Ok(Outcome { bytes: bytes_read, ..self.reported(&document, link, printed) })
    }

    /// Puts the text of a document in its place; what is left of it is for stdout.
    fn delivered(&self, input: &Input, outcome: Outcome) -> Result<Outcome, String> {
        let is_text = matches!(self.action, Action::Clean | Action::Decode);
        if !is_text || outcome.totals.documents == 0 {
            return Ok(outcome);
        }
        Ok(Outcome { text: self.deliver(input, outcome.text)?, ..outcome })
    }

    /// The cache of this run, if it has one: of what depends on nothing but documents and settings.
    fn cache(&self) -> Result<Option<Cache>, String> {
        let Some(folder) = &self.cache else { return Ok(None) };
        if matches!(self.action, Action::Check(Upkeep { writes_baseline: true, .. })) {
            return Ok(None);
        }
        let files = self.reports.iter().chain(&self.step_summary);
        let formats: Vec<_> = files.map(|(format, _)| format.name()).collect();
        let printed = (&self.action, self.format, formats, self.stdout);
        let terminal = (io::stdout().is_terminal(), self.stdout.links.then(std::env::current_dir));
        let settings = format!("{printed:?} {terminal:?} {}", self.decisions.identity());
        Cache::open(folder, &settings).map(Some)
    }

    fn reported(&self, document: &Document<'_>, link: Option<String>, printed: String) -> Outcome {
        Outcome {
            text: printed,
            pieces: self.pieces(document, link),
            totals: Totals::of(document),
            worst: document.worst(),
            seen: self.seen(document),
            ..Outcome::default()
        }
    }

    /// What each report says of a document, that on stdout first.
    fn pieces(&self, document: &Document<'_>, link: Option<String>) -> Vec<Piece> {
        let screen = Screen { color: self.stdout.color, link };
        let to_stdout = self.format.map(|format| format.document(document, &screen));
        let files = self.reports.iter().chain(&self.step_summary);
        let to_files = files.map(|(format, _)| format.document(document, &Screen::default()));
        to_stdout.into_iter().chain(to_files).collect()
    }

    /// What a document says about the decisions, which only a check wants to know.
    fn seen(&self, document: &Document<'_>) -> Seen {
        let Action::Check(upkeep) = self.action else { return Seen::default() };
        let bound = self.fail_on.filter(|_| upkeep.writes_baseline);
        let baseline = bound.map(|bound| self.decisions.baseline(document, bound.severity));
        self.decisions.seen(document, baseline.unwrap_or_default())
    }

    /// Brings the decisions file up to date, or says what in it is stale: a document without lines
    /// that holds these findings.
    fn keep_up(&self, seen: &Seen, roots: &[PathBuf], any_failed: bool) -> Result<Outcome, String> {
        let Action::Check(upkeep) = self.action else { return Ok(Outcome::default()) };
        let stale = self.decisions.stale(seen, roots, any_failed);
        if upkeep.prune || upkeep.writes_baseline {
            let dropped = if upkeep.prune { &stale[..] } else { &[] };
            self.decisions.write(dropped, seen, &self.journal)?;
            if !self.quiet {
                complain(&self.decisions.summary(dropped.len(), seen));
            }
        }
        if upkeep.prune || stale.is_empty() {
            return Ok(Outcome::default());
        }
        let text = Text::decode(b"", &Hint::default()).map_err(|error| error.to_string())?;
        let findings = stale.iter().map(|entry| entry.stale()).collect();
        let review = Review { findings, rules: self.judges.rules(), ..Review::default() };
        let path = self.decisions.path().to_string_lossy();
        let document = Document { path: &path, text: &text, review: &review };
        let rules = Totals::of(&document).rules;
        Ok(Outcome {
            pieces: self.pieces(&document, None),
            totals: Totals { rules, ..Totals::default() },
            worst: document.worst(),
            ..Outcome::default()
        })
    }

    /// Writes a text to its file, or gives back what stdout is to print.
    fn deliver(&self, input: &Input, text: String) -> Result<String, String> {
        match self.target.path(input)? {
            Some(path) => replace(&path, text.as_bytes(), &self.journal).map(|()| String::new()),
            None if io::stdout().is_terminal() => Ok(for_terminal(&text)),
            None => Ok(text),
        }
    }
}
