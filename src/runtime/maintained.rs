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
    /// Who, or what, raised the event, where the runtime has raised it.
    Actor,
    /// Taken away.
    Nothing,
    /// Taken away, unless the states of which the event tells have moved on since.
    NothingMore,
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
    upkeep("conversation.assigned", "conversation.assignee", "agent", Keep::Carried(AGENT_NAMES)),
    upkeep("conversation.assigned", "conversation.last_assignee", "agent", Keep::Former("conversation.assignee")),
    upkeep("conversation.unassigned", "conversation.assignee", "agent", Keep::Nothing),
    upkeep("conversation.unassigned", "conversation.last_assignee", "agent", Keep::Former("conversation.assignee")),
    upkeep("conversation.opened", "conversation.first_opening", "boolean", Keep::WasUnknown("conversation.opened_at")),
    upkeep("conversation.opened", "conversation.opened_at", "time", Keep::Now),
    upkeep("conversation.opened", "conversation.opened_by", ACTOR, Keep::Actor),
    upkeep("conversation.opened", "conversation.snoozed_until", "time", Keep::NothingMore),
    upkeep("conversation.closed", "conversation.closed_at", "time", Keep::Now),
    upkeep("conversation.closed", "conversation.closed_by", ACTOR, Keep::Actor),
    upkeep("conversation.closed", "conversation.snoozed_until", "time", Keep::NothingMore),
    upkeep("snooze.over", "conversation.snoozed_until", "time", Keep::Nothing),
    upkeep("session.started", "session.started_at", "time", Keep::Now),
    upkeep("session.ended", "session.ended_at", "time", Keep::Now),
    upkeep("session.ended", "session.ended_by", ACTOR, Keep::Actor),
];

/// What was so from the beginning of a conversation whose lifecycle begins in a state that this event leads to, or that
/// raises it: since when it is so.
pub const FROM_BEGINNING: &[(&str, &str)] =
    &[("conversation.opened", "conversation.opened_at"), ("session.started", "session.started_at")];

/// The enum of those who do something.
pub const ACTOR: &str = "actor";

/// A rule of the book, as a value of [`ACTOR`].
pub const RULE: &str = "rule";

/// The customer's silence: capacity release.
pub const INACTIVITY: &str = "inactivity";

/// The end of a snooze.
pub const SNOOZE: &str = "snooze";

/// Who stands behind an event, for what a lifecycle raises because of it.
pub const EVENT_ACTORS: &[(&str, &str)] = &[
    ("customer.wrote", "customer"),
    ("agent.wrote", "agent"),
    ("bot.wrote", "bot"),
    ("snooze.over", SNOOZE),
    ("change of user.suspended", "suspension"),
];

/// Who stands behind an action, where it is not whoever does it.
pub const ACTION_ACTORS: &[(&str, &str)] = &[("suspend user", "suspension")];

/// The customer writes: wakes an inactive session and ends every stage of capacity release.
pub const CUSTOMER_WROTE: &str = "customer.wrote";

/// A person of the team writes: the first stage of capacity release counts from it.
pub const AGENT_WROTE: &str = "agent.wrote";

/// The session became inactive.
pub const WENT_INACTIVE: &str = "session.went_inactive";

/// Raised when the customer writes in an inactive session that has an agent.
pub const REQUESTED: &str = "conversation.requested";

/// Raised when a snooze is over.
pub const SNOOZE_OVER: &str = "snooze.over";

/// Until when the conversation is snoozed: then [`SNOOZE_OVER`] is raised.
pub const SNOOZED_UNTIL: (&str, &str) = ("conversation.snoozed_until", "time");

/// Who answers: capacity release looks at whether somebody does.
pub const ASSIGNEE: (&str, &str) = ("conversation.assignee", "agent");

/// From when the fixed time without a word of the customer counts.
pub const LAST_CUSTOMER_MESSAGE: (&str, &str) = ("conversation.last_customer_message_at", "time");

/// Whether the user is suspended.
pub const SUSPENDED: (&str, &str) = ("user.suspended", "boolean");

