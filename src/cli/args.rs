//! What can be typed. Nothing here decides; `job.rs` says what the words mean.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use monoglot::report::Format;
use monoglot::{Lang, Rule, Switch};

use super::advice::{advised, parse_lang, parse_rule};
use super::options::{
    Annotating, Answered, Broken, Decoding, Gate, Judging, Records, Sited, Walking,
};
use super::values::parse_size;

/// Keeps one language per document: decodes scraped text, tags every line with its language judged
/// inside its document, flags or removes what does not belong.
#[derive(Debug, Parser)]
#[command(name = "monoglot", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done (check: nothing found)
  1  check found something at or above --fail-on
  2  something failed: usage, unreadable input, not text
  130, 143, 129  stopped by SIGINT, SIGTERM or SIGHUP

Try it:
  monoglot clean article.txt              the cleaned article
  monoglot check articles/                what is wrong, line by line
  monoglot explain article.txt:23         why line 23 was judged as it was";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write the text without what does not belong: to stdout, to -o, or --in-place
    Clean(CleanArgs),
    /// Report what does not belong, exit 1 if there is anything; no document is changed
    ///
    /// What it writes is what it is asked for: --report files, the --cache folder, and with --write-baseline
    /// or --prune the decisions file, whose earlier state goes to the journal.
    Check(CheckArgs),
    /// Print every line with its language and verdict
    Tag(TagArgs),
    /// Decode to clean UTF-8 and judge nothing
    Decode(DecodeArgs),
    /// Count what sites repeat: on how many documents of a site each line stands, for --sites
    ///
    /// A site is the host of a document's address (WARC target, --url-field, url in front matter), or else its
    /// folder; records without an address have none. What stands on three documents or more is written, as
    /// fingerprints and counts. Inputs that are sites files are merged; those that have sites in common must be
    /// partial (--partial), so that the result is that of counting all documents at once.
    Sites(SitesArgs),
    /// Show documents in a page that works: look, answer, save
    #[cfg(feature = "serve")]
    Serve(ServeArgs),
    /// Put back the original bytes that a journal remembers
    Undo {
        /// Journals that clean, decode or check wrote
        #[arg(required = true, value_name = "JOURNAL")]
        journals: Vec<PathBuf>,
        /// Put back files outside the folder of the journal, too, and through links
        #[arg(long)]
        anywhere: bool,
    },
    /// Say what a rule means, or show every piece of evidence behind one line's verdict
    Explain(ExplainArgs),
    /// List the languages and how to write them
    Languages,
    /// List the types of documents: what they are written in, and which of them a walk reads
    Types,
    /// Print shell completions
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page of monoglot, or of one of its commands
    Man {
        /// The command
        #[arg(value_name = "COMMAND")]
        command: Option<String>,
    },
}

/// Which documents there are, and how they are read and judged.
#[derive(Debug, Args)]
pub(super) struct Documents {
    #[command(flatten)]
    pub(super) inputs: Inputs,
    #[command(flatten)]
    pub(super) judging: Judging,
    #[command(flatten)]
    pub(super) chosen: Chosen,
    #[command(flatten)]
    pub(super) sited: Sited,
    #[command(flatten)]
    pub(super) decoding: Decoding,
    #[command(flatten)]
    pub(super) records: Records,
    #[command(flatten)]
    pub(super) broken: Broken,
    #[command(flatten)]
    pub(super) answered: Answered,
    #[command(flatten)]
    pub(super) running: Running,
    /// Remember what came of each document, and judge it again only when something changed [default
    /// folder: .monoglot-cache]
    #[arg(
        long,
        value_name = "DIR",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = super::defaults::CACHE_FOLDER,
        help_heading = "Run"
    )]
    pub(super) cache: Option<PathBuf>,
}

/// Which rules are on for this run, whatever the configuration says of others.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Judging")]
pub(super) struct Chosen {
    /// Only these rules; a comma between several
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = parse_rule)]
    pub(super) select: Vec<Rule>,
    /// What is done about a rule: on, off, flag or note; may be repeated
    #[arg(long, value_name = "RULE=SWITCH", value_parser = parse_rule_switch)]
    pub(super) rule: Vec<(Rule, Switch)>,
    /// All rules but these; a comma between several
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = parse_rule)]
    pub(super) ignore: Vec<Rule>,
}

