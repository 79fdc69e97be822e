//! The whole pipeline behind one value: what most programs want.

use std::borrow::Cow;

use crate::classify::{Engine, Ngram};
use crate::cleaned::Cleaned;
use crate::decode::{Hint, Text};
use crate::error::Error;
use crate::review::{Policy, Row, Verdict, review};

/// A policy and an engine, made once and kept.
///
/// ```
/// use monoglot::Cleaner;
///
/// let mut cleaner = Cleaner::default();
/// let article = "The presidents met on Friday, said the White House.\nкоментуйте повідомлення:\n";
/// assert_eq!(cleaner.clean(article), "The presidents met on Friday, said the White House.\n");
///
/// let cleaned = cleaner.review(article.as_bytes())?;
/// assert_eq!(cleaned.removed[0].text, "коментуйте повідомлення:\n");
/// assert_eq!(cleaned.removed[0].lang.map(|lang| lang.name()), Some("Ukrainian"));
/// assert_eq!(cleaned.restore(), article);
/// # Ok::<(), monoglot::Error>(())
/// ```
///
/// # Threads and memory
///
/// A cleaner is [`Send`] and remembers words, so each thread has its own: make one and clone it. What it
/// answers does not depend on what it read before. [`Ngram`] remembers up to fourteen megabytes of words;
/// [`Ngram::with_memory`] takes less. The statistics behind it are static memory that all share.
///
/// ```
/// use monoglot::{Cleaner, Policy, classify::Ngram};
///
/// let cleaner = Cleaner::with_engine(Policy::default(), Ngram::with_memory(4096));
/// let pages = ["Bonjour à toutes et à tous.", "Good morning to all of you."];
/// let cleaned: Vec<String> = std::thread::scope(|scope| {
///     let threads = pages.map(|page| {
///         let mut cleaner = cleaner.clone();
///         scope.spawn(move || cleaner.clean(page).into_owned())
///     });
///     threads.into_iter().map(|thread| thread.join().unwrap()).collect()
/// });
/// assert_eq!(cleaned, pages);
/// ```
///
/// # What it is not for
///
/// - Lists of sentences, each in a language of its own: there is no document that a line could be foreign
///   to. [`review_each_line`](crate::review_each_line) tags such lines.
/// - Boilerplate in the document's own language, and translation, and spelling: they are not its business.
/// - A stream: a document is judged whole, so all of it is in memory.
/// - Documents that people answered about: [`review_answered`](crate::review_answered) takes their
///   answers.
#[derive(Debug, Clone)]
pub struct Cleaner<E = Ngram> {
    policy: Policy,
    hint: Hint,
    engine: E,
}

impl Cleaner {
    /// A cleaner with the engine that this crate carries. Some microseconds; keep it all the same, for the
    /// words that it remembers.
    pub fn new(policy: Policy) -> Self {
        Self::with_engine(policy, Ngram::new())
    }
}

/// The policy of the command line without options, with the engine that this crate carries.
impl Default for Cleaner {
    fn default() -> Self {
        Self::new(Policy::default())
    }
}

impl<E: Engine> Cleaner<E> {
    /// A cleaner with an engine of one's own, or with the crate's and less memory.
    pub fn with_engine(policy: Policy, engine: E) -> Self {
        Self { policy, hint: Hint::default(), engine }
    }

    /// The same cleaner with what is known about the texts and what decoding may do: the encoding, whether
    /// mojibake is repaired, what is normalised.
    ///
    /// ```
    /// use monoglot::{Cleaner, Hint};
    ///
    /// let mut cleaner = Cleaner::default().with_hint(Hint::default().repair(false));
    /// assert_eq!(cleaner.clean("soft\u{AD}ly"), "soft\u{AD}ly");
    /// ```
    #[must_use]
    pub fn with_hint(mut self, hint: Hint) -> Self {
        self.hint = hint;
        self
    }

    /// What it was told to remove and to keep.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The text without what does not belong to it. Kept lines are unchanged, byte for byte, but for what
    /// was repaired.
    ///
    /// A string is Unicode already: its encoding is not guessed and nothing is refused. Where nothing is
    /// to be done, it is given back as it came, without a copy. To clean a cleaned text changes nothing.
    ///
    /// Cost grows with the length of the text, at tens of megabytes a second; memory with the number of its
    /// lines and words.
    pub fn clean<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let text = Text::unicode(text, &self.hint);
        let review = review(&text, &self.policy, &mut self.engine);
        let goes = |row: &Row<'_>| matches!(row.verdict, Verdict::Remove(_));
        if review.rows.iter().any(goes) { review.clean().into() } else { text.into_cow() }
    }

    /// The text of bytes in an unknown encoding, cleaned, with all that is known about it.
    ///
    /// Costs what [`Cleaner::clean`] costs and two copies of the text, one to return and one where it was
    /// repaired; bytes that are no UTF-8 are read several times.
    ///
    /// # Errors
    ///
    /// [`Error::NotText`] if the bytes are no text in any encoding: an image, an archive, a program.
    pub fn review(&mut self, bytes: &[u8]) -> Result<Cleaned, Error> {
        let text = Text::decode(bytes, &self.hint)?;
        Ok(self.cleaned(bytes, &text))
    }

    /// The same of a string, which is Unicode already: nothing is guessed and nothing refused. For fields of
    /// records, and whatever else was decoded before.
    pub fn review_str(&mut self, text: &str) -> Cleaned {
        let bytes = text.as_bytes();
        let text = Text::unicode(text, &self.hint);
        self.cleaned(bytes, &text)
    }

    fn cleaned(&mut self, given: &[u8], text: &Text<'_>) -> Cleaned {
        Cleaned::new(given, text, &review(text, &self.policy, &mut self.engine))
    }
}
