//! Shards: what goes in comes out, record for record, and all but the text as it was.

use std::io::{Read as _, Write as _};

use serde_json::{Value, json};

use crate::cli::{ENGLISH, PROMPT, dirty, share};
use crate::run::{Folder, Ran};

/// A shard of three records; the second is clean.
pub(crate) fn jsonl() -> String {
    let record = |id: &str, text: &str| json!({"id": id, "text": text}).to_string() + "\n";
    [record("a", &dirty()), record("b", ENGLISH), record("c", &dirty())].concat()
}

/// A record of a WET file.
pub(crate) fn conversion(uri: &str, text: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: {uri}\r\n\
         WARC-Record-ID: <urn:uuid:1>\r\nWARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n\
         Content-Type: text/plain\r\nContent-Length: {}\r\n\r\n{text}\r\n\r\n",
        text.len()
    )
}

const INFO: &str = "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 9\r\n\r\nsoftware:\r\n\r\n";

fn wet() -> String {
    let (a, b) =
        (conversion("http://a.example/", &dirty()), conversion("http://b.example/", ENGLISH));
    [INFO, &a, &b].concat()
}

pub(crate) fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes.as_ref()).expect("memory");
    encoder.finish().expect("memory")
}

fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut plain).expect("gzip");
    plain
}

pub(crate) fn zstd(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    zstd::encode_all(bytes.as_ref(), 3).expect("memory")
}

fn lines(bytes: &[u8]) -> Vec<Value> {
    let lines = bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).expect("a JSON object")).collect()
}

