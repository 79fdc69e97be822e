//! The journal: the bytes that were written over, so that `undo` can put them back.
//!
//! One JSON object on a line for each file, on the disk before the file is replaced. A run that is
//! killed leaves each file either old or new and the journal right about both: an entry that it did
//! not write to its end is of a file that it did not touch. One run at a time writes a journal.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};

use super::atomic::{Durability, flush_folder};
use super::hash::hash;
use super::io_error::explain;
use super::lock;
use super::paths::relative;

/// One file that was written over.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct JournalEntry {
    /// Where it is, seen from the journal's folder, so that both can be moved.
    path: String,
    /// The bytes of a path that is no UTF-8, in Base64; `path` is then for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path_bytes: Option<String>,
    /// SHA-256 of the file after the write, in hexadecimal.
    pub(super) after: String,
    /// The bytes before the write, in Base64.
    original: String,
}

impl JournalEntry {
    fn new(path: &Path, before: &[u8], after: &[u8]) -> Self {
        let bytes = path.as_os_str().as_encoded_bytes();
        Self {
            path: path.to_string_lossy().into_owned(),
            path_bytes: path.to_str().is_none().then(|| BASE64_STANDARD.encode(bytes)),
            after: hash(after),
            original: BASE64_STANDARD.encode(before),
        }
    }

    pub(super) fn original(&self) -> Result<Vec<u8>, String> {
        BASE64_STANDARD.decode(&self.original).map_err(|error| error.to_string())
    }

    pub(super) fn path(&self) -> Result<PathBuf, String> {
        let Some(bytes) = &self.path_bytes else { return Ok(PathBuf::from(&self.path)) };
        let bytes = BASE64_STANDARD.decode(bytes).map_err(|error| error.to_string())?;
        path_of(bytes)
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere not all bytes are a path")]
fn path_of(bytes: Vec<u8>) -> Result<PathBuf, String> {
    use std::os::unix::ffi::OsStringExt as _;
    Ok(std::ffi::OsString::from_vec(bytes).into())
}

#[cfg(not(unix))]
fn path_of(_: Vec<u8>) -> Result<PathBuf, String> {
    Err("its path has no name on this system".to_owned())
}

/// A journal to append to; the file is created with its first entry.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    pub(super) durability: Durability,
    opened: Mutex<Option<Opened>>,
}

/// A journal that this run alone writes.
#[derive(Debug)]
struct Opened {
    file: File,
    /// Where the last whole entry ends.
    end: u64,
    folder: PathBuf,
    /// Whether half an entry stands at its end and cannot be taken away.
    is_torn: bool,
}

impl Journal {
    pub(super) fn new(path: &Path, durability: Durability) -> Self {
        Self { path: path.to_owned(), durability, opened: Mutex::new(None) }
    }

    /// Records a file before it is replaced.
    pub(super) fn remember(&self, path: &Path, before: &[u8], after: &[u8]) -> io::Result<()> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if opened.is_none() {
            *opened = Some(Opened::new(&self.path).map_err(|error| self.located(&error))?);
        }
        let Some(opened) = opened.as_mut() else { return Ok(()) };
        let entry = JournalEntry::new(&relative(&opened.folder, path)?, before, after);
        let line = serde_json::to_string(&entry)? + "\n";
        opened.append(&line, self.durability).map_err(|error| self.located(&error))
    }

    fn located(&self, error: &io::Error) -> io::Error {
        let (shown, why) = (self.path.display(), explain(error));
        io::Error::other(format!("not written: {shown}: {why}"))
    }

    /// Whether anything was recorded.
    pub(super) fn is_used(&self) -> bool {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Opened {
    fn new(path: &Path) -> io::Result<Self> {
        refuse(path)?;
        let mut file = lock::hold(path, || private().open(path))?;
        make_private(&file)?;
        refuse_another(&file)?;
        if ends_torn(&mut file)? {
            file.write_all(b"\n")?;
        }
        flush_folder(path)?;
        let end = file.metadata()?.len();
        let folder = fs::canonicalize(path)?.parent().map(Path::to_owned).unwrap_or_default();
        Ok(Self { file, end, folder, is_torn: false })
    }

    /// Adds a line, the whole of it or nothing.
    fn append(&mut self, line: &str, durability: Durability) -> io::Result<()> {
        if self.is_torn {
            return Err(io::Error::other("the journal ends in half an entry"));
        }
        let mut written = self.file.write_all(line.as_bytes());
        if written.is_ok() && durability == Durability::Flushed {
            written = self.file.sync_data();
        }
        match &written {
            Ok(()) => self.end += line.len() as u64,
            Err(_) => self.is_torn = self.file.set_len(self.end).is_err(),
        }
        written
    }
}

/// What others wrote over is nobody's business: it may be of a file that is private.
fn private() -> fs::OpenOptions {
    let mut options = File::options();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(unix)]
fn make_private(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = file.metadata()?.permissions().mode();
    let is_private = mode.trailing_zeros() >= 6;
    if is_private { Ok(()) } else { file.set_permissions(fs::Permissions::from_mode(0o600)) }
}

#[cfg(not(unix))]
fn make_private(_: &File) -> io::Result<()> {
    Ok(())
}

/// A journal that is a link would be written somewhere else: in a folder from strangers, wherever
/// they want, with text of theirs in it. A device or a pipe keeps nothing.
pub(super) fn refuse(journal: &Path) -> io::Result<()> {
    match fs::symlink_metadata(journal) {
        Ok(data) if data.is_symlink() => {
            Err(io::Error::other("the journal is a link; name the file itself with --journal"))
        }
        Ok(data) if !data.is_file() => {
            Err(io::Error::other("the journal is no file; name another with --journal"))
        }
        _ => Ok(()),
    }
}

/// A file that holds something else is somebody's.
fn refuse_another(file: &File) -> io::Result<()> {
    let mut first = Vec::new();
    BufReader::new(file).read_until(b'\n', &mut first)?;
    if first.is_empty() || parse(&first).is_ok() || first.starts_with(b"{\"path\":") {
        return Ok(());
    }
    Err(io::Error::other("the file is there and is no journal; name another with --journal"))
}

/// Whether the last entry of a journal lacks its end, because its run was killed.
fn ends_torn(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

/// Reads a line of a journal, or says what is wrong with it.
pub(super) fn parse(line: &[u8]) -> Result<JournalEntry, String> {
    serde_json::from_slice(line).map_err(|error| {
        if error.is_eof() {
            "half an entry: its run was killed before it touched the file; delete the line"
                .to_owned()
        } else {
            format!("not a journal entry ({error})")
        }
    })
}
