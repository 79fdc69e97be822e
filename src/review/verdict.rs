//! What should happen to a line.

use crate::rule::Rule;

/// What should happen to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It stays.
    Keep,
    /// It stays, and a person should look at it.
    Flag(Rule),
    /// It goes, or its spans do.
    Remove(Rule),
}

impl Verdict {
    /// The rule behind the verdict; kept lines have none.
    pub const fn rule(self) -> Option<Rule> {
        match self {
            Self::Keep => None,
            Self::Flag(rule) | Self::Remove(rule) => Some(rule),
        }
    }

    /// The word for it in every output: `keep`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Flag(_) => "flag",
            Self::Remove(_) => "remove",
        }
    }
}