fn clean(folder: &Folder, args: &[&str]) -> Ran {
    let ran = folder.run(&[&["clean", "-o", "out/"][..], args].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran
}

#[test]
fn the_text_of_a_record_is_cleaned_and_what_was_found_is_added() {
    let folder = Folder::new();
    folder.write("in/a.jsonl", jsonl());
    let ran = clean(&folder, &["in"]);
    assert!(ran.stderr.starts_with("3 documents: 6 lines kept, 2 removed"), "{}", ran.stderr);
    let records = lines(&folder.read("out/a.jsonl"));
    assert_eq!(records.len(), 3);
    for (record, given) in records.iter().zip(lines(jsonl().as_bytes())) {
        let share = share(ENGLISH, given["text"].as_str().expect("text"));
        assert_eq!(record["text"], ENGLISH);
        assert_eq!(
            (&record["monoglot"]["lang"], &record["monoglot"]["share"]),
            (&json!("eng"), &json!(share))
        );
    }
    let removed = &records[0]["monoglot"]["removed"][0];
    assert_eq!((&removed["text"], &removed["line"]), (&json!(PROMPT), &json!(3)));
    assert_eq!(records[0]["monoglot"]["lines"][2]["verdict"], "remove");
    assert_eq!(records[1]["monoglot"]["removed"], json!([]));
}

#[test]
fn everything_but_the_text_stays_byte_for_byte() {
    let folder = Folder::new();
    let head = r#"{"n": 1.0,  "big":12345678901234567890.10, "e":1E5,"id":"x" , "z":{"b" :[1 ,2], "a":null},"#;
    let tail = "\t\"s\": \"\\u00e9\\/\u{e9}\" }\r\n";
    folder.write("a.jsonl", format!("\u{FEFF}{head} \"text\" : {}, {tail}", json!(dirty())));
    folder.run(&["clean", "--schema", "none", "-o", "out.jsonl", "a.jsonl"]);
    let expected = format!("\u{FEFF}{head} \"text\" : {}, {tail}", json!(ENGLISH));
    assert_eq!(String::from_utf8_lossy(&folder.read("out.jsonl")), expected);
    folder.run(&["clean", "-o", "out.jsonl", "a.jsonl"]);
    let out = String::from_utf8_lossy(&folder.read("out.jsonl")).into_owned();
    let kept = expected.trim_end().trim_end_matches(" }");
    assert!(out.starts_with(kept) && out.ends_with("}\r\n"), "{out}");
}

#[test]
fn a_text_that_is_clean_keeps_its_escapes_and_a_line_of_escapes_stays_one() {
    let folder = Folder::new();
    let clean =
        r#"{"text":"Caf\u00e9 au lait \ud83c\udf89 was all that they served in the old town.\/"}"#;
    let escaped: String = dirty()
        .chars()
        .map(|c| {
            if c.is_ascii() {
                c.to_string().replace('\n', "\\n")
            } else {
                format!("\\u{:04x}", c as u32)
            }
        })
        .collect();
    folder.write("a.jsonl", format!("{clean}\n{{\"text\":\"{escaped}\"}}\n"));
    folder.run(&["clean", "--schema", "none", "-o", "out.jsonl", "a.jsonl"]);
    let out = folder.read("out.jsonl");
    assert!(
        out.is_ascii() && out.starts_with(clean.as_bytes()),
        "{}",
        String::from_utf8_lossy(&out)
    );
    assert_eq!(lines(&out)[1]["text"], ENGLISH);
    folder.run(&["clean", "-o", "out.jsonl", "a.jsonl"]);
    assert!(folder.read("out.jsonl").split(|&b| b == b'\n').nth(1).is_some_and(<[u8]>::is_ascii));
}

#[test]
fn fields_go_by_the_names_that_are_given() {
    let folder = Folder::new();
    folder.write("a.jsonl", json!({"content": dirty(), "key": 7, "text": 3}).to_string());
    folder.write("monoglot.toml", "text-field = \"content\"\n");
    let ran = folder.run(&["check", "--format", "concise", "--id-field", "key", "a.jsonl"]);
    assert!(ran.text().starts_with("a.jsonl#7:3:1: off-language-line"), "{}", ran.text());
    assert_eq!(ran.code, 1);
}

#[test]
fn shards_keep_their_container_and_their_compression_known_by_content() {
    let folder = Folder::new();
    folder.write("plain.jsonl", jsonl());
    folder.write("a.jsonl.gz", gzip(jsonl())).write("b.jsonl.zst", zstd(jsonl()));
    // A name that lies about its compression, and one of the Dolma toolkit.
    folder.write("c.jsonl.gz", zstd(jsonl())).write("d.json.gz", gzip(jsonl()));
    clean(&folder, &["plain.jsonl", "a.jsonl.gz", "b.jsonl.zst", "c.jsonl.gz", "d.json.gz"]);
    let expected = folder.read("out/plain.jsonl");
    assert_eq!(gunzip(&folder.read("out/a.jsonl.gz")), expected.clone());
    let unzstd = |name: &str| zstd::decode_all(&folder.read(name)[..]).expect("zstd");
    // Names of records say their shards, and nothing that is written does.
    assert_eq!(unzstd("out/b.jsonl.zst"), expected);
    assert_eq!(unzstd("out/c.jsonl.gz"), expected);
    assert_eq!(gunzip(&folder.read("out/d.json.gz")), expected);
}

#[test]
fn a_wet_file_is_cleaned_and_its_other_records_stay() {
    let folder = Folder::new();
    let members = [
        gzip(INFO),
        gzip(conversion("http://a.example/", &dirty())),
        gzip(conversion("http://b.example/", ENGLISH)),
    ];
    folder.write("a.warc.wet.gz", members.concat()).write("b.warc", wet());
    clean(&folder, &["a.warc.wet.gz", "b.warc"]);
    let packed = folder.read("out/a.warc.wet.gz");
    let out = gunzip(&packed);
    assert_eq!(out, folder.read("out/b.warc"));
    let text = String::from_utf8(out).expect("UTF-8");
    assert!(text.starts_with(INFO));
    assert!(text.contains(&format!("Content-Length: {}\r\n", ENGLISH.len())));
    assert!(text.contains(&format!("\r\n\r\n{ENGLISH}\r\n\r\nWARC/1.0")), "{text}");
    assert!(text.contains("X-Monoglot: {\"lang\":\"eng\""));
    assert!(!text.contains(PROMPT.trim()), "a head is ASCII");
    // The digest of a text that changed is a new one, and that of the other is not touched.
    let digests: Vec<_> = text.lines().filter(|line| line.contains("Digest")).collect();
    assert!(!digests[0].contains("AAAAAAAA") && digests[1].contains("AAAAAAAA"), "{digests:?}");
    // Each record is a member of its own, so that a reader can begin anywhere.
    let mut first = Vec::new();
    flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut first).expect("gzip");
    assert_eq!(first, INFO.as_bytes());
}

#[test]
fn the_address_of_a_page_is_the_name_of_its_document() {
    let folder = Folder::new();
    folder.write("a.warc.gz", gzip(wet()));
    let ran = folder.run(&["tag", "a.warc.gz"]);
    let tags = lines(&ran.stdout);
    assert_eq!(
        (&tags[2]["path"], &tags[2]["verdict"]),
        (&json!("http://a.example/"), &json!("remove"))
    );
    assert_eq!(tags[3]["path"], "http://b.example/");
}

#[test]
fn compressed_texts_are_documents() {
    let folder = Folder::new();
    folder.write("a.txt.gz", gzip(dirty())).write("b.txt.zst", zstd(ENGLISH));
    let ran = folder.run(&["clean", "a.txt.gz"]);
    assert_eq!(ran.text(), ENGLISH);
    clean(&folder, &["a.txt.gz", "b.txt.zst"]);
    assert_eq!(gunzip(&folder.read("out/a.txt.gz")), ENGLISH.as_bytes());
    assert_eq!(folder.read("out/b.txt.zst"), zstd(ENGLISH), "what is clean is not packed anew");
}

