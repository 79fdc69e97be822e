//! The page to look at: what is in it. `tests/browser/run` opens it in a browser.

use base64::Engine as _;
use serde_json::Value;
use sha2::Digest as _;

use crate::cli::{ENGLISH, PROMPT, dirty};
use crate::run::Folder;

fn page(folder: &Folder, args: &[&str]) -> String {
    let ran = folder.run(&[&["check", "--format", "html"], args].concat());
    String::from_utf8(ran.stdout).expect("a page in UTF-8")
}

/// What stands between two marks, the first of its kind.
fn between<'p>(page: &'p str, start: &str, end: &str) -> &'p str {
    let (_, rest) = page.split_once(start).unwrap_or_else(|| panic!("the page lacks {start}"));
    rest.split_once(end).unwrap_or_else(|| panic!("the page lacks {end}")).0
}

fn data(page: &str) -> Value {
    let json = between(page, "<script type=\"application/json\" id=\"data\">", "</script>");
    serde_json::from_str(json).expect("JSON")
}

#[test]
fn the_policy_allows_the_pages_own_style_and_script_alone() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    let page = page(&folder, &["a.txt"]);
    let hash = |text: &str| {
        let digest = sha2::Sha256::digest(text);
        format!("'sha256-{}'", base64::prelude::BASE64_STANDARD.encode(digest))
    };
    let policy = between(&page, "Content-Security-Policy\" content=\"", "\"");
    let style = hash(between(&page, "<style>", "</style>"));
    let script = hash(between(&page, "<script>", "</script>"));
    let expected = format!(
        "default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; \
         form-action 'none'"
    );
    assert_eq!(policy, expected);
}

#[test]
fn the_page_refers_to_nothing_outside_of_it() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    let page = page(&folder, &["a.txt"]);
    for reference in ["http:", "https:", "//fonts", "src=", "url(", "@import", "<link", "onclick"] {
        let found = page.find(reference).map(|at| &page[at.saturating_sub(40)..]);
        assert!(found.is_none(), "{reference}: {:.120}", found.unwrap_or_default());
    }
    assert!(!page.contains(" style="), "the policy forbids styles in attributes");
}

#[test]
fn documents_come_worst_first_with_their_ribbons() {
    let folder = Folder::new();
    folder.write("a.txt", ENGLISH).write("b.txt", ENGLISH.repeat(4) + PROMPT);
    folder.write("c.txt", format!("{ENGLISH}\n{PROMPT}"));
    let data = data(&page(&folder, &["a.txt", "b.txt", "c.txt"]));
    let rows = data["rows"].as_array().unwrap();
    let said = |row: &Value| [row[1]["p"].clone(), row[1]["r"].clone()];
    assert_eq!(said(&rows[0]), ["c.txt", "eng2 _1 ukr1x"]);
    assert_eq!(said(&rows[1]), ["b.txt", "eng8 ukr1x"]);
    assert_eq!(said(&rows[2]), ["a.txt", "eng2"]);
    assert_eq!(data["details"].as_object().unwrap().len(), 2);
}

#[test]
fn a_finding_has_what_a_decision_needs() {
    let folder = Folder::new();
    folder.write("a.txt", format!("{ENGLISH}{ENGLISH}{PROMPT}{PROMPT}"));
    let data = data(&page(&folder, &["a.txt"]));
    let entries = data["details"]["0"]["d"].as_array().unwrap();
    let found: Vec<_> = entries.iter().filter(|entry| entry.is_object()).collect();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0]["h"], found[1]["h"]);
    assert_eq!((&found[0]["o"], &found[1]["o"]), (&1.into(), &2.into()));
    let hash = monoglot::decision::LineHash::of(PROMPT).to_string();
    assert_eq!(found[0]["h"], hash);
}

#[test]
fn what_is_written_in_a_document_is_no_markup() {
    let folder = Folder::new();
    let hostile = "</script><!--<script>коментуйте повідомлення тут, читачі";
    folder.write(
        "</title><b>.txt".replace('/', "\u{2215}").as_str(),
        format!("{ENGLISH}{hostile}\n"),
    );
    let page = page(&folder, &["--lang", "eng", "."]);
    assert_eq!(page.matches("<script").count(), 2, "the data and the script");
    assert_eq!(page.matches("</script>").count(), 2);
    assert!(!between(&page, "id=\"data\">", "</script>").contains('<'));
    assert!(data(&page)["details"].to_string().contains(hostile), "{}", data(&page)["details"]);
}

#[test]
fn a_page_of_many_findings_stays_small_and_says_what_it_left_out() {
    let folder = Folder::new();
    let prompt = PROMPT.trim().repeat(24) + "\n";
    for number in 0..160 {
        folder.write(&format!("{number:04}.txt"), ENGLISH.to_owned() + &prompt.repeat(30));
    }
    let page = page(&folder, &["--lang", "eng", "--remove", "likely", "--max-removed", "1", "."]);
    assert!(page.len() <= 5_000_000, "{} bytes", page.len());
    let data = data(&page);
    assert_eq!(data["rows"].as_array().unwrap().len(), 160);
    let shown = data["details"].as_object().unwrap().len();
    assert!(shown > 50 && shown < 160, "{shown} shown");
    let rest = format!("The lines of {} more documents with milder findings", 160 - shown);
    assert!(page.contains(&rest));
}

#[test]
fn a_page_of_nothing_is_a_page() {
    let ran = Folder::new().run(&["check", "--format", "html", "missing.txt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.text().contains(">Nothing foreign was found</h1>"), "{}", ran.text());
    assert!(ran.text().contains("<strong>1 could not be read</strong>"));
}

#[test]
fn right_to_left_languages_are_named_so() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    let languages = &data(&page(&folder, &["a.txt"]))["languages"];
    assert_eq!(languages["heb"], serde_json::json!(["he", "Hebrew", "rtl"]));
    assert_eq!(languages["fas"][2], "rtl");
    assert_eq!(languages["ukr"], serde_json::json!(["uk", "Ukrainian", "ltr"]));
}
