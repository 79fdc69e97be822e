//! What changed since a revision of git: its lines are reported, the rest of the document is only judged.

use std::process::Command;

use serde_json::json;

use crate::cli::{ENGLISH, PROMPT, dirty};
use crate::run::{Folder, finish};

/// Another line of residue.
const NEW: &str = "Залиште свій коментар тут:\n";

fn git(folder: &Folder, args: &[&str]) {
    let mut command = Command::new("git");
    command.args([
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@example.org",
        "-c",
        "commit.gpgsign=false",
    ]);
    command.args(["-c", "init.defaultBranch=main"]).args(args).current_dir(folder.path(""));
    let output = command.output().expect("git");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn commit(folder: &Folder) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "x"]);
}

/// A repository with two documents that have a finding each.
fn repository() -> Folder {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("sub/b.txt", dirty());
    git(&folder, &["init", "--quiet"]);
    commit(&folder);
    folder
}

/// The places of what a check since a revision finds.
fn found(folder: &Folder, below: &str, args: &[&str]) -> (i32, Vec<String>) {
    let ran = folder.run_in(below, &[&["check", "--format", "concise", "--since"], args].concat());
    assert!(ran.code < 2, "{args:?}: {}", ran.stderr);
    let place = |line: &str| {
        let place = line.split(": ").next().unwrap_or_default().replace('\\', "/");
        place.strip_prefix("./").unwrap_or(&place).trim_end_matches(":1").to_owned()
    };
    (ran.code, ran.text().lines().map(place).collect())
}

fn is(code: i32, places: &[&str]) -> (i32, Vec<String>) {
    (code, places.iter().map(|&place| place.to_owned()).collect())
}

#[test]
fn only_changed_lines_are_reported() {
    let folder = repository();
    assert_eq!(found(&folder, "", &["HEAD", "."]), is(0, &[]), "nothing changed");
    folder.write("a.txt", ENGLISH.to_owned() + NEW + PROMPT);
    assert_eq!(found(&folder, "", &["HEAD", "."]), is(1, &["a.txt:3"]), "old sins are no news");
    assert_eq!(found(&folder, "", &["HEAD", "sub"]), is(0, &[]), "only what is named");
    assert_eq!(found(&folder, "sub", &["HEAD", "../a.txt"]), is(1, &["../a.txt:3"]));
    folder
        .write("new.txt", dirty())
        .write("ignored.txt", dirty())
        .write(".gitignore", "ignored.txt\n");
    assert_eq!(found(&folder, "", &["HEAD", "."]), is(1, &["a.txt:3", "new.txt:3"]));
    commit(&folder);
    assert_eq!(found(&folder, "", &["HEAD~1", "."]), is(1, &["a.txt:3", "new.txt:3"]));
    assert_eq!(found(&folder, "", &["HEAD", "."]), is(0, &[]));
    folder.write("sub/b.txt", format!("{ENGLISH}{ENGLISH}{PROMPT}"));
    assert_eq!(found(&folder, "", &["HEAD", "."]), is(0, &[]), "the line itself did not change");
}

#[test]
fn a_document_is_judged_whole() {
    let folder = repository();
    // Two lines alone would be a Ukrainian document.
    folder.write("a.txt", ENGLISH.to_owned() + PROMPT + "\n" + NEW + PROMPT);
    assert_eq!(found(&folder, "", &["HEAD", "a.txt"]), is(1, &["a.txt:5", "a.txt:6"]));
}

#[test]
fn changes_are_counted_from_where_the_branches_parted() {
    let folder = repository();
    git(&folder, &["checkout", "--quiet", "-b", "topic"]);
    folder.write("a.txt", dirty() + NEW);
    commit(&folder);
    git(&folder, &["checkout", "--quiet", "main"]);
    folder.write("sub/b.txt", ENGLISH);
    commit(&folder);
    git(&folder, &["checkout", "--quiet", "topic"]);
    assert_eq!(found(&folder, "", &["main", "."]), is(1, &["a.txt:4"]));
}

#[test]
fn names_that_git_quotes_and_lines_that_look_like_headers_are_read() {
    let folder = repository();
    folder.write("ä \"b\"\t.txt", ENGLISH).write("c.txt", ENGLISH);
    commit(&folder);
    folder.write("ä \"b\"\t.txt", dirty());
    folder.write("c.txt", format!("{ENGLISH}++ b/sub/b.txt\n@@ -1 +1,9 @@\n{PROMPT}"));
    let (code, places) = found(&folder, "", &["HEAD", "."]);
    // What is said of whole documents has no line.
    let lines = places.iter().filter(|place| place.contains(':'));
    assert_eq!((code, lines.count()), (1, 2), "{places:?}");
    assert!(places.contains(&"c.txt:5".to_owned()), "{places:?}");
}

#[test]
fn a_record_that_changed_is_reported_and_no_other() {
    let folder = repository();
    let record = |id: u32, text: &str| json!({"id": id, "text": text}).to_string() + "\n";
    folder.write("s.jsonl", record(1, &dirty()) + &record(2, ENGLISH));
    commit(&folder);
    folder.write("s.jsonl", record(1, &dirty()) + &record(2, &dirty()));
    assert_eq!(found(&folder, "", &["HEAD", "s.jsonl"]), is(1, &["s.jsonl#2:3"]));
}

#[test]
fn a_cache_knows_what_changed() {
    let folder = repository();
    folder.write("a.txt", dirty() + NEW);
    for _ in 0..2 {
        assert_eq!(found(&folder, "", &["HEAD", "--cache", "a.txt"]), is(1, &["a.txt:4"]));
        let all = folder.run(&["check", "--cache", "--format", "concise", "a.txt"]);
        assert_eq!(all.text().lines().count(), 2, "{}", all.text());
    }
}

#[test]
fn what_git_cannot_answer_is_said() {
    let folder = repository();
    let failed = |ran: crate::run::Ran, said: &str| {
        assert!(ran.code == 2 && ran.stderr.contains(said), "{}", ran.stderr);
        assert_eq!(ran.text(), "");
    };
    failed(folder.run(&["check", "--since", "gone", "."]), "there is no commit 'gone' here");
    failed(folder.run(&["check", "--since", "--output=x", "."]), "--output");
    failed(folder.run(&["check", "--since=--output=x", "."]), "no commit '--output=x'");
    assert!(!folder.path("x").exists());
    let mut without = folder.command("", &["check", "--since", "HEAD", "."]);
    without.env("PATH", folder.path("sub"));
    failed(finish(without, b""), "needs the program git");
    let outside = Folder::new();
    outside.write("a.txt", dirty());
    let mut command = outside.command("", &["check", "--since", "HEAD", "."]);
    command.env("GIT_CEILING_DIRECTORIES", outside.path("").parent().expect("a parent"));
    failed(finish(command, b""), "--since");
}