#[test]
fn standard_input_is_a_shard_where_that_is_said() {
    let folder = Folder::new();
    folder.write("a.jsonl", jsonl());
    let ran = folder.run(&["clean", "a.jsonl"]);
    let expected = ran.text().to_owned();
    assert_eq!(lines(expected.as_bytes()).len(), 3);
    for args in [
        &["clean", "--input-format", "jsonl"][..],
        &["clean", "--input-format", "jsonl", "-"],
        &["clean", "--stdin-filename", "x.jsonl.gz", "-"],
    ] {
        let ran = folder.run_with(args, &gzip(jsonl()));
        assert_eq!(
            (ran.code, ran.text()),
            (0, expected.as_str()),
            "stdout is not packed: {args:?}"
        );
    }
    let text = folder
        .run_with(&["check", "--input-format", "text", "--format", "json"], jsonl().as_bytes());
    assert_eq!(
        serde_json::from_slice::<Value>(&text.stdout).expect("JSON")["totals"]["documents"],
        1
    );
}

/// Every kind of record that is none, each in a shard of two good ones.
fn broken() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let good = json!({"text": ENGLISH}).to_string() + "\n";
    let with = |bad: &[u8]| [good.as_bytes(), bad, b"\n", good.as_bytes()].concat();
    let gz = gzip(jsonl().repeat(100));
    let zst = zstd(jsonl().repeat(1000));
    let cut_page = wet();
    let latin = [conversion("http://e.example/", "??\n").into_bytes(), wet().into_bytes()].concat();
    let latin = latin.iter().map(|&byte| if byte == b'?' { 0xe9 } else { byte }).collect();
    let length = format!("Content-Length: {}", ENGLISH.len());
    let unended = conversion("http://c.example/", ENGLISH).replace(&length, "Content-Length: 9");
    vec![
        ("json.jsonl", with(b"{bad"), "line 2, from byte"),
        ("array.jsonl", with(b"[1]"), "a JSON array, not an object"),
        ("missing.jsonl", with(b"{\"id\":1}"), "the field 'text' is missing"),
        ("kind.jsonl", with(b"{\"text\":5}"), "the field 'text' is no string"),
        ("twice.jsonl", with(b"{\"text\":\"a\",\"text\":\"b\"}"), "is there twice"),
        ("surrogate.jsonl", with(b"{\"text\":\"\\ud800\"}"), "the field 'text' is no text"),
        ("utf8.jsonl", with(b"{\"text\":\"\xff\"}"), "invalid UTF-8 at byte 10 of the record"),
        ("cut.jsonl.gz", gz[..gz.len() - 20].to_vec(), "the shard ends in the middle"),
        ("cut.jsonl.zst", zst[..zst.len() - 10].to_vec(), "the shard ends in the middle"),
        ("head.warc", [INFO, "garbage\r\n", &wet()].concat().into_bytes(), "no WARC record"),
        ("length.warc", [&unended, &wet()[..]].concat().into_bytes(), "record 1, from byte 0"),
        (
            "cut.warc",
            cut_page.as_bytes()[..cut_page.len() - 30].to_vec(),
            "the shard ends in the middle",
        ),
        ("utf8.warc", latin, "invalid UTF-8 at byte 1 of the record"),
    ]
}

#[test]
fn a_broken_record_is_a_finding_with_its_place_and_passes_as_it_is() {
    for (name, content, why) in broken() {
        let folder = Folder::new();
        folder.write(name, &content);
        let ran = folder.run(&[
            "clean",
            "--schema",
            "none",
            "-o",
            "out/",
            "--report",
            "json=r.json",
            "--remove",
            "none",
            name,
        ]);
        let out = folder.read(&format!("out/{name}"));
        assert_eq!(ran.code, 2, "{name}: {}", ran.stderr);
        assert!(ran.stderr.contains(why), "{name}: {}", ran.stderr);
        assert!(ran.stderr.contains("1 failed"), "{name}: {}", ran.stderr);
        let report: Value = serde_json::from_slice(&folder.read("r.json")).expect("JSON");
        assert_eq!(report["totals"]["rules"]["broken-record"], 1, "{name}: {report}");
        assert_eq!(report["totals"]["shards"][name]["failed"], 1);
        assert!(report["totals"]["documents"].as_u64() >= Some(1), "{name}: the others go on");
        if !name.starts_with("cut.jsonl") {
            assert_eq!(out, content, "{name}: nothing is lost");
        }
    }
}

