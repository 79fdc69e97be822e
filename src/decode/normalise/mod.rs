//! What a text must not carry into print: characters that nobody sees and several ways to write the
//! same thing.
//!
//! Every default here was measured on a quarter of a million lines of well-made text in 128
//! languages: what such text uses is kept. So quotation marks, no-break spaces and ligatures stay,
//! and joiners stay where a script needs them. What remains to be taken out carries no meaning, or
//! hides some.

mod change;
pub(super) mod composition;
pub(super) mod invisible;
mod options;

use unicode_normalization::UnicodeNormalization;

pub(super) use change::count;
pub use change::{Change, Counts};
pub use options::{Entities, Form, LineEnding, Normalisation};

use super::prefilter::Prefilter;
use crate::script::Script;

/// The line without what carries no meaning, and what was changed; `None` if nothing was.
///
/// `seen` is what the prefilter saw of the line. A clean one costs no more than that.
pub(super) fn line(
    line: &str,
    seen: Prefilter,
    options: Normalisation,
) -> Option<(String, Counts)> {
    let mut counts = Counts::new();
    let mut text = entities(line, options.entities);
    if text.is_some() {
        count(&mut counts, Change::Entity, 1);
    }
    let read = text.as_deref().unwrap_or(line);
    let seen = if text.is_some() { Prefilter::at(read) } else { seen };
    if options.invisible && seen.invisible {
        text = invisible::without(read, options, &mut counts).or(text);
    }
    if let Some(chosen) = chosen(text.as_deref().unwrap_or(line), options, &mut counts) {
        text = Some(chosen);
    }
    let is_composed = text.is_none() && !seen.uncomposed;
    if let Some(composed) = composed(text.as_deref().unwrap_or(line), is_composed, options.form) {
        count(&mut counts, Change::Composition, 1);
        text = Some(composed);
    }
    text.map(|text| (text, counts))
}

/// The line with its entities read, if it has any.
fn entities(line: &str, entities: Entities) -> Option<String> {
    if entities == Entities::Keep || !line.contains('&') {
        return None;
    }
    let read = html_escape::decode_html_entities(line);
    (read != line).then(|| read.into_owned())
}

/// The line in its form, if it is not.
fn composed(line: &str, is_composed: bool, form: Form) -> Option<String> {
    match form {
        Form::Keep => None,
        Form::Nfc if is_composed => None,
        Form::Nfc => Some(line.nfc().collect()).filter(|nfc| nfc != line),
        Form::Nfkc => Some(line.nfkc().collect()).filter(|nfkc| nfkc != line),
    }
}

/// The changes that are made only when asked for.
fn chosen(line: &str, options: Normalisation, counts: &mut Counts) -> Option<String> {
    let wants = options.straight_quotes || options.width || options.ligatures;
    if !wants || line.is_ascii() {
        return None;
    }
    let is_wide = line.chars().any(|c| Script::of(c).is_some_and(Script::is_unspaced));
    let before = counts.len();
    let mut text = String::with_capacity(line.len());
    for c in line.chars() {
        match replacement(c, options, is_wide) {
            Some((replacement, change)) => {
                count(counts, change, 1);
                text.push_str(&replacement);
            }
            None => text.push(c),
        }
    }
    (counts.len() > before).then_some(text)
}

fn replacement(c: char, options: Normalisation, is_wide: bool) -> Option<(String, Change)> {
    let compatible = || c.to_string().nfkc().collect::<String>();
    match c {
        '‘'..='‛' if options.straight_quotes => Some(("'".into(), Change::Quotes)),
        '“'..='‟' if options.straight_quotes => Some(("\"".into(), Change::Quotes)),
        '\u{FB00}'..='\u{FB06}' if options.ligatures => Some((compatible(), Change::Ligature)),
        '\u{FF01}'..='\u{FF5E}' if options.width && !is_wide => Some((compatible(), Change::Width)),
        _ => None,
    }
}
