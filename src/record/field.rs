//! The field beside the text.

/// The name of the field that is added to a record.
pub const FIELD: &str = "monoglot";
