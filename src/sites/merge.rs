//! Sites files, several to one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, BufRead, Write};

use super::file::{CountedLine, Kept, Reader, SiteHead, Standing, Writer, damaged};
use super::key::LineKey;

/// Merges sites files, and gives the output back. What is counted is what counting all documents at once
/// would have counted: partial files ([`Kept::All`]) can have sites in common, others cannot, since what
/// stands on too few documents of each is lost. The order of the files makes no difference.
///
/// Streams: memory is a line of each file, and a block of the output.
///
/// # Errors
///
/// What reading and writing give, and [`io::ErrorKind::InvalidData`] for what is no sites file and for files
/// that cannot be merged.
pub fn merge<R: BufRead, W: Write>(
    files: impl IntoIterator<Item = R>,
    kept: Kept,
    out: W,
) -> io::Result<W> {
    let files = files.into_iter().map(Reader::new).collect::<io::Result<Vec<_>>>()?;
    if kept == Kept::All && files.iter().any(|file| file.kept != Kept::All) {
        return Err(refused("a file that is not partial cannot become a part of one"));
    }
    let mut merge = Merge { files, out: Writer::new(out, kept)?, heap: BinaryHeap::new() };
    let mut last = None;
    while let Some(hash) = merge.next_hash() {
        if last.is_some_and(|last| last >= hash) {
            return Err(damaged());
        }
        last = Some(hash);
        merge.site(hash)?;
    }
    merge.out.finish()
}

fn refused(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why.to_owned())
}

/// The next lines of files that have one site, by their keys; each with its file.
type Heap = BinaryHeap<Reverse<(LineKey, usize, [u32; 4])>>;

struct Merge<R, W> {
    files: Vec<Reader<R>>,
    out: Writer<W>,
    heap: Heap,
}

impl<R: BufRead, W: Write> Merge<R, W> {
    fn next_hash(&self) -> Option<u64> {
        self.files.iter().filter_map(Reader::next_hash).min()
    }

    /// Merges what all files have of a site.
    fn site(&mut self, hash: u64) -> io::Result<()> {
        let has_it = |file: &usize| self.files[*file].next_hash() == Some(hash);
        let having: Vec<_> = (0..self.files.len()).filter(has_it).collect();
        let is_partial = |&file: &usize| self.files[file].kept == Kept::All;
        if having.len() > 1 && !having.iter().all(is_partial) {
            return Err(refused(
                "two files have a site in common, and what it repeats across them is lost: \
                 count each part with --partial",
            ));
        }
        let heads = having.iter().filter_map(|&file| self.files[file].site());
        let head = heads.reduce(|a, b| SiteHead {
            // Of two names with one hash, the same one in any order.
            name: a.name.min(b.name),
            documents: a.documents.saturating_add(b.documents),
            lines: a.lines.saturating_add(b.lines),
        });
        self.out.begin(head.unwrap_or_default())?;
        for file in having {
            self.advance(file)?;
        }
        self.lines()
    }

    fn lines(&mut self) -> io::Result<()> {
        let mut current: Option<CountedLine> = None;
        while let Some(Reverse((key, file, [documents, labels, top, end]))) = self.heap.pop() {
            let standing = Standing { documents, labels, top, end };
            match &mut current {
                Some(line) if line.key == key => line.standing.add(standing),
                Some(line) if line.key > key => return Err(damaged()),
                _ => {
                    let before = current.replace(CountedLine { key, standing });
                    before.map_or(Ok(()), |line| self.out.line(line))?;
                }
            }
            self.advance(file)?;
        }
        current.map_or(Ok(()), |line| self.out.line(line))
    }

    /// Puts the next line of a file on the heap.
    fn advance(&mut self, file: usize) -> io::Result<()> {
        if let Some(CountedLine { key, standing }) = self.files[file].line()? {
            let Standing { documents, labels, top, end } = standing;
            self.heap.push(Reverse((key, file, [documents, labels, top, end])));
        }
        Ok(())
    }
}
