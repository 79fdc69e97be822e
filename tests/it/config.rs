//! What the folder says: `monoglot.toml`, for all documents and for some.

use crate::cli::{ENGLISH, PROMPT, dirty};
use crate::run::Folder;

const FILE: &str = "monoglot.toml";

/// The severity and the rule of each finding of a check.
fn found(folder: &Folder, args: &[&str]) -> Vec<String> {
    let args = [&["check", "--format", "concise", "--fail-on", "note"], args].concat();
    let ran = folder.run(&args);
    let short = |line: &str| line.split(": ").skip(1).take(2).collect::<Vec<_>>().join(" ");
    ran.text().lines().map(short).collect()
}

#[test]
fn a_configuration_is_found_upward_and_flags_win() {
    let folder = Folder::new();
    folder.write(FILE, "also = \"uk\"\nmax-removed = 0.6\n").write("sub/a.txt", dirty());
    assert_eq!(folder.run(&["check", "sub/a.txt"]).code, 0);
    assert_eq!(folder.run_in("sub", &["check", "a.txt"]).code, 0);
    assert_eq!(folder.run(&["check", "--isolated", "sub/a.txt"]).code, 1);
    assert_eq!(folder.run(&["check", "--also", "de", "sub/a.txt"]).code, 1);
    folder.write("other.toml", "remove = \"none\"");
    let ran = folder.run(&["clean", "--config", "other.toml", "sub/a.txt"]);
    assert_eq!(ran.text(), dirty());
    folder.write("sub/monoglot.toml", "root = true\n");
    assert_eq!(folder.run_in("sub", &["check", "a.txt"]).code, 1, "nothing above a root counts");
    assert_eq!(folder.run(&["check", "sub/a.txt"]).code, 1, "wherever it is run");
}

#[test]
fn folders_have_a_configuration_of_their_own_and_the_nearest_wins() {
    let folder = Folder::new();
    folder.write(FILE, "also = \"uk\"\nfail-on = \"remove\"\n[rules]\nmojibake = \"off\"\n");
    folder.write("far/monoglot.toml", "also = []\n");
    folder.write("far/deep/monoglot.toml", "[[overrides]]\npaths = [\"b.txt\"]\nalso = \"ukr\"\n");
    for name in ["a.txt", "far/a.txt", "far/deep/a.txt", "far/deep/b.txt"] {
        folder.write(name, dirty());
    }
    let found = |below: &str, args: &[&str]| {
        let ran = folder.run_in(below, &[&["check", "--format", "concise"], args].concat());
        ran.text()
            .lines()
            .filter_map(|line| Some(line.split(':').next()?.to_owned()))
            .collect::<Vec<_>>()
    };
    let all = found("", &["a.txt", "far"]);
    let place = |name: &str| name.replace('/', std::path::MAIN_SEPARATOR_STR);
    assert_eq!(all, ["far/a.txt", "far/deep/a.txt"].map(place));
    assert_eq!(found("far/deep", &["a.txt", "b.txt", "../../a.txt"]), ["a.txt"]);
    assert_eq!(found("", &["--config", FILE, "a.txt", "far"]), [""; 0], "a named one is alone");
    assert_eq!(folder.run(&["check", "--also", "uk", "far"]).code, 0, "flags win");
    // What the run does is said above the working directory.
    folder.write("far/monoglot.toml", "also = []\nremove = \"none\"\nfail-on = \"flag\"\n");
    assert_eq!(folder.run(&["check", "far/a.txt"]).code, 0);
    assert_eq!(folder.run_in("far", &["check", "a.txt"]).code, 1);
    folder.write("far/monoglot.toml", "langauge = \"en\"\n");
    let broken = folder.run(&["check", "a.txt", "far/a.txt"]);
    assert_eq!(broken.code, 2);
    assert!(broken.stderr.contains("did you mean 'lang'?"), "{}", broken.stderr);
    let elsewhere = Folder::new();
    elsewhere.write("a.txt", dirty());
    let path = elsewhere.path("a.txt").display().to_string();
    assert_eq!(folder.run(&["check", &path]).code, 0, "who has none is judged by that of the run");
}

