//! Decisions: what people answered about lines, kept by what a line says and not by where it stands.
//!
//! A decision says keep or remove of a line that it knows by the hash of its text, so that a line
//! that moves keeps its answer and a line that is edited loses it. One file of them is allow-list,
//! deny-list and baseline in one. Findings about a whole document, which no line stands for, are
//! answered by their rule; what language a document is in is an answer of its own.
//!
//! Everything here is pure: the command line reads the file and says which path a document has in
//! it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::num::NonZeroUsize;
use std::str::FromStr;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization as _;

use crate::error::Error;
use crate::finding::Finding;
use crate::lang::Lang;
use crate::rule::{Rule, Severity};
use crate::text::Line;

/// What a line says, as a number: the first 128 bits of SHA-256 over its text in NFC, with every run of
/// white space as one space and none at the ends. So indentation, line endings and the composition of
/// accents are no edits; everything else is.
///
/// It is written in 32 hexadecimal digits and read back from them.
///
/// ```
/// use monoglot::decision::LineHash;
///
/// assert_eq!(LineHash::of("  Leave a\u{A0}comment "), LineHash::of("Leave a comment"));
/// assert_ne!(LineHash::of("Leave a comment"), LineHash::of("leave a comment"));
/// assert_eq!(LineHash::of("").to_string(), "e3b0c44298fc1c149afbf4c8996fb924");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineHash(u128);

impl LineHash {
    /// The hash of a line. One pass over it, and one allocation for each word.
    pub fn of(line: &str) -> Self {
        let mut hasher = Sha256::new();
        for (index, word) in line.split_whitespace().enumerate() {
            if index > 0 {
                hasher.update(b" ");
            }
            hasher.update(word.nfc().collect::<String>());
        }
        let digest = hasher.finalize();
        Self(digest.iter().take(16).fold(0, |hash, &byte| hash << 8 | u128::from(byte)))
    }

    /// The hash that these 32 hexadecimal digits stand for.
    fn from_digits(digits: &str) -> Option<Self> {
        let is_hash = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        u128::from_str_radix(digits, 16).ok().filter(|_| is_hash).map(Self)
    }
}

impl fmt::Display for LineHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// What a line is known by: what it says, and which of the equal lines of its document it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint {
    /// What the line says.
    pub hash: LineHash,
    /// Which of the lines with this hash it is, from 1, counted from the top of the document.
    pub occurrence: usize,
}

/// The fingerprints of the lines of a document, one for each, blank lines included. Costs a hash for each
/// line, and memory for those that differ.
pub fn fingerprints<'t>(lines: impl IntoIterator<Item = Line<'t>>) -> Vec<Fingerprint> {
    let mut seen: HashMap<LineHash, usize> = HashMap::new();
    let mut fingerprint = |line: Line<'t>| {
        let hash = LineHash::of(line.content);
        let occurrence = seen.entry(hash).or_default();
        *occurrence += 1;
        Fingerprint { hash, occurrence: *occurrence }
    };
    lines.into_iter().map(&mut fingerprint).collect()
}

/// What a person says should happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It stays, and what is found on it is no longer reported as open.
    Keep,
    /// It goes, whatever language it is in.
    Remove,
}

impl Answer {
    /// The word for it in files: `keep`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Remove => "remove",
        }
    }
}

/// What a decision is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// Lines that say this.
    Line(LineHash),
    /// What a rule says of a document as a whole.
    Document(Rule),
    /// The main language of a document.
    Language(Lang),
}

/// How far a decision reaches. Paths are relative to the folder of the decisions file, with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scope {
    /// One of the equal lines of one document.
    Here {
        /// The document.
        path: String,
        /// Which of the equal lines, from 1.
        occurrence: usize,
    },
    /// All equal lines of one document.
    File {
        /// The document.
        path: String,
    },
    /// All equal lines of all documents of a site, where it is known what that repeats.
    Site {
        /// The site: a host or a folder.
        site: String,
    },
    /// All equal lines of all documents.
    Everywhere,
}

