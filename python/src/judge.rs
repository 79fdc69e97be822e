//! Settings, read once, and the engines of each thread.

use std::cell::RefCell;
use std::sync::Arc;

use monoglot::cli::{self, Engines};
use monoglot::sites::{DocumentLines, DocumentReader, Site};
use monoglot::{Answers, Cleaned, Hint, Review, Text, review_on_site};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

thread_local! {
    /// They remember words, so that threads do not share them; the model behind them is shared.
    static ENGINES: RefCell<Engines> = RefCell::default();
    /// The same for counting.
    static READER: RefCell<DocumentReader> = RefCell::default();
}

/// How texts are decoded and judged. Made from a JSON object with the keys of `monoglot.toml`.
#[pyclass(frozen, skip_from_py_object, module = "monoglot._monoglot")]
#[derive(Clone)]
pub(crate) struct Judge(Arc<cli::Settings>);

#[pymethods]
impl Judge {
    #[new]
    fn new(settings: &str) -> PyResult<Self> {
        let settings = serde_json::from_str(settings)
            .map_err(|error| PyValueError::new_err(error.to_string()))?;
        let judge = cli::Settings::of_settings(&settings).map_err(PyValueError::new_err)?;
        Ok(Self(Arc::new(judge)))
    }
}

impl Judge {
    pub(crate) fn hint(&self) -> &Hint {
        &self.0.hint
    }

    /// The lines of a text as they are counted.
    pub(crate) fn lines(&self, text: &str) -> DocumentLines {
        let text = Text::unicode(text, self.hint());
        READER.with_borrow_mut(|reader| reader.read_text(&text, self.0.policy.document_format))
    }

    /// What is said of the review of a text, by what its site repeats where that is known.
    pub(crate) fn reviewed<T>(
        &self,
        text: &str,
        site: Option<Site<'_>>,
        say: impl Fn(&Text<'_>, &Review<'_>) -> T,
    ) -> T {
        let text = Text::unicode(text, self.hint());
        ENGINES.with_borrow_mut(|engines| {
            let (answers, engine) = (Answers::default(), engines.of(&self.0));
            let review = review_on_site(&text, &self.0.policy, answers, site, engine);
            say(&text, &review)
        })
    }

    /// The same where every line is a document of its own.
    pub(crate) fn each_line<T>(&self, text: &str, say: impl Fn(&Text<'_>, &Review<'_>) -> T) -> T {
        let text = Text::unicode(text, self.hint());
        ENGINES.with_borrow_mut(|engines| {
            say(&text, &monoglot::review_each_line(&text, engines.of(&self.0)))
        })
    }

    pub(crate) fn annotate(&self, given: &str, site: Option<Site<'_>>) -> Cleaned {
        self.reviewed(given, site, |text, review| Cleaned::new(given.as_bytes(), text, review))
    }
}
