//! E-mail: what its author wrote, without the letters that are quoted and without signatures.
//!
//! A letter is headers and a body, a body of several parts is parts of the same kind, and a mailbox is one
//! letter after the other. Prose is the text of each part, decoded if it is in quoted-printable or base64,
//! and HTML that stands as it is. Attachments, and what is in an encoding that nobody knows, are none.

mod headers;
mod transfer;

use std::collections::HashSet;
use std::ops::Range;

use super::html;
use super::inline::{self, Inline};
use super::prose::{BlockKind, Prose, Scribe, line_end};
use headers::{Body, Part, Transfer, parameter};

/// The prose of a letter. A text without headers is a letter too.
pub(super) fn parse(text: &str) -> Prose<'_> {
    let state = if has_headers(text) { State::Headers } else { State::Letter };
    let (part, boundaries) = (Part::default(), HashSet::new());
    let mut reader = Reader { scribe: Scribe::new(text), state, part, boundaries };
    let mut start = 0;
    while start < text.len() {
        start = reader.read(start);
    }
    reader.scribe.finish()
}

/// Whether a text of unknown format is a letter that answers another one: it quotes lines, and it greets
/// somebody or says who wrote them. Menus begin their lines with the same sign.
pub(super) fn is_answer(text: &str) -> bool {
    let mut quotes = memchr::memmem::find_iter(text.as_bytes(), b"\n> ");
    let Some(first) = quotes.next().filter(|_| quotes.nth(1).is_some()) else { return false };
    let last_of = |before: &str| before.trim_end().chars().next_back();
    let greets = text.trim_start().lines().next().and_then(last_of);
    greets.is_some_and(|mark| matches!(mark, ',' | '，' | ':' | '：' | '!' | '،'))
        || last_of(&text[..first]).is_some_and(|mark| matches!(mark, ':' | '：'))
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Headers,
    Letter,
    /// Up to the next part: a signature, a letter that is passed on, what is no text.
    Below,
}

struct Reader<'t> {
    scribe: Scribe<'t>,
    state: State,
    /// The part that is read.
    part: Part,
    /// What stands between parts.
    boundaries: HashSet<&'t str>,
}