#[test]
fn walks_leave_out_what_the_folders_exclude() {
    let folder = Folder::new();
    folder
        .write(FILE, "exclude = [\"drafts/\"]\n")
        .write("sub/monoglot.toml", "exclude = [\"b.txt\"]\n");
    for name in ["a.txt", "drafts/a.txt", "sub/drafts/a.txt", "sub/b.txt", "sub/c.txt", "sub/d.log"]
    {
        folder.write(name, dirty());
    }
    let names = |args: &[&str]| {
        let ran = folder.run(&[&["check", "--format", "concise", "."], args].concat());
        let name = |line: &str| line.split(':').next().unwrap_or_default().replace('\\', "/");
        ran.text().lines().map(name).collect::<Vec<_>>()
    };
    assert_eq!(names(&[]), ["./a.txt", "./sub/c.txt"]);
    assert_eq!(names(&["--exclude", "a.txt"]), ["./sub/c.txt"], "flags add to it");
    assert_eq!(names(&["--isolated"]).len(), 5);
    folder.write("sub/monoglot.toml", "include = [\"*.log\"]\n");
    assert_eq!(names(&[]), ["./a.txt", "./sub/d.log"]);
    assert_eq!(names(&["--include", "c.txt"]), ["./sub/c.txt"], "flags win");
    folder.write(FILE, "hidden = true\nno-ignore = true\n").write("sub/.ignore", "*");
    folder.write(".h/a.txt", dirty());
    assert_eq!(names(&["--exclude", "drafts"]), ["./.h/a.txt", "./a.txt", "./sub/d.log"]);
}

#[test]
fn an_invalid_configuration_says_where_why_and_what_was_meant() {
    let folder = Folder::new();
    folder.write("a.txt", ENGLISH);
    for (config, parts) in [
        ("lang = 7", [":1: lang: ", "or a list of them"]),
        ("\nlangauge = \"eng\"", [":2: unknown key 'langauge'", "did you mean 'lang'?"]),
        ("also-remove = 1", [":1: unknown key 'also-remove'", "'"]),
        ("xyzzy = 1", [":1: unknown key 'xyzzy'", "there are lang, also, remove"]),
        ("lang = \"klingon\"", [":1: lang: unknown language 'klingon'", "monoglot languages"]),
        ("also = [\"de\", \"xx\"]", [":1: also: ", "unknown language 'xx'"]),
        ("max-removed = 3", [":1: max-removed: ", "from 0 to 1"]),
        ("remove = \"all\"", [":1: remove: ", "`certain`, `likely`, `foreign`, `none`"]),
        ("encoding = \"latin-17\"", [":1: encoding: ", "windows-1251"]),
        ("width = \"yes\"", [":1: width: ", "expected a boolean"]),
        ("fail-on = \"warning\"", [":1: fail-on: ", "`note`, `flag`"]),
        ("[rules]\nmojibak = \"off\"", [":2: unknown rule 'mojibak'", "did you mean 'mojibake'?"]),
        ("[rules]\nmojibake = \"of\"", [":2: mojibake: ", "\"on\", \"off\", \"note\", \"flag\""]),
        ("[rules]\nmojibake = true", [":2: mojibake: ", "\"off\""]),
        ("rules = \"off\"", [":1: ", "[rules]"]),
        ("overrides = \"fr\"", [":1: ", "[[overrides]]"]),
        ("[[overrides]]\nlang = \"fra\"", [":1: ", "needs 'paths'"]),
        ("[[overrides]]\npaths = 3", [":2: 'paths' is a list", "fr/**"]),
        ("[[overrides]]\npaths = [\"a\"]\nremov = \"none\"", [":3: ", "did you mean 'remove'?"]),
        ("[[overrides]]\npath = [\"a\"]", [":2: unknown key 'path'", "did you mean 'paths'?"]),
        ("[[overrides]]\npaths = [\"a\"]\nalsso = 1", [":3: ", "did you mean 'also'?"]),
        ("[[overrides]]\npaths = [\"a\"]\nxyzzy = 1", [":3: ", "there are paths, lang, also"]),
        ("root = 1", [":1: root: ", "true or false"]),
        ("exclude = [\"{a\"]", [":1: exclude: ", "{a"]),
        ("exclude = \"a\"", [":1: exclude: ", "sequence"]),
        ("[[overrides]]\npaths = [\"a\"]\nfail-on = \"note\"", [":3: 'fail-on'", "move it above"]),
        ("[[overrides]]\npaths = [\"a\"]\nrules.mojibake = \"x\"", [":3: mojibake", "\"off\""]),
        ("= broken", [":1: invalid configuration: ", "unquoted keys cannot be empty"]),
        ("lang = \"en\"\nlang = \"de\"", [":2: invalid configuration: ", "duplicate key"]),
    ] {
        folder.write(FILE, config);
        let ran = folder.run(&["check", "a.txt"]);
        assert_eq!((ran.code, ran.text()), (2, ""), "{config}");
        for part in [&format!("{FILE}{}", parts[0]), parts[1]] {
            assert!(ran.stderr.contains(part), "{config}: no '{part}' in: {}", ran.stderr);
        }
    }
    let missing = folder.run(&["check", "--config", "none.toml", "a.txt"]);
    assert!(missing.code == 2 && missing.stderr.contains("none.toml: no such file"));
}

