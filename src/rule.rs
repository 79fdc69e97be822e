//! The rules: everything that a finding can be.
//!
//! One table drives `--help`, `explain`, the reports and the README, so that a rule has the same
//! name and the same meaning wherever it is met.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// What is done about a finding, from the mildest to the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "cli", serde(rename_all = "kebab-case"))]
pub enum Severity {
    /// Said, and nothing more.
    Note,
    /// Left in place for a person to look at.
    Flag,
    /// Mended in place; nothing is taken away.
    Repair,
    /// Taken out of the text.
    Remove,
}

impl Severity {
    /// All severities, the mildest first.
    pub const ALL: [Self; 4] = [Self::Note, Self::Flag, Self::Repair, Self::Remove];

    /// The word for it in every output: `flag`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Flag => "flag",
            Self::Repair => "repair",
            Self::Remove => "remove",
        }
    }
}

/// A rule, by its stable id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "cli", serde(rename_all = "kebab-case"))]
#[expect(missing_docs, reason = "the table below documents every rule")]
#[non_exhaustive]
pub enum Rule {
    OffLanguageLine,
    OffLanguageSpan,
    OffLanguagePassage,
    MixedDocument,
    Mojibake,
    MixedEncoding,
    UndecodableBytes,
    LegacyEncoding,
    InvisibleCharacter,
    StaleDecision,
    BrokenRecord,
    WrongLanguage,
    RepeatedLine,
}

/// What the table says of a rule.
struct Description {
    id: &'static str,
    summary: &'static str,
    default: &'static str,
    /// The strongest that is done about it if it is on.
    severity: Severity,
    explanation: &'static str,
}

impl Rule {
    /// Every rule, in the order of the documentation.
    pub const ALL: [Self; 13] = [
        Self::OffLanguageLine,
        Self::OffLanguageSpan,
        Self::OffLanguagePassage,
        Self::MixedDocument,
        Self::Mojibake,
        Self::MixedEncoding,
        Self::UndecodableBytes,
        Self::LegacyEncoding,
        Self::InvisibleCharacter,
        Self::StaleDecision,
        Self::BrokenRecord,
        Self::WrongLanguage,
        Self::RepeatedLine,
    ];

    /// The stable id: `off-language-line`.
    pub const fn id(self) -> &'static str {
        self.description().id
    }

    /// What it is, in one line.
    pub const fn summary(self) -> &'static str {
        self.description().summary
    }

    /// What is done about it unless the user says otherwise, in words.
    pub const fn default(self) -> &'static str {
        self.description().default
    }

    /// What is wanted of it unless the user says otherwise.
    pub const fn switch(self) -> Switch {
        match self {
            Self::RepeatedLine => Switch::Note,
            _ => Switch::On,
        }
    }

    /// The strongest that is done about it if it is on.
    pub const fn severity(self) -> Severity {
        self.description().severity
    }

    /// Why it matters, when it is only flagged, and what to do when it is wrong.
    pub const fn explanation(self) -> &'static str {
        self.description().explanation
    }

    const fn description(self) -> &'static Description {
        match self {
            Self::OffLanguageLine => &OFF_LANGUAGE_LINE,
            Self::OffLanguageSpan => &OFF_LANGUAGE_SPAN,
            Self::OffLanguagePassage => &OFF_LANGUAGE_PASSAGE,
            Self::MixedDocument => &MIXED_DOCUMENT,
            Self::Mojibake => &MOJIBAKE,
            Self::MixedEncoding => &MIXED_ENCODING,
            Self::UndecodableBytes => &UNDECODABLE_BYTES,
            Self::LegacyEncoding => &LEGACY_ENCODING,
            Self::InvisibleCharacter => &INVISIBLE_CHARACTER,
            Self::StaleDecision => &STALE_DECISION,
            Self::BrokenRecord => &BROKEN_RECORD,
            Self::WrongLanguage => &WRONG_LANGUAGE,
            Self::RepeatedLine => &REPEATED_LINE,
        }
    }
}

