//! What there is to be looked at in a book, and how it was.

use std::collections::BTreeMap;

use super::collector::Collector;
use super::conditions;
use super::{Kind, Missing, Point};
use crate::ir::policy::Preference;
use crate::ir::{Automation, Book, Place, Step, StepKind, Trigger};
use crate::scenario::words;

/// All points of the book's own, by file and place.
pub(super) fn points(book: &Book, seen: &Collector) -> Vec<(Place, Point)> {
    let mut points = Points { book, seen, found: BTreeMap::new() };
    points.rules();
    points.first_matches();
    points.conditions();
    points.lifecycle();
    points.release();
    points.assignment();
    points.wait_time();
    points.found.into_iter().map(|((place, _), point)| (place, point)).collect()
}

struct Points<'a> {
    book: &'a Book,
    seen: &'a Collector,
    found: BTreeMap<(Place, Kind), Point>,
}

impl Points<'_> {
    fn add(&mut self, kind: Kind, place: Place, count: u64, missing: Option<Missing>) {
        let text = words::source_text(self.book, place);
        self.add_saying(kind, place, text, count, missing);
    }

    fn add_saying(&mut self, kind: Kind, place: Place, text: String, count: u64, missing: Option<Missing>) {
        if is_own(self.book, place) {
            self.found.insert((place, kind), Point { kind, line: place.line, text, count, missing, place });
        }
    }

    /// What has one way only to be looked at.
    fn add_line(&mut self, kind: Kind, place: Place, was: bool) {
        self.add(kind, place, u64::from(was), (!was).then_some(Missing::Both));
    }

    fn rules(&mut self) {
        for Trigger { id, place, actions, .. } in self.book.triggers.iter().filter(|trigger| trigger.active) {
            self.rule(&format!("trigger {id}"), id, *place);
            self.steps(actions);
        }
        for Automation { id, place, actions, .. } in self.book.automations.iter().filter(|each| each.active) {
            self.rule(&format!("automation {id}"), id, *place);
            self.steps(actions);
        }
    }

    fn rule(&mut self, text: &str, id: &str, place: Place) {
        let count = self.seen.fired(id);
        self.add_saying(Kind::Trigger, place, text.to_owned(), count, (count == 0).then_some(Missing::Both));
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            let (over, dropped) = self.seen.line(step.place);
            match &step.kind {
                StepKind::Act { .. } => self.add_line(Kind::Action, step.place, over),
                StepKind::Wait { unless, check_again, .. } if unless.is_empty() && !check_again => {
                    self.add_line(Kind::Wait, step.place, over);
                }
                StepKind::Wait { .. } => self.add_both(Kind::Wait, step.place, (over, dropped)),
            }
        }
    }

    /// What can come out both ways.
    fn add_both(&mut self, kind: Kind, place: Place, (yes, no): (bool, bool)) {
        let missing = match (yes, no) {
            (true, true) => None,
            (true, false) => Some(Missing::False),
            (false, true) => Some(Missing::True),
            (false, false) => Some(Missing::Both),
        };
        self.add(kind, place, u64::from(yes) + u64::from(no), missing);
    }

    fn conditions(&mut self) {
        for place in conditions::places(self.book) {
            self.add_both(Kind::Condition, place, self.seen.condition(place));
        }
    }

    /// Its members have no place of their own there.
    fn first_matches(&mut self) {
        let book = self.book;
        for first_match in &book.first_matches {
            let members = book.triggers.iter().filter(|each| each.active && first_match.members.contains(&each.id));
            for trigger in members.filter(|trigger| is_own(book, first_match.place) && is_own(book, trigger.place)) {
                let text = format!("{} in `first match` {}", trigger.id, first_match.id);
                let was = self.seen.took_turn(&trigger.id);
                self.add_saying(Kind::Turn, trigger.place, text, u64::from(was), (!was).then_some(Missing::Both));
            }
        }
    }

    fn lifecycle(&mut self) {
        let Some(lifecycle) = &self.book.lifecycle else { return };
        for transition in lifecycle.machines.iter().flat_map(|machine| &machine.transitions) {
            self.add_line(Kind::Transition, transition.place, self.seen.line(transition.place).0);
        }
        for rule in &lifecycle.new_conversations {
            self.add_line(Kind::NewConversation, rule.place, self.seen.line(rule.place).0);
        }
    }

    fn release(&mut self) {
        let stages = self.book.capacity_release.iter().flat_map(|policy| &policy.stages);
        for (number, stage) in (1..).zip(stages) {
            let was = self.seen.reached(number);
            let text = format!("stage {number} of capacity release");
            self.add_saying(Kind::Stage, stage.place, text, u64::from(was), (!was).then_some(Missing::Both));
            self.steps(&stage.actions);
        }
    }

    fn assignment(&mut self) {
        let Some(policy) = &self.book.assignment else { return };
        for Preference { place, .. } in policy.prefer_agents.iter().chain(&policy.prefer_conversations) {
            self.add_line(Kind::Preference, *place, self.seen.line(*place).0);
        }
        for (number, fallback) in (1..).zip(&policy.fallbacks) {
            self.add_line(Kind::Fallback, fallback.place, self.seen.fell_back(number));
        }
    }

    fn wait_time(&mut self) {
        if let Some(policy) = &self.book.wait_time {
            let was = self.seen.estimated();
            let text = "policy wait time".to_owned();
            self.add_saying(Kind::Estimate, policy.place, text, u64::from(was), (!was).then_some(Missing::Both));
        }
    }
}

/// What ships is tested where it ships.
fn is_own(book: &Book, place: Place) -> bool {
    !words::file_of(book, place).starts_with("std/")
}
