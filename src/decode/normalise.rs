//! What a text must not carry into print: characters that nobody sees and several ways to write the
//! same thing.
//!
//! Every default here was measured on a quarter of a million lines of well-made text in 128
//! languages: what such text uses is kept. So quotation marks, no-break spaces and ligatures stay,
//! and joiners stay where a script needs them. What remains to be taken out carries no meaning, or
//! hides some.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::scan::{has_byte, has_pair};
use crate::script::Script;

/// Which line ending a text gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineEnding {
    /// The one that most of its lines have.
    #[default]
    Majority,
    /// LF.
    Lf,
    /// CRLF.
    CrLf,
    /// Every line keeps its own.
    Keep,
}

/// Which HTML entities are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Entities {
    /// None: `&lt;script&gt;` in an article is content.
    #[default]
    Keep,
    /// All, unless the text holds a tag: then it is markup, and entities belong to it.
    Auto,
}

/// Unicode normalisation forms that a text may get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// Characters stay as they are composed.
    Keep,
    /// Canonical composition: the same text to every reader.
    #[default]
    Nfc,
    /// Compatibility composition: ligatures, widths and superscripts are lost.
    Nfkc,
}

/// What is normalised. The default takes out what carries no meaning and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, as they are in a file")]
pub struct Normalisation {
    /// The form that characters are composed to.
    pub form: Form,
    /// The line ending.
    pub line_ending: LineEnding,
    /// Whether invisible and control characters without a meaning are taken out.
    pub invisible: bool,
    /// Whether soft hyphens stay.
    pub keep_soft_hyphens: bool,
    /// Whether curly quotation marks become straight ones.
    pub straight_quotes: bool,
    /// Whether fullwidth letters and digits become ordinary ones, outside Chinese, Japanese and
    /// Korean lines.
    pub width: bool,
    /// Whether Latin ligatures such as ﬁ become letters.
    pub ligatures: bool,
    /// Which HTML entities are read.
    pub entities: Entities,
}

impl Default for Normalisation {
    fn default() -> Self {
        Self {
            form: Form::default(),
            line_ending: LineEnding::default(),
            invisible: true,
            keep_soft_hyphens: false,
            straight_quotes: false,
            width: false,
            ligatures: false,
            entities: Entities::default(),
        }
    }
}

/// A kind of change, as the report counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the table of names documents every kind")]
pub enum Change {
    ByteOrderMark,
    Control,
    MisreadControl,
    TerminalEscape,
    Tag,
    BidiControl,
    SoftHyphen,
    ZeroWidth,
    VariationSelector,
    Composition,
    LineEnding,
    Quotes,
    Width,
    Ligature,
    Entity,
}

impl Change {
    /// The stable id: `soft-hyphen`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::ByteOrderMark => "byte-order-mark",
            Self::Control => "control",
            Self::MisreadControl => "misread-control",
            Self::TerminalEscape => "terminal-escape",
            Self::Tag => "tag",
            Self::BidiControl => "bidi-control",
            Self::SoftHyphen => "soft-hyphen",
            Self::ZeroWidth => "zero-width",
            Self::VariationSelector => "variation-selector",
            Self::Composition => "composition",
            Self::LineEnding => "line-ending",
            Self::Quotes => "quotes",
            Self::Width => "width",
            Self::Ligature => "ligature",
            Self::Entity => "entity",
        }
    }

    /// What was changed, in words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ByteOrderMark => "byte order mark",
            Self::Control => "control character",
            Self::MisreadControl => "control character that was a windows-1252 mark",
            Self::TerminalEscape => "terminal colour sequence",
            Self::Tag => "invisible tag character",
            Self::BidiControl => "writing direction control",
            Self::SoftHyphen => "soft hyphen",
            Self::ZeroWidth => "zero-width character",
            Self::VariationSelector => "stray variation selector",
            Self::Composition => "character not composed (NFC)",
            Self::LineEnding => "line ending unlike the others",
            Self::Quotes => "curly quotation mark",
            Self::Width => "fullwidth character",
            Self::Ligature => "ligature",
            Self::Entity => "HTML entity",
        }
    }

    /// Whether a line that is changed so is worth a finding of its own: composition and line
    /// endings are only counted, since nobody sees them, and so is what happens on demand alone,
    /// since whoever asked for it knows.
    pub(super) const fn is_reported(self) -> bool {
        !matches!(
            self,
            Self::Composition
                | Self::LineEnding
                | Self::Quotes
                | Self::Width
                | Self::Ligature
                | Self::Entity
        )
    }
}

/// How often each kind of change was made.
pub type Counts = Vec<(Change, usize)>;

