//! Counting: documents in, parts of a sites file out.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::thread;

use foldhash::{HashMap, HashMapExt as _};

use super::file::{CountedLine, Kept, SiteHead, Standing, Writer, hash_of};
use super::key::LineKey;
use super::lines::{DocumentLines, Place};
use super::merge::merge;
use super::name::stored;

/// A line of a document of a site.
pub(super) type Seen = (u64, LineKey, Place);

/// Bytes that a site takes beside its name.
const SITE_BYTES: usize = 96;

/// Counts documents until it has no more room.
///
/// What it has counted is taken from it as the bytes of partial sites files, which [`merge`] puts together.
/// The result does not depend on the order of the documents, nor on how many there were in each part.
///
/// ```
/// use monoglot::sites::{Counter, DocumentLines, LineKey, Sites};
///
/// let mut counter = Counter::new(1 << 20);
/// for story in ["One.", "Two.", "Three."] {
///     let page = format!("Read also\n{story}\n");
///     counter.add("example.org", &DocumentLines::new(page.lines()));
/// }
/// let sites = Sites::new(counter.finish())?;
/// let site = sites.site("example.org").unwrap();
/// assert_eq!(site.documents(), 3);
/// assert_eq!(site.standing(LineKey::of("read also").unwrap()).unwrap().documents, 3);
/// assert_eq!(site.standing(LineKey::of("One.").unwrap()), None);
/// # Ok::<(), monoglot::Error>(())
/// ```
#[derive(Debug)]
pub struct Counter {
    sites: HashMap<u64, SiteHead>,
    seen: Vec<Seen>,
    /// Bytes that it may take.
    room: usize,
    /// Bytes of the names and counts of sites.
    taken: usize,
}

impl Counter {
    /// A counter that is full at so many bytes, about.
    pub fn new(room: usize) -> Self {
        Self { sites: HashMap::new(), seen: Vec::new(), room, taken: 0 }
    }

    /// Counts a document of a site.
    pub fn add(&mut self, site: &str, document: &DocumentLines) {
        let hash = hash_of(site);
        let head = self.sites.entry(hash).or_insert_with(|| {
            let name = stored(site).to_owned();
            self.taken += SITE_BYTES + name.len();
            SiteHead { name, ..SiteHead::default() }
        });
        head.documents = head.documents.saturating_add(1);
        head.lines += u64::from(document.lines);
        self.seen.extend(document.keys.iter().map(|&(key, place)| (hash, key, place)));
    }

    /// Whether there is no more room: what was counted is to be taken. A vector grows to twice its size,
    /// and what it holds is there twice while it is taken.
    pub fn is_full(&self) -> bool {
        self.taken + self.seen.capacity().max(2 * self.seen.len()) * size_of::<Seen>() > self.room
    }

    /// Whether nothing was counted since it was taken last.
    pub fn is_empty(&self) -> bool {
        self.sites.is_empty()
    }

    /// Takes what was counted, in as many parts as there are `jobs` to sort them.
    pub fn take(&mut self, jobs: NonZeroUsize) -> Parts {
        let heads = std::mem::take(&mut self.sites).into_iter().collect();
        self.taken = 0;
        let mut seen = std::mem::take(&mut self.seen);
        let share = seen.len().div_ceil(jobs.get()).max(1);
        if share >= seen.len() {
            seen.sort_unstable();
        } else {
            thread::scope(|scope| {
                for part in seen.chunks_mut(share) {
                    scope.spawn(|| part.sort_unstable());
                }
            });
        }
        Parts { heads, seen, share }
    }

    /// All that was counted as one sites file, in memory.
    #[expect(clippy::missing_panics_doc, reason = "memory takes whatever is written to it")]
    pub fn finish(mut self) -> Vec<u8> {
        let part = self.take(NonZeroUsize::MIN);
        let memory = "memory takes whatever is written to it";
        let bytes = part.write(0, Vec::new()).expect(memory);
        merge([&bytes[..]], Kept::Repeated, Vec::new()).expect(memory)
    }
}

/// What was counted, sorted.
#[derive(Debug)]
pub struct Parts {
    pub(super) heads: BTreeMap<u64, SiteHead>,
    pub(super) seen: Vec<Seen>,
    share: usize,
}

impl Parts {
    /// How many parts there are.
    pub fn count(&self) -> usize {
        self.seen.len().div_ceil(self.share).max(1)
    }

    /// Writes one of the parts as a partial sites file, and gives the output back.
    ///
    /// # Errors
    ///
    /// What writing gives.
    pub fn write<W: Write>(&self, part: usize, out: W) -> io::Result<W> {
        let mut writer = Writer::new(out, Kept::All)?;
        let mut lines = self.seen.chunks(self.share).nth(part).unwrap_or_default();
        for (&hash, head) in &self.heads {
            let (own, rest) = lines.split_at(lines.partition_point(|&(site, ..)| site <= hash));
            lines = rest;
            // What is known of the site as a whole is said once.
            if part == 0 {
                writer.begin(head.clone())?;
            } else if !own.is_empty() {
                writer.begin(SiteHead { documents: 0, lines: 0, ..head.clone() })?;
            }
            for same in own.chunk_by(|a, b| a.1 == b.1) {
                let mut standing = Standing::default();
                for &(.., place) in same {
                    standing.add(place.into());
                }
                writer.line(CountedLine { key: same[0].1, standing })?;
            }
        }
        writer.finish()
    }
}
