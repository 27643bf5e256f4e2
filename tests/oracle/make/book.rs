//! Random books, and edits of them.

use std::hash::{DefaultHasher, Hash, Hasher};

use proptest::prelude::*;
use proptest::sample::select;
use whenbook::ir::book::{Message, NamedCondition, NamedList};
use whenbook::ir::lifecycle::{Lifecycle, Status};
use whenbook::ir::policy::{Accept, Assignment, CapacityRelease};
use whenbook::ir::vocabulary::Vocabulary;
use whenbook::ir::{
    Automation, Base, Book, Condition, EventName, FORMAT, FirstMatch, Once, Period, Place, Schedule, Scope, Step,
    StepKind, Template, TemplatePart, Timing, Trigger, Value,
};

use super::actions;
use super::conditions::{Reach, any_condition, hearing, mend, plain};
use super::hours::{ZONES, days, never, schedule};
use super::lifecycle::{capacity_release, lifecycle, statuses};
use super::vocabulary::{LENGTHS, changes, clock_time, events, vocabulary};

/// What a book is made of; ids are fixed when it is built.
#[derive(Clone, Debug)]
pub struct Seed {
    pub zone: &'static str,
    pub schedules: Vec<Schedule>,
    pub named: Vec<Condition>,
    pub triggers: Vec<TriggerSeed>,
    pub automations: Vec<AutomationSeed>,
    pub lifecycle: Option<Lifecycle>,
    pub statuses: Vec<Status>,
    pub capacity_release: Option<CapacityRelease>,
    /// Another default of an attribute.
    pub mood: &'static str,
    /// Whether the desk assigns.
    pub assigns: bool,
}

#[derive(Clone, Debug)]
pub struct TriggerSeed {
    /// The place in which of the first matches.
    pub group: Option<(u8, u8)>,
    pub trigger: Trigger,
}

#[derive(Clone, Debug)]
pub struct AutomationSeed {
    pub automation: Automation,
}

