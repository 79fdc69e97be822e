//! One run: every document through the pipeline, in parallel, written in order.

use std::io::{self, IsTerminal as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use monoglot::Document;
use monoglot::decision::Entry;
use monoglot::report::{Fragment, Screen, Totals, escape};
use monoglot::{Error, Finding, Hint, Review, Severity, Text, review_answered, review_each_line};
use serde::{Deserialize, Serialize};

use super::advice::advised;
use super::cache::{Cache, Key};
use super::corpus::{Markers, Unit, Units};
use super::decisions::Seen;
use super::inputs::{Content, Input, explain, refuse_collisions};
use super::job::{Action, Engines, Job, Judge, Upkeep};
use super::ordered::ordered;
use super::output::{Target, replace};
use super::printed::{diff, for_terminal, tagged};
use super::sink::Sinks;
use super::tally::{Event, Tally};
use super::{Status, complain, in_words};

/// What came of one document. But for the error, it depends on nothing but the document and the
/// settings, so that it can be remembered.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Outcome {
    /// What goes to stdout, apart from findings.
    pub(super) text: String,
    /// One piece for each report of the run.
    pub(super) pieces: Vec<Fragment>,
    pub(super) totals: Totals,
    pub(super) worst: Option<Severity>,
    pub(super) seen: Seen,
    #[serde(skip)]
    pub(super) error: Option<String>,
    pub(super) bytes: u64,
}

impl Outcome {
    pub(super) fn failed(error: String) -> Self {
        Self {
            error: Some(error),
            totals: Totals { failed: 1, ..Totals::default() },
            ..Self::default()
        }
    }

    fn skipped() -> Self {
        Self { totals: Totals { skipped: 1, ..Totals::default() }, ..Self::default() }
    }

    /// Whether nothing is to be said of the document but that it counts.
    pub(super) fn is_counted_alone(&self) -> bool {
        self.text.is_empty() && self.pieces.is_empty() && self.error.is_none()
    }

    /// Counts another document with this one.
    pub(super) fn count(&mut self, other: &Self) {
        self.totals.add(&other.totals);
        self.worst = self.worst.max(other.worst);
        self.seen.add(other.seen.clone());
        self.bytes += other.bytes;
    }
}

