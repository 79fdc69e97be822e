//! The report for editors and scripts: a line for each finding.

use std::fmt::Write as _;

use super::escape::{escape, path};
use super::message::{column, message};
use crate::document::Document;

/// `path:line:column: rule: severity: reason`, escaped so that no finding takes more than one line.
pub(super) fn document(document: &Document<'_>) -> String {
    let mut out = String::new();
    for finding in document.findings() {
        let line = finding.line.map_or(1, std::num::NonZeroUsize::get);
        let (path, column) = (path(document.path), column(&finding));
        let (rule, words) = (finding.rule, escape(&message(&finding)));
        let _ = writeln!(out, "{path}:{line}:{column}: {rule}: {words}");
    }
    out
}
