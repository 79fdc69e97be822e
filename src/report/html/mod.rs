//! The page for people who would rather look than read, and who answer what was found.
//!
//! One file that asks for nothing: a strict policy in the page allows its own style and script, by
//! their hashes, and nothing else. What strangers wrote is data in the page, never markup: the
//! script puts it there as text. Totals come as HTML; documents come as data and are drawn when they
//! are looked at, so that a page of thousands opens at once.

/// One script of several files, whose names nothing else in the page can see.
macro_rules! script {
    ($($file:literal),*) => {
        concat!(
            "\"use strict\";\n(() => {\n",
            $(include_str!(concat!("../../../templates/report/", $file, ".js")),)*
            "})();\n"
        )
    };
}

mod data;
#[cfg(feature = "serve")]
mod live;
mod page;

#[cfg(feature = "serve")]
pub(crate) use live::{LiveDocument, live_document, live_page};
pub(super) use page::{BUDGETS, document, page};
