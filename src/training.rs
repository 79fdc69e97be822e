//! What the trainer shares with the models that it writes: features, hashes, layouts. It calls the very
//! functions that read them, so that the two cannot drift apart. No interface: nothing in it is promised.

pub use crate::model::ngrams::{MAGIC, VERSION, checksum};

/// The features of words, behind the model of languages.
pub mod features {
    pub use crate::model::features::{Letters, group, words};
}

/// The layout of the model of languages.
pub mod table {
    pub use crate::model::table::{BANDS, BLOCK, NEGATIVE, STEP, bucket_of, fingerprint, place};
}

/// The layout of the character language model.
pub mod char_lm {
    pub use crate::model::char_lm::table::hash;
}

/// What readers said of lines.
pub mod precedents {
    pub use crate::model::precedents::{HEAD, KnownLines, MAGIC, MOST, Precedents, key};
}

/// The text models of residue.
pub mod wording {
    pub use crate::model::linear::{Features, HEAD, Linear, MAGIC, PER_NAT, Wording, place};
}

/// The facts that verdicts are fitted from.
pub mod facts {
    pub use crate::review::{
        DocumentFacts, LineFacts, RepeatedFacts, fact_names, facts, repeated_fact_names,
        repeated_facts, stands_alone, tell_wording,
    };
}

/// The layout of the words of interfaces.
pub mod ui_words {
    pub use crate::model::ui_words::{
        Filter, HEAD, MAGIC, PLACES, button, key, places, unaccented,
    };
}
