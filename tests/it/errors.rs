//! What goes wrong outside, and what is said about it: the file, the reason, the way out.

use crate::cli::{ENGLISH, dirty};
use crate::run::{Folder, Ran};

/// The run failed, said all of this, and the other files were still done.
fn failed(ran: &Ran, parts: &[&str]) {
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    for part in parts {
        assert!(ran.stderr.contains(part), "no '{part}' in: {}", ran.stderr);
    }
}

#[test]
fn a_missing_file_stops_nobody_else() {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("b.txt", ENGLISH);
    let ran = folder.run(&["clean", "a.txt", "missing.txt", "b.txt"]);
    failed(&ran, &["missing.txt", "no such file", "1 failed"]);
    assert_eq!(ran.text(), ENGLISH.repeat(2));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("b.txt", ENGLISH);
    let locked = std::fs::Permissions::from_mode(0o000);
    std::fs::set_permissions(folder.path("a.txt"), locked).unwrap();
    let ran = crate::run::finish(without_privileges(&folder, &["clean", "a.txt", "b.txt"]), b"");
    failed(&ran, &["a.txt", "permission denied"]);
    assert_eq!(ran.text(), ENGLISH);
}

/// Monoglot as somebody who may not read everything, as the superuser may: for that one it runs as
/// nobody, from a copy, since the way to the binary can be closed to others.
#[cfg(unix)]
fn without_privileges(folder: &Folder, args: &[&str]) -> std::process::Command {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    const NOBODY: u32 = 65_534;
    if std::fs::metadata(folder.path("")).expect("a folder").uid() != 0 {
        return folder.command("", args);
    }
    std::fs::copy(env!("CARGO_BIN_EXE_monoglot"), folder.path("monoglot")).expect("a copy");
    for path in ["", "monoglot"] {
        let open = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(folder.path(path), open).expect("the owner may");
    }
    let mut command = std::process::Command::new(folder.path("monoglot"));
    command.args(args).current_dir(folder.path("")).uid(NOBODY).gid(NOBODY);
    command
}

#[test]
fn binary_input_is_refused_when_named_and_skipped_on_a_walk() {
    let folder = Folder::new();
    folder.write("in/image.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0").write("in/a.txt", ENGLISH);
    let named = folder.run(&["clean", "in/image.png", "in/a.txt"]);
    failed(&named, &["in/image.png", "not text", "--encoding"]);
    assert_eq!(named.text(), ENGLISH);
    let walked = folder.run(&["clean", "in"]);
    assert_eq!((walked.code, walked.text()), (0, ENGLISH));
}

#[test]
fn an_empty_file_is_fine() {
    let folder = Folder::new();
    folder.write("empty.txt", "");
    for command in ["clean", "check", "tag", "decode"] {
        let ran = folder.run(&[command, "--quiet", "empty.txt"]);
        assert_eq!((ran.code, ran.text()), (0, ""), "{command}");
    }
    assert_eq!(folder.run(&["clean", "-o", "out.txt", "empty.txt"]).code, 0);
    assert_eq!(folder.read("out.txt"), b"");
}

#[test]
fn unknown_names_are_refused_with_a_way_out() {
    let folder = Folder::new();
    folder.write("a.txt", ENGLISH);
    failed(
        &folder.run(&["clean", "--lang", "klingon", "a.txt"]),
        &["klingon", "monoglot languages"],
    );
    failed(&folder.run(&["clean", "--encoding", "cp9999", "a.txt"]), &["cp9999", "windows-1251"]);
    failed(&folder.run(&["check", "--report", "pdf=x", "a.txt"]), &["pdf", "full, concise, json"]);
    failed(&folder.run(&["check", "--report", "json", "a.txt"]), &["FORMAT=PATH"]);
    failed(&folder.run(&["check", "--format", "html5", "a.txt"]), &["html5", "concise"]);
    failed(&folder.run(&["clean", "--max-removed", "2", "a.txt"]), &["from 0 to 1"]);
    failed(&folder.run(&["clean", "--format", "json", "a.txt"]), &["--report FORMAT=PATH"]);
    failed(&folder.run(&["explain", "no-such-rule"]), &["no-such-rule", "off-language-line"]);
    failed(&folder.run(&["explain", "a.txt:99"]), &["no line 99", "1 to 2"]);
    failed(&folder.run(&["frobnicate"]), &["frobnicate"]);
}

#[test]
fn an_output_that_would_destroy_input_is_refused() {
    let folder = Folder::new();
    folder.write("in/a.txt", dirty()).write("file", ENGLISH);
    failed(
        &folder.run(&["clean", "-o", "in/a.txt", "in/a.txt"]),
        &["-o is the input", "--in-place"],
    );
    failed(&folder.run(&["clean", "-o", "in", "in"]), &["-o is the input", "--in-place"]);
    failed(&folder.run(&["clean", "-o", "./in/../in", "in"]), &["-o is the input"]);
    failed(&folder.run(&["clean", "-o", "file", "in"]), &["file", "directory"]);
    failed(
        &folder.run_with(&["clean", "-o", "in"], b"x"),
        &["in: is a directory", "standard input"],
    );
    failed(&folder.run_with(&["clean", "--in-place"], b"x"), &["standard input", "in place"]);
    failed(&folder.run(&["clean", "--in-place", "-o", "x", "in"]), &["cannot be used with"]);
    assert_eq!(folder.read("in/a.txt"), dirty().as_bytes());
    assert_eq!(folder.read("file"), ENGLISH.as_bytes());
}

