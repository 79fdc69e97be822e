//! What findings look like in each format.

use serde_json::Value;

use crate::cli::{ENGLISH, dirty};
use crate::run::Folder;

fn parse(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn full_shows_the_line_in_its_place_and_ends_with_a_summary() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    let ran = folder.run(&["check", "a.txt"]);
    let lines: Vec<_> = ran.text().lines().collect();
    assert_eq!(lines[0], "a.txt: English (81 %), utf-8");
    assert!(lines[1].starts_with("  remove: off-language-line: Ukrainian: "), "{}", lines[1]);
    assert_eq!(lines[2], "  3 - | коментуйте повідомлення тут:");
    let all = folder.run(&["check", "-v", "a.txt"]);
    assert!(all.text().contains("\n  2   | They met on the sidelines"), "{}", all.text());
    assert!(all.text().contains("Ukrainian in a document in English"), "{}", all.text());
    let ends = [
        "1 document: 2 lines kept, 1 removed, 0 flagged, 0 repaired",
        "1 finding, failing on flag",
    ];
    assert_eq!(lines[lines.len() - 2..], ends);
    let last = |args: &[&str]| {
        let ran = folder.run(&[&["check", "a.txt"], args].concat());
        ran.text().lines().last().unwrap().to_owned()
    };
    assert_eq!(last(&["--fail-on", "remove"]), "1 finding, failing on remove");
    assert_eq!(last(&["--also", "uk"]), "0 findings, failing on flag");
    assert_eq!(last(&["--exit-zero"]), "1 finding, failing on nothing");
    let elsewhere = folder.run(&["check", "--format", "github", "a.txt"]);
    assert_eq!(
        elsewhere.stderr, "1 finding, failing on flag\n",
        "what programs read is theirs alone"
    );
}

#[test]
fn colour_comes_on_demand() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    assert!(!folder.run(&["check", "a.txt"]).text().contains('\x1b'));
    assert!(folder.run(&["check", "--color", "always", "a.txt"]).text().contains("\x1b[31m"));
}

/// What a terminal is shown, of which it can be told that it has links.
#[cfg(target_os = "linux")]
fn on_a_terminal(folder: &Folder, args: &str, environment: &[(&str, &str)]) -> String {
    let mut command = std::process::Command::new("script");
    let line = format!("{} {args}", env!("CARGO_BIN_EXE_monoglot"));
    command.args(["-qec", &line, "/dev/null"]).current_dir(folder.path(""));
    command.env_remove("NO_COLOR").envs(environment.iter().copied());
    crate::run::finish(command, b"").text().replace('\r', "")
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_has_links_gets_them() {
    let folder = Folder::new();
    folder.write("a b.txt", dirty());
    let has_links = [("FORCE_HYPERLINK", "1"), ("TERM", "xterm-256color")];
    let shown = on_a_terminal(&folder, "check 'a b.txt'", &has_links);
    let place = folder.path("a%20b.txt").canonicalize().unwrap_or(folder.path("a%20b.txt"));
    let link = format!("\x1b]8;;file://{}\x1b\\a b.txt\x1b]8;;\x1b\\: English", place.display());
    assert!(shown.contains(&link), "{shown:?}");
    let no_links = [("FORCE_HYPERLINK", "0"), ("TERM", "xterm-256color")];
    let no_color = [&has_links[..], &[("NO_COLOR", "1")]].concat();
    for (args, environment) in [
        ("check 'a b.txt'", &no_links[..]),
        ("check 'a b.txt'", &no_color),
        ("check --color never 'a b.txt'", &has_links),
        ("check --format json 'a b.txt'", &has_links),
    ] {
        let shown = on_a_terminal(&folder, args, environment);
        assert!(!shown.contains("\x1b]8") && shown.contains("a b.txt"), "{args}: {shown:?}");
    }
    let mut piped = folder.command("", &["check", "--color", "always", "a b.txt"]);
    piped.env("FORCE_HYPERLINK", "1");
    assert!(!crate::run::finish(piped, b"").text().contains("\x1b]8"), "a pipe has no links");
}

#[test]
fn json_holds_documents_findings_and_totals() {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("b.txt", ENGLISH);
    let report = parse(&folder.run(&["check", "--format", "json", "a.txt", "b.txt"]).stdout);
    assert_eq!(report["version"], 1);
    assert_eq!(report["documents"].as_array().unwrap().len(), 2);
    let document = &report["documents"][0];
    assert_eq!((&document["path"], &document["lang"]), (&"a.txt".into(), &"eng".into()));
    assert_eq!((&document["encoding"], &document["removed"]), (&"utf-8".into(), &1.into()));
    let finding = &document["findings"][0];
    assert_eq!(finding["rule"], "off-language-line");
    assert_eq!((&finding["line"], &finding["lang"]), (&3.into(), &"ukr".into()));
    assert_eq!(finding["text"], "коментуйте повідомлення тут:");
    assert!(finding["confidence"].as_f64().unwrap() > 0.9);
    let totals = &report["totals"];
    assert_eq!((&totals["documents"], &totals["lines"]), (&2.into(), &5.into()));
    assert_eq!((&totals["languages"]["eng"], &totals["languages"]["ukr"]), (&4.into(), &1.into()));
    assert_eq!(totals["rules"]["off-language-line"], 1);
}

#[test]
fn json_of_nothing_is_still_json() {
    let folder = Folder::new();
    let ran = folder.run(&["check", "--format", "json", "missing.txt"]);
    assert_eq!(ran.code, 2);
    let report = parse(&ran.stdout);
    assert_eq!(report["documents"], Value::Array(vec![]));
    assert_eq!(report["totals"]["failed"], 1);
}

#[test]
fn jsonl_is_a_document_on_a_line_and_the_totals_last() {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("b.txt", ENGLISH);
    let ran = folder.run(&["check", "--format", "jsonl", "a.txt", "b.txt"]);
    let lines: Vec<Value> = ran.text().lines().map(|line| parse(line.as_bytes())).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[1]["path"], "b.txt");
    assert_eq!(lines[2]["totals"]["documents"], 2);
}

