//! The command line: all that touches files, terminals and the environment.
//!
//! `args` is what was typed, `config` and `decisions` what the folder says, `job` what they mean;
//! `inputs` finds the documents, `ordered` works on them in parallel, `output` and `journal` write
//! without loss.

mod advice;
mod args;
mod cache;
mod config;
mod corpus;
mod decisions;
mod explain;
mod hash;
mod inputs;
mod job;
mod journal;
mod options;
mod ordered;
mod output;
mod paths;
mod printed;
mod progress;
mod run;
mod sink;
mod tally;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};
use monoglot::Lang;
use monoglot::report::escape;

use crate::report::count as in_words;
use args::{Cli, Command};
use job::Job;

pub use job::{Engines, Judge};

/// How a run ended. Failure beats findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It worked, and there is nothing to report.
    Done = 0,
    /// There are findings that the caller wanted to know of.
    Findings = 1,
    /// Something could not be done.
    Failed = 2,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// Runs the command line: `args` are those of the process, its own name first.
pub fn main(args: impl IntoIterator<Item = OsString>) -> Status {
    let args: Vec<_> = args.into_iter().collect();
    let parsed = Cli::try_parse_from(&args).map_err(|error| usage(&error, &args));
    parsed.and_then(|cli| run(cli.command)).unwrap_or_else(|error| {
        complain(&error);
        Status::Failed
    })
}

/// Help, versions and mistakes as clap tells them, unless an argument would act on the terminal: it
/// can be the name of a file, written by a stranger, that a shell put there for a `*`.
fn usage(error: &clap::Error, args: &[OsString]) -> String {
    let is_harmless = |arg: &OsString| {
        let arg = arg.to_string_lossy();
        escape(&arg) == arg
    };
    if args.iter().all(is_harmless) {
        error.exit()
    }
    error.to_string()
}

fn run(command: Command) -> Result<Status, String> {
    match command {
        Command::Clean(args) => run::run(Job::clean(&args)?),
        Command::Check(args) if args.show_config => print(&job::show_config(&args)?),
        Command::Check(args) => run::run(Job::check(&args)?),
        Command::Tag(args) => run::run(Job::tag(&args)?),
        Command::Decode(args) => run::run(Job::decode(args)?),
        Command::Undo { journals } => Ok(undo(&journals)),
        Command::Explain(args) => explain::explain(&args),
        Command::Languages => print(&languages()),
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "monoglot", &mut out);
            print(&String::from_utf8_lossy(&out))
        }
        Command::Man { command } => print(&manual(command.as_deref())?),
    }
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

/// Says on stderr what went wrong.
fn complain(message: &str) {
    tell(&format!("monoglot: {}", message.trim_end()));
}

/// Says something on stderr, on one line that acts on no terminal and on no log, whatever names are
/// in it. A stderr that is gone is nobody's to speak to.
fn tell(message: &str) {
    let _ = writeln!(io::stderr(), "{}", escape(message));
}

/// Prints to stdout. A reader that has had enough (a broken pipe) is no error.
fn print(text: &str) -> Result<Status, String> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("stdout: {}", inputs::explain(&error)))
        }
        _ => Ok(Status::Done),
    }
}

fn undo(journals: &[std::path::PathBuf]) -> Status {
    let mut status = Status::Done;
    for journal in journals {
        let problems = match journal::undo(journal) {
            Ok(undone) => {
                let restored = in_words(undone.restored as u64, "file");
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
