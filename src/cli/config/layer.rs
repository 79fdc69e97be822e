//! Values by name, and where each comes from.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::path::PathBuf;

use monoglot::report::escape;
use monoglot::{Rule, Rules, Switch};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::group::Group;

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    Default,
    /// A configuration and a line of it.
    File(PathBuf, usize),
    Flag,
    /// `--select` or `--ignore`.
    Chosen,
    /// `--rule`.
    Switched,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path, line) => write!(f, "{}:{line}", path.display()),
            Self::Flag => f.write_str("flag"),
            Self::Chosen => f.write_str("flag --select or --ignore"),
            Self::Switched => f.write_str("flag --rule"),
        }
    }
}

/// Values by name, each with where it comes from. A rule is `rules.mojibake`.
#[derive(Debug, Clone, Default)]
pub(in crate::cli) struct Layer(pub(super) BTreeMap<String, (Value, Origin)>);

impl Layer {
    /// What a group of flags says.
    pub(in crate::cli) fn of_flags(&mut self, flags: &impl Serialize) {
        if let Ok(Value::Object(values)) = serde_json::to_value(flags) {
            self.0.extend(values.into_iter().map(|(key, value)| (key, (value, Origin::Flag))));
        }
    }

    /// Switches off all rules but some, and those that are to be ignored.
    pub(in crate::cli) fn choose(&mut self, select: &[Rule], ignore: &[Rule]) {
        let is_off =
            |rule: &Rule| !select.is_empty() && !select.contains(rule) || ignore.contains(rule);
        for rule in Rule::ALL.into_iter().filter(is_off) {
            self.0.insert(rule_key(rule), (json!("off"), Origin::Chosen));
        }
    }

    /// Says what is done about rules.
    pub(in crate::cli) fn switch(&mut self, rules: &[(Rule, Switch)]) {
        for &(rule, switch) in rules {
            self.0.insert(rule_key(rule), (json!(switch_name(switch)), Origin::Switched));
        }
    }

    /// Lays another layer over this one.
    pub(super) fn cover(&mut self, upper: &Self) {
        self.0.extend(upper.0.iter().map(|(key, value)| (key.clone(), value.clone())));
    }

    /// Whether it says something by this name.
    pub(super) fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// The values as a group of flags.
    pub(in crate::cli) fn read<T: DeserializeOwned>(&self) -> Result<T, String> {
        let values = self.0.iter().filter(|(_, (value, _))| !value.is_null());
        let values = values.map(|(key, (value, _))| (key.clone(), value.clone()));
        serde_json::from_value(values.collect::<Map<_, _>>().into())
            .map_err(|error| error.to_string())
    }

    /// The settings of the rules.
    pub(in crate::cli) fn rules(&self) -> Rules {
        let mut rules = Rules::default();
        for rule in Rule::ALL {
            let name = self.0.get(&rule_key(rule)).and_then(|(value, _)| value.as_str());
            if let Some(switch) = name.and_then(switch) {
                rules.set(rule, switch);
            }
        }
        rules
    }

    /// A line for each value: TOML, with its origin as a comment; the rules in a table of this name.
    pub(super) fn show(&self, table: &str, out: &mut String) {
        let (rules, others): (Vec<_>, Vec<_>) =
            self.0.iter().partition(|(key, _)| key.starts_with("rules."));
        for (key, (value, origin)) in others {
            write_value(out, key, value, origin);
        }
        if !rules.is_empty() {
            let _ = writeln!(out, "\n[{table}]");
        }
        for (key, (value, origin)) in rules {
            write_value(out, key.trim_start_matches("rules."), value, origin);
        }
    }
}

/// TOML writes strings, numbers and lists of them as JSON does; it has no word for nothing.
fn write_value(out: &mut String, key: &str, value: &Value, origin: &Origin) {
    let line =
        if value.is_null() { format!("# {key} is not set") } else { format!("{key} = {value}") };
    let flag = if *origin == Origin::Flag { format!(" --{key}") } else { String::new() };
    let _ = writeln!(out, "{}", escape(&format!("{line:<34} # {origin}{flag}")));
}

/// What a layer calls the setting of a rule.
pub(super) fn rule_key(rule: Rule) -> String {
    format!("rules.{rule}")
}

/// The setting that a word in the file means.
pub(super) fn switch(name: &str) -> Option<Switch> {
    Switch::ALL.iter().find(|(known, _)| *known == name).map(|&(_, switch)| switch)
}

/// The word for a setting in the file.
fn switch_name(switch: Switch) -> &'static str {
    let name = Switch::ALL.into_iter().find(|&(_, known)| known == switch);
    name.map_or("on", |(name, _)| name)
}

/// What is meant where nobody says anything.
pub(super) fn defaults() -> Layer {
    let values = Group::all().into_iter().flat_map(|group| (group.defaults)());
    let rules = Rule::ALL.map(|rule| (rule_key(rule), json!(switch_name(rule.switch()))));
    let all = values.chain(rules);
    Layer(all.map(|(key, value)| (key, (value, Origin::Default))).collect())
}
