//! Shards that are done, so that a run that was killed goes on where it was.
//!
//! Beside its outputs a run keeps a hidden folder with a checkpoint for each: first that the output is
//! ours to write, and when it is whole, what it was made from and what was reported of it. A checkpoint
//! is known by the bytes of its shard, by the program, and by everything the run was asked for; one
//! that is about anything else does not count.

use std::env;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::cli::atomic::{replace_atomically, temporary_in};
use crate::cli::hash::{add, hash_of, hex};
use crate::cli::inputs::{Input, Source};
use crate::cli::io_error::explain;
use crate::cli::lock;
use crate::cli::outcome::Outcome;
use crate::cli::stop::{Guarded, GuardedPath};

/// The folder beside the outputs: hidden, so that walks and patterns leave it out.
const FOLDER: &str = ".monoglot";

/// What the names of unfinished files end with.
const PART: &str = ".part";

/// Bytes that hold the last line of a checkpoint.
const LAST: u64 = 1024;

/// One line of a checkpoint.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", bound(deserialize = "O: Deserialize<'de>"))]
enum Line<O> {
    /// What came of a document, and why it failed.
    Outcome(O, Option<String>),
    /// The key of the shard, and the hash of its output.
    Done { key: String, output: String },
}

/// What the checkpoints of a run depend on.
#[derive(Debug)]
pub(in crate::cli) struct Checkpoints {
    /// What the run was asked for.
    settings: String,
    /// The hash of the program, once it is asked for.
    program: OnceLock<String>,
    /// Whether what an earlier run did is taken over.
    resumes: bool,
}

impl Checkpoints {
    pub(in crate::cli) fn new(settings: String, resumes: bool) -> Self {
        Self { settings, program: OnceLock::new(), resumes }
    }

    /// What a shard is known by; standard input is known by nothing.
    pub(super) fn key(&self, input: &Input, judge: &str) -> Result<Option<String>, String> {
        let Source::File { path, .. } = &input.source else { return Ok(None) };
        let content = hash_of(path).map_err(|error| explain(&error))?;
        let program = self.program.get_or_init(|| {
            let hash = env::current_exe().and_then(|program| hash_of(&program));
            hash.unwrap_or_else(|_| env!("CARGO_PKG_VERSION").to_owned())
        });
        let mut hash = Sha256::new();
        for part in [program, &self.settings, judge, &input.name, &content] {
            add(&mut hash, part.as_bytes());
        }
        Ok(Some(hex(&hash.finalize())))
    }

    /// Whether an earlier run wrote this output from the same shard in the same way.
    pub(super) fn is_done(&self, output: &Path, key: Option<&str>) -> bool {
        let Some(Line::Done { key: done, output: hash }) = last_line(&checkpoint(output)) else {
            return false;
        };
        self.resumes && Some(done.as_str()) == key && hash_of(output).is_ok_and(|now| now == hash)
    }
}

/// An output that no other run works on until this is dropped.
#[derive(Debug)]
pub(super) struct Claim {
    _lock: File,
    path: PathBuf,
}

impl Claim {
    /// Keeps an output from other runs, and clears away what those left that were killed.
    pub(super) fn new(output: &Path) -> Result<Self, String> {
        let path = beside(output, "lock");
        let locked = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| {
            lock::hold(&path, || {
                File::options().write(true).create(true).truncate(false).open(&path)
            })
        });
        let lock = locked.map_err(|error| format!("{}: {}", output.display(), explain(&error)))?;
        clear_parts(output);
        Ok(Self { _lock: lock, path })
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // Before the lock is given back: who opens the file now makes another one.
        let _ = fs::remove_file(&self.path);
    }
}

/// Removes the unfinished parts of an output.
fn clear_parts(output: &Path) {
    let name = name_of(output);
    let is_part = |file: &str| {
        let unique = file.strip_prefix(&name).and_then(|rest| rest.strip_prefix('.'));
        let unique = unique.and_then(|rest| rest.strip_suffix(PART));
        unique.is_some_and(|unique| !unique.contains('.'))
    };
    let entries = fs::read_dir(output.with_file_name(FOLDER)).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name().to_str().is_some_and(is_part)) {
        let _ = fs::remove_file(entry.path());
    }
}

