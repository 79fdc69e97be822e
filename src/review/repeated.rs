//! A line that its site repeats, as whole numbers that are the same on each of its documents.
//!
//! What a line says, how it looks, how often it stands on its site and where: nothing of the one document
//! that it was met in but the main language. So a repeated line has one verdict on all documents in that
//! language.

use super::fact_row::{ABSENT, Row};
use super::line_features::LineFeatures;
use super::priors::are_one;
use super::scripts::{is_in, letters};
use super::shape;

use super::term::Term;
use crate::classify::{Case, Word};
use crate::lang::Lang;
use crate::model::linear::Wording;
use crate::model::scored_lines::Circumstances;
use crate::model::trees::PER_NAT;
use crate::model::ui_words::UiWord;
use crate::script::Script;
use crate::sites::{Site, SiteKeys, Standing};

/// How many facts there are of a repeated line.
pub(super) const COUNT: usize = NAMES.len();

/// The facts by name, in their order, each with the piece of evidence that it belongs to.
pub(super) const NAMES: [(&str, Term); 52] = [
    ("share", Term::Site),
    ("documents", Term::Site),
    ("site_documents", Term::Site),
    ("beginning_share", Term::Site),
    ("repetition", Term::Site),
    ("labels_around", Term::Company),
    ("from_top", Term::Position),
    ("from_end", Term::Position),
    ("lead", Term::Words),
    ("lead_per_letter", Term::Words),
    ("english_lead", Term::Words),
    ("is_neutral", Term::Words),
    ("is_home", Term::Words),
    ("best_english", Term::Language),
    ("main_english", Term::Document),
    ("main_latin", Term::Script),
    ("home_script", Term::Script),
    (WORDING, Term::Wording),
    ("wording_residue", Term::Wording),
    ("interface_rival", Term::Interface),
    ("interface_main", Term::Interface),
    ("interface_all", Term::Interface),
    ("button_rival", Term::Interface),
    ("button_main", Term::Interface),
    ("interface_english", Term::Interface),
    ("button_english", Term::Interface),
    ("english_dates", Term::Wording),
    ("latin_letters", Term::Script),
    ("letters", Term::Length),
    ("words", Term::Length),
    ("longest_word", Term::Length),
    ("length", Term::Length),
    ("digits", Term::Marks),
    ("capitals", Term::Capitals),
    ("first_capital", Term::Capitals),
    ("capitalised", Term::Capitals),
    ("upper_words", Term::Capitals),
    ("is_label", Term::Length),
    ("shape", Term::Marks),
    ("quotation_marks", Term::Quotation),
    ("code_marks", Term::Marks),
    ("brackets", Term::Marks),
    ("address", Term::Marks),
    ("bars", Term::Marks),
    ("copyright", Term::Marks),
    ("bullet", Term::Marks),
    ("ends_sentence", Term::Sentence),
    ("ends_colon", Term::Sentence),
    ("ends_open", Term::Sentence),
    ("inner_stop", Term::Sentence),
    ("question", Term::Sentence),
    ("filler", Term::Wording),
];

/// The first of the facts about its wording, which the trainer fills in.
pub(super) const WORDING: &str = "wording_interface";

/// The facts of one line, in the order of [`NAMES`].
pub(super) type Facts = [i16; COUNT];

/// How a line stands on its site, and how the lines do that begin as it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OnSite {
    line: Standing,
    beginning: Option<Standing>,
}

impl OnSite {
    /// How a line stands on a site; `None` if the site does not repeat it, or if it may be code, a command, the title
    /// of a section or of the site: examples, contents and names are repeated as buttons are, and what they say is
    /// their document's to judge.
    pub(super) fn of(
        features: &LineFeatures<'_>,
        site: &Site<'_>,
        keys: &mut SiteKeys,
    ) -> Option<Self> {
        let keys = keys.of(features.line)?;
        let line = site.standing(keys.line)?;
        (!is_its_documents(features, site))
            .then(|| Self { line, beginning: site.standing(keys.beginning) })
    }

    /// On how many documents of the site the line stands.
    pub(super) fn documents(&self) -> u32 {
        self.line.documents
    }

    /// All that the facts of the line depend on in a document of this main language, beside what it says.
    pub(super) fn circumstances(&self, main: Option<Lang>, site: &Site<'_>) -> Circumstances {
        let repetition = site.repetition().to_bits();
        let of = |Standing { documents, labels, top, end }| [documents, labels, top, end];
        let [documents, labels, top, end] = of(self.line);
        let beginning = of(self.beginning.unwrap_or_default());
        [
            main.map_or(0, |main| main.index() as u32 + 1),
            site.documents(),
            repetition as u32,
            (repetition >> 32) as u32,
            documents,
            labels,
            top,
            end,
            u32::from(self.beginning.is_some()),
            beginning[0],
            beginning[1],
            beginning[2],
            beginning[3],
        ]
    }