#[test]
fn on_error_stop_ends_the_run_and_writes_no_half_shard() {
    let folder = Folder::new();
    folder
        .write("in/a.jsonl", jsonl())
        .write("in/b.jsonl", jsonl() + "{bad\n")
        .write("in/c.jsonl", jsonl());
    for jobs in ["1", "3"] {
        let ran = folder.run(&[
            "clean",
            "-o",
            &format!("out{jobs}"),
            "--on-error",
            "stop",
            "--jobs",
            jobs,
            "in",
        ]);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains("in/b.jsonl: line 4, from byte"), "{}", ran.stderr);
        assert!(folder.path(&format!("out{jobs}/a.jsonl")).exists());
        assert!(!folder.path(&format!("out{jobs}/b.jsonl")).exists());
        assert!(!folder.path(&format!("out{jobs}/c.jsonl")).exists());
    }
}

#[test]
fn of_many_broken_records_stderr_names_the_first_and_counts_the_rest() {
    let folder = Folder::new();
    folder.write("a.jsonl", "{}\n".repeat(1000));
    let ran = folder.run(&["check", "--format", "concise", "a.jsonl"]);
    assert_eq!((ran.code, ran.text().lines().count()), (2, 1000));
    assert_eq!(ran.stderr.lines().count(), 12, "{}", ran.stderr);
    assert!(ran.stderr.contains("\nmonoglot: a.jsonl: 990 more broken records\n"));
}

#[test]
fn the_same_bytes_come_of_any_number_of_jobs() {
    let folder = Folder::new();
    folder
        .write("in/a.jsonl.zst", zstd(jsonl().repeat(200)))
        .write("in/b.warc.gz", gzip(wet().repeat(50)));
    folder.write("in/c.txt", dirty()).write("in/d.jsonl", jsonl() + "{bad\n" + &jsonl());
    let mut all = Vec::new();
    for jobs in ["1", "2", "7"] {
        let (out, report) = (format!("out{jobs}"), format!("html=r{jobs}.html"));
        let json = format!("json=r{jobs}.json");
        folder
            .run(&["clean", "-j", jobs, "-o", &out, "--report", &report, "--report", &json, "in"]);
        let files = ["a.jsonl.zst", "b.warc.gz", "c.txt", "d.jsonl"]
            .map(|name| folder.read(&format!("{out}/{name}")));
        all.push((
            files,
            folder.read(&format!("r{jobs}.html")),
            folder.read(&format!("r{jobs}.json")),
        ));
    }
    assert!(all[0] == all[1] && all[1] == all[2]);
}

#[test]
fn totals_worst_and_sample_do_not_depend_on_the_order_of_shards() {
    let folder = Folder::new();
    folder
        .write("a.jsonl", jsonl().repeat(3))
        .write("b.jsonl", json!({"text": dirty()}).to_string());
    folder.write("c.txt", ENGLISH);
    let all = [["a.jsonl", "b.jsonl", "c.txt"], ["c.txt", "b.jsonl", "a.jsonl"]].map(|order| {
        let reports = ["html=r.html", "markdown=r.md", "sample=r.sample", "jsonl=r.jsonl"];
        let reports = reports.iter().flat_map(|report| ["--report", report]);
        let args: Vec<_> = ["check", "-q"].into_iter().chain(reports).chain(order).collect();
        assert_eq!(folder.run(&args).code, 1);
        let totals = folder.read("r.jsonl");
        let totals = totals.split(|&b| b == b'\n').rev().nth(1).expect("the last line").to_vec();
        [folder.read("r.html"), folder.read("r.md"), folder.read("r.sample"), totals]
    });
    assert!(all[0] == all[1]);
    let sample = lines(&all[0][2]);
    assert_eq!(sample.len(), 11, "a sample of a small corpus is all of it");
    assert_eq!(lines(&all[0][3])[0]["totals"]["shards"]["a.jsonl"]["documents"], 9);
}

#[test]
fn a_record_that_is_too_long_is_a_finding_and_passes_as_it_is() {
    let folder = Folder::new();
    let long = json!({"text": "word ".repeat(1000)}).to_string() + "\n";
    folder.write("a.jsonl", jsonl() + &long + &jsonl());
    folder.write(
        "a.warc",
        wet() + &conversion("http://long.example/", &"word ".repeat(1000)) + &wet(),
    );
    folder.write("a.txt.gz", gzip("word ".repeat(1000)));
    for (name, count) in [("a.jsonl", 6), ("a.warc", 4)] {
        let ran = folder.run(&[
            "clean",
            "--max-record",
            "2K",
            "--remove",
            "none",
            "--schema",
            "none",
            "-o",
            "out/",
            name,
        ]);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains("longer than 2048 bytes"), "{}", ran.stderr);
        assert!(ran.stderr.contains(&format!("{count} documents")), "{}", ran.stderr);
        assert_eq!(folder.read(&format!("out/{name}")), folder.read(name));
    }
    let ran = folder.run(&["check", "--max-record", "2K", "a.txt.gz"]);
    assert!(ran.code == 2 && ran.stderr.contains("longer than 2048 bytes"), "{}", ran.stderr);
}

