//! What is result with the records of a shard, on any thread.

use std::io;

#[cfg(feature = "parquet")]
use monoglot::Cleaned;
use monoglot::Document;
use monoglot::record::FIELD;
use monoglot::report::Totals;
use monoglot::{Finding, Hint, Review, Rule, Severity, Text};

use super::chunk::{Chunk, ChunkResult};
use super::container::Container;
use super::jsonl::JsonRecord;
#[cfg(feature = "parquet")]
use super::parquet::{Rows, TextRow, unread};
use super::raw_record::{Kind, Position, RawRecord};
use super::schema::Annotated;
use super::shard::Shard;
use super::warc::WarcRecord;
use crate::cli::action::Action;
use crate::cli::bug::caught;
#[cfg(feature = "parquet")]
use crate::cli::io_error::too_long;
use crate::cli::job::Job;
use crate::cli::options::SchemaArg as Schema;
use crate::cli::outcome::Outcome;
use crate::cli::parallel::HandOn;
use crate::cli::printer::Printer;
use crate::cli::settings::{Engines, Fields};
use crate::document::has_line;

/// A record and what came of it.
struct Judged {
    record: Vec<u8>,
    outcome: Option<Outcome>,
}

impl Job {
    /// The records of a chunk through the pipeline.
    pub(in crate::cli) fn records(
        &self,
        engines: &mut Engines,
        shard: &Shard,
        chunk: Chunk,
        hand_on: HandOn<'_, String>,
    ) -> ChunkResult {
        let printer = &mut Printer::new(hand_on);
        let worker =
            Worker { job: self, shard, hint: of_records(&shard.settings.hint, self.schema) };
        let result = match chunk {
            Chunk::Records(records) => worker.raw_records(engines, records, printer),
            #[cfg(feature = "parquet")]
            Chunk::Rows(rows) => worker.rows(engines, &rows, printer),
        };
        ChunkResult { text: printer.rest(), ..result }
    }
}

/// Attributes speak of a text as it stands, so that it is not mended for them.
fn of_records(hint: &Hint, schema: Schema) -> Hint {
    Hint { repair: hint.repair && schema != Schema::Dolma, ..hint.clone() }
}

/// Works on the records of one shard.
struct Worker<'j> {
    job: &'j Job,
    shard: &'j Shard,
    hint: Hint,
}

