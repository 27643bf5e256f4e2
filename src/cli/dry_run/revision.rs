//! A book as it was at a revision, taken out with the `git` command.

use std::path::{Path, PathBuf};

use crate::cli::Trouble;
use crate::cli::git::{self, Repository, TakenOut};

/// What an argument begins with that names a revision.
const PREFIX: &str = "git:";

/// What stands behind a revision if what is meant is where the work of today has left it, as with `git diff main...`.
const SINCE: &str = "...";

/// A revision, and maybe where the book was in it: `git:main`, `git:main...`, `git:v2:rules/help-desk`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Revision {
    name: String,
    /// Relative to the top of the repository.
    place: Option<String>,
}

/// A book in a folder of its own, which goes away with it.
pub(super) struct OldBook {
    tree: TakenOut,
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
    pub(super) fn take_out(&self, beside: &Path) -> Result<OldBook, Trouble> {
        let repository = Repository::of(beside)?;
        let (commit, called) = match self.name.strip_suffix(SINCE) {
            Some(name) => {
                let commit = repository.branched_from(&repository.commit(name)?)?;
                let called = git::short(&commit).to_owned();
                (commit, called)
            }
            None => (repository.commit(&self.name)?, self.name.clone()),
        };
        let tree = repository.take_out(&commit, &called)?;
        let place = self.place.as_ref().map_or_else(|| repository.place(beside), PathBuf::from);
        let Some(path) = repository.book_of(&tree, &place)? else {
            return Err(Trouble::new(format!("there is no `{}` at the revision `{}`", place.display(), self.name))
                .help("`--against git:REVISION:FOLDER` says where the book was then"));
        };
        Ok(OldBook { tree, path })
    }
}

impl OldBook {
    /// What is said of its files, with the names that git has for them.
    pub(super) fn called(&self, text: &str) -> String {
        self.tree.called(text)
    }
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
