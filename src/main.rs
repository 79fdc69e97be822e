//! The command line: what was typed, and the outcome as an exit code.
#![expect(clippy::disallowed_methods, reason = "the binary is where the world is touched")]

use std::process::ExitCode;

fn main() -> ExitCode {
    monoglot::cli::main(std::env::args_os()).into()
}
