//! `monoglot.toml`: the same names as the flags, in the folders above the documents.
//!
//! Settings come in layers: defaults, the files from the outermost folder inward, each with its
//! `[[overrides]]` for some paths, flags. So the nearest file wins key by key, and one that says
//! `root = true` is the outermost. What a run does, and not how documents are judged, is said by the
//! files above the working directory alone; they also speak of documents elsewhere whose own folders
//! have no file. A layer remembers where each value stands, so that `--show-config` can say it. Every
//! value is checked when it is read, by the types that the flags have.

mod file;
mod group;
mod layer;
mod overrides;
mod parser;
#[cfg(test)]
mod schema;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use monoglot::report::escape;
use serde_json::json;

use super::defaults::CONFIG_FILE;
use super::io_error::explain;
use super::paths::{absolute, folder_of};
use super::patterns::{match_it, match_it_or_above};
use file::ConfigFile;
use layer::defaults;

pub(super) use layer::Layer;

/// Configuration files, the outermost first.
type Chain = Arc<[Arc<ConfigFile>]>;

/// The configuration of a run: its own, and that of the folders that it meets.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// The files that count in the working directory.
    run: Chain,
    /// Whether the folders of documents are asked for files of theirs.
    is_nested: bool,
    /// The files that count in a folder, or why one of them cannot be read.
    folders: RwLock<HashMap<PathBuf, Result<Chain, String>>>,
}

/// What tells documents apart of which something else is said.
pub(super) type PartsKey = Vec<(PathBuf, Vec<usize>)>;

/// What the configuration says of one document: of each file, which of its overrides.
#[derive(Debug, Default)]
pub(super) struct Parts(Vec<(Arc<ConfigFile>, Vec<usize>)>);

impl Parts {
    /// The same for documents of which the same is said.
    pub(super) fn key(&self) -> PartsKey {
        let key =
            |(file, overrides): &(Arc<ConfigFile>, _)| (file.path.clone(), Vec::clone(overrides));
        self.0.iter().map(key).collect()
    }
}

impl Config {
    /// Reads the named file, which then is the only one, or those above the working directory.
    pub(super) fn load(named: Option<&Path>, isolated: bool) -> Result<Self, String> {
        if isolated {
            return Ok(Self::default());
        }
        if let Some(path) = named {
            let run = Arc::from([Arc::new(ConfigFile::read(path)?)]);
            return Ok(Self { run, ..Self::default() });
        }
        let mut config = Self { is_nested: true, ..Self::default() };
        // Without a working directory there is nothing above it.
        if let Ok(here) = std::env::current_dir() {
            config.run = config.chain(&here)?;
        }
        Ok(config)
    }

    /// The files that count in a folder. Each folder is looked at once.
    fn chain(&self, folder: &Path) -> Result<Chain, String> {
        let known = self.folders.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(chain) = known.get(folder) {
            return chain.clone();
        }
        drop(known);
        let chain = self.read_chain(folder);
        let mut known = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(folder.to_owned(), chain.clone());
        chain
    }

    fn read_chain(&self, folder: &Path) -> Result<Chain, String> {
        let above = || folder.parent().map_or_else(|| Ok(Chain::default()), |up| self.chain(up));
        let path = folder.join(CONFIG_FILE);
        if !path.is_file() {
            return above();
        }
        let here = std::env::current_dir().unwrap_or_default();
        let own = ConfigFile::read(path.strip_prefix(&here).unwrap_or(&path))?;
        let above = if own.is_root { Chain::default() } else { above()? };
        Ok(above.iter().cloned().chain([Arc::new(own)]).collect())
    }

    /// The files that count for what lies in a folder.
    fn files_in(&self, folder: &Path) -> Result<Chain, String> {
        if !self.is_nested {
            return Ok(self.run.clone());
        }
        let chain = self.chain(folder)?;
        Ok(if chain.is_empty() { self.run.clone() } else { chain })
    }

