//! What sites repeat: on how many documents of a site each of its lines stands.
//!
//! A document shows what its author wrote and the frame around it alike; many documents of one site tell the
//! two apart. A *site* is the host of a document's address, or else its folder. A *line* is known by its
//! [`LineKey`], so that counting needs no text and a file of counts holds none. [`DocumentLines`] is what a
//! document adds, a [`Counter`] adds up, [`merge()`] puts parts together, and [`Sites`] reads the result in
//! place. Engines that group and add up on many machines do it with [`CountRow`]s, and get the same file.

mod counter;
mod file;
mod hash;
mod key;
mod known;
mod language;
mod lines;
mod merge;
mod name;
mod rows;
#[cfg(test)]
mod tests;

pub use counter::{Counter, Parts};
pub use file::{Kept, MAGIC, REPEATED, Standing};
pub use key::LineKey;
pub(crate) use key::SiteKeys;
pub use known::{Site, SiteLanguage, SiteSize, Sites};
pub use lines::{DocumentLines, DocumentReader, Place};
pub use merge::merge;
pub use name::{site_of_path, site_of_url};
pub use rows::{CountRow, file_of_rows};