/// A change of a book by its admin.
#[derive(Clone, Debug)]
pub enum Edit {
    Switch(usize),
    SwitchAutomation(usize),
    Drop(usize),
    DropAutomation(usize),
    Swap(usize, usize),
    Trigger(usize, Box<TriggerSeed>),
    Actions(usize, Vec<Step>),
    Once(usize, Option<Once>),
    Automation(usize, Box<AutomationSeed>),
    Timing(usize, Box<Timing>),
    Zone(&'static str),
    Schedule(Schedule),
    Named(usize, Condition),
    Mood(&'static str),
    Lifecycle(Box<Option<Lifecycle>>),
    Statuses(Vec<Status>),
    Release(Option<CapacityRelease>),
    Stage(usize, i64),
    Nothing,
}

pub fn seed() -> impl Strategy<Value = Seed> {
    let schedules = (schedule("office"), schedule("nights")).prop_map(|(office, nights)| vec![office, nights, never()]);
    let simple = Reach::default();
    let asking = Reach { named: 1, ..Reach::default() };
    let named = (any_condition(&simple), any_condition(&asking)).prop_map(|(first, second)| vec![first, second]);
    let triggers = prop::collection::vec(trigger(), 1..7);
    let automations = prop::collection::vec(automation(), 0..3);
    let rules = (select(&ZONES[..]), schedules, named, triggers, automations);
    (rules, lifecycle(), statuses(), capacity_release(), mood(), any::<bool>()).prop_map(
        |((zone, schedules, named, triggers, automations), lifecycle, statuses, capacity_release, mood, assigns)| {
            Seed { zone, schedules, named, triggers, automations, lifecycle, statuses, capacity_release, mood, assigns }
        },
    )
}

fn mood() -> impl Strategy<Value = &'static str> {
    select(&["calm", "upset"][..])
}

fn once() -> impl Strategy<Value = Option<Once>> {
    let scope = select(&[Scope::Conversation, Scope::Session, Scope::User, Scope::User][..]);
    let period = prop_oneof![
        Just(None),
        Just(Some(Period::Day)),
        select(&LENGTHS[..]).prop_map(|length| Some(Period::Duration(length))),
    ];
    prop_oneof![2 => Just(None), 1 => (scope, period).prop_map(|(scope, period)| Some(Once { scope, period }))]
}

fn channels() -> impl Strategy<Value = Option<Vec<String>>> {
    prop_oneof![6 => Just(None), 1 => Just(Some(vec!["ios".into()])), 1 => Just(Some(vec!["web_widget".into(), "email".into()]))]
}

pub fn trigger() -> impl Strategy<Value = TriggerSeed> {
    hearing().prop_flat_map(|(events, carried)| {
        let reach = Reach { carried, named: 2, ..Reach::default() };
        let group = prop::option::weighted(0.4, (0..2_u8, any::<u8>()));
        let condition = prop::option::weighted(0.4, any_condition(&reach));
        let parts = (prop::bool::weighted(0.9), channels(), once(), condition, actions::steps(&reach), group);
        parts.prop_map(move |(active, channels, once, condition, actions, group)| {
            let events = events.clone();
            let trigger = Trigger {
                id: String::new(),
                title: None,
                docs: None,
                place: Place::default(),
                active,
                events,
                channels,
                once,
                condition,
                actions,
                actions_fingerprint: String::new(),
            };
            TriggerSeed { group, trigger }
        })
    })
}

fn timing() -> BoxedStrategy<Timing> {
    let kept = Reach { kept_only: true, ..Reach::default() };
    let names =
        || -> BoxedStrategy<Vec<EventName>> { prop::sample::subsequence([events(), changes()].concat(), 1..3).boxed() };
    let base = prop_oneof![
        any_condition(&kept).prop_map(Base::While),
        (names(), names()).prop_map(|(events, unless)| Base::SinceLast { events, unless }),
        (names(), names()).prop_map(|(events, unless)| Base::SinceFirst { events, unless }),
        names().prop_map(|events| Base::SinceFirst { events, unless: vec![] }),
    ];
    let of =
        prop_oneof![3 => Just(None), 2 => select(&["office", "nights", "never"][..]).prop_map(|id| Some(id.into()))];
    let after = (select(&LENGTHS[..]), of, base).prop_map(|(duration, of, base)| Timing::After { duration, of, base });
    let at = (clock_time(), days(), prop::option::of(any_condition(&kept)))
        .prop_map(|(time, days, condition)| Timing::At { time, days, condition });
    prop_oneof![4 => after, 1 => at].boxed()
}

pub fn automation() -> impl Strategy<Value = AutomationSeed> {
    let reach = Reach { named: 2, ..Reach::default() };
    let only_during =
        prop_oneof![3 => Just(None), 1 => select(&["office", "nights", "never"][..]).prop_map(|id| Some(id.into()))];
    let condition = prop::option::of(any_condition(&reach));
    let parts =
        (prop::bool::weighted(0.9), timing(), only_during, channels(), once(), condition, actions::sweeping(&reach));
    parts.prop_map(|(active, timing, only_during, channels, once, condition, actions)| {
        let automation = Automation {
            id: String::new(),
            title: None,
            docs: None,
            place: Place::default(),
            active,
            timing,
            only_during,
            timing_fingerprint: String::new(),
            channels,
            once,
            condition,
            actions,
            actions_fingerprint: String::new(),
        };
        AutomationSeed { automation }
    })
}

pub fn edit() -> impl Strategy<Value = Edit> {
    let at = || 0..5_usize;
    let reach = Reach { named: 2, ..Reach::default() };
    prop_oneof![
        2 => at().prop_map(Edit::Switch),
        2 => at().prop_map(Edit::SwitchAutomation),
        1 => at().prop_map(Edit::Drop),
        1 => at().prop_map(Edit::DropAutomation),
        1 => (at(), at()).prop_map(|(one, other)| Edit::Swap(one, other)),
        1 => (at(), trigger()).prop_map(|(at, seed)| Edit::Trigger(at, Box::new(seed))),
        1 => (at(), actions::steps(&reach)).prop_map(|(at, steps)| Edit::Actions(at, steps)),
        1 => (at(), once()).prop_map(|(at, once)| Edit::Once(at, once)),
        1 => (at(), automation()).prop_map(|(at, seed)| Edit::Automation(at, Box::new(seed))),
        1 => (at(), timing()).prop_map(|(at, timing)| Edit::Timing(at, Box::new(timing))),
        1 => select(&ZONES[..]).prop_map(Edit::Zone),
        1 => schedule("office").prop_map(Edit::Schedule),
        1 => schedule("nights").prop_map(Edit::Schedule),
        1 => any_condition(&Reach::default()).prop_map(|condition| Edit::Named(0, condition)),
        1 => any_condition(&Reach { named: 1, ..Reach::default() }).prop_map(|condition| Edit::Named(1, condition)),
        1 => mood().prop_map(Edit::Mood),
        2 => lifecycle().prop_map(|lifecycle| Edit::Lifecycle(Box::new(lifecycle))),
        1 => statuses().prop_map(Edit::Statuses),
        2 => capacity_release().prop_map(Edit::Release),
        2 => (0..3_usize, select(&[60_000, 180_000, 300_000][..])).prop_map(|(at, after)| Edit::Stage(at, after)),
        1 => Just(Edit::Nothing),
    ]
}

impl Seed {
    /// With ids for those that have none yet.
    pub fn named(mut self) -> Self {
        for (number, seed) in self.triggers.iter_mut().enumerate() {
            seed.trigger.id = format!("t{number}");
        }
        for (number, seed) in self.automations.iter_mut().enumerate() {
            seed.automation.id = format!("a{number}");
        }
        self
    }

