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
    pub(super) fn new(when: ColorArg) -> Self {
        let color = wants_color(when);
        let has_links = || supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
        Self { color, links: color && io::stdout().is_terminal() && has_links() }
    }
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
