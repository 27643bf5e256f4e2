//! The timeline of a replay for people: a line an input on which something happened, and below it what was done.

use std::fmt::Write;

use chrono_tz::Tz;

use super::terminal::Styles;
use super::traces;
use crate::diagnostic::render::printable;
use crate::ir::{Book, Moment, Name, Value};
use crate::runtime::conversation::Purpose;
use crate::runtime::driver::Delivery;
use crate::runtime::{Facts, InputKind, TimerChange, maintained};
use crate::scenario::audit::{self, Note};
use crate::scenario::{effects, explain, summary, words};

/// Texts in a timeline are cut at this many characters.
const LONGEST_TEXT: usize = 60;

/// Draws inputs one after the other, with a heading for each day.
pub(super) struct Timeline<'a> {
    book: &'a Book,
    zone: Tz,
    styles: Styles,
    day: Option<String>,
    /// The account of the first input; others are named beside their conversations.
    account: Option<Name>,
    width: usize,
    /// Whether timers and moves of the lifecycle are told too.
    all: bool,
}

/// What a source did on an input.
pub(super) struct Deed<'a> {
    pub(super) source: &'a str,
    pub(super) what: String,
}

impl<'a> Timeline<'a> {
    pub(super) fn new(book: &'a Book, styles: Styles, all: bool) -> Self {
        let width = book.rule_ids().map(|id| id.chars().count()).max().unwrap_or(0).min(24);
        Self { book, zone: words::zone(book), styles, day: None, account: None, width, all }
    }

    /// The lines of one input.
    pub(super) fn draw(&mut self, delivery: &Delivery) -> String {
        let mut text = String::new();
        self.heading(&mut text, delivery);
        let time = delivery.input.time.to_utc().with_timezone(&self.zone).format("%H:%M:%S").to_string();
        let conversation = self.styles.name.style(self.conversation(delivery)).to_string();
        let deeds = self.deeds(delivery, LONGEST_TEXT);
        let begin = format!("{time}  {conversation}  ");
        let room = super::terminal::WIDTH.saturating_sub(12 + delivery.conversation.chars().count());
        match (self.on_one_line(delivery, &deeds, room), deeds.as_slice()) {
            (Some(what), _) => line(&mut text, &format!("{begin}{what}")),
            (None, deeds) => {
                line(&mut text, &format!("{begin}{}", self.what_came(delivery, true)));
                for deed in deeds {
                    let pad = self.width.saturating_sub(deed.source.chars().count());
                    line(
                        &mut text,
                        &format!("          {}{:pad$}  {}", self.styles.good.style(deed.source), "", deed.what),
                    );
                }
            }
        }
        if self.all {
            self.timers(&mut text, delivery);
        }
        if let Some(trace) = &delivery.outcome.trace {
            text.push_str(&traces::rounds(&explain::trace(trace, self.book), 10, &self.styles));
        }
        text
    }

    fn heading(&mut self, text: &mut String, delivery: &Delivery) {
        let day = delivery.input.time.to_utc().with_timezone(&self.zone).format("%A %Y-%m-%d").to_string();
        if self.day.as_ref() == Some(&day) {
            return;
        }
        let heading = match &self.account {
            None => format!("{day} ({}), account {}", self.book.time_zone, printable(&delivery.account)),
            Some(_) => format!("\n{day}"),
        };
        line(text, &self.styles.bold.style(heading).to_string());
        self.day = Some(day);
        self.account.get_or_insert_with(|| delivery.account.clone());
    }

    fn conversation(&self, delivery: &Delivery) -> String {
        let other = self.account.as_ref() != Some(&delivery.account);
        let account = if other { format!(" of {}", delivery.account) } else { String::new() };
        printable(&format!("{}{account}", delivery.conversation)).into_owned()
    }

