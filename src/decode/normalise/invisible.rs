//! Characters that nobody sees: which of them a text needs, and which carry no meaning.

use super::change::{Change, Counts, count};
use super::options::Normalisation;
use crate::script::Script;

/// Whether a character is one of those that [`judge`] may take out.
pub(in crate::decode) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{8}'
            | '\u{B}'
            | '\u{E}'..='\u{1F}'
            | '\u{7F}'..='\u{9F}'
            | '\u{AD}'
            | '\u{61C}'
            | '\u{180B}'..='\u{180D}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'
            | '\u{2066}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFC}'
            | '\u{E0000}'..='\u{E007F}'
            | '\u{E0100}'..='\u{E01EF}'
    )
}

/// How many characters around one are looked at: more than any flag or letter with its marks has. A
/// line may be nothing but invisible characters, and long.
const NEAR: usize = 32;

/// What stands around a character.
struct Context<'c> {
    chars: &'c [char],
    at: usize,
    /// Whether the line has letters written from right to left.
    is_right_to_left: bool,
    /// Which embeddings and isolates are opened and closed again.
    paired: &'c [bool],
}

impl Context<'_> {
    fn before(&self) -> Option<char> {
        self.at.checked_sub(1).map(|at| self.chars[at])
    }

    fn after(&self) -> Option<char> {
        self.chars.get(self.at + 1).copied()
    }

    fn script_before(&self) -> Option<Script> {
        // Marks have no script here; the letter that carries them has.
        let before = self.chars[..self.at].iter().rev().take(NEAR);
        before.map_while(|&c| (!c.is_whitespace()).then_some(Script::of(c))).flatten().next()
    }
}

/// The line without them, if some of them go; what was taken is counted.
pub(super) fn without(line: &str, options: Normalisation, counts: &mut Counts) -> Option<String> {
    let chars: Vec<char> = line.chars().collect();
    let is_right_to_left = chars.iter().any(|&c| is_right_to_left(c));
    let paired = paired(&chars);
    let mut text = String::with_capacity(line.len());
    let mut at = 0;
    let before = counts.len();
    while at < chars.len() {
        let context = Context { chars: &chars, at, is_right_to_left, paired: &paired };
        let (kept, length, change) = judge(&context, options);
        text.extend(kept);
        if let Some(change) = change {
            count(counts, change, 1);
        }
        at += length;
    }
    (counts.len() > before).then_some(text)
}

/// What becomes of a character: what is kept, how many characters were looked at, the change.
fn judge(context: &Context, options: Normalisation) -> (Option<char>, usize, Option<Change>) {
    let c = context.chars[context.at];
    let taken = |change| (None, 1, Some(change));
    match c {
        '\u{1B}' => match colour_length(&context.chars[context.at..]) {
            Some(length) => (None, length, Some(Change::TerminalEscape)),
            None => taken(Change::Control),
        },
        '\t' | '\n' | '\r' | '\u{C}' => (Some(c), 1, None),
        '\0'..='\u{1F}' | '\u{7F}' | '\u{206A}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFC}' => {
            taken(Change::Control)
        }
        '\u{80}'..='\u{9F}' => match misread(c) {
            Some(meant) => (Some(meant), 1, Some(Change::MisreadControl)),
            None => (Some(c), 1, None),
        },
        '\u{AD}' if !options.keep_soft_hyphens => taken(Change::SoftHyphen),
        '\u{FEFF}' => taken(Change::ByteOrderMark),
        _ => match needless(context, c) {
            Some(change) => taken(change),
            None => (Some(c), 1, None),
        },
    }
}

/// The mark that windows-1252 has where ISO-8859-1 has a control character.
fn misread(c: char) -> Option<char> {
    let byte = u8::try_from(u32::from(c)).ok()?;
    let meant = crate::decode::pages::by_name("windows-1252")?.char(byte);
    (meant != c).then_some(meant)
}

/// The length of a sequence that sets a terminal's colours, `ESC [ ... m`.
fn colour_length(chars: &[char]) -> Option<usize> {
    let ['\u{1B}', '[', rest @ ..] = chars else { return None };
    let end = rest.iter().position(|c| !c.is_ascii_digit() && *c != ';')?;
    (rest[end] == 'm').then_some(end + 3)
}

/// Why a character that some scripts need is not needed here.
fn needless(context: &Context, c: char) -> Option<Change> {
    let is_needed = match c {
        '\u{200B}'..='\u{200D}' if is_doubled_beside_space(context) => true,
        '\u{200B}' => is_between_unspaced(context),
        '\u{200C}' => is_joiner_meant(context, false),
        '\u{200D}' => is_joiner_meant(context, true),
        '\u{200E}' | '\u{200F}' | '\u{61C}' => context.is_right_to_left,
        '\u{202A}'..='\u{202C}' | '\u{2066}'..='\u{2069}' => {
            context.is_right_to_left && context.paired[context.at]
        }
        '\u{2060}' | '\u{202D}' | '\u{202E}' => false,
        '\u{E0000}'..='\u{E007F}' => is_flag(context),
        c if is_selector(c) => context.before().is_some_and(takes_selector),
        _ => true,
    };
    (!is_needed).then_some(match c {
        '\u{200B}'..='\u{200D}' | '\u{2060}' => Change::ZeroWidth,
        '\u{E0000}'..='\u{E007F}' => Change::Tag,
        c if is_selector(c) => Change::VariationSelector,
        _ => Change::BidiControl,
    })
}