impl Scope {
    /// The word for it in files: `here`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Here { .. } => "here",
            Self::File { .. } => "file",
            Self::Site { .. } => "site",
            Self::Everywhere => "everywhere",
        }
    }

    /// The document that it is bound to.
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::Here { path, .. } | Self::File { path } => Some(path),
            Self::Site { .. } | Self::Everywhere => None,
        }
    }

    /// Narrow scopes win over wide ones.
    const fn rank(&self) -> u8 {
        match self {
            Self::Here { .. } => 3,
            Self::File { .. } => 2,
            Self::Site { .. } => 1,
            Self::Everywhere => 0,
        }
    }

    fn covers(&self, document: &str, site: Option<&str>, occurrence: usize) -> bool {
        match self {
            Self::Here { path, occurrence: nth } => path == document && *nth == occurrence,
            Self::File { path } => path == document,
            Self::Site { site: name } => site == Some(name),
            Self::Everywhere => true,
        }
    }
}

/// One answer of a person.
///
/// It is written as a JSON object on a line of its own:
///
/// ```
/// let line = r#"{"hash":"00000000000000000000000000000001","occurrence":1,"scope":"here","path":"a.txt","answer":"keep","text":"Leave a comment"}"#;
/// let decision: monoglot::Decision = line.parse()?;
/// assert_eq!(decision.to_string(), line);
/// # Ok::<(), monoglot::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What it is about.
    pub subject: Subject,
    /// How far it reaches.
    pub scope: Scope,
    /// What should happen.
    pub answer: Answer,
    /// What the line says, for people who read the file; it decides nothing.
    pub text: String,
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut object = Map::new();
        let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
        match self.subject {
            Subject::Line(hash) => put("hash", json!(hash.to_string())),
            Subject::Document(rule) => put("rule", json!(rule.id())),
            Subject::Language(lang) => put("lang", json!(lang.code())),
        };
        if let Scope::Here { occurrence, .. } = self.scope {
            put("occurrence", json!(occurrence));
        }
        put("scope", json!(self.scope.name()));
        if let Some(path) = self.scope.path() {
            put("path", json!(path));
        }
        if let Scope::Site { site } = &self.scope {
            put("site", json!(site));
        }
        // A language is an answer by itself.
        if !matches!(self.subject, Subject::Language(_)) {
            put("answer", json!(self.answer.name()));
        }
        put("text", json!(self.text));
        write!(f, "{}", Value::Object(object))
    }
}

/// The keys that a decision can have.
const KEYS: [&str; 9] =
    ["hash", "rule", "lang", "occurrence", "scope", "path", "site", "answer", "text"];

impl FromStr for Decision {
    type Err = Error;

    /// Reads one line of a decisions file; [`Error::InvalidDecision`] says what is wrong with it.
    fn from_str(line: &str) -> Result<Self, Error> {
        Self::read(line).map_err(|why| Error::InvalidDecision { line: None, why })
    }
}

impl Decision {
    fn read(line: &str) -> Result<Self, String> {
        let object: Map<String, Value> =
            serde_json::from_str(line).map_err(|error| format!("not a JSON object ({error})"))?;
        if let Some(key) = object.keys().find(|key| !KEYS.contains(&key.as_str())) {
            return Err(format!("unknown key '{key}'; there are {}", KEYS.join(", ")));
        }
        let decision = Self {
            subject: subject(&object)?,
            scope: scope(&object)?,
            answer: answer(&object)?,
            text: object.get("text").map_or(Ok(""), |_| text(&object, "text"))?.to_owned(),
        };
        match (&decision.subject, &decision.scope, decision.answer) {
            (Subject::Document(_), _, Answer::Remove) => {
                Err("what a rule says of a whole document can only be kept".to_owned())
            }
            (Subject::Document(_), Scope::Here { .. } | Scope::Site { .. }, _) => {
                Err("a decision about a 'rule' has the scope file or everywhere".to_owned())
            }
            (Subject::Line(_) | Subject::Document(_), ..)
            | (Subject::Language(_), Scope::File { .. }, _) => Ok(decision),
            (Subject::Language(_), ..) => {
                Err("a decision about a 'lang' has the scope file".to_owned())
            }
        }
    }
}

