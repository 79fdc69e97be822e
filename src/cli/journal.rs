//! The journal: the bytes that were written over, so that `undo` can put them back.
//!
//! One JSON object on a line for each file, appended before the file is replaced. A run that is
//! killed leaves each file either old or new and the journal right about both: an entry that it did
//! not write to its end is of a file that it did not touch.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};

use super::atomic::replace_atomically;
use super::hash::hash;
use super::io_error::explain;

/// One file that was written over.
#[derive(Debug, Serialize, Deserialize)]
struct JournalEntry {
    path: PathBuf,
    /// SHA-256 of the file after the write, in hexadecimal.
    after: String,
    /// The bytes before the write, in Base64.
    original: String,
}

impl JournalEntry {
    fn original(&self) -> Result<Vec<u8>, String> {
        BASE64_STANDARD.decode(&self.original).map_err(|error| error.to_string())
    }
}

/// A journal to append to; the file is created with its first entry.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: Mutex<Option<File>>,
}

impl Journal {
    pub(super) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), file: Mutex::new(None) }
    }

    /// Records a file before it is replaced.
    pub(super) fn remember(&self, path: &Path, before: &[u8], after: &[u8]) -> io::Result<()> {
        let entry = JournalEntry {
            path: std::path::absolute(path)?,
            after: hash(after),
            original: BASE64_STANDARD.encode(before),
        };
        let line = serde_json::to_string(&entry)? + "\n";
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = file.as_mut() {
            return file.write_all(line.as_bytes());
        }
        refuse_link(&self.path)?;
        let mut opened = File::options().append(true).create(true).open(&self.path)?;
        let torn = if ends_torn(&self.path)? { "\n" } else { "" };
        opened.write_all((torn.to_owned() + &line).as_bytes())?;
        *file = Some(opened);
        Ok(())
    }

    /// Whether anything was recorded.
    pub(super) fn is_used(&self) -> bool {
        self.file.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

/// A journal that is a link would be written somewhere else: in a folder from strangers, wherever
/// they want, with text of theirs in it.
fn refuse_link(journal: &Path) -> io::Result<()> {
    match fs::symlink_metadata(journal) {
        Ok(data) if data.is_symlink() => {
            let why = format!(
                "the journal {} is a link; name the file itself with --journal",
                journal.display()
            );
            Err(io::Error::other(why))
        }
        _ => Ok(()),
    }
}

/// Whether the last entry of a journal lacks its end, because its run was killed.
fn ends_torn(journal: &Path) -> io::Result<bool> {
    let mut file = File::open(journal)?;
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

/// What an undo did.
#[derive(Debug, Default)]
pub(super) struct Undone {
    pub(super) restored: usize,
    pub(super) problems: Vec<String>,
}

/// Puts back what a journal remembers, the last write first. Entries that are done leave the
/// journal; a file that changed since is refused and its entry stays. A journal without entries is
/// removed.
pub(super) fn undo(journal: &Path) -> Result<Undone, String> {
    let located = |error: &io::Error| format!("{}: {}", journal.display(), explain(error));
    let text = fs::read_to_string(journal).map_err(|error| located(&error))?;
    let mut undone = Undone::default();
    let mut kept = Vec::new();
    for (number, line) in text.lines().enumerate().collect::<Vec<_>>().into_iter().rev() {
        match undo_line(line) {
            Ok(restored) => undone.restored += usize::from(restored),
            Err(problem) => {
                undone.problems.push(format!("{}:{}: {problem}", journal.display(), number + 1));
                kept.push(line);
            }
        }
    }
    if kept.is_empty() {
        fs::remove_file(journal).map_err(|error| located(&error))?;
        return Ok(undone);
    }
    kept.reverse();
    let kept: String = kept.iter().flat_map(|&line| [line, "\n"]).collect();
    replace_atomically(journal, kept.as_bytes(), None).map_err(|error| located(&error))?;
    Ok(undone)
}

/// Whether a file was put back; `false` if it already holds its original bytes.
fn undo_line(line: &str) -> Result<bool, String> {
    let entry: JournalEntry = match serde_json::from_str(line) {
        Ok(entry) => entry,
        Err(error) if error.is_eof() => return Ok(false),
        Err(error) => return Err(format!("not a journal entry ({error})")),
    };
    let original = entry.original().map_err(|error| format!("damaged entry ({error})"))?;
    let located = |error: &io::Error| format!("{}: {}", entry.path.display(), explain(error));
    let now = fs::read(&entry.path).map_err(|error| located(&error))?;
    if now == original {
        return Ok(false);
    }
    if hash(&now) != entry.after {
        let shown = entry.path.display();
        return Err(format!("{shown}: changed since it was written; not touched"));
    }
    let permissions = fs::metadata(&entry.path).map(|data| data.permissions()).ok();
    replace_atomically(&entry.path, &original, permissions).map_err(|error| located(&error))?;
    Ok(true)
}
