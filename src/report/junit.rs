//! `JUnit` XML: a suite for each document and a case for each finding, which fails unless it is a
//! note. A document without findings has one case, which passes, so that it is seen that it was read.

use std::fmt::Write as _;

use super::escape::escape;
use super::reveal::before_and_after;
use super::totals::Totals;
use crate::document::Document;
use crate::finding::Finding;
use crate::rule::Severity;

pub(super) fn head() -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"monoglot\">\n".to_owned()
}

pub(super) fn document(document: &Document<'_>) -> String {
    let findings = document.findings();
    let failures = findings.iter().filter(|finding| fails(finding)).count();
    let suite = xml(document.path);
    let tests = findings.len().max(1);
    let mut out = format!(
        "  <testsuite name=\"{suite}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\" time=\"0\">\n"
    );
    for finding in &findings {
        write_case(&mut out, &suite, finding);
    }
    if findings.is_empty() {
        let _ = writeln!(
            out,
            "    <testcase name=\"nothing found\" classname=\"{suite}\" time=\"0\"/>"
        );
    }
    out + "  </testsuite>\n"
}

/// The last suite says whether every document could be read, and keeps the file from being empty.
pub(super) fn tail(totals: &Totals) -> String {
    let errors = u64::from(totals.failed > 0);
    let summary = xml(&totals.summary());
    let error = match totals.failed {
        0 => String::new(),
        failed => format!("<error message=\"{failed} failed; the log says which\"/>"),
    };
    format!(
        "  <testsuite name=\"monoglot\" tests=\"1\" failures=\"0\" errors=\"{errors}\" skipped=\"0\" time=\"0\">\n    \
         <testcase name=\"every document was read\" classname=\"monoglot\" time=\"0\">{error}\
         <system-out>{summary}</system-out></testcase>\n  </testsuite>\n</testsuites>\n"
    )
}

fn write_case(out: &mut String, suite: &str, finding: &Finding) {
    let place = finding.line.map_or(String::new(), |line| format!(", line {line}"));
    let name = format!("{}{place}", finding.rule);
    let _ = write!(out, "    <testcase name=\"{name}\" classname=\"{suite}\" time=\"0\">");
    let (before, after) = before_and_after(finding);
    let texts: Vec<_> =
        [Some(before), after].into_iter().flatten().map(|text| xml(&text)).collect();
    let (reason, text) = (xml(&finding.reason), texts.join("\n"));
    let kind = finding.severity.name();
    let _ = if fails(finding) {
        write!(out, "<failure message=\"{reason}\" type=\"{kind}\">{text}</failure>")
    } else {
        write!(out, "<system-out>{kind}: {reason}</system-out>")
    };
    out.push_str("</testcase>\n");
}

fn fails(finding: &Finding) -> bool {
    finding.severity > Severity::Note
}

/// Text for an attribute or an element. Control characters and the two noncharacters that XML cannot
/// hold are shown.
fn xml(text: &str) -> String {
    let text = escape(text).replace('\u{FFFE}', "\\u{fffe}").replace('\u{FFFF}', "\\u{ffff}");
    html_escape::encode_quoted_attribute(&text).into_owned()
}
