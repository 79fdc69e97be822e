//! Attacks on what is on the disk: other processes, full disks, hostile journals, signals. Nothing
//! that was there before is lost, and whatever did not work is said.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::cli::{ENGLISH, dirty};
use crate::corpus::jsonl;
use crate::run::{Folder, Ran, finish};

const JOURNAL: &str = "monoglot.journal.jsonl";

/// A run that is under way, its messages in a pipe.
fn start(folder: &Folder, args: &[&str]) -> Child {
    let mut command = folder.command("", args);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().expect("the command starts")
}

/// How a run ended, and what it said.
fn ended(child: Child) -> (i32, String) {
    let output = child.wait_with_output().expect("the run is over");
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// A run inside a shell that sets limits first or takes its output.
fn in_shell(folder: &Folder, script: &str) -> Ran {
    let mut command = Command::new("bash");
    command.args(["-c", script, env!("CARGO_BIN_EXE_monoglot")]).current_dir(folder.path(""));
    finish(command, b"")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// Temporary files of ours, at any depth.
fn left_over(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            found.extend(left_over(&entry.path()));
        } else if name.starts_with(".monoglot-") || name.contains(".part") {
            found.push(name);
        }
    }
    found
}

fn failed(ran: &Ran, part: &str) {
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains(part), "no '{part}' in: {}", ran.stderr);
}

#[test]
fn of_two_runs_on_one_shard_each_is_right_or_refused() {
    let folder = Folder::new();
    folder.write("in/a.jsonl", jsonl().repeat(400));
    let args = |out: &'static str| ["clean", "--resume", "-o", out, "in"];
    folder.run(&args("whole"));
    let whole = folder.read("whole/a.jsonl");
    let mut refused = 0;
    for round in 0..4 {
        let runs = [0, 1, 2].map(|_| start(&folder, &args("out")));
        for (code, said) in runs.map(ended) {
            let is_refused = code == 2 && said.contains("in use by");
            assert!(code == 0 || is_refused, "round {round}: {code}: {said}");
            refused += u32::from(is_refused);
        }
        assert!(folder.read("out/a.jsonl") == whole, "round {round}");
        assert_eq!(names(&folder.path("out/.monoglot")), ["a.jsonl.done"], "round {round}");
        fs::remove_dir_all(folder.path("out")).unwrap();
    }
    assert!(refused > 0, "no two runs met");
}

#[test]
fn what_a_killed_run_leaves_of_a_shard_goes_with_the_next() {
    let folder = Folder::new();
    folder
        .write("in/a.jsonl", jsonl().repeat(4))
        .write("out/.monoglot/a.jsonl.AbC123.part", "half");
    folder
        .write("out/.monoglot/b.jsonl.AbC123.part", "another's")
        .write("out/.monoglot/a.jsonl.lock", "");
    assert_eq!(folder.run(&["clean", "-o", "out", "in"]).code, 0);
    assert_eq!(left_over(&folder.path("out")), ["b.jsonl.AbC123.part"]);
}

/// The temporary file of a run that lives is locked; that of one that was killed is not.
#[test]
fn what_a_killed_run_leaves_beside_documents_goes_with_the_next() {
    let folder = Folder::new();
    let others =
        [".monoglot-notes", ".monoglot-Ab C12", "monoglot-AbC123", "below/.monoglot-AbC123"];
    for name in others.iter().chain(&[".monoglot-AbC123", ".monoglot-XyZ789"]) {
        folder.write(&format!("in/{name}"), "half");
    }
    let alive = fs::File::open(folder.path("in/.monoglot-XyZ789")).unwrap();
    alive.lock().unwrap();
    folder.write("in/a.txt", dirty()).write("in/below/b.txt", ENGLISH);
    assert_eq!(folder.run(&["clean", "--in-place", "in"]).code, 0);
    assert!(!folder.path("in/.monoglot-AbC123").exists());
    for name in others.iter().chain(&[".monoglot-XyZ789"]) {
        assert!(folder.path("in").join(name).exists(), "{name}: not ours to take");
    }
}

