//! Undoing legacy text that was read as another legacy encoding: Russian in windows-1251 read as
//! windows-1252, Polish in windows-1250 read the same way.
//!
//! Nothing in such a line is impossible, so only likelihood can tell, and it must be sure: the bytes
//! are taken back and their encoding is found anew, like that of any file.

use std::cell::OnceCell;
use std::sync::LazyLock;

use crate::decode::candidates;
use crate::decode::encoding::Encoding;
use crate::decode::pages::{self, Page};
use crate::decode::sample::Sample;
use crate::model::char_lm::{self, Score, Scorer};

/// The encodings that text is misread as, as far as anybody has met it.
const READERS: [&str; 7] =
    ["windows-1252", "windows-1250", "windows-1251", "koi8-r", "ibm866", "macintosh", "ibm850"];

/// Their tables.
static READER_PAGES: LazyLock<Vec<&'static Page>> =
    LazyLock::new(|| READERS.iter().filter_map(|name| pages::by_name(name)).collect());

/// Encodings of several bytes that are taken back as well: UTF-8 read as one of them makes rare
/// ideographs, and what comes back is UTF-8.
const WIDE_READERS: [Encoding; 4] = [
    Encoding::of(encoding_rs::GB18030),
    Encoding::of(encoding_rs::SHIFT_JIS),
    Encoding::of(encoding_rs::BIG5),
    Encoding::of(encoding_rs::EUC_KR),
];

/// Encodings that a line is never taken to have been written in: no text of theirs is around that
/// somebody misread, and each makes letters of other letters.
const NEVER_WRITTEN: [&str; 12] = [
    "ibm775",
    "ibm737",
    "ibm857",
    "ibm862",
    "x-mac-greek",
    "x-mac-turkish",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-10",
    "iso-8859-14",
    "ptcp154",
    "koi8-t",
];

/// A mistake: text written in one encoding was read as another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::decode) struct Mistake {
    pub(super) written: Encoding,
    pub(super) read: &'static Page,
}

impl Mistake {
    /// The line with the mistake undone, if it can have been made: every character is a byte there, and
    /// every byte means something.
    pub(super) fn undo(self, line: &str) -> Option<String> {
        let bytes = bytes(line, self.read)?;
        let (text, malformed) = self.written.decode(&bytes);
        (!malformed).then(|| text.into_owned())
    }

    /// The same with what is known of the line then.
    pub(super) fn reread(self, line: &str) -> Option<Reread> {
        self.weigh(line, self.undo(line)?)
    }

    /// What is known of a line with the mistake undone, if that is another one.
    pub(super) fn weigh(self, line: &str, undone: String) -> Option<Reread> {
        let text = Some(undone)
            .filter(|text| text != line && is_text(text) && !breaks_a_word(line, text))?;
        let score = char_lm::score(&text);
        Some(Reread { text, score, reason: self.to_string(), mistake: Some(self) })
    }

    /// What happened to a line that says too little alone, in words.
    pub(super) fn as_others(self) -> String {
        format!("{self}, as other lines show")
    }
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} that was read as {}", self.written, self.read.name)
    }
}

/// A line read anew.
#[derive(Debug, Clone)]
pub(super) struct Reread {
    pub(super) text: String,
    pub(super) score: Score,
    /// What happened, in words.
    pub(super) reason: String,
    /// The mistake, if one encoding of single bytes was read.
    pub(super) mistake: Option<Mistake>,
}

/// The likeliest line among those that other legacy encodings make of the same bytes.
pub(super) fn best(line: &str) -> Option<Reread> {
    let mut known: Vec<Vec<u8>> = Vec::new();
    // ASCII means the same in all of them.
    let plain = OnceCell::new();
    let tries = READER_PAGES.iter().filter_map(|&page| {
        let bytes = bytes(line, page).filter(|bytes| !known.contains(bytes))?;
        let swapped = anew(&bytes, page, &plain);
        known.push(bytes);
        swapped.filter(|reread| !breaks_a_word(line, &reread.text))
    });
    tries.max_by(|a, b| a.score.nats.total_cmp(&b.score.nats))
}

/// How many characters are tried before a whole line is taken back: clean text fails at the first.
const TRIED: usize = 4;

/// Whether any of the encodings could have made the line, as far as its first characters say: most scripts
/// are in none of them.
pub(super) fn is_possible(line: &str) -> bool {
    let first = first(line);
    READER_PAGES.iter().any(|page| bytes(&first, page).is_some())
        || is_wide(&first) && WIDE_READERS.iter().any(|&read| is_perhaps_utf8_in(read, &first))
}

/// The first characters beyond ASCII.
fn first(line: &str) -> String {
    line.chars().filter(|c| !c.is_ascii()).take(TRIED).collect()
}

