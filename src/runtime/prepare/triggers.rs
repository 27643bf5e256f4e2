//! The triggers of a packed book. Most never fire: each is made ready when it is first needed.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::names::Names;
use super::rule::Trigger;
use crate::ir::{self, packed};

/// The triggers in the order in which they fire.
#[derive(Debug, Default)]
pub(crate) struct Triggers {
    /// Each behind one piece that is none.
    pieces: Arc<packed::Pieces>,
    /// `None` if it cannot be made ready, which only a forged book has: it is as if it were not there.
    ready: Box<[OnceLock<Option<Box<Trigger>>>]>,
    /// The number of the `first match` of those that are in one.
    groups: BTreeMap<u32, usize>,
    /// Whether their ids are kept to the end of the process.
    keeps_ids: OnceLock<()>,
}

impl Triggers {
    pub(super) fn new(pieces: Arc<packed::Pieces>, first_matches: &[Vec<u32>]) -> Self {
        let ready = (1..pieces.count()).map(|_| OnceLock::new()).collect();
        let members =
            first_matches.iter().enumerate().flat_map(|(group, members)| members.iter().map(move |own| (*own, group)));
        Self { ready, groups: members.collect(), pieces, keeps_ids: OnceLock::new() }
    }

    /// The trigger of that number.
    #[inline]
    pub(super) fn get(&self, number: u32, names: &Names) -> Option<&Trigger> {
        let place = usize::try_from(number).ok()?;
        self.ready.get(place)?.get_or_init(|| self.made(number, place, names)).as_deref()
    }

    #[cold]
    fn made(&self, number: u32, place: usize, names: &Names) -> Option<Box<Trigger>> {
        let (trigger, spots): (ir::Trigger, _) = self.pieces.value_with_spots(place.checked_add(1)?).ok()?;
        let mut ready = Trigger::new(names, &trigger, number, &spots).ok()?;
        ready.first_match = self.groups.get(&number).copied();
        if self.keeps_ids.get().is_some() {
            ready.rule.id.keep();
        }
        Some(Box::new(ready))
    }

    /// Keeps the ids to the end of the process: of those that are made ready from now on.
    pub(super) fn keep_ids(&self) {
        self.keeps_ids.get_or_init(|| ());
    }
}