fn count(counts: &mut Counts, change: Change, n: usize) {
    match counts.iter_mut().find(|(known, _)| *known == change) {
        Some((_, count)) => *count += n,
        None => counts.push((change, n)),
    }
}

/// The line without what carries no meaning, and what was changed; `None` if nothing was.
///
/// One look at the bytes for a clean line, one pass over the characters otherwise.
pub(super) fn line(line: &str, options: Normalisation) -> Option<(String, Counts)> {
    let mut counts = Counts::new();
    let mut text = entities(line, options.entities);
    if text.is_some() {
        count(&mut counts, Change::Entity, 1);
    }
    let read = text.as_deref().unwrap_or(line);
    if options.invisible && has_invisible(read) {
        text = invisible(read, options, &mut counts).or(text);
    }
    if let Some(chosen) = chosen(text.as_deref().unwrap_or(line), options, &mut counts) {
        text = Some(chosen);
    }
    if let Some(composed) = composed(text.as_deref().unwrap_or(line), options.form) {
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
fn composed(line: &str, form: Form) -> Option<String> {
    match form {
        Form::Keep => None,
        Form::Nfc if is_composed(line) => None,
        Form::Nfc => Some(line.nfc().collect()).filter(|nfc| nfc != line),
        Form::Nfkc => Some(line.nfkc().collect()).filter(|nfkc| nfkc != line),
    }
}

/// Whether a line is in NFC. Bytes settle most lines, single characters most of the others.
fn is_composed(line: &str) -> bool {
    // Below U+0300 everything is; so are the Cyrillic letters of U+0400 to U+047F, the ideographs of
    // U+4000 to U+9FFF, and most of what stands beside them in Chinese text.
    let is_doubtful = |first: u8, second: u8| match first {
        0xCC..=0xCF | 0xD2..=0xE2 | 0xEA..=0xEE | 0xF0.. => true,
        0xE3 => second == 0x80 || second == 0x82,
        0xEF => second < 0xBC,
        _ => false,
    };
    !has_pair(line, is_doubtful)
        || line.chars().all(is_always_composed)
        || is_nfc_quick(line.chars()) == IsNormalized::Yes
}

/// Whether a character is in NFC whatever stands around it. Some others are as well; these are the
/// usual ones of scripts that combine little.
fn is_always_composed(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{2FF}'
            | '\u{388}'..='\u{482}'
            | '\u{48A}'..='\u{590}'
            | '\u{5BE}'
            | '\u{5D0}'..='\u{60F}'
            | '\u{61B}'..='\u{64A}'
            | '\u{660}'..='\u{66F}'
            | '\u{671}'..='\u{6D5}'
            | '\u{E01}'..='\u{E37}'
            | '\u{E3F}'..='\u{E47}'
            | '\u{10A0}'..='\u{10FF}'
            | '\u{2002}'..='\u{20CF}'
            | '\u{2100}'..='\u{2125}'
            | '\u{3000}'..='\u{3029}'
            | '\u{3030}'..='\u{3098}'
            | '\u{309B}'..='\u{A66E}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{FE10}'..='\u{FE1F}'
            | '\u{FE30}'..='\u{FFFF}'
    )
}

/// Whether the line has an invisible character. Only controls and a few pairs of bytes belong to one:
/// most lines have none of them.
fn has_invisible(line: &str) -> bool {
    let is_control = |byte: u8| matches!(byte, 0..=8 | 0x0B | 0x0E..=0x1F | 0x7F);
    let is_doubtful = |first: u8, second: u8| match first {
        0xC2 => second < 0xA0 || second == 0xAD,
        0xD8 => second == 0x9C,
        0xE1 => second == 0xA0,
        0xE2 => second < 0x82,
        0xEF => matches!(second, 0xB8..0xBC | 0xBF),
        _ => first == 0xF3,
    };
    (has_byte(line, is_control) || has_pair(line, is_doubtful)) && line.chars().any(is_invisible)
}

/// Whether a character is one of those that [`judge`] may take out.
fn is_invisible(c: char) -> bool {
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
    )
}

/// What stands around a character.
struct Context<'c> {
    chars: &'c [char],
    at: usize,
    /// Whether the line has letters written from right to left.
    is_right_to_left: bool,
    /// Whether every isolate of the line is closed.
    is_balanced: bool,
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
        let before = self.chars[..self.at].iter().rev();
        before.map_while(|&c| (!c.is_whitespace()).then_some(Script::of(c))).flatten().next()
    }
}

