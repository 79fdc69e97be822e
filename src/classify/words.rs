//! A line to the words that can speak for a language.

use unicode_normalization::char::is_combining_mark;

use crate::script::Script;

/// A run of letters of one script.
///
/// Scripts without spaces give runs that are longer than what a reader calls a word. Han and kana
/// stand in one run, since Japanese mixes them inside words; such a run is kana if any of it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Word<'t> {
    /// The word as it stands.
    pub text: &'t str,
    /// Where it starts on its line, in bytes.
    pub start: usize,
    /// Its script.
    pub script: Script,
    /// How it is capitalised.
    pub case: Case,
    /// How many letters it has; marks do not count.
    pub letters: usize,
    /// How much it counts as evidence, from 0 to 1.
    pub weight: f64,
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
/// nothing about a language.
///
/// ```
/// use monoglot::classify::words;
///
/// let texts: Vec<_> = words("Reuters, 10:50 — @ap pic.example.com/x").iter().map(|w| w.text).collect();
/// assert_eq!(texts, ["Reuters"]);
/// ```
pub fn words(line: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    for token in line.split_whitespace() {
        if !is_address(token) {
            let start = token.as_ptr() as usize - line.as_ptr() as usize;
            split(token, start, &mut words);
        }
    }
    words
}

/// Whether the letters of a token are an address or a name for machines.
fn is_address(token: &str) -> bool {
    let bare =
        token.trim_start_matches(|c: char| c.is_ascii_punctuation() && !matches!(c, '@' | '#'));
    bare.starts_with(['@', '#'])
        || bare.starts_with("www.")
        || bare.contains("://")
        || bare.contains('@')
        || is_dotted(bare)
}

/// `example.org/path`, `index.html`: ASCII letters right after a dot that follows ASCII letters or
/// digits. A sentence glued to the next one (`end.Next`) starts with a capital and is none.
fn is_dotted(token: &str) -> bool {
    let bytes = token.as_bytes();
    let is_dot = |window: &[u8]| {
        window[1] == b'.' && window[0].is_ascii_alphanumeric() && window[2].is_ascii_lowercase()
    };
    token.is_ascii() && bytes.windows(3).any(is_dot)
}

fn split<'t>(token: &'t str, start: usize, words: &mut Vec<Word<'t>>) {
    let mut run: Option<(usize, Script)> = None;
    let mut end = 0;
    for (at, c) in token.char_indices() {
        let joined = run.and_then(|(from, script)| Some((from, join(script, c)?)));
        if joined.is_none() {
            close(token, start, run, end, words);
        }
        run = joined.or_else(|| Script::of(c).map(|script| (at, script)));
        if run.is_some() && !is_apostrophe(c) {
            end = at + c.len_utf8();
        }
    }
    close(token, start, run, end, words);
}

/// The script of a run after one more character, if the character continues it.
fn join(run: Script, c: char) -> Option<Script> {
    use Script::{Han, Kana};
    match (run, Script::of(c)) {
        (run, None) => (is_apostrophe(c) || is_mark(c)).then_some(run),
        (Han | Kana, Some(Kana)) | (Kana, Some(Han)) => Some(Kana),
        (run, Some(script)) => (run == script).then_some(run),
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '׳' | '״')
}

/// Marks and joiners that belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}') || is_combining_mark(c)
}

fn close<'t>(
    token: &'t str,
    start: usize,
    run: Option<(usize, Script)>,
    end: usize,
    words: &mut Vec<Word<'t>>,
) {
    let Some((from, script)) = run else { return };
    let text = &token[from..end];
    let letters =
        text.chars().filter(|&c| Script::of(c).is_some() && !is_combining_mark(c)).count();
    let start = start + from;
    words.push(Word { text, start, script, case: case(text, script), letters, weight: 1.0 });
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
        assert_eq!(texts("Don't stop—«коментуйте» 3D"), ["Don't", "stop", "коментуйте", "D"]);
        assert_eq!(texts("東京タワーは高い。Tokyo"), ["東京タワーは高い", "Tokyo"]);
        assert_eq!(texts("नमस्ते दुनिया।"), ["नमस्ते", "दुनिया"]);
        assert_eq!(texts("کتاب\u{200c}ها 'quoted'"), ["کتاب\u{200c}ها", "quoted"]);
    }

    #[test]
    fn addresses_are_no_words() {
        for line in
            ["https://t.co/x", "(www.example.org)", "a.b@example.com", "@ap #news", "bbc.in/2Q"]
        {
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
