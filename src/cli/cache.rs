//! What earlier runs found out, so that a document that did not change is not judged again.
//!
//! An entry is known by everything that it depends on: the program itself (its bytes, and with them
//! its version and its model), the settings of the document, the decisions, what is to be printed,
//! the document's name and its bytes. So nothing in here can be out of date; what no longer applies
//! is not found, and falls out when the file is full.
//!
//! Reading and hashing a file that nobody touched takes as long as everything else about it. So an entry
//! is also found by what the system says of the file, as in git: its place on the disk, its length, when
//! it was written and when anything about it changed. The last of these cannot be set, and a file that
//! changed a moment ago is read, since its clock may not have moved on.
//!
//! What stands in it is believed: whoever can write it can say what a run finds. So it must not come
//! from where documents come from.
//!
//! The cache is one file, read when a run begins and replaced as a whole when it ends: a line for
//! each entry, with a checksum. A line that is damaged is as good as not there.

use std::env;
use std::fs::{self, Metadata};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use foldhash::HashMap;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::atomic::replace_atomically;
use super::hash::{add, hash_of, hex};
use super::io_error::explain;

const FILE_NAME: &str = "documents.jsonl";

/// The first line of the file. Another format has another one, and is not read.
const HEAD: &str = "monoglot cache 1";

/// The cache holds no more bytes than this: some 200,000 documents without findings.
const CAPACITY: usize = 128 << 20;

/// What is longer is judged again rather than kept.
const LONGEST: usize = 1 << 20;

/// What an entry is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct CacheKey([u8; 16]);

/// The entries of earlier runs and of this one.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    /// What all entries of this run depend on.
    base: Sha256,
    /// The file of earlier runs, and its entries.
    text: String,
    old: HashMap<CacheKey, StoredLine>,
    new: Mutex<New>,
}

/// An entry of an earlier run.
#[derive(Debug)]
struct StoredLine {
    /// Where in the file its line stands.
    place: Range<usize>,
    is_used: AtomicBool,
}

/// What this run adds.
#[derive(Debug, Default)]
struct New {
    lines: HashMap<CacheKey, String>,
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
        let text = fs::read(folder.join(FILE_NAME)).unwrap_or_default();
        let text = String::from_utf8(text)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        let mut lines = text.split_terminator('\n');
        let is_ours = lines.next() == Some(HEAD);
        let entry = |line: &str| {
            let start = line.as_ptr() as usize - text.as_ptr() as usize;
            StoredLine { place: start..start + line.len(), is_used: AtomicBool::new(false) }
        };
        let entries = lines.filter(|_| is_ours);
        let old = entries.filter_map(|line| Some((key_at(line)?, entry(line)))).collect();
        let mut cache = Self {
            folder: folder.to_owned(),
            base: Sha256::new(),
            text,
            old,
            new: Mutex::default(),
        };
        let program = env::current_exe().and_then(|path| cache.digest(&path));
        let program =
            program.map_err(|error| format!("--cache needs the program: {}", explain(&error)))?;
        add(&mut cache.base, program.as_bytes());
        add(&mut cache.base, settings.as_bytes());
        Ok(cache)
    }

    /// The hash of a file that may be large, remembered as well.
    fn digest(&self, path: &Path) -> io::Result<String> {
        let stamp = self.stamp(path, "");
        if let Some(known) = stamp.and_then(|stamp| self.get(stamp)) {
            return Ok(known);
        }
        let digest = hash_of(path)?;
        if let Some(stamp) = stamp {
            self.put(stamp, &digest);
        }
        Ok(digest)
    }

    /// What a document is known by: its name, its bytes, and what it is judged by.
    pub(super) fn key(&self, name: &str, bytes: &[u8], settings: &str) -> CacheKey {
        self.key_of([name.as_bytes(), settings.as_bytes(), bytes])
    }

    /// What the document in a file is known by as long as nobody touches the file. `None` if it was
    /// touched a moment ago, and where the system does not say enough.
    pub(super) fn stamp(&self, path: &Path, settings: &str) -> Option<CacheKey> {
        let stamp = stamp(&fs::metadata(path).ok()?, SystemTime::now())?;
        Some(self.key_of([path.as_os_str().as_encoded_bytes(), settings.as_bytes(), &stamp]))
    }

    fn key_of(&self, parts: [&[u8]; 3]) -> CacheKey {
        let mut hash = self.base.clone();
        for part in parts {
            add(&mut hash, part);
        }
        let mut key = [0; 16];
        key.copy_from_slice(&hash.finalize()[..16]);
        CacheKey(key)
    }

    /// What an earlier run made of a document that has not been touched since.
    pub(super) fn get_unread<T: DeserializeOwned>(&self, stamp: CacheKey) -> Option<T> {
        self.get(key_at(&self.get::<String>(stamp)?)?)
    }

    /// Remembers what an untouched file is known by.
    pub(super) fn put_stamp(&self, stamp: CacheKey, key: CacheKey) {
        self.put(stamp, &hex(&key.0));
    }

    /// What an earlier run made of a document.
    pub(super) fn get<T: DeserializeOwned>(&self, key: CacheKey) -> Option<T> {
        let entry = self.old.get(&key)?;
        let payload = payload_of(&self.text[entry.place.clone()])?;
        let value = serde_json::from_str(payload).ok()?;
        entry.is_used.store(true, Ordering::Relaxed);
        Some(value)
    }

    /// Keeps what this run made of a document, if there is room. Its members must come back as their
    /// defaults where they are left out.
    pub(super) fn put(&self, key: CacheKey, value: &impl Serialize) {
        let is_known = |entry: &StoredLine| entry.is_used.load(Ordering::Relaxed);
        if self.old.get(&key).is_some_and(is_known) {
            return;
        }
        let Ok(mut value) = serde_json::to_value(value) else { return };
        drop_defaults(&mut value);
        let payload = value.to_string();
        let line = format!("{} {:016x} {payload}", hex(&key.0), checksum(&payload));
        let mut new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        if line.len() <= LONGEST && new.bytes + line.len() < CAPACITY {
            new.bytes += line.len() + 1;
            new.lines.insert(key, line);
        }
    }

    /// Writes what this run made and used, and of the rest what there is room for.
    pub(super) fn save(self) -> Result<(), String> {
        let New { lines, mut bytes } =
            self.new.into_inner().unwrap_or_else(PoisonError::into_inner);
        if lines.is_empty() {
            return Ok(());
        }
        let is_old = |(key, _): &(&CacheKey, &StoredLine)| !lines.contains_key(key);
        let mut old: Vec<_> = self.old.iter().filter(is_old).collect();
        old.sort_unstable_by_key(|(key, entry)| (!entry.is_used.load(Ordering::Relaxed), **key));
        let mut kept: Vec<_> = lines.values().map(String::as_str).collect();
        for (_, entry) in old {
            bytes += entry.place.len() + 1;
            if bytes > CAPACITY {
                break;
            }
            kept.push(&self.text[entry.place.clone()]);
        }
        // The same entries make the same file, in whatever order documents were done.
        kept.sort_unstable();
        kept.insert(0, HEAD);
        let text = kept.join("\n") + "\n";
        let path = self.folder.join(FILE_NAME);
        let written =
            replace_atomically(&path, text.as_bytes()).and_then(|()| ignore_in_git(&self.folder));
        written.map_err(|error| format!("{}: {}", path.display(), explain(&error)))
    }
}

