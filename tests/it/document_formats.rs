//! Documents that are more than prose: what goes, what stays, and which files are documents at all.

use monoglot::classify::Ngram;
use monoglot::document_format::{BlockKind, Prose};
use monoglot::{DocumentFormat, Hint, Policy, Text, review};
use proptest::prelude::*;
use serde_json::Value;

use crate::run::Folder;

const GERMAN: [&str; 6] = [
    "Die neue Bücherei hat am Montag nach zwei Jahren Bauzeit eröffnet.",
    "Die Bürgermeisterin dankte den Handwerkern und schnitt ein rotes Band durch.",
    "Im Erdgeschoss gibt es einen großen Raum für Kinder mit niedrigen Regalen.",
    "Im ersten Stock können Studierende bis zehn Uhr abends lesen.",
    "Das alte Gebäude war für die vielen Bücher zu klein und zu feucht geworden.",
    "Viele Einwohner hatten Geld gesammelt, damit neue Tische gekauft werden konnten.",
];
/// A document that is packed.
const PACKED: &str = "notes.txt.gz";

const NOTICE: &str = "We use cookies to give you the best experience on our website.";

/// What is left of a document with this name.
fn clean(name: &str, text: &str) -> String {
    let folder = Folder::new();
    folder.write(name, text);
    let ran = folder.run(&["clean", "--quiet", name]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    ran.text().to_owned()
}

/// The findings of a document, as `LINE RULE SEVERITY BLOCK`.
fn found(folder: &Folder, args: &[&str]) -> Vec<String> {
    let ran = folder.run(&[&["check", "--exit-zero", "--format", "json"], args].concat());
    let report: Value = serde_json::from_str(ran.text()).expect("JSON");
    let documents = report["documents"].as_array().expect("documents");
    let findings = documents.iter().filter_map(|document| document["findings"].as_array());
    let said = |finding: &Value| {
        let word = |key: &str| finding[key].as_str().unwrap_or("-").to_owned();
        let (rule, severity, block) = (word("rule"), word("severity"), word("block"));
        format!("{} {rule} {severity} {block}", finding["line"])
    };
    findings.flatten().map(said).collect()
}

/// German prose in a format, and the same with a notice that goes, line for line.
fn assert_goes(name: &str, native: [&str; 2], notice: &str) {
    let [before, after] = native;
    let paragraphs = GERMAN.join("\n\n");
    let dirty = format!("{before}{paragraphs}\n\n{notice}{after}");
    let expected = format!("{before}{paragraphs}\n\n{after}");
    assert_eq!(clean(name, &dirty), expected, "{name}");
    assert_eq!(clean(name, &expected), expected, "{name}: a second time");
}

#[test]
fn a_notice_goes_with_its_marks_and_nothing_else_does() {
    let code = "```sh\necho \"The server could not be reached\"\n```\n\n";
    assert_goes("a.md", [code, ""], &format!("{NOTICE}\n"));
    assert_goes("a.md", ["---\nlayout: post with sidebar\n---\n", ""], &format!("## {NOTICE}\n"));
    assert_goes("a.md", ["", ""], &format!("- {NOTICE}\n"));
    assert_goes("a.md", ["", ""], &format!("> {NOTICE}\n"));
    assert_goes("a.rst", ["", ""], &format!("{NOTICE}\n"));
    assert_goes("a.adoc", ["----\nputs \"an example\"\n----\n\n", ""], &format!("{NOTICE}\n"));
    assert_goes("a.rst", ["", ""], &format!("* {NOTICE}\n"));
    assert_goes("a.adoc", ["", ""], &format!("* {NOTICE}\n"));
    assert_goes("a.tex", ["\\begin{document}\n", "\\end{document}\n"], &format!("{NOTICE}\n"));
}

#[test]
fn a_notice_goes_with_its_element_or_without() {
    let page = |notice: &str| {
        let paragraphs = GERMAN.map(|line| format!("<p>{line}</p>\n")).concat();
        format!("<body class=\"single post\">\n{paragraphs}{notice}<!-- the end -->\n</body>\n")
    };
    for (notice, left) in [
        (format!("<p>{NOTICE}</p>\n"), String::new()),
        (format!("  <div class=\"x\"><a href=\"/\">{NOTICE}</a></div>\n"), String::new()),
        (format!("<p>\n{NOTICE}\n</p>\n"), String::new()),
        // Others may refer to it.
        (format!("<div id=\"notice\">{NOTICE}</div>\n"), "<div id=\"notice\"></div>\n".to_owned()),
        (format!("<b>{NOTICE}</b> <i>x</i>\n"), String::new()),
        // A picture stays.
        (
            format!("<p><img src=\"a.png\"> {NOTICE}</p>\n"),
            "<p><img src=\"a.png\"> </p>\n".to_owned(),
        ),
        // Its author says that it is in English.
        (format!("<p lang=\"en\">{NOTICE}</p>\n"), format!("<p lang=\"en\">{NOTICE}</p>\n")),
        (
            format!("<p translate=\"no\">{NOTICE}</p>\n"),
            format!("<p translate=\"no\">{NOTICE}</p>\n"),
        ),
    ] {
        assert_eq!(clean("a.html", &page(&notice)), page(&left), "{notice}");
    }
}

#[test]
fn text_that_a_program_or_a_table_needs_is_flagged_and_stays() {
    let rows = |sign: &str| GERMAN.map(|line| format!("| {line} | {sign} |\n")).concat();
    let table = format!("| Satz | Zahl |\n|---|---|\n{}| {NOTICE} | 1 |\n", rows("0"));
    let catalogue = GERMAN.map(|line| format!("msgid \"key\"\nmsgstr \"{line}\"\n\n")).concat()
        + &format!("msgid \"key\"\nmsgstr \"{NOTICE}\"\n");
    let yaml = GERMAN.map(|line| format!("- \"{line}\"\n")).concat() + &format!("- \"{NOTICE}\"\n");
    let json = GERMAN.map(|line| format!("\"{line}\"")).join(",\n");
    let json = format!("[\n{json},\n\"{NOTICE}\"\n]\n");
    for (name, text, kind, line) in [
        ("a.md", table, "table-cell", 9),
        ("a.po", catalogue, "message", 20),
        ("a.yaml", yaml, "message", 7),
        ("a.json", json, "message", 8),
    ] {
        let folder = Folder::new();
        folder.write(name, &text);
        assert_eq!(clean(name, &text), text);
        let flagged = format!("{line} off-language-line flag {kind}");
        assert_eq!(found(&folder, &[name]), [flagged], "{name}");
    }
}

/// `Thanks` cannot go, since nothing would be left of its quotation; whether `Subject:` can is another matter.
#[test]
fn a_block_that_cannot_go_holds_back_no_other() {
    let german = [0, 1, 2, 4].map(|at| GERMAN[at]).join("\n\n");
    let letter = "Die erste Zei\nDie zweite Zeile.\nSubject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\n \
        =?utf-8?B?IGF1cyBNw7xuY2hlbg==?= an alle\nContent-Typd-Printable\n\n\
        =3E Could somebody send the minutes?\n> Thanks.\n1+1=3D2, s!gt s.\n";
    let once = clean("a.md", &format!("{german}\n\n{letter}"));
    assert!(once.contains("> Thanks."), "{once}");
    assert_eq!(clean("a.md", &once), once, "a second time");
}

#[test]
fn the_text_of_a_cue_goes_and_its_time_stays() {
    let cue =
        |at: usize, text: &str| format!("{at}\n00:00:0{at},000 --> 00:00:0{at},900\n{text}\n");
    let film: String =
        GERMAN.iter().zip(1..).map(|(line, at)| cue(at, &format!("{line}\n"))).collect();
    let dirty = film.clone() + &cue(7, &format!("{NOTICE}\n"));
    assert_eq!(clean("a.srt", &dirty), film + &cue(7, ""));
}

/// A letter of German lines in an encoding of the transport, and the same with a notice.
#[test]
fn a_letter_is_judged_by_what_its_code_says() {
    let letter = |transfer: &str, body: &str| {
        format!(
            "Subject: Hallo\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {transfer}\n\n{body}"
        )
    };
    let escaped = |line: &str| {
        let escape = |c: char| match c {
            ' '..='~' if c != '=' => c.to_string(),
            c => {
                let bytes = c.to_string().into_bytes();
                bytes.iter().map(|byte| format!("={byte:02X}")).collect::<Vec<_>>().concat()
            }
        };
        let code: Vec<String> = line.chars().map(escape).collect();
        // A line goes on behind a break, which may stand inside of a word.
        code.chunks(23).map(<[_]>::concat).collect::<Vec<_>>().join("=\n")
    };
    let german = GERMAN.map(escaped).join("\n\n");
    let native = letter("quoted-printable", &format!("{german}\n\n"));
    assert_eq!(clean("a.eml", &native), native);
    assert_eq!(clean("a.eml", &format!("{native}{}\n", escaped(NOTICE))), native);
    let foreign = "Ми використовуємо файли cookie, щоб покращити вашу роботу із сайтом.";
    assert_eq!(clean("a.eml", &format!("{native}{}\n", escaped(foreign))), native);

    let base64 = |text: &str| {
        let code = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, text);
        code.as_bytes().chunks(76).map(String::from_utf8_lossy).collect::<Vec<_>>().join("\n")
    };
    let text = GERMAN.join("\n\n");
    let packed = letter("base64", &base64(&format!("{text}\n\n{foreign}\n")));
    let folder = Folder::new();
    folder.write("b.eml", &packed).write("c.eml", letter("base64", &base64(&text)));
    assert_eq!(clean("b.eml", &packed), packed, "code is not cut");
    let flagged = found(&folder, &["b.eml"]);
    assert!(!flagged.is_empty());
    for finding in flagged {
        assert!(finding.ends_with(" off-language-line flag paragraph"), "{finding}");
    }
    assert_eq!(found(&folder, &["c.eml"]), [""; 0]);
    let unknown = letter("x-uuencode", NOTICE);
    folder.write("d.eml", &unknown);
    assert_eq!(found(&folder, &["d.eml"]), [""; 0], "nobody knows what it says");
}

