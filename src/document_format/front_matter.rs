//! Front matter: what a page says about itself before its text, in YAML or TOML.

use std::ops::Range;

use super::prose::{Scribe, line_end};
use super::{toml, yaml};

/// Keys of front matter whose value readers see.
const PROSE: [&str; 9] = [
    "title",
    "subtitle",
    "description",
    "summary",
    "abstract",
    "excerpt",
    "alt",
    "caption",
    "linktitle",
];

/// Keys that say what language a page is in.
const LANGUAGE: [&str; 4] = ["lang", "language", "locale", "languagecode"];

/// Reads the front matter of a text, if it begins with one; where the rest begins.
pub(super) fn parse(scribe: &mut Scribe<'_>) -> usize {
    let text = scribe.text;
    let fence = if text.starts_with("---") { "---" } else { "+++" };
    let Some((inside, end)) = fenced(text, fence) else { return 0 };
    let mut declared = None;
    let mut take = |scribe: &mut Scribe<'_>, key: &str, value: Range<usize>| {
        let key = key.to_ascii_lowercase();
        if declared.is_none() && LANGUAGE.contains(&key.as_str()) {
            declared = Some(text[value].to_owned());
            return false;
        }
        let _ = scribe;
        PROSE.contains(&key.as_str())
    };
    if fence == "---" {
        yaml::scribe_range(scribe, inside, &mut |scribe, path, value| {
            take(scribe, path.last().map_or("", |key| key.as_str()), value)
        });
    } else {
        toml::scribe_range(scribe, inside, &mut take);
    }
    if let Some(code) = declared {
        scribe.declare(&code);
    }
    end
}

/// The address that a page says it has: the key `url` of its front matter, at the left margin.
pub(super) fn url(text: &str) -> Option<&str> {
    let fence = ["---", "+++"].into_iter().find(|fence| text.starts_with(fence))?;
    let (inside, _) = fenced(text, fence)?;
    let separator = if fence == "---" { ':' } else { '=' };
    text[inside].lines().find_map(|line| {
        let (key, value) = line.split_once(separator)?;
        key.trim_end().eq_ignore_ascii_case("url").then(|| value.trim().trim_matches(['"', '\'']))
    })
}

/// What stands between two fences at the start of a text, and where the line of the second one ends.
fn fenced(text: &str, fence: &str) -> Option<(Range<usize>, usize)> {
    let first = line_end(text, 0);
    if text[..first].trim_end() != fence {
        return None;
    }
    let mut start = first;
    while start < text.len() {
        let end = line_end(text, start);
        let line = text[start..end].trim_end();
        if line == fence || (fence == "---" && line == "...") {
            return Some((first..start, end));
        }
        start = end;
    }
    None
}
