//! Mojibake: text that was decoded with the wrong encoding earlier in its life.
//!
//! A clean line that is changed is the worst outcome, so a repair needs two witnesses: structure
//! (what stands there is what a known mistake makes) and likelihood (what comes out is far likelier
//! as language). The stronger the structure, the less likelihood is asked for.

mod readers;
mod sequences;
mod swap;

use readers::Reader;
use sequences::{Losses, Undone, undo};

use crate::model::likelihood::{self, Score};

/// A repaired line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Repair {
    pub(super) text: String,
    /// What happened to the line, in words.
    pub(super) reason: String,
}

/// How many times a line may have been misread.
const LAYERS: usize = 4;

/// What a repair of pairs alone must gain, in nats. Pairs stand side by side by chance in shouted
/// words with a dash or an ellipsis behind them. Origin: ftfy's negative cases gain up to 9.
const PAIR_GAIN: f32 = 12.0;
/// The same with three sequences or a longer one: chance hardly makes them.
const LONG_GAIN: f32 = 4.0;
/// A repaired line this unlikely, in nats a letter, is no language: leetspeak and line art.
const LEAST_MEAN: f32 = -7.0;

/// Repairs a line, if it is damaged beyond doubt.
pub(super) fn repair(line: &str) -> Option<Repair> {
    repair_sequences(line).or_else(|| repair_swap(line))
}

/// The state of a line while its layers are undone.
struct Attempt {
    undone: Undone,
    score: Score,
    readers: Vec<Reader>,
}

fn repair_sequences(line: &str) -> Option<Repair> {
    let mut best: Option<Attempt> = None;
    let before = std::cell::OnceCell::new();
    let mut current = line.to_owned();
    let mut readers = Vec::new();
    let (mut pairs, mut longer) = (0, 0);
    for _ in 0..LAYERS {
        let Some((undone, score, reader)) = layer(&current) else { break };
        readers.push(reader);
        pairs += undone.pairs;
        longer += undone.longer;
        current.clone_from(&undone.text);
        let undone = Undone { pairs, longer, ..undone };
        if best.as_ref().is_none_or(|best| score.nats > best.score.nats) {
            best = Some(Attempt { undone, score, readers: readers.clone() });
        }
    }
    let best = best?;
    let before = before.get_or_init(|| likelihood::score(line));
    convinces(&best.undone, before, &best.score).then(|| Repair {
        reason: because(&best.readers),
        text: best.undone.text,
    })
}

/// One layer: the reading that leaves the likeliest line.
fn layer(line: &str) -> Option<(Undone, Score, Reader)> {
    let suspects = readers::suspects(line);
    if suspects == 0 {
        return None;
    }
    let tries = Reader::of_bits(suspects).filter_map(|reader| {
        let plain = undo(line, reader, Losses::Ignored);
        if plain.sequences() == 0 {
            return None;
        }
        let restored = undo(line, reader, Losses::Restored);
        let undone = if restored.sequences() > plain.sequences() { restored } else { plain };
        let score = weigh(&undone.text);
        Some((undone, score, reader))
    });
    tries.max_by(|a, b| a.1.nats.total_cmp(&b.1.nats))
}

/// What a replacement character costs in a repaired line, against its usual cost: it stands for a
/// character that was lost, and is no reason to leave the rest.
const LOST: f32 = 14.0;

fn weigh(text: &str) -> Score {
    let score = likelihood::score(text);
    let lost = text.matches(char::REPLACEMENT_CHARACTER).count() as f32;
    Score { nats: score.nats + lost * LOST, ..score }
}

fn convinces(undone: &Undone, before: &Score, after: &Score) -> bool {
    let gain = after.nats - before.nats;
    let is_long = undone.longer > 0 || undone.pairs > 2;
    let is_alone = undone.sequences() == 1 && undone.longer == 0;
    if is_alone && (!undone.touches_letter || undone.kept > 0) {
        return false;
    }
    gain >= if is_long { LONG_GAIN } else { PAIR_GAIN } && after.mean() > LEAST_MEAN
}

fn because(readers: &[Reader]) -> String {
    let names: Vec<&str> = readers.iter().map(|reader| reader.name()).collect();
    format!("UTF-8 that was read as {}", names.join(", then as "))
}

/// A line whose letters cost this much on average is in no language as it stands, in nats. Clean
/// lines of known languages cost 2 to 3.4; those of unknown ones up to 4.
const IMPLAUSIBLE: f32 = -3.8;
/// What reading a line anew must gain, in nats, and how plausible it must become. Lines with few
/// letters are names and numbers as often as damage: more is asked of them.
const SWAP_GAIN: f32 = 24.0;
const SWAP_MEAN: f32 = -4.0;
const FEW_LETTERS: usize = 10;
const FEW_GAIN: f32 = 34.0;
const FEW_MEAN: f32 = -3.2;

fn repair_swap(line: &str) -> Option<Repair> {
    if line.is_ascii() || is_plausible(line) {
        return None;
    }
    let before = likelihood::score(line);
    let swapped = swap::utf8(line).into_iter().chain(swap::best(line));
    let best = swapped.max_by(|a, b| a.score.nats.total_cmp(&b.score.nats))?;
    let gain = best.score.nats - before.nats;
    let is_few = best.score.letters < FEW_LETTERS;
    let (least, mean) = if is_few { (FEW_GAIN, FEW_MEAN) } else { (SWAP_GAIN, SWAP_MEAN) };
    (gain >= least && best.score.mean() > mean).then(|| Repair {
        reason: format!("{} that was read as {}", best.written, best.read),
        text: best.text,
    })
}

/// How many words with characters beyond ASCII speak for a line.
const WORDS: usize = 8;

/// Whether the words of the line that could be damaged look like words.
fn is_plausible(line: &str) -> bool {
    let mut sample = String::new();
    for word in line.split(' ').filter(|word| !word.is_ascii()).take(WORDS) {
        sample.push_str(word);
        sample.push(' ');
    }
    likelihood::score(&sample).mean() > IMPLAUSIBLE
}
