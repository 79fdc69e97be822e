//! Runs that are killed, and resumed.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{BuildHasher as _, RandomState};
use std::process::Stdio;
use std::time::{Duration, Instant, SystemTime};

use crate::cli::{ENGLISH, dirty};
use crate::corpus::{gzip, jsonl, zstd};
use crate::run::Folder;

/// Shards of every container that a test writes quickly.
fn corpus(folder: &Folder) {
    for (shard, records) in [40, 1, 60, 20, 50].into_iter().enumerate() {
        folder.write(&format!("in/{shard}.jsonl.zst"), zstd(jsonl().repeat(records)));
        folder
            .write(&format!("in/deep/{shard}.jsonl.gz"), gzip(jsonl().repeat(records) + "{bad\n"));
    }
    folder.write("in/a.txt", dirty()).write("in/b.txt.gz", gzip(ENGLISH));
}

const REPORTS: [&str; 3] = ["r.json", "r.html", "r.txt"];

fn args(out: &str, resume: bool) -> Vec<&str> {
    let mut args = vec!["clean", "-o", out, "--report", "json=r.json", "--report", "html=r.html"];
    args.extend(["--report", "concise=r.txt", "in"]);
    args.extend(resume.then_some("--resume"));
    args
}

/// Everything that a run wrote, but for its own notes.
fn written(folder: &Folder, out: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.path(out)];
    while let Some(path) = folders.pop() {
        for entry in fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry")) {
            let name = entry.path().display().to_string();
            if entry.path().is_dir() {
                if !name.ends_with("/.monoglot") {
                    folders.push(entry.path());
                }
            } else {
                let root = folder.path(out).display().to_string();
                let name = name.trim_start_matches(&root).to_owned();
                files.insert(name, fs::read(entry.path()).expect("a file"));
            }
        }
    }
    for report in REPORTS {
        files.insert(report.to_owned(), folder.read(report));
    }
    files
}

/// A moment before this one has passed, another one in each run of the test.
fn some_moment(before: Duration) -> Duration {
    before.mul_f64(RandomState::new().hash_one(0) as f64 / u64::MAX as f64)
}

#[test]
fn a_run_that_is_killed_at_any_moment_is_resumed_to_the_same_bytes() {
    let folder = Folder::new();
    corpus(&folder);
    let begin = Instant::now();
    let whole = folder.run(&args("whole", false));
    let time = begin.elapsed();
    assert_eq!(whole.code, 2, "broken records are there: {}", whole.stderr);
    let expected = written(&folder, "whole");
    assert_eq!(expected.len(), 12 + REPORTS.len());
    let mut killed = 0;
    for moment in 0..10 {
        let out = format!("out{moment}");
        let mut command = folder.command("", &args(&out, false));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the command starts");
        let after = some_moment(time);
        std::thread::sleep(after);
        killed += u32::from(child.try_wait().expect("a child").is_none());
        child.kill().expect("the run is killed");
        child.wait().expect("the run is over");
        let resumed = folder.run(&args(&out, true));
        assert_eq!((resumed.code, &resumed.stderr), (2, &whole.stderr), "after {after:?}");
        assert!(written(&folder, &out) == expected, "killed after {after:?}");
    }
    assert!(killed > 0, "no run was killed before its end");
}

fn times(folder: &Folder) -> [SystemTime; 2] {
    ["out/0.jsonl.zst", "out/deep/3.jsonl.gz"].map(|name| {
        fs::metadata(folder.path(name)).and_then(|data| data.modified()).expect("a time")
    })
}

#[test]
fn what_is_done_is_not_done_again_unless_something_changed() {
    let folder = Folder::new();
    corpus(&folder);
    folder.run(&args("out", false));
    let (before, expected) = (times(&folder), written(&folder, "out"));
    folder.run(&args("out", true));
    assert_eq!(times(&folder), before);
    assert!(written(&folder, "out") == expected);
    // Another shard, other options, an output that somebody changed: each is done again.
    folder.write("in/0.jsonl.zst", zstd(jsonl()));
    folder.run(&args("out", true));
    let [changed, same] = times(&folder);
    assert!(changed > before[0] && same == before[1]);
    folder.write("out/deep/3.jsonl.gz", "somebody's");
    folder.run(&args("out", true));
    assert_eq!(folder.read("out/deep/3.jsonl.gz"), expected["/deep/3.jsonl.gz"]);
    let before = times(&folder);
    folder.run(&[&args("out", true)[..], &["--remove", "likely"]].concat());
    assert!(times(&folder)[1] > before[1]);
}

/// A run under a bound on its memory, which a shell sets.
#[cfg(target_os = "linux")]
#[test]
fn memory_is_bounded_whatever_a_shard_unpacks_to() {
    let folder = Folder::new();
    let megabytes = |byte: u8| {
        let part = vec![byte; 1 << 20];
        let mut encoder = zstd::Encoder::new(Vec::new(), 1).expect("memory");
        (0..1500).try_for_each(|_| std::io::Write::write_all(&mut encoder, &part)).expect("memory");
        encoder.finish().expect("memory")
    };
    folder.write("line.jsonl.zst", megabytes(b'a'));
    folder.write("head.warc.zst", megabytes(b'W')).write("text.txt.zst", megabytes(b'a'));
    for name in ["line.jsonl.zst", "head.warc.zst", "text.txt.zst"] {
        let script = "ulimit -v 700000; exec \"$0\" clean --jobs 2 --max-record 4M -o out/ \"$1\"";
        let mut command = std::process::Command::new("sh");
        command.args(["-c", script, env!("CARGO_BIN_EXE_monoglot"), name]);
        command.current_dir(folder.path(""));
        let ran = crate::run::finish(command, b"");
        assert_eq!(ran.code, 2, "{name}: {}", ran.stderr);
        let is_said = ran.stderr.contains("longer than 4194304 bytes")
            || ran.stderr.contains("no WARC record");
        assert!(is_said, "{name}: {}", ran.stderr);
    }
}
