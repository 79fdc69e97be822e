//! Bytes that are not UTF-8 as a whole: one legacy encoding, or several encodings line by line.
//!
//! A file put together from several sources is UTF-8 in one line and something else in the next. So
//! the lines that are valid UTF-8 stay apart, the others are pooled and detected together, and where
//! both readings are possible the likelier one wins, line by line. A line that is half UTF-8 and half
//! legacy is read in runs. A file of one legacy encoding, the usual case, is decoded in one piece.

use std::borrow::Cow;

use super::candidates::{self, Expectation, Guess};
use super::encoding::Encoding;
use super::reading::{OtherLine, Reading};
use super::sample::Sample;
use crate::model::char_lm;
use crate::text::Lines;

/// What valid UTF-8 is worth against another reading of the same line, in nats: legacy text is
/// valid by chance in few letters only.
const VALID_UTF8: f32 = 8.0;
/// What reading a line in runs costs, in nats: two sources met within one line.
const RUNS: f32 = -12.0;
/// The share of a line's high bytes that must be valid UTF-8 before it is read in runs. Thai and
/// Chinese text has up to a fifth by chance.
const RUN_SHARE: f32 = 0.3;

/// What a line is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Ascii,
    Utf8,
    /// Not UTF-8; the share of its high bytes that belong to valid sequences.
    Broken(f32),
}

/// A line with its ending.
struct Raw<'b> {
    bytes: &'b [u8],
    kind: Kind,
}

/// Reads bytes that are not valid UTF-8.
pub(super) fn read<'b>(bytes: &'b [u8], expectation: &Expectation) -> Reading<'b> {
    let in_runs = |line: &Raw| matches!(line.kind, Kind::Broken(share) if share >= RUN_SHARE);
    let whole = whole(bytes, expectation);
    let is_in_doubt = whole.guess.is_none_or(|guess| guess.score.plausibility() < IN_DOUBT);
    let is_mixed = split(bytes).any(|line| line.kind == Kind::Utf8)
        || is_in_doubt
            && split(bytes).filter(in_runs).take(TRIED).any(|line| is_in_runs(&line, &whole));
    if is_mixed { mixed(bytes, expectation) } else { whole }
}

/// Text that costs less on average, in nats a letter, needs no second look: runs of UTF-8 read as
/// anything else make words of no language.
const IN_DOUBT: f32 = -3.9;

/// How many lines that may be in runs are tried. A file put together of runs has them everywhere.
const TRIED: usize = 8;

/// Whether a line is likelier in runs of UTF-8 and a legacy encoding than in the file's one.
fn is_in_runs(line: &Raw, whole: &Reading) -> bool {
    let rest = without_utf8(line.bytes);
    let Some(guess) = candidates::best(&Sample::of(&rest), &Expectation::default()) else {
        return true;
    };
    let runs = char_lm::score(&runs(line.bytes, guess.encoding)).nats + RUNS;
    runs > char_lm::score(&whole.encoding.decode(line.bytes).0).nats
}

/// Lines end at LF, or at CR where the bytes have no LF. They are split anew for each pass: a file
/// may be all line ends, and a list of them would be many times its size.
fn split(bytes: &[u8]) -> impl Iterator<Item = Raw<'_>> {
    let ending = if memchr::memchr(b'\n', bytes).is_some() { b'\n' } else { b'\r' };
    let lines = bytes.split_inclusive(move |&byte| byte == ending);
    lines.map(|line| Raw { bytes: line, kind: kind(line) })
}

fn kind(line: &[u8]) -> Kind {
    if line.is_ascii() {
        return Kind::Ascii;
    }
    let (mut valid, mut high) = (0, 0);
    let mut is_valid = true;
    for chunk in line.utf8_chunks() {
        let of_chunk = chunk.valid().bytes().filter(|byte| !byte.is_ascii()).count();
        valid += of_chunk;
        high += of_chunk + chunk.invalid().len();
        is_valid &= chunk.invalid().is_empty();
    }
    if is_valid { Kind::Utf8 } else { Kind::Broken(valid as f32 / high as f32) }
}

/// The whole in the encoding that explains it best.
fn whole<'b>(bytes: &'b [u8], expectation: &Expectation) -> Reading<'b> {
    let guess = candidates::best(&Sample::of(bytes), expectation);
    let encoding = guess.map_or(Encoding::of(encoding_rs::WINDOWS_1252), |guess| guess.encoding);
    let (text, _) = encoding.decode(bytes);
    Reading { text, bytes, encoding, others: Vec::new(), guess }
}

fn mixed<'b>(bytes: &'b [u8], expectation: &Expectation) -> Reading<'b> {
    let legacy = pool(bytes, expectation, <[u8]>::to_vec);
    let residue = pool(bytes, expectation, without_utf8);
    let mut text = String::new();
    let mut others = Vec::new();
    let (mut number, mut start) = (0, 0);
    for line in split(bytes) {
        let (read, encoding) = match line.kind {
            Kind::Ascii => (String::from_utf8_lossy(line.bytes), None),
            _ => choose(&line, legacy.as_ref(), residue.as_ref()),
        };
        text.push_str(&read);
        others.extend(encoding.map(|encoding| OtherLine { number, start, encoding }));
        start += line.bytes.len();
        // A lone CR ends a line of the text, too.
        number += Lines::new(&read).count();
    }
    let encoding = majority(&others);
    others.retain(|other| other.encoding != encoding);
    Reading { text: Cow::Owned(text), bytes, encoding, others, guess: legacy }
}

