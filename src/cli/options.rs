//! What flags and configuration both say: one table of names, meanings and types for the two.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use monoglot::decode::{Entities, Form, LineEnding};
use monoglot::{Encoding, Hint, Lang, Policy, Remove, Severity};
use serde::{Deserialize, Serialize};

use super::advice::parse_lang;
use super::defaults::{ID_FIELD, MAX_DOCUMENT, MAX_RECORD, TEXT_FIELD, URL_FIELD};
use super::patterns::parse_pattern;
use super::values::{
    FormatChoice, choice, choices, is_false, label, langs, parse_share, parse_size, pattern_list,
    share, size,
};
#[cfg(test)]
use super::values::{Named, OneOrMany, Share, Size};

/// How documents are judged.
#[derive(Debug, Default, Args, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", default)]
#[command(next_help_heading = "Judging")]
pub(super) struct Judging {
    /// The language the documents are in (uk, ukr, uk-UA); of several, the document decides
    #[arg(long, value_name = "LANG", value_delimiter = ',', value_parser = parse_lang)]
    #[serde(with = "langs", skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, schemars(with = "OneOrMany"))]
    pub(super) lang: Vec<Lang>,
    /// Languages that may stay beside the main one
    #[arg(long, value_name = "LANG", value_delimiter = ',', value_parser = parse_lang)]
    #[serde(with = "langs", skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, schemars(with = "OneOrMany"))]
    pub(super) also: Vec<Lang>,
    /// What to remove: what is certainly residue (97 of 100 such lines are), what is likely residue (60
    /// of 100), all that is certainly in another language (95 of 100), the author's own too, or nothing
    /// [default: certain]
    #[arg(long, value_name = "WHAT", value_parser = choice::<Remove>())]
    #[serde(with = "choices", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Named<Remove>"))]
    pub(super) remove: Option<Remove>,
    /// The share of letters that may go from one document; beyond it, or without a main language, nothing
    /// goes [default: 0.4]
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    #[serde(with = "share", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Share"))]
    pub(super) max_removed: Option<f64>,
    /// What documents are written in; auto: by their names (see monoglot types) [default: auto]
    #[arg(long, value_name = "FORMAT", value_parser = choice::<FormatChoice>())]
    #[serde(with = "choices", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Named<FormatChoice>"))]
    pub(super) document_format: Option<FormatChoice>,
    /// Expect no language for its name in a path (de/, index.fr.md)
    #[arg(long)]
    #[serde(skip_serializing_if = "is_false")]
    pub(super) no_path_language: bool,
    /// The language engine [default: ngram]
    #[arg(long, value_name = "ENGINE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) engine: Option<EngineName>,
}

/// What makes a run exit with 1.
#[derive(Debug, Default, Args, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", default)]
#[command(next_help_heading = "Reports")]
pub(super) struct Gate {
    /// Exit with 1 if there are findings of this severity or above [default: check: flag, clean: never]
    #[arg(long, value_name = "SEVERITY", value_parser = choice::<Severity>())]
    #[serde(with = "choices", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Named<Severity>"))]
    pub(super) fail_on: Option<Severity>,
}

/// Where people's answers are.
#[derive(Debug, Default, Args, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", default)]
#[command(next_help_heading = "Decisions")]
pub(super) struct Answered {
    /// What people answered about lines [default: the nearest monoglot.decisions.jsonl]
    #[arg(long, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) decisions: Option<PathBuf>,
}

/// What is known of the sites that documents are of.
#[derive(Debug, Default, Args, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", default)]
#[command(next_help_heading = "Judging")]
pub(super) struct Sited {
    /// What sites repeat, by which their lines are judged besides: a file that monoglot sites wrote; auto: the
    /// documents that a walk through folders meets are counted first; off: nothing [default: auto]
    #[arg(long, value_name = "FILE|auto|off")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sites: Option<String>,
}

/// Which files are read of those that a walk meets.
#[derive(Debug, Default, Clone, Args, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", default)]
#[command(next_help_heading = "Input")]
pub(super) struct Walking {
    /// On a walk read what matches, whatever its type, and nothing else; as .gitignore writes it, may be
    /// repeated
    #[arg(long, value_name = "PATTERN", value_parser = parse_pattern)]
    #[serde(with = "pattern_list", skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub(super) include: Vec<String>,
    /// On a walk leave out what matches, folders too; may be repeated, and adds to the configuration
    #[arg(long, value_name = "PATTERN", value_parser = parse_pattern)]
    #[serde(with = "pattern_list", skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub(super) exclude: Vec<String>,
    /// On a walk read what .gitignore and .ignore leave out, too
    #[arg(long)]
    #[serde(skip_serializing_if = "is_false")]
    pub(super) no_ignore: bool,
    /// On a walk read hidden files and folders, too
    #[arg(long)]
    #[serde(skip_serializing_if = "is_false")]
    pub(super) hidden: bool,
}

