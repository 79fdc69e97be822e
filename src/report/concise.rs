//! The report for editors and scripts: a line for each finding.

use std::fmt::Write as _;

use super::escape::{escape, path};
use super::full::Screen;
use super::message::{column, message, message_within};
use super::width::width;
use crate::document::Document;

/// Columns of a line, unless its path takes most of them.
const COLUMNS: usize = 199;

/// Columns for what is said, however long a path is.
const LEAST: usize = 60;

/// `path:line:column: rule: severity: reason`, escaped so that no finding takes more than one line.
pub(super) fn document(document: &Document<'_>, screen: &Screen) -> String {
    let mut out = String::new();
    for finding in document.findings() {
        let line = finding.line.map_or(1, std::num::NonZeroUsize::get);
        let (path, column) = (path(document.path), column(&finding));
        let place = format!("{path}:{line}:{column}: {}: ", finding.rule);
        let words = if screen.is_verbose {
            escape(&message(&finding))
        } else {
            message_within(&finding, COLUMNS.saturating_sub(width(&place)).max(LEAST))
        };
        let _ = writeln!(out, "{place}{words}");
    }
    out
}