#[test]
fn runs_that_are_killed_leave_nothing_that_the_next_does_not_take() {
    let folder = Folder::new();
    for number in 0..200 {
        folder.write(&format!("in/{number}.txt"), dirty());
    }
    for _ in 0..6 {
        let mut run = start(&folder, &["clean", "--in-place", "--journal", "j", "in"]);
        // Not before it writes, and wherever it is then.
        while !folder.path("j").exists() && run.try_wait().unwrap().is_none() {}
        run.kill().unwrap();
        run.wait().unwrap();
    }
    assert_eq!(folder.run(&["clean", "--in-place", "--journal", "j", "in"]).code, 0);
    // A file that was changed before is written again, so that its folder is looked through.
    folder.write("in/0.txt", dirty());
    assert_eq!(folder.run(&["clean", "--in-place", "--journal", "j", "in"]).code, 0);
    assert_eq!(left_over(&folder.path("")), Vec::<String>::new());
}

#[test]
fn of_two_runs_with_one_cache_each_is_right() {
    let folder = Folder::new();
    for number in 0..60 {
        folder.write(&format!("in/{number}.txt"), format!("{}{number}\n", dirty()));
    }
    let args = [
        "check",
        "--cache",
        "--format",
        "json",
        "--exit-zero",
        "--quiet",
        "--report",
        "json=r",
        "in",
    ];
    let alone = folder.run(&["check", "--format", "json", "--exit-zero", "in"]);
    for round in 0..3 {
        let reports = ["json=a", "json=b", "json=c"];
        let runs = reports.map(|report| {
            let args = args.map(|arg| if arg == "json=r" { report } else { arg });
            start(&folder, &args)
        });
        for (code, said) in runs.map(ended) {
            assert_eq!((code, said.as_str()), (0, ""), "round {round}");
        }
        for report in ["a", "b", "c"] {
            assert!(folder.read(report) == alone.stdout, "round {round}: {report}");
        }
        assert_eq!(left_over(&folder.path("")), Vec::<String>::new(), "round {round}");
    }
    let shown = args.map(|arg| if arg == "--quiet" { "--no-progress" } else { arg });
    let cached = folder.run(&shown);
    assert!(cached.stdout == alone.stdout, "what they wrote together is whole");
}

/// Wherever memory ends, a file is what it was or what it should be, and undo brings it back.
#[test]
fn a_run_without_memory_costs_no_file() {
    let folder = Folder::new();
    let text = format!("{}{}", ENGLISH.repeat(40), dirty());
    let whole = folder.run_with(&["clean", "-"], text.as_bytes()).stdout;
    let (mut right, mut failed) = (0, 0);
    for megabytes in (20..100).step_by(8).chain([4000]) {
        folder.write("a.txt", &text);
        let clean = "exec \"$0\" clean -j1 --in-place --journal j a.txt";
        let ran = in_shell(&folder, &format!("ulimit -v {}; {clean}", megabytes << 10));
        let left = folder.read("a.txt");
        let is_as_it_was = ran.code != 0 && left == text.as_bytes();
        assert!(left == whole || is_as_it_was, "{megabytes} MB: {}", ran.code);
        right += usize::from(ran.code == 0);
        failed += usize::from(ran.code != 0);
        if left == whole {
            assert_eq!(folder.run(&["undo", "j"]).code, 0, "{megabytes} MB");
            assert_eq!(folder.read("a.txt"), text.as_bytes(), "{megabytes} MB");
        }
        let _ = fs::remove_file(folder.path("j"));
    }
    assert!(right > 0 && failed > 0, "{right} runs were right, {failed} had no memory");
}

/// A million lines of a letter each fit where four times as much as they need is room, and not more.
#[test]
fn many_lines_need_little_memory() {
    let folder = Folder::new();
    for (name, line) in [("letters.txt", "a\n"), ("blank.txt", "\n"), ("words.txt", "home\n")] {
        folder.write(name, line.repeat(1_000_000));
        let script = format!("ulimit -v 400000; exec \"$0\" clean -j1 {name}");
        let ran = in_shell(&folder, &script);
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
        assert!(ran.stdout == folder.read(name), "{name}: nothing went");
    }
    let script = "ulimit -v 400000; \"$0\" tag --format jsonl -j1 letters.txt | wc -l";
    assert_eq!(in_shell(&folder, script).text().trim(), "1000000", "a line each, page by page");
}

