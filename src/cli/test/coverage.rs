//! What tests have looked at: a line always, more of it if asked for, a file for other programs.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::cli::{Terminal, Trouble};
use crate::diagnostic::render::printable;
use crate::scenario::effects::shortened;
use crate::scenario::testing::{self, Coverage, FileCoverage, Point};
use crate::semantics::external_path;

/// What is written on a line is cut at this many characters.
const LONGEST: usize = 70;

/// The format of a file of coverage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum CoverageFormat {
    /// For genhtml and most CI systems
    #[default]
    Lcov,
    /// As in `--format json`
    Json,
}

/// One line.
pub(super) fn write_line(coverage: &Coverage, terminal: &mut Terminal) -> Result<(), Trouble> {
    if coverage.whole.total == 0 {
        return Ok(());
    }
    let parts = coverage.parts.iter().map(|part| format!("{} {}", part.share, part.kind.plural()));
    let parts = parts.collect::<Vec<_>>().join(", ");
    let more = if coverage.whole.percent == 100 { "" } else { "; --coverage shows the rest" };
    Ok(writeln!(terminal.out, "coverage {}%: {parts}{more}", coverage.whole.percent)?)
}

/// All of it: by what it is, then by file with the lines that were not looked at.
pub(super) fn write_all(coverage: &Coverage, terminal: &mut Terminal) -> Result<(), Trouble> {
    writeln!(terminal.out, "coverage {}%, {}", coverage.whole.percent, coverage.whole)?;
    let shares: Vec<String> = coverage.parts.iter().map(|part| part.share.to_string()).collect();
    let name_width = coverage.parts.iter().map(|part| part.kind.plural().len()).max().unwrap_or(0);
    let share_width = shares.iter().map(String::len).max().unwrap_or(0);
    for (part, share) in coverage.parts.iter().zip(&shares) {
        let (name, percent, wanted) = (part.kind.plural(), part.share.percent, part.kind.wanted());
        writeln!(terminal.out, "  {name:name_width$}  {share:>share_width$}  {percent:>3}%  {wanted}")?;
    }
    let (whole, others): (Vec<_>, Vec<_>) = coverage.files.iter().partition(|file| file.missed.is_empty());
    others.into_iter().try_for_each(|file| write_file(file, terminal))?;
    if !whole.is_empty() {
        let names: Vec<&str> = whole.iter().map(|file| file.file.as_str()).collect();
        writeln!(terminal.out, "\nnothing is missing in {}", printable(&names.join(", ")))?;
    }
    Ok(())
}

fn write_file(file: &FileCoverage, terminal: &mut Terminal) -> Result<(), Trouble> {
    let styles = terminal.styles;
    let name = styles.bold.style(printable(&file.file)).to_string();
    writeln!(terminal.out, "\n{name}  {}%, {}", file.share.percent, file.share)?;
    let how = |point: &Point| point.missing.map(|missing| point.kind.without(missing)).unwrap_or_default();
    let line_width = file.missed.iter().map(|point| point.line.to_string().len()).max().unwrap_or(0);
    let how_width = file.missed.iter().map(|point| how(point).len()).max().unwrap_or(0);
    for point in &file.missed {
        let how = styles.warn.style(format!("{:how_width$}", how(point))).to_string();
        let text = shortened(&point.text, LONGEST);
        writeln!(terminal.out, "  line {:line_width$}  {how}  {}", point.line, printable(&text))?;
    }
    Ok(())
}

/// Writes a file for other programs.
pub(super) fn write_to(file: &Path, format: CoverageFormat, coverage: &Coverage, book: &Path) -> Result<(), Trouble> {
    let text = match format {
        CoverageFormat::Lcov => testing::lcov(coverage, |path| found_at(book, path)),
        CoverageFormat::Json => {
            let mut text = serde_json::to_string_pretty(coverage).map_err(std::io::Error::from)?;
            text.push('\n');
            text
        }
    };
    fs::write(file, text).map_err(|error| Trouble::writing(file, &error))
}

/// The path of a file of the book, from where the command was given. A compiled book does not know where its files are.
pub(super) fn found_at(book: &Path, path: &str) -> String {
    let folder = match book {
        folder if folder.is_dir() => folder.to_owned(),
        file if crate::folder::is_rule_file(file) => file.parent().map(Path::to_owned).unwrap_or_default(),
        _ => PathBuf::new(),
    };
    external_path("", &folder.join(path).display().to_string().replace('\\', "/"))
}
