//! A hierarchical timing wheel over numbered timers, exact to the millisecond.
//!
//! A timer lies in a slot. One that is set to a later time stays there, and moves on when its slot is opened: so a reset
//! costs next to nothing. See `docs/engine.md`, "Timers".

use std::sync::OnceLock;

use super::chunk::{Chunk, Chunks};
use super::entries::{Added, Entries};
use super::entry::{Kind, Place};
use super::lane::{Lane, slot_of};

/// How much is allocated at least.
const LEAST: usize = 64;

/// Timers by their numbers, in milliseconds since 1970.
#[derive(Debug, Default)]
pub(super) struct Wheel {
    entries: Entries,
    chunks: Chunks,
    /// Every slot that begins by then was opened.
    now: u64,
    once: Row,
    recurring: Row,
}

#[derive(Debug, Default)]
struct Row {
    lane: Lane,
    /// When the first timer of the row is due, if somebody has asked since that changed.
    next: OnceLock<Option<u64>>,
}

impl Row {
    /// There is a timer that is due then.
    fn due_at(&mut self, due: u64) {
        if self.next.get().is_some_and(|next| next.is_none_or(|next| due < next)) {
            self.next = OnceLock::from(Some(due));
        }
    }

    /// There is one less that is due then.
    fn not_due_at(&mut self, due: u64) {
        if self.next.get() == Some(&Some(due)) {
            self.next = OnceLock::new();
        }
    }
}

impl Wheel {
    /// Every timer due before then was taken out.
    pub(super) fn now(&self) -> u64 {
        self.now
    }

    /// All timers.
    pub(super) fn entries(&self) -> &Entries {
        &self.entries
    }

    /// A new timer of a conversation, which is in no slot yet; `None` if there are too many.
    pub(super) fn add(&mut self, conversation: u32, key: u32, due: u64, kind: Kind) -> Option<u32> {
        let Added { number, moved } = self.entries.add(conversation, key, due, kind)?;
        if let Some(moved) = moved
            && let Place::In(chunk) = self.entries.get(moved)?.place()
        {
            self.chunks.get_mut(chunk)?.replace(conversation, moved);
        }
        Some(number)
    }

    /// Sets a timer, be it anew. `false` if that is past: then it is in no slot.
    pub(super) fn set(&mut self, number: u32, due: u64, kind: Kind) -> bool {
        if self.put_off(number, |_| true, due, kind) {
            return true;
        }
        let now = self.now;
        self.unfile(number);
        if let Some(entry) = self.entries.get_mut(number) {
            entry.set(due, kind);
        }
        if due >= now {
            self.file(number, due, kind);
        }
        due >= now
    }

    /// Sets a timer to a later time, if it has the right key and is in a slot: there it stays.
    pub(super) fn put_off(&mut self, number: u32, is_key: impl FnOnce(u16) -> bool, due: u64, kind: Kind) -> bool {
        let Some(entry) = self.entries.get_mut(number) else { return false };
        let former = entry.due();
        if due < former || !entry.is_filed_as(kind) || !is_key(entry.key()) {
            return false;
        }
        entry.set_due(due);
        self.row(kind).not_due_at(former);
        true
    }

    /// Forgets a timer. Its number is free.
    pub(super) fn remove(&mut self, number: u32) {
        self.unfile(number);
        self.entries.remove(number);
        if self.entries.is_empty() {
            self.chunks.clear();
        }
    }

    /// Takes out what is due first, if that is by `until`: all timers that are due at that millisecond.
    pub(super) fn take(&mut self, until: u64, due: &mut Vec<u32>) {
        while due.is_empty() {
            let slots = [Kind::Once, Kind::Recurring].map(|kind| (kind, self.row_of(kind).lane.first(self.now)));
            let starts = slots.iter().filter_map(|(_, slot)| Some(slot.as_ref()?.start));
            let Some(start) = starts.min().filter(|start| *start <= until) else {
                self.now = self.now.max(until);
                return;
            };
            self.now = self.now.max(start);
            // Those of one kind that are due as a slot begins are all in it: no slot of another level begins then.
            for (kind, slot) in slots {
                if let Some(slot) = slot.filter(|slot| slot.start == start) {
                    self.open(slot.number, kind, due);
                }
            }
        }
    }

    /// When the first of a kind is due.
    pub(super) fn next(&self, kind: Kind) -> Option<u64> {
        let row = self.row_of(kind);
        *row.next.get_or_init(|| {
            let mut first: Option<u64> = None;
            for slot in row.lane.used(self.now) {
                if first.is_some_and(|first| first <= slot.start) {
                    break;
                }
                first = first.into_iter().chain(self.dues(row.lane.head(slot.number))).min();
            }
            first
        })
    }

