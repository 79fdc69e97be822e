//! The command line: what was typed, and the outcome as an exit code.

use std::process::ExitCode;

/// Cleaning takes and gives back many small pieces of memory: with this it is a twentieth faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[expect(clippy::disallowed_methods, reason = "the library reads no arguments, the program does")]
fn main() -> ExitCode {
    std::panic::set_hook(Box::new(monoglot::cli::report_panic));
    #[cfg(unix)]
    monoglot::cli::clean_up_on_signals();
    monoglot::cli::main(std::env::args_os()).into()
}
