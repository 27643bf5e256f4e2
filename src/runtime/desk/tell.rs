//! What conversations, agents and the host tell a desk.

use super::message::{DeskAudit, Score, Withdrawal};
use super::run::DeskRun;
use super::state::{Agent, Place, Seat};
use crate::ir::vocabulary::Holder;
use crate::ir::{Name, Value, policy::FallbackStep};
use crate::runtime::keys::Key;
use crate::runtime::maintained::{
    AGENT_CAPACITY, AGENT_GROUPS, AGENT_ID, AGENT_NAME, AGENT_STATUS, BY_AGENT, BY_QUEUE, BY_RULE, GROUP, ONLINE,
    QUEUED_AT, UPDATED,
};
use crate::runtime::{Answer, AssignTo, DeskState, Facts, ToDesk};

impl DeskRun<'_> {
    pub(super) fn told(&mut self, conversation: &str, messages: &[ToDesk]) {
        for message in messages {
            match message {
                ToDesk::State(state) => self.state(conversation, state),
                ToDesk::Requested => self.requested(conversation),
                ToDesk::Queued { queue, position } => self.host_queued(conversation, queue.as_ref(), *position),
                ToDesk::Assigned { agent, facts } => self.host_assigned(conversation, agent, facts),
                ToDesk::Unassigned => self.leave(conversation, None),
                ToDesk::Answer { agent, answer } => self.answer(conversation, agent, *answer),
                ToDesk::Over => {
                    self.leave(conversation, None);
                    self.desk.conversations.remove(conversation);
                }
                ToDesk::Assign { to, by, .. } => self.assign(conversation, to, by),
            }
        }
    }

    fn state(&mut self, conversation: &str, state: &DeskState) {
        let time = self.time;
        let Some(seat) = self.desk.conversations.get_mut(conversation) else {
            let place = match &state.assignee {
                Some(agent) => Place::With { agent: agent.clone(), since: time },
                None => Place::Nowhere,
            };
            let seat = Seat {
                group: state.group.clone(),
                told_group: state.group.clone(),
                facts: state.facts.clone(),
                session: state.session,
                inactive: state.inactive,
                active: !state.inactive || state.opened,
                place,
            };
            self.desk.conversations.insert(conversation.to_owned(), seat);
            state.assignee.iter().for_each(|agent| self.meet(agent, &Facts::new()));
            return;
        };
        if !state.inactive || state.opened {
            seat.active = true;
        } else if state.went_inactive || !seat.inactive {
            seat.active = false;
        }
        seat.inactive = state.inactive;
        seat.session = state.session;
        seat.facts.clone_from(&state.facts);
        let moved = seat.told_group != state.group && seat.group != state.group;
        if seat.told_group != state.group {
            seat.group.clone_from(&state.group);
            seat.told_group.clone_from(&state.group);
        }
        let queue = seat.own_queue().to_owned();
        if let (true, true, Some(waiting)) = (moved, self.policy.is_some(), seat.waiting_mut()) {
            waiting.queue.clone_from(&queue);
            waiting.passed.clear();
            waiting.position = None;
            self.open_queue(&queue);
        }
    }

    fn requested(&mut self, conversation: &str) {
        let nowhere = |seat: &Seat| seat.place == Place::Nowhere;
        if self.policy.is_some() && self.desk.conversations.get(conversation).is_some_and(nowhere) {
            self.enqueue(conversation, Some(Vec::new()));
        }
    }

    /// With a policy the desk queues by itself, and takes over only what it did not know to be queued.
    fn host_queued(&mut self, conversation: &str, queue: Option<&String>, position: Option<u64>) {
        let Some(seat) = self.desk.conversations.get(conversation) else {
            return;
        };
        if self.policy.is_some() && seat.place != Place::Nowhere {
            return;
        }
        self.leave(conversation, None);
        self.enqueue(conversation, None);
        let observing = self.policy.is_none();
        if let Some(waiting) = self.desk.waiting_mut(conversation) {
            waiting.position = position;
            if let (true, Some(queue)) = (observing, queue) {
                waiting.queue.clone_from(queue);
            }
        }
        if let (true, Some(queue)) = (observing, queue) {
            self.open_queue(queue);
        }
    }

    fn host_assigned(&mut self, conversation: &str, agent: &str, facts: &Facts) {
        self.meet(agent, facts);
        self.leave(conversation, Some(agent));
        let time = self.time;
        if let Some(seat) = self.desk.conversations.get_mut(conversation) {
            seat.place = Place::With { agent: agent.to_owned(), since: time };
            seat.active = true;
        }
        if let Some(agent) = self.desk.agents.get_mut(agent) {
            agent.since = time;
        }
    }

    /// An agent of whom the host speaks is known from then on.
    fn meet(&mut self, name: &str, facts: &Facts) {
        let time = self.time;
        self.agents_changed |= facts.keys().any(|key| is_of_staffing(key));
        let agent =
            self.desk.agents.entry(name.to_owned()).or_insert_with(|| Agent { facts: Facts::new(), since: time });
        agent.facts.extend(facts.iter().map(|(key, value)| (key.clone(), value.clone())));
    }

    fn answer(&mut self, conversation: &str, agent: &str, answer: Answer) {
        let (about, name) = (conversation.to_owned(), agent.to_owned());
        if self.policy.is_none() {
            return self.outcome.audit.push(DeskAudit::NoPolicy { conversation: about });
        }
        if !self.desk.agents.contains_key(agent) {
            return self.outcome.audit.push(DeskAudit::UnknownAgent { conversation: Some(about), agent: name });
        }
        let seat = self.desk.conversations.get(conversation);
        let offered = seat.and_then(Seat::waiting).is_some_and(|waiting| waiting.offers.contains_key(agent));
        match (answer, seat.and_then(Seat::agent)) {
            (Answer::Accept, _) if offered => self.give(conversation, agent, BY_QUEUE, Score::default()),
            (Answer::Decline, _) if offered => self.pass(conversation, agent, Withdrawal::Declined),
            (Answer::Accept | Answer::Decline, _) => {
                self.outcome.audit.push(DeskAudit::NoSuchOffer { conversation: about, agent: name });
            }
            (Answer::Take, Some(has)) if has == agent => {}
            (Answer::Take, Some(has)) => {
                let has = has.to_owned();
                self.outcome.audit.push(DeskAudit::AlreadyAssigned { conversation: about, agent: name, has });
            }
            (Answer::Take, None) => self.give(conversation, agent, BY_AGENT, Score::default()),
        }
    }

    fn assign(&mut self, conversation: &str, to: &AssignTo, by: &str) {
        if self.policy.is_none() {
            let conversation = conversation.to_owned();
            return self.outcome.audit.push(DeskAudit::NoPolicy { conversation });
        }
        match to {
            AssignTo::Group(group) => self.queue_for(conversation, group),
            AssignTo::Agent(agent) => self.hand_to(conversation, agent, by),
            AssignTo::Automatically => self.requested(conversation),
            AssignTo::Nobody => self.take_off(conversation),
        }
    }

    /// Into the queue of that group. Who waits in another one keeps the turn.
    fn queue_for(&mut self, conversation: &str, group: &str) {
        self.take_off(conversation);
        let mut told = Vec::new();
        let Some(seat) = self.desk.conversations.get_mut(conversation) else {
            return;
        };
        let same = seat.group.as_deref() == Some(group);
        seat.group = Some(group.to_owned());
        if !same {
            told.push((GROUP.0.into(), Some(Value::Text(group.into()))));
        }
        match seat.waiting_mut() {
            None => self.enqueue(conversation, Some(told)),
            Some(_) if same => {}
            Some(waiting) => {
                waiting.queue = group.to_owned();
                waiting.passed.clear();
                told.push((QUEUED_AT.0.into(), Some(Value::Time(waiting.since))));
                self.open_queue(group);
                self.to_announce.retain(|(other, _)| other != conversation);
                self.to_announce.push((conversation.to_owned(), told));
            }
        }
    }

    fn hand_to(&mut self, conversation: &str, agent: &str, by: &str) {
        let (about, name) = (conversation.to_owned(), agent.to_owned());
        let Some(known) = self.desk.agents.get(agent) else {
            return self.outcome.audit.push(DeskAudit::UnknownAgent { conversation: Some(about), agent: name });
        };
        if !is_online(known) {
            return self.outcome.audit.push(DeskAudit::AbsentAgent { conversation: about, agent: name });
        }
        let seat = self.desk.conversations.get(conversation);
        if seat.is_none_or(|seat| seat.agent() == Some(agent)) {
            return;
        }
        self.take_off(conversation);
        let by = if by == BY_AGENT { BY_AGENT } else { BY_RULE };
        self.give(conversation, agent, by, Score::default());
    }

    pub(super) fn agent_changed(&mut self, facts: &[(Name, Option<Value>)], refused: &[(String, String)]) {
        let text = |wanted: &str| {
            facts.iter().find_map(|(key, value)| match value {
                Some(Value::Text(text)) if key == wanted && !text.is_empty() => Some(text.to_string()),
                _ => None,
            })
        };
        let Some(name) = text(AGENT_NAME.0).or_else(|| text(AGENT_ID.0)) else {
            self.outcome.audit.push(DeskAudit::UnknownAgent { conversation: None, agent: String::new() });
            return;
        };
        let was_online = self.desk.agents.get(&name).is_some_and(is_online);
        self.meet(&name, &Facts::new());
        for (key, reason) in refused {
            self.wrong(&name, key, reason.clone());
        }
        for (key, value) in facts {
            match self.accepted(key, value.clone()) {
                Some(Ok(value)) => self.note(&name, key, value),
                Some(Err(reason)) => self.wrong(&name, key, reason),
                None => {}
            }
        }
        let time = self.time;
        if let Some(agent) = self.desk.agents.get_mut(&name)
            && is_online(agent)
            && !was_online
        {
            agent.since = time;
        }
    }

    fn wrong(&mut self, agent: &str, key: &str, reason: String) {
        let (agent, key) = (agent.to_owned(), key.to_owned());
        self.outcome.audit.push(DeskAudit::WrongValue { agent, key, reason });
    }

    /// The value in its one form, or why it makes no sense; `None` if it says nothing of an agent.
    fn accepted(&self, key: &str, value: Option<Value>) -> Option<Result<Option<Value>, String>> {
        let of_agent = Key::first_word(key) == Key::first_word(AGENT_NAME.0);
        let attribute = self.book.attribute(key).filter(|attribute| of_agent && attribute.holder == Holder::Event)?;
        let Some(value) = value else {
            return Some(Ok(None));
        };
        Some(match attribute.kind.accept(value) {
            Ok(Value::Number(number))
                if key == AGENT_CAPACITY.0 && (number.is_sign_negative() || !number.is_integer()) =>
            {
                Err(format!("`{number}` is not a number of conversations: it must be whole and not negative"))
            }
            Ok(value) => Ok(Some(value)),
            Err(reason) => Err(reason),
        })
    }

    fn note(&mut self, agent: &str, key: &str, value: Option<Value>) {
        self.agents_changed |= is_of_staffing(key);
        let Some(agent) = self.desk.agents.get_mut(agent) else {
            return;
        };
        match value {
            Some(value) => drop(agent.facts.insert(key.into(), value)),
            None => drop(agent.facts.remove(key)),
        }
    }

    /// Their conversations are queued again, as far as the desk queues.
    pub(super) fn agent_left(&mut self, name: &str) {
        if self.desk.agents.remove(name).is_none() {
            self.outcome.audit.push(DeskAudit::UnknownAgent { conversation: None, agent: name.to_owned() });
            return;
        }
        self.agents_changed = true;
        for conversation in self.waiting() {
            self.withdraw(&conversation, name, Withdrawal::NotEligible);
            if let Some(waiting) = self.desk.waiting_mut(&conversation) {
                waiting.passed.remove(name);
            }
        }
        if self.policy.is_none() {
            return;
        }
        let theirs = self.desk.conversations.iter().filter(|(_, seat)| seat.agent() == Some(name));
        let theirs: Vec<String> = theirs.map(|(conversation, _)| conversation.clone()).collect();
        for conversation in theirs {
            self.take_off(&conversation);
            self.enqueue(&conversation, Some(Vec::new()));
        }
    }

    /// Nobody has taken it for so long.
    pub(super) fn nobody(&mut self, conversation: &str) {
        let policy = self.policy;
        let Some(waiting) = self.desk.waiting_mut(conversation) else {
            return;
        };
        let line = waiting.fallback;
        waiting.fallback = line.saturating_add(1);
        waiting.fallback_timer = None;
        let line_number = usize::try_from(line).unwrap_or(usize::MAX);
        let Some(fallback) = policy.and_then(|policy| policy.fallbacks.get(line_number)) else {
            return;
        };
        self.outcome.audit.push(DeskAudit::Nobody { conversation: conversation.to_owned(), line: line + 1 });
        for step in &fallback.steps {
            match step {
                FallbackStep::Drop(key) => {
                    let seat = self.desk.conversations.get_mut(conversation);
                    let dropped = seat.and_then(|seat| seat.facts.remove(key.as_str()));
                    // Nobody has to hear that nothing was taken away.
                    let is_empty = |value: &Value| matches!(value, Value::List(values) if values.is_empty());
                    if dropped.is_some_and(|dropped| !is_empty(&dropped)) {
                        self.event(conversation, UPDATED, Facts::new(), vec![(key.into(), None)]);
                    }
                }
                FallbackStep::MoveToGroup(group) => self.queue_for(conversation, group),
            }
        }
        self.arm_fallback(conversation);
    }
}

/// Whether a fact of an agent says whether they are there, or for which queues.
fn is_of_staffing(key: &str) -> bool {
    key == AGENT_STATUS.0 || key == AGENT_GROUPS.0
}

/// Whether an agent takes conversations.
pub(super) fn is_online(agent: &Agent) -> bool {
    matches!(agent.facts.get(AGENT_STATUS.0), Some(Value::Enum(status)) if status == ONLINE)
}
