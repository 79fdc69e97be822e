//! What people answer about lines: allow-list, deny-list and baseline in one file.

use std::collections::BTreeMap;

use monoglot::classify::Ngram;
use monoglot::decision::{Answer, Decision, Decisions, LineHash, Scope, Subject, fingerprints};
use monoglot::{Hint, Policy, Text, review_answered};
use proptest::prelude::*;

use crate::cli::{ENGLISH, PROMPT, dirty};
use crate::run::{Folder, Ran};

const FILE: &str = "monoglot.decisions.jsonl";

/// A decision about a line, in everything but its scope as short as it can be.
fn about(line: &str, scope: Scope, answer: Answer) -> String {
    let subject = Subject::Line(LineHash::of(line));
    Decision { subject, scope, answer, text: String::new() }.to_string() + "\n"
}

fn here(path: &str, occurrence: usize) -> Scope {
    Scope::Here { path: path.to_owned(), occurrence }
}

fn file(path: &str) -> Scope {
    Scope::File { path: path.to_owned() }
}

/// The lines that a check finds something on, as `path:line: rule`.
fn found(ran: &Ran) -> Vec<String> {
    let short = |line: &str| {
        let mut parts = line.splitn(5, ':');
        let mut part = || parts.next().unwrap_or_default().trim();
        let (path, number, _, rule) = (part(), part(), part(), part());
        format!("{path}:{number}: {rule}")
    };
    ran.text().lines().map(short).collect()
}

fn check(folder: &Folder, args: &[&str]) -> Ran {
    folder.run(&[&["check", "--format", "concise"], args].concat())
}

#[test]
fn a_baseline_accepts_what_is_there_and_nothing_new() {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("b.txt", ENGLISH);
    let written = folder.run(&["check", "--write-baseline", "."]);
    assert_eq!((written.code, written.text()), (0, ""), "{}", written.stderr);
    assert!(written.stderr.contains(&format!("{FILE}: 1 decision added, 0 dropped")));
    let lines = String::from_utf8(folder.read(FILE)).unwrap();
    let expected = Decision {
        subject: Subject::Line(LineHash::of(PROMPT)),
        scope: here("a.txt", 1),
        answer: Answer::Keep,
        text: PROMPT.trim().to_owned(),
    };
    assert_eq!(lines, expected.to_string() + "\n");

    assert_eq!(check(&folder, &["."]).code, 0);
    let summary = folder.run(&["check", "."]);
    assert!(summary.text().contains("1 finding accepted by decisions"), "{}", summary.text());
    assert_eq!(folder.run(&["clean", "a.txt"]).text(), dirty(), "what is accepted stays");

    folder.write("b.txt", dirty());
    assert_eq!(found(&check(&folder, &["."])), ["./b.txt:3: off-language-line"]);
    assert_eq!(check(&folder, &["--isolated", "."]).text().lines().count(), 2);
    folder.run(&["check", "--write-baseline", "."]);
    let both = String::from_utf8(folder.read(FILE)).unwrap();
    assert!(both.starts_with(&lines) && both.lines().count() == 2, "{both}");
    let again = folder.run(&["check", "--write-baseline", "."]);
    assert!(again.stderr.contains("0 decisions added"));
    assert_eq!(folder.read(FILE), both.as_bytes());
}

#[test]
fn a_line_that_moves_keeps_its_answer_and_an_edited_one_loses_it() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    folder.run(&["check", "--write-baseline", "a.txt"]);
    let code = |text: String| {
        folder.write("a.txt", text);
        check(&folder, &["a.txt"]).code
    };
    let lines: Vec<_> = ENGLISH.lines().collect();
    assert_eq!(code(format!("{}\n{PROMPT}{}\n", lines[0], lines[1])), 0, "moved up");
    assert_eq!(code(format!("\n\n{}\n{}\n\t {PROMPT}", lines[1], lines[0])), 0, "indented");
    assert_eq!(code(dirty().replace('\n', "\r\n")), 0, "other line endings");
    assert_eq!(code(dirty().replace("тут", "там")), 1, "a word is another");
    assert_eq!(code(dirty() + PROMPT), 1, "a second one was never accepted");
    assert_eq!(code(dirty()), 0);
    folder.write("b.txt", dirty());
    assert_eq!(check(&folder, &["b.txt"]).code, 1, "the answer is for one file");
}