/// A file for an output, or for its checkpoint, until it is whole.
pub(super) fn part_of(output: &Path) -> io::Result<Guarded> {
    temporary_in(&output.with_file_name(FOLDER), &format!("{}.", name_of(output)), PART)
}

/// Makes an output ours, and refuses one that somebody else wrote.
pub(super) fn own(output: &Path) -> Result<(), String> {
    let checkpoint = checkpoint(output);
    if output.exists() && !checkpoint.exists() {
        return Err(format!(
            "{} is there, and no run of monoglot wrote it; remove it or choose another -o",
            output.display()
        ));
    }
    replace_atomically(&checkpoint, b"")
        .map_err(|error| format!("{}: {}", checkpoint.display(), explain(&error)))
}

/// What an earlier run reported of a shard, document by document.
pub(in crate::cli) fn replay(output: &Path) -> io::Result<impl Iterator<Item = Outcome>> {
    let lines = BufReader::new(File::open(checkpoint(output))?).lines();
    Ok(lines.map_while(Result::ok).filter_map(|line| match serde_json::from_str::<Line<Outcome>>(
        &line,
    )
    .ok()?
    {
        Line::Outcome(outcome, error) => Some(Outcome { error, ..outcome }),
        Line::Done { .. } => None,
    }))
}

/// The checkpoint of a shard that is being written.
#[derive(Debug)]
pub(in crate::cli) struct Checkpoint {
    lines: BufWriter<File>,
    part: GuardedPath,
    place: PathBuf,
    key: String,
    /// Outcomes of which nothing is reported but their counts.
    counted: Outcome,
}

impl Checkpoint {
    pub(in crate::cli) fn new(output: &Path, key: &str) -> io::Result<Self> {
        let place = checkpoint(output);
        let (file, part) = part_of(output)?.into_parts();
        Ok(Self {
            lines: BufWriter::new(file),
            part,
            place,
            key: key.to_owned(),
            counted: Outcome::default(),
        })
    }

    pub(in crate::cli) fn add(&mut self, outcome: &Outcome) -> io::Result<()> {
        if outcome.is_counted_alone() {
            self.counted.count(outcome);
            return Ok(());
        }
        self.line(&Line::Outcome(outcome, outcome.error.clone()))
    }

    /// The shard is whole.
    pub(in crate::cli) fn finish(mut self, output: String) -> io::Result<()> {
        let counted = std::mem::take(&mut self.counted);
        self.line(&Line::Outcome(&counted, None))?;
        let done: Line<&Outcome> = Line::Done { key: std::mem::take(&mut self.key), output };
        self.line(&done)?;
        self.lines.flush()?;
        self.part.persist(&self.place)
    }

    fn line(&mut self, line: &Line<&Outcome>) -> io::Result<()> {
        serde_json::to_writer(&mut self.lines, line)?;
        self.lines.write_all(b"\n")
    }
}

/// Where the checkpoint of an output stands.
fn checkpoint(output: &Path) -> PathBuf {
    beside(output, "done")
}

/// A file about an output, in the hidden folder beside it.
fn beside(output: &Path, ending: &str) -> PathBuf {
    output.with_file_name(FOLDER).join(format!("{}.{ending}", name_of(output)))
}

/// The name of an output; bytes that are no UTF-8 are spelt out, so that two names stay two.
fn name_of(output: &Path) -> String {
    let name = output.file_name().unwrap_or_default();
    name.to_str().map_or_else(|| hex(name.as_encoded_bytes()), str::to_owned)
}

fn last_line(path: &Path) -> Option<Line<Outcome>> {
    let mut file = File::open(path).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(LAST))).ok()?;
    let mut end = Vec::new();
    file.read_to_end(&mut end).ok()?;
    let line = end.strip_suffix(b"\n")?.rsplit(|&byte| byte == b'\n').next()?;
    serde_json::from_slice(line).ok()
}