fn invisible(line: &str, options: Normalisation, counts: &mut Counts) -> Option<String> {
    let chars: Vec<char> = line.chars().collect();
    let is_right_to_left = chars.iter().any(|&c| is_right_to_left(c));
    let is_balanced = is_balanced(&chars);
    let mut text = String::with_capacity(line.len());
    let mut at = 0;
    let before = counts.len();
    while at < chars.len() {
        let context = Context { chars: &chars, at, is_right_to_left, is_balanced };
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
    let meant = super::pages::by_name("windows-1252")?.char(byte);
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
        '\u{200B}'..='\u{200D}' if is_beside_space(context) => true,
        '\u{200B}' => is_between_unspaced(context),
        '\u{200C}' => is_joiner_meant(context, false),
        '\u{200D}' => is_joiner_meant(context, true),
        '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{202A}'..='\u{202C}' => context.is_right_to_left,
        '\u{2066}'..='\u{2069}' => context.is_right_to_left && context.is_balanced,
        '\u{2060}' | '\u{202D}' | '\u{202E}' => false,
        '\u{E0000}'..='\u{E007F}' => is_flag(context),
        '\u{FE00}'..='\u{FE0F}' | '\u{180B}'..='\u{180D}' => {
            context.before().is_some_and(|before| !is_selector(before) && !before.is_whitespace())
        }
        _ => true,
    };
    (!is_needed).then_some(match c {
        '\u{200B}'..='\u{200D}' | '\u{2060}' => Change::ZeroWidth,
        '\u{E0000}'..='\u{E007F}' => Change::Tag,
        '\u{FE00}'..='\u{FE0F}' | '\u{180B}'..='\u{180D}' => Change::VariationSelector,
        _ => Change::BidiControl,
    })
}

/// Whether zero-width characters stand beside white space, alone or several in a row. There they
/// part nothing and hide nothing: translation services leave them in text that is well otherwise,
/// and a line is not changed for their sake.
fn is_beside_space(context: &Context) -> bool {
    let is_other = |c: &&char| !matches!(c, '\u{200B}'..='\u{200D}');
    let before = context.chars[..context.at].iter().rev().find(is_other);
    let after = context.chars[context.at..].iter().find(is_other);
    before.is_some_and(|c| c.is_whitespace()) || after.is_some_and(|c| c.is_whitespace())
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{180B}'..='\u{180D}')
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
    let (Some(before), Some(after)) = (context.before(), context.after()) else { return false };
    if joins && is_pictograph(before) && is_pictograph(after) {
        return true;
    }
    let script = context.script_before();
    match script {
        Some(Arabic) => Script::of(after) == Some(Arabic) || joins,
        Some(
            Devanagari | Bengali | Gurmukhi | Gujarati | Odia | Tamil | Telugu | Kannada
            | Malayalam | Sinhala | Khmer | Myanmar,
        ) => true,
        // Mongolian, Syriac and others that join as well.
        Some(Script::Other) => !after.is_whitespace(),
        _ => false,
    }
}

/// Characters that make up emoji, with their modifiers and selectors.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}' | '\u{E007F}')
}

/// Tags are text only in the flags of countries' parts, which start with a black flag.
fn is_flag(context: &Context) -> bool {
    let before = context.chars[..context.at].iter().rev();
    let start = before.clone().find(|c| !matches!(c, '\u{E0000}'..='\u{E007F}'));
    let after = context.chars[context.at..].iter();
    let end = after.take_while(|c| matches!(c, '\u{E0000}'..='\u{E007F}')).last();
    start == Some(&'\u{1F3F4}') && end == Some(&'\u{E007F}')
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
        && c.is_alphabetic()
}

/// Whether every isolate is closed again, and nothing else is closed.
fn is_balanced(chars: &[char]) -> bool {
    let mut open = 0_i32;
    for c in chars {
        match c {
            '\u{2066}'..='\u{2068}' => open += 1,
            '\u{2069}' => open -= 1,
            _ => continue,
        }
        if open < 0 {
            return false;
        }
    }
    open == 0
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

#[cfg(test)]
mod tests {
    use unicode_normalization::char::canonical_combining_class;

    use super::*;

    #[test]
    fn what_is_always_composed_neither_changes_nor_combines() {
        for c in ('\0'..=char::MAX).filter(|&c| is_always_composed(c)) {
            let is_composed = is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes;
            assert!(is_composed && canonical_combining_class(c) == 0, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn only_invisible_characters_are_judged() {
        for c in ('\0'..=char::MAX).filter(|&c| !is_invisible(c)) {
            let chars = ['a', c, 'b'];
            let context =
                Context { chars: &chars, at: 1, is_right_to_left: false, is_balanced: false };
            let judged = judge(&context, Normalisation::default());
            assert_eq!(judged, (Some(c), 1, None), "U+{:04X}", u32::from(c));
        }
    }
}
