//! Tests of the embedded model.

use proptest::prelude::*;

use super::*;
use crate::script::Script;

#[test]
fn the_embedded_model_is_intact() {
    let model = Model::embedded();
    assert!(model.is_intact());
    assert!(model.languages().len() >= 120);
}

#[test]
fn lines_alone_have_a_language() {
    let cases = [
        ("Trump, Putin Issue Joint Statement on Syrian Conflict", "eng"),
        ("коментуйте повідомлення:", "ukr"),
        ("Der Hund schläft im Garten", "deu"),
        ("ข่าววันนี้", "tha"),
        ("今日のニュース", "jpn"),
        ("今天的新闻", "zho"),
        ("iPhone 15 को कैसे खरीदें", "hin"),
    ];
    let model = Model::embedded();
    for (line, code) in cases {
        let guess = model.classify_alone(line).unwrap();
        assert_eq!(guess.lang.code(), code, "{line}");
    }
}

#[test]
fn lines_without_words_have_none() {
    let model = Model::embedded();
    for line in ["", " ", "11.11.2017", "https://example.com/news?id=1", "me@example.com", "😀 → %"]
    {
        assert_eq!(model.classify_alone(line), None, "{line}");
    }
}

/// Short or ambiguous lines must not be certain.
#[test]
fn doubt_is_told() {
    let model = Model::embedded();
    for line in ["Ok", "A", "Ana", "xqzt", "de"] {
        let guess = model.classify_alone(line).unwrap();
        assert!(guess.confidence < 0.9, "{line}: {guess:?}");
    }
}

#[test]
fn scripts_of_one_language_need_no_evidence() {
    let model = Model::embedded();
    let thai = model.candidates(Script::Thai);
    assert_eq!(thai.iter().map(|lang| lang.code()).collect::<Vec<_>>(), ["tha"]);
    assert_eq!(model.candidates(Script::Other), []);
    assert_eq!(model.candidates(Script::Kana), model.candidates(Script::Han));
}

proptest! {
    /// What a scorer remembers is what the model says, whatever it read before.
    #[test]
    fn a_scorer_says_what_the_model_says(words in prop::collection::vec("[a-zäöüñ']{1,34}", 1..30)) {
        let model = Model::embedded();
        let mut scorer = Scorer::new(&model);
        let langs = model.candidates(Script::Latin).len();
        for word in words.iter().chain(&words) {
            let (mut ours, mut theirs) = (vec![0; langs], vec![0; langs]);
            scorer.add_word(Script::Latin, word, 3, &mut ours);
            model.add_word(Script::Latin, word, 3, &mut theirs);
            prop_assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn no_line_panics(line in "\\PC{0,60}") {
        let guess = Model::embedded().classify_alone(&line);
        prop_assert!(guess.is_none_or(|guess| (0.0..=1.0).contains(&guess.confidence)));
    }
}
