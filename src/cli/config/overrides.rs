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
