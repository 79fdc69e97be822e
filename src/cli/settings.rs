//! How documents are decoded and judged: settings, who resolves them, and the engines they name.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use monoglot::classify::{Engine, Ngram, Whatlang};
use monoglot::document_format::path_language;
use monoglot::{DocumentFormat, Hint, Normalisation, Policy, Rule, Rules, Switch};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::args::{Chosen, Common};
use super::config::{Config, Layer, PartsKey};
use super::decisions::DecisionsFile;
use super::defaults::DECISIONS_FILE;
use super::options::{Answered, Decoding, EngineName, InputFormat, Judging, Records};
use super::paths::nearest;
use super::values::FormatChoice;

/// How a document is decoded and judged.
#[derive(Debug)]
pub struct Settings {
    /// How bytes are read and mended.
    pub hint: Hint,
    /// How lines are judged.
    pub policy: Policy,
    pub(super) by_name: ByName,
    pub(super) engine: EngineName,
    pub(super) input_format: InputFormat,
    pub(super) fields: Fields,
    /// Bytes of the longest document that is read.
    pub(super) max_document: usize,
    /// All of it in words, by which the cache tells them from others.
    pub(super) identity: String,
}

impl Settings {
    /// The settings that a program gives: an object with the keys of `monoglot.toml`.
    pub fn of_settings(
        settings: &serde_json::Map<String, serde_json::Value>,
    ) -> Result<Self, String> {
        Self::new(&Config::default().layer_of_run(&Layer::of_settings(settings)?))
    }

    /// What all layers together say, the defaults among them.
    pub(super) fn new(layer: &Layer) -> Result<Self, String> {
        let (judging, decoding): (Judging, Decoding) = (layer.read()?, layer.read()?);
        let records: Records = layer.read()?;
        let FormatChoice(format) = judging.document_format.unwrap_or_default();
        let by_name = ByName { format: format.is_none(), language: !judging.no_path_language };
        let policy = Policy {
            expected: judging.lang,
            also: judging.also,
            remove: judging.remove.unwrap_or_default(),
            max_removed: judging.max_removed.unwrap_or_default(),
            rules: layer.rules(),
            document_format: format.unwrap_or(DocumentFormat::Plain),
            declared: None,
        };
        // One answer to both questions: the languages that a document is expected in are those that
        // its bytes are expected to spell.
        let hint = Hint { lang: policy.expected.clone(), ..hint(&decoding, &policy.rules) };
        let engine = judging.engine.unwrap_or_default();
        let fields = Fields {
            text: records.text_field.unwrap_or_default(),
            id: records.id_field.unwrap_or_default(),
            url: records.url_field.unwrap_or_default(),
            limit: records.max_record.unwrap_or_default(),
        };
        let input_format = records.input_format.unwrap_or_default();
        let identity =
            format!("{hint:?} {policy:?} {by_name:?} {engine:?} {input_format:?} {fields:?}");
        let max_document = records.max_document.unwrap_or_default();
        Ok(Self { hint, policy, by_name, engine, input_format, fields, max_document, identity })
    }

    /// How the lines of a file are judged, which its name has a say in.
    pub(super) fn policy_for(&self, name: &str, text: &str) -> Policy {
        let mut policy = self.policy.clone();
        if self.by_name.format {
            policy.document_format = match DocumentFormat::of_name(name) {
                None | Some(DocumentFormat::Plain) => DocumentFormat::of_text(text),
                Some(format) => format,
            };
        }
        policy.declared = path_language(name).filter(|_| self.by_name.language);
        policy
    }
}

/// What is left to the name of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct ByName {
    format: bool,
    language: bool,
}

/// Which fields of a record are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) text: String,
    pub(super) id: String,
    pub(super) url: String,
    /// Bytes of the longest record that is read.
    pub(super) limit: usize,
}

/// How bytes are read and mended, but for the languages.
fn hint(decoding: &Decoding, rules: &Rules) -> Hint {
    let is_on = |rule| rules.get(rule) != Switch::Off;
    let normalisation = Normalisation {
        form: decoding.normalise.unwrap_or_default(),
        line_ending: decoding.line_endings.unwrap_or_default(),
        invisible: is_on(Rule::InvisibleCharacter),
        keep_soft_hyphens: decoding.keep_soft_hyphens,
        straight_quotes: decoding.straight_quotes,
        width: decoding.width,
        ligatures: decoding.ligatures,
        entities: decoding.entities.unwrap_or_default(),
    };
    Hint {
        encoding: decoding.encoding,
        repair: !decoding.no_repair,
        mojibake: is_on(Rule::Mojibake),
        normalisation,
        ..Hint::default()
    }
}

