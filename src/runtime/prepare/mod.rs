//! A book made ready: every name in it is resolved here, so that none can be missing later.

pub(crate) mod action;
pub(crate) mod assignment;
pub(crate) mod condition;
pub(crate) mod lifecycle;
pub(crate) mod meaning;
mod names;
mod occasion;
mod pattern;
pub(crate) mod release;
mod rule;
pub(crate) mod search;
mod shape;
mod shared;
pub(crate) mod view;
pub(crate) mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono_tz::Tz;

pub(crate) use names::Names;
pub(crate) use occasion::Occasion;
pub(crate) use rule::{Automation, Base, Rule, Timing, Trigger};

use self::action::Step;
use self::assignment::Assignment;
use self::condition::Read;
use self::lifecycle::Lifecycle;
use self::meaning::Due;
use self::release::Release;
use self::view::Reads;
use self::vocabulary::Attribute;
use super::LoadError;
use super::bind::Paths;
use super::lookup::Lookup;
use super::maintained::{CHANNEL, SENDER, SUSPENDED, USER_LOCALE};
use crate::ir::{Book, EventName, FORMAT, Name, time_zone_data};

const UTC: &str = "UTC";

/// A book that knows no clock but UTC runs with any time-zone data.
fn same_time_zones(book: &Book) -> Result<(), LoadError> {
    let mut zones = book.schedules.iter().map(|schedule| &schedule.time_zone).chain([&book.time_zone]);
    let ours = time_zone_data();
    if book.time_zone_data == ours || zones.all(|zone| zone == UTC) {
        return Ok(());
    }
    Err(LoadError::OtherTimeZones { found: book.time_zone_data.clone(), ours })
}

/// A book made ready.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) zone: Tz,
    pub(crate) names: Names,
    /// In the order in which they fire.
    pub(crate) triggers: Vec<Trigger>,
    /// The events that triggers listen to.
    occasions: Vec<Occasion>,
    /// Their numbers, by their names.
    occasion_numbers: Lookup,
    /// Whether some event has many rules, of which most facts are read.
    pub(crate) reads_most: bool,
    /// The members of each `first match`, in their order, as numbers of triggers.
    pub(crate) first_matches: Vec<Vec<u32>>,
    pub(crate) automations: Vec<Automation>,
    /// Without any machine if the book has none.
    pub(crate) lifecycle: Lifecycle,
    /// The moment at which a conversation began, if it keeps that.
    pub(crate) beginning: Option<Due>,
    pub(crate) release: Option<Release>,
    /// Whether the desk of this book assigns.
    pub(crate) assigns: bool,
    /// Triggers and automations in the order of their ids.
    pub(crate) rules: Box<[Arc<Rule>]>,
    /// The changes that somebody may want to hear of, by the keys of the facts.
    pub(crate) heard: BTreeMap<Name, EventName>,
    /// The events that some condition looks back at.
    pub(crate) looked_back_at: BTreeSet<EventName>,
    /// What the book reads of the account's and the user's facts.
    pub(crate) view: Reads,
    /// The ways to the facts in an event's data.
    pub(crate) paths: Paths,
    pub(crate) channel: Option<Read>,
    pub(crate) locale: Option<Read>,
    /// Who sends what has no other sender.
    pub(crate) sender: Option<Read>,
    /// Whether the user is suspended.
    pub(crate) suspended: Option<Read>,
    pub(crate) assignment: Option<Assignment>,
    /// All events that the book speaks of.
    spoken_of: BTreeSet<EventName>,
}

impl Prepared {
    pub(crate) fn new(book: &Book) -> Result<Self, LoadError> {
        if book.format > FORMAT {
            return Err(LoadError::Newer { found: book.format, newest: FORMAT });
        }
        let zone = book.time_zone.parse().map_err(|_| LoadError::Unknown {
            kind: "time zone",
            name: book.time_zone.clone(),
            user: book.name.clone(),
        })?;
        same_time_zones(book)?;
        let mut names = Names::new(book)?;
        let mut triggers = Vec::with_capacity(book.triggers.len());
        for (trigger, number) in book.triggers.iter().zip(0..) {
            triggers.push(Trigger::new(&names, trigger, number)?);
        }
        let mut automations = Vec::new();
        for automation in &book.automations {
            automations.push(Automation::new(&names, automation)?);
        }
        let first_matches = rule::first_matches(book, &mut triggers)?;
        let of_automations = automations.iter().map(|automation| &automation.rule);
        let mut rules: Box<[Arc<Rule>]> =
            triggers.iter().map(|trigger| &trigger.rule).chain(of_automations).map(Arc::clone).collect();
        rules.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        let lifecycle = Lifecycle::new(&names, book)?;
        let release = match &book.capacity_release {
            Some(policy) => Some(Release::new(&names, policy)?),
            None => None,
        };
        let paths = Paths::new(names.vocabulary.attributes());
        let channel = plain_read(&names, CHANNEL.0);
        let locale = plain_read(&names, USER_LOCALE.0);
        let sender = plain_read(&names, SENDER.2.0);
        let suspended = plain_read(&names, SUSPENDED.0);
        let assignment = match &book.assignment {
            Some(policy) => Some(Assignment::new(&names, book, policy)?),
            None => None,
        };
        names.done();
        let mut ready = Self {
            zone,
            names,
            triggers,
            occasions: Vec::new(),
            occasion_numbers: Lookup::default(),
            reads_most: false,
            first_matches,
            automations,
            lifecycle,
            beginning: None,
            release,
            assigns: book.assignment.is_some(),
            rules,
            heard: BTreeMap::new(),
            looked_back_at: BTreeSet::new(),
            view: Reads::default(),
            paths,
            channel,
            locale,
            sender,
            suspended,
            assignment,
            spoken_of: BTreeSet::new(),
        };
        ready.beginning = Due::of_beginning(&ready);
        ready.note_events();
        ready.note_occasions();
        ready.note_reads();
        ready.spoken_of = assignment::spoken_of(&ready);
        Ok(ready)
    }

