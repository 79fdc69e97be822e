//! Any bytes through the whole pipeline: kept lines come out as they went in, and nothing panics.
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
    let Ok(text) = Text::decode(bytes, &Hint::default()) else { return };
    let cleaned =
        ENGINE.with_borrow_mut(|engine| review(&text, &Policy::default(), engine).clean());
    assert!(cleaned.len() <= text.as_str().len());
});
