//! The law of the decoder: valid UTF-8 whose letters are right stays as it is. A share of what
//! `train law` tries on a whole corpus, the same on every run.

use std::fs;
use std::path::Path;

use monoglot::{Hint, Text};
use unicode_normalization::UnicodeNormalization;

#[expect(unreachable_pub, reason = "the trainer shows its module to others")]
#[path = "../../train/src/law/dress.rs"]
mod dress;

use dress::Dress;

/// Draws numbers, the same ones each time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    /// The text in a dress: a soft hyphen, which has many places, more often than any other.
    fn dressed(&mut self, text: &str) -> String {
        const HYPHENS: usize = 4;
        let ways: Vec<Dress> = Dress::all().collect();
        let drawn = self.below(ways.len() + HYPHENS);
        let dress = ways.get(drawn).copied().unwrap_or(Dress::SoftHyphen);
        let version = self.below(dress.versions(text).max(1));
        let mut dressed = String::new();
        dress.put_on(text, version, &mut dressed);
        dressed
    }
}

/// What nobody sees aside, composed.
fn shown(text: &str) -> String {
    text.chars().filter(|&c| !dress::is_invisible(c)).nfc().collect()
}

fn assert_kept(texts: &[String]) {
    let hint = Hint::default();
    for text in texts {
        let document = Text::decode(text.as_bytes(), &hint).expect("text");
        assert_eq!(shown(document.as_str()), shown(text), "{text:?} as a document");
        assert_eq!(shown(Text::unicode(text, &hint).as_str()), shown(text), "{text:?} as a record");
    }
    let lines = texts.join("\n");
    let document = Text::decode(lines.as_bytes(), &hint).expect("text");
    for (line, text) in document.as_str().split('\n').zip(texts) {
        assert_eq!(shown(line), shown(text), "{text:?} as a line");
    }
}

/// How many letters there are for each that is tried.
const ONE_IN: usize = 16;

#[test]
fn letters_stay_in_any_dress() {
    let mut draw = Draw(1);
    let letters = ('\u{80}'..=char::MAX).filter(|c| c.is_alphabetic());
    let drawn = letters.filter(|_| draw.below(ONE_IN) == 0).collect::<Vec<_>>();
    assert!(drawn.len() > 5_000);
    let texts: Vec<_> = drawn.iter().map(|letter| draw.dressed(&letter.to_string())).collect();
    assert_kept(&texts);
}

#[test]
fn words_pairs_and_lines_stay_in_any_dress() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/mini-corpus/text");
    let mut names: Vec<_> =
        fs::read_dir(folder).expect("a fixture").map(|e| e.expect("a fixture").path()).collect();
    names.sort();
    let mut draw = Draw(2);
    for name in names {
        let rows = fs::read_to_string(name).expect("a fixture");
        let lines: Vec<_> = rows.lines().filter_map(|row| row.splitn(3, '\t').nth(2)).collect();
        let mut texts = Vec::new();
        for line in lines {
            let words: Vec<_> = line.split_whitespace().collect();
            let pair = dress::pairs(line).nth(draw.below(words.len()));
            texts.extend(pair.map(|pair| draw.dressed(pair)));
            let word = words[draw.below(words.len())];
            texts.push(draw.dressed(word));
            texts.push(draw.dressed(line));
        }
        assert_kept(&texts);
    }
}

/// Lines of Turkish that were read as Western: three of them say too little alone.
#[test]
fn damaged_lines_of_a_file_speak_for_each_other() {
    let damaged = "Hýrsýzlar dolum iþlemi sýrasýnda büyük bir miktar parayý aldýlar.\n\
                   Marlow'da satýlmaya hazýr mallarla dolu bir depo var.\n\
                   Seni çok seviyorum tatlým, dedim.\n\
                   Solunum yolu rahatsýzlýklarý bildirilmeye devam ediyor.\n\
                   Belediye baþkaný açýklamasýnda çalýþmalarýn süreceðini söyledi.\n";
    let meant = damaged.replace('ý', "ı").replace('þ', "ş").replace('ð', "ğ");
    assert_eq!(Text::decode(damaged.as_bytes(), &Hint::default()).unwrap().as_str(), meant);
    let alone = damaged.lines().nth(2).unwrap();
    assert_eq!(Text::decode(alone.as_bytes(), &Hint::default()).unwrap().as_str(), alone);
    // A language that has the letter is no reason to take it away.
    let czech =
        "Nový zákon byl schválen vládou.\nSedmý díl seriálu je výborný.\nBílý kůň běžel kolem.\n";
    assert_eq!(Text::decode(czech.as_bytes(), &Hint::default()).unwrap().as_str(), czech);
}

