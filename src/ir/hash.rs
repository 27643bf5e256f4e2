//! Hashes of compiled books and their parts.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Book, plain};

/// The newest format in which the hash of a book is that of its compact JSON with an empty hash.
const JSON_WAS_HASHED: u32 = 2;

impl Book {
    /// The hash that belongs into [`Book::hash`].
    #[must_use]
    pub fn content_hash(&self) -> String {
        // Plain data of texts, numbers and lists always can be written.
        if self.format <= JSON_WAS_HASHED {
            return self.hash_of_json(&serde_json::to_vec(self).unwrap_or_default()).unwrap_or_default();
        }
        plain::hash(self, "hash").map(|hash| hexadecimal(&hash)).unwrap_or_default()
    }

    /// Of an old format, the hash of this book if that is its compact JSON; `None` if it does not begin as that does.
    fn hash_of_json(&self, json: &[u8]) -> Option<String> {
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
    // Plain data of texts, numbers and lists always becomes JSON.
    let mut text = hexadecimal(&Sha256::digest(serde_json::to_vec(part).unwrap_or_default()));
    text.truncate(16);
    text
}

/// The bytes as hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xF]);
    text.extend(digits.filter_map(|digit| char::from_digit(digit.into(), 16)));
    text
}