#[test]
fn what_shards_cannot_do_is_said() {
    let folder = Folder::new();
    folder.write("a.jsonl", jsonl()).write("a.warc", wet()).write("theirs/a.jsonl", "precious");
    let cases = [
        (&["clean", "--in-place", "a.jsonl"][..], "shards are not written in place; use -o"),
        (&["clean", "--schema", "oscar", "-o", "out", "a.warc"], "--schema monoglot or none alone"),
        (&["clean", "-o", "theirs", "a.jsonl", "a.warc"], "no run of monoglot wrote it"),
        (&["clean", "--max-record", "0", "a.jsonl"], "give bytes, or a size such as 16M"),
    ];
    for (args, why) in cases {
        let ran = folder.run(args);
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.stderr.contains(why), "{args:?}: {}", ran.stderr);
    }
    assert_eq!(folder.read("theirs/a.jsonl"), b"precious");
    // What was taken out once would be lost.
    clean(&folder, &["a.jsonl"]);
    let again = folder.run(&["clean", "-o", "again", "out"]);
    assert!(again.stderr.contains("there is a field 'monoglot' already"), "{}", again.stderr);
}

#[test]
fn oscar_reads_the_metadata() {
    let folder = Folder::new();
    let record = json!({"content": dirty().replace(".\nThey", ".\n\nThey"), "warc_headers": {"warc-type": "conversion"},
        "metadata": {"harmful_pp": 4063.1814, "quality_warnings": ["tiny"]}});
    folder.write("a.jsonl", record.to_string());
    folder.run(&[
        "clean",
        "--schema",
        "oscar",
        "--text-field",
        "content",
        "-o",
        "out.jsonl",
        "a.jsonl",
    ]);
    let out = &lines(&folder.read("out.jsonl"))[0];
    // https://oscar-project.github.io/documentation: an object of schema 2 and 3.
    assert_eq!(
        out["metadata"]["identification"],
        json!({"label": "en", "prob": share(ENGLISH, &dirty())})
    );
    let sentences = out["metadata"]["sentence_identifications"].as_array().expect("a list");
    assert_eq!(sentences.len(), out["content"].as_str().expect("text").lines().count());
    assert_eq!((&sentences[0]["label"], &sentences[1]), (&json!("en"), &Value::Null));
    assert_eq!(out["metadata"]["harmful_pp"], json!(4063.1814));
    assert_eq!(out["metadata"]["quality_warnings"], json!(["tiny"]));
}

#[test]
fn hplt_has_a_label_for_each_segment() {
    let folder = Folder::new();
    folder.write("a.jsonl", json!({"text": dirty(), "lang": ["old"]}).to_string());
    folder.run(&["clean", "--schema", "hplt", "-o", "out.jsonl", "a.jsonl"]);
    let out = &lines(&folder.read("out.jsonl"))[0];
    assert_eq!(
        (&out["lang"], &out["prob"]),
        (&json!(["eng_Latn"]), &json!([share(ENGLISH, &dirty())]))
    );
    let segments = out["text"].as_str().expect("text").split('\n').count();
    // What readers of release 2 expect: a label each, `unk` where there is no language.
    assert_eq!(out["seg_langs"], json!(["eng_Latn", "eng_Latn", "unk"]));
    assert_eq!(segments, 3);
}

#[test]
fn hplt_tells_how_chinese_and_japanese_are_written() {
    let folder = Folder::new();
    let cases = [
        ("委员会星期五讨论了城市南部旧桥的维修问题，并决定明年开始施工。", "zho_Hans"),
        ("委員會星期五討論了城市南部舊橋的維修問題，並決定明年開始施工。", "zho_Hant"),
        ("市議会は金曜日、市の南部にある古い橋の修理について話し合った。", "jpn_Jpan"),
        ("시의회는 금요일에 도시 남쪽의 오래된 다리 수리를 논의했다.", "kor_Hang"),
    ];
    let records = cases.map(|(text, _)| json!({ "text": text }).to_string() + "\n");
    folder.write("a.jsonl", records.concat());
    folder.run(&["clean", "--schema", "hplt", "-o", "out.jsonl", "a.jsonl"]);
    let out = lines(&folder.read("out.jsonl"));
    for (record, (_, label)) in out.iter().zip(cases) {
        assert_eq!((&record["lang"], &record["seg_langs"]), (&json!([label]), &json!([label])));
    }
}

