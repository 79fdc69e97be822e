//! The company that a line keeps: other lines that are foreign in the same language.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use super::features::{Company, Features};
use super::judgement::Judgement;
use super::line_state::LineState;
use crate::lang::Lang;

/// Lets foreign lines of one language support each other. Only lines that are likely foreign by
/// themselves lend support, so that doubts do not add up to a certainty.
///
/// A line that stands there many times is one companion.
///
/// Only lines that stand there count, so that what goes changes nothing for what stays.
pub(super) fn add_company(lines: &mut [LineState<'_>]) {
    let inked = || (0..lines.len()).filter(|&index| lines[index].is_inked());
    let spoken: Vec<_> = inked().map(|index| speaks_for(&lines[index])).collect();
    let company = Companies { count: count(lines, inked().zip(spoken.iter().copied())), spoken };
    let mut shared = Shared::new();
    let inked = lines.iter_mut().filter(|line| line.is_inked());
    for (place, line) in inked.enumerate() {
        if company.is_known_to(&line.judgement, place) {
            continue;
        }
        if let Some(own) = Rc::get_mut(&mut line.judgement) {
            company.add_to(own, place);
            continue;
        }
        let judgement = shared.entry((Rc::as_ptr(&line.judgement), company.around(place)));
        let (_, with) = judgement.or_insert_with(|| {
            let mut with = Judgement::clone(&line.judgement);
            company.add_to(&mut with, place);
            (line.judgement.clone(), Rc::new(with))
        });
        line.judgement = with.clone();
    }
}

/// Judgements that lines share, before and after they are told of their company, by their places in memory
/// before and by what the lines around them speak for.
type Shared = HashMap<(*const Judgement, [Option<Lang>; 2]), (Rc<Judgement>, Rc<Judgement>)>;

/// What the lines that stand there speak for.
struct Companies {
    /// What each of them lends its support to, in order.
    spoken: Vec<Option<Lang>>,
    /// How many different ones speak for each language.
    count: BTreeMap<Lang, usize>,
}

impl Companies {
    /// What the lines before and after a line speak for.
    fn around(&self, place: usize) -> [Option<Lang>; 2] {
        let at = |place: Option<usize>| self.spoken.get(place?).copied().flatten();
        [at(place.checked_sub(1)), at(Some(place + 1))]
    }

    fn of(&self, features: &Features, place: usize) -> Company {
        let Some(rival) = features.rival else { return Company::default() };
        let own = usize::from(self.spoken[place] == Some(rival));
        let others = self.count.get(&rival).copied().unwrap_or(0) - own;
        let around = self.around(place).into_iter();
        Company { others, neighbours: around.filter(|&lang| lang == Some(rival)).count() }
    }

    /// Whether a judgement is told already what company its line keeps.
    fn is_known_to(&self, judgement: &Judgement, place: usize) -> bool {
        judgement.all_features().all(|features| features.company == self.of(features, place))
    }

    fn add_to(&self, judgement: &mut Judgement, place: usize) {
        let stretches = judgement.further.iter_mut().map(|stretch| &mut stretch.features);
        for features in stretches.chain([&mut judgement.features]) {
            features.company = self.of(features, place);
        }
        judgement.weigh();
    }
}

fn speaks_for(line: &LineState<'_>) -> Option<Lang> {
    line.judgement.rival().filter(|_| line.judgement.is_foreign_alone)
}

/// How many different lines speak for each language.
fn count(
    lines: &[LineState<'_>],
    speakers: impl Iterator<Item = (usize, Option<Lang>)>,
) -> BTreeMap<Lang, usize> {
    let mut count: BTreeMap<Lang, HashSet<&str>> = BTreeMap::new();
    for (index, speaker) in speakers {
        if let Some(lang) = speaker {
            count.entry(lang).or_default().insert(lines[index].content().trim());
        }
    }
    count.into_iter().map(|(lang, lines)| (lang, lines.len())).collect()
}

#[cfg(test)]
mod tests {
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
        let answers = Answers::default();
        let (mut reader, neutral) = (LineReader::default(), Rc::new(Judgement::neutral()));
        let state = |segment| LineState::new(segment, &mut reader, &neutral, &mut engine);
        let mut states: Vec<_> = Segment::lines(&text, &answers).map(state).collect();
        let had = Company { others: 3, neighbours: 1 };
        for state in &mut states {
            let mut judgement = Judgement::neutral();
            judgement.features.rival = Lang::from_code("swe");
            judgement.features.company = had;
            state.judgement = Rc::new(judgement);
        }
        states[0].is_removed = true;
        add_company(&mut states);
        let company = |state: &LineState<'_>| state.judgement.features.company;
        assert_eq!(company(&states[0]), had);
        assert_eq!(company(&states[1]), Company::default());
    }
}
