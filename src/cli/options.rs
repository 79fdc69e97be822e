//! What flags and configuration both say: one table of names, meanings and types for the two.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use monoglot::{Encoding, Lang};
use serde::{Deserialize, Serialize};

use super::advice::parse_lang;

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
    /// What to remove: certain findings, likely ones too, or nothing [default: certain]
    #[arg(long, value_name = "WHAT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) remove: Option<RemoveArg>,
    /// The share of letters that may go from one document; beyond it nothing goes [default: 0.4]
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    #[serde(with = "share", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Share"))]
    pub(super) max_removed: Option<f64>,
    /// The language engine [default: ngram]
    #[arg(long, value_name = "ENGINE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) engine: Option<EngineArg>,
}

/// What makes a run exit with 1.
#[derive(Debug, Default, Args, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", default)]
#[command(next_help_heading = "Reports")]
pub(super) struct Gate {
    /// Exit with 1 if there are findings of this severity or above [default: check: flag, clean: never]
    #[arg(long, value_name = "SEVERITY")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fail_on: Option<FailOn>,
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
    #[arg(long, value_name = "FORM")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) normalise: Option<FormArg>,
    /// Which line ending the lines get: majority is the one most have [default: majority]
    #[arg(long, value_name = "ENDING")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line_endings: Option<LineEndingArg>,
    /// Which HTML entities are read; auto: all, unless the text holds a tag [default: keep]
    #[arg(long, value_name = "WHICH")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) entities: Option<EntitiesArg>,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum RemoveArg {
    Certain,
    Likely,
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum EngineArg {
    Ngram,
    Whatlang,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum FormArg {
    None,
    Nfc,
    Nfkc,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum LineEndingArg {
    Majority,
    Lf,
    Crlf,
    Keep,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum EntitiesArg {
    Keep,
    Auto,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum FailOn {
    Note,
    Flag,
    Repair,
    Remove,
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
    /// The longest record, or compressed text, that is read: bytes, or 500K, 16M, 1G [default: 16M]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    #[serde(with = "size", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Size"))]
    pub(super) max_record: Option<usize>,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum InputFormat {
    Auto,
    Text,
    Jsonl,
    Parquet,
    Warc,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum OnError {
    Skip,
    Stop,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum SchemaArg {
    /// One field, monoglot, with all there is to know, from which the text can be restored
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

/// A number of bytes, or of kilobytes, megabytes, gigabytes.
fn parse_size(text: &str) -> Result<usize, String> {
    let scales = [('K', 10), ('M', 20), ('G', 30)];
    let upper = text.trim().to_ascii_uppercase();
    let with_unit =
        scales.iter().find_map(|&(unit, shift)| Some((upper.strip_suffix(unit)?, shift)));
    let (number, shift) = with_unit.unwrap_or((&upper, 0));
    let size = number.trim().parse::<usize>().ok().and_then(|size| size.checked_mul(1 << shift));
    size.filter(|&size| size > 0).ok_or_else(|| "give bytes, or a size such as 16M".to_owned())
}

/// A share from 0 to 1, or a percentage.
pub(super) fn parse_share(text: &str) -> Result<f64, String> {
    let (number, scale) = text.strip_suffix('%').map_or((text, 1.0), |number| (number, 100.0));
    match number.trim().parse::<f64>() {
        Ok(share) if (0.0..=scale).contains(&share) => Ok(share / scale),
        _ => Err("give a share from 0 to 1, or a percentage from 0% to 100%".to_owned()),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_false(value: &bool) -> bool {
    !value
}

/// A language, or a list of them.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "give a language such as \"eng\", or a list of them")]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

mod langs {
    use serde::de::{Deserialize as _, Deserializer, Error as _};
    use serde::ser::Serializer;

    use super::{Lang, OneOrMany, parse_lang};

    pub(super) fn serialize<S: Serializer>(langs: &[Lang], output: S) -> Result<S::Ok, S::Error> {
        output.collect_seq(langs.iter().map(|lang| lang.code()))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<Lang>, D::Error> {
        let names = match OneOrMany::deserialize(input)? {
            OneOrMany::One(name) => vec![name],
            OneOrMany::Many(names) => names,
        };
        names.iter().map(|name| parse_lang(name).map_err(D::Error::custom)).collect()
    }
}

mod label {
    use serde::de::{Deserialize as _, Deserializer, Error as _};
    use serde::ser::Serializer;

    use super::Encoding;

    #[expect(clippy::ref_option, reason = "serde passes references")]
    pub(super) fn serialize<S: Serializer>(
        encoding: &Option<Encoding>,
        output: S,
    ) -> Result<S::Ok, S::Error> {
        output.collect_str(&encoding.map(|encoding| encoding.to_string()).unwrap_or_default())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Option<Encoding>, D::Error> {
        String::deserialize(input)?.parse().map(Some).map_err(D::Error::custom)
    }
}

/// A share from 0 to 1, or a percentage such as "30%".
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "give a share from 0 to 1, or a percentage such as \"30%\"")]
enum Share {
    Number(#[cfg_attr(test, schemars(range(min = 0.0, max = 1.0)))] f64),
    Text(String),
}

mod share {
    use serde::de::{Deserialize as _, Deserializer, Error as _};
    use serde::ser::{Serialize as _, Serializer};

    use super::{Share, parse_share};

    #[expect(clippy::ref_option, reason = "serde passes references")]
    pub(super) fn serialize<S: Serializer>(
        share: &Option<f64>,
        output: S,
    ) -> Result<S::Ok, S::Error> {
        share.serialize(output)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Option<f64>, D::Error> {
        let text = match Share::deserialize(input)? {
            Share::Number(number) => number.to_string(),
            Share::Text(text) => text,
        };
        parse_share(&text).map(Some).map_err(D::Error::custom)
    }
}

/// A number of bytes, or a size such as "16M".
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "give a number of bytes, or a size such as \"16M\"")]
enum Size {
    Number(#[cfg_attr(test, schemars(range(min = 1)))] usize),
    Text(String),
}

mod size {
    use serde::de::{Deserialize as _, Deserializer, Error as _};
    use serde::ser::{Serialize as _, Serializer};

    use super::{Size, parse_size};

    #[expect(clippy::ref_option, reason = "serde passes references")]
    pub(super) fn serialize<S: Serializer>(
        size: &Option<usize>,
        output: S,
    ) -> Result<S::Ok, S::Error> {
        size.serialize(output)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Option<usize>, D::Error> {
        let text = match Size::deserialize(input)? {
            Size::Number(size) => size.to_string(),
            Size::Text(text) => text,
        };
        parse_size(&text).map(Some).map_err(D::Error::custom)
    }
}
