//! What changed since a revision, as git tells it: lines of files.
//!
//! A document is judged whole and reported where it changed. Changes are counted from where the
//! working tree and the revision parted, so that what others added to the revision meanwhile is not
//! taken for a change. Files that git does not know yet are new in all of their lines.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use monoglot::report::escape;

use super::io_error::explain;

/// The lines of a document that are reported: in order, from 1.
pub(super) type Lines = Arc<[RangeInclusive<usize>]>;

/// What changed, by files from the root.
#[derive(Debug, Default)]
pub(super) struct Changes(HashMap<PathBuf, Lines>);

impl Changes {
    /// Asks git what changed in the working tree since a revision.
    pub(super) fn since(revision: &str) -> Result<Self, String> {
        let commit = format!("{revision}^{{commit}}");
        let commit = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])
            .map_err(|error| error.of(revision))?;
        let commit = line_of(&commit);
        // A shallow clone may not reach back to where they parted.
        let parted = git(&["merge-base", &commit, "HEAD"]).ok().map(|base| line_of(&base));
        let base = parted.unwrap_or(commit);
        let root = git(&["rev-parse", "--show-toplevel"]).map_err(|error| error.of(revision))?;
        let root = PathBuf::from(line_of(&root));
        let patch = git(&[
            "-c",
            "core.quotePath=false",
            "diff",
            "--unified=0",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--text",
            "--find-renames",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            &base,
            "--",
        ])
        .map_err(|error| error.of(revision))?;
        let mut changes = HashMap::new();
        for (name, lines) in changed_lines(&patch) {
            changes.insert(root.join(path_of(&name)), Lines::from(lines));
        }
        let top = root.to_string_lossy();
        let new = ["-C", &top, "ls-files", "--others", "--exclude-standard", "-z"];
        let new = git(&new).map_err(|error| error.of(revision))?;
        for name in new.split(|&byte| byte == 0).filter(|name| !name.is_empty()) {
            changes.insert(root.join(path_of(name)), Lines::from([1..=usize::MAX]));
        }
        Ok(Self(changes))
    }

    /// The lines of a file that changed, if any did.
    pub(super) fn of(&self, path: &Path) -> Option<&Lines> {
        self.0.get(&fs::canonicalize(path).ok()?)
    }
}

/// Why git gave no answer.
enum GitError {
    /// It could not be started.
    Missing(io::Error),
    /// It said no, in these words.
    Refused(String),
}

impl GitError {
    fn of(&self, revision: &str) -> String {
        match self {
            Self::Missing(error) if error.kind() == io::ErrorKind::NotFound => {
                "--since needs the program git, which is not there".to_owned()
            }
            Self::Missing(error) => format!("--since: git: {}", explain(error)),
            Self::Refused(why) if why.is_empty() => format!(
                "--since: there is no commit '{}' here; a shallow clone may have to fetch it",
                escape(revision)
            ),
            Self::Refused(why) => format!("--since: {}", escape(why)),
        }
    }
}

fn git(args: &[&str]) -> Result<Vec<u8>, GitError> {
    let output = Command::new("git").args(args).output().map_err(GitError::Missing)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(GitError::Refused(said.lines().next().unwrap_or_default().to_owned()))
}

/// The one line of an answer.
fn line_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches(['\n', '\r']).to_owned()
}

#[cfg(unix)]
fn path_of(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(std::ffi::OsStr::from_bytes(name))
}

#[cfg(not(unix))]
fn path_of(name: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(name).into_owned())
}

/// The files of a patch without context, each with the lines that are new in it. What the lines say is
/// skipped by their number, so that none of them is taken for the name of a file.
fn changed_lines(patch: &[u8]) -> Vec<(Vec<u8>, Vec<RangeInclusive<usize>>)> {
    let mut files: Vec<(Vec<u8>, Vec<RangeInclusive<usize>>)> = Vec::new();
    let mut lines = patch.split(|&byte| byte == b'\n');
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix(b"+++ ").and_then(name_of) {
            files.push((name, Vec::new()));
        } else if let Some((old, start, new)) = hunk(line) {
            // The lines of a hunk, and the remarks that a last line has no ending.
            let mut left = old + new;
            let mut rest = lines.clone();
            while left > 0 {
                let Some(line) = rest.next() else { break };
                left -= usize::from(!line.starts_with(b"\\"));
            }
            lines = rest;
            if let Some((_, ranges)) = files.last_mut().filter(|_| new > 0) {
                ranges.push(start..=start + new - 1);
            }
        }
    }
    files
}

/// The name of a file in a header, without its prefix; quoted as in C where it has to be. `None` for one that
/// is gone.
fn name_of(header: &[u8]) -> Option<Vec<u8>> {
    let header = header.strip_suffix(b"\t").unwrap_or(header);
    match header.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\"")) {
        Some(quoted) => unquoted(quoted).strip_prefix(b"b/").map(<[u8]>::to_vec),
        None => header.strip_prefix(b"b/").map(<[u8]>::to_vec),
    }
}

fn unquoted(name: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len());
    let mut rest = name.iter().copied();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        out.push(match rest.next() {
            Some(b'n') => b'\n',
            Some(b't') => b'\t',
            Some(b'r') => b'\r',
            Some(b'a') => 7,
            Some(b'b') => 8,
            Some(b'v') => 11,
            Some(b'f') => 12,
            Some(digit @ b'0'..=b'3') => {
                let digits = [digit, rest.next().unwrap_or(b'0'), rest.next().unwrap_or(b'0')];
                digits.iter().fold(0, |code, digit| code * 8 + (digit & 7))
            }
            Some(other) => other,
            None => b'\\',
        });
    }
    out
}

/// `@@ -12,3 +14,2 @@`: how many lines went, and from where how many came.
fn hunk(line: &[u8]) -> Option<(usize, usize, usize)> {
    let line = std::str::from_utf8(line.get(..line.len().min(80))?).unwrap_or_default();
    let mut parts = line.strip_prefix("@@ -")?.split(' ');
    let place = |part: &str| {
        let (start, length) = part.split_once(',').unwrap_or((part, "1"));
        Some((start.parse::<usize>().ok()?, length.parse::<usize>().ok()?))
    };
    let (_, old) = place(parts.next()?)?;
    let (start, new) = place(parts.next()?.strip_prefix('+')?)?;
    Some((old, start, new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_names_files_and_their_new_lines() {
        let patch = b"diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1,2 @@ head\n-old\n+new\n+++ b/y\n\
            @@ -9,2 +9,0 @@\n-gone\n-gone\n@@ -20,0 +19 @@\n+last\n\\ No newline at end of file\n\
            diff --git a/gone b/gone\n--- a/gone\n+++ /dev/null\n\
            diff --git \"a/q\" \"b/q\"\n--- /dev/null\n+++ \"b/\\303\\244\\\"\\n\"\n@@ -0,0 +1,3 @@\n+a\n+b\n+c\n";
        let files = changed_lines(patch);
        let name = |at: usize| String::from_utf8_lossy(&files[at].0).into_owned();
        assert_eq!(files.len(), 2, "what a line says names no file");
        assert_eq!((name(0).as_str(), &files[0].1[..]), ("x", &[1..=2, 19..=19][..]));
        assert_eq!((name(1).as_str(), &files[1].1[..]), ("ä\"\n", &[1..=3][..]));
    }
}