#[test]
fn dolma_has_attributes_for_each_document_in_place() {
    let folder = Folder::new();
    let text = format!("\u{1F389}\u{200B}\n{}", dirty());
    let document = json!({"id": "x", "text": text, "source": "web"}).to_string();
    folder.write("documents/a.jsonl.gz", gzip(document + "\n{bad\n"));
    let ran = folder.run(&["clean", "--schema", "dolma", "-o", "attributes/monoglot", "documents"]);
    assert_eq!(ran.code, 2);
    let out = lines(&gunzip(&folder.read("attributes/monoglot/a.jsonl.gz")));
    assert_eq!(
        (out.len(), &out[0]["id"], &out[1]),
        (2, &json!("x"), &json!({"id": null, "attributes": {}}))
    );
    let span = &out[0]["attributes"]["monoglot__removed__foreign"][0];
    let (start, end) = (span[0].as_u64().expect("a place"), span[1].as_u64().expect("a place"));
    let cut: String = text.chars().skip(start as usize).take((end - start) as usize).collect();
    assert_eq!(cut, PROMPT, "spans are of the text as it stands, unrepaired");
    assert!(
        out[0]["attributes"]["monoglot__lines__eng"]
            .as_array()
            .is_some_and(|lines| lines.len() == 2)
    );
}

#[test]
fn a_person_s_answer_about_a_record_is_kept() {
    let folder = Folder::new();
    folder.write("a.jsonl", jsonl());
    assert_eq!(folder.run(&["check", "--write-baseline", "a.jsonl"]).code, 0);
    let ran = folder.run(&["check", "a.jsonl"]);
    assert_eq!(ran.code, 0, "{}", ran.text());
    folder.write("b.txt", ENGLISH);
    let other = folder.run(&["check", "b.txt"]);
    assert!(!other.text().contains("stale"), "{}", other.text());
}

