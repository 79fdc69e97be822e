//! Records in Arrow batches: the strings of one column cleaned in place, one column added.
//!
//! The strings come back in the type that they came in, and the strings of the added column have it
//! too, so that a batch stays what its engine wants: `Utf8`, `LargeUtf8` beyond 2 GiB, `Utf8View`.
//! Everything added may be null, since engines differ in what they let be declared otherwise, and
//! all numbers are signed, since Spark has no others.

use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::{
    Array, ArrayRef, Float64Array, Int64Array, LargeStringArray, ListArray, RecordBatch,
    RecordBatchOptions, StringArray, StringViewArray, StructArray,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use super::field::FIELD;
use crate::cleaned::{Cleaned, Removed, Tag};
use crate::finding::{Finding, rounded};
use crate::lang::Lang;

/// The schema of batches after [`annotate_batch`].
///
/// # Errors
///
/// There is no such column, it holds no strings, or there is a column `monoglot` already.
pub fn annotated_schema(given: &Schema, column: &str) -> Result<SchemaRef, ArrowError> {
    let strings = Strings::of(given, column)?;
    if given.index_of(FIELD).is_ok() {
        let why = format!("there is a column '{FIELD}' already; rename or drop it");
        return Err(ArrowError::SchemaError(why));
    }
    let added = Field::new(FIELD, strings.field(&[])?.data_type().clone(), true);
    let fields = given.fields().iter().cloned().chain([Arc::new(added)]);
    Ok(Arc::new(Schema::new_with_metadata(fields.collect::<Vec<_>>(), given.metadata().clone())))
}

/// Annotates the text of every row, which `annotate` is given with its number, from 0; a null stays null. All
/// other columns are passed on as they are, without a copy. Holds the records of one batch in memory.
///
/// # Errors
///
/// Those of [`annotated_schema`], and strings of a `Utf8` batch that become more than 2 GiB.
pub fn annotate_batch(
    batch: &RecordBatch,
    column: &str,
    mut annotate: impl FnMut(usize, &str) -> Cleaned,
) -> Result<RecordBatch, ArrowError> {
    let schema = annotated_schema(batch.schema_ref(), column)?;
    let strings = Strings::of(&schema, column)?;
    let index = schema.index_of(column)?;
    let texts = strings.values(batch.column(index)).into_iter().enumerate();
    let texts = texts.map(|(row, text)| text.map(|text| annotate(row, text)));
    let records: Vec<_> = texts.collect();
    let mut columns = batch.columns().to_vec();
    columns[index] = strings.array(each(&records, |record| Some(&record.text)))?;
    columns.push(Arc::new(strings.field(&records)?));
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(schema, columns, &options)
}

/// The strings of a column, whatever their type; `None` where there is none.
///
/// # Errors
///
/// There is no such column, or it holds no strings.
pub fn strings<'b>(
    batch: &'b RecordBatch,
    column: &str,
) -> Result<Vec<Option<&'b str>>, ArrowError> {
    let strings = Strings::of(batch.schema_ref(), column)?;
    Ok(strings.values(batch.column(batch.schema_ref().index_of(column)?)))
}

/// The type that the strings of a batch have.
#[derive(Debug, Clone, Copy)]
enum Strings {
    Small,
    Large,
    View,
}

impl Strings {
    fn of(schema: &Schema, column: &str) -> Result<Self, ArrowError> {
        match schema.field_with_name(column)?.data_type() {
            DataType::Utf8 => Ok(Self::Small),
            DataType::LargeUtf8 => Ok(Self::Large),
            DataType::Utf8View => Ok(Self::View),
            other => {
                let why = format!("column '{column}' holds {other}, not strings");
                Err(ArrowError::SchemaError(why))
            }
        }
    }

    fn values(self, column: &ArrayRef) -> Vec<Option<&str>> {
        match self {
            Self::Small => column.as_string::<i32>().iter().collect(),
            Self::Large => column.as_string::<i64>().iter().collect(),
            Self::View => column.as_string_view().iter().collect(),
        }
    }

