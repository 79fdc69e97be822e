//! Mojibake: text that was decoded with the wrong encoding earlier in its life.
//!
//! A clean line that is changed is the worst outcome, so a repair needs two witnesses: structure
//! (what stands there is what a known mistake makes) and likelihood (what comes out is far likelier
//! as language). The stronger the structure, the less likelihood is asked for.

mod legacy_as_legacy;
mod misread_as;
mod sequences;
pub(super) mod suspects;

use super::prefilter::Prefilter;
use misread_as::MisreadAs;
use sequences::{Losses, Undone, undo};

use crate::model::char_lm::{self, Oddity, Score};
use crate::script::Script;

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

/// Longer lines, in bytes, are left as they are: reading one anew takes some twenty times its size,
/// and no text that somebody reads has lines like that.
const LONGEST: usize = 1 << 20;

/// Repairs a line, if it is damaged beyond doubt. `suspects` are the encodings that it may have been
/// misread as, as the [`Prefilter`] found them.
pub(super) fn repair(line: &str, suspects: u16) -> Option<Repair> {
    if line.is_ascii() || line.len() > LONGEST {
        return None;
    }
    let swapped = repair_swap(line);
    let undone = repair_sequences(line, suspects);
    match (undone, swapped) {
        (Some(undone), Some(swapped)) if swapped.1 > undone.1 => Some(swapped.0),
        (undone, swapped) => undone.or(swapped).map(|(repair, _)| repair),
    }
}

/// A repair and the log-likelihood of its text.
type Weighed = (Repair, f32);

/// Undoes layer after layer, as long as layers together convince.
fn repair_sequences(line: &str, suspects: u16) -> Option<Weighed> {
    let mut next = layer(line, suspects, Losses::Obvious)?;
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
        let suspects = Prefilter::at(&together.text).suspects;
        let following = layer(&together.text, suspects, Losses::Ignored);
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
    reader: MisreadAs,
}

