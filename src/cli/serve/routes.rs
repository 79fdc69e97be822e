//! What the page may ask for, and who may ask.
//!
//! Everything stands below a token that nobody else knows. A page from elsewhere neither knows it nor may it
//! speak under another name of this machine, which a name server can point here; what changes something
//! comes from our own page alone, by its origin.

use monoglot::{Decision, Remove};
use serde_json::{Map, Value};

use super::super::values::Choice as _;
use super::http::{JSON, Request, Response};
use super::session::{Question, Refusal, Session};

/// Where the page stands.
#[derive(Debug)]
pub(super) struct Door {
    pub(super) port: u16,
    /// Hexadecimal digits.
    pub(super) token: String,
}

/// Answers that come at once; a reader gives some hundreds in an hour.
const MAX_ANSWERS: usize = 100_000;

impl Door {
    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.port, self.token)
    }

    /// The place below the token that a request is for.
    fn place<'r>(&self, request: &'r Request) -> Result<&'r str, Response> {
        let is_ours = |host: &str| {
            ["127.0.0.1", "localhost"].iter().any(|name| host == format!("{name}:{}", self.port))
        };
        if !request.field("host").is_some_and(is_ours) {
            return Err(Response::refused(403, "this is not the host that was asked for"));
        }
        let path = request.path.strip_prefix('/').unwrap_or_default();
        let (token, place) = path.split_once('/').unwrap_or((path, ""));
        if !is_equal(token.as_bytes(), self.token.as_bytes()) {
            return Err(Response::refused(
                403,
                "the address lacks its token; monoglot serve prints it",
            ));
        }
        Ok(place)
    }
}

/// Refuses what pages from elsewhere send; browsers say so, other programs need not.
fn refuse_strangers(request: &Request) -> Result<(), Response> {
    let own = format!("http://{}", request.field("host").unwrap_or_default());
    let is_own = !request.has("origin") || request.field("origin") == Some(own.as_str());
    let site = request.field("sec-fetch-site");
    if is_own && site.is_none_or(|site| ["same-origin", "none"].contains(&site)) {
        return Ok(());
    }
    Err(Response::refused(403, "another page may not ask for this"))
}

/// In a time that says nothing about where two differ.
fn is_equal(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

/// The answer to a request.
pub(super) fn respond(door: &Door, session: &mut Session, request: Request) -> Response {
    let place = door.place(&request).map(str::to_owned);
    let answered = place.and_then(|place| match (request.method.as_str(), place.as_str()) {
        ("GET", "") => Ok(page(door, session)),
        ("POST", "add" | "judge" | "clean" | "save" | "decide") => {
            refuse_strangers(&request)?;
            if place == "add" { add(session, request) } else { ask(session, &place, &request) }
        }
        (_, "" | "add" | "judge" | "clean" | "save" | "decide") => {
            Err(Response::refused(405, "not in this way"))
        }
        _ => Err(Response::refused(404, "there is nothing here")),
    });
    answered.unwrap_or_else(|refused| refused)
}

fn page(door: &Door, session: &Session) -> Response {
    let (page, policy) = session.page(&door.token);
    let policy = Some(policy + "; frame-ancestors 'none'");
    Response { status: 200, kind: "text/html", body: page.into_bytes(), policy }
}

/// The kind of what is no JSON: a form of another page cannot send it without asking first.
const BYTES: &str = "application/octet-stream";

fn add(session: &mut Session, request: Request) -> Result<Response, Response> {
    expect(&request, BYTES)?;
    let name = request.parameter("name").unwrap_or_default();
    answer(session.add(&name, request.body))
}

fn ask(session: &mut Session, place: &str, request: &Request) -> Result<Response, Response> {
    expect(request, JSON)?;
    let question = question(&request.body).map_err(|why| Response::refused(400, &why))?;
    answer(match place {
        "judge" => session.judge(&question),
        "clean" => session.clean(&question),
        "save" => session.save(&question),
        _ => session.decide(&question.answers),
    })
}

fn expect(request: &Request, kind: &str) -> Result<(), Response> {
    let is_it = request.field("content-type").is_some_and(|sent| sent == kind);
    is_it.then_some(()).ok_or_else(|| Response::refused(415, &format!("send {kind}")))
}

fn answer(answered: Result<Value, Refusal>) -> Result<Response, Response> {
    match answered {
        Ok(value) => Ok(Response::json(200, &value)),
        Err(Refusal::Unknown) => Err(Response::refused(404, "there is no such document")),
        Err(Refusal::Changed) => {
            Err(Response::refused(409, "the file changed since it was shown; nothing was written"))
        }
        Err(Refusal::TooMuch(why)) => Err(Response::refused(413, &why)),
        Err(Refusal::Failed(why)) => Err(Response::refused(422, &why)),
    }
}

/// `{"document": 0, "remove": "likely", "answers": [...]}`.
fn question(body: &[u8]) -> Result<Question, String> {
    let object: Map<String, Value> =
        serde_json::from_slice(body).map_err(|error| format!("not a JSON object ({error})"))?;
    let document = object.get("document").and_then(Value::as_u64).unwrap_or_default();
    let remove = match object.get("remove").and_then(Value::as_str) {
        None | Some("") => None,
        Some(name) => Some(Remove::named(name).ok_or("'remove' has no such value")?),
    };
    let answers = object.get("answers").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if answers.len() > MAX_ANSWERS {
        return Err(format!("more than {MAX_ANSWERS} answers"));
    }
    let answers = answers.iter().map(|answer| answer.to_string().parse::<Decision>());
    let answers = answers.collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    let document = usize::try_from(document).map_err(|error| error.to_string())?;
    Ok(Question { document, remove, answers })
}
