//! What the library refuses, with what to do about it on the command line.
//!
//! The library's errors name no options: they are read by programs that have none.

use monoglot::report::Format;
use monoglot::{Error, Lang};

/// An error of the library and the way out.
pub(super) fn advised(error: &Error) -> String {
    let way_out = match error {
        Error::NotText { .. } => "; convert it, or name its encoding with --encoding".to_owned(),
        Error::UnknownLang(_) => {
            "; `monoglot languages` lists what is accepted (uk, ukr, uk-UA)".to_owned()
        }
        Error::UnknownFormat(_) => {
            format!("; there are {}", Format::ALL.map(Format::name).join(", "))
        }
        Error::InvalidDecision { .. } => "; mend the line or delete it".to_owned(),
        _ => String::new(),
    };
    format!("{error}{way_out}")
}

/// A language as it is typed.
pub(super) fn parse_lang(name: &str) -> Result<Lang, String> {
    name.parse().map_err(|error| advised(&error))
}
