//! `automation`.

use crate::diagnostic::codes::rules;
use crate::ir::{Automation, Base, Condition, Day, Timing};
use crate::semantics::checker::Reach;
use crate::semantics::declarations::schedules;
use crate::semantics::memory::{Memory, Scope, Shelf};
use crate::semantics::names::Declared;
use crate::semantics::{Checker, Context, Report};
use crate::syntax::ast::{self, AfterBase};

use super::activation::Switches;
use super::clauses::Clauses;
use super::fingerprints::fingerprint;

const WEEK: [Day; 7] = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun];

/// Compiles all automations, in the order of files and lines.
pub(in crate::semantics) fn compile(
    context: (&Context<'_>, &mut Report),
    switches: &Switches,
    (memory, scope): (&mut Memory, Scope),
) -> Vec<Automation> {
    let make = |checker: &mut Checker<'_>, declared: &Declared<'_, ast::Trigger>| one(checker, declared, switches);
    let names = scope.of(&context.0.names.automations);
    let automations = Shelf::fill(|memory| &mut memory.automations, memory, context, names, make);
    automations.iter().map(|automation| Automation::clone(automation)).collect()
}

fn one(checker: &mut Checker<'_>, declared: &Declared<'_, ast::Trigger>, switches: &Switches) -> Option<Automation> {
    let node = declared.node;
    let clauses = checker.clauses(node, true);
    if clauses.after.is_none() && clauses.at.is_none() {
        let help = "say when it is due: `after 2d since last agent.wrote`, `after 4d while …` or `at 09:00`";
        checker.missing(node, declared.span, "after` or `at", help);
    }
    if clauses.actions.is_none() {
        checker.missing(node, declared.span, "do", "say what is to be done: `do { close }`");
    }
    let (timing, watched) = checker.timing(&clauses);
    let only_during = clauses.only_during.and_then(|word| checker.schedule(word));
    let title = checker.title(node);
    let guard: Vec<Option<&Condition>> = watched.iter().map(Option::as_ref).collect();
    let common = checker.common(&clauses, Reach::Moment, &guard);
    let id = node.id.as_ref()?;
    let timing = timing?;
    Some(Automation {
        id: id.text.to_string(),
        title,
        docs: declared.docs.map(str::to_owned),
        place: checker.place(id.span),
        active: switches.is_active(&id.text, clauses.inactive),
        timing_fingerprint: fingerprint(&(&timing, &only_during)),
        timing,
        only_during,
        channels: common.channels,
        once: common.once,
        condition: common.condition,
        actions_fingerprint: fingerprint(&common.actions),
        actions: common.actions,
    })
}

/// A condition after `while`; within, `None` if it could not be read.
type Watched = Option<Option<Condition>>;

impl Checker<'_> {
    /// When it is due, and the condition that holds then.
    fn timing(&mut self, clauses: &Clauses<'_>) -> (Option<Timing>, Watched) {
        match (clauses.after, clauses.at) {
            (Some(after), _) => self.after(after),
            (None, Some(at)) => self.at_clock(at),
            (None, None) => (None, None),
        }
    }

    fn after(&mut self, after: &ast::After) -> (Option<Timing>, Watched) {
        let duration = self.duration(&after.duration);
        let of = after.schedule.as_ref().map(|word| self.schedule(word));
        let (base, watched) = match &after.base {
            AfterBase::Missing => (None, None),
            AfterBase::While(condition) => {
                let watched = self.watched(condition);
                (watched.clone().map(Base::While), Some(watched))
            }
            AfterBase::SinceLast(events, unless) => (self.since(events, unless, true), None),
            AfterBase::SinceFirst(events, unless) => (self.since(events, unless, false), None),
        };
        let of = match of {
            None => Some(None),
            Some(found) => found.map(Some),
        };
        let timing = duration.zip(base).zip(of).map(|((duration, base), of)| Timing::After { duration, of, base });
        (timing, watched)
    }

    fn watched(&mut self, condition: &ast::Condition) -> Option<Condition> {
        let (condition, sound) = self.readable(condition, Reach::Kept);
        condition.filter(|_| sound)
    }

    fn since(&mut self, events: &[ast::EventReference], unless: &[ast::EventReference], last: bool) -> Option<Base> {
        let found = self.events(events);
        let cancels = self.events(unless);
        if let Some(both) = unless.iter().find(|reference| self.names_one_of(reference, &found)) {
            let text = self.source(both.span()).to_owned();
            let finding = self
                .finding(&rules::STARTS_AND_CANCELS, both.span(), format!("`{text}` would start and cancel it at once"))
                .help("name each event once: after `since` or after `unless`");
            self.push(finding);
        }
        if found.is_empty() {
            return None;
        }
        Some(if last {
            Base::SinceLast { events: found, unless: cancels }
        } else {
            Base::SinceFirst { events: found, unless: cancels }
        })
    }

    fn names_one_of(&self, reference: &ast::EventReference, events: &[crate::ir::EventName]) -> bool {
        let words = self.source(reference.span()).split_whitespace().collect::<Vec<_>>().join(" ");
        events.iter().any(|event| event.as_str() == words)
    }

    fn at_clock(&mut self, at: &ast::At) -> (Option<Timing>, Watched) {
        let time = self.time_of_day(&at.time);
        let mut days: Vec<Day> = Vec::new();
        for range in &at.days {
            for (day, span) in schedules::days_of(range) {
                if days.contains(&day) {
                    let message = format!("`{}` is named twice", schedules::day_name(day));
                    let finding = self.finding(&rules::NAMED_TWICE, span, message).help("take one of them away");
                    self.push(finding);
                } else {
                    days.push(day);
                }
            }
        }
        if days.is_empty() {
            days.extend(WEEK);
        }
        days.sort_unstable();
        let watched = at.condition.as_ref().map(|condition| self.watched(condition));
        let timing = match (&watched, time) {
            (Some(None), _) | (_, None) => None,
            (Some(Some(condition)), Some(time)) => Some(Timing::At { time, days, condition: Some(condition.clone()) }),
            (None, Some(time)) => Some(Timing::At { time, days, condition: None }),
        };
        (timing, watched)
    }
}
