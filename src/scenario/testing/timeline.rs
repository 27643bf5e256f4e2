//! All that has happened since the last run of expectations, as text that is kept in a test.

use std::fmt::Write;

use chrono_tz::Tz;

use super::world::{CONVERSATION, Sight};
use crate::ir::{Book, Moment, Name, Value};
use crate::runtime::conversation::Purpose;
use crate::runtime::desk::{OfferChange, Withdrawal};
use crate::runtime::driver::DeskDelivery;
use crate::runtime::{Delivery, Facts, InputKind, TimerChange, maintained};
use crate::scenario::audit::{self, Note};
use crate::scenario::{effects, summary, words};

/// Where what was done begins, below the time and what came.
const INDENT: &str = "          ";

/// What came, what was done, and what is due then: a heading for each day, a line for each input, and one below it for each
/// thing that was done. Texts are whole.
pub(super) fn text(world: &Sight<'_>) -> String {
    let teller = Teller { book: world.book(), zone: words::zone(world.book()) };
    let mut entries: Vec<Entry> = world.lately().map(|delivery| teller.delivery(delivery)).collect();
    entries.extend(world.desk_lately().flat_map(|delivery| teller.offers(delivery, world)));
    // What conversations and the desk do at one moment, in this order.
    entries.sort_by_key(|entry| entry.time);
    let mut text = String::new();
    let mut day = None;
    for entry in &entries {
        let local = entry.time.to_utc().with_timezone(&teller.zone);
        let today = local.format("%A %Y-%m-%d").to_string();
        if day.as_ref() != Some(&today) {
            let _ = writeln!(text, "{today}");
            day = Some(today);
        }
        let _ = writeln!(text, "{}  {}", local.format("%H:%M:%S"), entry.what);
        for deed in &entry.deeds {
            let _ = writeln!(text, "{INDENT}{deed}");
        }
    }
    if entries.is_empty() { "nothing happened".to_owned() } else { text.trim_end().to_owned() }
}

/// Something that came, and what was done then.
struct Entry {
    time: Moment,
    what: String,
    deeds: Vec<String>,
}

/// Says what comes and what is done, in the words of a book.
pub(super) struct Teller<'a> {
    pub(super) book: &'a Book,
    pub(super) zone: Tz,
}

