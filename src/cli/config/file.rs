//! One configuration file.

use std::fs;
use std::path::{Path, PathBuf};

use ignore::gitignore::Gitignore;
use toml::de::DeTable;

use super::layer::Layer;
use super::overrides::Override;
use super::parser::{ConfigParser, Said};
use crate::cli::defaults::MAX_CONFIG;
use crate::cli::io_error::explain;
use crate::cli::options::Walking;
use crate::cli::paths::{folder_of, place};
use crate::cli::patterns::build_any;

/// What a configuration file says.
#[derive(Debug)]
pub(super) struct ConfigFile {
    /// What messages call it.
    pub(super) path: PathBuf,
    /// Where it stands, from the root.
    pub(super) folder: PathBuf,
    /// Whether no file above it counts for what is below it.
    pub(super) is_root: bool,
    pub(super) top: Layer,
    pub(super) overrides: Vec<Override>,
    /// What walks read alone, if it says so.
    pub(super) include: Option<Gitignore>,
    /// What walks leave out, if it says so.
    pub(super) exclude: Option<Gitignore>,
}

impl ConfigFile {
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let shown = path.display();
        let located = |error: &std::io::Error| format!("{shown}: {}", explain(error));
        let length = fs::metadata(path).map_err(|error| located(&error))?.len();
        if length > MAX_CONFIG {
            return Err(format!("{shown}: longer than {MAX_CONFIG} bytes, and no configuration"));
        }
        let text = fs::read_to_string(path).map_err(|error| located(&error))?;
        let folder = folder_of(path).map_err(|error| located(&error))?;
        let parser = ConfigParser { path, folder: &folder, text: &text };
        let broken = |error: toml::de::Error| parser.broken(&error);
        let table: toml::Table = toml::from_str(&text).map_err(broken)?;
        let spans = DeTable::parse(&text).map_err(broken)?;
        let Said { top, overrides, is_root } = parser.file(&table, spans.get_ref())?;
        let walking: Walking = top.read()?;
        let include = build_any(&folder, &walking.include)?;
        let exclude = build_any(&folder, &walking.exclude)?;
        Ok(Self { path: path.to_owned(), folder, is_root, top, overrides, include, exclude })
    }

    /// Which of the overrides are for a document.
    pub(super) fn overrides_for(&self, document: &Path) -> Vec<usize> {
        if self.overrides.is_empty() {
            return Vec::new();
        }
        let place = place(&self.folder, document);
        let is_below = !Path::new(&place).has_root();
        let is_for = |part: &Override| {
            is_below && part.paths.matched_path_or_any_parents(&place, false).is_ignore()
        };
        let all = self.overrides.iter().enumerate();
        all.filter(|(_, part)| is_for(part)).map(|(index, _)| index).collect()
    }
}
