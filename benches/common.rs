//! What the benchmarks share.
#![allow(
    dead_code,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "each takes what it needs; a benchmark reads its texts"
)]

use std::path::Path;

/// That of the program, so that work inside a benchmark takes the time that it takes there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Bytes of an article, and of the texts of a language.
pub(crate) const ARTICLE: usize = 4_000;
const LARGE: usize = 5_000_000;

/// A sequence of numbers that looks random and is the same in every run (xorshift).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, bound: u64) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 16) % bound) as usize
    }
}

/// The name of the processor, where the system tells it.
pub(crate) fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    model.map_or(std::env::consts::ARCH, |(_, name)| name).to_owned()
}

/// Five megabytes of a language: the Declaration of Human Rights, varied. One of `every` letters is
/// another of the text.
pub(crate) fn corpus(lang: &str, every: u64) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/mini-corpus/text")
        .join(format!("{lang}.txt"));
    let rows = std::fs::read_to_string(file).unwrap();
    let lines: Vec<_> = rows.lines().filter_map(|row| row.splitn(3, '\t').last()).collect();
    let letters: Vec<_> = rows.chars().filter(|c| c.is_lowercase() || *c > '\u{250}').collect();
    let vary = |c: char, random: &mut Random| {
        let is_replaced = c.is_alphabetic() && random.below(every) == 0;
        if is_replaced { letters[random.below(letters.len() as u64)] } else { c }
    };
    varied(&lines, LARGE, &mut Random(1), vary)
}

/// Lines in a new order until the text has so many bytes, each character varied.
pub(crate) fn varied(
    lines: &[&str],
    bytes: usize,
    random: &mut Random,
    vary: impl Fn(char, &mut Random) -> char,
) -> String {
    let mut text = String::new();
    while text.len() < bytes {
        let line = lines[random.below(lines.len() as u64)];
        text.extend(line.chars().map(|c| vary(c, random)));
        text.push('\n');
    }
    text
}

/// The text in documents of the length of an article.
pub(crate) fn articles(text: &str) -> Vec<String> {
    let mut articles = vec![String::new()];
    for line in text.split_inclusive('\n') {
        if articles.last().is_some_and(|article| article.len() > ARTICLE) {
            articles.push(String::new());
        }
        articles.last_mut().unwrap().push_str(line);
    }
    articles
}
