//! Text that was written to do harm, in every output.
//!
//! The documents are English with Ukrainian lines that are found, and the found lines hold the harm:
//! so that every format has to quote them.

use monoglot::decision::{Answer, Decision, LineHash, Scope, Subject};
use monoglot::report::Format;
use monoglot::{Hint, Text};
use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::cli::ENGLISH;
use crate::run::{Folder, Ran};

/// Lines that are found, each with something that a reader of the output could take for its own.
const LINES: [&str; 14] = [
    "коментуйте \u{1b}]0;pwned\u{7}\u{1b}[31m повідомлення тут",
    "коментуйте \u{9b}31m повідомлення \u{202E}тут\u{202C}",
    "::set-output name=token::коментуйте повідомлення",
    "::error::коментуйте повідомлення тут",
    "коментуйте ##[stop-commands]secret повідомлення",
    "коментуйте %0A::error::повідомлення тут",
    "<script>alert(1)</script>коментуйте повідомлення",
    "коментуйте </script><img src=x onerror=alert(1)> повідомлення",
    "коментуйте ]]> &amp; &#60; повідомлення \"тут' --!>",
    "=cmd|' /C calc'!A0 коментуйте повідомлення",
    "@SUM(1+1)*cmd| коментуйте повідомлення",
    "коментуйте `` ` ``` | повідомлення | тут",
    "[коментуйте](javascript:alert(1)) ![повідомлення](http://example.com/x.png) @everyone #1",
    "# коментуйте повідомлення тут\u{2028}## далі\u{FEFF}",
];

/// Names that a reader of the output could take for its own.
#[cfg(unix)]
const NAMES: [&str; 6] = [
    "new\nline.txt",
    "::error file=x::y.txt",
    "=1+1.txt",
    "<img src=x onerror=alert(1)>.txt",
    "esc\u{1b}[2J\u{202E}.txt",
    "`|`.txt",
];
#[cfg(not(unix))]
const NAMES: [&str; 1] = ["=1+1.txt"];

/// A folder with such documents, and how they are judged: somebody answered that the lines go, so
/// that all of them are found.
fn hostile() -> (Folder, Vec<&'static str>) {
    let folder = Folder::new();
    let answers = LINES.map(|line| {
        let text = Text::decode(line.as_bytes(), &Hint::default()).expect("text");
        let subject = Subject::Line(LineHash::of(text.as_str()));
        let answer = Answer::Remove;
        let text = String::new();
        Decision { subject, scope: Scope::Everywhere, answer, text }.to_string() + "\n"
    });
    folder.write("monoglot.decisions.jsonl", answers.concat());
    for name in NAMES {
        let lines = LINES.map(|line| format!("{ENGLISH}{ENGLISH}{line}\n"));
        folder.write(name, lines.concat());
    }
    (folder, vec!["--lang", "eng", "--max-removed", "1"])
}

fn run(command: &str, args: &[&str]) -> Ran {
    let (folder, judged) = hostile();
    folder.run(&[&[command, "."], &judged[..], args].concat())
}

/// Nothing that a terminal acts on, nothing that changes the order of what is read.
fn is_harmless(c: char) -> bool {
    (c == '\n' || c == '\t' || !c.is_control())
        && !matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The commands that GitHub's runner would find in a log, by the two ways in which it looks.
fn commands(log: &str) -> Vec<&str> {
    let is_command = |line: &&str| line.trim_start().starts_with("::") || line.contains("##[");
    log.lines().filter(is_command).collect()
}

#[test]
fn no_output_acts_on_a_terminal() {
    for format in Format::ALL.map(Format::name) {
        let ran = run("check", &["--format", format]);
        assert!(ran.text().chars().all(is_harmless), "{format}: {}", ran.text());
        assert!(ran.stderr.chars().all(is_harmless), "{format}: {}", ran.stderr);
        let quotes = format != "statistics";
        assert_eq!(ran.text().contains("коментуйте"), quotes, "{format}");
    }
    for format in ["full", "jsonl"] {
        let ran = run("tag", &["--format", format]);
        assert!(ran.text().chars().all(is_harmless), "tag {format}");
    }
}

#[test]
fn no_output_gives_commands_to_a_log() {
    for format in Format::ALL.into_iter().filter(|&format| format != Format::Github) {
        let ran = run("check", &["--format", format.name()]);
        assert_eq!(commands(ran.text()), Vec::<&str>::new(), "{}", format.name());
        assert_eq!(commands(&ran.stderr), Vec::<&str>::new(), "{}", format.name());
    }
    for format in ["full", "jsonl"] {
        assert_eq!(commands(run("tag", &["--format", format]).text()), Vec::<&str>::new());
    }
}

#[test]
fn annotations_are_the_only_commands_to_a_log() {
    let ran = run("check", &["--format", "github"]);
    for line in ran.text().lines() {
        let command = line.strip_prefix("::").expect("a command on every line");
        let (head, _) = command.split_once("::").expect("a message");
        let (name, properties) = head.split_once(' ').expect("properties");
        assert!(["error", "warning", "notice"].contains(&name), "{line}");
        for property in properties.split(',') {
            let (key, value) = property.split_once('=').expect("key and value");
            let keys = ["file", "line", "endLine", "col", "endColumn", "title"];
            assert!(keys.contains(&key) && !value.contains(':'), "{line}");
        }
    }
}

#[test]
fn json_brings_the_text_unharmed() {
    let ran = run("tag", &["--format", "jsonl", "--no-repair"]);
    let texts: Vec<String> = ran
        .text()
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].to_string())
        .collect();
    for line in LINES {
        assert!(texts.contains(&serde_json::Value::from(line).to_string()), "{line:?}");
    }
}

