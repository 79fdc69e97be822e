//! The decoder: files in every encoding, damaged lines, lines that only look damaged, hostile bytes.

use std::fs;
use std::path::{Path, PathBuf};

use monoglot::{Encoding, Error, Hint, Rule, Text};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

fn fixtures(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder)
}

fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// Files in encodings: name of the language, name of the encoding, bytes, text.
fn encoded_files() -> Vec<(String, Encoding, Vec<u8>, String)> {
    let folder = fixtures("encodings");
    let mut names: Vec<_> = fs::read_dir(&folder)
        .expect("a fixture")
        .map(|e| e.expect("a fixture").file_name())
        .collect();
    names.sort();
    let file = |name: &std::ffi::OsString| {
        let name = name.to_str().expect("a fixture");
        let (lang, label) = name.split_once('.').expect("a fixture");
        let encoding = label.parse().ok()?;
        let text = fs::read_to_string(folder.join(format!("{lang}.txt"))).expect("a fixture");
        Some((name.to_owned(), encoding, fs::read(folder.join(name)).expect("a fixture"), text))
    };
    names.iter().filter_map(file).collect()
}

#[test]
fn files_are_read_without_a_word_about_their_encoding() {
    let files = encoded_files();
    assert!(files.len() > 40);
    for (name, _, bytes, text) in files {
        let decoded = Text::decode(&bytes, &Hint::default()).unwrap();
        assert_eq!(decoded.as_str(), composed(&text), "{name} as {}", decoded.encoding());
    }
}

/// Wichí, a sentence of the Universal Declaration of Human Rights: the likeliest text would be in
/// ISO-8859-4, and chardetng, which knows no languages, settles it.
#[test]
fn a_file_in_a_language_that_nobody_knows_is_read_and_called_a_guess() {
    let bytes = fs::read(fixtures("encodings/mtp.windows-1252")).unwrap();
    let text = Text::decode(&bytes, &Hint::default()).unwrap();
    assert!(text.decoding().doubtful, "{:?}", text.decoding());
    assert_eq!(text.encoding().to_string(), "windows-1252");
    let note = text.findings().iter().find(|finding| finding.rule == Rule::LegacyEncoding).unwrap();
    assert!(note.reason.contains("a guess"), "{}", note.reason);
    let known = fs::read(fixtures("encodings/deu.windows-1252")).unwrap();
    assert!(!Text::decode(&known, &Hint::default()).unwrap().decoding().doubtful);
}

#[test]
fn files_are_read_with_their_encoding_given() {
    for (name, encoding, bytes, text) in encoded_files() {
        let hint = Hint::default().encoding(encoding).repair(false);
        let decoded = Text::decode(&bytes, &hint).unwrap();
        assert_eq!(composed(decoded.as_str()), composed(&text), "{name}");
        assert_eq!(decoded.encoding(), encoding, "{name}");
    }
}

#[test]
fn every_prefix_of_every_file_is_text_or_refused() {
    for (name, _, bytes, _) in encoded_files() {
        for end in 0..=bytes.len() {
            let decoded = Text::decode(&bytes[..end], &Hint::default());
            assert!(
                matches!(decoded, Ok(_) | Err(Error::NotText { .. })),
                "{name} cut at {end}: {decoded:?}"
            );
        }
    }
}

#[test]
fn lines_in_other_encodings_are_read_by_themselves() {
    let bytes = fs::read(fixtures("encodings/mixed.bytes")).unwrap();
    let text = Text::decode(&bytes, &Hint::default()).unwrap();
    assert_eq!(text.as_str(), fs::read_to_string(fixtures("encodings/mixed.txt")).unwrap());
    assert_eq!((text.encoding(), text.decoding().mixed_lines), (Encoding::UTF_8, 1));
    let finding =
        text.findings().iter().find(|finding| finding.rule == Rule::MixedEncoding).unwrap();
    assert_eq!(finding.line.map(std::num::NonZero::get), Some(2));
}

/// Bytes are split at LF where there is one; a lone CR before it ends a line of the text all the same.
#[test]
fn a_line_in_another_encoding_is_found_behind_lone_returns() {
    let mixed = fs::read(fixtures("encodings/mixed.bytes")).unwrap();
    let bytes = [b"one\rtwo\rthree\n".as_slice(), &mixed].concat();
    let text = Text::decode(&bytes, &Hint::default()).unwrap();
    let finding = text.findings().iter().find(|f| f.rule == Rule::MixedEncoding).unwrap();
    let line = finding.line.unwrap().get() as usize;
    assert_eq!(line, 3 + 2);
    let content = text.lines().nth(line - 1).unwrap().content;
    assert_eq!(finding.replacement.as_deref(), Some(content));
    assert_ne!(finding.text, content, "what it would say in the encoding of the others");
}

