//! The layout of a sites file: sites by their hashes, each with its lines by their keys.
//!
//! A head, then blocks, then an end. A block has a site and so many of its lines; a site of many lines has
//! several blocks, one after the other. So a file is written and merged as a stream, and read in place.
//! All numbers are little endian.

use std::io::{self, BufRead, Write};

use super::hash::xxh64;
use super::key::LineKey;
use super::lines::Place;
use super::name::stored;

/// The first bytes of a file, with the version of its layout.
pub const MAGIC: &[u8; 8] = b"sites__1";

/// Bytes of a head: the magic, whether the file is partial, and seven zeros.
pub(super) const HEAD: usize = 16;

/// Lines of a block at most.
pub(super) const BLOCK: usize = 4096;

/// What stands before a block, and before the end.
const IS_BLOCK: u8 = 1;
const IS_END: u8 = 0;

/// Bytes of a block before its name.
pub(super) const BLOCK_HEAD: usize = 1 + 8 + 4 + 8 + 8 + 4 + 2;

/// Bytes of a line.
pub(super) const LINE: usize = 8 + 4 * 4;

/// What stands on fewer documents is kept in partial files alone.
pub const REPEATED: u32 = 3;

/// On how many documents of its site a line stands, and where: sums over the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// How many documents have the line.
    pub documents: u32,
    /// The labels around it, [`Place::labels`].
    pub labels: u32,
    /// Its places from the top, [`Place::top`].
    pub top: u32,
    /// Its places from the end, [`Place::end`].
    pub end: u32,
}

impl Standing {
    /// Adds what is known from elsewhere. Sums end at the highest number there is.
    pub(super) fn add(&mut self, other: Self) {
        let sum = |a: &mut u32, b: u32| *a = a.saturating_add(b);
        sum(&mut self.documents, other.documents);
        sum(&mut self.labels, other.labels);
        sum(&mut self.top, other.top);
        sum(&mut self.end, other.end);
    }

    fn bytes(self) -> [[u8; 4]; 4] {
        [self.documents, self.labels, self.top, self.end].map(u32::to_le_bytes)
    }
}

impl From<Place> for Standing {
    fn from(Place { labels, top, end }: Place) -> Self {
        Self { documents: 1, labels: labels.into(), top: top.into(), end: end.into() }
    }
}

/// What is known of a site as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct SiteHead {
    pub(super) name: String,
    pub(super) documents: u32,
    /// Different lines of each document, added up.
    pub(super) lines: u64,
}

impl SiteHead {
    /// What sites are sorted by.
    pub(super) fn hash(&self) -> u64 {
        hash_of(&self.name)
    }
}

/// What a site of this name is found by.
pub(super) fn hash_of(name: &str) -> u64 {
    xxh64(stored(name).as_bytes())
}

/// A line of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CountedLine {
    pub(super) key: LineKey,
    pub(super) standing: Standing,
}

impl CountedLine {
    pub(super) fn read(bytes: &[u8; LINE]) -> Self {
        let mut numbers = Numbers(bytes);
        let key = LineKey::from_number(numbers.u64());
        let [documents, labels, top, end] = std::array::from_fn(|_| numbers.u32());
        Self { key, standing: Standing { documents, labels, top, end } }
    }
}

/// The head of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BlockHead {
    pub(super) hash: u64,
    pub(super) documents: u32,
    pub(super) lines: u64,
    /// The documents of the whole lines in this block that stand on [`REPEATED`] ones or more, added up.
    pub(super) repeated: u64,
    /// How many lines are in it.
    pub(super) count: usize,
    pub(super) name: usize,
}

impl BlockHead {
    /// Reads what stands before a name; `None` for the end, or for what is no block.
    pub(super) fn read(bytes: &[u8; BLOCK_HEAD]) -> Option<Self> {
        let (&kind, rest) = bytes.split_first()?;
        let mut numbers = Numbers(rest);
        let (hash, documents) = (numbers.u64(), numbers.u32());
        let (lines, repeated) = (numbers.u64(), numbers.u64());
        let (count, name) = (numbers.u32() as usize, usize::from(numbers.u16()));
        let block = Self { hash, documents, lines, repeated, count, name };
        (kind == IS_BLOCK && count <= BLOCK).then_some(block)
    }
}

/// Whether what is left of a file is its end.
pub(super) fn is_end(bytes: &[u8]) -> bool {
    bytes == [IS_END]
}

/// Numbers, one after the other; zeros where there are no more.
struct Numbers<'b>(&'b [u8]);

impl Numbers<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let Some((taken, rest)) = self.0.split_first_chunk::<N>() else { return [0; N] };
        self.0 = rest;
        *taken
    }

    fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.take())
    }

    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }

    fn u64(&mut self) -> u64 {
        u64::from_le_bytes(self.take())
    }
}

/// Which lines a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// All of them: a partial file, which can be merged with others of the same sites.
    All,
    /// Those on three documents of their site or more.
    Repeated,
}

/// Writes a file. Sites come in the order of their hashes, the lines of each in that of their keys.
pub(super) struct Writer<W> {
    out: W,
    kept: Kept,
    site: SiteHead,
    block: Vec<CountedLine>,
    /// Whether the site has a block already.
    is_told: bool,
}

impl<W: Write> Writer<W> {
    pub(super) fn new(mut out: W, kept: Kept) -> io::Result<Self> {
        out.write_all(MAGIC)?;
        out.write_all(&[u8::from(kept == Kept::All), 0, 0, 0, 0, 0, 0, 0])?;
        Ok(Self { out, kept, site: SiteHead::default(), block: Vec::new(), is_told: true })
    }

