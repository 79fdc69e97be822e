//! Where reports go: stdout and files, each a stream with a head, pieces and a tail.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use monoglot::report::{Format, Totals};

use super::inputs::explain;

/// The stdout of a run and its report files.
#[derive(Debug)]
pub(super) struct Sinks {
    stdout: BufWriter<io::Stdout>,
    /// The report on stdout, if there is one, comes first, as the pieces do.
    streams: Vec<Stream>,
}

#[derive(Debug)]
struct Stream {
    format: Format,
    /// `None` is stdout.
    file: Option<ReportFile>,
    is_started: bool,
}

/// A report is written beside its place and moved there when it is whole.
#[derive(Debug)]
struct ReportFile {
    writer: BufWriter<File>,
    /// The temporary file and the place; `None` for a device, which is written directly.
    moves: Option<(tempfile::TempPath, PathBuf)>,
}

impl ReportFile {
    fn new(path: &Path) -> io::Result<Self> {
        if fs::metadata(path).is_ok_and(|data| !data.is_file()) {
            let file = File::options().write(true).open(path)?;
            return Ok(Self { writer: BufWriter::new(file), moves: None });
        }
        let (file, temporary) = super::output::temporary_beside(path)?.into_parts();
        Ok(Self { writer: BufWriter::new(file), moves: Some((temporary, path.to_owned())) })
    }

    fn finish(mut self) -> io::Result<()> {
        self.writer.flush()?;
        match self.moves {
            Some((temporary, path)) => temporary.persist(path).map_err(|error| error.error),
            None => Ok(()),
        }
    }
}

impl Sinks {
    pub(super) fn new(
        format: Option<Format>,
        reports: &[(Format, PathBuf)],
    ) -> Result<Self, String> {
        let to_stdout = format.map(|format| Stream { format, file: None, is_started: false });
        let mut streams: Vec<_> = to_stdout.into_iter().collect();
        for (format, path) in reports {
            let file = ReportFile::new(path)
                .map_err(|error| format!("{}: {}", path.display(), explain(&error)))?;
            streams.push(Stream { format: *format, file: Some(file), is_started: false });
        }
        Ok(Self { stdout: BufWriter::new(io::stdout()), streams })
    }

    /// Writes what came of one document: text to stdout, and a piece to each report. A document that
    /// failed has no pieces.
    pub(super) fn write(&mut self, text: &str, pieces: &[String]) -> io::Result<()> {
        self.stdout.write_all(text.as_bytes())?;
        for (stream, piece) in self.streams.iter_mut().zip(pieces) {
            let before =
                if stream.is_started { stream.format.separator() } else { &stream.format.head() };
            let piece = format!("{before}{piece}");
            stream.is_started = true;
            stream.write(&mut self.stdout, &piece)?;
        }
        Ok(())
    }

    /// Ends every report with the totals.
    pub(super) fn finish(mut self, totals: &Totals) -> io::Result<()> {
        for mut stream in self.streams {
            let head = if stream.is_started { String::new() } else { stream.format.head() };
            stream.write(&mut self.stdout, &(head + &stream.format.tail(totals)))?;
            if let Some(file) = stream.file {
                file.finish()?;
            }
        }
        self.stdout.flush()
    }
}

impl Stream {
    fn write(&mut self, stdout: &mut impl Write, text: &str) -> io::Result<()> {
        match &mut self.file {
            Some(file) => file.writer.write_all(text.as_bytes()),
            None => stdout.write_all(text.as_bytes()),
        }
    }
}
