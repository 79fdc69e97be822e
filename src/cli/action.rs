//! What a run does: with each document, with the decisions, and what it fails on.

use std::io::{self, IsTerminal as _};

use monoglot::Severity;

use super::args::{ColorArg, TagFormat};

/// What is done with each document.
#[derive(Debug)]
pub(super) enum Action {
    Clean,
    Diff,
    Check(Upkeep),
    Tag {
        each_line: bool,
        format: TagFormat,
    },
    Decode,
    /// Nothing is judged; lines are counted.
    Sites,
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
    /// How many it has, if it is a terminal or `COLUMNS` says so.
    pub(super) columns: Option<usize>,
    /// Whether everything is said of a finding.
    pub(super) is_verbose: bool,
}

impl Stdout {
    /// Links are escapes as colours are: whoever wants no colours wants none of them.
    pub(super) fn new(when: ColorArg) -> Self {
        let color = wants_color(when);
        let has_links = || supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
        let links = color && io::stdout().is_terminal() && has_links();
        Self { color, links, columns: columns(), is_verbose: false }
    }
}

fn wants_color(when: ColorArg) -> bool {
    match when {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto if is_set("NO_COLOR") => false,
        ColorArg::Auto if is_set("FORCE_COLOR") => true,
        ColorArg::Auto => {
            anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
        }
    }
}

/// Whether a variable asks for something: it is there, and neither empty nor 0.
fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0")
}

/// A narrower place is taken for one of so many columns.
const NARROWEST: usize = 40;

/// How many columns stdout has.
fn columns() -> Option<usize> {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let measured =
        || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0.into());
    said.or_else(measured).map(|columns: usize| columns.max(NARROWEST))
}