#[test]
fn damaged_lines_are_repaired() {
    let cases = fs::read_to_string(fixtures("mojibake/repaired/lines.txt")).unwrap();
    let lines: Vec<_> = cases.split_terminator('\n').collect();
    for case in lines.chunks(3) {
        let [name, damaged, meant] = case else { panic!("three lines each: {case:?}") };
        let text = Text::decode(damaged.as_bytes(), &Hint::default()).unwrap();
        assert_eq!(text.as_str(), *meant, "{name}");
        let finding = text.findings().iter().find(|f| f.rule == Rule::Mojibake).expect("a finding");
        assert_eq!(
            (finding.text.as_str(), finding.replacement.as_deref()),
            (*damaged, Some(*meant))
        );
        let kept = Text::decode(damaged.as_bytes(), &Hint::default().mojibake(false));
        assert!(kept.unwrap().findings().iter().all(|finding| finding.rule != Rule::Mojibake));
    }
}

#[test]
fn lines_that_only_look_damaged_are_left_alone() {
    let cases = fs::read_to_string(fixtures("mojibake/untouched/lines.txt")).unwrap();
    for line in cases.lines() {
        let text = Text::decode(line.as_bytes(), &Hint::default()).unwrap();
        assert_eq!(text.as_str(), line);
        assert!(text.findings().is_empty(), "{line}: {:?}", text.findings());
    }
    let whole = Text::decode(cases.as_bytes(), &Hint::default()).unwrap();
    assert_eq!(whole.as_str(), cases);
}

#[test]
fn invisible_characters_go_where_they_mean_nothing() {
    let cases = [
        ("za\u{200B}dar", "zadar"),
        ("soft\u{AD}ware", "software"),
        ("\u{1B}[31mred\u{1B}[0m", "red"),
        ("C1: \u{93}quoted\u{94}", "C1: “quoted”"),
        ("tag\u{E0041}ged", "tagged"),
        ("over\u{202E}ride", "override"),
        ("joined\u{200D}letters", "joinedletters"),
        ("bell\u{7}", "bell"),
        ("\u{FEFF}mark", "mark"),
        ("word\u{200B} word \u{200C}word", "word word word"),
        ("letter\u{FE00}s, a\u{E0101}\u{E0102}", "letters, a"),
        ("سلام \u{200C}دوست", "سلام دوست"),
        ("שלום \u{202B}abc", "שלום abc"),
        ("שלום \u{202E}abc\u{202C}", "שלום abc"),
        ("not \u{2067}right to left\u{2069}", "not right to left"),
        // And where they do.
        ("می\u{200C}خواهم", "می\u{200C}خواهم"),
        ("ශ්\u{200D}රී", "ශ්\u{200D}රී"),
        ("ภาษา\u{200B}ไทย", "ภาษา\u{200B}ไทย"),
        ("👩\u{200D}👧", "👩\u{200D}👧"),
        ("שלום\u{200F}!", "שלום\u{200F}!"),
        ("50\u{A0}000\u{202F}€", "50\u{A0}000\u{202F}€"),
        ("ಕೋಡ್\u{200C}", "ಕೋಡ್\u{200C}"),
        ("ಕೋಡ್\u{200C} ಕೋಡ್", "ಕೋಡ್\u{200C} ಕೋಡ್"),
        (
            "שלום \u{202A}abc\u{202C} \u{2067}def\u{2069}",
            "שלום \u{202A}abc\u{202C} \u{2067}def\u{2069}",
        ),
        ("1\u{FE0F}\u{20E3} ❤\u{FE0F} 葛\u{E0100}", "1\u{FE0F}\u{20E3} ❤\u{FE0F} 葛\u{E0100}"),
        (
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
        ),
        // Translation services leave pairs before words; the line is well otherwise.
        ("hij \u{200B}\u{200B}staat", "hij \u{200B}\u{200B}staat"),
        ("spaces  at the end \t", "spaces  at the end \t"),
    ];
    for (before, after) in cases {
        let text = Text::decode(before.as_bytes(), &Hint::default()).unwrap();
        assert_eq!(text.as_str(), after, "{before:?}");
    }
}

