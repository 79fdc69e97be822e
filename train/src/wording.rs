//! The text model of residue: logistic regression over hashed words and letter n-grams.

use monoglot::training::precedents::KnownLines;
use monoglot::training::wording::{Features, HEAD, Linear, MAGIC, PER_NAT, Wording, place};

use crate::rng::Rng;
use crate::source::{Domain, Source};

/// A text with its answer.
#[derive(Debug, Clone)]
pub struct Example {
    pub features: Features,
    pub is_positive: bool,
    pub weight: f32,
}

impl Example {
    pub fn new(text: &str, is_positive: bool, weight: f32) -> Self {
        Self { features: Features::new(text), is_positive, weight }
    }
}

/// How a classifier is fitted.
#[derive(Debug, Clone, Copy)]
pub struct Fit {
    /// The number of weights is two to this power.
    pub bits: u32,
    pub epochs: usize,
    pub rate: f32,
    /// How strongly weights are drawn to zero.
    pub decay: f32,
}

/// A classifier of interface against prose, from the corpus: many examples.
pub const INTERFACE: Fit = Fit { bits: 19, epochs: 3, rate: 0.5, decay: 1e-6 };

/// A classifier of residue against what else was doubtful, from labelled pages: few examples.
pub const RESIDUE: Fit = Fit { bits: 17, epochs: 12, rate: 0.3, decay: 4e-4 };

struct Weights {
    bias: f32,
    values: Vec<f32>,
    squares: Vec<f32>,
}

/// Fits a classifier with `AdaGrad` (Duchi, Hazan and Singer 2011): the bytes of its file.
pub fn fit(examples: &[Example], fit: Fit, seed: u64) -> Vec<u8> {
    let size = 1 << fit.bits;
    let mut model = Weights { bias: 0.0, values: vec![0.0; size], squares: vec![1e-3; size] };
    let mut rng = Rng::new(seed);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for _ in 0..fit.epochs {
        for last in (1..order.len()).rev() {
            order.swap(last, rng.below(last + 1));
        }
        for &at in &order {
            model.learn(&examples[at], fit);
        }
    }
    model.file()
}

impl Weights {
    fn learn(&mut self, example: &Example, fit: Fit) {
        let size = self.values.len();
        let parts = [&example.features.words, &example.features.grams].map(|hashes| {
            let value = 1.0 / (hashes.len().max(1) as f32).sqrt();
            let places: Vec<_> = hashes.iter().map(|&hash| place(hash, size)).collect();
            (value, places)
        });
        let sum = |(value, places): &(f32, Vec<usize>)| {
            value * places.iter().map(|&at| self.values[at]).sum::<f32>()
        };
        let score = self.bias + parts.iter().map(sum).sum::<f32>();
        let probability = 1.0 / (1.0 + crate::math::exp(-score));
        let error = example.weight * (probability - f32::from(u8::from(example.is_positive)));
        self.bias -= 0.01 * fit.rate * error;
        for (value, places) in &parts {
            for &at in places {
                let slope = error * value + fit.decay * example.weight * self.values[at];
                self.squares[at] += slope * slope;
                self.values[at] -= fit.rate * slope / self.squares[at].sqrt();
            }
        }
    }

    fn file(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEAD + self.values.len());
        bytes.extend(MAGIC);
        bytes.extend(((self.bias * PER_NAT as f32).round() as i32).to_le_bytes());
        bytes.extend((self.values.len() as u32).to_le_bytes());
        let round = |weight: &f32| (weight * PER_NAT as f32).round().clamp(-127.0, 127.0) as i8;
        bytes.extend(self.values.iter().map(|weight| round(weight) as u8));
        bytes
    }
}

/// What a fitted classifier says of a text.
///
/// # Panics
/// If the file is none that [`fit`] made.
pub fn score(file: &[u8], text: &str) -> i32 {
    let (model, _) = Linear::from_bytes(file).expect("the library reads what the trainer writes");
    model.score(&Features::new(text))
}

/// The wording of a text after two classifiers and known lines.
///
/// # Panics
/// If a file is none that the trainer made.
pub fn wording([interface, residue, lines]: [&[u8]; 3], text: &str) -> Wording {
    let lines = KnownLines::from_bytes(lines).expect("the library reads what the trainer writes");
    Wording {
        interface: score(interface, text),
        residue: score(residue, text),
        precedents: lines.of(text),
    }
}

/// So many lines of each kind are learned from in one language, and so many in English.
const LINES: usize = 5000;
const LINES_IN_ENGLISH: usize = 40_000;

/// Characters that stand in templates of programs and never on a page.
const TEMPLATE: [char; 9] = ['%', '{', '}', '<', '>', '$', '\\', '`', '='];

/// Interface text is no longer than this; what is longer is prose in the wrong file.
const LONGEST: usize = 16;

/// Interface text against as many pieces of prose and names of the same length, in every language.
pub fn corpus_examples(sources: &[Source], seed: u64) -> Vec<Example> {
    let mut rng = Rng::new(seed);
    let mut examples = Vec::new();
    for source in sources {
        let of = |domain: Domain| -> Vec<&str> {
            let lines = source.lines.iter().filter(|line| line.domain == domain && !line.held_out);
            lines.map(|line| line.text.as_str()).filter(|text| !text.contains(TEMPLATE)).collect()
        };
        let interface = of(Domain::Interface);
        let interface: Vec<_> =
            interface.into_iter().filter(|text| text.split(' ').count() <= LONGEST).collect();
        let (prose, names) = (of(Domain::Prose), of(Domain::Names));
        let most = if source.lang.code() == "eng" { LINES_IN_ENGLISH } else { LINES };
        if interface.is_empty() || prose.is_empty() {
            continue;
        }
        for _ in 0..most.min(interface.len()) {
            let text = interface[rng.below(interface.len())];
            examples.push(Example::new(text, true, 1.0));
            let is_name = !names.is_empty() && rng.below(8) == 0;
            let text = if is_name {
                names[rng.below(names.len())].to_owned()
            } else {
                piece(prose[rng.below(prose.len())], text.split(' ').count(), &mut rng)
            };
            examples.push(Example::new(&text, false, 1.0));
        }
    }
    examples
}

/// A piece of prose of so many words, or the whole line now and then.
fn piece(line: &str, count: usize, rng: &mut Rng) -> String {
    let words: Vec<_> = line.split(' ').collect();
    if words.len() <= count || rng.below(5) == 0 {
        return line.to_owned();
    }
    let start = if rng.below(2) == 0 { 0 } else { rng.below(words.len() - count + 1) };
    words[start..start + count].join(" ")
}