/// The line, if it was UTF-8 read in an encoding of several bytes.
pub(super) fn utf8(line: &str) -> Option<Reread> {
    let first = first(line);
    if !is_wide(&first) {
        return None;
    }
    let tries = WIDE_READERS.iter().filter_map(|&read| {
        if !is_perhaps_utf8_in(read, &first) {
            return None;
        }
        let text = String::from_utf8(read.encode(line)?).ok()?;
        let score = char_lm::score(&text);
        let reason = format!("{} that was read as {read}", Encoding::UTF_8);
        Some(Reread { text, score, reason, mistake: None })
    });
    tries.max_by(|a, b| a.score.nats.total_cmp(&b.score.nats))
}

/// Below this lies nothing that UTF-8 starts with in an encoding of several bytes: to ask the encodings
/// takes them a search through their tables.
const WIDE: char = '\u{370}';

fn is_wide(first: &str) -> bool {
    first.starts_with(|c| c >= WIDE)
}

/// Whether the bytes of some characters in an encoding are UTF-8 up to a last character that may be cut.
/// ASCII between them was left out: it never stands inside a character.
fn is_perhaps_utf8_in(read: Encoding, first: &str) -> bool {
    let is_utf8 = |bytes: &[u8]| {
        std::str::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true)
    };
    read.encode(first).is_some_and(|bytes| is_utf8(&bytes))
}

/// The bytes that were read as the line. Control characters stand for bytes without a meaning.
fn bytes(line: &str, page: &Page) -> Option<Vec<u8>> {
    let control = |c: char| ('\u{80}'..='\u{9F}').contains(&c).then_some(c as u8);
    let mut bytes = Vec::with_capacity(line.len());
    for c in line.chars() {
        bytes.push(page.byte(c).or_else(|| control(c))?);
    }
    Some(bytes)
}

/// Marks that open something or stand behind a word.
const NEVER_INSIDE: [char; 8] = ['‘', '“', '„', '‚', '«', '‹', '†', '‡'];

/// Whether a letter inside of a word becomes a mark that never stands there: `Raphaël` in English would be
/// `Rapha‘l`.
fn breaks_a_word(line: &str, text: &str) -> bool {
    let (mut before, mut text) = (' ', text.chars().peekable());
    line.chars().any(|letter| {
        let mark = text.next().unwrap_or(' ');
        let mut is_inside =
            || before.is_lowercase() && text.peek().is_some_and(|c| c.is_lowercase());
        let breaks = NEVER_INSIDE.contains(&mark) && letter.is_alphabetic() && is_inside();
        before = mark;
        breaks
    })
}

/// Whether every character may be one of a text: digits between letters are characters of four bytes of
/// GB 18030 that nobody has ever assigned, and no corner of a box stands without its lines.
fn is_text(text: &str) -> bool {
    let is_of_box = |c: char| ('\u{2500}'..='\u{257F}').contains(&c);
    let is_corner = |c: char| is_of_box(c) && !"─━│┃═║".contains(c);
    let is_alone = |run: &str| run.chars().nth(1).is_none() && run.contains(is_corner);
    let is_never = |c: char| matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{323B0}'..);
    !text.contains(is_never) && !text.split(|c| !is_of_box(c)).any(is_alone)
}

fn anew(bytes: &[u8], read: &'static Page, plain: &OnceCell<Scorer>) -> Option<Reread> {
    let sample = Sample::of(bytes);
    let plain = || plain.get_or_init(|| candidates::plain(&sample));
    let is_possible = |name: &str| !NEVER_WRITTEN.contains(&name);
    let guess = candidates::instead_of(read, &sample, plain, is_possible)?;
    let (text, malformed) = guess.encoding.decode(bytes);
    let score = char_lm::score(&text);
    let mistake = Mistake { written: guess.encoding, read };
    (!malformed && is_text(&text)).then(|| Reread {
        text: text.into_owned(),
        score,
        reason: mistake.to_string(),
        mistake: Some(mistake),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_of_alphabets_are_not_the_start_of_utf8_in_wide_encodings() {
        for c in ('\u{80}'..WIDE).filter(|c| c.is_alphabetic()).map(String::from) {
            assert!(!WIDE_READERS.iter().any(|&read| is_perhaps_utf8_in(read, &c)), "{c}");
        }
    }

    #[test]
    fn no_letter_of_a_word_becomes_a_mark_that_opens() {
        for (line, text) in [("Raphaël", "Rapha‘l"), ("schàne", "sch‡ne")] {
            assert!(breaks_a_word(line, text), "{text}");
        }
        for (line, text) in
            [("donít", "don’t"), ("ëhello", "‘hello"), ("ka‘a è", "ka‘a č"), ("ÓDaÒ", "„Da“")]
        {
            assert!(!breaks_a_word(line, text), "{text}");
        }
    }

    proptest! {
        /// The quick look says no only where the long one does.
        #[test]
        fn what_is_impossible_is_not_found(line in "([a-zà-ÿœа-я ]|[ʻ’…]|[ก-๙అ-హሀ-ፚ]|[鍙浠缁銆]|\\PC){1,20}") {
            prop_assert!(is_possible(&line) || best(&line).is_none() && utf8(&line).is_none());
        }
    }
}
