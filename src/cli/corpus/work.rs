//! What is done with the records of a shard, on any thread.

use std::io;
use std::num::NonZeroUsize;

use monoglot::Document;
use monoglot::record::FIELD;
use monoglot::report::Totals;
use monoglot::{Finding, Hint, Review, Rule, Severity, Text};

use super::schema::{Annotated, Schema};
use super::{Chunk, Container, Fields, Kind, Piece, Place, Shard, jsonl, warc};
use crate::cli::job::{Action, Engines, Job};
use crate::cli::run::Outcome;

/// What came of a chunk.
#[derive(Debug, Default)]
pub(in crate::cli) struct Done {
    /// One outcome for each record.
    pub(in crate::cli) outcomes: Vec<Outcome>,
    /// What is written: records, each with what ends it.
    pub(in crate::cli) records: Vec<Vec<u8>>,
    /// Why the rest of the shard cannot be had, so that it must not be written.
    pub(in crate::cli) failure: Option<String>,
    #[cfg(feature = "parquet")]
    pub(super) rows: Option<arrow_array::RecordBatch>,
}

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
    ) -> Done {
        let bench = Bench { job: self, shard, hint: of_records(&shard.judge.hint, self.schema) };
        match chunk {
            Chunk::Pieces(pieces) => {
                let mut done = Done::default();
                for piece in pieces {
                    let judged = bench.piece(engines, piece);
                    done.outcomes.extend(judged.outcome);
                    match bench.packed(judged.record) {
                        Ok(record) => done.records.extend(record),
                        Err(error) => done.failure = Some(error.to_string()),
                    }
                }
                done
            }
            #[cfg(feature = "parquet")]
            Chunk::Rows(rows) => bench.rows(engines, &rows),
        }
    }
}

/// Attributes speak of a text as it stands, so that it is not mended for them.
fn of_records(hint: &Hint, schema: Schema) -> Hint {
    Hint { repair: hint.repair && schema != Schema::Dolma, ..hint.clone() }
}

/// Where the records of one shard are worked on.
pub(super) struct Bench<'j> {
    pub(super) job: &'j Job,
    pub(super) shard: &'j Shard,
    hint: Hint,
}

impl Bench<'_> {
    fn piece(&self, engines: &mut Engines, piece: Piece) -> Judged {
        let Piece { place, bytes, kind } = piece;
        let judged = match kind {
            Kind::Raw => return Judged { record: self.passed(bytes), outcome: None },
            Kind::Broken(why) => Err(why),
            Kind::Record => match self.shard.container {
                Container::Warc => self.warc(engines, place, &bytes),
                _ => self.line(engines, place, &bytes),
            },
        };
        judged.unwrap_or_else(|why| Judged {
            outcome: Some(self.broken(place, &why)),
            record: if self.job.schema == Schema::Dolma {
                b"{\"id\":null,\"attributes\":{}}\n".to_vec()
            } else {
                bytes
            },
        })
    }

    /// What stands between records. Attributes have a line for each line of theirs, and nothing of
    /// what stands on it.
    fn passed(&self, bytes: Vec<u8>) -> Vec<u8> {
        let is_blank = bytes.trim_ascii().is_empty();
        if self.job.schema == Schema::Dolma && !is_blank { Vec::new() } else { bytes }
    }

    fn line(&self, engines: &mut Engines, place: Place, bytes: &[u8]) -> Result<Judged, String> {
        let fields = self.fields();
        let record = jsonl::Record::read(bytes, fields)?;
        self.refuse_annotated(record.raw(FIELD).is_some())?;
        let id = record.id.clone().unwrap_or_else(|| place.number.to_string());
        let name = self.name(&id);
        let (outcome, text, added) = self.judge(engines, &name, &record.text, |annotated| {
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

    fn warc(&self, engines: &mut Engines, place: Place, bytes: &[u8]) -> Result<Judged, String> {
        let Some(record) = warc::Record::read(bytes)? else {
            return Ok(Judged { record: bytes.to_vec(), outcome: None });
        };
        self.refuse_annotated(record.is_annotated())?;
        let name = record.uri.map_or_else(|| self.name(&place.number.to_string()), str::to_owned);
        let (outcome, text, added) = self.judge(engines, &name, record.text, |annotated| {
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
        &self.shard.judge.fields
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
        name: &str,
        original: &str,
        annotate: impl FnOnce(&Annotated<'_>) -> T,
    ) -> (Outcome, String, T) {
        let (job, judge) = (self.job, &self.shard.judge);
        let text = Text::unicode(original, &self.hint);
        let review = job.reviewed(judge, engines, name, &text);
        let as_it_is = Hint { repair: false, ..self.hint.clone() };
        let printed = job.printed(name, &review, || Some(Text::unicode(original, &as_it_is)));
        let document = Document { path: name, text: &text, review: &review };
        let outcome = job.reported(&document, None, printed);
        let outcome = Outcome { bytes: original.len() as u64, ..outcome };
        if !self.writes() {
            return (outcome, String::new(), T::default());
        }
        let added = annotate(&Annotated { original, document: &document });
        (outcome, review.clean(), added)
    }

    /// What is said of a record that could not be read: a document that holds this finding alone.
    pub(super) fn broken(&self, place: Place, why: &str) -> Outcome {
        let Place { number, offset } = place;
        let (what, at) = match self.shard.container {
            Container::Jsonl => ("line", format!(", from byte {offset}")),
            Container::Warc => ("record", format!(", from byte {offset}")),
            Container::Parquet => ("row", String::new()),
        };
        let reason = format!("{what} {number}{at}: {why}");
        let name = self.name(&number.to_string());
        let finding = Finding {
            rule: Rule::BrokenRecord,
            severity: Severity::Flag,
            line: None::<NonZeroUsize>,
            spans: Vec::new(),
            text: String::new(),
            replacement: None,
            lang: None,
            confidence: 1.0,
            reason: reason.clone(),
            is_suppressed: false,
        };
        let rules = self.shard.judge.policy.rules;
        let review = Review { findings: vec![finding], rules, ..Review::default() };
        let text = Text::unicode("", &Hint::default());
        let document = Document { path: &name, text: &text, review: &review };
        let reported = self.job.reported(&document, None, String::new());
        let totals = Totals { failed: 1, rules: reported.totals.rules, ..Totals::default() };
        Outcome { totals, error: Some(format!("{}: {reason}", self.shard.input.name)), ..reported }
    }
}
