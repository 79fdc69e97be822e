//! Trains monoglot's language model: a folder of text in, a model file and its card out.
//!
//! For each script with more than one language: read its words ([`corpus`]), choose the n-grams worth
//! knowing ([`select`]), train all their weights ([`full`]), keep the weights worth their bytes
//! ([`prune`]), train those again as they will be rounded ([`compact`]), and write them
//! ([`mod@write`]). Then measure on the lines set aside ([`measure`]) and tell it ([`card`]).
//!
//! How well the finished program does on sets with known answers is measured by [`score`].
//!
//! Beside it stands the table that the decoder judges encodings with ([`char_lm`]).
//!
//! What the finished decoder may never do is tried on the whole corpus by [`law`]; what it should
//! undo, by [`damage`].
//!
//! One seed, the same bytes again: everything is drawn from one generator, nothing runs in parallel,
//! and all arithmetic is in a fixed order.

#![expect(missing_docs, reason = "no one depends on it; what is not plain from its name is told")]

pub mod card;
pub mod char_lm;
pub mod compact;
pub mod corpus;
pub mod damage;
pub mod examples;
pub mod facts;
pub mod full;
pub mod law;
pub mod math;
pub mod measure;
pub mod precedents;
pub mod prune;
pub mod rng;
pub mod sample;
pub mod score;
pub mod select;
pub mod settings;
pub mod site_facts;
pub mod source;
pub mod ui_words;
pub mod vocabulary;
pub mod wording;
pub mod write;

use monoglot::model::Model;
use monoglot::{Lang, Script};

use compact::{Compact, Round};
use corpus::Corpus;
use examples::Examples;
use full::Full;
use measure::samples;
use sample::Sampler;
use settings::Settings;
use source::Source;
use write::{Written, file, rows};

/// Scripts that several languages may share, so that letters must be looked at.
const SHARED: [Script; 9] = [
    Script::Latin,
    Script::Cyrillic,
    Script::Arabic,
    Script::Han,
    Script::Devanagari,
    Script::Hebrew,
    Script::Bengali,
    Script::Ethiopic,
    Script::Tibetan,
];

/// Trains a model: the bytes of its file. `progress` is told what is being done.
pub fn train(sources: &[Source], settings: &Settings, progress: &mut dyn FnMut(&str)) -> Vec<u8> {
    let mut tables = Vec::new();
    for script in SHARED {
        let corpus = Corpus::new(sources, script);
        if corpus.langs.len() > 1 {
            let words = corpus.vocabulary.size();
            progress(&format!("{script}: {} languages, {words} words", corpus.langs.len()));
            tables.push(train_script(&corpus, settings, progress));
        }
    }
    progress("calibrating");
    calibrate(&mut tables, sources);
    file(&tables)
}

fn train_script(corpus: &Corpus, settings: &Settings, progress: &mut dyn FnMut(&str)) -> Written {
    let (taught, size) = Settings::share(corpus.script);
    let part = |whole: usize, share: f32| (whole as f32 * share) as usize;
    let langs = corpus.langs.len();
    let mut grams = select::select(corpus, part(settings.features, size));
    progress(&format!("  {} n-grams", grams.len()));
    let sampler = Sampler::new(corpus, settings);
    let hide = (settings.hide_whole, settings.hide_gram);
    let mut examples = Examples::new(&sampler, corpus, &grams, hide, settings.seed);
    let count = part(settings.examples, taught);
    let full = Full::train(&mut examples, grams.len(), langs, count, settings);
    let bytes = part(settings.bytes, size);
    let mut compact = Compact::from_full(&full, 2 * bytes, &mut grams);
    drop(full);
    let count = part(settings.compact_examples, taught);
    for (number, round) in rounds(settings, count).into_iter().enumerate() {
        if number == 1 {
            compact = compact.prune(bytes, &mut grams);
        }
        progress(&format!("  round {number}: {} n-grams", grams.len()));
        let seed = settings.seed + 1 + number as u64;
        let hide = if round.rounded { (hide.0, 0) } else { hide };
        let mut examples = Examples::new(&sampler, corpus, &grams, hide, seed);
        compact.train(&mut examples, round);
    }
    Written {
        script: corpus.script,
        langs: corpus.langs.iter().map(|lang| lang.lang).collect(),
        prior: prior(&compact, &sampler),
        temperature: [1.0; 6],
        rows: rows(&compact, &grams),
    }
}

/// The rounds of the compact training: half pruned, fully pruned, rounded.
fn rounds(settings: &Settings, examples: usize) -> [Round; 3] {
    let third = settings.rate / 3.0;
    let round = |from, to, rounded| Round {
        examples,
        rate: (third * from, third * to),
        decay: settings.decay,
        rounded,
    };
    [round(1.0, 0.8, false), round(0.8, 0.5, false), round(0.5, 0.0, true)]
}

/// How much of what a language was drawn more often than others stays in the prior. With none, all
/// languages are as likely before the first word; with some, a line that says little is taken for
/// the better known language (+ 0.1 over 60 common languages, - 0.2 over all).
const FAME: f32 = 0.6;

/// The bias, freed of most of how often each language was drawn.
fn prior(compact: &Compact, sampler: &Sampler<'_>) -> Vec<f32> {
    let corrected = |lang| compact.bias[lang] - (1.0 - FAME) * math::ln(sampler.share(lang));
    let prior: Vec<_> = (0..compact.langs).map(corrected).collect();
    let mean = prior.iter().sum::<f32>() / prior.len() as f32;
    prior.iter().map(|bias| bias - mean).collect()
}

/// Sets the temperatures of all tables from the lines set aside.
fn calibrate(tables: &mut [Written], sources: &[Source]) {
    let bytes = file(tables);
    let model = Model::from_bytes(&bytes).expect("the library reads what the trainer writes");
    let samples = samples(sources);
    let measured: Vec<_> =
        tables.iter().map(|table| measure::temperatures(&model, table.script, &samples)).collect();
    for (table, temperature) in tables.iter_mut().zip(measured) {
        table.temperature = temperature;
    }
}

/// The languages that a corpus has text in.
pub fn langs(sources: &[Source]) -> Vec<Lang> {
    sources.iter().map(|source| source.lang).collect()
}