#[test]
fn a_baseline_holds_what_is_said_of_whole_documents_and_of_repairs() {
    let folder = Folder::new();
    let german = "Die Gemeinde berÃ¤t Ã¼ber die lÃ¤ngst fÃ¤llige BrÃ¼cke.\n";
    let (legacy, _, _) = encoding_rs::WINDOWS_1251.encode("Це український текст про новини.\n");
    folder.write("de.txt", german).write("mixed.txt", dirty()).write("uk.txt", legacy);
    folder.write("monoglot.toml", "max-removed = 0.01\n");
    let rules: Vec<_> = found(&check(&folder, &["."]))
        .iter()
        .map(|found| found.split(": ").nth(1).unwrap().to_owned())
        .collect();
    assert_eq!(rules, ["mojibake", "mixed-document", "off-language-line", "legacy-encoding"]);
    folder.run(&["check", "--fail-on", "note", "--write-baseline", "."]);
    let ran = check(&folder, &["--fail-on", "note", "."]);
    assert_eq!((ran.code, ran.text()), (0, ""), "{}", ran.stderr);
    let lines = String::from_utf8(folder.read(FILE)).unwrap();
    let of_document = r#"{"rule":"legacy-encoding","scope":"file","path":"uk.txt""#;
    assert!(lines.lines().count() == 3 && lines.contains(of_document), "{lines}");
    assert!(folder.run(&["clean", "de.txt"]).text().contains("berät"), "repairs are still made");
}

/// A document in two languages stays in two languages when its lines are accepted, and a line that says
/// nothing has nothing to be known by.
#[test]
fn a_baseline_makes_every_check_green() {
    let folder = Folder::new();
    let ukrainian = "Президенти обох країн схвалили спільну заяву щодо Сирії та миру в регіоні.\n\
                     Вони зустрілися на полях саміту і говорили близько години про все важливе.\n";
    let german = "Die Bundesregierung hat am Freitag ein neues Gesetz auf den Weg gebracht.\n\
                  Der Minister sagte der Zeitung, dass die Verhandlungen morgen weitergehen.\n";
    folder.write("divided.txt", format!("{ENGLISH}{ukrainian}{german}"));
    folder.write("blank.txt", format!("{ENGLISH}\u{200B}\u{200B}\n{ENGLISH}"));
    folder.write("lost.txt", b"They met on the sidelines \xFF\xFE of the summit for an hour.\n");
    folder.write("monoglot.toml", "encoding = \"utf-8\"\n");
    folder.write("capped.txt", format!("{ENGLISH}{german}"));
    let before = check(&folder, &["--fail-on", "note", "."]);
    for rule in ["mixed-document", "invisible-character", "undecodable-bytes"] {
        assert!(before.text().contains(rule), "{rule}: {}", before.text());
    }
    folder.run(&["check", "--fail-on", "note", "--write-baseline", "."]);
    let ran = check(&folder, &["--fail-on", "note", "."]);
    assert_eq!((ran.code, ran.text()), (0, ""), "{}", ran.stderr);
    folder.run(&["check", "--fail-on", "note", "--write-baseline", "."]);
    assert_eq!(check(&folder, &["--prune", "."]).code, 0);
    assert_eq!(check(&folder, &["--fail-on", "note", "."]).text(), "", "nothing of it was stale");
    folder.write("divided.txt", ENGLISH);
    let stale = check(&folder, &["--fail-on", "note", "."]);
    assert!(stale.text().contains("stale-decision"), "{}", stale.text());
}

