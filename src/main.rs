//! The command line: parses, runs, and turns the outcome into an exit code.
#![expect(clippy::disallowed_methods, reason = "the binary is where the world is touched")]

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
