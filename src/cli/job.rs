//! What was typed, turned into what is meant.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, IsTerminal as _, Read as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;

use monoglot::Severity;
use monoglot::report::Format;
use monoglot::sites::MAGIC;

use super::action::{Action, Bound, Stdout, Upkeep};
#[cfg(feature = "serve")]
use super::args::ServeArgs;
use super::args::{
    CheckArgs, Chosen, CleanArgs, Common, DecodeArgs, Documents, Journaling, Reporting, SitesArgs,
    TagArgs, TagFormat,
};
use super::atomic::Durability;
use super::changes::Changes;
use super::config::Config;
use super::decisions::DecisionsFile;
use super::defaults::JOURNAL_FILE;
use super::inputs::Plan;
use super::journal::Journal;
use super::kept_texts::KeptTexts;
use super::known_sites::{KnownSites, SitedBy};
use super::options::{
    Annotating, Answered, Broken, Gate, Judging, OnError, Records, SchemaArg, Sited,
};
use super::output::Target;
use super::paths::folder_of;
use super::selection::Selection;
use super::settings::SettingsResolver;

/// One run over documents.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, as they are typed")]
pub(super) struct Job {
    pub(super) action: Action,
    pub(super) plan: Plan,
    pub(super) resolver: SettingsResolver,
    pub(super) target: Target,
    pub(super) journal: Journal,
    pub(super) decisions: DecisionsFile,
    pub(super) schema: SchemaArg,
    pub(super) on_error: OnError,
    /// Whether shards that an earlier run finished are taken over.
    pub(super) resume: bool,
    /// What is known of the sites that the documents are of.
    pub(super) sites: Option<KnownSites>,
    pub(super) sited: SitedBy,
    /// Documents that were decoded while sites were counted.
    pub(super) texts: KeptTexts,
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
    /// Whether what comments tell to ignore is reported, too.
    pub(super) shows_ignored: bool,
    /// What is reported alone, if not everything is.
    pub(super) changes: Option<Changes>,
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
        job.write_apart(&args.writing.journaling)?;
        let bound = |fail_on| Bound { severity: fail_on, exit_zero: false };
        job.fail_on = args.gate.fail_on.map(bound);
        job.summary = !job.quiet && !args.diff;
        let configured: Annotating = job.resolver.of_run()?;
        job.schema = args.annotating.schema.or(configured.schema).unwrap_or_default();
        job.resume = args.resume;
        Ok(job)
    }

    pub(super) fn check(args: &CheckArgs) -> Result<Self, String> {
        let upkeep = Upkeep { prune: args.prune, writes_baseline: args.write_baseline };
        let mut job = Self::new(Action::Check(upkeep), &args.documents)?;
        let configured: Gate = job.resolver.of_run()?;
        let fail_on = args.gate.fail_on.or(configured.fail_on).unwrap_or(Severity::Flag);
        let default = (!args.write_baseline).then_some(Format::Full);
        let default = if args.statistics { Some(Format::Statistics) } else { default };
        let stdout = args.reporting.format.or(default).filter(|_| !job.quiet);
        job.report(stdout, &args.reporting);
        job.stdout.is_verbose = args.verbose;
        job.write_apart(&args.journaling)?;
        let exit_zero = args.exit_zero || args.write_baseline;
        job.fail_on = Some(Bound { severity: fail_on, exit_zero });
        job.summary = !job.quiet && job.format.is_none();
        job.shows_ignored = args.show_ignored;
        job.changes = args.since.as_deref().map(Changes::since).transpose()?;
        Ok(job)
    }

    /// Documents to be shown; none unless they are named, since they can come from the page.
    #[cfg(feature = "serve")]
    pub(super) fn serve(mut args: ServeArgs) -> Result<Self, String> {
        let inputs = &mut args.documents.inputs;
        let is_empty = inputs.paths.is_empty() && inputs.files_from.is_none();
        if is_empty {
            inputs.paths.push(PathBuf::from("."));
        }
        let upkeep = Upkeep { prune: false, writes_baseline: false };
        let mut job = Self::new(Action::Check(upkeep), &args.documents)?;
        if job.plan.has_stdin() {
            return Err(
                "standard input cannot be saved; name files, or paste into the page".to_owned()
            );
        }
        job.write_apart(&args.journaling)?;
        if is_empty {
            job.plan = Plan::default();
        }
        Ok(job)
    }

    pub(super) fn tag(args: &TagArgs) -> Result<Self, String> {
        let default = if io::stdout().is_terminal() { TagFormat::Full } else { TagFormat::Jsonl };
        let format = args.format.unwrap_or(default);
        let action = Action::Tag { each_line: args.each_line, format };
        let mut job = Self::new(action, &args.documents)?;
        job.plan.exclude(JOURNAL_FILE.as_ref())?;
        job.write_apart_all()?;
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
            chosen: Chosen::default(),
            sited: Sited::default(),
            decoding,
            records,
            broken,
            answered,
            running,
            cache: None,
        };
        let mut job = Self::new(Action::Decode, &documents)?;
        job.plan.take_any_type();
        job.target = Target::new(writing.output.as_deref(), false, &job.plan)?;
        job.write_apart(&writing.journaling)?;
        Ok(job)
    }

    /// Documents to be counted, and the sites files among the inputs, which are to be merged.
    pub(super) fn sites(args: SitesArgs) -> Result<(Self, Vec<PathBuf>), String> {
        let SitesArgs { inputs, decoding, records, running, output, .. } = args;
        let documents = Documents {
            inputs,
            judging: Judging::default(),
            chosen: Chosen::default(),
            sited: Sited::default(),
            decoding,
            records,
            broken: Broken::default(),
            answered: Answered::default(),
            running,
            cache: None,
        };
        let mut job = Self::new(Action::Sites, &documents)?;
        let counted = job.plan.take_paths(is_sites_file);
        job.plan.exclude(&output)?;
        job.summary = !job.quiet;
        Ok((job, counted))
    }

    fn new(action: Action, documents: &Documents) -> Result<Self, String> {
        let Documents { inputs, judging, decoding, records, answered, running, .. } = documents;
        let resolver = SettingsResolver::new(load_config(&running.common)?, judging, decoding);
        let resolver = resolver.with(records).with(&inputs.walking).with(&documents.sited);
        let resolver = resolver.choosing(&documents.chosen);
        let configured: Broken = resolver.of_run()?;
        let may_be_new = matches!(action, Action::Check(Upkeep { writes_baseline: true, .. }));
        let decisions = match action {
            // Nothing is judged, so nobody is asked.
            Action::Decode | Action::Sites => DecisionsFile::default(),
            _ => resolver.decisions(answered, &running.common, may_be_new)?,
        };
        let selection = Selection::new(&inputs.walking, &resolver.of_run()?, resolver.config())?;
        let sited = SitedBy::new(&documents.sited, &resolver)?;
        let plan = Plan::new(inputs, selection, matches!(action, Action::Check(_)))?;
        let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Ok(Self {
            action,
            plan,
            resolver,
            target: Target::Stdout,
            journal: Journal::new(JOURNAL_FILE.as_ref(), Durability::Flushed),
            decisions,
            schema: SchemaArg::None,
            on_error: documents.broken.on_error.or(configured.on_error).unwrap_or_default(),
            resume: false,
            sites: None,
            sited,
            texts: KeptTexts::default(),
            cache: documents.cache.clone(),
            format: None,
            reports: Vec::new(),
            step_summary: None,
            fail_on: None,
            jobs: running.jobs.unwrap_or_else(cores),
            stdout: Stdout::new(running.common.color),
            shows_ignored: false,
            changes: None,
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
    fn write_apart(&mut self, journaling: &Journaling) -> Result<(), String> {
        let Journaling { journal, no_sync } = journaling;
        let durability = if *no_sync { Durability::Buffered } else { Durability::Flushed };
        self.journal = Journal::new(journal, durability);
        self.plan.exclude(journal)?;
        self.write_apart_all()
    }

    /// Two outputs in one place would leave one of them.
    fn refuse_one_place_for_two(&self) -> Result<(), String> {
        let output = match &self.target {
            Target::File(output) => Some(output.as_path()),
            _ => None,
        };
        let reports = self.reports.iter().map(|(_, path)| path.as_path());
        let mut places = BTreeSet::new();
        for path in output.into_iter().chain(reports).chain([self.journal.path()]) {
            if place_of(path).is_some_and(|place| !places.insert(place)) {
                let shown = path.display();
                return Err(format!(
                    "{shown}: would be written twice; give each output its own file"
                ));
            }
        }
        Ok(())
    }

    fn write_apart_all(&mut self) -> Result<(), String> {
        self.refuse_one_place_for_two()?;
        for written in self.reports.iter().map(|(_, path)| path).chain(&self.cache) {
            self.plan.exclude(written)?;
        }
        if let Target::Directory(output) = &self.target {
            self.plan.exclude(output)?;
        }
        Ok(())
    }
}

/// Whether a file begins as sites files do.
fn is_sites_file(path: &Path) -> bool {
    let mut start = [0; MAGIC.len()];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && start == *MAGIC
}

/// Where a file is, or will be, by one name; `None` for a device, which many may write to.
fn place_of(path: &Path) -> Option<PathBuf> {
    match fs::metadata(path) {
        Ok(data) if !data.is_file() => None,
        Ok(_) => fs::canonicalize(path).ok(),
        Err(_) => {
            let folder = folder_of(path).ok()?;
            Some(fs::canonicalize(&folder).unwrap_or(folder).join(path.file_name()?))
        }
    }
}

pub(super) fn load_config(common: &Common) -> Result<Config, String> {
    Config::load(common.config.as_deref(), common.isolated)
}

/// What `check --show-config` prints.
pub(super) fn show_config(args: &CheckArgs) -> Result<String, String> {
    let Documents { inputs, judging, decoding, records, broken, answered, running, .. } =
        &args.documents;
    let resolver = SettingsResolver::new(load_config(&running.common)?, judging, decoding)
        .with(records)
        .with(broken)
        .with(&args.gate)
        .with(answered)
        .with(&inputs.walking)
        .with(&args.documents.sited)
        .choosing(&args.documents.chosen);
    let documents = inputs.paths.iter().map(|path| path.display().to_string());
    resolver.show(&documents.collect::<Vec<_>>())
}