    fn array<'r>(
        self,
        values: impl Iterator<Item = Option<&'r (impl AsRef<str> + ?Sized + 'r)>> + Clone,
    ) -> Result<ArrayRef, ArrowError> {
        let values = values.map(|value| value.map(AsRef::as_ref));
        let bytes: usize = values.clone().flatten().map(str::len).sum();
        Ok(match self {
            Self::Small if i32::try_from(bytes).is_err() => {
                return Err(ArrowError::OffsetOverflowError(bytes));
            }
            Self::Small => Arc::new(values.collect::<StringArray>()),
            Self::Large => Arc::new(values.collect::<LargeStringArray>()),
            Self::View => Arc::new(values.collect::<StringViewArray>()),
        })
    }

    /// The column that is added.
    fn field(self, records: &[Option<Cleaned>]) -> Result<StructArray, ArrowError> {
        let encodings: Vec<_> = each(records, |record| Some(record.encoding.to_string())).collect();
        let columns = [
            ("lang", self.array(each(records, |record| record.lang.map(Lang::code)))?),
            ("share", floats(each(records, |record| Some(record.share)))),
            ("encoding", self.array(encodings.iter().map(Option::as_ref))?),
            ("lines", list(records, |record| &record.lines, |lines| self.lines(lines))?),
            ("removed", list(records, |record| &record.removed, |pieces| self.removed(pieces))?),
            ("findings", list(records, |record| &record.findings, |all| self.findings(all))?),
            ("original", self.array(each(records, |record| record.original.as_ref()))?),
        ];
        structure(columns, Some(nulls(records)))
    }

    fn lines(self, lines: &[&Tag]) -> Result<StructArray, ArrowError> {
        let lines = lines.iter();
        let lang = |line: &&Tag| Some(line.lang.map_or("und", Lang::code));
        let columns = [
            ("lang", self.array(lines.clone().map(lang))?),
            ("confidence", floats(lines.clone().map(|line| Some(line.confidence)))),
            ("foreign", floats(lines.clone().map(|line| Some(line.foreign)))),
            ("residue", floats(lines.clone().map(|line| Some(line.residue)))),
            ("verdict", self.array(lines.map(|line| Some(line.verdict.name())))?),
        ];
        structure(columns, None)
    }

    fn removed(self, pieces: &[&Removed]) -> Result<StructArray, ArrowError> {
        let pieces = pieces.iter();
        let columns = [
            ("line", counts(pieces.clone().map(|piece| Some(piece.line)))),
            ("start", counts(pieces.clone().map(|piece| Some(piece.start)))),
            ("end", counts(pieces.clone().map(|piece| Some(piece.end)))),
            ("lang", self.array(pieces.clone().map(|piece| piece.lang.map(Lang::code)))?),
            ("rule", self.array(pieces.clone().map(|piece| Some(piece.rule.id())))?),
            ("foreign", floats(pieces.clone().map(|piece| Some(piece.foreign)))),
            ("reason", self.array(pieces.clone().map(|piece| Some(&piece.reason)))?),
            ("text", self.array(pieces.map(|piece| Some(&piece.text)))?),
        ];
        structure(columns, None)
    }

    fn findings(self, findings: &[&Finding]) -> Result<StructArray, ArrowError> {
        let all = findings.iter();
        let line = |finding: &&Finding| finding.line.map(std::num::NonZeroUsize::get);
        let confidence = |finding: &&Finding| Some(rounded(finding.confidence));
        let columns = [
            ("rule", self.array(all.clone().map(|finding| Some(finding.rule.id())))?),
            ("severity", self.array(all.clone().map(|finding| Some(finding.severity.name())))?),
            ("line", counts(all.clone().map(line))),
            ("lang", self.array(all.clone().map(|finding| finding.lang.map(Lang::code)))?),
            ("confidence", floats(all.clone().map(confidence))),
            ("reason", self.array(all.map(|finding| Some(&finding.reason)))?),
        ];
        structure(columns, None)
    }
}

/// One value for each record, none where there is none.
fn each<'r, T>(
    records: &'r [Option<Cleaned>],
    value: impl Fn(&'r Cleaned) -> Option<T> + Clone,
) -> impl Iterator<Item = Option<T>> + Clone {
    records.iter().map(move |record| record.as_ref().and_then(&value))
}

fn nulls(records: &[Option<Cleaned>]) -> NullBuffer {
    records.iter().map(Option::is_some).collect()
}

fn floats(values: impl Iterator<Item = Option<f64>>) -> ArrayRef {
    Arc::new(values.collect::<Float64Array>())
}

fn counts(values: impl Iterator<Item = Option<usize>>) -> ArrayRef {
    let values = values.map(|value| value.and_then(|value| i64::try_from(value).ok()));
    Arc::new(values.collect::<Int64Array>())
}

/// A list for each record, of structures that are made of the items of all records together.
fn list<'r, T: 'r>(
    records: &'r [Option<Cleaned>],
    items: impl Fn(&'r Cleaned) -> &'r Vec<T>,
    structures: impl Fn(&[&'r T]) -> Result<StructArray, ArrowError>,
) -> Result<ArrayRef, ArrowError> {
    let of = |record: &'r Option<Cleaned>| record.as_ref().map_or(&[][..], |record| items(record));
    let all: Vec<&T> = records.iter().flat_map(of).collect();
    if i32::try_from(all.len()).is_err() {
        return Err(ArrowError::OffsetOverflowError(all.len()));
    }
    let offsets = OffsetBuffer::from_lengths(records.iter().map(|record| of(record).len()));
    let values = structures(&all)?;
    let item = Field::new_list_field(values.data_type().clone(), true);
    let list = ListArray::try_new(Arc::new(item), offsets, Arc::new(values), Some(nulls(records)))?;
    Ok(Arc::new(list))
}

fn structure<const N: usize>(
    columns: [(&str, ArrayRef); N],
    nulls: Option<NullBuffer>,
) -> Result<StructArray, ArrowError> {
    let field =
        |(name, array): &(&str, ArrayRef)| Field::new(*name, array.data_type().clone(), true);
    let fields: Vec<_> = columns.iter().map(field).collect();
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    StructArray::try_new(fields.into(), arrays, nulls)
}
