//! Texts that were decoded while sites were counted, kept until they are judged as far as there is room.

use std::collections::HashMap;
use std::sync::Mutex;

use monoglot::Text;

use super::defaults::KEPT_TEXTS;

/// Texts by the names of their documents. Whether a text is kept makes no difference but in time.
#[derive(Debug, Default)]
pub(super) struct KeptTexts(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// What each was decoded from, and the text.
    texts: HashMap<String, (Vec<u8>, Text<'static>)>,
    /// Bytes of all that was ever kept, about.
    size: usize,
}

impl KeptTexts {
    /// Keeps a text if there is room.
    pub(super) fn keep(&self, name: &str, bytes: &[u8], text: &Text<'_>) {
        let Ok(mut kept) = self.0.lock() else { return };
        let findings = size_of_val(text.findings())
            + text.findings().iter().map(|finding| 4 * finding.text.len()).sum::<usize>();
        let size = bytes.len() + text.as_str().len() + findings;
        if kept.size + size <= KEPT_TEXTS {
            kept.size += size;
            kept.texts.insert(name.to_owned(), (bytes.to_owned(), text.clone().into_owned()));
        }
    }

    /// The text of a document, if it was kept and the document is what it was; it is kept no longer.
    pub(super) fn take(&self, name: &str, bytes: &[u8]) -> Option<Text<'static>> {
        let (before, text) = self.0.lock().ok()?.texts.remove(name)?;
        (before == bytes).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use monoglot::Hint;

    use super::*;

    fn text(bytes: &[u8]) -> Text<'_> {
        Text::decode(bytes, &Hint::default()).expect("a text")
    }

    #[test]
    fn a_text_is_taken_once_and_only_for_the_same_bytes() {
        let kept = KeptTexts::default();
        let page = b"caf\xC3\x83\xC2\xA9 cr\xC3\x83\xC2\xA8me";
        kept.keep("a", page, &text(page));
        kept.keep("b", page, &text(page));
        assert_eq!(kept.take("a", page), Some(text(page)));
        assert_eq!(kept.take("a", page), None);
        assert_eq!(kept.take("b", b"changed meanwhile"), None);
        assert_eq!(kept.take("c", page), None);
    }

    #[test]
    fn what_there_is_no_room_for_is_not_kept() {
        let kept = KeptTexts::default();
        let (long, short) = (vec![b'a'; KEPT_TEXTS / 2 + 1], b"short");
        kept.keep("long", &long, &text(&long));
        kept.keep("short", short, &text(short));
        assert_eq!(kept.take("long", &long), None);
        assert_eq!(kept.take("short", short), Some(text(short)));
    }
}
