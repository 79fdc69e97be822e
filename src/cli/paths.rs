//! Where files are: upward from the working directory, and seen from a folder.

use std::env;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// The nearest file of this name, upward from the working directory.
pub(super) fn nearest(name: &str) -> Option<PathBuf> {
    let here = env::current_dir().ok()?;
    let path = here.ancestors().map(|folder| folder.join(name)).find(|path| path.is_file())?;
    Some(path.strip_prefix(&here).map(Path::to_owned).unwrap_or(path))
}

/// The folder that a file stands in, from the root.
pub(super) fn folder_of(file: &Path) -> io::Result<PathBuf> {
    absolute(file.parent().unwrap_or(Path::new("")))
}

/// A path from the root, without `.` and `..`.
pub(super) fn absolute(path: &Path) -> io::Result<PathBuf> {
    let here = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let mut plain = PathBuf::new();
    for part in std::path::absolute(here)?.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    Ok(plain)
}

/// The way from a folder to a file, whose own folder is there.
pub(super) fn relative(folder: &Path, file: &Path) -> io::Result<PathBuf> {
    let place = fs::canonicalize(folder_of(file)?)?;
    let common = folder.components().zip(place.components()).take_while(|(a, b)| a == b).count();
    if common == 0 {
        return Ok(place.join(file.file_name().unwrap_or_default()));
    }
    let up = folder.components().skip(common).map(|_| Component::ParentDir);
    let way = up.chain(place.components().skip(common)).collect::<PathBuf>();
    Ok(way.join(file.file_name().unwrap_or_default()))
}

/// A path as files in a folder write it: relative to the folder where it lies below it, with `/` on
/// every system.
pub(super) fn place(folder: &Path, path: &Path) -> String {
    let path = absolute(path).unwrap_or_else(|_| path.to_owned());
    let below = path.strip_prefix(folder).unwrap_or(&path);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/").replace("//", "/")
}
