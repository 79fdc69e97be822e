//! Text laid out in columns: cut, or wrapped at words. Letters of Chinese, Japanese and Korean take two.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// How many columns a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The start of a text that takes no more than so many columns, with a mark where something is left out.
pub(super) fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut taken = 1;
    let fits = |c: &char| {
        taken += c.width().unwrap_or(0);
        taken <= columns
    };
    let mut out: String = text.chars().take_while(fits).collect();
    out.push('…');
    out
}

/// A text broken at spaces, so that no line takes more than so many columns, unless a word does. Further
/// lines begin with this indent.
pub(super) fn wrapped(text: &str, columns: usize, indent: &str) -> String {
    let mut out = String::new();
    let mut taken = 0;
    for (index, word) in text.split(' ').enumerate() {
        let width = word.width();
        if index > 0 && taken + 1 + width > columns {
            out.push('\n');
            out.push_str(indent);
            taken = indent.width();
        } else if index > 0 {
            out.push(' ');
            taken += 1;
        }
        out.push_str(word);
        taken += width;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_fits_and_says_so() {
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("abcdefg", 6), "abcde…");
        assert_eq!(cut("共同声明", 6), "共同…", "each takes two");
        assert_eq!(cut("", 0), "");
    }

    #[test]
    fn lines_are_broken_at_spaces_alone() {
        assert_eq!(wrapped("one two three", 8, "  "), "one two\n  three");
        assert_eq!(wrapped("unbreakable words", 4, ""), "unbreakable\nwords");
        assert_eq!(wrapped("  two", 9, ""), "  two");
    }
}
