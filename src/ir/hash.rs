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
            let unsealed = Self { hash: String::new(), ..self.clone() };
            return hexadecimal(&Sha256::digest(serde_json::to_vec(&unsealed).unwrap_or_default()));
        }
        plain::hash(self, "hash").map(|hash| hexadecimal(&hash)).unwrap_or_default()
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

/// A number that spreads bytes of any kind; for tables in memory only, where equal hashes do no harm.
pub(crate) fn spread(bytes: &[u8]) -> u64 {
    let mixed = bytes
        .iter()
        .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3));
    mixed ^ mixed >> 32
}

/// The bytes as hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xF]);
    text.extend(digits.filter_map(|digit| char::from_digit(digit.into(), 16)));
    text
}
