//! A line to the words that can speak for a language.

use crate::model;
use crate::script::{Script, is_letter};

/// A run of letters of one script.
///
/// Scripts without spaces give runs that are longer than what a reader calls a word. Han and kana
/// stand in one run, since Japanese mixes them inside words; such a run is kana if any of it is.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Word<'t> {
    /// The word as it stands.
    pub text: &'t str,
    /// Where it starts on its line, in bytes.
    pub start: usize,
    /// Its script.
    pub script: Script,
    /// How it is capitalised.
    pub case: Case,
    /// How many letters it has; marks do not count. Longer words are cut.
    pub letters: u16,
    /// How much it counts as evidence, from 0 to 1.
    pub weight: f32,
}

/// How a word is capitalised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// It starts with a small letter, or the script has no capitals.
    Lower,
    /// It starts with a capital letter and has small ones.
    Title,
    /// It has capital letters only.
    Upper,
}

/// The words of a line, without addresses, handles, hashtags and file names, whose letters say
/// nothing about a language. The model's own cutting, so that it is asked what it was taught.
///
/// ```
/// use monoglot::classify::words;
///
/// let texts: Vec<_> = words("Reuters, 10:50 — @ap pic.example.com/x").iter().map(|w| w.text).collect();
/// assert_eq!(texts, ["Reuters"]);
/// ```
pub fn words(line: &str) -> Vec<Word<'_>> {
    let mut found = Vec::with_capacity(line.len() / BYTES_PER_WORD + 1);
    let may_hold_address = may_hold_address(line);
    let mut token = Token::default();
    for word in model::words(line) {
        if may_hold_address && word.start >= token.end {
            token = Token::around(line, word.start);
        }
        if !token.is_address {
            found.push(Word::new(line, word));
        }
    }
    found
}

/// Words of most languages are longer with the space between them.
const BYTES_PER_WORD: usize = 5;

impl<'t> Word<'t> {
    fn new(line: &'t str, word: model::Word) -> Self {
        let text = &line[word.start..word.end];
        let is_ascii = word.letters == text.len();
        let letters =
            if is_ascii { word.letters } else { text.chars().filter(|&c| is_letter(c)).count() };
        let case = match text.as_bytes() {
            [b'a'..=b'z', ..] => Case::Lower,
            [b'A'..=b'Z', b'a'..=b'z', ..] => Case::Title,
            _ => case(text, word.script),
        };
        let (start, script, letters) = (word.start, word.script, letters as u16);
        Self { text, start, script, case, letters, weight: 1.0 }
    }
}

/// Whether any token could be an address, a handle or a hashtag: a quick look, since most lines have
/// none. The marks at full width begin with the byte `EF`.
fn may_hold_address(line: &str) -> bool {
    let bytes = line.as_bytes();
    memchr::memchr3(b'@', b'#', b':', bytes).is_some()
        || memchr::memchr(0xEF, bytes).is_some()
        || memchr::memchr_iter(b'.', bytes).any(|dot| bytes[..dot].ends_with(b"www"))
        || memchr::memchr(b'[', bytes).is_some()
}

/// What a well-known service shows in place of an address, `[email protected]`, with whatever space.
const ADDRESS_MASK: [&str; 2] = ["[email", "protected]"];

/// What stands between two white spaces.
#[derive(Default)]
struct Token {
    end: usize,
    /// An address, a handle or a hashtag.
    is_address: bool,
}

impl Token {
    fn around(line: &str, at: usize) -> Self {
        let (before, after) = line.split_at(at);
        let start = before.rfind(char::is_whitespace).unwrap_or(0);
        let end = after.find(char::is_whitespace).map_or(line.len(), |space| at + space);
        let is_open = |c: char| !c.is_alphanumeric() && !matches!(c, '@' | '#' | '＠' | '＃');
        let token = line[start..end].trim_start_matches(is_open);
        let is_address = token.starts_with(['@', '#', '＠', '＃'])
            || token.starts_with("www.")
            || ADDRESS_MASK.contains(&line[start..end].trim_start())
            || token.contains("://")
            || token.trim_end_matches('@').contains('@');
        Self { end, is_address }
    }
}

fn case(text: &str, script: Script) -> Case {
    if !script.has_case() || !text.starts_with(char::is_uppercase) {
        return Case::Lower;
    }
    let mut small = text.chars().skip(1).filter(|c| c.is_lowercase());
    if small.next().is_none() && text.chars().nth(1).is_some() { Case::Upper } else { Case::Title }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Vec<&str> {
        words(line).iter().map(|word| word.text).collect()
    }

    #[test]
    fn words_are_runs_of_one_script() {
        assert_eq!(texts("Don't stop—«коментуйте» 3D"), ["Don't", "stop", "коментуйте"]);
        assert_eq!(texts("東京タワーは高い。Tokyo"), ["東京タワーは高い", "Tokyo"]);
        assert_eq!(texts("नमस्ते दुनिया।"), ["नमस्ते", "दुनिया"]);
        assert_eq!(texts("کتاب\u{200c}ها 'quoted'"), ["کتاب\u{200c}ها", "quoted"]);
    }

    #[test]
    fn addresses_are_no_words() {
        for line in [
            "https://t.co/x",
            "(www.example.org)",
            "a.b@example.com",
            "@ap #news",
            "bbc.in/2Q",
            "[email\u{a0}protected]",
        ] {
            assert_eq!(texts(line), [""; 0], "{line}");
        }
        assert_eq!(texts("the end.Next one"), ["the", "end", "Next", "one"]);
    }

    #[test]
    fn case_is_the_words_own() {
        let cases: Vec<_> = words("Trump met NATO in ЄС A").iter().map(|word| word.case).collect();
        let expected = ["Title", "Lower", "Upper", "Lower", "Upper", "Title"];
        assert_eq!(cases.iter().map(|case| format!("{case:?}")).collect::<Vec<_>>(), expected);
    }
}
