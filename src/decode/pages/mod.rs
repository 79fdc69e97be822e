//! Single-byte code pages: what the upper 128 bytes mean, and back.

mod older;
mod page;
mod standard;

pub(super) use page::Page;

/// Every page, those of the Encoding Standard first.
pub(super) fn all() -> impl Iterator<Item = &'static Page> {
    standard::STANDARD.iter().chain(older::OLDER)
}

/// The page of a name, as `Encoding` prints it.
pub(super) fn by_name(name: &str) -> Option<&'static Page> {
    all().find(|page| page.name.eq_ignore_ascii_case(name))
}

/// The page outside the Encoding Standard that a label means, in any case.
pub(super) fn by_older_label(label: &str) -> Option<&'static Page> {
    let label = label.trim().to_ascii_lowercase();
    older::OLDER.iter().find(|page| page.name == label || page.labels.contains(&&label[..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_pages_are_those_of_the_standard() {
        let bytes: Vec<u8> = (0..=0xFF).collect();
        assert_eq!(standard::STANDARD.len(), standard::NAMES.len());
        for page in standard::STANDARD.iter() {
            let theirs = encoding_rs::Encoding::for_label(page.name.as_bytes()).unwrap();
            let (text, _) = theirs.decode_without_bom_handling(&bytes);
            assert_eq!(page.decode(&bytes).0, text, "{}", page.name);
        }
    }

    #[test]
    fn every_byte_with_a_meaning_comes_back() {
        for page in all() {
            for byte in 0..=0xFF {
                let c = page.char(byte);
                let back = page.byte(c);
                assert!(back.is_none_or(|back| page.char(back) == c), "{} {byte:x}", page.name);
            }
        }
    }
}
