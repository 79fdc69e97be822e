//! The second training: only the weights that are kept, rounded as the format rounds them.
//!
//! What pruning took away, the weights that stay learn to make up for. In the last round they are
//! rounded before every use and corrected by what the rounded ones got wrong (a straight-through
//! estimate), which gives back most of what rounding costs.

use crate::examples::Examples;
use crate::full::{Full, step};
use crate::math::{round, softmax};
use crate::prune::{Candidate, Kept, candidates, prune};

/// Squared errors below this change nothing that the format can hold.
const NEGLIGIBLE: f32 = 1e-6;
/// The unit of weights in sparse rows, in 1/256 nat: a fifth of a nat.
pub const UNIT: u8 = 51;
/// The largest weight in units, either sign.
pub const MAX_UNITS: f32 = 16.0;
/// The weights of whole rows, in units of the row's own.
pub const WHOLE_UNITS: (f32, f32) = (-8.0, 7.0);

/// One number per language; a fixed length, so that a masked index needs no check.
type Errors = [f32; LANGS];
/// More languages than any script has; a power of two.
const LANGS: usize = 128;

/// A weight of a sparse row.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    pub lang: u32,
    weight: f32,
    pub rounded: f32,
}

/// Where the weights of a row are.
#[derive(Debug, Clone, Copy)]
pub enum Row {
    /// First and behind the last of the entries.
    Sparse(u32, u32),
    /// Its number among the whole rows.
    Whole(u32),
}

/// A model with the weights that are kept.
#[derive(Debug)]
pub struct Compact {
    pub langs: usize,
    stride: usize,
    pub rows: Vec<Row>,
    pub entries: Vec<Entry>,
    whole: Vec<f32>,
    rounded: Vec<f32>,
    /// The unit of each whole row, in 1/256 nat.
    pub units: Vec<u8>,
    gradients: Vec<f32>,
    pub seen: Vec<u32>,
    pub bias: Vec<f32>,
    bias_gradients: f32,
}

/// How a round of training goes.
#[derive(Debug, Clone, Copy)]
pub struct Round {
    pub examples: usize,
    /// Learning rate at the start and at the end.
    pub rate: (f32, f32),
    pub decay: f32,
    /// Whether weights are rounded.
    pub rounded: bool,
}

impl Compact {
    /// Prunes a full model; the n-grams of the rows that stay are kept in `grams`.
    pub fn from_full(full: &Full, bytes: usize, grams: &mut Vec<u64>) -> Self {
        let kept = prune(candidates(full), full.seen.len(), full.langs, bytes);
        *grams = kept.iter().map(|row| grams[row.row as usize]).collect();
        let bias = (full.bias[..full.langs].to_vec(), full.bias_gradients);
        Self::new(&kept, full.langs, bias, &full.gradients, &full.seen)
    }

    /// Prunes further.
    #[must_use]
    pub fn prune(&self, bytes: usize, grams: &mut Vec<u64>) -> Self {
        let kept = prune(self.candidates(), self.rows.len(), self.langs, bytes);
        *grams = kept.iter().map(|row| grams[row.row as usize]).collect();
        let bias = (self.bias.clone(), self.bias_gradients);
        Self::new(&kept, self.langs, bias, &self.gradients, &self.seen)
    }

    fn new(
        kept: &[Kept],
        langs: usize,
        (bias, bias_gradients): (Vec<f32>, f32),
        gradients: &[f32],
        seen: &[u32],
    ) -> Self {
        let of = |row: &Kept| row.row as usize;
        let mut compact = Self {
            langs,
            stride: langs.next_multiple_of(8),
            rows: Vec::with_capacity(kept.len()),
            entries: Vec::new(),
            whole: Vec::new(),
            rounded: Vec::new(),
            units: Vec::new(),
            gradients: kept.iter().map(|row| gradients[of(row)]).collect(),
            seen: kept.iter().map(|row| seen[of(row)]).collect(),
            bias,
            bias_gradients,
        };
        for row in kept {
            compact.push(row);
        }
        compact.rounded = compact.whole.clone();
        compact
    }

    fn push(&mut self, kept: &Kept) {
        if kept.whole {
            let number = self.units.len();
            self.whole.resize((number + 1) * self.stride, 0.0);
            for &(lang, weight) in &kept.weights {
                self.whole[number * self.stride + usize::from(lang)] = weight;
            }
            self.units.push(0);
            self.rows.push(Row::Whole(number as u32));
        } else {
            let start = self.entries.len();
            self.entries.extend(kept.weights.iter().map(|&(lang, weight)| Entry {
                lang: lang.into(),
                weight,
                rounded: weight,
            }));
            self.rows.push(Row::Sparse(start as u32, self.entries.len() as u32));
        }
    }

