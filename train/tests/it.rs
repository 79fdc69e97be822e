//! The trainer from end to end, on the corpus in miniature.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests read files and may fail"
)]

use std::path::{Path, PathBuf};

use monoglot::model::Model;
use monoglot::training::checksum;
use monoglot::training::features::Letters;
use monoglot::training::ui_words::{Filter, button, key};
use monoglot::{Lang, Script};
use train::card::{Facts, card};
use train::facts::interface_classifier;
use train::settings::Settings;
use train::source::{self, Source};
use train::wording::{Example, RESIDUE, fit, score};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn miniature() -> Vec<Source> {
    source::read(&[root().join("fixtures/mini-corpus")]).unwrap()
}

fn tiny_model(sources: &[Source]) -> Vec<u8> {
    train::train(sources, &Settings::tiny(), &mut |_| {})
}

/// Held-out lines of the Declaration are whole sentences: even a tiny model must know nearly all.
#[test]
fn a_tiny_model_knows_lines_that_it_never_saw() {
    let sources = miniature();
    let bytes = tiny_model(&sources);
    let model = Model::from_bytes(&bytes).unwrap();
    let lines =
        sources.iter().flat_map(|source| source.lines.iter().map(|line| (source.lang, line)));
    let held: Vec<_> = lines.filter(|(_, line)| line.held_out).collect();
    let is_right = |text, lang| model.classify_alone(text).is_some_and(|guess| guess.lang == lang);
    let right = held.iter().filter(|(lang, line)| is_right(&line.text, *lang)).count();
    assert!(held.len() >= 10, "{} lines are set aside", held.len());
    assert!(right * 10 >= held.len() * 9, "{right} of {}", held.len());
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let sources = miniature();
    let (first, second) = (tiny_model(&sources), tiny_model(&sources));
    assert_eq!(first, second);
    assert!(Model::from_bytes(&first).unwrap().is_intact());
}

#[test]
fn a_damaged_model_is_noticed() {
    let mut bytes = tiny_model(&miniature());
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    assert!(!Model::from_bytes(&bytes).unwrap().is_intact());
    assert!(Model::from_bytes(&bytes[..last]).is_none(), "too short");
    bytes[8] ^= 0xFF;
    assert!(Model::from_bytes(&bytes).is_none(), "another version");
}

#[test]
fn the_card_tells_what_there_is() {
    let sources = miniature();
    let bytes = tiny_model(&sources);
    let facts = Facts { date: "2026-01-01" };
    let card = card(&bytes, &sources, &Settings::tiny(), facts);
    for told in ["2026-01-01", "| ukr | Ukrainian |", "## Calibration"] {
        assert!(card.contains(told), "{told}");
    }
}

/// The card beside the model in the crate is about that model.
#[test]
fn the_embedded_model_is_the_one_of_its_card() {
    let bytes = std::fs::read(root().join("src/model/model.bin")).unwrap();
    let card = std::fs::read_to_string(root().join("src/model/README.md")).unwrap();
    let model = Model::embedded();
    assert!(model.is_intact());
    assert!(model.languages().len() >= 120, "{}", model.languages().len());
    let interface = std::fs::read(root().join("src/model/ui_words.bin")).unwrap();
    for bytes in [bytes, interface] {
        assert!(card.contains(&format!("{:016x}", checksum(&bytes))), "card of another file");
    }
}

/// What the filter remembers is what the prose of a language writes small, and not what another does.
#[test]
fn the_interface_filter_knows_words_of_a_language() {
    let sources = miniature();
    let bytes = train::ui_words::train(&sources);
    assert_eq!(bytes, train::ui_words::train(&sources), "the same bytes again");
    let filter = Filter::from_bytes(&bytes).unwrap();
    let knows = |lang: &str, word| {
        let lang: Lang = lang.parse().unwrap();
        filter.knows(key(Some(lang), Letters::new(word, Script::Latin).whole()))
    };
    assert!(knows("eng", "right") && knows("deu", "oder") && knows("fra", "droit"));
    let strangers = ["right", "shall", "freedom", "oder", "jeder", "equal"];
    let taken = strangers.iter().filter(|word| knows("fra", word)).count();
    assert!(taken <= 1, "one stranger in 256 is taken for a word: {taken}");
    assert!(Filter::from_bytes(&bytes[..bytes.len() - 1]).is_none(), "too short");
}

/// A button is a word that interfaces use much more than prose does.
#[test]
fn buttons_are_told_from_other_words_of_interfaces() {
    let mut sources = miniature();
    let english = sources.iter_mut().find(|source| source.lang.code() == "eng").unwrap();
    let line = |text: &str| source::Line {
        domain: source::Domain::Interface,
        source: "test".to_owned(),
        text: text.to_owned(),
        held_out: false,
    };
    english.lines.extend((0..20).map(|_| line("Search everyone")));
    let bytes = train::ui_words::train(&sources);
    let filter = Filter::from_bytes(&bytes).unwrap();
    let search = Letters::new("search", Script::Latin).whole();
    let knows = |lang: &str, word| filter.knows(key(Some(lang.parse().unwrap()), word));
    assert!(knows("eng", search) && knows("eng", button(search)));
    assert!(!knows("deu", button(search)));
}

/// Learned from six words of each kind, words of the same kind are told apart in other company.
#[test]
fn a_classifier_tells_texts_by_their_words() {
    let residue = ["Leave a comment", "Share this page", "Sign in to comment", "Subscribe now"];
    let content =
        ["The river froze", "He left the city", "Her father sold bread", "Rain fell all day"];
    let examples = residue.map(|text| (text, true)).into_iter();
    let examples = examples.chain(content.map(|text| (text, false)));
    let examples: Vec<_> =
        examples.map(|(text, is_residue)| Example::new(text, is_residue, 1.0)).collect();
    let file = fit(&examples, RESIDUE, 1);
    assert!(score(&file, "Share a comment") > 0);
    assert!(score(&file, "Her father left") < 0);
    assert_eq!(file, fit(&examples, RESIDUE, 1));
}

#[test]
fn a_classifier_of_interfaces_is_the_same_again() {
    let sources = miniature();
    assert_eq!(interface_classifier(&sources), interface_classifier(&sources));
}
