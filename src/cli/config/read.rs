//! Reads the file key by key, so that whatever is wrong is said with its line and the way out.

use std::path::Path;

use clap::{Args, Command};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use monoglot::report::escape;
use monoglot::{Rule, Switch};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use toml::de::{DeTable, DeValue};

use super::Override;
use super::layer::{Layer, Origin, rule_key, switch};
use crate::cli::options::{Annotating, Answered, Broken, Decoding, Gate, Judging, Records};

/// Reads the parts of one file and says where something is wrong.
pub(super) struct Reader<'f> {
    pub(super) path: &'f Path,
    pub(super) folder: &'f Path,
    pub(super) text: &'f str,
}

impl Reader<'_> {
    /// The values of the file and of its overrides.
    pub(super) fn file(
        &self,
        table: &toml::Table,
        spans: &DeTable<'_>,
    ) -> Result<(Layer, Vec<Override>), String> {
        let mut top = Layer::default();
        let mut overrides = Vec::new();
        for (key, at) in spans {
            let (name, line) = (key.get_ref().as_ref(), self.line(key.span().start));
            match (name, &table[name], at.get_ref()) {
                ("overrides", toml::Value::Array(parts), DeValue::Array(places)) => {
                    for (part, place) in parts.iter().zip(places.iter()) {
                        let place = place.get_ref();
                        let (toml::Value::Table(part), DeValue::Table(place)) = (part, place)
                        else {
                            return Err(self.error(line, "write each as [[overrides]]"));
                        };
                        overrides.push(self.part(part, place, line)?);
                    }
                }
                ("overrides", ..) => return Err(self.error(line, "write each as [[overrides]]")),
                (name, value, at) => self.value(&mut top, name, value, at, line)?,
            }
        }
        Ok((top, overrides))
    }

    /// One of the overrides; it is announced on a line before its first key.
    fn part(
        &self,
        table: &toml::Table,
        spans: &DeTable<'_>,
        line: usize,
    ) -> Result<Override, String> {
        let mut layer = Layer::default();
        let mut patterns = None;
        for (key, at) in spans {
            let (name, line) = (key.get_ref().as_ref(), self.line(key.span().start));
            match name {
                "paths" => {
                    let list: Vec<String> = table[name].clone().try_into().map_err(|_| {
                        self.error(line, "'paths' is a list of patterns such as [\"fr/**\"]")
                    })?;
                    patterns = Some((self.patterns(&list, line)?, list));
                }
                name if Group::of(name).is_some_and(|group| group.is_of_run) => {
                    let why = format!("'{name}' is for the whole run; move it above [[overrides]]");
                    return Err(self.error(line, &why));
                }
                name => self.value(&mut layer, name, &table[name], at.get_ref(), line)?,
            }
        }
        let missing = || self.error(line, "an override needs 'paths', such as [\"fr/**\"]");
        let (paths, patterns) = patterns.ok_or_else(missing)?;
        Ok(Override { paths, patterns, layer })
    }

    fn patterns(&self, patterns: &[String], line: usize) -> Result<Gitignore, String> {
        let mut builder = GitignoreBuilder::new(self.folder);
        for pattern in patterns {
            builder
                .add_line(None, pattern)
                .map_err(|error| self.error(line, &error.to_string()))?;
        }
        builder.build().map_err(|error| self.error(line, &error.to_string()))
    }

    /// Puts one value into a layer, if a flag of its name could have it.
    fn value(
        &self,
        layer: &mut Layer,
        name: &str,
        value: &toml::Value,
        at: &DeValue<'_>,
        line: usize,
    ) -> Result<(), String> {
        if let ("rules", toml::Value::Table(rules), DeValue::Table(places)) = (name, value, at) {
            for key in places.keys() {
                let (id, line) = (key.get_ref().as_ref(), self.line(key.span().start));
                self.rule(layer, id, &rules[id], line)?;
            }
            return Ok(());
        }
        let Some(group) = Group::of(name) else {
            let why = if name == "rules" {
                "write it as [rules] with a line for each rule".to_owned()
            } else {
                unknown("key", name, &Group::keys())
            };
            return Err(self.error(line, &why));
        };
        let json = serde_json::to_value(value).unwrap_or_default();
        let json = (group.check)(name, &json)
            .map_err(|why| self.error(line, &format!("{name}: {why}")))?;
        layer.0.insert(name.to_owned(), (json, self.origin(line)));
        Ok(())
    }

    fn rule(
        &self,
        layer: &mut Layer,
        id: &str,
        value: &toml::Value,
        line: usize,
    ) -> Result<(), String> {
        let key = checked_rule(id, value.as_str()).map_err(|why| self.error(line, &why))?;
        layer.0.insert(key, (json!(value.as_str()), self.origin(line)));
        Ok(())
    }

    /// What is no TOML at all.
    pub(super) fn broken(&self, error: &toml::de::Error) -> String {
        let line = self.line(error.span().map_or(0, |span| span.start));
        self.error(line, &format!("invalid configuration: {}", error.message()))
    }

    fn origin(&self, line: usize) -> Origin {
        Origin::File(self.path.to_owned(), line)
    }

    /// The line on which a byte stands.
    fn line(&self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|&byte| byte == b'\n').count() + 1
    }

    fn error(&self, line: usize, why: &str) -> String {
        format!("{}:{line}: {why}", self.path.display())
    }
}

