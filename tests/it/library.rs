//! The library as programs use it: one value that cleans, one error, nothing about the command line.

use std::borrow::Cow;

use monoglot::classify::{Ngram, Whatlang};
use monoglot::report::Format;
use monoglot::{Cleaner, Decision, Encoding, Error, Lang, Policy, Rule, Text, review};
use proptest::prelude::*;

use crate::cases::documents;
use crate::cli::dirty;
use crate::properties::any_text;

#[test]
fn a_cleaner_goes_to_another_thread() {
    fn is_send<T: Send + Clone + 'static>() {}
    is_send::<Cleaner>();
    is_send::<Cleaner<Whatlang>>();
    let mut cleaner = Cleaner::default();
    let here = cleaner.clean(&dirty()).into_owned();
    let there = std::thread::spawn(move || cleaner.clean(&dirty()).into_owned());
    assert_eq!(there.join().expect("no panic"), here);
}

#[test]
fn a_text_that_is_clean_is_not_copied() {
    let text = "They met on the sidelines of the summit and spoke for about an hour.\n";
    let cleaned = Cleaner::default().clean(text);
    assert!(matches!(cleaned, Cow::Borrowed(same) if std::ptr::eq(same, text)), "{cleaned:?}");
    let damaged = "They met on the side\u{AD}lines of the summit.\n";
    assert_eq!(Cleaner::default().clean(damaged), "They met on the sidelines of the summit.\n");
}

#[test]
fn bytes_and_strings_are_cleaned_alike() {
    let mut cleaner = Cleaner::default();
    let text = dirty();
    let found = cleaner.review(text.as_bytes()).expect("text");
    assert_eq!(found, cleaner.review_str(&text));
    assert_eq!(found.text, cleaner.clean(&text));
    assert_ne!(found.text, text);
}

#[test]
fn what_is_no_text_is_refused_and_the_cleaner_goes_on() {
    let mut cleaner = Cleaner::default();
    assert_eq!(cleaner.review(b"\x7fELF\x02\x01\x01\0"), Err(Error::NotText { offset: 7 }));
    assert!(cleaner.review(dirty().as_bytes()).is_ok());
}

#[test]
fn all_that_is_read_gives_the_same_error_and_none_names_an_option() {
    let errors = [
        "klingon".parse::<Lang>().expect_err("no language of ours"),
        "klingon".parse::<Encoding>().expect_err("no encoding"),
        "klingon".parse::<Rule>().expect_err("no rule"),
        "klingon".parse::<Format>().expect_err("no format"),
        "klingon".parse::<Decision>().expect_err("no decision"),
        Text::decode(b"\0", &monoglot::Hint::default()).expect_err("no text"),
    ];
    for error in errors {
        let message = error.to_string();
        assert!(!message.contains("--") && !message.contains('`'), "{message}");
        assert!(!message.ends_with('.') && !message.contains('\n'), "{message}");
    }
}

#[test]
fn a_small_memory_gives_the_verdicts_of_a_large_one() {
    let mut small = Ngram::with_memory(0);
    let mut large = Ngram::new();
    for document in documents() {
        let text = Text::unicode(&document, &monoglot::Hint::default());
        let rows =
            |engine: &mut Ngram| format!("{:?}", review(&text, &Policy::default(), engine).rows);
        assert_eq!(rows(&mut small), rows(&mut large));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// `clean` says in one word what `review` says in many, and borrows whenever it can.
    #[test]
    fn cleaning_and_reviewing_agree(text in any_text()) {
        let mut cleaner = Cleaner::default();
        let found = cleaner.review_str(&text);
        let clean = cleaner.clean(&text);
        prop_assert_eq!(&clean, &found.text);
        let is_untouched = found.original.is_none() && found.removed.is_empty();
        prop_assert_eq!(matches!(clean, Cow::Borrowed(same) if std::ptr::eq(same, text.as_str())), is_untouched);
    }
}
