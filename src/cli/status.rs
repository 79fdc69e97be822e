//! How a run ended.

use std::process::ExitCode;

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
