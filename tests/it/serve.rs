//! `monoglot serve`: who may ask, and what is done with documents.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use serde_json::{Value, json};

use crate::cli::{ENGLISH, PROMPT, dirty};
use crate::run::Folder;

/// A running server, which ends with the test.
struct Served {
    child: Child,
    port: u16,
    token: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer: its status, its head and its body.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

impl Served {
    fn new(folder: &Folder, args: &[&str]) -> Self {
        let mut command = folder.command("", &[&["serve"], args].concat());
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program");
        let mut address = String::new();
        BufReader::new(child.stdout.as_mut().expect("its stdout"))
            .read_line(&mut address)
            .expect("an address");
        let rest =
            address.trim_end().strip_prefix("http://127.0.0.1:").expect("the loopback address");
        let (port, token) = rest.split_once('/').expect("a token");
        let token = token.trim_end_matches('/').to_owned();
        Self { child, port: port.parse().expect("a port"), token }
    }

    /// Sends bytes as they are.
    fn send(&self, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.write_all(request).expect("a reader");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Answer { status: status.unwrap_or_default(), head: head.to_owned(), body: body.to_owned() }
    }

    fn request(&self, line: &str, fields: &str, body: &[u8]) -> Answer {
        let length = body.len();
        let head = format!("{line} HTTP/1.1\r\n{fields}Content-Length: {length}\r\n\r\n");
        self.send(&[head.as_bytes(), body].concat())
    }

    fn host(&self) -> String {
        format!("Host: 127.0.0.1:{}\r\n", self.port)
    }

    fn page(&self) -> Answer {
        self.request(&format!("GET /{}/", self.token), &self.host(), b"")
    }

    fn ask(&self, what: &str, question: &Value) -> Answer {
        let fields = self.host() + "Content-Type: application/json\r\n";
        let line = format!("POST /{}/{what}", self.token);
        self.request(&line, &fields, question.to_string().as_bytes())
    }

    fn add(&self, name: &str, bytes: &[u8]) -> Answer {
        let fields = self.host() + "Content-Type: application/octet-stream\r\n";
        self.request(&format!("POST /{}/add?name={name}", self.token), &fields, bytes)
    }
}

fn page_data(answer: &Answer) -> Value {
    let (_, rest) = answer.body.split_once("id=\"data\">").expect("data");
    serde_json::from_str(rest.split_once("</script>").expect("its end").0).expect("JSON")
}

#[test]
fn the_page_shows_the_documents_to_who_has_the_address() {
    let folder = Folder::new();
    folder.write("texts/a.txt", dirty()).write("texts/b.txt", ENGLISH);
    let served = Served::new(&folder, &["texts"]);
    assert_eq!(served.token.len(), 32);
    let page = served.page();
    assert_eq!(page.status, 200);
    let policy = page.head.lines().find_map(|line| line.strip_prefix("Content-Security-Policy: "));
    let policy = policy.expect("a policy");
    assert!(policy.starts_with("default-src 'none'; ") && policy.contains("connect-src 'self'"));
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    for field in ["Cache-Control: no-store", "Referrer-Policy: no-referrer", "nosniff"] {
        assert!(page.head.contains(field), "{field}");
    }
    let data = page_data(&page);
    let names: Vec<_> = data["rows"].as_array().unwrap().iter().map(|row| &row[1]["p"]).collect();
    assert_eq!(names, ["texts/a.txt", "texts/b.txt"], "the worst first");
    assert_eq!(data["totals"]["removed"], 1);
}

#[test]
fn nobody_else_is_answered() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    let served = Served::new(&folder, &["a.txt"]);
    let get = |path: &str, fields: &str| served.request(&format!("GET {path}"), fields, b"").status;
    let (own, host) = (format!("/{}/", served.token), served.host());
    assert_eq!(get("/", &host), 403, "without a token");
    assert_eq!(get(&format!("/{}/", "0".repeat(32)), &host), 403, "with another");
    assert_eq!(get(&format!("/{}x/", served.token), &host), 403, "with a longer one");
    assert_eq!(get(&own, ""), 403, "without a host");
    assert_eq!(get(&own, "Host: evil.example\r\n"), 403, "as a name server may have it");
    let elsewhere = format!("Host: evil.example:{}\r\n", served.port);
    assert_eq!(get(&own, &elsewhere), 403, "at the right port");
    assert_eq!(get(&own, &(host.clone() + "Host: evil.example\r\n")), 403, "under two names");
    assert_eq!(get(&own, &format!("Host: localhost:{}\r\n", served.port)), 200);
    assert_eq!(get(&(own + "../etc/passwd"), &host), 404);
}

