//! Which events came before.

use std::collections::VecDeque;
use std::hash::Hasher;

use siphasher::sip::SipHasher13;

/// How many ids of events a conversation remembers.
const REMEMBERED: usize = 1024;

/// The ids of events that came before, as short hashes of them.
///
/// The key of the hash is known. Who may send events to a conversation and computes some billion hashes finds two ids for which
/// it is the same, and of these two events of theirs the later counts as a repeated one; that they could have left out as well.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen(VecDeque<u64>);

impl Seen {
    pub(super) fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }

    /// The short hash of the last one.
    pub(super) fn last(&self) -> Option<u64> {
        self.0.back().copied()
    }

    /// Whether an event of that id came before; it is remembered.
    pub(super) fn has_seen(&mut self, id: &str) -> bool {
        if id.is_empty() {
            return false;
        }
        let mut hasher = SipHasher13::new();
        hasher.write(id.as_bytes());
        self.note(hasher.finish())
    }

    /// Remembers the last one of those too.
    pub(super) fn remember_last(&mut self, others: &Self) {
        if let Some(short) = others.last() {
            self.note(short);
        }
    }

    fn note(&mut self, short: u64) -> bool {
        let (older, newer) = self.0.as_slices();
        if newer.contains(&short) || older.contains(&short) {
            return true;
        }
        if self.0.len() == REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back(short);
        false
    }
}