#[test]
fn overrides_hold_for_their_paths_and_the_last_wins() {
    let folder = Folder::new();
    let config = "remove = \"none\"\n\
        [[overrides]]\npaths = [\"far/\", \"*.md\"]\nalso = \"ukr\"\n\
        [[overrides]]\npaths = [\"far/deep/**\"]\nalso = []\nremove = \"certain\"\n";
    folder.write(FILE, config);
    for name in ["a.txt", "far/a.txt", "far/deep/a.txt", "b/a.md"] {
        folder.write(name, dirty());
    }
    let clean = |below: &str, path: &str| {
        let ran = folder.run_in(below, &["clean", "--fail-on", "flag", path]);
        (ran.code, ran.text().to_owned())
    };
    assert_eq!(clean("", "a.txt"), (1, dirty()), "flagged");
    assert_eq!(clean("", "far/a.txt"), (0, dirty()), "may stay");
    assert_eq!(clean("", "b/a.md"), (0, dirty()));
    assert_eq!(clean("", "far/deep/a.txt"), (1, ENGLISH.to_owned()), "the later one takes it back");
    assert_eq!(clean("far", "../far/deep/a.txt"), (1, ENGLISH.to_owned()), "however it is written");
    let absolute = folder.path("far/a.txt").display().to_string();
    assert_eq!(clean("b", &absolute), (0, dirty()));
    assert_eq!(
        folder.run(&["clean", "--also", "de", "far/a.txt"]).text(),
        dirty(),
        "none is removed"
    );
    assert_eq!(folder.run(&["check", "--also", "de", "far/a.txt"]).code, 1, "flags win");
}

#[test]
fn overrides_reach_the_engine_and_the_decoder() {
    let folder = Folder::new();
    let config = "[[overrides]]\npaths = [\"w.txt\"]\nengine = \"whatlang\"\nentities = \"auto\"\n";
    folder.write(FILE, config);
    let text = "Q&amp;A of the two presidents about the summit and the joint statement.\n";
    folder.write("w.txt", text).write("n.txt", text);
    assert!(folder.run(&["clean", "w.txt"]).text().starts_with("Q&A"));
    assert!(folder.run(&["clean", "n.txt"]).text().starts_with("Q&amp;A"));
}

#[test]
fn the_gate_can_stand_in_the_configuration() {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write(FILE, "remove = \"none\"\nfail-on = \"remove\"\n");
    assert_eq!(folder.run(&["check", "a.txt"]).code, 0);
    assert_eq!(folder.run(&["check", "--fail-on", "flag", "a.txt"]).code, 1);
    folder.write(FILE, "fail-on = \"note\"\n");
    assert_eq!(folder.run(&["clean", "a.txt"]).code, 0, "clean fails on demand alone");
}

