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
    CheckArgs, CleanArgs, ColorArg, DecodeArgs, Decoding, Documents, EngineArg, EntitiesArg,
    FailOn, FormArg, Judging, LineEndingArg, RemoveArg, Reporting, Settings, TagArgs, TagFormat,
};
use super::config::{self, Config, Switch};
use super::decisions::{self, DecisionsFile};
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
    Check(Upkeep),
    Tag { each_line: bool, format: TagFormat },
    Decode,
}

/// What a check does to the decisions file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Upkeep {
    /// Whether decisions that match nothing are dropped.
    pub(super) prune: bool,
    /// Findings of this severity or above become decisions to keep their lines.
    pub(super) baseline: Option<Severity>,
    /// Whether nobody is told what was written.
    pub(super) quiet: bool,
}

/// One run over documents.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) action: Action,
    pub(super) plan: Plan,
    pub(super) judge: Judge,
    pub(super) target: Target,
    pub(super) journal: Journal,
    pub(super) decisions: DecisionsFile,
    /// Findings on stdout.
    pub(super) format: Option<Format>,
    /// Findings in files.
    pub(super) reports: Vec<(Format, PathBuf)>,
    /// Where GitHub shows a summary of the step, for runs that annotate.
    pub(super) step_summary: Option<(Format, PathBuf)>,
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
        let mut job = Self::new(action, &args.documents)?;
        job.target = Target::new(args.writing.output.as_deref(), args.in_place, &job.plan)?;
        job.exclude_outputs(&args.writing.journal);
        let writes_text = args.diff || matches!(job.target, Target::Stdout);
        if writes_text && args.reporting.format.is_some() {
            return Err("--format needs -o or --in-place, since stdout is the text; \
                        use --report FORMAT=PATH"
                .to_owned());
        }
        job.report(args.reporting.format, &args.reporting);
        job.fail_on = args.fail_on.map(severity);
        job.summary = !args.documents.running.quiet && !args.diff;
        Ok(job)
    }

    pub(super) fn check(args: &CheckArgs) -> Result<Self, String> {
        let fail_on = severity(args.fail_on);
        let quiet = args.documents.running.quiet;
        let baseline = args.write_baseline.then_some(fail_on);
        let mut job = Self::new(
            Action::Check(Upkeep { prune: args.prune, baseline, quiet }),
            &args.documents,
        )?;
        let default = (!args.write_baseline).then_some(Format::Full);
        job.report(args.reporting.format.or(default), &args.reporting);
        job.fail_on = (!args.exit_zero && !args.write_baseline).then_some(fail_on);
        job.summary = !quiet && job.format.is_none();
        Ok(job)
    }

    pub(super) fn tag(args: &TagArgs) -> Result<Self, String> {
        let default = if io::stdout().is_terminal() { TagFormat::Full } else { TagFormat::Jsonl };
        let format = args.format.unwrap_or(default);
        let action = Action::Tag { each_line: args.each_line, format };
        Self::new(action, &args.documents)
    }

    pub(super) fn decode(args: DecodeArgs) -> Result<Self, String> {
        let DecodeArgs { inputs, decoding, running, writing, lang } = args;
        let judging = Judging { lang, ..Judging::default() };
        let documents = Documents { inputs, judging, decoding, running };
        let mut job = Self::new(Action::Decode, &documents)?;
        job.target = Target::new(writing.output.as_deref(), false, &job.plan)?;
        job.exclude_outputs(&writing.journal);
        Ok(job)
    }

    fn new(action: Action, documents: &Documents) -> Result<Self, String> {
        let Documents { inputs, judging, decoding, running } = documents;
        let config = load_config(&running.settings)?;
        let may_be_new = matches!(action, Action::Check(Upkeep { baseline: Some(_), .. }));
        let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Ok(Self {
            action,
            plan: Plan::new(inputs)?,
            judge: Judge::new(judging, decoding, config),
            target: Target::Stdout,
            journal: Journal::new(super::journal::DEFAULT_PATH.as_ref()),
            decisions: load_decisions(judging, &running.settings, may_be_new)?,
            format: None,
            reports: Vec::new(),
            step_summary: None,
            fail_on: None,
            jobs: running.jobs.unwrap_or_else(cores),
            color: wants_color(running.settings.color),
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

/// The decisions that are named, or the nearest ones upward, or none.
pub(super) fn load_decisions(
    judging: &Judging,
    settings: &Settings,
    may_be_new: bool,
) -> Result<DecisionsFile, String> {
    let found = || if settings.isolated { None } else { decisions::nearest(decisions::FILE_NAME) };
    if let Some(path) = judging.decisions.clone().or_else(found) {
        return DecisionsFile::read(&path, may_be_new);
    }
    if settings.isolated && may_be_new {
        return Err("--write-baseline with --isolated needs --decisions FILE".to_owned());
    }
    if settings.isolated {
        return Ok(DecisionsFile::default());
    }
    // There are none yet. They will stand beside the configuration, as both are for all who work on
    // the documents.
    let config = settings.config.clone().or_else(|| decisions::nearest(config::FILE_NAME));
    DecisionsFile::read(&config.unwrap_or_default().with_file_name(decisions::FILE_NAME), true)
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
