//! Makes the data files of the crate from the training corpus. One command per file, no randomness:
//! the same corpus gives the same bytes.
//!
//! ```text
//! cargo run --release -p train -- likelihood CORPUS src/model/likelihood.bin
//! ```
#![expect(
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a tool run by hand that reads a corpus and writes a file"
)]

mod likelihood;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [stage, corpus, out] = &args[..] else {
        eprintln!("usage: train likelihood CORPUS OUT");
        return ExitCode::from(2);
    };
    let made = if stage.as_str() == "likelihood" {
        likelihood::train(Path::new(corpus))
    } else {
        eprintln!("no such stage: {stage}");
        return ExitCode::from(2);
    };
    match made.and_then(|bytes| std::fs::write(out, bytes)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}
