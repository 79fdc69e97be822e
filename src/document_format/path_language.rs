//! The language that the path of a file declares.
//!
//! Hugo has `content/de/` and `index.de.md`, Jekyll `_posts/fr/`, Docusaurus `i18n/fr/`, Sphinx and gettext
//! `locale/de/LC_MESSAGES/`, Rails `locales/ja.yml`, Android `values-pt-rBR/`, Apple `de.lproj/`.

use crate::lang::Lang;

/// Folders whose children are languages, or are named after them.
const HOMES: [&str; 25] = [
    "_i18n",
    "_locales",
    "_posts",
    "content",
    "doc",
    "docs",
    "help",
    "i18n",
    "l10n",
    "lang",
    "langs",
    "language",
    "languages",
    "locale",
    "locales",
    "man",
    "messages",
    "nls",
    "pages",
    "po",
    "posts",
    "site",
    "translation",
    "translations",
    "www",
];

/// Codes of two letters that name other things as often: a folder `it` holds tests, `id` keys.
const AMBIGUOUS: [&str; 28] = [
    "ab", "am", "as", "av", "be", "bi", "ch", "cs", "cv", "hr", "ia", "id", "ie", "in", "io", "is",
    "it", "ml", "ms", "my", "na", "no", "or", "ps", "sh", "so", "to", "ts",
];

/// How many folders above a file say something about it: a home directory says nothing.
const NEAREST: usize = 6;

/// The language that a path declares: its name first, then the folders from the nearest on.
///
/// ```
/// use monoglot::document_format::path_language;
///
/// let code = |path| path_language(path).map(|lang| lang.code());
/// assert_eq!(code("content/index.de.md"), Some("deu"));
/// assert_eq!(code("locales/ja.yml"), Some("jpn"));
/// assert_eq!(code("src/it/cases.md"), None);
/// ```
pub fn path_language(path: &str) -> Option<Lang> {
    let mut parts: Vec<_> = path.split(['/', '\\']).filter(|part| !part.is_empty()).collect();
    let name = parts.pop()?;
    let is_home = |folder: Option<&&str>| {
        folder.is_some_and(|folder| HOMES.contains(&folder.to_ascii_lowercase().as_str()))
    };
    of_file(name, is_home(parts.last())).or_else(|| {
        let nearest = (0..parts.len()).rev().take(NEAREST);
        nearest.into_iter().find_map(|at| {
            let is_at_home = at.checked_sub(1).is_some_and(|above| is_home(parts.get(above)));
            of_folder(parts[at], is_at_home)
        })
    })
}

/// `index.de.md`, `messages_de.properties`, `strings-fr.json`, and `ja.yml` where languages are at home.
fn of_file(name: &str, is_at_home: bool) -> Option<Lang> {
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let inner = name.rsplit('.').nth(1).filter(|inner| *inner != stem);
    if let Some(lang) = inner.and_then(|code| exact(code, true)) {
        return Some(lang);
    }
    let is_catalogue = |extension: &str| {
        ["po", "properties", "json", "arb", "yml", "yaml", "srt", "vtt"].contains(&extension)
    };
    let extension = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    // `README_ja.md`; other names that end so (`sign-in.md`, `intro-to-ml.md`) mean what they say.
    let is_shouted =
        stem.trim_start_matches(|c: char| c.is_ascii_uppercase()).starts_with(['_', '-']);
    if !is_catalogue(&extension) && !is_shouted {
        return None;
    }
    if (is_at_home || extension == "po")
        && let Some(lang) = exact(stem, true)
    {
        return Some(lang);
    }
    // `messages_pt_BR`: the longest ending that is a language.
    let starts = stem.match_indices(['_', '-']).map(|(at, _)| at + 1);
    starts.into_iter().find_map(|at| exact(&stem[at..], is_at_home))
}

/// `de`, `pt-BR`, `values-de`, `de.lproj`.
fn of_folder(folder: &str, is_at_home: bool) -> Option<Lang> {
    if let Some(code) = folder.strip_suffix(".lproj") {
        return exact(code, true);
    }
    if let Some(code) = folder.strip_prefix("values-") {
        let code = code.strip_prefix("b+").unwrap_or(code).replace('+', "-");
        return exact(&code.replacen("-r", "-", 1), true);
    }
    exact(folder, is_at_home)
}

/// A language, if a name is nothing but its code. Codes that are words need a home.
fn exact(name: &str, is_at_home: bool) -> Option<Lang> {
    let code = name.replace('_', "-");
    let (primary, rest) =
        code.split_once('-').map_or((&*code, ""), |(primary, rest)| (primary, rest));
    let is_code = primary.bytes().all(|byte| byte.is_ascii_alphabetic())
        && rest.split('-').all(is_subtag)
        && match primary.len() {
            2 => is_at_home || !rest.is_empty() || !AMBIGUOUS.contains(&primary),
            3 => is_at_home,
            _ => false,
        };
    is_code.then(|| code.parse().ok()).flatten()
}

/// A region or a script: `BR`, `419`, `Hant`. Regions in small letters are common in folders.
fn is_subtag(tag: &str) -> bool {
    let letters = tag.bytes().all(|byte| byte.is_ascii_alphabetic());
    let digits = tag.bytes().all(|byte| byte.is_ascii_digit());
    tag.is_empty() || (letters && matches!(tag.len(), 2 | 4)) || (digits && tag.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_declare_languages() {
        for (path, code) in [
            ("content/de/post.md", Some("deu")),
            ("index.de.md", Some("deu")),
            ("about.zh-Hant.md", Some("zho")),
            ("_posts/fr/2024-01-01-titre.md", Some("fra")),
            ("i18n/fr/docusaurus-plugin-content-docs/current/intro.md", Some("fra")),
            ("docs/it/guida.md", Some("ita")),
            ("locale/pt_BR/LC_MESSAGES/django.po", Some("por")),
            ("po/uk.po", Some("ukr")),
            ("de.po", Some("deu")),
            ("config/locales/ja.yml", Some("jpn")),
            ("config/locales/devise.ja.yml", Some("jpn")),
            ("res/values-pt-rBR/strings.xml", Some("por")),
            ("res/values-b+sr+Latn/strings.xml", Some("srp")),
            ("res/values-night/strings.xml", None),
            ("res/values-v21/strings.xml", None),
            ("App/de.lproj/Localizable.strings", Some("deu")),
            ("messages_de.properties", Some("deu")),
            ("messages_pt_BR.properties", Some("por")),
            ("film.es.srt", Some("spa")),
            ("es/film.srt", Some("spa")),
            ("zh-cn/guide.md", Some("zho")),
            ("tests/it/cases.md", None),
            ("src/id/readme.md", None),
            ("in/0001.txt", None),
            ("docs/guide.md", None),
            ("docs/api/index.md", None),
            ("release.v1.md", None),
            ("package.json", None),
            ("tsconfig.json", None),
            ("jquery.min.js.md", None),
            ("/home/no/notes.txt", None),
            ("foo.spec.md", None),
            ("README", None),
            ("README-zh-CN.md", Some("zho")),
            ("README_ja.md", Some("jpn")),
            ("intro-to-ml.md", None),
            ("sign-in.md", None),
        ] {
            assert_eq!(path_language(path).map(Lang::code), code, "{path}");
        }
    }
}
