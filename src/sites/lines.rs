//! The lines of one document, as they are counted.

use foldhash::{HashSet, HashSetExt as _};
use unicode_width::UnicodeWidthChar as _;

use super::key::{Keys, LineKey};
use super::language::{GlancedWords, Longest};
use crate::decode::Text;
use crate::document_format::{DocumentFormat, Prose};

/// A neighbour of so many columns at most is a label: a link, a button, a heading.
const LABEL: usize = 30;

/// Words that a reader remembers: most of those of one language that are met often.
const WORDS: usize = 4096;

/// Where a line stands in its document, in small numbers that can be added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// How many of the two lines around it are labels.
    pub labels: u8,
    /// Twice the binary logarithm of its place from the top, the first being 1.
    pub top: u8,
    /// The same from the end.
    pub end: u8,
}

/// What one document adds to the counts of its site: each of its lines once, and each beginning; and the
/// language that it is in, where that is plain at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentLines {
    pub(super) keys: Vec<(LineKey, Place)>,
    /// How many different lines it has.
    pub(super) lines: u32,
}

/// Reads the lines of documents. It remembers words that tell languages, which makes it quick: one for each
/// thread, of less than a megabyte.
#[derive(Debug)]
pub struct DocumentReader {
    folded: Vec<u8>,
    words: GlancedWords,
}

impl DocumentReader {
    /// A reader that has met no word yet.
    pub fn new() -> Self {
        Self::with_memory(WORDS)
    }

    fn with_memory(words: usize) -> Self {
        Self { folded: Vec::new(), words: GlancedWords::new(words) }
    }

    /// Reads the lines of a document, or what of it is judged as one. Cost grows with their length.
    pub fn read<'l>(&mut self, lines: impl IntoIterator<Item = &'l str>) -> DocumentLines {
        let mut longest = Longest::default();
        let read = |line: &'l str| {
            longest.add(line);
            Some((Keys::of(line, &mut self.folded)?, is_label(line)))
        };
        let inked: Vec<_> = lines.into_iter().filter_map(read).collect();
        let mut document = DocumentLines::of_inked(&inked);
        let lang = longest.language(&mut self.words).map(LineKey::of_language);
        document.keys.extend(lang.map(|key| (key, Place::default())));
        document
    }

    /// Reads a text: its lines, or its blocks where it is more than lines.
    pub fn read_text(&mut self, text: &Text<'_>, format: DocumentFormat) -> DocumentLines {
        if format == DocumentFormat::Plain {
            return self.read(text.lines().map(|line| line.content));
        }
        let prose = Prose::new(text.as_str(), format);
        self.read(prose.blocks().iter().map(|block| prose.words(block)))
    }
}

impl Default for DocumentReader {
    fn default() -> Self {
        Self::new()
    }
}

impl DocumentLines {
    /// Reads the lines of one document; [`DocumentReader`] is quicker for many.
    ///
    /// ```
    /// use monoglot::sites::DocumentLines;
    ///
    /// let page = DocumentLines::new("Home\nHome\nWhat happened today in the town hall.\n".lines());
    /// assert_eq!(page.len(), 2);
    /// ```
    pub fn new<'l>(lines: impl IntoIterator<Item = &'l str>) -> Self {
        // To remember words takes longer than to look up those of one document.
        DocumentReader::with_memory(0).read(lines)
    }

    /// Each of the lines that are not blank once, and whether it is a label.
    fn of_inked(inked: &[(Keys, bool)]) -> Self {
        let mut seen = HashSet::with_capacity(2 * inked.len());
        let mut document = Self { keys: Vec::with_capacity(2 * inked.len() + 1), lines: 0 };
        for (at, &(Keys { line, beginning }, _)) in inked.iter().enumerate() {
            let around = [at.checked_sub(1), Some(at + 1)];
            let around = around.into_iter().flatten().filter_map(|at| inked.get(at));
            let labels = around.filter(|(_, is_label)| *is_label).count() as u8;
            let place = Place { labels, top: scaled(at), end: scaled(inked.len() - 1 - at) };
            if seen.insert(line) {
                document.keys.push((line, place));
                document.lines += 1;
            }
            if seen.insert(beginning) {
                document.keys.push((beginning, place));
            }
        }
        document
    }

    /// How many different lines it has.
    pub fn len(&self) -> usize {
        self.lines as usize
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.lines == 0
    }
}

/// Whether a line is as short as links and buttons are.
pub(crate) fn is_label(line: &str) -> bool {
    let mut columns = 0;
    for c in line.trim().chars() {
        columns += if c.is_ascii() { 1 } else { c.width().unwrap_or(0) };
        if columns > LABEL {
            return false;
        }
    }
    true
}

/// Twice the binary logarithm of a place, the first being 1, rounded down.
fn scaled(place: usize) -> u8 {
    let place = (place as u64 + 1).min(u64::from(u32::MAX));
    (place * place).ilog2() as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Hint;

    #[test]
    fn a_document_counts_a_line_once_and_where_it_stands_first() {
        let long = "What happened today in the town hall of the old city.";
        let text = format!("Home\nNews 1\n\n{long}\nHome\nNews 2\n{long}\n");
        let document = DocumentLines::new(text.lines());
        assert_eq!(document.len(), 3);
        let of = |line| document.keys.iter().find(|(key, _)| Some(*key) == LineKey::of(line));
        assert_eq!(of("home").unwrap().1, Place { labels: 1, top: 0, end: 5 });
        assert_eq!(of("News 7").unwrap().1, Place { labels: 1, top: 2, end: 4 });
        assert_eq!(of(long).unwrap().1, Place { labels: 2, top: 3, end: 4 });
        assert_eq!(of("Other"), None);
    }

    #[test]
    fn what_is_no_prose_is_not_counted() {
        let text = Text::unicode("<p>Home</p>\n<script>let a = 1;</script>\n", &Hint::default());
        assert_eq!(DocumentReader::new().read_text(&text, DocumentFormat::Html).len(), 1);
        assert_eq!(DocumentReader::new().read_text(&text, DocumentFormat::Plain).len(), 2);
    }
}
