//! Arrow data in and out, through the `PyCapsule` interface.

use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::ffi::{FFI_ArrowSchema, to_ffi};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{Array as _, RecordBatch, RecordBatchIterator, RecordBatchReader, StructArray};
use arrow_pyarrow::FromPyArrow as _;
use arrow_schema::{ArrowError, Schema, SchemaRef};
use monoglot::record;
use monoglot::sites::Sites;
use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::judge::Judge;
use crate::sites::{Sites as KnownSites, site_of};

/// One annotated batch; read it with any library that knows `__arrow_c_array__`.
#[pyclass(frozen, module = "monoglot._monoglot")]
pub(crate) struct Batch(pub(crate) RecordBatch);

#[pymethods]
impl Batch {
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, self.0.schema_ref())
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        // Consumers cast what they did not get; the interface allows to give what there is.
        let _ = requested_schema;
        let rows = StructArray::from(self.0.clone());
        let (array, _) = to_ffi(&rows.to_data()).map_err(refused)?;
        let array = PyCapsule::new_with_value(py, array, c"arrow_array")?;
        Ok((schema_capsule(py, self.0.schema_ref())?, array))
    }
}

pub(crate) type Reader = Box<dyn RecordBatchReader + Send>;

/// Annotated batches, one after the other; read them once, with any library that knows
/// `__arrow_c_stream__`.
#[pyclass(frozen, module = "monoglot._monoglot")]
pub(crate) struct Batches {
    schema: SchemaRef,
    reader: Mutex<Option<Reader>>,
}

#[pymethods]
impl Batches {
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.schema)
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner).take();
        let reader = reader.ok_or_else(|| PyValueError::new_err("the stream was read before"))?;
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(reader), c"arrow_array_stream")
    }
}

/// A batch (`__arrow_c_array__`) alone, or a stream of batches (`__arrow_c_stream__`).
pub(crate) fn batches_of(data: &Bound<'_, PyAny>) -> PyResult<Reader> {
    if data.hasattr("__arrow_c_array__")? {
        let batch = RecordBatch::from_pyarrow_bound(data)?;
        let schema = batch.schema();
        return Ok(Box::new(RecordBatchIterator::new([Ok(batch)], schema)));
    }
    if !data.hasattr("__arrow_c_stream__")? {
        let name = data.get_type().fully_qualified_name()?;
        let why =
            format!("{name} is no Arrow data: it has no __arrow_c_array__ or __arrow_c_stream__");
        return Err(PyTypeError::new_err(why));
    }
    Ok(Box::new(RecordBatchStreamReader::from_pyarrow_bound(data)?))
}

/// The columns that are read, and what is known of the sites of their addresses.
struct Columns {
    text: String,
    known: Option<(String, Arc<Sites>)>,
}

/// Annotates a batch, or a stream of batches: when they are asked for, if it is `lazy`, and all of them now
/// otherwise. With `sites`, the column `url` says of which one a document is.
#[pyfunction]
#[pyo3(signature = (judge, data, column, lazy, url, sites = None))]
pub(crate) fn annotate(
    py: Python<'_>,
    judge: &Bound<'_, Judge>,
    data: &Bound<'_, PyAny>,
    column: String,
    lazy: bool,
    url: String,
    sites: Option<&Bound<'_, KnownSites>>,
) -> PyResult<Py<PyAny>> {
    let judge = judge.get().clone();
    let known = sites.map(|sites| (url, sites.get().shared()));
    let columns = Columns { text: column, known };
    let is_batch = data.hasattr("__arrow_c_array__")?;
    let batches = batches_of(data)?;
    let schema = record::annotated_schema(&batches.schema(), &columns.text).map_err(refused)?;
    let mut annotated = batches.map(move |batch| annotate_batch(&judge, &batch?, &columns));
    if let Some(batch) = is_batch.then(|| py.detach(|| annotated.next())).flatten() {
        return Ok(Batch(batch.map_err(refused)?).into_pyobject(py)?.into_any().unbind());
    }
    let reader: Reader = if lazy {
        Box::new(RecordBatchIterator::new(annotated, schema.clone()))
    } else {
        let all: Vec<_> = py.detach(|| annotated.collect::<Result<_, _>>()).map_err(refused)?;
        Box::new(RecordBatchIterator::new(all.into_iter().map(Ok), schema.clone()))
    };
    let batches = Batches { schema, reader: Mutex::new(Some(reader)) };
    Ok(batches.into_pyobject(py)?.into_any().unbind())
}

fn annotate_batch(
    judge: &Judge,
    batch: &RecordBatch,
    columns: &Columns,
) -> Result<RecordBatch, ArrowError> {
    let Some((url, sites)) = &columns.known else {
        return record::annotate_batch(batch, &columns.text, |_, text| judge.annotate(text, None));
    };
    let urls = record::strings(batch, url)?;
    record::annotate_batch(batch, &columns.text, |row, text| {
        judge.annotate(text, site_of(sites, urls[row]))
    })
}

fn schema_capsule<'py>(py: Python<'py>, schema: &Schema) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema).map_err(refused)?;
    PyCapsule::new_with_value(py, schema, c"arrow_schema")
}

pub(crate) fn refused(error: ArrowError) -> PyErr {
    match error {
        ArrowError::OffsetOverflowError(bytes) => PyOverflowError::new_err(format!(
            "{bytes} bytes of strings in one batch, more than 2 GiB: use smaller batches or large_string"
        )),
        ArrowError::SchemaError(why) => PyValueError::new_err(why),
        other => PyValueError::new_err(other.to_string()),
    }
}
