//! A log of events on a virtual clock.

use std::sync::Arc;

use super::log;
use super::report::Report;
use super::summary::Summary;
use crate::ir::Moment;
use crate::runtime::driver::{Delivery, Driver, Event};
use crate::runtime::{Engine, LineOrder};

/// How long after the last event timers still run out, in milliseconds: 30 days.
const AFTERMATH: i64 = 30 * 86_400_000;

/// A replay: events go in, deliveries come out, the clock goes with the events.
#[derive(Debug)]
pub struct Replay {
    engine: Arc<Engine>,
    driver: Driver,
    until: Option<Moment>,
    last: Option<Moment>,
    order: LineOrder,
    /// What it came to so far.
    pub summary: Summary,
    /// What happened so far by queue and by agent.
    pub report: Report,
}

impl Replay {
    /// A replay that ends at `until`, or else when the timers that the last events set have run out.
    #[must_use]
    pub fn new(engine: Arc<Engine>, until: Option<Moment>) -> Self {
        let report = Report::new(engine.book());
        let driver = Driver::new(Arc::clone(&engine)).watching_desks();
        Self { engine, driver, until, last: None, order: LineOrder::default(), summary: Summary::default(), report }
    }

    /// The same, which keeps no inboxes: for those who do not look at them.
    #[must_use]
    pub fn without_inboxes(self) -> Self {
        Self { driver: self.driver.without_inboxes(), ..self }
    }

    /// The same, whose summary counts nothing but what went wrong: for those who do not look at the rest.
    #[must_use]
    pub fn without_counts(self) -> Self {
        Self { summary: Summary::only_wrong(), ..self }
    }

    /// The same, with traces from now on.
    #[must_use]
    pub fn traced(self) -> Self {
        Self { driver: self.driver.traced(), ..self }
    }

    /// What the conversations have come to.
    #[must_use]
    pub fn driver(&self) -> &Driver {
        &self.driver
    }

    /// Feeds an event, after all timers that are due before it. One that is later than the end is left out.
    pub fn take(&mut self, event: &Event, sink: &mut dyn FnMut(&Delivery)) {
        self.feed(event.time, sink, |driver, sink| driver.receive(event, sink));
    }

    fn feed(
        &mut self,
        time: Moment,
        sink: &mut dyn FnMut(&Delivery),
        give: impl FnOnce(&mut Driver, &mut dyn FnMut(Delivery)),
    ) {
        if self.until.is_some_and(|until| time > until) {
            self.summary.too_late += 1;
            return;
        }
        if self.last.is_some_and(|last| time < last) {
            self.summary.out_of_order += 1;
        }
        self.last = self.last.max(Some(time));
        self.summary.events += 1;
        let (summary, report) = (&mut self.summary, &mut self.report);
        give(&mut self.driver, &mut |delivery| {
            summary.add(&delivery);
            report.add(&delivery);
            sink(&delivery);
        });
        self.hear_desks();
    }

    /// Feeds a line of a log, as [`Replay::take`] feeds an event. An empty line is nothing.
    ///
    /// # Errors
    /// What is wrong with the line, in lower case without a full stop.
    pub fn take_line(&mut self, line: &[u8], sink: &mut dyn FnMut(&Delivery)) -> Result<(), String> {
        let engine = Arc::clone(&self.engine);
        match engine.read_line(line, &mut self.order) {
            Some(line) => {
                let time = line.time();
                self.feed(time, sink, |driver, sink| driver.receive_line(&engine, line, sink));
            }
            None => {
                if let Some(event) = log::read_line(line)? {
                    self.take(&event, sink);
                }
            }
        }
        Ok(())
    }

    /// Lets the clock run to the end. Without a given one that is when no wait is pending and nothing is due any more, but
    /// at most 30 days after the last event; what recurs daily does not keep it going.
    pub fn finish(&mut self, sink: &mut dyn FnMut(&Delivery)) {
        if let Some(until) = self.until {
            self.advance(until, sink);
            self.report.end(until);
            return;
        }
        if let Some(last) = self.last {
            self.report.end(last);
        }
        while let Some(due) = self.next_of_aftermath() {
            self.advance(due, sink);
        }
        self.note_left();
    }

    /// Remembers when the first timer is due that is left, if the replay ends of itself.
    pub(super) fn note_left(&mut self) {
        self.summary.left_until = self.driver.next_due_once().filter(|_| self.until.is_none());
    }

    /// When the clock has to run to next so that no wait stays pending; `None` if nothing is due any more.
    #[must_use]
    pub fn next_of_aftermath(&self) -> Option<Moment> {
        let end = self.until.or(self.last.map(|last| last.plus(AFTERMATH)))?;
        self.driver.next_due_once().filter(|due| *due <= end)
    }

    /// Lets the clock run up to that time.
    pub fn advance(&mut self, to: Moment, sink: &mut dyn FnMut(&Delivery)) {
        let (summary, report) = (&mut self.summary, &mut self.report);
        self.driver.advance(to, &mut |delivery| {
            summary.add(&delivery);
            report.add(&delivery);
            sink(&delivery);
        });
        self.hear_desks();
    }

    /// What the driver has to tell beside deliveries.
    fn hear_desks(&mut self) {
        self.summary.repeated = self.driver.repeated();
        for delivery in self.driver.take_desk_deliveries() {
            self.summary.add_desk(&delivery);
            self.report.add_desk(&delivery);
        }
    }
}
