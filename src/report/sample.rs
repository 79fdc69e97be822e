//! Documents that are drawn by lot, to be read by people: what a corpus is like, beside its worst.
//!
//! The lot of a document is a hash of its name, so that the same corpus has the same sample, for any
//! number of jobs and in any order of its shards.

use sha2::{Digest as _, Sha256};

use super::Document;
use super::json::{encode, record_field};
use super::shelf::{Item, Piece, Shelf};
use crate::record::{FIELD, Record};

/// Bytes of the sample: some hundred documents.
pub(super) const SHELVES: [usize; 1] = [2_000_000];

/// What the lots are drawn from beside the names: another word, another sample.
const SEED: &[u8] = b"monoglot sample 1";

pub(super) fn document(document: &Document<'_>) -> Piece {
    let record = Record::new(document.text.as_str().as_bytes(), document.text, document.review);
    let (path, text) = (encode(&document.path.into()), encode(&record.text.as_str().into()));
    let field = record_field(&record);
    let text = format!("{{\"path\":{path},\"text\":{text},\"{FIELD}\":{field}}}\n");
    let item = Item { shelf: 0, rank: lot(document.path), cost: text.len(), text };
    Piece { items: vec![item], ..Piece::default() }
}

pub(super) fn tail(shelves: &[Shelf]) -> String {
    shelves.iter().flat_map(Shelf::items).map(|(_, text)| text).collect()
}

fn lot(name: &str) -> u32 {
    let hash = Sha256::new().chain_update(SEED).chain_update(name).finalize();
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}
