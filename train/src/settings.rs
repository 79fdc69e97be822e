//! What can be turned, and what it was turned to.
//!
//! The settings were chosen on held-out text and on development sets of news and interface text;
//! each says what it was worth.

use monoglot::Script;

/// Everything that steers a training.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Examples that the first, full model of the Latin script sees; other scripts see fewer, see
    /// [`Settings::share`]. 4 to 20 million: + 1.1 points.
    pub examples: usize,
    /// Examples that the compact model sees after each pruning.
    pub compact_examples: usize,
    /// Features that the first model of the Latin script knows.
    pub features: usize,
    /// Bytes that the rows of the Latin script may fill.
    pub bytes: usize,
    /// Shares of the domains in what is drawn.
    pub interface: f32,
    pub names: f32,
    pub list: f32,
    /// Share of lines drawn whole; the others are windows of one to nine words.
    pub whole_lines: f32,
    /// Share of windows that begin where the line begins, as short lines do.
    pub from_start: f32,
    /// How often the whole-word feature is hidden, so that n-grams learn to do without.
    pub hide_whole: f32,
    /// How often any other feature is hidden, in 1/256: a language with little text is else known by
    /// its sentences rather than by its words. Not in the last round, which sets the scale.
    pub hide_gram: u8,
    /// Learning rate at the start; it falls to zero over both trainings.
    pub rate: f32,
    /// How strongly weights are drawn to zero.
    pub decay: f32,
    /// The seed of everything drawn at random.
    pub seed: u64,
}

impl Settings {
    /// What the model in the crate was trained with.
    pub fn full() -> Self {
        Self {
            examples: 24_000_000,
            compact_examples: 5_000_000,
            features: 700_000,
            bytes: 1_960_000,
            interface: 0.25,
            names: 0.04,
            list: 0.27,
            whole_lines: 0.2,
            from_start: 0.35,
            hide_whole: 0.3,
            hide_gram: 64,
            rate: 0.7,
            decay: 5e-5,
            seed: 1,
        }
    }

    /// A tiny model in a second: for tests.
    pub fn tiny() -> Self {
        Self {
            examples: 30_000,
            compact_examples: 10_000,
            features: 20_000,
            bytes: 40_000,
            ..Self::full()
        }
    }

    /// The parts of the Latin script's examples, and of its features and bytes, that a script gets:
    /// by its number of languages, and by how alike they are.
    pub fn share(script: Script) -> (f32, f32) {
        match script {
            Script::Latin => (1.0, 1.0),
            Script::Cyrillic => (0.35, 0.2),
            Script::Arabic | Script::Han | Script::Devanagari => (0.15, 0.08),
            _ => (0.03, 0.02),
        }
    }
}
