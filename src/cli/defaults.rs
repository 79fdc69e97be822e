//! What is meant where nobody says anything: names, places, sizes. What the library has a default for
//! is not here but there.

/// What standard input is called unless `--stdin-filename` says otherwise.
pub(super) const STDIN_NAME: &str = "<stdin>";

/// The configuration, upward from the working directory.
pub(super) const CONFIG_FILE: &str = "monoglot.toml";

/// Bytes of the longest configuration that is read.
pub(super) const MAX_CONFIG: u64 = 1 << 20;

/// Each document is held against each part of the configuration that is for some paths.
pub(super) const MAX_OVERRIDES: usize = 1000;

/// What people answered about lines, upward from the working directory.
pub(super) const DECISIONS_FILE: &str = "monoglot.decisions.jsonl";

/// Where the journal is unless `--journal` says otherwise: the working directory.
pub(super) const JOURNAL_FILE: &str = "monoglot.journal.jsonl";

/// Where the cache is unless `--cache` says otherwise: hidden, so that walks leave it out.
pub(super) const CACHE_FOLDER: &str = ".monoglot-cache";

/// Bytes of the longest document that is read: judging one takes several times as much memory.
pub(super) const MAX_DOCUMENT: usize = 256 << 20;

/// The field or column of a record that holds its text.
pub(super) const TEXT_FIELD: &str = "text";

/// The field or column that names a record.
pub(super) const ID_FIELD: &str = "id";

/// The field or column of a record that holds its address.
pub(super) const URL_FIELD: &str = "url";

/// What counting lines of sites may take in memory before it goes to the disk.
pub(super) const SITES_MEMORY: usize = 1 << 30;

/// Bytes of the texts that are kept between counting what sites repeat and judging it.
pub(super) const KEPT_TEXTS: usize = 64 << 20;

/// Bytes of the longest record that is read: some books are as long.
pub(super) const MAX_RECORD: usize = 16 << 20;
