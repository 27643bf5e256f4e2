//! By hand: an index that knows the attributes. For every attribute and every class of its values there is a row of bits, one a
//! rule: the rules that this value does not refute. An event takes the `and` of one row an attribute; phrases, regexes and groups
//! are looked at for the rules that are left. It is what there is to gain on this workload, without a language above it.

mod build;
mod names;
mod rest;

use aho_corasick::AhoCorasick;

use super::{Compile, Peer};
use crate::column::Column;
use crate::rules::{ByKind, Event};
use crate::schema::{BOOLEANS, MESSAGE, NUMBERS, SETS};
use names::{Names, View};
use rest::{Memory, Rest, Sight};

struct Bitmap {
    kinds: ByKind<Kind>,
    names: Names,
    phrases: Option<AhoCorasick>,
    view: View,
    memory: Memory,
    left: Vec<u64>,
    members: Vec<u64>,
}

/// The rules of one kind of event.
struct Kind {
    /// Words in a row.
    width: usize,
    ids: Vec<u32>,
    /// What no row knows, for each rule.
    rest: Vec<Box<[Rest]>>,
    /// A row of all rules.
    all: Vec<u64>,
    /// Rows by the number of the value's name.
    texts: Vec<Option<Vec<u64>>>,
    /// Rows by where the number lies among the cuts.
    numbers: Vec<Option<(Vec<i64>, Vec<u64>)>>,
    /// Two rows each.
    booleans: Vec<Option<Vec<u64>>>,
    sets: Vec<Option<SetRows>>,
}

struct SetRows {
    /// The rules that ask for no member.
    none: Vec<u64>,
    /// The rules that ask for a member, by its number.
    has: Vec<u64>,
    /// The rules that refuse a member, by its number.
    lacks: Option<Vec<u64>>,
}

pub fn prepare(column: &Column) -> Compile {
    let rules = column.rules.clone();
    Box::new(move || Box::new(build::bitmap(&rules)))
}

impl Kind {
    /// Leaves in `left` the rules that no attribute refutes.
    fn narrow(&self, event: &Event, view: &View, left: &mut Vec<u64>, members: &mut Vec<u64>) {
        let width = self.width;
        left.clear();
        left.extend_from_slice(&self.all);
        for at in 0..MESSAGE {
            if let Some(rows) = &self.texts[at] {
                and(left, row(rows, view.texts[at] as usize, width));
            }
        }
        for at in 0..BOOLEANS.len() {
            if let Some(rows) = &self.booleans[at] {
                and(left, row(rows, usize::from(event.booleans[at]), width));
            }
        }
        for at in 0..NUMBERS.len() {
            if let Some((cuts, rows)) = &self.numbers[at] {
                and(left, row(rows, cuts.partition_point(|cut| *cut <= event.numbers[at]), width));
            }
        }
        for at in 0..SETS.len() {
            if let Some(rows) = &self.sets[at] {
                rows.narrow(&view.sets[at], width, left, members);
            }
        }
    }
}

impl SetRows {
    fn narrow(&self, view: &[u32], width: usize, left: &mut [u64], members: &mut Vec<u64>) {
        members.clear();
        members.extend_from_slice(&self.none);
        for member in view {
            let has = row(&self.has, *member as usize, width);
            members.iter_mut().zip(has).for_each(|(word, has)| *word |= has);
        }
        and(left, members);
        let Some(lacks) = &self.lacks else { return };
        for member in view {
            let lacks = row(lacks, *member as usize, width);
            left.iter_mut().zip(lacks).for_each(|(word, lacks)| *word &= !lacks);
        }
    }
}

#[inline]
fn row(rows: &[u64], number: usize, width: usize) -> &[u64] {
    &rows[number * width..(number + 1) * width]
}

#[inline]
fn and(left: &mut [u64], row: &[u64]) {
    left.iter_mut().zip(row).for_each(|(word, row)| *word &= row);
}

impl Peer for Bitmap {
    fn run(&mut self, event: &Event, out: &mut Vec<u32>) {
        self.names.view(event, &mut self.view);
        self.memory.forget();
        let kind = &self.kinds[event.kind];
        kind.narrow(event, &self.view, &mut self.left, &mut self.members);
        let sight = Sight { event, view: &self.view, names: &self.names, phrases: self.phrases.as_ref() };
        for (place, word) in self.left.iter().enumerate() {
            let mut word = *word;
            while word != 0 {
                let rule = place * 64 + word.trailing_zeros() as usize;
                word &= word - 1;
                if kind.rest[rule].iter().all(|rest| rest.holds(&sight, &mut self.memory)) {
                    out.push(kind.ids[rule]);
                }
            }
        }
    }
}
