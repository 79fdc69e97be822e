//! A bottom-k sample of the documents, to be read by people: what a corpus is like, beside its worst.
//!
//! The key of a document is a hash of its name, and those with the lowest keys are the sample. So every
//! document is as likely to be in it as any other, and the same corpus has the same sample, for any
//! number of jobs and in any order of its shards.

use sha2::{Digest as _, Sha256};

use super::json::{encode, record_field};
use super::top_k::{Candidate, Fragment, TopK};
use crate::cleaned::Cleaned;
use crate::document::Document;
use crate::record::FIELD;

/// Bytes of the sample: some hundred documents.
pub(super) const BUDGETS: [usize; 1] = [2_000_000];

/// What is hashed beside the names: another word, another sample.
const SEED: &[u8] = b"monoglot sample 1";

pub(super) fn document(document: &Document<'_>) -> Fragment {
    let cleaned = Cleaned::new(document.text.as_str().as_bytes(), document.text, document.review);
    let (path, text) = (encode(&document.path.into()), encode(&cleaned.text.as_str().into()));
    let field = record_field(&cleaned);
    let text = format!("{{\"path\":{path},\"text\":{text},\"{FIELD}\":{field}}}\n");
    let candidate = Candidate { list: 0, rank: rank(document.path), cost: text.len(), text };
    Fragment { candidates: vec![candidate], ..Fragment::default() }
}

pub(super) fn tail(lists: &[TopK]) -> String {
    lists.iter().flat_map(TopK::items).map(|(_, text)| text).collect()
}

/// What a name ranks as in a top-k list: the complement of its key, so that the lowest keys rank highest.
fn rank(name: &str) -> u32 {
    let hash = Sha256::new().chain_update(SEED).chain_update(name).finalize();
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}
