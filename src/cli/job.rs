//! What was typed, turned into what is meant.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;

use monoglot::classify::{Engine, Ngram, Whatlang};
use monoglot::decode::{Entities, Form, LineEnding};
use monoglot::report::Format;
use monoglot::{Hint, Normalisation, Policy, Remove, Rule, Rules, Severity, Switch};
use serde::de::DeserializeOwned;

use super::args::{
    CheckArgs, CleanArgs, ColorArg, DecodeArgs, Documents, Reporting, Settings, TagArgs, TagFormat,
};
use super::config::{Config, Layer};
use super::corpus::{Fields, Schema};
use super::decisions::{self, DecisionsFile};
use super::inputs::Plan;
use super::journal::Journal;
use super::options::{
    Annotating, Answered, Broken, Decoding, EngineArg, EntitiesArg, FailOn, FormArg, Gate,
    InputFormat, Judging, LineEndingArg, OnError, Records, RemoveArg,
};
use super::output::Target;
use super::paths::nearest;

/// How a document is decoded and judged.
#[derive(Debug)]
pub struct Judge {
    /// How bytes are read and mended.
    pub hint: Hint,
    /// How lines are judged.
    pub policy: Policy,
    pub(super) engine: EngineArg,
    pub(super) input_format: InputFormat,
    pub(super) fields: Fields,
    /// All of it in words, by which the cache tells one judge from another.
    pub(super) identity: String,
}

impl Judge {
    /// The judge of settings that a program gives: an object with the keys of `monoglot.toml`.
    pub fn of_settings(
        settings: &serde_json::Map<String, serde_json::Value>,
    ) -> Result<Self, String> {
        Self::new(&Config::default().layer(&[], &Layer::of_settings(settings)?))
    }

    pub(super) fn new(layer: &Layer) -> Result<Self, String> {
        let (judging, decoding): (Judging, Decoding) = (layer.read()?, layer.read()?);
        let records: Records = layer.read()?;
        let remove = match judging.remove {
            None | Some(RemoveArg::Certain) => Remove::Certain,
            Some(RemoveArg::Likely) => Remove::Likely,
            Some(RemoveArg::None) => Remove::Nothing,
        };
        let defaults = Policy::default();
        let policy = Policy {
            expected: judging.lang,
            also: judging.also,
            remove,
            max_removed: judging.max_removed.unwrap_or(defaults.max_removed),
            rules: layer.rules(),
        };
        // One answer to both questions: the languages that a document is expected in are those that
        // its bytes are expected to spell.
        let hint = Hint { lang: policy.expected.clone(), ..hint(&decoding, &policy.rules) };
        let engine = judging.engine.unwrap_or(EngineArg::Ngram);
        let fields = Fields {
            text: records.text_field.unwrap_or_else(|| "text".to_owned()),
            id: records.id_field.unwrap_or_else(|| "id".to_owned()),
            limit: records.max_record.unwrap_or(MAX_RECORD),
        };
        let input_format = records.input_format.unwrap_or(InputFormat::Auto);
        let identity = format!("{hint:?} {policy:?} {engine:?} {input_format:?} {fields:?}");
        Ok(Self { hint, policy, engine, input_format, fields, identity })
    }
}

/// Bytes of the longest record that is read, unless somebody says otherwise: some books are as long.
const MAX_RECORD: usize = 16 << 20;

/// How bytes are read and mended, but for the languages.
fn hint(decoding: &Decoding, rules: &Rules) -> Hint {
    let is_on = |rule| rules.get(rule) != Switch::Off;
    let defaults = Normalisation::default();
    let normalisation = Normalisation {
        form: decoding.normalise.map_or(defaults.form, form),
        line_ending: decoding.line_endings.map_or(defaults.line_ending, line_ending),
        invisible: is_on(Rule::InvisibleCharacter),
        keep_soft_hyphens: decoding.keep_soft_hyphens,
        straight_quotes: decoding.straight_quotes,
        width: decoding.width,
        ligatures: decoding.ligatures,
        entities: decoding.entities.map_or(defaults.entities, entities),
    };
    Hint {
        encoding: decoding.encoding,
        repair: !decoding.no_repair,
        mojibake: is_on(Rule::Mojibake),
        normalisation,
        ..Hint::default()
    }
}

