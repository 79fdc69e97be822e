//! Legacy text that was read as another legacy encoding: whether a line read anew must be the right one.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::changes::{FEW_CHANGES, changes, demands};
use super::legacy_as_legacy::{self, Mistake, Reread};
use super::repaired::{Prior, Repair, Weighed};
use super::undamaged::{self, without_soft_hyphens};
use super::votes::Votes;
use super::words;
use crate::model::char_lm::{self, Oddity, Score};
use crate::script::{Script, is_letter};

/// A line whose letters cost this much on average is in no language as it stands, in nats. Clean
/// lines of known languages cost 2 to 3.4, words with accents a little more; those of unknown ones up
/// to 4. This only saves time: a line that costs more is read anew, and kept unless that gains much.
const IMPLAUSIBLE: f32 = -3.4;
/// What reading a line anew must gain, in nats, and how plausible it must become. Lines with few
/// letters are names and numbers as often as damage: more is asked of them.
const SWAP_GAIN: f32 = 24.0;
const SWAP_MEAN: f32 = -4.0;
const FEW_LETTERS: usize = 10;
/// A line of fewer is a cry, whatever it could be.
const LEAST_LETTERS: usize = 4;
const FEW_GAIN: f32 = 34.0;
const FEW_MEAN: f32 = -3.2;

/// A line that nearly every document has none of: it may have been read in the wrong encoding.
pub(super) struct Suspect<'l> {
    line: &'l str,
    shown: Cow<'l, str>,
    oddity: Oddity,
    prior: Prior,
    /// The log-likelihood as it stands, once somebody asks.
    before: OnceCell<f32>,
}

impl<'l> Suspect<'l> {
    /// The line, if it is one. Nearly every line ends with the first look, before anything is copied.
    pub(super) fn of(line: &'l str, prior: Prior) -> Option<Self> {
        let oddity = char_lm::oddity(line);
        if !is_odd(&oddity) || !legacy_as_legacy::is_possible(line) {
            return None;
        }
        let shown = without_soft_hyphens(line);
        let is_hyphened = shown.len() < line.len() && !is_odd_line(&shown);
        if is_hyphened || is_drawn_out(&shown, prior) {
            return None;
        }
        Some(Self { line, shown, oddity, prior, before: OnceCell::new() })
    }

    /// What the line gains if it is read so, in nats, whatever was known before.
    fn plain_gain(&self, after: &Reread) -> f32 {
        let before = self.before.get_or_init(|| undamaged::score(self.line).nats);
        undamaged::nats_of_other(self.line, &after.text, &after.score) - before
    }

    /// The same beyond what is asked for of such a text.
    fn gain(&self, after: &Reread) -> f32 {
        self.plain_gain(after) - self.prior.0
    }

    fn convinces(&self, after: &Reread) -> bool {
        convinces(self.line, after, self.gain(after)) && !is_few_for_it(self.line, after)
    }

    /// The line read anew, if that must be the right one. What the line alone does not decide is told to
    /// the `votes`.
    pub(super) fn repair(&self, votes: &mut Votes) -> Option<Weighed> {
        if let Some(mistake) = votes.usual()
            && let Some(usual) = mistake.reread(self.line)
            && let gain = self.gain(&usual)
            && gain > 0.0
        {
            self.suspend(usual, mistake, gain, votes);
            return None;
        }
        // A symbol inside a word is none of a language, however plausible the words around it are.
        if self.oddity.symbols == 0 && is_plausible(&self.shown) {
            return None;
        }
        // The mistake that other lines had, if it leaves nothing odd: the long search is spared.
        let known = votes.known().and_then(|mistake| mistake.reread(self.line));
        let known = known.filter(|known| self.convinces(known));
        if let Some(known) = known.filter(|known| !is_odd_line(&known.text)) {
            self.tell(&known, votes);
            return Some(weighed(known));
        }
        searched(self.line, |after| self.gain(after), votes)
    }

    /// The line with the usual mistake of the document undone, if it is so much better that no other line
    /// is needed to say so.
    pub(super) fn usual(&self, votes: &mut Votes) -> Option<Repair> {
        let mistake = votes.usual()?;
        let text = mistake.undo(self.line)?;
        if votes.is_sure(mistake) && self.oddity.is_blatant() && !is_odd_line(&text) {
            let reason = mistake.to_string();
            return Some(Repair { text, reason, mistake: Some(mistake), gain: None });
        }
        let usual = mistake.weigh(self.line, text)?;
        let plain_gain = self.plain_gain(&usual);
        let gain = plain_gain - self.prior.0;
        let is_as_others = |votes: &Votes| {
            gain >= GAIN_AS_OTHERS && votes.is_sure(mistake) && demands(self.line, &usual.text)
        };
        if convinces(self.line, &usual, gain) {
            self.tell(&usual, votes);
            Some(Repair { gain: Some(plain_gain), ..weighed(usual).0 })
        } else {
            is_as_others(votes).then(|| Repair {
                reason: mistake.as_others(),
                gain: Some(plain_gain),
                ..weighed(usual).0
            })
        }
    }

