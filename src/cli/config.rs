//! `monoglot.toml`: the same names as the flags, found upward from the working directory.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

use super::args::{EngineArg, EntitiesArg, FormArg, LineEndingArg, RemoveArg, parse_share};
use super::decisions::nearest;
use super::inputs::explain;

/// The name of the file.
pub(super) const FILE_NAME: &str = "monoglot.toml";

/// What a configuration can say. Flags win over it.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, as they are written")]
pub(super) struct Config {
    #[serde(deserialize_with = "one_or_many")]
    pub(super) lang: Vec<monoglot::Lang>,
    #[serde(deserialize_with = "one_or_many")]
    pub(super) also: Vec<monoglot::Lang>,
    #[serde(deserialize_with = "label")]
    pub(super) encoding: Option<monoglot::Encoding>,
    pub(super) engine: Option<EngineArg>,
    pub(super) remove: Option<RemoveArg>,
    #[serde(deserialize_with = "share")]
    pub(super) max_removed: Option<f64>,
    pub(super) normalise: Option<FormArg>,
    pub(super) line_endings: Option<LineEndingArg>,
    pub(super) entities: Option<EntitiesArg>,
    pub(super) straight_quotes: bool,
    pub(super) width: bool,
    pub(super) ligatures: bool,
    pub(super) keep_soft_hyphens: bool,
    pub(super) rules: Rules,
}

/// The rules that can be switched off. A rule that is off neither finds nor mends anything.
///
/// They are fields and not a map, so that a rule that is misspelt, or that has no switch, is
/// refused with the names of those that have.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct Rules {
    pub(super) mojibake: Switch,
    pub(super) invisible_character: Switch,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Switch {
    #[default]
    On,
    Off,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

fn one_or_many<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<monoglot::Lang>, D::Error> {
    let names = match OneOrMany::deserialize(input)? {
        OneOrMany::One(name) => vec![name],
        OneOrMany::Many(names) => names,
    };
    names.iter().map(|name| name.parse().map_err(D::Error::custom)).collect()
}

fn label<'de, D: Deserializer<'de>>(input: D) -> Result<Option<monoglot::Encoding>, D::Error> {
    String::deserialize(input)?.parse().map(Some).map_err(D::Error::custom)
}

fn share<'de, D: Deserializer<'de>>(input: D) -> Result<Option<f64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Share {
        Number(f64),
        Text(String),
    }
    let text = match Share::deserialize(input)? {
        Share::Number(number) => number.to_string(),
        Share::Text(text) => text,
    };
    parse_share(&text).map(Some).map_err(D::Error::custom)
}

impl Config {
    /// Reads the named file, or the nearest one upward, or none.
    pub(super) fn load(named: Option<&Path>, isolated: bool) -> Result<Self, String> {
        if isolated {
            return Ok(Self::default());
        }
        let Some(path) = named.map(Path::to_owned).or_else(|| nearest(FILE_NAME)) else {
            return Ok(Self::default());
        };
        let shown = path.display();
        let text =
            fs::read_to_string(&path).map_err(|error| format!("{shown}: {}", explain(&error)))?;
        toml::from_str(&text).map_err(|error| {
            format!("{shown}: invalid configuration\n{}", error.to_string().trim_end())
        })
    }
}
