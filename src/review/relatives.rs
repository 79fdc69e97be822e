//! Languages that are hard to tell apart on a short line.

use crate::lang::Lang;

/// Standards of one language: a line in one is at home in a document of the other. No identifier
/// tells them apart on single lines, and their readers do not need it to.
const ONE_LANGUAGE: &[&[&str]] = &[&["bos", "hrv", "srp"]];

/// Groups whose short lines share most of their words.
const RELATIVES: &[&[&str]] = &[
    &["afr", "nld"],
    &["bel", "rus", "ukr"],
    &["bod", "dzo"],
    &["bos", "hrv", "slv", "srp"],
    &["bul", "mkd", "srp"],
    &["cat", "glg", "ita", "oci", "por", "spa"],
    &["ces", "slk"],
    &["dan", "nno", "nob", "swe"],
    &["fas", "ckb", "pus", "snd", "urd"],
    &["hin", "mar", "nep"],
    &["ind", "jav", "msa", "sun"],
    &["kaz", "kir", "tat", "bak"],
    &["nso", "sot", "tsn"],
    &["xho", "zul"],
    &["aze", "tuk", "tur", "uzb"],
    &["yue", "zho"],
];

/// Whether two languages are standards of one.
pub(super) fn are_one(a: Lang, b: Lang) -> bool {
    a == b || share_group(ONE_LANGUAGE, a, b)
}

/// Whether two languages are close relatives.
pub(super) fn are_relatives(a: Lang, b: Lang) -> bool {
    share_group(RELATIVES, a, b)
}

fn share_group(groups: &[&[&str]], a: Lang, b: Lang) -> bool {
    groups.iter().any(|group| group.contains(&a.code()) && group.contains(&b.code()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_a_language() {
        for code in ONE_LANGUAGE.iter().chain(RELATIVES).copied().flatten() {
            assert!(Lang::from_code(code).is_some(), "{code}");
        }
    }
}
