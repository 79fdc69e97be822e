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

use crate::model::likelihood::{self, Oddity, Score};

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
/// The same for a pair of symbols right behind a letter.
const SYMBOL_GAIN: f32 = 8.0;
/// The same with three sequences or a longer one: chance hardly makes them.
const LONG_GAIN: f32 = 4.0;
/// A repaired line this unlikely, in nats a letter, is no language: leetspeak and line art.
const LEAST_MEAN: f32 = -7.0;

/// Repairs a line, if it is damaged beyond doubt.
pub(super) fn repair(line: &str) -> Option<Repair> {
    let swapped = repair_swap(line);
    let undone = repair_sequences(line);
    match (undone, swapped) {
        (Some(undone), Some(swapped)) if swapped.1 > undone.1 => Some(swapped.0),
        (undone, swapped) => undone.or(swapped).map(|(repair, _)| repair),
    }
}

/// A repair and the log-likelihood of its text.
type Weighed = (Repair, f32);

/// Undoes layer after layer, as long as layers together convince.
fn repair_sequences(line: &str) -> Option<Weighed> {
    let mut next = layer(line, Losses::Obvious)?;
    let mut good: Option<Attempt> = None;
    let mut before = weigh(line);
    let mut readers = Vec::new();
    let (mut pairs, mut longer) = (0, 0);
    for _ in 0..LAYERS {
        let Attempt { undone, score, reader } = next;
        readers.push(reader);
        pairs += undone.pairs;
        longer += undone.longer;
        let together = Undone { pairs, longer, ..undone };
        let following = layer(&together.text, Losses::Ignored);
        if convinces(&together, &before, &score, reader) {
            before = score;
            (pairs, longer) = (0, 0);
            good = Some(Attempt { undone: together, score, reader });
        }
        let Some(following) = following else { break };
        next = following;
    }
    let good = good?;
    let repair = Repair { reason: because(&readers), text: good.undone.text };
    Some((repair, good.score.nats))
}

/// A line with one layer undone.
struct Attempt {
    undone: Undone,
    score: Score,
    reader: Reader,
}

/// One layer: the reading that leaves the likeliest line; of equal ones the most usual.
///
/// `alone` says what is made of a sequence that lost a byte where no whole one stands on the line.
fn layer(line: &str, alone: Losses) -> Option<Attempt> {
    let suspects = readers::suspects(line);
    let mut best: Option<(Attempt, f32)> = None;
    for reader in Reader::of_bits(suspects) {
        let plain = undo(line, reader, Losses::Ignored);
        let losses = if plain.sequences() > 0 { Losses::Restored } else { alone };
        let restored = undo(line, reader, losses);
        let undone = if restored.sequences() > plain.sequences() { restored } else { plain };
        if undone.sequences() == 0 {
            continue;
        }
        let score = weigh(&undone.text);
        let weight = score.nats - reader.rarity();
        if best.as_ref().is_none_or(|(_, most)| weight > *most) {
            best = Some((Attempt { undone, score, reader }, weight));
        }
    }
    best.map(|(attempt, _)| attempt)
}

/// What a replacement character costs in a repaired line, against its usual cost: it stands for a
/// character that was lost, and is no reason to leave the rest.
const LOST: f32 = 14.0;
/// The same for characters that stand alone among others of their own right: marks that strike
/// through, Greek letters in formulas.
const ALONE: f32 = 10.0;

fn weigh(text: &str) -> Score {
    let score = likelihood::score(text);
    let mut bonus = 0.0;
    let mut last = ' ';
    for c in text.chars() {
        bonus += match c {
            char::REPLACEMENT_CHARACTER => LOST,
            '\u{300}'..='\u{36F}' if !last.is_alphabetic() => ALONE,
            'α'..='ω' if last.is_ascii_alphanumeric() => ALONE,
            _ => 0.0,
        };
        last = c;
    }
    Score { nats: score.nats + bonus, ..score }
}

fn convinces(undone: &Undone, before: &Score, after: &Score, reader: Reader) -> bool {
    let gain = after.nats - before.nats - reader.rarity();
    let is_language = after.letters < FEW_LETTERS || after.plausibility() > LEAST_MEAN;
    if undone.longer > 0 {
        return gain >= LONG_GAIN && is_language;
    }
    if undone.pairs > 2 {
        return gain >= LONG_GAIN && after.plausibility() > LEAST_MEAN;
    }
    let is_alone = undone.sequences() == 1;
    if is_alone && (!undone.touches_letter || undone.kept > 0) {
        return false;
    }
    let least = if undone.has_symbols { SYMBOL_GAIN } else { PAIR_GAIN };
    gain >= least && after.plausibility() > LEAST_MEAN
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

fn repair_swap(line: &str) -> Option<Weighed> {
    if !is_odd(&likelihood::oddity(line)) || is_plausible(line) {
        return None;
    }
    let before = likelihood::score(line);
    let utf8 = swap::utf8(line).filter(|utf8| utf8.score.nats - before.nats >= VALID_GAIN);
    let other = swap::best(line).filter(|other| is_better(&before, &other.score));
    let both = utf8.into_iter().chain(other);
    both.max_by(|a, b| a.score.nats.total_cmp(&b.score.nats)).map(|best| {
        let reason = format!("{} that was read as {}", best.written, best.read);
        (Repair { text: best.text, reason }, best.score.nats)
    })
}

/// Whether a line read anew is so much better that the old reading must be wrong.
fn is_better(before: &Score, after: &Score) -> bool {
    let gain = after.nats - before.nats;
    let plausible = after.plausibility();
    let each = gain / after.letters.max(1) as f32;
    if gain >= SWAP_GAIN && each >= GAIN_EACH {
        return plausible > EACH_MEAN;
    }
    let is_few = after.letters < FEW_LETTERS;
    let (least, mean) = if is_few { (FEW_GAIN, FEW_MEAN) } else { (SWAP_GAIN, SWAP_MEAN) };
    gain >= least && plausible > mean
}

/// What a line must gain that is valid UTF-8 once its bytes are taken back: legacy text hardly ever
/// is, in any of its lines.
const VALID_GAIN: f32 = 10.0;

/// A gain of so many nats for each letter is a wholly different line: then symbols and names in it
/// may cost what they do.
const GAIN_EACH: f32 = 1.5;
const EACH_MEAN: f32 = -6.0;

/// One letter in so many must be out of place before a line is looked at closely. In clean lines of
/// known languages one in thirty is.
const ODD_SHARE: usize = 6;

fn is_odd(oddity: &Oddity) -> bool {
    oddity.symbols > 0 || oddity.odd > 0 && oddity.odd * ODD_SHARE >= oddity.seen
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
    likelihood::score(&sample).plausibility() > IMPLAUSIBLE
}
