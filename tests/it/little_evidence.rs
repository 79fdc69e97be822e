//! Files with a handful of bytes beyond ASCII, damaged UTF-8, and what files declare.

use std::fs;
use std::path::Path;

use monoglot::{Encoding, Hint, Rule, Severity, Text};

fn fixtures(folder: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder)
}

/// Every file of a folder that is called `NAME.ENCODING`, with the text of `NAME.txt`.
fn files(folder: &str) -> Vec<(String, Encoding, Vec<u8>, String)> {
    let folder = fixtures(folder);
    let mut names: Vec<_> = fs::read_dir(&folder)
        .expect("a fixture")
        .filter_map(|entry| entry.expect("a fixture").file_name().into_string().ok())
        .collect();
    names.sort();
    let file = |name: &String| {
        let (stem, label) = name.split_once('.')?;
        let encoding = label.parse().ok()?;
        let text = fs::read_to_string(folder.join(format!("{stem}.txt"))).expect("a fixture");
        Some((name.clone(), encoding, fs::read(folder.join(name)).expect("a fixture"), text))
    };
    names.iter().filter_map(file).collect()
}

fn as_it_is() -> Hint {
    Hint::default().repair(false)
}

/// Decodes without a word about the encoding; the text and the encoding that was found.
#[track_caller]
fn decoded(bytes: &[u8]) -> (String, Encoding) {
    let text = Text::decode(bytes, &as_it_is()).expect("text");
    let encoding = text.encoding();
    (text.into_string(), encoding)
}

#[test]
fn a_single_byte_is_read_as_a_reader_would() {
    let files = files("little-evidence");
    assert!(files.len() > 15);
    for (name, _, bytes, text) in files {
        let (found, encoding) = decoded(&bytes);
        assert_eq!(found, text, "{name} as {encoding}");
    }
}

#[test]
fn a_declaration_is_obeyed_where_little_else_speaks() {
    let files = files("declared");
    assert!(files.len() > 5);
    for (name, declared, bytes, text) in files {
        let (found, encoding) = decoded(&bytes);
        assert_eq!((found, encoding), (text, declared), "{name}");
    }
}

#[test]
fn a_declaration_that_the_bytes_contradict_loses_and_is_reported() {
    let page = "<meta charset=\"koi8-r\">\n<p>Die Bücherei ist größer und schöner geworden, hört man.</p>\n";
    let legacy: Vec<u8> = page.chars().map(|c| c as u8).collect();
    for (bytes, used) in [(page.as_bytes(), "utf-8"), (&legacy, "windows-1252")] {
        let text = Text::decode(bytes, &as_it_is()).unwrap();
        assert_eq!((text.as_str(), text.encoding().to_string().as_str()), (page, used));
        let note = text.findings().iter().find(|f| f.rule == Rule::LegacyEncoding).unwrap();
        let says = "declares koi8-r, which its bytes contradict";
        assert!(note.reason.contains(says) && note.severity == Severity::Note, "{}", note.reason);
    }
    let right = Text::decode("<meta charset=\"utf-8\">schön".as_bytes(), &as_it_is()).unwrap();
    assert!(right.findings().is_empty());
}

/// Sentences of the small corpus that are plain ASCII.
fn sentences() -> Vec<String> {
    let read = |lang: &str| {
        fs::read_to_string(fixtures("mini-corpus/text").join(lang)).expect("a fixture")
    };
    let corpus = [read("eng.txt"), read("deu.txt"), read("fra.txt")].concat();
    let text = |line: &str| line.rsplit('\t').next().unwrap_or_default().to_owned();
    corpus.lines().map(text).filter(|line| line.is_ascii() && line.len() > 30).collect()
}

/// Every mark of windows-1252, wherever people put it, in every sentence.
#[test]
fn marks_in_plain_text_are_those_of_windows_1252() {
    const PLACES: [(&str, &str, &str); 7] = [
        // What stands before the mark instead of a word's own space, the marks, what stands behind.
        (" word", "®™©°”’»…†", " "),
        (" km", "²³", " "),
        (" end.", "¹²³®†", " "),
        (" ", "“‘„«¡¿•§©†", "Word "),
        (" 25", "°²³€£¥¢‰½¼¾×±", " "),
        (" ", "€£¥§¶±", "25 "),
        (" ", "•·–—×÷§±©®", " "),
    ];
    let sentences = sentences();
    assert!(sentences.len() > 20);
    let mut wrong = Vec::new();
    let mut tried = 0;
    for (before, marks, behind) in PLACES {
        for mark in marks.chars() {
            for sentence in &sentences {
                let (first, rest) = sentence.split_once(' ').unwrap();
                let text = format!("{first}{before}{mark}{behind}{rest}\n");
                let bytes = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
                tried += 1;
                if decoded(&bytes).0 != text {
                    wrong.push(format!("{mark} {} {:?}", decoded(&bytes).1, decoded(&bytes).0));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {tried}: {wrong:#?}", wrong.len());
}

/// Valid UTF-8 in many languages with one byte of one character lost, or two put in, everywhere.
#[test]
fn damaged_utf8_stays_utf8() {
    let texts =
        ["ara", "bul", "ces", "deu", "ell", "fra", "heb", "hun", "jpn", "kor", "lit", "pol"];
    let texts = texts.iter().chain(&["rus", "tha", "tur", "ukr", "vie", "zho"]);
    for lang in texts {
        let text = fs::read_to_string(fixtures("encodings").join(format!("{lang}.txt"))).unwrap();
        let bytes = text.as_bytes();
        let high = (0..bytes.len()).filter(|&at| !bytes[at].is_ascii());
        for at in high.step_by(7) {
            let lost = [&bytes[..at], &bytes[at + 1..]].concat();
            let is_start = text.is_char_boundary(at);
            let start = (0..=at).rev().find(|&start| text.is_char_boundary(start)).unwrap();
            let put_in = [&bytes[..start], b"\xFF", &bytes[start..]].concat();
            let cut = bytes[..at].to_vec();
            let damaged = if is_start { vec![lost, put_in] } else { vec![lost, put_in, cut] };
            for damaged in damaged.iter().filter(|bytes| std::str::from_utf8(bytes).is_err()) {
                let lossy = String::from_utf8_lossy(damaged);
                if lossy.chars().filter(|c| !c.is_ascii()).count() < 3 {
                    continue;
                }
                let decoded = Text::decode(damaged, &as_it_is()).unwrap();
                assert_eq!(decoded.as_str(), lossy, "{lang} at {at} as {}", decoded.encoding());
                assert!(decoded.encoding().is_utf8());
                let is_flag = |f: &monoglot::Finding| f.rule == Rule::UndecodableBytes;
                assert!(decoded.findings().iter().any(is_flag));
            }
        }
    }
}

/// One sign of windows-1252 in a text of a word or two is that sign, and the last letter of a word is one.
#[test]
fn a_sign_beside_a_word_or_a_number_is_a_sign() {
    for (bytes, expected) in [
        (&b"5 \xA5\n"[..], "5 ¥\n"),
        (b"\xA5 500\n", "¥ 500\n"),
        (b"Cost: 5 \xA5\n", "Cost: 5 ¥\n"),
        (b"10 \xA2\n", "10 ¢\n"),
        (b"it\xB4s\n", "it´s\n"),
        (b"\xB6 2\n", "¶ 2\n"),
        (b"zna\xB9\n", "znaš\n"),
        (b"s\xB1\n", "są\n"),
        (b"\xFF\n", "я\n"),
    ] {
        assert_eq!(decoded(bytes).0, expected);
    }
}