    /// The line is changed for itself: one more witness of the mistake, until there are enough.
    fn tell(&self, after: &Reread, votes: &mut Votes) {
        let unsure = after.mistake.filter(|&mistake| !votes.is_sure(mistake));
        if let Some(mistake) = unsure {
            votes.hear(self.line, mistake, self.gain(after), true);
        }
    }

    /// Keeps what the line would be, for the document to decide.
    fn suspend(&self, usual: Reread, mistake: Mistake, gain: f32, votes: &mut Votes) {
        votes.hear(self.line, mistake, gain, false);
        if demands(self.line, &usual.text) {
            let known = Some(self.plain_gain(&usual));
            let repair = Repair { reason: mistake.as_others(), gain: known, ..weighed(usual).0 };
            votes.suspend(repair, gain);
        }
    }
}

pub(super) fn is_odd_line(line: &str) -> bool {
    is_odd(&char_lm::oddity(line))
}

/// The best of all readings of the line, if it must be the right one.
fn searched(line: &str, gain: impl Fn(&Reread) -> f32, votes: &mut Votes) -> Option<Weighed> {
    let (utf8, other) = (legacy_as_legacy::utf8(line), legacy_as_legacy::best(line));
    let utf8 = utf8.filter(|utf8| gain(utf8) >= valid_gain(line) && are_words(&utf8.text));
    let is_right = other
        .as_ref()
        .is_some_and(|other| convinces(line, other, gain(other)) && !is_few_for_it(line, other));
    if let Some(reread @ Reread { mistake: Some(mistake), .. }) = &other {
        votes.hear(line, *mistake, gain(reread), is_right);
    }
    let both = utf8.into_iter().chain(other.filter(|_| is_right));
    both.max_by(|a, b| a.score.nats.total_cmp(&b.score.nats)).map(weighed)
}

/// A letter is drawn out if it stands so often in a row.
const DRAWN_OUT: usize = 4;

/// Whether the line is only damaged as far as letters are drawn out: a cry says no more than the word that
/// is cried.
fn is_drawn_out(line: &str, prior: Prior) -> bool {
    let mut short = String::new();
    let (mut last, mut run, mut longest) = (' ', 0, 0);
    for c in line.chars() {
        let small = c.to_lowercase().next().unwrap_or(c);
        run = if small == last { run + 1 } else { 1 };
        if c.is_ascii() || run < DRAWN_OUT {
            short.push(c);
        } else {
            longest = longest.max(run);
        }
        last = small;
    }
    let is_repaired = |suspect: Suspect| suspect.repair(&mut Votes::default()).is_some();
    longest > 0 && !Suspect::of(&short, prior).is_some_and(is_repaired)
}

fn weighed(reread: Reread) -> Weighed {
    let Reread { text, reason, mistake, score } = reread;
    (Repair { text, reason, mistake, gain: None }, score.nats)
}

/// Whether a line read in another way must be right.
fn convinces(line: &str, other: &Reread, gain: f32) -> bool {
    let wholly = is_better(gain, &other.score) && gain >= wholesale(line, &other.text);
    let partly = other.score.letters >= FEW_LETTERS && is_mended(line, &other.text, gain);
    (wholly || partly && other.score.plausibility() > SWAP_MEAN) && demands(line, &other.text)
}

/// Whether a line has too few letters to say so without others.
fn is_few_for_it(line: &str, other: &Reread) -> bool {
    let is_list = || other.score.plausibility() <= FEW_MEAN_ALONE;
    let is_cry = || line.chars().filter(|c| is_letter(*c)).count() < LEAST_LETTERS;
    other.score.letters < FEW_LETTERS && (is_abbreviation(line) || is_list() || is_cry())
}

/// Whether the letters are Cyrillic capitals, which KOI8 read as windows-1251 makes of small ones: of a few
/// of them nobody can tell.
fn is_abbreviation(line: &str) -> bool {
    let is_capital = |c: char| c.is_uppercase() && Script::of(c) == Some(Script::Cyrillic);
    line.chars().filter(|&c| is_letter(c)).all(is_capital)
}

