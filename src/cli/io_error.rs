//! Errors of the system in words that say what to do.

use std::io;

/// An error of the system in words that say what to do.
pub(super) fn explain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory; check the path".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "permission denied; change its permissions or leave it out".to_owned()
        }
        io::ErrorKind::StorageFull => {
            "no space left on the device; free some and run again".to_owned()
        }
        _ => error.to_string(),
    }
}

/// Why a shard could not be read to its end.
pub(super) fn explain_read(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            "the shard ends in the middle: it was cut off; fetch it again".to_owned()
        }
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::Other => {
            format!("the shard is damaged from here on: {error}; fetch it again")
        }
        _ => explain(error),
    }
}

/// Why a record, or a compressed text, is not read.
pub(super) fn too_long(limit: usize) -> String {
    format!("longer than {limit} bytes; raise --max-record to read it")
}