#[test]
fn decisions_can_be_named_in_the_configuration() {
    let folder = Folder::new();
    folder.write("sub/a.txt", dirty()).write(FILE, "decisions = \"answers.jsonl\"\n");
    let missing = folder.run(&["check", "sub"]);
    assert!(missing.code == 2 && missing.stderr.contains("answers.jsonl: no such file"));
    assert_eq!(folder.run_in("sub", &["check", "--write-baseline", "a.txt"]).code, 0);
    assert!(folder.path("answers.jsonl").exists(), "beside the configuration");
    assert_eq!(folder.run(&["check", "sub"]).code, 0);
}

/// What each setting of a rule does to a line that would be removed: to the text, the verdict, the
/// finding.
#[test]
fn rules_of_judging_can_be_switched() {
    let line = dirty();
    let passage = ENGLISH.repeat(30)
        + "Los presidentes de ambos países aprobaron una declaración conjunta sobre la situación en \
           la región, y anunciaron que volverán a reunirse antes del verano.\n\
           Se reunieron al margen de la cumbre y hablaron durante una hora de los problemas que sus \
           gobiernos no habían resuelto en los últimos años.\n";
    let span = ENGLISH.repeat(2) + "They spoke for about an hour. коментуйте повідомлення тут\n";
    for (rule, text, remove) in [
        ("off-language-line", &line, "certain"),
        ("off-language-passage", &passage, "foreign"),
        ("off-language-span", &span, "certain"),
    ] {
        let folder = Folder::new();
        folder.write("a.txt", text);
        let seen = |switch: &str| {
            folder.write(FILE, format!("remove = \"{remove}\"\n[rules]\n{rule} = \"{switch}\"\n"));
            let is_clean = folder.run(&["clean", "a.txt"]).text() == *text;
            let tagged = folder.run(&["tag", "a.txt"]);
            let last: serde_json::Value =
                serde_json::from_str(tagged.text().lines().last().unwrap()).unwrap();
            let mut found = found(&folder, &["a.txt"]);
            found.dedup();
            (is_clean, last["verdict"].as_str().unwrap().to_owned(), found)
        };
        let finding = |severity: &str| vec![format!("{rule} {severity}")];
        assert_eq!(seen("on"), (false, "remove".to_owned(), finding("remove")), "{rule}");
        assert_eq!(seen("flag"), (true, "flag".to_owned(), finding("flag")), "{rule}");
        assert_eq!(seen("note"), (true, "keep".to_owned(), finding("note")), "{rule}");
        assert_eq!(seen("off"), (true, "keep".to_owned(), vec![]), "{rule}");
    }
}

#[test]
fn rules_of_decoding_can_be_switched() {
    let folder = Folder::new();
    let (legacy, _, _) = encoding_rs::WINDOWS_1251.encode("Це український текст про новини.\n");
    folder.write("legacy.txt", &legacy);
    folder.write("damaged.txt", "Die Gemeinde berÃ¤t Ã¼ber die lÃ¤ngst fÃ¤llige BrÃ¼cke.\n");
    folder.write("hidden.txt", "Die Gemein\u{200B}de berät.\n");
    for (name, rule, default) in [
        ("legacy.txt", "legacy-encoding", "note"),
        ("damaged.txt", "mojibake", "repair"),
        ("hidden.txt", "invisible-character", "repair"),
    ] {
        for (switch, expected) in
            [("on", Some(default)), ("off", None), ("note", Some("note")), ("flag", Some("flag"))]
        {
            folder.write(FILE, format!("[rules]\n{rule} = \"{switch}\"\n"));
            let expected: Vec<_> = expected.iter().map(|word| format!("{rule} {word}")).collect();
            assert_eq!(found(&folder, &[name]), expected, "{rule} {switch}");
            let decoded = folder.run(&["decode", name]).stdout;
            let is_mended = decoded != folder.read(name);
            assert_eq!(is_mended, switch != "off" || default == "note", "{rule} {switch}");
        }
    }
    folder.write(FILE, "[rules]\nlegacy-encoding = \"flag\"\n");
    assert_eq!(folder.run(&["check", "legacy.txt"]).code, 1, "a note can be made to fail a check");
}

