//! `undo`: puts back what a journal remembers, and forgets nothing that it did not put back.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::atomic::{Durability, Replacement};
use super::hash::hash;
use super::io_error::explain;
use super::journal::{self, JournalEntry};
use super::lock;

/// What an undo did.
#[derive(Debug, Default)]
pub(super) struct Undone {
    pub(super) restored: usize,
    pub(super) problems: Vec<String>,
}

/// Where files may be that are put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Below the folder of the journal.
    Below,
    /// Wherever the journal says.
    Anywhere,
}

/// Puts back what a journal remembers, the last write first. Entries that are done leave the
/// journal; what cannot be put back stays in it. A journal whose entries are all done is removed.
pub(super) fn undo(journal: &Path, reach: Reach) -> Result<Undone, String> {
    let located = |error: &io::Error| format!("{}: {}", journal.display(), explain(error));
    let (_lock, bytes) = read(journal).map_err(|error| located(&error))?;
    let folder = fs::canonicalize(journal).map_err(|error| located(&error))?;
    let folder = folder.parent().unwrap_or(Path::new("/"));
    let lines: Vec<_> = bytes.split(|&byte| byte == b'\n').enumerate().collect();
    let lines = lines.into_iter().filter(|(_, line)| !line.trim_ascii().is_empty());
    let mut undone = Undone::default();
    let mut kept = Vec::new();
    let mut is_empty = true;
    for (number, line) in lines.rev() {
        is_empty = false;
        match journal::parse(line).and_then(|entry| restore(folder, &entry, reach)) {
            Ok(restored) => undone.restored += usize::from(restored),
            Err(problem) => {
                undone.problems.push(format!("{}:{}: {problem}", journal.display(), number + 1));
                kept.push(line);
            }
        }
    }
    if is_empty {
        return Err(format!("{}: there is nothing in it to undo", journal.display()));
    }
    kept.reverse();
    forget(journal, &kept, undone.restored).map_err(|error| located(&error))?;
    Ok(undone)
}

/// The bytes of a journal that nobody else writes meanwhile.
fn read(journal: &Path) -> io::Result<(File, Vec<u8>)> {
    // The type first: to open a pipe would wait for who writes it.
    if !fs::metadata(journal)?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let mut file = lock::hold(journal, || File::open(journal))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok((file, bytes))
}

/// Leaves in the journal what is still to be undone. A file of which nothing was undone, whatever it
/// is, is not touched.
fn forget(journal: &Path, kept: &[&[u8]], restored: usize) -> io::Result<()> {
    if kept.is_empty() {
        return fs::remove_file(journal);
    }
    if restored == 0 {
        return Ok(());
    }
    let kept: Vec<u8> = kept.iter().flat_map(|&line| [line, b"\n"]).flatten().copied().collect();
    let old = fs::metadata(journal)?;
    Replacement::new(journal, &kept, Some(&old), Durability::Flushed)?.commit(journal)
}

/// Whether a file was put back; `false` if it already holds its original bytes.
fn restore(folder: &Path, entry: &JournalEntry, reach: Reach) -> Result<bool, String> {
    let original = entry.original().map_err(|error| format!("damaged entry ({error})"))?;
    let path = folder.join(entry.path().map_err(|error| format!("damaged entry ({error})"))?);
    let shown = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
    let located = |error: &io::Error| format!("{shown}: {}", explain(error));
    if reach == Reach::Below && !is_below(folder, &path) {
        return Err(format!(
            "{shown}: not below the journal's folder, or through a link; not touched without --anywhere"
        ));
    }
    let old = fs::metadata(&path).map_err(|error| located(&error))?;
    if !old.is_file() {
        return Err(format!("{shown}: is no file; not touched"));
    }
    let now = fs::read(&path).map_err(|error| located(&error))?;
    if now == original {
        return Ok(false);
    }
    if hash(&now) != entry.after {
        return Err(format!("{shown}: changed since it was written; not touched"));
    }
    let target = fs::canonicalize(&path).map_err(|error| located(&error))?;
    Replacement::new(&target, &original, Some(&old), Durability::Flushed)
        .and_then(|replacement| replacement.commit(&target))
        .map_err(|error| located(&error))?;
    Ok(true)
}

/// Whether a path leads to a file below a folder, and through no link.
fn is_below(folder: &Path, path: &Path) -> bool {
    let real: Option<PathBuf> = fs::canonicalize(path).ok();
    // A file that is gone is told as such; there is nothing to be written over.
    real.map_or_else(|| path.starts_with(folder), |real| real.starts_with(folder) && real == path)
}
