//! What happened in a replay, by queue and by agent: waits, capacity over time, what capacity release did. It is added up from
//! the deliveries and grows with the queues, the agents and the open conversations, never with the events.

mod closing;
mod estimates;
mod hours;
mod load;
mod open;
mod table;
mod tally;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub use closing::{
    ActivityReport, AgentReport, Closing, EstimateReport, HourReport, LoadReport, QueueReport, WaitReport,
};

use self::closing::Rows;
use self::estimates::Estimates;
use self::hours::Hours;
use self::open::{Open, Opens, Place, Waiting};
use self::table::{Named, Table};
use self::tally::{Activity, AgentTally, QueueTally};
use super::words;
use crate::ir::{self, Book, Moment, Value};
use crate::runtime::desk::DeskInputKind;
use crate::runtime::driver::{Delivery, DeskDelivery};
use crate::runtime::maintained::{
    AGENT_CAPACITY, AGENT_ID, AGENT_NAME, ASSIGNED, CUSTOMER_WROTE, OVER, QUEUE_NAME, QUEUE_WAIT_MAX, QUEUE_WAIT_MIN,
    QUEUED, UNASSIGNED,
};
use crate::runtime::outcome::Move;
use crate::runtime::{Audit, Facts, InputKind, ToDesk};
use rust_decimal::prelude::ToPrimitive;

/// The action whose effects are the reminders.
const REMIND: &str = "remind";

/// The account and the name of a queue or an agent.
type Name = (ir::Name, ir::Name);

/// A report that grows with each delivery.
#[derive(Clone, Debug)]
pub struct Report {
    /// States that end a conversation, by their attributes.
    finals: BTreeMap<String, BTreeSet<String>>,
    /// What an agent may have whose capacity nobody tells, if a policy says so.
    capacity: Option<u32>,
    /// What agents may have of whom the host has told it.
    told_capacities: BTreeMap<Name, u32>,
    estimates: Option<Estimates>,
    now: Moment,
    /// Whether the log has ended: nothing is known of waits and loads from then on.
    has_ended: bool,
    queues: Table<QueueTally>,
    agents: Table<AgentTally>,
    activity: Activity,
    reassigned: u64,
    hours: Hours,
    open: Opens,
}

impl Report {
    /// Nothing has happened yet.
    #[must_use]
    pub fn new(book: &Book) -> Self {
        let machines = book.lifecycle.iter().flat_map(|lifecycle| &lifecycle.machines);
        let mut finals: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for machine in machines {
            finals.entry(machine.attribute.clone()).or_default().extend(machine.finals.iter().cloned());
        }
        Self {
            finals,
            capacity: book.assignment.as_ref().and_then(|policy| policy.capacity.or_else(|| declared_capacity(book))),
            estimates: book.wait_time.as_ref().map(Estimates::new),
            told_capacities: BTreeMap::new(),
            now: Moment::MIN,
            has_ended: false,
            queues: Table::default(),
            agents: Table::default(),
            activity: Activity::default(),
            reassigned: 0,
            hours: Hours::new(words::zone(book)),
            open: Opens::default(),
        }
    }

    /// Adds what one input gave.
    pub fn add(&mut self, delivery: &Delivery) {
        // The conversation that follows takes the same input once more.
        if delivery.outcome.new_conversation {
            return;
        }
        if self.has_ended {
            return self.credit_late(delivery);
        }
        self.now = self.now.max(delivery.input.time);
        let is_news = matches!(delivery.input.kind, InputKind::Event { .. } | InputKind::Command { .. });
        self.hours.go_to(self.now, is_news);
        let told = told(delivery);
        let activity = activity(delivery);
        let inactive = inactive(delivery);
        let over = self.is_over(delivery);
        // Most inputs move nobody: then the conversation need not be looked for.
        if told.is_some() || inactive.is_some() || activity != Activity::default() || over {
            self.change(delivery, told, activity, over);
        }
    }

