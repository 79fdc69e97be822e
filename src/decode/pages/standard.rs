//! The single-byte pages of the WHATWG Encoding Standard, taken from `encoding_rs`, which decodes whole
//! files: the tables here are for looking at samples and for going back.

use std::sync::LazyLock;

use super::page::Page;

/// The names of the pages, as [`super::by_name`] finds them.
pub(super) const NAMES: [&str; 27] = [
    "ibm866",
    "iso-8859-2",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-10",
    "iso-8859-13",
    "iso-8859-14",
    "iso-8859-15",
    "iso-8859-16",
    "koi8-r",
    "koi8-u",
    "macintosh",
    "windows-874",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "x-mac-cyrillic",
];

pub(super) static STANDARD: LazyLock<Vec<Page>> = LazyLock::new(|| {
    let encoding = |name: &&str| encoding_rs::Encoding::for_label(name.as_bytes());
    NAMES.iter().filter_map(|name| Some(Page::of_standard(name, encoding(name)?))).collect()
});
