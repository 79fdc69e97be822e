//! One document, one language.
//!
//! monoglot decodes scraped text, tags every line with its language **judged inside its document**,
//! and flags or removes what does not belong.

pub mod decode;
pub mod error;
pub mod finding;
pub mod lang;
pub mod model;
pub mod rule;
pub mod script;
pub mod text;

pub use decode::{Decoding, Encoding, Hint};
pub use error::Error;
pub use finding::{Finding, Span};
pub use lang::Lang;
pub use rule::{Rule, Severity};
pub use script::Script;
pub use text::{Line, Text};