const OFF_LANGUAGE_LINE: Description = Description {
    id: "off-language-line",
    summary: "residue: a line in another language than its document that is no content",
    default: "remove when certain, flag when likely",
    severity: Severity::Remove,
    explanation: "\
Comment prompts, cookie notices, share buttons and headlines of other stories get into scraped text
in the language of the site, not of the article. A line is foreign only beside its document: names,
titles, numbers and the loan words of a language are at home in it and stay.

Certain: on sites that nobody has seen, 97 of 100 such lines are residue, by the count of readers.
Likely, and only flagged: 60 of 100 are. What the author wrote in another language, a quotation, a
title or a passage, is off-language-passage. If a line belongs there, name its language with --also.",
};

const OFF_LANGUAGE_SPAN: Description = Description {
    id: "off-language-span",
    summary: "foreign residue glued onto a native line",
    default: "remove the span when certain, flag when likely",
    severity: Severity::Remove,
    explanation: "\
Markup that is stripped without a line break glues a button or a prompt to the end of a sentence.
The span is cut at its boundary and the native text stays byte for byte. A foreign title or a
quotation inside a native sentence is part of the sentence and stays.",
};

const OFF_LANGUAGE_PASSAGE: Description = Description {
    id: "off-language-passage",
    summary: "the author's own material in another language: a passage, quotation, title or slogan",
    default: "flag; remove with --remove foreign when certain",
    severity: Severity::Remove,
    explanation: "\
A second version of the article, a quotation, the title of a work, a section title or a slogan in
another language belongs to what the author wrote, and is flagged at most. A corpus that must be of
one language takes it out with --remove foreign where it is certain: on sites that nobody has seen, 95
of 100 such lines are in another language. If the document is meant to hold two languages, name the
other one with --also.",
};

const MIXED_DOCUMENT: Description = Description {
    id: "mixed-document",
    summary: "no single main language, or removal would exceed the cap",
    default: "flag the document, remove nothing",
    severity: Severity::Flag,
    explanation: "\
When so much is foreign that more than --max-removed of the letters would go, or when no language
has half of them, the judgement itself is in doubt: perhaps the main language was taken for the
wrong one, perhaps the document is bilingual. Nothing is removed and every line that would have gone
is flagged, but for what its site repeats: that goes if the document is in the language of its site,
which many documents tell. Letters of Chinese, Japanese and Korean count as two, as wide as they are. If too much
would go, raise the cap (--max-removed 1 lifts it), allow the second language with --also, or name
the main one with --lang if it was taken for another. If there is no main language, no cap helps:
name it with --lang.",
};

const MOJIBAKE: Description = Description {
    id: "mojibake",
    summary: "text that was decoded with the wrong encoding earlier in its life",
    default: "repair",
    severity: Severity::Repair,
    explanation: "\
`Ð¿Ñ€Ð¸Ð²ÐµÑ‚` was `привет` before somebody read UTF-8 as windows-1252. The damage is undone only
where the result is far likelier as language than what stands there.",
};

const MIXED_ENCODING: Description = Description {
    id: "mixed-encoding",
    summary: "lines in different encodings in one file",
    default: "repair",
    severity: Severity::Repair,
    explanation: "\
Files put together from several sources hold lines in several encodings. Every line is decoded by
itself, and the lines that are UTF-8 stay as they are.",
};

const UNDECODABLE_BYTES: Description = Description {
    id: "undecodable-bytes",
    summary: "bytes that no encoding explains",
    default: "flag",
    severity: Severity::Flag,
    explanation: "\
The bytes were replaced by U+FFFD: what they meant is lost in this file. Go back to the source, or
name the encoding with --encoding.",
};

const LEGACY_ENCODING: Description = Description {
    id: "legacy-encoding",
    summary: "the file was not UTF-8, or not what it declares",
    default: "decode, note",
    severity: Severity::Note,
    explanation: "\
The encoding was found from the bytes and the text is written as UTF-8. What a file declares is weighed,
and obeyed unless the bytes contradict it. If it reads wrong, name the encoding with --encoding.",
};

const INVISIBLE_CHARACTER: Description = Description {
    id: "invisible-character",
    summary: "zero-width, bidi override, tag, soft hyphen, control characters where they carry no meaning",
    default: "repair",
    severity: Severity::Repair,
    explanation: "\
Invisible characters break search, carry hidden text and reorder what a reader sees. They are taken
out where they mean nothing and kept where a script needs them: a zero-width non-joiner inside a
Persian word, a joiner in an emoji, a zero-width space in Thai.",
};

