//! `whenbook check PATH…`.

use std::io::Write;
use std::path::PathBuf;

use super::{Exit, Terminal, Trouble, findings};
use crate::diagnostic::render::Counts;
use crate::diagnostic::render::json::{self, Report, ReportedFinding, Summary};
use crate::folder::{self, Found};

const EXAMPLES: &str = "\
Examples:
  whenbook check help-desk
  whenbook check help-desk --format json

Each path is a book of its own. Hints do not change the exit code; errors and warnings make it 1.";

/// Check books and say what to mend
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Folders of rules, `.when` files or compiled books
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    let mut counts = Counts::default();
    let mut files = 0;
    let mut reported: Vec<ReportedFinding> = Vec::new();
    for path in &arguments.paths {
        let Found::Rules(rules) = folder::read(path)? else {
            files += 1;
            continue;
        };
        let checked = rules.check();
        let own = Counts::of(&checked.findings);
        counts.errors += own.errors;
        counts.warnings += own.warnings;
        counts.advice += own.advice;
        files += checked.files;
        if terminal.is_json() {
            reported.extend(json::findings(&checked.findings, &checked.sources));
        } else {
            findings::to_stdout(&checked.findings, &checked.sources, terminal)?;
        }
        if own.errors > 0 {
            hint_at_the_folder(path, terminal)?;
        }
    }
    if terminal.is_json() {
        terminal.document(&Report { findings: reported, summary: Summary { counts, files } })?;
    } else {
        let word = if files == 1 { "file" } else { "files" };
        writeln!(terminal.out, "{counts} in {files} {word}")?;
    }
    Ok(if counts.errors + counts.warnings == 0 { Exit::Fine } else { Exit::Findings })
}

/// A single file is checked alone; names that its neighbours declare are missing then.
fn hint_at_the_folder(path: &std::path::Path, terminal: &mut Terminal) -> Result<(), Trouble> {
    let folder =
        path.parent().map(|folder| if folder.as_os_str().is_empty() { std::path::Path::new(".") } else { folder });
    let (Some(folder), true) = (folder, path.is_file()) else { return Ok(()) };
    let neighbours = folder::rule_files(folder).map_or(0, |found| found.len());
    if neighbours < 2 {
        return Ok(());
    }
    let text =
        format!("`{}` was checked alone; `whenbook check {}` checks the whole book", path.display(), folder.display());
    terminal.note("note", &text)
}