#[test]
fn xml_stays_xml() {
    let ran = run("check", &["--format", "junit"]);
    let xml = roxmltree::Document::parse(ran.text()).expect("XML");
    for node in xml.descendants().filter(roxmltree::Node::is_element) {
        let names = ["testsuites", "testsuite", "testcase", "failure", "system-out"];
        assert!(names.contains(&node.tag_name().name()), "{}", node.tag_name().name());
    }
    let texts = xml.descendants().filter_map(|node| node.text()).collect::<String>();
    assert!(texts.contains("<script>alert(1)</script>коментуйте"));
}

#[test]
fn markdown_quotes_in_code_alone() {
    let ran = run("check", &["--format", "markdown"]);
    let mut quoted = String::new();
    for event in Parser::new_ext(ran.text(), Options::all()) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("HTML: {html}"),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                panic!("a link to {dest_url}")
            }
            Event::Text(text) => {
                assert!(!text.contains("коментуйте") && !text.contains("everyone"), "{text}");
            }
            Event::Code(code) => quoted.push_str(&code),
            _ => {}
        }
    }
    assert!(quoted.contains("<script>alert(1)</script>коментуйте"), "{quoted}");
    assert!(quoted.contains("коментуйте `` ` ``` | повідомлення"), "{quoted}");
}

#[test]
fn no_cell_and_no_line_starts_as_a_formula() {
    for format in ["markdown", "concise"] {
        let ran = run("check", &["--format", format]);
        let cells = ran.text().lines().flat_map(|line| line.split('|'));
        for cell in cells.map(str::trim).filter(|cell| !cell.starts_with("--")) {
            let start = cell.trim_start_matches(['`', '#', ' ']);
            let is_list = cell.starts_with("- ");
            let is_formula = start.starts_with(['=', '@', '+']) || start.starts_with('-');
            assert!(is_list || !is_formula || quotes_line(cell), "{format}: {cell}");
        }
    }
}

/// A line that stands alone in a code span is text wherever it is pasted: its first character is the
/// backtick.
fn quotes_line(cell: &str) -> bool {
    cell.starts_with('`')
}

#[test]
#[cfg(unix)]
fn a_path_with_a_line_break_takes_one_line() {
    for (format, lines) in [("concise", 1), ("jsonl", 2), ("gitlab", 3), ("github", 1)] {
        let folder = Folder::new();
        folder.write("new\nline.txt", format!("{ENGLISH}{}\n", LINES[3]));
        let ran = folder.run(&["check", "--lang", "eng", "--format", format, "."]);
        assert_eq!(ran.text().lines().count(), lines, "{format}: {}", ran.text());
    }
}

#[test]
fn a_line_of_a_hundred_kilobytes_is_quoted_short_where_people_read() {
    let folder = Folder::new();
    let long = "коментуйте повідомлення тут ".repeat(2000);
    folder.write("a.txt", format!("{}{long}\n", ENGLISH.repeat(900)));
    for format in ["full", "concise", "github", "junit", "markdown"] {
        let ran = folder.run(&["check", "--format", format, "a.txt"]);
        assert!(ran.text().contains("коментуйте"), "{format}");
        assert!(ran.text().len() < 4000, "{format}: {}", ran.text().len());
    }
}

