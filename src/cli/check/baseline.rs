//! `check --baseline FILE`: only what is not accepted in a file; `--write-baseline FILE` accepts what there is today.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::{Terminal, Trouble, replace};
use super::books::CheckedBook;
use crate::diagnostic::{Severity, SourceFile};
use crate::lint::Baseline;
use crate::semantics::external_path;

/// What is accepted.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Baseline")]
pub(super) struct BaselineArguments {
    /// Leave out the findings that this file accepts
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Accept today's warnings and advice: write them to this file
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    write_baseline: Option<PathBuf>,
}

impl BaselineArguments {
    /// What a check reads.
    pub(super) fn file(&self) -> Option<PathBuf> {
        self.baseline.clone()
    }
}

/// Takes the accepted findings out of the books.
pub(super) fn filter(
    books: &mut [CheckedBook],
    arguments: &BaselineArguments,
    terminal: &mut Terminal,
) -> Result<(), Trouble> {
    if let Some(path) = &arguments.write_baseline {
        write(books, path, terminal)?;
        // All that can be accepted now is.
        books.iter_mut().for_each(|book| book.findings.retain(|finding| finding.severity == Severity::Error));
        return Ok(());
    }
    let Some(path) = &arguments.baseline else { return Ok(()) };
    let left = accept(books, path)?;
    let is_known = books.iter().all(|book| book.errors() == 0);
    if left > 0 && !is_known {
        let note = format!("whether there still is all that `{}` accepts will be known without errors", path.display());
        terminal.note("note", &note)?;
    } else if left > 0 {
        let of = if left == 1 { "1 finding" } else { &format!("{left} findings") };
        let note =
            format!("`{}` accepts {of} that there is no more; `--write-baseline` writes it anew", path.display());
        terminal.note("note", &note)?;
    }
    Ok(())
}

/// How many lines of the baseline were not needed.
fn accept(books: &mut [CheckedBook], path: &Path) -> Result<usize, Trouble> {
    let bytes = fs::read(path).map_err(|error| Trouble::reading(path, &error))?;
    let baseline = Baseline::load(&bytes).map_err(|error| {
        Trouble::new(format!("cannot use `{}`: {error}", path.display()))
            .help("`whenbook check BOOK --write-baseline FILE` writes one")
    })?;
    let folder = folder_of(path);
    let mut acceptance = baseline.acceptance();
    for book in &mut *books {
        let findings = std::mem::take(&mut book.findings);
        book.findings = acceptance.filter(findings, &book.sources, |file| relative(file, &folder));
    }
    for book in books {
        let findings = std::mem::take(&mut book.findings);
        book.findings = acceptance.filter_moved(findings, &book.sources, |file| relative(file, &folder));
    }
    Ok(acceptance.left())
}

fn write(books: &[CheckedBook], path: &Path, terminal: &mut Terminal) -> Result<(), Trouble> {
    if let Some(broken) = books.iter().find(|book| book.errors() > 0) {
        let broken = broken.path.display();
        return Err(Trouble::new(format!(
            "`{broken}` has errors, and so it is not known what else there is to accept"
        ))
        .help(format!("mend them first; `whenbook check {broken}` shows them")));
    }
    let folder = folder_of(path);
    let mut baseline = Baseline::default();
    for book in books {
        baseline.add(Baseline::of(&book.findings, &book.sources, |file| relative(file, &folder)));
    }
    replace::replace(path, baseline.to_json())?;
    let count = baseline.accepted.len();
    let findings = if count == 1 { "finding" } else { "findings" };
    terminal.note("note", &format!("`{}` accepts {count} {findings}", path.display()))
}

fn folder_of(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned())
}

/// What a file is called from the baseline's folder, so that it is the same in every clone.
fn relative(file: &SourceFile, folder: &Path) -> String {
    let path = fs::canonicalize(&file.path).unwrap_or_else(|_| PathBuf::from(&file.path));
    let shared = folder.ancestors().find(|ancestor| path.starts_with(ancestor));
    let Some(inside) = shared.and_then(|shared| path.strip_prefix(shared).ok()) else { return file.path.clone() };
    let up = shared.map_or(0, |shared| folder.components().count() - shared.components().count());
    let parts = inside.components().map(|part| part.as_os_str().to_string_lossy());
    let parts: Vec<String> = std::iter::repeat_n("..".into(), up).chain(parts).map(|part| part.into_owned()).collect();
    external_path("", &parts.join("/"))
}