impl Reader<'_> {
    /// Reads from a place to the one that it returns.
    fn read(&mut self, start: usize) -> usize {
        if let Some(end) = self.next_part(start) {
            return end;
        }
        match self.state {
            State::Headers => self.header(start),
            State::Letter => self.line(start),
            State::Below => line_end(self.scribe.text, start),
        }
    }

    /// Goes over to the part that begins at a line, if one does; where its headers begin.
    fn next_part(&mut self, start: usize) -> Option<usize> {
        let text = self.scribe.text;
        let end = line_end(text, start);
        let line = text[start..end].trim_end();
        if is_envelope(line) {
            self.boundaries.clear();
        } else if !self.is_boundary(line, end) {
            return None;
        }
        self.part = Part::default();
        // Behind the last part nothing is left to read.
        self.state = if line.len() > 4 && line.ends_with("--") && !self.is_known(&line[2..]) {
            State::Below
        } else {
            State::Headers
        };
        Some(end)
    }

    /// Whether a line stands between parts; a letter without its headers does not say what does.
    fn is_boundary(&self, line: &str, end: usize) -> bool {
        let Some(name) = line.strip_prefix("--").filter(|name| !name.is_empty()) else {
            return false;
        };
        let is_last = name.strip_suffix("--").is_some_and(|name| self.is_known(name));
        let is_over_headers = || {
            let below = self.scribe.text.as_bytes()[end..].get(..CONTENT.len());
            below.is_some_and(|below| below.eq_ignore_ascii_case(CONTENT))
        };
        self.is_known(name) || is_last || (!name.contains(' ') && is_over_headers())
    }

    fn is_known(&self, name: &str) -> bool {
        self.boundaries.contains(name)
    }

    /// A header, with the lines that it goes on over.
    fn header(&mut self, start: usize) -> usize {
        let text = self.scribe.text;
        let mut end = line_end(text, start);
        if text[start..end].trim_end_matches(['\r', '\n']).is_empty() {
            return self.body(end);
        }
        while text[end..].starts_with([' ', '\t']) {
            end = line_end(text, end);
        }
        let Some((name, value)) = text[start..end].split_once(':') else { return end };
        let place = start + name.len() + 1;
        let name = name.to_ascii_lowercase();
        match &*name {
            "subject" => {
                let range = place..place + value.trim_end().len();
                transfer::write_header(&mut self.scribe, range.clone());
                self.scribe.begin();
                self.scribe.block(BlockKind::Heading, range, None);
            }
            "content-language" => self.scribe.declare(value),
            _ => {
                self.boundaries.extend(parameter(value, "boundary"));
                self.part.take(&name, value);
            }
        }
        end
    }

    /// Begins with what stands below headers, and reads it if it is not read by lines.
    fn body(&mut self, start: usize) -> usize {
        let body = self.part.body();
        self.state = if body == Body::Letter { State::Letter } else { State::Below };
        self.scribe.begin();
        match (body, self.part.transfer) {
            (Body::Html, _) => {
                let end = self.part_end(start);
                html::scribe_fragment(&mut self.scribe, start..end);
                end
            }
            (Body::Letter, Transfer::Base64) => {
                let end = self.part_end(start);
                self.base64(start..end);
                end
            }
            _ => start,
        }
    }

    /// Where the part ends that a place belongs to.
    fn part_end(&self, start: usize) -> usize {
        let text = self.scribe.text;
        let mut at = start;
        while at < text.len() {
            let end = line_end(text, at);
            let line = text[at..end].trim_end();
            if is_envelope(line) || self.is_boundary(line, end) {
                return at;
            }
            at = end;
        }
        at
    }

    /// The lines of a text in base64. Nothing of it goes: code cannot be cut at a line.
    fn base64(&mut self, range: Range<usize>) {
        let Some(charset) = self.part.charset else { return };
        for (place, said) in transfer::base64_lines(self.scribe.text, range, charset) {
            let line = said.trim();
            if is_below(&said) {
                break;
            }
            if !line.starts_with('>') && !line.contains("://") {
                self.scribe.write_over(place.clone(), line);
                self.scribe.block(BlockKind::Paragraph, place, None);
            }
        }
    }

    /// Where a line of quoted-printable ends that goes on behind `=`, though not into the next part.
    fn logical_end(&self, start: usize) -> usize {
        let text = self.scribe.text;
        let mut end = line_end(text, start);
        while end < text.len() && text[start..end].trim_end().ends_with('=') {
            let next = line_end(text, end);
            if self.is_boundary(text[end..next].trim_end(), next) {
                break;
            }
            end = next;
        }
        end
    }

    /// A line of a letter.
    fn line(&mut self, start: usize) -> usize {
        let text = self.scribe.text;
        let is_quoted_printable = self.part.transfer == Transfer::QuotedPrintable;
        let end = if is_quoted_printable { self.logical_end(start) } else { line_end(text, start) };
        let range = start..start + text[start..end].trim_end_matches(['\r', '\n']).len();
        let code = &text[range.clone()];
        let decoded = (is_quoted_printable && code.contains('='))
            .then(|| transfer::quoted_printable(code, self.part.charset?));
        let line = decoded.as_ref().map_or(Some(code), |said| said.as_deref()).unwrap_or_default();
        if is_below(line) {
            self.state = State::Below;
        } else if line.trim().is_empty() {
            self.scribe.begin();
        } else if !line.trim_start().starts_with('>') {
            match self.part.charset.filter(|_| decoded.is_some()) {
                Some(charset) => {
                    transfer::write_quoted_printable(&mut self.scribe, range.clone(), charset);
                }
                None => {
                    inline::write(&mut self.scribe, range.clone(), Inline::default());
                }
            }
            self.scribe.block(BlockKind::Paragraph, range, Some(start..end));
        }
        end
    }
}

/// What the headers of a part begin with.
const CONTENT: &[u8] = b"Content-";

/// Whether a letter begins behind a line of a mailbox: `From petra@example.org Mon Mar  3 10:00:00 2025`.
fn is_envelope(line: &str) -> bool {
    let words = line.strip_prefix("From ").map(|rest| rest.split_ascii_whitespace().rev().take(3));
    let Some([last, time, day]) = words.and_then(|mut words| {
        words
            .next()
            .zip(words.next())
            .zip(words.next())
            .map(|((last, time), day)| [last, time, day])
    }) else {
        return false;
    };
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = last.len() == 4 && is_number(last);
    let is_zone = last.len() == 5 && is_number(&last[1..]);
    (is_year && time.contains(':') && is_number(day))
        || (is_zone && time.len() == 4 && is_number(time) && day.contains(':'))
}

/// Whether a text begins with the headers of a letter, or is a mailbox.
fn has_headers(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let Some((name, _)) = first.split_once(':').filter(|_| !is_envelope(first)) else {
        return false;
    };
    let is_name =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (is_name && name.contains('-'))
        || ["From", "To", "Subject", "Date", "Received", "Cc"].contains(&name)
}

/// Whether what stands from a line on is not the letter's: a signature, or a letter that is passed on.
fn is_below(line: &str) -> bool {
    line.trim_end_matches(['\r', '\n']) == "-- " || is_original(line)
}

/// Whether a line stands over a letter that is passed on: `-----Original Message-----`.
fn is_original(line: &str) -> bool {
    let inside = line.trim().trim_matches('-');
    let marks = line.trim().len() - inside.len();
    marks >= 10 && inside.chars().any(char::is_alphabetic) && inside.len() < 60
}
