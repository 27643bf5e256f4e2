//! Triggers and automations made ready.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::LoadError;
use super::super::calendar::Calendar;
use super::super::conversation::Fingerprint;
use super::super::maintained::STATUS;
use super::action::{self, Step};
use super::condition::{self, Condition, Preparer};
use super::names::Names;
use crate::ir::{self, Book, Day, EventName, Name, Once, Period, Place};

/// What triggers and automations have in common.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Its number among the triggers, if it is one.
    pub(crate) number: Option<u32>,
    pub(crate) id: Name,
    pub(crate) place: Place,
    pub(crate) active: bool,
    pub(crate) channels: Option<Box<[String]>>,
    pub(crate) once: Option<Once>,
    pub(crate) condition: Option<Condition>,
    pub(crate) actions: Box<[Step]>,
    pub(crate) actions_fingerprint: Fingerprint,
}

#[derive(Debug)]
pub(crate) struct Trigger {
    pub(crate) rule: Arc<Rule>,
    /// In order.
    pub(crate) events: Box<[EventName]>,
    /// The number of its `first match`.
    pub(crate) first_match: Option<usize>,
}

#[derive(Debug)]
pub(crate) struct Automation {
    pub(crate) rule: Arc<Rule>,
    pub(crate) timing: Timing,
    pub(crate) only_during: Option<Arc<Calendar>>,
    pub(crate) fingerprint: Fingerprint,
    /// The facts of the conversation that, beside its status, alone say whether the condition in its timing lines holds; `None` if something
    /// else does too.
    pub(crate) held_by: Option<Box<[Name]>>,
}

#[derive(Debug)]
pub(crate) enum Timing {
    After { duration: i64, of: Option<Arc<Calendar>>, base: Base },
    At { time: u16, days: BTreeSet<Day>, condition: Option<Condition> },
}

#[derive(Debug)]
pub(crate) enum Base {
    While(Condition),
    Since { first: bool, events: Box<[EventName]>, unless: Box<[EventName]> },
}

impl Trigger {
    /// Made ready of a trigger whose tests stand at these spots of the packed rules.
    pub(super) fn new(names: &Names, trigger: &ir::Trigger, number: u32, spots: &[u32]) -> Result<Self, LoadError> {
        let preparer = Preparer { names, user: &trigger.id };
        let condition = match &trigger.condition {
            Some(condition) => Some(condition::shared_condition(names, &trigger.id, condition, spots)?.0),
            None => None,
        };
        let rule = Rule {
            number: Some(number),
            id: trigger.id.as_str().into(),
            place: trigger.place,
            active: trigger.active,
            channels: trigger.channels.as_deref().map(Into::into),
            once: ready_once(&preparer, trigger.once.as_ref())?,
            actions: action::steps(names, &trigger.id, &trigger.actions, condition.as_ref())?,
            condition,
            actions_fingerprint: trigger.actions_fingerprint.as_str().into(),
        };
        let mut events: Vec<EventName> =
            trigger.events.iter().map(|event| preparer.event(event)).collect::<Result<_, _>>()?;
        events.sort_unstable();
        events.dedup();
        Ok(Self { rule: Arc::new(rule), events: events.into(), first_match: None })
    }
}

impl Automation {
    pub(super) fn new(names: &Names, automation: &ir::Automation) -> Result<Self, LoadError> {
        let preparer = Preparer { names, user: &automation.id };
        let condition = preparer.optional(automation.condition.as_ref())?;
        let rule = Rule {
            number: None,
            id: automation.id.as_str().into(),
            place: automation.place,
            active: automation.active,
            channels: automation.channels.as_deref().map(Into::into),
            once: ready_once(&preparer, automation.once.as_ref())?,
            actions: action::steps(names, &automation.id, &automation.actions, condition.as_ref())?,
            condition,
            actions_fingerprint: automation.actions_fingerprint.as_str().into(),
        };
        let only_during = match &automation.only_during {
            Some(schedule) => Some(names.calendar(schedule, &automation.id)?),
            None => None,
        };
        let mut ready = Self {
            rule: Arc::new(rule),
            timing: Timing::new(&preparer, &automation.timing)?,
            only_during,
            fingerprint: automation.timing_fingerprint.as_str().into(),
            held_by: None,
        };
        ready.held_by = ready.holding().map_or_else(|| Some(Vec::new()), Condition::kept_only).map(|keys| {
            let others = keys.into_iter().filter(|key| *key != *STATUS.0);
            others.collect()
        });
        Ok(ready)
    }

    /// The condition in its timing lines.
    pub(crate) fn holding(&self) -> Option<&Condition> {
        match &self.timing {
            Timing::After { base: Base::While(condition), .. } => Some(condition),
            Timing::At { condition, .. } => condition.as_ref(),
            Timing::After { .. } => None,
        }
    }
}

impl Timing {
    fn new(preparer: &Preparer<'_>, timing: &ir::Timing) -> Result<Self, LoadError> {
        let Preparer { names, user } = preparer;
        Ok(match timing {
            ir::Timing::After { duration, of, base } => Self::After {
                duration: preparer.duration(*duration)?,
                of: match of {
                    Some(schedule) => Some(names.calendar(schedule, user)?),
                    None => None,
                },
                base: match base {
                    ir::Base::While(condition) => Base::While(condition::condition(names, user, condition)?.0),
                    ir::Base::SinceLast { events: last, unless } => {
                        Base::Since { first: false, events: events(preparer, last)?, unless: events(preparer, unless)? }
                    }
                    ir::Base::SinceFirst { events: first, unless } => {
                        Base::Since { first: true, events: events(preparer, first)?, unless: events(preparer, unless)? }
                    }
                },
            },
            ir::Timing::At { time, days, condition } => {
                preparer.check(*time <= 24 * 60, "no clock shows such a time")?;
                let condition = preparer.optional(condition.as_ref())?;
                Self::At { time: *time, days: days.iter().copied().collect(), condition }
            }
        })
    }
}

fn ready_once(preparer: &Preparer<'_>, once: Option<&Once>) -> Result<Option<Once>, LoadError> {
    if let Some(Once { period: Some(Period::Duration(duration)), .. }) = once {
        preparer.duration(*duration)?;
    }
    Ok(once.cloned())
}

fn events(preparer: &Preparer<'_>, events: &[EventName]) -> Result<Box<[EventName]>, LoadError> {
    events.iter().map(|event| preparer.event(event)).collect()
}

/// The members of each `first match`, as numbers of triggers; none is in two.
pub(super) fn first_matches(book: &Book, names: &Names) -> Result<Vec<Vec<u32>>, LoadError> {
    let mut known = BTreeSet::new();
    let mut member = |id: &String, user: &String| {
        let number = names.ids.number(id).ok_or_else(|| LoadError::Unknown {
            kind: "trigger",
            name: id.clone(),
            user: user.clone(),
        })?;
        if known.insert(number) {
            Ok(number)
        } else {
            Err(LoadError::Duplicate { kind: "member of a `first match`", name: id.clone() })
        }
    };
    let groups = book.first_matches.iter();
    groups.map(|group| group.members.iter().map(|id| member(id, &group.id)).collect()).collect()
}