const STALE_DECISION: Description = Description {
    id: "stale-decision",
    summary: "an entry of the decisions file that matches nothing",
    default: "note",
    severity: Severity::Note,
    explanation: "\
The line that the decision was about is gone or was edited, so the answer no longer applies. A run
says so of the documents that it read and of those that are gone; of an answer for every document
only if it read all of them. `monoglot check --prune` drops what is stale.",
};

const BROKEN_RECORD: Description = Description {
    id: "broken-record",
    summary: "a record of a shard that cannot be read",
    default: "flag, pass on as it is",
    severity: Severity::Flag,
    explanation: "\
A line that is no JSON, a record without its text, bytes that are no UTF-8, a shard that was cut
off. The record is passed on byte for byte, so that an output has the records of its input; the run
goes on and ends with exit code 2. With --on-error stop it ends there, and the shard is not written.",
};

const WRONG_LANGUAGE: Description = Description {
    id: "wrong-language",
    summary: "the document is not in the language that its path or its author declares",
    default: "flag",
    severity: Severity::Flag,
    explanation: "\
Front matter (`lang: de`), the lang of a page, the header of a catalogue or the path (`content/de/`,
`index.de.md`) declares a language. It is expected, and the lines are judged against it, unless the
text clearly speaks for another one: then the text wins, and this is said. A page that waits for its
translation is the usual reason. `--no-path-language` does not read paths; `--lang` wins over all.",
};

const REPEATED_LINE: Description = Description {
    id: "repeated-line",
    summary: "boilerplate in the document's own language, known by its site",
    default: "note; remove with --rule repeated-line=on",
    severity: Severity::Remove,
    explanation: "\
Navigation, sharing, previous and next, author boxes and legal lines stand on many documents of a site and are
no content of any. Where it is known what the site repeats (--sites, or a walk through folders), a
line is judged by how often it is repeated, where it stands, what stands around it, and what it looks
like: headings, refrains, salutations and dates are repeated, too, and stay. A document says how many
such lines it has; `--rule repeated-line=flag` flags each of them, `on` removes them: 16 lines or more
however much of the document they are, up to 95 %, fewer up to the cap. Of all else, the cap counts what is left.",
};

/// What a person wants of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Switch {
    /// What the table says.
    #[default]
    On,
    /// Nothing is said, and what can be left alone is: nothing is removed, and no mojibake or
    /// invisible character is mended. Bytes are decoded all the same.
    Off,
    /// Said, and nothing more: what would be removed stays.
    Note,
    /// Left for a person to look at: what would be removed stays.
    Flag,
}

impl Switch {
    /// All settings, with their names in the configuration.
    pub const ALL: [(&'static str, Self); 4] =
        [("on", Self::On), ("off", Self::Off), ("note", Self::Note), ("flag", Self::Flag)];

    /// The severity of a finding under this setting; `None` if it is not reported.
    pub const fn severity(self, default: Severity) -> Option<Severity> {
        match self {
            Self::On => Some(default),
            Self::Off => None,
            Self::Note => Some(Severity::Note),
            Self::Flag => Some(Severity::Flag),
        }
    }
}

/// The settings of all rules; without any, every rule does what the table says it does by default: boilerplate
/// in a document's own language is only said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules([Switch; Rule::ALL.len()]);

impl Default for Rules {
    fn default() -> Self {
        Self(Rule::ALL.map(Rule::switch))
    }
}

impl Rules {
    /// The setting of a rule.
    pub const fn get(&self, rule: Rule) -> Switch {
        self.0[rule as usize]
    }

    /// Changes the setting of a rule.
    pub const fn set(&mut self, rule: Rule, switch: Switch) {
        self.0[rule as usize] = switch;
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for Rule {
    type Err = Error;

    /// Reads an id: `off-language-line`. Nothing else is known, upper case included.
    fn from_str(id: &str) -> Result<Self, Error> {
        let known = Self::ALL.into_iter().find(|rule| rule.id() == id);
        known.ok_or_else(|| Error::UnknownRule(id.to_owned()))
    }
}
