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
/// Neighbours are counted in the document as it is and as it will be, and the larger number counts:
/// taking lines away must not give the others a neighbour that they did not have.
pub(super) fn add_company(lines: &mut [LineState<'_>]) {
    let all: Vec<_> = (0..lines.len()).filter(|&index| !lines[index].line.is_blank()).collect();
    let speakers: Vec<_> = all.iter().map(|&index| (index, speaks_for(&lines[index]))).collect();
    let kept = speakers.iter().copied().filter(|&(index, _)| lines[index].is_inked());
    let near = neighbours(lines, &[&speakers, &kept.collect::<Vec<_>>()]);
    let count = count(lines, &speakers);
    for (index, speaker) in speakers {
        let Some(rival) = lines[index].judgement.rival() else { continue };
        let own = usize::from(speaker == Some(rival));
        let others = count.get(&rival).copied().unwrap_or(0) - own;
        let company = Company { others, neighbours: near[index] };
        lines[index].judgement.features.company = company;
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

/// How many of the two lines around each line speak for its rival, in the best of some documents.
fn neighbours(lines: &[LineState<'_>], documents: &[&[Speaker]]) -> Vec<usize> {
    let mut near = vec![0; lines.len()];
    for document in documents {
        for (place, &(index, _)) in document.iter().enumerate() {
            let rival = lines[index].judgement.rival();
            let around = [place.checked_sub(1), place.checked_add(1)];
            let around = around.into_iter().flatten().filter_map(|at| document.get(at));
            let count = around.filter(|&&(_, lang)| lang.is_some() && lang == rival).count();
            near[index] = near[index].max(count);
        }
    }
    near
}
