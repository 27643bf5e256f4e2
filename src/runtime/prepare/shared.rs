//! What is made once for all rules that say the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::super::LoadError;
use super::condition::Test;
use crate::ir::Name;

/// The tests and names of a book, while it is made ready: the rules of a company ask the same of the same attributes.
#[derive(Debug, Default)]
pub(super) struct Shared(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    /// By where they stand in the packed rules: those of one spot ask the same.
    tests: BTreeMap<u32, Arc<Test>>,
    names: BTreeSet<Name>,
}

impl Shared {
    /// The test that stands there: one that is known, or what `make` makes.
    pub(super) fn test(
        &self,
        spot: u32,
        make: impl FnOnce() -> Result<Test, LoadError>,
    ) -> Result<Arc<Test>, LoadError> {
        if let Some(known) = self.known(|known| known.tests.get(&spot).cloned()) {
            return Ok(known);
        }
        // What a test is made of is shared in its turn: nothing is held meanwhile.
        let test = Arc::new(make()?);
        self.known(|known| known.tests.insert(spot, Arc::clone(&test)));
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
