//! How values are written: on the command line, in the file, and in its schema.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use monoglot::decode::{Entities, Form, LineEnding};
use monoglot::document_format::TYPES;
use monoglot::{DocumentFormat, Encoding, Lang, Remove, Severity};
use serde::Deserialize;

use super::advice::parse_lang;
use super::patterns::parse_pattern;

/// A type of the library of whose values one is chosen by its name.
pub(super) trait Choice: Copy + PartialEq + Send + Sync + 'static {
    const VALUES: &'static [Self];
    /// The names of the values, in their order.
    const NAMES: &'static [&'static str];

    fn named(name: &str) -> Option<Self> {
        Self::VALUES.iter().zip(Self::NAMES).find(|(_, known)| **known == name).map(|(&v, _)| v)
    }

    fn name(self) -> &'static str {
        Self::VALUES.iter().zip(Self::NAMES).find(|(v, _)| **v == self).map_or("", |(_, name)| name)
    }
}

impl Choice for Remove {
    const VALUES: &'static [Self] = &[Self::Certain, Self::Likely, Self::Foreign, Self::Nothing];
    const NAMES: &'static [&'static str] = &["certain", "likely", "foreign", "none"];
}

impl Choice for Form {
    const VALUES: &'static [Self] = &[Self::Keep, Self::Nfc, Self::Nfkc];
    const NAMES: &'static [&'static str] = &["none", "nfc", "nfkc"];
}

impl Choice for LineEnding {
    const VALUES: &'static [Self] = &[Self::Majority, Self::Lf, Self::CrLf, Self::Keep];
    const NAMES: &'static [&'static str] = &["majority", "lf", "crlf", "keep"];
}

impl Choice for Entities {
    const VALUES: &'static [Self] = &[Self::Keep, Self::Auto];
    const NAMES: &'static [&'static str] = &["keep", "auto"];
}

impl Choice for Severity {
    const VALUES: &'static [Self] = &[Self::Note, Self::Flag, Self::Repair, Self::Remove];
    const NAMES: &'static [&'static str] = &["note", "flag", "repair", "remove"];
}

/// A document format, or the one that the name of a document says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct FormatChoice(pub(super) Option<DocumentFormat>);

impl Choice for FormatChoice {
    const VALUES: &'static [Self] = &{
        let mut values = [Self(None); TYPES.len() + 1];
        let mut at = 0;
        while at < TYPES.len() {
            values[at + 1] = Self(Some(TYPES[at].format));
            at += 1;
        }
        values
    };
    const NAMES: &'static [&'static str] = &{
        let mut names = ["auto"; TYPES.len() + 1];
        let mut at = 0;
        while at < TYPES.len() {
            names[at + 1] = TYPES[at].name;
            at += 1;
        }
        names
    };
}

/// Understands a choice on the command line, and shows in help what there is to choose from.
pub(super) fn choice<T: Choice>() -> impl TypedValueParser<Value = T> {
    let names = T::NAMES.iter().copied().map(PossibleValue::new);
    PossibleValuesParser::new(names).try_map(|name| T::named(&name).ok_or("no such choice"))
}

/// A choice in the file: its name.
pub(super) mod choices {
    use serde::de::{Deserialize as _, Deserializer, Error as _};
    use serde::ser::{Serialize as _, Serializer};

    use super::Choice;

    #[expect(clippy::ref_option, reason = "serde passes references")]
    pub(in crate::cli) fn serialize<T: Choice, S: Serializer>(
        value: &Option<T>,
        output: S,
    ) -> Result<S::Ok, S::Error> {
        value.map(Choice::name).serialize(output)
    }

    pub(in crate::cli) fn deserialize<'de, T: Choice, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Option<T>, D::Error> {
        let name = String::deserialize(input)?;
        T::named(&name).map(Some).ok_or_else(|| D::Error::unknown_variant(&name, T::NAMES))
    }
}

/// The schema of a choice.
#[cfg(test)]
pub(super) struct Named<T>(std::marker::PhantomData<T>);

#[cfg(test)]
impl<T: Choice> schemars::JsonSchema for Named<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::NAMES.join("|").into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "enum": T::NAMES })
    }
}