/// The judges of a run: one for each set of overrides that documents meet.
#[derive(Debug)]
pub(super) struct Judges {
    config: Config,
    flags: Layer,
    made: RwLock<BTreeMap<Vec<usize>, Arc<Judge>>>,
}

impl Judges {
    pub(super) fn new(config: Config, judging: &Judging, decoding: &Decoding) -> Self {
        let mut flags = Layer::default();
        flags.of_flags(judging);
        flags.of_flags(decoding);
        Self { config, flags, made: RwLock::default() }
    }

    /// The judge of a document.
    pub(super) fn of(&self, document: &str) -> Result<Arc<Judge>, String> {
        let overrides = self.config.overrides_for(document);
        let made = self.made.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(judge) = made.get(&overrides) {
            return Ok(judge.clone());
        }
        drop(made);
        let judge = Arc::new(Judge::new(&self.config.layer(&overrides, &self.flags))?);
        let mut made = self.made.write().unwrap_or_else(PoisonError::into_inner);
        Ok(made.entry(overrides).or_insert(judge).clone())
    }

    /// Says how shards are read, too.
    fn with_records(mut self, records: &Records) -> Self {
        self.flags.of_flags(records);
        self
    }

    /// What the configuration says of the run itself, under the flags.
    fn of_run<T: DeserializeOwned>(&self) -> Result<T, String> {
        self.config.layer(&[], &self.flags).read()
    }

    /// The settings of the rules for what is no document.
    pub(super) fn rules(&self) -> Rules {
        self.config.layer(&[], &self.flags).rules()
    }

    /// The decisions that are named, or the nearest ones upward, or none.
    pub(super) fn decisions(
        &self,
        answered: &Answered,
        settings: &Settings,
        may_be_new: bool,
    ) -> Result<DecisionsFile, String> {
        let configured = || -> Result<_, String> {
            let answered: Answered = self.of_run()?;
            Ok(answered.decisions.map(|path| self.config.beside(&path)))
        };
        let named = answered.decisions.clone().map_or_else(configured, |path| Ok(Some(path)))?;
        let found = || if settings.isolated { None } else { nearest(decisions::FILE_NAME) };
        if let Some(path) = named.or_else(found) {
            return DecisionsFile::read(&path, may_be_new);
        }
        match (settings.isolated, may_be_new) {
            (true, true) => {
                Err("--write-baseline with --isolated needs --decisions FILE".to_owned())
            }
            (true, false) => Ok(DecisionsFile::default()),
            // There are none yet. They will stand beside the configuration, as both are for all who
            // work on the documents.
            (false, _) => {
                DecisionsFile::read(&self.config.beside(decisions::FILE_NAME.as_ref()), true)
            }
        }
    }

    /// Every setting of these documents and where it comes from.
    pub(super) fn show(
        &mut self,
        gate: &Gate,
        answered: &Answered,
        documents: &[String],
    ) -> String {
        self.flags.of_flags(gate);
        self.flags.of_flags(answered);
        self.config.show(documents, &self.flags)
    }
}

/// The language engines of one thread. They remember words, so threads do not share them.
#[derive(Debug, Default)]
pub struct Engines {
    ngram: Option<Ngram>,
    whatlang: Whatlang,
}

impl Engines {
    /// The engine that a judge wants.
    pub fn of(&mut self, judge: &Judge) -> &mut dyn Engine {
        self.get(judge.engine)
    }

    pub(super) fn get(&mut self, engine: EngineArg) -> &mut dyn Engine {
        match engine {
            EngineArg::Ngram => self.ngram.get_or_insert_with(Ngram::new),
            EngineArg::Whatlang => &mut self.whatlang,
        }
    }
}

const fn form(arg: FormArg) -> Form {
    match arg {
        FormArg::None => Form::Keep,
        FormArg::Nfc => Form::Nfc,
        FormArg::Nfkc => Form::Nfkc,
    }
}

const fn line_ending(arg: LineEndingArg) -> LineEnding {
    match arg {
        LineEndingArg::Majority => LineEnding::Majority,
        LineEndingArg::Lf => LineEnding::Lf,
        LineEndingArg::Crlf => LineEnding::CrLf,
        LineEndingArg::Keep => LineEnding::Keep,
    }
}

const fn entities(arg: EntitiesArg) -> Entities {
    match arg {
        EntitiesArg::Keep => Entities::Keep,
        EntitiesArg::Auto => Entities::Auto,
    }
}