    /// Adds what one input of a desk gave: how many conversations its agent may have.
    pub fn add_desk(&mut self, delivery: &DeskDelivery) {
        let DeskInputKind::Agent { facts, .. } = &delivery.input.kind else { return };
        let value = |wanted: &str| {
            facts.iter().find(|(key, _)| key == wanted).and_then(|(key, value)| Some((key.clone(), value.clone()?)))
        };
        let [name, id, capacity] = [AGENT_NAME.0, AGENT_ID.0, AGENT_CAPACITY.0].map(value);
        let told = Facts::from_iter([name, id, capacity].into_iter().flatten());
        if let (Some(agent), Some(capacity)) = (agent(&told), number(&told, AGENT_CAPACITY.0)) {
            self.told_capacities.insert((delivery.account.as_str().into(), agent), capacity);
        }
    }

    /// The log has ended: waits, loads and hours are known until then. What timers do after it is added up all the same.
    pub fn end(&mut self, time: Moment) {
        if self.now > Moment::MIN {
            self.now = self.now.max(time);
            self.hours.go_to(self.now, false);
        }
        self.has_ended = true;
    }

    fn credit_late(&mut self, delivery: &Delivery) {
        let mut activity = activity(delivery);
        if activity == Activity::default() && inactive(delivery).is_none() {
            return;
        }
        let name = (delivery.account.clone(), delivery.conversation.clone());
        let place = Place::of(&name);
        let mut open = self.open.lend(place, &name);
        activity.released += released(&open, delivery);
        open.inactive = inactive(delivery).unwrap_or(open.inactive);
        self.credit(&open, activity);
        let goes_on = open.is_known();
        self.open.give_back(place, name, goes_on.then_some(open));
    }

    fn change(&mut self, delivery: &Delivery, told: Option<(&str, &Facts)>, activity: Activity, over: bool) {
        let name = (delivery.account.clone(), delivery.conversation.clone());
        let place = Place::of(&name);
        let mut open = self.open.lend(place, &name);
        match told {
            Some((QUEUED, carried)) => self.queued(&mut open, &delivery.account, carried),
            Some((ASSIGNED, carried)) => self.assigned(&mut open, &delivery.account, carried),
            Some((UNASSIGNED, _)) => self.give(&mut open, None),
            _ => {}
        }
        let activity = Activity { released: activity.released + released(&open, delivery), ..activity };
        if let Some(inactive) = inactive(delivery) {
            self.weigh(&open, -1);
            open.inactive = inactive;
            self.weigh(&open, 1);
        }
        self.credit(&open, activity);
        if over {
            self.leave(&mut open);
            self.weigh(&open, -1);
        }
        let goes_on = !over && open.is_known();
        self.open.give_back(place, name, goes_on.then_some(open));
    }

    fn queued(&mut self, open: &mut Open, account: &ir::Name, carried: &Facts) {
        let queue = self.queues.open((account.clone(), text(carried, QUEUE_NAME.0).unwrap_or_default()));
        let estimate = duration(carried, QUEUE_WAIT_MIN.0).zip(duration(carried, QUEUE_WAIT_MAX.0));
        // A second time in the queue in which it waits already is a move.
        if open.waiting.is_some() && open.queue.as_ref() == Some(&queue) {
            return;
        }
        let came = open.waiting.as_ref().map_or(self.now, |waiting| waiting.came);
        self.leave(open);
        if let Some(estimates) = &mut self.estimates {
            estimates.asked(estimate.is_some());
        }
        self.queues.row(&queue).into_iter().for_each(|tally| tally.queued += 1);
        self.hours.waiting(1);
        open.waiting = Some(Waiting { came, since: self.now, estimate });
        open.queue = Some(queue);
    }