#[test]
fn nothing_is_written_for_another_page() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    let served = Served::new(&folder, &["a.txt"]);
    let body = json!({"document": 0}).to_string();
    let post = |token: &str, fields: &str| {
        let fields = served.host() + fields;
        served.request(&format!("POST /{token}/save"), &fields, body.as_bytes()).status
    };
    let kind = "Content-Type: application/json\r\n";
    assert_eq!(post("", kind), 403);
    assert_eq!(post(&"0".repeat(32), kind), 403);
    let token = &served.token;
    assert_eq!(post(token, &format!("{kind}Origin: http://evil.example\r\n")), 403);
    assert_eq!(post(token, &format!("{kind}Origin: null\r\n")), 403);
    assert_eq!(post(token, &format!("{kind}Sec-Fetch-Site: cross-site\r\n")), 403);
    assert_eq!(post(token, ""), 415);
    assert_eq!(post(token, "Content-Type: text/plain\r\n"), 415, "as a form sends it");
    let get = served.request(&format!("GET /{token}/save"), &served.host(), b"");
    assert_eq!(get.status, 405);
    assert_eq!(folder.read("a.txt"), dirty().as_bytes());
    let own = format!(
        "{kind}Origin: http://127.0.0.1:{}\r\nSec-Fetch-Site: same-origin\r\n",
        served.port
    );
    assert_eq!(post(token, &own), 200);
    assert_ne!(folder.read("a.txt"), dirty().as_bytes());
}

#[test]
fn what_is_saved_is_what_clean_writes_and_can_be_undone() {
    let folder = Folder::new();
    folder.write("a.txt", dirty()).write("same.txt", dirty());
    let served = Served::new(&folder, &["a.txt"]);
    let saved = served.ask("save", &json!({"document": 0}));
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert_eq!(saved.json()["written"], true);
    assert_eq!(saved.json()["undo"], "monoglot undo monoglot.journal.jsonl");
    assert_eq!(saved.json()["row"]["n"][1], 0, "what it shows is what stands there now");
    let cleaned = folder.run(&["clean", "same.txt"]).stdout;
    assert_eq!(folder.read("a.txt"), cleaned);
    assert_eq!(served.ask("save", &json!({"document": 0})).json()["written"], false);
    // While the page is open.
    let undone = folder.run(&["undo", "monoglot.journal.jsonl"]);
    assert_eq!(undone.code, 0, "{}", undone.stderr);
    assert_eq!(folder.read("a.txt"), dirty().as_bytes());
}

#[test]
fn what_changed_since_it_was_shown_is_not_written_over() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    let served = Served::new(&folder, &["a.txt"]);
    let edited = dirty().replace('\n', " \n");
    folder.write("a.txt", &edited);
    for what in ["save", "clean"] {
        let refused = served.ask(what, &json!({"document": 0}));
        assert_eq!(refused.status, 409, "{}", refused.body);
    }
    assert_eq!(folder.read("a.txt"), edited.as_bytes());
    assert!(!folder.path("monoglot.journal.jsonl").exists());
    // Who has seen it may.
    assert_eq!(served.ask("judge", &json!({"document": 0})).json()["changed"], true);
    assert_eq!(served.ask("save", &json!({"document": 0})).status, 200);
    fs::remove_file(folder.path("a.txt")).unwrap();
    assert_eq!(served.ask("save", &json!({"document": 0})).status, 422);
    assert!(!folder.path("a.txt").exists());
}

