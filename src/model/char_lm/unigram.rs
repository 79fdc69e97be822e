//! What a character costs by itself, whatever stands beside it: a cheap lower bound, for the shortlist of
//! encodings.

use super::costs::{COST_UNIT, rare_symbol};
use super::table::{Class, Side, TABLE};
use crate::script::Script;

/// A character seen alone, for a shortlist of encodings before their texts are scored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct UnigramCost {
    /// What it costs where it is at home, in nats.
    pub(crate) nats: f32,
    /// Whether it is a letter, and not a Latin one: text rarely puts it beside ASCII letters.
    pub(crate) is_foreign_letter: bool,
}

/// What a capital costs more than a small letter when nothing is known of the word: between a
/// capital at the start of a word and one inside.
const CAPITAL: f32 = 2.5;

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&c)
}

/// Looks at a character without its neighbours.
pub(crate) fn unigram_cost(c: char) -> UnigramCost {
    match TABLE.class(c) {
        Class::Letter { group, id, upper } if !is_combining(c) => {
            let about = &TABLE.groups[usize::from(group)];
            let least = TABLE.row(about.singles, id, about).iter().min().copied().unwrap_or(0);
            let case = if upper { CAPITAL } else { 0.0 };
            let nats = f32::from(least) / COST_UNIT + case;
            UnigramCost { nats, is_foreign_letter: Script::of(c) != Some(Script::Latin) }
        }
        Class::Ideograph(_) => UnigramCost { nats: 8.0, is_foreign_letter: true },
        // Vietnamese writes its tones apart in windows-1258; they cost little once composed.
        Class::Symbol | Class::Letter { .. } if is_combining(c) => {
            UnigramCost { nats: 3.0, is_foreign_letter: false }
        }
        Class::Symbol | Class::Letter { .. } => {
            let sides = [Side::Space, Side::Letter, Side::Symbol];
            let costs =
                sides.iter().flat_map(|&l| sides.iter().map(move |&r| TABLE.symbol(c, l, r)));
            let least = costs.flatten().min().unwrap_or_else(|| rare_symbol(c));
            UnigramCost { nats: least as f32 / COST_UNIT, is_foreign_letter: false }
        }
    }
}
