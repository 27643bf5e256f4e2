//! Reading compiled books and stored states.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::LoadError;
use super::prepare::Prepared;
use crate::ir::packed::{Fault, to_bytes};
use crate::ir::{Book, FORMAT, Packed};

impl From<Fault> for LoadError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Damaged(reason) => Self::Damaged(reason),
            Fault::Newer(found) => Self::Newer { found, newest: FORMAT },
            Fault::WrongHash => Self::WrongHash,
        }
    }
}

impl Book {
    /// Reads a compiled book, in either form that `whenbook build` writes, and checks that it can be run, whoever wrote it.
    ///
    /// # Errors
    /// If it is damaged, of a newer version, changed by hand, or not a book that can be run.
    pub fn load(built: impl AsRef<[u8]>) -> Result<Self, LoadError> {
        let built = built.as_ref();
        let book = if Packed::is_packed(built) { Packed::read(built)?.whole()? } else { Self::read(built)? };
        Prepared::check(&book, None)?;
        Ok(book)
    }

    /// Reads the JSON of a compiled book that nobody has changed. Whether it can be run, making it ready tells.
    pub(super) fn read(json: &[u8]) -> Result<Self, LoadError> {
        let book: Self = match serde_json::from_slice(json) {
            Ok(book) => book,
            Err(error) => return Err(newer(json).unwrap_or_else(|| LoadError::Damaged(error.to_string()))),
        };
        if book.format > FORMAT {
            return Err(LoadError::Newer { found: book.format, newest: FORMAT });
        }
        if book.content_hash() != book.hash {
            return Err(LoadError::WrongHash);
        }
        Ok(book)
    }
}

impl Packed {
    /// A book in few bytes, with what was found out about its rules when they were checked: what [`Engine::load`](super::Engine::load)
    /// is quick to load.
    ///
    /// # Errors
    /// If the book cannot be run.
    pub fn of(book: Book) -> Result<Self, LoadError> {
        let (rules, _, outline) = Prepared::checked_and_packed(&book)?;
        Ok(Self::new(book, rules, to_bytes(&outline)?)?)
    }
}

/// That a book which could not be read is of a newer format, and so may look otherwise.
fn newer(json: &[u8]) -> Option<LoadError> {
    #[derive(Deserialize)]
    struct Head {
        format: u32,
    }
    let Head { format } = serde_json::from_slice(json).ok()?;
    (format > FORMAT).then_some(LoadError::Newer { found: format, newest: FORMAT })
}

/// Reads the state of one of the machines, whose newest version is that.
///
/// # Errors
/// If it is damaged, or was written by a newer version.
pub(super) fn state<T: DeserializeOwned>(json: &[u8], newest: u32) -> Result<T, LoadError> {
    #[derive(Deserialize)]
    struct Head {
        version: u32,
    }
    let damaged = |error: serde_json::Error| LoadError::DamagedState(error.to_string());
    // The version first: the rest of a newer one may look otherwise.
    let Head { version } = serde_json::from_slice(json).map_err(damaged)?;
    match version {
        0 => Err(LoadError::DamagedState("no version wrote it".to_owned())),
        newer if newer > newest => Err(LoadError::Newer { found: newer, newest }),
        _ => serde_json::from_slice(json).map_err(damaged),
    }
}
