//! Lines of code among those of a text.

/// What lines of code end in: prose hardly does.
const CODE_ENDS: [&str; 9] = ["{", "}", ";", "(", "[", "):", "\",", "',", "*/"];

/// Whether a line may be one of code, by a mark or two: enough to hear it less, not to judge it by.
pub(crate) fn may_be_code(line: &str) -> bool {
    let line = line.trim_ascii();
    CODE_ENDS.iter().any(|end| line.ends_with(end))
        || line.bytes().fold(false, |has, byte| has | is_in_pairs_of_code(byte))
            && line.as_bytes().windows(2).any(is_of_code)
            && !line.contains("://")
}

/// Whether a mark stands in one of the pairs of [`is_of_code`], each of which has one: a quick look, since
/// most lines have none.
const fn is_in_pairs_of_code(byte: u8) -> bool {
    matches!(byte, b'=' | b'>' | b':' | b'&' | b'|' | b'(' | b'/')
}

/// Whether two marks stand beside each other in code alone, or hardly anywhere else.
fn is_of_code(pair: &[u8]) -> bool {
    matches!(
        pair,
        b"=="
            | b"!="
            | b"=>"
            | b">="
            | b"<="
            | b"->"
            | b"::"
            | b"&&"
            | b"||"
            | b"+="
            | b" ="
            | b"=\""
            | b"\":"
            | b"()"
            | b"({"
            | b"//"
            | b"/*"
            | b"</"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_or_two_tell_what_may_be_code() {
        for (line, expected) in [
            ("private const int WH_KEYBOARD_LL = 13;", true),
            ("class Solution(object):", true),
            ("\"grunt\": \"~0.4.1\",", true),
            ("'app/webroot/js/vendor/hook.js',", true),
            ("    banner: '<%= pkg.name %>' // a banner", true),
            ("_hookID = SetHook(_proc);", true),
            ("They met (for an hour), and left.", false),
            ("«Ja», sagte er: «so ist es».", false),
            ("Siehe https://example.org/", false),
            ("IF score >= 90.0: PRINT 'Reading level of 5th Grade'", true),
            ("インストール (node.js)", false),
            ("He said: “no”, then: “yes”,", false),
        ] {
            assert_eq!(may_be_code(line), expected, "{line}");
        }
    }
}