#[test]
fn what_a_run_writes_is_none_of_its_named_inputs() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    for args in [
        &["check", "--report", "json=a.txt", "a.txt"][..],
        &["check", "--report", "json=./a.txt", "a.txt", "."],
        &["clean", "--report", "html=a.txt", "a.txt"],
        &["clean", "--in-place", "--journal", "a.txt", "a.txt"],
        &["decode", "-o", "out", "--journal", "a.txt", "a.txt"],
    ] {
        failed(&folder.run(args), &["a.txt", "is an input and would be written over"]);
        assert_eq!(folder.read("a.txt"), dirty().as_bytes());
        assert!(!folder.path("out").exists());
    }
}

#[test]
fn two_inputs_for_one_output_are_refused() {
    let folder = Folder::new();
    folder.write("y/a.txt", ENGLISH);
    let args = ["clean", "--stdin-filename", "a.txt", "-o", "out", "-", "y/a.txt"];
    let ran = folder.run_with(&args, dirty().as_bytes());
    failed(&ran, &["y/a.txt", "out/a.txt", "another input"]);
    assert_eq!(folder.read("out/a.txt"), ENGLISH.as_bytes());
}

/// A full disk is played by a limit on the size of files, with its signal ignored, as a write that
/// fails half way.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_file() {
    let folder = Folder::new();
    let long = dirty().repeat(200);
    folder.write("a.txt", &long);
    let script = format!(
        "trap '' XFSZ; ulimit -f 4; exec {} clean --in-place --remove likely a.txt",
        env!("CARGO_BIN_EXE_monoglot")
    );
    let mut command = std::process::Command::new("bash");
    command.args(["-c", &script]).current_dir(folder.path(""));
    let ran = crate::run::finish(command, b"");
    failed(&ran, &["a.txt"]);
    assert_eq!(folder.read("a.txt"), long.as_bytes());
    let left: Vec<_> = std::fs::read_dir(folder.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with(".monoglot-")), "{left:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_that_takes_nothing_is_an_error_and_stays_a_device() {
    let folder = Folder::new();
    folder.write("a.txt", ENGLISH);
    failed(&folder.run(&["clean", "-o", "/dev/full", "a.txt"]), &["/dev/full"]);
    assert_eq!(folder.run(&["clean", "-o", "/dev/null", "a.txt"]).code, 0);
    assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_enough_is_no_error() {
    let folder = Folder::new();
    folder.write("a.txt", ENGLISH.repeat(20_000));
    let script = format!(
        "{} tag a.txt | head -n 1; echo ${{PIPESTATUS[0]}}",
        env!("CARGO_BIN_EXE_monoglot")
    );
    let mut command = std::process::Command::new("bash");
    command.args(["-c", &script]).current_dir(folder.path(""));
    let ran = crate::run::finish(command, b"");
    assert_eq!(ran.text().lines().last(), Some("0"));
    assert_eq!(ran.stderr, "");
}

#[test]
fn standard_input_can_be_read_once() {
    failed(&Folder::new().run_with(&["clean", "-", "-"], b"x"), &["only once"]);
}

#[cfg(unix)]
#[test]
fn hostile_names_and_texts_do_not_reach_the_terminal_raw() {
    let folder = Folder::new();
    let name = "a\x1b[31m\n::error::b.txt";
    folder.write(name, ENGLISH.to_owned() + "коментуйте\x07 повідомлення\x1b[2J тут:\n");
    for format in ["full", "concise"] {
        let ran = folder.run(&["check", "--format", format, name]);
        assert_eq!(ran.code, 1);
        assert!(!ran.text().contains(['\x1b', '\x07']), "{format}: {}", ran.text());
        assert!(!ran.text().lines().any(|line| line.starts_with("::error")), "{format}");
    }
    let missing = folder.run(&["check", "gone\x1b[31m"]);
    assert!(!missing.stderr.contains('\x1b'));
}

#[test]
fn what_people_take_for_a_document_is_called_by_its_name() {
    let folder = Folder::new();
    let office = b"PK\x03\x04\x14\0\0\0\x08\0[Content_Types].xml\0\0";
    for (bytes, said) in [
        (&b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n\0\0"[..], "pdftotext"),
        (office, "an Office document"),
        (b"PK\x03\x04\x14\0\0\0\x08\0notes.txt", "a ZIP archive"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", "an old Office document"),
        (b"\x7fELF\x02\x01\x01\0", "--encoding"),
        (b"{\\rtf1\\ansi text}", "rich text"),
        (b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "it is a PDF"),
    ] {
        let is_text = !bytes.contains(&0);
        if is_text {
            folder.write("walked/a.txt", bytes);
            let walked = folder.run(&["check", "walked"]);
            assert!(walked.code == 0 && walked.stderr.contains("nothing to check"), "{said}");
        }
        folder.write("a.bin", bytes);
        failed(&folder.run(&["check", "a.bin"]), &["a.bin", "a.bin", said]);
    }
}
