//! Where reports go: stdout and files, each a stream with a head, fragments and a tail.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use monoglot::report::{Format, Fragment, Report, Totals};

use super::atomic::temporary_beside;
use super::console::for_terminal;
use super::io_error::explain;

/// The stdout of a run and its report files.
#[derive(Debug)]
pub(super) struct ReportWriters {
    stdout: BufWriter<io::Stdout>,
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
    writer: BufWriter<File>,
    /// The temporary file and the place; `None` for what is written directly: a device, or a file
    /// that is added to.
    moves: Option<(tempfile::TempPath, PathBuf)>,
}

impl ReportFile {
    fn new(path: &Path) -> io::Result<Self> {
        if fs::metadata(path).is_ok_and(|data| !data.is_file()) {
            let file = File::options().write(true).open(path)?;
            return Ok(Self { writer: BufWriter::new(file), moves: None });
        }
        let (file, temporary) = temporary_beside(path)?.into_parts();
        Ok(Self { writer: BufWriter::new(file), moves: Some((temporary, path.to_owned())) })
    }

    fn appending(path: &Path) -> io::Result<Self> {
        let file = File::options().append(true).create(true).open(path)?;
        Ok(Self { writer: BufWriter::new(file), moves: None })
    }

    fn finish(mut self) -> io::Result<()> {
        self.writer.flush()?;
        match self.moves {
            Some((temporary, path)) => temporary.persist(path).map_err(|error| error.error),
            None => Ok(()),
        }
    }
}

impl ReportWriters {
    /// The report on stdout, those in files, and the summary that is added to one.
    pub(super) fn new(
        stdout: Option<Format>,
        reports: &[(Format, PathBuf)],
        summary: Option<&(Format, PathBuf)>,
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
        Ok(Self { stdout: BufWriter::new(io::stdout()), streams })
    }

    /// Writes what came of one document: text to stdout, and a fragment to each report. A document that
    /// failed has no fragments.
    pub(super) fn write(&mut self, text: &str, fragments: Vec<Fragment>) -> io::Result<()> {
        self.stdout.write_all(text.as_bytes())?;
        for (stream, fragment) in self.streams.iter_mut().zip(fragments) {
            let text = stream.report.add(fragment);
            stream.destination.write(&mut self.stdout, &text)?;
        }
        Ok(())
    }

    /// Writes a record of a shard to stdout.
    pub(super) fn record(&mut self, record: &[u8]) -> io::Result<()> {
        if !io::stdout().is_terminal() {
            return self.stdout.write_all(record);
        }
        self.stdout.write_all(for_terminal(&String::from_utf8_lossy(record)).as_bytes())
    }

    /// Ends every report with the totals, and stdout with a last line.
    pub(super) fn finish(mut self, totals: &Totals, last: &str) -> io::Result<()> {
        for mut stream in self.streams {
            stream.destination.write(&mut self.stdout, &stream.report.finish(totals))?;
            if let Destination::File(file) = stream.destination {
                file.finish()?;
            }
        }
        self.stdout.write_all(last.as_bytes())?;
        self.stdout.flush()
    }
}

impl Destination {
    fn write(&mut self, stdout: &mut impl Write, text: &str) -> io::Result<()> {
        match self {
            Self::Stdout => stdout.write_all(text.as_bytes()),
            Self::File(file) => file.writer.write_all(text.as_bytes()),
        }
    }
}
