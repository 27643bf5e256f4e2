//! Reading compiled books.

use serde::Deserialize;

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
