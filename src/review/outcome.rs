//! What comes of the lines of a document, once they are judged: its rows, how much of it is in its main language,
//! what is held back for that, and what is said of the whole.

use super::document::{Review, Row, close_gaps};
use super::fixpoint::fixpoint;
use super::policy::Policy;
use super::priors::are_one;
use super::segment::Segment;
use super::verdict::Verdict;
use crate::classify::Engine;
use crate::finding::Finding;
use crate::lang::Lang;
use crate::rule::{Rule, Rules, Severity, Switch};
use crate::sites::Site;

/// Judges what is judged as one inside the whole of it: a row for each segment. Who declares a language
/// expects it, but the text can speak against it.
pub(super) fn judge_segments<'t>(
    segments: impl ExactSizeIterator<Item = Segment<'t>>,
    declared: Option<Lang>,
    policy: &Policy,
    site: Option<&Site<'_>>,
    engine: &mut dyn Engine,
) -> Review<'t> {
    let (main, support, states) = fixpoint(segments, declared, policy, site, engine);
    let mut letters = Letters::default();
    // A row takes the place of its state, so that memory is needed for one of them.
    let rows = states.into_iter().map(|state| {
        let mut row = Row::new(&state, policy);
        if state.features.voice > 0.0 {
            letters.add(&row, state.letters(), main);
        }
        row.switch(&policy.rules);
        row.obey(&state.segment, policy.remove);
        row
    });
    let rows = rows.collect();
    let share = letters.share();
    let doubt = doubt(main, share, support, policy);
    let mut review = Review {
        main,
        share,
        is_divided: doubt.is_some(),
        rows,
        rules: policy.rules,
        ..Review::default()
    };
    let told = Told::new(main, site, &policy.rules);
    cap_told(&mut review, told, policy);
    cap(&mut review, doubt, told, policy);
    say_frame(&mut review);
    close_gaps(&mut review.rows);
    review.findings.extend(wrong_language(review.main, declared, policy));
    review
}

/// What is said of a document whose author declares another language than it is in.
fn wrong_language(main: Option<Lang>, declared: Option<Lang>, policy: &Policy) -> Option<Finding> {
    let (main, declared) = main.zip(declared.filter(|_| policy.expected.is_empty()))?;
    if are_one(main, declared) {
        return None;
    }
    let reason = format!("declared as {}, but the text is in {}", declared.name(), main.name());
    let finding = Finding::of_document(Rule::WrongLanguage, Severity::Flag, reason);
    Some(Finding { lang: Some(main), ..finding })
}

/// The letters of all lines that have a language, as the document came in: of what goes, too.
#[derive(Default)]
struct Letters {
    all: usize,
    /// Those in the main language, without the stretches in others.
    own: usize,
}

impl Letters {
    fn add(&mut self, row: &Row<'_>, letters: usize, main: Option<Lang>) {
        let Some((lang, main)) = row.lang.zip(main) else { return };
        self.all += letters;
        if are_one(lang, main) {
            self.own += letters.saturating_sub(row.letters_of_spans());
        }
    }

    /// The share of the main language.
    fn share(&self) -> f64 {
        if self.all == 0 { 0.0 } else { self.own as f64 / self.all as f64 }
    }
}

/// Which lines go by what their site says, told by many documents and not by this one: no cap counts them, and no
/// doubt about this document holds them back.
#[derive(Debug, Clone, Copy)]
struct Told {
    /// Boilerplate in any language, for who switched that on.
    frame: bool,
    /// Residue, in a document in the language of its site.
    residue: bool,
}

impl Told {
    fn new(main: Option<Lang>, site: Option<&Site<'_>>, rules: &Rules) -> Self {
        let of_site = site.and_then(Site::language).map(|of_site| of_site.lang);
        let residue = main.zip(of_site).is_some_and(|(main, lang)| are_one(main, lang));
        Self { frame: rules.get(Rule::RepeatedLine) == Switch::On, residue }
    }

    /// Whether a row goes so.
    fn is(self, row: &Row<'_>) -> bool {
        (self.frame || self.is_residue(row)) && goes_by_site(row)
    }

    /// Whether it goes as residue that no doubt holds back.
    fn is_residue(self, row: &Row<'_>) -> bool {
        self.residue && goes_by_site(row) && row.verdict.rule() == Some(Rule::OffLanguageLine)
    }
}

/// Whether a row goes for what its site says of it.
fn goes_by_site(row: &Row<'_>) -> bool {
    matches!(row.verdict, Verdict::Remove(_)) && row.is_judged_by_site() && row.answer.is_none()
}

/// A document of which more is repeated is one that its site holds more than once.
const MOST_REPEATED: f64 = 0.95;

/// Beyond the cap, boilerplate is of so many lines at least: pages whose frame outweighs their text have menus.
/// A salutation, a refrain and a date outweigh a short text as well.
const FRAME_LINES: usize = 16;

/// Removes nothing that its site repeats from a document that would lose nearly everything with it, nor boilerplate
/// in its own language where few lines of that are much of it.
fn cap_told(review: &mut Review<'_>, told: Told, policy: &Policy) {
    if told.frame {
        let count = review.rows.iter().filter(|row| told.is(row)).count();
        let most = if count >= FRAME_LINES { MOST_REPEATED } else { policy.max_removed };
        flag_beyond(review, most, |row| told.is(row), |row| told.is(row) && !told.is_residue(row));
    }
    flag_beyond(review, MOST_REPEATED, |row| told.is(row), |row| told.is(row));
}

