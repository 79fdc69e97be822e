//! Where reports go: stdout and files, each a stream with a head, fragments and a tail.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use monoglot::report::{Format, Fragment, Report, Totals};

use super::atomic::{folder, temporary_in};
use super::console::for_terminal;
use super::io_error::explain;
use super::paths::absolute;
use super::stop::GuardedPath;
use super::stop::PREFIX;

/// The stdout of a run and its report files.
#[derive(Debug)]
pub(super) struct ReportWriters {
    stdout: Stdout,
    /// The report on stdout, if there is one, comes first, as the fragments do.
    streams: Vec<Stream>,
}

#[derive(Debug)]
struct Stream {
    report: Report,
    destination: Destination,
}

#[derive(Debug)]
enum Destination {
    Stdout,
    File(ReportFile),
}

/// A report is written beside its place and moved there when it is whole.
#[derive(Debug)]
struct ReportFile {
    path: PathBuf,
    writer: BufWriter<File>,
    /// The temporary file and the place; `None` for what is written directly: a device, or a file
    /// that is added to.
    moves: Option<GuardedPath>,
}

impl ReportFile {
    /// In a folder that is there, or below the working directory: a slip in a path makes none elsewhere.
    fn new(path: &Path) -> io::Result<Self> {
        if fs::metadata(path).is_ok_and(|data| !data.is_file()) {
            return Ok(Self::written_to(path, File::options().write(true).open(path)?));
        }
        if absolute(folder(path))?.starts_with(std::env::current_dir()?) {
            fs::create_dir_all(folder(path))?;
        }
        let (file, temporary) = temporary_in(folder(path), PREFIX, "")?.into_parts();
        Ok(Self { moves: Some(temporary), ..Self::written_to(path, file) })
    }

    fn appending(path: &Path) -> io::Result<Self> {
        Ok(Self::written_to(path, File::options().append(true).create(true).open(path)?))
    }

    fn written_to(path: &Path, file: File) -> Self {
        Self { path: path.to_owned(), writer: BufWriter::new(file), moves: None }
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        self.writer.write_all(text.as_bytes()).map_err(|error| located(&self.path, &error))
    }

    fn finish(mut self) -> io::Result<()> {
        let flushed = self.writer.flush();
        let moved = flushed.and_then(|()| match self.moves {
            Some(temporary) => temporary.persist(&self.path),
            None => Ok(()),
        });
        moved.map_err(|error| located(&self.path, &error))
    }
}

/// An error with the file that it is about.
fn located(path: &Path, error: &io::Error) -> io::Error {
    io::Error::other(format!("{}: {}", path.display(), explain(error)))
}

/// Standard output, whose reader may have had enough before the run is done.
#[derive(Debug)]
struct Stdout {
    writer: BufWriter<io::Stdout>,
    /// Whether the run writes something besides, and so goes on without a reader.
    may_close: bool,
    is_closed: bool,
}

impl Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let written = self.writer.write_all(bytes);
        self.unless_closed(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let flushed = self.writer.flush();
        self.unless_closed(flushed)
    }

    fn unless_closed(&mut self, done: io::Result<()>) -> io::Result<()> {
        match done {
            Err(error) if self.may_close && error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(())
            }
            done => done,
        }
    }
}

impl ReportWriters {
    /// The report on stdout, those in files, and the summary that is added to one. If it `may_close`,
    /// nobody has to read stdout to its end.
    pub(super) fn new(
        stdout: Option<Format>,
        reports: &[(Format, PathBuf)],
        summary: Option<&(Format, PathBuf)>,
        may_close: bool,
    ) -> Result<Self, String> {
        let stream = |format, destination| Stream { report: Report::new(format), destination };
        let mut streams: Vec<_> =
            stdout.into_iter().map(|format| stream(format, Destination::Stdout)).collect();
        let replaced = reports.iter().map(|(format, path)| (format, path, ReportFile::new(path)));
        let added = summary.into_iter();
        let added = added.map(|(format, path)| (format, path, ReportFile::appending(path)));
        for (format, path, file) in replaced.chain(added) {
            let file = file.map_err(|error| format!("{}: {}", path.display(), explain(&error)))?;
            streams.push(stream(*format, Destination::File(file)));
        }
        let writer = BufWriter::new(io::stdout());
        Ok(Self { stdout: Stdout { writer, may_close, is_closed: false }, streams })
    }

    /// Writes what came of one document: text to stdout, and a fragment to each report. A document that
    /// failed has no fragments.
    pub(super) fn write(&mut self, text: &str, fragments: Vec<Fragment>) -> io::Result<()> {
        self.stdout.write(text.as_bytes())?;
        for (stream, fragment) in self.streams.iter_mut().zip(fragments) {
            let text = stream.report.add(fragment);
            stream.destination.write(&mut self.stdout, &text)?;
        }
        Ok(())
    }

    /// Writes a record of a shard to stdout.
    pub(super) fn record(&mut self, record: &[u8]) -> io::Result<()> {
        if !io::stdout().is_terminal() {
            return self.stdout.write(record);
        }
        self.stdout.write(for_terminal(&String::from_utf8_lossy(record)).as_bytes())
    }

    /// Ends every report with the totals, and stdout with a last line.
    pub(super) fn finish(mut self, totals: &Totals, last: &str) -> io::Result<()> {
        for mut stream in self.streams {
            stream.destination.write(&mut self.stdout, &stream.report.finish(totals))?;
            if let Destination::File(file) = stream.destination {
                file.finish()?;
            }
        }
        self.stdout.write(last.as_bytes())?;
        self.stdout.flush()
    }
}

impl Destination {
    fn write(&mut self, stdout: &mut Stdout, text: &str) -> io::Result<()> {
        match self {
            Self::Stdout => stdout.write(text.as_bytes()),
            Self::File(file) => file.write(text),
        }
    }
}