impl Worker<'_> {
    fn raw_records(
        &self,
        engines: &mut Engines,
        records: Vec<RawRecord>,
        printer: &mut Printer<'_>,
    ) -> ChunkResult {
        let mut result = ChunkResult::default();
        for record in records {
            let judged = self.raw_record(engines, record, printer);
            result.outcomes.extend(judged.outcome);
            match self.packed(judged.record) {
                Ok(record) => result.records.extend(record),
                Err(error) => result.failure = Some(error.to_string()),
            }
        }
        result
    }

    fn raw_record(
        &self,
        engines: &mut Engines,
        record: RawRecord,
        printer: &mut Printer<'_>,
    ) -> Judged {
        let RawRecord { position, bytes, kind } = record;
        if !self.may_have_changed(position) {
            return Judged { record: bytes, outcome: None };
        }
        let judged = match kind {
            Kind::Filler => return Judged { record: self.passed(bytes), outcome: None },
            Kind::Broken(why) => Err(why),
            Kind::Record => match self.shard.container {
                Container::Warc => {
                    caught(engines, |engines| self.warc(engines, position, &bytes, printer))
                }
                _ => caught(engines, |engines| self.line(engines, position, &bytes, printer)),
            }
            .flatten(),
        };
        judged.unwrap_or_else(|why| Judged {
            outcome: Some(self.broken(position, &why)),
            record: if self.job.schema == Schema::Dolma {
                b"{\"id\":null,\"attributes\":{}}\n".to_vec()
            } else {
                bytes
            },
        })
    }

    /// Whether something of a record is to be reported: of JSON Lines, git knows which changed.
    fn may_have_changed(&self, position: Position) -> bool {
        let lines = self.job.changed_lines(&self.shard.input);
        let lines = lines.filter(|_| self.shard.container == Container::Jsonl);
        let number = usize::try_from(position.number).unwrap_or(usize::MAX);
        lines.is_none_or(|lines| has_line(lines, number))
    }

    /// What stands between records. Attributes have a line for each line of theirs, and nothing of
    /// what stands on it.
    fn passed(&self, bytes: Vec<u8>) -> Vec<u8> {
        let is_blank = bytes.trim_ascii().is_empty();
        if self.job.schema == Schema::Dolma && !is_blank { Vec::new() } else { bytes }
    }

    fn line(
        &self,
        engines: &mut Engines,
        position: Position,
        bytes: &[u8],
        printer: &mut Printer<'_>,
    ) -> Result<Judged, String> {
        let fields = self.fields();
        let record = JsonRecord::read(bytes, fields)?;
        self.refuse_annotated(record.raw(FIELD).is_some())?;
        let id = record.id.clone().unwrap_or_else(|| position.number.to_string());
        let name = self.name(&id);
        let (outcome, text, added) =
            self.judge(engines, printer, &name, &record.text, record.url.as_deref(), |annotated| {
                self.job.schema.fields(annotated, &|field| record.raw(field))
            });
        let line = if self.job.schema == Schema::Dolma {
            let id = record.raw(&fields.id).ok_or("the id is missing, and attributes need it")?;
            let attributes = added.into_iter().map(|(_, value)| value).collect::<String>();
            format!("{{\"id\":{id},\"attributes\":{attributes}}}\n")
        } else {
            record.with(fields, &text, added)
        };
        Ok(Judged { record: line.into_bytes(), outcome: Some(outcome) })
    }

    fn warc(
        &self,
        engines: &mut Engines,
        position: Position,
        bytes: &[u8],
        printer: &mut Printer<'_>,
    ) -> Result<Judged, String> {
        let Some(record) = WarcRecord::read(bytes)? else {
            return Ok(Judged { record: bytes.to_vec(), outcome: None });
        };
        self.refuse_annotated(record.is_annotated())?;
        let name =
            record.uri.map_or_else(|| self.name(&position.number.to_string()), str::to_owned);
        let (outcome, text, added) =
            self.judge(engines, printer, &name, record.text, record.uri, |annotated| {
                self.job.schema.fields(annotated, &|_| None)
            });
        let added = added.first().map(|(_, value)| value.as_str());
        let is_same = text == record.text && added.is_none();
        let record = if is_same { bytes.to_vec() } else { record.with(&text, added) };
        Ok(Judged { record, outcome: Some(outcome) })
    }

    /// A record as it is written, if it is.
    fn packed(&self, record: Vec<u8>) -> io::Result<Option<Vec<u8>>> {
        match (self.writes(), self.shard.packs_records()) {
            (false, _) => Ok(None),
            (true, false) => Ok(Some(record)),
            (true, true) => self.shard.compression.pack(&record).map(Some),
        }
    }

    /// What was taken out of a record before would be lost.
    fn refuse_annotated(&self, is_annotated: bool) -> Result<(), String> {
        if is_annotated && self.job.schema == Schema::Monoglot && self.writes() {
            return Err(format!("there is a field '{FIELD}' already; use --schema none"));
        }
        Ok(())
    }

    fn writes(&self) -> bool {
        matches!(self.job.action, Action::Clean)
    }

    pub(super) fn fields(&self) -> &Fields {
        &self.shard.settings.fields
    }

    /// What a record is called that does not say it itself.
    pub(super) fn name(&self, id: &str) -> String {
        format!("{}#{id}", self.shard.input.name)
    }

    /// The text of a record through the pipeline: what came of it, the cleaned text, and what is
    /// added to it.
    pub(super) fn judge<T: Default>(
        &self,
        engines: &mut Engines,
        printer: &mut Printer<'_>,
        name: &str,
        original: &str,
        url: Option<&str>,
        annotate: impl FnOnce(&Annotated<'_>) -> T,
    ) -> (Outcome, String, T) {
        let (job, settings) = (self.job, &self.shard.settings);
        let text = Text::unicode(original, &self.hint);
        let site = job.sites.as_ref().and_then(|sites| sites.of_url(url));
        let review = job.reviewed(settings, &settings.policy, engines, name, site, &text);
        let as_it_is = Hint { repair: false, ..self.hint.clone() };
        job.print(printer, name, &review, || Some(Text::unicode(original, &as_it_is)));
        let document = Document { path: name, text: &text, review: &review };
        let outcome = job.reported(&document, None, String::new());
        let outcome = Outcome { bytes: original.len() as u64, ..outcome };
        if !self.writes() {
            return (outcome, String::new(), T::default());
        }
        let added = annotate(&Annotated { original, document: &document });
        (outcome, review.clean(), added)
    }

    /// Rows through the pipeline.
    #[cfg(feature = "parquet")]
    fn rows(&self, engines: &mut Engines, rows: &Rows, printer: &mut Printer<'_>) -> ChunkResult {
        let mut outcomes = Vec::new();
        let table = rows.annotated(self.fields(), self.job.schema, |row| {
            let (outcome, cleaned) = self.row(engines, row, printer);
            outcomes.push(outcome);
            cleaned
        });
        let (rows, failure) = table.map_or_else(|why| (None, Some(why)), |rows| (Some(rows), None));
        ChunkResult { outcomes, failure, rows, ..ChunkResult::default() }
    }

    #[cfg(feature = "parquet")]
    fn row(
        &self,
        engines: &mut Engines,
        row: TextRow<'_>,
        printer: &mut Printer<'_>,
    ) -> (Outcome, Cleaned) {
        let Fields { text: column, limit, .. } = self.fields();
        let Some(text) = row.text else {
            let why = format!("the column '{column}' is null");
            return (self.broken(row.position, &why), unread(""));
        };
        if text.len() > *limit {
            return (self.broken(row.position, &too_long(*limit)), unread(text));
        }
        let name = self.name(&row.id.unwrap_or_else(|| row.position.number.to_string()));
        let judged = caught(engines, |engines| {
            self.judge(engines, printer, &name, text, row.url.as_deref(), |annotated| {
                Some(annotated.record())
            })
        });
        match judged {
            Ok((outcome, _, cleaned)) => (outcome, cleaned.unwrap_or_else(|| unread(text))),
            Err(why) => (self.broken(row.position, &why), unread(text)),
        }
    }

    /// What is said of a record that could not be read: a document that holds this finding alone.
    pub(super) fn broken(&self, position: Position, why: &str) -> Outcome {
        let Position { number, offset } = position;
        let (what, at) = match self.shard.container {
            Container::Jsonl => ("line", format!(", from byte {offset}")),
            Container::Warc => ("record", format!(", from byte {offset}")),
            Container::Parquet => ("row", String::new()),
        };
        let reason = format!("{what} {number}{at}: {why}");
        let name = self.name(&number.to_string());
        let finding = Finding::of_document(Rule::BrokenRecord, Severity::Flag, reason.clone());
        let rules = self.shard.settings.policy.rules;
        let review = Review { findings: vec![finding], rules, ..Review::default() };
        let text = Text::unicode("", &Hint::default());
        let document = Document { path: &name, text: &text, review: &review };
        let reported = self.job.reported(&document, None, String::new());
        let totals = Totals { failed: 1, rules: reported.totals.rules, ..Totals::default() };
        Outcome { totals, error: Some(format!("{}: {reason}", self.shard.input.name)), ..reported }
    }
}