pub(super) fn run(mut job: Job) -> Result<Status, String> {
    let sinks = Sinks::new(job.format, &job.reports, job.step_summary.as_ref())?;
    let cache = job.cache()?;
    let roots: Vec<_> = job.plan.directories().map(Path::to_owned).collect();
    let inputs = inputs(&mut job);
    let job = job;
    let markers = Markers::new(job.settings(), job.resume);
    let mut tally = Tally::new(&job, sinks);
    let mut written = Ok(());
    ordered(
        Units::new(&job, &markers, inputs),
        job.jobs,
        Unit::weight,
        Engines::default,
        |engines, unit| job.work(cache.as_ref(), engines, unit),
        |event| {
            written = tally.take(event);
            if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        },
    );
    tally.progress.finish();
    // A cache that cannot be written makes the next run slow and this one no worse.
    if let Some(Err(error)) = cache.map(Cache::save) {
        complain(&error);
    }
    if written.is_ok() {
        let stale = job.keep_up(&tally.seen, &roots, tally.totals.failed > 0)?;
        written = tally.take(Event::Document(Box::new(stale)));
    }
    tally.end(written)
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
    pub(super) fn status(&self, outcome: &Outcome) -> Status {
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
    pub(super) fn gate(&self, totals: &Totals) -> Option<String> {
        let bound = self.fail_on.filter(|_| self.format.is_some())?;
        let count: u64 = totals.rules.values().sum();
        let bound = if bound.exit_zero { "nothing" } else { bound.severity.name() };
        Some(format!("{}, failing on {bound}\n", in_words(count, "finding")))
    }

    /// One unit of work, on any thread.
    fn work(&self, cache: Option<&Cache>, engines: &mut Engines, unit: Unit) -> Event {
        match unit {
            Unit::Document(input) => {
                Event::Document(Box::new(self.process(cache, engines, &input)))
            }
            Unit::Failed(name, why) => {
                let outcome = Outcome::failed(format!("{}: {why}", escape(&name)));
                Event::Document(Box::new(outcome))
            }
            Unit::Begin(shard) => Event::Begin(shard),
            Unit::Chunk(shard, chunk) => {
                let done = self.records(engines, &shard, chunk);
                Event::Records(shard, done)
            }
            Unit::End(shard) => Event::End(shard),
            Unit::Resumed(shard) => Event::Resumed(shard),
        }
    }

    /// A document from its bytes to its place.
    fn process(&self, cache: Option<&Cache>, engines: &mut Engines, input: &Input) -> Outcome {
        self.whole(cache, engines, input)
            .unwrap_or_else(|error| Outcome::failed(format!("{}: {error}", escape(&input.name))))
    }

    fn whole(
        &self,
        cache: Option<&Cache>,
        engines: &mut Engines,
        input: &Input,
    ) -> Result<Outcome, String> {
        let judge = self.judges.of(&input.name)?;
        // What it is before it is read: if it changes meanwhile, it is another one the next time.
        let stamp = cache.filter(|_| !self.writes_text()).zip(input.path());
        let stamp = stamp.and_then(|(cache, path)| cache.stamp(path, &judge.identity));
        if let Some(outcome) = cache.zip(stamp).and_then(|(cache, stamp)| cache.get_unread(stamp)) {
            return Ok(outcome);
        }
        let content = input.read(judge.fields.limit)?;
        let outcome = self.judged(cache, stamp, engines, input, &judge, &content.bytes)?;
        self.delivered(input, &content, outcome)
    }

    /// What comes of a document, remembered or found out.
    fn judged(
        &self,
        cache: Option<&Cache>,
        stamp: Option<Key>,
        engines: &mut Engines,
        input: &Input,
        judge: &Judge,
        bytes: &[u8],
    ) -> Result<Outcome, String> {
        let Some(cache) = cache else { return self.judge(judge, engines, input, bytes) };
        let key = cache.key(&input.name, bytes, &judge.identity);
        let outcome = match cache.get(key) {
            Some(outcome) => outcome,
            None => self.judge(judge, engines, input, bytes)?,
        };
        if outcome.totals.documents == 1 {
            cache.put(key, &outcome);
            if let Some(stamp) = stamp {
                cache.put_stamp(stamp, key);
            }
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
        let text = match Text::decode(bytes, &judge.hint) {
            Ok(text) => text,
            Err(Error::NotText { .. }) if input.may_be_skipped() => return Ok(Outcome::skipped()),
            Err(error) => return Err(advised(&error)),
        };
        let bytes_read = bytes.len() as u64;
        if matches!(self.action, Action::Decode) {
            let totals = Totals { documents: 1, ..Totals::default() };
            let text = text.into_string();
            return Ok(Outcome { text, totals, bytes: bytes_read, ..Outcome::default() });
        }
        let review = self.reviewed(judge, engines, &input.name, &text);
        let printed = match self.action {
            Action::Clean => review.clean(),
            _ => {
                self.printed(&input.name, &review, || Text::decode(bytes, &unrepaired(judge)).ok())
            }
        };
        let document = Document { path: &input.name, text: &text, review: &review };
        let link = input.absolute().filter(|_| self.stdout.links);
        Ok(Outcome { bytes: bytes_read, ..self.reported(&document, link, printed) })
    }

    /// The verdicts on a text that is called by this name.
    pub(super) fn reviewed<'t>(
        &self,
        judge: &Judge,
        engines: &mut Engines,
        name: &str,
        text: &'t Text<'_>,
    ) -> Review<'t> {
        let engine = engines.get(judge.engine);
        if matches!(self.action, Action::Tag { each_line: true, .. }) {
            return review_each_line(text, engine);
        }
        let answers = self.decisions.answers(name, text);
        review_answered(text, &judge.policy, answers, engine)
    }

    /// What is printed of a document beside its text: its lines, or how it would change. `before` is
    /// the text before any repair.
    pub(super) fn printed<'t>(
        &self,
        name: &str,
        review: &Review<'_>,
        before: impl FnOnce() -> Option<Text<'t>>,
    ) -> String {
        match self.action {
            Action::Decode | Action::Clean | Action::Check(_) => String::new(),
            Action::Tag { format, .. } => tagged(name, review, format),
            Action::Diff => before().map_or_else(String::new, |before| diff(name, &before, review)),
        }
    }

    /// Puts the text of a document in its place; what is left of it is for stdout.
    fn delivered(
        &self,
        input: &Input,
        content: &Content,
        outcome: Outcome,
    ) -> Result<Outcome, String> {
        if !self.writes_text() || outcome.totals.documents == 0 {
            return Ok(outcome);
        }
        Ok(Outcome { text: self.deliver(input, content, outcome.text)?, ..outcome })
    }

    /// Whether the run writes texts, which their files are needed for.
    fn writes_text(&self) -> bool {
        matches!(self.action, Action::Clean | Action::Decode)
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

    /// What all documents of a run depend on beside the program, in words.
    pub(super) fn settings(&self) -> String {
        let files = self.reports.iter().chain(&self.step_summary);
        let formats: Vec<_> = files.map(|(format, _)| format.name()).collect();
        let printed = (&self.action, self.format, formats, self.schema);
        format!("{printed:?} {}", self.decisions.identity())
    }

    pub(super) fn reported(
        &self,
        document: &Document<'_>,
        link: Option<String>,
        printed: String,
    ) -> Outcome {
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
    fn pieces(&self, document: &Document<'_>, link: Option<String>) -> Vec<Fragment> {
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
        let text = Text::decode(b"", &Hint::default()).map_err(|error| advised(&error))?;
        let advise = |entry: &&Entry| {
            let finding = entry.stale();
            Finding { reason: finding.reason + "; --prune drops it", ..finding }
        };
        let findings = stale.iter().map(advise).collect();
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
    fn deliver(&self, input: &Input, content: &Content, text: String) -> Result<String, String> {
        match self.target.path(input)? {
            Some(path) => {
                let packed = content.pack(&text).map_err(|error| explain(&error))?;
                replace(&path, &packed, &self.journal).map(|()| String::new())
            }
            None if io::stdout().is_terminal() => Ok(for_terminal(&text)),
            None => Ok(text),
        }
    }
}

/// How a document is read for what stands there, before any repair.
fn unrepaired(judge: &Judge) -> Hint {
    Hint { repair: false, ..judge.hint.clone() }
}
