//! The names of the standard vocabulary that the runtime itself knows: what it keeps up to date, what it provides and what
//! its actions write. There is no other place in Rust code with such a name.
//!
//! `build.rs` includes this file and fails the build when `std-rules/prelude.when` does not declare one of them with the
//! type given here. So this file uses nothing but `core`.

/// How the runtime keeps a fact of the conversation up to date when an event comes. A fact that the event's own data tells
/// is left as told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// One more.
    Count,
    /// The time of the event.
    Now,
    /// The time of the event, if there is none yet.
    FirstNow,
    /// `true`
    Yes,
    /// `false`
    No,
    /// Whether that other fact was unknown before the event.
    WasUnknown(&'static str),
    /// The first of these that the event carries.
    Carried(&'static [&'static str]),
    /// What that other fact was before the event, if it was known and the event changes it.
    Former(&'static str),
    /// Taken away.
    Nothing,
}

/// A line of [`UPKEEP`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upkeep {
    /// The event.
    pub event: &'static str,
    /// The fact that is kept.
    pub attribute: &'static str,
    /// Its declared type.
    pub value_type: &'static str,
    /// What becomes of it.
    pub keep: Keep,
}

const fn upkeep(event: &'static str, attribute: &'static str, value_type: &'static str, keep: Keep) -> Upkeep {
    Upkeep { event, attribute, value_type, keep }
}

/// What the conversation keeps up to date by itself, by event, in the order in which it is done.
pub const UPKEEP: &[Upkeep] = &[
    upkeep("customer.wrote", "conversation.customer_messages", "number", Keep::Count),
    upkeep("customer.wrote", "conversation.last_customer_message_at", "time", Keep::Now),
    upkeep("customer.wrote", "conversation.inactivity_notice", "boolean", Keep::No),
    upkeep("agent.wrote", "conversation.agent_messages", "number", Keep::Count),
    upkeep("agent.wrote", "conversation.last_agent_message_at", "time", Keep::Now),
    upkeep("agent.wrote", "conversation.first_reply_at", "time", Keep::FirstNow),
    upkeep("agent.wrote", "conversation.served", "boolean", Keep::Yes),
    upkeep("bot.wrote", "conversation.bot_messages", "number", Keep::Count),
    upkeep("conversation.requested", "conversation.requests", "number", Keep::Count),
    upkeep("conversation.queued", "conversation.first_routing", "boolean", Keep::WasUnknown("conversation.queued_at")),
    upkeep("conversation.queued", "conversation.queued_at", "time", Keep::Now),
    upkeep("conversation.assigned", "conversation.assigned_at", "time", Keep::Now),
    upkeep("conversation.assigned", "conversation.assignee", "agent", Keep::Carried(&["agent.name", "agent.id"])),
    upkeep("conversation.assigned", "conversation.last_assignee", "agent", Keep::Former("conversation.assignee")),
    upkeep("conversation.unassigned", "conversation.assignee", "agent", Keep::Nothing),
    upkeep("conversation.unassigned", "conversation.last_assignee", "agent", Keep::Former("conversation.assignee")),
    upkeep("conversation.opened", "conversation.first_opening", "boolean", Keep::WasUnknown("conversation.opened_at")),
    upkeep("conversation.opened", "conversation.opened_at", "time", Keep::Now),
    upkeep("conversation.closed", "conversation.closed_at", "time", Keep::Now),
    upkeep("session.started", "session.started_at", "time", Keep::Now),
    upkeep("session.ended", "session.ended_at", "time", Keep::Now),
];

/// When the conversation began: the time of its first event.
pub const CREATED_AT: (&str, &str) = ("conversation.created_at", "time");

/// What the user's record keeps up to date by itself: the event, the fact, and its new value.
pub const USER_UPKEEP: &[(&str, &str, bool)] = &[
    ("conversation.requested", "user.requesting", true),
    ("conversation.assigned", "user.requesting", false),
    ("agent.wrote", "user.requesting", false),
];

