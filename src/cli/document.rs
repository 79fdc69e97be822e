//! One document through the pipeline: read, decoded, judged, reported, put in its place.

use std::io::{self, IsTerminal as _};

use monoglot::report::{Fragment, Screen, Totals, escape};
use monoglot::sites::Site;
use monoglot::{Document, Error, Hint, Policy, Review, Text, review_each_line, review_on_site};

use super::action::{Action, Stdout};
use super::advice::{advise_mixed, advised_of, kind_in_text};
use super::bug::caught;
use super::cache::{Cache, CacheKey};
use super::changes::Lines;
use super::console::for_terminal;
use super::corpus::sniff::is_array_of_records;
use super::decisions::Seen;
use super::inputs::{Content, Input};
use super::io_error::explain;
use super::job::Job;
use super::options::InputFormat;
use super::outcome::Outcome;
use super::output::{Target, replace};
use super::parallel::HandOn;
use super::printer::Printer;
use super::settings::{Engines, Settings};

impl Job {
    /// A document from its bytes to its place.
    pub(super) fn process(
        &self,
        cache: Option<&Cache>,
        engines: &mut Engines,
        input: &Input,
        hand_on: HandOn<'_, String>,
    ) -> Outcome {
        let printer = &mut Printer::new(hand_on);
        caught(engines, |engines| self.whole(cache, engines, input, printer))
            .flatten()
            .unwrap_or_else(|error| Outcome::failed(format!("{}: {error}", escape(&input.name))))
    }

    fn whole(
        &self,
        cache: Option<&Cache>,
        engines: &mut Engines,
        input: &Input,
        printer: &mut Printer<'_>,
    ) -> Result<Outcome, String> {
        let settings = self.resolver.of(&input.name)?;
        // What it is before it is read: if it changes meanwhile, it is another one the next time.
        let stamp = cache.filter(|_| !self.writes_text()).zip(input.path());
        let stamp =
            stamp.and_then(|(cache, path)| cache.stamp(path, &self.identity(&settings, input)));
        if let Some(outcome) = cache.zip(stamp).and_then(|(cache, stamp)| cache.get_unread(stamp)) {
            return Ok(outcome);
        }
        let content = input.read(settings.fields.limit, settings.max_document)?;
        let judge = || self.judge(&settings, engines, input, &content.bytes, printer);
        let outcome = self.judged(cache, stamp, input, &settings, &content.bytes, judge)?;
        self.delivered(input, &content, outcome)
    }

    /// The lines of a document that are reported, where only what changed is.
    pub(super) fn changed_lines(&self, input: &Input) -> Option<&Lines> {
        self.changes.as_ref()?.of(input.path()?)
    }

    /// All that the outcome of a document depends on beside its bytes and the run.
    fn identity(&self, settings: &Settings, input: &Input) -> String {
        format!("{} {:?}", settings.identity, self.changed_lines(input))
    }

    /// What comes of a document, remembered or found out.
    fn judged(
        &self,
        cache: Option<&Cache>,
        stamp: Option<CacheKey>,
        input: &Input,
        settings: &Settings,
        bytes: &[u8],
        judge: impl FnOnce() -> Result<Outcome, String>,
    ) -> Result<Outcome, String> {
        let Some(cache) = cache else { return judge() };
        let key = cache.key(&input.name, bytes, &self.identity(settings, input));
        let outcome = match cache.get(key) {
            Some(outcome) => outcome,
            None => judge()?,
        };
        if outcome.totals.documents == 1 && !outcome.is_rest {
            cache.put(key, &outcome);
            if let Some(stamp) = stamp {
                cache.put_stamp(stamp, key);
            }
        }
        Ok(outcome)
    }

    fn judge(
        &self,
        settings: &Settings,
        engines: &mut Engines,
        input: &Input,
        bytes: &[u8],
        printer: &mut Printer<'_>,
    ) -> Result<Outcome, String> {
        let text = match self.texts.take(&input.name, bytes) {
            Some(text) => Some(text),
            None => decoded(settings, input, bytes)?,
        };
        let Some(text) = text else { return Ok(Outcome::skipped()) };
        let bytes_read = bytes.len() as u64;
        if matches!(self.action, Action::Decode) {
            let totals = Totals { documents: 1, ..Totals::default() };
            let text = text.into_string();
            return Ok(Outcome { text, totals, bytes: bytes_read, ..Outcome::default() });
        }
        let policy = settings.policy_for(&input.name, text.as_str());
        let site = self.sites.as_ref().and_then(|sites| sites.of_document(input, text.as_str()));
        let review = self.reviewed(settings, &policy, engines, &input.name, site, &text);
        let review = Review { reported: self.changed_lines(input).cloned(), ..review };
        let shown = match self.action {
            // Who reads a stream gets all but what goes; a file that is written gets no hole.
            Action::Clean if matches!(self.target, Target::Stdout) => review.clean_with_gaps(),
            Action::Clean => review.clean(),
            _ => {
                self.print(printer, &input.name, &review, || {
                    Text::decode(bytes, &unrepaired(settings).of_file(&input.name, bytes)).ok()
                });
                printer.rest()
            }
        };
        let document = Document { path: &input.name, text: &text, review: &review };
        let link = input.absolute().filter(|_| self.stdout.links);
        let outcome = self.reported(&document, link, shown);
        let note = note_of_records(settings, input, text.as_str());
        Ok(Outcome { bytes: bytes_read, is_rest: printer.has_begun, note, ..outcome })
    }

