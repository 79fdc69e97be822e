//! The table behind `monoglot::model::char_lm`: letter n-grams of every language of the corpus.
//!
//! Stages: read the corpus into sentences and weighted words; choose each script's alphabet; count
//! letters, pairs and triples per language; smooth them; keep the entries that change a likelihood
//! most until the budget is used up; write. Symbols are counted apart, over all languages, by what
//! stands on their left and right: word lists hold none, so per-language figures would be noise.

mod corpus;
mod counts;
mod symbols;
mod write;

use std::io;
use std::path::Path;

use corpus::Corpus;

/// Reads the corpus folder and gives the bytes of the table.
///
/// # Errors
///
/// If a file of the corpus cannot be read or is not UTF-8.
pub fn train(folder: &Path) -> io::Result<Vec<u8>> {
    let corpus = Corpus::read(folder)?;
    let alphabets = counts::alphabets(&corpus);
    let groups = counts::groups(&corpus, &alphabets);
    let symbols = symbols::table(&corpus, &alphabets);
    Ok(write::table(&alphabets, &groups, &counts::ideographs(&corpus), &symbols))
}