fn text<'o>(object: &'o Map<String, Value>, key: &str) -> Result<&'o str, String> {
    let value = object.get(key).ok_or_else(|| format!("'{key}' is missing"))?;
    value.as_str().ok_or_else(|| format!("'{key}' must be a string"))
}

fn answer(object: &Map<String, Value>) -> Result<Answer, String> {
    if object.contains_key("lang") {
        let is_alone = !object.contains_key("answer");
        return is_alone.then_some(Answer::Keep).ok_or_else(|| {
            "a decision about a 'lang' has no 'answer': the language is the answer".to_owned()
        });
    }
    match text(object, "answer")? {
        "keep" => Ok(Answer::Keep),
        "remove" => Ok(Answer::Remove),
        other => Err(format!("'answer' is '{other}'; give keep or remove")),
    }
}

fn subject(object: &Map<String, Value>) -> Result<Subject, String> {
    match ["hash", "rule", "lang"].map(|key| object.contains_key(key)) {
        [true, false, false] => {
            let digits = text(object, "hash")?;
            let hash = LineHash::from_digits(digits);
            hash.map(Subject::Line).ok_or_else(|| "'hash' must be 32 hexadecimal digits".to_owned())
        }
        [false, true, false] => {
            let id = text(object, "rule")?;
            let names = || Rule::ALL.map(Rule::id).join(", ");
            id.parse()
                .map(Subject::Document)
                .map_err(|error: Error| format!("{error}; the rules are {}", names()))
        }
        [false, false, true] => {
            let lang = text(object, "lang")?.parse();
            lang.map(Subject::Language).map_err(|error: Error| error.to_string())
        }
        _ => {
            Err("give one of 'hash' (of a line), 'rule' (of a whole document) and 'lang' (what a \
                  document is in)"
                .to_owned())
        }
    }
}

fn scope(object: &Map<String, Value>) -> Result<Scope, String> {
    let path = || text(object, "path").map(str::to_owned);
    let occurrence = || {
        let number = object.get("occurrence").map_or(Some(1), Value::as_u64);
        let number = number.filter(|&number| number > 0).and_then(|n| usize::try_from(n).ok());
        number.ok_or_else(|| "'occurrence' must be a number from 1".to_owned())
    };
    match text(object, "scope")? {
        "here" => Ok(Scope::Here { path: path()?, occurrence: occurrence()? }),
        "file" => Ok(Scope::File { path: path()? }),
        "site" => text(object, "site").map(|site| Scope::Site { site: site.to_owned() }),
        "everywhere" => Ok(Scope::Everywhere),
        other => Err(format!("'scope' is '{other}'; give here, file, site or everywhere")),
    }
}

impl Entry {
    /// What is said of an entry that matches nothing.
    pub fn stale(&self) -> Finding {
        let Decision { scope, answer, text, .. } = &self.decision;
        let place = match scope {
            Scope::Here { path, .. } | Scope::File { path } => format!("in {path}"),
            Scope::Site { site } => format!("on {site}"),
            Scope::Everywhere => "in any document".to_owned(),
        };
        let answer = match self.decision.subject {
            Subject::Language(lang) => lang.name(),
            Subject::Line(_) | Subject::Document(_) => answer.name(),
        };
        let reason = format!("the answer '{answer}' matches nothing {place}");
        Finding {
            line: NonZeroUsize::new(self.line),
            text: text.clone(),
            ..Finding::of_document(Rule::StaleDecision, Severity::Note, reason)
        }
    }
}

/// The decisions of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    entries: Vec<Entry>,
    /// The entries about lines, for each hash.
    lines: HashMap<LineHash, Vec<usize>>,
    /// The entries about whole documents: what a rule says of them, and their languages.
    documents: Vec<usize>,
}

