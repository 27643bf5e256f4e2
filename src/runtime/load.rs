//! Reading compiled books.

use super::LoadError;
use crate::ir::Book;

impl Book {
    /// Reads a compiled book and checks that it can be run, whoever wrote it.
    ///
    /// # Errors
    /// If it is damaged, of a newer version, or not a book that can be run.
    pub fn load(json: &[u8]) -> Result<Self, LoadError> {
        serde_json::from_slice(json).map_err(|error| LoadError::Damaged(error.to_string()))
    }
}
