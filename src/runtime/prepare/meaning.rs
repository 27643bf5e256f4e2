//! What an event means to the runtime itself, whatever the rules of the book say of it: found once, when the book is made ready,
//! so that a step looks at nothing that does not matter to its events.

use std::sync::Arc;

use super::Prepared;
use super::lifecycle::Way;
use super::vocabulary::Attribute;
use crate::ir::vocabulary::Holder;
use crate::ir::{EventName, Name};
use crate::runtime::maintained::{
    AGENT_ANSWERS, AGENT_WROTE, CREATED_AT, CUSTOMER_WROTE, EVENT_ACTORS, FROM_BEGINNING, Keep, OVER, QUEUED, REOPENED,
    REQUESTED, SESSION_ENDED, SUSPENDED_EVENTS, UPKEEP, USER_UPKEEP, WENT_INACTIVE,
};

/// What follows from an event that comes.
#[derive(Debug, Default)]
pub(crate) struct Meaning {
    /// Whether it is declared, or the change of a user's fact: else it is not taken.
    pub(crate) is_known: bool,
    /// What the conversation keeps up to date by itself, in order.
    pub(crate) upkeep: Box<[Due]>,
    /// What becomes of the user's facts if the engine raises it.
    pub(crate) of_user: Box<[(Name, bool)]>,
    /// Who stands behind it, for what a lifecycle raises because of it.
    pub(crate) actor: Option<&'static str>,
    /// What it is to capacity release.
    pub(crate) release: Option<ToRelease>,
    /// Whether something else comes in its place from a suspended user.
    pub(crate) can_be_suspended: bool,
    /// Whether it may begin a new conversation.
    pub(crate) may_begin: bool,
    /// Whether it ends the session.
    pub(crate) ends_session: bool,
    /// Whether the desk may have to hear of it.
    pub(crate) concerns_desk: bool,
    /// Whether it is remembered when it came.
    pub(crate) is_remembered: bool,
    /// Whether some wait ends when it comes.
    pub(crate) ends_waits: bool,
    /// The transitions that it may move a state by.
    pub(crate) ways: Box<[Way]>,
    /// Whether it ends what the desk has to do with the conversation.
    pub(crate) is_over: bool,
    /// Whether it tells that the conversation goes on.
    pub(crate) reopens: bool,
    /// Whether it asks for somebody.
    pub(crate) requests: bool,
}

/// A fact that is kept up to date.
#[derive(Debug)]
pub(crate) struct Due {
    pub(crate) key: Name,
    /// The attribute, if the conversation keeps one of that key.
    pub(crate) attribute: Option<Arc<Attribute>>,
    pub(crate) keep: Keep,
}

/// The events that capacity release heeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ToRelease {
    CustomerWrote,
    AgentWrote,
    WentInactive,
}

impl Meaning {
    pub(super) fn new(book: &Prepared, event: &EventName) -> Self {
        let name = event.as_str();
        let concerns_desk = [QUEUED, REQUESTED, REOPENED].contains(&name)
            || OVER.contains(&name)
            || AGENT_ANSWERS.iter().any(|(answer, _)| *answer == name);
        Self {
            is_known: book.names.vocabulary.carries(event).is_some(),
            upkeep: UPKEEP
                .iter()
                .filter(|upkeep| upkeep.event == name)
                .map(|upkeep| Due::new(book, upkeep.attribute, upkeep.keep))
                .collect(),
            of_user: USER_UPKEEP
                .iter()
                .filter(|(own, key, _)| *own == name && book.attribute(key).is_some())
                .map(|(_, key, value)| (book.name_of(key), *value))
                .collect(),
            actor: EVENT_ACTORS.iter().find(|(own, _)| *own == name).map(|(_, actor)| *actor),
            release: match name {
                CUSTOMER_WROTE => Some(ToRelease::CustomerWrote),
                AGENT_WROTE => Some(ToRelease::AgentWrote),
                WENT_INACTIVE => Some(ToRelease::WentInactive),
                _ => None,
            },
            can_be_suspended: book.suspended.is_some() && SUSPENDED_EVENTS.0.contains(&name),
            may_begin: book.lifecycle.new_conversations.iter().any(|rule| rule.events.contains(event)),
            ends_session: name == SESSION_ENDED,
            concerns_desk,
            is_remembered: event.changed().is_none() || book.looked_back_at.contains(event),
            ends_waits: book.waited_for.contains(event),
            ways: book.lifecycle.ways(|transition| transition.is_on(event)),
            is_over: OVER.contains(&name),
            reopens: name == REOPENED,
            requests: name == REQUESTED,
        }
    }
}

impl Due {
    /// When the conversation began.
    pub(super) fn of_beginning(book: &Prepared) -> Option<Self> {
        Some(Self::new(book, CREATED_AT.0, Keep::Now)).filter(|due| due.attribute.is_some())
    }

    /// Since when it is so what a conversation is from its beginning, by the lifecycle.
    pub(super) fn from_beginning(book: &Prepared) -> Box<[Self]> {
        let begun = FROM_BEGINNING.iter().filter(|(event, _)| book.lifecycle.begins_after(event));
        begun.map(|(_, key)| Self::new(book, key, Keep::Now)).collect()
    }

    fn new(book: &Prepared, key: &str, keep: Keep) -> Self {
        let attribute = book.attribute(key).filter(|attribute| attribute.holder == Holder::Conversation);
        Self { key: book.name_of(key), attribute: attribute.map(Arc::clone), keep }
    }
}

/// The events that mean something although nobody need have declared them.
pub(super) fn undeclared() -> impl Iterator<Item = EventName> {
    EVENT_ACTORS.iter().map(|(event, _)| EventName::new(*event))
}