/// Whether two or more zero-width characters stand in a row beside white space. There they part
/// nothing and hide nothing: translation services leave them in text that is well otherwise, one
/// line in three thousand, and a line is not changed for their sake.
fn is_doubled_beside_space(context: &Context) -> bool {
    let is_zero_width = |c: &&char| matches!(c, '\u{200B}'..='\u{200D}');
    let (start, rest) = context.chars.split_at(context.at);
    let before = start.iter().rev().take(NEAR).take_while(is_zero_width).count();
    let after = rest.iter().take(NEAR).take_while(is_zero_width).count();
    let is_space = |c: Option<&char>| c.is_some_and(|c| c.is_whitespace());
    before + after > 1 && (is_space(start.iter().rev().nth(before)) || is_space(rest.get(after)))
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{180B}'..='\u{180D}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whether a selector behind a character chooses a form of it: those of emoji, ideographs, symbols
/// and some scripts, but letters with capitals have no forms, and nothing has several selectors.
fn takes_selector(before: char) -> bool {
    let has_case =
        matches!(Script::of(before), Some(Script::Latin | Script::Greek | Script::Cyrillic));
    !(is_selector(before) || before.is_whitespace() || has_case && before.is_alphabetic())
}

/// Scripts without spaces mark word boundaries with zero-width ones.
fn is_between_unspaced(context: &Context) -> bool {
    let unspaced = |script: Option<Script>| script.is_some_and(Script::is_unspaced);
    unspaced(context.script_before()) || unspaced(context.after().and_then(Script::of))
}

/// Whether a joiner or non-joiner changes what is read: after a virama, between letters that join,
/// and the joiner inside an emoji.
fn is_joiner_meant(context: &Context, joins: bool) -> bool {
    use Script::{
        Arabic, Bengali, Devanagari, Gujarati, Gurmukhi, Kannada, Khmer, Malayalam, Myanmar, Odia,
        Sinhala, Tamil, Telugu,
    };
    let Some(before) = context.before() else { return false };
    let after = context.after();
    if joins && is_pictograph(before) && after.is_some_and(is_pictograph) {
        return true;
    }
    let script_after = after.and_then(Script::of);
    match context.script_before().or(script_after) {
        // Typists end words with it, too: one line in some ten thousand, and nothing is hidden.
        Some(Arabic) => {
            let is_typed = script_after == Some(Arabic) || after.is_some_and(char::is_whitespace);
            joins || !before.is_whitespace() && is_typed
        }
        Some(
            Devanagari | Bengali | Gurmukhi | Gujarati | Odia | Tamil | Telugu | Kannada
            | Malayalam | Sinhala | Khmer | Myanmar,
        ) => true,
        // Mongolian, Syriac and others that join as well.
        Some(Script::Other) => after.is_some_and(|c| !c.is_whitespace()),
        _ => false,
    }
}

/// Characters that make up emoji, with their modifiers and selectors.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}' | '\u{E007F}')
}

/// Tags are text only in the flags of countries' parts, which start with a black flag.
fn is_flag(context: &Context) -> bool {
    let mut before = context.chars[..context.at].iter().rev().take(NEAR);
    let start = before.find(|c| !matches!(c, '\u{E0000}'..='\u{E007F}'));
    let after = context.chars[context.at..].iter().take(NEAR);
    let end = after.take_while(|c| matches!(c, '\u{E0000}'..='\u{E007F}')).last();
    start == Some(&'\u{1F3F4}') && end == Some(&'\u{E007F}')
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
        && c.is_alphabetic()
}

/// Which characters open an embedding or an isolate that is closed, or close one. Overrides, which
/// show text in another order than it is in, are none of them, nor is what closes them.
fn paired(chars: &[char]) -> Vec<bool> {
    let mut paired = vec![false; chars.len()];
    let mut open: Vec<usize> = Vec::new();
    let is_isolate = |at: usize| matches!(chars[at], '\u{2066}'..='\u{2068}');
    for (at, c) in chars.iter().enumerate() {
        let start = match c {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' | '\u{2066}'..='\u{2068}' => {
                open.push(at);
                continue;
            }
            '\u{202C}' => open.pop_if(|start| !is_isolate(*start)),
            // What is still open inside an isolate ends with it.
            '\u{2069}' => std::iter::from_fn(|| open.pop()).find(|&start| is_isolate(start)),
            _ => continue,
        };
        let is_override = |start: usize| matches!(chars[start], '\u{202D}' | '\u{202E}');
        if let Some(start) = start.filter(|&start| !is_override(start)) {
            (paired[start], paired[at]) = (true, true);
        }
    }
    paired
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_invisible_characters_are_judged() {
        for c in ('\0'..=char::MAX).filter(|&c| !is_invisible(c)) {
            let chars = ['a', c, 'b'];
            let context =
                Context { chars: &chars, at: 1, is_right_to_left: false, paired: &[false; 3] };
            let judged = judge(&context, Normalisation::default());
            assert_eq!(judged, (Some(c), 1, None), "U+{:04X}", u32::from(c));
        }
    }
}
