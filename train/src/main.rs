//! Command line of the trainer: one stage per data file of the crate. See `README.md`.
#![expect(
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a tool run by hand that reads a corpus, tells its progress and writes files"
)]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use train::card::{Facts, card};
use train::law::Share;
use train::score::{self, Tagged, Truth};
use train::settings::Settings;
use train::source;

const USAGE: &str = "\
usage: train classifier OUT-FOLDER YYYY-MM-DD CORPUS-FOLDER...
       train char-lm OUT-FOLDER CORPUS-FOLDER
       train ui-words OUT-FOLDER CORPUS-FOLDER...
       train wording OUT-FOLDER CORPUS-FOLDER
       train facts OUT-FOLDER PAGES-FOLDER...
       train law CORPUS-FOLDER [ONE-IN]
       train damage CORPUS-FOLDER...
       monoglot tag --format jsonl DOCUMENTS | train score documents [--wide] TRUTH...
       monoglot tag --format jsonl SITES | train score sites TRUTH...
       train score lines TSV...
       train score files FOLDER
       train score repairs JSONL";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let made = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["classifier", out, date, ref corpora @ ..] if !corpora.is_empty() => {
            classifier(Path::new(out), date, corpora)
        }
        ["char-lm", out, corpus] => train::char_lm::train(Path::new(corpus))
            .and_then(|table| fs::write(Path::new(out).join("char_lm.bin"), table)),
        ["ui-words", out, ref corpora @ ..] if !corpora.is_empty() => source::read(corpora)
            .map(|sources| train::ui_words::train(&sources))
            .and_then(|filter| fs::write(Path::new(out).join("ui_words.bin"), filter)),
        ["wording", out, corpus] => source::read(&[corpus])
            .map(|sources| train::facts::interface_classifier(&sources))
            .and_then(|file| fs::write(Path::new(out).join("interface.wording"), file)),
        ["facts", out, ref pages @ ..] if !pages.is_empty() => facts(Path::new(out), pages),
        ["score", what, ref of @ ..] if !of.is_empty() => {
            score(what, of).map(|table| print!("{table}"))
        }
        ["damage", ref corpora @ ..] if !corpora.is_empty() => {
            source::read(corpora).map(|sources| print!("{}", train::damage::measure(&sources)))
        }
        ["law", corpus] => law(corpus, 1),
        ["law", corpus, share] => {
            share.parse().map_err(io::Error::other).and_then(|one_in| law(corpus, one_in))
        }
        _ => Err(io::Error::other(USAGE)),
    };
    match made {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Writes `model.bin` and the model card.
fn classifier(out: &Path, date: &str, corpora: &[&str]) -> io::Result<()> {
    let start = Instant::now();
    let sources = source::read(corpora)?;
    let settings = Settings::full();
    let model = train::train(&sources, &settings, &mut |line| {
        eprintln!("{:>5.0} s  {line}", start.elapsed().as_secs_f32());
    });
    let facts = Facts { date };
    fs::write(out.join("model.bin"), &model)?;
    fs::write(out.join("README.md"), card(&model, &sources, &settings, facts))
}

/// Writes the table of facts and, from the pages and what the corpus taught, the models of wording.
fn facts(out: &Path, pages: &[&str]) -> io::Result<()> {
    let interface = fs::read(out.join("interface.wording"))?;
    let table = train::facts::table(pages, &interface)?;
    fs::write(out.join("facts.tsv"), &table.facts)?;
    fs::write(out.join("alone.tsv"), train::site_facts::alone(&table)?)?;
    fs::write(out.join("site_facts.tsv"), train::site_facts::table(&table, &interface)?)?;
    fs::write(out.join("wording.bin"), [&interface[..], &table.learned].concat())
}

/// How well the program does on a set with known answers.
fn score(what: &str, of: &[&str]) -> io::Result<String> {
    let said = |parts| Tagged::read(io::stdin().lock(), parts);
    match (what, of) {
        ("documents", ["--wide", paths @ ..]) => {
            let mut truths = truths(paths)?;
            score::widen(&mut truths);
            Ok(score::documents(&truths, &said(1)?))
        }
        ("documents", paths) => {
            let (truths, said) = (truths(paths)?, said(1)?);
            let calibration = score::calibration(&truths, &said);
            Ok(format!("{}\n{calibration}", score::documents(&truths, &said)))
        }
        ("sites", paths) => Ok(score::sites(&truths(paths)?, &said(2)?)),
        ("lines", paths) => score::lines(&paths.iter().map(PathBuf::from).collect::<Vec<_>>()),
        ("files", [folder]) => score::files(Path::new(folder)),
        ("repairs", [path]) => score::repairs(Path::new(path)),
        _ => Err(io::Error::other(USAGE)),
    }
}

fn truths(paths: &[&str]) -> io::Result<Vec<Truth>> {
    let read = paths.iter().map(|path| score::read_truth(Path::new(path)));
    Ok(read.collect::<io::Result<Vec<_>>>()?.concat())
}

/// Tries the law of the decoder on one text in so many of a corpus, and tells what it changed.
fn law(corpus: &str, one_in: u64) -> io::Result<()> {
    let start = Instant::now();
    let sources = source::read(&[corpus])?;
    let count = train::law::hold(&sources, Share(one_in), &|line| {
        eprintln!("{:>5.0} s  {line}", start.elapsed().as_secs_f32());
    });
    for (kind, place, before, after) in &count.changed {
        println!("{kind:?}\t{place:?}\t{}\t{}", before.escape_debug(), after.escape_debug());
    }
    // A share of the corpus need not hold every listed word.
    let silent: Vec<_> = if one_in > 1 { Vec::new() } else { count.silent().collect() };
    for word in &silent {
        println!("listed as damaged and left alone\t{word}");
    }
    println!("{count}");
    if count.changed.is_empty() && silent.is_empty() {
        return Ok(());
    }
    let (changed, silent) = (count.changed.len(), silent.len());
    Err(io::Error::other(format!("{changed} texts changed, {silent} listed words left alone")))
}
