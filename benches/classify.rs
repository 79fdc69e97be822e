//! Speed of the classifier, beside whatlang in the same run: `cargo bench --bench classify`.
//!
//! {headlines, articles, 10 MB} by script. Headlines are judged one by one; an article is a document
//! of ten thousand characters that a fresh scorer meets for the first time, so that it remembers no
//! word of another; 10 MB are the articles repeated, which flatters whatever remembers words. A text
//! of one's own takes the place of the Latin article: `cargo bench --bench classify -- FILE`.
//! Nothing is asserted: machines differ, ratios in one run are what counts.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a benchmark reads its texts and prints its figures"
)]

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use monoglot::model::{Model, Scorer};

/// Scripts, and the languages of the corpus in miniature that are written in them.
const SCRIPTS: [(&str, &[&str]); 4] = [
    ("Latin", &["eng", "deu", "fra"]),
    ("Cyrillic", &["rus", "ukr"]),
    ("Arabic", &["ara", "fas"]),
    ("CJK", &["zho", "jpn"]),
];
/// Words of a headline.
const HEADLINE: usize = 8;
const TEN_MEGABYTES: usize = 10_000_000;
/// How long each figure is measured.
const SPAN: Duration = Duration::from_millis(400);

fn main() {
    let model = Model::embedded();
    println!("{:10} {:10} {:>9} {:>9} {:>7}", "MB/s", "", "monoglot", "whatlang", "ratio");
    for (script, langs) in SCRIPTS {
        let articles: Vec<_> = langs.iter().map(|lang| article(lang)).collect();
        measure(&model, script, &articles);
    }
    if let Some(path) = std::env::args().skip(1).find(|arg| !arg.starts_with('-')) {
        measure(&model, "own text", &[std::fs::read_to_string(path).unwrap()]);
    }
}

fn measure(model: &Model<'static>, script: &str, articles: &[String]) {
    let headlines: Vec<_> = articles.iter().flat_map(|text| text.lines().map(headline)).collect();
    let large = articles.concat();
    let large = large.repeat(TEN_MEGABYTES.div_ceil(large.len()));
    let mut scorer = Scorer::new(model);
    report(
        script,
        "headlines",
        speed(|| headlines.iter().map(|line| classify(&mut scorer, line)).sum()),
        speed(|| headlines.iter().map(|line| whatlang(line)).sum()),
    );
    report(
        script,
        "articles",
        speed(|| articles.iter().map(|text| classify(&mut Scorer::new(model), text)).sum()),
        speed(|| articles.iter().map(|text| whatlang(text)).sum()),
    );
    let mut scorer = Scorer::new(model);
    report(
        script,
        "10 MB",
        speed(|| classify(&mut scorer, &large)),
        speed(|| whatlang(&large[..floor(&large, large.len() / 20)])),
    );
}

/// The Declaration of Human Rights in a language.
fn article(lang: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/mini-corpus/text")
        .join(format!("{lang}.txt"));
    let rows = std::fs::read_to_string(file).unwrap();
    let texts = rows.lines().filter_map(|row| row.splitn(3, '\t').last());
    texts.flat_map(|text| [text, "\n"]).collect()
}

fn headline(line: &str) -> String {
    line.split_inclusive(' ').take(HEADLINE).collect()
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Judges every line; the bytes read.
fn classify(scorer: &mut Scorer<'_>, text: &str) -> usize {
    for line in text.lines() {
        black_box(scorer.classify_alone(line));
    }
    text.len()
}

fn whatlang(text: &str) -> usize {
    for line in text.lines() {
        black_box(whatlang::detect(line));
    }
    text.len()
}

/// Bytes per microsecond, which are megabytes per second.
fn speed(mut work: impl FnMut() -> usize) -> f64 {
    let start = Instant::now();
    let mut bytes = 0;
    while start.elapsed() < SPAN {
        bytes += work();
    }
    bytes as f64 / start.elapsed().as_secs_f64() / 1e6
}

fn report(script: &str, what: &str, ours: f64, theirs: f64) {
    println!("{script:10} {what:10} {ours:9.1} {theirs:9.1} {:7.1}", ours / theirs);
}
