//! A book as it was at a revision, taken out with the `git` command.

use std::path::{Path, PathBuf};

use crate::cli::Trouble;
use crate::cli::git::{Repository, TakenOut};

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
pub(super) struct OldBook {
    _tree: TakenOut,
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
        let tree = repository.take_out(&repository.commit(&self.name)?)?;
        let place = self.place.as_ref().map_or_else(|| repository.place(beside), PathBuf::from);
        let path = tree.top.join(&place);
        if !path.exists() {
            return Err(Trouble::new(format!("there is no `{}` at the revision `{}`", place.display(), self.name))
                .help("`--against git:REVISION:FOLDER` says where the book was then"));
        }
        Ok(OldBook { _tree: tree, path })
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
