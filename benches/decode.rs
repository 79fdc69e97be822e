//! Throughput of the decoder, beside chardetng's in the same run. `cargo bench --bench decode`.
//!
//! Figures are megabytes a second of one core, the best of several rounds: other work on the machine
//! only ever slows a round down.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::hint::black_box;
use std::time::Instant;

use monoglot::{Encoding, Hint, Text};

/// Text of three kinds: hardly any, some, and only characters beyond ASCII.
const ENGLISH: &str = "The committee met on Friday to discuss the repair of the old bridge.\n";
const GERMAN: &str = "Die Gemeinde berät am Freitag über die längst fällige Brücke im Süden.\n";
const RUSSIAN: &str = "В пятницу совет обсудил ремонт старого моста через реку на юге города.\n";
const CHINESE: &str = "委员会星期五讨论了城市南部旧桥的维修问题，并决定明年开始施工。\n";

const ROUNDS: usize = 7;

/// Megabytes a second of the quickest round.
fn speed(bytes: usize, mut run: impl FnMut()) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        run();
        best = best.min(start.elapsed().as_secs_f64());
    }
    bytes as f64 / best / 1e6
}

fn repeated(line: &str, bytes: usize) -> Vec<u8> {
    line.repeat(bytes / line.len() + 1).into_bytes()
}

fn encoded(line: &str, label: &str, bytes: usize) -> Vec<u8> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a known label");
    let line = encoding.encode(line).0;
    line.repeat(bytes / line.len() + 1)
}

fn chardetng(bytes: &[u8]) {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
    black_box(encoding.decode(bytes));
}

fn decode(bytes: &[u8], hint: &Hint) {
    black_box(Text::decode(bytes, hint).expect("text"));
}

fn row(name: &str, bytes: usize, hint: &Hint, inputs: &[Vec<u8>]) {
    let ours = speed(bytes, || inputs.iter().for_each(|input| decode(input, hint)));
    let theirs = speed(bytes, || inputs.iter().for_each(|input| chardetng(input)));
    println!("{name:44} {ours:10.1} {theirs:10.1}");
}

fn main() {
    let plain = Hint { repair: false, ..Hint::default() };
    let full = Hint::default();
    println!("{:44} {:>10} {:>10}   MB/s", "", "monoglot", "chardetng");
    for (name, line) in
        [("English", ENGLISH), ("German", GERMAN), ("Russian", RUSSIAN), ("Chinese", CHINESE)]
    {
        let input = repeated(line, 10_000_000);
        let size = input.len();
        row(&format!("UTF-8 {name}, 10 MB, decode"), size, &plain, std::slice::from_ref(&input));
        row(&format!("UTF-8 {name}, 10 MB, decode and repair"), size, &full, &[input]);
    }
    for (label, line) in [("windows-1252", GERMAN), ("windows-1251", RUSSIAN), ("gb18030", CHINESE)]
    {
        let large = vec![encoded(line, label, 1_000_000)];
        row(&format!("{label}, 1 MB, decode"), large[0].len(), &plain, &large);
        row(&format!("{label}, 1 MB, decode and repair"), large[0].len(), &full, &large);
        let small: Vec<_> = (0..10_000).map(|_| encoded(line, label, 1_000)).collect();
        let size = small.iter().map(Vec::len).sum();
        row(&format!("{label}, 10,000 files of 1 KB, decode"), size, &plain, &small);
    }
    assert!(Encoding::UTF_8.is_utf8());
}