/// The encoding of the broken lines, each prepared in some way, taken together.
fn pool(
    bytes: &[u8],
    expectation: &Expectation,
    prepare: impl Fn(&[u8]) -> Vec<u8>,
) -> Option<Guess> {
    let broken = split(bytes).filter(|line| matches!(line.kind, Kind::Broken(_)));
    let pooled: Vec<u8> = broken.flat_map(|line| prepare(line.bytes)).collect();
    candidates::best(&Sample::of(&pooled), expectation)
}

/// The line without its valid sequences.
fn without_utf8(line: &[u8]) -> Vec<u8> {
    let mut rest = Vec::with_capacity(line.len());
    for chunk in line.utf8_chunks() {
        let ascii = |c: char| if c.is_ascii() { c as u8 } else { b' ' };
        rest.extend(chunk.valid().chars().map(ascii));
        rest.extend(chunk.invalid());
    }
    rest
}

/// The likeliest reading of a line that is not ASCII, and its encoding.
fn choose<'b>(
    line: &Raw<'b>,
    legacy: Option<&Guess>,
    residue: Option<&Guess>,
) -> (Cow<'b, str>, Option<Encoding>) {
    let mut readings: Vec<(Cow<str>, Encoding, f32)> = Vec::new();
    if let (Kind::Utf8, Ok(text)) = (line.kind, std::str::from_utf8(line.bytes)) {
        readings.push((text.into(), Encoding::UTF_8, VALID_UTF8));
    }
    if let Some(guess) = legacy {
        readings.push((guess.encoding.decode(line.bytes).0, guess.encoding, 0.0));
    }
    if let (Kind::Broken(share), Some(guess)) = (line.kind, residue)
        && share >= RUN_SHARE
    {
        let runs = runs(line.bytes, guess.encoding);
        readings.push((runs.into(), guess.encoding, RUNS));
    }
    if readings.len() > 1 {
        for (text, _, weight) in &mut readings {
            *weight += char_lm::score(text).nats;
        }
    }
    let best = readings.into_iter().max_by(|a, b| a.2.total_cmp(&b.2));
    best.map_or((String::from_utf8_lossy(line.bytes), None), |(text, e, _)| (text, Some(e)))
}

/// A piece of a line: bytes of valid UTF-8 beyond ASCII, or anything else.
struct Piece<'b> {
    bytes: &'b [u8],
    is_utf8: bool,
}

/// Valid sequences are doubted up to this many characters: legacy letters make one or two by chance.
const DOUBTED: usize = 2;
/// How much likelier a doubted sequence must make the line, in nats.
const DOUBT: f32 = 2.0;

/// The valid sequences of a line as UTF-8 and what lies between them in another encoding. A short
/// sequence is read the way that makes the line likelier.
fn runs(line: &[u8], encoding: Encoding) -> String {
    let mut pieces = pieces(line);
    for i in 0..pieces.len() {
        let doubted =
            std::str::from_utf8(pieces[i].bytes).is_ok_and(|text| text.chars().count() <= DOUBTED);
        if !pieces[i].is_utf8 || !doubted {
            continue;
        }
        let as_utf8 = char_lm::score(&read_pieces(&pieces, encoding)).nats;
        pieces[i].is_utf8 = false;
        let as_legacy = char_lm::score(&read_pieces(&pieces, encoding)).nats;
        pieces[i].is_utf8 = as_utf8 > as_legacy + DOUBT;
    }
    read_pieces(&pieces, encoding)
}

fn pieces(line: &[u8]) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece> = Vec::new();
    for chunk in line.utf8_chunks() {
        let mut rest = chunk.valid();
        while let Some(first) = rest.chars().next() {
            let is_utf8 = !first.is_ascii();
            let end = rest.find(|c: char| c.is_ascii() == is_utf8).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            pieces.push(Piece { bytes: piece.as_bytes(), is_utf8 });
            rest = after;
        }
        if !chunk.invalid().is_empty() {
            pieces.push(Piece { bytes: chunk.invalid(), is_utf8: false });
        }
    }
    pieces
}

fn read_pieces(pieces: &[Piece], encoding: Encoding) -> String {
    let mut text = String::new();
    let mut legacy: Vec<u8> = Vec::new();
    for piece in pieces {
        if piece.is_utf8 {
            text.push_str(&encoding.decode(&legacy).0);
            legacy.clear();
            text.push_str(&String::from_utf8_lossy(piece.bytes));
        } else {
            legacy.extend(piece.bytes);
        }
    }
    text.push_str(&encoding.decode(&legacy).0);
    text
}

/// The encoding of the most lines; UTF-8 if none has one.
fn majority(lines: &[OtherLine]) -> Encoding {
    let mut counts: Vec<(Encoding, usize)> = Vec::new();
    for &OtherLine { encoding, .. } in lines {
        match counts.iter_mut().find(|(known, _)| *known == encoding) {
            Some((_, count)) => *count += 1,
            None => counts.push((encoding, 1)),
        }
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(Encoding::UTF_8, |(encoding, _)| encoding)
}
