//! The Python module `monoglot._monoglot`: what the package `monoglot` is a thin layer over.
//!
//! Judging happens without the interpreter's lock, the model is shared by all threads, and Arrow data
//! crosses through the `PyCapsule` interface alone: no `pyarrow` is needed, no version of it is bound.
//! What is not text or a capsule crosses as JSON, in the shapes of `docs/json.md`.

mod arrow;
mod judge;
mod sites;

use std::ffi::OsString;
use std::io::Write as _;

use monoglot::{Cleaned, Error, Review, Text, cleaned, report};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use judge::Judge;
use sites::{Sites, site_of};

pyo3::create_exception!(
    monoglot,
    NotTextError,
    PyValueError,
    "The bytes are not text in any encoding: an image, an archive, a program."
);

/// What is said of the review of a text, by what its site repeats where that is known.
fn reviewed<T: Send>(
    py: Python<'_>,
    judge: &Judge,
    text: &str,
    (url, sites): (Option<&str>, Option<&Sites>),
    say: impl Fn(&Text<'_>, &Review<'_>) -> T + Send,
) -> T {
    let sites = sites.map(Sites::shared);
    py.detach(|| {
        let site = sites.as_deref().and_then(|sites| site_of(sites, url));
        judge.reviewed(text, site, say)
    })
}

/// What is left of a text.
#[pyfunction]
#[pyo3(signature = (judge, text, url = None, sites = None))]
fn clean(
    py: Python<'_>,
    judge: &Judge,
    text: &str,
    url: Option<&str>,
    sites: Option<&Sites>,
) -> String {
    reviewed(py, judge, text, (url, sites), |_, review| review.clean())
}

/// The lines of a text as JSON records.
#[pyfunction]
#[pyo3(signature = (judge, text, url = None, sites = None))]
fn tag(
    py: Python<'_>,
    judge: &Judge,
    text: &str,
    url: Option<&str>,
    sites: Option<&Sites>,
) -> Vec<String> {
    reviewed(py, judge, text, (url, sites), records)
}

/// The same where every line is a document of its own.
#[pyfunction]
fn tag_each_line(py: Python<'_>, judge: &Judge, text: &str) -> Vec<String> {
    py.detach(|| judge.each_line(text, records))
}

fn records(_: &Text<'_>, review: &Review<'_>) -> Vec<String> {
    review.rows.iter().map(|row| report::tag_record("", row)).collect()
}

/// The cleaned text, and the field that is added to its record as JSON.
#[pyfunction]
#[pyo3(signature = (judge, text, url = None, sites = None))]
fn review(
    py: Python<'_>,
    judge: &Judge,
    text: &str,
    url: Option<&str>,
    sites: Option<&Sites>,
) -> (String, String) {
    let cleaned = reviewed(py, judge, text, (url, sites), |read, review| {
        Cleaned::new(text.as_bytes(), read, review)
    });
    let field = report::record_field(&cleaned);
    (cleaned.text, field)
}

/// The text of bytes, and the report of its decoding as JSON.
#[pyfunction]
fn decode(py: Python<'_>, judge: &Judge, data: &[u8]) -> PyResult<(String, String)> {
    let decoded = py.detach(|| {
        let text = Text::decode(data, judge.hint())?;
        Ok((text.as_str().to_owned(), report::decoded(&text)))
    });
    decoded.map_err(|error: Error| match error {
        Error::NotText { .. } => NotTextError::new_err(error.to_string()),
        _ => PyValueError::new_err(error.to_string()),
    })
}

/// The text that was judged, from the cleaned one and the pieces that were taken out.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "pyo3 makes what it passes")]
fn restore(text: &str, pieces: Vec<(usize, String)>) -> String {
    cleaned::restore(text, pieces.iter().map(|(start, piece)| (*start, piece.as_str())))
}

/// Runs the command line and gives its exit code. The interpreter does not know of what Rust has
/// buffered, so it is flushed here.
#[pyfunction]
#[expect(clippy::disallowed_methods, reason = "the command writes to standard output")]
fn main(py: Python<'_>, args: Vec<OsString>) -> u8 {
    py.detach(|| {
        let status = monoglot::cli::main(args);
        let _ = std::io::stdout().flush();
        status as u8
    })
}

#[pymodule]
fn _monoglot(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("NotTextError", module.py().get_type::<NotTextError>())?;
    module.add_class::<Judge>()?;
    module.add_class::<Sites>()?;
    module.add_class::<arrow::Batch>()?;
    module.add_class::<arrow::Batches>()?;
    for function in [
        wrap_pyfunction!(clean, module)?,
        wrap_pyfunction!(tag, module)?,
        wrap_pyfunction!(tag_each_line, module)?,
        wrap_pyfunction!(review, module)?,
        wrap_pyfunction!(decode, module)?,
        wrap_pyfunction!(restore, module)?,
        wrap_pyfunction!(arrow::annotate, module)?,
        wrap_pyfunction!(sites::count, module)?,
        wrap_pyfunction!(sites::sites_file, module)?,
        wrap_pyfunction!(main, module)?,
    ] {
        module.add_function(function)?;
    }
    Ok(())
}