#[test]
fn several_reports_come_from_one_run() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    let reports =
        ["--report", "json=out/r.json", "--report", "concise=r.txt", "--report", "jsonl=r.jsonl"];
    let ran = folder.run(&[&["clean", "--quiet", "a.txt"][..], &reports].concat());
    assert_eq!((ran.code, ran.text()), (0, ENGLISH));
    assert_eq!(parse(&folder.read("out/r.json"))["totals"]["removed"], 1);
    assert!(String::from_utf8(folder.read("r.txt")).unwrap().starts_with("a.txt:3:1: "));
    assert_eq!(folder.read("r.jsonl").split(|&byte| byte == b'\n').count(), 3);
}

#[test]
fn the_encoding_is_reported_as_a_note() {
    let folder = Folder::new();
    let (bytes, _, _) =
        encoding_rs::WINDOWS_1251.encode("Це звичайний український текст про новини дня.\n");
    folder.write("a.txt", &bytes);
    let ran = folder.run(&["check", "--format", "concise", "a.txt"]);
    assert_eq!(ran.code, 0, "a note fails nothing");
    assert_eq!(ran.text(), "a.txt:1:1: legacy-encoding: note: decoded from windows-1251\n");
    assert_eq!(folder.run(&["check", "--fail-on", "note", "a.txt"]).code, 1);
}

/// A page in windows-1251 that claims to be something else.
fn legacy() -> Vec<u8> {
    let text = "<meta charset=\"koi8-r\">\n\
        Це звичайний український текст про новини дня.\nПого\u{AD}да сьогодні добра.\n";
    encoding_rs::WINDOWS_1251.encode(text).0.into_owned()
}

#[test]
fn json_tells_how_a_legacy_file_was_decoded() {
    let folder = Folder::new();
    folder.write("a.txt", legacy());
    let decoding = |args: &[&str]| {
        let ran = folder.run(&[&["check", "--format", "json", "a.txt"], args].concat());
        parse(&ran.stdout)["documents"][0]["decoding"].clone()
    };
    let found = decoding(&[]);
    assert_eq!(found["declared"], "koi8-r");
    assert_eq!((&found["detected"], &found["used"]), (&found["used"], &"windows-1251".into()));
    assert!(found["runner_up"].is_string() && found["runner_up"] != "windows-1251");
    assert!(found["margin"].as_f64().unwrap() > 1.0);
    for count in ["undecodable", "mixed_lines", "repaired_lines"] {
        assert_eq!(found[count], 0, "{count}");
    }
    assert_eq!(found["changes"], serde_json::json!({"soft-hyphen": 1}));
    let named = decoding(&["--encoding", "windows-1251"]);
    assert_eq!((&named["detected"], &named["used"]), (&Value::Null, &"windows-1251".into()));
    assert_eq!((&named["runner_up"], &named["margin"]), (&Value::Null, &Value::Null));
}

