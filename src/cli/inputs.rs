//! Which documents there are: standard input, named files, and walks through directories.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, IsTerminal as _, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use ignore::DirEntry;

use super::args::Inputs;
use super::compression::Compression;
use super::defaults::STDIN_NAME;
use super::io_error::{explain, explain_read, too_long};
use super::paths::absolute;
use super::selection::{Ignores, Selection};

/// One document to be read, or a reason why it can't be.
#[derive(Debug)]
pub(super) struct Input {
    /// What reports call it.
    pub(super) name: String,
    pub(super) source: Source,
    /// Where it goes below an output directory.
    pub(super) relative: PathBuf,
}

#[derive(Debug)]
pub(super) enum Source {
    Stdin,
    /// A file, and whether it was named rather than met on a walk.
    File {
        path: PathBuf,
        named: bool,
    },
    /// Nothing to read, and why.
    Broken(String),
}

impl Input {
    fn file(path: &Path, relative: &Path, named: bool) -> Self {
        Self {
            name: path.display().to_string(),
            source: Source::File { path: path.to_owned(), named },
            relative: relative.to_owned(),
        }
    }

    /// A document or a shard that is named.
    pub(super) fn named(path: &Path) -> Self {
        if is_stdin(path) {
            let relative = PathBuf::new();
            return Self { name: STDIN_NAME.to_owned(), source: Source::Stdin, relative };
        }
        Self::file(path, path, true)
    }

    /// The same input with a reason why it is not read.
    fn refused(self, why: &str) -> Self {
        Self { source: Source::Broken(why.to_owned()), ..self }
    }

    fn broken(path: &Path, why: String) -> Self {
        let name = path.display().to_string();
        Self { name, source: Source::Broken(why), relative: PathBuf::new() }
    }

    /// The bytes of the document, which is refused if it is longer than `longest`, or packed and longer
    /// than `limit`.
    pub(super) fn read(&self, limit: usize, longest: usize) -> Result<Content, String> {
        let bytes = match &self.source {
            Source::Stdin => read_within(io::stdin().lock(), longest)?,
            Source::File { path, .. } => {
                read_within(File::open(path).map_err(|error| explain(&error))?, longest)?
            }
            Source::Broken(why) => return Err(why.clone()),
        };
        let compression = Compression::of(&bytes);
        if compression == Compression::None {
            refuse_lines(&bytes, longest)?;
            return Ok(Content { bytes, compression, packed: Vec::new() });
        }
        let plain = compression.unpack(&bytes, limit.min(longest) as u64);
        let plain = plain.map_err(|error| explain_read(&error))?;
        let plain = plain.ok_or_else(|| too_long(limit.min(longest)))?;
        refuse_lines(&plain, longest)?;
        Ok(Content { bytes: plain, compression, packed: bytes })
    }

    /// Where the document is, if it is a file.
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.source {
            Source::File { path, .. } => Some(path),
            _ => None,
        }
    }

    /// The same, from the root.
    pub(super) fn absolute(&self) -> Option<String> {
        Some(std::path::absolute(self.path()?).ok()?.to_str()?.to_owned())
    }

    /// Whether a file of no text is passed over rather than refused.
    pub(super) fn may_be_skipped(&self) -> bool {
        matches!(self.source, Source::File { named: false, .. })
    }
}

/// All there is to read, if that is not too much.
fn read_within(source: impl Read, longest: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = source.take((longest as u64).saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| explain(&error))?;
    if bytes.len() > longest {
        return Err(format!("longer than {longest} bytes; raise --max-document to read it"));
    }
    Ok(bytes)
}

/// A document may have a line for so many bytes that it may have: each is remembered in some hundred.
const BYTES_PER_LINE: usize = 16;

/// Refuses a document of too many lines, before any of them is remembered.
fn refuse_lines(bytes: &[u8], longest: usize) -> Result<(), String> {
    let most = longest / BYTES_PER_LINE;
    if bytes.len() > most && memchr::memchr2_iter(b'\n', b'\r', bytes).nth(most).is_some() {
        return Err(format!("more than {most} lines; raise --max-document to read it"));
    }
    Ok(())
}

/// What a document holds, and how it was packed.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) bytes: Vec<u8>,
    compression: Compression,
    /// The bytes of the file, if they are packed.
    packed: Vec<u8>,
}

impl Content {
    /// The bytes of the file, as they were read.
    pub(super) fn of_file(&self) -> &[u8] {
        if self.compression == Compression::None { &self.bytes } else { &self.packed }
    }