    fn note_occasions(&mut self) {
        let beginners = self.lifecycle.new_conversations.iter().flat_map(|rule| &rule.events);
        let spoken_of = self.heard.values().chain(&self.looked_back_at).chain(beginners);
        let events = self.names.vocabulary.events().chain(spoken_of).cloned().chain(meaning::undeclared());
        let listeners = occasion::listeners(&self.triggers, events);
        self.occasion_numbers = Lookup::new(listeners.keys().map(EventName::as_str).zip(0..));
        self.occasions = listeners.into_iter().map(|(event, own)| Occasion::new(self, &event, own)).collect();
        self.reads_most = self.occasions.iter().any(|occasion| !occasion.index.is_of_few());
    }

    /// What is heard and looked back at.
    fn note_events(&mut self) {
        let mut looked_back_at = BTreeSet::new();
        self.each_condition(&mut |condition| {
            condition.looks_back(&mut |event| {
                looked_back_at.insert(event.clone());
            })
        });
        let mut heard: BTreeSet<EventName> = looked_back_at.clone();
        heard.extend(self.triggers.iter().flat_map(|trigger| &trigger.events).cloned());
        heard.extend(self.lifecycle.listens().cloned());
        for automation in &self.automations {
            if let Timing::After { base: Base::Since { events, unless, .. }, .. } = &automation.timing {
                heard.extend(events.iter().chain(unless).cloned());
            }
        }
        for rule in self.rules.iter() {
            for step in &rule.actions {
                if let Step::Wait(wait) = step {
                    heard.extend(wait.unless.iter().cloned());
                }
            }
        }
        let changes = heard.into_iter().filter_map(|event| Some((Name::from(event.changed()?), event)));
        self.heard = changes.collect();
        self.looked_back_at = looked_back_at;
    }

    fn note_reads(&mut self) {
        let mut view = Reads::default();
        self.each_condition(&mut |condition| condition.reads(&mut |read| view.note(read)));
        for rule in self.rules.iter() {
            for step in &rule.actions {
                if let Step::Act(act) = step {
                    act.reads(&mut |read| view.note(read));
                }
            }
        }
        self.assignment.iter().for_each(|policy| policy.reads(&mut |read| view.note(read)));
        self.names.reads_of_messages(&mut |read| view.note(read));
        if let Some(release) = &self.release {
            release.reads(&mut |read| view.note(read));
        }
        self.sender.iter().chain(&self.suspended).for_each(|read| view.note(read));
        if let (true, Some(locale)) = (self.names.has_messages(), &self.locale) {
            view.note(locale);
        }
        self.view = view;
    }

    fn each_condition(&self, visit: &mut dyn FnMut(&condition::Condition)) {
        self.rules.iter().filter_map(|rule| rule.condition.as_ref()).for_each(&mut *visit);
        self.automations.iter().filter_map(Automation::holding).for_each(&mut *visit);
        self.lifecycle.each_condition(&mut *visit);
    }

    /// The change of that fact, if anybody wants to hear of it.
    pub(crate) fn heard_change(&self, key: &str) -> Option<&EventName> {
        self.heard.get(key)
    }

    /// What the book has to do with an event; `None` if it is not declared and the book does not speak of it.
    pub(crate) fn occasion(&self, event: &str) -> Option<&Occasion> {
        self.occasions.get(usize::try_from(self.occasion_numbers.get(event)?).ok()?)
    }

    /// The trigger of that number.
    pub(crate) fn trigger(&self, number: u32) -> Option<&Trigger> {
        self.triggers.get(usize::try_from(number).ok()?)
    }

    /// The trigger or automation of that id.
    pub(crate) fn rule(&self, id: &str) -> Option<&Arc<Rule>> {
        self.rules.get(self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok()?)
    }

    /// The attribute of the key of an instance.
    pub(crate) fn attribute(&self, key: &str) -> Option<&Arc<Attribute>> {
        self.names.vocabulary.of_instance(key)
    }
}

fn plain_read(names: &Names, key: &str) -> Option<Read> {
    let attribute = Arc::clone(names.vocabulary.declared(key)?);
    Some(Read::plain(attribute))
}