/// Flags some of the lines that would go where all that go are more than a share of the document.
fn flag_beyond(
    review: &mut Review<'_>,
    most: f64,
    goes: impl Fn(&Row<'_>) -> bool,
    is_held: impl Fn(&Row<'_>) -> bool,
) {
    let goes = review.rows.iter().filter(|row| goes(row)).map(Row::reading_removed).sum::<usize>();
    let is_little = || {
        let total: usize = review.rows.iter().map(Row::reading).sum();
        goes as f64 <= most * total as f64
    };
    if goes == 0 || is_little() {
        return;
    }
    for row in review.rows.iter_mut().filter(|row| is_held(row)) {
        row.verdict = row.verdict.rule().map_or(Verdict::Keep, Verdict::Flag);
    }
}

/// Says of a document how much of it is boilerplate, where that is a note: a line for each would be more than
/// anybody reads.
fn say_frame(review: &mut Review<'_>) {
    let is_noted = |row: &&mut Row<'_>| {
        row.verdict == Verdict::Keep && row.judged.rule() == Some(Rule::RepeatedLine)
    };
    let mut count = 0;
    for row in review.rows.iter_mut().filter(is_noted) {
        row.judged = Verdict::Keep;
        count += 1;
    }
    if count > 0 {
        let lines = if count == 1 { "line is" } else { "lines are" };
        let reason = format!("{count} {lines} boilerplate that the site repeats");
        let finding = Finding::of_document(Rule::RepeatedLine, Severity::Note, reason);
        review.findings.push(finding);
    }
}

/// Removes nothing from a document that would lose too much or has no single main language, and says so. What goes
/// by what the site says goes all the same.
fn cap(review: &mut Review<'_>, doubt: Option<String>, told: Told, policy: &Policy) {
    let Some(reason) = loses_too_much(review, told, policy).or(doubt) else { return };
    let mut what = "nothing";
    for row in review.rows.iter_mut().filter(|row| row.answer.is_none()) {
        let Verdict::Remove(rule) = row.verdict else { continue };
        let is_frame = || row.site_scores().is_some_and(|scores| scores.is_certainly_frame());
        row.verdict = if told.is_residue(row) {
            Verdict::Remove(rule)
        } else if told.is(row) && is_frame() {
            Verdict::Remove(Rule::RepeatedLine)
        } else {
            Verdict::Flag(rule)
        };
        if matches!(row.verdict, Verdict::Remove(_)) {
            what = "nothing but what the site repeats";
        }
    }
    let reason = format!("{reason}; {what} was removed");
    review.findings.push(Finding::of_document(Rule::MixedDocument, Severity::Flag, reason));
}

/// Lines that a person removes are no judgement that could be in doubt. What goes by what the site says was never
/// a part of the document.
fn loses_too_much(review: &Review<'_>, told: Told, policy: &Policy) -> Option<String> {
    let own = || review.rows.iter().filter(|row| !told.is(row));
    let is_judged = |row: &&Row<'_>| row.answer.is_none();
    let removed: usize = own().filter(is_judged).map(Row::reading_removed).sum();
    if removed == 0 {
        return None;
    }
    let total: usize = own().map(Row::reading).sum();
    let share = removed as f64 / total as f64;
    (share > policy.max_removed).then(|| {
        let [share, cap] = percentages(share, policy.max_removed);
        format!("{share} % of the letters would go, more than the cap of {cap} %")
    })
}

/// Two different shares in percent, with as many digits as it takes to tell them apart.
fn percentages(a: f64, b: f64) -> [String; 2] {
    let with = |digits: usize| [a, b].map(|share| format!("{:.digits$}", 100.0 * share));
    let told_apart = (0..MAX_DIGITS).map(with).find(|[a, b]| a != b);
    told_apart.unwrap_or_else(|| with(MAX_DIGITS))
}

/// More digits than any document has letters to fill.
const MAX_DIGITS: usize = 12;

/// A main language has at least this share, and this support of the evidence. Of 3,398 development
/// documents, up to a third of whose lines are residue, one had less support than 0.56, and that would
/// have lost too much.
const SINGLE: f64 = 0.5;

/// Why a document has no single main language, if it has none. Who names the languages that may stay leaves
/// no doubt. `support` is that of the main language before any line went: an engine that does not know the
/// language of a document takes its lines for several others, each of which is told from the rest by
/// little.
fn doubt(main: Option<Lang>, share: f64, support: f64, policy: &Policy) -> Option<String> {
    let main = main.filter(|_| policy.also.is_empty() && policy.expected.is_empty())?.name();
    if share > 0.0 && share < SINGLE {
        let [share, _] = percentages(share, SINGLE);
        return Some(format!("no single main language: {main} has {share} % of the letters"));
    }
    (support > 0.0 && support < SINGLE).then(|| {
        format!(
            "the main language is in doubt: most lines speak for others nearly as much as for {main}"
        )
    })
}
