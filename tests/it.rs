//! Integration tests: everything here drives the built binary, as a user does.
#![expect(clippy::disallowed_methods, reason = "tests touch files; the library does not")]

// How the binary is run, and where its files are put.
#[path = "it/run.rs"]
mod run;

// What a line is taken for, as case files that read like documents.
#[path = "it/cases.rs"]
mod cases;

// Commands, inputs, outputs, exit codes.
#[path = "it/cli.rs"]
mod cli;

// Markdown, HTML, catalogues: what is prose in them, and which files are documents.
#[path = "it/document_formats.rs"]
mod document_formats;

// What goes wrong outside, and what is said about it.
#[path = "it/errors.rs"]
mod errors;

// Right text stays as it is, letter by letter.
#[path = "it/law.rs"]
mod law;

// What earlier runs found out.
#[path = "it/cache.rs"]
mod cache;

// What the folder says: `monoglot.toml`.
#[path = "it/config.rs"]
mod config;

// What people answer about lines: allow-list, deny-list, baseline.
#[path = "it/decisions.rs"]
mod decisions;

// Writing over files, the journal, undo.
#[path = "it/writing.rs"]
mod writing;

// Attacks on what is on the disk: other processes, full disks, hostile journals, signals.
#[cfg(unix)]
#[path = "it/faults.rs"]
mod faults;

// Shards: JSONL, WARC and Parquet, packed or not.
#[path = "it/corpus.rs"]
mod corpus;

// What sites repeat.
#[path = "it/sites.rs"]
mod sites;

// Runs that are killed, and resumed.
#[path = "it/resume.rs"]
mod resume;

// What people see: blocks of findings, counts, colours, and what is left out.
#[path = "it/terminal.rs"]
mod terminal;

// What changed since a revision of git.
#[path = "it/since.rs"]
mod since;

// What findings look like in each format.
#[path = "it/formats.rs"]
mod formats;

// What other programs read: code scanning, pipelines, pull requests.
#[path = "it/consumers.rs"]
mod consumers;

// The page to look at.
#[path = "it/html.rs"]
mod html;

// Text that was written to do harm, in every output.
#[path = "it/hostile.rs"]
mod hostile;

// The library as programs use it.
#[path = "it/library.rs"]
mod library;

// What is added to a record.
#[path = "it/record.rs"]
mod record;

// What holds for any input.
#[path = "it/properties.rs"]
mod properties;

// Tables that stand in the documentation and in the code.
#[path = "it/generated.rs"]
mod generated;

// Bytes to text: encodings, mojibake, invisible characters, hostile input.
#[path = "it/decoding.rs"]
mod decoding;

// A handful of bytes beyond ASCII, damaged UTF-8, and what files declare.
#[path = "it/little_evidence.rs"]
mod little_evidence;

// The page that works: who may ask, what it saves.
#[cfg(feature = "serve")]
#[path = "it/serve.rs"]
mod serve;

// The documentation: examples, figures, options.
#[path = "it/readme.rs"]
mod readme;
