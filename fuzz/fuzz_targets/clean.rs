//! Any bytes through the whole pipeline: nothing panics, what is left is in the text, line by line, and
//! goes no further when it is cleaned again.
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use monoglot::classify::Ngram;
use monoglot::{Hint, Policy, Text, review};

thread_local! {
    /// One engine for all inputs, as in a run over many documents: what it remembers of one must not
    /// be in the way of the next.
    static ENGINE: RefCell<Ngram> = RefCell::new(Ngram::new());
}

fuzz_target!(|bytes: &[u8]| {
    monoglot_fuzz::spend(bytes.len());
    let Ok(text) = Text::decode(bytes, &Hint::default()) else { return };
    let clean = |text: &Text<'_>| {
        ENGINE.with_borrow_mut(|engine| review(text, &Policy::default(), engine).clean())
    };
    let once = clean(&text);
    assert!(once.len() <= text.as_str().len());
    let again = clean(&Text::unicode(&once, &Hint::default().repair(false)));
    assert_eq!(again, once, "a cleaned text is clean");
});
