//! How well the program does on sets whose answers are known, as `docs/accuracy.md` tells it.
//!
//! Documents and sites are scored by what `monoglot tag --format jsonl` printed, so that whatever the
//! program can be told can be measured; single lines, files and repairs need the library alone.
//! Every function gives a table in Markdown.

mod calibration;
mod codes;
mod decoding;
mod documents;
mod json;
mod lines;
mod sites;
mod tagged;
mod text;
mod truth;

pub use calibration::calibration;
pub use decoding::{files, repairs};
pub use documents::documents;
pub use lines::lines;
pub use sites::sites;
pub use tagged::Tagged;
pub use truth::{Truth, read as read_truth, widen};
