//! Speed of classifying lines and of cleaning documents: `cargo bench --bench clean`.
//!
//! {headlines, articles, 10 MB} by script: the classifier alone, beside whatlang and whichlang in the
//! same run, and `clean` end to end, which is decoding, review and cleaned text. The whole process
//! adds reading, writing and the walk of the folder; `monoglot clean --jobs 1 -q DIR > /dev/null`
//! measures it. Then how the cost of cleaning grows with lines, their length, documents, threads.
//!
//! Texts are the corpus in miniature with its letters varied from a seed, so that one word in ten is
//! one that nobody has read before: as in news, and unlike a text repeated, which flatters whatever
//! remembers words. Texts of one's own come beside them: `cargo bench --bench clean -- FILE...`.
//! Nothing is asserted: machines differ, ratios in one run are what counts. Figures are the best of
//! several rounds, since other work on the machine only ever slows a round down.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a benchmark reads its texts and prints its figures"
)]

mod common;

use std::hint::black_box;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use monoglot::classify::{Engine, Ngram};
use monoglot::{Hint, Policy, Text, review};

use common::{articles, corpus, machine};

/// Scripts, the languages of the corpus in miniature that are written in them, and one of how many
/// letters is replaced to make one word in ten a new one. Chinese and Japanese words have no spaces
/// between them, and are read in runs of up to eight letters.
const SCRIPTS: [(&str, &[&str], u64); 4] = [
    ("Latin", &["eng", "deu", "fra"], 60),
    ("Cyrillic", &["rus", "ukr"], 60),
    ("Arabic", &["ara", "fas"], 50),
    ("CJK", &["zho", "jpn"], 40),
];
/// Words of a headline; letters of one in an unspaced script.
const HEADLINE: usize = 8;
const UNSPACED_HEADLINE: usize = 20;
/// Headlines and articles that are measured, at most.
const HEADLINES: usize = 8_000;
const ARTICLES: usize = 400;
/// How long each figure is measured, and in how many rounds at least.
const SPAN: Duration = Duration::from_millis(300);
const ROUNDS: usize = 3;

fn main() {
    let cores = thread::available_parallelism().map_or(1, Into::into);
    println!("{}, {cores} cores; MB/s of one core", machine());
    println!(
        "\n{:10} {:10} {:>8} {:>9} {:>7} {:>9} {:>7} {:>8}",
        "", "", "classify", "whatlang", "ratio", "whichlang", "ratio", "clean"
    );
    for (script, langs, every) in SCRIPTS {
        let texts: Vec<_> = langs.iter().map(|lang| corpus(lang, every)).collect();
        compare(script, &texts);
    }
    for path in std::env::args().skip(1).filter(|arg| !arg.starts_with('-')) {
        let name = Path::new(&path).file_stem().unwrap_or_default().to_string_lossy();
        compare(&name, &[std::fs::read_to_string(&path).unwrap()]);
    }
    let english = corpus("eng", 60);
    println!();
    grow_by_lines(&english);
    grow_by_length(&english);
    grow_by_documents(&english);
    grow_by_threads(&english, cores);
}

/// One row for each kind of text.
fn compare(script: &str, texts: &[String]) {
    let headlines = texts.iter().flat_map(|text| text.lines()).map(headline);
    row(script, "headlines", &some(headlines.collect(), HEADLINES));
    row(
        script,
        "articles",
        &some(texts.iter().flat_map(|text| articles(text)).collect(), ARTICLES),
    );
    row(script, "10 MB", &[texts.concat()]);
}

/// Documents from all over a text, no more than so many.
fn some(documents: Vec<String>, most: usize) -> Vec<String> {
    let step = documents.len().div_ceil(most).max(1);
    documents.into_iter().step_by(step).collect()
}

