//! What was typed, turned into what is meant.

use std::io::{self, IsTerminal as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;

use monoglot::classify::{Engine, Ngram, Whatlang};
use monoglot::decode::{Entities, Form, LineEnding};
use monoglot::report::Format;
use monoglot::{Hint, Normalisation, Policy, Remove, Severity};

use super::args::{
    CheckArgs, CleanArgs, ColorArg, DecodeArgs, Decoding, EngineArg, EntitiesArg, FailOn, FormArg,
    Inputs, Judging, LineEndingArg, RemoveArg, Running, Settings, TagArgs, TagFormat,
};
use super::config::{Config, Switch};
use super::inputs::Plan;
use super::journal::Journal;
use super::output::Target;

/// How documents are decoded and judged.
#[derive(Debug)]
pub(super) struct Judge {
    pub(super) hint: Hint,
    pub(super) policy: Policy,
    engine: EngineArg,
}

impl Judge {
    pub(super) fn new(judging: &Judging, decoding: &Decoding, config: Config) -> Self {
        let decoded = hint(decoding, &config);
        let or = |flag: &[monoglot::Lang], file| if flag.is_empty() { file } else { flag.to_vec() };
        let remove = match judging.remove.or(config.remove) {
            None | Some(RemoveArg::Certain) => Remove::Certain,
            Some(RemoveArg::Likely) => Remove::Likely,
            Some(RemoveArg::None) => Remove::Nothing,
        };
        let defaults = Policy::default();
        let policy = Policy {
            expected: or(&judging.lang, config.lang),
            also: or(&judging.also, config.also),
            remove,
            max_removed: judging.max_removed.or(config.max_removed).unwrap_or(defaults.max_removed),
        };
        let engine = judging.engine.or(config.engine).unwrap_or(EngineArg::Ngram);
        // One answer to both questions: the languages that a document is expected in are those that
        // its bytes are expected to spell.
        Self { hint: Hint { lang: policy.expected.clone(), ..decoded }, policy, engine }
    }
}

/// How bytes are read and mended, but for the languages.
fn hint(decoding: &Decoding, config: &Config) -> Hint {
    Hint {
        encoding: decoding.encoding.or(config.encoding),
        repair: !decoding.no_repair,
        mojibake: config.rules.mojibake == Switch::On,
        normalisation: normalisation(decoding, config),
        ..Hint::default()
    }
}

fn normalisation(decoding: &Decoding, config: &Config) -> Normalisation {
    let defaults = Normalisation::default();
    Normalisation {
        form: decoding.normalise.or(config.normalise).map_or(defaults.form, form),
        line_ending: decoding
            .line_endings
            .or(config.line_endings)
            .map_or(defaults.line_ending, line_ending),
        invisible: config.rules.invisible_character == Switch::On,
        keep_soft_hyphens: decoding.keep_soft_hyphens || config.keep_soft_hyphens,
        straight_quotes: decoding.straight_quotes || config.straight_quotes,
        width: decoding.width || config.width,
        ligatures: decoding.ligatures || config.ligatures,
        entities: decoding.entities.or(config.entities).map_or(defaults.entities, entities),
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

impl Judge {
    /// The language engine. Engines remember words, so each thread has its own.
    pub(super) fn engine(&self) -> Box<dyn Engine> {
        match self.engine {
            EngineArg::Ngram => Box::new(Ngram::new()),
            EngineArg::Whatlang => Box::new(Whatlang),
        }
    }
}

/// What is done with each document.
#[derive(Debug)]
pub(super) enum Action {
    Clean,
    Diff,
    Check,
    Tag { each_line: bool, format: TagFormat },
    Decode,
}

/// One run over documents.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) action: Action,
    pub(super) plan: Plan,
    pub(super) judge: Judge,
    pub(super) target: Target,
    pub(super) journal: Journal,
    /// Findings on stdout.
    pub(super) format: Option<Format>,
    /// Findings in files.
    pub(super) reports: Vec<(Format, PathBuf)>,
    /// Findings of this severity or above give exit code 1.
    pub(super) fail_on: Option<Severity>,
    pub(super) jobs: NonZeroUsize,
    pub(super) color: bool,
    /// Whether a summary on stderr tells people what was done.
    pub(super) summary: bool,
    pub(super) progress: bool,
}

impl Job {
    pub(super) fn clean(args: &CleanArgs) -> Result<Self, String> {
        let action = if args.diff { Action::Diff } else { Action::Clean };
        let mut job =
            Self::new(action, &args.inputs, &args.judging, &args.decoding, &args.running)?;
        job.target = Target::new(args.writing.output.as_deref(), args.in_place, &job.plan)?;
        job.exclude_outputs(&args.writing.journal);
        let writes_text = args.diff || matches!(job.target, Target::Stdout);
        if writes_text && args.reporting.format.is_some() {
            return Err("--format needs -o or --in-place, since stdout is the text; \
                        use --report FORMAT=PATH"
                .to_owned());
        }
        job.format = args.reporting.format;
        job.reports.clone_from(&args.reporting.report);
        job.fail_on = args.fail_on.map(severity);
        job.summary = !args.running.quiet && !args.diff;
        Ok(job)
    }

    pub(super) fn check(args: &CheckArgs) -> Result<Self, String> {
        let mut job =
            Self::new(Action::Check, &args.inputs, &args.judging, &args.decoding, &args.running)?;
        job.format = Some(args.reporting.format.unwrap_or(Format::Full));
        job.reports.clone_from(&args.reporting.report);
        job.fail_on = (!args.exit_zero).then_some(severity(args.fail_on));
        Ok(job)
    }

    pub(super) fn tag(args: &TagArgs) -> Result<Self, String> {
        let default = if io::stdout().is_terminal() { TagFormat::Full } else { TagFormat::Jsonl };
        let format = args.format.unwrap_or(default);
        let action = Action::Tag { each_line: args.each_line, format };
        Self::new(action, &args.inputs, &args.judging, &args.decoding, &args.running)
    }

    pub(super) fn decode(args: &DecodeArgs) -> Result<Self, String> {
        let judging = Judging { lang: args.lang.clone(), ..Judging::default() };
        let mut job =
            Self::new(Action::Decode, &args.inputs, &judging, &args.decoding, &args.running)?;
        job.target = Target::new(args.writing.output.as_deref(), false, &job.plan)?;
        job.exclude_outputs(&args.writing.journal);
        Ok(job)
    }

    fn new(
        action: Action,
        inputs: &Inputs,
        judging: &Judging,
        decoding: &Decoding,
        running: &Running,
    ) -> Result<Self, String> {
        let config = load_config(&running.settings)?;
        let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Ok(Self {
            action,
            plan: Plan::new(inputs)?,
            judge: Judge::new(judging, decoding, config),
            target: Target::Stdout,
            journal: Journal::new(super::journal::DEFAULT_PATH.as_ref()),
            format: None,
            reports: Vec::new(),
            fail_on: None,
            jobs: running.jobs.unwrap_or_else(cores),
            color: wants_color(running.settings.color),
            summary: false,
            progress: !running.quiet && !running.no_progress && io::stderr().is_terminal(),
        })
    }

    /// Keeps a walk from meeting what the run itself writes.
    fn exclude_outputs(&mut self, journal: &Path) {
        self.plan.exclude(journal);
        if let Target::Directory(output) = &self.target {
            self.plan.exclude(output);
        }
        self.journal = Journal::new(journal);
    }
}

pub(super) fn load_config(settings: &Settings) -> Result<Config, String> {
    Config::load(settings.config.as_deref(), settings.isolated)
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
