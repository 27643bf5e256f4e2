//! Standard output and standard error: colours, formats, buffering.

use std::io::{self, BufWriter, IsTerminal, Stderr, Stdout, Write};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use owo_colors::Style;
use serde::Serialize;

use super::Trouble;

/// Columns of what is drawn for people: wide enough for a finding, narrow enough for a log.
pub(super) const WIDTH: usize = 100;

/// For whom the output is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people
    #[default]
    Human,
    /// For programs; the schemas are in docs/
    Json,
    /// A finding a line, for `check`
    Concise,
    /// A SARIF 2.1.0 report, for `check`
    Sarif,
    /// Workflow commands of GitHub Actions, for `check`
    Github,
    /// A code quality report of GitLab, for `check`
    Gitlab,
    /// A JUnit report, for `check` and `test`
    Junit,
    /// A picture in the language of Mermaid, for `graph`
    Mermaid,
    /// A picture in the language of Graphviz, for `graph`
    Dot,
    /// A picture, for `graph`
    Svg,
}

impl Format {
    /// As it is written on the command line.
    pub(super) fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Standard output or standard error.
pub(super) struct Pipe<W> {
    to: W,
    /// Whether nothing is wrong if nobody reads it any more.
    goes_on: bool,
}

impl<W: Write> Pipe<W> {
    const fn new(to: W) -> Self {
        Self { to, goes_on: false }
    }

    fn judge<T>(&self, done: io::Result<T>, unread: T) -> io::Result<T> {
        match done {
            Err(error) if self.goes_on && error.kind() == io::ErrorKind::BrokenPipe => Ok(unread),
            done => done,
        }
    }
}

impl<W: Write> Write for Pipe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.to.write(bytes);
        self.judge(done, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.to.flush();
        self.judge(done, ())
    }
}

/// Where a command writes: results to `out`, everything else to `err`.
pub(super) struct Terminal {
    pub(super) out: BufWriter<Pipe<Stdout>>,
    pub(super) err: Pipe<Stderr>,
    pub(super) format: Format,
    /// The styles of standard output.
    pub(super) styles: Styles,
    /// The styles of standard error.
    pub(super) error_styles: Styles,
}

impl Terminal {
    pub(super) fn new(format: Format, color: Color) -> Self {
        let (out, err) = (io::stdout(), io::stderr());
        let out_styles = Styles::new(wanted(color, AutoStream::choice(&out)));
        let error_styles = Styles::new(wanted(color, AutoStream::choice(&err)));
        let out = BufWriter::with_capacity(1 << 16, Pipe::new(out));
        Self { out, err: Pipe::new(err), format, styles: out_styles, error_styles }
    }

    /// Goes on when whoever reads the output has gone away, for a command whose exit code is its answer.
    pub(super) fn goes_on(&mut self) {
        self.out.get_mut().goes_on = true;
        self.err.goes_on = true;
    }

    pub(super) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Whether progress may be drawn: on a terminal, and not between the lines of the result.
    pub(super) fn wants_progress(&self) -> bool {
        self.err.to.is_terminal() && !self.out.get_ref().to.is_terminal()
    }

    /// Whether progress may be drawn by what writes its whole result at the end.
    pub(super) fn wants_progress_before_output(&self) -> bool {
        self.err.to.is_terminal()
    }

    /// Writes a whole document as indented JSON.
    pub(super) fn document(&mut self, document: &impl Serialize) -> Result<(), Trouble> {
        serde_json::to_writer_pretty(&mut self.out, document).map_err(io::Error::from)?;
        Ok(writeln!(self.out)?)
    }

    /// Writes one line about how things stand, beside the result.
    pub(super) fn status(&mut self, text: &str) -> Result<(), Trouble> {
        self.out.flush()?;
        Ok(writeln!(self.err, "{}", self.error_styles.dim.style(text))?)
    }

    /// Begins a new screen. Elsewhere than on a terminal, what was written stays.
    pub(super) fn clear(&mut self) -> Result<(), Trouble> {
        if self.out.get_ref().to.is_terminal() {
            write!(self.out, "\u{1b}[H\u{1b}[2J")?;
        }
        Ok(())
    }

    /// Tells the user something beside the result.
    pub(super) fn note(&mut self, word: &str, text: &str) -> Result<(), Trouble> {
        self.out.flush()?;
        self.tell(word, text)
    }

    /// The same, whatever has become of the result.
    pub(super) fn tell(&mut self, word: &str, text: &str) -> Result<(), Trouble> {
        let style = if word == "error" { self.error_styles.bad } else { self.error_styles.warn };
        Ok(writeln!(self.err, "{}: {text}", style.style(word))?)
    }
}

const fn wanted(color: Color, automatic: ColorChoice) -> bool {
    match color {
        Color::Auto => !matches!(automatic, ColorChoice::Never),
        Color::Always => true,
        Color::Never => false,
    }
}

/// How the parts of the output look; all plain without colours.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Styles {
    pub(super) color: bool,
    pub(super) bold: Style,
    pub(super) dim: Style,
    pub(super) good: Style,
    pub(super) bad: Style,
    pub(super) warn: Style,
    pub(super) name: Style,
}

impl Styles {
    fn new(color: bool) -> Self {
        if !color {
            return Self::default();
        }
        Self {
            color,
            bold: Style::new().bold(),
            dim: Style::new().dimmed(),
            good: Style::new().green(),
            bad: Style::new().red().bold(),
            warn: Style::new().yellow(),
            name: Style::new().cyan(),
        }
    }
}
