//! Parquet: rows in a table, of which one column is the text.
//!
//! Rows are read a few at a time, whatever the row groups. The other columns, their order, their
//! compression and what the file says of itself stay; the column of the text keeps its type.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Int32Type, Int64Type, UInt32Type, UInt64Type};
use arrow_array::{Array as _, ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, SchemaRef};
use monoglot::record::{annotate_batch, annotated_schema};
use monoglot::{Cleaned, Hint, Review, Text};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::arrow::{ARROW_SCHEMA_META_KEY, ArrowWriter};
use parquet::basic::Compression as Codec;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use parquet::file::properties::WriterProperties;

use super::raw_record::Position;
use crate::cli::io_error::explain;
use crate::cli::options::SchemaArg;
use crate::cli::settings::Fields;

/// Rows that are read at once: some hold a whole book.
const ROWS: usize = 64;

/// A row group is written when it has so many bytes, since it waits in memory until then.
const ROW_GROUP_BYTES: usize = 8 << 20;

/// What a shard is like, and what is written instead of it.
#[derive(Debug)]
pub(super) struct Layout {
    columns: SchemaRef,
    properties: WriterProperties,
}

/// The rows of a shard.
pub(super) struct Batches {
    reader: ParquetRecordBatchReader,
    position: Position,
    is_done: bool,
}

/// Some rows, or why there are no more.
#[derive(Debug)]
pub(in crate::cli) struct Rows {
    position: Position,
    rows: Result<RecordBatch, String>,
}

impl Rows {
    pub(super) fn weight(&self) -> usize {
        self.rows.as_ref().map_or(0, RecordBatch::get_array_memory_size)
    }
}

/// Opens a shard, and refuses one without a column of text.
pub(super) fn open(
    path: &Path,
    fields: &Fields,
    schema: SchemaArg,
) -> Result<(Batches, Layout), String> {
    let file = File::open(path).map_err(|error| explain(&error))?;
    let damaged = |error: ParquetError| format!("no Parquet that can be read: {error}");
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(damaged)?;
    let columns = builder.schema().clone();
    let name = &fields.text;
    let text = columns.field_with_name(name).map_err(|_| {
        let names: Vec<_> = columns.fields().iter().map(|field| field.name().as_str()).collect();
        format!("the column '{name}' is missing; there are {}", names.join(", "))
    })?;
    if !matches!(text.data_type(), DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View) {
        return Err(format!("the column '{name}' holds {}, not strings", text.data_type()));
    }
    let properties = properties(builder.metadata());
    let columns = match schema {
        SchemaArg::None => columns,
        _ => annotated_schema(&columns, name).map_err(|error| error.to_string())?,
    };
    let reader = builder.with_batch_size(ROWS).build().map_err(damaged)?;
    let batches = Batches { reader, position: Position::START, is_done: false };
    Ok((batches, Layout { columns, properties }))
}

/// How the file was written. New columns are compressed as its first one.
fn properties(metadata: &ParquetMetaData) -> WriterProperties {
    let notes = metadata.file_metadata().key_value_metadata().cloned().unwrap_or_default();
    let notes = notes.into_iter().filter(|note| note.key != ARROW_SCHEMA_META_KEY).collect();
    let chunks = metadata.row_groups().first().map_or(&[][..], |group| group.columns());
    let default = chunks.first().map_or(Codec::SNAPPY, ColumnChunkMetaData::compression);
    let builder = WriterProperties::builder()
        .set_max_row_group_bytes(Some(ROW_GROUP_BYTES))
        .set_key_value_metadata(Some(notes))
        .set_compression(default);
    let builder = chunks.iter().fold(builder, |builder, chunk| {
        builder.set_column_compression(chunk.column_path().clone(), chunk.compression())
    });
    builder.build()
}

impl Iterator for Batches {
    type Item = Rows;

    fn next(&mut self) -> Option<Rows> {
        if self.is_done {
            return None;
        }
        let position = self.position;
        let rows = self.reader.next()?.map_err(|error| format!("the shard is damaged: {error}"));
        match &rows {
            Ok(rows) => self.position.number += rows.num_rows() as u64,
            Err(_) => self.is_done = true,
        }
        Some(Rows { position, rows })
    }
}

/// A row that is to be judged.
pub(super) struct TextRow<'r> {
    pub(super) position: Position,
    pub(super) id: Option<String>,
    pub(super) url: Option<String>,
    /// `None` if the column of the text is null.
    pub(super) text: Option<&'r str>,
}

