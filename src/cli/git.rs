//! What is asked of the `git` command: books as they were at a revision.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use super::Trouble;
use crate::folder::{self, Found, SETTINGS, is_rule_file, reason};
use crate::semantics::external_path;

/// Set where `whenbook` runs in a hook of git; they would lead elsewhere than to the repository of the book.
const FOREIGN: [&str; 4] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"];

/// The repository of a book.
pub(super) struct Repository {
    /// Its folder, as it really is.
    pub(super) top: PathBuf,
}

/// All rules of a revision in a folder of their own, which goes away with this.
pub(super) struct TakenOut {
    folder: TempDir,
    /// What stands for the top of the repository.
    pub(super) top: PathBuf,
    /// The files of the revision, relative to the top.
    listed: BTreeSet<PathBuf>,
    /// What the revision is called.
    name: String,
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

    /// Takes out all rules of a commit, and the links, which may lead to rules.
    pub(super) fn take_out(&self, commit: &str, name: &str) -> Result<TakenOut, Trouble> {
        let listed = self.git(&["ls-tree", "-r", "-z", "--full-tree", commit], b"", None)?.stdout;
        let listed: Vec<(bool, PathBuf)> = listed.split(|byte| *byte == 0).filter_map(listed_file).collect();
        let folder = temporary()?;
        // A book without a name of its own is called as its folder is.
        let top = folder.path().join("tree").join(self.top.file_name().unwrap_or_default());
        fs::create_dir_all(&top).map_err(|error| Trouble::writing(&top, &error))?;
        let top = fs::canonicalize(&top).map_err(|error| Trouble::reading(&top, &error))?;
        let links: Vec<&PathBuf> = listed.iter().filter(|(is_link, _)| *is_link).map(|(_, path)| path).collect();
        let rules = listed.iter().map(|(_, path)| path).filter(|path| is_of_a_book(path)).chain(links.iter().copied());
        let rules: BTreeSet<PathBuf> = rules.cloned().collect();
        let all = listed.iter().map(|(_, path)| path.clone()).collect();
        let taken_out = TakenOut { folder, top, listed: all, name: name.to_owned() };
        self.git(&["read-tree", commit], b"", Some(&taken_out.index()))?;
        self.check_out(&taken_out, &rules)?;
        let behind_links: Vec<PathBuf> =
            links.into_iter().map(|link| self.mend_link(&taken_out.top, link)).collect::<Result<_, _>>()?;
        self.check_out(&taken_out, &taken_out.missing(behind_links))?;
        Ok(taken_out)
    }

    /// The book that was at a place of the revision, with all files that it names; `None` if there was none.
    pub(super) fn book_of(&self, taken_out: &TakenOut, place: &Path) -> Result<Option<PathBuf>, Trouble> {
        let path = taken_out.top.join(place);
        self.check_out(taken_out, &taken_out.missing([path.clone()]))?;
        // What is named may name more.
        while let Ok(Found::Rules(rules)) = folder::read(&path) {
            let missing = taken_out.missing(rules.used());
            if missing.is_empty() {
                break;
            }
            self.check_out(taken_out, &missing)?;
        }
        Ok(path.exists().then_some(path))
    }

    /// Lets a link that was taken out lead where it leads in the repository; gives where that is.
    fn mend_link(&self, top: &Path, link: &Path) -> Result<PathBuf, Trouble> {
        let here = top.join(link);
        // Where git writes no links, it wrote what they say.
        let Ok(target) = fs::read_link(&here) else { return Ok(here) };
        let meant = normal(&self.top.join(link.parent().unwrap_or(Path::new(""))).join(&target));
        let (meant, is_moved) = match meant.strip_prefix(&self.top) {
            Ok(inside) => (top.join(inside), target.is_absolute()),
            Err(_) => (meant, true),
        };
        if is_moved {
            link_anew(&here, &meant).map_err(|error| Trouble::writing(&here, &error))?;
        }
        Ok(meant)
    }

