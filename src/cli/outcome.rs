//! What came of one document.

use monoglot::Severity;
use monoglot::report::{Fragment, Totals};
use serde::{Deserialize, Serialize};

use super::decisions::Seen;

/// What came of one document. But for the error, it depends on nothing but the document and the
/// settings, so that it can be remembered.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Outcome {
    /// What goes to stdout, apart from findings.
    pub(super) text: String,
    /// Whether pages before that text were printed already.
    #[serde(skip)]
    pub(super) is_rest: bool,
    /// One for each report of the run.
    pub(super) fragments: Vec<Fragment>,
    pub(super) totals: Totals,
    pub(super) worst: Option<Severity>,
    pub(super) seen: Seen,
    #[serde(skip)]
    pub(super) error: Option<String>,
    /// What people may want to know.
    pub(super) note: Option<String>,
    pub(super) bytes: u64,
}

impl Outcome {
    pub(super) fn failed(error: String) -> Self {
        Self {
            error: Some(error),
            totals: Totals { failed: 1, ..Totals::default() },
            ..Self::default()
        }
    }

    pub(super) fn skipped() -> Self {
        Self { totals: Totals { skipped: 1, ..Totals::default() }, ..Self::default() }
    }

    /// Whether nothing is to be said of the document but that it counts.
    pub(super) fn is_counted_alone(&self) -> bool {
        self.text.is_empty() && self.fragments.is_empty() && self.error.is_none()
    }

    /// Counts another document with this one.
    pub(super) fn count(&mut self, other: &Self) {
        self.totals.add(&other.totals);
        self.worst = self.worst.max(other.worst);
        self.seen.add(other.seen.clone());
        self.bytes += other.bytes;
    }
}
