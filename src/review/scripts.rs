//! Letters and scripts of words.

use std::borrow::Cow;

use crate::classify::Word;
use crate::script::Script;

/// The letters of some words.
pub(super) fn letters<'w, 't: 'w>(words: impl IntoIterator<Item = &'w Word<'t>>) -> usize {
    words.into_iter().map(|word| usize::from(word.letters)).sum()
}

/// The words of some scripts: as they stand where there are no others.
pub(super) fn of_scripts<'w, 't>(words: &'w [Word<'t>], scripts: Scripts) -> Cow<'w, [Word<'t>]> {
    let is_in = |word: &&Word<'_>| is_in(word, scripts);
    if words.iter().all(|word| is_in(&word)) {
        return Cow::Borrowed(words);
    }
    words.iter().filter(is_in).copied().collect()
}

/// Some scripts. Japanese mixes kana and Han inside words, so the engine weighs them together, and one of
/// them counts as the other here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Scripts(u32);

impl Scripts {
    pub(super) fn has(self, script: Script) -> bool {
        self.0 & Self::from(script).0 != 0
    }
}

impl From<Script> for Scripts {
    fn from(script: Script) -> Self {
        Self(1 << if script == Script::Kana { Script::Han } else { script } as u32)
    }
}

impl FromIterator<Script> for Scripts {
    fn from_iter<I: IntoIterator<Item = Script>>(scripts: I) -> Self {
        Self(scripts.into_iter().fold(0, |bits, script| bits | Self::from(script).0))
    }
}

/// Whether a word is in one of the scripts.
pub(super) fn is_in(word: &Word<'_>, scripts: Scripts) -> bool {
    scripts.has(word.script)
}

/// The script that a line is in: of most letters, where Latin counts less, since names, brands and
/// units are Latin everywhere, and a Han character says as much as a word.
pub(super) fn main_script<'w, 't: 'w>(
    words: impl IntoIterator<Item = &'w Word<'t>, IntoIter: Clone>,
) -> Option<Script> {
    let words = words.into_iter();
    let first = words.clone().next()?.script;
    if words.clone().all(|word| word.script == first) {
        return Some(first);
    }
    let weight = |script| match script {
        Script::Latin => 1,
        Script::Han | Script::Kana => 6,
        Script::Hangul => 4,
        _ => 2,
    };
    let mut letters = [None; Script::Other as usize + 1];
    for word in words {
        let (letters, _) = letters[word.script as usize].get_or_insert((0, word.script));
        *letters += usize::from(word.letters) * weight(word.script);
    }
    letters.into_iter().flatten().max().map(|(_, script)| script)
}
