//! What other programs read: code scanning, pipelines, pull requests.
//!
//! `tests/consumers/run` gives the same formats to the programs themselves.

use std::fs;

use serde_json::Value;

use crate::cli::{ENGLISH, PROMPT, dirty};
use crate::run::{Folder, finish, fixture};

fn json(folder: &Folder, args: &[&str]) -> Value {
    let ran = folder.run(&[&["check"], args].concat());
    serde_json::from_slice(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.text()))
}

fn results(log: &Value) -> &Vec<Value> {
    log["runs"][0]["results"].as_array().expect("results")
}

#[test]
fn sarif_says_where_in_code_points() {
    let folder = Folder::new();
    let glued =
        "The keepers count the 𝒫enguins by hand twice every summer.Подробнее о работе станции";
    folder.write("a b/ü.txt", format!("{ENGLISH}{ENGLISH}{glued}\n"));
    let log = json(&folder, &["--format", "sarif", "a b"]);
    assert_eq!(log["runs"][0]["columnKind"], "unicodeCodePoints");
    assert_eq!(log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().len(), 13);
    let result = &results(&log)[0];
    assert_eq!((&result["ruleId"], &result["ruleIndex"]), (&"off-language-span".into(), &1.into()));
    assert_eq!(result["level"], "error");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20b/%C3%BC.txt");
    let start = glued.chars().position(|c| c == 'П').unwrap() + 1;
    let end = glued.chars().count() + 1;
    let region = serde_json::json!(
        {"startLine": 5, "startColumn": start, "endLine": 5, "endColumn": end}
    );
    assert_eq!(place["region"], region);
}

/// The text that a consumer gets who carries out every fix of a log.
fn fixed(text: &str, log: &Value) -> String {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.char_indices().filter(|&(_, c)| c == '\n').map(|(at, _)| at + 1))
        .collect();
    let at = |region: &Value, line: &str, column: &str| {
        let start = starts[region[line].as_u64().expect("a line") as usize - 1];
        let rest = &text[start..];
        match region[column].as_u64() {
            Some(column) => {
                let nth = rest.char_indices().nth(column as usize - 1);
                nth.map_or(text.len(), |(offset, _)| start + offset)
            }
            None => start + rest.find('\n').unwrap_or(rest.len()),
        }
    };
    let changes = results(log).iter().filter_map(|result| result["fixes"].as_array());
    let replacements =
        changes.flatten().filter_map(|fix| fix["artifactChanges"][0]["replacements"].as_array());
    let mut edits: Vec<_> = replacements
        .flatten()
        .map(|edit| {
            let region = &edit["deletedRegion"];
            let inserted = edit["insertedContent"]["text"].as_str().unwrap_or_default();
            let range = at(region, "startLine", "startColumn")..at(region, "endLine", "endColumn");
            (range, inserted)
        })
        .collect();
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = text.to_owned();
    for (range, inserted) in edits.into_iter().rev() {
        out.replace_range(range, inserted);
    }
    out
}

#[test]
fn sarif_fixes_do_what_clean_does() {
    for name in ["wild", "synthetic", "negative"] {
        for entry in fs::read_dir(fixture("cases").join(name)).unwrap() {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            let folder = Folder::new();
            folder.write("a.txt", &text);
            let log = json(&folder, &["--format", "sarif", "a.txt"]);
            let clean = folder.run(&["clean", "--quiet", "a.txt"]);
            assert_eq!(fixed(&text, &log), clean.text(), "{text}");
        }
    }
}

#[test]
fn sarif_fixes_repair_lines() {
    let folder = Folder::new();
    let text = format!(
        "{ENGLISH}Itâ€™s the ca\u{AD}fé that closed, he said: â€œIt didnâ€™t pay.â€\u{9D}\n"
    );
    folder.write("a.txt", &text);
    let log = json(&folder, &["--format", "sarif", "a.txt"]);
    let clean = folder.run(&["clean", "--quiet", "a.txt"]);
    assert_ne!(text, clean.text());
    assert_eq!(fixed(&text, &log), clean.text());
}

#[test]
fn sarif_gives_no_place_in_a_line_that_reads_otherwise_in_the_file() {
    let folder = Folder::new();
    // The accents come as characters of their own, and decoding composes them: columns move.
    let glued = "The cafe\u{301}s count the penguins twice every summer.Подробнее о работе станции";
    folder.write("a.txt", format!("{ENGLISH}{ENGLISH}{glued}\n"));
    let log = json(&folder, &["--format", "sarif", "a.txt"]);
    let result = &results(&log)[0];
    assert_eq!(result["ruleId"], "off-language-span");
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region, &serde_json::json!({"startLine": 5, "endLine": 5}));
    assert_eq!(result["fixes"], Value::Null);
}

