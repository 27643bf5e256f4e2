//! Short hashes.

use std::borrow::Cow;
use std::fmt;
use std::hash::Hasher;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use siphasher::sip::SipHasher13;

/// The first eight bytes of a hash: whether a book, a `do` block or what the desk was told is still the same. As JSON its 16
/// hexadecimal digits; an empty text if there is none yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint(u64);

const DIGITS: usize = 16;

impl Fingerprint {
    /// The hash of bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).first_chunk().map_or(0, |first| u64::from_be_bytes(*first)))
    }

    /// A short hash of bytes that nobody else has to come to: with SipHash, in a tenth of the time. Its key is known, so who may tell a
    /// conversation facts, and computes some billion hashes, finds two sets of them for which it is the same.
    pub(crate) fn short(bytes: &[u8]) -> Self {
        let mut hasher = SipHasher13::new();
        hasher.write(bytes);
        Self(hasher.finish())
    }

    /// Whether it stands for nothing.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        self.0 == 0
    }

    pub(crate) const fn bytes(self) -> [u8; 8] {
        self.0.to_be_bytes()
    }
}

/// As a book writes it: hexadecimal digits, of which the first 16 count. Whatever else a book of another compiler says is hashed.
impl From<&str> for Fingerprint {
    fn from(text: &str) -> Self {
        match text.get(..DIGITS).and_then(|digits| u64::from_str_radix(digits, 16).ok()) {
            Some(hash) => Self(hash),
            None if text.is_empty() => Self::default(),
            None => Self::of(text.as_bytes()),
        }
    }
}

impl From<[u8; 8]> for Fingerprint {
    fn from(bytes: [u8; 8]) -> Self {
        Self(u64::from_be_bytes(bytes))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_none() { Ok(()) } else { write!(formatter, "{:016x}", self.0) }
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from(&*Cow::<str>::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_it_was_read() {
        for text in ["", "00000000000000ff", "c8cd0842ea4b3d5b"] {
            assert_eq!(Fingerprint::from(text).to_string(), text);
        }
        let whole = "c8cd0842ea4b3d5be5091af1332aa744";
        assert_eq!(Fingerprint::from(whole), Fingerprint::from("c8cd0842ea4b3d5b"));
        assert_ne!(Fingerprint::from("one"), Fingerprint::from("another"));
    }
}
