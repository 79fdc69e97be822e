//! The company that a line keeps: other lines that are foreign in the same language.

use std::collections::{BTreeMap, HashSet};

use super::features::Company;
use super::line_state::LineState;
use crate::lang::Lang;

/// Lets foreign lines of one language support each other. Only lines that are likely foreign by
/// themselves lend support, so that doubts do not add up to a certainty.
///
/// A line that stands there many times is one companion.
///
/// Only lines that stand there count, so that what goes changes nothing for what stays.
pub(super) fn add_company(lines: &mut [LineState<'_>]) {
    let inked = (0..lines.len()).filter(|&index| lines[index].is_inked());
    let speakers: Vec<_> = inked.map(|index| (index, speaks_for(&lines[index]))).collect();
    let count = count(lines, &speakers);
    for (place, &(index, speaker)) in speakers.iter().enumerate() {
        let Some(rival) = lines[index].judgement.rival() else { continue };
        let own = usize::from(speaker == Some(rival));
        let others = count.get(&rival).copied().unwrap_or(0) - own;
        let neighbours = neighbours(&speakers, place, rival);
        lines[index].judgement.features.company = Company { others, neighbours };
    }
}

/// A line, and the language that it lends its support to.
type Speaker = (usize, Option<Lang>);

fn speaks_for(line: &LineState<'_>) -> Option<Lang> {
    line.judgement.rival().filter(|_| line.judgement.is_foreign_alone())
}

/// How many different lines speak for each language.
fn count(lines: &[LineState<'_>], speakers: &[Speaker]) -> BTreeMap<Lang, usize> {
    let mut count: BTreeMap<Lang, HashSet<&str>> = BTreeMap::new();
    for &(index, speaker) in speakers {
        if let Some(lang) = speaker {
            count.entry(lang).or_default().insert(lines[index].content);
        }
    }
    count.into_iter().map(|(lang, lines)| (lang, lines.len())).collect()
}

/// How many of the two lines around a place speak for a language.
fn neighbours(speakers: &[Speaker], place: usize, rival: Lang) -> usize {
    let around = [place.checked_sub(1), place.checked_add(1)];
    let around = around.into_iter().flatten().filter_map(|at| speakers.get(at));
    around.filter(|&&(_, lang)| lang == Some(rival)).count()
}
