//! Integration tests: everything here drives the built binary, as a user does.

// How the binary is run, and where its files are put.
#[path = "it/run.rs"]
mod run;

// What a line is taken for, as case files that read like documents.
#[path = "it/cases.rs"]
mod cases;