/// The events that a suspended user does not cause, and what comes in their place.
pub const SUSPENDED_EVENTS: (&[&str], &str) = (&["customer.wrote", "conversation.requested"], "conversation.suspended");

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

/// The status that it counts as, where it is one of the account's own.
pub const STATUS_CATEGORY: &str = "conversation.status_category";

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
    (STATUS_CATEGORY, "status", Provided::As("conversation.status")),
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

/// What else an action writes when it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Also {
    /// `true`
    Yes,
    /// The time after the duration in that slot.
    After(&'static str),
    /// The time in one of those slots.
    At(&'static [&'static str]),
}

/// Actions that write something at once that no slot names: the action's words, the fact with its type, and what it becomes.
/// A snooze writes only where a lifecycle knows it.
pub const ALSO: &[(&str, &str, &str, Also)] = &[
    ("remind", "conversation.inactivity_notice", "boolean", Also::Yes),
    ("suspend user", SUSPENDED.0, SUSPENDED.1, Also::Yes),
    ("snooze for", SNOOZED_UNTIL.0, SNOOZED_UNTIL.1, Also::After("time")),
    ("snooze until", SNOOZED_UNTIL.0, SNOOZED_UNTIL.1, Also::At(&["time", "schedule"])),
];

/// Actions that move states of a lifecycle and do nothing else, by their first words. In a book whose lifecycle does not know
/// one, it would do nothing at all.
pub const MOVERS: &[&str] = &["snooze", "close", "reopen", "end session", "hand over", "hand back"];

/// Actions that ask the desk: the action's words, and what they ask for.
pub const DESK_ACTIONS: &[(&str, Asks)] = &[
    ("assign to group", Asks::Group("name")),
    ("assign to agent", Asks::Agent("name")),
    ("assign automatically", Asks::Automatically),
    ("unassign", Asks::Nobody),
];

/// What an action asks the desk for; with the slot of the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// That group.
    Group(&'static str),
    /// That agent.
    Agent(&'static str),
    /// Whomever the policy chooses.
    Automatically,
    /// Nobody any more.
    Nobody,
}

/// The tags of a conversation; one may stand below another.
pub const TAGS: (&str, &str) = ("conversation.tags", "list of text");

/// Those who take part beside the assignee.
pub const FOLLOWERS: (&str, &str) = ("conversation.followers", "list of agent");

/// The events that are messages: the latest of them is the last activity of a conversation.
pub const MESSAGES: &[&str] = &[CUSTOMER_WROTE, AGENT_WROTE, "bot.wrote"];

/// What an event calls the agent whom it tells of: the first that it carries.
pub const AGENT_NAMES: &[&str] = &[AGENT_NAME.0, AGENT_ID.0];

/// Deletes the conversation for good: whoever keeps its state forgets it.
pub const DELETE: &str = "delete conversation";

/// What an action means for whoever commands it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Personal {
    /// They have read the conversation.
    Read,
    /// They put a star on it.
    Star,
    /// They take their star off.
    Unstar,
    /// They take part no more.
    Leave,
}

/// Actions of a person's own, which only somebody with a name can command.
pub const PERSONAL: &[(&str, Personal)] = &[
    ("mark read", Personal::Read),
    ("star", Personal::Star),
    ("unstar", Personal::Unstar),
    ("leave conversation", Personal::Leave),
];

/// Actions whose slot for the sender is filled from a fact of the account where the book leaves it open: the actions' words,
/// the slot, and the fact with its type.
pub const SENDER: (&[&str], &str, (&str, &str)) = (&["send", "remind"], "sender", ("account.ai_agent", "text"));

/// Actions that the customer sees: messages and forms.
pub const TO_CUSTOMER: &[&str] = &[
    "send",
    "show wait time",
    "remind",
    "request email",
    "request phone",
    "request rating",
    "request form",
    "text user",
];

/// Actions with a message that the team alone reads.
pub const TO_TEAM: &[&str] = &["note", "notify group", "notify agent", "notify assignee", "post to"];