/// Nobody wants to commit it.
fn ignore_in_git(folder: &Path) -> io::Result<()> {
    let path = folder.join(".gitignore");
    if path.exists() { Ok(()) } else { replace_atomically(&path, b"*\n") }
}

/// Drops the members of objects that are nothing or zero, which most of what is counted is: they come
/// back as the defaults they are.
fn drop_defaults(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(drop_defaults);
            members.retain(|_, member| match member {
                Value::Null => false,
                Value::Bool(is_set) => *is_set,
                Value::Number(number) => number.as_f64() != Some(0.0),
                Value::String(text) => !text.is_empty(),
                Value::Array(items) => !items.is_empty(),
                Value::Object(members) => !members.is_empty(),
            });
        }
        Value::Array(items) => items.iter_mut().for_each(drop_defaults),
        _ => {}
    }
}

fn checksum(payload: &str) -> u64 {
    let digest = Sha256::digest(payload);
    u64::from_be_bytes(std::array::from_fn(|i| digest[i]))
}

/// A file that changed less than this ago may change again without another time: some systems count in
/// seconds.
const SETTLED: Duration = Duration::from_secs(2);

/// What the system says of a file that changes with it.
#[cfg(unix)]
fn stamp(file: &Metadata, now: SystemTime) -> Option<Vec<u8>> {
    use std::os::unix::fs::MetadataExt as _;
    let changed = Duration::new(file.ctime().try_into().ok()?, file.ctime_nsec().try_into().ok()?);
    let is_settled = now.duration_since(SystemTime::UNIX_EPOCH + changed).ok()? > SETTLED;
    let signs = [
        file.dev(),
        file.ino(),
        file.size(),
        file.mtime().cast_unsigned(),
        file.mtime_nsec().cast_unsigned(),
        file.ctime().cast_unsigned(),
        file.ctime_nsec().cast_unsigned(),
    ];
    is_settled.then(|| signs.iter().flat_map(|sign| sign.to_le_bytes()).collect())
}

/// Elsewhere a file can change without a trace.
#[cfg(not(unix))]
fn stamp(_: &Metadata, _: SystemTime) -> Option<Vec<u8>> {
    None
}

/// The key at the start of a line.
fn key_at(line: &str) -> Option<CacheKey> {
    let digits = line.get(..32)?;
    let number = u128::from_str_radix(digits, 16).ok()?;
    Some(CacheKey(number.to_be_bytes()))
}

/// What a line holds, if it is as it was written.
fn payload_of(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once(' ')?;
    let (sum, payload) = rest.split_once(' ')?;
    (u64::from_str_radix(sum, 16).ok()? == checksum(payload)).then_some(payload)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// What the system says of a file, as if a while had passed.
    fn stamp_of(path: &Path) -> Option<Vec<u8>> {
        stamp(&fs::metadata(path).ok()?, SystemTime::now() + 2 * SETTLED)
    }

    #[test]
    fn a_file_is_the_same_until_it_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "one").unwrap();
        let before = fs::metadata(&path).unwrap();
        let (first, again) = (stamp_of(&path), stamp_of(&path));
        assert!(first.is_some() && first == again);
        assert_eq!(stamp(&before, SystemTime::now()), None, "it may change within the same tick");
        // Time goes on, and nobody can set it back where it counts.
        std::thread::sleep(Duration::from_millis(20));
        fs::write(&path, "two").unwrap();
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(before.modified().unwrap()).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before.modified().unwrap());
        assert_ne!(stamp_of(&path), first);
    }

    #[test]
    fn what_is_left_out_comes_back() {
        let mut value = serde_json::json!({"a": 0, "b": {"c": [], "d": ""}, "e": [{"f": null, "g": 1}], "h": 2});
        drop_defaults(&mut value);
        assert_eq!(value, serde_json::json!({"e": [{"g": 1}], "h": 2}));
    }
}
