//! What is counted of queues and of agents: each has a number, by which it is found again.

use std::collections::BTreeMap;

use super::Name;
use crate::ir;

/// Queues, and agents, beyond this many are counted together.
const MOST_ROWS: usize = 1_000;

/// What those are called.
const OTHERS: &str = "others";

/// A row for each of those that were named, and one for all beyond the most.
#[derive(Clone, Debug)]
pub(super) struct Table<T> {
    rows: Vec<T>,
    numbers: BTreeMap<Name, usize>,
}

/// One that was named, with the number of its row.
#[derive(Clone, Debug)]
pub(super) struct Named {
    name: Name,
    row: usize,
}

/// Whoever is counted together has one row and is told apart all the same.
impl PartialEq for Named {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), numbers: BTreeMap::new() }
    }
}

impl<T: Default> Table<T> {
    /// Makes sure that there is a row of that name.
    pub(super) fn open(&mut self, name: Name) -> Named {
        let known = self.numbers.get(&name).copied();
        let row = known.unwrap_or_else(|| {
            let full = self.numbers.len() >= MOST_ROWS;
            let of = if full { (ir::Name::default(), OTHERS.into()) } else { name.clone() };
            *self.numbers.entry(of).or_insert_with(|| {
                self.rows.push(T::default());
                self.rows.len() - 1
            })
        });
        Named { name, row }
    }

    /// The row of one that was named.
    pub(super) fn row(&mut self, named: &Named) -> Option<&mut T> {
        self.rows.get_mut(named.row)
    }

    /// All rows, in no order.
    pub(super) fn rows_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.rows.iter_mut()
    }

    /// All rows in the order of their names.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Name, &T)> {
        self.numbers.iter().filter_map(|(name, row)| Some((name, self.rows.get(*row)?)))
    }
}
