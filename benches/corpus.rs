//! Speed and memory of `monoglot clean` over shards: `cargo bench --bench corpus`.
//!
//! The same documents as a folder of text, as JSONL.zst and as WET: megabytes of text per second of
//! one core (CPU seconds of the whole process, so that other work on the machine counts little), the
//! ratio to the folder, the speed of two threads against one, the largest resident memory, and how
//! that grows with the shard. The last table is the one of `docs/scale.md`.
//!
//! Documents are made from a seed: lines of articles in a new order, one letter in sixty replaced,
//! so that one word in ten is one that nobody has read before, as in news. Articles are those of the
//! repository unless a folder is named:
//!
//!     cargo bench --bench corpus -- --articles DIR --sizes 10,100,1000
//!
//! Linux alone tells the CPU time and the memory of a process; elsewhere those figures are missing.
//! Nothing is asserted: machines differ, ratios in one run are what counts.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a benchmark reads its texts and prints its figures"
)]

mod common;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use common::{ARTICLE, Random, machine, varied};

/// One letter of so many is another one.
const REPLACED: u64 = 60;
/// How often a corpus is cleaned, unless it has more bytes than this.
const ROUNDS: usize = 3;
const LARGE: usize = 200_000_000;
/// Clock ticks in a second, as Linux counts them for every program.
const TICKS: f64 = 100.0;

fn main() {
    let options = Options::read();
    let articles = articles(options.articles.as_deref());
    println!("{}, {} cores", machine(), thread::available_parallelism().map_or(1, Into::into));
    println!(
        "{:>6} {:16} {:>10} {:>7} {:>8} {:>10}",
        "MB", "", "MB/s/core", "ratio", "2 jobs", "memory MB"
    );
    let mut last = Vec::new();
    for &megabytes in &options.sizes {
        let folder = tempfile::tempdir().unwrap();
        let corpus = Corpus::write(folder.path(), &articles, megabytes);
        last = compare(&corpus);
    }
    println!("\nThe table of docs/scale.md:\n");
    println!(
        "| input | MB of text per second and core | of plain text | two threads | largest memory |"
    );
    println!("|---|---|---|---|---|");
    for row in &last {
        println!("{row}");
    }
}

struct Options {
    articles: Option<PathBuf>,
    /// Megabytes of text.
    sizes: Vec<usize>,
}

impl Options {
    fn read() -> Self {
        let mut options = Self { articles: None, sizes: vec![10, 100] };
        let mut args = std::env::args().skip(1);
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--articles" => options.articles = args.next().map(PathBuf::from),
                "--sizes" => {
                    let sizes = args.next().unwrap();
                    options.sizes = sizes.split(',').map(|size| size.parse().unwrap()).collect();
                }
                _ => {}
            }
        }
        options
    }
}

/// The same documents in three ways.
struct Corpus {
    folder: PathBuf,
    bytes: usize,
}

impl Corpus {
    fn write(folder: &Path, articles: &[String], megabytes: usize) -> Self {
        let create = |name: &str| BufWriter::new(File::create(folder.join(name)).unwrap());
        let mut jsonl = zstd::Encoder::new(create("a.jsonl.zst"), 3).unwrap();
        let mut wet = create("a.warc.wet.gz");
        let mut random = Random(megabytes as u64 + 1);
        let mut bytes = 0;
        let mut number = 0;
        while bytes < megabytes * 1_000_000 {
            let text = document(articles, &mut random);
            bytes += text.len();
            let record = serde_json::json!({"id": number, "source": "bench", "text": text});
            writeln!(jsonl, "{record}").unwrap();
            wet.write_all(&gzip(&conversion(number, &text))).unwrap();
            let place = folder.join(format!("text/{}", number / 1000));
            fs::create_dir_all(&place).unwrap();
            fs::write(place.join(format!("{number}.txt")), text).unwrap();
            number += 1;
        }
        jsonl.finish().unwrap().flush().unwrap();
        wet.flush().unwrap();
        Self { folder: folder.to_owned(), bytes }
    }
}