    pub fn edited(&self, edit: &Edit) -> Self {
        let mut new = self.clone();
        let (triggers, automations) = (&mut new.triggers, &mut new.automations);
        match edit.clone() {
            Edit::Switch(at) => triggers.get_mut(at).into_iter().for_each(|seed| seed.trigger.active ^= true),
            Edit::SwitchAutomation(at) => {
                automations.get_mut(at).into_iter().for_each(|seed| seed.automation.active ^= true);
            }
            Edit::Drop(at) if triggers.len() > 1 && at < triggers.len() => drop(triggers.remove(at)),
            Edit::DropAutomation(at) if at < automations.len() => drop(automations.remove(at)),
            Edit::Swap(one, other) if one.max(other) < triggers.len() => triggers.swap(one, other),
            Edit::Trigger(at, mut seed) => {
                seed.trigger.id = format!("t{at}");
                triggers.retain(|other| other.trigger.id != seed.trigger.id);
                triggers.push(*seed);
            }
            Edit::Actions(at, steps) => {
                triggers.get_mut(at).into_iter().for_each(|seed| seed.trigger.actions = steps.clone())
            }
            Edit::Once(at, once) => triggers.get_mut(at).into_iter().for_each(|seed| seed.trigger.once = once.clone()),
            Edit::Automation(at, mut seed) => {
                seed.automation.id = format!("a{at}");
                automations.retain(|other| other.automation.id != seed.automation.id);
                automations.push(*seed);
            }
            Edit::Timing(at, timing) => {
                automations.get_mut(at).into_iter().for_each(|seed| seed.automation.timing = (*timing).clone());
            }
            Edit::Zone(zone) => new.zone = zone,
            Edit::Schedule(schedule) => {
                new.schedules.retain(|other| other.id != schedule.id);
                new.schedules.push(schedule);
            }
            Edit::Named(at, condition) => new.named[at] = condition,
            Edit::Mood(mood) => new.mood = mood,
            Edit::Lifecycle(lifecycle) => new.lifecycle = *lifecycle,
            Edit::Statuses(statuses) => new.statuses = statuses,
            Edit::Release(release) => new.capacity_release = release,
            Edit::Stage(at, after) => {
                let stages = new.capacity_release.iter_mut().flat_map(|release| &mut release.stages);
                stages.skip(at).take(1).for_each(|stage| stage.after = after);
            }
            _ => {}
        }
        new
    }

    pub fn book(&self) -> Book {
        let ids: Vec<&str> = self.triggers.iter().map(|seed| seed.trigger.id.as_str()).collect();
        let all: Vec<&str> =
            self.automations.iter().map(|seed| seed.automation.id.as_str()).chain(ids.iter().copied()).collect();
        let mended = |condition: &Condition| {
            let mut condition = condition.clone();
            mend(&mut condition, &|id| all.contains(&id), ids[0]);
            condition
        };
        let named = self
            .named
            .iter()
            .enumerate()
            .map(|(number, condition)| NamedCondition { id: format!("named_{number}"), condition: mended(condition) });
        let book = Book {
            format: FORMAT,
            hash: String::new(),
            name: "Random".into(),
            time_zone: self.zone.into(),
            time_zone_data: format!("IANA {}", chrono_tz::IANA_TZDB_VERSION),
            languages: vec![],
            sources: vec![],
            vocabulary: self.vocabulary(),
            messages: vec![hello()],
            lists: vec![NamedList {
                id: "words".into(),
                values: ["a", "vip", "été"].map(|text| Value::Text(text.into())).into(),
            }],
            conditions: named.collect(),
            schedules: self.schedules.clone(),
            triggers: self.triggers.iter().map(|seed| built(&seed.trigger, &mended)).collect(),
            first_matches: self.first_matches(),
            automations: self.automations.iter().map(|seed| built_automation(&seed.automation, &mended)).collect(),
            lifecycle: self.lifecycle.as_ref().map(|lifecycle| built_lifecycle(lifecycle, &mended)),
            statuses: self.statuses.clone(),
            capacity_release: self.capacity_release.clone(),
            assignment: self.assigns.then(assignment),
            wait_time: None,
            tests: vec![],
        };
        book.sealed()
    }

