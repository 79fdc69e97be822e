//! What a line looks like, whatever it says.

use std::ops::Range;
use std::sync::LazyLock;

use foldhash::HashSet;

use super::features::Shape;
use super::scripts::letters;
use crate::classify::{Case, Word, words};
use crate::lang::Lang;

/// Marks that open and close a quotation, in any language; many do both.
const QUOTES: [char; 17] =
    ['"', '“', '”', '„', '‟', '«', '»', '‘', '‚', '‹', '›', '「', '」', '『', '』', '《', '》'];

/// Whether a character opens or closes quotations.
pub(super) fn is_quotation_mark(c: char) -> bool {
    c == '"' || !c.is_ascii() && QUOTES.contains(&c)
}

/// Whether the whole line stands in quotation marks.
pub(super) fn is_quoted(line: &str) -> bool {
    let line = line.trim().trim_start_matches(['-', '–', '—', ' ', '(', '[']);
    let line = line.trim_end_matches(['.', ',', ';', '!', '?', ' ', ')', ']']);
    line.starts_with(QUOTES) && line.ends_with(QUOTES)
}

/// What opens and what closes a quotation; the last pair is that of an aside.
const PAIRS: [(char, char); 13] = [
    ('"', '"'),
    ('“', '”'),
    ('“', '“'),
    ('”', '”'),
    ('„', '“'),
    ('„', '”'),
    ('«', '»'),
    ('»', '«'),
    ('‘', '’'),
    ('「', '」'),
    ('『', '』'),
    ('《', '》'),
    ('(', ')'),
];
const QUOTE_PAIRS: &[(char, char)] = PAIRS.split_at(12).0;

/// The part of its letters that a line must keep outside of quotations to be judged by them alone.
const OUTSIDE_SHARE: f64 = 0.25;

/// The words of a line that stand outside of quotation marks and brackets; `None` if nothing is
/// quoted, or too much.
pub(super) fn unquoted<'t>(line: &str, words: &[Word<'t>]) -> Option<Vec<Word<'t>>> {
    let quoted = quotations(line, &PAIRS);
    if quoted.is_empty() {
        return None;
    }
    let is_outside = |word: &&Word<'_>| !quoted.iter().any(|range| range.contains(&word.start));
    let outside: Vec<_> = words.iter().filter(is_outside).copied().collect();
    let share = letters(&outside) as f64 / letters(words).max(1) as f64;
    let enough = share >= OUTSIDE_SHARE && !outside.is_empty();
    enough.then_some(outside)
}

/// The byte ranges inside quotation marks.
pub(super) fn quoted(line: &str) -> Vec<Range<usize>> {
    quotations(line, QUOTE_PAIRS)
}

/// Leaves out the words of code, which are a program's whatever language they look like.
pub(super) fn without_code<'t>(line: &str, mut words: Vec<Word<'t>>) -> Vec<Word<'t>> {
    let mut code = code(line).peekable();
    if code.peek().is_some() {
        words.retain(|word| {
            while code.next_if(|range| range.end <= word.start).is_some() {}
            code.peek().is_none_or(|range| word.start < range.start)
        });
    }
    words
}

/// The byte ranges of code, from left to right: between backticks, and in the fields of templates.
fn code(line: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    // Behind a field that nothing closes stands none that is closed alike: it is looked for once.
    let mut unclosed: Vec<&str> = Vec::new();
    std::iter::from_fn(move || {
        loop {
            let start = at + memchr::memchr2(b'`', b'{', &line.as_bytes()[at..])?;
            let (marks, length) = match line.as_bytes()[start] {
                b'`' => backticked(&line[start..]),
                _ => filled_in(&line[start..], &mut unclosed),
            };
            at = start + marks;
            if let Some(length) = length {
                let range = at..at + length;
                at = range.end + marks;
                return Some(range);
            }
        }
    })
}

/// How many marks a text in backticks begins with and what stands between them. As many close as open, and
/// neither stands beside a space on the inside, as where TeX quotes with them.
fn backticked(line: &str) -> (usize, Option<usize>) {
    let is_inner = |c: char| !c.is_whitespace() && c != '`';
    let inside = line.trim_start_matches('`');
    let marks = &line[..line.len() - inside.len()];
    let length = inside.find(marks).filter(|&length| {
        let code = &inside[..length];
        code.starts_with(is_inner) && code.ends_with(is_inner)
    });
    (marks.len(), length)
}

