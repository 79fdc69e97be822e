//! UTF-8 that was read as a legacy encoding, undone layer after layer.

use super::misread_as::MisreadAs;
use super::repaired::{Prior, Repair};
use super::sequences::{Losses, Undone, undo};
use super::votes::Votes;
use super::{undamaged, words};
use crate::decode::prefilter::Prefilter;
use crate::model::char_lm::{self, Score};

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
/// Fewer letters than this are no measure of that.
const FEW_LETTERS: usize = 10;

/// The repair of a line, the log-likelihood of its text, and whether all characters beyond ASCII were part
/// of the damage. What a line says of the document is told to the `votes`.
pub(super) fn repair(
    line: &str,
    suspects: u16,
    prior: Prior,
    votes: &mut Votes,
) -> Option<(Repair, f32, bool)> {
    if suspects == 0 {
        return None;
    }
    if let Some(repair) = votes.trusted().and_then(|readers| as_others(line, readers)) {
        return Some((repair, 0.0, true));
    }
    let (readers, text, nats, is_whole) = undone_layers(line, suspects, prior)?;
    if is_whole {
        votes.hear_whole(&readers);
    }
    Some((Repair { reason: because(&readers), text, mistake: None, gain: None }, nats, is_whole))
}

/// The line as all lines before it were undone, if nothing of it is left over then: nobody needs to weigh
/// which reading is likelier.
fn as_others(line: &str, readers: &[MisreadAs]) -> Option<Repair> {
    let mut text = line.to_owned();
    for &reader in readers {
        let chars: Vec<char> = text.chars().collect();
        let undone = undo(&chars, reader, Losses::Ignored);
        let is_plain = undone.kept == 0 && undone.touches_letter;
        let is_short = undone.sound() <= SHORT;
        if !is_plain || is_short && (undone.doubtful > 0 || !stands_to_reason(&undone)) {
            return None;
        }
        text = undone.text;
    }
    let is_done = Prefilter::at(&text).suspects == 0;
    is_done.then(|| Repair { reason: because(readers), text, mistake: None, gain: None })
}

/// Undoes layer after layer, as long as layers together convince: the encodings, the text and its
/// log-likelihood, and whether all characters beyond ASCII were part of the damage.
fn undone_layers(
    line: &str,
    suspects: u16,
    prior: Prior,
) -> Option<(Vec<MisreadAs>, String, f32, bool)> {
    let mut next = layer(line, suspects, Losses::Obvious)?;
    let mut good: Option<Attempt> = None;
    let mut before = undamaged::score(line);
    before.nats += lost(line);
    let (mut readers, mut convinced) = (Vec::new(), 0);
    let (mut pairs, mut longer, mut doubtful) = (0, 0, 0);
    for _ in 0..LAYERS {
        let Attempt { undone, score, reader } = next;
        let is_shown = || words::shows_both(line, &undone.text, &undone.places);
        if undone.sound() == 0 || undone.sound() <= SHORT && is_shown() {
            break;
        }
        readers.push(reader);
        pairs += undone.pairs;
        longer += undone.longer;
        doubtful += undone.doubtful;
        let together = Undone { pairs, longer, doubtful, ..undone };
        let suspects = Prefilter::at(&together.text).suspects;
        let following = layer(&together.text, suspects, Losses::Ignored);
        if convinces(&together, (&before, &score), reader, prior) {
            before = score;
            (pairs, longer, doubtful) = (0, 0, 0);
            convinced = readers.len();
            good = Some(Attempt { undone: together, score, reader });
        }
        let Some(following) = following else { break };
        next = following;
    }
    let good = good?;
    readers.truncate(convinced);
    let is_whole = good.undone.kept == 0;
    Some((readers, good.undone.text, good.score.nats, is_whole))
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
    if suspects == 0 {
        return None;
    }
    let chars: Vec<char> = line.chars().collect();
    let may_restore = loses_bytes(line);
    let tries = MisreadAs::of_bits(suspects)
        .map(|reader| (undone(&chars, reader, alone, may_restore), reader));
    let tries: Vec<(Undone, MisreadAs)> =
        tries.filter(|(undone, _)| undone.sequences() > 0).collect();
    let most = tries.iter().map(|(undone, _)| undone.sequences()).max()?;
    let mut best: Option<(Attempt, f32)> = None;
    for (undone, reader) in tries {
        let is_known = |(best, _): &(Attempt, f32)| {
            best.undone.text == undone.text && best.reader.rarity() <= reader.rarity()
        };
        if undone.sequences() * LEAST_SHARE < most || best.as_ref().is_some_and(is_known) {
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

/// A reading that explains fewer than one in so many of the sequences that another explains is not
/// weighed: it leaves the rest as it is.
const LEAST_SHARE: usize = 2;

/// The line undone, bytes that were lost restored where that explains more.
fn undone(chars: &[char], reader: MisreadAs, alone: Losses, may_restore: bool) -> Undone {
    let plain = undo(chars, reader, Losses::Ignored);
    if !may_restore {
        return plain;
    }
    let losses = if plain.sequences() > 0 { Losses::Restored } else { alone };
    let restored = undo(chars, reader, losses);
    if restored.sequences() > plain.sequences() { restored } else { plain }
}

/// Whether some sequence may have lost a byte: U+FFFD, or a space or question mark behind a character
/// beyond ASCII.
fn loses_bytes(line: &str) -> bool {
    let is_lost = |pair: &[u8]| pair[0] >= 0x80 && matches!(pair[1], b' ' | b'?');
    line.contains(char::REPLACEMENT_CHARACTER) || line.as_bytes().windows(2).any(is_lost)
}

/// What a replacement character costs in a repaired line, against its usual cost: it stands for a
/// character that was lost, and is no reason to leave the rest.
const LOST: f32 = 14.0;
/// The same for characters that stand alone among others of their own right: marks that strike
/// through, Greek letters in formulas.
const ALONE: f32 = 10.0;

fn weigh(text: &str) -> Score {
    let score = char_lm::score(text);
    Score { nats: score.nats + lost(text), ..score }
}

/// What characters cost too much.
fn lost(text: &str) -> f32 {
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
    bonus
}

/// Up to so many sequences are judged one by one, by the words that they make.
const SHORT: usize = 3;

fn convinces(
    undone: &Undone,
    (before, after): (&Score, &Score),
    reader: MisreadAs,
    prior: Prior,
) -> bool {
    let gain = after.nats - before.nats - reader.rarity() - prior.0;
    let is_long = undone.longer > 0 || undone.sound() > 2;
    let is_language = after.plausibility() > LEAST_MEAN;
    if undone.sound() <= SHORT && !stands_to_reason(undone) {
        return false;
    }
    if is_long {
        let is_few = undone.longer > 0 && after.letters < FEW_LETTERS;
        return gain >= LONG_GAIN && (is_language || is_few);
    }
    let is_alone = undone.sequences() == 1;
    if is_alone && (!undone.touches_letter || undone.kept > 0) {
        return false;
    }
    let least = if undone.has_symbols { SYMBOL_GAIN } else { PAIR_GAIN };
    gain >= least && is_language
}

/// Whether so few sequences are more than chance: they need no mark that is in its place, and what they
/// become is at home there.
fn stands_to_reason(undone: &Undone) -> bool {
    let is_at_home = |&at: &usize| words::is_at_home(&undone.text, at);
    undone.sound() > 0 && undone.places.iter().all(is_at_home)
}

fn because(readers: &[MisreadAs]) -> String {
    let names: Vec<&str> = readers.iter().map(|reader| reader.name()).collect();
    format!("UTF-8 that was read as {}", names.join(", then as "))
}