    /// A text as the document was packed. One that did not change is left as it was.
    pub(super) fn pack<'t>(&'t self, text: &'t str) -> io::Result<Cow<'t, [u8]>> {
        match self.compression {
            Compression::None => Ok(text.as_bytes().into()),
            _ if text.as_bytes() == self.bytes => Ok(self.packed.as_slice().into()),
            compression => compression.pack(text.as_bytes()).map(Cow::Owned),
        }
    }
}

/// Refuses an input whose output another one already takes. Only several paths on the command line
/// can name two files that go to one place, so nothing is remembered for a single directory.
pub(super) fn refuse_collisions(
    inputs: impl Iterator<Item = Input> + Send,
    output: PathBuf,
) -> impl Iterator<Item = Input> + Send {
    let mut taken = BTreeSet::new();
    inputs.map(move |input| {
        if taken.insert(input.relative.clone()) {
            return input;
        }
        let place = output.join(&input.relative);
        input.refused(&format!("{} is already written for another input", place.display()))
    })
}

/// What the words on the command line stand for.
#[derive(Debug, Default, Clone)]
pub(super) struct Plan {
    paths: Vec<PathBuf>,
    stdin_name: String,
    force_exclude: bool,
    selection: Selection,
}

impl Plan {
    /// Reads `--files-from` and says what is meant where no path is given: standard input, or this folder
    /// if the run `checks` and there is nothing on standard input. What is named twice is read once.
    pub(super) fn new(inputs: &Inputs, selection: Selection, checks: bool) -> Result<Self, String> {
        let mut paths = inputs.paths.clone();
        if let Some(list) = &inputs.files_from {
            paths.extend(read_list(list)?);
        } else if paths.is_empty() {
            let is_here = checks && !has_input(io::stdin().is_terminal(), &mut io::stdin().lock());
            paths.push(PathBuf::from(if is_here { "." } else { "-" }));
        }
        if paths.iter().filter(|path| is_stdin(path)).count() > 1 {
            return Err("standard input can be read only once; give '-' once".to_owned());
        }
        let (stdin_name, force_exclude) = (inputs.stdin_filename.clone(), inputs.force_exclude);
        let mut plan = Self { paths, stdin_name, force_exclude, selection };
        plan.read_once();
        Ok(plan)
    }

    /// Drops paths that are named again, and keeps walks off those that are named by themselves.
    fn read_once(&mut self) {
        let has_folders = self.directories().next().is_some();
        if !self.is_several() {
            return;
        }
        let mut seen = BTreeSet::new();
        self.paths.retain(|path| {
            is_stdin(path) || absolute(path).map_or(true, |place| seen.insert(place))
        });
        if has_folders {
            for place in seen {
                self.selection.leave_out_named(place);
            }
        }
    }

    /// Reads every text that is met on a walk: who judges nothing does not ask what is prose.
    pub(super) fn take_any_type(&mut self) {
        self.selection.take_any_type();
    }

    /// Leaves a path that this run writes, and everything below it, out of all walks. It must not
    /// be a document that is named.
    pub(super) fn exclude(&mut self, path: &Path) -> Result<(), String> {
        let Ok(place) = fs::canonicalize(path) else { return Ok(()) };
        let is_it = |named: &PathBuf| fs::canonicalize(named).is_ok_and(|named| named == place);
        if place.is_file() && self.paths.iter().any(is_it) {
            let shown = path.display();
            return Err(format!(
                "{shown}: is an input and would be written over; name another file"
            ));
        }
        self.selection.leave_out_written(place);
        Ok(())
    }

    /// Takes files that are no documents out of the inputs.
    pub(super) fn take_paths(&mut self, is_other: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
        let (other, documents) = std::mem::take(&mut self.paths)
            .into_iter()
            .partition(|path| !is_stdin(path) && path.is_file() && is_other(path));
        self.paths = documents;
        other
    }

    /// Whether standard input is one of the inputs.
    pub(super) fn has_stdin(&self) -> bool {
        self.paths.iter().any(|path| is_stdin(path))
    }

    /// Whether there is exactly one input and it is no directory.
    pub(super) fn is_single(&self) -> bool {
        matches!(&self.paths[..], [path] if !path.is_dir())
    }

    /// Whether several paths are named, so that two of them may hold files of one name.
    pub(super) fn is_several(&self) -> bool {
        self.paths.len() > 1
    }

