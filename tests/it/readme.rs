//! What the documentation shows is what the program says: examples are run, figures counted, options looked up.
//!
//! `UPDATE=1 cargo test --test it readme::` writes the examples anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use monoglot::Lang;

const PROGRAM: &str = env!("CARGO_BIN_EXE_monoglot");

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The README and all of `docs/`.
fn pages() -> Vec<(String, String)> {
    let docs = fs::read_dir(root().join("docs")).expect("docs").flatten().map(|entry| entry.path());
    let names = docs.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let mut names: Vec<_> = names
        .map(|path| format!("docs/{}", path.file_name().unwrap_or_default().display()))
        .collect();
    names.push("README.md".to_owned());
    names.sort();
    names.into_iter().map(|name| (name.clone(), page(&name))).collect()
}

/// The blocks of code in a language, without their fences.
fn blocks<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    let fence = format!("```{language}\n");
    page.split(&fence).skip(1).filter_map(|rest| rest.split_once("```").map(|(b, _)| b)).collect()
}

/// What a shell says to a command in the root of the repository, where `monoglot` is this one.
#[cfg(unix)]
fn said(command: &str) -> String {
    let folder = Path::new(PROGRAM).parent().expect("a folder");
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).current_dir(root()).env("PATH", path).env("COLUMNS", "100");
    for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"] {
        shell.env_remove(name);
    }
    String::from_utf8(shell.output().expect("a shell").stdout).expect("UTF-8")
}

/// A block with its commands run again.
#[cfg(unix)]
fn run_again(block: &str) -> String {
    let commands = block.lines().filter_map(|line| line.strip_prefix("$ "));
    let shown = |command: &str| {
        let said = said(command);
        let end = if said.is_empty() || said.ends_with('\n') { "" } else { "\n" };
        format!("$ {command}\n{said}{end}")
    };
    commands.map(shown).collect()
}

#[cfg(unix)]
#[test]
fn examples_say_what_the_program_says() {
    let mut number = 0;
    for (name, text) in pages() {
        let mut anew = text.clone();
        for block in blocks(&text, "console") {
            number += 1;
            anew = anew.replace(block, &run_again(block));
        }
        if anew != text && std::env::var_os("UPDATE").is_some() {
            fs::write(root().join(&name), anew).unwrap();
        } else {
            assert_eq!(anew, text, "{name}: UPDATE=1 cargo test --test it readme:: writes it anew");
        }
    }
    assert!(number > 0, "there are examples");
}

#[test]
fn figures_are_those_of_the_program() {
    let readme = page("README.md");
    let model = fs::metadata(root().join("src/model/model.bin")).unwrap().len() as f64 / 1e6;
    let figure = format!("Languages: {}, told apart by a model", Lang::all().count());
    assert!(readme.contains(&figure), "README.md lacks: {figure}");
    let figure = format!("({model:.1} MB, nothing is downloaded");
    assert!(readme.contains(&figure), "README.md lacks: {figure}");
    let rust = page("Cargo.toml");
    let (_, rust) = rust.split_once("rust-version = \"").unwrap();
    let figure = format!("Rust](https://rustup.rs) {} or newer", rust.split_once('"').unwrap().0);
    assert!(readme.contains(&figure), "README.md lacks: {figure}");
}

/// The options that a command has, by its own help.
fn options_of(command: &str) -> BTreeSet<String> {
    let help = Command::new(PROGRAM).args([command, "--help"]).output().expect("the program");
    let help = String::from_utf8(help.stdout).expect("UTF-8");
    let word = |c: char| !(c.is_ascii_lowercase() || c == '-');
    help.split(word).filter(|word| word.starts_with("--")).map(str::to_owned).collect()
}

/// Each `monoglot COMMAND --option` in a line of code, as far as the command goes.
fn commands(line: &str) -> impl Iterator<Item = (&str, Vec<&str>)> {
    line.split("monoglot ").skip(1).filter_map(|rest| {
        let end = rest.find(['|', '>', ';', '#', '&', '`', ')']).unwrap_or(rest.len());
        let mut words = rest[..end].split_whitespace();
        let command = words.next()?;
        let options = words.filter(|word| word.starts_with("--") && word.len() > 2);
        Some((command, options.filter_map(|word| word.split('=').next()).collect()))
    })
}

#[test]
fn options_that_are_shown_exist() {
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut number = 0;
    for (name, text) in pages() {
        for block in ["sh", "console", "make", "yaml"].iter().flat_map(|kind| blocks(&text, kind)) {
            for (command, options) in block.lines().flat_map(commands) {
                if !command.bytes().all(|byte| byte.is_ascii_lowercase()) {
                    continue;
                }
                let has = known.entry(command.to_owned()).or_insert_with(|| options_of(command));
                for option in options {
                    number += 1;
                    assert!(has.contains(option), "{name}: {command} has no {option}");
                }
            }
        }
    }
    assert!(number > 20, "{number} options were looked up");
}
