//! Lines inside documents: what was found of the foreign ones, what was lost of the others.
//!
//! A line of residue is found if it is removed, whatever its spans; a mixed one if the removed spans
//! and the foreign part share at least half of what they cover together. A line that should stay is
//! lost if it is removed, and a mixed one if all of it is, or more than a tenth of its native part.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::codes::canonical;
use super::tagged::{self, Tagged, Verdict};
use super::text::{head, is_space, percent, row, scaled, squeezed};
use super::truth::{Label, Line, Truth};

const COLUMNS: [&str; 13] = [
    "found, removed",
    "of what was removed, foreign",
    "F1, removed",
    "clean lines lost, of 10,000",
    "F1, flagged or removed",
    "documents exactly right",
    "clean documents left untouched",
    "language right",
    "of short lines",
    "of residue",
    "of short residue",
    "legacy documents decoded",
    "mojibake lines repaired",
];

/// The shares, in percent, of all documents, of those that were clean UTF-8, and of each variant and tier.
pub fn documents(truths: &[Truth], tagged: &Tagged) -> String {
    let mut groups = BTreeMap::<(u8, String), Counts>::new();
    for truth in truths {
        let counts = Counts::of(truth, tagged.of(&truth.id).unwrap_or(&HashMap::new()));
        let is_damaged = ["legacy", "mojibake"].contains(&truth.variant.as_str());
        let of_utf8 = (!is_damaged).then(|| (1, "all in clean UTF-8".to_owned()));
        let others = [
            (0, "all".to_owned()),
            (2, format!("tier {}", truth.tier)),
            (3, format!("variant {}", truth.variant)),
        ];
        for group in of_utf8.into_iter().chain(others) {
            groups.entry(group).or_default().add(&counts);
        }
    }
    let rows = groups.iter().map(|((_, name), counts)| row(name, &counts.cells()));
    head("", &COLUMNS) + &rows.collect::<String>()
}

/// What was right and wrong, counted under one reading of the verdicts.
#[derive(Debug, Clone, Copy, Default)]
struct Hits {
    found: usize,
    missed: usize,
    lost: usize,
}

/// How many are right, of how many.
#[derive(Debug, Clone, Copy, Default)]
struct Ratio(usize, usize);

#[derive(Debug, Default)]
struct Counts {
    removed: Hits,
    flagged: Hits,
    /// Lines that should not go as a whole.
    safe: usize,
    exact: Ratio,
    untouched: Ratio,
    /// Languages of lines that stay, of short ones, of residue, of short residue.
    langs: [Ratio; 4],
    decoded: Ratio,
    repaired: Ratio,
}

impl Counts {
    fn of(truth: &Truth, said: &HashMap<usize, tagged::Line>) -> Self {
        let mut counts = Self::default();
        let unsaid = tagged::Line::default();
        let mut left = Vec::new();
        for line in &truth.lines {
            let known = said.get(&line.number);
            let said = known.unwrap_or(&unsaid);
            let text = if known.is_some() { &said.text } else { &line.text };
            left.extend(remains(text, said));
            if line.is_damaged {
                let is_right = known.is_some() && squeezed(&said.text) == squeezed(&line.text);
                counts.repaired.count(is_right);
            }
            if !line.is_blank() {
                counts.line(line, said);
            }
        }
        counts.exact.count(same_lines(&left, &truth.clean));
        if truth.lines.iter().all(|line| line.label == Label::Keep || line.is_blank()) {
            counts.untouched.count(counts.removed.lost == 0);
        }
        if !truth.is_utf8 && truth.lines.iter().any(|line| said.contains_key(&line.number)) {
            counts.decoded.count(is_decoded(truth, said));
        }
        counts
    }

    fn line(&mut self, line: &Line, said: &tagged::Line) {
        let is_removed = said.verdict == Verdict::Remove;
        let is_flagged = said.verdict != Verdict::Keep;
        let is_right = line.right.contains(&canonical(&said.lang));
        match line.label {
            Label::Keep => {
                self.safe += 1;
                self.removed.lost += usize::from(is_removed);
                self.flagged.lost += usize::from(is_flagged);
                if line.lang != "und" {
                    let is_right = canonical(&line.lang) == canonical(&said.lang);
                    self.lang(0, line, is_right);
                }
            }
            Label::Residue => {
                self.removed.meet(is_removed);
                self.flagged.meet(is_flagged);
                self.lang(2, line, is_right);
            }
            Label::Mixed => {
                self.safe += 1;
                let (is_found, is_lost) = if is_removed { cut(line, said) } else { (false, false) };
                self.removed.meet(is_found);
                self.removed.lost += usize::from(is_lost);
                self.flagged.meet(is_flagged);
            }
        }
    }

    fn lang(&mut self, place: usize, line: &Line, is_right: bool) {
        self.langs[place].count(is_right);
        if is_short(line) {
            self.langs[place + 1].count(is_right);
        }
    }

    fn add(&mut self, other: &Self) {
        self.removed.add(other.removed);
        self.flagged.add(other.flagged);
        self.safe += other.safe;
        let ours = self.langs.iter_mut().zip(other.langs);
        ours.for_each(|(ratio, other)| ratio.add(other));
        self.exact.add(other.exact);
        self.untouched.add(other.untouched);
        self.decoded.add(other.decoded);
        self.repaired.add(other.repaired);
    }

    /// In the order of [`COLUMNS`].
    fn cells(&self) -> Vec<String> {
        let Hits { found, missed, lost } = self.removed;
        let langs = self.langs.iter().map(|ratio| ratio.percent());
        [
            percent(found, found + missed),
            percent(found, found + lost),
            self.removed.f1(),
            scaled(1e4, lost, self.safe),
            self.flagged.f1(),
            self.exact.percent(),
            self.untouched.percent(),
        ]
        .into_iter()
        .chain(langs)
        .chain([self.decoded.percent(), self.repaired.percent()])
        .collect()
    }
}

