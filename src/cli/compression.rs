//! gzip and Zstandard, known by their first bytes and never by a file's name.

use std::io::{self, BufRead, BufReader, Read, Write};

use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;

/// Bytes that are decompressed at once.
const BUFFER: usize = 64 << 10;

/// Levels that both programs have by default: more takes much longer for little.
const GZIP_LEVEL: u32 = 6;
const ZSTD_LEVEL: i32 = 3;

/// How the bytes of a file are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Gzip,
    Zstd,
}

impl Compression {
    /// The endings of names that say what is packed inside comes before them.
    pub(in crate::cli) const ENDINGS: [&'static str; 3] = [".gz", ".zst", ".zstd"];

    /// Looks at the first bytes of a file. A skippable frame, as compressed WARC may begin with, is
    /// Zstandard too.
    pub(super) fn of(start: &[u8]) -> Self {
        match start {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Self::Zstd,
            _ => Self::None,
        }
    }

    /// What is packed in the bytes, all members and frames of it, read as it is asked for.
    pub(super) fn reader<'r>(
        self,
        input: impl BufRead + Send + 'r,
    ) -> io::Result<Box<dyn BufRead + Send + 'r>> {
        let buffered = |input| BufReader::with_capacity(BUFFER, input);
        Ok(match self {
            Self::None => Box::new(input),
            Self::Gzip => Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(input))),
            Self::Zstd => Box::new(buffered(zstd::stream::read::Decoder::with_buffer(input)?)),
        })
    }

    /// What is packed in the bytes; `None` if it is more than `limit` bytes.
    pub(super) fn unpack(self, bytes: &[u8], limit: u64) -> io::Result<Option<Vec<u8>>> {
        let mut plain = Vec::new();
        self.reader(bytes)?.take(limit.saturating_add(1)).read_to_end(&mut plain)?;
        Ok((plain.len() as u64 <= limit).then_some(plain))
    }

    /// The bytes as one member or frame.
    pub(super) fn pack(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut encoder = Encoder::new(self, Vec::with_capacity(bytes.len() / 2))?;
        encoder.write_all(bytes)?;
        encoder.finish()
    }
}

/// Packs what is written as one member or frame.
pub(super) enum Encoder<W: Write> {
    Plain(W),
    Gzip(GzEncoder<W>),
    Zstd(zstd::stream::write::Encoder<'static, W>),
}

impl<W: Write> Encoder<W> {
    pub(super) fn new(compression: Compression, output: W) -> io::Result<Self> {
        Ok(match compression {
            Compression::None => Self::Plain(output),
            Compression::Gzip => {
                Self::Gzip(GzEncoder::new(output, flate2::Compression::new(GZIP_LEVEL)))
            }
            Compression::Zstd => Self::Zstd(zstd::stream::write::Encoder::new(output, ZSTD_LEVEL)?),
        })
    }

    pub(super) fn finish(self) -> io::Result<W> {
        match self {
            Self::Plain(output) => Ok(output),
            Self::Gzip(encoder) => encoder.finish(),
            Self::Zstd(encoder) => encoder.finish(),
        }
    }
}

impl<W: Write> Write for Encoder<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(output) => output.write(bytes),
            Self::Gzip(encoder) => encoder.write(bytes),
            Self::Zstd(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(output) => output.flush(),
            Self::Gzip(encoder) => encoder.flush(),
            Self::Zstd(encoder) => encoder.flush(),
        }
    }
}
