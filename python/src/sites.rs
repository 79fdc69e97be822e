//! What sites repeat: counted here or added up by engines, and known while texts are judged.

use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::types::Int64Type;
use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::ArrowError;
use monoglot::record::strings;
use monoglot::sites::{self, CountRow, Counter, Site, file_of_rows, site_of_url};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::arrow::{Batch, batches_of, refused};
use crate::judge::Judge;

/// What a sites file says, read once and shared by all threads.
#[pyclass(frozen, module = "monoglot._monoglot")]
pub(crate) struct Sites(Arc<sites::Sites>);

#[pymethods]
impl Sites {
    #[new]
    fn new(py: Python<'_>, data: Vec<u8>) -> PyResult<Self> {
        let sites = py.detach(|| sites::Sites::new(data));
        let sites = sites.map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Self(Arc::new(sites)))
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.as_bytes())
    }

    /// It travels to workers as its file.
    fn __reduce__<'py>(this: &Bound<'py, Self>) -> (Bound<'py, PyAny>, (Bound<'py, PyBytes>,)) {
        (this.get_type().into_any(), (this.get().__bytes__(this.py()),))
    }

    fn __len__(&self) -> usize {
        self.0.iter().count()
    }
}

impl Sites {
    pub(crate) fn shared(&self) -> Arc<sites::Sites> {
        self.0.clone()
    }
}

/// The site of an address, where it is known.
pub(crate) fn site_of<'s>(sites: &'s sites::Sites, url: Option<&str>) -> Option<Site<'s>> {
    sites.site(&site_of_url(url?)?)
}

/// Names of the columns of counted rows, but for the numbers.
const KEYS: [&str; 3] = ["site", "line", "name"];

/// Names of the columns that are added up.
const SUMS: [&str; 4] = ["documents", "labels", "top", "bottom"];

/// Counts the documents of a batch or a stream of batches: a batch of rows to be grouped by `site`, `line` and
/// `name`, whose other columns are to be added up.
#[pyfunction]
pub(crate) fn count(
    py: Python<'_>,
    judge: &Bound<'_, Judge>,
    data: &Bound<'_, PyAny>,
    text: &str,
    url: &str,
) -> PyResult<Batch> {
    let (judge, batches) = (judge.get().clone(), batches_of(data)?);
    let counted = py.detach(|| {
        // What is wrong with the columns is said where there are no rows, too.
        let none = RecordBatch::new_empty(batches.schema());
        strings(&none, text).and(strings(&none, url))?;
        let mut counter = Counter::new(usize::MAX);
        for batch in batches {
            let batch = batch?;
            for (text, url) in strings(&batch, text)?.into_iter().zip(strings(&batch, url)?) {
                if let Some((text, site)) = text.zip(url.and_then(site_of_url)) {
                    counter.add(&site, &judge.lines(text));
                }
            }
        }
        batch_of_rows(&counter.rows())
    });
    counted.map(Batch).map_err(refused)
}

fn batch_of_rows(rows: &[CountRow]) -> Result<RecordBatch, ArrowError> {
    let numbers = |of: &dyn Fn(&CountRow) -> u64| -> ArrayRef {
        Arc::new(rows.iter().map(|row| Some(of(row).cast_signed())).collect::<Int64Array>())
    };
    let names: ArrayRef = Arc::new(StringArray::from_iter_values(rows.iter().map(|row| &row.name)));
    let keys = [numbers(&|row| row.site), numbers(&|row| row.line), names];
    let sums = (0..SUMS.len()).map(|at| numbers(&|row| row.sums[at]));
    RecordBatch::try_from_iter(KEYS.into_iter().zip(keys).chain(SUMS.into_iter().zip(sums)))
}

/// The sites file of rows that were added up, or of some that are to be.
#[pyfunction]
pub(crate) fn sites_file<'py>(
    py: Python<'py>,
    rows: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyBytes>> {
    let batches = batches_of(rows)?;
    let file = py.detach(|| {
        let mut rows = Vec::new();
        for batch in batches {
            rows_of_batch(&batch?, &mut rows)?;
        }
        Ok(file_of_rows(rows))
    });
    Ok(PyBytes::new(py, &file.map_err(refused)?))
}

fn rows_of_batch(batch: &RecordBatch, rows: &mut Vec<CountRow>) -> Result<(), ArrowError> {
    let numbers = |name: &str| {
        let column = batch.column(batch.schema_ref().index_of(name)?);
        let column = column.as_primitive_opt::<Int64Type>();
        column.ok_or_else(|| ArrowError::SchemaError(format!("column '{name}' holds no int64")))
    };
    let (sites, lines) = (numbers(KEYS[0])?, numbers(KEYS[1])?);
    let names = strings(batch, KEYS[2])?;
    let [documents, labels, top, bottom] = SUMS.map(numbers);
    let sums = [documents?, labels?, top?, bottom?];
    rows.extend((0..batch.num_rows()).map(|row| CountRow {
        site: sites.value(row).cast_unsigned(),
        line: lines.value(row).cast_unsigned(),
        name: names[row].unwrap_or_default().to_owned(),
        sums: sums.map(|column| column.value(row).cast_unsigned()),
    }));
    Ok(())
}
