//! The parts of the file that are for some paths.

use ignore::gitignore::Gitignore;

use super::layer::Layer;

/// A part of the file for some paths.
#[derive(Debug)]
pub(super) struct Override {
    /// The paths, as `.gitignore` writes them.
    pub(super) paths: Gitignore,
    pub(super) patterns: Vec<String>,
    pub(super) layer: Layer,
}

impl Override {
    /// Whether it says what format its documents have.
    pub(super) fn names_format(&self) -> bool {
        let named = self.layer.0.get("document-format").and_then(|(value, _)| value.as_str());
        named.is_some_and(|name| name != "auto")
    }
}