/// Letters that are no code may stand in it anywhere, also where a word of what it says ends.
#[test]
fn what_a_code_says_has_boundaries_of_its_own() {
    let said = format!(
        "{}\n\nДве строки, said Peter Brown of the Library Council.\n",
        GERMAN[..3].join("\n\n")
    );
    let code = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, said);
    let head = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n";
    let policy = Policy::default().document_format(DocumentFormat::Email);
    let mut engine = Ngram::new();
    for at in code.len() - 100..code.len() {
        let letter = format!("{head}{}©{}\n", &code[..at], &code[at..]);
        let text = Text::unicode(&letter, &Hint::default().repair(false));
        assert_eq!(review(&text, &policy, &mut engine).clean(), letter);
    }
}

#[test]
fn resources_of_android_are_messages_and_other_xml_is_no_prose() {
    let strings = GERMAN.map(|line| format!("<string name=\"a\">{line}</string>\n")).concat();
    let english = "<string name=\"b\">We use cookies to give you the best experience.</string>\n";
    let file = format!("<resources>\n{strings}{english}</resources>\n");
    let folder = Folder::new();
    folder.write("res/values-de/strings.xml", &file).write("res/values/strings.xml", &file);
    folder.write("pom.xml", file.replace("resources", "project"));
    assert_eq!(
        found(&folder, &["."]),
        ["8 off-language-line flag message"],
        "where a path says a language"
    );
    assert_eq!(found(&folder, &["pom.xml"]), [""; 0]);
    assert_eq!(clean("strings.xml", &file), file);
}

