//! What people see: blocks of findings, counts, colours, and what is left out.

use crate::cli::{ENGLISH, PROMPT, dirty};
use crate::run::{Folder, Ran, finish};

/// Six lines of residue under an article, the last one behind a blank line.
const FOOTER: &str = "Увійдіть, щоб залишити коментар\nУвійдіть, щоб залишити коментар\n\
    Увійдіть, щоб залишити коментар\nУвійдіть, щоб залишити коментар\n\
    Увійдіть, щоб залишити коментар\n\nУвійдіть, щоб залишити коментар\n";

fn article() -> String {
    ENGLISH.repeat(4) + "\n" + FOOTER
}

fn with(folder: &Folder, args: &[&str], environment: &[(&str, &str)]) -> Ran {
    let mut command = folder.command("", args);
    command.env_remove("FORCE_COLOR").env_remove("COLUMNS").envs(environment.iter().copied());
    finish(command, b"")
}

#[test]
fn neighbouring_findings_are_one_block() {
    let folder = Folder::new();
    folder.write("a.txt", article());
    let ran = folder.run(&["check", "a.txt"]);
    let lines: Vec<_> = ran.text().lines().collect();
    let said = "  remove: off-language-line: Ukrainian: ";
    assert!(lines[1].starts_with(said) && !lines[1].contains(';'), "one reason: {}", lines[1]);
    assert!(
        lines[2].starts_with("  10 - | ") && lines[3].starts_with("  11 - | "),
        "{}",
        ran.text()
    );
    assert_eq!(lines[4], "     … 3 more lines");
    assert_eq!(lines[5], "  16 - | Увійдіть, щоб залишити коментар");
    assert!(ran.text().contains("6 findings, failing on flag"), "{}", ran.text());
    let all = folder.run(&["check", "-v", "a.txt"]);
    assert_eq!(all.text().matches("Увійдіть").count(), 6, "{}", all.text());
    assert!(all.text().contains("; "), "all of the evidence");
    assert!(3 * ran.text().len() < all.text().len(), "{}", ran.text());
}

#[test]
fn what_is_said_of_lines_that_stand_apart_is_said_once() {
    let folder = Folder::new();
    let (first, second) = ENGLISH.split_once('\n').unwrap_or_default();
    folder.write("a.txt", format!("{first}\n{PROMPT}{second}{first}\n{PROMPT}{ENGLISH}{ENGLISH}"));
    let ran = folder.run(&["check", "--isolated", "a.txt"]);
    assert_eq!(ran.text().matches("off-language-line").count(), 1, "{}", ran.text());
    assert_eq!(ran.text().matches("коментуйте").count(), 2, "{}", ran.text());
    // A repair between two removed lines is another block; the lines above are shown on demand, and once.
    folder.write(
        "b.txt",
        format!("{ENGLISH}{ENGLISH}{PROMPT}They met on the side\u{AD}lines.\n{PROMPT}"),
    );
    let mixed = folder.run(&["check", "--isolated", "b.txt"]);
    assert_eq!(mixed.text().matches("коментуйте").count(), 2, "{}", mixed.text());
    assert!(!mixed.text().contains("   | "), "no context: {}", mixed.text());
    let all = folder.run(&["check", "--isolated", "-v", "b.txt"]);
    assert_eq!(all.text().matches("   | ").count(), 1, "one line of context: {}", all.text());
}

#[test]
fn a_narrow_terminal_is_not_overrun() {
    let folder = Folder::new();
    let long =
        "Die Präsidenten beider Länder haben eine gemeinsame Erklärung gebilligt, 共同声明。";
    folder.write("a.txt", article()).write("b.txt", ENGLISH.repeat(9) + long + "\n" + &dirty());
    for columns in ["40", "60", "100"] {
        let ran = with(&folder, &["check", "a.txt", "b.txt"], &[("COLUMNS", columns)]);
        let limit: usize = columns.parse().unwrap_or_default();
        let wide = |c: char| usize::from(c > '\u{1100}' && c.is_alphabetic()) + 1;
        for line in ran.text().lines().filter(|line| line.starts_with(' ')) {
            assert!(line.chars().map(wide).sum::<usize>() <= limit, "{columns}: {line}");
        }
        assert!(ran.text().contains("off-language-line"), "{}", ran.text());
    }
}

