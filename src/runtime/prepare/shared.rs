//! What is made once for all rules that say the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::super::LoadError;
use super::condition::Test;
use crate::ir::hash::spread;
use crate::ir::{self, Name, packed};

/// The tests and names of a book, while it is made ready: the rules of a company ask the same of the same attributes.
#[derive(Debug, Default)]
pub(super) struct Shared(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    /// By the hashes of what the book says, places left out; with its bytes.
    tests: BTreeMap<u64, (Box<[u8]>, Arc<Test>)>,
    names: BTreeSet<Name>,
    /// Room for the bytes of what is looked for.
    room: Vec<u8>,
}

impl Shared {
    /// The test that the book says: one that is known, or what `make` makes.
    pub(super) fn test(
        &self,
        said: &ir::Test,
        make: impl FnOnce() -> Result<Test, LoadError>,
    ) -> Result<Arc<Test>, LoadError> {
        let mut room = self.known(|known| std::mem::take(&mut known.room));
        room.clear();
        let Some(bytes) = packed::key(said, room) else { return make().map(Arc::new) };
        let hash = spread(&bytes);
        let known = self.known(|known| match known.tests.get(&hash) {
            Some((same, test)) if **same == *bytes => Some(Arc::clone(test)),
            _ => None,
        });
        let test = match known {
            Some(test) => test,
            None => {
                // What a test is made of is shared in its turn: nothing is held meanwhile.
                let test = Arc::new(make()?);
                self.known(|known| known.tests.insert(hash, (bytes.as_slice().into(), Arc::clone(&test))));
                test
            }
        };
        self.known(|known| known.room = bytes);
        Ok(test)
    }

    /// The name in these letters.
    pub(super) fn name(&self, text: &str) -> Name {
        self.known(|known| match known.names.get(text) {
            Some(name) => name.clone(),
            None => {
                let name = Name::from(text);
                known.names.insert(name.clone());
                name
            }
        })
    }

    fn known<T>(&self, look: impl FnOnce(&mut Known) -> T) -> T {
        // Nobody who looks can fail half-way.
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
