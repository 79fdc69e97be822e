//! A check of 10,000 files, without the cache, with an empty one, and with a full one:
//! `cargo bench --bench cache`.
//!
//! The files are lines of the corpus in miniature, in each file others, some 3 kB; under every tenth
//! stands a line of another language. The times are of the whole process. That a second run says the same
//! is asserted; how much quicker it is depends on the texts and the disk.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a benchmark writes its files and prints its figures"
)]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const FILES: usize = 10_000;
const LANGUAGES: [&str; 9] = ["ara", "deu", "eng", "fas", "fra", "jpn", "rus", "ukr", "zho"];
/// How long a file gets, in bytes.
const LENGTH: usize = 3_000;
/// How long it takes until a file is taken for one that nobody writes to any more.
const SETTLED: Duration = Duration::from_secs(3);
/// One file in so many has a line that does not belong.
const FOREIGN_EVERY: usize = 10;

/// The lines of the corpus in one language.
fn lines(language: &str) -> Vec<String> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/mini-corpus/text");
    let text = fs::read_to_string(corpus.join(language).with_extension("txt")).unwrap();
    text.lines().filter_map(|line| line.rsplit('\t').next()).map(str::to_owned).collect()
}

fn write_files(folder: &Path) {
    let corpus = LANGUAGES.map(lines);
    for number in 0..FILES {
        let own = &corpus[number % corpus.len()];
        let mut text = format!("{number}\n");
        // A step that shares no factor with any count of lines, so that every file is another.
        for index in (0..).map(|index| (number * 7919 + index * 31) % own.len()) {
            text += &own[index];
            text += "\n\n";
            if text.len() > LENGTH {
                break;
            }
        }
        if number % FOREIGN_EVERY == 0 {
            let other = &corpus[(number + 5) % corpus.len()];
            text += &other[number % other.len()];
            text.push('\n');
        }
        let place = folder.join(format!("{:02}", number / 100));
        fs::create_dir_all(&place).unwrap();
        fs::write(place.join(format!("{number}.txt")), text).unwrap();
    }
}

/// How long a check takes, and what it says.
fn check(folder: &Path, args: &[&str]) -> (Duration, Vec<u8>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_monoglot"));
    command.args(["check", "--no-progress"]).args(args).arg("in").current_dir(folder);
    let start = Instant::now();
    let output = command.output().unwrap();
    let taken = start.elapsed();
    assert!(output.status.code() < Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    (taken, output.stdout)
}

fn main() {
    // Cargo asks benchmarks whether they are tests; there is nothing small to try here.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    write_files(&folder.path().join("in"));
    // Files that changed a moment ago are read again.
    std::thread::sleep(SETTLED);
    let (without, said) = check(folder.path(), &[]);
    let (first, _) = check(folder.path(), &["--cache"]);
    let again: Vec<_> = (0..3).map(|_| check(folder.path(), &["--cache"])).collect();
    assert!(again.iter().all(|(_, text)| *text == said), "the cache says something else");
    let second = again.iter().map(|&(taken, _)| taken).min().unwrap();
    let cache = folder.path().join(".monoglot-cache/documents.jsonl");
    let size = fs::metadata(cache).unwrap().len() / 1024;
    println!("{FILES} files, without the cache    {without:>8.2?}");
    println!("{FILES} files, empty cache          {first:>8.2?}");
    println!("{FILES} files, full cache           {second:>8.2?}  ({size} kB)");
    println!(
        "gain                              {:>7.1}x",
        first.as_secs_f64() / second.as_secs_f64()
    );
}
