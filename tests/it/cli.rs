//! Commands, inputs, outputs, exit codes.

use std::path::Path;

use serde_json::Value;

use crate::run::{Folder, Ran};

pub(crate) const ENGLISH: &str = "The presidents of both countries have approved a joint statement.\n\
    They met on the sidelines of the summit and spoke for about an hour.\n";
pub(crate) const PROMPT: &str = "коментуйте повідомлення тут:\n";

/// The share of one part of a text in its letters, as JSON has it: with four decimals.
pub(crate) fn share(part: &str, text: &str) -> f64 {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() as f64;
    (10_000.0 * letters(part) / letters(text)).round() / 10_000.0
}

/// An English article with a Ukrainian prompt under it.
pub(crate) fn dirty() -> String {
    ENGLISH.to_owned() + PROMPT
}

fn records(ran: &Ran) -> Vec<Value> {
    ran.text().lines().map(|line| serde_json::from_str(line).expect("a JSON object")).collect()
}

#[test]
fn a_pipe_is_cleaned() {
    let ran = Folder::new().run_with(&["clean"], dirty().as_bytes());
    assert_eq!((ran.code, ran.text()), (0, ENGLISH));
    assert_eq!(ran.stderr, "1 document: 2 lines kept, 1 removed, 0 flagged, 0 repaired\n");
    let dash = Folder::new().run_with(&["clean", "-", "--quiet"], dirty().as_bytes());
    assert_eq!((dash.text(), dash.stderr.as_str()), (ENGLISH, ""));
}

#[test]
fn check_says_what_and_where_and_never_writes() {
    let folder = Folder::new();
    folder.write("dirty.txt", dirty()).write("clean.txt", ENGLISH);
    let ran = folder.run(&["check", "--format", "concise", "dirty.txt", "clean.txt"]);
    assert_eq!(ran.code, 1);
    assert!(ran.text().starts_with(
        "dirty.txt:3:1: off-language-line: remove: Ukrainian in a document in English"
    ));
    assert_eq!(ran.text().lines().count(), 1);
    assert_eq!(folder.read("dirty.txt"), dirty().as_bytes());
    assert_eq!(folder.run(&["check", "clean.txt"]).code, 0);
}

#[test]
fn exit_codes_follow_the_severity() {
    let folder = Folder::new();
    folder.write("dirty.txt", dirty());
    let code = |args: &[&str]| folder.run(args).code;
    assert_eq!(code(&["check", "dirty.txt"]), 1);
    assert_eq!(code(&["check", "--exit-zero", "dirty.txt"]), 0);
    assert_eq!(code(&["check", "--remove", "none", "dirty.txt"]), 1, "a flag is enough");
    assert_eq!(code(&["check", "--remove", "none", "--fail-on", "remove", "dirty.txt"]), 0);
    assert_eq!(code(&["clean", "dirty.txt"]), 0);
    assert_eq!(code(&["clean", "--fail-on", "remove", "dirty.txt"]), 1);
    assert_eq!(code(&["tag", "dirty.txt"]), 0);
    assert_eq!(code(&["check", "dirty.txt", "missing.txt"]), 2, "failure beats findings");
}