#[derive(Debug, Args)]
pub(super) struct CleanArgs {
    #[command(flatten)]
    pub(super) documents: Documents,
    #[command(flatten)]
    pub(super) writing: Writing,
    #[command(flatten)]
    pub(super) reporting: Reporting,
    /// Write the cleaned text over the input
    #[arg(long, conflicts_with_all = ["output", "diff"], help_heading = "Output")]
    pub(super) in_place: bool,
    /// Show what would change as a unified diff and write nothing
    #[arg(long, conflicts_with = "output", help_heading = "Output")]
    pub(super) diff: bool,
    #[command(flatten)]
    pub(super) annotating: Annotating,
    /// Take over the shards below -o that an earlier run finished in the same way
    #[arg(long, requires = "output", help_heading = "Shards")]
    pub(super) resume: bool,
    #[command(flatten)]
    pub(super) gate: Gate,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, as they are typed")]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) documents: Documents,
    #[command(flatten)]
    pub(super) reporting: Reporting,
    #[command(flatten)]
    pub(super) gate: Gate,
    /// Show counts for each rule, language and document instead of findings
    #[arg(long, help_heading = "Reports", conflicts_with = "format")]
    pub(super) statistics: bool,
    /// Show every line with all of its evidence, however often it stands anywhere
    #[arg(short, long, help_heading = "Reports", conflicts_with = "quiet")]
    pub(super) verbose: bool,
    /// Exit with 0 even if there are findings
    #[arg(long, help_heading = "Reports")]
    pub(super) exit_zero: bool,
    #[command(flatten)]
    pub(super) journaling: Journaling,
    /// Accept what fails this check: write it to the decisions file, as lines to keep
    #[arg(long, help_heading = "Decisions")]
    pub(super) write_baseline: bool,
    /// Report what comments tell to ignore, too, as notes
    #[arg(long, help_heading = "Reports")]
    pub(super) show_ignored: bool,
    /// Check what changed since a revision of git, and report the changed lines of it; a document is judged
    /// whole
    #[arg(long, value_name = "REV", help_heading = "Input", conflicts_with = "prune")]
    pub(super) since: Option<String>,
    /// Drop the entries of the decisions file that match nothing
    #[arg(long, help_heading = "Decisions")]
    pub(super) prune: bool,
    /// Print every setting and where it comes from, for each PATH if there are any, and check nothing
    #[arg(long, help_heading = "Run", conflicts_with_all = ["write_baseline", "prune"])]
    pub(super) show_config: bool,
}

#[cfg(feature = "serve")]
#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    pub(super) documents: Documents,
    #[command(flatten)]
    pub(super) journaling: Journaling,
    /// Listen at this port of 127.0.0.1 [default: one that is free]
    #[arg(
        long,
        value_name = "PORT",
        default_value_t = 0,
        hide_default_value = true,
        help_heading = "Run"
    )]
    pub(super) port: u16,
}

#[derive(Debug, Args)]
pub(super) struct TagArgs {
    #[command(flatten)]
    pub(super) documents: Documents,
    /// Treat every line as a document of its own: for lists of sentences
    #[arg(long, help_heading = "Judging")]
    pub(super) each_line: bool,
    /// How to print the lines [default: full on a terminal, else jsonl]
    #[arg(long, value_name = "FORMAT")]
    pub(super) format: Option<TagFormat>,
}

#[derive(Debug, Args)]
pub(super) struct DecodeArgs {
    #[command(flatten)]
    pub(super) inputs: Inputs,
    #[command(flatten)]
    pub(super) decoding: Decoding,
    #[command(flatten)]
    pub(super) writing: Writing,
    #[command(flatten)]
    pub(super) running: Running,
    /// The languages the text may be in: readings in them are weighed higher
    #[arg(long, value_name = "LANG", value_delimiter = ',', value_parser = parse_lang, help_heading = "Decoding")]
    pub(super) lang: Vec<Lang>,
}