/// Actions without effect while a fact is unknown: the action's words, and the fact with its type. Placeholders of that
/// fact's first word need no `or` in their texts.
pub const NEEDS: &[(&str, &str, &str)] = &[("show wait time", "queue.wait_max", "duration")];

/// Actions by which the customer hears a text.
pub const SAYING: &[&str] = &["send", "remind", "show wait time", "text user"];

/// The one of [`SAYING`] that is for a customer who is silent.
pub const REMIND: &str = "remind";

/// The one of [`SAYING`] that tells of the queue and answers nothing.
pub const SHOW_WAIT_TIME: &str = "show wait time";

/// Who answers first: while it is the bot, an answer to every message is a talk.
pub const RESPONDER: &str = "conversation.responder";

/// It was put in a queue; the desk says so, or the host.
pub const QUEUED: &str = "conversation.queued";

/// An agent was assigned; the desk says so, or the host.
pub const ASSIGNED: &str = "conversation.assigned";

/// The agent was taken off; the desk says so, or the host.
pub const UNASSIGNED: &str = "conversation.unassigned";

/// The desk changed a fact of the conversation.
pub const UPDATED: &str = "conversation.updated";

/// It goes on after it was over.
pub const REOPENED: &str = "conversation.opened";

/// It is over: the desk need not know of it any more.
pub const OVER: &[&str] = &["conversation.closed", "session.ended"];

/// To those who wait: their place in the queue is another one.
pub const QUEUE_MOVED: &str = "queue.moved";

/// To those who wait: the first agent of the queue is there, or the last one has gone.
pub const QUEUE_STAFFED: (&str, &str) = ("queue.staffed", "queue.unstaffed");

/// Events that belong to no conversation: they go to the desk.
pub const DESK_EVENTS: &[&str] = &[AGENT_CHANGED, AGENT_LEFT];

/// What is known of an agent has changed.
pub const AGENT_CHANGED: &str = "agent.changed";

/// An agent does not belong to the team any more.
pub const AGENT_LEFT: &str = "agent.left";

/// What an agent does with a conversation that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgentAnswer {
    /// The offer is accepted.
    Accept,
    /// The offer is declined.
    Decline,
    /// It is taken without an offer.
    Take,
}

/// The events by which the host tells what an agent does with a conversation that waits.
pub const AGENT_ANSWERS: &[(&str, AgentAnswer)] = &[
    ("offer.accepted", AgentAnswer::Accept),
    ("offer.declined", AgentAnswer::Decline),
    ("conversation.taken", AgentAnswer::Take),
];

/// Who does what the book's rules do, and what people do, in `assignment.by` and in the enum `actor`.
pub const BY_RULE: &str = "rule";
/// See [`BY_RULE`].
pub const BY_AGENT: &str = "agent";
/// The queue, in `assignment.by`.
pub const BY_QUEUE: &str = "queue";

/// An agent who takes conversations, in [`AGENT_STATUS`].
pub const ONLINE: &str = "online";

/// The group that answers a conversation.
pub const GROUP: (&str, &str) = ("conversation.group", "group");
/// The agent before that one.
pub const LAST_ASSIGNEE: (&str, &str) = ("conversation.last_assignee", "agent");
/// When it was queued.
pub const QUEUED_AT: (&str, &str) = ("conversation.queued_at", "time");
/// Who assigned it.
pub const ASSIGNED_BY: (&str, &str) = ("assignment.by", "one of { queue, agent, rule }");
/// What an agent is called.
pub const AGENT_NAME: (&str, &str) = ("agent.name", "text");
/// The id of an agent without a name.
pub const AGENT_ID: (&str, &str) = ("agent.id", "text");
/// Whether an agent takes conversations.
pub const AGENT_STATUS: (&str, &str) = ("agent.status", "presence");
/// Whether an agent takes part in automatic assignment.
pub const AGENT_OPERATOR: (&str, &str) = ("agent.operator", "boolean");
/// The groups of an agent.
pub const AGENT_GROUPS: (&str, &str) = ("agent.groups", "list of group");
/// How many conversations an agent has; the desk counts them.
pub const AGENT_LOAD: (&str, &str) = ("agent.load", "number");
/// How many conversations an agent may have.
pub const AGENT_CAPACITY: (&str, &str) = ("agent.capacity", "number");
/// How long an agent has had nothing new; the desk measures it.
pub const AGENT_IDLE: (&str, &str) = ("agent.idle", "duration");
/// What a queue is called: as its group.
pub const QUEUE_NAME: (&str, &str) = ("queue.name", "text");
/// How many wait in a queue.
pub const QUEUE_SIZE: (&str, &str) = ("queue.size", "number");
/// The place of a conversation in its queue, from 1.
pub const QUEUE_POSITION: (&str, &str) = ("queue.position", "number");
/// The lower end of the estimated wait.
pub const QUEUE_WAIT_MIN: (&str, &str) = ("queue.wait_min", "duration");
/// The upper end of the estimated wait.
pub const QUEUE_WAIT_MAX: (&str, &str) = ("queue.wait_max", "duration");

