//! The JSON schema of the file, made from the types that read it.

#![expect(dead_code, reason = "the shape of the file; the reader takes it key by key")]

use std::borrow::Cow;

use monoglot::{Rule, Switch};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::cli::options::{
    Annotating, Answered, Broken, Decoding, Gate, Judging, Records, Walking,
};

/// The configuration of monoglot, `monoglot.toml`: the same names as the flags, which win over it.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
struct File {
    #[schemars(flatten)]
    judging: Judging,
    #[schemars(flatten)]
    decoding: Decoding,
    #[schemars(flatten)]
    records: Records,
    #[schemars(flatten)]
    broken: Broken,
    #[schemars(flatten)]
    annotating: Annotating,
    #[schemars(flatten)]
    gate: Gate,
    #[schemars(flatten)]
    answered: Answered,
    #[schemars(flatten)]
    walking: Walking,
    /// No file in a folder above this one counts for what is below it
    #[schemars(default)]
    root: bool,
    #[schemars(default)]
    rules: RulesTable,
    /// Other settings for some paths; of several that match, the last wins.
    #[schemars(default)]
    overrides: Vec<Override>,
}

/// Settings for some paths.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
struct Override {
    /// The paths, relative to the file, as .gitignore writes them
    paths: Vec<String>,
    #[schemars(flatten)]
    judging: Judging,
    #[schemars(flatten)]
    decoding: Decoding,
    #[schemars(flatten)]
    records: Records,
    #[schemars(default)]
    rules: RulesTable,
}

/// A table with a key for each rule.
#[derive(Default, serde::Serialize)]
struct RulesTable {}

impl JsonSchema for RulesTable {
    fn schema_name() -> Cow<'static, str> {
        "Rules".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let switches = Switch::ALL.map(|(name, _)| name);
        let rule = |rule: Rule| {
            let about = format!("{} (on: {})", rule.summary(), rule.default());
            (rule.id().to_owned(), json!({"description": about, "enum": switches}))
        };
        let properties: Map<String, Value> = Rule::ALL.into_iter().map(rule).collect();
        json_schema!({
            "description": "What each rule does: on, off, or its findings are no more than this",
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        })
    }
}

/// Draft 7, which editors know.
fn schema() -> Value {
    let mut schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<File>();
    schema.insert("title".to_owned(), json!("monoglot.toml"));
    schema.to_value()
}

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/monoglot.schema.json");

#[test]
fn the_committed_schema_is_the_one_of_the_code() {
    let made = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(COMMITTED, &made).unwrap();
    }
    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
    let command = "UPDATE=1 cargo test the_committed_schema";
    assert!(made == committed, "docs/monoglot.schema.json is not current; run: {command}");
}

#[test]
fn the_schema_is_a_schema_and_judges_as_the_reader_does() {
    assert!(jsonschema::meta::is_valid(&schema()));
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let cases = [
        ("", true),
        ("lang = \"eng\"", true),
        ("lang = [\"eng\", \"fra\"]\nmax-removed = 0.3", true),
        ("max-removed = \"30%\"\nremove = \"likely\"\nengine = \"whatlang\"", true),
        ("fail-on = \"remove\"\ndecisions = \"answers.jsonl\"", true),
        ("[rules]\nmojibake = \"off\"\noff-language-line = \"flag\"", true),
        (
            "[[overrides]]\npaths = [\"fr/**\"]\nlang = \"fra\"\n[overrides.rules]\nmojibake = \"note\"",
            true,
        ),
        ("text-field = \"content\"\nmax-record = \"64M\"\ninput-format = \"jsonl\"", true),
        ("schema = \"hplt\"\non-error = \"stop\"\nmax-record = 1000", true),
        ("[[overrides]]\npaths = [\"a/**\"]\ntext-field = \"body\"", true),
        ("[[overrides]]\npaths = [\"a/**\"]\nschema = \"none\"", false),
        ("on-error = \"ignore\"", false),
        ("lang = 7", false),
        ("langauge = \"eng\"", false),
        ("max-removed = 2", false),
        ("remove = \"all\"", false),
        ("straight-quotes = \"yes\"", false),
        ("[rules]\nmojibak = \"off\"", false),
        ("[rules]\nmojibake = \"of\"", false),
        ("rules = \"off\"", false),
        ("[[overrides]]\nlang = \"fra\"", false),
        ("[[overrides]]\npaths = \"fr\"", false),
        ("[[overrides]]\npaths = [\"fr\"]\nfail-on = \"note\"", false),
        ("overrides = 3", false),
        ("root = true\nexclude = [\"drafts/\", \"*.bak.txt\"]\ninclude = [\"*.log\"]", true),
        ("hidden = true\nno-ignore = false", true),
        ("root = \"yes\"", false),
        ("exclude = \"drafts\"", false),
        ("[[overrides]]\npaths = [\"a\"]\nhidden = true", false),
        ("[[overrides]]\npaths = [\"a\"]\nroot = true", false),
    ];
    for (text, is_right) in cases {
        let value: toml::Value = toml::from_str::<toml::Table>(text).unwrap().into();
        let by_schema = validator.is_valid(&serde_json::to_value(value).unwrap());
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("monoglot.toml");
        std::fs::write(&path, text).unwrap();
        let by_reader = super::Config::load(Some(&path), false);
        assert_eq!((by_schema, by_reader.is_ok()), (is_right, is_right), "{text}: {by_reader:?}");
    }
}

/// What is meant where nobody says anything is what the library does by itself.
#[test]
fn the_defaults_are_those_of_the_library() {
    use monoglot::{Hint, Policy};
    let settings = crate::cli::settings::Settings::new(&super::layer::defaults()).unwrap();
    assert_eq!(settings.policy, Policy::default());
    let (hint, default) = (format!("{:?}", settings.hint), format!("{:?}", Hint::default()));
    assert_eq!(hint, default);
}
