//! Files that one process at a time may write.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

/// Opens a file and locks it until it is closed. Refused, with who it is, if somebody else has it.
pub(super) fn hold(path: &Path, open: impl Fn() -> io::Result<File>) -> io::Result<File> {
    loop {
        let file = open()?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                let (shown, holder) = (path.display(), holder(&file));
                let why = format!("{shown} is in use by {holder}; run again when that is done");
                return Err(io::Error::new(io::ErrorKind::ResourceBusy, why));
            }
            // A file system without locks has no second comer that could be told.
            Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Unsupported => {
                return Err(error);
            }
            _ => {}
        }
        // Who had it may have taken it away between the opening and the lock.
        if is_there(&file, path) {
            return Ok(file);
        }
    }
}

/// Whether a path leads to a file that is open.
#[cfg(unix)]
pub(super) fn is_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let place = |data: fs::Metadata| (data.dev(), data.ino());
    match (file.metadata(), fs::metadata(path)) {
        (Ok(ours), Ok(now)) => place(ours) == place(now),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_there(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Who has the lock, as far as the system says it.
#[cfg(target_os = "linux")]
fn holder(file: &File) -> String {
    use std::os::unix::fs::MetadataExt as _;
    let process = || {
        let inode = file.metadata().ok()?.ino().to_string();
        let locks = fs::read_to_string("/proc/locks").ok()?;
        locks.lines().find_map(|line| {
            let mut words = line.split_whitespace().skip_while(|word| *word != "WRITE").skip(1);
            let (process, place) = (words.next()?, words.next()?);
            (place.rsplit(':').next()? == inode).then(|| process.to_owned())
        })
    };
    process().map_or_else(|| "another run".to_owned(), |id| format!("process {id}"))
}

#[cfg(not(target_os = "linux"))]
fn holder(_: &File) -> String {
    "another run".to_owned()
}
