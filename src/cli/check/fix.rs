//! `check --fix`: the books with what can be mended mended.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::super::terminal::Format;
use super::super::{Exit, Terminal, Trouble, difference, replace};
use super::books::{self, CheckedBook};
use crate::diagnostic::{Finding, Severity, fixes};
use crate::folder;
use crate::syntax;

/// How often a book is looked at again: one fix may make room for another.
const ROUNDS: usize = 20;

/// What is mended, and how it ends.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Fixes")]
pub(super) struct FixArguments {
    /// Mend what can be mended surely, in the files
    #[arg(long)]
    fix: bool,
    /// With --fix or --diff: also where it may not be what was meant; read the change
    #[arg(long)]
    unsafe_fixes: bool,
    /// Write nothing; show what would be mended
    #[arg(long)]
    diff: bool,
}

impl FixArguments {
    pub(super) const fn wants_any(&self) -> bool {
        self.fix || self.diff
    }

    /// Whether the files stay as they are.
    pub(super) const fn only_shows(&self) -> bool {
        self.diff
    }
}

/// The files as they are mended, by their real paths.
#[derive(Clone, Debug, Default)]
pub(super) struct Mended {
    files: BTreeMap<PathBuf, MendedFile>,
    /// How many findings were mended.
    count: usize,
}

#[derive(Clone, Debug)]
struct MendedFile {
    /// As the user calls it.
    name: String,
    old: String,
    new: String,
}

/// Whether these arguments can be meant together.
pub(super) fn look_at(arguments: &FixArguments, terminal: &Terminal) -> Result<(), Trouble> {
    if arguments.unsafe_fixes && !arguments.wants_any() {
        return Err(Trouble::new("`--unsafe-fixes` goes with `--fix` or `--diff`"));
    }
    if arguments.diff && terminal.format != Format::Human {
        return Err(Trouble::new("`--diff` is for people; leave `--format` out"));
    }
    Ok(())
}

/// Reads the books with as much mended as the arguments want. Nothing is written yet.
pub(super) fn mend(paths: &[PathBuf], arguments: &FixArguments) -> Result<(Vec<CheckedBook>, Mended), Trouble> {
    let mut mended = Mended::default();
    let books = paths.iter().map(|path| mend_one(path, arguments, &mut mended)).collect::<Result<_, _>>()?;
    Ok((books, mended))
}

fn mend_one(path: &Path, arguments: &FixArguments, mended: &mut Mended) -> Result<CheckedBook, Trouble> {
    let mut book = books::read_one(path, &|path| mended.read(path))?;
    for _ in 0..ROUNDS {
        let changes = changes(&book, arguments);
        if changes.is_empty() {
            break;
        }
        let before = mended.clone();
        mended.put(changes);
        let next = books::read_one(path, &|path| mended.read(path))?;
        // A fix that breaks what compiled was none.
        if errors(&next) > errors(&book) {
            *mended = before;
            break;
        }
        book = next;
    }
    Ok(book)
}

fn errors(book: &CheckedBook) -> usize {
    book.findings.iter().filter(|finding| finding.severity == Severity::Error).count()
}

/// A file with fixes in it.
struct Change {
    path: PathBuf,
    name: String,
    old: String,
    fixed: fixes::Applied,
}

fn changes(book: &CheckedBook, arguments: &FixArguments) -> Vec<Change> {
    let wanted = |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.safe || arguments.unsafe_fixes);
    let files = book.sources.iter().filter(|(_, file)| !file.shipped);
    files
        .filter_map(|(id, file)| {
            let findings = book.findings.iter().filter(|finding| finding.primary.location.file == id).filter(wanted);
            let mut fixed = fixes::apply(&file.text, findings.filter_map(|finding| finding.fix.as_ref()))?;
            // What was laid out stays laid out.
            if syntax::format_in_place(&file.text).as_deref() == Some(&file.text)
                && let Some(laid_out) = syntax::format_in_place(&fixed.text)
            {
                fixed.text = laid_out;
            }
            let path = fs::canonicalize(&file.path).ok()?;
            Some(Change { path, name: file.path.clone(), old: file.text.clone(), fixed })
        })
        .collect()
}

impl Mended {
    /// The bytes of a file, mended or as they are on disk.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mended = fs::canonicalize(path).ok().and_then(|path| self.files.get(&path));
        mended.map_or_else(|| folder::on_disk(path), |file| Ok(file.new.clone().into_bytes()))
    }

    fn put(&mut self, changes: Vec<Change>) {
        for Change { path, name, old, fixed } in changes {
            self.count += fixed.count;
            let file = self.files.entry(path).or_insert(MendedFile { name, old, new: String::new() });
            file.new = fixed.text;
        }
    }

    /// What was done, or would be, in a sentence.
    fn summary(&self, arguments: &FixArguments) -> String {
        if self.count == 0 {
            return "nothing could be mended by itself".to_owned();
        }
        let findings = if self.count == 1 { "finding" } else { "findings" };
        let files = if self.files.len() == 1 { "file" } else { "files" };
        let done = if arguments.diff { "could be mended" } else { "mended" };
        format!("{} {findings} {done} in {} {files}", self.count, self.files.len())
    }
}

/// Shows what would be written; there is something to mend if that is anything.
pub(super) fn show(mended: &Mended, arguments: &FixArguments, terminal: &mut Terminal) -> Result<Exit, Trouble> {
    for file in mended.files.values() {
        write!(terminal.out, "{}", difference::unified(&file.name, &file.old, &file.new))?;
    }
    terminal.note("note", &mended.summary(arguments))?;
    Ok(if mended.files.is_empty() { Exit::Fine } else { Exit::Findings })
}

/// Writes the files.
pub(super) fn write(mended: &Mended, arguments: &FixArguments, terminal: &mut Terminal) -> Result<(), Trouble> {
    mended.files.iter().try_for_each(|(path, file)| replace::replace(path, &file.new))?;
    terminal.note("note", &mended.summary(arguments))
}