impl Rows {
    /// The rows with what is made of the text of each: another text, and what is added. Rows without
    /// a text are shown in their turn and stay as they are.
    pub(super) fn annotated(
        &self,
        fields: &Fields,
        schema: SchemaArg,
        judge: impl FnMut(TextRow<'_>) -> Cleaned,
    ) -> Result<RecordBatch, String> {
        let batch = self.rows.as_ref().map_err(Clone::clone)?;
        self.table(batch, fields, schema, judge).map_err(|error| error.to_string())
    }

    /// Shows the text of each row that has one, with what names it and its address.
    pub(super) fn texts(
        &self,
        fields: &Fields,
        mut each: impl FnMut(u64, Option<String>, Option<String>, &str),
    ) -> Result<(), String> {
        let batch = self.rows.as_ref().map_err(Clone::clone)?;
        let Some(texts) = batch.column_by_name(&fields.text) else { return Ok(()) };
        let (ids, urls) = (batch.column_by_name(&fields.id), batch.column_by_name(&fields.url));
        for row in 0..batch.num_rows() {
            let Some(text) = text(texts, row) else { continue };
            let of = |column: Option<&ArrayRef>| column.and_then(|column| id(column, row));
            each(self.position.number + row as u64, of(ids), of(urls), text);
        }
        Ok(())
    }

    fn table(
        &self,
        batch: &RecordBatch,
        fields: &Fields,
        schema: SchemaArg,
        mut judge: impl FnMut(TextRow<'_>) -> Cleaned,
    ) -> Result<RecordBatch, ArrowError> {
        let texts = batch.column(batch.schema_ref().index_of(&fields.text)?);
        let ids = batch.column_by_name(&fields.id);
        let urls = batch.column_by_name(&fields.url);
        let mut rows = (0..batch.num_rows()).map(|row| TextRow {
            position: Position { number: self.position.number + row as u64, ..self.position },
            id: ids.and_then(|ids| id(ids, row)),
            url: urls.and_then(|urls| id(urls, row)),
            text: text(texts, row),
        });
        let annotated = annotate_batch(batch, &fields.text, |_, text| {
            // Of rows without a text nothing is asked, so that they come between.
            for row in rows.by_ref() {
                let is_asked = row.text.is_some();
                let cleaned = judge(row);
                if is_asked {
                    return cleaned;
                }
            }
            unread(text)
        })?;
        rows.for_each(|row| drop(judge(row)));
        match schema {
            SchemaArg::None => annotated.project(&(0..batch.num_columns()).collect::<Vec<_>>()),
            _ => Ok(annotated),
        }
    }
}

/// What is added to a text that nobody read.
pub(super) fn unread(text: &str) -> Cleaned {
    Cleaned::new(text.as_bytes(), &Text::unicode("", &Hint::default()), &Review::default())
}

/// The text of a row, whatever the type of its column.
fn text(texts: &ArrayRef, index: usize) -> Option<&str> {
    if texts.is_null(index) {
        return None;
    }
    match texts.data_type() {
        DataType::Utf8 => Some(texts.as_string::<i32>().value(index)),
        DataType::LargeUtf8 => Some(texts.as_string::<i64>().value(index)),
        DataType::Utf8View => Some(texts.as_string_view().value(index)),
        _ => None,
    }
}

/// The id of a row, if it is text or a whole number.
fn id(ids: &ArrayRef, index: usize) -> Option<String> {
    if ids.is_null(index) {
        return None;
    }
    match ids.data_type() {
        DataType::Int32 => Some(ids.as_primitive::<Int32Type>().value(index).to_string()),
        DataType::Int64 => Some(ids.as_primitive::<Int64Type>().value(index).to_string()),
        DataType::UInt32 => Some(ids.as_primitive::<UInt32Type>().value(index).to_string()),
        DataType::UInt64 => Some(ids.as_primitive::<UInt64Type>().value(index).to_string()),
        _ => text(ids, index).map(str::to_owned),
    }
}

/// Writes rows.
pub(super) struct RowWriter(ArrowWriter<BufWriter<File>>);

impl RowWriter {
    pub(super) fn new(file: File, layout: &Layout) -> io::Result<Self> {
        let columns = layout.columns.clone();
        let properties = Some(layout.properties.clone());
        Ok(Self(ArrowWriter::try_new(BufWriter::new(file), columns, properties)?))
    }

    pub(super) fn write(&mut self, rows: &RecordBatch) -> io::Result<()> {
        Ok(self.0.write(rows)?)
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.0.finish()?;
        io::Write::flush(self.0.inner_mut())
    }
}
