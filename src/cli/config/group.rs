//! Groups of flags whose names are keys of the file.

use clap::{ArgAction, Args, Command};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::cli::options::{
    Annotating, Answered, Broken, Decoding, Defaults, Gate, Judging, Records, Sited, Walking,
};

/// A group of flags whose names are keys of the file.
pub(super) struct Group {
    pub(super) names: Vec<String>,
    /// Whether it is about the run and not about documents.
    pub(super) is_of_run: bool,
    pub(super) check: fn(&str, &Value) -> Result<Value, String>,
    /// What is meant where nobody says anything; null is what is found, not set.
    pub(super) defaults: fn() -> Map<String, Value>,
}

impl Group {
    fn new<T: Args + Defaults + DeserializeOwned + Serialize>(is_of_run: bool) -> Self {
        let command = T::augment_args(Command::new(""));
        let names = command.get_arguments().filter_map(|arg| arg.get_long().map(str::to_owned));
        Self { names: names.collect(), is_of_run, check: check::<T>, defaults: defaults::<T> }
    }

    pub(super) fn all() -> [Self; 9] {
        [
            Self::new::<Judging>(false),
            Self::new::<Decoding>(false),
            Self::new::<Records>(false),
            Self::new::<Broken>(true),
            Self::new::<Annotating>(true),
            Self::new::<Gate>(true),
            Self::new::<Answered>(true),
            Self::new::<Sited>(true),
            Self::new::<Walking>(true),
        ]
    }

    pub(super) fn of(name: &str) -> Option<Self> {
        Self::all().into_iter().find(|group| group.names.iter().any(|known| known == name))
    }

    pub(super) fn keys() -> Vec<String> {
        let tables = ["root", "rules", "overrides"].map(str::to_owned);
        Self::all().into_iter().flat_map(|group| group.names).chain(tables).collect()
    }

    /// The keys that say how documents are read and judged.
    pub(super) fn keys_of_documents() -> Vec<String> {
        let groups = Self::all().into_iter().filter(|group| !group.is_of_run);
        groups.flat_map(|group| group.names).chain(["rules".to_owned()]).collect()
    }
}

/// The value as the flag of this name would say it.
fn check<T: DeserializeOwned + Serialize>(name: &str, value: &Value) -> Result<Value, String> {
    let one = Map::from_iter([(name.to_owned(), value.clone())]);
    let typed: T = serde_json::from_value(one.into()).map_err(|error| error.to_string())?;
    let mut plain = serde_json::to_value(typed).map_err(|error| error.to_string())?;
    // An empty list or `false` is what a flag that is not given says, but here it is said.
    Ok(plain.get_mut(name).map_or_else(|| value.clone(), Value::take))
}

/// The defaults of a group by name. What flags leave out where nothing is said is spelt out.
fn defaults<T: Args + Defaults + Serialize>() -> Map<String, Value> {
    let said = serde_json::to_value(T::defaults()).unwrap_or_default();
    let command = T::augment_args(Command::new(""));
    let silent = |action: &ArgAction| match action {
        ArgAction::SetTrue => json!(false),
        ArgAction::Append => json!([]),
        _ => Value::Null,
    };
    let value = |arg: &clap::Arg| {
        let name = arg.get_long()?;
        let value = said.get(name).cloned();
        Some((name.to_owned(), value.unwrap_or_else(|| silent(arg.get_action()))))
    };
    command.get_arguments().filter_map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::values::parse_size;

    /// Help is written by hand beside each option, and says the defaults that there are.
    #[test]
    fn help_says_the_defaults() {
        let groups = [Judging::augment_args, Decoding::augment_args, Records::augment_args];
        let groups = groups.into_iter().chain([Broken::augment_args, Annotating::augment_args]);
        let commands: Vec<_> = groups.map(|augment| augment(Command::new(""))).collect();
        let defaults: Map<_, _> =
            Group::all().iter().flat_map(|group| (group.defaults)()).collect();
        let mut compared = 0;
        for arg in commands.iter().flat_map(Command::get_arguments) {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            let Some((_, said)) = help.split_once("[default: ") else { continue };
            let said = said.trim_end_matches(']');
            let meant = match &defaults[arg.get_long().unwrap()] {
                Value::String(text) => text.clone(),
                value => value.to_string(),
            };
            let is_same = said == meant || parse_size(said).is_ok_and(|n| n.to_string() == meant);
            assert!(is_same, "--{} is {meant}, and help says {said}", arg.get_long().unwrap());
            compared += 1;
        }
        assert!(compared > 8, "{compared} options say their default");
    }
}
