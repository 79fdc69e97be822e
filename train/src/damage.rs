//! How much damage the decoder undoes: lines set aside, written in one encoding and read as another, in
//! documents of one line, of five and of twenty.
//!
//! One line in Turkish that was read as Western has a letter or two wrong. What the other lines of its
//! document say is what tells it from a right one; these figures are for that.

use std::fmt::Write as _;

use monoglot::{Encoding, Hint, Text};

use crate::source::{Domain, Source};

/// Written in, read as, the languages.
const MISTAKES: [(&str, &str, &[&str]); 8] = [
    ("windows-1254", "windows-1252", &["tur", "aze"]),
    ("macintosh", "windows-1252", &["deu", "fra", "spa", "por", "swe"]),
    ("windows-1252", "macintosh", &["deu", "fra", "spa", "por", "swe"]),
    ("windows-1250", "windows-1252", &["ces", "pol", "hun", "hrv", "slk", "slv", "ron"]),
    ("windows-1257", "windows-1252", &["lit", "lav", "est"]),
    ("windows-1252", "windows-1250", &["fra", "deu", "por", "swe"]),
    ("iso-8859-2", "windows-1250", &["pol", "ces", "hun"]),
    ("windows-1251", "windows-1252", &["rus", "ukr", "bul", "srp"]),
];

/// Lines of one document.
const SIZES: [usize; 3] = [1, 5, 20];

/// Lines of each language.
const LINES: usize = 300;

/// What each byte from 0x80 on means, if it means something.
type Upper = Vec<Option<char>>;

fn upper(name: &str) -> Upper {
    let encoding: Encoding = name.parse().expect("a name of the table");
    let hint = Hint::default().encoding(encoding).repair(false);
    let read = |byte: u8| {
        let text = Text::decode(&[byte], &hint).map(|text| text.as_str().chars().next());
        text.ok().flatten().filter(|&c| c != char::REPLACEMENT_CHARACTER)
    };
    (0x80..=0xFF).map(read).collect()
}

/// The line written in one encoding and read as another; none if it cannot be, or is the same.
fn damaged(line: &str, written: &Upper, read: &Upper) -> Option<String> {
    let through = |c: char| {
        if c.is_ascii() {
            return Some(c);
        }
        let at = written.iter().position(|&meant| meant == Some(c))?;
        Some(read[at].unwrap_or(char::from_u32(at as u32 + 0x80)?))
    };
    line.chars().map(through).collect::<Option<String>>().filter(|damaged| damaged != line)
}

/// A table: for each mistake how many of its lines are right again in documents of each size, in
/// percent.
pub fn measure(sources: &[Source]) -> String {
    let mut table = format!("{:<28} {:>6}", "written as read", "lines");
    for size in SIZES {
        write!(table, " {size:>6}").unwrap_or_default();
    }
    table.push('\n');
    for (written, read, langs) in MISTAKES {
        let (upper_written, upper_read) = (upper(written), upper(read));
        let (mut lines, mut right) = (0, [0; SIZES.len()]);
        for source in sources.iter().filter(|source| langs.contains(&source.lang.code())) {
            let pairs = pairs(source, &upper_written, &upper_read);
            lines += pairs.len();
            for (right, size) in right.iter_mut().zip(SIZES) {
                *right += pairs.chunks(size).map(undone).sum::<usize>();
            }
        }
        write!(table, "{:<28} {lines:>6}", format!("{written} {read}")).unwrap_or_default();
        for right in right {
            let share = 100.0 * right as f32 / lines.max(1) as f32;
            write!(table, " {share:>6.1}").unwrap_or_default();
        }
        table.push('\n');
    }
    table
}

/// Lines of prose that were set aside: damaged, right.
fn pairs<'s>(source: &'s Source, written: &Upper, read: &Upper) -> Vec<(String, &'s str)> {
    let lines = source.lines.iter().filter(|line| line.held_out && line.domain == Domain::Prose);
    let pairs = lines.filter_map(|line| Some((damaged(&line.text, written, read)?, &*line.text)));
    pairs.take(LINES).collect()
}

/// How many lines of a document are right again.
fn undone(pairs: &[(String, &str)]) -> usize {
    let document: String = pairs.iter().flat_map(|(damaged, _)| [damaged, "\n"]).collect();
    let decoded = Text::decode(document.as_bytes(), &Hint::default());
    let decoded = decoded.as_ref().map_or("", |text| text.as_str());
    decoded.split('\n').zip(pairs).filter(|(line, (_, right))| line == right).count()
}
