//! The first training: a weight for every feature and language.
//!
//! Softmax regression by stochastic gradient descent. Each row has one step size (`AdaGrad` over the
//! whole row): as good as one for each weight, a quarter of the memory traffic.

use crate::examples::Examples;
use crate::math::softmax;
use crate::settings::Settings;

/// Squared gradients below this change nothing that the format can hold.
const NEGLIGIBLE: f32 = 1e-7;
/// What a row is taken to have seen at the start: keeps its first step finite.
const FIRST: f32 = 1e-3;

/// A model with all its weights.
#[derive(Debug)]
pub struct Full {
    pub langs: usize,
    /// Weights of a row, languages rounded up to a whole number of vector registers.
    pub stride: usize,
    pub weights: Vec<f32>,
    /// Summed squared gradients of each row.
    pub gradients: Vec<f32>,
    /// How often each row was in an example that taught something.
    pub seen: Vec<u32>,
    pub bias: Vec<f32>,
    pub bias_gradients: f32,
}

impl Full {
    fn new(rows: usize, langs: usize) -> Self {
        let stride = langs.next_multiple_of(8);
        Self {
            langs,
            stride,
            weights: vec![0.0; rows * stride],
            gradients: vec![FIRST; rows],
            seen: vec![0; rows],
            bias: vec![0.0; stride],
            bias_gradients: 1.0,
        }
    }

    /// Trains on `count` examples, the rate falling to a third: the compact training goes on there.
    pub fn train(
        examples: &mut Examples<'_>,
        rows: usize,
        langs: usize,
        count: usize,
        settings: &Settings,
    ) -> Self {
        let mut full = Self::new(rows, langs);
        let mut errors = vec![0.0; full.stride];
        for done in 0..count {
            let (rows, lang) = examples.draw();
            full.errors(rows, lang, &mut errors);
            let rate = settings.rate * (1.0 - 0.67 * done as f32 / count as f32);
            full.learn(rows, &errors, rate, settings.decay);
        }
        full
    }

    /// How far the probability of each language is from what it should be.
    fn errors(&self, rows: &[u32], lang: usize, errors: &mut [f32]) {
        errors.copy_from_slice(&self.bias);
        for &row in rows {
            let weights = &self.weights[row as usize * self.stride..][..self.stride];
            for (error, weight) in errors.iter_mut().zip(weights) {
                *error += weight;
            }
        }
        softmax(&mut errors[..self.langs]);
        errors[lang] -= 1.0;
        errors[self.langs..].fill(0.0);
    }

    fn learn(&mut self, rows: &[u32], errors: &[f32], rate: f32, decay: f32) {
        let square: f32 = errors.iter().map(|error| error * error).sum();
        if square < NEGLIGIBLE {
            return;
        }
        self.bias_gradients += square;
        step(&mut self.bias, errors, rate / self.bias_gradients.sqrt(), 0.0);
        for &row in rows {
            let row = row as usize;
            self.seen[row] += 1;
            self.gradients[row] += square;
            let rate = rate / self.gradients[row].sqrt();
            step(&mut self.weights[row * self.stride..][..self.stride], errors, rate, decay);
        }
    }
}

/// Moves weights against the errors, and a little towards zero.
pub fn step(weights: &mut [f32], errors: &[f32], rate: f32, decay: f32) {
    let keep = 1.0 - rate * decay;
    for (weight, error) in weights.iter_mut().zip(errors) {
        *weight = *weight * keep - rate * error;
    }
}
