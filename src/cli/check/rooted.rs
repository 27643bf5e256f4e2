//! Paths as CI systems want them: from the root of the repository, wherever in it `whenbook` runs.

use std::env;
use std::path::{Path, PathBuf};

use crate::diagnostic::{SourceFile, Sources};
use crate::semantics::external_path;

/// The same files under such paths; those elsewhere have their whole path.
pub(super) fn rooted(sources: &Sources) -> Sources {
    let here = env::current_dir().unwrap_or_default();
    let root = root_of(&here);
    let mut rooted = Sources::default();
    for (_, file) in sources.iter() {
        let path = if file.shipped { file.path.clone() } else { from(&root, &here.join(&file.path)) };
        rooted.add(SourceFile { path, ..file.clone() });
    }
    rooted
}

/// The folder with the repository's `.git` in it, or `here` if there is none.
fn root_of(here: &Path) -> PathBuf {
    let root = here.ancestors().find(|folder| folder.join(".git").exists());
    root.unwrap_or(here).to_owned()
}

fn from(root: &Path, path: &Path) -> String {
    let slashes = |path: &Path| external_path("", &path.display().to_string().replace('\\', "/"));
    let (root, path) = (slashes(root), slashes(path));
    match path.strip_prefix(&root).and_then(|rest| rest.strip_prefix('/')) {
        Some(rest) => rest.to_owned(),
        None => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_from_the_root() {
        let of = |path: &str| from(Path::new("/work/shop"), Path::new(path));
        assert_eq!(of("/work/shop/rules/../desk/a.when"), "desk/a.when");
        assert_eq!(of("/work/shop-2/a.when"), "/work/shop-2/a.when");
    }

    #[test]
    fn the_root_has_the_repository() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("a/b");
        std::fs::create_dir_all(&inner).unwrap();
        std::fs::write(folder.path().join(".git"), "gitdir: elsewhere").unwrap();
        assert_eq!(root_of(&inner), folder.path());
    }
}