#[test]
fn a_rule_that_is_switched_off_for_a_cleaned_text_changes_nothing_more() {
    let folder = Folder::new();
    folder.write(FILE, "remove = \"likely\"\n[rules]\noff-language-line = \"flag\"\n");
    let span = "They spoke for about an hour. Залишити коментар\n";
    let text = format!("{span}{}{PROMPT}", ENGLISH.repeat(4));
    folder.write("a.txt", &text);
    let once = folder.run(&["clean", "a.txt"]).text().to_owned();
    folder.write("a.txt", &once);
    assert!(once != text && once.ends_with(PROMPT), "{once}");
    assert_eq!(folder.run(&["clean", "a.txt"]).text(), once);
}

#[test]
fn show_config_prints_every_value_and_where_it_comes_from() {
    let folder = Folder::new();
    let config = "also = [\"fr\"]\n\n[rules]\nmojibake = \"note\"\n\n\
        [[overrides]]\npaths = [\"uk/**\"]\nlang = \"uk\"\nrules.mojibake = \"off\"\n";
    folder.write(FILE, config);
    let show = |args: &[&str]| {
        let ran = folder.run(&[&["check", "--show-config"], args].concat());
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        ran.text().to_owned()
    };
    let value = |shown: &str, key: &str| {
        let line = shown.lines().find(|line| line.starts_with(&format!("{key} ")));
        let (value, origin) = line.unwrap().split_once(" # ").unwrap();
        (value.trim_end().to_owned(), origin.to_owned())
    };
    let is = |value: &str, origin: &str| (value.to_owned(), origin.to_owned());
    let all = show(&["--remove", "likely", "--fail-on", "repair"]);
    assert!(all.starts_with("# configuration: monoglot.toml\n"), "{all}");
    assert_eq!(value(&all, "also"), is("also = [\"fra\"]", "monoglot.toml:1"));
    assert_eq!(value(&all, "remove"), is("remove = \"likely\"", "flag --remove"));
    assert_eq!(value(&all, "fail-on"), is("fail-on = \"repair\"", "flag --fail-on"));
    assert_eq!(value(&all, "max-removed"), is("max-removed = 0.4", "default"));
    assert_eq!(value(&all, "mojibake"), is("mojibake = \"note\"", "monoglot.toml:4"));
    assert_eq!(value(&all, "stale-decision"), is("stale-decision = \"on\"", "default"));
    assert!(all.contains("# encoding is not set"), "{all}");
    let table: toml::Table = toml::from_str(&all).expect("TOML that could be a configuration");
    folder.write("again.toml", toml::to_string(&table).unwrap());
    assert_eq!(folder.run(&["check", "--config", "again.toml", "--show-config"]).code, 0);

    let one = show(&["uk/a.txt"]);
    assert_eq!(value(&one, "lang"), is("lang = [\"ukr\"]", "monoglot.toml:8"));
    assert_eq!(value(&one, "mojibake"), is("mojibake = \"off\"", "monoglot.toml:9"));
    assert_eq!(value(&show(&["a.txt"]), "lang"), is("lang = []", "default"));
    folder.write("sub/monoglot.toml", "also = []\nexclude = [\"b\"]\n");
    let nested = show(&["sub"]);
    assert!(nested.contains("# configuration: sub"), "{nested}");
    let place = std::path::Path::new("sub").join("monoglot.toml").display().to_string();
    assert_eq!(value(&nested, "also"), is("also = []", &format!("{place}:1")));
    assert_eq!(value(&nested, "mojibake"), is("mojibake = \"note\"", "monoglot.toml:4"));
    assert!(show(&["--isolated"]).starts_with("# no configuration\n"));
}
