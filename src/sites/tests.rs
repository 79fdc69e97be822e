//! Counting, merging and reading together.

use std::collections::HashMap;
use std::num::NonZeroUsize;

use super::{Counter, DocumentLines, Kept, LineKey, REPEATED, Sites, file_of_rows, merge};
use crate::error::Error;

/// Pages of some sites: a frame that all have, a part that some have, and lines of their own.
fn pages() -> Vec<(String, String)> {
    let page = |number: usize| {
        let site = format!("site{}.example", number % 7);
        let part = if number.is_multiple_of(2) { "Read also\n" } else { "" };
        let own = (0..number % 40)
            .map(|line| format!("line {} of its own\n", letters(number * 50 + line)));
        (site, format!("Home\n{part}{}Page {number}\nCopyright 2024\n", own.collect::<String>()))
    };
    (0..200).map(page).collect()
}

/// A number without digits, which would be masked.
fn letters(number: usize) -> String {
    number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}

fn lines(text: &str) -> DocumentLines {
    DocumentLines::new(text.lines())
}

fn counted(pages: &[(String, String)]) -> Vec<u8> {
    let mut counter = Counter::new(usize::MAX);
    for (site, text) in pages {
        counter.add(site, &lines(text));
    }
    counter.finish()
}

/// In parts of so many bytes, each sorted by so many.
fn parts(pages: &[(String, String)], room: usize, jobs: usize) -> Vec<Vec<u8>> {
    let jobs = NonZeroUsize::new(jobs).unwrap();
    let (mut counter, mut files) = (Counter::new(room), Vec::new());
    let mut take = |counter: &mut Counter| {
        let parts = counter.take(jobs);
        files.extend((0..parts.count()).map(|part| parts.write(part, Vec::new()).unwrap()));
    };
    for (site, text) in pages {
        counter.add(site, &lines(text));
        if counter.is_full() {
            take(&mut counter);
        }
    }
    take(&mut counter);
    files
}

fn merged(files: &[Vec<u8>], kept: Kept) -> Vec<u8> {
    merge(files.iter().map(Vec::as_slice), kept, Vec::new()).unwrap()
}

#[test]
fn counts_are_those_of_a_plain_count() {
    let pages = pages();
    let mut plain: HashMap<_, u32> = HashMap::new();
    for (site, text) in &pages {
        let mut own: Vec<_> = text.lines().filter_map(LineKey::of).collect();
        own.sort();
        own.dedup();
        for key in own {
            *plain.entry((site.clone(), key)).or_default() += 1;
        }
    }
    let sites = Sites::new(counted(&pages)).unwrap();
    for ((name, key), count) in plain {
        let found = sites.site(&name).unwrap().standing(key).map(|standing| standing.documents);
        assert_eq!(found, Some(count).filter(|&count| count >= 3), "{name}");
    }
    assert_eq!(sites.iter().count(), 7);
    assert!(sites.iter().all(|site| site.documents() >= 28 && site.repetition() > 0.1));
}

#[test]
fn neither_order_nor_memory_nor_threads_change_a_byte() {
    let mut pages = pages();
    let whole = counted(&pages);
    for (room, jobs) in [(1, 1), (1, 3), (100_000, 1), (100_000, 4), (usize::MAX, 5)] {
        pages.reverse();
        let files = parts(&pages, room, jobs);
        assert!(room == usize::MAX || files.len() > 1);
        assert_eq!(merged(&files, Kept::Repeated), whole, "{room} bytes, {jobs} jobs");
    }
}

#[test]
fn merged_parts_are_the_count_of_all() {
    let pages = pages();
    let part = |pages: &[_]| merged(&parts(pages, usize::MAX, 1), Kept::All);
    let (a, b, c) = (part(&pages[..50]), part(&pages[50..51]), part(&pages[51..]));
    assert_eq!(merged(&[c.clone(), a.clone(), b.clone()], Kept::Repeated), counted(&pages));
    let ab = merged(&[a, b], Kept::All);
    assert_eq!(merged(&[ab, c], Kept::Repeated), counted(&pages));
}

#[test]
fn rows_added_up_elsewhere_are_the_count_of_all() {
    let pages = pages();
    let rows = |pages: &[(String, String)]| {
        let mut counter = Counter::new(usize::MAX);
        for (site, text) in pages {
            counter.add(site, &lines(text));
        }
        counter.rows()
    };
    let mut in_parts = [rows(&pages[150..]), rows(&pages[..7]), rows(&pages[7..150])].concat();
    in_parts.reverse();
    assert_eq!(file_of_rows(in_parts), counted(&pages));
    let mut added = rows(&pages);
    added.retain(|row| row.sums[0] >= u64::from(REPEATED));
    assert_eq!(file_of_rows(added), counted(&pages));
    assert_eq!(file_of_rows(Vec::new()), counted(&[]));
}

#[test]
fn what_would_lose_lines_is_refused() {
    let pages = pages();
    let (a, b) = (counted(&pages[..100]), counted(&pages[100..]));
    let refused = merge([a.as_slice(), b.as_slice()], Kept::Repeated, Vec::new()).unwrap_err();
    assert!(refused.to_string().contains("--partial"), "{refused}");
    let refused = merge([a.as_slice()], Kept::All, Vec::new()).unwrap_err();
    assert!(refused.to_string().contains("partial"), "{refused}");
    // Sites that only one of them has are merged.
    let (even, odd): (Vec<_>, Vec<_>) =
        pages.iter().cloned().partition(|(site, _)| site < &"site3".to_owned());
    assert_eq!(merged(&[counted(&odd), counted(&even)], Kept::Repeated), counted(&pages));
}

