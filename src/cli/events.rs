//! A log of events, line by line, without holding more than a line.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Stdin};
use std::path::Path;

use super::Trouble;
use crate::runtime::Event;
use crate::scenario::log::{self, LONGEST_LINE};

/// A log that is being read.
pub(super) struct Log {
    name: String,
    reader: BufReader<Source>,
    /// The number of the line read last, from 1.
    line: u64,
    /// How many bytes were read.
    pub(super) bytes: u64,
    /// How many bytes there are, if that is known.
    pub(super) size: Option<u64>,
    buffer: Vec<u8>,
}

enum Source {
    File(File),
    Stdin(Stdin),
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Stdin(stdin) => stdin.read(buffer),
        }
    }
}

/// A line that is no event.
#[derive(Debug)]
pub(super) struct BadLine {
    /// Its number, from 1.
    pub(super) line: u64,
    /// What is wrong with it.
    pub(super) reason: String,
}

impl Log {
    /// Opens the log; `-` is standard input.
    pub(super) fn open(path: &Path) -> Result<Self, Trouble> {
        let (name, source, size) = if path == Path::new("-") {
            ("standard input".to_owned(), Source::Stdin(io::stdin()), None)
        } else {
            let file = File::open(path).map_err(|error| Trouble::reading(path, &error))?;
            let about = file.metadata().map_err(|error| Trouble::reading(path, &error))?;
            if about.is_dir() {
                return Err(Trouble::reading(path, &io::ErrorKind::IsADirectory.into()));
            }
            (path.display().to_string(), Source::File(file), Some(about.len()).filter(|_| about.is_file()))
        };
        let reader = BufReader::with_capacity(1 << 16, source);
        Ok(Self { name, reader, line: 0, bytes: 0, size, buffer: Vec::new() })
    }

    /// The next event or bad line; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Result<Event, BadLine>>, Trouble> {
        while self.read_line()? {
            match log::read_line(&self.buffer) {
                Ok(None) => {}
                Ok(Some(event)) => return Ok(Some(Ok(event))),
                Err(reason) => return Ok(Some(Err(BadLine { line: self.line, reason }))),
            }
        }
        Ok(None)
    }

    /// The next line as it is; `None` at the end.
    pub(super) fn next_line(&mut self) -> Result<Option<&[u8]>, Trouble> {
        Ok(if self.read_line()? { Some(&self.buffer) } else { None })
    }

    /// Whether the next line may have to be waited for.
    pub(super) fn may_wait(&self) -> bool {
        self.size.is_none() && self.reader.buffer().is_empty()
    }

    /// What it is called.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The number of the line read last.
    pub(super) const fn line(&self) -> u64 {
        self.line
    }

    /// Reads a line into the buffer, of an overlong one only as much as shows that it is; false at the end.
    fn read_line(&mut self) -> Result<bool, Trouble> {
        self.buffer.clear();
        let limit = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX) + 2;
        let read = (&mut self.reader).take(limit).read_until(b'\n', &mut self.buffer);
        let read = read.map_err(|error| Trouble::reading(Path::new(&self.name), &error))?;
        self.bytes += u64::try_from(read).unwrap_or(0);
        if read == 0 {
            return Ok(false);
        }
        self.line += 1;
        if self.buffer.last() == Some(&b'\n') {
            self.buffer.pop();
        } else if self.buffer.len() > LONGEST_LINE {
            self.skip_line()?;
        }
        Ok(true)
    }

    fn skip_line(&mut self) -> Result<(), Trouble> {
        loop {
            let chunk = self.reader.fill_buf().map_err(|error| Trouble::reading(Path::new(&self.name), &error))?;
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(chunk.len(), |at| at + 1);
            self.bytes += u64::try_from(length).unwrap_or(0);
            self.reader.consume(length);
            if end.is_some() || length == 0 {
                return Ok(());
            }
        }
    }
}
