//! Case files: `fixtures/document-formats/NAME.EXT` beside `NAME.EXT.prose`, which lists its blocks.
//! `UPDATE=1 cargo test document_format` writes the latter, to be read before they are committed.
#![expect(clippy::disallowed_methods, reason = "tests touch files; the library does not")]

use std::fmt::Write as _;
use std::path::PathBuf;

use proptest::prelude::*;

use super::*;

fn fixtures() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/document-formats");
    let entries = std::fs::read_dir(folder).expect("the folder of fixtures");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension != "prose"));
    paths.sort();
    paths
}

fn format_of(path: &std::path::Path) -> DocumentFormat {
    DocumentFormat::of_name(&path.to_string_lossy()).expect("a document type")
}

/// A block for each line: its kind, what is special about it, its words, what goes with it.
fn listed(text: &str, prose: &Prose<'_>) -> String {
    let mut list = String::new();
    if let Some(lang) = prose.declared() {
        let _ = writeln!(list, "declared: {lang}");
    }
    for block in prose.blocks() {
        let lang = prose.parts()[block.part].filter(|_| block.part > 0);
        let lang = lang.map_or(String::new(), |lang| format!(" {lang}"));
        let ignored = if block.is_ignored { " ignored" } else { "" };
        let words = prose.words(block).split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(list, "{}{lang}{ignored}: {words}", block.kind.name());
        if let Some(takes) = block.takes.clone().filter(|_| !block.is_ignored) {
            let _ = writeln!(list, "    {:?}", &text[takes]);
        }
    }
    list
}

#[test]
fn prose_is_what_readers_read() {
    let mut wrong = Vec::new();
    for path in fixtures() {
        let text = std::fs::read_to_string(&path).expect("a text");
        let prose = Prose::new(&text, format_of(&path));
        let list = listed(&text, &prose);
        let expected = PathBuf::from(format!("{}.prose", path.display()));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&expected, &list).expect("a written file");
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != list {
            wrong.push(format!("{}\n{list}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What holds for every text in every format.
fn assert_sound(text: &str, format: DocumentFormat) {
    let prose = Prose::new(text, format);
    assert_eq!(prose.len(), text.len(), "{format:?}: prose and rest are the file");
    let mut end = 0;
    for block in prose.blocks() {
        assert!(block.range.start >= end, "{format:?}: blocks stand in order and apart, {block:?}");
        end = block.range.end;
        assert!(text.is_char_boundary(block.range.start) && text.is_char_boundary(block.range.end));
        assert!(!prose.words(block).trim().is_empty());
        assert!(block.part < prose.parts().len());
        if let Some(takes) = &block.takes {
            assert!(takes.start <= block.range.start, "{format:?}: {block:?}");
            assert!(takes.end >= block.range.end, "{format:?}: {block:?}");
            assert!(text.get(takes.clone()).is_some());
        }
    }
}

#[test]
fn every_prefix_of_a_fixture_is_sound_in_every_format() {
    for path in fixtures() {
        let text = std::fs::read_to_string(&path).expect("a text");
        for (end, _) in text.char_indices().step_by(7) {
            assert_sound(&text[..end], format_of(&path));
        }
        DocumentFormat::all().for_each(|format| assert_sound(&text, format));
    }
}

/// Pieces that mean something in one format or another.
const PIECES: [&str; 52] = [
    "\0\0",
    "=C3=BC",
    "=\n",
    "<string name=\"a\">",
    "Wort ",
    "слово ",
    "本",
    "\n",
    "\n\n",
    "\r\n",
    "    ",
    "- ",
    "1. ",
    "> ",
    "# ",
    "| ",
    "|---|\n",
    "```\n",
    "`",
    "<p>",
    "</p>",
    "<div id=x>",
    "</div>",
    "<code>",
    "</code>",
    "<!-- monoglot-ignore -->",
    "&uuml;",
    "&#1073;",
    "\\u00fc",
    "\\",
    "\"",
    "'",
    ": ",
    "=",
    ",",
    "\t",
    "---\n",
    "+++\n",
    "{{ x }}",
    "{",
    "}",
    "%s",
    "$",
    "\\begin{x}",
    "\\end{x}",
    "\\item ",
    ".. note:: ",
    "::\n",
    "msgid \"",
    "msgstr \"",
    "00:01 --> 00:02\n",
    "[a](b)",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_sound_in_every_format(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        let text = pieces.concat();
        DocumentFormat::all().for_each(|format| assert_sound(&text, format));
    }

    #[test]
    fn any_characters_are_sound_in_every_format(text in "\\PC{0,60}") {
        DocumentFormat::all().for_each(|format| assert_sound(&text, format));
    }
}

#[test]
fn every_format_has_its_row() {
    for format in DocumentFormat::all() {
        assert_eq!(format.document_type().format, format);
        assert_eq!(format.name().parse(), Ok(format));
    }
    assert!("docx".parse::<DocumentFormat>().is_err());
}

/// The mark of a byte that is saved is one that files may hold, too.
#[test]
fn zeros_move_no_words() {
    for format in DocumentFormat::all() {
        assert_sound("\0\0\0\0Wort\n\n=C3=BC\0\0\0\0Wort &uuml;\0\0 Wort\n", format);
    }
}

/// Texts that make a parser with a bad idea slow: eight times the text must not take 40 times as long.
#[test]
fn time_is_linear() {
    let hostile = [
        "<b>",
        "<p>x",
        "</b>",
        "<div>a<br>",
        "&amp",
        "`",
        "[",
        "![",
        "> ",
        "{",
        "\\",
        "- ",
        "$",
        "%(",
        "\"",
        "||",
        "<!--",
        "'''",
        "\n    a\n",
        "a::\n",
        "* *",
        "<a ",
        "x\n===\n",
        "{% ",
        "a(",
        "aB",
        "de,",
        "=\n",
        "=C3",
        "=?utf-8?q?",
        "--a\nContent-",
        "<![CDATA[",
        "<string>",
        "\0",
    ];
    for piece in hostile {
        for format in DocumentFormat::all() {
            let time = |length: usize| {
                let text = piece.repeat(length / piece.len());
                let fastest = (0..3).map(|_| {
                    let start = std::time::Instant::now();
                    std::hint::black_box(Prose::new(&text, format));
                    start.elapsed()
                });
                fastest.min().unwrap_or_default()
            };
            let (short, long) = (time(1_000), time(8_000));
            let bound = short * 40 + std::time::Duration::from_millis(40);
            assert!(long <= bound, "{format:?}, {piece:?}: {short:?}, then {long:?}");
        }
    }
}