/// One layer: the reading that leaves the likeliest line; of equal ones the most usual.
///
/// `alone` says what is made of a sequence that lost a byte where no whole one stands on the line.
fn layer(line: &str, suspects: u16, alone: Losses) -> Option<Attempt> {
    let mut best: Option<(Attempt, f32)> = None;
    for reader in MisreadAs::of_bits(suspects) {
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
    let score = char_lm::score(text);
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

fn convinces(undone: &Undone, before: &Score, after: &Score, reader: MisreadAs) -> bool {
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

fn because(readers: &[MisreadAs]) -> String {
    let names: Vec<&str> = readers.iter().map(|reader| reader.name()).collect();
    format!("UTF-8 that was read as {}", names.join(", then as "))
}

/// A line whose letters cost this much on average is in no language as it stands, in nats. Clean
/// lines of known languages cost 2 to 3.4, words with accents a little more; those of unknown ones up
/// to 4. This only saves time: a line that costs more is read anew, and kept unless that gains much.
const IMPLAUSIBLE: f32 = -3.4;
/// What reading a line anew must gain, in nats, and how plausible it must become. Lines with few
/// letters are names and numbers as often as damage: more is asked of them.
const SWAP_GAIN: f32 = 24.0;
const SWAP_MEAN: f32 = -4.0;
const FEW_LETTERS: usize = 10;
const FEW_GAIN: f32 = 34.0;
const FEW_MEAN: f32 = -3.2;

fn repair_swap(line: &str) -> Option<Weighed> {
    if !is_odd(&char_lm::oddity(line)) || !legacy_as_legacy::is_possible(line) || is_plausible(line)
    {
        return None;
    }
    let (utf8, other) = (legacy_as_legacy::utf8(line), legacy_as_legacy::best(line));
    if utf8.is_none() && other.is_none() {
        return None;
    }
    let before = char_lm::score(line);
    let utf8 = utf8.filter(|utf8| utf8.score.nats - before.nats >= VALID_GAIN);
    let other = other.filter(|other| {
        let gain = other.score.nats - before.nats;
        let wholly = is_better(&before, &other.score) && gain >= wholesale(line, &other.text);
        let partly = other.score.letters >= FEW_LETTERS && is_mended(line, &other.text, gain);
        wholly || partly && other.score.plausibility() > SWAP_MEAN
    });
    let both = utf8.into_iter().chain(other);
    both.max_by(|a, b| a.score.nats.total_cmp(&b.score.nats)).map(|best| {
        let reason = format!("{} that was read as {}", best.written, best.read);
        (Repair { text: best.text, reason }, best.score.nats)
    })
}

/// What each character that changes must gain, in nats. A letter of the right language gains 15 to
/// 20; in a language that nobody taught us any other letter gains a few.
const GAIN_PER_CHANGE: f32 = 11.0;
/// A line with few changes gains this much, if what stood there was a symbol inside a word.
const SYMBOL_SWAP_GAIN: f32 = 8.0;
/// A line with a letter or two changed for letters gains this much, and each of them as much.
const LETTER_SWAP_GAIN: f32 = 18.0;

/// What the changes of a line must gain together.
fn wholesale(before: &str, after: &str) -> f32 {
    let letters = changes(before, after);
    let are_latin = letters.iter().all(|(_, new)| Script::of(*new) == Some(Script::Latin));
    if are_latin { GAIN_PER_CHANGE * letters.len() as f32 } else { 0.0 }
}

/// How a line changes character by character, if both readings have as many.
fn changes(before: &str, after: &str) -> Vec<(char, char)> {
    if before.chars().count() != after.chars().count() {
        return Vec::new();
    }
    before.chars().zip(after.chars()).filter(|(old, new)| old != new).collect()
}

/// Whether few changes, each of them telling, make the line so much better.
fn is_mended(before: &str, after: &str, gain: f32) -> bool {
    let changes = changes(before, after);
    let each = gain / changes.len().max(1) as f32;
    let becomes_letter = |&(old, new): &(char, char)| !old.is_alphabetic() && new.is_alphabetic();
    if !changes.is_empty() && changes.iter().all(becomes_letter) {
        return each >= SYMBOL_SWAP_GAIN;
    }
    let least = if changes.len() > 1 { SWAP_GAIN } else { LETTER_SWAP_GAIN };
    gain >= least && each >= GAIN_PER_CHANGE
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
const ODD_SHARE: usize = 8;
/// So many of ten letters are capitals only in shouted lines, and where KOI8 was swapped with
/// windows-1251.
const CAPITALS_IN_TEN: usize = 6;

fn is_odd(oddity: &Oddity) -> bool {
    let is_out_of_place = oddity.odd > 0 && oddity.odd * ODD_SHARE >= oddity.seen;
    let is_shouted = oddity.seen > 8 && oddity.capitals * 10 > oddity.seen * CAPITALS_IN_TEN;
    oddity.symbols > 0 || is_out_of_place || is_shouted || oddity.is_incoherent()
}

/// How many words with characters beyond ASCII speak for a line.
const WORDS: usize = 8;

/// Whether the words of the line that could be damaged look like words.
fn is_plausible(line: &str) -> bool {
    let words = line.split(' ').filter(|word| !word.is_ascii()).take(WORDS);
    let sample = words.flat_map(|word| word.chars().chain([' ']));
    char_lm::score_chars(sample).plausibility() > IMPLAUSIBLE
}

#[cfg(test)]
mod tests {
    use super::*;
    use misread_as::COUNT;

    #[test]
    fn damaged_words_are_suspect() {
        let bytes = |word: &str, reader: MisreadAs| {
            word.bytes().map(|byte| reader.char(byte)).collect::<Option<String>>()
        };
        for reader in (0..COUNT as u8).map(MisreadAs) {
            for word in ["Käse", "naïve Straße", "привет", "Ελλάδα", "שלום", "کتاب", "你好"]
            {
                let Some(damaged) = bytes(word, reader) else { continue };
                assert!(
                    Prefilter::at(&damaged).suspects & reader.bit() != 0,
                    "{damaged} as {}",
                    reader.name()
                );
            }
        }
    }

    #[test]
    fn words_of_clean_text_are_not() {
        for line in [
            "Він пішов у Південний парк; Ліс, що біля Вінниці, горів",
            "C’était l’été d’Éric, l’école d’état qu’êtes",
            "«Москва» — это «Россия», её всё",
            "الأولى، ثم الثانية؛ هل تعلم؟ لا",
            "شرکت بزرگ دیگری، کارگران می‌گویند",
        ] {
            assert_eq!(Prefilter::at(line).suspects, 0, "{line}");
        }
    }
}