/// A number of bytes, or of kilobytes, megabytes, gigabytes.
pub(super) fn parse_size(text: &str) -> Result<usize, String> {
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
pub(super) fn is_false(value: &bool) -> bool {
    !value
}

/// A language, or a list of them.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "give a language such as \"eng\", or a list of them")]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

pub(super) mod langs {
    use serde::de::{Deserialize as _, Deserializer, Error as _};
    use serde::ser::Serializer;

    use super::{Lang, OneOrMany, parse_lang};

    pub(in crate::cli) fn serialize<S: Serializer>(
        langs: &[Lang],
        output: S,
    ) -> Result<S::Ok, S::Error> {
        output.collect_seq(langs.iter().map(|lang| lang.code()))
    }

    pub(in crate::cli) fn deserialize<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Vec<Lang>, D::Error> {
        let names = match OneOrMany::deserialize(input)? {
            OneOrMany::One(name) => vec![name],
            OneOrMany::Many(names) => names,
        };
        names.iter().map(|name| parse_lang(name).map_err(D::Error::custom)).collect()
    }
}

/// Patterns of paths.
pub(super) mod pattern_list {
    use serde::de::{Deserialize as _, Deserializer, Error as _};
    use serde::ser::Serializer;

    use super::parse_pattern;

    pub(in crate::cli) fn serialize<S: Serializer>(
        patterns: &[String],
        output: S,
    ) -> Result<S::Ok, S::Error> {
        output.collect_seq(patterns)
    }

    pub(in crate::cli) fn deserialize<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Vec<String>, D::Error> {
        let patterns = Vec::<String>::deserialize(input)?;
        patterns.iter().map(|pattern| parse_pattern(pattern).map_err(D::Error::custom)).collect()
    }
}

pub(super) mod label {
    use serde::de::{Deserialize as _, Deserializer, Error as _};
    use serde::ser::Serializer;

    use super::Encoding;

    #[expect(clippy::ref_option, reason = "serde passes references")]
    pub(in crate::cli) fn serialize<S: Serializer>(
        encoding: &Option<Encoding>,
        output: S,
    ) -> Result<S::Ok, S::Error> {
        output.collect_str(&encoding.map(|encoding| encoding.to_string()).unwrap_or_default())
    }

    pub(in crate::cli) fn deserialize<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Option<Encoding>, D::Error> {
        String::deserialize(input)?.parse().map(Some).map_err(D::Error::custom)
    }
}

/// A share from 0 to 1, or a percentage such as "30%".
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "give a share from 0 to 1, or a percentage such as \"30%\"")]
pub(super) enum Share {
    Number(#[cfg_attr(test, schemars(range(min = 0.0, max = 1.0)))] f64),
    Text(String),
}

pub(super) mod share {
    use serde::de::{Deserialize as _, Deserializer, Error as _};
    use serde::ser::{Serialize as _, Serializer};

    use super::{Share, parse_share};

    #[expect(clippy::ref_option, reason = "serde passes references")]
    pub(in crate::cli) fn serialize<S: Serializer>(
        share: &Option<f64>,
        output: S,
    ) -> Result<S::Ok, S::Error> {
        share.serialize(output)
    }

    pub(in crate::cli) fn deserialize<'de, D: Deserializer<'de>>(
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
pub(super) enum Size {
    Number(#[cfg_attr(test, schemars(range(min = 1)))] usize),
    Text(String),
}

pub(super) mod size {
    use serde::de::{Deserialize as _, Deserializer, Error as _};
    use serde::ser::{Serialize as _, Serializer};

    use super::{Size, parse_size};

    #[expect(clippy::ref_option, reason = "serde passes references")]
    pub(in crate::cli) fn serialize<S: Serializer>(
        size: &Option<usize>,
        output: S,
    ) -> Result<S::Ok, S::Error> {
        size.serialize(output)
    }

    pub(in crate::cli) fn deserialize<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Option<usize>, D::Error> {
        let text = match Size::deserialize(input)? {
            Size::Number(size) => size.to_string(),
            Size::Text(text) => text,
        };
        parse_size(&text).map(Some).map_err(D::Error::custom)
    }
}
