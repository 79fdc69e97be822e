//! What the caller wants.

use crate::document_format::DocumentFormat;
use crate::lang::Lang;
use crate::rule::{Rule, Rules, Switch};

/// How sure a finding must be for its line to be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Remove {
    /// Remove what is certain, flag what is likely.
    #[default]
    Certain,
    /// Remove what is likely, too.
    Likely,
    /// Remove what is certainly in another language, residue or the author's own: for corpora that must
    /// be of one language.
    Foreign,
    /// Remove nothing, flag everything.
    Nothing,
}

/// What the caller wants.
///
/// ```
/// use monoglot::{Policy, Remove, Rule, Switch};
///
/// let policy = Policy::default().also(["fra".parse()?]).remove(Remove::Likely);
/// let policy = policy.rule(Rule::Mojibake, Switch::Note);
/// assert_eq!(policy.max_removed, 0.4);
/// # Ok::<(), monoglot::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Policy {
    /// The languages that the document can be in; empty: find it.
    pub expected: Vec<Lang>,
    /// Languages that may stay beside the main one.
    pub also: Vec<Lang>,
    /// How sure a finding must be for its line to be removed.
    pub remove: Remove,
    /// The share of letters that may be removed from one document, from 0 to 1. A letter of Chinese, Japanese
    /// or Korean, which is as wide as two, counts as two.
    pub max_removed: f64,
    /// Which rules are off, or only said.
    pub rules: Rules,
    /// What the document is written in, and so what of it is prose.
    pub document_format: DocumentFormat,
    /// The language that something outside of the document declares, as its path does. Unlike an expected
    /// language, it gives way to what the author declares inside, and to a text that speaks against it.
    pub declared: Option<Lang>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            expected: Vec::new(),
            also: Vec::new(),
            remove: Remove::default(),
            max_removed: DEFAULT_MAX_REMOVED,
            rules: Rules::default(),
            document_format: DocumentFormat::Plain,
            declared: None,
        }
    }
}

impl Policy {
    /// The document is in one of these languages. With one there is no doubt about it, whatever the share of
    /// its letters.
    #[must_use]
    pub fn expected(mut self, langs: impl IntoIterator<Item = Lang>) -> Self {
        self.expected = langs.into_iter().collect();
        self
    }

    /// These languages may stay beside the main one.
    #[must_use]
    pub fn also(mut self, langs: impl IntoIterator<Item = Lang>) -> Self {
        self.also = langs.into_iter().collect();
        self
    }

    /// How sure a finding must be for its line to be removed.
    #[must_use]
    pub fn remove(mut self, remove: Remove) -> Self {
        self.remove = remove;
        self
    }

    /// The share of letters that may be removed from one document, from 0 to 1; 1 lifts the cap.
    #[must_use]
    pub fn max_removed(mut self, share: f64) -> Self {
        self.max_removed = share;
        self
    }

    /// What the documents are written in: only their prose is judged and can go.
    ///
    /// ```
    /// use monoglot::{Cleaner, DocumentFormat, Policy};
    ///
    /// let mut cleaner = Cleaner::new(Policy::default().document_format(DocumentFormat::Html));
    /// let page = "<p>The new library opened on Monday after two years of building work, and its \
    ///             readers came from all parts of the town.</p>\n\
    ///             <p>Залиште коментар. Ваша адреса не буде опублікована.</p>\n";
    /// assert_eq!(cleaner.clean(page), page.lines().next().unwrap().to_owned() + "\n");
    /// ```
    #[must_use]
    pub fn document_format(mut self, format: DocumentFormat) -> Self {
        self.document_format = format;
        self
    }

    /// The language that something outside of the documents declares; a text can speak against it.
    #[must_use]
    pub fn declared(mut self, lang: Option<Lang>) -> Self {
        self.declared = lang;
        self
    }

    /// What a person wants of a rule.
    #[must_use]
    pub fn rule(mut self, rule: Rule, switch: Switch) -> Self {
        self.rules.set(rule, switch);
        self
    }
}

/// A third of the lines can be residue in a short article under a long comment form; where half of
/// the letters would go, the judgement is more likely wrong than the document.
const DEFAULT_MAX_REMOVED: f64 = 0.4;