/// The event that ends a session: after its input the next session begins.
pub const SESSION_ENDED: &str = "session.ended";

/// Who the user is; the driver finds the user's record by it.
pub const USER_ID: (&str, &str) = ("user.id", "text");

/// The language of the user, which picks the text of a message.
pub const USER_LOCALE: (&str, &str) = ("user.locale", "text");

/// What the customer wrote; a timeline shows it before anything else.
pub const MESSAGE_TEXT: (&str, &str) = ("message.text", "text");

/// The attribute to which an account's own statuses belong.
pub const STATUS: (&str, &str) = ("conversation.status", "status");

/// What the `channels` clause looks at.
pub const CHANNEL: (&str, &str) = ("conversation.channel", "channel");

/// What the runtime computes instead of keeping it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provided {
    /// The id of the conversation.
    ConversationId,
    /// The number of the session, from 1.
    SessionNumber,
    /// What that other fact of the conversation is, as far as it is a value of this one's type.
    As(&'static str),
    /// The time of the input.
    Now,
    /// Its hour in the book's time zone.
    Hour,
    /// Its day of the week there.
    Weekday,
    /// Its date there.
    Date,
    /// Its time of the day there.
    Clock,
}

/// The facts that are computed, with their types.
pub const PROVIDED: &[(&str, &str, Provided)] = &[
    ("conversation.id", "text", Provided::ConversationId),
    ("session.number", "number", Provided::SessionNumber),
    ("conversation.status_category", "status", Provided::As("conversation.status")),
    ("time.now", "time", Provided::Now),
    ("time.hour", "number", Provided::Hour),
    ("time.weekday", "weekday", Provided::Weekday),
    ("time.date", "date", Provided::Date),
    ("time.clock", "clock time", Provided::Clock),
];

/// How an action changes a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListChange {
    /// Its argument goes to the end, unless it is there.
    Add,
    /// Its argument goes out.
    Remove,
}

/// Actions that write a list at once: the action's words, what they do to which fact, the fact's type, and the slot.
pub const LIST_ACTIONS: &[(&str, ListChange, &str, &str, &str)] = &[
    ("add tag", ListChange::Add, "conversation.tags", "list of text", "tag"),
    ("remove tag", ListChange::Remove, "conversation.tags", "list of text", "tag"),
    ("add user tag", ListChange::Add, "user.tags", "list of text", "tag"),
    ("remove user tag", ListChange::Remove, "user.tags", "list of text", "tag"),
    ("add follower", ListChange::Add, "conversation.followers", "list of agent", "name"),
    ("remove follower", ListChange::Remove, "conversation.followers", "list of agent", "name"),
];

/// Actions without effect while a fact is unknown: the action's words, and the fact with its type. Placeholders of that
/// fact's first word need no `or` in their texts.
pub const NEEDS: &[(&str, &str, &str)] = &[("show wait time", "queue.wait_max", "duration")];

/// The attributes that these tables name, with their types.
#[must_use]
pub fn attributes() -> Vec<(&'static str, &'static str)> {
    let mut attributes = vec![CREATED_AT, USER_ID, USER_LOCALE, CHANNEL];
    attributes.extend(UPKEEP.iter().map(|upkeep| (upkeep.attribute, upkeep.value_type)));
    attributes.extend(USER_UPKEEP.iter().map(|(_, key, _)| (*key, "boolean")));
    attributes.extend(PROVIDED.iter().map(|(key, value_type, _)| (*key, *value_type)));
    attributes.extend(LIST_ACTIONS.iter().map(|(_, _, key, value_type, _)| (*key, *value_type)));
    attributes.extend(NEEDS.iter().map(|(_, key, value_type)| (*key, *value_type)));
    for upkeep in UPKEEP {
        match upkeep.keep {
            Keep::WasUnknown(key) => attributes.push((key, "time")),
            Keep::Former(key) => attributes.push((key, upkeep.value_type)),
            Keep::Carried(keys) => attributes.extend(keys.iter().map(|key| (*key, "text"))),
            _ => {}
        }
    }
    attributes
}
