//! Gathers what tests look at.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Name, Place};
use crate::runtime::desk::{DeskAudit, OfferChange};
use crate::runtime::driver::DeskDelivery;
use crate::runtime::maintained::QUEUE_WAIT_MIN;
use crate::runtime::sightings::{Sighting, Sightings};
use crate::runtime::{Audit, Delivery, InputKind};

const TRUE: u8 = 1;
const FALSE: u8 = 2;

/// Gathers what tests look at, in any order: what several have gathered can be put together.
#[derive(Clone, Debug, Default)]
pub struct Collector {
    fired: BTreeMap<Name, u64>,
    turns: BTreeSet<Name>,
    conditions: Sides,
    lines: Sides,
    stages: BTreeSet<u32>,
    fallbacks: BTreeSet<u32>,
    estimated: bool,
}

impl Collector {
    /// Takes in what a conversation has done.
    pub(in super::super) fn see(&mut self, delivery: &Delivery) {
        let outcome = &delivery.outcome;
        for id in &outcome.fired {
            *self.fired.entry(id.clone()).or_default() += 1;
        }
        self.lines.see_all(outcome.moves.iter().map(|taken| taken.place));
        for audit in &outcome.audit {
            if let Audit::Released { stage } = audit {
                self.stages.insert(*stage);
            }
        }
        if let InputKind::Event { carried, .. } = &delivery.input.kind {
            self.estimated |= carried.contains_key(QUEUE_WAIT_MIN.0);
        }
        self.see_sightings(outcome.sightings.as_deref());
    }

    /// Takes in what the desk has done.
    pub(in super::super) fn see_desk(&mut self, delivery: &DeskDelivery) {
        let outcome = &delivery.outcome;
        let given = outcome.audit.iter().filter_map(|audit| match audit {
            DeskAudit::Given { score, .. } => Some(score),
            _ => None,
        });
        let offered = outcome.offers.iter().filter_map(|offer| match offer {
            OfferChange::Offered { score, .. } => Some(score),
            OfferChange::Withdrawn { .. } => None,
        });
        let lines = given.chain(offered).flat_map(|score| &score.lines);
        self.lines.see_all(lines.filter(|line| line.decided).map(|line| line.place));
        for audit in &outcome.audit {
            if let DeskAudit::Nobody { line, .. } = audit {
                self.fallbacks.insert(*line);
            }
        }
        self.see_sightings(outcome.sightings.as_deref());
    }

    fn see_sightings(&mut self, sightings: Option<&Sightings>) {
        let Some(seen) = sightings else { return };
        seen.conditions.iter().for_each(|sighting| self.conditions.see(*sighting));
        seen.lines.iter().for_each(|sighting| self.lines.see(*sighting));
        self.turns.extend(seen.turns.iter().cloned());
    }

    /// Takes in what another one has gathered.
    pub fn merge(&mut self, other: Self) {
        for (id, count) in other.fired {
            *self.fired.entry(id).or_default() += count;
        }
        self.turns.extend(other.turns);
        self.conditions.merge(other.conditions);
        self.lines.merge(other.lines);
        self.stages.extend(other.stages);
        self.fallbacks.extend(other.fallbacks);
        self.estimated |= other.estimated;
    }

    pub(super) fn fired(&self, id: &str) -> u64 {
        self.fired.get(id).copied().unwrap_or_default()
    }

    pub(super) fn took_turn(&self, id: &str) -> bool {
        self.turns.contains(id)
    }

    /// How a condition was seen: true, false.
    pub(super) fn condition(&self, place: Place) -> (bool, bool) {
        self.conditions.at(place)
    }

    /// Whether a line came to its turn, and whether it was dropped.
    pub(super) fn line(&self, place: Place) -> (bool, bool) {
        self.lines.at(place)
    }

    pub(super) fn reached(&self, stage: u32) -> bool {
        self.stages.contains(&stage)
    }

    pub(super) fn fell_back(&self, line: u32) -> bool {
        self.fallbacks.contains(&line)
    }

    pub(super) const fn estimated(&self) -> bool {
        self.estimated
    }
}

/// For each file, how what begins at each of its bytes was seen. No two tests of a condition begin at the same one.
#[derive(Clone, Debug, Default)]
struct Sides(Vec<Vec<u8>>);

impl Sides {
    fn see_all(&mut self, places: impl Iterator<Item = Place>) {
        places.for_each(|place| self.see(Sighting { place, holds: true }));
    }

    fn see(&mut self, sighting: Sighting) {
        let (file, start) = (index(sighting.place.file), index(sighting.place.start));
        if self.0.len() <= file {
            self.0.resize(file.saturating_add(1), Vec::new());
        }
        let Some(sides) = self.0.get_mut(file) else { return };
        if sides.len() <= start {
            sides.resize(start.saturating_add(1), 0);
        }
        if let Some(side) = sides.get_mut(start) {
            *side |= if sighting.holds { TRUE } else { FALSE };
        }
    }

    fn merge(&mut self, other: Self) {
        self.0.resize(self.0.len().max(other.0.len()), Vec::new());
        for (own, others) in self.0.iter_mut().zip(other.0) {
            own.resize(own.len().max(others.len()), 0);
            own.iter_mut().zip(others).for_each(|(own, other)| *own |= other);
        }
    }

    fn at(&self, place: Place) -> (bool, bool) {
        let sides = self.0.get(index(place.file)).and_then(|file| file.get(index(place.start))).copied();
        let sides = sides.unwrap_or_default();
        (sides & TRUE != 0, sides & FALSE != 0)
    }
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
