//! Reads the file key by key, so that whatever is wrong is said with its line and the way out.

use std::path::Path;

use monoglot::report::escape;
use monoglot::{Rule, Switch};
use serde_json::{Map, Value, json};
use toml::de::{DeTable, DeValue};

use super::group::Group;
use super::layer::{Layer, Origin, rule_key, switch};
use super::overrides::Override;
use crate::cli::advice::meant;
use crate::cli::defaults::MAX_OVERRIDES;
use crate::cli::patterns::build;

/// Reads the parts of one file and says where something is wrong.
pub(super) struct ConfigParser<'f> {
    pub(super) path: &'f Path,
    pub(super) folder: &'f Path,
    pub(super) text: &'f str,
}

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) top: Layer,
    pub(super) overrides: Vec<Override>,
    pub(super) is_root: bool,
}

impl ConfigParser<'_> {
    /// The values of the file and of its overrides.
    pub(super) fn file(&self, table: &toml::Table, spans: &DeTable<'_>) -> Result<Said, String> {
        let Said { mut top, mut overrides, mut is_root } = Said::default();
        for (key, at) in spans {
            let (name, line) = (key.get_ref().as_ref(), self.line(key.span().start));
            match (name, &table[name], at.get_ref()) {
                ("overrides", toml::Value::Array(parts), DeValue::Array(places)) => {
                    if parts.len() > MAX_OVERRIDES {
                        let why = format!("more than {MAX_OVERRIDES} overrides; use patterns");
                        return Err(self.error(line, &why));
                    }
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
                ("root", &toml::Value::Boolean(value), _) => is_root = value,
                ("root", ..) => return Err(self.error(line, "root: give true or false")),
                (name, value, at) => self.value(&mut top, name, value, at, line)?,
            }
        }
        Ok(Said { top, overrides, is_root })
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
                    let built = build(self.folder, &list);
                    patterns = Some((built.map_err(|why| self.error(line, &why))?, list));
                }
                name if Group::of(name).is_some_and(|group| group.is_of_run) => {
                    let why = format!("'{name}' is for the whole run; move it above [[overrides]]");
                    return Err(self.error(line, &why));
                }
                name if name != "rules" && Group::of(name).is_none() => {
                    let known = [vec!["paths".to_owned()], Group::keys_of_documents()].concat();
                    return Err(self.error(line, &unknown("key", name, &known)));
                }
                name => self.value(&mut layer, name, &table[name], at.get_ref(), line)?,
            }
        }
        let missing = || self.error(line, "an override needs 'paths', such as [\"fr/**\"]");
        let (paths, patterns) = patterns.ok_or_else(missing)?;
        Ok(Override { paths, patterns, layer })
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
        memchr::memchr_iter(b'\n', &self.text.as_bytes()[..offset]).count() + 1
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

/// What is said of a name that nobody knows.
fn unknown(what: &str, name: &str, known: &[String]) -> String {
    let shown = escape(name);
    match meant(name, known) {
        Some(nearest) => format!("unknown {what} '{shown}'; did you mean '{nearest}'?"),
        None => format!("unknown {what} '{shown}'; there are {}", known.join(", ")),
    }
}