    /// The facts of the line in a document of this main language.
    pub(super) fn facts(
        &self,
        features: &LineFeatures<'_>,
        main: Option<Lang>,
        site: &Site<'_>,
        wording: Wording,
    ) -> Facts {
        let mut row = Row::with_capacity(COUNT);
        self.of_site(&mut row, site);
        of_language(&mut row, features, main);
        row.score(wording.interface);
        row.score(wording.residue);
        of_words(&mut row, features, main);
        of_letters(&mut row, features);
        of_marks(&mut row, features);
        row.facts()
    }

    /// How often it is repeated, and where it stands.
    fn of_site(&self, row: &mut Row, site: &Site<'_>) {
        let all = f64::from(site.documents().max(1));
        let Standing { documents, labels, top, end } = self.line;
        let mean = |sum: u32| f64::from(sum) / f64::from(documents.max(1));
        let beginning = self.beginning.map_or(0, |standing| standing.documents);
        row.share((f64::from(documents) / all).min(1.0));
        row.number(documents as usize);
        row.number(site.documents() as usize);
        row.share((f64::from(beginning) / all).min(1.0));
        row.share(site.repetition());
        row.share(mean(labels));
        row.share(mean(top));
        row.share(mean(end));
    }
}

/// Whether a repeated line is its document's to judge.
fn is_its_documents(features: &LineFeatures<'_>, site: &Site<'_>) -> bool {
    is_example(features) || names_site(features, site) || shape::is_section_title(features.line)
}

/// Whether a line may be code, a comment in it, a command, the name of something or a title with a mark to link to it.
/// A sentence about code (`You may use these HTML tags: ...`) is none of code.
fn is_example(features: &LineFeatures<'_>) -> bool {
    let line = features.line;
    let is_code = || features.may_be_code || shape::is_code_or_command(line, &features.words);
    line.starts_with('#')
        || shape::is_joined_name(line)
        || shape::is_linked_title(line)
        || is_code() && !shape::begins_as_sentence(line)
}

/// A title of a site has no more words than this: what is longer says something about it.
const TITLE_WORDS: usize = 3;

/// Shorter parts of a site's name are words like any other: `blog`, `news`.
const NAME_LETTERS: usize = 5;

/// Whether a line is a title of its site, and begins with a part of the site's name: `Azriton's blog` on
/// azriton.github.io. Of a folder its own name counts, not those above it, and none that interfaces write: `Share this`
/// in the folder `share` is a button. Of 509 such lines on labelled sites one is residue.
fn names_site(features: &LineFeatures<'_>, site: &Site<'_>) -> bool {
    let words = &features.words;
    let Some(first) = words.first().filter(|_| words.len() <= TITLE_WORDS) else { return false };
    let name = first.text.split(['\'', '’']).next().unwrap_or_default();
    let mut parts =
        site.name().rsplit('/').take(1).flat_map(|last| last.split(|c: char| !c.is_alphanumeric()));
    name.chars().count() >= NAME_LETTERS
        && parts.any(|part| part.to_lowercase() == name.to_lowercase())
        && !UiWord::new(name, first.script).is_of(Lang::ENGLISH)
}

/// Whether a site repeats an example or its own name: it is at home on each of the documents that it stands on.
pub(super) fn repeats_own(
    features: &LineFeatures<'_>,
    site: &Site<'_>,
    keys: &mut SiteKeys,
) -> bool {
    let mut stands = || site.standing(keys.of(features.line)?.line);
    (is_example(features) || names_site(features, site)) && stands().is_some()
}

/// Whether a line stands alone on its site: neither on three of its documents, nor does it begin as lines do that stand
/// on three.
pub(super) fn stands_alone(line: &str, site: &Site<'_>, keys: &mut SiteKeys) -> bool {
    let stands = |key| site.standing(key).is_some();
    keys.of(line).is_some_and(|keys| !stands(keys.line) && !stands(keys.beginning))
}

/// What it says against residue that a line stands alone, in parts of a nat: what a template writes stands on many
/// documents. `train/alone.py` fits it on sites that the forests had not seen, of 4 to 16 documents.
pub(super) fn alone(line: &str, site: &Site<'_>, keys: &mut SiteKeys) -> i32 {
    const NATS_PER_DOUBLING: f64 = 0.56;
    const MOST_DOCUMENTS: u32 = 16;
    if !stands_alone(line, site, keys) {
        return 0;
    }
    let doublings = f64::from(site.documents().clamp(1, MOST_DOCUMENTS)).log2();
    (f64::from(PER_NAT) * NATS_PER_DOUBLING * doublings).round() as i32
}