#[test]
fn sarif_keeps_what_a_decision_keeps_as_suppressed() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    let args = ["--format", "sarif", "a.txt"];
    let before = json(&folder, &args);
    assert_eq!(folder.run(&["check", "--write-baseline", "a.txt"]).code, 0);
    let after = json(&folder, &args);
    let (before, after) = (&results(&before)[0], &results(&after)[0]);
    assert_eq!(before["suppressions"], Value::Null);
    assert_eq!(after["suppressions"][0]["kind"], "external");
    assert_eq!(after["partialFingerprints"], before["partialFingerprints"]);
    assert_eq!(after["fixes"], Value::Null);
}

#[test]
fn fingerprints_follow_the_line_and_tell_equals_apart() {
    let fingerprints = |text: &str, format: &str, key: &str| -> Vec<Value> {
        let folder = Folder::new();
        folder.write("a.txt", text);
        let log = json(&folder, &["--format", format, "a.txt"]);
        let results = if format == "sarif" { results(&log) } else { log.as_array().unwrap() };
        results.iter().map(|result| result[key].clone()).collect()
    };
    for (format, key) in [("sarif", "partialFingerprints"), ("gitlab", "fingerprint")] {
        let once = fingerprints(&dirty(), format, key);
        let moved = fingerprints(&format!("{ENGLISH}{}", dirty()), format, key);
        assert_eq!(once, moved, "{format}");
        let twice = fingerprints(&format!("{ENGLISH}{ENGLISH}{PROMPT}{PROMPT}"), format, key);
        assert_eq!(twice.len(), 2);
        assert_ne!(twice[0], twice[1], "{format}");
        assert_eq!(twice[0], once[0], "{format}");
    }
}

