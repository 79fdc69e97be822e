//! Whole sites: off-language lines, and boilerplate in the site's own language, which the rule
//! `repeated-line` is asked for. A mixed line counts as one that should stay.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::tagged::{self, Tagged, Verdict};
use super::text::{head, percent, row, scaled};
use super::truth::{Label, Truth};

/// The rule for what is on many pages of a site.
const REPEATED: &str = "repeated-line";

#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    clean: usize,
    foreign: usize,
    found: usize,
    lost: usize,
    flagged: usize,
    flagged_wrongly: usize,
    boilerplate: usize,
    boilerplate_found: usize,
    content_lost: usize,
}

/// The shares, in percent, over all sites.
pub fn sites(truths: &[Truth], tagged: &Tagged) -> String {
    let mut all = Counts::default();
    let mut sites = BTreeMap::<&str, Counts>::new();
    let mut verdicts = HashMap::<(&str, &str), HashSet<(Verdict, &str)>>::new();
    let unsaid = tagged::Line::default();
    for truth in truths {
        let said = tagged.of(&truth.id);
        for line in truth.lines.iter().filter(|line| !line.is_blank()) {
            let said = said.and_then(|said| said.get(&line.number)).unwrap_or(&unsaid);
            let text = (truth.site.as_str(), line.text.trim());
            verdicts.entry(text).or_default().insert((said.verdict, &said.rule));
            let is_plate = line.kind == "boilerplate";
            let is_content = line.kind == "content";
            let is_foreign = line.label == Label::Residue;
            all.line(is_foreign, is_plate, is_content, said);
            let site = sites.entry(&truth.site).or_default();
            site.line(is_foreign, is_plate, is_content, said);
        }
    }
    verdicts.retain(|(_, text), _| !text.is_empty());
    let one = verdicts.values().filter(|verdicts| verdicts.len() == 1).count();
    let rows = [
        ("found, removed", percent(all.found, all.foreign)),
        ("of what was removed, foreign", percent(all.found, all.found + all.lost)),
        ("found, flagged or removed", percent(all.flagged, all.foreign)),
        (
            "of what was flagged or removed, foreign",
            percent(all.flagged, all.flagged + all.flagged_wrongly),
        ),
        ("clean lines lost, of 10,000", scaled(1e4, all.lost, all.clean)),
        ("of the median site", median(sites.values())),
        ("boilerplate in the own language found", percent(all.boilerplate_found, all.boilerplate)),
        (
            "of what was removed as such, no content",
            percent(all.boilerplate_found, all.boilerplate_found + all.content_lost),
        ),
        ("lines of one text with one verdict", percent(one, verdicts.len())),
    ];
    let rows = rows.map(|(name, cell)| row(name, &[cell]));
    head("", &[&format!("{} sites", sites.len())]) + &rows.concat()
}

impl Counts {
    fn line(&mut self, is_foreign: bool, is_plate: bool, is_content: bool, said: &tagged::Line) {
        let is_repeated = said.rule == REPEATED;
        let is_removed = said.verdict == Verdict::Remove;
        let is_taken = is_removed && !is_repeated;
        let is_seen = said.verdict != Verdict::Keep && !is_repeated;
        self.foreign += usize::from(is_foreign);
        self.clean += usize::from(!is_foreign);
        self.found += usize::from(is_foreign && is_taken);
        self.lost += usize::from(!is_foreign && is_taken);
        self.flagged += usize::from(is_foreign && is_seen);
        self.flagged_wrongly += usize::from(!is_foreign && is_seen);
        let is_own = !is_foreign && is_removed && is_repeated;
        self.boilerplate += usize::from(is_plate && !is_foreign);
        self.boilerplate_found += usize::from(is_plate && is_own);
        self.content_lost += usize::from(is_content && is_own);
    }
}

/// Clean lines lost of 10,000, of the site in the middle.
fn median<'c>(sites: impl Iterator<Item = &'c Counts>) -> String {
    let mut sites: Vec<_> = sites.filter(|site| site.clean > 0).collect();
    sites.sort_by(|a, b| (a.lost * b.clean).cmp(&(b.lost * a.clean)));
    sites.get(sites.len() / 2).map_or_else(String::new, |site| scaled(1e4, site.lost, site.clean))
}
