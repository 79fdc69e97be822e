//! What a check does to the decisions file when all documents are read.

use std::path::PathBuf;

use monoglot::decision::Entry;
use monoglot::report::Totals;
use monoglot::{Document, Finding, Hint, Review, Text};

use super::action::Action;
use super::advice::advised;
use super::console::complain;
use super::decisions::Seen;
use super::job::Job;
use super::outcome::Outcome;

impl Job {
    /// Brings the decisions file up to date, or says what in it is stale: a document without lines
    /// that holds these findings.
    pub(super) fn keep_up(
        &self,
        seen: &Seen,
        roots: &[PathBuf],
        any_failed: bool,
    ) -> Result<Outcome, String> {
        let Action::Check(upkeep) = self.action else { return Ok(Outcome::default()) };
        // Who looks at what changed does not see what else decisions are about.
        let stale = match self.changes {
            None => self.decisions.stale(seen, roots, any_failed),
            Some(_) => Vec::new(),
        };
        if upkeep.prune || upkeep.writes_baseline {
            let dropped = if upkeep.prune { &stale[..] } else { &[] };
            self.decisions.write(dropped, seen, &self.journal)?;
            if !self.quiet {
                complain(&self.decisions.summary(dropped.len(), seen));
            }
        }
        if upkeep.prune || stale.is_empty() {
            return Ok(Outcome::default());
        }
        let text = Text::decode(b"", &Hint::default()).map_err(|error| advised(&error))?;
        let advise = |entry: &&Entry| {
            let finding = entry.stale();
            Finding { reason: finding.reason + "; --prune drops it", ..finding }
        };
        let findings = stale.iter().map(advise).collect();
        let review = Review { findings, rules: self.resolver.rules(), ..Review::default() };
        let path = self.decisions.path().to_string_lossy();
        let document = Document { path: &path, text: &text, review: &review };
        let rules = Totals::of(&document).rules;
        Ok(Outcome {
            fragments: self.fragments(&document, None),
            totals: Totals { rules, ..Totals::default() },
            worst: document.worst(),
            ..Outcome::default()
        })
    }
}
