//! WARC and WET: records with a head of named fields and a block, of which the `conversion` records
//! hold text that somebody took out of a page.

use std::fmt::Write as _;
use std::io::{self, BufRead, Read};

use sha1::{Digest as _, Sha1};

use super::jsonl::{ascii, utf8};
use super::raw_record::{Kind, Position, RawRecord, some_of};
use crate::cli::io_error::{explain_read, too_long};

/// Bytes of the longest head of a record; those of crawls have one kilobyte.
const LONGEST_HEAD: usize = 1 << 20;

/// Bytes of a block that is too long to be read, copied at once.
const PART: u64 = 64 << 10;

/// What follows a block.
const END: &[u8] = b"\r\n\r\n";

/// The field that says what was found out about a record.
const ADDED: &str = "X-Monoglot";

/// The records of a shard.
pub(super) struct Records {
    input: Box<dyn BufRead + Send>,
    /// Bytes of the longest record that is read.
    limit: usize,
    position: Position,
    /// A line that was read and belongs to the next record.
    ahead: Vec<u8>,
    /// Bytes that are left of a record that is too long.
    rest: u64,
    /// Whether the next record has still to be found.
    is_lost: bool,
    is_done: bool,
}

impl Records {
    pub(super) fn new(input: Box<dyn BufRead + Send>, limit: usize) -> Self {
        Self {
            input,
            limit,
            position: Position::START,
            ahead: Vec::new(),
            rest: 0,
            is_lost: false,
            is_done: false,
        }
    }

    fn raw_record(&mut self) -> Option<RawRecord> {
        let mut bytes = Vec::new();
        let kind = match self.read(&mut bytes) {
            Ok(kind) => kind,
            Err(error) => {
                self.is_done = true;
                Kind::Broken(explain_read(&error))
            }
        };
        if bytes.is_empty() && !matches!(kind, Kind::Broken(_)) {
            return None;
        }
        let position = self.position;
        self.position.offset += bytes.len() as u64;
        self.position.number += u64::from(self.rest == 0);
        Some(RawRecord { position, bytes, kind })
    }

    /// Reads the next record, or the next part of one that is too long or broken.
    fn read(&mut self, bytes: &mut Vec<u8>) -> io::Result<Kind> {
        if self.rest > 0 {
            let part = self.rest.min(PART);
            self.rest -= part;
            self.read_exactly(part, bytes)?;
            return Ok(Kind::Filler);
        }
        if self.is_lost {
            self.skip(bytes)?;
            return Ok(Kind::Filler);
        }
        self.head(bytes)?;
        if bytes.trim_ascii().is_empty() {
            return Ok(Kind::Filler);
        }
        let Some(length) = content_length(bytes) else {
            self.skip(bytes)?;
            return Ok(Kind::Broken("no WARC record: the head or its length is broken".to_owned()));
        };
        let all = length.saturating_add(END.len() as u64);
        if all > self.limit as u64 {
            self.rest = all;
            return Ok(Kind::Broken(too_long(self.limit)));
        }
        self.read_exactly(all, bytes)?;
        if !bytes.ends_with(END) {
            self.skip(bytes)?;
            return Ok(Kind::Broken(
                "no end where the length says: the block is broken".to_owned(),
            ));
        }
        Ok(Kind::Record)
    }

    /// Reads a head with the empty line after it, or what stands in its place.
    fn head(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        bytes.append(&mut self.ahead);
        while bytes.len() < LONGEST_HEAD && !bytes.ends_with(END) {
            if self.line(bytes)? == 0 {
                break;
            }
        }
        Ok(())
    }

    fn line(&mut self, bytes: &mut Vec<u8>) -> io::Result<usize> {
        let room = (LONGEST_HEAD as u64).saturating_sub(bytes.len() as u64).max(1);
        (&mut self.input).take(room).read_until(b'\n', bytes)
    }

