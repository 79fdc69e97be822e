//! E-mail: what its author wrote, without the letters that are quoted and without signatures.

use super::inline::{self, Inline};
use super::prose::{BlockKind, Prose, Scribe, line_end};

/// The prose of a letter. A text without headers is a letter too.
pub(super) fn parse(text: &str) -> Prose<'_> {
    let mut scribe = Scribe::new(text);
    let mut state = if has_headers(text) { State::Header } else { State::Letter };
    let mut start = 0;
    while start < text.len() {
        let end = line_end(text, start);
        let line = text[start..end].trim_end_matches(['\r', '\n']);
        state = state.after(&mut scribe, start, line);
        start = end;
    }
    scribe.finish()
}

/// Whether a text of unknown format is a letter that answers another one: it quotes lines, and it greets
/// somebody or says who wrote them. Menus begin their lines with the same sign.
pub(super) fn is_answer(text: &str) -> bool {
    let mut quotes = memchr::memmem::find_iter(text.as_bytes(), b"\n> ");
    let Some(first) = quotes.next().filter(|_| quotes.nth(1).is_some()) else { return false };
    let last_of = |before: &str| before.trim_end().chars().next_back();
    let greets = text.trim_start().lines().next().and_then(last_of);
    greets.is_some_and(|mark| matches!(mark, ',' | '，' | ':' | '：' | '!' | '،'))
        || last_of(&text[..first]).is_some_and(|mark| matches!(mark, ':' | '：'))
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Header,
    Letter,
    /// A signature, or a letter that is passed on, to the end of the text.
    Below,
    /// A part that is no text as it stands.
    Encoded,
}

impl State {
    fn after(self, scribe: &mut Scribe<'_>, start: usize, line: &str) -> Self {
        match self {
            Self::Header => header(scribe, start, line),
            Self::Encoded if line.starts_with("--") => Self::Header,
            Self::Below | Self::Encoded => self,
            Self::Letter if line == "-- " || is_original(line) => Self::Below,
            Self::Letter if line.starts_with("--") && line.len() > 20 && !line.contains(' ') => {
                Self::Header
            }
            Self::Letter => {
                if line.trim().is_empty() {
                    scribe.begin();
                } else if !line.trim_start().starts_with('>') {
                    let range = start..start + line.len();
                    inline::write(scribe, range.clone(), Inline::default());
                    let takes = start..line_end(scribe.text, range.end);
                    scribe.block(BlockKind::Paragraph, range, Some(takes));
                }
                self
            }
        }
    }
}

fn header(scribe: &mut Scribe<'_>, start: usize, line: &str) -> State {
    if line.is_empty() {
        return State::Letter;
    }
    let Some((name, value)) = line.split_once(':') else { return State::Header };
    match name.to_ascii_lowercase().as_str() {
        "subject" if !value.contains("=?") => {
            let range = start + name.len() + 1..start + line.len();
            scribe.write(range.clone());
            scribe.block(BlockKind::Heading, range, None);
        }
        "content-language" => scribe.declare(value),
        "content-transfer-encoding" if value.trim() == "base64" => return State::Encoded,
        _ => {}
    }
    State::Header
}

/// Whether a text begins with the headers of a letter.
fn has_headers(text: &str) -> bool {
    let Some((name, _)) = text.lines().next().and_then(|line| line.split_once(':')) else {
        return false;
    };
    let is_name =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (is_name && name.contains('-'))
        || ["From", "To", "Subject", "Date", "Received", "Cc"].contains(&name)
}

/// Whether a line stands over a letter that is passed on: `-----Original Message-----`.
fn is_original(line: &str) -> bool {
    let inside = line.trim().trim_matches('-');
    let marks = line.trim().len() - inside.len();
    marks >= 10 && inside.chars().any(char::is_alphabetic) && inside.len() < 60
}