    /// What is said of a document.
    pub(super) fn parts_for(&self, document: &Path) -> Result<Parts, String> {
        let located = |error| format!("{}: {}", document.display(), explain(&error));
        let files = self.files_in(&folder_of(document).map_err(located)?)?;
        let part = |file: &Arc<ConfigFile>| (file.clone(), file.overrides_for(document));
        Ok(Parts(files.iter().map(part).collect()))
    }

    /// A path that the configuration of the run names by this key, relative to the file that names it.
    pub(super) fn beside(&self, key: &str, path: &Path) -> PathBuf {
        let named = self.run.iter().rev().find(|file| file.top.has(key));
        named.or(self.run.last()).map_or_else(
            || path.to_owned(),
            |file| file.path.parent().unwrap_or(Path::new("")).join(path),
        )
    }

    /// Whether a walk leaves out a path, which is given from the root: what any file excludes. If it
    /// was not met on a walk, the folders above it count as well.
    pub(super) fn excludes(&self, path: &Path, is_folder: bool, was_met: bool) -> bool {
        let matches = if was_met { match_it } else { match_it_or_above };
        let files = path.parent().and_then(|folder| self.files_in(folder).ok());
        let mut excludes =
            files.iter().flat_map(|files| files.iter()).filter_map(|file| file.exclude.as_ref());
        excludes.any(|patterns| matches(patterns, path, is_folder))
    }

    /// Whether a walk reads a file, if the nearest file that says what is included does.
    pub(super) fn includes(&self, path: &Path) -> Option<bool> {
        let files = self.files_in(path.parent()?).ok()?;
        let include = files.iter().rev().find_map(|file| file.include.as_ref())?;
        Some(match_it_or_above(include, path, false))
    }

    /// Whether an override names the format of a file, which makes it a document.
    pub(super) fn names_format(&self, path: &Path) -> bool {
        let files = path.parent().and_then(|folder| self.files_in(folder).ok());
        let names = |file: &Arc<ConfigFile>| {
            let overrides = file.overrides_for(path);
            overrides.into_iter().any(|index| file.overrides[index].names_format())
        };
        files.is_some_and(|files| files.iter().any(names))
    }

    /// What is said of the run, under the flags, and of all documents in the working directory.
    pub(super) fn layer_of_run(&self, flags: &Layer) -> Layer {
        let mut layer = defaults();
        for file in &*self.run {
            layer.cover(&file.top);
        }
        layer.cover(flags);
        layer
    }

    /// All layers of a document as one.
    pub(super) fn layer(parts: &Parts, flags: &Layer) -> Layer {
        let mut layer = defaults();
        for (file, overrides) in &parts.0 {
            layer.cover(&file.top);
            for &index in overrides {
                layer.cover(&file.overrides[index].layer);
            }
        }
        layer.cover(flags);
        layer
    }

    /// Every value and where it comes from: for these documents, or what is said of all.
    pub(super) fn show(&self, documents: &[String], flags: &Layer) -> Result<String, String> {
        let mut out = named(&self.run);
        for document in documents {
            let _ = writeln!(out, "\n# {}", escape(document));
            let place = absolute(document.as_ref()).unwrap_or_default();
            // A folder speaks of what lies in it.
            let place = if place.is_dir() { place.join("*") } else { place };
            let parts = self.parts_for(&place)?;
            let files: Chain = parts.0.iter().map(|(file, _)| file.clone()).collect();
            if named(&files) != named(&self.run) {
                out += &named(&files);
            }
            Self::layer(&parts, flags).show("rules", &mut out);
        }
        if documents.is_empty() {
            self.layer_of_run(flags).show("rules", &mut out);
            for part in self.run.iter().flat_map(|file| &file.overrides) {
                let patterns = json!(part.patterns).to_string();
                let _ = writeln!(out, "\n[[overrides]]\npaths = {}", escape(&patterns));
                part.layer.show("overrides.rules", &mut out);
            }
        }
        Ok(out)
    }
}

/// A line of comment for each file.
fn named(files: &Chain) -> String {
    if files.is_empty() {
        return "# no configuration\n".to_owned();
    }
    let line = |file: &Arc<ConfigFile>| {
        format!("# configuration: {}\n", escape(&file.path.to_string_lossy()))
    };
    files.iter().map(line).collect()
}