#[test]
fn tag_prints_a_record_for_every_line() {
    let text = ENGLISH.replace('\n', "\r\n\r\n") + PROMPT;
    let ran = Folder::new().run_with(&["tag", "--stdin-filename", "a.txt"], text.as_bytes());
    let records = records(&ran);
    let lines: Vec<_> = records.iter().map(|record| record["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [1, 2, 3, 4, 5]);
    let last = &records[4];
    assert_eq!(last["path"], "a.txt");
    assert_eq!(last["lang"], "ukr");
    assert_eq!(last["script"], "Cyrl");
    assert_eq!((&last["verdict"], &last["rule"]), (&"remove".into(), &"off-language-line".into()));
    assert_eq!(last["text"], PROMPT.trim_end());
    assert_eq!(last["spans"], Value::Array(vec![]));
    assert!(last["foreign"].as_f64().unwrap() > 0.9 && last["confidence"].as_f64().unwrap() > 0.5);
    assert_eq!((&records[0]["lang"], &records[0]["rule"]), (&"eng".into(), &Value::Null));
    assert_eq!((&records[1]["lang"], &records[1]["text"]), (&"und".into(), &"".into()));
}

#[test]
fn each_line_is_a_document_of_its_own_on_demand() {
    let ran = Folder::new().run_with(&["tag", "--each-line"], dirty().as_bytes());
    let records = records(&ran);
    let langs: Vec<_> = records.iter().map(|record| record["lang"].as_str().unwrap()).collect();
    assert_eq!(langs, ["eng", "eng", "ukr"]);
    assert!(records.iter().all(|record| record["verdict"] == "keep"));
}

#[test]
fn lang_also_and_remove_change_the_verdict() {
    let clean = |args: &[&str]| {
        let args = [&["clean", "--quiet"], args].concat();
        String::from_utf8(Folder::new().run_with(&args, dirty().as_bytes()).stdout).unwrap()
    };
    assert_eq!(clean(&["--lang", "en"]), ENGLISH);
    assert_eq!(clean(&["--also", "uk"]), dirty());
    assert_eq!(clean(&["--lang", "en,uk"]), dirty(), "several languages may all stay");
    assert_eq!(clean(&["--remove", "none"]), dirty());
    let all = ["--lang", "ukr", "--remove", "likely", "--max-removed", "100%"];
    assert_eq!(clean(&all), PROMPT);
}

#[test]
fn the_cap_keeps_everything_and_says_so() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    let ran = folder.run(&["check", "--max-removed", "0.05", "--format", "concise", "a.txt"]);
    let rules: Vec<_> = ran.text().lines().map(|line| line.split(": ").nth(1).unwrap()).collect();
    assert_eq!((ran.code, rules), (1, vec!["mixed-document", "off-language-line"]));
    let cleaned = folder.run(&["clean", "--max-removed", "5%", "a.txt"]);
    assert_eq!(cleaned.text(), dirty());
}

/// However much may go: nobody knows of what language the document is.
#[test]
fn a_document_without_a_main_language_loses_nothing_unless_it_is_named() {
    let folder = Folder::new();
    let text = ENGLISH.to_owned()
        + "Подпишитесь на нашу рассылку и читайте свежие новости каждый день\n\
           Поделитесь этой статьёй с друзьями в социальных сетях\n"
        + "Εγγραφείτε στο ενημερωτικό μας δελτίο και διαβάστε τα τελευταία νέα\n\
           Μοιραστείτε αυτό το άρθρο με τους φίλους σας\n";
    folder.write("a.txt", &text);
    let clean = |args: &[&str]| {
        let all = ["clean", "--quiet", "--max-removed", "100%", "a.txt"];
        folder.run(&[&all[..], args].concat()).text().to_owned()
    };
    assert_eq!(clean(&[]), text);
    assert_eq!(clean(&["--lang", "en", "--remove", "likely"]), ENGLISH);
    let found = folder.run(&["check", "--max-removed", "100%", "--format", "concise", "a.txt"]);
    assert!(found.text().contains("mixed-document: flag: no single"), "{}", found.text());
}

/// Code is English whoever wrote it, and a letter of Japanese says more than a Latin one: most of the
/// letters of these documents are English, and they are Polish and Japanese.
#[test]
fn code_has_little_say_in_the_main_language() {
    for (case, lang) in [
        ("known-failures/polish-post-mostly-code", "pol"),
        ("negative/japanese-notes-with-configuration", "jpn"),
    ] {
        let text = crate::cases::document(case);
        let folder = Folder::new();
        folder.write("a.txt", &text);
        assert_eq!(folder.run(&["clean", "--quiet", "a.txt"]).text(), text);
        let found: Value =
            serde_json::from_str(folder.run(&["check", "--format", "json", "a.txt"]).text())
                .unwrap();
        assert_eq!(found["documents"][0]["lang"], lang, "{case}");
    }
}

/// Half of the text is German, sentence for sentence: the document is flagged and loses nothing.
#[test]
fn a_document_of_two_languages_loses_neither() {
    let german = "Die Präsidenten beider Länder haben eine gemeinsame Erklärung gebilligt.\n\
                  Sie trafen sich am Rande des Gipfels und sprachen etwa eine Stunde lang.\n";
    for text in [ENGLISH.to_owned() + german, german.to_owned() + ENGLISH] {
        let folder = Folder::new();
        folder.write("a.txt", &text);
        assert_eq!(folder.run(&["clean", "--quiet", "a.txt"]).text(), text);
        let found = folder.run(&["check", "--format", "concise", "a.txt"]);
        assert!(found.text().contains(": flag: "), "{}", found.text());
    }
}

#[test]
fn what_goes_takes_its_blank_lines_along() {
    let (first, second) = ENGLISH.split_once('\n').expect("two lines");
    let (first, second) = (format!("{first}\n"), second.to_owned());
    for (before, after) in [
        (format!("{ENGLISH}\n{PROMPT}"), ENGLISH.to_owned()),
        (format!("{ENGLISH}\n\n{PROMPT}\n \n"), ENGLISH.to_owned()),
        (format!("{first}\n{PROMPT}\n{second}"), format!("{first}\n{second}")),
        (format!("{first}\n\n{PROMPT}\n{second}"), format!("{first}\n\n{second}")),
        (format!("{first}{PROMPT}\n{second}"), format!("{first}\n{second}")),
        (format!("{first}{PROMPT}{second}"), format!("{first}{second}")),
        (format!("{PROMPT}\n{ENGLISH}"), ENGLISH.to_owned()),
        (format!("\n{PROMPT}\n\n{ENGLISH}"), format!("\n{ENGLISH}")),
        (
            format!("{first}\r\n{PROMPT}\r\n{second}").replace("\r\n", "\n"),
            format!("{first}\n{second}"),
        ),
        // Where nothing goes beside them, blank lines stay.
        (format!("{first}\n\n\n{second}\n\n"), format!("{first}\n\n\n{second}\n\n")),
        (format!("\n\n{first}\n\n\n{second}\n{PROMPT}"), format!("\n\n{first}\n\n\n{second}")),
    ] {
        let folder = Folder::new();
        folder.write("a.txt", &before);
        for _ in ["once", "again"] {
            assert_eq!(folder.run(&["clean", "--quiet", "--in-place", "a.txt"]).code, 0);
            assert_eq!(folder.read("a.txt"), after.as_bytes(), "{before:?}");
        }
    }
}

/// Who reads a stream may count its lines: nothing goes but what was said.
#[test]
fn a_stream_keeps_its_blank_lines() {
    let text = format!("{ENGLISH}\n\n{PROMPT}\n");
    let ran = Folder::new().run_with(&["clean", "--quiet"], text.as_bytes());
    assert_eq!(ran.text(), format!("{ENGLISH}\n\n\n"));
    let folder = Folder::new();
    folder.write("a.txt", &text);
    let cached = ["clean", "--quiet", "--cache=c", "a.txt"];
    for _ in ["found out", "remembered"] {
        assert_eq!(folder.run(&cached).text(), format!("{ENGLISH}\n\n\n"));
    }
    assert_eq!(folder.run(&["clean", "-q", "--cache=c", "--in-place", "a.txt"]).code, 0);
    assert_eq!(folder.read("a.txt"), ENGLISH.as_bytes());
}

/// Blank lines that went are put back by the journal and by the record, and no report counts them.
#[test]
fn blank_lines_that_went_come_back() {
    let folder = Folder::new();
    let text = format!("{ENGLISH}\n{PROMPT}\n\n");
    folder.write("a.txt", &text);
    let ran = folder.run(&["clean", "--in-place", "a.txt"]);
    assert!(ran.stderr.contains("2 lines kept, 1 removed"), "{}", ran.stderr);
    assert_eq!(folder.read("a.txt"), ENGLISH.as_bytes());
    assert_eq!(folder.run(&["undo", "monoglot.journal.jsonl"]).code, 0);
    assert_eq!(folder.read("a.txt"), text.as_bytes());
    let found = folder.run(&["check", "--format", "concise", "a.txt"]);
    assert!(found.text().starts_with("a.txt:4:1: ") && found.text().lines().count() == 1);

    folder.write("a.jsonl", serde_json::json!({"text": text}).to_string() + "\n");
    let ran = folder.run(&["clean", "--quiet", "a.jsonl"]);
    let record: Value = serde_json::from_str(ran.text()).expect("a record");
    assert_eq!(record["text"], ENGLISH);
    let removed = record["monoglot"]["removed"].as_array().expect("pieces");
    let pieces: Vec<_> = removed.iter().map(|piece| (&piece["line"], &piece["text"])).collect();
    assert_eq!(format!("{pieces:?}").matches("\\n").count(), 4, "{pieces:?}");
    let mut restored = String::from(ENGLISH);
    restored.extend(removed.iter().filter_map(|piece| piece["text"].as_str()));
    assert_eq!(restored, text);
}

/// Residue comes in many lines, but they are short: the main language is that of the sentences.
#[test]
fn a_third_of_the_lines_can_be_residue() {
    let residue = "Поделиться в соцсетях\nЧитайте также:\nОставить комментарий\n";
    let english = ENGLISH.to_owned()
        + "The talks will go on in spring, a spokesman said on Monday.\n\
           Ministers of both sides hope for an agreement before summer.\n\
           Nothing else was said about the plan.\n";
    for text in [english.clone() + residue, residue.to_owned() + &english] {
        let args = ["clean", "--quiet", "--remove", "foreign"];
        let ran = Folder::new().run_with(&args, text.as_bytes());
        assert_eq!(ran.text(), english);
    }
}

#[test]
fn a_line_alone_is_at_home() {
    for line in ["коментуйте повідомлення:\n", "Search\n", "Johnson\n", "12:30\n", "Läs mer"]
    {
        let ran = Folder::new().run_with(&["clean", "--quiet"], line.as_bytes());
        assert_eq!(ran.text(), line);
    }
}

#[test]
fn a_directory_goes_to_a_directory() {
    let folder = Folder::new();
    folder.write("in/a.txt", dirty()).write("in/deep/b.md", ENGLISH).write("in/.hidden", dirty());
    folder.write("in/image.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").write("in/.gitignore", "skip*");
    folder.write("in/skipped.txt", dirty());
    let ran = folder.run(&["clean", "-o", "out", "in"]);
    assert_eq!((ran.code, ran.text()), (0, ""));
    assert_eq!(folder.read("out/a.txt"), ENGLISH.as_bytes());
    assert_eq!(folder.read("out/deep/b.md"), ENGLISH.as_bytes());
    for absent in ["out/image.txt", "out/.hidden", "out/skipped.txt", "monoglot.journal.jsonl"] {
        assert!(!folder.path(absent).exists(), "{absent}");
    }
    assert!(ran.stderr.contains("2 documents") && ran.stderr.contains("1 file skipped as binary"));
}

#[test]
fn named_files_win_over_ignore_rules_unless_forced() {
    let folder = Folder::new();
    folder.write(".gitignore", "log.txt").write("log.txt", dirty()).write("main.rs", dirty());
    for named in ["log.txt", "main.rs"] {
        assert_eq!(folder.run(&["check", named]).code, 1, "{named}");
        assert_eq!(folder.run(&["check", "--force-exclude", named]).code, 0, "{named}");
    }
    assert_eq!(folder.run(&["check", "."]).code, 0);
    folder.write(".gitignore", "log.txt\nbuild/").write("build/deep/a.txt", dirty());
    let forced = |below: &str, path: &str| {
        folder.run_in(below, &["check", "--force-exclude", "--quiet", path]).code
    };
    assert_eq!(folder.run(&["check", "build/deep/a.txt"]).code, 1);
    for path in ["build/deep/a.txt", "./build/deep/a.txt", "build/deep", "build"] {
        assert_eq!(forced("", path), 0, "{path}");
    }
    let absolute = folder.path("build/deep/a.txt").display().to_string();
    assert_eq!(forced("", &absolute), 0);
    folder.write("kept/a.txt", dirty()).write(".hidden.txt", dirty());
    assert_eq!((forced("", "kept/a.txt"), forced("", "kept"), forced("", ".")), (1, 1, 1));
    assert_eq!(forced("kept", "../kept/a.txt"), 1);
    assert_eq!(forced("", ".hidden.txt"), 0, "a walk would not meet it");
    assert_eq!(forced("", "missing.txt"), 2, "what is not there is an error");
}

/// The files that a check of these words has a finding in.
fn met(folder: &Folder, args: &[&str]) -> Vec<String> {
    let ran = folder.run(&[&["check", "--format", "concise"], args].concat());
    let names = ran.text().lines().filter_map(|line| line.split(':').next());
    let name = |name: &str| name.strip_prefix("./").unwrap_or(name).replace('\\', "/");
    names.map(name).collect()
}

#[test]
fn a_walk_is_narrowed_and_widened() {
    let folder = Folder::new();
    for name in
        ["a.txt", "a.log", "drafts/b.txt", "drafts/deep/c.txt", ".hidden/d.txt", "e.copy.txt"]
    {
        folder.write(name, dirty());
    }
    folder.write(".ignore", "e.copy.txt\n");
    assert_eq!(met(&folder, &["."]), ["a.txt", "drafts/b.txt", "drafts/deep/c.txt"]);
    assert_eq!(met(&folder, &["--exclude", "drafts/", "."]), ["a.txt"]);
    assert_eq!(met(&folder, &["--exclude", "deep", "--exclude", "/a.txt", "."]), ["drafts/b.txt"]);
    assert_eq!(met(&folder, &["--exclude", "*.txt", "--exclude", "!b.txt", "."]), ["drafts/b.txt"]);
    assert_eq!(met(&folder, &["--include", "*.log", "."]), ["a.log"]);
    assert_eq!(
        met(&folder, &["--include", "drafts/", "--exclude", "deep/", "."]),
        ["drafts/b.txt"]
    );
    assert_eq!(met(&folder, &["--no-ignore", "--exclude", "drafts", "."]), ["a.txt", "e.copy.txt"]);
    assert_eq!(met(&folder, &["--hidden", "--exclude", "drafts", "."]), [".hidden/d.txt", "a.txt"]);
    // What is named wins, unless it is asked what a walk would do.
    assert_eq!(met(&folder, &["--exclude", "drafts/", "drafts/b.txt"]), ["drafts/b.txt"]);
    let forced = ["--force-exclude", "--exclude", "drafts/", "drafts/b.txt", "drafts", "a.txt"];
    assert_eq!(met(&folder, &forced), ["a.txt"]);
    let slip = folder.run(&["check", "--exclude", "{a", "."]);
    assert!(slip.code == 2 && slip.stderr.contains("{a"), "{}", slip.stderr);
}

#[test]
fn a_hidden_walk_reads_nothing_of_version_control() {
    let folder = Folder::new();
    folder.write(".git/description.txt", dirty()).write(".github/a.md", dirty());
    assert_eq!(met(&folder, &["--hidden", "."]), [".github/a.md"]);
}

#[test]
fn what_is_named_twice_is_read_once() {
    let folder = Folder::new();
    folder.write("content/a.txt", dirty()).write("content/sub/b.txt", dirty());
    let both = ["content/a.txt", "content/sub/b.txt"];
    for args in [
        &["content", "content/sub"][..],
        &["content", "content"],
        &["content", "./content/../content"],
        &["content", "content/sub/b.txt"],
    ] {
        assert_eq!(met(&folder, args), both, "{args:?}");
    }
    assert_eq!(met(&folder, &["content/sub", "content"]), ["content/sub/b.txt", "content/a.txt"]);
    let mixed = ["content/sub/b.txt", "content", "content/sub"];
    assert_eq!(met(&folder, &mixed), ["content/sub/b.txt", "content/a.txt"]);
}

#[test]
fn several_inputs_keep_their_folders_where_two_could_have_one_name() {
    let folder = Folder::new();
    folder.write("r/en/a.txt", ENGLISH).write("r/sub/a.txt", dirty()).write("b.txt", ENGLISH);
    let ran = folder.run(&["clean", "-o", "out", "r/en", "./r/sub", "b.txt"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for name in ["out/r/en/a.txt", "out/r/sub/a.txt", "out/b.txt"] {
        assert_eq!(folder.read(name), ENGLISH.as_bytes(), "{name}");
    }
    let files = folder.run(&["clean", "-o", "files", "r/en/a.txt", "r/sub/a.txt"]);
    assert_eq!(files.code, 0, "{}", files.stderr);
    assert!(folder.path("files/r/sub/a.txt").exists());
    assert_eq!(folder.run(&["clean", "-o", "flat", "r/en/a.txt", "b.txt"]).code, 0);
    assert!(folder.path("flat/a.txt").exists() && folder.path("flat/b.txt").exists());
}

#[test]
fn paths_come_from_a_list_too() {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("b c.txt", dirty()).write("list", "a.txt\nb c.txt\n");
    let count = |ran: &Ran| ran.text().lines().count();
    let args = ["check", "--format", "concise", "--files-from"];
    assert_eq!(count(&folder.run(&[&args[..], &["list"]].concat())), 2);
    let piped = folder.run_with(&[&args[..], &["-"]].concat(), b"b c.txt\0a.txt\0");
    assert_eq!(count(&piped), 2);
    assert!(piped.text().starts_with("b c.txt:3"), "in the order of the list");
    folder.write("windows", "a.txt\r\n\r\nb c.txt\r\n");
    assert_eq!(count(&folder.run(&[&args[..], &["windows"]].concat())), 2);
}

/// Names are bytes: a line end and what is no UTF-8 are parts of them.
#[cfg(target_os = "linux")]
#[test]
fn a_list_names_any_file() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = Folder::new();
    for name in [&b"new\nline.txt"[..], b"\xC3\x28.txt", b"cr\r"] {
        std::fs::write(folder.path("").join(std::ffi::OsStr::from_bytes(name)), dirty()).unwrap();
    }
    let args = ["check", "--format", "jsonl", "--files-from", "-"];
    let ran = folder.run_with(&args, b"new\nline.txt\0\xC3\x28.txt\0cr\r\0");
    assert_eq!((ran.code, ran.text().lines().count()), (1, 4), "{}", ran.stderr);
}

#[test]
fn output_is_the_same_for_any_number_of_jobs() {
    let folder = Folder::new();
    for n in 0..120 {
        let repeated = dirty().repeat(1 + n % 7);
        folder
            .write(&format!("in/{n}.txt"), if n % 3 == 0 { ENGLISH.to_owned() } else { repeated });
    }
    for args in [&["tag"][..], &["check", "--format", "json"], &["clean"]] {
        let run = |jobs| folder.run(&[args, &["--jobs", jobs, "in"]].concat()).stdout;
        let one = run("1");
        assert!(!one.is_empty());
        assert!(one == run("2") && one == run("7"), "{args:?}");
    }
}

#[test]
fn decode_gives_utf8_and_judges_nothing() {
    let folder = Folder::new();
    let (bytes, _, _) = encoding_rs::WINDOWS_1251
        .encode("Привіт, світе! Це звичайний український текст про новини.\n");
    folder.write("a.txt", &bytes);
    let found = folder.run(&["decode", "a.txt"]);
    assert_eq!(found.text(), "Привіт, світе! Це звичайний український текст про новини.\n");
    let named = folder.run(&["decode", "--encoding", "cp1251", "--no-repair", "a.txt"]);
    assert_eq!(named.text(), found.text());
    assert_eq!(folder.run(&["decode", "-o", "b.txt", "a.txt"]).code, 0);
    assert_eq!(folder.read("b.txt"), found.stdout);
    let mixed = folder.run_with(&["decode"], dirty().as_bytes());
    assert_eq!(mixed.text(), dirty());
}

#[test]
fn utf16_and_marks_are_read() {
    let utf16 = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        dirty().encode_utf16().flat_map(to_bytes).collect()
    };
    let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
    let cases = [
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
        marked(b"\xFF\xFE", utf16(u16::to_le_bytes)),
        marked(b"\xFE\xFF", utf16(u16::to_be_bytes)),
        marked(b"\xEF\xBB\xBF", dirty().into_bytes()),
    ];
    for bytes in cases {
        let ran = Folder::new().run_with(&["clean"], &bytes);
        assert_eq!((ran.code, ran.text()), (0, ENGLISH));
    }
}

#[test]
fn diff_shows_what_would_change() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    let ran = folder.run(&["clean", "--diff", "a.txt"]);
    assert!(ran.text().starts_with("--- a/a.txt\n+++ b/a.txt\n@@ "), "{}", ran.text());
    assert!(ran.text().contains(&format!("\n-{PROMPT}")));
    assert_eq!(folder.read("a.txt"), dirty().as_bytes());
}

