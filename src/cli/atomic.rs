//! Files that are replaced as a whole: a reader sees the old bytes or the new ones, and so does who
//! looks after a power cut.

use std::fs::{self, File, Metadata};
use std::io::{self, Write as _};
use std::path::Path;

use super::stop::{self, Guarded};

/// When what is written is on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Durability {
    /// Before anything that depends on it is done. A disk takes some milliseconds for each file.
    Flushed,
    /// When the system likes: what is written can be made again, or the user said so.
    Buffered,
}

/// New content for a file, written beside it and not yet in its place.
#[derive(Debug)]
pub(super) struct Replacement {
    file: Guarded,
    durability: Durability,
}

impl Replacement {
    /// Writes the content. What stands there gives it its owner, its permissions and its extended
    /// attributes; refused if it cannot have them.
    pub(super) fn new(
        path: &Path,
        content: &[u8],
        old: Option<&Metadata>,
        durability: Durability,
    ) -> io::Result<Self> {
        let mut file = temporary_beside(path)?;
        file.as_file_mut().write_all(content)?;
        if let Some(old) = old {
            keep_attributes(path, old, file.as_file())?;
        }
        if durability == Durability::Flushed {
            file.as_file().sync_all()?;
        }
        Ok(Self { file, durability })
    }

    /// Puts it in its place.
    pub(super) fn commit(self, path: &Path) -> io::Result<()> {
        self.file.persist(path)?;
        if self.durability == Durability::Flushed { flush_folder(path) } else { Ok(()) }
    }
}

/// Replaces a file, if there is one, by another content that can be made again.
pub(super) fn replace_atomically(path: &Path, content: &[u8]) -> io::Result<()> {
    Replacement::new(path, content, None, Durability::Buffered)?.commit(path)
}

/// A temporary file in the directory of a path, which is made if it is missing.
pub(super) fn temporary_beside(path: &Path) -> io::Result<Guarded> {
    let directory = folder(path);
    fs::create_dir_all(directory)?;
    stop::take_left_over(directory);
    temporary_in(directory, stop::PREFIX, "")
}

/// A temporary file with this start and end of its name.
pub(super) fn temporary_in(directory: &Path, start: &str, end: &str) -> io::Result<Guarded> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(start).suffix(end);
    #[cfg(unix)]
    builder.permissions(ordinary_permissions());
    stop::guarded(|| builder.tempfile_in(directory))
}

/// The folder that a path stands in.
pub(super) fn folder(path: &Path) -> &Path {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}

/// The name of a file is on the disk when its folder is.
#[cfg(unix)]
pub(super) fn flush_folder(path: &Path) -> io::Result<()> {
    match File::open(folder(path)).and_then(|folder| folder.sync_all()) {
        // Some file systems do not flush folders, and a folder may be for writing alone.
        Err(error) if error.kind() == io::ErrorKind::StorageFull => Err(error),
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
pub(super) fn flush_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// What any new file gets, less the user's umask: temporary files would be private.
#[cfg(unix)]
fn ordinary_permissions() -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    fs::Permissions::from_mode(0o666)
}

/// Gives a new file what the old one has beside its content.
#[cfg(unix)]
fn keep_attributes(path: &Path, old: &Metadata, new: &File) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    if old.nlink() > 1 {
        let why = format!(
            "has {} names (hard links), of which one would change; use -o, or part them first",
            old.nlink()
        );
        return Err(io::Error::other(why));
    }
    let made = new.metadata()?;
    if (made.uid(), made.gid()) != (old.uid(), old.gid()) {
        fchown(new, Some(old.uid()), Some(old.gid())).map_err(|error| {
            io::Error::other(format!("its owner or group would change ({error}); use -o"))
        })?;
    }
    keep_extended(path, new).map_err(|error| {
        io::Error::other(format!("its extended attributes would be lost ({error}); use -o"))
    })?;
    // After the owner, since a change of that takes away setuid.
    new.set_permissions(old.permissions())
}

#[cfg(not(unix))]
fn keep_attributes(_: &Path, old: &Metadata, new: &File) -> io::Result<()> {
    new.set_permissions(old.permissions())
}

/// Copies extended attributes, access control lists among them. The labels of security modules are
/// the system's own to give.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn keep_extended(path: &Path, new: &File) -> io::Result<()> {
    use rustix::fs::{XattrFlags, fsetxattr, getxattr, listxattr};
    use rustix::io::Errno;
    let mut names = vec![0; 64 << 10];
    let length = match listxattr(path, &mut names[..]) {
        Ok(length) => length,
        Err(Errno::NOTSUP) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let names = names[..length].split(|&byte| byte == 0).filter(|name| !name.is_empty());
    for name in names.filter(|name| !name.starts_with(b"security.")) {
        let mut value = vec![0; 64 << 10];
        let length = getxattr(path, name, &mut value[..])?;
        fsetxattr(new, name, &value[..length], XattrFlags::empty())?;
    }
    Ok(())
}

#[cfg(all(unix, not(any(target_os = "linux", target_os = "macos"))))]
fn keep_extended(_: &Path, _: &File) -> io::Result<()> {
    Ok(())
}
