//! What keeps a command from doing its work.

use std::io;
use std::path::Path;

use crate::folder::{Unreadable, reason};

/// A command could not be done: exit code 2, or a quiet end if the reader of its output is gone.
#[derive(Debug, thiserror::Error)]
pub(super) enum Trouble {
    /// Said to the user in these words.
    #[error("{message}")]
    Said {
        /// What is wrong, in lower case without a full stop.
        message: String,
        /// What to do about it.
        help: Option<String>,
    },
    /// Standard output or standard error could not be written.
    #[error("cannot write the output: {0}")]
    Output(#[from] io::Error),
}

impl Trouble {
    /// Trouble in these words.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self::Said { message: message.into(), help: None }
    }

    /// Says what to do about it.
    pub(super) fn help(self, text: impl Into<String>) -> Self {
        match self {
            Self::Said { message, .. } => Self::Said { message, help: Some(text.into()) },
            other => other,
        }
    }

    /// Says it with other names for files.
    pub(super) fn called(self, called: impl Fn(&str) -> String) -> Self {
        match self {
            Self::Said { message, help } => Self::Said { message: called(&message), help },
            other => other,
        }
    }

    /// A file or folder could not be read.
    pub(super) fn reading(path: &Path, error: &io::Error) -> Self {
        Unreadable::new(path, error).into()
    }

    /// A file or folder could not be written.
    pub(super) fn writing(path: &Path, error: &io::Error) -> Self {
        Self::new(format!("cannot write `{}`: {}", path.display(), reason(error)))
    }

    /// Whether nothing more can be told.
    pub(super) const fn is_of_the_output(&self) -> bool {
        matches!(self, Self::Output(_))
    }

    /// Whether the reader of the output has gone away, as `head` does.
    pub(super) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl From<Unreadable> for Trouble {
    fn from(unreadable: Unreadable) -> Self {
        Self::Said { message: unreadable.message, help: unreadable.help }
    }
}
