//! The cache: the same answers, sooner.

use std::fs;

use sha2::{Digest, Sha256};

use crate::cli::{ENGLISH, PROMPT, dirty};
use crate::run::{Folder, Ran, finish, fixture};

const FILE: &str = ".monoglot-cache/documents.jsonl";

/// What a run said, but for what it was given on standard error about the cache itself.
fn said(ran: &Ran) -> (i32, String, String) {
    (ran.code, ran.text().to_owned(), ran.stderr.clone())
}

/// Runs without the cache, then twice with it, and all say the same.
fn same(folder: &Folder, args: &[&str]) -> (i32, String, String) {
    let without = said(&folder.run(args));
    for _ in 0..2 {
        assert_eq!(said(&folder.run(&[args, &["--cache"]].concat())), without, "{args:?}");
    }
    without
}

fn entries(folder: &Folder) -> Vec<String> {
    let text = String::from_utf8(folder.read(FILE)).expect("text");
    text.lines().skip(1).map(str::to_owned).collect()
}

/// Rewrites what the cache holds, as if an earlier run had found out something else.
fn forge(folder: &Folder, from: &str, to: &str) {
    let forged = entries(folder).into_iter().map(|line| {
        let (key, rest) = line.split_once(' ').expect("a key");
        let (_, payload) = rest.split_once(' ').expect("a checksum");
        let payload = payload.replace(from, to);
        let digest = Sha256::digest(&payload);
        let sum = u64::from_be_bytes(digest[..8].try_into().expect("eight bytes"));
        format!("{key} {sum:016x} {payload}\n")
    });
    let forged: Vec<_> = forged.collect();
    folder.write(FILE, "monoglot cache 1\n".to_owned() + &forged.concat());
}

/// Whether a run takes from the cache what only the cache can have said.
fn is_used(folder: &Folder, args: &[&str]) -> bool {
    folder.run(&[args, &["--cache"]].concat());
    forge(folder, "\"lines\":2,", "\"lines\":77,");
    let ran = folder.run(&[args, &["--cache"]].concat());
    ran.text().contains("77 lines kept") || ran.stderr.contains("77 lines kept")
}

#[test]
fn a_document_that_did_not_change_is_not_judged_again() {
    let folder = Folder::new();
    folder.write("a.txt", ENGLISH);
    assert!(is_used(&folder, &["check", "a.txt"]));
    assert!(is_used(&folder, &["clean", "a.txt"]));
    assert!(!is_used(&folder, &["check", "--write-baseline", "a.txt"]), "a baseline looks itself");
    assert_eq!(folder.read(".monoglot-cache/.gitignore"), b"*\n");
    let named = Folder::new();
    named.write("a.txt", ENGLISH);
    named.run(&["check", "--cache=kept here", "."]);
    assert!(named.path("kept here/documents.jsonl").exists());
    let ran = named.run(&["check", "--cache=kept here", "."]);
    assert!(ran.text().contains("1 document: "), "the cache is no document: {}", ran.text());
}

#[test]
fn nothing_is_cached_unless_it_is_asked_for() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    for command in ["clean", "check", "tag"] {
        folder.run(&[command, "a.txt"]);
    }
    assert!(!folder.path(".monoglot-cache").exists());
}

#[test]
fn every_document_and_format_says_the_same_from_the_cache() {
    let folder = Folder::new();
    for name in ["wild", "synthetic", "negative", "known-failures"] {
        for entry in fs::read_dir(fixture("cases").join(name)).unwrap() {
            let entry = entry.unwrap();
            let file = format!("in/{name}/{}", entry.file_name().display());
            folder.write(&file, fs::read(entry.path()).unwrap());
        }
    }
    for name in ["rus.windows-1251", "mixed.bytes", "jpn.shift_jis"] {
        folder.write(&format!("in/{name}"), fs::read(fixture("encodings").join(name)).unwrap());
    }
    let formats = monoglot::report::Format::ALL.map(monoglot::report::Format::name);
    let reports = formats.map(|name| format!("--report={name}=out/{name}"));
    let check = [&["check", "in"][..], &reports.each_ref().map(String::as_str)].concat();
    let written = |args: &[&str]| {
        folder.run(&[&check[..], args].concat());
        formats.map(|name| folder.read(&format!("out/{name}")))
    };
    let without = written(&[]);
    for _ in 0..2 {
        let with = written(&["--cache"]);
        for (name, (with, without)) in formats.iter().zip(with.iter().zip(&without)) {
            assert!(with == without, "{name}");
        }
    }
    same(&folder, &["check", "--color", "always", "in"]);
    same(&folder, &["tag", "in"]);
    same(&folder, &["tag", "--each-line", "in"]);
    same(&folder, &["clean", "in"]);
    same(&folder, &["clean", "--diff", "in"]);
    same(&folder, &["check", "--report", "json=/dev/null", "in", "missing.txt"]);
}