    pub(super) fn begin(&mut self, site: SiteHead) -> io::Result<()> {
        self.end_site()?;
        // Of what stands on fewer documents nothing is kept, and nobody is asked about it.
        self.is_told = self.kept == Kept::Repeated && site.documents < REPEATED;
        self.site = site;
        Ok(())
    }

    pub(super) fn line(&mut self, line: CountedLine) -> io::Result<()> {
        if self.kept == Kept::Repeated && line.standing.documents < REPEATED {
            return Ok(());
        }
        self.block.push(line);
        if self.block.len() == BLOCK { self.end_block() } else { Ok(()) }
    }

    fn end_site(&mut self) -> io::Result<()> {
        if self.block.is_empty() && self.is_told { Ok(()) } else { self.end_block() }
    }

    fn end_block(&mut self) -> io::Result<()> {
        let name = stored(&self.site.name);
        let is_repeated =
            |line: &&CountedLine| line.key.is_of_line() && line.standing.documents >= REPEATED;
        let repeated = self.block.iter().filter(is_repeated);
        let repeated: u64 = repeated.map(|line| u64::from(line.standing.documents)).sum();
        let out = &mut self.out;
        out.write_all(&[IS_BLOCK])?;
        out.write_all(&self.site.hash().to_le_bytes())?;
        out.write_all(&self.site.documents.to_le_bytes())?;
        out.write_all(&self.site.lines.to_le_bytes())?;
        out.write_all(&repeated.to_le_bytes())?;
        out.write_all(&(self.block.len() as u32).to_le_bytes())?;
        out.write_all(&(name.len() as u16).to_le_bytes())?;
        out.write_all(name.as_bytes())?;
        for line in self.block.drain(..) {
            out.write_all(&line.key.number().to_le_bytes())?;
            out.write_all(line.standing.bytes().as_flattened())?;
        }
        self.is_told = true;
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.end_site()?;
        self.out.write_all(&[IS_END])?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Reads a file as a stream: a site, its lines, the next site.
pub(super) struct Reader<R> {
    input: R,
    pub(super) kept: Kept,
    /// The next block, if its head was read.
    ahead: Option<(BlockHead, String)>,
    /// Lines that are left of the block under way.
    left: usize,
    hash: u64,
}

/// What is said of a file that ends too early, or is none.
pub(super) fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "no sites file, or a damaged one")
}

impl<R: BufRead> Reader<R> {
    pub(super) fn new(mut input: R) -> io::Result<Self> {
        let mut head = [0; HEAD];
        exactly(&mut input, &mut head)?;
        let kept = kept_of(&head).ok_or_else(damaged)?;
        let mut reader = Self { input, kept, ahead: None, left: 0, hash: 0 };
        reader.look_ahead()?;
        Ok(reader)
    }

    /// The site that comes next, by its hash.
    pub(super) fn next_hash(&self) -> Option<u64> {
        self.ahead.as_ref().map(|(block, _)| block.hash)
    }

    /// Begins the next site.
    pub(super) fn site(&mut self) -> Option<SiteHead> {
        let (block, name) = self.ahead.take()?;
        (self.left, self.hash) = (block.count, block.hash);
        Some(SiteHead { name, documents: block.documents, lines: block.lines })
    }

    /// The next line of the site under way.
    pub(super) fn line(&mut self) -> io::Result<Option<CountedLine>> {
        while self.left == 0 {
            if self.ahead.is_none() {
                self.look_ahead()?;
            }
            let is_same = |(block, _): &mut (BlockHead, String)| block.hash == self.hash;
            let Some((block, _)) = self.ahead.take_if(is_same) else { return Ok(None) };
            self.left = block.count;
        }
        self.left -= 1;
        let mut bytes = [0; LINE];
        exactly(&mut self.input, &mut bytes)?;
        Ok(Some(CountedLine::read(&bytes)))
    }

    /// Reads the head of the next block, or the end.
    fn look_ahead(&mut self) -> io::Result<()> {
        if self.input.fill_buf()?.first() == Some(&IS_END) {
            return Ok(());
        }
        let mut bytes = [0; BLOCK_HEAD];
        exactly(&mut self.input, &mut bytes)?;
        let block = BlockHead::read(&bytes).ok_or_else(damaged)?;
        let mut name = vec![0; block.name];
        exactly(&mut self.input, &mut name)?;
        let name = String::from_utf8(name).map_err(|_| damaged())?;
        self.ahead = Some((block, name));
        Ok(())
    }
}

/// Which lines a file has, by its head.
pub(super) fn kept_of(head: &[u8; HEAD]) -> Option<Kept> {
    let (magic, rest) = head.split_first_chunk::<8>()?;
    match (magic == MAGIC, rest) {
        (true, [0, 0, 0, 0, 0, 0, 0, 0]) => Some(Kept::Repeated),
        (true, [1, 0, 0, 0, 0, 0, 0, 0]) => Some(Kept::All),
        _ => None,
    }
}

impl Kept {
    /// Which lines a sites file has: its first bytes are read.
    ///
    /// # Errors
    ///
    /// What reading gives, and [`io::ErrorKind::InvalidData`] for what is no sites file.
    pub fn of_file(mut file: impl BufRead) -> io::Result<Self> {
        let mut head = [0; HEAD];
        exactly(&mut file, &mut head)?;
        kept_of(&head).ok_or_else(damaged)
    }
}

/// Fills `bytes`; a file that ends before is damaged.
fn exactly(input: &mut impl BufRead, bytes: &mut [u8]) -> io::Result<()> {
    input.read_exact(bytes).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => damaged(),
        _ => error,
    })
}
