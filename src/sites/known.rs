//! A sites file, read in place.

use super::file::{
    BLOCK_HEAD, BlockHead, CountedLine, HEAD, Kept, LINE, Standing, hash_of, is_end, kept_of,
};
use super::key::LineKey;
use crate::error::Error;
use crate::lang::Lang;

/// What sites repeat: a sites file in memory.
///
/// It is read in place; beside its bytes there is an entry for each of its sites, and one for each 4,096 lines
/// of a site.
#[derive(Debug)]
pub struct Sites {
    bytes: Vec<u8>,
    /// In the order of the file.
    blocks: Vec<Block>,
}

/// So many lines on a third of its documents make a template. Of 46 sites one has fewer, and of 27 folders of strangers none
/// has as many.
const TEMPLATE: usize = 2;

/// Where a block of a site stands in the bytes.
#[derive(Debug, Clone, Copy)]
struct Block {
    hash: u64,
    documents: u32,
    lines: u64,
    repeated: u64,
    /// How many of its lines stand on a third of the site's documents or more.
    template: usize,
    name: (usize, usize),
    start: usize,
    count: usize,
}

impl Sites {
    /// Reads a sites file. Cost grows with its length: every line is looked at once.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidSites`] if the bytes are no sites file, are damaged, or are of a partial one.
    pub fn new(bytes: Vec<u8>) -> Result<Self, Error> {
        let head = bytes.first_chunk::<HEAD>().and_then(kept_of);
        if head.ok_or(Error::InvalidSites("no sites file"))? == Kept::All {
            return Err(Error::InvalidSites(
                "a partial sites file: `monoglot sites FILE... -o sites.bin` makes one of all parts",
            ));
        }
        let blocks = blocks(&bytes).ok_or(Error::InvalidSites("a damaged sites file"))?;
        Ok(Self { bytes, blocks })
    }

    /// The file that it was read from.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What is known of a site; `None` if nothing is, or of fewer than three documents.
    pub fn site(&self, name: &str) -> Option<Site<'_>> {
        let hash = hash_of(name);
        let first = self.blocks.partition_point(|block| block.hash < hash);
        let blocks = &self.blocks[first..];
        let blocks = &blocks[..blocks.partition_point(|block| block.hash == hash)];
        self.site_of(blocks)
    }

    /// All sites that it has, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = Site<'_>> + '_ {
        self.blocks.chunk_by(|a, b| a.hash == b.hash).filter_map(|blocks| self.site_of(blocks))
    }

    fn site_of<'s>(&'s self, blocks: &'s [Block]) -> Option<Site<'s>> {
        let first = blocks.first()?;
        let name = std::str::from_utf8(self.bytes.get(first.name.0..first.name.1)?).ok()?;
        let repeated = blocks.iter().map(|block| block.repeated).sum();
        Some(Site { bytes: &self.bytes, blocks, name, repeated })
    }
}

/// The blocks of a file, in order; `None` if it is damaged.
fn blocks(bytes: &[u8]) -> Option<Vec<Block>> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut at = HEAD;
    while !is_end(bytes.get(at..)?) {
        let head = BlockHead::read(bytes.get(at..)?.first_chunk::<BLOCK_HEAD>()?)?;
        let BlockHead { hash, documents, lines, repeated, count, name } = head;
        let name = (at + BLOCK_HEAD, at + BLOCK_HEAD + name);
        let end = name.1.checked_add(count * LINE)?;
        let (standing, _) = bytes.get(name.1..end)?.as_chunks::<LINE>();
        let lines_of = || standing.iter().map(CountedLine::read);
        let keys = || lines_of().map(|line| line.key);
        let before = blocks.last().and_then(|block: &Block| {
            (block.hash == hash).then(|| last_key(bytes, block)).flatten()
        });
        let is_sorted = blocks.last().is_none_or(|block| block.hash <= hash)
            && before.into_iter().chain(keys()).is_sorted_by(|a, b| a < b);
        std::str::from_utf8(&bytes[name.0..name.1]).ok().filter(|_| is_sorted)?;
        let is_on_third = |line: &CountedLine| {
            line.key.is_of_line() && line.standing.documents >= documents.div_ceil(3)
        };
        let template = lines_of().filter(is_on_third).count();
        let start = name.1;
        blocks.push(Block { hash, documents, lines, repeated, template, name, start, count });
        at = end;
    }
    Some(blocks)
}

