//! Case files: a document with the right answer in a gutter.
//!
//! ```text
//! # What it is
//! # Why it is hard.
//! eng    | Trump, Putin Issue Joint Statement on Syrian Conflict
//! -      | 11.11.2017
//! ukr  x | коментуйте повідомлення:
//! eng  / | The end of the sentence.⟦ Läs mer⟧
//! ```
//!
//! The gutter holds the language (`-`: none) and the verdict: blank keep, `?` flag, `x` remove, `/`
//! cut what stands in ⟦ ⟧. A line `# options: --also fra` adds arguments. `UPDATE=1 cargo test`
//! rewrites the gutters; read the diff before you commit it.
//!
//! Beside each case, `NAME.terms` has the evidence of its lines, so that a changed weight shows in a diff
//! even where no verdict changes: the number of the line, how likely it is residue and foreign, and what each
//! term adds to the score behind its verdict. Lines that are hardly doubtful are left out.

use std::fs;
use std::path::{Path, PathBuf};

use monoglot::classify::Ngram;
use monoglot::{Hint, Policy, Remove, Row, Text, review};

use crate::run::{Folder, fixture};

struct Case {
    path: PathBuf,
    head: String,
    body: String,
}

impl Case {
    fn read(path: PathBuf) -> Self {
        let text = fs::read_to_string(&path).expect("a case file");
        let is_head = |line: &&str| line.starts_with('#');
        let head: String = text.split_inclusive('\n').take_while(is_head).collect();
        let body = text[head.len()..].to_owned();
        Self { path, head, body }
    }

    fn options(&self) -> Vec<&str> {
        let line = self.head.lines().find_map(|line| line.strip_prefix("# options: "));
        line.map_or_else(Vec::new, |options| options.split(' ').collect())
    }

    /// The document: what stands behind the gutter.
    fn document(&self) -> String {
        let content = |line: &str| {
            let (_, content) = line
                .split_once("| ")
                .unwrap_or_else(|| panic!("{}: no gutter in '{line}'", self.path.display()));
            content.replace(['⟦', '⟧'], "") + "\n"
        };
        self.body.lines().map(content).collect()
    }

    /// The evidence of its lines.
    fn terms(&self) -> String {
        let document = self.document();
        let text = Text::decode(document.as_bytes(), &Hint::default()).expect("text");
        let review = review(&text, &self.policy(), &mut Ngram::new());
        review.rows.iter().filter_map(terms_of).collect()
    }

    fn policy(&self) -> Policy {
        let mut policy = Policy::default();
        for pair in self.options().chunks(2) {
            let lang = || pair[1].parse().expect("a language");
            match pair[0] {
                "--lang" => policy.expected.push(lang()),
                "--also" => policy.also.push(lang()),
                "--remove" if pair[1] == "foreign" => policy.remove = Remove::Foreign,
                option => panic!("{}: {option} is not known here", self.path.display()),
            }
        }
        policy
    }

    fn answer(&self) -> String {
        let mut args = vec!["tag", "--format", "full", "--isolated"];
        args.extend(self.options());
        let ran = Folder::new().run_with(&args, self.document().as_bytes());
        assert_eq!(ran.code, 0, "{}: {}", self.path.display(), ran.stderr);
        ran.text().to_owned()
    }
}

/// The document of a case, by its folder and its name.
pub(crate) fn document(case: &str) -> String {
    Case::read(fixture(&format!("cases/{case}.txt"))).document()
}

/// From this probability on a line is doubtful enough for its evidence to be recorded.
const RECORDED: f64 = 0.1;

/// The evidence of a line as a line of a snapshot; `None` of one that is hardly doubtful.
fn terms_of(row: &Row<'_>) -> Option<String> {
    let terms = row.terms().filter(|_| row.foreign() >= RECORDED)?;
    let terms: Vec<_> = terms
        .iter()
        .filter(|(_, nats)| nats.abs() >= 0.05)
        .map(|(term, nats)| format!("{} {nats:+.1}", term.name()))
        .collect();
    let (number, residue, foreign) = (row.line.number(), row.residue(), row.foreign());
    Some(format!("{number} residue {residue:.2} foreign {foreign:.2}: {}\n", terms.join(", ")))
}

fn cases(folder: &str) -> Vec<Case> {
    let folder = fixture("cases").join(folder);
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    paths.into_iter().map(Case::read).collect()
}