/// A program without Parquet says how to get one that has it, and goes on with the other shards.
#[cfg(not(feature = "parquet"))]
#[test]
fn a_table_says_how_it_can_be_read() {
    let folder = Folder::new();
    folder.write("in/a.parquet", "PAR1").write("in/b.jsonl", jsonl());
    let ran = folder.run(&["clean", "-o", "out/", "in"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    let said = ran.stderr.lines().find(|line| line.contains("a.parquet")).unwrap_or_default();
    assert!(said.contains("built without Parquet"), "{}", ran.stderr);
    assert!(said.contains("--features parquet"), "{}", ran.stderr);
    assert!(!folder.path("out/a.parquet").exists() && folder.path("out/b.jsonl").exists());
}

#[cfg(feature = "parquet")]
mod table {
    use std::fs::File;
    use std::sync::Arc;

    use arrow_array::cast::AsArray as _;
    use arrow_array::{
        Array as _, ArrayRef, Int64Array, LargeStringArray, RecordBatch, StringArray,
        StringViewArray,
    };
    use parquet::arrow::ArrowWriter;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use parquet::basic::{Compression, ZstdLevel};
    use parquet::file::metadata::KeyValue;
    use parquet::file::properties::WriterProperties;

    use super::*;

    fn write(folder: &Folder, name: &str, texts: ArrayRef, codec: Compression) {
        let numbers: ArrayRef =
            Arc::new((0_i64..).take(texts.len()).map(Some).collect::<Int64Array>());
        let urls: ArrayRef =
            Arc::new(StringArray::from_iter_values((0..texts.len()).map(|n| format!("u{n}"))));
        let batch = RecordBatch::try_from_iter([("n", numbers), ("text", texts), ("url", urls)])
            .expect("columns");
        let note = KeyValue::new("huggingface".to_owned(), "{}".to_owned());
        let properties = WriterProperties::builder()
            .set_compression(codec)
            .set_max_row_group_row_count(Some(70))
            .set_key_value_metadata(Some(vec![note]))
            .build();
        let file = File::create(folder.path(name)).expect("a file");
        let mut writer =
            ArrowWriter::try_new(file, batch.schema(), Some(properties)).expect("a writer");
        writer.write(&batch).expect("rows");
        writer.close().expect("a file");
    }

    fn read(folder: &Folder, name: &str) -> (RecordBatch, Vec<KeyValue>, Compression) {
        let file = File::open(folder.path(name)).expect("a file");
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
        let notes =
            builder.metadata().file_metadata().key_value_metadata().cloned().unwrap_or_default();
        let codec = builder.metadata().row_group(0).column(1).compression();
        let mut batches = builder.with_batch_size(100_000).build().expect("rows");
        let batch = batches.next().expect("rows").expect("rows");
        assert!(batches.next().is_none());
        (batch, notes, codec)
    }

    #[test]
    fn columns_stay_and_one_is_added() {
        let folder = Folder::new();
        let texts = || (0..200).map(|n| (n != 5).then(dirty));
        let kinds: [(&str, ArrayRef, Compression); 3] = [
            ("s.parquet", Arc::new(texts().collect::<StringArray>()), Compression::SNAPPY),
            (
                "l.parquet",
                Arc::new(texts().collect::<LargeStringArray>()),
                Compression::ZSTD(ZstdLevel::default()),
            ),
            (
                "v.parquet",
                Arc::new(texts().collect::<StringViewArray>()),
                Compression::UNCOMPRESSED,
            ),
        ];
        for (name, array, codec) in kinds {
            let kind = array.data_type().clone();
            write(&folder, name, array, codec);
            let ran = folder.run(&["clean", "-o", "out/", name]);
            assert_eq!(ran.code, 2, "a null is no text");
            assert!(ran.stderr.contains("row 6: the column 'text' is null"), "{}", ran.stderr);
            let (batch, notes, written) = read(&folder, &format!("out/{name}"));
            let names: Vec<_> =
                batch.schema().fields().iter().map(|field| field.name().clone()).collect();
            assert_eq!(names, ["n", "text", "url", "monoglot"]);
            assert_eq!(
                (batch.num_rows(), batch.column(1).data_type(), batch.column(1).null_count()),
                (200, &kind, 1)
            );
            let text = arrow_cast(&batch.column(1).slice(199, 1));
            assert_eq!(text, ENGLISH);
            let struct_column = batch.column(3).as_struct();
            assert_eq!(struct_column.null_count(), 1);
            assert_eq!(arrow_cast(struct_column.column(0)), "eng");
            assert!(notes.iter().any(|note| note.key == "huggingface"));
            assert_eq!(std::mem::discriminant(&written), std::mem::discriminant(&codec));
        }
    }

    fn arrow_cast(array: &ArrayRef) -> String {
        use arrow_schema::DataType;
        match array.data_type() {
            DataType::LargeUtf8 => array.as_string::<i64>().value(0).to_owned(),
            DataType::Utf8View => array.as_string_view().value(0).to_owned(),
            _ => array.as_string::<i32>().value(0).to_owned(),
        }
    }

    #[test]
    fn rows_are_documents_whatever_is_done_with_them() {
        let folder = Folder::new();
        write(
            &folder,
            "a.parquet",
            Arc::new(StringArray::from(vec![dirty(), ENGLISH.to_owned()])),
            Compression::SNAPPY,
        );
        let ran = folder.run(&["check", "--id-field", "url", "--format", "concise", "a.parquet"]);
        assert!(ran.text().starts_with("a.parquet#u0:3:1: off-language-line"), "{}", ran.text());
        let none = folder.run(&["clean", "--schema", "none", "-o", "out/", "a.parquet"]);
        assert_eq!(none.code, 0, "{}", none.stderr);
        assert_eq!(read(&folder, "out/a.parquet").0.num_columns(), 3);
    }

    #[test]
    fn a_table_that_cannot_be_read_is_not_written() {
        let folder = Folder::new();
        write(
            &folder,
            "a.parquet",
            Arc::new(StringArray::from(vec![dirty()])),
            Compression::SNAPPY,
        );
        let mut bytes = folder.read("a.parquet");
        folder.write("cut.parquet", &bytes[..bytes.len() / 2]);
        for byte in &mut bytes[4..60] {
            *byte ^= 0x55;
        }
        folder.write("damaged.parquet", &bytes);
        let cases = [
            (&["clean", "-o", "out/", "cut.parquet"][..], "cut.parquet: "),
            (&["clean", "-o", "out/", "damaged.parquet"], "damaged.parquet: "),
            (
                &["clean", "--text-field", "body", "-o", "out/", "a.parquet"],
                "the column 'body' is missing; there are n, text, url",
            ),
            (
                &["clean", "--text-field", "n", "-o", "out/", "a.parquet"],
                "holds Int64, not strings",
            ),
            (&["clean", "a.parquet"], "Parquet is not written to stdout; use -o"),
        ];
        for (args, why) in cases {
            let ran = folder.run(args);
            assert!(ran.code == 2 && ran.stderr.contains(why), "{args:?}: {}", ran.stderr);
        }
        assert!(
            !folder.path("out/cut.parquet").exists()
                && !folder.path("out/damaged.parquet").exists()
        );
    }
}

#[test]
fn lines_of_objects_without_a_text_are_passed_over_on_a_walk() {
    let folder = Folder::new();
    folder.write("log.jsonl", "{\"level\":\"info\"}\n{\"level\":\"warn\",\"n\":1}\n");
    folder.write("a.jsonl", json!({"text": dirty()}).to_string() + "\n{\"level\":\"info\"}\n");
    let walked = folder.run(&["check", "--format", "concise", "."]);
    let is_about = |name: &str| walked.text().contains(name);
    assert!(
        walked.code == 2 && is_about("a.jsonl#1:3") && !is_about("log.jsonl"),
        "{}",
        walked.text()
    );
    assert!(
        walked.stderr.contains("log.jsonl: skipped: no record has a field 'text'"),
        "{}",
        walked.stderr
    );
    assert!(walked.stderr.contains("--text-field"), "{}", walked.stderr);
    let named = folder.run(&["check", "log.jsonl"]);
    assert!(named.code == 2 && named.stderr.contains("log.jsonl"), "named files are read");
    folder.write("log.jsonl", "{\"level\":\"info\"}\n{\"broken\n");
    let broken = folder.run(&["check", "--format", "concise", "."]);
    assert!(broken.text().contains("log.jsonl"), "what is broken is no reason to be silent");
    std::fs::remove_file(folder.path("a.jsonl")).expect("removed");
    folder.write("log.jsonl", "{\"level\":\"info\"}\n");
    let quiet = folder.run(&["check", "-q", "."]);
    assert_eq!((quiet.code, quiet.text()), (0, ""));
    assert!(!quiet.stderr.contains("skipped"), "{}", quiet.stderr);
}

#[test]
fn records_on_standard_input_are_recognised() {
    let folder = Folder::new();
    let records = json!({"id": "x", "text": dirty()}).to_string() + "\n";
    let ran = folder.run_with(&["clean", "--quiet", "--schema", "none"], records.as_bytes());
    assert_eq!(ran.text(), json!({"id": "x", "text": ENGLISH}).to_string() + "\n");
    let checked = folder.run_with(&["check", "--format", "concise"], records.as_bytes());
    assert!(checked.text().starts_with("<stdin>#x:3:1: "), "{}", checked.text());
    // What is no record stays a document, and what is named is what its name says.
    let prose = "{curly} brackets in a \"text\" of prose.\n";
    assert_eq!(folder.run_with(&["clean", "--quiet"], prose.as_bytes()).text(), prose);
    let args = ["check", "--stdin-filename", "a.txt", "--format", "concise"];
    let named = folder.run_with(&args, records.as_bytes());
    assert!(!named.text().contains('#'), "{}", named.text());
    let text = ["clean", "--quiet", "--input-format", "text"];
    assert_eq!(folder.run_with(&text, records.as_bytes()).text(), records);
    assert_eq!(folder.run_with(&["decode"], records.as_bytes()).text(), records);
}

#[test]
fn an_array_of_records_says_what_it_is() {
    let folder = Folder::new();
    folder.write("a.jsonl", json!([{"text": dirty()}]).to_string());
    let ran = folder.run(&["check", "a.jsonl"]);
    assert!(ran.code == 2 && ran.stderr.contains("a JSON array"), "{}", ran.stderr);
    assert!(ran.stderr.contains("one object on a line"), "{}", ran.stderr);

    // A file of messages can be an array too: it is judged as the document that it is, and told about.
    let array = json!([{"id": 1, "text": ENGLISH}, {"id": 2, "text": ENGLISH}]).to_string() + "\n";
    std::fs::remove_file(folder.path("a.jsonl")).expect("removed");
    folder.write("a.json", &array);
    let told = "a JSON array of records, judged as one document";
    // The second run with a cache remembers what the first one said.
    for args in
        [&["check", "a.json"][..], &["check", "--cache", "a.json"], &["check", "--cache", "a.json"]]
    {
        let ran = folder.run(args);
        assert!(ran.code == 0 && ran.stderr.contains(told), "{args:?}: {}", ran.stderr);
        assert!(
            ran.stderr.contains("a.json: ") && ran.stderr.contains("jq -c '.[]'"),
            "{}",
            ran.stderr
        );
    }
    let piped = folder.run_with(&["clean"], array.as_bytes());
    assert_eq!((piped.code, piped.text()), (0, array.as_str()));
    assert!(piped.stderr.contains("<stdin>: ") && piped.stderr.contains(told), "{}", piped.stderr);
    for args in [&["check", "-q", "a.json"][..], &["check", "--input-format", "text", "a.json"]] {
        let quiet = folder.run(args);
        assert!(!quiet.stderr.contains("JSON array"), "{args:?}: {}", quiet.stderr);
    }
    folder.write("a.json", json!([{"id": 1, "title": ENGLISH}]).to_string());
    let others = folder.run(&["check", "a.json"]);
    assert!(!others.stderr.contains("JSON array"), "{}", others.stderr);
}
