//! Which files are read of those that a walk meets.
//!
//! Files that are named win over everything here, unless `--force-exclude` asks what a walk would have
//! done.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::Gitignore;
use ignore::{DirEntry, WalkBuilder};
use monoglot::document_format::is_walked;

use super::compression::Compression;
use super::config::Config;
use super::corpus::container::Container;
use super::defaults::{CONFIG_FILE, DECISIONS_FILE, JOURNAL_FILE};
use super::options::Walking;
use super::paths::absolute;
use super::patterns::{build_any, match_it, match_it_or_above};

/// What of a walk is read.
#[derive(Debug, Default, Clone)]
pub(super) struct Selection {
    config: Arc<Config>,
    /// The patterns that were typed; those of files are asked besides.
    include: Option<Gitignore>,
    exclude: Option<Gitignore>,
    no_ignore: bool,
    hidden: bool,
    /// Whether every text is read, whatever its name says.
    any_type: bool,
    /// Files that are never input: what this run writes.
    written: BTreeSet<PathBuf>,
    /// What is named by itself, and so no part of a walk.
    named: BTreeSet<PathBuf>,
}

impl Selection {
    /// What was typed, and what the run and the folders of documents are configured to.
    pub(super) fn new(typed: &Walking, run: &Walking, config: Arc<Config>) -> Result<Self, String> {
        let here = absolute(Path::new("")).unwrap_or_default();
        Ok(Self {
            config,
            include: build_any(&here, &typed.include)?,
            exclude: build_any(&here, &typed.exclude)?,
            no_ignore: run.no_ignore,
            hidden: run.hidden,
            ..Self::default()
        })
    }

    /// Reads every text: who judges nothing does not ask what is prose.
    pub(super) fn take_any_type(&mut self) {
        self.any_type = true;
    }

    /// Leaves out a place that this run writes.
    pub(super) fn leave_out_written(&mut self, place: PathBuf) {
        self.written.insert(place);
    }

    /// Leaves out what is named by itself, given from the root, where a walk meets it.
    pub(super) fn leave_out_named(&mut self, path: PathBuf) {
        self.named.insert(path);
    }

    /// The walk through a folder, which follows no links and is sorted by names.
    pub(super) fn walk(selection: &Arc<Self>, root: &Path) -> WalkBuilder {
        let mut builder = selection.walker(root);
        builder.sort_by_file_name(std::ffi::OsStr::cmp);
        let selection = selection.clone();
        builder.filter_entry(move |entry| selection.enters(entry));
        builder
    }

    fn walker(&self, root: &Path) -> WalkBuilder {
        let mut builder = WalkBuilder::new(root);
        builder.require_git(false).hidden(!self.hidden);
        if self.no_ignore {
            builder.parents(false).ignore(false).git_ignore(false);
            builder.git_global(false).git_exclude(false);
        }
        builder
    }

    /// Whether a walk goes into a folder, or looks at a file.
    fn enters(&self, entry: &DirEntry) -> bool {
        // The folders of version control hold no documents, hidden or not.
        let is_git = self.hidden && entry.file_name() == ".git";
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let is_left_out =
            || self.is_named(entry.path()) || self.excludes(entry.path(), is_folder, true);
        !is_git && !self.is_ours(entry) && (entry.depth() == 0 || !is_left_out())
    }

    fn is_named(&self, path: &Path) -> bool {
        let has_name = |named: &PathBuf| named.file_name() == path.file_name();
        self.named.iter().any(has_name)
            && absolute(path).is_ok_and(|path| self.named.contains(&path))
    }

    /// Our own files, and what this run writes, are no documents.
    fn is_ours(&self, entry: &DirEntry) -> bool {
        let ours = [CONFIG_FILE, DECISIONS_FILE, JOURNAL_FILE];
        let is_ours = entry.file_name().to_str().is_some_and(|name| ours.contains(&name));
        // A walk follows no links, so that only what has the name can be the place.
        let has_name = |place: &PathBuf| place.file_name() == Some(entry.file_name());
        let may_be_written = entry.depth() == 0 || self.written.iter().any(has_name);
        let is_written =
            || fs::canonicalize(entry.path()).is_ok_and(|path| self.written.contains(&path));
        is_ours || may_be_written && is_written()
    }

    /// Whether patterns leave a path out. If it was not met on a walk, the folders above it count as
    /// well.
    fn excludes(&self, path: &Path, is_folder: bool, was_met: bool) -> bool {
        let matches = if was_met { match_it } else { match_it_or_above };
        let Ok(path) = absolute(path) else { return false };
        let typed = self.exclude.as_ref();
        typed.is_some_and(|patterns| matches(patterns, &path, is_folder))
            || self.config.excludes(&path, is_folder, was_met)
    }

    /// Whether a file that was met is read: what is included, or else a document by its name, packed or
    /// not, or by the format that the configuration names, or a shard of them.
    pub(super) fn takes(&self, path: &Path) -> bool {
        let from_root = absolute(path).unwrap_or_default();
        let by_type = || {
            let name = path.to_string_lossy();
            let plain = Compression::ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
            self.any_type
                || is_walked(plain.unwrap_or(&name))
                || Container::is_name(&name)
                || self.config.names_format(&from_root)
        };
        let typed = self.include.as_ref();
        let typed = typed.map(|patterns| match_it_or_above(patterns, &from_root, false));
        typed.or_else(|| self.config.includes(&from_root)).unwrap_or_else(by_type)
    }
}

/// What walks leave out, asked about named paths. Each folder is listed once.
#[derive(Debug, Default)]
pub(super) struct Ignores {
    /// The entries of a folder that a walk would meet.
    met: HashMap<PathBuf, HashSet<OsString>>,
}

impl Ignores {
    /// Whether a walk from the working directory would leave this path out, or a folder above it.
    /// What is not there is not left out, so that it is an error.
    pub(super) fn leave_out(&mut self, selection: &Selection, path: &Path) -> bool {
        let here = std::env::current_dir().unwrap_or_default();
        let below = path.strip_prefix(&here).unwrap_or(path);
        // Above a folder that is no part of the working directory, nobody asked for a walk.
        let levels = if below.has_root() { 1 } else { usize::MAX };
        let mut named =
            below.ancestors().take_while(|path| path.file_name().is_some()).take(levels);
        below.symlink_metadata().is_ok()
            && (selection.excludes(path, path.is_dir(), false)
                || named.any(|path| !self.is_met(selection, path)))
    }

    fn is_met(&mut self, selection: &Selection, path: &Path) -> bool {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let list = || {
            let walk = selection.walker(folder).max_depth(Some(1)).build();
            let below = walk.flatten().filter(|entry| entry.depth() == 1);
            below.map(|entry| entry.file_name().to_owned()).collect()
        };
        let met = self.met.entry(folder.to_owned()).or_insert_with(list);
        path.file_name().is_some_and(|name| met.contains(name))
    }
}
