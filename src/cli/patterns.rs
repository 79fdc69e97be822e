//! Patterns of paths, as `.gitignore` writes them.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// A pattern as it is typed; one that means nothing is refused.
pub(super) fn parse_pattern(text: &str) -> Result<String, String> {
    build(Path::new("/"), &[text.to_owned()]).map(|_| text.to_owned())
}

/// What patterns match below a folder.
pub(super) fn build(folder: &Path, patterns: &[String]) -> Result<Gitignore, String> {
    let mut builder = GitignoreBuilder::new(folder);
    for pattern in patterns {
        builder.add_line(None, pattern).map_err(|error| error.to_string())?;
    }
    builder.build().map_err(|error| error.to_string())
}

/// The same; nothing, where there is no pattern.
pub(super) fn build_any(folder: &Path, patterns: &[String]) -> Result<Option<Gitignore>, String> {
    if patterns.is_empty() { Ok(None) } else { build(folder, patterns).map(Some) }
}

/// Whether patterns match a path itself. Of what is not below their folder they say nothing.
pub(super) fn match_it(patterns: &Gitignore, path: &Path, is_folder: bool) -> bool {
    path.starts_with(patterns.path()) && patterns.matched(path, is_folder).is_ignore()
}

/// Whether patterns match a path or a folder that it is in.
pub(super) fn match_it_or_above(patterns: &Gitignore, path: &Path, is_folder: bool) -> bool {
    path.starts_with(patterns.path())
        && patterns.matched_path_or_any_parents(path, is_folder).is_ignore()
}
