//! The command line: what was typed, and the outcome as an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    monoglot::cli::main(std::env::args_os()).into()
}