/// Everything that is said on standard error, about names that were chosen to do harm.
#[cfg(unix)]
#[test]
fn complaints_act_on_nothing() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    let name = "x\u{1b}]0;pwned\u{7}\n::error::##[error]\u{9b}31m\u{202E}.txt";
    folder.write(name, "\u{1b}[31m\n::error::x\n").write("a.txt", ENGLISH);
    folder.write("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0");
    std::fs::rename(folder.path("png"), folder.path(&format!("{name}.png"))).unwrap();
    symlink(name, folder.path("link")).unwrap();
    let missing = format!("gone/{name}");
    let image = format!("{name}.png");
    let option = format!("--{name}");
    let explain = format!("{name}:99");
    let report = format!("json={name}/x");
    let report_format = format!("{name}=x");
    for args in [
        &["check", &missing][..],
        &["check", &image],
        &["check", &option],
        &["check", "--format", name, "a.txt"],
        &["check", "--lang", name, "a.txt"],
        &["check", "--encoding", name, "a.txt"],
        &["check", "--config", name, "a.txt"],
        &["check", "--config", &missing, "a.txt"],
        &["check", "--decisions", name, "a.txt"],
        &["check", "--decisions", &missing, "a.txt"],
        &["check", "--files-from", &missing],
        &["check", "--files-from", name],
        &["check", "--report", &report, "a.txt"],
        &["check", "--report", &report_format, "a.txt"],
        &["clean", "-o", &report, "--journal", &missing, "a.txt", name, &missing],
        &["clean", "-o", name, "a.txt", "link"],
        &["clean", "--stdin-filename", name, "-o", name, "-", name],
        &["undo", name],
        &["undo", &missing],
        &["explain", name],
        &["explain", &explain],
        &["explain", &missing],
        &["completions", name],
        &[name],
    ] {
        let ran = folder.run(args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.chars().all(is_harmless), "{args:?}: {}", ran.stderr);
        assert_eq!(commands(&ran.stderr), Vec::<&str>::new(), "{args:?}");
    }
}

/// What files of the folder say, when they are wrong.
#[test]
fn what_the_folder_says_acts_on_nothing() {
    let harm = "\u{9b}31m\u{202E}##[error]::error::";
    for (file, content) in [
        ("monoglot.toml", format!("\"{harm}\" = 1\n")),
        ("monoglot.toml", format!("lang = \"{harm}\"\n")),
        ("monoglot.toml", format!("remove = \"{harm}\"\n")),
        ("monoglot.toml", format!("[rules]\n\"{harm}\" = \"off\"\n")),
        ("monoglot.toml", format!("[rules]\nmojibake = \"{harm}\"\n")),
        ("monoglot.toml", "lang = \"\\u001b[31m\\n::error::x\"\n".to_owned()),
        ("monoglot.toml", format!("{harm}\n::error::x = 1\n")),
        ("monoglot.decisions.jsonl", format!("{harm}\n")),
        ("monoglot.decisions.jsonl", format!("{{\"{harm}\":1}}\n")),
        ("monoglot.decisions.jsonl", format!("{{\"rule\":\"{harm}\",\"scope\":\"{harm}\"}}\n")),
        ("monoglot.decisions.jsonl", "{\"rule\":\"\\n::error::\\u001b[31m\"}\n".to_owned()),
    ] {
        let folder = Folder::new();
        folder.write("a.txt", ENGLISH).write(file, &content);
        let ran = folder.run(&["check", "a.txt"]);
        assert_eq!(ran.code, 2, "{content}");
        assert!(ran.stderr.chars().all(is_harmless), "{content}: {}", ran.stderr);
        assert_eq!(commands(&ran.stderr), Vec::<&str>::new(), "{content}");
    }
    let folder = Folder::new();
    folder.write("monoglot.toml", format!("[[overrides]]\npaths = [\"{harm}\"]\nlang = \"en\"\n"));
    let ran = folder.run(&["check", "--show-config", harm]);
    assert!(ran.code == 0 && ran.text().chars().all(is_harmless), "{}", ran.text());
    folder
        .write("j", format!("{{\"path\":\"/{harm}\",\"after\":\"\",\"original\":\"\"}}\n{harm}\n"));
    let ran = folder.run(&["undo", "j"]);
    assert_eq!((ran.code, ran.stderr.lines().count()), (2, 3), "{}", ran.stderr);
    assert!(ran.stderr.chars().all(is_harmless), "{}", ran.stderr);
}