/// The settings of a run: made once for each set of overrides that documents meet.
#[derive(Debug)]
pub(super) struct SettingsResolver {
    config: Arc<Config>,
    flags: Layer,
    resolved: RwLock<BTreeMap<PartsKey, Arc<Settings>>>,
}

impl SettingsResolver {
    pub(super) fn new(config: Config, judging: &Judging, decoding: &Decoding) -> Self {
        let mut flags = Layer::default();
        flags.of_flags(judging);
        flags.of_flags(decoding);
        Self { config: Arc::new(config), flags, resolved: RwLock::default() }
    }

    /// The settings of a document.
    pub(super) fn of(&self, document: &str) -> Result<Arc<Settings>, String> {
        let parts = self.config.parts_for(document.as_ref())?;
        let key = parts.key();
        let made = self.resolved.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(settings) = made.get(&key) {
            return Ok(settings.clone());
        }
        drop(made);
        let settings = Arc::new(Settings::new(&Config::layer(&parts, &self.flags))?);
        let mut made = self.resolved.write().unwrap_or_else(PoisonError::into_inner);
        Ok(made.entry(key).or_insert(settings).clone())
    }

    /// Says something of the run, too.
    pub(super) fn with(mut self, flags: &impl Serialize) -> Self {
        self.flags.of_flags(flags);
        self
    }

    /// Leaves on what is chosen of the rules.
    pub(super) fn choosing(mut self, chosen: &Chosen) -> Self {
        self.flags.switch(&chosen.rule);
        self.flags.choose(&chosen.select, &chosen.ignore);
        self
    }

    /// What the configuration says of the run itself, under the flags.
    pub(super) fn of_run<T: DeserializeOwned>(&self) -> Result<T, String> {
        self.config.layer_of_run(&self.flags).read()
    }

    /// What the folders say of their documents.
    pub(super) fn config(&self) -> Arc<Config> {
        self.config.clone()
    }

    /// The settings of the rules for what is no document.
    pub(super) fn rules(&self) -> Rules {
        self.config.layer_of_run(&self.flags).rules()
    }

    /// The decisions that are named, or the nearest ones upward, or none.
    pub(super) fn decisions(
        &self,
        answered: &Answered,
        common: &Common,
        may_be_new: bool,
    ) -> Result<DecisionsFile, String> {
        let configured = || -> Result<_, String> {
            let answered: Answered = self.of_run()?;
            Ok(answered.decisions.map(|path| self.config.beside("decisions", &path)))
        };
        let named = answered.decisions.clone().map_or_else(configured, |path| Ok(Some(path)))?;
        let found = || if common.isolated { None } else { nearest(DECISIONS_FILE) };
        if let Some(path) = named.or_else(found) {
            return DecisionsFile::read(&path, may_be_new);
        }
        match (common.isolated, may_be_new) {
            (true, true) => {
                Err("--write-baseline with --isolated needs --decisions FILE".to_owned())
            }
            (true, false) => Ok(DecisionsFile::default()),
            // There are none yet. They will stand beside the configuration, as both are for all who
            // work on the documents.
            (false, _) => {
                DecisionsFile::read(&self.config.beside("", DECISIONS_FILE.as_ref()), true)
            }
        }
    }

    /// Every setting of these documents and where it comes from.
    pub(super) fn show(&self, documents: &[String]) -> Result<String, String> {
        self.config.show(documents, &self.flags)
    }
}

/// The language engines of one thread. They remember words, so threads do not share them.
#[derive(Debug, Default)]
pub struct Engines {
    ngram: Option<Ngram>,
    whatlang: Whatlang,
    /// What a test puts in their place.
    #[cfg(test)]
    stand_in: Option<Box<dyn Engine>>,
}

impl Engines {
    #[cfg(test)]
    pub(super) fn of_test(engine: Box<dyn Engine>) -> Self {
        Self { stand_in: Some(engine), ..Self::default() }
    }

    /// Forgets everything, for when something went wrong.
    pub(super) fn renew(&mut self) {
        self.ngram = None;
    }

    /// The engine that the settings name.
    pub fn of(&mut self, settings: &Settings) -> &mut dyn Engine {
        self.get(settings.engine)
    }

    pub(super) fn get(&mut self, engine: EngineName) -> &mut dyn Engine {
        #[cfg(test)]
        if let Some(engine) = &mut self.stand_in {
            return &mut **engine;
        }
        match engine {
            EngineName::Ngram => self.ngram.get_or_insert_with(Ngram::new),
            EngineName::Whatlang => &mut self.whatlang,
        }
    }
}
