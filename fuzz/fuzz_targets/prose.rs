//! No text in any format makes a parser panic, and prose and rest are the file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use monoglot::DocumentFormat;
use monoglot::document_format::Prose;

fuzz_target!(|input: (u8, &str)| {
    let (which, text) = input;
    monoglot_fuzz::spend(text.len());
    let formats: Vec<_> = DocumentFormat::all().collect();
    let prose = Prose::new(text, formats[usize::from(which) % formats.len()]);
    let mut end = 0;
    for block in prose.blocks() {
        assert!(block.range.start >= end, "blocks stand in order and apart");
        assert!(!prose.words(block).trim().is_empty(), "a block says something");
        assert_eq!(prose.words(block).len(), block.range.len(), "each word is at its place");
        let takes = block.takes.clone().unwrap_or_else(|| block.range.clone());
        assert!(takes.start <= block.range.start && takes.end >= block.range.end);
        assert!(text.get(takes).is_some(), "whole characters go");
        end = block.range.end;
    }
});