    /// With the defaults of this book: machines begin in their start.
    fn vocabulary(&self) -> Vocabulary {
        let mut vocabulary = vocabulary();
        let machines = self.lifecycle.iter().flat_map(|lifecycle| &lifecycle.machines);
        let starts = machines.flat_map(|machine| {
            // The category begins as the status does.
            let category = (machine.attribute == "conversation.status").then_some("conversation.status_category");
            [machine.attribute.as_str()].into_iter().chain(category).map(|key| (key, machine.start.as_str()))
        });
        for (key, start) in starts.chain([("conversation.mood", self.mood)]) {
            let named = vocabulary.attributes.iter_mut().filter(|attribute| attribute.key == key);
            named.for_each(|attribute| attribute.default = Some(Value::Enum(start.into())));
        }
        vocabulary
    }

    fn first_matches(&self) -> Vec<FirstMatch> {
        let group = |number: u8| {
            let mut members: Vec<(u8, &str)> = Vec::new();
            for seed in &self.triggers {
                members.extend(
                    seed.group.filter(|(group, _)| *group == number).map(|(_, rank)| (rank, seed.trigger.id.as_str())),
                );
            }
            members.sort_unstable();
            let members: Vec<String> = members.into_iter().map(|(_, id)| id.to_owned()).collect();
            FirstMatch { id: format!("group_{number}"), members, place: Place::default() }
        };
        (0..2).map(group).filter(|group| !group.members.is_empty()).collect()
    }
}

fn built(trigger: &Trigger, mended: &dyn Fn(&Condition) -> Condition) -> Trigger {
    let condition = trigger.condition.as_ref().map(mended);
    let actions_fingerprint = fingerprint(&trigger.actions, condition.as_ref());
    Trigger { condition, actions_fingerprint, ..trigger.clone() }
}

fn assignment() -> Assignment {
    Assignment {
        place: Place::default(),
        capacity: None,
        inactive_count: false,
        accept: Accept::AtOnce,
        agents: None,
        prefer_agents: vec![],
        prefer_conversations: vec![],
        fallbacks: vec![],
    }
}

fn built_lifecycle(lifecycle: &Lifecycle, mended: &dyn Fn(&Condition) -> Condition) -> Lifecycle {
    let mut lifecycle = lifecycle.clone();
    for transition in lifecycle.machines.iter_mut().flat_map(|machine| &mut machine.transitions) {
        transition.condition = transition.condition.as_ref().map(mended);
    }
    for rule in &mut lifecycle.new_conversations {
        rule.condition = rule.condition.as_ref().map(mended);
    }
    lifecycle
}

fn built_automation(automation: &Automation, mended: &dyn Fn(&Condition) -> Condition) -> Automation {
    let condition = automation.condition.as_ref().map(mended);
    let actions_fingerprint = fingerprint(&automation.actions, condition.as_ref());
    let mut timing = automation.timing.clone();
    match &mut timing {
        Timing::After { base: Base::While(condition), .. } | Timing::At { condition: Some(condition), .. } => {
            *condition = mended(condition);
        }
        _ => {}
    }
    let timing_fingerprint = hashed(&(&timing, &automation.only_during));
    Automation { condition, actions_fingerprint, timing_fingerprint, timing, ..automation.clone() }
}

/// A `then check again` makes the `when` a part of the `do` block: the rest keeps what it reads.
fn fingerprint(actions: &[Step], condition: Option<&Condition>) -> String {
    let checks = |step: &Step| matches!(step.kind, StepKind::Wait { check_again: true, .. });
    let condition = condition.filter(|_| actions.iter().any(checks));
    hashed(&(actions, condition))
}

fn hashed(what: &impl std::fmt::Debug) -> String {
    let mut hasher = DefaultHasher::new();
    format!("{what:?}").hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn hello() -> Message {
    let name = TemplatePart::Placeholder { read: plain("user.name"), unit: None, fallback: Some("you".into()) };
    let text = |greeting: &str| Template(vec![TemplatePart::Literal(format!("{greeting}, ")), name.clone()]);
    let texts = [("en", "Hello"), ("ko", "안녕"), ("pt-BR", "Oi"), ("pt", "Olá")];
    Message { id: "hello".into(), texts: texts.map(|(tag, greeting)| (tag.into(), text(greeting))).into() }
}