#[test]
fn a_line_of_concise_is_below_200_columns() {
    let folder = Folder::new();
    let long = "коментуйте повідомлення ".repeat(40);
    let damaged = "Die Gemeinde berÃ¤t Ã¼ber die lÃ¤ngst fÃ¤llige BrÃ¼cke. ".repeat(20);
    folder.write("a.txt", ENGLISH.repeat(40) + &long + "\n").write("b.txt", damaged + "\n");
    let ran = folder.run(&["check", "--format", "concise", "a.txt", "b.txt"]);
    assert!(ran.text().contains("a.txt:81:1: off-language-line: remove: Ukrainian in a document"));
    assert!(
        ran.text().contains("b.txt:1:1: mojibake: repair: ") && ran.text().contains(" becomes ")
    );
    assert!(ran.text().lines().all(|line| line.chars().count() < 200), "{}", ran.text());
    let name = "x".repeat(240);
    folder.write(&name, dirty());
    let ran = folder.run(&["check", "--format", "concise", &name]);
    assert!(ran.text().starts_with(&format!("{name}:3:1: off-language-line: remove: Ukrainian")));
}

#[test]
fn a_line_of_many_documents_is_printed_once() {
    let folder = Folder::new();
    for number in 0..5 {
        folder.write(&format!("{number}.txt"), dirty());
    }
    folder.write("other.txt", ENGLISH.repeat(2) + "Залиште свій коментар тут:\n" + ENGLISH);
    let ran = folder.run(&["check", "--sites", "off", "."]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.text().matches("- | коментуйте повідомлення тут:").count(), 1, "{}", ran.text());
    let place = std::path::Path::new(".").join("0.txt").display().to_string() + ":3";
    let once = format!("  stands in 5 documents: коментуйте повідомлення тут:, first in {place}\n");
    assert!(ran.text().contains(&once), "{}", ran.text());
    assert!(ran.text().contains("other.txt: English"), "{}", ran.text());
    assert!(ran.text().contains("6 findings, failing on flag"), "{}", ran.text());
    let all = folder.run(&["check", "-v", "."]);
    assert_eq!(all.text().matches("- | коментуйте повідомлення тут:").count(), 5);
    // One answer for all of them, as it is printed.
    let explained = folder.run(&["explain", &place]);
    let decision = explained.text().lines().find(|line| line.contains("\"everywhere\""));
    folder.write("monoglot.decisions.jsonl", decision.expect("a decision").trim());
    let answered = folder.run(&["check", "--sites", "off", "--format", "concise", "."]);
    assert_eq!(answered.text().lines().count(), 1, "{}", answered.text());
    assert!(answered.text().contains("other.txt"), "{}", answered.text());
}

#[test]
fn a_line_that_stands_twice_in_one_document_is_shown_in_both_places() {
    let folder = Folder::new();
    folder.write("a.txt", format!("{ENGLISH}{PROMPT}{ENGLISH}{PROMPT}{ENGLISH}{ENGLISH}"));
    let ran = folder.run(&["check", "a.txt"]);
    assert_eq!(ran.text().matches("- | коментуйте").count(), 2, "{}", ran.text());
    assert!(!ran.text().contains("stands in"), "{}", ran.text());
}

#[test]
fn statistics_count_by_rule_language_and_document() {
    let folder = Folder::new();
    folder.write("a.txt", article()).write("b.txt", dirty());
    folder.write("c.txt", "Die Gemein\u{200B}de berät.\n").write("d.txt", ENGLISH);
    let ran = folder.run(&["check", "--sites", "off", "--statistics", "."]);
    assert_eq!(ran.code, 1);
    let rows: Vec<_> = ran.text().lines().map(str::trim).collect();
    assert!(rows[0].starts_with("7 off-language-line: "), "{}", ran.text());
    assert!(rows[1].starts_with("1 invisible-character: "), "{}", ran.text());
    assert!(rows.contains(&"7 Ukrainian"), "{}", ran.text());
    let names: Vec<_> = rows.iter().filter(|row| row.contains(".txt")).collect();
    assert_eq!(names.len(), 3, "{}", ran.text());
    assert!(names[0].starts_with("6 ") && names[0].ends_with("a.txt"), "{}", ran.text());
    assert!(!ran.text().contains("коментуйте"));
    assert!(ran.text().ends_with("repaired\n"), "{}", ran.text());
    assert_eq!(folder.run(&["check", "--statistics", "--format", "json", "."]).code, 2);
}

