//! What is known of languages before a line is read: which are hard to tell apart on a short line,
//! and which are rare as residue.

use std::sync::LazyLock;

use crate::lang::Lang;

/// Standards of one written language: a line in one is at home in a document of the other. No
/// identifier tells them apart on single lines, and their readers do not need it to.
const ONE_LANGUAGE: &[&[&str]] = &[&["bos", "hrv", "srp"], &["yue", "zho"]];

/// The languages of nearly all web text after English, each with more than 0.1 % of the pages of a
/// Common Crawl.
const OF_THE_WEB: &[&str] = &[
    "ara", "bul", "cat", "ces", "dan", "deu", "ell", "est", "fas", "fin", "fra", "heb", "hrv",
    "hun", "ind", "ita", "jpn", "kor", "lav", "lit", "nld", "nob", "pol", "por", "ron", "rus",
    "slk", "slv", "spa", "srp", "swe", "tha", "tur", "ukr", "vie", "zho",
];

/// Languages with a web of their own, below that.
const OF_SMALLER_WEBS: &[&str] = &[
    "afr", "amh", "aze", "bel", "ben", "bos", "ckb", "cym", "eus", "fil", "gle", "glg", "guj",
    "hin", "hye", "isl", "kan", "kat", "kaz", "khm", "kir", "kmr", "lao", "mal", "mar", "mkd",
    "mlt", "mon", "msa", "mya", "nep", "nno", "pan", "pus", "sin", "som", "sqi", "swa", "tam",
    "tat", "tel", "tgk", "urd", "uzb", "yue",
];

/// How much rarer a language is as residue than English, in nats.
///
/// 94 of 100 foreign lines on real pages are English; and names and labels that an engine knows
/// nothing about fall to whatever small language they resemble. Half the logarithm of the shares
/// of web text, in three steps: the other half would make rare residue impossible to find.
pub(super) fn language_prior(lang: Lang) -> f64 {
    PRIORS[lang.index()]
}

/// What a language pays that has hardly any web.
const RARE: f64 = -5.0;

/// Asked for many languages of many lines, so looked up by its place.
static PRIORS: LazyLock<Vec<f64>> = LazyLock::new(|| Lang::all().map(step).collect());

fn step(lang: Lang) -> f64 {
    let code = lang.code();
    match code {
        "eng" => 0.0,
        // Species and mottos are in Latin everywhere, pages are not.
        "lat" => -8.0,
        _ if OF_THE_WEB.contains(&code) => -1.5,
        _ if OF_SMALLER_WEBS.contains(&code) => -2.5,
        _ => RARE,
    }
}

/// Whether the model knows little of a language: it takes many of its lines for a relative.
pub(super) fn is_rare(lang: Lang) -> bool {
    language_prior(lang) <= RARE
}

/// Groups that the model tells apart with too much confidence: one of them has little text in the
/// corpus, and its long lines are taken for a neighbour now and then.
const CONFUSABLE: &[&[&str]] = &[&["hin", "mar", "nep"], &["ind", "jav", "msa"]];

/// Whether the model mistakes a language for the other with confidence.
pub(super) fn are_confusable(a: Lang, b: Lang) -> bool {
    let is_of = |group: &&[&str], lang: Lang| group.contains(&lang.code());
    CONFUSABLE.iter().any(|group| is_of(group, a) && is_of(group, b))
}

/// Whether two languages are standards of one.
pub(super) fn are_one(a: Lang, b: Lang) -> bool {
    a == b || SHARED[a.index()].is_some_and(|group| SHARED[b.index()] == Some(group))
}

/// The group of [`ONE_LANGUAGE`] that each language is in. Asked for every line.
static SHARED: LazyLock<Vec<Option<usize>>> = LazyLock::new(|| {
    let group = |lang: Lang| ONE_LANGUAGE.iter().position(|group| group.contains(&lang.code()));
    Lang::all().map(group).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_a_language() {
        for code in ONE_LANGUAGE.iter().chain(&[OF_THE_WEB, OF_SMALLER_WEBS]).copied().flatten() {
            assert!(Lang::from_code(code).is_some(), "{code}");
        }
    }
}