/// Stale decisions quote what they were about.
#[test]
fn stale_decisions_act_on_nothing() {
    let folder = Folder::new();
    let decision = r#"{"hash":"0123456789abcdef0123456789abcdef","scope":"file","path":"P","answer":"keep","text":"T"}"#;
    let harm = r"\u001b[31m\n::error::\u202e\u009b##[error]";
    let decision = decision.replace(['P', 'T'], harm);
    folder.write("a.txt", ENGLISH).write("monoglot.decisions.jsonl", decision);
    for format in Format::ALL {
        let ran = folder.run(&["check", "--format", format.name(), "."]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(ran.text().chars().all(is_harmless), "{}: {}", format.name(), ran.text());
        if format != Format::Github {
            assert_eq!(commands(ran.text()), Vec::<&str>::new(), "{}", format.name());
        }
    }
}

/// The text itself is shown to a terminal without what acts on it, and is given to a pipe as it is.
#[cfg(target_os = "linux")]
#[test]
fn cleaned_text_acts_on_no_terminal() {
    let folder = Folder::new();
    folder.write("monoglot.toml", "[rules]\ninvisible-character = \"off\"\n");
    folder.write("a.txt", format!("{ENGLISH}The end of it all.\u{1b}]0;pwned\u{7}\u{202E}\n"));
    let piped = folder.run(&["clean", "a.txt"]);
    assert!(piped.text().contains('\u{1b}'), "a pipe gets what stands there: {}", piped.text());
    for args in [
        "clean a.txt",
        "clean --diff --remove none a.txt",
        "decode a.txt",
        "tag a.txt",
        "explain a.txt:3",
    ] {
        let mut command = std::process::Command::new("script");
        let line = format!("{} {args}", env!("CARGO_BIN_EXE_monoglot"));
        command.args(["-qec", &line, "/dev/null"]).current_dir(folder.path(""));
        command.env("NO_COLOR", "1");
        let ran = crate::run::finish(command, b"");
        let shown = ran.text().replace('\r', "");
        assert!(shown.chars().all(is_harmless), "{args}: {shown:?}");
        assert!(args.contains("diff") || shown.contains("pwned"), "{args}: {shown:?}");
    }
}

/// Links that lead around in circles or out of the folder are no documents, and are no places to
/// write to.
#[cfg(unix)]
#[test]
fn links_lead_nowhere() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    let dirty = crate::cli::dirty();
    folder.write("in/a.txt", &dirty).write("outside/b.txt", &dirty).write("outside/c.txt", &dirty);
    symlink("../outside", folder.path("in/out")).unwrap();
    symlink("../outside/b.txt", folder.path("in/b.txt")).unwrap();
    symlink(".", folder.path("in/here")).unwrap();
    symlink("circle", folder.path("in/circle")).unwrap();
    symlink("gone", folder.path("in/dangling")).unwrap();
    let ran = folder.run(&["clean", "--in-place", "in"]);
    assert!(ran.code == 0 && ran.stderr.starts_with("1 document:"), "{}", ran.stderr);
    assert_eq!(folder.read("outside/b.txt"), dirty.as_bytes());
    for named in ["in/circle", "in/dangling"] {
        assert_eq!(folder.run(&["check", named]).code, 2, "{named}");
    }
    let ignored = folder.run(&["check", "--force-exclude", "in/b.txt"]);
    assert_eq!(ignored.code, 1, "a link that is named is read");

    symlink("outside", folder.path(".monoglot-cache")).unwrap();
    let ran = folder.run(&["check", "--cache", "in"]);
    assert!(ran.code == 2 && ran.stderr.contains("the cache is a link"), "{}", ran.stderr);
    assert_eq!(std::fs::read_dir(folder.path("outside")).unwrap().count(), 2);

    symlink("outside/c.txt", folder.path("journal")).unwrap();
    folder.write("in/a.txt", &dirty);
    let ran = folder.run(&["clean", "--in-place", "--journal", "journal", "in/a.txt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("journal is a link; name the file itself"), "{}", ran.stderr);
    assert_eq!(folder.read("outside/c.txt"), dirty.as_bytes());
    assert_eq!(folder.read("in/a.txt"), dirty.as_bytes(), "what cannot be undone is not done");
}
