//! Why a book cannot be read.

use std::io;
use std::path::Path;

/// A book, a file or a folder cannot be read, in an admin's words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Unreadable {
    /// What is wrong, in lower case without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Unreadable {
    /// The system refused to read this file or folder.
    #[must_use]
    pub fn new(path: &Path, error: &io::Error) -> Self {
        Self::saying(format!("cannot read `{}`: {}", path.display(), reason(error)))
    }

    pub(super) const fn saying(message: String) -> Self {
        Self { message, help: None }
    }

    pub(super) fn help(self, text: &str) -> Self {
        Self { help: Some(text.to_owned()), ..self }
    }
}

/// Why the system refused, in an admin's words.
#[must_use]
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::NotADirectory => "a part of its path is not a folder".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        _ => error.to_string().to_lowercase(),
    }
}