impl Layer {
    /// What a program says of how documents are read and judged, by the keys of the file.
    pub(in crate::cli) fn of_settings(settings: &Map<String, Value>) -> Result<Self, String> {
        let mut layer = Self::default();
        for (name, value) in settings {
            match (Group::of(name).filter(|group| !group.is_of_run), value) {
                (Some(group), value) => {
                    let value =
                        (group.check)(name, value).map_err(|why| format!("{name}: {why}"))?;
                    layer.0.insert(name.clone(), (value, Origin::Flag));
                }
                (None, Value::Object(rules)) if name == "rules" => {
                    for (id, value) in rules {
                        layer.0.insert(
                            checked_rule(id, value.as_str())?,
                            (value.clone(), Origin::Flag),
                        );
                    }
                }
                _ => return Err(unknown("setting", name, &Group::keys_of_documents())),
            }
        }
        Ok(layer)
    }
}

/// A group of flags whose names are keys of the file.
struct Group {
    names: Vec<String>,
    /// Whether it is about the run and not about documents.
    is_of_run: bool,
    check: fn(&str, &Value) -> Result<Value, String>,
}

impl Group {
    fn new<T: Args + DeserializeOwned + Serialize>(is_of_run: bool) -> Self {
        let command = T::augment_args(Command::new(""));
        let names = command.get_arguments().filter_map(|arg| arg.get_long().map(str::to_owned));
        Self { names: names.collect(), is_of_run, check: check::<T> }
    }

    fn all() -> [Self; 7] {
        [
            Self::new::<Judging>(false),
            Self::new::<Decoding>(false),
            Self::new::<Records>(false),
            Self::new::<Broken>(true),
            Self::new::<Annotating>(true),
            Self::new::<Gate>(true),
            Self::new::<Answered>(true),
        ]
    }

    fn of(name: &str) -> Option<Self> {
        Self::all().into_iter().find(|group| group.names.iter().any(|known| known == name))
    }

    fn keys() -> Vec<String> {
        let tables = ["rules", "overrides"].map(str::to_owned);
        Self::all().into_iter().flat_map(|group| group.names).chain(tables).collect()
    }

    /// The keys that say how documents are read and judged.
    fn keys_of_documents() -> Vec<String> {
        let groups = Self::all().into_iter().filter(|group| !group.is_of_run);
        groups.flat_map(|group| group.names).chain(["rules".to_owned()]).collect()
    }
}

/// What a layer calls a rule, if there is such a rule and such a setting.
fn checked_rule(id: &str, setting: Option<&str>) -> Result<String, String> {
    let known = || Rule::ALL.map(|rule| rule.id().to_owned());
    let rule: Rule = id.parse().map_err(|_| unknown("rule", id, &known()))?;
    if setting.and_then(switch).is_none() {
        let words = Switch::ALL.map(|(name, _)| format!("\"{name}\"")).join(", ");
        return Err(format!("{id}: give one of {words}"));
    }
    Ok(rule_key(rule))
}

/// The value as the flag of this name would say it.
fn check<T: DeserializeOwned + Serialize>(name: &str, value: &Value) -> Result<Value, String> {
    let one = Map::from_iter([(name.to_owned(), value.clone())]);
    let typed: T = serde_json::from_value(one.into()).map_err(|error| error.to_string())?;
    let mut plain = serde_json::to_value(typed).map_err(|error| error.to_string())?;
    // An empty list or `false` is what a flag that is not given says, but here it is said.
    Ok(plain.get_mut(name).map_or_else(|| value.clone(), Value::take))
}

/// What is said of a name that nobody knows.
fn unknown(what: &str, name: &str, known: &[String]) -> String {
    let name = escape(name);
    let likeness = |known: &str| strsim::jaro_winkler(&name, known);
    let nearest = known.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match nearest.filter(|nearest| likeness(nearest) > ALIKE) {
        Some(nearest) => format!("unknown {what} '{name}'; did you mean '{nearest}'?"),
        None => format!("unknown {what} '{name}'; there are {}", known.join(", ")),
    }
}

/// How alike two names must be for one to be a slip of the other: as in clap.
const ALIKE: f64 = 0.7;