    fn check_out(&self, taken_out: &TakenOut, files: &BTreeSet<PathBuf>) -> Result<(), Trouble> {
        if files.is_empty() {
            return Ok(());
        }
        let names: Vec<u8> = files.iter().flat_map(|path| [bytes(path.as_os_str()).as_ref(), &[0]].concat()).collect();
        let prefix = format!("--prefix={}/", taken_out.top.display());
        self.git(&["checkout-index", "-z", "--stdin", &prefix], &names, Some(&taken_out.index()))?;
        Ok(())
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

impl TakenOut {
    fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    /// Those of these files that the revision has, and that are not taken out yet; relative to the top.
    fn missing(&self, paths: impl IntoIterator<Item = PathBuf>) -> BTreeSet<PathBuf> {
        let places = paths.into_iter().map(|path| followed(&path));
        let missing = places.filter(|path| !path.exists());
        let inside = missing.filter_map(|path| path.strip_prefix(&self.top).map(Path::to_owned).ok());
        inside.filter(|place| self.listed.contains(place)).collect()
    }

    /// What is said of the files that were taken out, with the names that git has for them: `main:rules/a.when`.
    pub(super) fn called(&self, text: &str) -> String {
        let top = self.top.display().to_string();
        text.replace(&format!("{top}/"), &format!("{}:", self.name)).replace(&top, &format!("{}:", self.name))
    }
}

/// A line of `ls-tree`: whether it is a link, and where it is.
fn listed_file(line: &[u8]) -> Option<(bool, PathBuf)> {
    let tab = line.iter().position(|byte| *byte == b'\t')?;
    let (about, path) = line.split_at_checked(tab)?;
    Some((about.starts_with(b"120000"), path_of(path.get(1..)?)))
}

/// Where a path leads, as far as that is there.
fn followed(path: &Path) -> PathBuf {
    let mut rest = Vec::new();
    for ancestor in path.ancestors() {
        if let Ok(real) = fs::canonicalize(ancestor) {
            return rest.into_iter().rev().fold(real, |path, part| path.join(part));
        }
        rest.extend(ancestor.file_name());
    }
    path.to_owned()
}

/// Without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    PathBuf::from(external_path("", &path.display().to_string()))
}

#[cfg(unix)]
fn link_anew(link: &Path, target: &Path) -> io::Result<()> {
    fs::remove_file(link)?;
    std::os::unix::fs::symlink(target, link)
}

#[cfg(not(unix))]
fn link_anew(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(unix)]
fn bytes(name: &OsStr) -> std::borrow::Cow<'_, [u8]> {
    use std::os::unix::ffi::OsStrExt;
    name.as_bytes().into()
}

#[cfg(not(unix))]
fn bytes(name: &OsStr) -> std::borrow::Cow<'_, [u8]> {
    name.to_string_lossy().replace('\\', "/").into_bytes().into()
}

fn temporary() -> Result<TempDir, Trouble> {
    tempfile::tempdir().map_err(|error| Trouble::writing(&std::env::temp_dir(), &error))
}

fn is_of_a_book(path: &Path) -> bool {
    is_rule_file(path) || path.file_name().is_some_and(|name| name == SETTINGS)
}

/// A commit as people write it.
pub(super) fn short(commit: &str) -> &str {
    commit.get(..10).unwrap_or(commit)
}

/// What git says, or what it complains of.
fn succeeded(output: Output) -> Result<Output, Trouble> {
    if output.status.success() {
        return Ok(output);
    }
    let trouble = Trouble::new(format!("git cannot do it: {}", complaint(&output)));
    let all = String::from_utf8_lossy(&output.stderr);
    // Behind its complaint, git tells what to do about it.
    let remedy: Vec<&str> = all.lines().skip(1).map(str::trim).filter(|line| !line.is_empty()).collect();
    Err(if remedy.is_empty() { trouble } else { trouble.help(remedy.join(" ")) })
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
