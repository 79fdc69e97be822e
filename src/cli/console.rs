//! What people are told: messages on stderr, and text that is safe for a terminal.

use std::io::{self, Write as _};

use monoglot::report::escape;

use super::io_error::explain;
use super::status::Status;

/// Says on stderr what went wrong.
pub(super) fn complain(message: &str) {
    tell(&format!("monoglot: {}", message.trim_end()));
}

/// Says something on stderr, on one line that acts on no terminal and on no log, whatever names are
/// in it. A stderr that is gone is nobody's to speak to.
pub(super) fn tell(message: &str) {
    let _ = writeln!(io::stderr(), "{}", escape(message));
}

/// Prints to stdout. A reader that has had enough (a broken pipe) is no error.
pub(super) fn print(text: &str) -> Result<Status, String> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("stdout: {}", explain(&error)))
        }
        _ => Ok(Status::Done),
    }
}

/// A text made safe for a terminal, its lines left as they are.
pub(super) fn for_terminal(text: &str) -> String {
    text.split_inclusive('\n')
        .map(|line| match line.strip_suffix('\n') {
            Some(line) => escape(line) + "\n",
            None => escape(line),
        })
        .collect()
}
