//! The command line: all that touches files, terminals and the environment.
//!
//! `args` is what was typed, `config` and `decisions` what the folder says, `job` what they mean;
//! `inputs` finds the documents, `parallel` works on them, `output` and `journal` write without loss.
//! ARCHITECTURE.md has all files in the order of the pipeline.

// What is typed and configured, and what it means; each group by name.
mod action;
mod advice;
mod args;
mod changes;
mod config;
mod decisions;
mod defaults;
mod job;
mod kept_texts;
mod known_sites;
mod options;
mod patterns;
mod settings;
mod values;

// The run.
mod atomic;
mod bug;
mod cache;
mod collector;
mod compression;
mod corpus;
mod document;
mod inputs;
mod journal;
mod lock;
mod outcome;
mod output;
mod parallel;
mod printer;
mod report_writers;
mod run;
mod selection;
#[cfg(feature = "serve")]
mod serve;
mod sited;
mod sites;
mod stop;
mod undo;
mod upkeep;

// What all of it uses.
mod console;
mod explain;
mod hash;
mod io_error;
mod paths;
mod progress;
mod status;

use std::ffi::OsString;
use std::io::{self, Write as _};

use clap::{CommandFactory as _, Parser as _};
use monoglot::Lang;
use monoglot::document_format::{DocumentType, TYPES, Walked};
use monoglot::report::escape;

use crate::report::count;
use args::{Cli, Command};
use console::{complain, print, tell};
use job::Job;
use undo::Reach;

pub use settings::{Engines, Settings};
pub use status::Status;

/// Runs the command line: `args` are those of the process, its own name first.
pub fn main(args: impl IntoIterator<Item = OsString>) -> Status {
    let args: Vec<_> = args.into_iter().collect();
    let ran = match Cli::try_parse_from(&args) {
        Ok(cli) => run(cli.command),
        Err(error) => usage(&error, &args),
    };
    ran.unwrap_or_else(|error| {
        complain(&error);
        Status::Failed
    })
}

/// Takes temporary files away when the process is stopped by a signal. For a program of our own: who
/// runs us inside another has signals of theirs.
#[cfg(unix)]
pub fn clean_up_on_signals() {
    stop::clean_up_on_signals();
}

/// Says of a bug where it is, on one line that acts on no terminal; what it costs is said by who
/// catches it.
pub fn report_panic(panic: &std::panic::PanicHookInfo<'_>) {
    complain(&format!("internal error: {panic}"));
}

/// Help, versions and mistakes as clap tells them, unless an argument would act on the terminal: it
/// can be the name of a file, written by a stranger, that a shell put there for a `*`.
fn usage(error: &clap::Error, args: &[OsString]) -> Result<Status, String> {
    let is_harmless = |arg: &OsString| {
        let arg = arg.to_string_lossy();
        escape(&arg) == arg
    };
    if !args.iter().all(is_harmless) {
        return Err(error.to_string());
    }
    let status = if error.use_stderr() { Status::Failed } else { Status::Done };
    match error.print().and_then(|()| io::stdout().flush()) {
        Err(error) if status == Status::Done && error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("stdout: {}", io_error::explain(&error)))
        }
        _ => Ok(status),
    }
}

fn run(command: Command) -> Result<Status, String> {
    match command {
        Command::Clean(args) => run::run(Job::clean(&args)?),
        Command::Check(args) if args.show_config => print(&job::show_config(&args)?),
        Command::Check(args) => run::run(Job::check(&args)?),
        Command::Tag(args) => run::run(Job::tag(&args)?),
        Command::Decode(args) => run::run(Job::decode(args)?),
        Command::Sites(args) => sites::sites(args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::serve(args),
        Command::Undo { journals, anywhere } => {
            let reach = if anywhere { Reach::Anywhere } else { Reach::Below };
            Ok(undo(&journals, reach))
        }
        Command::Explain(args) => explain::explain(&args),
        Command::Languages => print(&languages()),
        Command::Types => print(&types()),
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "monoglot", &mut out);
            print(&String::from_utf8_lossy(&out))
        }
        Command::Man { command } => print(&manual(command.as_deref())?),
    }
}

/// The table of document types, one on a line.
fn types() -> String {
    let row = |row: &DocumentType| {
        let endings = row.extensions.iter().map(|extension| format!("*.{extension}"));
        let names = row.names.iter().map(|&name| name.to_owned());
        let names: Vec<_> = endings.chain(names).collect();
        let walked = match row.walked {
            Walked::Always => "",
            Walked::InCatalogues => " (on a walk: where the path names a language)",
            Walked::Named => " (when named)",
        };
        format!("{}: {}{walked}\n", row.name, names.join(", "))
    };
    TYPES.iter().map(row).collect()
}

/// The manual page of the program, or of one of its commands.
fn manual(command: Option<&str>) -> Result<String, String> {
    let mut program = Cli::command();
    program.build();
    let subject = match command {
        None => &program,
        Some(name) => program.find_subcommand(name).ok_or_else(|| {
            let names: Vec<_> = program.get_subcommands().map(clap::Command::get_name).collect();
            format!("no command '{name}'; there are {}", names.join(", "))
        })?,
    };
    let page = clap_mangen::Man::new(subject.clone())
        .source(concat!("monoglot ", env!("CARGO_PKG_VERSION")));
    let mut out = Vec::new();
    page.render(&mut out).map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

fn undo(journals: &[std::path::PathBuf], reach: Reach) -> Status {
    let mut status = Status::Done;
    for journal in journals {
        let problems = match undo::undo(journal, reach) {
            Ok(undone) => {
                let restored = count(undone.restored as u64, "file");
                tell(&format!("{restored} restored from {}", journal.display()));
                undone.problems
            }
            Err(problem) => vec![problem],
        };
        for problem in problems {
            complain(&problem);
            status = Status::Failed;
        }
    }
    status
}

/// One language on a line: its codes, its name, its scripts.
fn languages() -> String {
    let line = |lang: Lang| {
        let scripts: Vec<_> = lang.scripts().iter().map(|script| script.code()).collect();
        let short = lang.short_code().unwrap_or("-");
        let (code, name, scripts) = (lang.code(), lang.name(), scripts.join(", "));
        format!("{code:<5}{short:<4}{name:<20}{scripts:<12}{}\n", lang.own_name())
    };
    Lang::all().map(line).collect()
}
