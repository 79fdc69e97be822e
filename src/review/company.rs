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
    let around = around(lines.len(), &speakers);
    let count = count(lines, &speakers);
    for (index, speaker) in speakers {
        let company = |rival: Lang| {
            let own = usize::from(speaker == Some(rival));
            let others = count.get(&rival).copied().unwrap_or(0) - own;
            Company { others, neighbours: neighbours(around[index], rival) }
        };
        let judgement = &mut lines[index].judgement;
        let stretches = judgement.further.iter_mut().map(|stretch| &mut stretch.features);
        for features in stretches.chain([&mut judgement.features]) {
            features.company = features.rival.map_or_else(Company::default, company);
        }
    }
}

/// A line, and the language that it lends its support to.
type Speaker = (usize, Option<Lang>);

fn speaks_for(line: &LineState<'_>) -> Option<Lang> {
    line.judgement.rival().filter(|_| line.judgement.is_foreign_alone)
}

/// How many different lines speak for each language.
fn count(lines: &[LineState<'_>], speakers: &[Speaker]) -> BTreeMap<Lang, usize> {
    let mut count: BTreeMap<Lang, HashSet<&str>> = BTreeMap::new();
    for &(index, speaker) in speakers {
        if let Some(lang) = speaker {
            count.entry(lang).or_default().insert(lines[index].content.trim());
        }
    }
    count.into_iter().map(|(lang, lines)| (lang, lines.len())).collect()
}

/// What the lines before and after each line of a document speak for.
fn around(lines: usize, document: &[Speaker]) -> Vec<[Option<Lang>; 2]> {
    let mut around = vec![[None; 2]; lines];
    for pair in document.windows(2) {
        let [(before, spoken_before), (after, spoken_after)] = [pair[0], pair[1]];
        around[after][0] = spoken_before;
        around[before][1] = spoken_after;
    }
    around
}

fn neighbours(around: [Option<Lang>; 2], rival: Lang) -> usize {
    around.into_iter().filter(|&lang| lang == Some(rival)).count()
}

#[cfg(test)]
mod tests {
    use super::super::judgement::Judgement;
    use super::super::line_features::LineReader;
    use super::super::segment::Segment;
    use super::*;
    use crate::classify::Ngram;
    use crate::decision::Answers;
    use crate::decode::{Hint, Text};

    /// What goes in one round must not come back when the lines that spoke for it fall silent in the next:
    /// the others were judged without it.
    #[test]
    fn what_went_keeps_the_company_it_had() {
        let mut engine = Ngram::new();
        let text = Text::unicode("Läs mer\nLäs mer om kriget\n", &Hint::default());
        let segments = text.lines().map(|line| Segment::line(line, &Answers::default()));
        let mut reader = LineReader::default();
        let state = |segment| LineState::new(segment, &mut reader, &mut engine);
        let mut states: Vec<_> = segments.map(state).collect();
        let had = Company { others: 3, neighbours: 1 };
        for state in &mut states {
            state.judgement = Judgement::neutral();
            state.judgement.features.rival = Lang::from_code("swe");
            state.judgement.features.company = had;
        }
        states[0].is_removed = true;
        add_company(&mut states);
        let company = |state: &LineState<'_>| state.judgement.features.company;
        assert_eq!(company(&states[0]), had);
        assert_eq!(company(&states[1]), Company::default());
    }
}