#[test]
fn an_override_that_names_a_format_makes_documents_of_files() {
    let folder = Folder::new();
    let text = format!("{}\n\n{NOTICE}\n", GERMAN.join("\n\n"));
    folder.write("notes/a.note", &text).write("b.note", &text).write("notes/c.rs", &text);
    assert_eq!(found(&folder, &["."]), [""; 0]);
    let configure = |format: &str| {
        let paths = "paths = [\"notes/*.note\"]";
        folder.write("monoglot.toml", format!("[[overrides]]\n{paths}\n{format}"));
    };
    configure("document-format = \"markdown\"\n");
    assert_eq!(found(&folder, &["."]), ["13 off-language-line remove paragraph"]);
    for silent in ["document-format = \"auto\"\n", "lang = \"de\"\n"] {
        configure(silent);
        assert_eq!(found(&folder, &["."]), [""; 0], "{silent}");
    }
}

#[test]
fn what_a_comment_ignores_stays_and_is_shown_when_asked_for() {
    let text = format!("{}\n\n<!-- monoglot-ignore -->\n{NOTICE}\n", GERMAN.join("\n\n"));
    let folder = Folder::new();
    folder.write("a.md", &text);
    assert_eq!(clean("a.md", &text), text);
    assert_eq!(found(&folder, &["a.md"]), [""; 0]);
    assert_eq!(
        found(&folder, &["--show-ignored", "a.md"]),
        ["14 off-language-line note paragraph"]
    );
    let totals = folder.run(&["check", "--format", "json", "a.md"]);
    assert!(totals.text().contains("\"suppressed\":1"), "{}", totals.text());
}

