//! Any bytes: text or a refusal, never a panic; the text decodes again, and its lines make it up.
#![no_main]

use libfuzzer_sys::fuzz_target;
use monoglot::{Encoding, Hint, Text};

fuzz_target!(|bytes: &[u8]| {
    monoglot_fuzz::spend(bytes.len());
    let Ok(text) = Text::decode(bytes, &Hint::default()) else { return };
    let hint = Hint::default().encoding(Encoding::UTF_8);
    let again = Text::decode(text.as_str().as_bytes(), &hint).expect("decoded text is UTF-8");
    assert_eq!(again.as_str().len(), again.lines().map(|line| line.range().len()).sum::<usize>());
});