#[test]
fn explain_shows_the_evidence() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    let ran = folder.run(&["explain", "a.txt:3"]);
    for part in [
        "main language English",
        "Ukrainian",
        "remove (off-language-line)",
        "script",
        "prior",
        "sum",
    ] {
        assert!(ran.text().contains(part), "{part}: {}", ran.text());
    }
    let rule = folder.run(&["explain", "mojibake"]);
    assert!(rule.text().starts_with("mojibake: text that was decoded with the wrong encoding"));
}

#[test]
fn languages_completions_and_the_manual_are_printed() {
    let folder = Folder::new();
    assert!(folder.run(&["languages"]).text().contains("ukr  uk  Ukrainian"));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(folder.run(&["completions", shell]).text().contains("monoglot"), "{shell}");
    }
    assert!(folder.run(&["man"]).text().contains(".TH monoglot 1"));
    let help = folder.run(&["check", "--help"]);
    let page = folder.run(&["man", "check"]);
    assert!(page.text().contains(".TH monoglot-check 1"), "{}", page.text());
    let bash = folder.run(&["completions", "bash"]);
    let options = help.text().split([' ', ',', '[', '=']).filter(|word| word.starts_with("--"));
    let options: std::collections::BTreeSet<_> = options.map(str::trim_end).collect();
    assert!(options.len() > 25, "{options:?}");
    for option in options {
        assert!(bash.text().contains(option), "bash does not know {option}");
        let in_roff = option.replace('-', "\\-");
        assert!(page.text().contains(&in_roff), "the manual lacks {option}");
    }
    let unknown = folder.run(&["man", "frobnicate"]);
    assert!(
        unknown.code == 2 && unknown.stderr.contains("clean, check, tag"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn help_names_every_command_and_the_exit_codes() {
    let help = Folder::new().run(&["--help"]);
    let commands =
        ["clean", "check", "tag", "decode", "undo", "explain", "languages", "completions", "man"];
    for word in commands.iter().chain(&["Exit codes", "--version"]) {
        assert!(help.text().contains(word), "{word}");
    }
}

/// What decoding may be told: the flag, its name in the configuration, a text, and the text that it
/// makes of it. Without it the text is what stands last.
const SWITCHES: [(&str, &str, &str, &str, &str); 11] = [
    ("--straight-quotes", "straight-quotes = true", "He said “no”.\n", "He said \"no\".\n", ""),
    ("--width", "width = true", "Ｎｏ １２ today\n", "No 12 today\n", ""),
    ("--ligatures", "ligatures = true", "the ﬁnal ﬂight\n", "the final flight\n", ""),
    ("--normalise=nfkc", "normalise = 'nfkc'", "area in m²\n", "area in m2\n", ""),
    ("--normalise=none", "normalise = 'none'", "cafe\u{301}\n", "cafe\u{301}\n", "café\n"),
    ("--entities=auto", "entities = 'auto'", "Q&amp;A\n", "Q&A\n", ""),
    ("--entities=auto", "entities = 'auto'", "<b>Q&amp;A</b>\n", "<b>Q&amp;A</b>\n", ""),
    ("--line-endings=lf", "line-endings = 'lf'", "a\r\nb\r\n", "a\nb\n", ""),
    ("--line-endings=crlf", "line-endings = 'crlf'", "a\nb\n", "a\r\nb\r\n", ""),
    ("--line-endings=keep", "line-endings = 'keep'", "a\nb\r\nc\n", "a\nb\r\nc\n", "a\nb\nc\n"),
    (
        "--keep-soft-hyphens",
        "keep-soft-hyphens = true",
        "soft\u{AD}ware\n",
        "soft\u{AD}ware\n",
        "software\n",
    ),
];

#[test]
fn every_switch_of_decoding_does_what_it_says() {
    for (flag, config, text, switched, default) in SWITCHES {
        let folder = Folder::new();
        let decode = |args: &[&str]| {
            let ran = folder.run_with(&[&["decode"], args].concat(), text.as_bytes());
            assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{args:?}");
            ran.text().to_owned()
        };
        let default = if default.is_empty() { text } else { default };
        assert_eq!(decode(&[]), default, "without {flag}");
        assert_eq!(decode(&[flag]), switched, "{flag}");
        assert_eq!(decode(&[flag, "--no-repair"]), text, "{flag} --no-repair");
        folder.write("monoglot.toml", config);
        assert_eq!(decode(&[]), switched, "{config}");
    }
}

#[test]
fn rules_of_decoding_can_be_switched_off() {
    const DAMAGED: &str = "Die Gemeinde berÃ¤t Ã¼ber die lÃ¤ngst fÃ¤llige BrÃ¼cke.\n";
    const HIDDEN: &str = "Die Gemein\u{200B}de berät.\n";
    let rules = |text: &str, config: &str| {
        let folder = Folder::new();
        folder.write("a.txt", text).write("monoglot.toml", config);
        let ran = folder.run(&["check", "--format", "concise", "--fail-on", "note", "a.txt"]);
        let rule = |line: &str| line.split(": ").nth(1).unwrap().to_owned();
        let decoded = folder.run(&["decode", "a.txt"]).text().to_owned();
        (ran.text().lines().map(rule).collect::<Vec<_>>(), decoded == text)
    };
    for (rule, text) in [("mojibake", DAMAGED), ("invisible-character", HIDDEN)] {
        let found = (vec![rule.to_owned()], false);
        assert_eq!(rules(text, ""), found, "{rule}");
        assert_eq!(rules(text, &format!("[rules]\n{rule} = \"on\"\n")), found, "{rule}");
        let off = format!("[rules]\n{rule} = \"off\"\n");
        assert_eq!(rules(text, &off), (vec![], true), "{rule}");
    }
    let other = "[rules]\nmojibake = \"off\"\n";
    assert_eq!(rules(HIDDEN, other).0, ["invisible-character"], "one switch for each rule");
    let asked = rules("He said “no”.\n", "straight-quotes = true\n");
    assert_eq!(asked, (vec![], false), "what was asked for is no finding");
}

#[test]
fn bytes_that_no_encoding_explains_fail_a_check() {
    let folder = Folder::new();
    folder.write("a.txt", b"The presidents met on Friday.\nThey \xFF\xFE spoke for an hour.\n");
    let args = ["check", "--encoding", "utf-8", "--format", "concise", "a.txt"];
    let ran = folder.run(&args);
    assert_eq!(ran.code, 1);
    assert!(ran.text().starts_with("a.txt:2:1: undecodable-bytes: flag: "), "{}", ran.text());
    assert_eq!(folder.run(&[&args[..], &["--fail-on", "remove"]].concat()).code, 0);
}

#[test]
fn the_language_is_a_hint_for_decoding() {
    // A word that is as good Russian as it is Greek, Hebrew or Western European: the language decides.
    let (bytes, _, _) = encoding_rs::WINDOWS_1253.encode("νερό\n");
    let decode = |args: &[&str]| {
        let ran = Folder::new().run_with(&[&["decode"], args].concat(), &bytes);
        ran.text().to_owned()
    };
    assert_eq!(decode(&["--lang", "el"]), "νερό\n");
    assert_ne!(decode(&["--lang", "ru"]), "νερό\n");
    let folder = Folder::new();
    folder.write("monoglot.toml", "lang = \"ell\"\n");
    assert_eq!(folder.run_with(&["decode"], &bytes).text(), "νερό\n");
}

#[test]
fn a_check_without_a_path_is_of_this_folder_unless_something_is_on_standard_input() {
    let folder = Folder::new();
    folder.write("sub/a.txt", dirty());
    let here = folder.run(&["check", "--format", "concise"]);
    assert_eq!(here.code, 1, "{}", here.stderr);
    let place = Path::new(".").join("sub").join("a.txt");
    assert!(here.text().starts_with(&place.display().to_string()), "{}", here.text());
    let piped = folder.run_with(&["check", "--format", "concise"], dirty().as_bytes());
    assert!(piped.text().starts_with("<stdin>:3:1: "), "{}", piped.text());
    assert_eq!(folder.run_with(&["clean"], b"").text(), "", "only a check means this folder");
}

#[test]
fn a_check_of_nothing_says_so() {
    let folder = Folder::new();
    folder.write("empty/picture.png", b"\x89PNG\r\n\x1a\n\0\0");
    folder.write("list", "");
    for args in [&["check", "empty"][..], &["check", "--files-from", "list"]] {
        let ran = folder.run(args);
        assert_eq!(ran.code, 0);
        assert!(ran.stderr.contains("nothing to check"), "{args:?}: {}", ran.stderr);
    }
    folder.write("empty/a.txt", ENGLISH);
    assert!(!folder.run(&["check", "empty"]).stderr.contains("nothing to check"));
}

#[test]
fn a_mixed_document_says_which_options_help_and_they_do() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    let capped = folder.run(&["check", "--max-removed", "0.05", "--format", "concise", "a.txt"]);
    let help =
        "; --max-removed 1 lets it all go, --also ukr lets Ukrainian stay, --lang ukr makes it";
    assert!(capped.text().contains(help), "{}", capped.text());
    assert_eq!(folder.run(&["clean", "--max-removed", "1", "a.txt"]).text(), ENGLISH);
    assert_eq!(folder.run(&["check", "--max-removed", "0.05", "--also", "ukr", "a.txt"]).code, 0);

    let divided = "Die Präsidenten beider Länder haben eine gemeinsame Erklärung gebilligt.\n\
                   Президенты двух стран одобрили совместное заявление по Сирии.\n\
                   Οι πρόεδροι των δύο χωρών ενέκριναν κοινή δήλωση για τη Συρία.\n";
    folder.write("b.txt", ENGLISH.lines().next().unwrap_or_default().to_owned() + "\n" + divided);
    let found = folder.run(&["check", "--format", "concise", "b.txt"]);
    let first = found.text().lines().next().unwrap_or_default();
    assert!(first.contains("; --lang ") && first.contains(" says that it is "), "{first}");
    let all = ["clean", "--lang", "en", "--remove", "likely", "--max-removed", "1", "--quiet"];
    let named = folder.run(&[&all[..], &["b.txt"]].concat());
    assert_eq!(named.text(), ENGLISH.lines().next().unwrap_or_default().to_owned() + "\n");
}

/// A letter of Chinese is as wide as two, and says as much: what a reader takes for the smaller part is no
/// more than the cap.
#[test]
fn the_cap_counts_what_there_is_to_read() {
    let folder = Folder::new();
    let japanese = "両国の大統領は共同声明を承認した。会談は約一時間続いた。\n".repeat(3);
    let residue = "Leave a comment\nShare on Facebook and Twitter\n";
    folder.write("a.txt", format!("{japanese}{residue}"));
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() as f64;
    let share = letters(residue) / letters(&format!("{japanese}{residue}"));
    let cap = format!("{:.3}", share - 0.05);
    let ran = folder.run(&["clean", "--quiet", "--max-removed", &cap, "a.txt"]);
    assert_eq!(ran.text(), japanese, "{share} of the letters, and fewer columns");
    let low = folder.run(&["check", "--max-removed", "0.1", "--format", "concise", "a.txt"]);
    assert!(low.text().contains("mixed-document"), "{}", low.text());
    let explained = folder.run(&["explain", "mixed-document"]);
    for option in ["--max-removed 1", "--also", "--lang", "no cap helps"] {
        assert!(explained.text().contains(option), "{option}: {}", explained.text());
    }
}

/// As `explain mixed-document` says: where no language is the main one, no cap helps, and the message names
/// what does.
#[test]
fn without_a_main_language_a_cap_of_all_lets_nothing_go() {
    let folder = Folder::new();
    let divided = "The presidents of both countries have approved a joint statement.\n\
                   Die Präsidenten beider Länder haben eine gemeinsame Erklärung gebilligt.\n\
                   Президенты двух стран одобрили совместное заявление по Сирии.\n\
                   Οι πρόεδροι των δύο χωρών ενέκριναν κοινή δήλωση για τη Συρία.\n";
    folder.write("a.txt", divided);
    assert_eq!(folder.run(&["clean", "--quiet", "--max-removed", "1", "a.txt"]).text(), divided);
    let found = folder.run(&["check", "--max-removed", "1", "--format", "concise", "a.txt"]);
    let first = found.text().lines().next().unwrap_or_default();
    let named = first.split("--lang ").nth(1).and_then(|rest| rest.split(' ').next());
    let named = named.expect("an option that helps");
    let all = ["clean", "--quiet", "--remove", "likely", "--max-removed", "1", "--lang", named];
    let helped = folder.run(&[&all[..], &["a.txt"]].concat());
    assert_eq!(helped.text().lines().count(), 1, "{first}: {}", helped.text());
}

/// Whatever a report calls a line, `explain` takes.
#[test]
fn explain_takes_what_check_prints() {
    let folder = Folder::new();
    let record = |text: &str| serde_json::json!({"id": "page", "text": text}).to_string();
    let other = serde_json::json!({"text": ENGLISH}).to_string();
    folder.write("a.txt", dirty());
    folder.write("s.jsonl", format!("{other}\n{}\n", record(&dirty())));
    let page = format!(
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://example.org/a\r\n\
         Content-Type: text/plain\r\nContent-Length: {}\r\n\r\n{}\r\n\r\n",
        dirty().len(),
        dirty()
    );
    folder.write("p.warc", page);
    let printed = folder.run(&["check", "--format", "concise", "a.txt", "s.jsonl", "p.warc"]);
    let lines: Vec<_> = printed.text().lines().collect();
    assert_eq!(lines.len(), 3, "{}", printed.text());
    for line in lines {
        let name = line.split(": ").next().unwrap_or_default();
        let ran = folder.run(&["explain", name, "p.warc"]);
        let ran = if name.contains("://") { ran } else { folder.run(&["explain", name]) };
        assert!(
            ran.text().contains("Verdict:  remove (off-language-line)"),
            "{name}: {}",
            ran.stderr
        );
        assert!(ran.text().contains("коментуйте"), "{name}");
    }
    for name in ["-:3", "<stdin>:3:1"] {
        let ran = folder.run_with(&["explain", "--", name], dirty().as_bytes());
        assert!(ran.text().contains("Verdict:  remove"), "{name}: {}", ran.stderr);
    }
    let slip = folder.run(&["explain", "off-langage-line"]);
    assert!(slip.stderr.contains("did you mean 'off-language-line'?"), "{}", slip.stderr);
    let missing = folder.run(&["explain", "s.jsonl#nobody:1"]);
    assert!(missing.code == 2 && missing.stderr.contains("no such record"), "{}", missing.stderr);
    let nowhere = folder.run(&["explain", "https://example.org/a:3"]);
    assert!(nowhere.stderr.contains("name the shard"), "{}", nowhere.stderr);
}
