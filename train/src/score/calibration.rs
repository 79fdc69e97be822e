//! Whether `foreign` and `confidence` are the probabilities that they say they are: of the lines with
//! a value between two bounds, how many are foreign, and how many have the right language.

use super::codes::canonical;
use super::tagged::Tagged;
use super::text::{head, percent, row};
use super::truth::{Label, Truth};

const FOREIGN: [f64; 13] =
    [0.0, 0.001, 0.05, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 1.0];
const CONFIDENCE: [f64; 10] = [0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 1.0];

/// A table for each of the two. Blank lines have no value, and lines that have no language are in the
/// first table alone.
pub fn calibration(truths: &[Truth], tagged: &Tagged) -> String {
    let (mut foreign, mut confidence) = (Vec::new(), Vec::new());
    for truth in truths {
        let Some(said) = tagged.of(&truth.id) else { continue };
        for line in &truth.lines {
            let Some(said) = said.get(&line.number) else { continue };
            if said.text.trim().is_empty() {
                continue;
            }
            foreign.push((said.foreign, line.label != Label::Keep));
            if line.lang != "und" && said.lang != "und" {
                confidence.push((said.confidence, line.right.contains(&canonical(&said.lang))));
            }
        }
    }
    format!(
        "{}\n{}",
        table("foreign", &FOREIGN, &foreign),
        table("confidence", &CONFIDENCE, &confidence)
    )
}

fn table(name: &str, bounds: &[f64], answers: &[(f64, bool)]) -> String {
    let mut text = head(&format!("`{name}`"), &["lines", "mean", "true, %"]);
    for (place, pair) in bounds.windows(2).enumerate() {
        let is_last = place + 2 == bounds.len();
        let is_here = |value: f64| pair[0] <= value && (value < pair[1] || is_last);
        let here: Vec<_> = answers.iter().filter(|(value, _)| is_here(*value)).collect();
        if here.is_empty() {
            continue;
        }
        let mean = here.iter().map(|(value, _)| value).sum::<f64>() / here.len() as f64;
        let is_true = here.iter().filter(|(_, is_true)| *is_true).count();
        let cells = [here.len().to_string(), format!("{mean:.3}"), percent(is_true, here.len())];
        text += &row(&format!("{} to {}", pair[0], pair[1]), &cells);
    }
    text
}
