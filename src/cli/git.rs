//! What is asked of the `git` command: books as they were at a revision.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use super::Trouble;
use crate::folder::{SETTINGS, is_rule_file, reason};

/// Set where `whenbook` runs in a hook of git; they would lead elsewhere than to the repository of the book.
const FOREIGN: [&str; 4] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"];

/// The repository of a book.
pub(super) struct Repository {
    /// Its folder, as it really is.
    pub(super) top: PathBuf,
}

/// All rules of a revision in a folder of their own, which goes away with this.
pub(super) struct TakenOut {
    _folder: TempDir,
    /// What stands for the top of the repository.
    pub(super) top: PathBuf,
}

impl Repository {
    /// The repository in which this book is.
    pub(super) fn of(book: &Path) -> Result<Self, Trouble> {
        let real = fs::canonicalize(book).map_err(|error| Trouble::reading(book, &error))?;
        let inside = if real.is_dir() { real.as_path() } else { real.parent().unwrap_or(&real) };
        let found = run(inside, &["rev-parse", "--show-toplevel"], b"", None)?;
        if !found.status.success() && complaint(&found).contains("not a git repository") {
            return Err(Trouble::new(format!("`{}` is in no git repository", book.display())));
        }
        let top = text(&succeeded(found)?.stdout);
        let top = fs::canonicalize(&top).map_err(|error| Trouble::reading(Path::new(&top), &error))?;
        Ok(Self { top })
    }

    /// Where a file or folder is, relative to the top.
    pub(super) fn place(&self, path: &Path) -> PathBuf {
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        real.strip_prefix(&self.top).map(Path::to_owned).unwrap_or(real)
    }

    /// The commit that a revision names.
    pub(super) fn commit(&self, revision: &str) -> Result<String, Trouble> {
        let wanted = format!("{revision}^{{commit}}");
        let known = !revision.is_empty() && !revision.starts_with('-');
        let arguments = ["rev-parse", "--verify", "--quiet", &wanted];
        let found = known.then(|| run(&self.top, &arguments, b"", None)).transpose()?;
        match found {
            Some(output) if output.status.success() => Ok(text(&output.stdout)),
            _ => Err(Trouble::new(format!("git knows no revision `{revision}`"))
                .help("in CI, fetch it first: a shallow clone has no other branches")),
        }
    }

    /// Where what is checked out now has left the line of that commit; the commit itself if they share nothing.
    pub(super) fn branched_from(&self, commit: &str) -> Result<String, Trouble> {
        let output = run(&self.top, &["merge-base", commit, "HEAD"], b"", None)?;
        Ok(if output.status.success() { text(&output.stdout) } else { commit.to_owned() })
    }

    /// Takes out all rules of a commit.
    pub(super) fn take_out(&self, commit: &str) -> Result<TakenOut, Trouble> {
        let listed = self.git(&["ls-tree", "-r", "-z", "--name-only", commit], b"", None)?.stdout;
        let files = listed.split(|byte| *byte == 0).filter(|name| is_of_a_book(name));
        let files: Vec<u8> = files.flat_map(|name| name.iter().copied().chain([0])).collect();
        let folder = temporary()?;
        let index = folder.path().join("index");
        // A book without a name of its own is called as its folder is.
        let top = folder.path().join("tree").join(self.top.file_name().unwrap_or_default());
        fs::create_dir_all(&top).map_err(|error| Trouble::writing(&top, &error))?;
        let top = fs::canonicalize(&top).map_err(|error| Trouble::reading(&top, &error))?;
        self.git(&["read-tree", commit], b"", Some(&index))?;
        let prefix = format!("--prefix={}/", top.display());
        self.git(&["checkout-index", "-z", "--stdin", &prefix], &files, Some(&index))?;
        Ok(TakenOut { _folder: folder, top })
    }

    /// The new names of files of rules that were renamed since a commit, committed or not, by their old ones.
    pub(super) fn renamed_since(&self, commit: &str) -> Result<BTreeMap<PathBuf, PathBuf>, Trouble> {
        let folder = temporary()?;
        let index = folder.path().join("index");
        let now = text(&self.git(&["rev-parse", "--git-path", "index"], b"", None)?.stdout);
        // A repository without a commit has no index yet.
        let _ = fs::copy(self.top.join(now), &index);
        // In a copy of the index, so that files that git has not been told of count, too; there may be none.
        run(&self.top, &["add", "--intent-to-add", "--", "*.when"], b"", Some(&index))?;
        let arguments = ["diff", "--name-status", "--find-renames", "--diff-filter=R", "-z", commit, "--", "*.when"];
        let listed = self.git(&arguments, b"", Some(&index))?.stdout;
        let parts: Vec<PathBuf> = listed.split(|byte| *byte == 0).map(|part| PathBuf::from(text(part))).collect();
        let renamed = parts.chunks_exact(3).filter_map(|parts| match parts {
            [_, old, new] => Some((old.clone(), new.clone())),
            _ => None,
        });
        Ok(renamed.collect())
    }

    fn git(&self, arguments: &[&str], input: &[u8], index: Option<&Path>) -> Result<Output, Trouble> {
        succeeded(run(&self.top, arguments, input, index)?)
    }
}

fn temporary() -> Result<TempDir, Trouble> {
    tempfile::tempdir().map_err(|error| Trouble::writing(&std::env::temp_dir(), &error))
}

fn is_of_a_book(name: &[u8]) -> bool {
    let path = String::from_utf8_lossy(name);
    let path = Path::new(path.as_ref());
    is_rule_file(path) || path.file_name().is_some_and(|name| name == SETTINGS)
}

/// What git says, or what it complains of.
fn succeeded(output: Output) -> Result<Output, Trouble> {
    if output.status.success() {
        return Ok(output);
    }
    Err(Trouble::new(format!("git cannot do it: {}", complaint(&output))))
}

fn complaint(output: &Output) -> String {
    let complaint = String::from_utf8_lossy(&output.stderr);
    complaint.lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned()
}

fn run(folder: &Path, arguments: &[&str], input: &[u8], index: Option<&Path>) -> Result<Output, Trouble> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for name in FOREIGN {
        command.env_remove(name);
    }
    // Its complaints are looked at.
    command.env("LC_ALL", "C");
    if let Some(index) = index {
        command.env("GIT_INDEX_FILE", index);
    }
    let cannot = |error: io::Error| Trouble::new(format!("cannot run `git`: {}", reason(&error)));
    let mut child = command.spawn().map_err(cannot)?;
    if let Some(mut pipe) = child.stdin.take() {
        // git reads all of the list before it answers anything.
        pipe.write_all(input).map_err(cannot)?;
    }
    child.wait_with_output().map_err(cannot)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches(['\n', '\r']).to_owned()
}