/// What is printed of a long document does not wait for its end, but for its turn, and is not remembered.
#[test]
fn pages_of_long_documents_come_in_order() {
    let folder = Folder::new();
    let long = "a\n".repeat(10_000);
    for number in 0..6 {
        let text = if number % 2 == 0 { long.clone() } else { dirty() };
        folder.write(&format!("in/{number}.txt"), text);
    }
    let record = format!("{{\"text\":{}}}\n", serde_json::to_string(&long).unwrap());
    folder.write("in/shard.jsonl", record.repeat(3));
    let tag =
        |options: &[&str]| folder.run(&[&["tag", "--format", "jsonl", "in"], options].concat());
    let alone = tag(&["-j1"]);
    assert_eq!(alone.code, 0, "{}", alone.stderr);
    assert!(alone.text().lines().count() > 60_000);
    for options in [&["-j3"][..], &["-j3", "--cache"], &["-j3", "--cache"]] {
        assert!(tag(options).stdout == alone.stdout, "{options:?}");
    }
    let script = "\"$0\" tag --format jsonl -j3 in | head -n 1 | wc -l; echo ${PIPESTATUS[0]}";
    let ran = in_shell(&folder, script);
    assert_eq!(ran.text().split_whitespace().collect::<Vec<_>>(), ["1", "0"], "{}", ran.stderr);
}

#[test]
fn undo_waits_for_no_writer_and_takes_nothing_from_one() {
    let folder = Folder::new();
    for number in 0..300 {
        folder.write(&format!("in/{number}.txt"), dirty());
    }
    let mut writer = start(&folder, &["clean", "--in-place", "--jobs", "1", "in"]);
    let mut refused = 0;
    while writer.try_wait().unwrap().is_none() {
        if folder.path(JOURNAL).exists() {
            let undone = folder.run(&["undo", JOURNAL]);
            let is_refused = undone.stderr.contains("in use by");
            refused += usize::from(is_refused);
            assert!(is_refused || writer.try_wait().unwrap().is_some(), "{}", undone.stderr);
        }
    }
    assert!(refused > 0, "undo met no writer");
    // The last of them may have come when the writer was done.
    folder.run(&["undo", JOURNAL]);
    for number in 0..300 {
        assert_eq!(folder.read(&format!("in/{number}.txt")), dirty().as_bytes());
    }
}

#[test]
fn of_two_runs_with_one_journal_each_is_right_or_refused() {
    let folder = Folder::new();
    for number in 0..100 {
        folder
            .write(&format!("a/{number}.txt"), dirty())
            .write(&format!("b/{number}.txt"), dirty());
    }
    let runs = ["a", "b"].map(|input| start(&folder, &["clean", "--in-place", input]));
    for (code, said) in runs.map(ended) {
        assert!(code == 0 || said.contains("in use by"), "{code}: {said}");
    }
    assert_eq!(folder.run(&["undo", JOURNAL]).code, 0);
    for number in 0..100 {
        assert_eq!(folder.read(&format!("a/{number}.txt")), dirty().as_bytes());
        assert_eq!(folder.read(&format!("b/{number}.txt")), dirty().as_bytes());
    }
}

#[test]
fn undo_deletes_nothing_that_it_did_not_restore() {
    let folder = Folder::new();
    folder.write("empty", "").write("notes.txt", "mine\n").write("torn", "{\"path\":\"a.t");
    for (name, said) in [("empty", "nothing"), ("notes.txt", "not a journal"), ("torn", "half")] {
        let before = folder.read(name);
        failed(&folder.run(&["undo", name]), said);
        assert_eq!(folder.read(name), before);
    }
    failed(&folder.run(&["undo", "/dev/null"]), "no file");
    failed(&folder.run(&["undo", "."]), "no file");
    // Nor is it a journal to a run.
    folder.write("a.txt", dirty());
    let ran = folder.run(&["clean", "--in-place", "--journal", "notes.txt", "a.txt"]);
    failed(&ran, "no journal");
    assert_eq!(
        (folder.read("notes.txt"), folder.read("a.txt")),
        (b"mine\n".to_vec(), dirty().into())
    );
}

