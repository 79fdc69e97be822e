//! Files that are replaced as a whole: a reader sees the old bytes or the new ones.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// Writes beside the file and renames over it: a reader sees the old bytes or the new ones.
pub(super) fn replace_atomically(
    path: &Path,
    content: &[u8],
    permissions: Option<fs::Permissions>,
) -> io::Result<()> {
    let mut file = temporary_beside(path)?;
    file.write_all(content)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A temporary file in the directory of a path, which is made if it is missing.
pub(super) fn temporary_beside(path: &Path) -> io::Result<tempfile::NamedTempFile> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let directory = directory.unwrap_or(Path::new("."));
    fs::create_dir_all(directory)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".monoglot-");
    #[cfg(unix)]
    builder.permissions(ordinary_permissions());
    builder.tempfile_in(directory)
}

/// What any new file gets, less the user's umask: temporary files would be private.
#[cfg(unix)]
fn ordinary_permissions() -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    fs::Permissions::from_mode(0o666)
}