fn last_key(bytes: &[u8], block: &Block) -> Option<LineKey> {
    line_at(bytes, block, block.count.checked_sub(1)?).map(|line| line.key)
}

fn line_at(bytes: &[u8], block: &Block, at: usize) -> Option<CountedLine> {
    let start = block.start + at * LINE;
    bytes.get(start..)?.first_chunk::<LINE>().map(CountedLine::read)
}

/// What is known of one site.
#[derive(Debug, Clone, Copy)]
pub struct Site<'s> {
    bytes: &'s [u8],
    blocks: &'s [Block],
    name: &'s str,
    repeated: u64,
}

/// A site by its name, how many documents of it were counted, and their language.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SiteSize {
    /// A host or a folder.
    pub name: String,
    /// How many documents were counted.
    pub documents: u32,
    /// What [`Site::language`] says.
    pub language: Option<SiteLanguage>,
}

/// The language of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SiteLanguage {
    /// The language.
    pub lang: Lang,
    /// How many documents are in it beyond doubt.
    pub documents: u32,
}

impl<'s> Site<'s> {
    /// What it is called, how large it is, and its language.
    pub fn size(&self) -> SiteSize {
        let (documents, language) = (self.documents(), self.language());
        SiteSize { name: self.name.to_owned(), documents, language }
    }

    /// Its name: a host or a folder.
    pub fn name(&self) -> &'s str {
        self.name
    }

    /// How many documents of it were counted.
    pub fn documents(&self) -> u32 {
        self.blocks.first().map_or(0, |block| block.documents)
    }

    /// Which share of the lines of its documents stands on three of them or more: what of it is a frame
    /// rather than text.
    pub fn repetition(&self) -> f64 {
        let lines = self.blocks.first().map_or(0, |block| block.lines);
        if lines == 0 { 0.0 } else { (self.repeated as f64 / lines as f64).min(1.0) }
    }

    /// Whether its documents have a template, so that it is a site indeed: two lines or more stand on a third of them.
    /// On a folder of documents from anywhere one does at most.
    pub fn has_template(&self) -> bool {
        self.blocks.iter().map(|block| block.template).sum::<usize>() >= TEMPLATE
    }

    /// The language of its documents, as far as it is plain at a glance: that of at least three of them, and of
    /// three in four. `None` if it has several, or if the file was made before languages were counted.
    pub fn language(&self) -> Option<SiteLanguage> {
        let counted = |at: usize| {
            let CountedLine { key, standing } = line_at(self.bytes, self.blocks.first()?, at)?;
            Some(SiteLanguage { lang: key.language()?, documents: standing.documents })
        };
        let most = (0..).map_while(counted).max_by_key(|most| most.documents)?;
        (4 * u64::from(most.documents) >= 3 * u64::from(self.documents())).then_some(most)
    }

    /// How a line stands on it, or a beginning of lines; `None` if it stands on fewer than three documents.
    /// Some twenty comparisons.
    pub fn standing(&self, key: LineKey) -> Option<Standing> {
        let begins =
            |block: &Block| line_at(self.bytes, block, 0).is_some_and(|line| line.key <= key);
        let block = &self.blocks[self.blocks.partition_point(begins).checked_sub(1)?];
        let (mut low, mut high) = (0, block.count);
        while low < high {
            let middle = usize::midpoint(low, high);
            let line = line_at(self.bytes, block, middle)?;
            match line.key.cmp(&key) {
                std::cmp::Ordering::Equal => return Some(line.standing),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}