    /// The whole input in a line, if one thing was done and the line is not too long: with what the event brought, or else
    /// without, unless somebody wrote.
    fn on_one_line(&self, delivery: &Delivery, deeds: &[Deed<'_>], room: usize) -> Option<String> {
        let [deed] = deeds else { return None };
        if own_source(&delivery.input.kind) == Some(deed.source) {
            return Some(format!("{}: {}", self.what_came(delivery, true), deed.what));
        }
        let done = format!("  → {}: {}", self.styles.good.style(deed.source), deed.what);
        let length = 6 + deed.source.chars().count() + deed.what.chars().count();
        let wordy = matches!(&delivery.input.kind, InputKind::Event { carried, .. } if carried.contains_key(maintained::MESSAGE_TEXT.0));
        [true, false].into_iter().filter(|with_facts| *with_facts || !wordy).find_map(|with_facts| {
            let plain = Self { styles: Styles::default(), day: None, account: None, ..*self };
            let fits = plain.what_came(delivery, with_facts).chars().count() + length <= room;
            fits.then(|| format!("{}{done}", self.what_came(delivery, with_facts)))
        })
    }

    fn what_came(&self, delivery: &Delivery, with_facts: bool) -> String {
        match &delivery.input.kind {
            InputKind::Event { name, carried, kept } if with_facts => {
                let aside = self.facts(carried, kept);
                format!("{name}  {}", self.styles.dim.style(aside)).trim_end().to_owned()
            }
            other => words::input(other),
        }
    }

    /// What an event brings, in a few words.
    fn facts(&self, carried: &Facts, kept: &[(Name, Option<Value>)]) -> String {
        // What was written comes first: people look for that.
        let (said, other): (Vec<_>, Vec<_>) =
            carried.iter().partition(|(key, _)| key.as_str() == maintained::MESSAGE_TEXT.0);
        let said = said.into_iter().map(|(_, value)| words::value(value, self.zone));
        let kept = kept.iter().map(|(key, value)| (key, value.as_ref()));
        let other =
            other.into_iter().map(|(key, value)| (key, Some(value))).chain(kept).map(|(key, value)| match value {
                Some(value) => format!("{key} {}", words::value(value, self.zone)),
                None => format!("{key} unknown"),
            });
        let facts: Vec<String> = said.chain(other).collect();
        printable(&effects::shortened(&facts.join(", "), LONGEST_TEXT)).into_owned()
    }

    /// What was moved (if all is told), dropped and done, in order; a source that fired and has done nothing yet says so.
    pub(super) fn deeds<'d>(&self, delivery: &'d Delivery, longest: usize) -> Vec<Deed<'d>> {
        let outcome = &delivery.outcome;
        let mut deeds = Vec::new();
        let moves = audit::moves(delivery).filter(|_| self.all);
        for Note { source, what } in moves.chain(audit::events(delivery)) {
            deeds.push(Deed { source, what: printable(&what).into_owned() });
        }
        for effect in &outcome.effects {
            let statement = effects::statement(effect, self.book, longest);
            deeds.push(Deed { source: &effect.source, what: printable(&statement).into_owned() });
        }
        for source in &outcome.fired {
            let did = outcome.effects.iter().any(|effect| effect.source == *source);
            match self.wait_of(source, delivery) {
                Some(until) => {
                    deeds
                        .push(Deed { source, what: format!("waits until {}", self.clock(until, delivery.input.time)) });
                }
                None if !did => deeds.push(Deed { source, what: "fired".to_owned() }),
                None => {}
            }
        }
        deeds
    }

    /// When automations are due from now on, and whose timers are taken back.
    pub(super) fn timer_deeds<'d>(&self, delivery: &'d Delivery) -> Vec<Deed<'d>> {
        let set = self.due_later(delivery).map(|(source, due)| Deed { source, what: format!("due at {due}") });
        let set: Vec<Deed<'d>> = set.collect();
        let is_set = |source: &str| set.iter().any(|deed| deed.source == source);
        let taken_back = delivery.outcome.timers.iter().filter_map(|change| match change {
            TimerChange::Cancel { key } if key.purpose == Purpose::Due && !is_set(&key.source) => {
                Some(Deed { source: &key.source, what: "its timer is taken back".to_owned() })
            }
            _ => None,
        });
        let mut deeds: Vec<Deed<'d>> = taken_back.collect();
        deeds.dedup_by(|one, other| one.source == other.source);
        deeds.extend(set);
        deeds
    }

    /// Until when this source waits now, if it does.
    fn wait_of(&self, source: &str, delivery: &Delivery) -> Option<Moment> {
        summary::timers_set(delivery).find_map(|change| match change {
            TimerChange::Set { key, due, .. } if key.purpose == Purpose::Wait && key.source == source => Some(*due),
            _ => None,
        })
    }

    fn timers(&self, text: &mut String, delivery: &Delivery) {
        let due: Vec<String> = self.due_later(delivery).map(|(source, due)| format!("{source} at {due}")).collect();
        if !due.is_empty() {
            line(text, &format!("          {}", self.styles.dim.style(format!("due later: {}", due.join(", ")))));
        }
    }

    /// The automations that an input leaves to be due, and when on the clocks of the book.
    fn due_later<'d>(&self, delivery: &'d Delivery) -> impl Iterator<Item = (&'d str, String)> {
        summary::timers_set(delivery).filter_map(|change| match change {
            TimerChange::Set { key, due, .. } if key.purpose == Purpose::Due => {
                Some((key.source.as_str(), self.clock(*due, delivery.input.time)))
            }
            _ => None,
        })
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

/// The trigger or automation whose timer or claim an input is.
fn own_source(kind: &InputKind) -> Option<&str> {
    match kind {
        InputKind::Timer { key, .. } => Some(&key.source),
        InputKind::Claim { source, .. } => Some(source),
        InputKind::Event { .. } | InputKind::Command { .. } | InputKind::Book => None,
    }
}

fn line(text: &mut String, content: &str) {
    // Writing to a text cannot fail.
    let _ = writeln!(text, "{}", content.trim_end());
}
