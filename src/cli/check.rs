//! `whenbook check PATH…`.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Exit, Terminal, Trouble, findings};
use crate::diagnostic::Finding;
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
    let mut notes = Vec::new();
    for path in &arguments.paths {
        let Found::Rules(rules) = folder::read(path)? else {
            files += 1;
            continue;
        };
        let checked = rules.check();
        counts.add(&checked.findings);
        files += checked.files;
        if terminal.is_json() {
            reported.extend(json::findings(&checked.findings, &checked.sources));
        } else {
            findings::to_stdout(&checked.findings, &checked.sources, terminal)?;
        }
        notes.extend(checked_alone(path, &checked.findings));
    }
    if terminal.is_json() {
        terminal.document(&Report { findings: reported, summary: Summary { counts, files } })?;
    } else {
        let word = if files == 1 { "file" } else { "files" };
        writeln!(terminal.out, "{counts} in {files} {word}")?;
    }
    notes.iter().try_for_each(|note| terminal.note("note", note))?;
    Ok(if counts.errors + counts.warnings == 0 { Exit::Fine } else { Exit::Findings })
}

/// A hint for a single file with unknown names: perhaps its neighbours declare them.
fn checked_alone(path: &Path, found: &[Finding]) -> Option<String> {
    if !path.is_file() || !found.iter().any(|finding| finding.code.id.starts_with("E02")) {
        return None;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let neighbours = folder.read_dir().ok()?.filter_map(Result::ok).filter(|entry| folder::is_rule_file(&entry.path()));
    (neighbours.count() > 1).then(|| {
        let (path, folder) = (path.display(), folder.display());
        format!("`{path}` was checked alone; `whenbook check {folder}` checks the whole book")
    })
}
