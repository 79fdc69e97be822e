//! Throughput of the decoder, beside chardetng's in the same run. `cargo bench --bench decode`.
//!
//! Figures are megabytes a second of one core, the best of several rounds: other work on the machine
//! only ever slows a round down. Lines repeated are the cleanest text there is; articles whose letters
//! vary have a word now and then that could be damage, and is looked at closely, as in news. A text of
//! one's own comes beside them: `cargo bench --bench decode -- FILE`.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark reads its texts and prints its figures"
)]

use std::hint::black_box;
use std::time::Instant;

use monoglot::{Hint, Text};

mod common;

use common::{articles, corpus};

/// Text with hardly any, some, and only characters beyond ASCII.
const ENGLISH: &str = "The committee met on Friday to discuss the repair of the old bridge.\n";
const GERMAN: &str = "Die Gemeinde berät am Freitag über die längst fällige Brücke im Süden.\n";
const RUSSIAN: &str = "В пятницу совет обсудил ремонт старого моста через реку на юге города.\n";
const CHINESE: &str = "委员会星期五讨论了城市南部旧桥的维修问题，并决定明年开始施工。\n";
const ARABIC: &str = "ناقش المجلس يوم الجمعة ترميم الجسر القديم فوق النهر جنوب المدينة.\n";
const HINDI: &str =
    "परिषद ने शुक्रवार को शहर के दक्षिण में पुराने पुल की मरम्मत पर चर्चा की और बड़ा खर्च माना।\n";
const THAI: &str = "สภาเมืองหารือเรื่องการซ่อมสะพานเก่าข้ามแม่น้ำทางทิศใต้เมื่อวันศุกร์ที่ผ่านมา\n";
const JAPANESE: &str = "市議会は金曜日、市の南部にある古い橋の修理について話し合った。\n";
const LINES: [(&str, &str); 8] = [
    ("English", ENGLISH),
    ("German", GERMAN),
    ("Russian", RUSSIAN),
    ("Chinese", CHINESE),
    ("Japanese", JAPANESE),
    ("Arabic", ARABIC),
    ("Hindi", HINDI),
    ("Thai", THAI),
];

/// Languages of the corpus in miniature, and one of how many letters is replaced to make one word in ten
/// a new one.
const ARTICLES: [(&str, &str, u64); 6] = [
    ("English", "eng", 60),
    ("German", "deu", 60),
    ("French", "fra", 60),
    ("Russian", "rus", 60),
    ("Arabic", "ara", 50),
    ("Chinese", "zho", 40),
];

/// So large are the inputs in UTF-8: some rounds fit between the interruptions of a busy machine.
const LARGE: usize = 1_000_000;
const ROUNDS: usize = 15;

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

fn bytes_of(texts: Vec<String>) -> Vec<Vec<u8>> {
    texts.into_iter().map(String::into_bytes).collect()
}

fn repeated(line: &str, bytes: usize) -> Vec<u8> {
    line.repeat(bytes / line.len() + 1).into_bytes()
}

fn encoded(line: &str, label: &str, bytes: usize) -> Vec<u8> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a known label");
    let line = encoding.encode(line).0;
    line.repeat(bytes / line.len() + 1)
}

/// Files of mojibake: the language, what it was written in and what it was read as.
const MISREAD: [(&str, &str, &str, &str); 6] = [
    ("German", "deu", "utf-8", "windows-1252"),
    ("Russian", "rus", "utf-8", "windows-1252"),
    ("Chinese", "zho", "utf-8", "windows-1252"),
    ("Russian", "rus", "windows-1251", "windows-1252"),
    ("Russian", "rus", "koi8-r", "windows-1251"),
    ("Chinese", "zho", "gb18030", "windows-1252"),
];

/// A text of short lines in which each word in ten is a new one, misread.
fn misread(lang: &str, written: &str, read: &str) -> Vec<u8> {
    let encoding =
        |label: &str| encoding_rs::Encoding::for_label(label.as_bytes()).expect("a known label");
    let text: String = articles(&corpus(lang, 50)).into_iter().step_by(5).collect();
    let words: Vec<&str> = text.split_inclusive([' ', '，', '。']).collect();
    let lines: Vec<String> = words.chunks(8).map(|line| line.concat().replace('\n', "")).collect();
    let bytes = encoding(written).encode(&lines.join("\n")).0.into_owned();
    encoding(read).decode_without_bom_handling(&bytes).0.into_owned().into_bytes()
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

/// One row of figures; chardetng only detects and decodes, so it is asked once for each input.
fn row(name: &str, hint: &Hint, inputs: &[Vec<u8>], theirs: Option<f64>) {
    let bytes = inputs.iter().map(Vec::len).sum();
    let ours = speed(bytes, || inputs.iter().for_each(|input| decode(input, hint)));
    let theirs = theirs.map_or_else(String::new, |theirs| format!("{theirs:10.1}"));
    println!("{name:44} {ours:10.1} {theirs}");
}

fn theirs(inputs: &[Vec<u8>]) -> f64 {
    let bytes = inputs.iter().map(Vec::len).sum();
    speed(bytes, || inputs.iter().for_each(|input| chardetng(input)))
}

fn main() {
    let plain = Hint::default().repair(false);
    let full = Hint::default();
    println!("{:44} {:>10} {:>10}   MB/s", "", "monoglot", "chardetng");
    let without_mojibake = Hint::default().mojibake(false);
    for (name, line) in LINES {
        let inputs = [repeated(line, LARGE)];
        row(&format!("UTF-8 {name}, 1 MB, validation"), &plain, &inputs, Some(theirs(&inputs)));
        row(&format!("UTF-8 {name}, 1 MB, and NFC, scan"), &without_mojibake, &inputs, None);
        row(&format!("UTF-8 {name}, 1 MB, and mojibake"), &full, &inputs, None);
    }
    for (name, lang, every) in ARTICLES {
        let inputs = bytes_of(articles(&corpus(lang, every)).into_iter().step_by(5).collect());
        row(&format!("UTF-8 {name}, articles, and NFC, scan"), &without_mojibake, &inputs, None);
        row(&format!("UTF-8 {name}, articles, and mojibake"), &full, &inputs, None);
    }
    for (name, lang, written, read) in MISREAD {
        let inputs = [misread(lang, written, read)];
        row(&format!("mojibake, {name}, {written} as {read}"), &full, &inputs, None);
    }
    let own = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    if let Some(own) = own {
        let inputs = [std::fs::read(own).expect("a text of one's own")];
        row("own text, and NFC, scan", &without_mojibake, &inputs, None);
        row("own text, and mojibake", &full, &inputs, None);
    }
    for (label, line) in [("windows-1252", GERMAN), ("windows-1251", RUSSIAN), ("gb18030", CHINESE)]
    {
        let large = [encoded(line, label, LARGE)];
        row(&format!("{label}, 1 MB, decode"), &plain, &large, Some(theirs(&large)));
        row(&format!("{label}, 1 MB, decode and repair"), &full, &large, None);
        let small: Vec<_> = (0..100).map(|_| encoded(line, label, 1_000)).collect();
        row(&format!("{label}, 100 files of 1 KB, decode"), &plain, &small, Some(theirs(&small)));
    }
}
