//! What earlier runs found out, so that a document that did not change is not judged again.
//!
//! An entry is known by everything that it depends on: the program itself (its bytes, and with them
//! its version and its model), the settings of the document, the decisions, what is to be printed,
//! the document's name and its bytes. So nothing in here can be out of date; what no longer applies
//! is not found, and falls out when the file is full.
//!
//! What stands in it is believed: whoever can write it can say what a run finds. So it must not come
//! from where documents come from.
//!
//! The cache is one file, read when a run begins and replaced as a whole when it ends: a line for
//! each entry, with a checksum. A line that is damaged is as good as not there.

use std::collections::{HashMap, HashSet};
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::inputs::explain;
use super::output::replace_atomically;

/// Where the cache is unless `--cache` says otherwise: hidden, so that walks leave it out.
pub(super) const DEFAULT_FOLDER: &str = ".monoglot-cache";

const FILE_NAME: &str = "documents.jsonl";

/// The first line of the file. Another format has another one, and is not read.
const HEAD: &str = "monoglot cache 1";

/// The cache holds no more bytes than this: some 200,000 documents without findings.
const CAPACITY: usize = 128 << 20;

/// What is longer is judged again rather than kept.
const LONGEST: usize = 1 << 20;

/// What an entry is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key([u8; 16]);

/// The entries of earlier runs and of this one.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    /// What all entries of this run depend on.
    base: Sha256,
    /// The entries of earlier runs, each with its line of the file.
    old: HashMap<Key, String>,
    new: Mutex<New>,
}

/// What this run adds.
#[derive(Debug, Default)]
struct New {
    used: HashSet<Key>,
    lines: Vec<String>,
    bytes: usize,
}

impl Cache {
    /// Reads the cache of a folder for a run that depends on `settings` beside the program. A cache
    /// that cannot be read is empty.
    pub(super) fn open(folder: &Path, settings: &str) -> Result<Self, String> {
        // It would be written wherever strangers, from whom the folder around it is, want it.
        if fs::symlink_metadata(folder).is_ok_and(|data| data.is_symlink()) {
            let shown = folder.display();
            return Err(format!(
                "{shown}: the cache is a link; name the folder itself with --cache="
            ));
        }
        let program = env::current_exe().and_then(fs::read);
        let program =
            program.map_err(|error| format!("--cache needs the program: {}", explain(&error)))?;
        let mut base = Sha256::new();
        add(&mut base, &Sha256::digest(program));
        add(&mut base, settings.as_bytes());
        let text = fs::read(folder.join(FILE_NAME)).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let mut lines = text.lines();
        let is_ours = lines.next() == Some(HEAD);
        let old =
            lines.filter(|_| is_ours).filter_map(|line| Some((key_of(line)?, line.to_owned())));
        Ok(Self { folder: folder.to_owned(), base, old: old.collect(), new: Mutex::default() })
    }

    /// What a document is known by: its name, its bytes, and what it is judged by.
    pub(super) fn key(&self, name: &str, bytes: &[u8], judge: &str) -> Key {
        let mut hash = self.base.clone();
        add(&mut hash, name.as_bytes());
        add(&mut hash, judge.as_bytes());
        add(&mut hash, bytes);
        let mut key = [0; 16];
        key.copy_from_slice(&hash.finalize()[..16]);
        Key(key)
    }

    /// What an earlier run made of a document.
    pub(super) fn get<T: DeserializeOwned>(&self, key: Key) -> Option<T> {
        let line = self.old.get(&key)?;
        let payload = payload_of(line)?;
        let value = serde_json::from_str(payload).ok()?;
        let mut new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        if new.used.insert(key) {
            new.bytes += line.len() + 1;
        }
        Some(value)
    }

    /// Keeps what this run made of a document, if there is room.
    pub(super) fn put(&self, key: Key, value: &impl Serialize) {
        let Ok(payload) = serde_json::to_string(value) else { return };
        let line = format!("{} {} {payload}", hex(&key.0), checksum(&payload));
        let mut new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        if line.len() <= LONGEST && new.bytes + line.len() < CAPACITY && new.used.insert(key) {
            new.bytes += line.len() + 1;
            new.lines.push(line);
        }
    }

    /// Writes what this run used and made, and of the rest what there is room for.
    pub(super) fn save(self) -> Result<(), String> {
        let New { used, mut lines, mut bytes } =
            self.new.into_inner().unwrap_or_else(PoisonError::into_inner);
        if lines.is_empty() {
            return Ok(());
        }
        let mut old: Vec<_> = self.old.into_iter().collect();
        old.sort_unstable();
        for (key, line) in old {
            let is_used = used.contains(&key);
            if is_used || bytes + line.len() < CAPACITY {
                bytes += if is_used { 0 } else { line.len() + 1 };
                lines.push(line);
            }
        }
        // The same entries make the same file, in whatever order documents were done.
        lines.sort_unstable();
        lines.insert(0, HEAD.to_owned());
        let text = lines.join("\n") + "\n";
        let path = self.folder.join(FILE_NAME);
        let written = replace_atomically(&path, text.as_bytes(), None)
            .and_then(|()| ignore_in_git(&self.folder));
        written.map_err(|error| format!("{}: {}", path.display(), explain(&error)))
    }
}

/// Nobody wants to commit it.
fn ignore_in_git(folder: &Path) -> io::Result<()> {
    let path = folder.join(".gitignore");
    if path.exists() { Ok(()) } else { replace_atomically(&path, b"*\n", None) }
}

/// Adds a part to a hash, so that two parts cannot be mistaken for two others.
fn add(hash: &mut Sha256, part: &[u8]) {
    hash.update((part.len() as u64).to_le_bytes());
    hash.update(part);
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn checksum(payload: &str) -> String {
    hex(&Sha256::digest(payload)[..8])
}

/// The key at the start of a line.
fn key_of(line: &str) -> Option<Key> {
    let digits = line.get(..32)?;
    let number = u128::from_str_radix(digits, 16).ok()?;
    Some(Key(number.to_be_bytes()))
}

/// What a line holds, if it is as it was written.
fn payload_of(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once(' ')?;
    let (sum, payload) = rest.split_once(' ')?;
    (sum == checksum(payload)).then_some(payload)
}
