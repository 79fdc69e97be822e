//! Writing over files, the journal, undo.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::{PermissionsExt as _, symlink};

use crate::cli::{ENGLISH, dirty};
use crate::run::Folder;

const JOURNAL: &str = "monoglot.journal.jsonl";

#[test]
fn in_place_and_back() {
    let folder = Folder::new();
    let (legacy, _, _) =
        encoding_rs::WINDOWS_1251.encode("Це звичайний український текст про новини дня.\r\n");
    folder.write("in/a.txt", dirty()).write("in/b.txt", ENGLISH).write("in/c.txt", &legacy);
    let ran = folder.run(&["clean", "--in-place", "in"]);
    assert_eq!((ran.code, ran.text()), (0, ""));
    assert!(ran.stderr.contains("to undo: monoglot undo monoglot.journal.jsonl"));
    assert_eq!(folder.read("in/a.txt"), ENGLISH.as_bytes());
    assert_eq!(
        folder.read("in/c.txt"),
        "Це звичайний український текст про новини дня.\r\n".as_bytes()
    );
    let journal = String::from_utf8(folder.read(JOURNAL)).unwrap();
    assert_eq!(journal.lines().count(), 2, "an unchanged file is not written");

    let undone = folder.run(&["undo", JOURNAL]);
    assert_eq!(
        (undone.code, undone.stderr.as_str()),
        (0, "2 files restored from monoglot.journal.jsonl\n")
    );
    assert_eq!(folder.read("in/a.txt"), dirty().as_bytes());
    assert_eq!(folder.read("in/c.txt"), &legacy[..]);
    assert!(!folder.path(JOURNAL).exists(), "a journal without entries is gone");
    assert_eq!(folder.run(&["undo", JOURNAL]).code, 2);
}

#[test]
fn runs_are_undone_from_the_last_to_the_first() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    folder.run(&["clean", "--in-place", "a.txt"]);
    folder.run(&[
        "clean",
        "--in-place",
        "--lang",
        "ukr",
        "--remove",
        "likely",
        "--max-removed",
        "1",
        "a.txt",
    ]);
    assert_eq!(folder.read("a.txt"), b"");
    assert_eq!(folder.run(&["undo", JOURNAL]).code, 0);
    assert_eq!(folder.read("a.txt"), dirty().as_bytes());
}

#[test]
fn undo_refuses_a_file_that_changed_since() {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("b.txt", dirty());
    folder.run(&["clean", "--in-place", "a.txt", "b.txt"]);
    folder.write("a.txt", "edited since\n");
    let undone = folder.run(&["undo", JOURNAL]);
    assert_eq!(undone.code, 2);
    assert!(undone.stderr.contains("a.txt: changed since"), "{}", undone.stderr);
    assert_eq!(folder.read("a.txt"), b"edited since\n");
    assert_eq!(folder.read("b.txt"), dirty().as_bytes(), "the others are restored");
    let journal = String::from_utf8(folder.read(JOURNAL)).unwrap();
    assert!(journal.lines().count() == 1 && journal.contains("a.txt"), "the refused entry stays");
}