#[test]
fn a_baseline_takes_what_fails_the_check_and_no_more() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    let none = ["check", "--write-baseline", "--remove", "none", "--fail-on", "remove", "a.txt"];
    assert_eq!(folder.run(&none).code, 0);
    assert!(!folder.path(FILE).exists(), "a flag does not fail this check");
    assert_eq!(folder.run(&["check", "--write-baseline", "a.txt", "missing.txt"]).code, 2);
    assert!(folder.path(FILE).exists());
}

#[test]
fn scopes_reach_as_far_as_they_say() {
    let folder = Folder::new();
    let text = dirty() + PROMPT;
    folder.write("a.txt", &text).write("sub/b.txt", &text);
    let found_with = |decision: &str| {
        folder.write(FILE, decision);
        found(&check(&folder, &["."]))
            .iter()
            .map(|line| line.replace(": off-language-line", ""))
            .collect::<Vec<_>>()
    };
    let all = ["a.txt:3", "a.txt:4", "sub/b.txt:3", "sub/b.txt:4"].map(|line| format!("./{line}"));
    assert_eq!(found_with(""), all);
    assert_eq!(
        found_with(&about(PROMPT, here("a.txt", 2), Answer::Keep)),
        [&all[..1], &all[2..]].concat()
    );
    assert_eq!(found_with(&about(PROMPT, file("sub/b.txt"), Answer::Keep)), all[..2]);
    assert_eq!(found_with(&about(PROMPT, file("./sub/../a.txt"), Answer::Keep)), all[2..]);
    let absolute = folder.path("a.txt").display().to_string();
    assert_eq!(found_with(&about(PROMPT, file(&absolute), Answer::Keep)), all[2..]);
    assert_eq!(found_with(&about(PROMPT, Scope::Everywhere, Answer::Keep)), [""; 0]);
    assert_eq!(found_with(&about("other", Scope::Everywhere, Answer::Keep)).len(), 5, "and stale");
}

#[test]
fn the_narrowest_answer_wins_and_of_equals_the_last() {
    let folder = Folder::new();
    folder.write("a.txt", dirty() + PROMPT);
    let clean = |decisions: &[String]| {
        folder.write(FILE, decisions.concat());
        folder.run(&["clean", "a.txt"]).text().to_owned()
    };
    let keep = |scope| about(PROMPT, scope, Answer::Keep);
    let remove = |scope| about(PROMPT, scope, Answer::Remove);
    let both = dirty() + PROMPT;
    assert_eq!(clean(&[keep(Scope::Everywhere), remove(file("a.txt"))]), ENGLISH);
    assert_eq!(clean(&[keep(file("a.txt")), remove(Scope::Everywhere)]), both);
    assert_eq!(clean(&[keep(here("a.txt", 1)), remove(file("a.txt"))]), dirty());
    assert_eq!(clean(&[remove(file("a.txt")), keep(file("a.txt"))]), both);
    assert_eq!(clean(&[keep(file("a.txt")), remove(file("a.txt"))]), ENGLISH);
}

#[test]
fn a_line_that_a_person_removes_goes_whatever_its_language() {
    let folder = Folder::new();
    let text = format!("{ENGLISH}Click here to subscribe.\n");
    folder.write("a.txt", &text);
    folder.write(FILE, about("Click here to subscribe.", Scope::Everywhere, Answer::Remove));
    assert_eq!(folder.run(&["clean", "a.txt"]).text(), ENGLISH);
    assert_eq!(folder.run(&["clean", "--max-removed", "0", "a.txt"]).text(), ENGLISH);
    assert_eq!(folder.run(&["clean", "--remove", "none", "a.txt"]).text(), text);
    let ran = check(&folder, &["a.txt"]);
    assert_eq!(ran.code, 1);
    assert!(ran.text().contains("remove: a decision says to remove this line"), "{}", ran.text());
    let tagged = folder.run(&["tag", "a.txt"]);
    let last: serde_json::Value =
        serde_json::from_str(tagged.text().lines().last().unwrap()).unwrap();
    assert_eq!((&last["verdict"], &last["lang"]), (&"remove".into(), &"eng".into()));
    let explained = folder.run(&["explain", "a.txt:3"]);
    assert!(explained.text().contains("a decision says remove; the evidence alone says keep"));
    folder.run(&["check", "--write-baseline", "a.txt"]);
    assert_eq!(check(&folder, &["a.txt"]).code, 1, "a baseline does not overrule a person");
}