    /// Ends its waiting without an agent.
    fn leave(&mut self, open: &mut Open) {
        if let (Some(waiting), Some(queue)) = (open.waiting.take(), &open.queue) {
            self.queues.row(queue).into_iter().for_each(|tally| tally.left += 1);
            self.hours.waiting(-1);
            self.never_routed(&waiting);
        }
    }

    fn never_routed(&mut self, waiting: &Waiting) {
        let waited = self.now.millis() - waiting.since.millis();
        if let (Some(estimates), Some(told)) = (&mut self.estimates, waiting.estimate) {
            estimates.never_routed(told, waited);
        }
    }

    fn assigned(&mut self, open: &mut Open, account: &ir::Name, carried: &Facts) {
        let name = (account.clone(), agent(carried).unwrap_or_default());
        let told = number(carried, AGENT_CAPACITY.0).or_else(|| self.told_capacities.get(&name).copied());
        let agent = self.agents.open(name);
        let waited = open.waiting.take().map(|waiting| self.routed(open, &waiting));
        let standard = self.capacity;
        let Some(tally) = self.agents.row(&agent) else { return };
        tally.load.capacity = told.or(tally.load.capacity).or(standard);
        if let Some(waited) = waited {
            tally.waits.add(waited);
        }
        if open.agent.as_ref() != Some(&agent) {
            tally.taken += 1;
            self.give(open, Some(agent));
        }
    }

    /// Its wait is over; how long it was, in all queues that it was moved to.
    fn routed(&mut self, open: &Open, waiting: &Waiting) -> i64 {
        let waited = self.now.millis() - waiting.since.millis();
        self.hours.waiting(-1);
        if let Some(tally) = open.queue.as_ref().and_then(|queue| self.queues.row(queue)) {
            tally.routed += 1;
            tally.waits.add(waited);
        }
        if let (Some(estimates), Some(told)) = (&mut self.estimates, waiting.estimate) {
            estimates.routed(told, waited);
        }
        self.now.millis() - waiting.came.millis()
    }

    /// Gives a conversation to an agent, or to nobody.
    fn give(&mut self, open: &mut Open, agent: Option<Named>) {
        self.weigh(open, -1);
        let former = open.agent.take().or_else(|| open.former_agent.take());
        if let (Some(former), Some(agent)) = (&former, &agent)
            && former != agent
        {
            self.reassigned += 1;
            self.agents.row(former).into_iter().for_each(|tally| tally.passed_on += 1);
        }
        open.former_agent = former;
        open.agent = agent;
        open.inactive = false;
        self.weigh(open, 1);
    }

    /// Adds it to the load of its agent, or takes it off.
    fn weigh(&mut self, open: &Open, change: i64) {
        if let Some(tally) = open.agent.as_ref().and_then(|agent| self.agents.row(agent)) {
            tally.load.change(open.inactive, change, self.now);
            self.hours.load(open.inactive, change);
        }
    }

    fn credit(&mut self, open: &Open, activity: Activity) {
        self.activity.add(activity);
        if let Some(tally) = open.queue.as_ref().and_then(|queue| self.queues.row(queue)) {
            tally.activity.add(activity);
        }
        if let Some(tally) = open.agent.as_ref().and_then(|agent| self.agents.row(agent)) {
            tally.activity.add(activity);
        }
    }

    fn is_over(&self, delivery: &Delivery) -> bool {
        let event = match &delivery.input.kind {
            InputKind::Event { name, .. } => OVER.contains(&name.as_str()),
            _ => false,
        };
        let moves = &delivery.outcome.moves;
        let is_final =
            |moved: &Move| self.finals.get(moved.attribute.as_str()).is_some_and(|states| states.contains(&moved.to));
        delivery.ended || event || moves.iter().any(is_final) || delivery.outcome.is_deleted()
    }