    /// Empties a slot: what is due goes out, the rest to where it belongs.
    fn open(&mut self, slot: u16, kind: Kind, due: &mut Vec<u32>) {
        let mut next = self.row(kind).lane.set_head(slot, None);
        while let Some(chunk) = next.and_then(|chunk| self.chunks.remove(chunk)) {
            next = chunk.next();
            // All of them are read before the first is moved: so they come from memory at the same time.
            let dues = chunk.dues(|number| self.entries.get(number).map_or(0, |entry| entry.due()));
            for (number, time) in chunk.numbers().iter().zip(dues) {
                self.move_on(*number, time, kind, due);
            }
        }
    }

    fn move_on(&mut self, number: u32, time: u64, kind: Kind, due: &mut Vec<u32>) {
        if time > self.now {
            return self.file(number, time, kind);
        }
        if let Some(entry) = self.entries.get_mut(number) {
            entry.unfile();
        }
        self.row(kind).not_due_at(time);
        due.push(number);
    }

    /// Puts a timer into its slot.
    fn file(&mut self, number: u32, due: u64, kind: Kind) {
        let slot = slot_of(self.now, due);
        let row = match kind {
            Kind::Once => &mut self.once,
            Kind::Recurring => &mut self.recurring,
        };
        row.due_at(due);
        let head = row.lane.head(slot);
        let chunk = match head.filter(|head| self.chunks.get(*head).is_some_and(|chunk| !chunk.is_full())) {
            Some(chunk) => chunk,
            None => {
                let chunk = self.chunks.add(slot, head);
                row.lane.set_head(slot, Some(chunk));
                chunk
            }
        };
        if let (Some(place), Some(entry)) = (self.chunks.get_mut(chunk), self.entries.get_mut(number)) {
            place.push(number);
            entry.file(chunk);
        }
    }

    /// Takes a timer out of its slot, if it is in one. The last one of the slot's first chunk takes its place.
    fn unfile(&mut self, number: u32) {
        let Some(entry) = self.entries.get_mut(number) else { return };
        let former = *entry;
        let Place::In(chunk) = former.place() else { return };
        entry.unfile();
        self.row(former.kind()).not_due_at(former.due());
        let slot = self.chunks.get(chunk).map(Chunk::slot);
        let last = slot.and_then(|slot| self.last_of(slot, former.kind()));
        let Some(last) = last.filter(|last| *last != number) else { return };
        if let Some(chunk) = self.chunks.get_mut(chunk) {
            chunk.replace(number, last);
        }
        if let Some(last) = self.entries.get_mut(last) {
            last.file(chunk);
        }
    }

    /// Takes the last one out of the first chunk of a slot.
    fn last_of(&mut self, slot: u16, kind: Kind) -> Option<u32> {
        let head = self.row(kind).lane.head(slot)?;
        let chunk = self.chunks.get_mut(head)?;
        let last = chunk.pop();
        if chunk.is_empty() {
            let next = chunk.next();
            self.chunks.remove(head);
            self.row(kind).lane.set_head(slot, next);
        }
        last
    }

    /// When those in the slot of that first chunk are due.
    fn dues(&self, first: Option<u32>) -> impl Iterator<Item = u64> {
        let chunks = std::iter::successors(first.and_then(|first| self.chunks.get(first)), |chunk| {
            chunk.next().and_then(|next| self.chunks.get(next))
        });
        let numbers = chunks.flat_map(|chunk| chunk.numbers());
        numbers.filter_map(|number| self.entries.get(*number).map(|entry| entry.due()))
    }

    fn row(&mut self, kind: Kind) -> &mut Row {
        match kind {
            Kind::Once => &mut self.once,
            Kind::Recurring => &mut self.recurring,
        }
    }

    fn row_of(&self, kind: Kind) -> &Row {
        match kind {
            Kind::Once => &self.once,
            Kind::Recurring => &self.recurring,
        }
    }
}

/// Makes room for one more, by a sixteenth: a vector alone would take twice what it needs.
pub(super) fn grow<T>(vector: &mut Vec<T>) {
    if vector.len() == vector.capacity() {
        vector.reserve_exact((vector.len() / 16).max(LEAST));
    }
}

/// Empties it, and gives its memory back if that is much.
pub(super) fn clear<T>(vector: &mut Vec<T>) {
    vector.clear();
    vector.shrink_to(LEAST);
}

pub(super) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
