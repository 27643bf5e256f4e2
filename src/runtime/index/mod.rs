//! Which triggers an event can fire, without looking at each of them. `docs/engine.md` explains it with a drawing.
//!
//! The rules that listen to one event have a *place* each, in their order, and a bit at that place. For each attribute that some
//! of them ask for, the value that is there has a row of bits: a rule's bit is set if that value does not rule it out
//! ([`column`], [`sets`]). What is set in all of these rows may match. What rows cannot tell (texts in texts, patterns, `or`
//! between attributes, earlier values) is left over as the rule's *rest*, and is evaluated as ever for those few that are left.
//! So the index can leave out only what would fail.

mod bits;
mod build;
mod clause;
mod column;
mod few;
mod judge;
#[cfg(test)]
mod made;
mod named;
mod open;
mod ordered;
mod plan;
mod rest;
mod room;
mod sample;
mod sets;
mod source;
mod stages;

use std::cell::Cell;
use std::sync::OnceLock;

pub(crate) use self::plan::Plan;
pub(crate) use self::source::Hosted;

use self::bits::Block;
use self::column::Column;
use self::rest::{InClasses, Rest};
use self::room::Room;
use self::sets::Sets;
use self::source::{Kept, Keys, Sought, Source};
use self::stages::{Asks, Stages};
use super::evaluate::Sight;
use crate::ir::packed::Pieces;

/// Up to so many rules are looked at one by one: finding rows takes longer.
const FEW: usize = 12;

/// The row of a column that was not looked at.
const UNKNOWN: u32 = u32::MAX;

/// The rules that listen to one event, by what they ask for.
#[derive(Debug, Default)]
pub(crate) struct Index {
    places: Box<[Place]>,
    /// What they ask for, by who holds it and by its key.
    keys: Keys,
    /// The bits of all places; empty if they are few.
    all: Box<[u64]>,
    asked: Stages,
    /// The rows of all classes of all columns, each of as many words as all places have.
    rows: Box<[u64]>,
    /// Classes in which parts of rests hold, a bit a class.
    masks: Box<[u64]>,
    /// What is left over of rules, until it is first looked at.
    left: Pieces,
}

/// A rule at its place.
#[derive(Debug, Default)]
struct Place {
    /// The number of the trigger.
    number: u32,
    /// Whether it is for some channels only; here, so that the rule itself need not be looked at.
    has_channels: bool,
    /// What it asks for of what is looked at later.
    asks: Asks,
    /// Which piece of what is left over is of its condition, from 1; 0 for none.
    left: u32,
    /// That, made ready: the cheaper parts first.
    rest: OnceLock<Box<[Rest]>>,
}

impl Index {
    /// Hands the numbers of those that match what a step sees to `found`, in order.
    pub(crate) fn matching(&self, sight: &Sight<'_>, found: impl FnMut(u32)) {
        if self.is_of_few() {
            self.found_one_by_one(&Sought { index: self, sight }, sight, found);
        } else {
            Kept::lend(self, sight, |kept| self.found_by_rows(kept, sight, found));
        }
    }

    /// As [`Index::matching`], of the facts of that source.
    #[inline]
    pub(crate) fn matching_from(&self, source: &impl Source, sight: &Sight<'_>, found: impl FnMut(u32)) {
        if self.is_of_few() {
            self.found_one_by_one(source, sight, found);
        } else {
            self.found_by_rows(source, sight, found);
        }
    }

    #[inline]
    fn found_one_by_one(&self, source: &impl Source, sight: &Sight<'_>, mut found: impl FnMut(u32)) {
        let look = Look { index: self, source, sight, rows: &[] };
        for place in &self.places {
            if look.fits(place) {
                found(place.number);
            }
        }
    }

    #[inline]
    fn found_by_rows(&self, source: &impl Source, sight: &Sight<'_>, found: impl FnMut(u32)) {
        Room::lend(|room| self.found_in(room, source, sight, found));
    }

    fn found_in(&self, room: &mut Room, source: &impl Source, sight: &Sight<'_>, mut found: impl FnMut(u32)) {
        room.row.clear();
        room.row.extend_from_slice(&self.all);
        room.rows.clear();
        room.rows.resize(self.asked.columns.len(), Cell::new(UNKNOWN));
        self.look_at_first(source, room);
        self.look_at_later(source, room);
        let look = Look { index: self, source, sight, rows: &room.rows };
        for (word, places) in room.row.iter().zip(self.places.chunks(bits::PLACES)) {
            for place in bits::of_all(*word).filter_map(|at| places.get(at)) {
                if look.fits(place) {
                    found(place.number);
                }
            }
        }
    }

