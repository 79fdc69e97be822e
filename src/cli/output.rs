//! Writing without loss: through a temporary file and an atomic rename, journal first.

use std::fs::{self, File, Metadata};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::atomic::{Replacement, replace_atomically};
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
            (Self::Directory(directory), _) => below(directory, &input.relative)?,
        };
        if let Source::File { path: source, .. } = &input.source
            && is_same(source, &path)
        {
            return Err("-o is the input itself; use --in-place to write over it".to_owned());
        }
        Ok(Some(path))
    }
}

/// A place below a folder, to which no link leads out of it.
fn below(directory: &Path, relative: &Path) -> Result<PathBuf, String> {
    let path = directory.join(relative);
    let steps = path.ancestors().take_while(|step| *step != directory);
    match steps.into_iter().find(|step| step.is_symlink()) {
        Some(link) => Err(format!("{} is a link; -o writes through none", link.display())),
        None => Ok(path),
    }
}

fn is_same(a: &Path, b: &Path) -> bool {
    matches!((fs::canonicalize(a), fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b)
}

/// Replaces a file by new content, all or nothing. What stood there goes to the journal first; its
/// owner, permissions and extended attributes are kept; a file that would not change is not touched,
/// and neither is one that no longer holds what is `expected` there.
pub(super) fn replace(
    path: &Path,
    content: &[u8],
    expected: Option<&[u8]>,
    journal: &Journal,
) -> Result<(), String> {
    write(path, content, expected, journal)
        .map_err(|error| format!("{}: {}", path.display(), explain(&error)))
}

fn write(
    path: &Path,
    content: &[u8],
    expected: Option<&[u8]>,
    journal: &Journal,
) -> io::Result<()> {
    let old = match fs::metadata(path) {
        // A device or a pipe has no content to lose, and must not be renamed away.
        Ok(old) if !old.is_file() => {
            return File::options().write(true).open(path)?.write_all(content);
        }
        Ok(old) => old,
        Err(_) if expected.is_some_and(|expected| !expected.is_empty()) => return Err(changed()),
        Err(_) => return replace_atomically(path, content),
    };
    let before = fs::read(path)?;
    if expected.is_some_and(|expected| expected != before) {
        return Err(changed());
    }
    if before == content {
        return Ok(());
    }
    let replacement = Replacement::new(path, content, Some(&old), journal.durability)?;
    // Twice: what is not written needs no entry, and to write the entry takes a while.
    refuse_changed(path, &old)?;
    journal.remember(path, &before, content)?;
    refuse_changed(path, &old)?;
    replacement.commit(path)
}

/// Refuses to write over what somebody wrote a moment ago, an editor for instance.
fn refuse_changed(path: &Path, old: &Metadata) -> io::Result<()> {
    let now = fs::metadata(path)?;
    let is_same = now.len() == old.len() && now.modified()? == old.modified()?;
    if is_same { Ok(()) } else { Err(changed()) }
}

fn changed() -> io::Error {
    io::Error::other("changed while it was worked on; left as it is, run again")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::atomic::Durability;

    /// An editor saved between the reading and the writing.
    #[test]
    fn what_somebody_wrote_meanwhile_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let (path, journal) = (folder.path().join("a.txt"), folder.path().join("journal"));
        let remembered = Journal::new(&journal, Durability::Flushed);
        fs::write(&path, "saved by an editor").unwrap();
        let refused = replace(&path, b"cleaned", Some(b"as it was read"), &remembered);
        assert!(refused.unwrap_err().contains("changed while it was worked on"));
        assert_eq!(fs::read(&path).unwrap(), b"saved by an editor");
        assert!(!journal.exists(), "of a file that is not written there is nothing to undo");
        fs::remove_file(&path).unwrap();
        assert!(replace(&path, b"cleaned", Some(b"as it was read"), &remembered).is_err());
        assert!(!path.exists(), "a file that was deleted stays so");
    }

    #[test]
    fn a_file_that_changes_at_the_last_moment_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "before").unwrap();
        let old = fs::metadata(&path).unwrap();
        assert!(refuse_changed(&path, &old).is_ok());
        fs::write(&path, "longer than before").unwrap();
        assert!(refuse_changed(&path, &old).is_err());
    }
}