#[test]
fn undo_of_nothing_and_of_nonsense_are_errors() {
    let folder = Folder::new();
    folder.write("notes.txt", "not a journal\n");
    assert_eq!(folder.run(&["undo", "missing.jsonl"]).code, 2);
    let ran = folder.run(&["undo", "notes.txt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("notes.txt:1: not a journal entry"), "{}", ran.stderr);
    assert_eq!(folder.read("notes.txt"), b"not a journal\n");
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    let folder = Folder::new();
    folder.write("real.sh", dirty());
    fs::set_permissions(folder.path("real.sh"), fs::Permissions::from_mode(0o750)).unwrap();
    symlink("real.sh", folder.path("link.sh")).unwrap();
    assert_eq!(folder.run(&["clean", "--in-place", "link.sh"]).code, 0);
    assert!(fs::symlink_metadata(folder.path("link.sh")).unwrap().is_symlink());
    let mode = fs::metadata(folder.path("real.sh")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o750);
    assert_eq!(folder.read("real.sh"), ENGLISH.as_bytes());
}

#[cfg(unix)]
#[test]
fn links_out_of_a_walked_tree_are_not_followed() {
    let folder = Folder::new();
    folder.write("outside.txt", dirty()).write("in/a.txt", ENGLISH);
    symlink("../outside.txt", folder.path("in/link.txt")).unwrap();
    symlink("..", folder.path("in/loop")).unwrap();
    let ran = folder.run(&["clean", "--in-place", "in"]);
    assert_eq!(ran.code, 0);
    assert_eq!(folder.read("outside.txt"), dirty().as_bytes());
    assert!(ran.stderr.starts_with("1 document"), "{}", ran.stderr);
}

#[test]
fn an_output_that_is_written_over_can_be_had_back() {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("out.txt", "precious\n");
    folder.run(&["clean", "-o", "out.txt", "--journal", "j.jsonl", "a.txt"]);
    assert_eq!(folder.read("out.txt"), ENGLISH.as_bytes());
    assert_eq!(folder.run(&["undo", "j.jsonl"]).code, 0);
    assert_eq!(folder.read("out.txt"), b"precious\n");
}

#[test]
fn an_output_directory_inside_the_input_is_not_read_again() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    for _ in 0..2 {
        let ran = folder.run(&["clean", "-o", "out", "."]);
        assert!(ran.code == 0 && ran.stderr.starts_with("1 document"), "{}", ran.stderr);
    }
    assert!(!folder.path("out/out").exists());
}

/// What a killed run leaves in a journal: half an entry, of a file that it did not touch.
#[test]
fn a_torn_journal_still_undoes() {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("b.txt", dirty());
    folder.run(&["clean", "--in-place", "a.txt"]);
    let entry = folder.read(JOURNAL);
    let torn = [&entry[..], &entry[..entry.len() / 2]].concat();
    folder.write(JOURNAL, &torn);
    let undone = folder.run(&["undo", JOURNAL]);
    assert_eq!(undone.code, 2, "what is left says so");
    assert!(undone.stderr.contains("half an entry"), "{}", undone.stderr);
    assert_eq!(folder.read("a.txt"), dirty().as_bytes());
    assert_eq!(folder.read(JOURNAL), [&entry[..entry.len() / 2], b"\n"].concat());

    folder.write("a.txt", ENGLISH).write(JOURNAL, &torn);
    folder.run(&["clean", "--in-place", "b.txt"]);
    assert_eq!(folder.read("b.txt"), ENGLISH.as_bytes());
    let undone = folder.run(&["undo", JOURNAL]);
    assert_eq!((undone.code, undone.stderr.lines().count()), (2, 2), "{}", undone.stderr);
    assert_eq!(folder.read("a.txt"), dirty().as_bytes());
    assert_eq!(folder.read("b.txt"), dirty().as_bytes(), "what came after is whole");
}

/// How many files the run that is killed cleans, and how often it is killed.
const FILES: usize = 1_000;
const KILLS: usize = 6;

/// Kills a run over many files at random moments, wherever it is in its work.
#[test]
fn a_killed_run_leaves_each_file_old_or_new_and_undo_brings_all_back() {
    let folder = Folder::new();
    let old = |number: usize| format!("{number}\n{}", dirty());
    let new = |number: usize| format!("{number}\n{ENGLISH}");
    let name = |number: usize| format!("in/{}/{number}.txt", number % 7);
    for number in 0..FILES {
        folder.write(&name(number), old(number));
    }
    // How large the journal of a run gets that nobody kills.
    folder.run(&["clean", "--in-place", "--no-sync", "in"]);
    assert!((0..FILES).all(|number| folder.read(&name(number)) == new(number).as_bytes()));
    let whole = folder.read(JOURNAL).len() as u64;
    assert_eq!(folder.run(&["undo", JOURNAL]).code, 0);

    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut met = [0, 0];
    for kill in 0..KILLS {
        // The xorshift of Marsaglia, so that a failure can be had again.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let mut command =
            folder.command("", &["clean", "--in-place", "--no-sync", "--quiet", "in"]);
        let mut child = command.spawn().expect("the command starts");
        // By the size of the journal and not by the clock: machines differ.
        let size = || fs::metadata(folder.path(JOURNAL)).map_or(0, |data| data.len());
        let moment = random % whole;
        while child.try_wait().unwrap().is_none() && size() < moment {
            std::thread::yield_now();
        }
        child.kill().expect("the command can be killed");
        child.wait().unwrap();

        let mut changed = 0;
        for number in 0..FILES {
            let now = folder.read(&name(number));
            assert!(now == old(number).as_bytes() || now == new(number).as_bytes(), "kill {kill}");
            changed += usize::from(now == new(number).as_bytes());
        }
        met[usize::from(changed > 0 && changed < FILES)] += 1;
        if folder.path(JOURNAL).exists() {
            let undone = folder.run(&["undo", JOURNAL]);
            let files = if changed == 1 { "file" } else { "files" };
            let said = format!("{changed} {files} restored from {JOURNAL}\n");
            assert!(undone.stderr.starts_with(&said), "kill {kill}: {}", undone.stderr);
            if undone.code != 0 {
                assert!(undone.stderr.contains("half an entry"), "kill {kill}: {}", undone.stderr);
                fs::remove_file(folder.path(JOURNAL)).unwrap();
            }
        }
        for number in 0..FILES {
            assert_eq!(folder.read(&name(number)), old(number).as_bytes(), "kill {kill}");
        }
    }
    assert!(met[1] > KILLS / 2, "most kills came in the middle: {met:?}");
}

/// What a JSON report says was removed is all that is missing from the cleaned text.
#[test]
fn what_was_removed_can_be_put_back_from_the_report() {
    use serde_json::Value;
    for name in ["wild", "synthetic", "negative", "known-failures"] {
        for entry in fs::read_dir(crate::run::fixture("cases").join(name)).unwrap() {
            let folder = Folder::new();
            folder.write("a.txt", fs::read(entry.unwrap().path()).unwrap());
            let ran = folder.run(&["clean", "--remove", "likely", "--report", "json=r", "a.txt"]);
            let report: Value = serde_json::from_slice(&folder.read("r")).unwrap();
            let findings = report["documents"][0]["findings"].as_array().unwrap();
            let removed = |finding: &&Value| finding["severity"] == "remove";
            let mut lines: Vec<String> = ran.text().lines().map(str::to_owned).collect();
            for finding in findings.iter().filter(removed) {
                let index = finding["line"].as_u64().unwrap() as usize - 1;
                let text = finding["text"].as_str().unwrap().to_owned();
                if finding["spans"].as_array().unwrap().is_empty() {
                    lines.insert(index, text);
                } else {
                    lines[index] = text;
                }
            }
            let decoded = folder.run(&["decode", "a.txt"]);
            assert_eq!(lines, decoded.text().lines().collect::<Vec<_>>());
        }
    }
}