#[test]
fn one_bad_byte_in_a_journal_costs_one_entry() {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("b.txt", dirty()).write("c.txt", dirty());
    folder.run(&["clean", "--in-place", "--jobs", "1", "a.txt", "b.txt", "c.txt"]);
    let mut journal = folder.read(JOURNAL);
    let second = journal.iter().position(|&byte| byte == b'\n').unwrap() + 20;
    journal[second] = 0xFF;
    folder.write(JOURNAL, &journal);
    failed(&folder.run(&["undo", JOURNAL]), &format!("{JOURNAL}:2: "));
    let restored = |name: &str| folder.read(name) == dirty().as_bytes();
    assert_eq!(["a.txt", "b.txt", "c.txt"].map(restored), [true, false, true]);
    assert_eq!(folder.read(JOURNAL).split(|&byte| byte == b'\n').count(), 2);
}

/// The disk is full in the middle of an entry, which is played by a limit on the size of files, and
/// then there is room again.
#[test]
fn entries_of_a_journal_stay_whole_on_a_full_disk() {
    let folder = Folder::new();
    let long = dirty().repeat(20);
    for number in 0..6 {
        folder.write(&format!("in/{number}.txt"), &long);
    }
    let script =
        "trap '' XFSZ; ulimit -f 12; exec \"$0\" clean --in-place --remove likely --jobs 1 in";
    let ran = in_shell(&folder, script);
    failed(&ran, JOURNAL);
    let cleaned = |number| folder.read(&format!("in/{number}.txt")) != long.as_bytes();
    let first = (0..6).filter(|&number| cleaned(number)).count();
    assert!((1..6).contains(&first), "{first} were cleaned before the disk was full");
    let entries = |folder: &Folder| String::from_utf8(folder.read(JOURNAL)).unwrap();
    assert_eq!(entries(&folder).lines().count(), first);
    assert_eq!(folder.run(&["clean", "--in-place", "--remove", "likely", "in"]).code, 0);
    for line in entries(&folder).lines() {
        serde_json::from_str::<serde_json::Value>(line).expect("a whole entry");
    }
    assert_eq!(folder.run(&["undo", JOURNAL]).code, 0);
    assert!(!(0..6).any(cleaned));
    assert!(left_over(&folder.path("")).is_empty());
}

/// A disk of so many kilobytes, which is gone when it is dropped.
struct Disk(PathBuf);

