//! The model card: what the model was made of, how, and how well it does on the lines set aside.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use monoglot::model::Model;
use monoglot::training::checksum;

use crate::measure::{Figures, LENGTHS, Share, figures, samples};
use crate::settings::Settings;
use crate::source::Source;

/// Sources that make up less than this many bytes are counted together.
const SMALL: usize = 60_000;
/// Confusions that are told.
const CONFUSIONS: usize = 60;
/// The text before the tables.
const HEAD: &str = include_str!("card.md");

/// What the card cannot find out by itself.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The day of the training.
    pub date: &'a str,
}

/// Writes the card of a model.
///
/// # Panics
/// If `model` is not what [`crate::train`] wrote.
pub fn card(bytes: &[u8], sources: &[Source], settings: &Settings, facts: Facts<'_>) -> String {
    let model = Model::from_bytes(bytes).expect("the library reads what the trainer writes");
    let figures = figures(&model, &samples(sources));
    let mut card = String::from(HEAD);
    let written = making(&mut card, bytes, settings, facts)
        .and_then(|()| accuracy(&mut card, &figures))
        .and_then(|()| calibration(&mut card, &figures))
        .and_then(|()| confusions(&mut card, &figures))
        .and_then(|()| languages(&mut card, sources, &figures))
        .and_then(|()| origins(&mut card, sources));
    debug_assert!(written.is_ok(), "a string takes all that is written to it");
    card
}

fn making(card: &mut String, bytes: &[u8], settings: &Settings, facts: Facts<'_>) -> fmt::Result {
    writeln!(card, "\n## Making\n")?;
    writeln!(card, "| | |\n|---|---|")?;
    writeln!(card, "| date | {} |", facts.date)?;
    writeln!(
        card,
        "| command | `cargo run --release -p train -- classifier src/model {} CORPUS train/extra` |",
        facts.date
    )?;
    writeln!(card, "| seed | {} |", settings.seed)?;
    writeln!(
        card,
        "| examples (Latin script, first and second training) | {} + 3 x {} |",
        settings.examples, settings.compact_examples
    )?;
    writeln!(card, "| size | {} bytes |", bytes.len())?;
    writeln!(card, "| checksum (FNV-1a, 64 bits) | `{:016x}` |", checksum(bytes))
}

fn accuracy(card: &mut String, figures: &Figures) -> fmt::Result {
    writeln!(card, "\n## Accuracy by length\n")?;
    writeln!(
        card,
        "Beginnings of held-out lines, mean over languages, %. Siblings count as wrong; whole lines are often one word of an interface.\n"
    )?;
    writeln!(card, "| words | accuracy | mean confidence | lines |\n|---|--:|--:|--:|")?;
    for (length, words) in LENGTHS.iter().enumerate() {
        let shares: Vec<_> = figures.accuracy.values().map(|lengths| lengths[length]).collect();
        let shares: Vec<_> = shares.into_iter().filter(|share| share.all > 0).collect();
        let mean = shares.iter().map(|share| share.percent()).sum::<f32>() / shares.len() as f32;
        let lines: u32 = shares.iter().map(|share| share.all).sum();
        let confidence = shares.iter().map(|share| share.confidence).sum::<f32>() / lines as f32;
        let words = if *words == usize::MAX { "whole line".to_owned() } else { words.to_string() };
        writeln!(card, "| {words} | {mean:.1} | {:.1} | {lines} |", 100.0 * confidence)?;
    }
    Ok(())
}

fn calibration(card: &mut String, figures: &Figures) -> fmt::Result {
    writeln!(card, "\n## Calibration\n")?;
    writeln!(card, "Of the lines that were answered with a confidence, how many were right, %.\n")?;
    writeln!(card, "| mean confidence | right | lines |\n|--:|--:|--:|")?;
    for share in figures.calibration.iter().filter(|share| share.all > 0) {
        let confidence = 100.0 * share.confidence / share.all as f32;
        writeln!(card, "| {confidence:.1} | {:.1} | {} |", share.percent(), share.all)?;
    }
    Ok(())
}

fn confusions(card: &mut String, figures: &Figures) -> fmt::Result {
    writeln!(card, "\n## Known confusions\n")?;
    writeln!(card, "The most frequent, as right > given (times), over all lengths:\n")?;
    let told = figures.confusions.iter().take(CONFUSIONS);
    let told: Vec<_> = told.map(|(right, given, n)| format!("{right} > {given} ({n})")).collect();
    writeln!(card, "{}.", told.join(", "))
}

fn languages(card: &mut String, sources: &[Source], figures: &Figures) -> fmt::Result {
    writeln!(card, "\n## Languages\n")?;
    writeln!(
        card,
        "Text and word list used; accuracy on held-out lines by words from their beginning, %.\n"
    )?;
    writeln!(card, "| | language | text, kB | listed words | 1 | 2 | 3 | 5 | 8 | line |")?;
    writeln!(card, "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|")?;
    for source in sources {
        let bytes: usize = source.lines.iter().map(|line| line.text.len()).sum();
        let (lang, listed) = (source.lang, source.list.len());
        write!(card, "| {lang} | {} | {} | {listed} |", lang.name(), bytes.div_ceil(1000))?;
        let lengths = figures.accuracy.get(&lang).copied().unwrap_or_default();
        for Share { right, all, .. } in lengths {
            match all {
                0 => write!(card, " |")?,
                _ => write!(card, " {:.0} |", 100.0 * right as f32 / all as f32)?,
            }
        }
        writeln!(card)?;
    }
    Ok(())
}

/// How much of the text is from where.
fn origins(card: &mut String, sources: &[Source]) -> fmt::Result {
    let mut bytes: BTreeMap<&str, usize> = BTreeMap::new();
    for line in sources.iter().flat_map(|source| &source.lines) {
        *bytes.entry(&line.source).or_default() += line.text.len();
    }
    let mut bytes: Vec<_> = bytes.into_iter().collect();
    bytes.sort_by_key(|&(name, bytes)| (std::cmp::Reverse(bytes), name));
    writeln!(card, "\n## Text by source\n")?;
    let small: usize =
        bytes.iter().filter(|(_, bytes)| *bytes < SMALL).map(|(_, bytes)| bytes).sum();
    let large = bytes.iter().filter(|(_, bytes)| *bytes >= SMALL);
    let large: Vec<_> = large.map(|(name, bytes)| format!("{name} {}", bytes / 1000)).collect();
    writeln!(card, "In kB: {}; all others {}.", large.join(", "), small / 1000)
}