#[test]
fn a_language_that_is_declared_is_expected_until_the_text_speaks_against_it() {
    let folder = Folder::new();
    let english = "The new library opened on Monday after two years of building work.\n\n\
        The mayor thanked the builders and cut a red ribbon in front of the door.\n\n\
        On the ground floor there is a large room for children with low shelves.\n\n\
        Upstairs, students can read until ten o'clock in the evening.\n";
    let wrong = ["null wrong-language flag -"];
    let front_matter = format!("---\nlang: de\n---\n{english}");
    folder.write("a.md", &front_matter).write("content/de/b.md", english);
    folder.write("c.md", english).write("d.de.md", GERMAN.join("\n\n"));
    assert_eq!(found(&folder, &["a.md"]), wrong);
    assert_eq!(found(&folder, &["content/de/b.md"]), wrong);
    assert_eq!(found(&folder, &["--no-path-language", "content/de/b.md"]), [""; 0]);
    assert_eq!(found(&folder, &["--lang", "en", "content/de/b.md"]), [""; 0]);
    assert_eq!(found(&folder, &["c.md", "d.de.md"]), [""; 0]);
    // A word says nothing against its path.
    folder.write("content/it/e.md", "Note\n");
    assert_eq!(found(&folder, &["content/it/e.md"]), [""; 0]);
}

#[test]
fn a_walk_reads_documents_and_a_name_anything() {
    let folder = Folder::new();
    let documents = ["README", "a.md", "b/c.html", "locales/de.yml", PACKED];
    let others =
        ["src/main.rs", ".github/ci.yml", "config.yml", "package.json", "data.csv", "b/run"];
    for name in documents.iter().chain(&others).filter(|name| **name != PACKED) {
        folder.write(name, "Wort\n");
    }
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packer, b"Wort\n").expect("packed");
    folder.write(PACKED, packer.finish().expect("packed"));
    let named = |args: &[&str]| {
        let ran = folder.run(&[&["tag"], args].concat());
        let path = |line: &str| {
            let record: Value = serde_json::from_str(line).expect("JSON");
            record["path"].as_str().expect("a path").trim_start_matches("./").to_owned()
        };
        let mut paths: Vec<_> = ran.text().lines().map(path).collect();
        paths.dedup();
        paths
    };
    let mut walked = named(&["."]);
    walked.sort();
    assert_eq!(walked, documents);
    assert_eq!(named(&["src/main.rs", "data.csv"]), ["src/main.rs", "data.csv"]);
    let types = folder.run(&["types"]);
    for format in DocumentFormat::all() {
        assert!(
            types.text().contains(&format!("\n{}: *.", format.name()))
                || format == DocumentFormat::Plain
        );
    }
}