impl Teller<'_> {
    fn delivery(&self, delivery: &Delivery) -> Entry {
        let what = format!("{}{}", whose(&delivery.conversation), self.what_came(&delivery.input.kind));
        Entry { time: delivery.input.time, what: one_line(&what), deeds: self.deeds(delivery) }
    }

    fn what_came(&self, input: &InputKind) -> String {
        match input {
            InputKind::Event { name, carried, kept } => {
                let facts = self.facts(carried, kept);
                if facts.is_empty() { name.to_string() } else { format!("{name} ({facts})") }
            }
            other => words::input(other),
        }
    }

    /// What an event brings; first what was written, for which people look.
    pub(super) fn facts(&self, carried: &Facts, kept: &[(Name, Option<Value>)]) -> String {
        let is_said = |key: &str| key == maintained::MESSAGE_TEXT.0;
        let said = carried.iter().filter(|(key, _)| is_said(key)).map(|(_, value)| words::value(value, self.zone));
        let carried = carried.iter().filter(|(key, _)| !is_said(key)).map(|(key, value)| (key, Some(value)));
        let others = carried.chain(kept.iter().map(|(key, value)| (key, value.as_ref()))).map(|(key, value)| {
            let value = value.map_or_else(|| "unknown".to_owned(), |value| words::value(value, self.zone));
            format!("{key} {value}")
        });
        said.chain(others).collect::<Vec<_>>().join(", ")
    }

    fn deeds(&self, delivery: &Delivery) -> Vec<String> {
        let outcome = &delivery.outcome;
        let notes = audit::notes(delivery).into_iter().map(|Note { source, what }| deed(source, &what));
        let effects = outcome.effects.iter();
        let effects = effects.map(|effect| {
            // A sign instead of an escape, which would have to be escaped again.
            deed(&effect.source, &effects::statement(effect, self.book, usize::MAX).replace("\\n", "⏎"))
        });
        let idle = outcome.fired.iter().filter(|source| {
            let waits = summary::timers_set(delivery).any(|change| is_wait_of(change, source));
            !waits && !outcome.effects.iter().any(|effect| effect.source == **source)
        });
        let idle = idle.map(|source| deed(source, "fired"));
        let timers = summary::timers_set(delivery).filter_map(|change| self.timer(change, delivery.input.time));
        notes.chain(effects).chain(idle).chain(timers).chain(dropped(delivery)).collect()
    }

    fn timer(&self, change: &TimerChange, near: Moment) -> Option<String> {
        self.due(change, near).map(|(source, what)| deed(&source, &what))
    }

    /// Whose timer was set, and what it means.
    pub(super) fn due(&self, change: &TimerChange, near: Moment) -> Option<(String, String)> {
        let TimerChange::Set { key, due, .. } = change else { return None };
        let due = self.clock(*due, near);
        Some(match key.purpose {
            Purpose::Wait => (key.source.to_string(), format!("waits until {due}")),
            Purpose::Due => (key.source.to_string(), format!("due at {due}")),
            Purpose::Release => ("capacity release".to_owned(), format!("next at {due}")),
            Purpose::Snooze => ("snooze".to_owned(), format!("ends at {due}")),
        })
    }

    fn offers(&self, delivery: &DeskDelivery, world: &Sight<'_>) -> Vec<Entry> {
        let time = delivery.input.time;
        let told = self.offered(delivery, world);
        told.into_iter().map(|what| Entry { time, what, deeds: Vec::new() }).collect()
    }

    /// What the desk has offered to whom, and which offers are over.
    pub(super) fn offered(&self, delivery: &DeskDelivery, world: &Sight<'_>) -> Vec<String> {
        let time = delivery.input.time;
        let seen = delivery.outcome.offers.iter().filter(|change| match change {
            OfferChange::Offered { conversation, .. } | OfferChange::Withdrawn { conversation, .. } => {
                world.sees(conversation)
            }
        });
        let told = seen.map(|change| match change {
            OfferChange::Offered { conversation, agent, until, .. } => {
                let until = until.map(|until| format!(" until {}", self.clock(until, time))).unwrap_or_default();
                format!("{}offered to {}{until}", whose(conversation), words::text_literal(agent))
            }
            OfferChange::Withdrawn { conversation, agent, reason } => {
                let agent = words::text_literal(agent);
                format!("{}the offer to {agent} is over: {}", whose(conversation), why(*reason))
            }
        });
        told.collect()
    }

    /// A moment on the clocks of the book; only its time if it is on the day of `near`.
    fn clock(&self, moment: Moment, near: Moment) -> String {
        let (time, near) = (moment.to_utc().with_timezone(&self.zone), near.to_utc().with_timezone(&self.zone));
        let pattern = if time.date_naive() == near.date_naive() { "%H:%M:%S" } else { "%Y-%m-%d %H:%M:%S" };
        time.format(pattern).to_string()
    }
}

/// The conversation, if it is not the first one.
fn whose(conversation: &str) -> String {
    if conversation == CONVERSATION { String::new() } else { format!("{conversation}: ") }
}

fn deed(source: &str, what: &str) -> String {
    one_line(&format!("{source}: {what}"))
}

/// Values may hold anything; a line stays a line.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ").trim_end().to_owned()
}

fn is_wait_of(change: &TimerChange, source: &str) -> bool {
    matches!(change, TimerChange::Set { key, .. } if key.purpose == Purpose::Wait && key.source == source)
}

fn dropped(delivery: &Delivery) -> impl Iterator<Item = String> {
    not_due(delivery).map(|source| deed(source, "not due any more"))
}

/// Automations that are not due any more. What ends waits is told with its reason.
pub(super) fn not_due(delivery: &Delivery) -> impl Iterator<Item = &Name> {
    let timers = &delivery.outcome.timers;
    timers.iter().filter_map(move |change| match change {
        TimerChange::Cancel { key } if key.purpose == Purpose::Due => {
            let again = timers.iter().any(|other| matches!(other, TimerChange::Set { key: other, .. } if other == key));
            (!again).then_some(&key.source)
        }
        _ => None,
    })
}

const fn why(reason: Withdrawal) -> &'static str {
    match reason {
        Withdrawal::Accepted => "it was accepted",
        Withdrawal::Declined => "it was declined",
        Withdrawal::TooLate => "its time is over",
        Withdrawal::Gone => "nobody needs it any more",
        Withdrawal::NotEligible => "this agent cannot take it any more",
    }
}