/// What is done with each document.
#[derive(Debug)]
pub(super) enum Action {
    Clean,
    Diff,
    Check(Upkeep),
    Tag { each_line: bool, format: TagFormat },
    Decode,
}

/// What a check does to the decisions file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Upkeep {
    /// Whether decisions that match nothing are dropped.
    pub(super) prune: bool,
    /// Whether what fails the check becomes decisions to keep its lines.
    pub(super) writes_baseline: bool,
}

/// What a run fails on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bound {
    /// Findings of this severity or above.
    pub(super) severity: Severity,
    /// Whether the exit code is 0 all the same.
    pub(super) exit_zero: bool,
}

/// What stdout shows beside text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stdout {
    pub(super) color: bool,
    pub(super) links: bool,
}

impl Stdout {
    /// Links are escapes as colours are: whoever wants no colours wants none of them.
    fn new(when: ColorArg) -> Self {
        let color = wants_color(when);
        let has_links = || supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
        Self { color, links: color && io::stdout().is_terminal() && has_links() }
    }
}

/// One run over documents.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, as they are typed")]
pub(super) struct Job {
    pub(super) action: Action,
    pub(super) plan: Plan,
    pub(super) judges: Judges,
    pub(super) target: Target,
    pub(super) journal: Journal,
    pub(super) decisions: DecisionsFile,
    pub(super) schema: Schema,
    pub(super) on_error: OnError,
    /// Whether shards that an earlier run finished are taken over.
    pub(super) resume: bool,
    /// Where results are remembered.
    pub(super) cache: Option<PathBuf>,
    /// Findings on stdout.
    pub(super) format: Option<Format>,
    /// Findings in files.
    pub(super) reports: Vec<(Format, PathBuf)>,
    /// Where GitHub shows a summary of the step, for runs that annotate.
    pub(super) step_summary: Option<(Format, PathBuf)>,
    /// Findings of this severity or above give exit code 1.
    pub(super) fail_on: Option<Bound>,
    pub(super) jobs: NonZeroUsize,
    pub(super) stdout: Stdout,
    /// Whether nobody is told what was written.
    pub(super) quiet: bool,
    /// Whether a summary on stderr tells people what was done.
    pub(super) summary: bool,
    pub(super) progress: bool,
}

impl Job {
    pub(super) fn clean(args: &CleanArgs) -> Result<Self, String> {
        let action = if args.diff { Action::Diff } else { Action::Clean };
        let mut job = Self::new(action, &args.documents)?;
        job.target = Target::new(args.writing.output.as_deref(), args.in_place, &job.plan)?;
        let writes_text = args.diff || matches!(job.target, Target::Stdout);
        if writes_text && args.reporting.format.is_some() {
            return Err("--format needs -o or --in-place, since stdout is the text; \
                        use --report FORMAT=PATH"
                .to_owned());
        }
        job.report(args.reporting.format, &args.reporting);
        job.write_apart(&args.writing.journaling.journal)?;
        let bound = |fail_on| Bound { severity: severity(fail_on), exit_zero: false };
        job.fail_on = args.gate.fail_on.map(bound);
        job.summary = !job.quiet && !args.diff;
        let configured: Annotating = job.judges.of_run()?;
        job.schema = args.annotating.schema.or(configured.schema).unwrap_or(Schema::Monoglot);
        job.resume = args.resume;
        Ok(job)
    }

    pub(super) fn check(args: &CheckArgs) -> Result<Self, String> {
        let upkeep = Upkeep { prune: args.prune, writes_baseline: args.write_baseline };
        let mut job = Self::new(Action::Check(upkeep), &args.documents)?;
        let configured: Gate = job.judges.of_run()?;
        let fail_on = args.gate.fail_on.or(configured.fail_on).map_or(Severity::Flag, severity);
        let default = (!args.write_baseline).then_some(Format::Full);
        job.report(args.reporting.format.or(default), &args.reporting);
        job.write_apart(&args.journaling.journal)?;
        let exit_zero = args.exit_zero || args.write_baseline;
        job.fail_on = Some(Bound { severity: fail_on, exit_zero });
        job.summary = !job.quiet && job.format.is_none();
        Ok(job)
    }

