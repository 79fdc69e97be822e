//! Writing without loss: through a temporary file and an atomic rename, journal first.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::atomic::replace_atomically;
use super::inputs::{Input, Plan, Source};
use super::io_error::explain;
use super::journal::Journal;

/// Where the text of a document goes.
#[derive(Debug)]
pub(super) enum Target {
    Stdout,
    /// One file for one input.
    File(PathBuf),
    /// A file for each input, below this directory.
    Directory(PathBuf),
    /// Over the input itself.
    InPlace,
}

impl Target {
    /// Understands `-o` and `--in-place`, and refuses what would destroy or mislay input.
    pub(super) fn new(output: Option<&Path>, in_place: bool, plan: &Plan) -> Result<Self, String> {
        if in_place {
            let problem = "standard input cannot be written in place; use -o or stdout";
            return if plan.has_stdin() { Err(problem.to_owned()) } else { Ok(Self::InPlace) };
        }
        let Some(output) = output else { return Ok(Self::Stdout) };
        let shown = output.display();
        if plan.has_stdin() && output.is_dir() {
            return Err(format!(
                "{shown}: is a directory; standard input needs the name of a file"
            ));
        }
        // Whoever ends the name with a slash means a directory, there already or not.
        let is_folder = output.is_dir() || output.to_string_lossy().ends_with('/');
        if plan.is_single() && !is_folder {
            return Ok(Self::File(output.to_owned()));
        }
        if output.exists() && !output.is_dir() {
            return Err(format!(
                "{shown}: is a file; several inputs need a directory for their output"
            ));
        }
        if plan.directories().any(|directory| is_same(directory, output)) {
            return Err(format!(
                "{shown}: -o is the input itself; use --in-place to write over it"
            ));
        }
        Ok(Self::Directory(output.to_owned()))
    }

    /// The file that an input is written to; `None` is stdout.
    pub(super) fn path(&self, input: &Input) -> Result<Option<PathBuf>, String> {
        let path = match (self, &input.source) {
            (Self::InPlace, Source::File { path, .. }) => {
                // Through a link to what it points at, so that the link stays one.
                return fs::canonicalize(path).map(Some).map_err(|error| explain(&error));
            }
            (Self::Stdout | Self::InPlace, _) => return Ok(None),
            (Self::File(file), _) => file.clone(),
            (Self::Directory(directory), _) => directory.join(&input.relative),
        };
        if let Source::File { path: source, .. } = &input.source
            && is_same(source, &path)
        {
            return Err("-o is the input itself; use --in-place to write over it".to_owned());
        }
        Ok(Some(path))
    }
}

fn is_same(a: &Path, b: &Path) -> bool {
    matches!((fs::canonicalize(a), fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b)
}

/// Replaces a file by new content, all or nothing. What stood there goes to the journal first;
/// permissions are kept; a file that would not change is not touched.
pub(super) fn replace(path: &Path, content: &[u8], journal: &Journal) -> Result<(), String> {
    write(path, content, journal)
        .map_err(|error| format!("{}: {}", path.display(), explain(&error)))
}

fn write(path: &Path, content: &[u8], journal: &Journal) -> io::Result<()> {
    let old = fs::metadata(path).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        // A device or a pipe has no content to lose, and must not be renamed away.
        return File::options().write(true).open(path)?.write_all(content);
    }
    if old.is_some() {
        let before = fs::read(path)?;
        if before == content {
            return Ok(());
        }
        journal.remember(path, &before, content)?;
    }
    replace_atomically(path, content, old.map(|old| old.permissions()))
}
