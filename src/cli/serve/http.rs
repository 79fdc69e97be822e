//! HTTP/1.1, as much of it as one page on one machine asks for: a request is read within bounds,
//! answered, and the connection closed.

use std::io::{self, Read, Write};
use std::time::{Duration, Instant};

/// Bytes of the longest head of a request: browsers send some hundreds.
const HEAD: usize = 16 << 10;

/// Fields of a head; more are refused.
const FIELDS: usize = 64;

/// A request that is not there by then is given up, however slowly it comes.
const PATIENCE: Duration = Duration::from_secs(30);

/// What somebody asks for.
#[derive(Debug, Default)]
pub(super) struct Request {
    pub(super) method: String,
    /// The path, as it was sent, without the query.
    pub(super) path: String,
    pub(super) query: String,
    /// Fields that there can be only one of, with names in lower case.
    fields: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Request {
    /// The value of a field. Of one that is there twice, none: two readers could take two of them.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        let mut values = self.fields.iter().filter(|(known, _)| known == name);
        let (_, value) = values.next()?;
        values.next().is_none().then_some(value)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(known, _)| known == name)
    }

    /// The value of a parameter of the query, decoded.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        let pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        let mut values = pairs.filter(|(known, _)| *known == name).map(|(_, value)| value);
        values.next().map(percent_decoded)
    }
}

/// An answer.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) kind: &'static str,
    pub(super) body: Vec<u8>,
    /// The content security policy, of a page.
    pub(super) policy: Option<String>,
}

pub(super) const JSON: &str = "application/json";

impl Response {
    pub(super) fn json(status: u16, value: &serde_json::Value) -> Self {
        Self { status, kind: JSON, body: value.to_string().into_bytes(), policy: None }
    }

    pub(super) fn refused(status: u16, why: &str) -> Self {
        Self::json(status, &serde_json::json!({"error": why}))
    }

    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let policy = self.policy.as_deref().unwrap_or("default-src 'none'; frame-ancestors 'none'");
        let head = format!(
            "HTTP/1.1 {} {}\r\nContent-Type: {}; charset=utf-8\r\nContent-Length: {}\r\n\
             Connection: close\r\nCache-Control: no-store\r\nContent-Security-Policy: {policy}\r\n\
             Cross-Origin-Resource-Policy: same-origin\r\nCross-Origin-Opener-Policy: same-origin\r\n\
             Referrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n\
             X-Frame-Options: DENY\r\n\r\n",
            self.status,
            phrase(self.status),
            self.kind,
            self.body.len()
        );
        out.write_all(head.as_bytes())?;
        out.write_all(&self.body)?;
        out.flush()
    }
}

const fn phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        411 => "Length Required",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        431 => "Request Header Fields Too Large",
        _ => "Error",
    }
}

/// Reads a request whose body has `longest` bytes at most; nothing if nobody asks. `Err` is what to answer
/// to one that is refused.
pub(super) fn read(from: &mut impl Read, longest: usize) -> Result<Option<Request>, Response> {
    let begun = Instant::now();
    let mut bytes = Vec::new();
    let (mut request, end) = loop {
        if let Some(parsed) = parse(&bytes)? {
            break parsed;
        }
        if bytes.len() >= HEAD {
            return Err(Response::refused(431, "the head of the request is too long"));
        }
        if !more(from, &mut bytes, begun)? {
            return Ok(None);
        }
    };
    let length = body_length(&request)?;
    if length > longest {
        let why = format!("longer than {longest} bytes; clean such files with monoglot clean");
        return Err(Response::refused(413, &why));
    }
    let mut body = bytes.split_off(end);
    while body.len() < length {
        if !more(from, &mut body, begun)? {
            return Ok(None);
        }
    }
    body.truncate(length);
    request.body = body;
    Ok(Some(request))
}

/// Takes what has come; `false` if nothing comes any more.
fn more(from: &mut impl Read, bytes: &mut Vec<u8>, begun: Instant) -> Result<bool, Response> {
    if begun.elapsed() > PATIENCE {
        return Err(Response::refused(408, "the request took too long"));
    }
    let mut buffer = [0; HEAD];
    let count = from.read(&mut buffer).unwrap_or(0);
    bytes.extend_from_slice(&buffer[..count]);
    Ok(count > 0)
}

/// The head of a request and where it ends, once all of it has come.
fn parse(bytes: &[u8]) -> Result<Option<(Request, usize)>, Response> {
    let mut fields = [httparse::EMPTY_HEADER; FIELDS];
    let mut parsed = httparse::Request::new(&mut fields);
    let refused = |_| Response::refused(400, "not an HTTP request");
    let httparse::Status::Complete(end) = parsed.parse(bytes).map_err(refused)? else {
        return Ok(None);
    };
    let target = parsed.path.unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let field = |field: &httparse::Header<'_>| {
        let value = String::from_utf8_lossy(field.value).trim().to_owned();
        (field.name.to_ascii_lowercase(), value)
    };
    let request = Request {
        method: parsed.method.unwrap_or_default().to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        fields: parsed.headers.iter().map(field).collect(),
        body: Vec::new(),
    };
    Ok(Some((request, end)))
}

fn body_length(request: &Request) -> Result<usize, Response> {
    if request.has("transfer-encoding") {
        return Err(Response::refused(411, "the body needs a Content-Length"));
    }
    if !request.has("content-length") {
        return Ok(0);
    }
    let length = request.field("content-length").and_then(|length| length.parse().ok());
    length.ok_or_else(|| Response::refused(400, "Content-Length is no number"))
}

/// `a%20b` as `a b`; what is no escape stays.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let decoded = byte.filter(|_| *first == b'%');
        bytes.push(decoded.unwrap_or(*first));
        rest = if decoded.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Result<Option<Request>, u16> {
        read(&mut text.as_bytes(), 10).map_err(|refused| refused.status)
    }

    #[test]
    fn a_request_is_read_with_its_body() {
        let text = "POST /t/add?name=a%20b.txt HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
        let request = asked(text).unwrap().unwrap();
        assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/t/add"));
        assert_eq!(request.parameter("name").as_deref(), Some("a b.txt"));
        assert_eq!((request.field("host"), request.body.as_slice()), (Some("h"), &b"abc"[..]));
    }

    #[test]
    fn what_is_too_long_or_strange_is_refused() {
        let with = |fields: &str| format!("POST / HTTP/1.1\r\n{fields}\r\n");
        assert_eq!(asked(&with("Content-Length: 11\r\n")).err(), Some(413));
        assert_eq!(asked(&with("Content-Length: -1\r\n")).err(), Some(400));
        assert_eq!(asked(&with("Content-Length: 1\r\nContent-Length: 2\r\n")).err(), Some(400));
        assert_eq!(asked(&with("Transfer-Encoding: chunked\r\n")).err(), Some(411));
        assert_eq!(asked(&with(&format!("A: {}\r\n", "x".repeat(HEAD)))).err(), Some(431));
        assert_eq!(asked(&with(&"A: x\r\n".repeat(FIELDS + 1))).err(), Some(400));
        assert_eq!(asked("nonsense\r\n\r\n").err(), Some(400));
        assert!(asked("GET / HTTP/1.1\r\nHost").unwrap().is_none(), "half a request is none");
    }

    #[test]
    fn a_field_that_is_there_twice_says_nothing() {
        let request = asked("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").unwrap().unwrap();
        assert_eq!(request.field("host"), None);
    }

    #[test]
    fn escapes_of_a_query_are_read() {
        assert_eq!(percent_decoded("%D0%B0+%zz%2"), "а+%zz%2");
    }
}