/// How bytes are read and mended.
#[derive(Debug, Default, Args, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", default)]
#[command(next_help_heading = "Decoding")]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, as they are typed")]
pub(super) struct Decoding {
    /// The encoding of the input (utf-8, windows-1251, euc-jp); default: found from the bytes
    #[arg(long, value_name = "LABEL")]
    #[serde(with = "label", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) encoding: Option<Encoding>,
    /// Decode and mend nothing, whatever else is asked for
    #[arg(long)]
    #[serde(skip_serializing_if = "is_false")]
    pub(super) no_repair: bool,
    /// How characters are composed [default: nfc]
    #[arg(long, value_name = "FORM", value_parser = choice::<Form>())]
    #[serde(with = "choices", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Named<Form>"))]
    pub(super) normalise: Option<Form>,
    /// Which line ending the lines get: majority is the one most have [default: majority]
    #[arg(long, value_name = "ENDING", value_parser = choice::<LineEnding>())]
    #[serde(with = "choices", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Named<LineEnding>"))]
    pub(super) line_endings: Option<LineEnding>,
    /// Which HTML entities are read; auto: all, unless the text holds a tag [default: keep]
    #[arg(long, value_name = "WHICH", value_parser = choice::<Entities>())]
    #[serde(with = "choices", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Named<Entities>"))]
    pub(super) entities: Option<Entities>,
    /// Make curly quotation marks straight
    #[arg(long)]
    #[serde(skip_serializing_if = "is_false")]
    pub(super) straight_quotes: bool,
    /// Make fullwidth letters and digits ordinary, outside Chinese, Japanese and Korean lines
    #[arg(long)]
    #[serde(skip_serializing_if = "is_false")]
    pub(super) width: bool,
    /// Make Latin ligatures letters
    #[arg(long)]
    #[serde(skip_serializing_if = "is_false")]
    pub(super) ligatures: bool,
    /// Leave soft hyphens where they are
    #[arg(long)]
    #[serde(skip_serializing_if = "is_false")]
    pub(super) keep_soft_hyphens: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum EngineName {
    #[default]
    Ngram,
    Whatlang,
}

/// How shards are read, which hold a document in each of their records.
#[derive(Debug, Default, Clone, Args, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", default)]
#[command(next_help_heading = "Shards")]
pub(super) struct Records {
    /// What the inputs are; auto: by the name before .gz or .zst, else text [default: auto]
    #[arg(long, value_name = "FORMAT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) input_format: Option<InputFormat>,
    /// The field or column that holds the text [default: text]
    #[arg(long, value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text_field: Option<String>,
    /// The field or column that names a record [default: id]
    #[arg(long, value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id_field: Option<String>,
    /// The field or column that holds the address of a record, which says what site it is of [default: url]
    #[arg(long, value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url_field: Option<String>,
    /// The longest record, or compressed text, that is read: bytes, or 500K, 16M, 1G [default: 16M]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    #[serde(with = "size", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Size"))]
    pub(super) max_record: Option<usize>,
    /// The longest document that is read: bytes, or 500K, 16M, 1G [default: 256M]
    #[arg(long, value_name = "SIZE", value_parser = parse_size, help_heading = "Input")]
    #[serde(with = "size", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Size"))]
    pub(super) max_document: Option<usize>,
}

/// What is done about broken records.
#[derive(Debug, Default, Args, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", default)]
#[command(next_help_heading = "Shards")]
pub(super) struct Broken {
    /// When a record is broken: skip it, which passes it on as it is, or stop [default: skip]
    #[arg(long, value_name = "WHAT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) on_error: Option<OnError>,
}

/// What is written about records.
#[derive(Debug, Default, Args, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", default)]
#[command(next_help_heading = "Shards")]
pub(super) struct Annotating {
    /// What is added to each record, by whose rules [default: monoglot]
    #[arg(long, value_name = "SCHEMA")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) schema: Option<SchemaArg>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum InputFormat {
    #[default]
    Auto,
    Text,
    Jsonl,
    Parquet,
    Warc,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum OnError {
    #[default]
    Skip,
    Stop,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum SchemaArg {
    /// One field, monoglot, with all there is to know, from which the text can be restored
    #[default]
    Monoglot,
    /// The metadata of OSCAR, schema 3
    Oscar,
    /// lang, prob and `seg_langs` of HPLT, release 2
    Hplt,
    /// Attributes for the Dolma toolkit, instead of the records
    Dolma,
    /// Nothing: the text alone is cleaned
    None,
}

/// A group of options, with what is meant where nobody says anything; what stays empty is found.
pub(super) trait Defaults {
    fn defaults() -> Self;
}

impl Defaults for Judging {
    fn defaults() -> Self {
        let Policy { expected, also, remove, max_removed, .. } = Policy::default();
        Self {
            lang: expected,
            also,
            remove: Some(remove),
            max_removed: Some(max_removed),
            document_format: Some(FormatChoice::default()),
            no_path_language: false,
            engine: Some(EngineName::default()),
        }
    }
}

impl Defaults for Decoding {
    fn defaults() -> Self {
        let Hint { encoding, repair, normalisation, .. } = Hint::default();
        Self {
            encoding,
            no_repair: !repair,
            normalise: Some(normalisation.form),
            line_endings: Some(normalisation.line_ending),
            entities: Some(normalisation.entities),
            straight_quotes: normalisation.straight_quotes,
            width: normalisation.width,
            ligatures: normalisation.ligatures,
            keep_soft_hyphens: normalisation.keep_soft_hyphens,
        }
    }
}

impl Defaults for Records {
    fn defaults() -> Self {
        Self {
            input_format: Some(InputFormat::default()),
            text_field: Some(TEXT_FIELD.to_owned()),
            id_field: Some(ID_FIELD.to_owned()),
            url_field: Some(URL_FIELD.to_owned()),
            max_record: Some(MAX_RECORD),
            max_document: Some(MAX_DOCUMENT),
        }
    }
}

impl Defaults for Broken {
    fn defaults() -> Self {
        Self { on_error: Some(OnError::default()) }
    }
}

impl Defaults for Annotating {
    fn defaults() -> Self {
        Self { schema: Some(SchemaArg::default()) }
    }
}

impl Defaults for Gate {
    fn defaults() -> Self {
        Self { fail_on: Some(Severity::Flag) }
    }
}

impl Defaults for Sited {
    fn defaults() -> Self {
        Self { sites: Some("auto".to_owned()) }
    }
}

impl Defaults for Walking {
    fn defaults() -> Self {
        Self::default()
    }
}

impl Defaults for Answered {
    fn defaults() -> Self {
        Self::default()
    }
}