/// The agent who answered a user last, in any conversation: the user's record keeps it, as the conversation keeps its own.
pub const USER_LAST_ASSIGNEE: (&str, &str) = ("user.last_assignee", "agent");

/// What a desk with a policy knows of the account: whether somebody is there, how many wait, how many agents are online.
pub const ACCOUNT_AT_DESK: [(&str, &str); 3] =
    [("account.status", "presence"), ("account.queue_size", "number"), ("account.agents_online", "number")];
/// The same of a group.
pub const GROUP_AT_DESK: [(&str, &str); 3] =
    [("group(name).status", "presence"), ("group(name).queue_size", "number"), ("group(name).agents_online", "number")];

/// What the desk reads and tells.
const OF_THE_DESK: &[(&str, &str)] = &[
    GROUP,
    ASSIGNEE,
    LAST_ASSIGNEE,
    QUEUED_AT,
    ASSIGNED_BY,
    AGENT_NAME,
    AGENT_ID,
    AGENT_STATUS,
    AGENT_OPERATOR,
    AGENT_GROUPS,
    AGENT_LOAD,
    AGENT_CAPACITY,
    AGENT_IDLE,
    QUEUE_NAME,
    QUEUE_SIZE,
    QUEUE_POSITION,
    QUEUE_WAIT_MIN,
    QUEUE_WAIT_MAX,
    USER_LAST_ASSIGNEE,
];

/// The events that the desk takes, gives and heeds.
#[must_use]
pub fn desk_events() -> Vec<&'static str> {
    let mut events = vec![REQUESTED, QUEUED, ASSIGNED, UNASSIGNED, UPDATED, REOPENED, QUEUE_MOVED];
    events.extend([QUEUE_STAFFED.0, QUEUE_STAFFED.1]);
    events.extend(OVER.iter().chain(DESK_EVENTS));
    events.extend(AGENT_ANSWERS.iter().map(|(event, _)| *event));
    events
}

/// The attributes that these tables name, with their types.
#[must_use]
pub fn attributes() -> Vec<(&'static str, &'static str)> {
    let mut attributes =
        vec![CREATED_AT, USER_ID, USER_LOCALE, CHANNEL, SNOOZED_UNTIL, ASSIGNEE, LAST_CUSTOMER_MESSAGE];
    attributes.extend([SUSPENDED, SENDER.2, TAGS, FOLLOWERS]);
    attributes.extend(OF_THE_DESK);
    attributes.extend(ACCOUNT_AT_DESK);
    attributes.extend(GROUP_AT_DESK);
    attributes.extend(UPKEEP.iter().map(|upkeep| (upkeep.attribute, upkeep.value_type)));
    attributes.extend(USER_UPKEEP.iter().map(|(_, key, _)| (*key, "boolean")));
    attributes.extend(PROVIDED.iter().map(|(key, value_type, _)| (*key, *value_type)));
    attributes.extend(LIST_ACTIONS.iter().map(|(_, _, key, value_type, _)| (*key, *value_type)));
    attributes.extend(ALSO.iter().map(|(_, key, value_type, _)| (*key, *value_type)));
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
