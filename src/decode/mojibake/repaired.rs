//! A repaired line, and what is known before a line is read.

use super::legacy_as_legacy::Mistake;

/// A repaired line.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::decode) struct Repair {
    pub(in crate::decode) text: String,
    /// What happened to the line, in words.
    pub(in crate::decode) reason: String,
    /// The mistake, if text of one legacy encoding was read as another.
    pub(super) mistake: Option<Mistake>,
    /// What the line gains by it, in nats, if that was asked for.
    pub(super) gain: Option<f32>,
}

/// A repair and the log-likelihood of its text.
pub(super) type Weighed = (Repair, f32);

/// What is known before the line is read: how much more a repair must gain, in nats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::decode) struct Prior(pub(super) f32);

impl Prior {
    /// A file that was decoded.
    pub(in crate::decode) const FILE: Self = Self(0.0);
    /// A text that was Unicode already, such as a record of a corpus: whoever made it knew encodings,
    /// and most damage was undone or thrown away before.
    pub(in crate::decode) const RECORD: Self = Self(3.0);
}

/// Longer lines, in bytes, are left as they are: reading one anew takes some twenty times its size,
/// and no text that somebody reads has lines like that.
pub(super) const LONGEST: usize = 1 << 20;