fn row(script: &str, kind: &str, documents: &[String]) {
    let mut engine = Ngram::new();
    let ours = speed(documents, |text| classify(&mut engine, text));
    let whatlang = speed(&excerpt(documents), |text| {
        text.lines().for_each(|line| _ = black_box(whatlang::detect(line)));
    });
    let whichlang = speed(documents, |text| {
        text.lines().for_each(|line| _ = black_box(whichlang::detect_language(line)));
    });
    let clean = speed(documents, |text| clean(&mut engine, text));
    println!(
        "{script:10} {kind:10} {ours:8.1} {whatlang:9.1} {:7.1} {whichlang:9.1} {:7.1} {clean:8.1}",
        ours / whatlang,
        ours / whichlang,
    );
}

/// whatlang is slow: a part of the documents is enough to see how slow.
fn excerpt(documents: &[String]) -> Vec<String> {
    match documents {
        [large] => vec![large[..floor(large, large.len() / 20)].to_owned()],
        _ => documents.iter().step_by(20).cloned().collect(),
    }
}

fn grow_by_lines(text: &str) {
    print!("µs per line, lines of a document:     ");
    let lines: Vec<_> = text.lines().filter(|line| line.len() > 60).collect();
    for count in [1, 10, 100, 1_000, 10_000] {
        let document = lines[..count].join("\n");
        print!(" {count}: {:.2}", time(&[document]) / count as f64);
    }
    println!();
}

fn grow_by_length(text: &str) {
    print!("ns per byte, bytes of a line:         ");
    let text = text.replace('\n', " ");
    for length in [10, 100, 1_000, 10_000, 100_000, 1_000_000] {
        let lines = (0..1_000_000 / length)
            .map(|n| &text[floor(&text, n * length)..floor(&text, (n + 1) * length - 1)]);
        let document = lines.collect::<Vec<_>>().join("\n");
        print!(" {length}: {:.1}", 1e3 * time(&[document]) / 1e6);
    }
    println!();
}

fn grow_by_documents(text: &str) {
    print!("µs per document of 4 kB, documents:   ");
    let articles = articles(text);
    for count in [1, 10, 100, 1_000] {
        print!(" {count}: {:.0}", time(&articles[..count]) / count as f64);
    }
    println!();
}

fn grow_by_threads(text: &str, cores: usize) {
    print!("MB/s of all threads, threads:         ");
    let articles = &articles(text)[..1_000];
    let bytes: usize = articles.iter().map(String::len).sum();
    for threads in 1..=cores {
        let work = || {
            let mut engine = Ngram::new();
            for text in articles {
                clean(&mut engine, text);
            }
        };
        let micros = best(|| {
            thread::scope(|scope| (0..threads).for_each(|_| _ = scope.spawn(work)));
        });
        print!(" {threads}: {:.1}", (threads * bytes) as f64 / micros);
    }
    println!();
}

/// Microseconds to clean documents, one engine for all.
fn time(documents: &[String]) -> f64 {
    let mut engine = Ngram::new();
    best(|| documents.iter().for_each(|text| clean(&mut engine, text)))
}

fn classify(engine: &mut Ngram, text: &str) {
    for line in text.lines() {
        black_box(engine.guess(line));
    }
}

fn clean(engine: &mut Ngram, text: &str) {
    let text = Text::decode(text.as_bytes(), &Hint::default()).unwrap();
    black_box(review(&text, &Policy::default(), engine).clean());
}

/// Bytes per microsecond, which are megabytes per second, of work on every document.
fn speed(documents: &[String], mut work: impl FnMut(&str)) -> f64 {
    let bytes: usize = documents.iter().map(String::len).sum();
    bytes as f64 / best(|| documents.iter().for_each(|text| work(text)))
}

/// Microseconds of the quickest round.
fn best(mut round: impl FnMut()) -> f64 {
    let begin = Instant::now();
    let mut best = Duration::MAX;
    let mut rounds = 0;
    while rounds < ROUNDS || begin.elapsed() < SPAN {
        let start = Instant::now();
        round();
        best = best.min(start.elapsed());
        rounds += 1;
    }
    best.as_secs_f64() * 1e6
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

fn headline(line: &str) -> String {
    if line.contains(' ') {
        line.split_inclusive(' ').take(HEADLINE).collect()
    } else {
        line.chars().take(UNSPACED_HEADLINE).collect()
    }
}