/// What its words say about the language.
fn of_language(row: &mut Row, features: &LineFeatures<'_>, main: Option<Lang>) {
    let of = |lang: Option<Lang>| lang.and_then(|lang| features.evidence.of(lang)).unwrap_or(0.0);
    let best = features.best;
    let lead = best.map_or(0.0, |(_, nats)| nats) - of(main);
    let is_english = |lang: Lang| lang == Lang::ENGLISH;
    row.nats(lead);
    row.nats(16.0 * lead / features.letters.max(1) as f64);
    let english = features.evidence.of(Lang::ENGLISH);
    row.nats(english.map_or(ABSENT, |english| english - of(main)));
    row.flag(best.is_none());
    row.flag(best.zip(main).is_some_and(|((best, _), main)| are_one(best, main)));
    row.flag(best.is_some_and(|(best, _)| is_english(best)));
    row.flag(main.is_some_and(is_english));
    let scripts = || main.into_iter().flat_map(|main| main.scripts().iter().copied());
    row.flag(scripts().any(|script| script == Script::Latin));
    let home = scripts().collect();
    let native = features.words.iter().filter(|word| is_in(word, home));
    row.part(letters(native), features.letters);
}

/// Which of its words are known from interfaces.
fn of_words(row: &mut Row, features: &LineFeatures<'_>, main: Option<Lang>) {
    let best = features.best.map(|(best, _)| best);
    let rival = best.filter(|&best| main.is_none_or(|main| !are_one(best, main)));
    let looked_at = features.words.iter().take(2 * shape::LABEL_WORDS);
    let words: Vec<_> = looked_at.map(|word| UiWord::new(word.text, word.script)).collect();
    let known = |lang: Option<Lang>, is: fn(UiWord, Lang) -> bool| {
        lang.map_or(0, |lang| words.iter().filter(|word| is(**word, lang)).count())
    };
    row.part(known(rival, UiWord::is_of), words.len());
    row.part(known(main, UiWord::is_of), words.len());
    row.part(words.iter().filter(|word| word.is_international()).count(), words.len());
    row.part(known(rival, UiWord::is_button_of), words.len());
    row.part(known(main, UiWord::is_button_of), words.len());
    let english = Some(Lang::ENGLISH);
    row.part(known(english, UiWord::is_of), words.len());
    row.part(known(english, UiWord::is_button_of), words.len());
    row.part(
        features.words.iter().filter(|word| is_english_date(word)).count(),
        features.words.len(),
    );
    let latin = features.words.iter().filter(|word| word.script == Script::Latin);
    row.part(letters(latin), features.letters);
}

/// English months and days, which blogs write whatever language they are in.
const DATES: [&str; 19] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Whether a word is an English month or day, or its first three letters.
fn is_english_date(word: &Word<'_>) -> bool {
    let is = |text: &str| text.eq_ignore_ascii_case(word.text);
    DATES.iter().any(|date| is(date) || is(&date[..3]))
}

/// How long it is, and how it is capitalised.
fn of_letters(row: &mut Row, features: &LineFeatures<'_>) {
    let (text, words) = (features.line.trim(), &features.words);
    let chars = text.chars().count();
    let count = |is: fn(char) -> bool| text.chars().filter(|&c| is(c)).count();
    let cased = |case: Case| words.iter().filter(|word| word.case == case).count();
    row.number(features.letters);
    row.number(words.len());
    row.number(words.iter().map(|word| usize::from(word.letters)).max().unwrap_or(0));
    row.number(chars);
    row.part(count(char::is_numeric), chars);
    row.part(count(char::is_uppercase), chars);
    row.flag(text.starts_with(char::is_uppercase));
    row.part(words.len() - cased(Case::Lower), words.len());
    row.part(cased(Case::Upper), words.len());
    row.flag(features.is_label);
    row.number(shape::shape(text, words) as usize);
}

/// The marks in it, and how it ends.
fn of_marks(row: &mut Row, features: &LineFeatures<'_>) {
    let text = features.line.trim();
    let count = |is: fn(char) -> bool| text.chars().filter(|&c| is(c)).count();
    row.number(count(shape::is_quotation_mark));
    row.number(count(|c| "{}<>=;\\_$".contains(c)));
    row.number(count(|c| "()[]（）".contains(c)));
    row.flag(["://", "www.", "@", ".com"].iter().any(|mark| text.contains(mark)));
    row.number(count(|c| "|·•»›/".contains(c)));
    row.flag(text.contains('©'));
    row.flag(text.starts_with(['-', '–', '—', '*', '•', '#', '>', '·', '+']));
    row.flag(text.ends_with(shape::SENTENCE_ENDS));
    row.flag(text.ends_with([':', '：']));
    row.flag(text.ends_with([',', ';', '-', '–', '—', '，', '、']));
    row.flag([". ", "! ", "? "].iter().any(|stop| text.contains(stop)));
    row.flag(text.contains(['?', '？', '؟', ';']));
    row.part(
        features.words.iter().filter(|word| shape::is_filler(word)).count(),
        features.words.len(),
    );
}
