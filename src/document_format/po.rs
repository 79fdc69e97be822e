//! gettext catalogues: translations are prose, what they translate is not.

use super::message;
use super::prose::{BlockKind, Prose, Scribe, lines};

/// The prose of a catalogue. All lines of a translation are one block.
pub(super) fn parse(text: &str) -> Prose<'_> {
    let mut scribe = Scribe::new(text);
    let mut entry = Entry::default();
    for line in lines(text) {
        entry.line(&mut scribe, line.start, text[line].trim_end());
    }
    entry.end(&mut scribe);
    scribe.finish()
}

/// What is open while lines are read.
#[derive(Default)]
struct Entry {
    /// Where the translation stands, from its first quoted line to its last.
    translation: Option<std::ops::Range<usize>>,
    /// Whether the entry translates nothing: its translation is the header.
    is_header: bool,
    is_source: bool,
}

impl Entry {
    fn line(&mut self, scribe: &mut Scribe<'_>, start: usize, line: &str) {
        if line.starts_with("msgid") || line.starts_with("msgctxt") {
            self.end(scribe);
            self.is_source = true;
            self.is_header = line.starts_with("msgid \"\"");
        } else if line.starts_with("msgstr") {
            self.end(scribe);
            self.is_source = false;
        } else if !line.starts_with('"') {
            // A comment, or the end of an entry.
            return self.end(scribe);
        } else if self.is_source {
            // What is translated has text: this is no header.
            self.is_header = false;
            return;
        }
        if let Some(quote) = line.find('"').filter(|_| !self.is_source) {
            let inside = start + quote + 1;
            self.text(
                scribe,
                inside,
                message::quoted_end(scribe.text, inside, b'"').min(start + line.len()),
            );
        }
    }

    fn text(&mut self, scribe: &mut Scribe<'_>, from: usize, to: usize) {
        if self.is_header {
            let field = scribe.text[from..to].strip_prefix("Language:");
            if let Some(code) = field.map(|code| code.trim_end_matches("\\n").trim().to_owned()) {
                scribe.declare(&code);
            }
            return;
        }
        message::write(scribe, from..to);
        let first = self.translation.as_ref().map_or(from, |range| range.start);
        self.translation = Some(first..to);
    }

    fn end(&mut self, scribe: &mut Scribe<'_>) {
        if let Some(range) = self.translation.take() {
            scribe.begin();
            scribe.block(BlockKind::Message, range, None);
        }
    }
}
