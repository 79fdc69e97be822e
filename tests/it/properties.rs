//! What holds for any input.

use std::fs;
use std::sync::LazyLock;

use monoglot::classify::Ngram;
use monoglot::{Cleaner, Hint, Policy, Row, Text, Verdict, review};
use proptest::prelude::*;

use crate::run::fixture;

/// Lines that documents are made of: sentences, prompts, names, numbers, dirt.
const LINES: &[&str] = &[
    "The presidents of both countries have approved a joint statement.",
    "They met on the sidelines of the summit and spoke for about an hour.",
    "Die Bundesregierung hat am Freitag ein neues Gesetz auf den Weg gebracht.",
    "Les deux présidents se sont rencontrés pendant près d'une heure à Paris.",
    "Президенти обох країн схвалили спільну заяву щодо Сирії.",
    "Президент заявил журналистам, что переговоры продолжатся завтра.",
    "両国の大統領は共同声明を承認した。",
    "ประธานาธิบดีของทั้งสองประเทศได้อนุมัติแถลงการณ์ร่วม",
    "коментуйте повідомлення:",
    "Leave a comment",
    "Kommentar schreiben",
    "Partager sur Facebook",
    "They spoke for about an hour. коментуйте повідомлення",
    "Partager sur Facebook. They met on the sidelines of the summit in the morning.",
    "Reuters",
    "John Smith, London",
    "12:30",
    "https://example.org/a?b=c",
    "",
    "   \t",
    "🎉🎉",
    "a\u{301}\u{200d}\u{202e}x",
];

pub(crate) fn any_text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        8 => proptest::sample::select(LINES).prop_map(str::to_owned),
        1 => "\\PC{0,40}",
    ];
    let ending = proptest::sample::select(&["\n", "\r\n", "\r", "\n\n"][..]);
    let lines = proptest::collection::vec((line, ending), 0..12);
    (lines, any::<bool>()).prop_map(|(lines, ends)| {
        let mut text: String = lines.iter().map(|(line, ending)| line.clone() + ending).collect();
        if !ends {
            text.truncate(text.trim_end_matches(['\r', '\n']).len());
        }
        text
    })
}

/// Documents of fixtures: the lines of each, behind their gutters.
static FIXTURES: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let folders = ["wild", "negative", "synthetic", "known-failures"];
    let mut documents: Vec<_> = folders
        .iter()
        .flat_map(|folder| fs::read_dir(fixture("cases").join(folder)).expect("cases"))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .map(|path| fs::read_to_string(path).expect("a case"))
        .map(|case| {
            let lines = case.lines().filter_map(|line| line.split_once("| "));
            lines.map(|(_, content)| content.replace(['⟦', '⟧'], "")).collect::<Vec<_>>()
        })
        .collect();
    documents.sort();
    documents
});

/// Lines of one to three documents, shuffled, some of them glued to the one before.
fn shuffled_fixtures() -> impl Strategy<Value = String> {
    proptest::collection::vec(0..FIXTURES.len(), 1..4)
        .prop_map(|picked| picked.iter().flat_map(|&at| FIXTURES[at].clone()).collect::<Vec<_>>())
        .prop_shuffle()
        .prop_flat_map(|lines| {
            let joints = proptest::collection::vec(
                prop_oneof![8 => Just("\n"), 1 => Just(" "), 1 => Just("\n\n")],
                lines.len(),
            );
            (Just(lines), joints)
        })
        .prop_map(|(lines, joints)| {
            lines.iter().zip(joints).flat_map(|(line, joint)| [line.as_str(), joint]).collect()
        })
}

fn decoded(bytes: &[u8]) -> Option<Text<'_>> {
    Text::decode(bytes, &Hint::default()).ok()
}

