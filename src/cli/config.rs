//! `monoglot.toml`: the same names as the flags, found upward from the working directory.
//!
//! Settings come in layers: defaults, the file, its `[[overrides]]` for some paths, flags. A layer
//! remembers where each value stands, so that `--show-config` can say it. Every value is checked
//! when it is read, by the types that the flags have.

mod group;
mod layer;
mod overrides;
mod parser;
#[cfg(test)]
mod schema;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use monoglot::report::escape;
use serde_json::json;
use toml::de::DeTable;

use super::defaults::{CONFIG_FILE, MAX_CONFIG};
use super::io_error::explain;
use super::paths::{folder_of, nearest, place};
use layer::defaults;
use overrides::Override;
use parser::ConfigParser;

pub(super) use layer::Layer;

/// A configuration file, or none, which says nothing.
#[derive(Debug, Default)]
pub(super) struct Config {
    path: Option<PathBuf>,
    folder: PathBuf,
    top: Layer,
    overrides: Vec<Override>,
}

impl Config {
    /// Reads the named file, or the nearest one upward, or none.
    pub(super) fn load(named: Option<&Path>, isolated: bool) -> Result<Self, String> {
        if isolated {
            return Ok(Self::default());
        }
        let Some(path) = named.map(Path::to_owned).or_else(|| nearest(CONFIG_FILE)) else {
            return Ok(Self::default());
        };
        let shown = path.display();
        let located = |error: &std::io::Error| format!("{shown}: {}", explain(error));
        let length = fs::metadata(&path).map_err(|error| located(&error))?.len();
        if length > MAX_CONFIG {
            return Err(format!("{shown}: longer than {MAX_CONFIG} bytes, and no configuration"));
        }
        let text = fs::read_to_string(&path).map_err(|error| located(&error))?;
        let folder = folder_of(&path).map_err(|error| located(&error))?;
        let parser = ConfigParser { path: &path, folder: &folder, text: &text };
        let broken = |error: toml::de::Error| parser.broken(&error);
        let table: toml::Table = toml::from_str(&text).map_err(broken)?;
        let spans = DeTable::parse(&text).map_err(broken)?;
        let (top, overrides) = parser.file(&table, spans.get_ref())?;
        Ok(Self { path: Some(path), folder, top, overrides })
    }

    /// A path that the configuration names, relative to where it is.
    pub(super) fn beside(&self, path: &Path) -> PathBuf {
        let file = self.path.as_deref().unwrap_or(Path::new(""));
        file.parent().unwrap_or(Path::new("")).join(path)
    }

    /// Which of the overrides are for a document.
    pub(super) fn overrides_for(&self, document: &str) -> Vec<usize> {
        if self.overrides.is_empty() {
            return Vec::new();
        }
        let place = place(&self.folder, document.as_ref());
        let is_below = !Path::new(&place).has_root();
        let is_for = |part: &Override| {
            is_below && part.paths.matched_path_or_any_parents(&place, false).is_ignore()
        };
        let all = self.overrides.iter().enumerate();
        all.filter(|(_, part)| is_for(part)).map(|(index, _)| index).collect()
    }

    /// All layers under the flags as one; of the overrides, these.
    pub(super) fn layer(&self, overrides: &[usize], flags: &Layer) -> Layer {
        let mut layer = defaults();
        layer.cover(&self.top);
        for &index in overrides {
            layer.cover(&self.overrides[index].layer);
        }
        layer.cover(flags);
        layer
    }

    /// Every value and where it comes from: for these documents, or what the file says of all.
    pub(super) fn show(&self, documents: &[String], flags: &Layer) -> String {
        let mut out = self.path.as_ref().map_or("# no configuration\n".to_owned(), |path| {
            format!("# configuration: {}\n", escape(&path.to_string_lossy()))
        });
        for document in documents {
            let _ = writeln!(out, "\n# {}", escape(document));
            self.layer(&self.overrides_for(document), flags).show("rules", &mut out);
        }
        if documents.is_empty() {
            self.layer(&[], flags).show("rules", &mut out);
            for part in &self.overrides {
                let patterns = json!(part.patterns).to_string();
                let _ = writeln!(out, "\n[[overrides]]\npaths = {}", escape(&patterns));
                part.layer.show("overrides.rules", &mut out);
            }
        }
        out
    }
}
