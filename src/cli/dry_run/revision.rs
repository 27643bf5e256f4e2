//! A book as it was at a revision, taken out with the `git` command.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::cli::Trouble;
use crate::folder::{SETTINGS, is_rule_file};

/// What an argument begins with that names a revision.
const PREFIX: &str = "git:";

/// A revision, and maybe where the book was in it: `git:main`, `git:v2:rules/help-desk`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Revision {
    name: String,
    /// Relative to the top of the repository.
    place: Option<String>,
}

/// A book in a folder of its own, which goes away with it.
pub(super) struct TakenOut {
    _folder: TempDir,
    /// Where the book is.
    pub(super) path: PathBuf,
}

impl Revision {
    /// `None` if the text names no revision.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(PREFIX)?;
        let (name, place) = rest.split_once(':').map_or((rest, None), |(name, place)| (name, Some(place)));
        let place = place.map(|place| place.trim_matches('/').to_owned());
        Some(Self { name: name.to_owned(), place })
    }

    /// Takes out all rules of that revision; the book is where it says, or else where the book `beside` is now.
    pub(super) fn take_out(&self, beside: &Path) -> Result<TakenOut, Trouble> {
        let real = std::fs::canonicalize(beside).map_err(|error| Trouble::reading(beside, &error))?;
        let inside = if real.is_dir() { real.as_path() } else { real.parent().unwrap_or(&real) };
        let top = text(&git(inside, &["rev-parse", "--show-toplevel"], b"", None)?.stdout);
        let top = std::fs::canonicalize(&top).map_err(|error| Trouble::reading(Path::new(&top), &error))?;
        let commit = self.commit(&top)?;
        let place = match &self.place {
            Some(place) => PathBuf::from(place),
            None => real.strip_prefix(&top).unwrap_or(Path::new("")).to_owned(),
        };
        let listed = git(&top, &["ls-tree", "-r", "-z", "--name-only", &commit], b"", None)?.stdout;
        let files = listed.split(|byte| *byte == 0).filter(|name| is_of_a_book(name));
        let files: Vec<u8> = files.flat_map(|name| name.iter().copied().chain([0])).collect();
        let folder = tempfile::tempdir().map_err(|error| Trouble::writing(&std::env::temp_dir(), &error))?;
        let index = folder.path().join("index");
        // A book without a name of its own is called as its folder is.
        let tree = folder.path().join("tree").join(top.file_name().unwrap_or_default());
        git(&top, &["read-tree", &commit], b"", Some(&index))?;
        let prefix = format!("--prefix={}/", tree.display());
        git(&top, &["checkout-index", "-z", "--stdin", &prefix], &files, Some(&index))?;
        let path = tree.join(&place);
        if !path.exists() {
            return Err(Trouble::new(format!("there is no `{}` at the revision `{}`", place.display(), self.name))
                .help("`--against git:REVISION:FOLDER` says where the book was then"));
        }
        Ok(TakenOut { _folder: folder, path })
    }

    fn commit(&self, top: &Path) -> Result<String, Trouble> {
        let wanted = format!("{}^{{commit}}", self.name);
        let known = !self.name.is_empty() && !self.name.starts_with('-');
        let found = known.then(|| run(top, &["rev-parse", "--verify", "--quiet", &wanted], b"", None)).transpose()?;
        match found {
            Some(output) if output.status.success() => Ok(text(&output.stdout)),
            _ => Err(Trouble::new(format!("git knows no revision `{}`", self.name))
                .help("in CI, fetch it first: a shallow clone has no other branches")),
        }
    }
}

fn is_of_a_book(name: &[u8]) -> bool {
    let path = String::from_utf8_lossy(name);
    let path = Path::new(path.as_ref());
    is_rule_file(path) || path.file_name().is_some_and(|name| name == SETTINGS)
}

/// What git says, or what it complains of.
fn git(folder: &Path, arguments: &[&str], input: &[u8], index: Option<&Path>) -> Result<Output, Trouble> {
    let output = run(folder, arguments, input, index)?;
    if output.status.success() {
        return Ok(output);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    let complaint = complaint.lines().next().unwrap_or_default().trim_start_matches("fatal: ");
    Err(Trouble::new(format!("git cannot do it: {complaint}")))
}

fn run(folder: &Path, arguments: &[&str], input: &[u8], index: Option<&Path>) -> Result<Output, Trouble> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    if let Some(index) = index {
        command.env("GIT_INDEX_FILE", index);
    }
    let cannot = |error: std::io::Error| {
        Trouble::new(format!("cannot run `git`: {}", crate::folder::reason(&error)))
            .help("`--against` takes a folder, a file or a compiled book, too")
    };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_may_say_where_the_book_was() {
        let named =
            |name: &str, place: Option<&str>| Some(Revision { name: name.to_owned(), place: place.map(str::to_owned) });
        assert_eq!(Revision::parse("git:main"), named("main", None));
        assert_eq!(Revision::parse("git:origin/main:rules/desk/"), named("origin/main", Some("rules/desk")));
        assert_eq!(Revision::parse("old/rules"), None);
    }
}