/// What is left of a line without its spans.
fn outside(line: &str, spans: &[monoglot::Span]) -> String {
    let is_cut = |at| spans.iter().any(|span| span.range.contains(&at));
    line.chars().enumerate().filter(|&(at, _)| !is_cut(at)).map(|(_, c)| c).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn lines_rejoin_to_the_text(text in any_text()) {
        let text = decoded(text.as_bytes()).expect("text");
        let joined: String = text.lines().flat_map(|line| [line.content, line.ending()]).collect();
        prop_assert_eq!(&joined, text.as_str());
        for (index, line) in text.lines().enumerate() {
            prop_assert_eq!(line.number().get(), index + 1);
            prop_assert_eq!(&text.as_str()[line.range()], line.content.to_owned() + line.ending());
            prop_assert!(!line.content.contains(['\n', '\r']));
        }
    }

    #[test]
    fn kept_lines_are_unchanged_and_in_order(text in any_text()) {
        let text = decoded(text.as_bytes()).expect("text");
        let review = review(&text, &Policy::default(), &mut Ngram::new());
        let clean = review.clean();
        let mut rest = clean.as_str();
        for row in &review.rows {
            if row.goes_with.is_some() {
                prop_assert!(row.line.is_blank());
                continue;
            }
            let line = match row.verdict {
                Verdict::Remove(_) if row.spans.is_empty() => continue,
                Verdict::Remove(_) => outside(row.line.content, &row.spans),
                Verdict::Keep | Verdict::Flag(_) => row.line.content.to_owned(),
            };
            rest = rest.strip_prefix(&(line + row.line.ending())).expect("the line as it was");
        }
        prop_assert_eq!(rest, "");
    }

    #[test]
    fn what_goes_leaves_no_hole_and_takes_no_gap(text in any_text()) {
        let text = decoded(text.as_bytes()).expect("text");
        let review = review(&text, &Policy::default(), &mut Ngram::new());
        let is_open = |row: &&Row<'_>| row.line.is_blank() || row.is_removed();
        let mut rest = &review.rows[..];
        while let Some(first) = rest.iter().position(|row| is_open(&row)) {
            let is_first = first == 0 && rest.len() == review.rows.len();
            rest = &rest[first..];
            let run = &rest[..rest.iter().take_while(is_open).count()];
            rest = &rest[run.len()..];
            let kept = run.iter().filter(|row| !row.is_removed()).count();
            let widest = run.split(|row| !row.line.is_blank()).map(<[_]>::len).max().unwrap_or(0);
            let before = run.iter().take_while(|row| row.line.is_blank()).count();
            let expected = match run.iter().any(|row| !row.line.is_blank()) {
                false => run.len(),
                true if rest.is_empty() => 0,
                true if is_first => before,
                true => widest,
            };
            prop_assert_eq!(kept, expected, "{:?}", run);
        }
    }

    #[test]
    fn a_second_clean_changes_nothing(text in any_text()) {
        let text = decoded(text.as_bytes()).expect("text");
        let once = review(&text, &Policy::default(), &mut Ngram::new()).clean();
        let again = decoded(once.as_bytes()).expect("text");
        prop_assert_eq!(review(&again, &Policy::default(), &mut Ngram::new()).clean(), once);
    }

    #[test]
    fn a_second_clean_of_shuffled_fixtures_changes_nothing(text in shuffled_fixtures()) {
        let text = decoded(text.as_bytes()).expect("text");
        let once = review(&text, &Policy::default(), &mut Ngram::new()).clean();
        let again = decoded(once.as_bytes()).expect("text");
        prop_assert_eq!(review(&again, &Policy::default(), &mut Ngram::new()).clean(), once);
    }

    #[test]
    fn a_record_restores_what_was_judged_and_what_was_given(text in any_text()) {
        let record = Cleaner::default().review_str(&text);
        let judged = Text::unicode(&text, &Hint::default());
        prop_assert_eq!(record.restore(), judged.as_str());
        prop_assert_eq!(record.original.as_deref().unwrap_or(judged.as_str()), &text);
        prop_assert_eq!(record.lines.len(), judged.lines().count());
        for piece in &record.removed {
            let place = judged.as_str().chars().skip(piece.start).take(piece.end - piece.start);
            prop_assert_eq!(place.collect::<String>(), piece.text.clone());
        }
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Some(text) = decoded(&bytes) {
            review(&text, &Policy::default(), &mut Ngram::new()).clean();
        }
    }

    #[test]
    fn probabilities_are_probabilities(text in any_text()) {
        let text = decoded(text.as_bytes()).expect("text");
        for row in review(&text, &Policy::default(), &mut Ngram::new()).rows {
            prop_assert!((0.0..=1.0).contains(&row.foreign()), "{:?}", row);
            prop_assert!((0.0..=1.0).contains(&row.confidence), "{:?}", row);
        }
    }
}

/// `undo` restores any bytes that were text, whatever `clean` made of them.
#[test]
fn undo_restores_any_bytes() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for _ in 0..25 {
        let text = any_text().new_tree(&mut runner).expect("a text").current();
        let folder = crate::run::Folder::new();
        folder.write("a.txt", &text);
        assert_eq!(folder.run(&["clean", "--in-place", "a.txt"]).code, 0, "{text:?}");
        let changed = folder.read("a.txt") != text.as_bytes();
        if changed {
            assert_eq!(folder.run(&["undo", "monoglot.journal.jsonl"]).code, 0);
        }
        assert_eq!(folder.read("a.txt"), text.as_bytes());
    }
}

/// One line of 100 MB goes through in time that grows with its length, not with its square.
#[test]
fn a_line_of_100_megabytes_is_one_line() {
    let text = "word ".repeat(20_000_000);
    let text = decoded(text.as_bytes()).expect("text");
    assert_eq!(text.lines().count(), 1);
    assert_eq!(text.lines().next().map(|line| line.content.len()), Some(100_000_000));
}