/// Whether the letters beyond ASCII, if they are few, are those of words.
fn are_words(text: &str) -> bool {
    let places = text.char_indices().filter(|(_, c)| !c.is_ascii()).map(|(at, _)| at);
    let few: Vec<usize> = places.take(FEW_CHANGES + 1).collect();
    few.len() > FEW_CHANGES || few.iter().all(|&at| words::is_at_home(text, at))
}

/// What each character that changes must gain, in nats. A letter of the right language gains 15 to
/// 20; in a language that nobody taught us any other letter gains a few.
const GAIN_PER_CHANGE: f32 = 11.0;
/// A line with few changes gains this much, if what stood there was a symbol inside a word.
const SYMBOL_SWAP_GAIN: f32 = 8.0;
/// A line with a letter or two changed for letters gains this much, and each of them as much.
const LETTER_SWAP_GAIN: f32 = 18.0;
/// The same of a line of so few words that none speaks for another: words that nobody taught us gain
/// up to 21.
const LONE_SWAP_GAIN: f32 = 22.0;
const LONE_SWAPS_GAIN: f32 = 30.0;
const LONE_WORDS: usize = 2;

/// What the changes of a line must gain together.
fn wholesale(before: &str, after: &str) -> f32 {
    let letters = changes(before, after);
    let is_part = letters.len() * 2 < before.chars().count();
    if !letters.is_empty() && is_part && is_lone(before) {
        return LONE_SWAPS_GAIN.max(GAIN_PER_CHANGE * letters.len() as f32);
    }
    let are_latin = letters.iter().all(|(_, new)| Script::of(*new) == Some(Script::Latin));
    if are_latin { GAIN_PER_CHANGE * letters.len() as f32 } else { 0.0 }
}

/// Whether a line has too few words to say of each other what language they are.
fn is_lone(line: &str) -> bool {
    line.split_whitespace().nth(LONE_WORDS).is_none()
}

/// Whether few changes, each of them telling, make the line so much better.
fn is_mended(before: &str, after: &str, gain: f32) -> bool {
    let changes = changes(before, after);
    let each = gain / changes.len().max(1) as f32;
    let becomes_letter = |&(old, new): &(char, char)| !is_letter(old) && is_letter(new);
    if !changes.is_empty() && changes.iter().all(becomes_letter) {
        return each >= SYMBOL_SWAP_GAIN;
    }
    let is_lone = is_lone(before);
    let least = match changes.len() {
        0 | 1 if is_lone => LONE_SWAP_GAIN,
        0 | 1 => LETTER_SWAP_GAIN,
        _ if is_lone => LONE_SWAPS_GAIN,
        _ => SWAP_GAIN,
    };
    gain >= least && each >= GAIN_PER_CHANGE
}

/// Whether a line read anew is so much better that the old reading must be wrong.
fn is_better(gain: f32, after: &Score) -> bool {
    let plausible = after.plausibility();
    let each = gain / after.letters.max(1) as f32;
    if gain >= SWAP_GAIN && each >= GAIN_EACH {
        return plausible > EACH_MEAN;
    }
    let is_few = after.letters < FEW_LETTERS;
    let (least, mean) = if is_few { (FEW_GAIN, FEW_MEAN) } else { (SWAP_GAIN, SWAP_MEAN) };
    gain >= least && plausible > mean
}

/// What a line must gain, in nats, that is valid UTF-8 once its bytes are taken back: two bytes of an
/// ideograph are that by chance one time in twelve, which the prior of damage must be paid with.
const VALID_GAIN: f32 = 10.0;
const VALID_PRIOR: f32 = 22.0;
const VALID_EACH: f32 = 2.5;

fn valid_gain(line: &str) -> f32 {
    let wide = line.chars().filter(|c| !c.is_ascii()).count();
    VALID_GAIN.max(VALID_PRIOR - VALID_EACH * wide as f32)
}

/// A gain of so many nats for each letter is a wholly different line: then symbols and names in it
/// may cost what they do.
const GAIN_EACH: f32 = 1.5;
const EACH_MEAN: f32 = -6.0;
/// A word or two of it must be words all the same: a list of letters becomes letters of another script.
const FEW_MEAN_ALONE: f32 = -4.0;
/// What a line gains, in nats, that is damaged as most lines of its document are.
const GAIN_AS_OTHERS: f32 = 4.0;

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