    /// The verdicts on a text that is called by this name.
    pub(super) fn reviewed<'t>(
        &self,
        settings: &Settings,
        policy: &Policy,
        engines: &mut Engines,
        name: &str,
        site: Option<Site<'_>>,
        text: &'t Text<'_>,
    ) -> Review<'t> {
        let engine = engines.get(settings.engine);
        if matches!(self.action, Action::Tag { each_line: true, .. }) {
            return review_each_line(text, engine);
        }
        let answers = self.decisions.answers(name, site.as_ref(), text);
        let mut review = review_on_site(text, policy, answers, site, engine);
        advise_mixed(&mut review);
        Review { shows_ignored: self.shows_ignored, ..review }
    }

    /// Prints what is printed of a document beside its text: its lines, or how it would change. `before`
    /// is the text before any repair.
    pub(super) fn print<'t>(
        &self,
        printer: &mut Printer<'_>,
        name: &str,
        review: &Review<'_>,
        before: impl FnOnce() -> Option<Text<'t>>,
    ) {
        match self.action {
            Action::Decode | Action::Clean | Action::Check(_) | Action::Sites => {}
            Action::Tag { format, .. } => printer.tagged(name, review, format, self.stdout.color),
            Action::Diff => {
                if let Some(before) = before() {
                    printer.diff(name, &before, review, self.stdout.color);
                }
            }
        }
    }

    /// Puts the text of a document in its place; what is left of it is for stdout.
    fn delivered(
        &self,
        input: &Input,
        content: &Content,
        outcome: Outcome,
    ) -> Result<Outcome, String> {
        if !self.writes_text() || outcome.totals.documents == 0 {
            return Ok(outcome);
        }
        Ok(Outcome { text: self.deliver(input, content, outcome.text)?, ..outcome })
    }

    /// Whether the run writes texts, which their files are needed for.
    fn writes_text(&self) -> bool {
        matches!(self.action, Action::Clean | Action::Decode)
    }

    /// What all documents of a run depend on beside the program, in words.
    pub(super) fn settings(&self) -> String {
        let files = self.reports.iter().chain(&self.step_summary);
        let formats: Vec<_> = files.map(|(format, _)| format.name()).collect();
        let printed = (&self.action, self.format, formats, self.schema, self.shows_ignored);
        let has_gaps = matches!(self.target, Target::Stdout);
        let sites = self.sites.as_ref().map(|sites| sites.identity.as_str());
        format!("{printed:?} {has_gaps} {sites:?} {}", self.decisions.identity())
    }

    pub(super) fn reported(
        &self,
        document: &Document<'_>,
        link: Option<String>,
        printed: String,
    ) -> Outcome {
        Outcome {
            text: printed,
            fragments: self.fragments(document, link),
            totals: Totals::of(document),
            worst: document.worst(),
            seen: self.seen(document),
            ..Outcome::default()
        }
    }

    /// What each report says of a document, that on stdout first.
    pub(super) fn fragments(&self, document: &Document<'_>, link: Option<String>) -> Vec<Fragment> {
        let Stdout { color, columns, is_verbose, .. } = self.stdout;
        let screen = Screen { color, link, columns, is_verbose };
        let to_stdout = self.format.map(|format| format.document(document, &screen));
        let files = self.reports.iter().chain(&self.step_summary);
        let to_files = files.map(|(format, _)| format.document(document, &Screen::default()));
        to_stdout.into_iter().chain(to_files).collect()
    }

    /// What a document says about the decisions, which only a check wants to know.
    fn seen(&self, document: &Document<'_>) -> Seen {
        let Action::Check(upkeep) = self.action else { return Seen::default() };
        let bound = self.fail_on.filter(|_| upkeep.writes_baseline);
        let baseline = bound.map(|bound| self.decisions.baseline(document, bound.severity));
        self.decisions.seen(document, baseline.unwrap_or_default())
    }

    /// Writes a text to its file, or gives back what stdout is to print.
    fn deliver(&self, input: &Input, content: &Content, text: String) -> Result<String, String> {
        match self.target.path(input)? {
            Some(path) => {
                let is_judged = matches!(self.target, Target::InPlace);
                let expected = is_judged.then(|| content.of_file());
                let packed = content.pack(&text).map_err(|error| explain(&error))?;
                replace(&path, &packed, expected, &self.journal).map(|()| String::new())
            }
            None if io::stdout().is_terminal() => Ok(for_terminal(&text)),
            None => Ok(text),
        }
    }
}

/// The text of a document; `None` of one that is none and may be skipped.
pub(super) fn decoded<'b>(
    settings: &Settings,
    input: &Input,
    bytes: &'b [u8],
) -> Result<Option<Text<'b>>, String> {
    match kind_in_text(bytes) {
        Some(_) if input.may_be_skipped() => return Ok(None),
        Some(kind) => return Err(kind.to_owned()),
        None => {}
    }
    match Text::decode(bytes, &settings.hint.of_file(&input.name, bytes)) {
        Ok(text) => Ok(Some(text)),
        Err(Error::NotText { .. }) if input.may_be_skipped() => Ok(None),
        Err(error) => Err(advised_of(&error, bytes)),
    }
}

/// What is to be said of a document that holds the records of a corpus.
fn note_of_records(settings: &Settings, input: &Input, text: &str) -> Option<String> {
    let is_array =
        settings.input_format == InputFormat::Auto && is_array_of_records(text, &settings.fields);
    is_array.then(|| {
        format!(
            "{}: a JSON array of records, judged as one document; to judge each by itself, write one \
             on a line, as `jq -c '.[]'` does, and name the file .jsonl",
            escape(&input.name)
        )
    })
}

/// How a document is read for what stands there, before any repair.
fn unrepaired(settings: &Settings) -> Hint {
    Hint { repair: false, ..settings.hint.clone() }
}
