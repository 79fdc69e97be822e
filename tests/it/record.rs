//! What is added to a record: the same verdicts as a file gets, and nothing lost.

use monoglot::report::record_field;
use monoglot::{Cleaned, Cleaner, Encoding, Hint, Policy, Rule, Text, Verdict};
use serde_json::{Value, json};

const ARTICLE: &str = "The presidents of both countries have approved a joint statement on Syria.\r\n\
    They met on the sidelines of the summit and spoke for about an hour, their spokesmen said.\r\n";

fn annotated(text: &str) -> Cleaned {
    Cleaner::default().review_str(text)
}

fn field(record: &Cleaned) -> Value {
    serde_json::from_str(&record_field(record)).expect("JSON")
}

#[test]
fn a_removed_line_is_told_with_its_place_and_its_ending() {
    let record = annotated(&format!("🎉\r\nкоментуйте повідомлення:\r\n{ARTICLE}"));
    assert_eq!(record.text, format!("🎉\r\n{ARTICLE}"));
    let piece = &field(&record)["removed"][0];
    assert_eq!(
        (&piece["line"], &piece["start"], &piece["end"]),
        (&json!(2), &json!(3), &json!(29))
    );
    assert_eq!((&piece["lang"], &piece["rule"]), (&json!("ukr"), &json!("off-language-line")));
    assert_eq!(piece["text"], "коментуйте повідомлення:\r\n");
    assert!(piece["reason"].as_str().is_some_and(|reason| reason.contains("Ukrainian")));
    assert_eq!(record.original, None);
}

#[test]
fn a_cut_line_is_told_by_the_part_that_went() {
    let glued = "They met on the sidelines of the summit in the morning. Partager sur Facebook";
    let record = annotated(&format!("{ARTICLE}{glued}"));
    let [piece] = &record.removed[..] else { panic!("{record:?}") };
    assert_eq!((piece.line, piece.rule), (3, Rule::OffLanguageSpan));
    assert!(glued.ends_with(&piece.text) && piece.text.len() < glued.len(), "{piece:?}");
    assert_eq!(record.restore(), format!("{ARTICLE}{glued}"));
}

#[test]
fn every_line_has_its_language_and_its_verdict() {
    let record = annotated(&format!("{ARTICLE}\r\n12:30\r\nкоментуйте повідомлення:"));
    let verdicts: Vec<_> = record.lines.iter().map(|tag| tag.verdict.name()).collect();
    assert_eq!(verdicts, ["keep", "keep", "keep", "keep", "remove"]);
    let lines = &field(&record)["lines"];
    assert_eq!((&lines[3]["lang"], &lines[4]["lang"]), (&json!("und"), &json!("ukr")));
    // The Ukrainian line counts: the share is that of the document as it came in.
    assert_eq!((&field(&record)["lang"], &field(&record)["share"]), (&json!("eng"), &json!(0.859)));
}

#[test]
fn what_repair_changed_is_there_as_it_was_given() {
    let given = format!("\u{FEFF}He\u{200B}llo.\r\n{ARTICLE}");
    let record = annotated(&given);
    assert_eq!(record.original.as_deref(), Some(given.as_str()));
    assert_eq!(record.restore(), format!("Hello.\r\n{ARTICLE}"));
    let rules: Vec<_> = record.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, [Rule::InvisibleCharacter]);
    assert_eq!(field(&record)["findings"][0]["severity"], "repair");
}

#[test]
fn a_document_that_would_lose_too_much_says_so_and_loses_nothing() {
    let policy = Policy::default().max_removed(0.01);
    let given = format!("{ARTICLE}коментуйте повідомлення:\r\n");
    let record = Cleaner::new(policy).review_str(&given);
    assert_eq!(record.text, given);
    assert!(record.removed.is_empty());
    assert_eq!(record.lines[2].verdict, Verdict::Flag(Rule::OffLanguageLine));
    let rules: Vec<_> = record.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, [Rule::MixedDocument, Rule::OffLanguageLine]);
}

#[test]
fn bytes_of_another_encoding_are_no_original() {
    let (bytes, ..) =
        encoding_rs::WINDOWS_1251.encode("Президенти обох країн схвалили спільну заяву.");
    let record = Cleaner::default().review(&bytes).expect("text");
    assert_eq!((record.encoding.to_string().as_str(), record.original), ("windows-1251", None));
}

#[test]
fn a_string_is_refused_for_nothing_and_read_as_it_is() {
    for given in ["", "\n", "a\0b", "\u{1b}$B", "~{<:Ky2;S{#,NpJ)l6HK!#~}", "+AGE-"] {
        let as_it_is = Hint::default().repair(false);
        let text = Text::unicode(given, &as_it_is);
        assert_eq!((text.as_str(), text.encoding()), (given, Encoding::UTF_8));
        assert_eq!(annotated(given).restore(), Text::unicode(given, &Hint::default()).as_str());
    }
}

#[test]
fn a_record_says_of_a_text_what_the_command_line_says_of_a_file() {
    let folder = crate::run::Folder::new();
    folder.write("a.txt", crate::cli::dirty());
    let record = annotated(&crate::cli::dirty());
    assert_eq!(record.text, folder.run(&["clean", "a.txt"]).text());
    let tags: Vec<Value> = folder
        .run(&["tag", "a.txt"])
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let lines = field(&record)["lines"].clone();
    assert_eq!(lines.as_array().map(Vec::len), Some(tags.len()));
    for (index, tag) in tags.iter().enumerate() {
        for key in ["lang", "confidence", "foreign", "verdict"] {
            assert_eq!(lines[index][key], tag[key], "line {}", index + 1);
        }
    }
}

#[test]
fn every_key_of_a_record_is_documented() {
    let docs = include_str!("../../docs/json.md");
    let given = format!("He\u{200B}llo.\n{ARTICLE}коментуйте повідомлення:\n");
    for key in crate::generated::keys(&field(&annotated(&given))) {
        assert!(docs.contains(&format!("`{key}`")), "docs/json.md lacks `{key}`");
    }
}