#[test]
fn answers_and_levels_are_followed() {
    let folder = Folder::new();
    folder.write("a.txt", dirty());
    let served = Served::new(&folder, &["a.txt"]);
    let cleaned = |question: &Value| served.ask("clean", question).json()["text"].clone();
    assert!(!cleaned(&json!({"document": 0})).as_str().unwrap().contains(PROMPT.trim()));
    assert_eq!(cleaned(&json!({"document": 0, "remove": "none"})), dirty());
    let data = page_data(&served.page());
    let entry =
        &data["details"]["0"]["d"].as_array().unwrap().iter().find(|entry| entry.is_object());
    let hash = &entry.unwrap()["h"];
    let keep =
        json!({"hash": hash, "scope": "here", "path": "a.txt", "answer": "keep", "text": ""});
    assert_eq!(cleaned(&json!({"document": 0, "answers": [keep]})), dirty());
    let told = json!({"lang": "ukr", "scope": "file", "path": "a.txt"});
    let judged = served.ask("judge", &json!({"document": 0, "answers": [told]})).json();
    assert_eq!(judged["row"]["l"], "ukr");
    let written = served.ask("decide", &json!({"answers": [keep]}));
    assert_eq!(
        (written.status, &written.json()["decisions"]),
        (200, &json!(1)),
        "{}",
        written.body
    );
    assert_eq!(folder.run(&["check", "a.txt"]).code, 0, "check follows them");
    assert_eq!(cleaned(&json!({"document": 0})), dirty(), "and so does the page");
    for wrong in [
        json!({"document": 0, "answers": [{"hash": "x"}]}),
        json!({"document": 0, "remove": "all"}),
        json!([]),
    ] {
        assert_eq!(served.ask("clean", &wrong).status, 400, "{wrong}");
    }
    assert_eq!(served.ask("clean", &json!({"document": 7})).status, 404);
}

#[test]
fn texts_come_from_the_page_and_stay_there() {
    let folder = Folder::new();
    let served = Served::new(&folder, &[]);
    assert_eq!(page_data(&served.page())["rows"], json!([]));
    let added = served.add("..%2F..%2Fa.txt", dirty().as_bytes()).json();
    assert_eq!((&added["id"], &added["row"]["p"]), (&json!(0), &json!("a.txt")));
    assert_eq!(added["row"]["w"], Value::Null, "there is no file to save");
    assert_eq!(served.add("a.txt", ENGLISH.as_bytes()).json()["row"]["p"], "a-2.txt");
    let html = format!("<p>{}</p>\n<p>{PROMPT}</p>\n", ENGLISH.replace('\n', " "));
    served.add("a.html", html.as_bytes());
    let cleaned = served.ask("clean", &json!({"document": 2})).json();
    assert!(cleaned["text"].as_str().unwrap().starts_with("<p>"), "its tags stay: {cleaned}");
    assert_eq!(served.ask("save", &json!({"document": 0})).status, 422);
    assert_eq!(served.add("b.txt", b"\0\x01\x02\0\0\xff\0\x03").status, 422);
    assert_eq!(fs::read_dir(folder.path("")).unwrap().count(), 0, "nothing is written");
}

#[test]
fn requests_are_bounded() {
    let folder = Folder::new();
    let served = Served::new(&folder, &[]);
    let long = format!(
        "POST /{}/add?name=a HTTP/1.1\r\n{}Content-Type: application/octet-stream\r\n\
         Content-Length: 99999999999\r\n\r\n",
        served.token,
        served.host()
    );
    assert_eq!(served.send(long.as_bytes()).status, 413);
    let head = format!("GET / HTTP/1.1\r\nA: {}\r\n\r\n", "x".repeat(20_000));
    assert_eq!(served.send(head.as_bytes()).status, 431);
    assert_eq!(served.send(b"\x16\x03\x01 not for us\r\n\r\n").status, 400);
    assert_eq!(served.page().status, 200, "and it goes on");
}

#[test]
fn shards_and_standard_input_are_refused() {
    let folder = Folder::new();
    folder.write("a.jsonl", "{\"text\":\"x\"}\n").write("b.txt", ENGLISH);
    let served = Served::new(&folder, &["a.jsonl", "b.txt"]);
    assert_eq!(page_data(&served.page())["rows"].as_array().unwrap().len(), 1);
    assert_eq!(folder.run(&["serve", "-"]).code, 2);
}