    /// Looks at what comes first: that is always the same.
    fn look_at_first(&self, source: &impl Source, room: &mut Room) {
        let Stages { columns, lists, first, .. } = &self.asked;
        let (texts, others) = columns.split_at_checked(first.texts).unwrap_or_default();
        let others = others.get(..first.columns.saturating_sub(first.texts)).unwrap_or_default();
        let lists = lists.get(..first.lists).unwrap_or_default();
        self.look_at(texts.iter(), others.iter(), lists.iter(), source, room);
        let rows = room.rows.get(..first.columns).unwrap_or_default().iter().map(Cell::get);
        self.keep_common(&mut room.row, rows);
        rule_out(lists.iter(), room);
    }

    /// Looks at what those that are left ask for of the others.
    fn look_at_later(&self, source: &impl Source, room: &mut Room) {
        let Stages { columns, lists, first, later } = &self.asked;
        let wanted = self.wanted(&room.row);
        if wanted == 0 {
            return;
        }
        let column = |bit: usize| columns.get(first.columns + bit);
        let list = |bit: usize| lists.get(first.lists + bit - later.columns);
        let texts = bits::of_word(wanted, 0..later.texts).filter_map(column);
        let others = bits::of_word(wanted, later.texts..later.columns).filter_map(column);
        let lists = bits::of_word(wanted, later.columns..later.columns + later.lists).filter_map(list);
        self.look_at(texts, others, lists.clone(), source, room);
        let rows = room.rows.get(first.columns..).unwrap_or_default().iter().map(Cell::get);
        self.keep_common(&mut room.row, rows.filter(|row| *row != UNKNOWN));
        rule_out(lists, room);
    }

    /// What those that are left ask for of what comes later.
    fn wanted(&self, row: &[u64]) -> Asks {
        let later = self.asked.later.columns + self.asked.later.lists;
        if later == 0 {
            return 0;
        }
        let (mut wanted, mut count) = (0, 0);
        for (word, places) in row.iter().zip(self.places.chunks(bits::PLACES)) {
            for place in bits::of_all(*word).filter_map(|at| places.get(at)) {
                wanted |= place.asks;
                count += 1;
                if count > later {
                    // So many ask for nearly all of it.
                    return Asks::MAX;
                }
            }
        }
        wanted
    }

    /// Whether something is looked at only if somebody asks for it.
    #[cfg(test)]
    pub(crate) fn looks_twice(&self) -> bool {
        self.asked.later.columns + self.asked.later.lists > 0
    }

    /// Finds the rows of columns and the members of lists. Texts are read first and only then looked up, so that memory is waited
    /// for once.
    #[inline]
    fn look_at<'i>(
        &self,
        texts: impl Iterator<Item = &'i Column> + Clone,
        others: impl Iterator<Item = &'i Column>,
        lists: impl Iterator<Item = &'i Sets> + Clone,
        source: &impl Source,
        room: &mut Room,
    ) {
        let Room { rows, ends, counts, members, .. } = room;
        ends.clear();
        ends.extend(texts.clone().filter_map(|column| Some(column.names()?.ends(source.fact(column.subject)))));
        let names = ends.len();
        counts.clear();
        for list in lists.clone() {
            let before = ends.len();
            Sets::ends(list.list(source.fact(list.subject)), ends);
            counts.push(ends.len() - before);
        }
        let note = |column: &Column, class: u32| {
            if let Some(row) = rows.get(column.place) {
                row.set(column.first.wrapping_add(class));
            }
        };
        for column in others {
            note(column, column.class(source.fact(column.subject)));
        }
        for (column, ends) in texts.zip(ends.iter()) {
            if let Some(names) = column.names() {
                note(column, names.class(*ends, || source.fact(column.subject)));
            }
        }
        let mut ends = ends.get(names..).unwrap_or_default();
        members.clear();
        for (list, count) in lists.zip(counts) {
            let (own, others) = ends.split_at_checked(*count).unwrap_or_default();
            ends = others;
            members.extend(list.numbers(own, || list.list(source.fact(list.subject))));
        }
    }

    /// Whether it has so few rules that each is looked at.
    #[inline]
    pub(crate) fn is_of_few(&self) -> bool {
        self.all.is_empty()
    }

    /// Keeps of a row what is in all of those, too.
    fn keep_common(&self, row: &mut [u64], rows: impl Iterator<Item = u32>) {
        match row.len() {
            1 => self.keep_short::<1>(row, rows),
            2 => self.keep_short::<2>(row, rows),
            4 => self.keep_short::<4>(row, rows),
            bits::WORDS => self.keep_short::<{ bits::WORDS }>(row, rows),
            _ => self.keep_long(row, rows),
        }
    }

    /// Of a row of so many words.
    #[inline]
    fn keep_short<const WORDS: usize>(&self, row: &mut [u64], rows: impl Iterator<Item = u32>) {
        let (all, _) = self.rows.as_chunks::<WORDS>();
        let Some(row) = row.first_chunk_mut::<WORDS>() else { return };
        let own = |number: u32| all.get(usize::try_from(number).ok()?);
        let mut kept = *row;
        rows.filter_map(own).for_each(|own| bits::keep(&mut kept, own));
        *row = kept;
    }

    /// Of several at a time, block by block, so that a block in which nothing is left is left at once.
    #[inline]
    fn keep_long(&self, row: &mut [u64], rows: impl Iterator<Item = u32>) {
        let (row, _) = row.as_chunks_mut::<{ bits::WORDS }>();
        let (all, _) = self.all.as_chunks();
        let mut rows = rows.peekable();
        while rows.peek().is_some() {
            // What is in all rules takes the place of rows that are not there.
            let [a, b, c, d, e, f, g, h] =
                std::array::from_fn(|_| rows.next().and_then(|row| self.row(row)).unwrap_or(all));
            let some = a.iter().zip(b).zip(c).zip(d).zip(e).zip(f).zip(g).zip(h);
            for (block, (((((((a, b), c), d), e), f), g), h)) in row.iter_mut().zip(some) {
                if !bits::is_empty(block) {
                    [a, b, c, d, e, f, g, h].into_iter().for_each(|own| bits::keep(block, own));
                }
            }
        }
    }

    /// A row of several blocks.
    #[inline]
    fn row(&self, number: u32) -> Option<&[Block]> {
        let (rows, _) = self.rows.as_chunks();
        let width = self.all.len() / bits::WORDS;
        rows.get(usize::try_from(number).ok()?.checked_mul(width)?..)?.get(..width)
    }
}

