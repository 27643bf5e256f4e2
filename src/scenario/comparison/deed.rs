//! Deeds: what a book does in a conversation, as far as somebody can notice it.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::ir::{Book, Moment, Name, Value};
use crate::runtime::driver::Delivery;
use crate::runtime::maintained::{
    AGENT_ID, AGENT_NAME, ASSIGNED, QUEUE_NAME, QUEUED, TO_CUSTOMER, TO_TEAM, UNASSIGNED,
};
use crate::runtime::{Effect, Facts, InputKind};
use crate::scenario::audit::{self, LIFECYCLE, RELEASE};
use crate::scenario::effects;

/// Who gives conversations to queues and agents.
const DESK: &str = "assignment";

/// What a slot for something that people read looks like in a signature.
const MESSAGE_SLOT: &str = ": message>";

/// Who notices a deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SeenBy {
    /// The customer: it is a message or a form.
    Customer,
    /// The team: tags, statuses, notes, to whom it is assigned, calls of other programs.
    Team,
}

/// Something that a book did in a conversation.
#[derive(Clone, Debug)]
pub(super) struct Deed {
    pub(super) time: Moment,
    /// The id of the trigger, automation or policy.
    pub(super) source: Name,
    pub(super) seen_by: SeenBy,
    act: Act,
}

#[derive(Clone, Debug)]
enum Act {
    Effect(Effect),
    /// A change that the engine hosts: of what, and in words.
    Change {
        of: String,
        words: String,
    },
}

impl Deed {
    fn change(time: Moment, source: &str, of: &str, words: String) -> Self {
        let act = Act::Change { of: of.to_owned(), words };
        Self { time, source: source.into(), seen_by: SeenBy::Team, act }
    }

    /// The same, by the rule of another name.
    pub(super) fn called(self, names: &dyn Fn(&Name) -> Name) -> Self {
        Self { source: names(&self.source), ..self }
    }

    /// Whether the two are the same for everybody, be it at another time or by another rule.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        match (&self.act, &other.act) {
            (Act::Effect(one), Act::Effect(two)) => one.action == two.action && one.arguments == two.arguments,
            (Act::Change { of, words }, Act::Change { of: other_of, words: other_words }) => {
                of == other_of && words == other_words
            }
            (Act::Effect(_), Act::Change { .. }) | (Act::Change { .. }, Act::Effect(_)) => false,
        }
    }

    /// Deeds of one rule with the same lane may stand for each other: all that it sends, what it sets an attribute to.
    pub(super) fn lane(&self) -> (Name, String) {
        let lane = match &self.act {
            Act::Effect(effect) => match effect.arguments.get("attribute") {
                Some(attribute) => format!("{} {attribute}", effect.action),
                None => effect.action.to_string(),
            },
            Act::Change { of, .. } => format!("change of {of}"),
        };
        (self.source.clone(), lane)
    }

    /// As a statement of the book that did it.
    pub(super) fn statement(&self, book: &Book) -> String {
        match &self.act {
            Act::Effect(effect) => effects::statement(effect, book, usize::MAX),
            Act::Change { words, .. } => words.clone(),
        }
    }
}

/// Reads deeds off deliveries.
#[derive(Debug)]
pub(super) struct Reader {
    /// The actions that customers see.
    to_customer: BTreeSet<String>,
}

impl Reader {
    /// Of an account's own actions, customers see those that take a message: rather told once too often than never.
    pub(super) fn new(book: &Book) -> Self {
        let own = book.vocabulary.actions.iter().filter(|action| action.signature.contains(MESSAGE_SLOT));
        let own = own.map(|action| action.name.as_str()).filter(|name| !TO_TEAM.contains(name));
        Self { to_customer: own.chain(TO_CUSTOMER.iter().copied()).map(str::to_owned).collect() }
    }

    /// What the book did on an input.
    pub(super) fn deeds(&self, delivery: &Delivery) -> Vec<Deed> {
        let outcome = &delivery.outcome;
        if outcome.new_conversation {
            return Vec::new();
        }
        let time = delivery.input.time;
        let mut deeds: Vec<Deed> = given(delivery).into_iter().collect();
        deeds.extend(audit::moved(delivery).map(|moved| {
            let words = format!("{} becomes {}", moved.attribute, moved.to);
            Deed::change(time, LIFECYCLE, &moved.attribute, words)
        }));
        if let (Some(inactive), true) = (delivery.inactive, outcome.moves.is_empty()) {
            let words = if inactive { "the session becomes inactive" } else { "the session is active again" };
            deeds.push(Deed::change(time, RELEASE, "session", words.to_owned()));
        }
        deeds.extend(outcome.effects.iter().map(|effect| Deed {
            time: effect.time,
            source: effect.source.clone(),
            seen_by: self.seen_by(&effect.action),
            act: Act::Effect(effect.clone()),
        }));
        deeds
    }

    fn seen_by(&self, action: &str) -> SeenBy {
        if self.to_customer.contains(action) { SeenBy::Customer } else { SeenBy::Team }
    }
}

/// What the desk has done with the conversation, if the input says so. What the host tells is in the log, and the same for
/// all books.
fn given(delivery: &Delivery) -> Option<Deed> {
    let InputKind::Event { name, carried, .. } = &delivery.input.kind else { return None };
    if !delivery.input.from_desk {
        return None;
    }
    let words = match name.as_str() {
        ASSIGNED => {
            format!(
                "assigned to {}",
                text(carried, AGENT_NAME.0).or_else(|| text(carried, AGENT_ID.0)).unwrap_or("nobody known")
            )
        }
        UNASSIGNED => "the agent is taken off".to_owned(),
        QUEUED => match text(carried, QUEUE_NAME.0) {
            Some(queue) => format!("put in the queue of {queue}"),
            None => "put in the queue".to_owned(),
        },
        _ => return None,
    };
    let of = if name.as_str() == QUEUED { "queue" } else { "agent" };
    Some(Deed::change(delivery.input.time, DESK, of, words))
}

fn text<'a>(facts: &'a Facts, key: &str) -> Option<&'a str> {
    match facts.get(key) {
        Some(Value::Text(text)) if !text.is_empty() => Some(text),
        _ => None,
    }
}
