//! A line before and after a repair, so that a reader sees what changed.
//!
//! What is taken out of a line is often invisible, or does something where it is shown: both ways the line
//! looks the same before and after. So what goes is named, `<U+200B>`, and what stays is left as it is: the
//! joiner inside of a Persian word is no finding.

use std::fmt::Write as _;

use super::escape::{SHOWN, is_unsafe, shortened};
use crate::finding::Finding;

/// The text that a finding is about, from before its first span, with what goes from it named, and the text after its repair, both
/// short enough to be shown. Whoever shows them escapes them for the place.
pub(super) fn before_and_after(finding: &Finding) -> (String, Option<String>) {
    let Some(after) = &finding.replacement else {
        let place = finding.spans.first().map_or(0, |span| span.range.start);
        return (from(&finding.text, start_shown(&finding.text, place)), None);
    };
    let before = revealed(&finding.text, after);
    let same = before.chars().zip(after.chars()).take_while(|(a, b)| a == b).count();
    let start = start_shown(&before, same);
    (from(&before, start), Some(from(after, start)))
}

/// A text with the names of those of its invisible characters that a repair takes out.
pub(crate) fn revealed(before: &str, after: &str) -> String {
    let mut out = String::with_capacity(before.len() + 16);
    let mut left = after.chars();
    let mut rest = before.chars();
    while let Some(c) = rest.next() {
        let mut ahead = left.clone();
        if ahead.next() == Some(c) {
            left = ahead;
            out.push(c);
            continue;
        }
        // Another character stands in its place where the next one goes on behind that; else it is gone.
        let next = rest.clone().next();
        let is_gone = next == left.clone().next() || (next != ahead.next() && is_invisible(c));
        if !is_gone {
            left = ahead;
        }
        if is_invisible(c) {
            let _ = write!(out, "<U+{:04X}>", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// Characters that show nothing, or do something instead of showing.
fn is_invisible(c: char) -> bool {
    is_unsafe(c)
        || matches!(
            c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}'
        )
        || matches!(c, '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFF0}'..='\u{FFFB}')
        || matches!(c, '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// So many characters before the place that a finding is about are shown.
const LEAD: usize = 30;

/// A place up to here is in sight on any screen.
const IN_SIGHT: usize = 60;

/// The first character that is shown: the first of all, unless the place would be out of sight.
fn start_shown(text: &str, place: usize) -> usize {
    let is_short = || text.char_indices().nth(SHOWN).is_none();
    if place < IN_SIGHT || is_short() { 0 } else { place - LEAD }
}

/// The text from a character on, as much of it as is shown, with marks where something is left out.
fn from(text: &str, start: usize) -> String {
    let mark = if start > 0 { "…" } else { "" };
    let rest = text.char_indices().nth(start).map_or("", |(at, _)| &text[at..]);
    mark.to_owned() + &shortened(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_is_named_and_what_stays_is_not() {
        let cases = [
            ("side\u{AD}lines", "sidelines", "side<U+00AD>lines"),
            ("a\u{200B}\u{200B}b", "ab", "a<U+200B><U+200B>b"),
            ("می\u{200C}خواهم\u{200C}", "می\u{200C}خواهم", "می\u{200C}خواهم<U+200C>"),
            ("end\u{202E}", "end", "end<U+202E>"),
            ("\u{FEFF}\u{FEFF}", "", "<U+FEFF><U+FEFF>"),
            // A control character that was a mark, letters that are composed, a misread letter.
            ("it\u{92}s \u{AD}so", "it’s so", "it<U+0092>s <U+00AD>so"),
            ("cafe\u{301}s\u{200B}!", "cafés!", "cafe\u{301}s<U+200B>!"),
            ("MÃ¶glich\u{AD}keit", "Möglichkeit", "MÃ¶glich<U+00AD>keit"),
            ("\u{1b}[31mred", "red", "<U+001B>[31mred"),
        ];
        for (before, after, shown) in cases {
            assert_eq!(revealed(before, after), shown);
        }
    }

    #[test]
    fn a_span_far_along_the_line_is_in_sight() {
        let rule = crate::rule::Rule::OffLanguageSpan;
        let severity = crate::rule::Severity::Remove;
        let mut finding = Finding::of_document(rule, severity, String::new());
        finding.text = "word ".repeat(100) + "коментуйте";
        let lang = crate::lang::Lang::from_code("ukr").unwrap();
        finding.spans = vec![crate::finding::Span { range: 500..510, lang }];
        let (shown, _) = before_and_after(&finding);
        assert!(shown.starts_with('…') && shown.ends_with("word коментуйте"), "{shown}");
        finding.spans[0].range = 20..24;
        assert!(before_and_after(&finding).0.starts_with("word word"));
    }

    #[test]
    fn a_change_far_along_the_line_is_in_sight() {
        let far = "word ".repeat(100);
        let mut finding = Finding::of_document(
            crate::rule::Rule::InvisibleCharacter,
            crate::rule::Severity::Repair,
            String::new(),
        );
        finding.text = format!("{far}side\u{AD}lines");
        finding.replacement = Some(format!("{far}sidelines"));
        let (before, after) = before_and_after(&finding);
        assert!(before.starts_with('…') && before.ends_with("side<U+00AD>lines"), "{before}");
        assert!(after.is_some_and(|after| after.starts_with('…') && after.ends_with("sidelines")));
    }
}
