//! Files in legacy encodings, and lines of mojibake: how many come out exactly right.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use monoglot::{Hint, Text};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use super::json::{open, read, word};
use super::text::{head, percent, row};

/// How many are right, of how many, for each kind.
type Counts = BTreeMap<String, (usize, usize)>;

/// `FOLDER/manifest.jsonl` names the files in `files/` (`path`), their `set` and their `length`; the same
/// names below `truth/` have their text in UTF-8. Nothing is repaired.
///
/// # Errors
///
/// If a file cannot be read, or the manifest is not JSON.
pub fn files(folder: &Path) -> io::Result<String> {
    let mut hint = Hint::default();
    hint.repair = false;
    let mut counts = Counts::new();
    for entry in rows(&folder.join("manifest.jsonl"))? {
        let path = word(&entry, "path");
        let truth = open(&folder.join("truth").join(&path))?;
        let is_right = is_right(&read(&folder.join("files").join(&path))?, &truth, &hint);
        let set = word(&entry, "set");
        let of_length = format!("{set}, {}", word(&entry, "length"));
        for kind in [set, of_length] {
            count(&mut counts, kind, is_right);
        }
    }
    Ok(table(&counts))
}

/// Each row has a line as it is (`mojibake`) and as it should be (`truth`), its `kind` and its `group`.
///
/// # Errors
///
/// If the file cannot be read or is not JSON.
pub fn repairs(path: &Path) -> io::Result<String> {
    let mut counts = Counts::new();
    for entry in rows(path)? {
        let line = word(&entry, "mojibake") + "\n";
        let is_right = is_right(line.as_bytes(), &word(&entry, "truth"), &Hint::default());
        let (kind, group) = (word(&entry, "kind"), word(&entry, "group"));
        let group = Some(group).filter(|group| *group != kind);
        group.into_iter().chain([kind]).for_each(|kind| count(&mut counts, kind, is_right));
    }
    Ok(table(&counts))
}

fn is_right(bytes: &[u8], truth: &str, hint: &Hint) -> bool {
    Text::decode(bytes, hint).is_ok_and(|text| plain(text.as_str()) == plain(truth))
}

/// The text, kinds of line ends, the byte order mark and line ends at its end aside.
fn plain(text: &str) -> String {
    let text: String = text.replace("\r\n", "\n").replace('\r', "\n").nfc().collect();
    text.trim_start_matches('\u{FEFF}').trim_end_matches('\n').to_owned()
}

fn count(counts: &mut Counts, kind: String, is_right: bool) {
    let (right, all) = counts.entry(kind).or_default();
    *right += usize::from(is_right);
    *all += 1;
}

fn table(counts: &Counts) -> String {
    let rows = counts
        .iter()
        .map(|(kind, (right, all))| row(kind, &[all.to_string(), percent(*right, *all)]));
    head("", &["", "exactly right, %"]) + &rows.collect::<String>()
}

fn rows(path: &Path) -> io::Result<Vec<Value>> {
    open(path)?.lines().map(|row| Ok(serde_json::from_str(row)?)).collect()
}