/// A line of two letters says nothing alone; in a file whose lines were all misread it is no exception.
#[test]
fn a_short_line_is_damaged_as_the_others_are() {
    let rows = include_str!("../../fixtures/mini-corpus/text/rus.txt").lines().take(60);
    let lines = rows.filter_map(|row| row.splitn(3, '\t').nth(2));
    let misread = |line: &str| {
        let bytes = encoding_rs::KOI8_R.encode(line).0;
        encoding_rs::WINDOWS_1251.decode(&bytes).0.into_owned()
    };
    let file = lines.chain(["из 100."]).map(misread).collect::<Vec<_>>().join("\n");
    let last = |text: &str| {
        let decoded = Text::decode(text.as_bytes(), &Hint::default()).expect("text");
        decoded.as_str().lines().last().map(str::to_owned)
    };
    assert_eq!(last(&file).as_deref(), Some("из 100."));
    assert_eq!(last("ЙЪ 100.").as_deref(), Some("ЙЪ 100."));
}

#[test]
fn who_shows_damage_on_purpose_is_not_repaired() {
    for text in [
        "Wer falsch liest, sieht statt „ä“ die Zeichen „Ã¤“.",
        "| ø | Ã¸ |",
        "`Ã³` was `ó` once.",
        "«é» se convierte en «Ã©» y «ó» en «Ã³».",
    ] {
        assert_kept(&[text.to_owned()]);
    }
}

/// What the whole law met in a corpus, each word of its own kind.
#[test]
fn words_that_look_like_damage_stay() {
    let words = [
        "Íííííííí!",
        "êéëïôóöüä",
        "КХП-БНФ",
        "uľahčujeme",
        "rozluźniona i",
        "«obráť»",
        "kecá\u{AD}š",
        "надіб\u{AD}є корабельне",
        "krá\u{AD}ľ Agilulf",
        "Ā\u{AD}brahamam bija",
        "pé, ‘Ráákà\u{AD}’",
        "«۱۰م،»",
        // Letters of one script that may be a sequence of UTF-8, and nothing odd about them.
        "«пё»",
        "«ёбі»",
        "لپٹ",
        "مچھ",
        "لپ…",
        "چمٹ»",
        "„آµ“",
        "jest \u{AD}żółty",
        "надвечір‘ї.",
        "ðó…",
        "ðô\u{AD}ng",
        "\u{5B3}\u{AD}ab",
        // Few letters that another page would make likelier ones of.
        "ъхъ",
        "кайнґанґ",
        "henną",
        "gyðingaþorp",
        "afdêéëïôóöüäraend",
        "Menikå kålåwåu tugasipun jagi pintu gerbang Surålåyå iku Selamatangkep…",
        // Of packages that people publish.
        "plášť/D po:noun",
        "вёў/K",
        "World Wide Wъeb",
        "Virus check comрlete. All viruses are working рroрerly.",
        ".б8р8ь8г8г8в8",
    ];
    for word in words {
        assert_kept(&[word.to_owned()]);
    }
}

/// A line says nothing more when it is said again, with a soft hyphen elsewhere.
#[test]
fn a_line_that_is_repeated_speaks_once() {
    for word in ["hegedű", "égoïsme", "friulčina", "seriøst", "engąnn"] {
        let places = word.char_indices().map(|(at, _)| at).skip(1);
        let hyphened = places.map(|at| format!("{}\u{AD}{}", &word[..at], &word[at..]));
        assert_kept(&hyphened.collect::<Vec<_>>());
    }
}

/// Words of one stem are one witness, and no letter of an alphabet is a sign behind other letters.
#[test]
fn lines_of_a_kind_do_not_outvote_their_letters() {
    let hyphened = |word: &str| {
        let places = word.char_indices().map(|(at, _)| at).skip(1).collect::<Vec<_>>();
        let at = |at: usize| format!("{}\u{AD}{}", &word[..at], &word[at..]);
        places.into_iter().map(at).collect::<Vec<_>>()
    };
    let stem =
        ["anđela", "anđele", "anđeles", "anđelesa", "anđelesu", "anđeli", "anđelima", "anđeo"];
    assert_kept(&stem.into_iter().flat_map(hyphened).collect::<Vec<_>>());
    let letters = ('\u{3F0}'..'\u{580}').filter(|c| c.is_alphabetic());
    assert_kept(&letters.map(|letter| format!("ab\u{AD}{letter}")).collect::<Vec<_>>());
    let icelandic = ["henną", "aldreą", "neą", "gyðingaþorp", "friðþjófur", "ég", "þó", "maður"];
    assert_kept(&icelandic.map(str::to_owned));
}

/// With a look at the rest for each mark this takes minutes.
#[test]
fn a_file_of_marks_takes_no_longer_than_its_length() {
    let marks = "\u{FEFF}".repeat(1_000_000);
    for end in [&b""[..], b"\xFF", b"caf\xC3\xA9"] {
        let bytes = [marks.as_bytes(), end].concat();
        let text = Text::decode(&bytes, &Hint::default()).unwrap();
        assert!(text.as_str().len() < 8, "{} bytes", text.as_str().len());
    }
}
