//! Bytes that were read as text, line by line perhaps, and what there is to say about that.

use std::borrow::Cow;

use super::candidates::Guess;
use super::capped_findings::CappedFindings;
use super::encoding::Encoding;
use super::text::{Decoding, Text};
use crate::finding::Finding;
use crate::rule::{Rule, Severity};
use crate::text::Lines;

/// Decoded text and how its lines were read.
#[derive(Debug)]
pub(super) struct Reading<'b> {
    pub(super) text: Cow<'b, str>,
    /// What was read.
    pub(super) bytes: &'b [u8],
    /// The encoding of most lines that are not ASCII.
    pub(super) encoding: Encoding,
    /// The lines in another one, in order.
    pub(super) others: Vec<OtherLine>,
    /// How the legacy part was chosen.
    pub(super) guess: Option<Guess>,
}

/// A line in another encoding than most.
#[derive(Debug, Clone, Copy)]
pub(super) struct OtherLine {
    /// Its number in the text, from 0.
    pub(super) number: usize,
    /// Where it starts in the bytes.
    pub(super) start: usize,
    pub(super) encoding: Encoding,
}

impl<'b> Reading<'b> {
    /// All bytes in one encoding.
    pub(super) fn by(encoding: Encoding, bytes: &'b [u8]) -> Self {
        let text = encoding.decode(bytes).0;
        Self { text, bytes, encoding, others: Vec::new(), guess: None }
    }

    /// Bytes that were found to be UTF-8.
    pub(super) fn valid(text: &'b str) -> Self {
        Self {
            text: text.into(),
            bytes: text.as_bytes(),
            encoding: Encoding::UTF_8,
            others: Vec::new(),
            guess: None,
        }
    }

    /// The declared encoding, if the bytes are another text in it.
    pub(super) fn refuted(&self, declared: Option<Encoding>, bytes: &[u8]) -> Option<Encoding> {
        let is_other = |declared: &Encoding| {
            *declared != self.encoding
                && !self.text.is_ascii()
                && declared.decode(bytes).0 != self.text
        };
        declared.filter(is_other)
    }

    /// The text with what there is to say of it; `refuted` is an encoding that it declares and is not in.
    pub(super) fn into_text(
        self,
        declared: Option<Encoding>,
        refuted: Option<Encoding>,
    ) -> Text<'b> {
        let mut findings = CappedFindings::default();
        let doubtful = self.guess.is_some_and(|guess| guess.is_doubtful());
        if !self.encoding.is_utf8() || refuted.is_some() {
            findings.push(legacy(self.encoding, doubtful, refuted));
        }
        findings.extend(self.foreign_lines());
        let undecodable = memchr::memmem::find_iter(self.text.as_bytes(), "\u{FFFD}").count();
        if undecodable > 0 {
            findings.extend(undecodable_lines(&self.text));
        }
        let decoding = Decoding {
            used: self.encoding,
            declared,
            detected: Some(self.encoding),
            runner_up: self.guess.and_then(|guess: Guess| guess.runner_up),
            doubtful,
            undecodable,
            mixed_lines: self.others.len(),
            repaired_lines: 0,
            changes: Vec::new(),
        };
        Text { content: self.text, findings: findings.into_findings().collect(), decoding }
    }

    /// One finding for each line in another encoding than the others: what it would say in theirs, and what
    /// it says.
    fn foreign_lines(&self) -> impl Iterator<Item = Finding> {
        let mut others = self.others.iter().peekable();
        let lines = if self.others.is_empty() { "" } else { &*self.text };
        Lines::new(lines).enumerate().filter_map(move |(number, line)| {
            let other = others.next_if(|other| other.number == number)?;
            let reason = format!("read as {} in a file that is {}", other.encoding, self.encoding);
            Some(Finding {
                line: Some(line.number()),
                text: self.misread(other.start),
                replacement: Some(line.content.to_owned()),
                ..Finding::of_document(Rule::MixedEncoding, Severity::Repair, reason)
            })
        })
    }
}

impl Reading<'_> {
    /// The line that starts at this byte, in the encoding of the others.
    fn misread(&self, start: usize) -> String {
        let rest = &self.bytes[start..];
        let end = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        self.encoding.decode(&rest[..end]).0.into_owned()
    }
}

fn legacy(encoding: Encoding, doubtful: bool, refuted: Option<Encoding>) -> Finding {
    let doubt =
        if doubtful { ", a guess: the text is in no language known to the decoder" } else { "" };
    let declared = refuted.map_or_else(String::new, |declared| {
        format!("; it declares {declared}, which its bytes contradict")
    });
    let reason = format!("decoded from {encoding}{doubt}{declared}");
    Finding::of_document(Rule::LegacyEncoding, Severity::Note, reason)
}

/// One finding for each line with replacement characters.
fn undecodable_lines(content: &str) -> impl Iterator<Item = Finding> {
    let lines = Lines::new(content).filter(|line| line.content.contains('\u{FFFD}'));
    lines.map(|line| {
        let count = line.content.matches('\u{FFFD}').count();
        let reason = format!("{count} byte sequences that no encoding explains");
        Finding {
            line: Some(line.number()),
            text: line.content.to_owned(),
            ..Finding::of_document(Rule::UndecodableBytes, Severity::Flag, reason)
        }
    })
}
