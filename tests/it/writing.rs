//! Writing over files, the journal, undo.

use std::fs;
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
    assert_eq!(folder.read(JOURNAL), b"", "what is undone leaves the journal");
    assert_eq!(
        folder.run(&["undo", JOURNAL]).stderr,
        "0 files restored from monoglot.journal.jsonl\n"
    );
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
