//! Which sites a run knows: those of a file, or those that its walks meet, counted first.

use std::path::Path;

use monoglot::sites::Kept;

use super::action::Action;
use super::corpus::container::Container;
use super::defaults::SITES_MEMORY;
use super::inputs::{Input, Source};
use super::io_error::explain;
use super::job::Job;
use super::known_sites::{KnownSites, SitedBy};
use super::sites::{Spill, count_all, located};

/// What `--sites` says, or the configuration.
pub(super) fn sites(job: &Job) -> Result<Option<KnownSites>, String> {
    let is_judged = match job.action {
        Action::Tag { each_line, .. } => !each_line,
        Action::Clean | Action::Diff | Action::Check(_) => true,
        Action::Decode | Action::Sites => false,
    };
    match &job.sited {
        _ if !is_judged => Ok(None),
        SitedBy::Nothing => Ok(None),
        SitedBy::Walks => of_walks(job),
        SitedBy::File(path) => of_file(path).map(Some),
    }
}

/// Those of a file, for one document that no walk met.
pub(super) fn of_named(sited: &SitedBy) -> Result<Option<KnownSites>, String> {
    match sited {
        SitedBy::File(path) => of_file(path).map(Some),
        SitedBy::Nothing | SitedBy::Walks => Ok(None),
    }
}

/// Reads a sites file.
fn of_file(path: &Path) -> Result<KnownSites, String> {
    let bytes =
        std::fs::read(path).map_err(|error| format!("{}: {}", path.display(), explain(&error)))?;
    KnownSites::new(bytes).map_err(|why| format!("{}: {why}", path.display()))
}

/// Counts the documents that walks meet. Shards are counted by who asks for it: that takes as long as it takes
/// to read them.
fn of_walks(job: &Job) -> Result<Option<KnownSites>, String> {
    if job.plan.directories().next().is_none() {
        return Ok(None);
    }
    let is_walked = |input: &Input| matches!(input.source, Source::File { named: false, .. });
    let is_document = |input: &Input| !Container::is_name(&input.name);
    let inputs = job.plan.clone().inputs();
    let inputs = inputs.filter(move |input| is_walked(input) && is_document(input));
    let folder = std::env::temp_dir();
    let mut spill = Spill::new(&folder.join("sites"), Vec::new());
    // What cannot be read is said when it is judged.
    count_all(job, inputs, SITES_MEMORY, &mut spill, |_| ())?;
    let bytes = spill.merged(Kept::Repeated, Vec::new());
    KnownSites::new(bytes.map_err(|error| located(&folder, &error))?).map(Some)
}