impl Disk {
    /// `None` for who may not mount one, which is said.
    #[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
    fn new(path: PathBuf, kilobytes: usize) -> Option<Self> {
        fs::create_dir(&path).expect("a folder");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={kilobytes}k"), "tmpfs"]).arg(&path);
        let is_mounted = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        if !is_mounted {
            println!("skipped: a small disk takes the right to mount one");
        }
        is_mounted.then_some(Self(path))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

/// Wherever the disk is full, a file is what it was or what it should be, and undo brings it back once
/// there is room.
#[test]
fn a_full_disk_costs_no_file() {
    let folder = Folder::new();
    let long = dirty().repeat(20);
    let whole = folder.run_with(&["clean", "--remove", "likely", "-"], long.as_bytes()).stdout;
    assert_ne!(whole, long.as_bytes());
    let Some(disk) = Disk::new(folder.path("disk"), 256) else { return };
    let (mut right, mut failures) = (0, 0);
    for kilobytes in (0..64).step_by(8) {
        for number in 0..4 {
            folder.write(&format!("disk/in/{number}.txt"), &long);
        }
        let filler = disk.0.join("filler");
        fs::write(&filler, vec![0; 256 << 10]).expect_err("the disk is full");
        let size = fs::metadata(&filler).expect("a file").len();
        let file = fs::OpenOptions::new().write(true).open(&filler).expect("a file");
        file.set_len(size.saturating_sub(kilobytes << 10)).expect("shorter");
        let clean = ["clean", "--in-place", "--remove", "likely", "--jobs", "1", "in"];
        let ran = folder.run_in("disk", &clean);
        let cleaned = |number: &i32| {
            let left = folder.read(&format!("disk/in/{number}.txt"));
            assert!(left == whole || left == long.as_bytes(), "{kilobytes} KB: {number}.txt");
            left == whole
        };
        let count = (0..4).filter(cleaned).count();
        assert_eq!(ran.code == 2, count < 4, "{kilobytes} KB: {}", ran.stderr);
        assert!(ran.code != 2 || ran.stderr.contains("no space"), "{}", ran.stderr);
        assert!(left_over(&disk.0).is_empty(), "{kilobytes} KB");
        right += usize::from(count == 4);
        failures += usize::from(count < 4);
        fs::remove_file(&filler).expect("there is room again");
        if count > 0 {
            assert_eq!(folder.run_in("disk", &["undo", JOURNAL]).code, 0, "{kilobytes} KB");
        }
        assert_eq!((0..4).filter(cleaned).count(), 0, "{kilobytes} KB");
        let _ = fs::remove_file(disk.0.join(JOURNAL));
    }
    assert!(right > 0 && failures > 0, "{right} runs had room, {failures} had not");
}

#[test]
fn undo_stays_below_the_journal() {
    let folder = Folder::new();
    folder
        .write("tree/a.txt", dirty())
        .write("outside.txt", dirty())
        .write("tree/in/c.txt", dirty());
    let journal = "tree/journal";
    folder.run(&[
        "clean",
        "--in-place",
        "--journal",
        journal,
        "tree/a.txt",
        "outside.txt",
        "tree/in/c.txt",
    ]);
    // A link where a folder was: the entry leads out of the tree.
    fs::rename(folder.path("tree/in"), folder.path("moved")).unwrap();
    symlink("../moved", folder.path("tree/in")).unwrap();
    let undone = folder.run(&["undo", journal]);
    failed(&undone, "--anywhere");
    assert_eq!(undone.stderr.matches("--anywhere").count(), 2, "{}", undone.stderr);
    assert_eq!(folder.read("tree/a.txt"), dirty().as_bytes());
    assert_eq!(folder.read("outside.txt"), ENGLISH.as_bytes());
    assert_eq!(folder.read("moved/c.txt"), ENGLISH.as_bytes());
    assert_eq!(folder.run(&["undo", "--anywhere", journal]).code, 0);
    assert_eq!(folder.read("outside.txt"), dirty().as_bytes());
    assert_eq!(folder.read("moved/c.txt"), dirty().as_bytes());
    // What a stranger writes: an absolute path, out of the tree.
    let target = folder.path("victim.txt");
    folder.write("victim.txt", "x");
    let after = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
    let entry = format!(
        "{{\"path\":\"{}\",\"after\":\"{after}\",\"original\":\"aGE=\"}}\n",
        target.display()
    );
    folder.write("tree/hostile", entry);
    failed(&folder.run(&["undo", "tree/hostile"]), "not touched");
    assert_eq!(folder.read("victim.txt"), b"x");
}

#[test]
fn a_tree_that_was_moved_is_undone() {
    let folder = Folder::new();
    folder.write("tree/in/a.txt", dirty());
    folder.run_in("tree", &["clean", "--in-place", "in"]);
    fs::rename(folder.path("tree"), folder.path("elsewhere")).unwrap();
    assert_eq!(folder.run(&["undo", &format!("elsewhere/{JOURNAL}")]).code, 0);
    assert_eq!(folder.read("elsewhere/in/a.txt"), dirty().as_bytes());
}

#[test]
fn what_a_file_has_beside_its_bytes_stays_or_the_file_does() {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("linked.txt", dirty());
    fs::set_permissions(folder.path("a.txt"), fs::Permissions::from_mode(0o4640)).unwrap();
    let has_attributes = rustix::fs::setxattr(
        folder.path("a.txt"),
        "user.source",
        b"crawl 7",
        rustix::fs::XattrFlags::empty(),
    );
    // Only the superuser gives files away.
    let is_root = std::os::unix::fs::chown(folder.path("a.txt"), Some(1234), Some(1234)).is_ok();
    fs::set_permissions(folder.path("a.txt"), fs::Permissions::from_mode(0o4640)).unwrap();
    fs::hard_link(folder.path("linked.txt"), folder.path("other name.txt")).unwrap();
    let ran = folder.run(&["clean", "--in-place", "a.txt", "linked.txt"]);
    failed(&ran, "linked.txt: has 2 names");
    assert_eq!(folder.read("other name.txt"), dirty().as_bytes());
    assert_eq!(folder.read("a.txt"), ENGLISH.as_bytes());
    let data = fs::metadata(folder.path("a.txt")).unwrap();
    assert_eq!(data.mode() & 0o7777, 0o4640);
    assert!(!is_root || (data.uid(), data.gid()) == (1234, 1234));
    if has_attributes.is_ok() {
        let mut value = [0; 16];
        let length = rustix::fs::getxattr(folder.path("a.txt"), "user.source", &mut value[..]);
        assert_eq!(&value[..length.unwrap()], b"crawl 7");
    }
    let journal = fs::metadata(folder.path(JOURNAL)).unwrap();
    assert_eq!(journal.mode() & 0o777, 0o600, "it holds what others may not read");
}

#[test]
fn an_output_folder_is_not_left_through_a_link() {
    let folder = Folder::new();
    folder
        .write("in/deep/a.txt", dirty())
        .write("in/b.txt", dirty())
        .write("outside/a.txt", "theirs");
    fs::create_dir(folder.path("out")).unwrap();
    symlink("../outside", folder.path("out/deep")).unwrap();
    symlink("../outside/a.txt", folder.path("out/b.txt")).unwrap();
    let ran = folder.run(&["clean", "-o", "out", "in"]);
    failed(&ran, "is a link");
    assert_eq!(ran.stderr.matches("is a link").count(), 2, "{}", ran.stderr);
    assert_eq!(folder.read("outside/a.txt"), b"theirs");
}

#[test]
fn a_name_that_is_no_utf8_is_cleaned_in_place_and_back() {
    let folder = Folder::new();
    let path = folder.path("").join(OsStr::from_bytes(b"caf\xE9.txt"));
    if fs::write(&path, dirty()).is_err() {
        return; // The file system takes UTF-8 alone.
    }
    assert_eq!(folder.run(&["clean", "--in-place", "."]).code, 0);
    assert_eq!(fs::read(&path).unwrap(), ENGLISH.as_bytes());
    assert_eq!(folder.run(&["undo", JOURNAL]).code, 0);
    assert_eq!(fs::read(&path).unwrap(), dirty().as_bytes());
}

#[test]
fn two_values_under_one_name_are_a_broken_record() {
    let folder = Folder::new();
    let twice = "{\"text\":\"a\",\"text\":\"b\"}\n{\"text\":\"a\",\"monoglot\":1,\"monoglot\":2}\n";
    folder.write("a.jsonl", twice);
    let ran = folder.run(&["clean", "--schema", "monoglot", "a.jsonl"]);
    failed(&ran, "'monoglot' is there twice");
    assert_eq!(ran.text(), twice, "passed on as they are");
}

#[test]
fn two_outputs_in_one_place_are_refused() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    for args in [
        &["clean", "-o", "o", "--report", "json=./o", "a.txt"][..],
        &["check", "--report", "json=o", "--report", "html=o", "a.txt"],
        &["clean", "--in-place", "--journal", "o", "--report", "json=o", "a.txt"],
    ] {
        failed(&folder.run(args), "written twice");
        assert!(!folder.path("o").exists() && !folder.path(JOURNAL).exists());
    }
    assert_eq!(
        folder
            .run(&[
                "check",
                "--exit-zero",
                "--report",
                "json=/dev/null",
                "--report",
                "html=/dev/null",
                "a.txt"
            ])
            .code,
        0
    );
}

/// A run that is stopped says how by its exit code and leaves no temporary file.
#[test]
fn signals_leave_nothing_behind() {
    let folder = Folder::new();
    for number in 0..400 {
        folder.write(&format!("in/{number}.txt"), dirty());
    }
    folder.write("in/s.jsonl", jsonl().repeat(2000));
    let mut stopped = 0;
    for (round, (signal, code)) in
        [("TERM", 143), ("INT", 130), ("HUP", 129)].into_iter().cycle().take(9).enumerate()
    {
        let out = format!("out{round}");
        let run = start(&folder, &["clean", "-o", &out, "--report", "json=r.json", "in"]);
        // A program that has hardly begun is ended by the system.
        let has_begun = || folder.path(&out).exists();
        (0..1000)
            .take_while(|_| !has_begun())
            .for_each(|_| std::thread::sleep(Duration::from_millis(5)));
        std::thread::sleep(Duration::from_millis(15 * round as u64));
        let id = run.id().to_string();
        Command::new("kill").args(["-s", signal, &id]).status().unwrap();
        let (ended, said) = ended(run);
        assert!(ended == code || ended == 0, "{signal}: {ended}: {said}");
        stopped += u32::from(ended == code);
        assert_eq!(left_over(&folder.path("")), Vec::<String>::new(), "{signal}");
    }
    assert!(stopped > 3, "most runs were stopped in the middle");
}

#[test]
fn reports_are_written_whoever_reads_stdout() {
    let folder = Folder::new();
    for number in 0..300 {
        folder.write(&format!("in/{number}.txt"), dirty());
    }
    let script =
        "\"$0\" check --format concise --report jsonl=r in | head -n 1; echo ${PIPESTATUS[0]}";
    let ran = in_shell(&folder, script);
    assert_eq!(ran.text().lines().last(), Some("1"), "{}", ran.stderr);
    let report = String::from_utf8(folder.read("r")).unwrap();
    assert_eq!(report.lines().count(), 301, "every document, and the totals");
}

#[test]
fn a_report_that_cannot_be_written_is_named() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    failed(&folder.run(&["check", "--report", "json=/dev/full", "a.txt"]), "/dev/full: no space");
    folder.write("here/a.txt", dirty());
    let ran = folder.run_in("here", &["check", "--report", "html=../nope/x.html", "a.txt"]);
    failed(&ran, "nope/x.html");
    assert!(!folder.path("nope").exists(), "a slip makes no folders elsewhere");
    failed(&folder.run(&["check", "--report", "html=-", "a.txt"]), "--format");
    assert!(!folder.path("-").exists());
    failed(&in_shell(&folder, "exec \"$0\" --help > /dev/full"), "stdout: no space");
    failed(&in_shell(&folder, "exec \"$0\" clean --help > /dev/full"), "stdout: no space");
    failed(&in_shell(&folder, "exec \"$0\" --version > /dev/full"), "stdout: no space");
}