#[test]
fn clean_text_is_borrowed() {
    let clean = "Die Brücke wird am Freitag eröffnet.\nМост откроют в пятницу.\n";
    let text = Text::decode(clean.as_bytes(), &Hint::default()).unwrap();
    assert_eq!(text.as_str().as_ptr(), clean.as_ptr());
}

#[test]
fn surrogates_in_utf8_are_read_in_pairs_and_lost_alone() {
    let read = |bytes: &[u8]| {
        let text = Text::decode(bytes, &Hint::default()).unwrap();
        (text.as_str().to_owned(), text.encoding().to_string(), text.decoding().undecodable)
    };
    let pair = b"caf\xC3\xA9 \xED\xA0\xBD\xED\xB8\x80\n";
    assert_eq!(read(pair), ("café 😀\n".into(), "cesu-8".into(), 0));
    let alone = b"caf\xC3\xA9 \xED\xA0\x80 and more\n";
    assert_eq!(read(alone), ("café \u{FFFD} and more\n".into(), "cesu-8".into(), 1));
    // The same bytes are letters where nothing else is UTF-8.
    let legacy = "он \u{A0}Ѕ один\n";
    let bytes = encoding_rs::WINDOWS_1251.encode(legacy).0;
    assert_eq!(read(&bytes).0, legacy);
}

#[test]
fn hostile_bytes_get_a_clear_answer() {
    let text_or_refusal = |bytes: &[u8]| match Text::decode(bytes, &Hint::default()) {
        Ok(text) => assert!(text.as_str().len() <= bytes.len() * 4 + 16),
        Err(Error::NotText { offset }) => assert!(offset <= bytes.len()),
        Err(other) => panic!("{other}"),
    };
    text_or_refusal(b"");
    text_or_refusal(b"\xED\xA0\xBD\xED\xB8\x80 CESU-8");
    text_or_refusal(b"\xED\xA0\x80 a lone surrogate");
    text_or_refusal(b"\xC0\xAF\xE0\x80\xAF overlong");
    text_or_refusal(b"\xF4\x90\x80\x80 beyond the end");
    text_or_refusal(b"a\0b\0\0c");
    for byte in 0..=0xFF {
        for length in [1, 2, 3, 4, 1_000] {
            text_or_refusal(&vec![byte; length]);
        }
    }
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    for length in [1, 7, 64, 1_000, 20_000] {
        for _ in 0..20 {
            let mut next = || {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                (state >> 32) as u8
            };
            let bytes: Vec<u8> = (0..length).map(|_| next()).collect();
            text_or_refusal(&bytes);
            let no_controls: Vec<u8> = bytes.iter().map(|byte| byte | 0x20).collect();
            text_or_refusal(&no_controls);
        }
    }
}

/// Pages whose every character comes back, and characters that each of them has.
const PAGES: [(&str, &str); 6] = [
    ("windows-1252", "[ -~À-ÖØ-öø-ÿ€‚„…†‡‰‹›]{0,60}"),
    ("windows-1251", "[ -~А-яЁёІіЇїЄєҐґ№«»]{0,60}"),
    ("ibm866", "[ -~А-я─│┌┐└┘]{0,60}"),
    ("koi8-u", "[ -~А-яЁёІіЇїЄє]{0,60}"),
    ("windows-1253", "[ -~α-ωΑ-ΡΣ-Ω]{0,60}"),
    ("gb18030", "[ -~一-龠ぁ-ん]{0,60}"),
];

fn encodable() -> impl Strategy<Value = (&'static str, String)> {
    (0..PAGES.len()).prop_flat_map(|i| (Just(PAGES[i].0), PAGES[i].1))
}

proptest! {
    #[test]
    fn what_was_encoded_is_decoded((label, text) in encodable()) {
        let standard = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
        let (bytes, _, unmappable) = standard.encode(&text);
        prop_assume!(!unmappable);
        let encoding = label.parse().unwrap();
        let hint = Hint::default().encoding(encoding).repair(false);
        let decoded = Text::decode(&bytes, &hint).unwrap();
        prop_assert_eq!(decoded.as_str(), text.as_str());
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Text::decode(&bytes, &Hint::default());
    }

    #[test]
    fn mending_twice_is_mending_once(text in "\\PC{0,80}") {
        let once = Text::decode(text.as_bytes(), &Hint::default()).unwrap();
        let again = Text::decode(once.as_str().as_bytes(), &Hint::default()).unwrap();
        prop_assert_eq!(again.as_str(), once.as_str());
    }
}