/// The same of what a template fills in: `{{ name }}`, `{% if name %}`.
fn filled_in(line: &str, unclosed: &mut Vec<&str>) -> (usize, Option<usize>) {
    let end = match line.as_bytes() {
        [b'{', b'{', ..] => "}}",
        [b'{', b'%', ..] => "%}",
        _ => return (1, None),
    };
    if unclosed.contains(&end) {
        return (2, None);
    }
    let length = memchr::memmem::find(&line.as_bytes()[2..], end.as_bytes());
    if length.is_none() {
        unclosed.push(end);
    }
    (2, length)
}

/// Marks that may stand right behind a letter and still open: brackets, and quotation marks of scripts
/// without spaces. Any other mark there closes, or is an apostrophe.
const OPEN_ANYWHERE: [char; 4] = ['「', '『', '《', '('];

/// The byte ranges between matching marks, from left to right, never nested.
fn quotations(line: &str, pairs: &[(char, char)]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut unclosed = Vec::new();
    let mut at = 0;
    let is_behind_text =
        |at: usize| line[..at].ends_with(|c: char| c.is_alphanumeric() || ".,!?".contains(c));
    while let Some(offset) = line.as_bytes()[at..].iter().position(|&byte| may_open(byte)) {
        let start = at + offset;
        let open = line[start..].chars().next().unwrap_or(' ');
        at = start + open.len_utf8();
        let is_open = pairs.iter().any(|&(mark, _)| mark == open)
            && (OPEN_ANYWHERE.contains(&open) || !is_behind_text(start))
            && !unclosed.contains(&open);
        if !is_open {
            continue;
        }
        let closes = |&(_, c): &(usize, char)| pairs.contains(&(open, c));
        match line[at..].char_indices().find(closes) {
            Some((length, close)) => {
                ranges.push(at..at + length);
                at += length + close.len_utf8();
            }
            // Nor will a later one be closed: to look again would cost the square of the length.
            None => unclosed.push(open),
        }
    }
    ranges
}

/// Whether an opening mark of [`PAIRS`] could begin with a byte: a quick look, since most have none.
fn may_open(byte: u8) -> bool {
    matches!(byte, b'"' | b'(' | 0xC2 | 0xE2 | 0xE3)
}

/// A line of up to so many words that does not end like a sentence is a label: a heading, a link, a
/// button, a prompt.
pub(super) const LABEL_WORDS: usize = 8;
const LABEL_LETTERS: usize = 60;

/// Marks between sentences and between the parts of a list of links. Quotation marks are none: what
/// stands behind a quotation belongs to its sentence.
pub(super) const BREAKS: [char; 14] =
    ['.', '!', '?', '…', '。', '！', '？', '।', '።', '؟', '۔', '|', '·', '•'];

/// Ends of sentences.
pub(super) const SENTENCE_ENDS: [char; 12] =
    ['.', '!', '?', '…', '”', '"', '»', '。', '।', '።', '؟', '۔'];

/// Whether a line is a label rather than a sentence.
pub(super) fn is_label(line: &str, words: &[Word<'_>]) -> bool {
    let is_long = words.len() > LABEL_WORDS || letters(words) > LABEL_LETTERS;
    !is_long && (words.len() <= LABEL_WORDS / 2 || !line.trim_end().ends_with(SENTENCE_ENDS))
}

/// What menus call languages besides their English name and their own.
const OTHER_NAMES: [&str; 22] = [
    "bahasa",
    "bokmål",
    "brasil",
    "castellano",
    "farsi",
    "flemish",
    "galician",
    "kiswahili",
    "norwegian",
    "nynorsk",
    "oromo",
    "slovene",
    "srpski",
    "tagalog",
    "valencià",
    "vlaams",
    "ozbek",
    "简体",
    "繁體",
    "简体中文",
    "繁體中文",
    "繁体中文",
];

static LANGUAGE_NAMES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let names = Lang::all().flat_map(|lang| [lang.name(), lang.own_name()]).chain(OTHER_NAMES);
    let parts = names.flat_map(words);
    parts.map(|word| word.text.to_lowercase()).collect()
});