#[test]
fn sarif_of_nothing_is_a_log_that_says_what_failed() {
    let folder = Folder::new();
    let log = json(&folder, &["--format", "sarif", "missing.txt"]);
    assert!(results(&log).is_empty());
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn gitlab_gets_what_its_parser_asks_for() {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("b.txt", ENGLISH).write("c.txt", dirty());
    let report = json(&folder, &["--format", "gitlab", "a.txt", "b.txt", "c.txt"]);
    let degradations = report.as_array().expect("an array");
    assert_eq!(degradations.len(), 2);
    for degradation in degradations {
        assert!(degradation["description"].is_string() && degradation["fingerprint"].is_string());
        assert_eq!(degradation["severity"], "major");
        assert_eq!(degradation["location"]["lines"]["begin"], 3);
    }
    assert_ne!(degradations[0]["fingerprint"], degradations[1]["fingerprint"]);
    let empty = json(&folder, &["--format", "gitlab", "b.txt"]);
    assert_eq!(empty, Value::Array(Vec::new()));
}

#[test]
fn junit_has_a_suite_for_each_document_and_one_for_the_run() {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("b.txt", ENGLISH);
    let ran = folder.run(&["check", "--format", "junit", "a.txt", "b.txt", "missing.txt"]);
    let xml = roxmltree::Document::parse(ran.text()).expect("XML");
    let suites: Vec<_> =
        xml.root_element().children().filter(roxmltree::Node::is_element).collect();
    let said = |suite: &roxmltree::Node<'_, '_>| {
        ["name", "tests", "failures", "errors"].map(|key| suite.attribute(key).unwrap().to_owned())
    };
    assert_eq!(said(&suites[0]), ["a.txt", "1", "1", "0"]);
    assert_eq!(said(&suites[1]), ["b.txt", "1", "0", "0"]);
    assert_eq!(said(&suites[2]), ["monoglot", "1", "0", "1"]);
    let failure = xml.descendants().find(|node| node.has_tag_name("failure")).unwrap();
    assert_eq!(failure.text(), Some(PROMPT.trim_end()));
    assert_eq!(failure.attribute("type"), Some("remove"));
}

#[test]
fn markdown_shows_the_worst_document_first() {
    let folder = Folder::new();
    folder.write("a.txt", ENGLISH.repeat(9) + PROMPT).write("b.txt", dirty());
    let ran = folder.run(&["check", "--format", "markdown", "a.txt", "b.txt"]);
    let text = ran.text();
    assert!(text.starts_with("## monoglot\n\n2 documents: 20 lines kept, 2 removed"), "{text}");
    assert!(text.find("### `b.txt`") < text.find("### `a.txt`"), "{text}");
    assert!(text.contains("- line 3, **remove**, `off-language-line`: Ukrainian in"), "{text}");
}

#[test]
fn markdown_fits_into_an_issue_and_says_what_it_left_out() {
    let folder = Folder::new();
    for number in 0..150 {
        folder.write(&format!("{number}.txt"), ENGLISH.to_owned() + &PROMPT.repeat(2));
    }
    let ran = folder.run(&["check", "--format", "markdown", "."]);
    assert!(ran.text().chars().count() < 65_536);
    let shown = ran.text().matches("\n### ").count();
    let rest = format!("\nAnd {} more documents with milder findings.\n", 150 - shown);
    assert!(ran.text().ends_with(&rest), "{shown} shown");
}

#[test]
fn github_gets_ten_of_each_level_and_the_number_of_the_others() {
    let folder = Folder::new();
    for number in 0..14 {
        folder.write(&format!("{number:02}.txt"), dirty());
    }
    folder.write("99.txt", ENGLISH.to_owned() + "cafe\u{200B}s are open again, said the mayor.\n");
    let ran = folder.run(&["check", "--format", "github", "."]);
    let starting = |with: &str| ran.text().lines().filter(|line| line.starts_with(with)).count();
    assert_eq!((starting("::error "), starting("::warning "), starting("::notice ")), (10, 1, 1));
    let rest = "::notice title=monoglot::… and 4 more findings, which GitHub would not show; \
                see the summary";
    assert_eq!(ran.text().lines().last(), Some(rest));
    assert_eq!(ran.code, 1);
}

#[test]
fn github_shows_the_most_certain_first() {
    let folder = Folder::new();
    folder.write("a.txt", ENGLISH.to_owned() + "Vielen Dank\n").write("b.txt", dirty());
    folder.write("c.txt", ENGLISH.to_owned() + "Merci\n");
    let report = json(&folder, &["--format", "json", "."]);
    let documents = report["documents"].as_array().unwrap().iter();
    let removed = documents.filter(|document| document["removed"] != 0);
    let mut sure: Vec<_> = removed
        .map(|document| {
            let mut findings = document["findings"].as_array().unwrap().iter();
            let removed = findings.find(|finding| finding["severity"] == "remove").unwrap();
            (removed["confidence"].as_f64().unwrap(), &document["path"])
        })
        .collect();
    assert!(sure.len() > 1, "{sure:?}");
    sure.sort_by(|a, b| b.0.total_cmp(&a.0));
    let ran = folder.run(&["check", "--format", "github", "."]);
    let errors = ran.text().lines().filter(|line| line.starts_with("::error "));
    for (line, (_, path)) in errors.zip(sure) {
        let file = format!(",file={},", path.as_str().unwrap().trim_start_matches("./"));
        assert!(line.contains(&file), "{}", ran.text());
    }
}

#[test]
fn annotations_come_with_a_summary_of_the_step() {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("summary.md", "# Before\n");
    let run = |format: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_monoglot"));
        command.args(["check", "--format", format, "a.txt"]);
        command.current_dir(folder.path("")).env("GITHUB_STEP_SUMMARY", folder.path("summary.md"));
        finish(command, b"");
        String::from_utf8(folder.read("summary.md")).unwrap()
    };
    assert_eq!(run("full"), "# Before\n");
    let summary = run("github");
    assert!(summary.starts_with("# Before\n## monoglot\n\n1 document:"), "{summary}");
    assert_eq!(run("github").matches("## monoglot").count(), 2, "a summary is added to");
}

#[test]
fn every_format_comes_from_one_run() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    let formats = monoglot::report::Format::ALL.map(monoglot::report::Format::name);
    let reports: Vec<_> =
        formats.iter().map(|name| format!("--report={name}=out/{name}")).collect();
    let args: Vec<_> = reports.iter().map(String::as_str).collect();
    assert_eq!(folder.run(&[&["check", "a.txt"][..], &args].concat()).code, 1);
    for name in formats {
        let alone = folder.run(&["check", "--format", name, "a.txt"]);
        // The gate is for who reads along; a file does not know what it will be read for.
        let said = alone.text().replace("1 finding, failing on flag\n", "");
        assert_eq!(folder.read(&format!("out/{name}")), said.as_bytes(), "{name}");
    }
}

#[test]
fn code_hosts_know_a_file_by_its_path_in_the_repository() {
    let folder = Folder::new();
    folder.write("texts/a.txt", dirty());
    for format in ["github", "gitlab", "sarif"] {
        let walked = folder.run(&["check", "--format", format, "."]);
        let named = folder.run(&["check", "--format", format, "texts/a.txt"]);
        assert_eq!(walked.text(), named.text(), "{format}");
    }
}

#[test]
fn an_unknown_format_is_told_with_those_that_there_are() {
    let ran = Folder::new().run(&["check", "--format", "xml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("'xml'") && ran.stderr.contains("junit"), "{}", ran.stderr);
    let report = Folder::new().run(&["check", "--report", "xml=a.xml"]);
    assert_eq!(report.code, 2);
    assert!(report.stderr.contains("unknown format 'xml'; there are full, concise"));
}
