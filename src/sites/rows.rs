//! What was counted, as rows that engines group and add up on many machines.

use std::num::NonZeroUsize;

use super::counter::Counter;
use super::file::{CountedLine, Kept, SiteHead, Standing, Writer};
use super::key::LineKey;

/// What was counted of a line of a site or, where it has a name, of the site as a whole.
///
/// Rows of one site, line and name are added up, number by number, wherever and in whatever order. Then those of
/// fewer than [`REPEATED`](super::REPEATED) documents may go, and [`file_of_rows`] makes the file of the rest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CountRow {
    /// The hash of the site.
    pub site: u64,
    /// The key of the line; 0 for a site as a whole.
    pub line: u64,
    /// The name of the site; empty for a line.
    pub name: String,
    /// Documents that have the line, or that the site has. Then, of a line, the labels around it and its places
    /// from the top and from the end; of a site, the different lines of each of its documents, and zeros.
    pub sums: [u64; 4],
}

impl CountRow {
    fn of_site(site: u64, head: SiteHead) -> Self {
        let SiteHead { name, documents, lines } = head;
        Self { site, line: 0, name, sums: [documents.into(), lines, 0, 0] }
    }

    fn of_line(site: u64, line: LineKey, standing: Standing) -> Self {
        let Standing { documents, labels, top, end } = standing;
        let sums = [documents, labels, top, end].map(u64::from);
        Self { site, line: line.number(), name: String::new(), sums }
    }

    /// Adds a row of the same site, line and name.
    fn add(&mut self, other: &Self) {
        for (sum, number) in self.sums.iter_mut().zip(other.sums) {
            *sum = sum.saturating_add(number);
        }
    }

    /// What a file holds of a sum: it ends at the highest number there is.
    fn stored(&self) -> [u32; 4] {
        self.sums.map(|sum| u32::try_from(sum).unwrap_or(u32::MAX))
    }

    fn head(&self) -> SiteHead {
        let ([documents, ..], [_, lines, ..]) = (self.stored(), self.sums);
        SiteHead { name: self.name.clone(), documents, lines }
    }

    fn counted(&self) -> CountedLine {
        let [documents, labels, top, end] = self.stored();
        let standing = Standing { documents, labels, top, end };
        CountedLine { key: LineKey::from_number(self.line), standing }
    }
}

impl Counter {
    /// All that was counted as rows, one for each site and one for each of its lines.
    pub fn rows(mut self) -> Vec<CountRow> {
        let parts = self.take(NonZeroUsize::MIN);
        let heads = parts.heads.into_iter().map(|(site, head)| CountRow::of_site(site, head));
        let same = parts.seen.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
        let lines = same.map(|same| {
            let mut standing = Standing::default();
            for &(.., place) in same {
                standing.add(place.into());
            }
            CountRow::of_line(same[0].0, same[0].1, standing)
        });
        heads.chain(lines).collect()
    }
}

/// The sites file of rows, which are all that there are of each of their sites: the bytes that counting the
/// documents at once would have given. Rows that are to be added up still are, in memory.
///
/// ```
/// use monoglot::sites::{Counter, DocumentLines, file_of_rows};
///
/// let page = |story: &str| DocumentLines::new(format!("Read also\n{story}\n").lines());
/// let [mut here, mut there, mut both] = [(); 3].map(|()| Counter::new(1 << 20));
/// here.add("example.org", &page("One."));
/// for story in ["Two.", "Three."] {
///     there.add("example.org", &page(story));
/// }
/// for story in ["One.", "Two.", "Three."] {
///     both.add("example.org", &page(story));
/// }
/// let rows = [here.rows(), there.rows()].concat();
/// assert_eq!(file_of_rows(rows), both.finish());
/// ```
#[expect(clippy::missing_panics_doc, reason = "memory takes whatever is written to it")]
pub fn file_of_rows(mut rows: Vec<CountRow>) -> Vec<u8> {
    // A site comes before its lines. Of two names with one hash, the same one in any order.
    rows.sort_unstable_by(|a, b| {
        let order = |row: &CountRow| (row.site, row.name.is_empty(), row.line);
        order(a).cmp(&order(b)).then_with(|| a.name.cmp(&b.name))
    });
    rows.dedup_by(|later, row| {
        let is_same = (later.site, later.line, later.name.is_empty())
            == (row.site, row.line, row.name.is_empty());
        if is_same {
            row.add(later);
        }
        is_same
    });
    let memory = "memory takes whatever is written to it";
    let mut writer = Writer::new(Vec::new(), Kept::Repeated).expect(memory);
    for row in rows {
        let written =
            if row.name.is_empty() { writer.line(row.counted()) } else { writer.begin(row.head()) };
        written.expect(memory);
    }
    writer.finish().expect(memory)
}
