//! The whatlang engine: trigram ranks and alphabets, 70 languages.
//!
//! whatlang judges a text as a whole and names one language with a confidence. To hold it against
//! a document's language it is asked twice: which language of all, and then, allowed only that one
//! and the main language, which of the two.

use whatlang::Detector;

use super::engine::Engine;
use super::evidence::Evidence;
use super::words::Word;
use crate::lang::Lang;

/// The engine over the whatlang crate.
#[derive(Debug, Clone, Copy, Default)]
pub struct Whatlang;

/// Nats for full confidence in a text that is long enough. Text that whatlang is sure about is
/// right about 999 times in 1,000.
const FULL: f64 = 12.0;

/// Below this many letters full confidence is worth proportionally less: whatlang's confidence
/// does not fall with length as its accuracy does (52 % on one word of news text).
const LONG: f64 = 15.0;

/// Words that count less than this are left out, since whatlang cannot count a word by halves.
const MIN_WEIGHT: f32 = 0.5;

impl Engine for Whatlang {
    fn weigh(&mut self, words: &[Word<'_>], main: Option<Lang>) -> Evidence {
        let counted = words.iter().filter(|word| word.weight >= MIN_WEIGHT);
        let text = counted.map(|word| word.text).collect::<Vec<_>>().join(" ");
        let Some((best, confidence)) = detect(&Detector::new(), &text) else {
            return Evidence::default();
        };
        let scale = FULL * (text.chars().count() as f64 / LONG).min(1.0);
        let rival = main.filter(|&main| main != best).and_then(|main| Some((main, theirs(main)?)));
        let Some((main, allowed)) = rival else {
            return against_rest(best, confidence * scale, main);
        };
        let pair = theirs(best).map_or_else(Vec::new, |best| vec![best, allowed]);
        match detect(&Detector::with_allowlist(pair), &text) {
            Some((winner, confidence)) => {
                let other = if winner == main { best } else { main };
                Evidence::new(vec![(winner, (confidence * scale) as f32), (other, 0.0)])
            }
            None => Evidence::default(),
        }
    }

    fn guess(&mut self, line: &str) -> Option<(Lang, f64)> {
        detect(&Detector::new(), line)
    }
}

/// The best language against one that stands for all others, the main language if there is one.
fn against_rest(best: Lang, nats: f64, main: Option<Lang>) -> Evidence {
    let other = main.filter(|&main| main != best);
    Evidence::new([(best, nats as f32)].into_iter().chain(other.map(|lang| (lang, 0.0))).collect())
}

fn detect(detector: &Detector, text: &str) -> Option<(Lang, f64)> {
    let info = detector.detect(text)?;
    Some((ours(info.lang())?, info.confidence()))
}

fn ours(lang: whatlang::Lang) -> Option<Lang> {
    lang.code().parse().ok()
}

/// whatlang names Chinese and Persian by their individual codes.
fn theirs(lang: Lang) -> Option<whatlang::Lang> {
    let code = match lang.code() {
        "zho" => "cmn",
        "fas" => "pes",
        "fil" => "tgl",
        code => code,
    };
    whatlang::Lang::from_code(code)
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

    #[test]
    fn every_language_is_ours_and_back() {
        for &lang in whatlang::Lang::all() {
            let ours = ours(lang).unwrap_or_else(|| panic!("{lang:?} has no language of ours"));
            assert_eq!(theirs(ours), Some(lang));
        }
    }

    #[test]
    fn a_sentence_speaks_for_its_language() {
        let line = words("Die Ordnung muss für immer in diesem Verzeichnis bleiben");
        let german = "deu".parse().unwrap();
        assert_eq!(Whatlang.weigh(&line, None).best().map(|(lang, _)| lang), Some(german));
        assert_eq!(Whatlang.weigh(&[], None), Evidence::default());
    }
}