/// Leaves in the room's row those that none of the lists rules out, whose members are in the room.
#[inline]
fn rule_out<'i>(lists: impl Iterator<Item = &'i Sets>, room: &mut Room) {
    let mut members = room.members.as_slice();
    for (list, count) in lists.zip(&room.counts) {
        let (own, others) = members.split_at_checked(*count).unwrap_or_default();
        members = others;
        list.rule_out(own, &mut room.row);
    }
}

/// What is known when rests are looked at.
struct Look<'l, S> {
    index: &'l Index,
    source: &'l S,
    sight: &'l Sight<'l>,
    /// The rows of the columns, by their places; [`UNKNOWN`] if the column was not looked at yet.
    rows: &'l [Cell<u32>],
}

impl<S: Source> Look<'_, S> {
    /// Whether what no row tells of a rule holds. Written out: a closure for each part would be a call.
    #[inline(always)]
    fn fits(&self, place: &Place) -> bool {
        if place.has_channels && !self.is_on_its_channel(place) {
            return false;
        }
        if place.left != 0 {
            for rest in self.index.rest(place, self.sight.book) {
                if !self.part_holds(rest) {
                    return false;
                }
            }
        }
        true
    }

    fn is_on_its_channel(&self, place: &Place) -> bool {
        let trigger = self.sight.book.trigger(place.number);
        trigger.is_some_and(|trigger| self.sight.other_channel(&trigger.rule).is_none())
    }

    fn holds(&self, rest: &Rest) -> bool {
        match rest {
            Rest::Class(_) | Rest::Short(..) => self.part_holds(rest),
            Rest::All(parts) => parts.iter().all(|part| self.part_holds(part)),
            Rest::Any(parts) => parts.iter().any(|part| self.part_holds(part)),
            Rest::Not(inner) => !self.holds(inner),
            Rest::Condition(condition) => self.sight.holds(condition),
        }
    }

    /// As [`Look::holds`], of a part: most are told by a class or in short, and that without a call.
    #[inline(always)]
    fn part_holds(&self, part: &Rest) -> bool {
        match part {
            Rest::Class(classes) => self.is_in(*classes),
            Rest::Short(short, condition) => {
                short.tell(self.source.fact(short.subject)).unwrap_or_else(|| self.sight.holds(condition))
            }
            other => self.holds(other),
        }
    }

    /// Whether the value of a column is in one of these classes.
    #[inline]
    fn is_in(&self, InClasses { column, first, mask }: InClasses) -> bool {
        let Some(row) = self.rows.get(column) else { return false };
        if row.get() == UNKNOWN {
            self.look_at(column, row);
        }
        let class = row.get().wrapping_sub(first);
        let word = usize::try_from(mask.saturating_add(class / 64)).unwrap_or(usize::MAX);
        self.index.masks.get(word).is_some_and(|word| word >> (class % 64) & 1 == 1)
    }

    /// Finds the row of a column of which nobody has asked yet.
    #[inline(never)]
    fn look_at(&self, column: usize, row: &Cell<u32>) {
        if let Some(column) = self.index.asked.columns.get(column) {
            let fact = || self.source.fact(column.subject);
            let class = match column.names() {
                Some(names) => names.class(names.ends(fact()), fact),
                None => column.class(fact()),
            };
            row.set(column.first.saturating_add(class));
        }
    }
}
