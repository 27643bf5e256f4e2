//! The timeline of a replay for people: a line an input on which something happened, and below it what was done.

use std::fmt::Write;

use chrono_tz::Tz;

use super::terminal::Styles;
use super::traces;
use crate::diagnostic::render::printable;
use crate::ir::{Book, Moment, Value};
use crate::runtime::conversation::Purpose;
use crate::runtime::driver::Delivery;
use crate::runtime::{Audit, Facts, InputKind, TimerChange, maintained};
use crate::scenario::{effects, explain, summary, words};

/// Texts in a timeline are cut at this many characters.
const LONGEST_TEXT: usize = 72;

/// Draws inputs one after the other, with a heading for each day.
pub(super) struct Timeline<'a> {
    book: &'a Book,
    zone: Tz,
    styles: Styles,
    day: Option<String>,
    /// The account of the input drawn last; named where it changes.
    account: Option<String>,
    width: usize,
}

impl<'a> Timeline<'a> {
    pub(super) fn new(book: &'a Book, styles: Styles) -> Self {
        let sources = book.triggers.iter().map(|each| &each.id).chain(book.automations.iter().map(|each| &each.id));
        let width = sources.map(|id| id.chars().count()).max().unwrap_or(0).min(24);
        Self { book, zone: words::zone(book), styles, day: None, account: None, width }
    }

    /// The lines of one input.
    pub(super) fn draw(&mut self, delivery: &Delivery) -> String {
        let mut text = String::new();
        self.heading(&mut text, delivery);
        let time = delivery.input.time.to_utc().with_timezone(&self.zone).format("%H:%M:%S").to_string();
        let what = self.what_came(delivery);
        let conversation = self.styles.name.style(printable(&delivery.conversation)).to_string();
        line(&mut text, &format!("{time}  {conversation}  {what}"));
        self.waits_dropped(&mut text, delivery);
        self.fired(&mut text, delivery);
        self.timers(&mut text, delivery);
        if let Some(trace) = &delivery.outcome.trace {
            text.push_str(&traces::rounds(&explain::trace(trace, self.book), 10, &self.styles));
        }
        text
    }

    fn heading(&mut self, text: &mut String, delivery: &Delivery) {
        let day = delivery.input.time.to_utc().with_timezone(&self.zone).format("%A %Y-%m-%d").to_string();
        let account = Some(&delivery.account);
        if self.day.as_ref() == Some(&day) && self.account.as_ref() == account {
            return;
        }
        let begin = if self.day.is_some() { "\n" } else { "" };
        let zone = self.book.time_zone.as_str();
        let heading = format!("{day}, {zone}, account {}", printable(&delivery.account));
        line(text, &format!("{begin}{}", self.styles.bold.style(heading)));
        self.day = Some(day);
        self.account = account.cloned();
    }

    fn what_came(&self, delivery: &Delivery) -> String {
        match &delivery.input.kind {
            InputKind::Event { name, carried, kept } => {
                let aside = self.facts(carried, kept);
                format!("{name}  {}", self.styles.dim.style(aside)).trim_end().to_owned()
            }
            other => words::input(other),
        }
    }

    /// What an event brings, in a few words.
    fn facts(&self, carried: &Facts, kept: &[(String, Option<Value>)]) -> String {
        let carried = carried.iter().map(|(key, value)| (key, Some(value)));
        let kept = kept.iter().map(|(key, value)| (key, value.as_ref()));
        let facts = carried.chain(kept).map(|(key, value)| match value {
            Some(Value::Text(text)) if key == maintained::MESSAGE_TEXT.0 => {
                words::text_literal(&effects::shortened(text, LONGEST_TEXT))
            }
            Some(value) => format!("{key} {}", words::value(value, self.zone)),
            None => format!("{key} unknown"),
        });
        printable(&effects::shortened(&facts.collect::<Vec<_>>().join(", "), LONGEST_TEXT)).into_owned()
    }

    fn waits_dropped(&self, text: &mut String, delivery: &Delivery) {
        for audit in &delivery.outcome.audit {
            if let Audit::WaitDropped { source, reason } = audit {
                self.deed(text, source, &format!("the rest after its wait was dropped: {reason}"));
            }
        }
    }

    /// What each source did, in order; one that fired and did nothing yet says so.
    fn fired(&self, text: &mut String, delivery: &Delivery) {
        let outcome = &delivery.outcome;
        for effect in &outcome.effects {
            let statement = effects::statement(effect, self.book, LONGEST_TEXT);
            self.deed(text, &effect.source, &printable(&statement));
        }
        for source in &outcome.fired {
            let wait = summary::timers_set(delivery).find_map(|change| match change {
                TimerChange::Set { key, due, .. } if key.purpose == Purpose::Wait && key.source == *source => {
                    Some(*due)
                }
                _ => None,
            });
            let did = outcome.effects.iter().any(|effect| effect.source == *source);
            match wait {
                Some(until) => {
                    self.deed(text, source, &format!("waits until {}", self.clock(until, delivery.input.time)))
                }
                None if !did => self.deed(text, source, "fired"),
                None => {}
            }
        }
    }

    fn timers(&self, text: &mut String, delivery: &Delivery) {
        let due = summary::timers_set(delivery).filter_map(|change| match change {
            TimerChange::Set { key, due, .. } if key.purpose == Purpose::Due => {
                Some(format!("{} at {}", key.source, self.clock(*due, delivery.input.time)))
            }
            _ => None,
        });
        let due: Vec<String> = due.collect();
        if !due.is_empty() {
            line(text, &format!("          {}", self.styles.dim.style(format!("due later: {}", due.join(", ")))));
        }
    }

    fn deed(&self, text: &mut String, source: &str, deed: &str) {
        let pad = self.width.saturating_sub(source.chars().count());
        line(text, &format!("          {}{:pad$}  {deed}", self.styles.good.style(source), ""));
    }

    /// A moment on the clocks of the book; only its time if it is on the day of `near`.
    fn clock(&self, moment: Moment, near: Moment) -> String {
        let (time, near) = (moment.to_utc().with_timezone(&self.zone), near.to_utc().with_timezone(&self.zone));
        if time.date_naive() == near.date_naive() {
            return time.format("%H:%M:%S").to_string();
        }
        words::local(moment, self.zone)
    }
}

fn line(text: &mut String, content: &str) {
    // Writing to a text cannot fail.
    let _ = writeln!(text, "{}", content.trim_end());
}