/// The documents of two folders that hold much of what there is.
pub(crate) fn documents() -> impl Iterator<Item = String> {
    ["negative", "wild"].into_iter().flat_map(cases).map(|case| case.document())
}

/// Checks every case of a folder, or rewrites its gutters.
fn check(folder: &str) {
    let mut wrong = Vec::new();
    for case in cases(folder) {
        let answer = case.answer();
        if answer == case.body {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&case.path, case.head.clone() + &answer).expect("the case is written");
        } else {
            wrong.push(format!("{}:\n{}", case.path.display(), difference(&case.body, &answer)));
        }
    }
    assert!(wrong.is_empty(), "{} cases of {folder}\n{}", wrong.len(), wrong.join("\n"));
}

/// Checks the evidence of every case, or records it.
#[test]
fn evidence_is_as_recorded() {
    let mut wrong = Vec::new();
    for case in ["wild", "negative", "synthetic", "known-failures"].into_iter().flat_map(cases) {
        let (path, terms) = (case.path.with_extension("terms"), case.terms());
        let recorded = fs::read_to_string(&path).unwrap_or_default();
        if terms == recorded {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, terms).expect("the evidence is written");
        } else {
            wrong.push(format!("{}:\n{}", path.display(), difference(&recorded, &terms)));
        }
    }
    assert!(wrong.is_empty(), "{} cases\n{}", wrong.len(), wrong.join("\n"));
}

fn difference(expected: &str, answer: &str) -> String {
    let pairs = expected.lines().zip(answer.lines()).filter(|(a, b)| a != b);
    pairs.flat_map(|(a, b)| ["  expected ", a, "\n  but got  ", b, "\n"]).collect()
}

#[test]
fn wild() {
    check("wild");
}

#[test]
fn negative() {
    check("negative");
}

#[test]
fn synthetic() {
    check("synthetic");
}

/// A known failure shows the right answer, which we do not reach. One that is reached is moved to
/// its folder, so that it stays reached.
#[test]
fn known_failures() {
    for case in cases("known-failures") {
        let path = case.path.display();
        assert_ne!(case.answer(), case.body, "{path}: passes now; move it to where it belongs");
    }
}

/// Nothing may be touched in most of the cases: a good line lost is the worst bug.
#[test]
fn negative_cases_are_the_majority_and_touch_nothing() {
    let negative = cases("negative");
    let others = cases("wild").len() + cases("synthetic").len();
    assert!(negative.len() > others, "{} negative cases, {others} others", negative.len());
    assert!(negative.len() + others >= 60, "{} cases", negative.len() + others);
    for case in negative {
        let untouched = case.body.lines().all(|line| line.chars().nth(5) == Some(' '));
        assert!(untouched, "{}: a negative case with a verdict", case.path.display());
    }
}

/// The first real article: nothing but the Ukrainian prompt under it goes.
#[test]
fn the_syria_article_loses_its_last_line_alone() {
    let path = fixture("article-syria.txt");
    let article = fs::read_to_string(&path).expect("the article");
    let (kept, prompt) = article.rsplit_once('\n').expect("lines");
    assert_eq!(prompt, "коментуйте повідомлення:");

    let folder = Folder::new();
    let path = path.to_str().expect("a path in UTF-8");
    let cleaned = folder.run(&["clean", path]);
    assert_eq!((cleaned.code, cleaned.text()), (0, format!("{kept}\n").as_str()));

    let checked = folder.run(&["check", "--format", "concise", path]);
    assert_eq!(checked.code, 1);
    assert!(
        checked.text().starts_with(&format!("{path}:23:1: off-language-line: remove: Ukrainian"))
    );
    assert_eq!(checked.text().lines().count(), 1);

    let tagged = folder.run(&["tag", "--format", "full", path]);
    for (line, row) in article.lines().zip(tagged.text().lines()) {
        let expected = match line {
            "" => "-      | ".to_owned(),
            line if line == prompt => format!("ukr  x | {line}"),
            line => format!("eng    | {line}"),
        };
        assert_eq!(row, expected);
    }
}

#[test]
fn fixtures_exist_in_every_folder() {
    for folder in ["wild", "negative", "synthetic"] {
        assert!(!cases(folder).is_empty(), "{folder}");
    }
    assert!(Path::new(&fixture("article-syria.txt")).is_file());
}
