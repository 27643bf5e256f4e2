//! Reading compiled books and stored states.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::LoadError;
use super::prepare::Prepared;
use crate::ir::{Book, FORMAT};

impl Book {
    /// Reads a compiled book, as `whenbook build` writes it, and checks that it can be run, whoever wrote it.
    ///
    /// # Errors
    /// If it is damaged, of a newer version, changed by hand, or not a book that can be run.
    pub fn load(json: impl AsRef<[u8]>) -> Result<Self, LoadError> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
        }
        let json = json.as_ref();
        let damaged = |error: serde_json::Error| LoadError::Damaged(error.to_string());
        // The format first: the rest of a newer one may look otherwise.
        let Head { format } = serde_json::from_slice(json).map_err(damaged)?;
        if format > FORMAT {
            return Err(LoadError::Newer { found: format, newest: FORMAT });
        }
        let book: Self = serde_json::from_slice(json).map_err(damaged)?;
        if book.hash != book.content_hash() {
            return Err(LoadError::WrongHash);
        }
        Prepared::new(&book)?;
        Ok(book)
    }
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
    if version > newest {
        return Err(LoadError::Newer { found: version, newest });
    }
    serde_json::from_slice(json).map_err(damaged)
}
