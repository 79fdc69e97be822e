//! The text of a `.docx` document: its paragraphs, a line each. Headers, footers, notes and comments are
//! other parts of the archive and are left out; what was deleted under review is, too.

use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

/// The part of the archive that holds the text.
const BODY: &str = "word/document.xml";

/// Bytes of the longest body: an archive of a few can say that it holds gigabytes.
const LONGEST: u64 = 64 << 20;

/// Whether bytes are such a document, or claim to be.
pub(super) fn is_docx(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") && memchr::memmem::find(bytes, BODY.as_bytes()).is_some()
}

/// The text of a document.
pub(super) fn text_of(bytes: &[u8]) -> Result<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let part = archive.by_name(BODY).map_err(|error| error.to_string())?;
    let mut body = Vec::new();
    part.take(LONGEST + 1).read_to_end(&mut body).map_err(|error| error.to_string())?;
    if body.len() as u64 > LONGEST {
        return Err(format!("its text is longer than {LONGEST} bytes"));
    }
    paragraphs(std::str::from_utf8(&body).map_err(|_| "its text is no UTF-8")?)
}

fn paragraphs(xml: &str) -> Result<String, String> {
    let mut reader = Reader::from_str(xml);
    let mut out = String::new();
    // Tabs stand in runs of text; those outside of them say where they would be.
    let (mut is_text, mut is_run) = (false, false);
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        match event {
            Event::Start(tag) => match tag.local_name().into_inner() {
                "t" => is_text = true,
                "r" => is_run = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().into_inner() {
                "t" => is_text = false,
                "r" => is_run = false,
                "p" => out.push('\n'),
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().into_inner() == "p" => out.push('\n'),
            Event::Empty(tag) if is_run => out.push_str(match tag.local_name().into_inner() {
                "tab" => "\t",
                "br" | "cr" => "\n",
                "noBreakHyphen" => "-",
                _ => "",
            }),
            Event::Text(text) if is_text => {
                out.push_str(&text);
            }
            Event::GeneralRef(name) if is_text => out.push_str(&reference(&name)?),
            Event::Eof => return Ok(out),
            _ => {}
        }
    }
}

/// `&amp;` and `&#8217;`; no document defines others.
fn reference(name: &quick_xml::events::BytesRef<'_>) -> Result<String, String> {
    if let Some(c) = name.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(c.to_string());
    }
    let known = quick_xml::escape::resolve_predefined_entity(name);
    let unknown = || format!("it names an entity '{}' that there is not", &**name);
    known.map(str::to_owned).ok_or_else(unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_lines_and_what_was_deleted_is_gone() {
        let xml = r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body>
            <w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr></w:p>
            <w:p><w:r><w:t>Tom &amp; J</w:t></w:r><w:r><w:t xml:space="preserve">erry&#8217;s </w:t></w:r></w:p>
            <w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>
            <w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r></w:p>
            </w:body></w:document>"#;
        assert_eq!(paragraphs(xml).unwrap(), "\nTom & Jerry’s \nnew\na\nb\tc\n");
    }

    fn archive(part: &str, body: &[u8]) -> Vec<u8> {
        use std::io::Write as _;
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(part, options).unwrap();
        writer.write_all(body).unwrap();
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_document_is_read_out_of_its_archive() {
        let bytes = archive(BODY, b"<w:p><w:r><w:t>One line.</w:t></w:r></w:p>");
        assert!(is_docx(&bytes));
        assert_eq!(text_of(&bytes).unwrap(), "One line.\n");
        assert!(!is_docx(&archive("xl/workbook.xml", b"<a/>")));
    }

    #[test]
    fn an_archive_that_swells_is_refused() {
        let bytes = archive(BODY, &vec![b' '; LONGEST as usize + 1]);
        assert!(bytes.len() < 1 << 20);
        assert!(text_of(&bytes).unwrap_err().contains("longer than"));
    }

    #[test]
    fn what_is_no_document_is_refused() {
        assert!(!is_docx(b"word/document.xml"));
        assert!(text_of(b"PK\x03\x04 word/document.xml").is_err());
        assert!(paragraphs("<w:t>&lol;</w:t>").is_err());
        assert!(paragraphs("<a></b>").is_err());
    }
}
