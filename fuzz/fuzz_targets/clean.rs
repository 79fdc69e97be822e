//! Any bytes through the whole pipeline: kept lines come out as they went in, and nothing panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use monoglot::{Hint, Policy, Text, classify::Whatlang, review};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = Text::decode(bytes, &Hint::default()) else { return };
    let cleaned = review(&text, &Policy::default(), &mut Whatlang).clean();
    assert!(cleaned.len() <= text.as_str().len());
});
