//! The language of a document, found at a glance: to be counted, not to be judged by.

use std::sync::LazyLock;

use crate::code::may_be_code;
use crate::lang::Lang;
use crate::model::{Model, Scorer};

static MODEL: LazyLock<Model<'static>> = LazyLock::new(Model::embedded);

/// So many of the longest lines are looked at: prose is longer than menus are.
const LINES: usize = 3;

/// So many of them in one language say that the document is in it.
const ENOUGH: usize = 2;

/// Bytes of a line that are looked at.
const GLANCE: usize = 120;

/// Shorter lines, in bytes, are names and labels more often than prose.
const PROSE: usize = 32;

/// How far ahead of all others the language of a line must be, in nats.
const LEAD: i32 = 8;

/// The longest lines of a document that may be prose.
#[derive(Debug, Default)]
pub(super) struct Longest<'l> {
    /// The longest first; of lines of one length, the one that was met first.
    lines: Vec<&'l str>,
}

impl<'l> Longest<'l> {
    /// Looks at a line.
    pub(super) fn add(&mut self, line: &'l str) {
        let at = self.lines.partition_point(|longer| longer.len() >= line.len());
        let is_new = at < LINES && line.len() >= PROSE && !self.lines[..at].contains(&line);
        if is_new && !may_be_code(begin(line)) {
            self.lines.insert(at, line);
            self.lines.truncate(LINES);
        }
    }

    /// The language that two of them are plainly in, or the one that there is.
    pub(super) fn language(&self, words: &mut GlancedWords) -> Option<Lang> {
        let enough = self.lines.len().min(ENOUGH);
        let mut langs = Vec::with_capacity(LINES);
        self.lines.iter().find_map(|line| {
            let lang = words.0.glance(begin(line), LEAD)?;
            langs.push(lang);
            (langs.iter().filter(|&&other| other == lang).count() == enough).then_some(lang)
        })
    }
}

/// Words that were met, and what they say of each language.
#[derive(Debug)]
pub(super) struct GlancedWords(Scorer<'static>);

impl GlancedWords {
    /// Remembers no more than so many.
    pub(super) fn new(words: usize) -> Self {
        Self(Scorer::with_memory(&MODEL, words))
    }
}

fn begin(line: &str) -> &str {
    let end = (0..=GLANCE.min(line.len())).rev().find(|&at| line.is_char_boundary(at));
    &line[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(text: &str) -> Option<&'static str> {
        let mut longest = Longest::default();
        text.lines().for_each(|line| longest.add(line));
        longest.language(&mut GlancedWords::new(0)).map(Lang::code)
    }

    #[test]
    fn the_longest_lines_of_prose_say_the_language() {
        let polish = "Jedną z kluczowych funkcjonalności aplikacji jest tworzenie kopii plików.\n\
                      W tym wpisie przedstawię, jak nasłuchiwać klawiszy na tym komputerze.\n";
        let code = "    private static extern IntPtr SetWindowsHookEx(int idHook, LowLevelProc fn, uint id);\n";
        let english =
            "Indicates if the recording of the new keyboard shortcut is what we have here.\n";
        for (text, expected) in [
            (polish.to_owned(), Some("pol")),
            (code.repeat(9) + polish, Some("pol")),
            (english.to_owned() + polish, Some("pol")),
            (english.to_owned() + polish.lines().next().unwrap(), None),
            (english.to_owned(), Some("eng")),
            (english.repeat(2) + "Klawisz\n", Some("eng")),
            ("Klawisz\nHome\nAbout\n".to_owned(), None),
            (code.to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(language(&text), expected, "{text}");
        }
    }

    #[test]
    fn what_words_were_met_changes_no_answer() {
        let lines = [
            "Der Fluss trat in der Nacht über die Ufer, und der Markt zieht um.",
            "Rzeka wystąpiła w nocy z brzegów, a targ przenosi się gdzie indziej.",
            "Řeka se v noci vylila z břehů a trh se stěhuje na jiné místo.",
            "川は夜のうちに氾濫し、市場は別の場所に移ることになりました。",
        ];
        let (mut kept, mut found) = (GlancedWords::new(8), Vec::new());
        for line in lines.iter().cycle().take(12) {
            let mut longest = Longest::default();
            longest.add(line);
            let lang = longest.language(&mut kept);
            assert_eq!(lang, longest.language(&mut GlancedWords::new(0)), "{line}");
            found.extend(lang.map(Lang::code));
        }
        assert_eq!(found[..4], ["deu", "pol", "ces", "jpn"]);
    }
}
