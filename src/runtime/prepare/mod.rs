//! A book made ready: every name in it is resolved here, so that none can be missing later.
//!
//! A book is *checked* once, when it is compiled or comes as JSON: all of it is made ready, and what that finds out about its triggers is
//! their [`Outline`]. A packed book has it stored. An engine is made of the outline; its triggers are made ready
//! one by one when they are first needed.

pub(crate) mod action;
pub(crate) mod assignment;
pub(crate) mod condition;
mod ids;
pub(crate) mod lifecycle;
pub(crate) mod meaning;
mod names;
mod occasion;
mod outline;
mod pattern;
mod reads;
pub(crate) mod release;
mod rule;
pub(crate) mod search;
mod shape;
mod shared;
mod triggers;
pub(crate) mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono_tz::Tz;

pub(crate) use names::Names;
pub(crate) use occasion::Occasion;
pub(crate) use outline::Outline;
pub(crate) use rule::{Automation, Base, Rule, Timing, Trigger};

use self::assignment::Assignment;
use self::condition::Read;
use self::ids::Ids;
use self::lifecycle::Lifecycle;
use self::meaning::Due;
use self::release::Release;
use self::triggers::Triggers;
use self::vocabulary::Attribute;
use super::bind::Paths;
use super::index::{Index, Plan};
use super::lookup::Lookup;
use super::maintained::{CHANNEL, SENDER, SUSPENDED, USER_LOCALE};
use super::{LoadError, SortedMap};
use crate::ir::packed::Rules;
use crate::ir::{Book, EventName, FORMAT, Name, Packed, time_zone_data};

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
    triggers: Triggers,
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
    /// Since when it is so what a conversation is from its beginning.
    pub(crate) from_beginning: Box<[Due]>,
    pub(crate) release: Option<Release>,
    /// Whether the desk of this book assigns.
    pub(crate) assigns: bool,
    /// The changes that somebody may want to hear of, by the keys of the facts.
    pub(crate) heard: SortedMap<Name, EventName>,
    /// The events that end some wait.
    pub(crate) waited_for: BTreeSet<EventName>,
    /// The events that some condition looks back at.
    pub(crate) looked_back_at: BTreeSet<EventName>,
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
    /// Makes all of a book ready, whoever wrote it: what does not depend on triggers, and what was found out about those. If its
    /// rules are packed already, they say which tests are the same.
    pub(crate) fn check(book: &Book, rules: Option<&Rules>) -> Result<(Self, Outline), LoadError> {
        let mut base = Self::base(book, Ids::of(book)?)?;
        let mut triggers = Vec::with_capacity(book.triggers.len());
        for (place, (trigger, number)) in book.triggers.iter().zip(0..).enumerate() {
            let spots = rules.map_or(&[][..], |rules| rules.spots_of(place));
            triggers.push(Trigger::new(&base.names, trigger, number, spots)?);
        }
        let outline = Outline::new(&base, book, &triggers)?;
        base.names.forget();
        Ok((base, outline))
    }

    /// As [`Prepared::check`], and its rules packed.
    pub(crate) fn checked_and_packed(book: &Book) -> Result<(Rules, Self, Outline), LoadError> {
        // What cannot be packed cannot be run either: why, the check says better.
        let rules = Rules::of(book).or_else(|fault| Self::check(book, None).and(Err(fault.into())))?;
        let (base, outline) = Self::check(book, Some(&rules))?;
        Ok((rules, base, outline))
    }

    /// A checked book made ready by what was found out about its triggers, once it is packed.
    pub(crate) fn of_checked(mut base: Self, packed: &Packed, mut outline: Outline) -> Result<Self, LoadError> {
        base.names.ids.pack(Arc::clone(packed.rules()), std::mem::take(&mut outline.order));
        base.with_triggers(packed, outline)
    }

    /// A packed book made ready; `book` is what it holds beside triggers.
    pub(crate) fn open(packed: &Packed, book: &Book, mut outline: Outline) -> Result<Self, LoadError> {
        let (order, onces) = (std::mem::take(&mut outline.order), std::mem::take(&mut outline.onces));
        let ids = Ids::packed(Arc::clone(packed.rules()), order, onces, &book.automations);
        Self::base(book, ids)?.with_triggers(packed, outline)
    }

    fn base(book: &Book, ids: Ids) -> Result<Self, LoadError> {
        if book.format > FORMAT {
            return Err(LoadError::Newer { found: book.format, newest: FORMAT });
        }
        let zone = book.time_zone.parse().map_err(|_| LoadError::Unknown {
            kind: "time zone",
            name: book.time_zone.clone(),
            user: book.name.clone(),
        })?;
        same_time_zones(book)?;
        let names = Names::new(book, ids)?;
        let mut automations = Vec::with_capacity(book.automations.len());
        for automation in &book.automations {
            automations.push(Automation::new(&names, automation)?);
        }
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
        Ok(Self {
            zone,
            names,
            triggers: Triggers::default(),
            occasions: Vec::new(),
            occasion_numbers: Lookup::default(),
            reads_most: false,
            first_matches: Vec::new(),
            automations,
            lifecycle,
            beginning: None,
            from_beginning: Box::default(),
            release,
            assigns: book.assignment.is_some(),
            heard: SortedMap::new(),
            waited_for: BTreeSet::new(),
            looked_back_at: BTreeSet::new(),
            paths,
            channel,
            locale,
            sender,
            suspended,
            assignment,
            spoken_of: BTreeSet::new(),
        })
    }

    /// Adds the triggers of the packed book, by their outline.
    fn with_triggers(mut self, packed: &Packed, mut outline: Outline) -> Result<Self, LoadError> {
        self.first_matches = std::mem::take(&mut outline.first_matches);
        self.triggers = Triggers::new(Arc::clone(packed.rules()), &self.first_matches);
        self.beginning = Due::of_beginning(&self);
        self.from_beginning = Due::from_beginning(&self);
        self.note_events(&outline);
        self.note_occasions(outline)?;
        Ok(self)
    }

    fn note_occasions(&mut self, outline: Outline) -> Result<(), LoadError> {
        let beginners = self.lifecycle.new_conversations.iter().flat_map(|rule| &rule.events);
        let spoken_of = self.heard.values().chain(&self.looked_back_at).chain(beginners);
        let events = self.names.vocabulary.events().chain(spoken_of).cloned().chain(meaning::undeclared());
        let mut listeners: BTreeMap<EventName, (Vec<u32>, Plan)> =
            events.map(|event| (event, <_>::default())).collect();
        listeners.extend(outline.heard.into_iter().map(|(event, numbers, plan)| (event, (numbers, plan))));
        self.occasion_numbers = Lookup::new(listeners.keys().map(EventName::as_str).zip(0..));
        let occasions = listeners.into_iter().zip(0..).map(|((event, (numbers, plan)), number)| {
            let index = Index::open(plan, &numbers, &self.names.vocabulary)?;
            Ok(Occasion::new(self, number, &event, numbers, index))
        });
        self.occasions = occasions.collect::<Result<_, LoadError>>()?;
        self.reads_most = self.occasions.iter().any(|occasion| !occasion.index.is_of_few());
        Ok(())
    }

    /// What is heard, looked back at and spoken of.
    fn note_events(&mut self, outline: &Outline) {
        let mut looked_back_at: BTreeSet<EventName> = outline.looked_back_at.iter().cloned().collect();
        self.each_condition(&mut |condition| {
            condition.looks_back(&mut |event| {
                looked_back_at.insert(event.clone());
            })
        });
        let mut heard = looked_back_at.clone();
        heard.extend(outline.heard.iter().map(|(event, ..)| event.clone()));
        self.waited_for = outline.waited_for.iter().cloned().collect();
        let automations = self.automations.iter().flat_map(|automation| outline::waited_for(&automation.rule));
        self.waited_for.extend(automations.cloned());
        heard.extend(self.waited_for.iter().cloned());
        heard.extend(self.lifecycle.listens().cloned());
        for automation in &self.automations {
            if let Timing::After { base: Base::Since { events, unless, .. }, .. } = &automation.timing {
                heard.extend(events.iter().chain(unless).cloned());
            }
        }
        let changes = heard.iter().filter_map(|event| Some((self.name_of(event.changed()?), event.clone())));
        self.heard = changes.collect();
        self.looked_back_at = looked_back_at;
        heard.extend(self.lifecycle.new_conversations.iter().flat_map(|new| &new.events).cloned());
        self.spoken_of = heard;
    }

    /// Every condition, but for those of triggers.
    fn each_condition(&self, visit: &mut dyn FnMut(&condition::Condition)) {
        self.automations.iter().filter_map(|automation| automation.rule.condition.as_ref()).for_each(&mut *visit);
        self.automations.iter().filter_map(Automation::holding).for_each(&mut *visit);
        self.lifecycle.each_condition(&mut *visit);
    }

    /// The key of a fact, as all share it if an attribute has it.
    pub(crate) fn name_of(&self, key: &str) -> Name {
        self.attribute(key).filter(|own| *own.declared == *key).map_or_else(|| key.into(), |own| own.declared.clone())
    }

    /// The change of that fact, if anybody wants to hear of it.
    #[inline]
    pub(crate) fn heard_change(&self, key: &str) -> Option<&EventName> {
        self.heard.get(key)
    }

    /// What the book has to do with an event; `None` if it is not declared and the book does not speak of it.
    pub(crate) fn occasion(&self, event: &str) -> Option<&Occasion> {
        self.numbered_occasion(self.occasion_numbers.get(event)?)
    }

    /// The occasion of that number.
    pub(crate) fn numbered_occasion(&self, number: u32) -> Option<&Occasion> {
        self.occasions.get(usize::try_from(number).ok()?)
    }

    /// Keeps the names of attributes and events to the end of the process, and the ids of triggers that are not ready yet.
    pub(crate) fn keep_names(&self) {
        self.triggers.keep_ids();
        self.names.vocabulary.attributes().for_each(|attribute| attribute.declared.keep());
        self.occasions.iter().for_each(|occasion| occasion.event.keep());
    }

    /// The trigger of that number.
    pub(crate) fn trigger(&self, number: u32) -> Option<&Trigger> {
        self.triggers.get(number, &self.names)
    }

    /// The trigger or automation of that id.
    pub(crate) fn rule(&self, id: &str) -> Option<&Arc<Rule>> {
        match self.names.ids.number(id) {
            Some(number) => Some(&self.trigger(number)?.rule),
            None => self.automations.iter().map(|automation| &automation.rule).find(|rule| rule.id == *id),
        }
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
