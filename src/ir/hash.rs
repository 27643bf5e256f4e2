//! Hashes of compiled books and their parts.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Book;

impl Book {
    /// The hash that belongs into [`Book::hash`].
    #[must_use]
    pub fn content_hash(&self) -> String {
        // Plain data of texts, numbers and lists always becomes JSON.
        self.hash_of(&serde_json::to_vec(self).unwrap_or_default()).unwrap_or_default()
    }

    /// The hash of this book if that is its compact JSON; `None` if it does not begin as that does.
    pub(crate) fn hash_of(&self, json: &[u8]) -> Option<String> {
        let head = format!("{{\"format\":{},\"hash\":", self.format);
        let hash = serde_json::to_vec(&self.hash).unwrap_or_default();
        let rest = json.strip_prefix(head.as_bytes())?.strip_prefix(hash.as_slice())?;
        let digest = Sha256::new().chain_update(head).chain_update("\"\"").chain_update(rest).finalize();
        Some(hexadecimal(&digest))
    }

    /// The book with its hash.
    #[must_use]
    pub fn sealed(mut self) -> Self {
        self.hash = self.content_hash();
        self
    }
}

/// 16 hexadecimal digits that change when the part does: for the fingerprints of timing lines and `do` blocks. Leave the
/// places out of it, so that an edit elsewhere in the file does not change it.
#[must_use]
pub fn fingerprint<T: Serialize + ?Sized>(part: &T) -> String {
    let mut text = hexadecimal(&digest(part));
    text.truncate(16);
    text
}

fn digest<T: Serialize + ?Sized>(part: &T) -> Vec<u8> {
    // Plain data of texts, numbers and lists always becomes JSON.
    let json = serde_json::to_vec(part).unwrap_or_default();
    Sha256::digest(json).to_vec()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
