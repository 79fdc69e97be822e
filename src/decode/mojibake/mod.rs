//! Mojibake: text that was decoded with the wrong encoding earlier in its life.
//!
//! A clean line that is changed is the worst outcome, so a repair needs two witnesses: structure
//! (what stands there is what a known mistake makes) and likelihood (what comes out is far likelier
//! as language). The stronger the structure, the less likelihood is asked for.

mod anew;
mod changes;
mod layers;
mod legacy_as_legacy;
mod misread_as;
mod repaired;
mod sequences;
pub(super) mod suspects;
mod undamaged;
mod votes;
mod words;

pub(super) use repaired::{Prior, Repair};
pub(super) use votes::{Verdict, Votes};

use std::cell::LazyCell;

use repaired::LONGEST;

/// Repairs a line, if it is damaged beyond doubt. `suspects` are the encodings that it may have been
/// misread as, as the [`Prefilter`](super::prefilter::Prefilter) found them; `votes` hear what the line
/// says of the document.
pub(super) fn repair(line: &str, suspects: u16, prior: Prior, votes: &mut Votes) -> Option<Repair> {
    if line.is_ascii() || line.len() > LONGEST {
        return None;
    }
    let suspect = LazyCell::new(|| anew::Suspect::of(line, prior));
    let usual = if votes.usual().is_some() { suspect.as_ref() } else { None };
    if let Some(usual) = usual.and_then(|suspect| suspect.usual(votes)) {
        return Some(usual);
    }
    let undone = layers::repair(line, suspects, prior, votes);
    // What is wholly UTF-8, or right once its sequences are undone, was not misread in another way.
    if let Some((repair, _, is_whole)) = &undone
        && (*is_whole || !anew::is_odd_line(&repair.text))
    {
        return undone.map(|(repair, ..)| repair);
    }
    let swapped = suspect.as_ref().and_then(|suspect| suspect.repair(votes));
    match (undone, swapped) {
        (Some(undone), Some(swapped)) if swapped.1 > undone.1 => Some(swapped.0),
        (undone, swapped) => {
            undone.map(|(repair, ..)| repair).or(swapped.map(|(repair, _)| repair))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::misread_as::{COUNT, MisreadAs};
    use crate::decode::prefilter::Prefilter;

    #[test]
    fn damaged_words_are_suspect() {
        let bytes = |word: &str, reader: MisreadAs| {
            word.bytes().map(|byte| reader.char(byte)).collect::<Option<String>>()
        };
        for reader in (0..COUNT as u8).map(MisreadAs) {
            for word in ["Käse", "naïve Straße", "привет", "Ελλάδα", "שלום", "کتاب", "你好"]
            {
                let Some(damaged) = bytes(word, reader) else { continue };
                assert!(
                    Prefilter::at(&damaged).suspects & reader.bit() != 0,
                    "{damaged} as {}",
                    reader.name()
                );
            }
        }
    }

    #[test]
    fn words_of_clean_text_are_not() {
        for line in [
            "Він пішов у Південний парк; Ліс, що біля Вінниці, горів",
            "C’était l’été d’Éric, l’école d’état qu’êtes",
            "«Москва» — это «Россия», её всё",
            "الأولى، ثم الثانية؛ هل تعلم؟ لا",
            "شرکت بزرگ دیگری، کارگران می‌گویند",
        ] {
            assert_eq!(Prefilter::at(line).suspects, 0, "{line}");
        }
    }
}