    /// The directories that are named.
    pub(super) fn directories(&self) -> impl Iterator<Item = &Path> {
        self.paths.iter().map(PathBuf::as_path).filter(|path| path.is_dir())
    }

    /// Whether outputs stand in the folders that their inputs were named with: where several are named,
    /// and two of them may hold one name.
    fn keeps_folders(&self) -> bool {
        let mut names = BTreeSet::new();
        let is_new =
            |path: &PathBuf| path.file_name().is_none_or(|name| names.insert(name.to_owned()));
        self.is_several() && (self.directories().next().is_some() || !self.paths.iter().all(is_new))
    }

    /// The documents, in the order of the paths and sorted below each directory. Directories are
    /// walked as the documents are asked for.
    pub(super) fn inputs(self) -> impl Iterator<Item = Input> + Send {
        let keeps_folders = self.keeps_folders();
        let Self { paths, stdin_name, force_exclude, selection } = self;
        let selection = Arc::new(selection);
        let mut ignores = Ignores::default();
        paths.into_iter().flat_map(move |path| -> Box<dyn Iterator<Item = Input> + Send> {
            if is_stdin(&path) {
                let name = stdin_name.clone();
                let relative = PathBuf::from(&name);
                return Box::new(std::iter::once(Input { name, source: Source::Stdin, relative }));
            }
            let is_other_type = || path.is_file() && !selection.takes(&path);
            if force_exclude && (ignores.leave_out(&selection, &path) || is_other_type()) {
                return Box::new(std::iter::empty());
            }
            let folders = if keeps_folders { plain(&path) } else { PathBuf::new() };
            if path.is_dir() {
                return walk(&selection, path, folders);
            }
            let name = path.file_name().map_or_else(|| path.clone(), PathBuf::from);
            let relative = if keeps_folders { folders } else { name };
            Box::new(std::iter::once(Input::file(&path, &relative, true)))
        })
    }
}

/// The names of a path alone, so that it stays below whatever it is joined to.
fn plain(path: &Path) -> PathBuf {
    let names = path.components().filter(|part| matches!(part, Component::Normal(_)));
    names.collect()
}

/// Whether something waits on standard input. A terminal has a person before it who would wait in turn; what
/// runners and editors give is empty. Nothing is taken from it.
fn has_input(is_terminal: bool, stdin: &mut impl BufRead) -> bool {
    !is_terminal && stdin.fill_buf().is_ok_and(|bytes| !bytes.is_empty())
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Paths from a file, one on a line, or separated by NULs as `find -print0` writes them.
fn read_list(list: &Path) -> Result<Vec<PathBuf>, String> {
    let mut bytes = Vec::new();
    let read = if is_stdin(list) {
        io::stdin().lock().read_to_end(&mut bytes)
    } else {
        File::open(list).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    read.map_err(|error| format!("{}: {}", list.display(), explain(&error)))?;
    let separator = if bytes.contains(&0) { 0 } else { b'\n' };
    let lines = bytes.split(|&byte| byte == separator).map(|line| match separator {
        b'\n' => line.strip_suffix(b"\r").unwrap_or(line),
        _ => line,
    });
    lines.filter(|line| !line.is_empty()).map(path_of).collect()
}

/// A path as a list writes it. On Unix any bytes are one.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere not all bytes are a path")]
fn path_of(bytes: &[u8]) -> Result<PathBuf, String> {
    use std::os::unix::ffi::OsStrExt as _;
    Ok(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

/// A path as a list writes it, in UTF-8.
#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> Result<PathBuf, String> {
    let path = std::str::from_utf8(bytes).map_err(|_| "--files-from: a path is not UTF-8");
    Ok(PathBuf::from(path?))
}

/// The documents below a directory, by their names. They stand in these folders where they are written.
fn walk(
    selection: &Arc<Selection>,
    root: PathBuf,
    folders: PathBuf,
) -> Box<dyn Iterator<Item = Input> + Send> {
    let selection = selection.clone();
    let entries = Selection::walk(&selection, &root).build();
    Box::new(entries.filter_map(move |entry| match entry {
        Ok(entry) if is_file(&entry) && selection.takes(entry.path()) => {
            let relative = entry.path().strip_prefix(&root).unwrap_or(entry.path());
            Some(Input::file(entry.path(), &folders.join(relative), false))
        }
        Ok(_) => None,
        Err(error) => Some(Input::broken(&root, error.to_string())),
    }))
}

fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file())
}