#[test]
fn json_of_a_clean_file_says_that_nothing_was_done() {
    let folder = Folder::new();
    folder.write("a.txt", ENGLISH);
    let report = parse(&folder.run(&["check", "--format", "json", "a.txt"]).stdout);
    let nothing = serde_json::json!({
        "declared": null, "detected": "utf-8", "used": "utf-8", "runner_up": null, "margin": null,
        "doubtful": false, "undecodable": 0, "mixed_lines": 0, "repaired_lines": 0, "changes": {},
    });
    assert_eq!(report["documents"][0]["decoding"], nothing);
}

#[test]
fn explain_shows_the_decoding_and_what_it_did_to_the_line() {
    let folder = Folder::new();
    folder.write("a.txt", legacy());
    let ran = folder.run(&["explain", "a.txt:3"]);
    assert_eq!(ran.code, 0);
    let shown = ran.text();
    let start = "\nDecoding: windows-1251, found from the bytes, declared as koi8-r; next best ";
    assert!(shown.contains(start), "{shown}");
    assert!(shown.contains("\n          1 × soft hyphen\n"), "{shown}");
    let line = "this line: invisible-character: repair: soft hyphen\n            \
        - Пого<U+00AD>да сьогодні добра.\n            + Погода сьогодні добра.\n";
    assert!(shown.contains(line), "{shown}");
    assert!(!folder.run(&["explain", "a.txt:2"]).text().contains("this line"));
    let named = folder.run(&["explain", "--encoding", "cp1251", "a.txt:2"]);
    assert!(named.text().contains("\nDecoding: windows-1251, as named, declared as koi8-r\n"));
}

/// Text from strangers that looks the same before and after, unless what goes from it has a name.
#[test]
fn what_is_invisible_is_named_where_people_read() {
    let folder = Folder::new();
    let line = "They met on the side\u{AD}lines of the summ\u{200B}it for\u{202E} an hour.";
    let names = "They met on the side<U+00AD>lines of the summ<U+200B>it for<U+202E> an hour.";
    let after = "They met on the sidelines of the summit for an hour.";
    folder.write("a.txt", format!("{ENGLISH}{line}\n"));
    let full = folder.run(&["check", "a.txt"]);
    assert!(
        full.text().contains(&format!("  3 - | {names}\n  3 + | {after}\n")),
        "{}",
        full.text()
    );
    let concise = folder.run(&["check", "--format", "concise", "a.txt"]);
    assert!(concise.text().contains("side<U+00AD>lines"), "{}", concise.text());
    for format in ["github", "markdown", "sarif", "gitlab"] {
        let ran = folder.run(&["check", "--format", format, "a.txt"]);
        assert!(ran.text().contains(names) && ran.text().contains(after), "{}", ran.text());
        let hides = |c| matches!(c, '\u{AD}' | '\u{200B}' | '\u{202E}');
        assert!(!ran.text().contains(hides), "{format}");
    }
    let junit = folder.run(&["check", "--format", "junit", "a.txt"]);
    assert!(junit.text().contains("side&lt;U+00AD&gt;lines"), "{}", junit.text());
    let page = folder.run(&["check", "--format", "html", "a.txt"]);
    assert!(
        page.text().contains("side\u{AD}lines"),
        "the page has the text, and names it in its script"
    );
    // What programs read is the text itself.
    let json = parse(&folder.run(&["check", "--format", "json", "a.txt"]).stdout);
    assert_eq!(json["documents"][0]["findings"][0]["text"], line);
}

#[test]
fn a_line_in_another_encoding_is_shown_as_it_would_read_and_as_it_reads() {
    let folder = Folder::new();
    let utf8 = "Die Größe der Länder ist für alle wichtig.\nSchöne Grüße an die Mädchen.\n";
    let latin1 = b"Die Gr\xf6\xdfe der L\xe4nder ist f\xfcr alle wichtig, sagt der K\xf6nig.\n";
    let after = "Die Größe der Länder ist für alle wichtig, sagt der König.";
    folder.write("a.txt", [utf8.as_bytes(), latin1].concat());
    let full = folder.run(&["check", "a.txt"]);
    let before = "Die Gr\u{FFFD}\u{FFFD}e der L\u{FFFD}nder ist f\u{FFFD}r alle wichtig, sagt der K\u{FFFD}nig.";
    assert!(
        full.text().contains(&format!("  3 - | {before}\n  3 + | {after}\n")),
        "{}",
        full.text()
    );
    assert!(
        full.text()
            .contains("repair: mixed-encoding: read as windows-1252 in a file that is utf-8")
    );
    assert_eq!(folder.run(&["clean", "a.txt"]).text(), format!("{utf8}{after}\n"));
}