    /// The report of everything so far.
    #[must_use]
    pub fn closing(&self) -> Closing {
        let mut all = self.clone();
        all.hours.go_to(self.now, false);
        all.hours.close();
        for open in self.open.iter() {
            if let (Some(waiting), Some(queue)) = (&open.waiting, &open.queue) {
                all.queues.row(queue).into_iter().for_each(|tally| tally.waiting += 1);
                all.never_routed(waiting);
            }
        }
        all.agents.rows_mut().for_each(|agent| agent.load.go_to(self.now));
        let rows = Rows { queues: &all.queues, agents: &all.agents };
        Closing::new(&rows, all.activity, all.reassigned, &all.hours, all.estimates.as_ref())
    }
}

/// How many conversations an agent may have if neither the host nor the policy says.
fn declared_capacity(book: &Book) -> Option<u32> {
    let declared = book.vocabulary.attributes.iter().find(|attribute| attribute.key == AGENT_CAPACITY.0);
    match declared?.default {
        Some(Value::Number(capacity)) => capacity.to_u32(),
        _ => None,
    }
}

/// What is told of queues and agents in one delivery: the event and what it carries.
fn told(delivery: &Delivery) -> Option<(&str, &Facts)> {
    match &delivery.input.kind {
        InputKind::Event { name, carried, .. } => {
            let told = (name.as_str(), &**carried);
            Some(told).filter(|(name, _)| [QUEUED, ASSIGNED, UNASSIGNED].contains(name))
        }
        _ => None,
    }
}

/// What the agent is called of whom something is told.
fn agent(facts: &Facts) -> Option<ir::Name> {
    text(facts, AGENT_NAME.0).or_else(|| text(facts, AGENT_ID.0))
}

/// Whether the conversation counts as inactive from now on, as the desk counts: what is given to somebody counts as active until its
/// session goes inactive after that, be it that it was so before.
fn inactive(delivery: &Delivery) -> Option<bool> {
    let told = delivery.outcome.to_desk.iter().find_map(|message| match message {
        ToDesk::State(state) if state.opened => Some(false),
        ToDesk::State(state) if state.went_inactive => Some(true),
        _ => None,
    });
    told.or(delivery.inactive)
}

/// How often it has gone inactive by this. With an agent it counts whether it made room.
fn released(open: &Open, delivery: &Delivery) -> u64 {
    let makes_room = || inactive(delivery) == Some(true) && !open.inactive;
    u64::from(if open.agent.is_some() { makes_room() } else { delivery.inactive == Some(true) })
}

/// What capacity release and the lifecycle did in one delivery, but for how often it has gone inactive.
fn activity(delivery: &Delivery) -> Activity {
    let reminders = delivery.outcome.effects.iter().filter(|effect| effect.action == REMIND).count();
    let by_release = delivery.outcome.audit.iter().filter(|audit| matches!(audit, Audit::Woken)).count();
    // A lifecycle without sessions of its own wakes by the status.
    let by_status = delivery.inactive == Some(false) && is_of_customer(delivery);
    let woken = by_release.max(usize::from(by_status));
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    // Woken and inactive all the same: a rule has let it go again at once.
    let again = woken > 0 && delivery.inactive.is_none();
    Activity {
        reminders: count(reminders),
        released: u64::from(again),
        woken: count(woken),
        ended: u64::from(delivery.ended),
    }
}

fn is_of_customer(delivery: &Delivery) -> bool {
    matches!(&delivery.input.kind, InputKind::Event { name, .. } if name.as_str() == CUSTOMER_WROTE)
}

fn text(facts: &Facts, key: &str) -> Option<ir::Name> {
    match facts.get(key) {
        Some(Value::Text(text)) if !text.is_empty() => Some(text.as_str().into()),
        _ => None,
    }
}

fn duration(facts: &Facts, key: &str) -> Option<i64> {
    match facts.get(key) {
        Some(Value::Duration(millis)) => Some(*millis),
        _ => None,
    }
}

fn number(facts: &Facts, key: &str) -> Option<u32> {
    match facts.get(key) {
        Some(Value::Number(number)) => number.to_u32(),
        _ => None,
    }
}
