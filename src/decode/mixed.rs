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
use super::utf8_damage::{self, Shape};
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
    /// Whether the file ends with it.
    is_last: bool,
}

/// Reads bytes that are not valid UTF-8.
pub(super) fn read<'b>(bytes: &'b [u8], expectation: &Expectation) -> Reading<'b> {
    let shape = Shape::of(bytes);
    let whole = whole(bytes, expectation);
    let is_mixed = split(bytes).any(|line| line.kind == Kind::Utf8)
        || is_likelier_in_runs(bytes, &whole)
        || shape.may_be_utf8() && is_likelier_damaged(bytes, shape, &whole);
    if is_mixed { mixed(bytes, shape, expectation) } else { whole }
}

fn is_likelier_in_runs(bytes: &[u8], whole: &Reading) -> bool {
    let in_runs = |line: &Raw| matches!(line.kind, Kind::Broken(share) if share >= RUN_SHARE);
    let is_in_doubt = whole.guess.is_none_or(|guess| guess.score.plausibility() < IN_DOUBT);
    is_in_doubt && split(bytes).filter(in_runs).take(TRIED).any(|line| is_in_runs(&line, whole))
}

/// Whether the first broken lines are likelier as damaged UTF-8 than in the file's one encoding.
fn is_likelier_damaged(bytes: &[u8], shape: Shape, whole: &Reading) -> bool {
    let is_broken = |line: &Raw| matches!(line.kind, Kind::Broken(_));
    let gain = |line: Raw| {
        let legacy = char_lm::score(&whole.encoding.decode(line.bytes).0).nats;
        let damaged = utf8_damage::read(line.bytes, shape, line.is_last)?;
        Some(damaged.nats - legacy)
    };
    let broken = split(bytes).filter(is_broken).take(TRIED);
    let gains: Option<f32> = broken.map(gain).sum();
    let prior = whole.guess.map_or(0.0, |guess| guess.prior());
    gains.is_some_and(|gains| gains > prior)
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
    let end = bytes.as_ptr_range().end;
    lines.map(move |line| Raw {
        bytes: line,
        kind: kind(line),
        is_last: line.as_ptr_range().end == end,
    })
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

fn mixed<'b>(bytes: &'b [u8], shape: Shape, expectation: &Expectation) -> Reading<'b> {
    let legacy = pool(bytes, expectation, <[u8]>::to_vec);
    let residue = pool(bytes, expectation, without_utf8);
    let mut damage = DamagedLines { shape, weighed: 0, found: 0 };
    let mut text = String::new();
    let mut others = Vec::new();
    let (mut number, mut start) = (0, 0);
    for line in split(bytes) {
        let (read, encoding) = match line.kind {
            Kind::Ascii => (String::from_utf8_lossy(line.bytes), None),
            Kind::Utf8 => choose(&line, legacy.as_ref(), None, None),
            Kind::Broken(_) => damage.read(&line, legacy.as_ref(), residue.as_ref()),
        };
        text.push_str(&read);
        others.extend(encoding.map(|encoding| OtherLine { number, start, encoding }));
        start += line.bytes.len();
        // A lone CR ends a line of the text, too.
        number += Lines::new(&read).count();
    }
    let encoding = majority(&others);
    let guess = legacy.filter(|_| others.iter().any(|other| !other.encoding.is_utf8()));
    others.retain(|other| other.encoding != encoding);
    Reading { text: Cow::Owned(text), bytes, encoding, others, guess }
}

/// Which of the broken lines were found to be damaged UTF-8.
struct DamagedLines {
    /// Of the whole file.
    shape: Shape,
    weighed: usize,
    found: usize,
}

/// How many broken lines are weighed one by one, which takes a millisecond for each place. The lines of
/// a file are broken in one way, so the others are like most of these.
const WEIGHED_LINES: usize = 256;

impl DamagedLines {
    fn read<'b>(
        &mut self,
        line: &Raw<'b>,
        legacy: Option<&Guess>,
        residue: Option<&Guess>,
    ) -> (Cow<'b, str>, Option<Encoding>) {
        let is_possible = self.shape.may_be_utf8();
        let is_weighed = is_possible && self.weighed < WEIGHED_LINES;
        if is_possible && !is_weighed && 2 * self.found > self.weighed {
            return (String::from_utf8_lossy(line.bytes), Some(Encoding::UTF_8));
        }
        let chosen = choose(line, legacy, residue, is_weighed.then_some(self.shape));
        self.weighed += usize::from(is_weighed);
        self.found += usize::from(is_weighed && chosen.1 == Some(Encoding::UTF_8));
        chosen
    }
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
    damage: Option<Shape>,
) -> (Cow<'b, str>, Option<Encoding>) {
    let mut readings: Vec<(Cow<str>, Encoding, f32)> = Vec::new();
    if let (Kind::Utf8, Ok(text)) = (line.kind, std::str::from_utf8(line.bytes)) {
        readings.push((text.into(), Encoding::UTF_8, VALID_UTF8));
    }
    if let Some(guess) = legacy {
        let text = guess.encoding.decode(line.bytes).0;
        readings.push((text, guess.encoding, guess.prior().min(0.0)));
    }
    if let (Kind::Broken(share), Some(guess)) = (line.kind, residue)
        && share >= RUN_SHARE
    {
        let runs = runs(line.bytes, guess.encoding);
        readings.push((runs.into(), guess.encoding, RUNS + guess.prior().min(0.0)));
    }
    for (text, _, weight) in &mut readings {
        *weight += char_lm::score(text).nats;
    }
    if let Some(shape) = damage
        && let Some(damaged) = utf8_damage::read(line.bytes, shape, line.is_last)
    {
        readings.push((damaged.text, Encoding::UTF_8, damaged.nats));
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
