//! One input of a desk.

use std::collections::{BTreeMap, BTreeSet};

use super::message::{
    DeskAudit, DeskEvent, DeskInput, DeskInputKind, DeskOutcome, DeskTimer, DeskTimerChange, OfferChange, Score,
    Withdrawal,
};
use super::state::{Desk, Offer, Place, Waiting};
use crate::ir::{EventName, Moment, Name, Value};
use crate::runtime::Facts;
use crate::runtime::conversation::Timer;
use crate::runtime::maintained::{ASSIGNED, ASSIGNED_BY, BY_QUEUE, LAST_ASSIGNEE, UNASSIGNED};
use crate::runtime::prepare::Prepared;
use crate::runtime::prepare::assignment::Assignment;
use crate::runtime::sightings::{Observer, Telling};

/// Takes one input.
pub(crate) fn desk_step(book: &Prepared, desk: &mut Desk, input: &DeskInput, telling: Telling) -> DeskOutcome {
    desk.time = desk.time.max(input.time);
    let mut run = DeskRun {
        book,
        policy: book.assignment.as_ref(),
        time: desk.time,
        account: &input.account,
        to_announce: Vec::new(),
        agents_changed: false,
        observer: Observer::wanted(telling),
        outcome: DeskOutcome::default(),
        desk,
    };
    run.edit();
    run.take(&input.kind);
    run.staffing();
    run.announce();
    run.settle();
    run.tell_moves();
    run.outcome.sightings = run.observer.map(Observer::seen);
    run.outcome
}

/// Facts of a conversation that an event tells; `None` takes one away.
pub(super) type Kept = Vec<(Name, Option<Value>)>;

/// What one input of a desk is doing.
pub(super) struct DeskRun<'a> {
    pub(super) book: &'a Prepared,
    pub(super) policy: Option<&'a Assignment>,
    pub(super) desk: &'a mut Desk,
    pub(super) time: Moment,
    /// The facts of the account.
    pub(super) account: &'a Facts,
    /// What was queued and is not told yet, each with what is to be told of it.
    pub(super) to_announce: Vec<(String, Kept)>,
    /// Whether it was told of an agent if they are there or what they answer, or one has left: only then can a queue be staffed or not otherwise than before.
    pub(super) agents_changed: bool,
    /// Takes down what is seen of the policy, if somebody wants to know.
    pub(super) observer: Option<Observer>,
    pub(super) outcome: DeskOutcome,
}

