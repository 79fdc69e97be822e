//! What sites repeat: counted, merged, the same whatever came first.

use serde_json::json;

use crate::corpus::{conversion, gzip, zstd};
use crate::run::{Folder, Ran};

/// A page of a site: its frame, and a sentence that no other page has.
fn page(number: usize) -> String {
    let own: String = number.to_string().bytes().map(|digit| char::from(digit + 49)).collect();
    format!(
        "Home\nRead also\nThe story of {own} was told in the old town of {own}.\n{number} comments\n"
    )
}

fn host(number: usize) -> String {
    format!("site{}.example", number % 5)
}

fn record(number: usize) -> String {
    let url = format!("https://www.{}/page/{number}", host(number));
    json!({"id": number, "url": url, "text": page(number)}).to_string() + "\n"
}

fn records(numbers: impl Iterator<Item = usize>) -> String {
    numbers.map(record).collect()
}

/// Counts, and gives back the file.
fn count(folder: &Folder, args: &[&str]) -> Vec<u8> {
    let ran = sites(folder, args);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    folder.read("sites.bin")
}

fn sites(folder: &Folder, args: &[&str]) -> Ran {
    folder.run(&[&["sites", "--isolated", "-o", "sites.bin"][..], args].concat())
}

#[test]
fn the_same_lines_give_the_same_bytes_whatever_holds_them() {
    let folder = Folder::new();
    folder.write("all.jsonl", records(0..100));
    let expected = count(&folder, &["all.jsonl"]);
    assert!(expected.starts_with(b"sites__1") && expected.len() < 2000, "{} bytes", expected.len());
    folder.write("odd.jsonl.gz", gzip(records((1..100).step_by(2))));
    folder.write("even.jsonl.zst", zstd(records((0..100).step_by(2))));
    assert_eq!(count(&folder, &["odd.jsonl.gz", "even.jsonl.zst"]), expected);
    for number in 0..100 {
        let head = format!("---\ntitle: {number}\nurl: \"https://{}/\"\n---\n", host(number));
        let name = format!("pages/{:02}/{number}.txt", number % 7);
        folder.write(&name, head + &page(number));
    }
    let uri = |number| format!("http://{}:8080/{number}", host(number));
    let wet: String = (0..100).rev().map(|n| conversion(&uri(n), &page(n))).collect();
    folder.write("all.wet", wet);
    for options in [&["--jobs", "1"][..], &["--jobs", "4"], &["--memory", "1K", "--jobs", "3"]] {
        assert_eq!(count(&folder, &[options, &["all.wet"]].concat()), expected, "{options:?}");
    }
    // What the front matter adds is the same on few pages.
    let with_front_matter = count(&folder, &["pages"]);
    assert_eq!(count(&folder, &["--memory", "1", "--jobs", "2", "pages"]), with_front_matter);
}