#[test]
fn junit_is_xml_whatever_a_line_holds() {
    let folder = Folder::new();
    folder.write("a.txt", dirty() + "коментуйте \u{FFFE}\u{FFFF} повідомлення тут\n");
    let ran = folder.run(&["check", "--format", "junit", "a.txt"]);
    assert!(!ran.text().contains(['\u{FFFE}', '\u{FFFF}']), "XML holds neither");
    roxmltree::Document::parse(ran.text()).expect("XML");
}

#[test]
fn what_would_take_all_of_the_machine_is_refused() {
    let folder = Folder::new();
    folder.write("a.txt", ENGLISH.repeat(100)).write("b.txt", ENGLISH);
    failed(&folder.run(&["check", "-j", "100000", "a.txt"]), "from 1 to 1024");
    let ran = folder.run(&["clean", "--max-document", "1K", "a.txt", "b.txt"]);
    failed(&ran, "a.txt: longer than 1024 bytes; raise --max-document");
    assert_eq!(ran.text(), ENGLISH, "the others go on");
    let long = ENGLISH.repeat(100);
    failed(&folder.run_with(&["clean", "--max-document", "1K"], long.as_bytes()), "--max-document");
    folder.write("lines.txt", "a\n".repeat(100));
    failed(&folder.run(&["clean", "--max-document", "1K", "lines.txt"]), "more than 64 lines");
    folder.write("c.txt.gz", crate::corpus::gzip(ENGLISH.repeat(100)));
    failed(&folder.run(&["clean", "--max-document", "1K", "c.txt.gz"]), "longer than 1024 bytes");
    folder.write(
        "monoglot.toml",
        "[[overrides]]\npaths = [\"x/**\"]\nlang = \"fra\"\n".repeat(30_000),
    );
    failed(&folder.run(&["check", "b.txt"]), "and no configuration");
    folder.write("monoglot.toml", "[[overrides]]\npaths=[\"x\"]\n".repeat(2_000));
    failed(&folder.run(&["check", "b.txt"]), "more than 1000 overrides");
}