#[test]
fn a_format_can_be_named_for_a_run_for_paths_and_for_records() {
    let code = format!("{}\n\n```\nThe server could not be reached.\n```\n", GERMAN.join("\n\n"));
    let folder = Folder::new();
    let clean =
        |args: &[&str]| folder.run(&[&["clean", "--quiet"], args].concat()).text().to_owned();
    folder.write("a.note", &code);
    assert_eq!(clean(&["--document-format", "markdown", "a.note"]), code);
    assert_ne!(clean(&["a.note"]), code, "as plain text");
    folder.write("a.jsonl", serde_json::json!({ "text": code }).to_string() + "\n");
    let record: Value = serde_json::from_str(&clean(&[
        "--document-format",
        "markdown",
        "--schema",
        "none",
        "a.jsonl",
    ]))
    .expect("JSON");
    assert_eq!(record["text"], code);
    folder.write(
        "monoglot.toml",
        "[[overrides]]\npaths = [\"*.note\"]\ndocument-format = \"markdown\"\n",
    );
    assert_eq!(clean(&["a.note"]), code);
    let unknown = folder.run(&["clean", "--document-format", "docx", "a.note"]);
    assert!(
        unknown.code == 2 && unknown.stderr.contains("plain, markdown, html"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn lines_and_explanations_say_what_a_block_is() {
    let folder = Folder::new();
    folder.write("a.md", format!("# Titel\n\n{}\n\n```\ncode\n```\n", GERMAN[0]));
    let tagged = folder.run(&["tag", "a.md"]);
    let block = |line: &str| serde_json::from_str::<Value>(line).expect("JSON")["block"].clone();
    let blocks: Vec<_> = tagged.text().lines().map(block).collect();
    let null = Value::Null;
    let said = [&"heading".into(), &null, &"paragraph".into(), &null, &null, &null, &null];
    assert_eq!(blocks.iter().collect::<Vec<_>>(), said);
    assert!(folder.run(&["explain", "a.md:1"]).text().contains("\nBlock:    heading\n"));
    assert!(folder.run(&["explain", "a.md:6"]).text().contains("\nBlock:    no prose\n"));
}

/// Pieces of documents, foreign ones among them.
fn pieces() -> impl Strategy<Value = Vec<&'static str>> {
    let marks = [
        "\n",
        "\n\n",
        "- ",
        "  - ",
        "> ",
        "# ",
        "1. ",
        "| ",
        "`x` ",
        "<p>",
        "</p>\n",
        "<div>",
        "</div>\n",
        "<br>",
        "<b>",
        "</b>",
        "```\n",
        "    ",
        "---\n",
        "===\n",
        "[^1]: ",
        "[a](b) ",
        "<!-- x -->\n",
        "* ",
        "\n|---|\n",
    ];
    let words = [
        NOTICE,
        "Leave a comment\n",
        "коментуйте повідомлення тут\n",
        GERMAN[0],
        GERMAN[1],
        GERMAN[2],
        GERMAN[3],
        "Titel",
    ];
    let piece = prop_oneof![
        prop::sample::select(marks.to_vec()).boxed(),
        prop::sample::select(words.to_vec()).boxed()
    ];
    prop::collection::vec(piece, 0..40)
}

/// The blocks of a text, as what they are and what they say.
fn blocks(text: &str, format: DocumentFormat) -> Vec<(BlockKind, String)> {
    let prose = Prose::new(text, format);
    let said = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    prose.blocks().iter().map(|block| (block.kind, said(prose.words(block)))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is cleaned has the blocks it had but for those that went, and stays so.
    #[test]
    fn a_clean_document_is_the_same_document(pieces in pieces(), at in 0..6_usize) {
        use DocumentFormat::{Asciidoc, Email, Html, Latex, Markdown, Rst};
        let format = [Markdown, Html, Rst, Asciidoc, Latex, Email][at];
        let policy = Policy::default().document_format(format);
        let text = format!("{}\n\n{}", GERMAN.join("\n\n"), pieces.concat());
        let cleaned = |text: &str| {
            let text = Text::unicode(text, &Hint::default());
            review(&text, &policy, &mut Ngram::new()).clean()
        };
        let once = cleaned(&text);
        let before = blocks(&text, format);
        let mut rest = before.iter();
        for block in blocks(&once, format) {
            let is_it = |other: &&(BlockKind, String)| other.0 == block.0 && other.1.contains(&block.1);
            prop_assert!(rest.find(is_it).is_some(), "{:?} was not there: {}", block, once);
        }
        prop_assert_eq!(cleaned(&once), once);
    }
}