#[test]
fn partial_files_merge_to_the_count_of_all() {
    let folder = Folder::new();
    folder.write("a.jsonl", records(0..2)).write("b.jsonl", records(2..100));
    let expected = count(&folder, &["a.jsonl", "b.jsonl"]);
    for part in ["a", "b"] {
        let (input, output) = (format!("{part}.jsonl"), format!("{part}.bin"));
        let ran = folder.run(&["sites", "--isolated", "--partial", "-o", &output, &input]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    assert_eq!(count(&folder, &["a.bin", "b.bin"]), expected);
    assert_eq!(count(&folder, &["b.bin", "a.bin"]), expected);
    assert_eq!(count(&folder, &["b.bin", "a.jsonl"]), expected, "documents beside a part");
}

#[test]
fn many_files_are_merged_a_few_at_a_time() {
    let folder = Folder::new();
    folder.write("all.jsonl", records(0..150));
    let expected = count(&folder, &["all.jsonl"]);
    let mut parts = Vec::new();
    for number in 0..150 {
        let part = format!("{number}.bin");
        folder.write("one.jsonl", record(number));
        folder.run(&["sites", "--isolated", "--partial", "-o", &part, "one.jsonl"]);
        parts.push(part);
    }
    let parts: Vec<_> = parts.iter().map(String::as_str).collect();
    assert_eq!(count(&folder, &parts), expected);
    // Complete files of other sites beside them.
    let other = json!({"url": "https://other.example/", "text": page(1)}).to_string() + "\n";
    folder
        .write("other.jsonl", other.repeat(3))
        .write("both.jsonl", records(0..150) + &other.repeat(3));
    folder.run(&["sites", "--isolated", "-o", "other.bin", "other.jsonl"]);
    let both = count(&folder, &["both.jsonl"]);
    assert_eq!(count(&folder, &[&parts[..], &["other.bin"]].concat()), both);
    let ran = sites(&folder, &[&parts[..], &["sites.bin"]].concat());
    assert_eq!(ran.code, 2, "a complete file has sites in common with parts");
}

#[test]
fn files_that_lost_lines_are_not_merged_silently() {
    let folder = Folder::new();
    folder.write("a.jsonl", records(0..50)).write("b.jsonl", records(50..100));
    for part in ["a", "b"] {
        let (input, output) = (format!("{part}.jsonl"), format!("{part}.bin"));
        folder.run(&["sites", "--isolated", "-o", &output, &input]);
    }
    let ran = sites(&folder, &["a.bin", "b.bin"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("--partial"), "{}", ran.stderr);
    assert!(!folder.path("sites.bin").exists(), "nothing half done is left");
}

#[test]
fn documents_without_an_address_are_of_their_folder_and_records_of_none() {
    let folder = Folder::new();
    for number in 0..6 {
        folder.write(&format!("{}/{number}.txt", number % 2), page(number));
    }
    let both = count(&folder, &["0", "1"]);
    let names = String::from_utf8_lossy(&both).into_owned();
    let (first, second) = (names.find('0'), names.find('1'));
    assert!(first.is_some() && second.is_some());
    folder.write("a.jsonl", json!({"text": page(1)}).to_string() + "\n");
    let none = count(&folder, &["a.jsonl"]);
    assert_eq!(none.len(), 17, "a head and an end");
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_counted() {
    let folder = Folder::new();
    folder.write("a.jsonl", records(0..50)).write("bad.jsonl", records(50..60) + "no record\n");
    let ran = sites(&folder, &["a.jsonl", "bad.jsonl", "missing.txt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("bad.jsonl#11: invalid JSON"), "{}", ran.stderr);
    assert!(ran.stderr.contains("missing.txt: "), "{}", ran.stderr);
    assert!(ran.stderr.contains("60 documents counted"), "{}", ran.stderr);
    folder.write("cut.bin", &folder.read("sites.bin")[..200]);
    let ran = sites(&folder, &["cut.bin"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("damaged"), "{}", ran.stderr);
}

/// Articles that each have a refrain, a heading, a dialogue tag, a date and a form of address of their own kind,
/// on every page.
fn diary(number: usize) -> String {
    let own: String = number.to_string().bytes().map(|digit| char::from(digit + 49)).collect();
    format!(
        "Dear Margaret,\n3 May 1892\nRow, brothers, row, the stream runs fast,\nIngredients\n\
         The keeper {own} of the light wrote about the storm and the boats of {own} that came home late.\n\
         \"No,\" she said.\n"
    )
}

#[test]
fn what_an_author_repeats_stays_even_where_boilerplate_goes() {
    let folder = Folder::new();
    for number in 0..8 {
        folder.write(&format!("diary/{number}.txt"), diary(number));
    }
    let ran = folder.run(&["clean", "--rule", "repeated-line=on", "-o", "out", "diary"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for number in 0..8 {
        let out = folder.read(&format!("out/{number}.txt"));
        assert_eq!(String::from_utf8_lossy(&out), diary(number));
    }
}

/// A page of a translated manual, whose contents name sections that nobody translated yet.
fn translated(number: usize) -> String {
    let topic = ["serveurs", "claviers", "disques", "réseaux", "journaux", "écrans"][number];
    format!(
        "10.3.6. Password keyring\n12.5.6. Dynamic call tracing tools\nimage-20240508210811922\n\n\
         Ce texte parle des {topic} et de ce qui les rend utiles à la maison.\n\
         9.1.5. Scanning the source code tree\n\
         Chaque paquet est décrit par son auteur, et la plupart des commandes demandent les droits de \
         l'administrateur.\n\
         Les {topic} demandent un peu de patience, mais le résultat en vaut la peine.\n"
    )
}

#[test]
fn titles_of_sections_and_names_of_files_stay() {
    let folder = Folder::new();
    for number in 0..6 {
        folder.write(&format!("manuel/{number}.txt"), translated(number));
    }
    let ran = folder.run(&["clean", "-o", "out", "manuel"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for number in 0..6 {
        let out = folder.read(&format!("out/{number}.txt"));
        assert_eq!(String::from_utf8_lossy(&out), translated(number));
    }
}

/// A Japanese blog whose title is its name and an English word, with two prompts, in a folder.
fn notes(folder: &Folder, site: &str) {
    let days = [
        "私は先週、京都の小さな町を歩いて、古い家の写真をたくさん撮りました。",
        "雨が降っていたので、駅の近くの喫茶店で長い手紙を書きました。",
        "新しい自転車を買ってから、毎朝川の近くを走るのが楽しみになりました。",
        "図書館で借りた本は、海の向こうの島に住む漁師の話でした。",
        "庭の木に赤い実がなり、鳥が毎日食べに来るようになりました。",
        "友人と一緒に山へ登り、頂上でおにぎりを食べました。",
    ];
    for (number, day) in days.iter().enumerate() {
        let next = days[(number + 1) % days.len()];
        let text = format!(
            "Tanakablog's notes\n\nLeave a comment\n\n{day}\n{next}第{number}回。\n\nPowered by Hexo\n"
        );
        folder.write(&format!("{site}/{number}.txt"), text);
    }
}

#[test]
fn the_title_of_a_site_stays() {
    let folder = Folder::new();
    for (site, is_its_name) in [("tanakablog", true), ("x", false)] {
        notes(&folder, site);
        let ran = folder.run(&["clean", "--isolated", "-o", "out", site]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        for number in 0..6 {
            let text = text_of(&folder, &format!("out/{number}.txt"));
            assert_eq!(text.contains("Tanakablog's notes"), is_its_name, "{site}: {text}");
            assert!(!text.contains("comment") && !text.contains("Hexo"), "{site}: {text}");
        }
    }
}

#[test]
fn off_is_what_a_document_says_alone() {
    let folder = Folder::new();
    for number in 0..8 {
        let text = format!("{}{}", diary(number), crate::cli::dirty());
        folder.write(&format!("a/{number}.txt"), text);
    }
    let off = folder.run(&["tag", "--isolated", "--sites", "off", "--format", "jsonl", "a"]);
    let paths: Vec<_> = (0..8).map(|number| format!("a/{number}.txt")).collect();
    let names: Vec<_> = paths.iter().map(String::as_str).collect();
    let alone = folder.run(&[&["tag", "--isolated", "--format", "jsonl"][..], &names].concat());
    assert_eq!(off.text(), alone.text());
    let auto = folder.run(&["tag", "--isolated", "--format", "jsonl", "a"]);
    folder.run(&["sites", "--isolated", "-o", "sites.bin", "a"]);
    let by_file =
        folder.run(&["tag", "--isolated", "--sites", "sites.bin", "--format", "jsonl", "a"]);
    assert_eq!(auto.text(), by_file.text(), "counted before or by itself");
    assert_ne!(auto.text(), off.text(), "what is repeated is known");
}

/// What stands on every page, in three languages.
const MENU: &str = "Home\nAbout us\nContact\nNews\nSports\nCulture\nBusiness\nWeather\nArchive\nShop\nLog in\n\
    Register\nSubscribe\nShare this page\nPrivacy policy\nTerms of use\nCookies\nRead also\nAll rights reserved\n\
    Newsletter\nкоментуйте повідомлення:\nDatenschutzerklärung\n";

/// What stands on one page only.
fn story(number: usize) -> String {
    let own: String = number.to_string().bytes().map(|digit| char::from(digit + 49)).collect();
    format!(
        "The story of {own} was told in the old town of {own}.\nThe keeper of {own} wrote about the storm.\n\
         The boats of {own} came home late.\n"
    )
}

/// Ten pages that are boilerplate for the most part.
fn framed() -> Folder {
    let folder = Folder::new();
    for number in 0..10 {
        folder.write(&format!("p/{number}.txt"), MENU.to_owned() + &story(number));
    }
    folder
}

fn text_of(folder: &Folder, name: &str) -> String {
    String::from_utf8_lossy(&folder.read(name)).into_owned()
}

#[test]
fn boilerplate_goes_however_much_of_a_page_it_is() {
    let folder = framed();
    let ran = folder.run(&["clean", "--rule", "repeated-line=on", "-o", "out", "p"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for number in 0..10 {
        assert_eq!(text_of(&folder, &format!("out/{number}.txt")), story(number));
    }
    folder.run(&["clean", "-o", "unasked", "p"]);
    assert!(text_of(&folder, "unasked/1.txt").starts_with("Home\nAbout us\nContact\n"));
}

/// A page of a handbook, with a line that no other page has.
fn handbook(plant: &str, own: &str) -> String {
    format!(
        "Handbuch\nInhalt\nZurück\nWeiter\nDie {plant} ist in diesem Garten seit vielen Jahren zu Hause.\n\
         Wer eine {plant} pflanzt, braucht einen sonnigen Platz und etwas Geduld.\n\
         Im Herbst wird die {plant} geerntet und im Keller gelagert.\n{own}Alle Rechte vorbehalten\n"
    )
}

/// What a template writes stands on many pages, and what stands on one is its author's: a sentence that was not
/// translated. `residue` without its site is 0.96.
#[test]
fn what_stands_alone_on_a_site_is_flagged() {
    let folder = Folder::new();
    let own = "More information can be found in the manual of the program.\n";
    for plant in ["Birne", "Kirsche", "Pflaume", "Quitte", "Mispel", "Traube", "Feige", "Hagebutte"]
    {
        folder.write(&format!("p/{plant}.txt"), handbook(plant, ""));
    }
    folder.write("p/own.txt", handbook("Haselnuss", own));
    folder.run(&["clean", "--sites", "off", "-o", "off", "p"]);
    assert!(!text_of(&folder, "off/own.txt").contains(own), "certain by its page");
    let ran = folder.run(&["clean", "-o", "out", "p"]);
    assert!(text_of(&folder, "out/own.txt").contains(own));
    assert!(ran.stderr.contains("flag"), "{}", ran.stderr);
    folder.run(&["sites", "-o", "sites.bin", "p"]);
    let explained = folder.run(&["explain", "--sites", "sites.bin", "p/own.txt:8"]);
    assert!(explained.text().contains("its site seldom repeats it"), "{}", explained.text());
}

/// Lines that stand in many documents of a folder by chance make no site of it.
#[test]
fn strangers_in_a_folder_are_judged_alone() {
    let folder = Folder::new();
    for number in 0..12 {
        let by_chance = if number < 3 { "Leave a comment\nKommentare\n" } else { "" };
        folder.write(&format!("p/{number}.txt"), story(number) + by_chance);
    }
    let tag =
        |sites| folder.run(&["tag", "--isolated", "--sites", sites, "--format", "jsonl", "p"]);
    assert_eq!(tag("auto").text(), tag("off").text());
}

#[test]
fn a_page_of_nothing_but_boilerplate_stays() {
    let folder = framed();
    folder.write("p/empty.txt", MENU);
    let ran = folder.run(&["clean", "--rule", "repeated-line=on", "-o", "out", "p"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(text_of(&folder, "out/empty.txt"), MENU);
}

#[test]
fn explain_says_how_a_site_repeats_a_line() {
    let folder = framed();
    folder.run(&["sites", "--isolated", "-o", "sites.bin", "p"]);
    let on = ["explain", "--sites", "sites.bin", "--rule", "repeated-line=on"];
    let home = folder.run(&[&on[..], &["p/3.txt:1"]].concat());
    for said in [
        "Site:     stands on 10 of 10 pages of p\n",
        "Verdict:  remove (repeated-line)",
        "speaks for boilerplate",
        "Judged by its site",
    ] {
        assert!(home.text().contains(said), "{said}: {}", home.text());
    }
    let story = folder.run(&[&on[..], &["p/3.txt:23"]].concat());
    assert!(
        !story.text().contains("Site:") && !story.text().contains("its site"),
        "{}",
        story.text()
    );
    let alone = folder.run(&["explain", "p/3.txt:1"]);
    assert!(!alone.text().contains("Site:"), "one document tells nothing: {}", alone.text());
    // A record is of the site of its address.
    folder.write("all.jsonl", records(0..100));
    folder.run(&["sites", "--isolated", "-o", "hosts.bin", "all.jsonl"]);
    let record = folder.run(&["explain", "--sites", "hosts.bin", "all.jsonl#7:2"]);
    assert!(
        record.text().contains("stands on 20 of 20 pages of site2.example\n"),
        "{}",
        record.text()
    );
}

#[test]
fn reports_name_what_a_site_repeats_once_for_all_of_its_pages() {
    let folder = framed();
    let args = ["check", "--isolated", "--rule", "repeated-line=on", "--report", "markdown=a.md"];
    let ran =
        folder.run(&[&args[..], &["--report", "html=a.html", "--format", "json", "p"]].concat());
    let report: serde_json::Value = serde_json::from_str(ran.text()).unwrap();
    let repeated = report["totals"]["repeated"].as_array().unwrap();
    let of = |text: &str| repeated.iter().find(|line| line["text"] == text);
    let home = of("Home").unwrap();
    assert_eq!((&home["site"], &home["verdict"]), (&json!("p"), &json!("remove")));
    assert_eq!((&home["documents"], &home["site_documents"]), (&json!(10), &json!(10)));
    assert!(repeated.len() <= MENU.lines().count(), "each once: {repeated:?}");
    assert!(story(3).lines().all(|line| of(line).is_none()));
    let markdown = text_of(&folder, "a.md");
    let first = markdown.find("### Lines that repeat: `p`").unwrap();
    assert!(first < markdown.find("### `p/").unwrap(), "before the documents");
    assert!(markdown.contains("- on 10 of 10 pages, English, **remove**, `repeated-line`"));
    let html = text_of(&folder, "a.html");
    assert!(html.contains("<summary>Lines that repeat</summary>") && html.contains("10 of 10"));
    let alone = folder.run(&["check", "--isolated", "--sites", "off", "--format", "json", "p"]);
    assert!(alone.text().contains("\"repeated\":[]"), "what nobody counted is not named");
}

#[test]
fn one_answer_is_for_all_pages_of_a_site() {
    let folder = framed();
    for number in 0..10 {
        folder.write(&format!("q/{number}.txt"), MENU.to_owned() + &story(number));
    }
    folder.run(&["sites", "--isolated", "-o", "sites.bin", "p", "q"]);
    let on = ["--sites", "sites.bin", "--rule", "repeated-line=on"];
    let explained = folder.run(&[&["explain"][..], &on, &["p/3.txt:1"]].concat());
    let answer = explained.text().lines().find(|line| line.contains("\"site\":\"p\"")).unwrap();
    assert!(explained.text().contains("to keep it on p, add this"), "{}", explained.text());
    folder.write("monoglot.decisions.jsonl", answer.trim());
    folder.run(&[&["clean", "-o", "out"][..], &on, &["p", "q"]].concat());
    for number in 0..10 {
        let (kept, gone) = ("Home\n".to_owned() + &story(number), story(number));
        assert_eq!(text_of(&folder, &format!("out/p/{number}.txt")), kept);
        assert_eq!(text_of(&folder, &format!("out/q/{number}.txt")), gone, "of another site");
    }
    let off = folder.run(&["check", "--sites", "off", "--prune", "."]);
    assert!(!off.text().contains("stale-decision"), "{}", off.text());
    assert_eq!(text_of(&folder, "monoglot.decisions.jsonl").trim(), answer.trim());
}

/// What a Polish blog says in ten posts.
const POSTS: [&str; 10] = [
    "Wczoraj wieczorem wróciliśmy z gór i od razu usiedliśmy do zdjęć.",
    "Kiedy pada deszcz, w naszym ogrodzie pojawiają się ślimaki i żaby.",
    "Przepis na ten chleb dostałam od babci, która piekła go co tydzień.",
    "Stary most nad rzeką zamknięto na miesiąc i wszyscy jeżdżą dookoła.",
    "Najlepsze jabłka rosną u sąsiada, ale on nigdy ich nie sprzedaje.",
    "Pociąg spóźnił się dwie godziny, więc zdążyłem przeczytać całą książkę.",
    "Zimą jezioro zamarza tak mocno, że można po nim przejść na drugi brzeg.",
    "W bibliotece znalazłem mapę miasta sprzed stu lat i długo ją oglądałem.",
    "Dzieci zbudowały latawiec z gazety, który wzniósł się ponad dachy domów.",
    "Na targu kupiliśmy miód od pszczelarza, który mieszka pod samym lasem.",
];

/// What stands around each post.
const TOP: &str = "Leave a comment\nRead more\n";
const BOTTOM: &str = "Powered by Hugo\nAll rights reserved\n";

fn post(body: &str) -> String {
    format!("{TOP}{body}\n{BOTTOM}")
}

/// Ten posts, and one that is code and English for the most part.
fn blog(last: &str) -> Folder {
    let folder = Folder::new();
    for (number, body) in POSTS.iter().enumerate() {
        let more = POSTS[(number + 3) % 10].replace(' ', "  ");
        folder.write(&format!("p/{number}.txt"), post(&format!("{body}\n{more} Koniec {body}")));
    }
    folder.write("p/last.txt", post(last));
    folder
}

/// The main language of the last post, and what is left of it.
fn cleaned(folder: &Folder) -> (serde_json::Value, String) {
    let checked = folder.run(&["check", "--isolated", "--format", "json", "p"]);
    let report: serde_json::Value = serde_json::from_str(checked.text()).unwrap_or_default();
    let mut documents = report["documents"].as_array().into_iter().flatten();
    let last = documents.find(|document| document["path"] == "p/last.txt");
    folder.run(&["clean", "--isolated", "-o", "out", "p"]);
    let lang = last.map(|document| document["lang"].clone());
    (lang.unwrap_or_default(), text_of(folder, "out/last.txt"))
}

#[test]
fn a_page_of_code_is_in_the_language_of_its_site() {
    let code = "Skrót klawiszowy w aplikacji\nTak wygląda nowa klasa, którą napisałem:\n\
                public class KeyboardShortcut\n\
                // Indicates if the recording of a new shortcut is what we have here\n\
                public bool IsRecording = false;\n\
                Shortcut type that will be replaced after recording\n\
                // Called when the key is held\npublic void Execute()\n}\n\
                Cały kod można zobaczyć na moim koncie.";
    let folder = blog(code);
    let alone = folder.run(&["check", "--isolated", "--format", "json", "p/last.txt"]);
    assert!(alone.text().contains("\"lang\":\"eng\""), "{}", alone.text());
    assert_eq!(cleaned(&folder), (json!("pol"), code.to_owned() + "\n"));
    assert_eq!(text_of(&folder, "out/0.txt").lines().count(), 2, "as on all pages");
    let explained = folder.run(&["sites", "--isolated", "-o", "sites.bin", "p"]);
    assert_eq!(explained.code, 0, "{}", explained.stderr);
    let explained = folder.run(&["explain", "--sites", "sites.bin", "p/last.txt:3"]);
    let said = "11 of 11 pages of p are in Polish\n";
    assert!(explained.text().contains(said), "{}", explained.text());
}

#[test]
fn a_page_in_another_language_than_its_site_stays_in_it() {
    for guest in [
        "The keeper of the light wrote about the storm and the boats that came home late.\n\
         Nobody in the village had seen such waves before, and nobody would forget them.",
        "We will be back on Monday.",
        "Řeka se v noci vylila z břehů a trh se stěhuje na jiné místo za městem.\n\
         Nikdo ve vesnici takové vlny předtím neviděl a nikdo na ně nezapomene.",
    ] {
        let folder = blog(guest);
        let (lang, text) = cleaned(&folder);
        assert!(lang.is_string() && lang != "pol", "{lang}: {guest}");
        assert!(text.contains(guest), "{text}");
    }
}

#[test]
fn what_a_site_repeats_goes_however_short_a_page_is() {
    for body in ["Wracamy w niedzielę.", "Wracamy w niedzielę, a potem jedziemy nad morze."] {
        assert_eq!(cleaned(&blog(body)), (json!("pol"), body.to_owned() + "\n"));
    }
    let folder = blog("");
    let (_, nothing) = cleaned(&folder);
    assert_eq!(nothing, text_of(&folder, "p/last.txt"), "a page is not emptied");
}