#[test]
fn a_site_of_many_lines_is_found_in_all_of_its_blocks() {
    let line = |number| format!("line {}", letters(number));
    let text = (0..20_000).map(line).collect::<Vec<_>>().join("\n");
    let pages = vec![("big.example".to_owned(), text); 3];
    let sites = Sites::new(counted(&pages)).unwrap();
    let site = sites.site("big.example").unwrap();
    assert!((site.repetition() - 1.0).abs() < 1e-9);
    for number in 0..20_000 {
        let key = LineKey::of(&line(number)).unwrap();
        assert_eq!(site.standing(key).unwrap().documents, 3);
    }
    let in_parts = merged(&parts(&pages, 1, 2), Kept::Repeated);
    assert_eq!(in_parts, counted(&pages));
}

#[test]
fn damaged_files_are_refused() {
    let whole = counted(&pages());
    assert!(Sites::new(whole.clone()).is_ok());
    for end in 0..whole.len() {
        assert!(matches!(Sites::new(whole[..end].to_vec()), Err(Error::InvalidSites(_))), "{end}");
        let merged = merge([&whole[..end]], Kept::Repeated, Vec::new());
        assert!(merged.is_err(), "{end}");
    }
    for at in (0..whole.len()).step_by(3) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        if let Ok(sites) = Sites::new(bytes) {
            for site in sites.iter() {
                site.standing(LineKey::of("Home").unwrap());
            }
        }
    }
    let part = parts(&pages(), usize::MAX, 1).remove(0);
    let refused = Sites::new(part).unwrap_err();
    assert!(refused.to_string().contains("partial"), "{refused}");
}

const STORIES: [&str; 4] = [
    "Die Stadt hat am Montag eine neue Brücke über den Fluss eröffnet.",
    "Der Fluss trat in der Nacht über die Ufer, und viele Keller liefen voll.",
    "Im Rathaus wurde gestern lange über den neuen Haushalt gestritten.",
    "Der Markt zieht um, weil der alte Platz für alle zu klein ist.",
];

const OTHERS: [&str; 2] = [
    "The town opened a new bridge across the river on Monday morning.",
    "The river burst its banks in the night, and the cellars were flooded.",
];

/// A site of so many documents in German, in English, and in no language.
fn site_of(german: usize, english: usize, others: usize) -> Counter {
    let mut counter = Counter::new(usize::MAX);
    let many = |of: &'static [&str], many: usize| of.iter().copied().cycle().take(many);
    let stories = many(&STORIES, german).chain(many(&OTHERS, english)).chain(many(&["1"], others));
    for story in stories {
        counter.add("a.example", &lines(&format!("Home\n{story}\n")));
    }
    counter
}

#[test]
fn a_site_has_the_language_of_three_documents_in_four() {
    for ((german, english, others), expected) in [
        ((3, 0, 0), Some(("deu", 3))),
        ((2, 0, 0), None),
        ((3, 1, 0), Some(("deu", 3))),
        ((1, 3, 0), Some(("eng", 3))),
        ((6, 1, 1), Some(("deu", 6))),
        ((6, 3, 0), None),
        ((6, 0, 3), None),
        ((5, 5, 0), None),
        ((0, 0, 9), None),
    ] {
        let sites = Sites::new(site_of(german, english, others).finish()).unwrap();
        let language = sites.site("a.example").and_then(|site| site.language());
        let found = language.map(|language| (language.lang.code(), language.documents));
        assert_eq!(found, expected, "{german} {english} {others}");
    }
}

#[test]
fn languages_are_no_lines() {
    let sites = Sites::new(site_of(4, 0, 0).finish()).unwrap();
    // Four times one line of two.
    let repetition = sites.site("a.example").unwrap().repetition();
    assert!((repetition - 0.5).abs() < 1e-9, "{repetition}");
}

#[test]
fn languages_are_counted_in_parts_and_rows_alike() {
    let rows = [site_of(2, 0, 1).rows(), site_of(4, 1, 0).rows()].concat();
    let mut parts = Vec::new();
    for mut part in [site_of(2, 0, 1), site_of(4, 1, 0)] {
        parts.push(part.take(NonZeroUsize::MIN).write(0, Vec::new()).unwrap());
    }
    let merged = merged(&parts, Kept::Repeated);
    assert_eq!(file_of_rows(rows), merged);
    let sites = Sites::new(merged).unwrap();
    let language = sites.site("a.example").unwrap().language().unwrap();
    assert_eq!((language.lang.code(), language.documents), ("deu", 6));
}

#[test]
fn a_file_made_before_languages_were_counted_has_none() {
    let bytes = {
        let mut rows = site_of(4, 0, 0).rows();
        rows.retain(|row| row.line == 0 || row.line >= 1 << 25);
        file_of_rows(rows)
    };
    let sites = Sites::new(bytes).unwrap();
    let site = sites.site("a.example").unwrap();
    assert_eq!((site.documents(), site.language()), (4, None));
    assert!(site.standing(LineKey::of("home").unwrap()).is_some());
}