#[test]
fn decisions_stand_beside_the_configuration_or_where_they_are_named() {
    let folder = Folder::new();
    folder.write("monoglot.toml", "").write("docs/a.txt", dirty());
    let run = |args: &[&str]| folder.run_in("docs", args);
    assert_eq!(run(&["check", "--write-baseline", "a.txt"]).code, 0);
    assert!(String::from_utf8(folder.read(FILE)).unwrap().contains(r#""path":"docs/a.txt""#));
    assert_eq!(run(&["check", "a.txt"]).code, 0, "found upward");
    assert_eq!(folder.run(&["check", "docs"]).code, 0, "the same from above");
    assert_eq!(run(&["check", "--isolated", "a.txt"]).code, 1);
    let named = ["check", "--isolated", "--decisions", "../monoglot.decisions.jsonl", "a.txt"];
    assert_eq!(run(&named).code, 0, "what is named is read");
    let missing = run(&["check", "--decisions", "none.jsonl", "a.txt"]);
    assert!(missing.code == 2 && missing.stderr.contains("none.jsonl: no such file"));
    let lost = run(&["check", "--isolated", "--write-baseline", "a.txt"]);
    assert!(lost.code == 2 && lost.stderr.contains("needs --decisions FILE"), "{}", lost.stderr);
    assert_eq!(run(&["check", "--write-baseline", "--decisions", "new.jsonl", "a.txt"]).code, 0);
    assert!(folder.path("docs/new.jsonl").exists());
}

#[test]
fn what_matches_nothing_is_stale_as_far_as_the_run_can_tell() {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("b.txt", ENGLISH);
    let decisions = [
        about(PROMPT, here("a.txt", 1), Answer::Keep),
        about(PROMPT, here("a.txt", 2), Answer::Keep),
        about(PROMPT, file("b.txt"), Answer::Keep),
        about(PROMPT, file("gone.txt"), Answer::Keep),
        about("nobody says this", Scope::Everywhere, Answer::Remove),
        r#"{"rule":"mixed-document","scope":"file","path":"a.txt","answer":"keep"}"#.to_owned(),
    ];
    folder.write(FILE, decisions.concat());
    let stale = |args: &[&str]| {
        let ran = check(&folder, args);
        assert_eq!(ran.code, 0, "a note fails nothing: {}", ran.text());
        let line = |found: String| found.split(':').nth(1).unwrap().parse::<usize>().unwrap();
        assert!(ran.text().lines().all(|line| line.starts_with(FILE)), "{}", ran.text());
        found(&ran).into_iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(stale(&["a.txt"]), [2, 4, 6], "nothing is known of b.txt");
    assert_eq!(stale(&["."]), [2, 3, 4, 5, 6]);
    assert_eq!(check(&folder, &["--fail-on", "note", "."]).code, 1);
    let failed = check(&folder, &[".", "missing.txt"]);
    assert_eq!(failed.text().lines().count(), 4, "what was not read may hold the line");

    let pruned = folder.run(&["check", "--prune", "."]);
    assert_eq!(pruned.code, 0);
    assert!(pruned.stderr.contains("0 decisions added, 5 dropped"), "{}", pruned.stderr);
    assert_eq!(folder.read(FILE), decisions[0].as_bytes());
    assert_eq!(stale(&["."]), [0; 0]);
}

#[test]
fn what_is_pruned_can_be_put_back() {
    let folder = Folder::new();
    let gone = about("a line that is gone", file("a.txt"), Answer::Keep);
    folder.write("a.txt", dirty()).write(FILE, &gone);
    let ran = folder.run(&["check", "--prune", "--write-baseline", "a.txt"]);
    let told = "to undo: monoglot undo monoglot.journal.jsonl\n";
    assert!(ran.code == 0 && ran.stderr.ends_with(told), "{}", ran.stderr);
    assert!(!String::from_utf8(folder.read(FILE)).unwrap().contains(&gone));
    assert_eq!(folder.run(&["undo", "monoglot.journal.jsonl"]).code, 0);
    assert_eq!(folder.read(FILE), gone.as_bytes());
}

/// Two languages share the document: alone, nobody could say which of them is at home.
const SHARED: &str = "Das Schwimmbad der Gemeinde bleibt bis Ende Juni geschlossen, sagte der Rat.\n\
                      Bitte benutzen Sie das Bad in der nächsten Stadt, auch am späten Abend.\n";

#[test]
fn the_language_that_a_person_tells_is_that_of_the_document() {
    let folder = Folder::new();
    let text = format!("{ENGLISH}{SHARED}");
    folder.write("a.txt", &text).write("b.txt", &text).write("c.txt", SHARED);
    let told = |lang: &str, path: &str| {
        let subject = Subject::Language(lang.parse().unwrap());
        let text = String::new();
        Decision { subject, scope: file(path), answer: Answer::Keep, text }.to_string() + "\n"
    };
    folder.write(FILE, told("deu", "a.txt") + &told("en", "a.txt") + &told("spa", "gone.txt"));
    let ran = folder.run(&["check", "--format", "json", "--exit-zero", "."]);
    let json: serde_json::Value = serde_json::from_str(ran.text()).expect("JSON");
    let documents = json["documents"].as_array().unwrap();
    let lang_of = |name: &str| {
        let is_it =
            |document: &&serde_json::Value| document["path"].as_str().unwrap().ends_with(name);
        documents.iter().find(is_it).unwrap()["lang"].clone()
    };
    assert_eq!(lang_of("a.txt"), "eng", "the last answer holds");
    assert_eq!(lang_of("b.txt"), "deu", "and of this document alone");
    let stale = found(&check(&folder, &["."]));
    let stale: Vec<_> = stale.iter().filter(|line| line.contains("stale")).collect();
    assert_eq!(stale, ["monoglot.decisions.jsonl:3: stale-decision"], "of what is not there");
    assert!(found(&check(&folder, &["b.txt"])).iter().any(|line| line.contains("off-language")));
}

#[test]
fn a_broken_decisions_file_says_where_and_why() {
    let folder = Folder::new();
    folder.write("a.txt", ENGLISH);
    let hash = "0123456789abcdef0123456789abcdef";
    for (line, part) in [
        ("keep", "not a JSON object"),
        ("[]", "not a JSON object"),
        ("{}", "one of 'hash'"),
        (r#"{"hash":"H","lang":"deu","scope":"file","path":"a"}"#, "one of 'hash'"),
        (r#"{"lang":"klingon","scope":"file","path":"a"}"#, "unknown language"),
        (r#"{"lang":"deu","scope":"everywhere"}"#, "has the scope file"),
        (r#"{"lang":"deu","scope":"file","path":"a","answer":"keep"}"#, "has no 'answer'"),
        (r#"{"hash":"xyz","scope":"everywhere","answer":"keep"}"#, "32 hexadecimal digits"),
        (
            r#"{"hash":"+123456789abcdef0123456789abcdef","scope":"everywhere","answer":"keep"}"#,
            "32",
        ),
        (r#"{"hash":"H","scope":"everywhere","answer":"maybe"}"#, "give keep or remove"),
        (r#"{"hash":"H","scope":"galaxy","answer":"keep"}"#, "give here, file, site or everywhere"),
        (r#"{"hash":"H","scope":"file","answer":"keep"}"#, "'path' is missing"),
        (r#"{"hash":"H","scope":"here","path":"a","occurrence":0,"answer":"keep"}"#, "from 1"),
        (r#"{"hash":"H","scope":"everywhere"}"#, "'answer' is missing"),
        (r#"{"hash":"H","scope":"everywhere","answer":7}"#, "'answer' must be a string"),
        (r#"{"hash":"H","scope":"everywhere","answer":"keep","when":"now"}"#, "unknown key 'when'"),
        (r#"{"rule":"spelling","scope":"everywhere","answer":"keep"}"#, "unknown rule 'spelling'"),
        (r#"{"rule":"mixed-document","scope":"everywhere","answer":"remove"}"#, "only be kept"),
        (
            r#"{"rule":"mixed-document","scope":"here","path":"a","answer":"keep"}"#,
            "file or everywhere",
        ),
    ] {
        let line = line.replace('H', hash);
        folder.write(FILE, format!("\n{}{line}\n", about("x", Scope::Everywhere, Answer::Keep)));
        for command in ["check", "clean", "tag"] {
            let ran = folder.run(&[command, "a.txt"]);
            assert_eq!((ran.code, ran.text()), (2, ""), "{line}");
            for part in [&format!("{FILE}:3: not a decision: "), part, "mend the line or delete it"]
            {
                assert!(ran.stderr.contains(part), "no '{part}' in {}", ran.stderr);
            }
        }
    }
}

#[test]
fn a_decisions_file_is_no_document_and_hostile_text_in_it_stays_text() {
    let folder = Folder::new();
    folder.write("a.txt", ENGLISH.to_owned() + "коментуйте \x1b[2Jповідомлення\u{202e} тут:\n");
    folder.write("monoglot.toml", "[rules]\ninvisible-character = \"off\"\n");
    folder.run(&["check", "--write-baseline", "."]);
    let written = folder.read(FILE);
    assert!(!written.is_empty() && !written.contains(&0x1b));
    let ran = folder.run(&["check", "."]);
    assert_eq!(ran.code, 0, "{}", ran.text());
    assert!(ran.text().contains("1 document: "), "{}", ran.text());
    folder.write("a.txt", ENGLISH);
    for format in ["full", "concise"] {
        let ran = folder.run(&["check", "--format", format, "."]);
        assert!(ran.text().contains("stale-decision"), "{}", ran.text());
        assert!(!ran.text().contains(['\x1b', '\u{202e}']), "{}", ran.text());
    }
}

/// Lines for documents: what a person would answer about, and what not.
const LINES: &[&str] = &[
    "The presidents of both countries have approved a joint statement.",
    "They met on the sidelines of the summit and spoke for about an hour.",
    "коментуйте повідомлення:",
    "Kommentar schreiben",
    "Partager sur Facebook",
    "Reuters",
    "12:30",
    "",
];

fn any_lines() -> impl Strategy<Value = Vec<&'static str>> {
    proptest::collection::vec(proptest::sample::select(LINES), 1..12)
}

fn text(lines: &[&str]) -> String {
    lines.iter().flat_map(|&line| [line, "\n"]).collect()
}

/// The fingerprints of a document, without those of blank lines.
fn known(document: &str) -> Vec<(LineHash, usize)> {
    let text = Text::decode(document.as_bytes(), &Hint::default()).expect("text");
    let lines: Vec<_> = text.lines().collect();
    let prints = fingerprints(lines.iter().copied());
    let inked = lines.iter().zip(prints).filter(|(line, _)| !line.is_blank());
    inked.map(|(_, print)| (print.hash, print.occurrence)).collect()
}

/// A decision for every line of a document, by turns to keep and to remove.
fn decide(document: &str) -> Decisions {
    let lines = known(document).into_iter().enumerate().map(|(index, (hash, occurrence))| {
        let answer = if index % 2 == 0 { Answer::Keep } else { Answer::Remove };
        let subject = Subject::Line(hash);
        Decision { subject, scope: here("a", occurrence), answer, text: String::new() }
    });
    let file: String = lines.map(|decision| decision.to_string() + "\n").collect();
    Decisions::parse(&file, str::to_owned).expect("decisions")
}

/// How often each line of a document got which answer.
fn answered(
    decisions: &Decisions,
    document: &str,
) -> BTreeMap<(String, Option<&'static str>), usize> {
    let text = Text::decode(document.as_bytes(), &Hint::default()).expect("text");
    let answers = decisions.answers("a", None, text.lines());
    let mut count = BTreeMap::new();
    for line in text.lines().filter(|line| !line.is_blank()) {
        let answer = answers.line(line.number().get()).map(Answer::name);
        *count.entry((line.content.to_owned(), answer)).or_default() += 1;
    }
    count
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_order_of_lines_has_the_same_answers(lines in any_lines().prop_shuffle(), seed in any::<u64>()) {
        let before = text(&lines);
        let decisions = decide(&before);
        let mut shuffled = lines;
        let count = shuffled.len();
        shuffled.rotate_left(usize::try_from(seed % count as u64).unwrap_or(0));
        shuffled.reverse();
        prop_assert_eq!(answered(&decisions, &before), answered(&decisions, &text(&shuffled)));
    }

    #[test]
    fn equal_lines_are_told_apart(lines in any_lines()) {
        let mut prints = known(&text(&lines));
        let count = prints.len();
        prints.sort_unstable();
        prints.dedup();
        prop_assert_eq!(prints.len(), count);
    }

    #[test]
    fn an_edit_loses_the_answer_of_its_line_and_of_no_other(
        lines in any_lines(), at in any::<prop::sample::Index>(), extra in "[a-z0-9]{1,5}",
    ) {
        let before = text(&lines);
        let decisions = decide(&before);
        let at = at.index(lines.len());
        let edited = format!("{} {extra}!", lines[at]);
        let mut after = lines.clone();
        after[at] = &edited;
        let old = answered(&decisions, &before);
        let new = answered(&decisions, &text(&after));
        prop_assert_eq!(new.get(&(edited.clone(), None)), Some(&1));
        let answers = |count: &BTreeMap<(String, Option<&str>), usize>| -> usize {
            count.iter().filter(|((_, answer), _)| answer.is_some()).map(|(_, n)| n).sum()
        };
        let lost = usize::from(!lines[at].is_empty());
        prop_assert_eq!(answers(&new), answers(&old) - lost);
    }

    #[test]
    fn answers_are_obeyed_and_a_second_clean_changes_nothing(lines in any_lines()) {
        // Each line once: of equal lines with different answers, the first becomes another when one
        // of them goes.
        let mut lines = lines;
        lines.sort_unstable();
        lines.dedup();
        let document = text(&lines);
        let decisions = decide(&document);
        let clean = |document: &str| {
            let text = Text::decode(document.as_bytes(), &Hint::default()).expect("text");
            let answers = decisions.answers("a", None, text.lines());
            review_answered(&text, &Policy::default(), answers, &mut Ngram::new()).clean()
        };
        let once = clean(&document);
        for (index, line) in lines.iter().filter(|line| !line.is_empty()).enumerate() {
            prop_assert_eq!(once.lines().any(|kept| kept == *line), index % 2 == 0, "{}", line);
        }
        prop_assert_eq!(clean(&once), once);
    }

    #[test]
    fn any_line_of_a_decisions_file_is_read_or_refused(line in "\\PC{0,60}") {
        if let Ok(decision) = line.parse::<Decision>() {
            prop_assert_eq!(decision.to_string().parse(), Ok(decision));
        }
    }
}