impl DeskRun<'_> {
    /// Another policy: offers are withdrawn, fallbacks begin anew. Who waits goes on waiting.
    fn edit(&mut self) {
        let policy = self.policy.map(|policy| policy.fingerprint.clone()).unwrap_or_default();
        if self.desk.policy == policy {
            return;
        }
        let (first, time) = (self.desk.policy.is_empty(), self.time);
        self.desk.policy = policy;
        let waiting: Vec<String> = self.waiting();
        for conversation in &waiting {
            self.withdraw_all(conversation, None);
            self.cancel_fallback(conversation);
            if let Some(waiting) = self.desk.waiting_mut(conversation) {
                waiting.passed.clear();
                waiting.fallback = 0;
                waiting.counted_from = time;
            }
            self.arm_fallback(conversation);
        }
        if !first {
            self.outcome.audit.push(DeskAudit::Edited);
        }
    }

    fn take(&mut self, kind: &DeskInputKind) {
        match kind {
            DeskInputKind::Told { conversation, messages } => self.told(conversation, messages),
            DeskInputKind::Agent { facts, refused } => self.agent_changed(facts, refused),
            DeskInputKind::AgentLeft { agent } => self.agent_left(agent),
            DeskInputKind::Timer { key, generation } => self.timer(key, *generation),
            DeskInputKind::Book => {}
        }
    }

    fn timer(&mut self, key: &DeskTimer, generation: u64) {
        let set = match key {
            DeskTimer::Nobody { conversation } => {
                self.desk.waiting_mut(conversation).and_then(|waiting| waiting.fallback_timer)
            }
            DeskTimer::Offer { conversation, agent } => {
                let waiting = self.desk.waiting_mut(conversation);
                waiting.and_then(|waiting| waiting.offers.get(agent)?.until)
            }
        };
        if set.is_none_or(|timer| timer.generation != generation || timer.due > self.time) {
            self.outcome.audit.push(DeskAudit::StaleTimer { key: key.clone() });
            return;
        }
        match key {
            DeskTimer::Nobody { conversation } => self.nobody(conversation),
            DeskTimer::Offer { conversation, agent } => self.pass(conversation, agent, Withdrawal::TooLate),
        }
    }

    /// The conversations that wait, by their ids.
    pub(super) fn waiting(&self) -> Vec<String> {
        let seats = self.desk.conversations.iter().filter(|(_, seat)| seat.waiting().is_some());
        seats.map(|(conversation, _)| conversation.clone()).collect()
    }

    /// Gives a conversation to an agent, wherever it was.
    pub(super) fn give(&mut self, conversation: &str, agent: &str, by: &str, score: Score) {
        let reason = (by == BY_QUEUE).then_some(agent);
        self.leave(conversation, reason);
        let time = self.time;
        if let Some(seat) = self.desk.conversations.get_mut(conversation) {
            seat.place = Place::With { agent: agent.to_owned(), since: time };
            seat.active = true;
        }
        let mut carried = self.agent_facts(agent);
        carried.insert(ASSIGNED_BY.0.into(), Value::Enum(by.into()));
        if let Some(agent) = self.desk.agents.get_mut(agent) {
            agent.since = time;
        }
        self.event(conversation, ASSIGNED, carried, Vec::new());
        let (conversation, agent, by) = (conversation.to_owned(), agent.to_owned(), by.to_owned());
        self.outcome.audit.push(DeskAudit::Given { conversation, agent, by, score });
    }

    /// Takes the assignee off, and says so.
    pub(super) fn take_off(&mut self, conversation: &str) {
        if let Some(seat) = self.desk.conversations.get_mut(conversation)
            && let Some(agent) = seat.agent().map(str::to_owned)
        {
            seat.place = Place::Nowhere;
            seat.facts.insert(LAST_ASSIGNEE.0.into(), Value::Text(agent.into()));
            self.event(conversation, UNASSIGNED, Facts::new(), Vec::new());
        }
    }

    /// Puts a conversation that is nowhere into the queue of its group; `told` is what is told with that.
    pub(super) fn enqueue(&mut self, conversation: &str, told: Option<Kept>) {
        let time = self.time;
        let number = self.desk.queued.saturating_add(1);
        self.desk.queued = number;
        let Some(seat) = self.desk.conversations.get_mut(conversation) else {
            return;
        };
        let queue = seat.own_queue().to_owned();
        seat.place = Place::Waiting(Box::new(Waiting {
            queue: queue.clone(),
            since: time,
            counted_from: time,
            number,
            position: None,
            overtaken: 0,
            offers: BTreeMap::new(),
            passed: BTreeSet::new(),
            rounds: 0,
            fallback: 0,
            fallback_timer: None,
        }));
        self.open_queue(&queue);
        self.arm_fallback(conversation);
        if let Some(told) = told {
            self.to_announce.push((conversation.to_owned(), told));
        }
    }

    /// Takes a conversation from where it is.
    pub(super) fn leave(&mut self, conversation: &str, accepted: Option<&str>) {
        let Some(seat) = self.desk.conversations.get_mut(conversation) else { return };
        if let Place::Waiting(mut waiting) = std::mem::replace(&mut seat.place, Place::Nowhere) {
            self.withdraw_offers(conversation, std::mem::take(&mut waiting.offers), accepted);
            self.cancel_timer(conversation, waiting.fallback_timer.take());
        }
    }

    fn withdraw_all(&mut self, conversation: &str, accepted: Option<&str>) {
        let offers = self.desk.waiting_mut(conversation).map(|waiting| std::mem::take(&mut waiting.offers));
        self.withdraw_offers(conversation, offers.unwrap_or_default(), accepted);
    }

    fn withdraw_offers(&mut self, conversation: &str, offers: BTreeMap<String, Offer>, accepted: Option<&str>) {
        for (agent, offer) in offers {
            let reason = if accepted == Some(agent.as_str()) { Withdrawal::Accepted } else { Withdrawal::Gone };
            self.withdrawn(conversation, agent, offer, reason);
        }
    }

    /// Withdraws one offer; gives whether there was one.
    pub(super) fn withdraw(&mut self, conversation: &str, agent: &str, reason: Withdrawal) -> bool {
        let offer = self.desk.waiting_mut(conversation).and_then(|waiting| waiting.offers.remove(agent));
        if let Some(offer) = offer {
            self.withdrawn(conversation, agent.to_owned(), offer, reason);
        }
        offer.is_some()
    }

    fn withdrawn(&mut self, conversation: &str, agent: String, offer: Offer, reason: Withdrawal) {
        let conversation = conversation.to_owned();
        if offer.until.is_some() {
            let key = DeskTimer::Offer { conversation: conversation.clone(), agent: agent.clone() };
            self.outcome.timers.push(DeskTimerChange::Cancel { key });
        }
        self.outcome.offers.push(OfferChange::Withdrawn { conversation, agent, reason });
    }

    /// An agent lets an offer pass; gives it to the next one.
    pub(super) fn pass(&mut self, conversation: &str, agent: &str, reason: Withdrawal) {
        if self.withdraw(conversation, agent, reason)
            && let Some(waiting) = self.desk.waiting_mut(conversation)
        {
            waiting.passed.insert(agent.to_owned());
        }
    }

    fn cancel_fallback(&mut self, conversation: &str) {
        let timer = self.desk.waiting_mut(conversation).and_then(|waiting| waiting.fallback_timer.take());
        self.cancel_timer(conversation, timer);
    }

    fn cancel_timer(&mut self, conversation: &str, timer: Option<Timer>) {
        if timer.is_some() {
            let key = DeskTimer::Nobody { conversation: conversation.to_owned() };
            self.outcome.timers.push(DeskTimerChange::Cancel { key });
        }
    }

    pub(super) fn new_timer(&mut self, due: Moment) -> Timer {
        let generation = self.desk.generation.saturating_add(1);
        self.desk.generation = generation;
        Timer { due, generation }
    }

    pub(super) fn event(&mut self, conversation: &str, name: &str, carried: Facts, kept: Vec<(Name, Option<Value>)>) {
        let name = EventName::new(name);
        self.outcome.events.push(DeskEvent { conversation: conversation.to_owned(), name, carried, kept });
    }
}