/// Whatever an answer depends on changes the answer, with a full cache as without one.
#[test]
fn what_changed_is_judged_again() {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("b.txt", ENGLISH);
    let check = |folder: &Folder| same(folder, &["check", "--format", "concise", "a.txt", "b.txt"]);
    let first = check(&folder);
    assert_eq!((first.0, first.1.lines().count()), (1, 1));
    folder.write("b.txt", dirty());
    assert_eq!(check(&folder).1.lines().count(), 2, "bytes");
    folder.write("monoglot.toml", "also = \"uk\"\n");
    assert_eq!(check(&folder).0, 0, "configuration");
    folder.write("monoglot.toml", "[[overrides]]\npaths = [\"b.txt\"]\nalso = \"uk\"\n");
    assert_eq!(check(&folder).1, first.1, "overrides");
    folder.write("monoglot.toml", "[rules]\noff-language-line = \"note\"\n");
    assert_eq!(check(&folder).0, 0, "rules");
    folder.write("monoglot.toml", "");
    folder.run(&["check", "--write-baseline", "b.txt"]);
    assert_eq!(check(&folder).1, first.1, "decisions");
    folder.write("monoglot.decisions.jsonl", "");
    let both = check(&folder);
    assert_eq!(both.1.lines().count(), 2);
    assert_ne!(
        same(&folder, &["check", "--format", "concise", "--lang", "uk", "a.txt"]).1,
        first.1
    );
    assert_ne!(same(&folder, &["check", "--engine", "whatlang", "a.txt"]).1, "");
    fs::rename(folder.path("a.txt"), folder.path("c.txt")).unwrap();
    let renamed = same(&folder, &["check", "--format", "concise", "c.txt"]);
    assert!(renamed.1.starts_with("c.txt:3:1: "), "the name is said");
}

/// Files that nobody touched for a while are not read again; what touches them is seen, even where it
/// leaves the length and the time of writing as they were.
#[test]
fn untouched_files_are_not_read_and_touched_ones_are() {
    let folder = Folder::new();
    let text = dirty();
    folder.write("a.txt", text.clone()).write("b.txt", ENGLISH);
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    let check = ["check", "--format", "concise", "a.txt", "b.txt"];
    let first = same(&folder, &check);
    assert_eq!((first.0, first.1.lines().count()), (1, 1));
    let aliases = entries(&folder).iter().filter(|line| line.ends_with('"')).count();
    assert!(aliases >= 2, "{:?}", entries(&folder));
    assert_eq!(same(&folder, &check), first);
    let written = fs::metadata(folder.path("a.txt")).unwrap().modified().unwrap();
    let english = "comment on the message here:".repeat(3);
    let clean = ENGLISH.to_owned() + &english[..text.len() - ENGLISH.len() - 1] + "\n";
    assert_eq!(clean.len(), text.len());
    folder.write("a.txt", clean);
    let file = fs::File::options().write(true).open(folder.path("a.txt")).unwrap();
    file.set_modified(written).unwrap();
    assert_eq!(same(&folder, &check).1.lines().count(), 0, "it was read again");
}

#[test]
fn stale_decisions_are_found_from_the_cache_too() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    folder.run(&["check", "--write-baseline", "a.txt"]);
    let ran = same(&folder, &["check", "--format", "concise", "."]);
    assert_eq!((ran.0, ran.1.as_str()), (0, ""), "what matched is remembered");
    folder.write("a.txt", ENGLISH);
    assert!(same(&folder, &["check", "."]).1.contains("stale-decision"));
}

#[test]
fn another_program_does_not_read_the_answers_of_this_one() {
    let folder = Folder::new();
    folder.write("a.txt", ENGLISH);
    folder.run(&["check", "--cache", "a.txt"]);
    forge(&folder, "\"lines\":2,", "\"lines\":77,");
    let mut other = fs::read(env!("CARGO_BIN_EXE_monoglot")).unwrap();
    other.push(0);
    folder.write("other.exe", other);
    let same = fs::metadata(env!("CARGO_BIN_EXE_monoglot")).unwrap().permissions();
    fs::set_permissions(folder.path("other.exe"), same).unwrap();
    let mut command = std::process::Command::new(folder.path("other.exe"));
    command.args(["check", "--cache", "a.txt"]).current_dir(folder.path(""));
    let ran = finish(command, b"");
    assert!(ran.text().contains(": 2 lines kept"), "{}{}", ran.text(), ran.stderr);
}

#[test]
fn a_cache_that_is_damaged_is_not_there() {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("b.txt", ENGLISH);
    let args = ["check", "--cache", "a.txt", "b.txt"];
    let right = said(&folder.run(&args));
    let whole = folder.read(FILE);
    let mut broken: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"\0\xFF\xFE garbage".to_vec(),
        whole[..whole.len() / 2].to_vec(),
        whole[..40].to_vec(),
        whole.repeat(2),
        [b"monoglot cache 999\n", &whole[17..]].concat(),
        "monoglot cache 1\n\u{fc}\n \n  \nxyz\n".repeat(3).into_bytes(),
    ];
    for at in (20..whole.len()).step_by(149) {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        broken.push(flipped);
    }
    for bytes in broken {
        folder.write(FILE, &bytes);
        assert_eq!(said(&folder.run(&args)), right, "{}", String::from_utf8_lossy(&bytes));
    }
    fs::remove_file(folder.path(FILE)).unwrap();
    fs::create_dir(folder.path(FILE)).unwrap();
    let ran = folder.run(&args);
    assert_eq!((ran.code, ran.text()), (right.0, right.1.as_str()), "it is only not kept");
    assert!(ran.stderr.contains(FILE), "{}", ran.stderr);
}

#[test]
fn cleaning_in_place_writes_what_the_cache_remembers() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    assert_eq!(folder.run(&["clean", "--cache", "--in-place", "a.txt"]).code, 0);
    assert_eq!(folder.read("a.txt"), ENGLISH.as_bytes());
    folder.write("a.txt", dirty());
    let again = folder.run(&["clean", "--cache", "--in-place", "a.txt"]);
    assert!(again.stderr.contains("1 removed"), "{}", again.stderr);
    assert_eq!(folder.read("a.txt"), ENGLISH.as_bytes());
    assert_eq!(folder.run(&["undo", "monoglot.journal.jsonl"]).code, 0);
    assert_eq!(folder.read("a.txt"), (ENGLISH.to_owned() + PROMPT).as_bytes());
}