/// A decision and the line of the file that it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// The line of the file, from 1.
    pub line: usize,
    /// The decision.
    pub decision: Decision,
}

impl Decisions {
    /// Reads a decisions file. Blank lines mean nothing. `place` gives each path that is written in
    /// the file the form that [`Decisions::answers`] is asked with. Holds all of the file in memory.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidDecision`] for the first line that is no decision.
    pub fn parse(text: &str, place: impl Fn(&str) -> String) -> Result<Self, Error> {
        let mut decisions = Self::default();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let number = index + 1;
            let mut decision = Decision::read(line)
                .map_err(|why| Error::InvalidDecision { line: Some(number), why })?;
            if let Scope::Here { path, .. } | Scope::File { path } = &mut decision.scope {
                *path = place(path);
            }
            let index = decisions.entries.len();
            match decision.subject {
                Subject::Line(hash) => decisions.lines.entry(hash).or_default().push(index),
                Subject::Document(_) | Subject::Language(_) => decisions.documents.push(index),
            }
            decisions.entries.push(Entry { line: number, decision });
        }
        Ok(decisions)
    }

    /// All decisions, in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What they say about a document: its path, its site where it is known what that repeats, and its lines.
    ///
    /// Of several decisions about one line the narrowest wins, and of equally narrow ones the last.
    /// Blank lines have no answers. Cost: a hash for each line, if there are decisions at all.
    pub fn answers<'t>(
        &self,
        path: &str,
        site: Option<&str>,
        lines: impl IntoIterator<Item = Line<'t>>,
    ) -> Answers {
        let mut answers = Answers::default();
        for &index in &self.documents {
            let decision = &self.entries[index].decision;
            match decision.subject {
                _ if !decision.scope.covers(path, site, 1) => {}
                Subject::Document(rule) => answers.rules.entry(rule).or_default().push(index),
                Subject::Language(lang) => {
                    answers.language = Some(lang);
                    answers.matched.insert(index);
                }
                Subject::Line(_) => {}
            }
        }
        if self.lines.is_empty() {
            return answers;
        }
        let lines: Vec<_> = lines.into_iter().collect();
        let known = fingerprints(lines.iter().copied());
        for (line, known) in lines.iter().zip(known).filter(|(line, _)| !line.is_blank()) {
            let entries = self.lines.get(&known.hash).into_iter().flatten().copied();
            let scope = |index: usize| &self.entries[index].decision.scope;
            let covering: Vec<_> = entries
                .filter(|&index| scope(index).covers(path, site, known.occurrence))
                .collect();
            answers.matched.extend(&covering);
            if let Some(index) = covering.into_iter().max_by_key(|&index| scope(index).rank()) {
                answers.lines.insert(line.number().get(), self.entries[index].decision.answer);
            }
        }
        answers
    }
}

/// What the decisions say about one document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// By the number of the line.
    lines: BTreeMap<usize, Answer>,
    /// Rules whose findings about the whole document are accepted, and the entries that say so.
    rules: BTreeMap<Rule, Vec<usize>>,
    language: Option<Lang>,
    matched: BTreeSet<usize>,
}

impl Answers {
    /// The answer about a line, by its number.
    pub fn line(&self, number: usize) -> Option<Answer> {
        self.lines.get(&number).copied()
    }

    /// What language a person says that the document is in.
    pub fn language(&self) -> Option<Lang> {
        self.language
    }

    /// Whether what this rule says of the whole document is accepted.
    pub fn accepts(&self, rule: Rule) -> bool {
        self.rules.contains_key(&rule)
    }

    /// The entries, by their index, that a line or one of these findings about the whole document
    /// answers to. The others may be stale.
    pub fn matched(&self, found: impl IntoIterator<Item = Rule>) -> BTreeSet<usize> {
        let by_rule = found.into_iter().filter_map(|rule| self.rules.get(&rule));
        self.matched.iter().chain(by_rule.flatten()).copied().collect()
    }
}