    pub(super) fn tag(args: &TagArgs) -> Result<Self, String> {
        let default = if io::stdout().is_terminal() { TagFormat::Full } else { TagFormat::Jsonl };
        let format = args.format.unwrap_or(default);
        let action = Action::Tag { each_line: args.each_line, format };
        let mut job = Self::new(action, &args.documents)?;
        job.write_apart(super::journal::DEFAULT_PATH.as_ref())?;
        Ok(job)
    }

    pub(super) fn decode(args: DecodeArgs) -> Result<Self, String> {
        let DecodeArgs { inputs, decoding, running, writing, lang } = args;
        let judging = Judging { lang, ..Judging::default() };
        let answered = Answered::default();
        let (records, broken) = (Records::default(), Broken::default());
        let documents = Documents {
            inputs,
            judging,
            decoding,
            records,
            broken,
            answered,
            running,
            cache: None,
        };
        let mut job = Self::new(Action::Decode, &documents)?;
        job.target = Target::new(writing.output.as_deref(), false, &job.plan)?;
        job.write_apart(&writing.journaling.journal)?;
        Ok(job)
    }

    fn new(action: Action, documents: &Documents) -> Result<Self, String> {
        let Documents { inputs, judging, decoding, records, answered, running, .. } = documents;
        let judges = Judges::new(load_config(&running.settings)?, judging, decoding);
        let judges = judges.with_records(records);
        let configured: Broken = judges.of_run()?;
        let may_be_new = matches!(action, Action::Check(Upkeep { writes_baseline: true, .. }));
        let decisions = match action {
            // Nothing is judged, so nobody is asked.
            Action::Decode => DecisionsFile::default(),
            _ => judges.decisions(answered, &running.settings, may_be_new)?,
        };
        let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Ok(Self {
            action,
            plan: Plan::new(inputs)?,
            judges,
            target: Target::Stdout,
            journal: Journal::new(super::journal::DEFAULT_PATH.as_ref()),
            decisions,
            schema: Schema::None,
            on_error: documents.broken.on_error.or(configured.on_error).unwrap_or(OnError::Skip),
            resume: false,
            cache: documents.cache.clone(),
            format: None,
            reports: Vec::new(),
            step_summary: None,
            fail_on: None,
            jobs: running.jobs.unwrap_or_else(cores),
            stdout: Stdout::new(running.settings.color),
            quiet: running.quiet,
            summary: false,
            progress: !running.quiet && !running.no_progress && io::stderr().is_terminal(),
        })
    }

    /// Sends findings where they are asked for. Annotations come with a summary of the step, since
    /// GitHub shows only so many of them.
    fn report(&mut self, stdout: Option<Format>, reporting: &Reporting) {
        self.format = stdout;
        self.reports.clone_from(&reporting.report);
        let annotates = stdout.iter().chain(self.reports.iter().map(|(format, _)| format));
        if annotates.copied().any(|format| format == Format::Github) {
            let path = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty());
            self.step_summary = path.map(|path| (Format::Markdown, PathBuf::from(path)));
        }
    }

    /// Keeps what the run itself writes apart from what it reads.
    fn write_apart(&mut self, journal: &Path) -> Result<(), String> {
        self.journal = Journal::new(journal);
        self.plan.exclude(journal)?;
        for written in self.reports.iter().map(|(_, path)| path).chain(&self.cache) {
            self.plan.exclude(written)?;
        }
        if let Target::Directory(output) = &self.target {
            self.plan.exclude(output)?;
        }
        Ok(())
    }
}

pub(super) fn load_config(settings: &Settings) -> Result<Config, String> {
    Config::load(settings.config.as_deref(), settings.isolated)
}

/// What `check --show-config` prints.
pub(super) fn show_config(args: &CheckArgs) -> Result<String, String> {
    let Documents { inputs, judging, decoding, records, broken, answered, running, .. } =
        &args.documents;
    let judges = Judges::new(load_config(&running.settings)?, judging, decoding);
    let mut judges = judges.with_records(records);
    judges.flags.of_flags(broken);
    let documents = inputs.paths.iter().map(|path| path.display().to_string());
    Ok(judges.show(&args.gate, answered, &documents.collect::<Vec<_>>()))
}

fn wants_color(when: ColorArg) -> bool {
    match when {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto => {
            anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
        }
    }
}

const fn severity(fail_on: FailOn) -> Severity {
    match fail_on {
        FailOn::Note => Severity::Note,
        FailOn::Flag => Severity::Flag,
        FailOn::Repair => Severity::Repair,
        FailOn::Remove => Severity::Remove,
    }
}