/// The share of its words that must name languages in a menu of them: no list holds all.
const MENU_SHARE: f64 = 0.6;

/// Whether words are a menu of languages, each in its own: nobody writes residue with them.
pub(super) fn is_language_menu(words: &[Word<'_>]) -> bool {
    let is_name = |word: &Word<'_>| LANGUAGE_NAMES.contains(word.text.to_lowercase().as_str());
    let most_others = words.len() - (MENU_SHARE * words.len() as f64).ceil() as usize;
    let mut others = 0;
    for word in words {
        others += usize::from(!is_name(word));
        if others > most_others {
            return false;
        }
    }
    let names = words.len() - others;
    names > 0 && (others == 0 || names > 2)
}

/// Whether a line is a row of a table: three cells or more between bars.
pub(super) fn is_row(line: &str) -> bool {
    line.matches('|').count() >= 3
}

/// Characters that code is full of and prose is not, and how many letters there are for each in code.
const CODE: [char; 11] = ['{', '}', '(', ')', ';', '=', '<', '>', '_', '"', '$'];
const LETTERS_PER_CODE: usize = 8;

/// Whether a line is code: its words are English, or nothing, whoever wrote it.
fn is_code(line: &str, words: &[Word<'_>]) -> bool {
    if !line.contains([';', '=', '{', '_']) {
        return false;
    }
    let marks = line.chars().filter(|c| CODE.contains(c)).count();
    marks > CREDIT_WORDS && marks * LETTERS_PER_CODE > letters(words)
}

/// Whether a line begins with as many words as a credit has at most, as a sentence does: code has marks among them,
/// or small or capital letters.
pub(super) fn begins_as_sentence(line: &str) -> bool {
    let is_word = |token: &str| token.chars().all(char::is_alphabetic);
    let mut first = line.trim_start().chars();
    first.next().is_some_and(char::is_uppercase)
        && first.next().is_some_and(char::is_lowercase)
        && line.split_whitespace().take(CREDIT_WORDS).filter(|token| is_word(token)).count()
            == CREDIT_WORDS
}

/// A name of a file has so many digits in a row or more: those of a date, a time, a count.
const FILE_DIGITS: usize = 4;

/// Whether a line is the name of a file, as of a picture that was not described: `image-20240508210811922`.
fn is_file_name(line: &str) -> bool {
    let name = line.trim().as_bytes();
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
        && name.iter().any(u8::is_ascii_alphabetic)
        && name.iter().any(|byte| b"-_".contains(byte))
        && name.windows(FILE_DIGITS).any(|bytes| bytes.iter().all(is_digit))
}

/// Whether a line is one word, or words joined without a space, with a capital behind a small letter: so products, tags
/// and accounts are called (`JavaScript-this`). Of 1,055 such lines on labelled pages two are residue.
pub(super) fn is_joined_name(line: &str) -> bool {
    let name = line.trim().as_bytes();
    name.iter().all(u8::is_ascii_graphic)
        && name.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}

/// Whether a line is the title of a section as generators of pages print it: with its number (`10.3.6. Keyring`,
/// `Chapitre 4. Keyring`) or with a mark that links to it (`Downloads#`, `Downloads¶`).
pub(super) fn is_section_title(line: &str) -> bool {
    is_numbered_title(line) || is_linked_title(line)
}

/// Whether a mark to link to it ends a line, behind a word: `C#` has one letter.
pub(super) fn is_linked_title(line: &str) -> bool {
    let Some(title) = line.trim_end().strip_suffix(['#', '¶']) else { return false };
    let letters = title.chars().rev().take_while(|c| c.is_alphabetic());
    letters.count() > 1
}

fn is_numbered_title(line: &str) -> bool {
    // A quick look: most lines have none.
    if !line.contains('.') {
        return false;
    }
    let mut tokens = line.split_whitespace();
    let Some(first) = tokens.next() else { return false };
    let is_numbered = section_levels(first) > 1
        || first.chars().all(char::is_alphabetic)
            && tokens
                .next()
                .is_some_and(|second| second.ends_with('.') && section_levels(second) > 0);
    is_numbered && tokens.next().is_some()
}

/// How many levels the number of a section has: `10.3.6.` has three; 0 if it is no such number, as of a date.
fn section_levels(token: &str) -> usize {
    let is_level =
        |level: &str| matches!(level.len(), 1 | 2) && level.bytes().all(|b| b.is_ascii_digit());
    let levels = token.strip_suffix('.').unwrap_or(token).split('.');
    if levels.clone().all(is_level) { levels.count() } else { 0 }
}

/// Whether a line is at home in any document, whatever it says: a credit, code, a menu of languages.
pub(super) fn is_neutral(line: &str, words: &[Word<'_>]) -> bool {
    shape(line, words) != Shape::Prose || is_language_menu(words)
}

/// A credit or a dateline has no more words than this.
const CREDIT_WORDS: usize = 6;

/// What a line is shaped like.
pub(super) fn shape(line: &str, words: &[Word<'_>]) -> Shape {
    if is_code(line, words) || is_file_name(line) {
        Shape::Code
    } else if is_command(line, words) {
        Shape::Command
    } else if is_credit(line, words) {
        Shape::Credit
    } else {
        Shape::Prose
    }
}

/// Whether a line is shaped like code, the name of a file or a command.
pub(super) fn is_code_or_command(line: &str, words: &[Word<'_>]) -> bool {
    is_code(line, words) || is_file_name(line) || is_command(line, words)
}

/// Whether a line is a command for a shell: by its prompt, an option, a version, or a name to be filled in.
fn is_command(line: &str, words: &[Word<'_>]) -> bool {
    let start = line.trim_start();
    let is_argument = |token: &str| has_version(token) || is_filled_in(token);
    words.len() <= CREDIT_WORDS
        && (start.starts_with("$ ")
            || start.contains(" --")
            || line.contains(['@', '%']) && start.split(' ').skip(1).any(is_argument))
}

/// Whether a token is a package with its version: `left-pad@1.3.0`.
fn has_version(token: &str) -> bool {
    token.split_once('@').is_some_and(|(name, version)| {
        !name.is_empty() && version.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether a token stands for what is filled in there: `%NAME%`.
fn is_filled_in(token: &str) -> bool {
    let name = token.strip_prefix('%').and_then(|rest| rest.strip_suffix('%'));
    name.is_some_and(|name| {
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
    })
}

/// Whether a line is a copyright note, a credit (`AFP/Getty Images`), a dateline or a result
/// (`BEIRUT, 30.09. (dpa)`, `Anna Smith (GBR)`): names of people, places, agencies and things, some of
/// which write themselves in small letters.
fn is_credit(line: &str, words: &[Word<'_>]) -> bool {
    if words.len() > CREDIT_WORDS {
        return false;
    }
    let start = line.trim_start();
    let is_copyright = line.contains('©') || start.starts_with("(c) ") || start.starts_with("(C) ");
    let is_company = || words.last().is_some_and(|word| LEGAL_FORMS.contains(&word.text));
    is_copyright
        || is_company()
        || has_aside(line, words)
        || names_an_author(line, words)
        || JOINTS.iter().any(|&joint| is_joined(line, joint))
}

/// What stands before the name of who made a picture, a text or a video.
const CREDITED: [&str; 20] = [
    "bild",
    "credit",
    "credits",
    "crédit",
    "crédits",
    "foto",
    "fotografía",
    "fotografia",
    "fotos",
    "grafik",
    "illustration",
    "image",
    "images",
    "photo",
    "photographer",
    "photos",
    "text",
    "texto",
    "video",
    "vídeo",
];

/// Whether a line says whose picture or text something is: `Photo: Anna Smith`. Of 449 such lines on labelled pages none
/// is residue.
pub(super) fn names_an_author(line: &str, words: &[Word<'_>]) -> bool {
    let Some((label, names)) = line.split_once(':') else { return false };
    let is_credit = CREDITED.contains(&label.trim().to_lowercase().as_str());
    let start = line.len() - names.len();
    let mut names = words.iter().filter(|word| word.start >= start).peekable();
    is_credit && names.peek().is_some() && names.all(|word| word.case != Case::Lower)
}

/// What companies in all countries have behind their name.
const LEGAL_FORMS: [&str; 12] =
    ["AG", "BV", "Co", "Corp", "GmbH", "Inc", "KG", "LLC", "LLP", "Ltd", "Plc", "SE"];

/// Marks that join an agency to its partner and the parts of an identifier.
const JOINTS: [char; 3] = ['/', '_', '.'];

/// Whether a mark stands right between a letter and a small letter.
fn is_joined(line: &str, joint: char) -> bool {
    line.match_indices(joint).any(|(at, mark)| {
        let before = line[..at].chars().next_back();
        let after = line[at + mark.len()..].chars().next();
        let is_slash = joint == '/' || before.is_some_and(char::is_uppercase);
        before.is_some_and(char::is_alphabetic)
            && after
                .is_some_and(|c| c.is_lowercase() || is_slash && c.is_alphabetic() || joint == '_')
    })
}

/// Whether names stand before brackets with a word in them.
fn has_aside(line: &str, words: &[Word<'_>]) -> bool {
    let Some((open, close)) = line.find('(').zip(line.rfind(')')) else { return false };
    let is_inside = |word: &Word<'_>| open < word.start && word.start < close;
    let mut outside = words.iter().filter(|word| !is_inside(word)).peekable();
    let has_outside = outside.peek().is_some();
    has_outside && words.iter().any(is_inside) && outside.all(|word| word.case != Case::Lower)
}

/// Words of placeholder text, which is Latin with letters missing.
const FILLER: [&str; 58] = [
    "lorem",
    "ipsum",
    "dolor",
    "sit",
    "amet",
    "consectetur",
    "consectetuer",
    "adipiscing",
    "adipisicing",
    "elit",
    "sed",
    "eiusmod",
    "tempor",
    "incididunt",
    "labore",
    "dolore",
    "magna",
    "aliqua",
    "enim",
    "minim",
    "veniam",
    "quis",
    "nostrud",
    "exercitation",
    "ullamco",
    "laboris",
    "nisi",
    "aliquip",
    "commodo",
    "consequat",
    "duis",
    "aute",
    "irure",
    "reprehenderit",
    "voluptate",
    "velit",
    "cillum",
    "fugiat",
    "pariatur",
    "excepteur",
    "occaecat",
    "cupidatat",
    "proident",
    "officia",
    "deserunt",
    "mollit",
    "laborum",
    "diam",
    "nonummy",
    "nibh",
    "euismod",
    "tincidunt",
    "laoreet",
    "aliquam",
    "erat",
    "volutpat",
    "suscipit",
    "lobortis",
];

pub(super) fn is_filler(word: &Word<'_>) -> bool {
    FILLER.iter().any(|filler| filler.eq_ignore_ascii_case(word.text))
}

/// So many words of placeholder text among the first words of a line make it such: Latin texts have some of
/// them, too.
const FILLERS: usize = 5;

/// Whether a line is placeholder text, which is in no language.
pub(super) fn is_placeholder(words: &[Word<'_>]) -> bool {
    let first = &words[..words.len().min(2 * FILLERS)];
    first.iter().filter(|word| is_filler(word)).count() >= FILLERS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(is: impl Fn(&str) -> bool, lines: &[(&str, bool)]) {
        for &(line, expected) in lines {
            assert_eq!(is(line), expected, "{line}");
        }
    }

    #[test]
    fn quotations_are_whole_lines_in_marks() {
        check(
            is_quoted,
            &[
                ("“Det var en god dag.”", true),
                ("– «Bonjour à tous»,", true),
                ("„Guten Tag“, sagte er.", false),
                ("He said “hej”", false),
                ("", false),
            ],
        );
    }

    #[test]
    fn code_has_no_words() {
        let check = |line: &str, expected: &str| {
            let words = without_code(line, words(line));
            assert_eq!(words.iter().map(|word| word.text).collect::<Vec<_>>().join(" "), expected);
        };
        check("Entonces, haz `how-to-npm verify`.", "Entonces haz");
        check("``npm outdated`` und `npm ls`:", "und");
        // Quotations of TeX, a lone mark, one that is closed by none.
        check("``Leave a comment'' or ``Share''", "Leave a comment or Share");
        check("the Hawai`i of old", "the Hawai`i of old");
        check("` not closed ``either ` ", "not closed either");
        check("Bonjour {{ user.name }}, {% if new %}bienvenue{% endif %}!", "Bonjour bienvenue");
        check("{{ name", "name");
        check("{% one }} and {two}", "one and two");
    }

    #[test]
    fn labels_are_short_and_no_sentences() {
        check(
            |line| is_label(line, &words(line)),
            &[
                ("Read more", true),
                ("Leave a reply:", true),
                ("Home.", true),
                ("They met on the sidelines and spoke.", false),
                ("one two three four five six seven eight nine", false),
            ],
        );
    }

    #[test]
    fn rows_have_three_bars() {
        check(is_row, &[("a | b | c | d", true), ("Home | About", false), ("", false)]);
    }

    #[test]
    fn menus_of_languages_name_little_else() {
        check(
            |line| is_language_menu(&words(line)),
            &[
                ("English Deutsch Français", true),
                ("Deutsch", true),
                ("English lessons for all of us", false),
                ("Read more", false),
            ],
        );
    }

    #[test]
    fn shapes_are_told_apart() {
        for (line, expected) in [
            ("AFP/Getty Images", Shape::Credit),
            ("© 2019 Example Media", Shape::Credit),
            ("Anna Smith (GBR)", Shape::Credit),
            ("Photo: Reuters", Shape::Credit),
            ("Foto: Anna Lindqvist", Shape::Credit),
            ("Photo: click to enlarge", Shape::Prose),
            ("Text:", Shape::Prose),
            ("$ cargo install", Shape::Command),
            ("if (x == 1) { return foo(a); }", Shape::Code),
            ("image-20240508210811922", Shape::Code),
            ("IMG_2041.JPG", Shape::Code),
            ("Covid-19", Shape::Prose),
            ("2021", Shape::Prose),
            ("2021-04-03", Shape::Prose),
            ("They met on the sidelines of the summit.", Shape::Prose),
            ("Read more", Shape::Prose),
        ] {
            assert_eq!(shape(line, &words(line)), expected, "{line}");
        }
    }

    #[test]
    fn titles_of_sections_have_a_number_or_a_mark_to_link_to() {
        check(
            is_section_title,
            &[
                ("10.3.6. Password keyring", true),
                ("    5.3 The modern network configuration", true),
                ("Chapitre 4. Authentication and access controls", true),
                ("Downloads#", true),
                ("📥 Installation ¶", false),
                ("Authentification¶", true),
                ("C#", false),
                ("#python", false),
                ("3. Leave a comment", false),
                ("3 Comments", false),
                ("10.3.6.", false),
                ("03.04.2021 Posted by admin", false),
                ("Page 4 of 12", false),
                ("Home", false),
            ],
        );
    }

    #[test]
    fn joined_names_have_a_capital_inside() {
        check(
            is_joined_name,
            &[
                ("JavaScript-this", true),
                ("WordPress.org", true),
                ("iPhone", true),
                ("SIGN-IN", false),
                ("Read-more", false),
                ("Share on YouTube", false),
                ("使用JavaScript开发", false),
            ],
        );
    }

    #[test]
    fn commands_have_a_prompt_an_option_a_version_or_a_name_to_fill_in() {
        let is_command = |line: &str| is_command(line, &words(line));
        check(
            is_command,
            &[
                ("$ make install", true),
                ("git log --oneline", true),
                ("npm view %NAME% dist-tags", true),
                ("npm dist-tag add left-pad@1.3.0 latest", true),
                ("Meet us @ 5 pm", false),
                ("Write to anna@example.org", false),
                ("Up to 50% off %", false),
                ("100% of 20% are 20%", false),
            ],
        );
    }

    #[test]
    fn placeholder_text_is_told_from_latin() {
        check(
            |line| is_placeholder(&words(line)),
            &[
                ("Lorem ipsum dolor sit amet, consectetur adipiscing elit", true),
                ("sed do eiusmod tempor incididunt ut labore et dolore magna aliqua", true),
                ("Lorem ipsum", false),
                ("In principio creavit Deus caelum et terram", false),
                ("Neque porro quisquam est, qui dolorem ipsum, quia dolor sit, amet", false),
            ],
        );
    }

    #[test]
    fn what_stands_outside_of_quotations_is_judged_alone() {
        let outside = |line: &'static str| {
            let words = unquoted(line, &words(line))?;
            Some(words.iter().map(|word| word.text).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(outside("Sie sagte „good bye“ und ging"), Some("Sie sagte und ging".to_owned()));
        assert_eq!(outside("Sie ging"), None);
        assert_eq!(outside("„good bye my dear old friend“ a"), None);
    }
}
