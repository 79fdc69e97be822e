//! Texts as scores compare them.

/// White space of any kind, the separators of ASCII included.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Words with one space between them.
pub(super) fn squeezed(text: &str) -> String {
    text.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A share of a hundred with two digits; a dash of nothing.
pub(super) fn percent(part: usize, whole: usize) -> String {
    scaled(100.0, part, whole)
}

pub(super) fn scaled(factor: f64, part: usize, whole: usize) -> String {
    match whole {
        0 => "-".to_owned(),
        _ => format!("{:.2}", factor * part as f64 / whole as f64),
    }
}

/// The head of a table with one column of names and others of numbers.
pub(super) fn head(name: &str, columns: &[&str]) -> String {
    format!("| {name} | {} |\n|---|{}\n", columns.join(" | "), "--:|".repeat(columns.len()))
}

pub(super) fn row(name: &str, cells: &[String]) -> String {
    format!("| {name} | {} |\n", cells.join(" | "))
}
