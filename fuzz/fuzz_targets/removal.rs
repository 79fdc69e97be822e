//! What goes of a document leaves the rest as it was: the blocks that stay are those that were there.
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use monoglot::classify::Ngram;
use monoglot::document_format::{BlockKind, Prose};
use monoglot::{DocumentFormat, Hint, Policy, Text, review};
use monoglot_fuzz::{GERMAN, spend};

thread_local! {
    static ENGINE: RefCell<Ngram> = RefCell::new(Ngram::new());
}

/// The blocks of a text, as what they are and what they say.
fn blocks(text: &str, format: DocumentFormat) -> Vec<(BlockKind, String)> {
    let prose = Prose::new(text, format);
    let said = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    prose.blocks().iter().map(|block| (block.kind, said(prose.words(block)))).collect()
}

fuzz_target!(|input: (u8, &str)| {
    let (which, piece) = input;
    spend(piece.len());
    let formats: Vec<_> = DocumentFormat::all().filter(|&it| it != DocumentFormat::Plain).collect();
    let format = formats[usize::from(which) % formats.len()];
    let policy = Policy::default().document_format(format);
    let text = [GERMAN, piece].concat();
    let decoded = Text::unicode(&text, &Hint::default().repair(false));
    let clean = ENGINE.with_borrow_mut(|engine| review(&decoded, &policy, engine).clean());
    if clean == text {
        return;
    }
    let before = blocks(&text, format);
    let mut rest = before.iter();
    for (kind, said) in blocks(&clean, format) {
        let was_there = rest.any(|(other, whole)| *other == kind && whole.contains(&said));
        assert!(was_there, "{format:?}: a {} that was not there: {said}", kind.name());
    }
});
