//! Temporary files of the run, and what becomes of them when it is stopped.
//!
//! Every temporary file is known here from before it is made until it is in its place or gone, so
//! that whoever stops the run by a signal takes them away: nothing is half done, since each step is
//! done under one lock, which is then never given back. A process that is killed takes nothing away;
//! but it holds a lock on each of its temporary files, which the system gives back, and the next run that
//! writes into the folder takes away those that nobody holds.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{NamedTempFile, TempPath};

#[cfg(unix)]
use super::lock::is_there;

/// How the names of temporary files begin that stand beside documents, and how many letters follow.
pub(super) const PREFIX: &str = ".monoglot-";
#[cfg(unix)]
const LETTERS: usize = 6;

static TEMPORARY: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn temporary() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A temporary file, which goes when it is dropped or when the run is stopped.
#[derive(Debug)]
pub(super) struct Guarded {
    file: File,
    path: GuardedPath,
}

/// The place of a temporary file.
#[derive(Debug)]
pub(super) struct GuardedPath(Option<TempPath>);

/// Makes a temporary file that is known from its first moment.
pub(super) fn guarded(make: impl Fn() -> io::Result<NamedTempFile>) -> io::Result<Guarded> {
    let mut known = temporary();
    let (file, path) = loop {
        let temporary = make()?;
        if is_held(&temporary) {
            break temporary.into_parts();
        }
    };
    known.insert(path.to_path_buf());
    Ok(Guarded { file, path: GuardedPath(Some(path)) })
}

/// Locks a new file. Another run may have taken it for one that was left behind.
#[cfg(unix)]
fn is_held(file: &NamedTempFile) -> bool {
    match file.as_file().try_lock() {
        Err(fs::TryLockError::WouldBlock) => false,
        // Without locks nothing is taken away either.
        Err(fs::TryLockError::Error(_)) => true,
        Ok(()) => is_there(file.as_file(), file.path()),
    }
}

/// A lock would keep others from reading the file when it is in its place.
#[cfg(not(unix))]
fn is_held(_: &NamedTempFile) -> bool {
    true
}

/// Takes away what runs that were killed left in a folder; it is looked through once.
#[cfg(unix)]
pub(super) fn take_left_over(folder: &Path) {
    static SEEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    if !SEEN.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned()) {
        return;
    }
    let is_ours = |name: &str| {
        let letters = name.strip_prefix(PREFIX).map(str::as_bytes);
        letters.is_some_and(|it| it.len() == LETTERS && it.iter().all(u8::is_ascii_alphanumeric))
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_file())
            && entry.file_name().to_str().is_some_and(is_ours)
            && let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(not(unix))]
pub(super) fn take_left_over(_: &Path) {}

impl Guarded {
    pub(super) fn as_file(&self) -> &File {
        &self.file
    }

    pub(super) fn as_file_mut(&mut self) -> &mut File {
        &mut self.file
    }

    pub(super) fn into_parts(self) -> (File, GuardedPath) {
        (self.file, self.path)
    }

    pub(super) fn persist(self, place: &Path) -> io::Result<()> {
        self.path.persist(place)
    }
}

impl GuardedPath {
    pub(super) fn as_path(&self) -> &Path {
        self.0.as_deref().unwrap_or(Path::new(""))
    }

    /// Moves the file to its place.
    pub(super) fn persist(mut self, place: &Path) -> io::Result<()> {
        let Some(path) = self.0.take() else { return Ok(()) };
        let mut known = temporary();
        known.remove(path.as_ref() as &Path);
        path.persist(place).map_err(|error| error.error)
    }
}

impl Drop for GuardedPath {
    fn drop(&mut self) {
        if let Some(path) = self.0.take() {
            temporary().remove(path.as_ref() as &Path);
        }
    }
}

/// From now on, SIGINT, SIGTERM and SIGHUP take the temporary files away and end the process with
/// 128 and the number of the signal, as shells expect.
#[cfg(unix)]
pub(super) fn clean_up_on_signals() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    let all = [SIGINT, SIGTERM, SIGHUP];
    let wanted: Vec<_> = all.into_iter().filter(|&signal| !is_ignored(signal)).collect();
    let Ok(mut signals) = Signals::new(wanted) else { return };
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            let known = temporary();
            known.iter().for_each(|path| drop(fs::remove_file(path)));
            std::process::exit(128 + signal);
        }
    });
}

/// Whether who started us asked for a signal to be ignored, as `nohup` does, and shells for
/// what they start in the background.
#[cfg(target_os = "linux")]
fn is_ignored(signal: i32) -> bool {
    let mask = || {
        let status = fs::read_to_string("/proc/self/status").ok()?;
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
        u64::from_str_radix(mask.trim(), 16).ok()
    };
    mask().is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

#[cfg(all(unix, not(target_os = "linux")))]
fn is_ignored(_: i32) -> bool {
    false
}
