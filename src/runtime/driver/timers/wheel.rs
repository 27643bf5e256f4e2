//! A hierarchical timing wheel over numbered timers, exact to the millisecond. Whose they are is carried along.
//!
//! A timer lies in a slot. One that is set to a later time stays there, and moves on when its slot is opened: so a reset
//! costs next to nothing. See `docs/engine.md`, "Timers".

use std::sync::OnceLock;

use super::chunk::{Chunk, Chunks};
use super::entry::{Entry, Kind, MOST, Place};
use super::lane::{Lane, slot_of};

/// How much is allocated at least.
const LEAST: usize = 64;

/// Timers by their numbers, in milliseconds since 1970.
#[derive(Debug, Default)]
pub(super) struct Wheel<W> {
    entries: Vec<Entry<W>>,
    chunks: Chunks,
    /// The first free number; each leads to the next.
    free: Option<u32>,
    live: usize,
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

impl<W: Copy + Default> Wheel<W> {
    /// Every timer due before then was taken out.
    pub(super) fn now(&self) -> u64 {
        self.now
    }

    /// A number for a new timer, which is not filed yet; `None` if there are too many.
    pub(super) fn add(&mut self, due: u64, kind: Kind, whose: W) -> Option<u32> {
        let entry = Entry::new(due, kind, whose);
        let number = match self.free {
            Some(number) => {
                let free = self.entries.get_mut(index(number))?;
                self.free = free.next_free();
                *free = entry;
                number
            }
            None => {
                let number = u32::try_from(self.entries.len()).ok().filter(|_| self.entries.len() < MOST)?;
                grow(&mut self.entries);
                self.entries.push(entry);
                number
            }
        };
        self.live += 1;
        Some(number)
    }

    /// Sets a timer, be it anew. `false` if that is past: then it is in no slot.
    pub(super) fn set(&mut self, number: u32, due: u64, kind: Kind) -> bool {
        if self.put_off(number, due, kind, |_| ()) {
            return true;
        }
        let now = self.now;
        self.unfile(number);
        if let Some(entry) = self.entries.get_mut(index(number)) {
            entry.set(due, kind);
        }
        if due >= now {
            self.file(number, due, kind);
        }
        due >= now
    }

    /// Sets a timer to a later time and changes whose it is, if it is in a slot: there it stays. Whatever is read of it is read
    /// before anything of it is written: a processor that reads more bytes together than it has just written waits for memory.
    pub(super) fn put_off(&mut self, number: u32, due: u64, kind: Kind, change: impl FnOnce(&mut W)) -> bool {
        let Some(entry) = self.entries.get_mut(index(number)) else { return false };
        let (former, former_kind, is_filed) = (entry.due(), entry.kind(), entry.is_filed());
        if !is_filed || due < former || kind != former_kind {
            return false;
        }
        entry.set(due, kind);
        change(&mut entry.whose);
        self.row(kind).not_due_at(former);
        true
    }

    /// Whether there is no timer at all.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// Whether a timer is in a slot.
    pub(super) fn is_filed(&self, number: u32) -> bool {
        self.entries.get(index(number)).is_some_and(|entry| entry.is_filed())
    }

    /// Of which kind a timer is.
    pub(super) fn kind(&self, number: u32) -> Option<Kind> {
        self.entries.get(index(number)).map(|entry| entry.kind())
    }

    /// When a timer is due.
    pub(super) fn due(&self, number: u32) -> Option<u64> {
        self.entries.get(index(number)).map(|entry| entry.due())
    }

    /// Whose a timer is.
    pub(super) fn whose(&self, number: u32) -> Option<W> {
        self.entries.get(index(number)).map(|entry| entry.whose)
    }

    pub(super) fn whose_mut(&mut self, number: u32) -> Option<&mut W> {
        self.entries.get_mut(index(number)).map(|entry| &mut entry.whose)
    }

    /// Forgets a timer. Its number is free.
    pub(super) fn remove(&mut self, number: u32) {
        self.unfile(number);
        let free = Entry::free(self.free);
        let Some(entry) = self.entries.get_mut(index(number)).filter(|entry| entry.place() != Place::Free) else {
            return;
        };
        *entry = free;
        self.free = Some(number);
        self.live -= 1;
        if self.live == 0 {
            clear(&mut self.entries);
            self.chunks.clear();
            self.free = None;
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
            let dues = chunk.dues(|number| self.entries.get(index(number)).map_or(0, |entry| entry.due()));
            for (number, time) in chunk.numbers().iter().zip(dues) {
                self.move_on(*number, time, kind, due);
            }
        }
    }

    fn move_on(&mut self, number: u32, time: u64, kind: Kind, due: &mut Vec<u32>) {
        if time > self.now {
            return self.file(number, time, kind);
        }
        if let Some(entry) = self.entries.get_mut(index(number)) {
            entry.set_place(Place::Out);
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
        let index_in = self.chunks.get_mut(chunk).and_then(|chunk| chunk.push(number));
        if let (Some(index), Some(entry)) = (index_in, self.entries.get_mut(index(number))) {
            entry.set_place(Place::In { chunk, index });
        }
    }

    /// Takes a timer out of its slot, if it is in one. The last one of the slot's first chunk takes its place.
    fn unfile(&mut self, number: u32) {
        let Some(entry) = self.entries.get_mut(index(number)) else { return };
        let former = *entry;
        let Place::In { chunk, index: place } = former.place() else { return };
        entry.set_place(Place::Out);
        self.row(former.kind()).not_due_at(former.due());
        let slot = self.chunks.get(chunk).map(Chunk::slot);
        let last = slot.and_then(|slot| self.last_of(slot, former.kind()));
        let Some(last) = last.filter(|last| *last != number) else { return };
        if let Some(chunk) = self.chunks.get_mut(chunk) {
            chunk.replace(place, last);
        }
        if let Some(last) = self.entries.get_mut(index(last)) {
            last.set_place(former.place());
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
        numbers.filter_map(|number| self.entries.get(index(*number)).map(|entry| entry.due()))
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
