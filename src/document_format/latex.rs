//! LaTeX: text between commands.

use super::prose::{BlockKind, Prose, Scribe, line_end};

/// The prose of a LaTeX document.
pub(super) fn parse(text: &str) -> Prose<'_> {
    let mut reader = Reader {
        scribe: Scribe::new(text),
        at: 0,
        is_words: true,
        kind: BlockKind::Paragraph,
        hidden: 0,
    };
    // A file that another one includes has no preamble.
    let body = memchr::memmem::find(text.as_bytes(), BODY.as_bytes());
    reader.is_preamble(body.map_or(0, |body| body + BODY.len()));
    while reader.at < text.len() {
        reader.line();
    }
    reader.scribe.finish()
}

const BODY: &str = "\\begin{document}";

/// Commands whose arguments are no prose.
const NAMES: [&str; 37] = [
    "addbibresource",
    "autoref",
    "begin",
    "bibliography",
    "bibliographystyle",
    "cite",
    "citep",
    "citet",
    "color",
    "cref",
    "documentclass",
    "end",
    "eqref",
    "footcite",
    "gls",
    "hspace",
    "href",
    "include",
    "includegraphics",
    "input",
    "label",
    "lstinputlisting",
    "lstinline",
    "newcommand",
    "nocite",
    "pageref",
    "pagestyle",
    "parencite",
    "ref",
    "renewcommand",
    "setlength",
    "textcite",
    "texttt",
    "url",
    "usepackage",
    "vspace",
    "verb",
];

/// Environments that hold no prose.
const CODE: [&str; 15] = [
    "align",
    "align*",
    "alltt",
    "comment",
    "equation",
    "equation*",
    "filecontents",
    "gather",
    "lstlisting",
    "math",
    "displaymath",
    "minted",
    "thebibliography",
    "tikzpicture",
    "verbatim",
];

/// What is open longer is no formula, and the search for its end takes linear time.
const LONGEST_FORMULA: usize = 4000;

struct Reader<'t> {
    scribe: Scribe<'t>,
    at: usize,
    /// Whether the line holds nothing but words.
    is_words: bool,
    kind: BlockKind,
    /// Where what is no prose ends.
    hidden: usize,
}

impl Reader<'_> {
    /// Passes over the preamble, but for the title.
    fn is_preamble(&mut self, end: usize) {
        let text = self.scribe.text;
        if let Some(title) = memchr::memmem::find(&text.as_bytes()[..end], b"\\title{") {
            let start = title + "\\title{".len();
            let length = text[start..end].find('}').unwrap_or(0);
            self.scribe.write(start..start + length);
            self.scribe.block(BlockKind::Heading, start..start + length, None);
        }
        self.at = if end > 0 { line_end(text, end) } else { 0 };
    }

    fn line(&mut self) {
        let text = self.scribe.text;
        let start = self.at;
        let end = line_end(text, start);
        let line = text[start..end].trim_end();
        (self.is_words, self.kind) = (true, BlockKind::Paragraph);
        if line.is_empty() {
            self.scribe.begin();
        }
        let mut from = start.max(self.hidden);
        let mut at = from;
        let last = start + line.len();
        while at < last {
            let length = match text.as_bytes()[at] {
                b'%' => {
                    self.scribe.comment(&text[at + 1..last]);
                    last - at
                }
                b'\\' => self.command(at, last),
                b'$' => self.formula(at),
                b'{' | b'}' | b'~' | b'&' => 1,
                _ => {
                    at += 1;
                    continue;
                }
            };
            self.scribe.write(from..at.max(from));
            self.is_words &= matches!(text.as_bytes()[at], b'~');
            at += length.max(1);
            from = at;
        }
        if from < last {
            self.scribe.write(from..last);
        }
        let takes = self.is_words.then_some(start..end);
        self.scribe.block(self.kind, start..last.max(start), takes);
        self.hidden = self.hidden.max(at.min(text.len()));
        self.at = if at > end { line_end(text, at.min(text.len())) } else { end };
    }

    /// How long a command is, with those of its arguments that are no prose.
    fn command(&mut self, at: usize, line_end: usize) -> usize {
        let text = self.scribe.text;
        let name: &str = &text[at + 1..];
        let length =
            name.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'*').count();
        let name = name[..length].trim_end_matches('*');
        let mut end = at + 1 + length.max(text[at + 1..].chars().next().map_or(0, char::len_utf8));
        match name {
            "item" => self.kind = BlockKind::ListItem,
            "section" | "subsection" | "subsubsection" | "chapter" | "part" | "paragraph"
            | "title" => {
                self.kind = BlockKind::Heading;
            }
            "caption" => self.kind = BlockKind::Caption,
            "begin" => {
                if let Some(code) = environment(&text[end..]) {
                    let close = format!("\\end{{{code}}}");
                    let rest = &text.as_bytes()[end..];
                    return memchr::memmem::find(rest, close.as_bytes())
                        .map_or(text.len(), |found| end + found + close.len())
                        - at;
                }
            }
            _ => {}
        }
        let is_bracket = text.as_bytes().get(at + 1) == Some(&b'[');
        if is_bracket {
            return memchr::memmem::find(self.near(at), b"\\]").map_or(2, |found| found + 2);
        }
        let is_name = NAMES.contains(&name);
        let mut arguments = 0;
        while end < line_end {
            let close = match text.as_bytes()[end] {
                b'[' => b']',
                // What a link shows is words.
                b'{' if is_name && !(name == "href" && arguments == 1) => b'}',
                _ => break,
            };
            arguments += usize::from(close == b'}');
            let Some(found) = memchr::memchr(close, &text.as_bytes()[end..line_end]) else { break };
            end += found + 1;
        }
        end - at
    }

    /// What follows, as far as a formula may go.
    fn near(&self, at: usize) -> &[u8] {
        let text = self.scribe.text.as_bytes();
        &text[at..text.len().min(at + LONGEST_FORMULA)]
    }

    /// How long a formula is.
    fn formula(&self, at: usize) -> usize {
        let rest = self.near(at);
        let mark: &[u8] = if rest.starts_with(b"$$") { b"$$" } else { b"$" };
        let close = memchr::memmem::find(&rest[mark.len()..], mark);
        // A formula does not go over a blank line.
        let close = close.filter(|&close| memchr::memmem::find(&rest[..close], b"\n\n").is_none());
        close.map_or(mark.len(), |close| close + 2 * mark.len())
    }
}

/// The name of an environment of code that begins.
fn environment(rest: &str) -> Option<&str> {
    let name = rest.strip_prefix('{')?;
    let name = &name[..name.find('}')?];
    CODE.contains(&name).then_some(name)
}