#[derive(Debug, Args)]
pub(super) struct SitesArgs {
    #[command(flatten)]
    pub(super) inputs: Inputs,
    /// Write the counts to this file
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(super) output: PathBuf,
    /// Keep what stands on one document or two as well, so that the file can be merged with others of the
    /// same sites
    #[arg(long, help_heading = "Output")]
    pub(super) partial: bool,
    /// What counting may take in memory, beside the texts that are read; the rest is sorted in temporary files
    /// beside the output [default: 1G]
    #[arg(long, value_name = "SIZE", value_parser = parse_size, help_heading = "Run")]
    pub(super) memory: Option<usize>,
    #[command(flatten)]
    pub(super) decoding: Decoding,
    #[command(flatten)]
    pub(super) records: Records,
    #[command(flatten)]
    pub(super) running: Running,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// A rule, or a line as check names it: PATH:LINE, -:LINE, SHARD#ID:LINE, or an address and a line
    #[arg(value_name = "RULE|PATH:LINE")]
    pub(super) subject: String,
    /// The shards that hold an address
    #[arg(value_name = "SHARD")]
    pub(super) shards: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) judging: Judging,
    #[command(flatten)]
    pub(super) chosen: Chosen,
    #[command(flatten)]
    pub(super) sited: Sited,
    #[command(flatten)]
    pub(super) decoding: Decoding,
    #[command(flatten)]
    pub(super) answered: Answered,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub(super) struct Inputs {
    /// Files and directories; none or '-' is standard input, to check none and no input is '.'
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Read further paths from this file, one on a line ('-': standard input)
    #[arg(long, value_name = "FILE")]
    pub(super) files_from: Option<PathBuf>,
    /// What to call standard input in reports
    #[arg(long, value_name = "NAME", default_value = super::defaults::STDIN_NAME)]
    pub(super) stdin_filename: String,
    #[command(flatten)]
    pub(super) walking: Walking,
    /// Leave out what a walk would even if it is named: what is ignored or excluded, or is no document
    #[arg(long)]
    pub(super) force_exclude: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct Writing {
    /// Write to this file, or for several inputs below this directory
    #[arg(short, long, value_name = "FILE|DIR")]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) journaling: Journaling,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct Journaling {
    /// Where to remember the bytes that are written over, for undo
    #[arg(long, value_name = "PATH", default_value = super::defaults::JOURNAL_FILE)]
    pub(super) journal: PathBuf,
    /// Do not wait for the disk when a file is written over: faster, and a power cut can lose both
    #[arg(long)]
    pub(super) no_sync: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Reports")]
pub(super) struct Reporting {
    /// Format of the findings on stdout [default: full]
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    pub(super) format: Option<Format>,
    /// Write a report to a file as well; may be repeated
    #[arg(long, value_name = "FORMAT=PATH", value_parser = parse_report)]
    pub(super) report: Vec<(Format, PathBuf)>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Run")]
pub(super) struct Running {
    #[command(flatten)]
    pub(super) common: Common,
    /// How many documents to work on at once [default: one for each core]
    #[arg(short, long, value_name = "N", value_parser = parse_jobs)]
    pub(super) jobs: Option<NonZeroUsize>,
    /// Say nothing but errors; a check prints no findings, and its exit code speaks
    #[arg(short, long)]
    pub(super) quiet: bool,
    /// Show no progress bar
    #[arg(long)]
    pub(super) no_progress: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Run")]
pub(super) struct Common {
    /// Read this configuration instead of the nearest monoglot.toml
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Read no configuration and no decisions but those that are named
    #[arg(long, conflicts_with = "config")]
    pub(super) isolated: bool,
    /// Colour: auto, always, never
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) color: ColorArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TagFormat {
    /// Language and verdict in a gutter, then the line
    Full,
    /// One object for each line
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorArg {
    Auto,
    Always,
    Never,
}

/// Every format with what it is for, so that help and completions know them all.
fn formats() -> impl TypedValueParser<Value = Format> {
    let values = Format::ALL.map(|format| PossibleValue::new(format.name()).help(format.about()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<Format>())
}

/// More threads than this are a slip: each has an engine, and the system may not have them.
const MAX_JOBS: usize = 1024;

fn parse_jobs(text: &str) -> Result<NonZeroUsize, String> {
    let jobs = text.parse().ok().filter(|&jobs: &NonZeroUsize| jobs.get() <= MAX_JOBS);
    jobs.ok_or_else(|| format!("give a number from 1 to {MAX_JOBS}"))
}

fn parse_rule_switch(text: &str) -> Result<(Rule, Switch), String> {
    let (rule, switch) = text.split_once('=').ok_or("write it as RULE=SWITCH")?;
    let names = Switch::ALL.map(|(name, _)| name);
    let known = Switch::ALL.into_iter().find(|(name, _)| *name == switch);
    let (_, switch) = known.ok_or_else(|| format!("a rule is one of {}", names.join(", ")))?;
    Ok((parse_rule(rule)?, switch))
}

fn parse_report(text: &str) -> Result<(Format, PathBuf), String> {
    let (format, path) = text.split_once('=').ok_or("write it as FORMAT=PATH")?;
    if path == "-" {
        return Err("a report is a file; for stdout use --format".to_owned());
    }
    if path.is_empty() {
        return Err("the path is missing: write it as FORMAT=PATH".to_owned());
    }
    let format = format.parse().map_err(|error| advised(&error))?;
    Ok((format, PathBuf::from(path)))
}
