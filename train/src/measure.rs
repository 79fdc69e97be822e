//! Measures a finished model on the lines set aside: the temperatures that make its confidence true,
//! and the figures of the model card. It goes the way of the run time, from bytes to answers.

use std::collections::BTreeMap;

use monoglot::model::{Model, PER_NAT, Scorer};
use monoglot::training::features::{group, words};
use monoglot::training::table::BANDS;
use monoglot::{Lang, Script};

use crate::math::{ln, softmax};
use crate::source::Source;

/// Lines of a language that are measured on: enough for a tenth of a point over all languages.
const MOST: usize = 400;
/// Lengths that accuracy is told for, in words; the last is the whole line.
pub const LENGTHS: [usize; 6] = [1, 2, 3, 5, 8, usize::MAX];
/// Temperatures that are tried: from what only sharpens to what blurs threefold.
const TEMPERATURES: std::ops::RangeInclusive<usize> = 16..=120;
/// Steps of temperature in a whole one.
const STEPS: f32 = 32.0;

/// A beginning of a held-out line.
#[derive(Debug, Clone, Copy)]
pub struct Sample<'a> {
    pub lang: Lang,
    pub text: &'a str,
    /// Which of [`LENGTHS`].
    pub length: usize,
}

/// The beginnings of the held-out lines, at every length that they have.
pub fn samples(sources: &[Source]) -> Vec<Sample<'_>> {
    let mut found = Vec::new();
    for source in sources {
        let held = source.lines.iter().filter(|line| line.held_out);
        for line in held.take(MOST) {
            let ends: Vec<_> = words(&line.text).map(|word| word.end).collect();
            for (length, &words) in LENGTHS.iter().enumerate() {
                let text = match words {
                    usize::MAX => line.text.as_str(),
                    _ if words < ends.len() => &line.text[..ends[words - 1]],
                    _ => continue,
                };
                found.push(Sample { lang: source.lang, text, length });
            }
        }
    }
    found
}

/// The temperature of each band of length that makes held-out text likeliest, script by script.
pub fn temperatures(
    model: &Model<'_>,
    script: Script,
    samples: &[Sample<'_>],
) -> [f32; BANDS.len()] {
    let mut bands: [Vec<(Vec<f32>, usize)>; BANDS.len()] = <_>::default();
    let mut scorer = Scorer::new(model);
    for sample in samples {
        let right = model.candidates(script).iter().position(|&lang| lang == sample.lang);
        let Some(right) = right else { continue };
        let (evidence, letters) = evidence(&mut scorer, model, script, sample.text);
        if letters > 0 {
            let band = BANDS.iter().position(|&most| letters <= most).unwrap_or(0);
            bands[band].push((evidence, right));
        }
    }
    bands.map(|band| best_temperature(&band))
}

fn best_temperature(samples: &[(Vec<f32>, usize)]) -> f32 {
    let loss = |temperature: f32| {
        let losses = samples.iter().map(|(evidence, right)| {
            let mut scaled: Vec<_> = evidence.iter().map(|e| e / temperature).collect();
            softmax(&mut scaled);
            -ln(scaled[*right].max(1e-9))
        });
        losses.sum::<f32>()
    };
    let tried = TEMPERATURES.map(|step| step as f32 / STEPS);
    let losses = tried.map(|temperature| (loss(temperature), temperature));
    losses.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(1.0, |(_, temperature)| temperature)
}

/// The summed evidence of a line's words in a script, in nats, and their letters.
fn evidence(
    scorer: &mut Scorer<'_>,
    model: &Model<'_>,
    script: Script,
    text: &str,
) -> (Vec<f32>, usize) {
    let mut sums = model.prior(script).to_vec();
    let mut letters = 0;
    for word in words(text).filter(|word| group(word.script) == script) {
        let word_text = &text[word.start..word.end];
        letters += word_text.chars().count();
        scorer.add_word(word.script, word_text, 1, &mut sums);
    }
    (sums.iter().map(|&sum| sum as f32 / PER_NAT as f32).collect(), letters)
}

/// Right answers among all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Share {
    pub right: u32,
    pub all: u32,
    /// The sum of the confidences.
    pub confidence: f32,
}

impl Share {
    fn add(&mut self, right: bool, confidence: f32) {
        self.right += u32::from(right);
        self.all += 1;
        self.confidence += confidence;
    }

    /// The right answers in percent; 0 of nothing.
    pub fn percent(self) -> f32 {
        100.0 * self.right as f32 / self.all.max(1) as f32
    }
}

/// What the model card tells.
#[derive(Debug, Default)]
pub struct Figures {
    /// By language and length.
    pub accuracy: BTreeMap<Lang, [Share; LENGTHS.len()]>,
    /// By tenth of confidence; the last ten are hundredths above 0.9.
    pub calibration: [Share; 19],
    /// True and wrongly given language, and how often.
    pub confusions: Vec<(Lang, Lang, u32)>,
}

/// Asks the model about every sample.
pub fn figures(model: &Model<'_>, samples: &[Sample<'_>]) -> Figures {
    let mut figures = Figures::default();
    let mut confusions: BTreeMap<(Lang, Lang), u32> = BTreeMap::new();
    let mut scorer = Scorer::new(model);
    for sample in samples {
        let Some(verdict) = scorer.classify_alone(sample.text) else { continue };
        let right = verdict.lang == sample.lang;
        let lengths = figures.accuracy.entry(sample.lang).or_default();
        lengths[sample.length].add(right, verdict.confidence);
        figures.calibration[bin(verdict.confidence)].add(right, verdict.confidence);
        if !right {
            *confusions.entry((sample.lang, verdict.lang)).or_default() += 1;
        }
    }
    figures.confusions = confusions.into_iter().map(|((a, b), n)| (a, b, n)).collect();
    figures.confusions.sort_by_key(|&(_, _, n)| std::cmp::Reverse(n));
    figures
}

/// The row of the calibration table that a confidence belongs to.
fn bin(confidence: f32) -> usize {
    let hundredths = (confidence * 100.0) as usize;
    if hundredths < 90 { hundredths / 10 } else { (9 + hundredths - 90).min(18) }
}
