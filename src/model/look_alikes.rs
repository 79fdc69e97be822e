//! Letters of one script that look like letters of another.

use crate::script::Script;
use Script::{Cyrillic, Greek, Latin};

/// Latin, Cyrillic and Greek letters that look the same, small and capital.
const LOOK_ALIKES: &[(char, char, char)] = &[
    // Latin, Cyrillic, Greek; a space where a script has none.
    ('a', 'а', 'α'),
    ('c', 'с', ' '),
    ('e', 'е', ' '),
    ('h', 'һ', ' '),
    ('i', 'і', 'ι'),
    ('j', 'ј', ' '),
    ('k', 'к', 'κ'),
    ('o', 'о', 'ο'),
    ('p', 'р', 'ρ'),
    ('s', 'ѕ', ' '),
    ('u', ' ', 'υ'),
    ('v', ' ', 'ν'),
    ('x', 'х', 'χ'),
    ('y', 'у', 'γ'),
    ('ë', 'ё', ' '),
    ('ï', 'ї', 'ϊ'),
    ('A', 'А', 'Α'),
    ('B', 'В', 'Β'),
    ('C', 'С', ' '),
    ('E', 'Е', 'Ε'),
    ('H', 'Н', 'Η'),
    ('I', 'І', 'Ι'),
    ('J', 'Ј', ' '),
    ('K', 'К', 'Κ'),
    ('M', 'М', 'Μ'),
    ('N', ' ', 'Ν'),
    ('O', 'О', 'Ο'),
    ('P', 'Р', 'Ρ'),
    ('S', 'Ѕ', ' '),
    ('T', 'Т', 'Τ'),
    ('X', 'Х', 'Χ'),
    ('Y', 'У', 'Υ'),
    ('Z', ' ', 'Ζ'),
];

/// The letter of `script` that looks like `c`.
pub(super) fn look_alike(c: char, script: Script) -> Option<char> {
    let row = LOOK_ALIKES.iter().find(|row| row.0 == c || row.1 == c || row.2 == c)?;
    let twin = match script {
        Latin => row.0,
        Cyrillic => row.1,
        Greek => row.2,
        _ => ' ',
    };
    (twin != ' ').then_some(twin)
}

/// The Cyrillic letter that typists take an ASCII one for. Small `h` and `k` look like theirs in few
/// typefaces only, and nobody confuses them.
pub(crate) fn typed_for_cyrillic(c: char) -> Option<char> {
    look_alike(c, Cyrillic).filter(|_| c.is_ascii() && !matches!(c, 'h' | 'k'))
}