fn conversion(number: usize, text: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://bench.example/{number}\r\n\
         Content-Type: text/plain\r\nContent-Length: {}\r\n\r\n{text}\r\n\r\n",
        text.len()
    )
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// A row for each way; those of the table.
fn compare(corpus: &Corpus) -> Vec<String> {
    let megabytes = corpus.bytes as f64 / 1e6;
    let mut plain = None;
    let mut rows = Vec::new();
    for (name, input) in
        [("text", "text"), ("JSONL.zst", "a.jsonl.zst"), ("WET.gz", "a.warc.wet.gz")]
    {
        let rounds = if corpus.bytes > LARGE { 1 } else { ROUNDS };
        // In turn, so that other work on the machine slows both alike.
        let runs: Vec<_> =
            (0..rounds).map(|_| [run(corpus, input, 1), run(corpus, input, 2)]).collect();
        let [one, two] = [0, 1].map(|jobs| best(runs.iter().map(|runs| &runs[jobs])));
        let speed = one.cpu.map(|cpu| megabytes / cpu);
        plain = plain.or(speed);
        let ratio = speed.zip(plain).map(|(speed, plain)| speed / plain);
        let threads = one.wall / two.wall;
        let memory = one.memory.max(two.memory).map(|bytes| bytes as f64 / 1e6);
        println!(
            "{megabytes:6.0} {name:16} {:>10} {:>7} {threads:8.2} {:>10}",
            figure(speed, 1),
            figure(ratio, 2),
            figure(memory, 0)
        );
        rows.push(format!(
            "| {name}, {megabytes:.0} MB | {} | {} | {threads:.2} times one | {} MB |",
            figure(speed, 1),
            figure(ratio.map(|ratio| ratio * 100.0), 0) + " %",
            figure(memory, 0)
        ));
    }
    rows
}

/// The quickest in each figure: other work only ever slows a run down. Of memory, the most.
fn best<'r>(runs: impl Iterator<Item = &'r Run>) -> Run {
    let least = |a: Option<f64>, b: Option<f64>| a.zip(b).map_or(a.or(b), |(a, b)| Some(a.min(b)));
    let none = Run { wall: f64::INFINITY, cpu: None, memory: None };
    runs.fold(none, |best, run| Run {
        wall: best.wall.min(run.wall),
        cpu: least(best.cpu, run.cpu),
        memory: best.memory.max(run.memory),
    })
}

fn figure(value: Option<f64>, digits: usize) -> String {
    value.map_or("-".to_owned(), |value| format!("{value:.digits$}"))
}

/// What a run took.
struct Run {
    /// Seconds on a clock.
    wall: f64,
    /// Seconds of all cores together.
    cpu: Option<f64>,
    /// Bytes of the largest resident set.
    memory: Option<u64>,
}

/// Cleans one input: shards into a shard, text into nothing, which is the least that can be done.
fn run(corpus: &Corpus, input: &str, jobs: usize) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_monoglot"));
    command.current_dir(&corpus.folder).args(["clean", "--quiet", "--isolated", "--jobs"]);
    command.arg(jobs.to_string()).arg(input).stdout(Stdio::null());
    if input != "text" {
        let _ = fs::remove_dir_all(corpus.folder.join("out"));
        command.args(["-o", "out/"]);
        fs::create_dir_all(corpus.folder.join("out")).unwrap();
    }
    let (begin, before) = (Instant::now(), children());
    let mut child = command.spawn().unwrap();
    let mut memory = None;
    while child.try_wait().unwrap().is_none() {
        memory = memory.max(largest(child.id()));
        thread::sleep(Duration::from_millis(5));
    }
    let cpu = children().zip(before).map(|(after, before)| after - before);
    Run { wall: begin.elapsed().as_secs_f64(), cpu, memory }
}

/// CPU seconds of all processes that this one waited for.
fn children() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(13);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    Some((ticks()? + ticks()?) / TICKS)
}

/// Bytes of the largest resident set of a process so far.
fn largest(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

/// Lines of an article in another order, some letters replaced, as long as a document is.
fn document(articles: &[String], random: &mut Random) -> String {
    let lines: Vec<_> = articles[random.below(articles.len() as u64)].lines().collect();
    let letters: Vec<_> =
        lines.iter().flat_map(|line| line.chars()).filter(|c| c.is_lowercase()).collect();
    let vary = |c: char, random: &mut Random| {
        let is_replaced = c.is_lowercase() && random.below(REPLACED) == 0;
        if is_replaced { letters[random.below(letters.len() as u64)] } else { c }
    };
    varied(&lines, ARTICLE, random, vary)
}

/// Texts of a folder, or the repository's corpus in miniature.
fn articles(folder: Option<&Path>) -> Vec<String> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/mini-corpus/text");
    let mut paths: Vec<_> = fs::read_dir(folder.unwrap_or(&own))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    let texts = paths.iter().filter_map(|path| fs::read_to_string(path).ok());
    let texts = texts.map(|text| match folder {
        Some(_) => text,
        // Rows of the corpus in miniature begin with two columns about them.
        None => {
            text.lines().filter_map(|row| row.splitn(3, '\t').last()).collect::<Vec<_>>().join("\n")
        }
    });
    texts.filter(|text| !text.trim().is_empty()).collect()
}
