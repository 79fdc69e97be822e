//! What text puts around its words: quotation marks, parentheses, an ellipsis, a dash, soft hyphens.

/// A way to write a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dress {
    /// With something before it and something behind it, or nothing.
    Between(&'static str, &'static str),
    /// With a soft hyphen at one of its places inside, one version for each.
    SoftHyphen,
}

impl Dress {
    /// Every way.
    pub fn all() -> impl Iterator<Item = Self> {
        const AROUND: [(&str, &str); 10] = [
            ("", ""),
            ("“", "”"),
            ("„", "“"),
            ("«", "»"),
            ("»", "«"),
            ("‘", "’"),
            ("‹", "›"),
            ("(", ")"),
            ("", "…"),
            ("– ", ""),
        ];
        let between = AROUND.into_iter().map(|(before, after)| Self::Between(before, after));
        between.chain([Self::SoftHyphen])
    }

    /// In how many versions a text is written so.
    pub fn versions(self, text: &str) -> usize {
        match self {
            Self::Between(..) => 1,
            // A letter alone has one beside it, among letters of its neighbours.
            Self::SoftHyphen => match text.chars().count() {
                0 => 0,
                1 => 2,
                characters => characters - 1,
            },
        }
    }

    /// Writes one version of a text.
    pub fn put_on(self, text: &str, version: usize, dressed: &mut String) {
        match self {
            Self::Between(before, after) => dressed.extend([before, text, after]),
            Self::SoftHyphen if text.chars().nth(1).is_none() => {
                let (before, after) =
                    if version == 0 { ("ab\u{AD}", "") } else { ("", "\u{AD}ab") };
                dressed.extend([before, text, after]);
            }
            Self::SoftHyphen => {
                let at = text.char_indices().nth(version + 1).map_or(text.len(), |(at, _)| at);
                dressed.extend([&text[..at], "\u{AD}", &text[at..]]);
            }
        }
    }
}

/// The pairs of adjacent words of a line, with what is between them.
pub fn pairs(line: &str) -> impl Iterator<Item = &str> {
    let place = |word: &str| word.as_ptr().addr() - line.as_ptr().addr();
    let words = move || line.split_whitespace();
    words().zip(words().skip(1)).map(move |(first, second)| {
        let end = place(second) + second.len();
        &line[place(first)..end]
    })
}

/// Whether nobody sees a character: it may be taken out.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{AD}'
                | '\u{61C}'
                | '\u{180B}'..='\u{180E}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFC}'
                | '\u{E0000}'..='\u{E01EF}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dressed(text: &str) -> Vec<String> {
        let version = |dress: Dress, version| {
            let mut dressed = String::new();
            dress.put_on(text, version, &mut dressed);
            dressed
        };
        let versions = |dress: Dress| (0..dress.versions(text)).map(move |v| version(dress, v));
        Dress::all().flat_map(versions).collect()
    }

    #[test]
    fn a_soft_hyphen_stands_at_each_place() {
        let texts = dressed("así");
        assert_eq!(texts[..3], ["así", "“así”", "„así“"]);
        assert_eq!(texts[10..], ["a\u{AD}sí", "as\u{AD}í"]);
        assert_eq!(dressed("í")[10..], ["ab\u{AD}í", "í\u{AD}ab"]);
    }

    #[test]
    fn pairs_overlap() {
        assert_eq!(pairs(" a b  c").collect::<Vec<_>>(), ["a b", "b  c"]);
        assert_eq!(pairs("a").count(), 0);
    }
}
