//! The numbers of texts: each gets the next one when it comes for the first time.

use std::hash::Hasher;

use hashbrown::HashTable;
use siphasher::sip::SipHasher13;

/// A table that is asked only, and never gone through: nothing can depend on the order in it. The texts stand with who keeps
/// what has the numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers(HashTable<u32>);

/// The hash of some texts. Its key is known to everybody: who chooses texts with much computing can make looking for them slow, and
/// nothing else.
pub(super) fn hash(texts: &[&str]) -> u64 {
    let mut hasher = SipHasher13::new();
    for text in texts {
        hasher.write(text.as_bytes());
        // So that none is the beginning of another one.
        hasher.write_u8(0xff);
    }
    hasher.finish()
}

impl Numbers {
    /// The number of that hash for which `is` holds.
    pub(super) fn find(&self, hash: u64, mut is: impl FnMut(u32) -> bool) -> Option<u32> {
        self.0.find(hash, |number| is(*number)).copied()
    }

    /// A number that is not in it yet; `hash_of` gives the hash of any that is.
    pub(super) fn add(&mut self, hash: u64, number: u32, hash_of: impl Fn(u32) -> u64) {
        self.0.insert_unique(hash, number, |number| hash_of(*number));
    }
}
