//! A log of events, line by line, without holding more than a line.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Stdin};
use std::path::Path;

use memchr::memchr;

use super::{Trouble, foreign_log};
use crate::runtime::Event;
use crate::scenario::log::{self, LONGEST_LINE};

/// What standard input is called.
pub(super) const STANDARD_INPUT: &str = "standard input";

/// So many bad lines are told one by one.
const MOST_BAD_LINES: u64 = 50;

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
    /// How much of what the reader holds is the line read last, with its line break; 0 if that one is in the buffer.
    held: usize,
    /// The line read last, if the reader does not hold the whole of it.
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

/// The bad lines of a log: the first ones are told, all are counted.
#[derive(Debug, Default)]
pub(super) struct BadLines {
    pub(super) count: u64,
}

impl BadLines {
    /// What is to be told of one more.
    pub(super) fn told(&mut self, log: &str, bad: &BadLine) -> Option<String> {
        self.count += 1;
        let told = || format!("{log}, line {}: {}", bad.line, bad.reason);
        match self.count {
            ..MOST_BAD_LINES => Some(told()),
            MOST_BAD_LINES => Some(format!("{}; further ones are only counted", told())),
            _ => None,
        }
    }
}

impl Log {
    /// Opens the log; `-` is standard input.
    pub(super) fn open(path: &Path) -> Result<Self, Trouble> {
        let (name, source, size) = if path == Path::new("-") {
            (STANDARD_INPUT.to_owned(), Source::Stdin(io::stdin()), None)
        } else {
            let file = File::open(path).map_err(|error| Trouble::reading(path, &error))?;
            let about = file.metadata().map_err(|error| Trouble::reading(path, &error))?;
            if about.is_dir() {
                return Err(Trouble::reading(path, &io::ErrorKind::IsADirectory.into()));
            }
            (path.display().to_string(), Source::File(file), Some(about.len()).filter(|_| about.is_file()))
        };
        let reader = BufReader::with_capacity(1 << 16, source);
        Ok(Self { name, reader, line: 0, bytes: 0, size, held: 0, buffer: Vec::new() })
    }

    /// The next event or bad line; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Result<Event, BadLine>>, Trouble> {
        while self.read_line()? {
            match log::read_line(self.current()) {
                Ok(None) => {}
                Ok(Some(event)) => return Ok(Some(Ok(event))),
                Err(reason) => return Ok(Some(Err(BadLine { line: self.line, reason }))),
            }
        }
        Ok(None)
    }

    /// The next line as it is; `None` at the end.
    pub(super) fn next_line(&mut self) -> Result<Option<&[u8]>, Trouble> {
        Ok(if self.read_line()? { Some(self.current()) } else { None })
    }

    /// Whether the next line may have to be waited for.
    pub(super) fn may_wait(&self) -> bool {
        self.size.is_none() && self.reader.buffer().len() == self.held
    }

    /// What it is called.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The number of the line read last.
    pub(super) const fn line(&self) -> u64 {
        self.line
    }

    /// The line read last.
    fn current(&self) -> &[u8] {
        match self.held.checked_sub(1) {
            Some(length) => self.reader.buffer().get(..length).unwrap_or_default(),
            None => &self.buffer,
        }
    }

    /// Goes to the next line; false at the end. It is copied only if the reader does not hold the whole of it.
    fn read_line(&mut self) -> Result<bool, Trouble> {
        self.reader.consume(std::mem::take(&mut self.held));
        match self.reader.fill_buf() {
            Ok([]) => return Ok(false),
            Ok(head) if self.line == 0 => {
                foreign_log::refuse(head, &self.name)?;
                self.held = memchr(b'\n', head).map_or(0, |end| end + 1);
            }
            Ok(held) => self.held = memchr(b'\n', held).map_or(0, |end| end + 1),
            // It is met again by who copies.
            Err(_) => {}
        }
        if self.held == 0 {
            return self.copy_line();
        }
        self.bytes += u64::try_from(self.held).unwrap_or(0);
        self.line += 1;
        Ok(true)
    }

    /// Reads a line into the buffer, of an overlong one only as much as shows that it is; false at the end.
    fn copy_line(&mut self) -> Result<bool, Trouble> {
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
            let end = memchr(b'\n', chunk);
            let length = end.map_or(chunk.len(), |at| at + 1);
            self.bytes += u64::try_from(length).unwrap_or(0);
            self.reader.consume(length);
            if end.is_some() || length == 0 {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn piece() -> impl Strategy<Value = Vec<u8>> {
        let length = prop_oneof![0..40_usize, 65_500..65_600_usize, 131_000..131_200_usize];
        (length, b'a'..=b'z').prop_map(|(length, letter)| vec![letter; length])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(50))]

        /// Wherever the reader's chunks end.
        #[test]
        fn lines_are_what_stands_between_line_breaks(pieces in prop::collection::vec(piece(), 0..9), ends in any::<bool>()) {
            let mut text = pieces.join(&b'\n');
            if ends && !pieces.is_empty() {
                text.push(b'\n');
            }
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(file.path(), &text).unwrap();
            let mut log = Log::open(file.path()).unwrap();
            let mut lines = Vec::new();
            while let Some(line) = log.next_line().unwrap() {
                lines.push(line.to_vec());
                prop_assert_eq!(usize::try_from(log.line()).unwrap(), lines.len());
            }
            prop_assert_eq!(log.bytes, u64::try_from(text.len()).unwrap());
            let wanted = text.split_inclusive(|byte| *byte == b'\n');
            prop_assert!(lines.iter().eq(wanted.map(|line| line.strip_suffix(b"\n").unwrap_or(line))));
        }
    }

    #[test]
    fn an_overlong_line_is_one_line() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), [&vec![b'x'; LONGEST_LINE + 70_000][..], b"\nnext\n"].concat()).unwrap();
        let mut log = Log::open(file.path()).unwrap();
        assert!(log.next_line().unwrap().unwrap().len() > LONGEST_LINE);
        assert_eq!(log.next_line().unwrap().unwrap(), b"next");
        assert_eq!((log.line(), log.next_line().unwrap()), (2, None));
    }
}