impl Hits {
    fn meet(&mut self, is_found: bool) {
        self.found += usize::from(is_found);
        self.missed += usize::from(!is_found);
    }

    fn add(&mut self, other: Self) {
        self.found += other.found;
        self.missed += other.missed;
        self.lost += other.lost;
    }

    fn f1(self) -> String {
        percent(2 * self.found, 2 * self.found + self.lost + self.missed)
    }
}

impl Ratio {
    fn count(&mut self, is_right: bool) {
        self.0 += usize::from(is_right);
        self.1 += 1;
    }

    fn add(&mut self, other: Self) {
        self.0 += other.0;
        self.1 += other.1;
    }

    fn percent(self) -> String {
        percent(self.0, self.1)
    }
}

/// What is left of a line when what was said is done; `None` if it is gone.
fn remains(text: &str, said: &tagged::Line) -> Option<String> {
    match said.verdict {
        Verdict::Remove if said.spans.is_empty() => None,
        Verdict::Remove => {
            let gone = covered(&said.spans, usize::MAX);
            let kept = text.chars().enumerate().filter(|(at, _)| !gone.contains(at));
            Some(kept.map(|(_, c)| c).collect())
        }
        _ => Some(text.to_owned()),
    }
}

/// Whether a removal from a mixed line is the right one, and whether it takes what should stay.
fn cut(line: &Line, said: &tagged::Line) -> (bool, bool) {
    if said.spans.is_empty() {
        return (false, true);
    }
    let length = line.text.chars().count();
    let (foreign, gone) = (covered(&line.spans, length), covered(&said.spans, length));
    let common = foreign.intersection(&gone).count();
    let either = foreign.union(&gone).count().max(1);
    let (native, taken) = (length - foreign.len(), gone.difference(&foreign).count());
    (2 * common >= either, 10 * taken > native)
}

fn covered(spans: &[Range<usize>], length: usize) -> BTreeSet<usize> {
    spans.iter().flat_map(|span| span.start..span.end.min(length)).collect()
}

/// Up to four words; up to twelve letters where words have no spaces between them.
fn is_short(line: &Line) -> bool {
    const UNSPACED: [&str; 7] = ["zho", "yue", "jpn", "tha", "lao", "khm", "mya"];
    if UNSPACED.contains(&line.lang.as_str()) {
        return line.text.chars().count() <= 12;
    }
    line.text.split(is_space).filter(|word| !word.is_empty()).count() <= 4
}

/// Whether texts are the same, blank lines and white space aside.
fn same_lines(left: &[String], right: &[String]) -> bool {
    let filled = |lines: &[String]| -> Vec<String> {
        lines.iter().map(|line| squeezed(line)).filter(|line| !line.is_empty()).collect()
    };
    filled(left) == filled(right)
}

fn is_decoded(truth: &Truth, said: &HashMap<usize, tagged::Line>) -> bool {
    let filled = truth.lines.iter().filter(|line| !line.is_blank()).count();
    said.len() >= filled
        && truth.lines.iter().all(|line| {
            let said = said.get(&line.number);
            said.is_none_or(|said| squeezed(&said.text) == squeezed(&line.text))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::truth::read_rows;

    const TRUTH: &str = r#"{"id":"a","variant":"tail","tier":"one","encoding":"utf-8","clean":["Kept.","Native."],"lines":[
        {"n":1,"text":"Kept.","label":"keep","lang":"eng","kind":"body"},
        {"n":2,"text":"Weg damit","label":"residue","lang":"deu","kind":"residue"},
        {"n":3,"text":"","label":"keep","lang":"und","kind":"blank"},
        {"n":4,"text":"Native. Teilen","label":"mixed","lang":"eng","kind":"mixed","spans":[[8,14,"deu"]]}]}"#;

    /// The cells of the first row, of these verdicts and spans of lines 1, 2 and 4.
    fn cells(said: [(&str, &str); 3]) -> Vec<String> {
        let texts = [(1, "Kept.", "eng"), (2, "Weg damit", "ger"), (4, "Native. Teilen", "eng")];
        let rows = texts.iter().zip(said).map(|((line, text, lang), (verdict, spans))| {
            format!(
                r#"{{"path":"in/a.txt","line":{line},"text":"{text}","lang":"{lang}","verdict":"{verdict}","spans":{spans}}}"#
            )
        });
        let rows: Vec<_> = rows.collect();
        let tagged = Tagged::read(rows.join("\n").as_bytes(), 1).unwrap();
        let truths = read_rows(&TRUTH.replace('\n', " ")).unwrap();
        let table = documents(&truths, &tagged);
        let row = table.lines().nth(2).unwrap();
        row.split(" | ").skip(1).take(6).map(str::to_owned).collect()
    }

    #[test]
    fn what_is_right_is_right() {
        let said = [("keep", "[]"), ("remove", "[]"), ("remove", "[[8,14]]")];
        assert_eq!(cells(said), ["100.00", "100.00", "100.00", "0.00", "100.00", "100.00"]);
    }

    #[test]
    fn a_mixed_line_is_lost_when_it_goes_as_a_whole() {
        let said = [("keep", "[]"), ("remove", "[]"), ("remove", "[]")];
        assert_eq!(cells(said), ["50.00", "50.00", "50.00", "5000.00", "100.00", "0.00"]);
    }

    #[test]
    fn what_is_flagged_is_not_gone() {
        let said = [("flag", "[]"), ("flag", "[]"), ("keep", "[]")];
        assert_eq!(cells(said), ["0.00", "-", "0.00", "0.00", "50.00", "0.00"]);
    }
}
