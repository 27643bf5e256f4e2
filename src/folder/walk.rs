//! The files below a folder.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobMatcher};

use super::Unreadable;

/// Folders that never hold rules, beside the hidden ones.
const SKIPPED: [&str; 2] = ["target", "node_modules"];

/// A file below a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFile {
    /// Its path relative to the folder, with `/`.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// All `.when` files below `folder`, in the order of the bytes of their names. Hidden files and folders, `target` and
/// `node_modules` are left out, and what one of the patterns matches; a folder that is reached twice through links is read
/// once.
///
/// # Errors
///
/// If a folder cannot be read.
pub fn rule_files(folder: &Path, exclude: &[Glob]) -> Result<Vec<RuleFile>, Unreadable> {
    let exclude: Vec<GlobMatcher> = exclude.iter().map(Glob::compile_matcher).collect();
    let is_excluded = |name: &str| exclude.iter().any(|pattern| pattern.is_match(name));
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![(String::new(), folder.to_owned())];
    while let Some((prefix, path)) = open.pop() {
        let real = fs::canonicalize(&path).map_err(|error| Unreadable::new(&path, &error))?;
        if !seen.insert(real) {
            continue;
        }
        for entry in entries(&path)? {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = entry.path();
            let relative = format!("{prefix}{name}");
            if name.starts_with('.') || is_excluded(&relative) {
                continue;
            }
            // A link that leads nowhere counts as a file, so that reading it says so.
            let about = fs::metadata(&path).ok();
            if about.as_ref().is_some_and(fs::Metadata::is_dir) {
                if !SKIPPED.contains(&name.as_str()) {
                    open.push((format!("{relative}/"), path));
                }
            } else if is_rule_file(&path) && about.is_none_or(|about| about.is_file()) {
                found.push(RuleFile { name: relative, path });
            }
        }
    }
    sort(&mut found);
    Ok(found)
}

/// The files of rules among those that an editor holds and nobody has saved yet, as `rule_files` would list them.
pub(super) fn unsaved_files(folder: &Path, exclude: &[Glob], held: &[PathBuf]) -> Vec<RuleFile> {
    let exclude: Vec<GlobMatcher> = exclude.iter().map(Glob::compile_matcher).collect();
    let is_listed = |name: &str| {
        let ends = name.match_indices('/').map(|(at, _)| at).chain([name.len()]);
        let mut parts =
            ends.filter_map(|end| name.get(..end)).map(|path| (path, path.rsplit('/').next().unwrap_or(path)));
        parts.all(|(path, part)| {
            let is_skipped = path.len() < name.len() && SKIPPED.contains(&part);
            !part.starts_with('.') && !is_skipped && !exclude.iter().any(|pattern| pattern.is_match(path))
        })
    };
    let names = held.iter().filter(|path| is_rule_file(path)).filter_map(|path| {
        let parts = path.strip_prefix(folder).ok()?.components();
        let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
        Some(RuleFile { name: parts.join("/"), path: path.clone() })
    });
    // One that is on disk is listed already, or for a reason not.
    names.filter(|file| is_listed(&file.name) && !file.path.exists()).collect()
}

/// The order in which the files of a book are read.
pub(super) fn sort(files: &mut [RuleFile]) {
    files.sort_by(|left, right| left.name.as_bytes().cmp(right.name.as_bytes()));
}

/// The entries of a folder in a fixed order, so that of two links to one folder always the same is read.
fn entries(path: &Path) -> Result<Vec<fs::DirEntry>, Unreadable> {
    let list = fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut list = list.map_err(|error| Unreadable::new(path, &error))?;
    list.sort_by_key(fs::DirEntry::file_name);
    Ok(list)
}

/// Whether it is called as a file of rules.
#[must_use]
pub fn is_rule_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "when")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        rule_files(folder, &[]).unwrap().into_iter().map(|found| found.name).collect()
    }

    #[test]
    fn files_come_by_the_bytes_of_their_names() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.when", "a.when", "a/z.when", "a/notes.md", ".git/x.when", "target/x.when", ".#b.when"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        assert_eq!(names(folder.path()), ["a.when", "a/z.when", "b.when"]);
    }

    #[test]
    fn what_is_excluded_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.when", "drafts/b.when", "old/c.when", "old/deep/d.when", "x.old.when"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let exclude = ["drafts", "old/**", "*.old.when"].map(|pattern| Glob::new(pattern).unwrap());
        let found = rule_files(folder.path(), &exclude).unwrap();
        assert_eq!(found.into_iter().map(|found| found.name).collect::<Vec<_>>(), ["a.when"]);
    }

    #[test]
    fn what_is_not_saved_yet_is_listed_as_if_it_were() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("saved.when"), "").unwrap();
        let names =
            ["new.when", "a/b/new.when", "saved.when", "notes.md", "drafts/new.when", ".x.when", "target/x.when"];
        let held: Vec<PathBuf> = names.iter().map(|name| folder.path().join(name)).collect();
        let exclude = [Glob::new("drafts").unwrap()];
        let found = unsaved_files(folder.path(), &exclude, &held);
        assert_eq!(found.into_iter().map(|found| found.name).collect::<Vec<_>>(), ["new.when", "a/b/new.when"]);
        assert_eq!(unsaved_files(&folder.path().join("a/b"), &[], &held).len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_circle_end() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("inner")).unwrap();
        fs::write(folder.path().join("inner/a.when"), "").unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("inner/back")).unwrap();
        std::os::unix::fs::symlink("nowhere.when", folder.path().join("lost.when")).unwrap();
        assert_eq!(names(folder.path()), ["inner/a.when", "lost.when"]);
    }
}
