//! A log of events on a virtual clock.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::log::LogEvent;
use super::summary::Summary;
use crate::ir::{Automation, Book, Moment, Timing};
use crate::runtime::conversation::{Purpose, TimerKey};
use crate::runtime::driver::{Delivery, Driver};
use crate::runtime::{Engine, InputKind, TimerChange};

/// How long after the last event timers still run out, in milliseconds: 30 days.
const AFTERMATH: i64 = 30 * 86_400_000;

/// A replay: events go in, deliveries come out, the clock goes with the events.
#[derive(Debug)]
pub struct Replay {
    engine: Arc<Engine>,
    driver: Driver,
    until: Option<Moment>,
    last: Option<Moment>,
    pending: Pending,
    /// What it came to so far.
    pub summary: Summary,
}

impl Replay {
    /// A replay that ends at `until`, or else when the timers that the last events set have run out.
    #[must_use]
    pub fn new(engine: Arc<Engine>, until: Option<Moment>, traced: bool) -> Self {
        let mut driver = Driver::new(Arc::clone(&engine));
        driver.trace(traced);
        Self { engine, driver, until, last: None, pending: Pending::default(), summary: Summary::default() }
    }

    /// Traces from now on, or does not.
    pub fn trace(&mut self, traced: bool) {
        self.driver.trace(traced);
    }

    /// Feeds an event, after all timers that are due before it. One that is later than the end is left out.
    pub fn take(&mut self, event: LogEvent, sink: &mut dyn FnMut(&Delivery)) {
        if self.until.is_some_and(|until| event.time > until) {
            self.summary.too_late += 1;
            return;
        }
        if self.last.is_some_and(|last| event.time < last) {
            self.summary.out_of_order += 1;
        }
        self.last = self.last.max(Some(event.time));
        let (summary, pending, book) = (&mut self.summary, &mut self.pending, self.engine.book());
        self.driver.receive(event, &mut |delivery: Delivery| {
            summary.add(&delivery);
            pending.follow(&delivery, book);
            sink(&delivery);
        });
    }

    /// Lets the clock run to the end. Without a given one that is when no wait is pending and nothing is due any more, but
    /// at most 30 days after the last event; what recurs daily does not keep it going.
    pub fn finish(&mut self, sink: &mut dyn FnMut(&Delivery)) {
        if let Some(until) = self.until {
            self.advance(until, sink);
            return;
        }
        let Some(end) = self.last.map(|last| last.plus(AFTERMATH)) else { return };
        while let Some(due) = self.pending.latest(end) {
            self.advance(due, sink);
            self.pending.forget_until(due);
        }
    }

    fn advance(&mut self, to: Moment, sink: &mut dyn FnMut(&Delivery)) {
        let (summary, pending, book) = (&mut self.summary, &mut self.pending, self.engine.book());
        self.driver.advance(to, &mut |delivery: Delivery| {
            summary.add(&delivery);
            pending.follow(&delivery, book);
            sink(&delivery);
        });
    }
}

/// The timers that end by themselves, with when they are due.
#[derive(Debug, Default)]
struct Pending(BTreeMap<(String, String, TimerKey), Moment>);

impl Pending {
    fn follow(&mut self, delivery: &Delivery, book: &Book) {
        let name = |key: &TimerKey| (delivery.account.clone(), delivery.conversation.clone(), key.clone());
        if let InputKind::Timer { key, .. } = &delivery.input.kind {
            self.0.remove(&name(key));
        }
        for change in &delivery.outcome.timers {
            match change {
                TimerChange::Set { key, due, .. } if !recurs(key, book) => {
                    self.0.insert(name(key), *due);
                }
                TimerChange::Set { .. } => {}
                TimerChange::Cancel { key } => {
                    self.0.remove(&name(key));
                }
            }
        }
    }

    fn latest(&self, end: Moment) -> Option<Moment> {
        self.0.values().copied().filter(|due| *due <= end).max()
    }

    /// Whatever was due by then has been delivered.
    fn forget_until(&mut self, time: Moment) {
        self.0.retain(|_, due| *due > time);
    }
}

fn recurs(key: &TimerKey, book: &Book) -> bool {
    let at = |each: &Automation| each.id == key.source && matches!(each.timing, Timing::At { .. });
    key.purpose == Purpose::Due && book.automations.iter().any(at)
}
