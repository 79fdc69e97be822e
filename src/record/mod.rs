//! What is added to a record: a row of a table, a line of JSONL, a page of a crawl, that has a text.
//!
//! Its text is cleaned in place; all else that a [`Cleaned`](crate::Cleaned) text knows goes into one
//! field beside it, `monoglot`, so that no other field can be in the way. Every carrier of records (JSONL,
//! Parquet, Arrow, Spark, Ray) takes what it adds from here.

#[cfg(feature = "arrow")]
mod batch;

mod field;

#[cfg(feature = "arrow")]
pub use batch::{annotate_batch, annotated_schema, strings};
pub use field::FIELD;