    fn candidates(&self) -> Vec<Candidate> {
        let mut found = Vec::new();
        for (number, &row) in self.rows.iter().enumerate() {
            let candidate = |lang, weight| Candidate::new(number, lang, weight, self.seen[number]);
            match row {
                Row::Sparse(..) => {
                    let entries = self.entries(row).iter();
                    found.extend(entries.map(|entry| candidate(entry.lang as usize, entry.weight)));
                }
                Row::Whole(whole) => {
                    let weights = self.whole[whole as usize * self.stride..][..self.langs].iter();
                    found
                        .extend(weights.enumerate().map(|(lang, &weight)| candidate(lang, weight)));
                }
            }
        }
        found
    }

    /// The entries of a sparse row.
    pub fn entries(&self, row: Row) -> &[Entry] {
        match row {
            Row::Sparse(start, end) => &self.entries[start as usize..end as usize],
            Row::Whole(_) => &[],
        }
    }

    /// The rounded weights of a whole row.
    pub fn whole(&self, number: u32) -> &[f32] {
        &self.rounded[number as usize * self.stride..][..self.langs]
    }

    /// One round of training.
    pub fn train(&mut self, examples: &mut Examples<'_>, round: Round) {
        self.choose_units(round.rounded);
        let mut errors = [0.0; LANGS];
        for done in 0..round.examples {
            let (rows, lang) = examples.draw();
            self.errors(rows, lang, &mut errors);
            let part = done as f32 / round.examples as f32;
            let rate = round.rate.0 + (round.rate.1 - round.rate.0) * part;
            self.learn(rows, &errors, rate, round);
        }
    }

    /// Fixes the unit of every whole row, so that its largest weight just fits, and rounds all.
    fn choose_units(&mut self, rounded: bool) {
        for (number, unit) in self.units.iter_mut().enumerate() {
            let weights = &self.whole[number * self.stride..][..self.stride];
            let largest = weights.iter().fold(0.0, |most: f32, weight| most.max(weight.abs()));
            *unit = (largest * 256.0 / 7.5).ceil().clamp(1.0, 255.0) as u8;
        }
        for number in 0..self.units.len() as u32 {
            self.round_whole(number, rounded);
        }
        for entry in &mut self.entries {
            entry.rounded = if rounded { round_entry(entry.weight) } else { entry.weight };
        }
    }

    fn round_whole(&mut self, number: u32, rounded: bool) {
        let range = number as usize * self.stride..(number as usize + 1) * self.stride;
        let (exact, target) = (&self.whole[range.clone()], &mut self.rounded[range]);
        if !rounded {
            target.copy_from_slice(exact);
            return;
        }
        let unit = f32::from(self.units[number as usize]) / 256.0;
        for (target, exact) in target.iter_mut().zip(exact) {
            *target = round(exact / unit).clamp(WHOLE_UNITS.0, WHOLE_UNITS.1) * unit;
        }
    }

    fn errors(&self, rows: &[u32], lang: usize, errors: &mut Errors) {
        errors[..self.langs].copy_from_slice(&self.bias);
        for &row in rows {
            match self.rows[row as usize] {
                Row::Whole(number) => {
                    let weights = &self.rounded[number as usize * self.stride..][..self.stride];
                    errors.iter_mut().zip(weights).for_each(|(error, weight)| *error += weight);
                }
                row @ Row::Sparse(..) => {
                    for entry in self.entries(row) {
                        errors[entry.lang as usize % LANGS] += entry.rounded;
                    }
                }
            }
        }
        softmax(&mut errors[..self.langs]);
        errors[lang] -= 1.0;
        errors[self.langs..].fill(0.0);
    }

    fn learn(&mut self, rows: &[u32], errors: &Errors, rate: f32, round: Round) {
        let square: f32 = errors.iter().map(|error| error * error).sum();
        if square < NEGLIGIBLE {
            return;
        }
        self.bias_gradients += square;
        step(&mut self.bias, errors, rate / self.bias_gradients.sqrt(), 0.0);
        for &number in rows {
            let number = number as usize;
            self.seen[number] += 1;
            self.gradients[number] += square;
            let rate = rate / self.gradients[number].sqrt();
            self.step(self.rows[number], errors, rate, round);
        }
    }

    fn step(&mut self, row: Row, errors: &Errors, rate: f32, round: Round) {
        match row {
            Row::Whole(number) => {
                let range = number as usize * self.stride..(number as usize + 1) * self.stride;
                step(&mut self.whole[range], errors, rate, round.decay);
                self.round_whole(number, round.rounded);
            }
            Row::Sparse(start, end) => {
                let keep = 1.0 - rate * round.decay;
                for entry in &mut self.entries[start as usize..end as usize] {
                    entry.weight = entry.weight * keep - rate * errors[entry.lang as usize % LANGS];
                    let exact = entry.weight;
                    entry.rounded = if round.rounded { round_entry(exact) } else { exact };
                }
            }
        }
    }
}

fn round_entry(weight: f32) -> f32 {
    let unit = f32::from(UNIT) / 256.0;
    round(weight / unit).clamp(-MAX_UNITS, MAX_UNITS) * unit
}
