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
    if is_mixed_korean(words.clone()) {
        return Some(Script::Hangul);
    }
    let mut letters = [None; Script::Other as usize + 1];
    for word in words {
        let (letters, _) = letters[word.script as usize].get_or_insert((0, word.script));
        *letters += usize::from(word.letters) * weight(word.script);
    }
    letters.into_iter().flatten().max().map(|(_, script)| script)
}

/// Whether a word is the ending in Hangul of a word in Han.
pub(super) fn is_ending(before: &Word<'_>, word: &Word<'_>) -> bool {
    before.script == Script::Han
        && word.script == Script::Hangul
        && before.start + before.text.len() == word.start
}

/// So many words of Han that end in Hangul make a line Korean: names of Koreans stand in Chinese lines, too.
const MIXED_WORDS: usize = 2;

/// Whether a line is Korean in mixed script, where words are written in Han and their endings in Hangul
/// (`大韓民國은 民主共和國이다`): no other language joins the two.
fn is_mixed_korean<'w, 't: 'w>(words: impl Iterator<Item = &'w Word<'t>> + Clone) -> bool {
    let pairs = words.clone().zip(words.clone().skip(1));
    let endings = pairs.filter(|(before, word)| is_ending(before, word)).count();
    endings >= MIXED_WORDS && 2 * endings >= words.filter(|word| word.script == Script::Han).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::words;

    #[test]
    fn han_with_endings_in_hangul_is_korean() {
        let cases = [
            ("新圖書館은 月曜日에 開館하였다.", Script::Hangul),
            ("歌手이정현在首尔举行了演唱会，受到歌迷欢迎。", Script::Han),
            ("演员李敏镐（이민호）和全智贤（전지현）出席了活动。", Script::Han),
            ("すみません、駅はどこですか。", Script::Kana),
        ];
        for (line, script) in cases {
            assert_eq!(main_script(&words(line)), Some(script), "{line}");
        }
    }
}