#[test]
fn rules_are_selected_and_ignored() {
    let folder = Folder::new();
    folder.write("a.txt", dirty() + "They met on the side\u{AD}lines.\n");
    let rules = |args: &[&str]| {
        let ran = folder.run(&[&["check", "--format", "concise", "a.txt"], args].concat());
        let rule = |line: &str| line.split(": ").nth(1).unwrap_or_default().to_owned();
        (ran.code, ran.text().lines().map(rule).collect::<Vec<_>>())
    };
    let is = |code: i32, rules: &[&str]| {
        (code, rules.iter().map(|&rule| rule.to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(rules(&[]), is(1, &["off-language-line", "invisible-character"]));
    assert_eq!(rules(&["--select", "off-language-line"]), is(1, &["off-language-line"]));
    assert_eq!(rules(&["--ignore", "off-language-line"]), is(1, &["invisible-character"]));
    assert_eq!(rules(&["--select", "mojibake,mixed-encoding"]), is(0, &[]));
    let both = ["--select", "mojibake,off-language-line", "--ignore", "off-language-line"];
    assert_eq!(rules(&both), is(0, &[]));
    let cleaned = folder.run(&["clean", "--quiet", "--select", "invisible-character", "a.txt"]);
    assert_eq!(cleaned.text(), dirty() + "They met on the sidelines.\n");
    let slip = folder.run(&["check", "--select", "mojibak", "a.txt"]);
    assert!(slip.code == 2 && slip.stderr.contains("did you mean 'mojibake'?"), "{}", slip.stderr);
    let shown = folder.run(&["check", "--show-config", "--ignore", "mojibake"]);
    assert!(shown.text().contains("flag --select or --ignore"), "{}", shown.text());
}

#[test]
fn a_quiet_check_speaks_by_its_exit_code() {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("b.txt", ENGLISH);
    for args in [&["-q"][..], &["-q", "--format", "json"], &["--quiet", "--statistics"]] {
        let found = folder.run(&[&["check", "a.txt"], args].concat());
        assert_eq!((found.code, found.text(), found.stderr.as_str()), (1, "", ""), "{args:?}");
        let none = folder.run(&[&["check", "b.txt"], args].concat());
        assert_eq!((none.code, none.text(), none.stderr.as_str()), (0, "", ""), "{args:?}");
    }
    let report = folder.run(&["check", "-q", "--report", "jsonl=r.jsonl", "a.txt"]);
    assert_eq!((report.code, report.text()), (1, ""));
    assert!(!folder.read("r.jsonl").is_empty(), "a report is a file that was asked for");
    assert_eq!(folder.run(&["clean", "-q", "a.txt"]).text(), ENGLISH, "the text is no chatter");
    assert_eq!(folder.run(&["check", "-q", "gone.txt"]).code, 2);
}

#[test]
fn colours_obey_the_environment() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    for args in [
        &["check", "a.txt"][..],
        &["clean", "--diff", "a.txt"],
        &["tag", "--format", "full", "a.txt"],
    ] {
        let has_color = |environment: &[(&str, &str)], more: &[&str]| {
            with(&folder, &[args, more].concat(), environment).text().contains("\x1b[")
        };
        assert!(!has_color(&[], &[]), "{args:?}");
        assert!(has_color(&[("FORCE_COLOR", "1")], &[]), "{args:?}");
        assert!(!has_color(&[("FORCE_COLOR", "0")], &[]), "{args:?}");
        assert!(!has_color(&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")], &[]), "{args:?}");
        assert!(!has_color(&[("FORCE_COLOR", "1")], &["--color", "never"]), "{args:?}");
        assert!(has_color(&[("NO_COLOR", "1")], &["--color", "always"]), "{args:?}");
    }
    let jsonl = with(&folder, &["tag", "--format", "jsonl", "a.txt"], &[("FORCE_COLOR", "1")]);
    assert!(!jsonl.text().contains('\x1b'), "records are for programs");
    folder.write("b.txt", ENGLISH.to_owned() + "коментуйте \x1b[2Jповідомлення тут:\n");
    let diff = with(&folder, &["clean", "--diff", "b.txt"], &[("FORCE_COLOR", "1")]);
    assert!(
        diff.text().contains("\x1b[31m-") && !diff.text().contains("\x1b[2J"),
        "{}",
        diff.text()
    );
}