    fn read_exactly(&mut self, length: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
        let read = (&mut self.input).take(length).read_to_end(bytes)?;
        if (read as u64) < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    /// Reads up to the next line that begins a record, or as much as a record may be long.
    fn skip(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        self.is_lost = false;
        while bytes.len() < self.limit {
            let mut line = Vec::new();
            if self.line(&mut line)? == 0 {
                return Ok(());
            }
            if line.starts_with(b"WARC/") {
                self.ahead = line;
                return Ok(());
            }
            bytes.append(&mut line);
        }
        self.is_lost = true;
        Ok(())
    }
}

impl Iterator for Records {
    type Item = Vec<RawRecord>;

    fn next(&mut self) -> Option<Vec<RawRecord>> {
        some_of(|| if self.is_done { None } else { self.raw_record() })
    }
}

/// The length that a head gives its block; `None` if it is no head.
fn content_length(head: &[u8]) -> Option<u64> {
    let head = std::str::from_utf8(head).ok().filter(|head| head.starts_with("WARC/"))?;
    head.ends_with("\r\n\r\n").then_some(())?;
    field(head, "Content-Length")?.parse().ok()
}

/// The value of a field in a head.
fn field<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines().find_map(|line| value(line, name))
}

fn value<'h>(line: &'h str, name: &str) -> Option<&'h str> {
    let (found, value) = line.split_once(':')?;
    found.eq_ignore_ascii_case(name).then(|| value.trim())
}

/// A record that holds a text.
#[derive(Debug)]
pub(super) struct WarcRecord<'b> {
    head: &'b str,
    pub(super) text: &'b str,
    pub(super) uri: Option<&'b str>,
}

impl<'b> WarcRecord<'b> {
    /// Reads a record; `None` if it is of a kind that holds no text.
    pub(super) fn read(bytes: &'b [u8]) -> Result<Option<Self>, String> {
        let end = memchr::memmem::find(bytes, END).ok_or("the head of the record has no end")?;
        let (head, rest) = bytes.split_at(end + END.len());
        let head = utf8(head)?;
        if field(head, "WARC-Type") != Some("conversion") {
            return Ok(None);
        }
        let text = utf8(rest.strip_suffix(END).unwrap_or(rest))?;
        let uri = field(head, "WARC-Target-URI").map(|uri| uri.trim_matches(['<', '>']));
        Ok(Some(Self { head, text, uri: uri.filter(|uri| !uri.is_empty()) }))
    }

    /// Whether something was added to it before.
    pub(super) fn is_annotated(&self) -> bool {
        field(self.head, ADDED).is_some()
    }

    /// The record with another text and what was found out about it. Its length and its digests are
    /// those of the new text.
    pub(super) fn with(&self, text: &str, added: Option<&str>) -> Vec<u8> {
        let mut head = String::with_capacity(self.head.len() + 64);
        for line in self.head.trim_end().split_inclusive('\n') {
            let digest = ["WARC-Block-Digest", "WARC-Payload-Digest"];
            let digest = digest.into_iter().find(|name| value(line, name).is_some());
            let ending = if line.ends_with("\r\n") { "\r\n" } else { "" };
            match digest {
                _ if value(line, "Content-Length").is_some() => {
                    let _ = write!(head, "Content-Length: {}{ending}", text.len());
                }
                Some(name) if text != self.text => {
                    let digest = base32(&Sha1::digest(text));
                    let _ = write!(head, "{name}: sha1:{digest}{ending}");
                }
                _ => head += line,
            }
        }
        let mut head = head.trim_end().to_owned() + "\r\n";
        if let Some(added) = added {
            let _ = write!(head, "{ADDED}: {}\r\n", ascii(added));
        }
        [head.as_bytes(), b"\r\n", text.as_bytes(), END].concat()
    }
}

/// Base 32 as RFC 4648 writes it, of bytes whose number is a multiple of five, as that of a digest.
fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let letters = |five: &[u8]| {
        let bits = five.iter().fold(0_u64, |bits, &byte| bits << 8 | u64::from(byte));
        (0..8).rev().map(move |place| char::from(LETTERS[(bits >> (place * 5)) as usize & 31]))
    };
    bytes.chunks_exact(5).flat_map(letters).collect()
}
