//! Which rules a book has, by their ids, and how often each may fire.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::LoadError;
use crate::ir::{Automation, Book, Once, packed};

/// The ids of triggers and automations.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    /// The number of each trigger.
    triggers: Triggers,
    /// The `once` of triggers, by their numbers.
    onces: BTreeMap<u32, Once>,
    automations: BTreeMap<String, Option<Once>>,
}

#[derive(Debug)]
enum Triggers {
    /// Of a book that is being checked.
    Open(BTreeMap<String, u32>),
    /// As they lie in the packed book, behind one piece; and their numbers in the order of their ids.
    Packed(Arc<packed::Pieces>, Box<[u32]>),
}

impl Default for Triggers {
    fn default() -> Self {
        Self::Open(BTreeMap::new())
    }
}

impl Ids {
    /// Those of a book; each may come once.
    pub(super) fn of(book: &Book) -> Result<Self, LoadError> {
        let mut known = BTreeSet::new();
        let automations = book.automations.iter().map(|automation| &automation.id);
        for id in book.triggers.iter().map(|trigger| &trigger.id).chain(automations) {
            if !known.insert(id) {
                return Err(LoadError::Duplicate { kind: "trigger or automation", name: id.clone() });
            }
        }
        let triggers = book.triggers.iter().zip(0..).map(|(trigger, number)| (trigger.id.clone(), number)).collect();
        let onces = book.triggers.iter().zip(0..).filter_map(|(trigger, number)| Some((number, trigger.once.clone()?)));
        Ok(Self {
            onces: onces.collect(),
            triggers: Triggers::Open(triggers),
            automations: of_automations(&book.automations),
        })
    }

    /// Those of a packed book, with the numbers of its triggers in the order of their ids.
    pub(super) fn packed(
        pieces: Arc<packed::Pieces>,
        order: Vec<u32>,
        onces: Vec<(u32, Once)>,
        automations: &[Automation],
    ) -> Self {
        Self {
            triggers: Triggers::Packed(pieces, order.into()),
            onces: onces.into_iter().collect(),
            automations: of_automations(automations),
        }
    }

    /// The same, by the packed book; `order` has the numbers of its triggers in the order of their ids.
    pub(super) fn pack(&mut self, pieces: Arc<packed::Pieces>, order: Vec<u32>) {
        self.triggers = Triggers::Packed(pieces, order.into());
    }

    /// The number of a trigger.
    pub(crate) fn number(&self, id: &str) -> Option<u32> {
        match &self.triggers {
            Triggers::Open(triggers) => triggers.get(id).copied(),
            Triggers::Packed(pieces, order) => {
                let place = order.binary_search_by(|number| packed_id(pieces, *number).cmp(&Some(id))).ok()?;
                order.get(place).copied()
            }
        }
    }

    /// The id of a trigger of a packed book.
    pub(crate) fn id(&self, number: u32) -> Option<&str> {
        match &self.triggers {
            Triggers::Open(_) => None,
            Triggers::Packed(pieces, _) => packed_id(pieces, number),
        }
    }

    /// The numbers of all triggers in the order of their ids.
    pub(super) fn order(&self) -> Vec<u32> {
        match &self.triggers {
            Triggers::Open(triggers) => triggers.values().copied().collect(),
            Triggers::Packed(_, order) => order.to_vec(),
        }
    }

    /// The `once` of each trigger that has one.
    pub(super) fn onces(&self) -> Vec<(u32, Once)> {
        self.onces.iter().map(|(number, once)| (*number, once.clone())).collect()
    }

    /// How often a rule may fire; `None` if there is no such rule.
    pub(super) fn once(&self, id: &str) -> Option<Option<Once>> {
        self.automations.get(id).cloned().or_else(|| Some(self.onces.get(&self.number(id)?).cloned()))
    }
}

fn of_automations(automations: &[Automation]) -> BTreeMap<String, Option<Once>> {
    automations.iter().map(|automation| (automation.id.clone(), automation.once.clone())).collect()
}

fn packed_id(pieces: &packed::Pieces, number: u32) -> Option<&str> {
    pieces.first_text(usize::try_from(number).ok()?.checked_add(1)?)
}
