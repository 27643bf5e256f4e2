//! What a conversation tells the desk, at the end of an input.

use super::Run;
use super::witness::Witness;
use crate::ir::{EventName, Value};
use crate::runtime::conversation::Fingerprint;
use crate::runtime::keys::Key;
use crate::runtime::maintained::{
    AGENT_ANSWERS, AGENT_ID, AGENT_NAME, ASSIGNEE, AgentAnswer, GROUP, QUEUE_NAME, QUEUE_POSITION, QUEUED,
};
use crate::runtime::outcome::Answer;
use crate::runtime::{Audit, DeskState, Facts, InputKind, ToDesk};

impl<W: Witness> Run<'_, W> {
    /// Sends what is new to the desk: first how the conversation is, then what was asked for, then what has happened.
    pub(super) fn tell_desk(&mut self) {
        if self.outcome.new_conversation || !self.concerns_desk() || self.is_as_told() {
            return;
        }
        let asked = std::mem::take(&mut self.outcome.to_desk);
        let known = !self.conversation.desk.is_none();
        if self.is_over() || self.outcome.is_deleted() || self.has_heard(|meaning| meaning.is_over) {
            if known {
                self.conversation.desk = Fingerprint::default();
                self.outcome.to_desk.push(ToDesk::Over);
            }
            return;
        }
        let assignee = text(&self.conversation.facts, ASSIGNEE.0);
        let happened = self.happened(assignee.as_ref());
        let goes_on = assignee.is_some()
            && (self.has_heard(|meaning| meaning.reopens) || (self.was_inactive && !self.conversation.inactive));
        if !known && asked.is_empty() && happened.is_empty() && !goes_on {
            return;
        }
        self.tell_state(assignee);
        self.outcome.to_desk.extend(asked);
        self.outcome.to_desk.extend(happened);
    }

    /// Tells the state if the desk knows another one.
    fn tell_state(&mut self, assignee: Option<String>) {
        let went_inactive = self.conversation.inactive && (!self.was_inactive || self.has_released());
        let mut state = DeskState {
            group: text(&self.conversation.facts, GROUP.0),
            // The desk knows better, so that it is not told anew by its own answers.
            assignee: None,
            inactive: self.conversation.inactive,
            went_inactive: false,
            opened: false,
            session: self.conversation.session,
            facts: self.book.desk_facts(&self.conversation.facts, &self.user),
        };
        let told = Fingerprint::short(&serde_json::to_vec(&state).unwrap_or_default());
        state.assignee = assignee;
        let opened = self.has_heard(|meaning| meaning.reopens);
        if told != self.conversation.desk || went_inactive || opened {
            self.conversation.desk = told;
            self.outcome.to_desk.push(ToDesk::State(Box::new(DeskState { went_inactive, opened, ..state })));
        }
    }

    /// Whether the desk knows of the conversation, or may have to. Most inputs of most conversations are none of its business.
    fn concerns_desk(&self) -> bool {
        !self.conversation.desk.is_none()
            || !self.outcome.to_desk.is_empty()
            || self.has_heard(|meaning| meaning.concerns_desk)
            || (self.was_inactive && !self.conversation.inactive)
            || self.written.has(ASSIGNEE.0)
    }

    /// Whether the desk knows of the conversation, and surely knows already all that it would be told now: most inputs change nothing of it.
    fn is_as_told(&self) -> bool {
        !self.conversation.desk.is_none()
            && self.outcome.to_desk.is_empty()
            && self.conversation.inactive == self.was_inactive
            && !self.has_heard(|meaning| meaning.concerns_desk || meaning.ends_session)
            // While the desk knows of it, the conversation is not over.
            && self.is_unmoved()
            && !self.written.has(ASSIGNEE.0)
            && !self.written.has(GROUP.0)
            && self.book.desk_reads().is_some_and(|keys| self.is_untouched(keys))
            && !self.has_released()
            && !self.outcome.is_deleted()
    }

    /// Whether a stage of release was due.
    fn has_released(&self) -> bool {
        self.outcome.audit.iter().any(|audit| matches!(audit, Audit::Released { .. }))
    }

    /// What the desk has to hear of, beside the state.
    fn happened(&self, assignee: Option<&String>) -> Vec<ToDesk> {
        let mut messages = Vec::new();
        if let InputKind::Event { name, carried, .. } = &self.input.kind
            && !self.input.from_desk
            && self.rounds > 0
        {
            messages.extend(self.told_by_host(name, carried, assignee));
        }
        if self.has_heard(|meaning| meaning.requests) && assignee.is_none() {
            messages.push(ToDesk::Requested);
        }
        messages
    }

    /// Who was assigned before the input.
    fn former_assignee(&self) -> Option<String> {
        match self.was(0, ASSIGNEE.0) {
            Some(Value::Text(name)) if !name.is_empty() => Some(name.as_str().to_owned()),
            _ => None,
        }
    }

    fn told_by_host(&self, event: &EventName, carried: &Facts, assignee: Option<&String>) -> Vec<ToDesk> {
        let mut messages = Vec::new();
        if event.as_str() == QUEUED {
            let position = match carried.get(QUEUE_POSITION.0) {
                Some(Value::Number(position)) => u64::try_from(position.trunc()).ok(),
                _ => None,
            };
            messages.push(ToDesk::Queued { queue: text(carried, QUEUE_NAME.0), position });
        }
        match (assignee, self.former_assignee().as_ref()) {
            (None, Some(_)) => messages.push(ToDesk::Unassigned),
            (Some(agent), before) if before != Some(agent) => {
                let of_agent = |key: &str| Key::first_word(key) == Key::first_word(AGENT_NAME.0);
                let facts = carried.iter().filter(|(key, _)| of_agent(key));
                let facts = facts.map(|(key, value)| (key.clone(), value.clone())).collect();
                messages.push(ToDesk::Assigned { agent: agent.clone(), facts });
            }
            _ => {}
        }
        if let Some((_, answer)) = AGENT_ANSWERS.iter().find(|(name, _)| *name == event.as_str()) {
            let answer = match answer {
                AgentAnswer::Accept => Answer::Accept,
                AgentAnswer::Decline => Answer::Decline,
                AgentAnswer::Take => Answer::Take,
            };
            let agent = text(carried, AGENT_NAME.0).or_else(|| text(carried, AGENT_ID.0)).unwrap_or_default();
            messages.push(ToDesk::Answer { agent, answer });
        }
        messages
    }
}

fn text(facts: &Facts, key: &str) -> Option<String> {
    match facts.get(key) {
        Some(Value::Text(text)) if !text.is_empty() => Some(text.as_str().to_owned()),
        _ => None,
    }
}
