//! `E02xx`, `W02xx`: names that are unknown, double, unused or out of place.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[
    &UNKNOWN_NAME,
    &OTHER_KIND,
    &DECLARED_TWICE,
    &UNKNOWN_ATTRIBUTE,
    &ATTRIBUTE_ARGUMENTS,
    &UNKNOWN_VALUE,
    &UNKNOWN_EVENT,
    &NO_CHANGE,
    &DESK_EVENT,
    &UNKNOWN_ACTION,
    &UNKNOWN_TYPE,
    &NOT_DOTTED,
    &TAKEN_WORD,
    &NOTHING_TO_CARRY,
    &NOT_IN_DIRECTORY,
    &NOT_CARRIED,
    &NO_EVENT_HERE,
    &NOT_KEPT,
    &UNKNOWN_USE,
    &NO_SUCH_FILE,
];

/// Nothing of that name is declared.
pub static UNKNOWN_NAME: Code = Code {
    id: "E0201",
    name: "unknown-name",
    explanation: "Nothing of that name is declared in the book. Names are written the same everywhere, with the same \
                  small letters and the same `_`. What ships with Whenbook is there only after `use`, such as `use \
                  std.triggers`.",
    bad: r#"trigger greet {
  on customer.wrote
  do { send "Hello!" }
}

first match greetings { greet, great }
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { send "Hello!" }
}

trigger greet_again {
  on customer.wrote
  do { send "Hello again!" }
}

first match greetings { greet, greet_again }
"#,
};

/// The name stands for something of another kind.
pub static OTHER_KIND: Code = Code {
    id: "E0202",
    name: "other-kind",
    explanation: "The name is declared, but as something that cannot stand here: a message where a trigger must be \
                  named, say, or a list where a schedule is asked for.",
    bad: r#"condition vip when user.plan is enterprise

trigger greet {
  on customer.wrote
  when vip
  do { send "Hello!" }
}

first match greetings { greet, vip }
"#,
    good: r#"condition vip when user.plan is enterprise

trigger greet_vip {
  on customer.wrote
  when vip
  do { send "Hello!" }
}

trigger greet {
  on customer.wrote
  do { send "Hello!" }
}

first match greetings { greet_vip, greet }
"#,
};

/// Two declarations of one name.
pub static DECLARED_TWICE: Code = Code {
    id: "E0203",
    name: "declared-twice",
    explanation: "A book is one namespace, however many files it has: two declarations never have one name. The \
                  identifier of a trigger is what it is known by, so give the copy an identifier of its own.",
    bad: r#"trigger greet {
  on customer.wrote
  do { send "Hello!" }
}

trigger greet {
  on conversation.requested
  do { send "Hello again!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { send "Hello!" }
}

trigger greet_again {
  on conversation.requested
  do { send "Hello again!" }
}
"#,
};

/// No attribute has that name.
pub static UNKNOWN_ATTRIBUTE: Code = Code {
    id: "E0204",
    name: "unknown-attribute",
    explanation: "Attributes are declared: the standard ones in the prelude (`whenbook vocabulary` lists them), your \
                  own with `attribute` in your files. A name that is declared nowhere is probably misspelt.",
    bad: r#"trigger greet {
  on customer.wrote
  when user.paln is enterprise
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when user.plan is enterprise
  do { send "Hello!" }
}
"#,
};

/// What stands in parentheses is missing, or too much.
pub static ATTRIBUTE_ARGUMENTS: Code = Code {
    id: "E0205",
    name: "attribute-arguments",
    explanation: "Some attributes exist once for each group, so they say in parentheses which one: \
                  `group(\"Billing\").status`. It is a text in quotation marks or an attribute that holds one, as in \
                  `group(conversation.group).status`. All others take nothing in parentheses.",
    bad: r#"trigger greet {
  on customer.wrote
  when group.status is online
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when group("Billing").status is online
  do { send "Hello!" }
}
"#,
};

/// The enum has no such value.
pub static UNKNOWN_VALUE: Code = Code {
    id: "E0206",
    name: "unknown-value",
    explanation: "The attribute has one of a few values, and this is none of them. Which ones there are is declared \
                  with its type.",
    bad: r#"trigger greet {
  on customer.wrote
  when user.plan is gold
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when user.plan is enterprise
  do { send "Hello!" }
}
"#,
};

/// No event has that name.
pub static UNKNOWN_EVENT: Code = Code {
    id: "E0207",
    name: "unknown-event",
    explanation: "Events are declared: the standard ones in the prelude (`whenbook vocabulary` lists them), your own \
                  with `event`. For the moment at which an attribute changes, write `change of` before its name.",
    bad: r#"trigger greet {
  on customer.writes
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { send "Hello!" }
}
"#,
};

/// Nothing tells of a change of that attribute.
pub static NO_CHANGE: Code = Code {
    id: "E0208",
    name: "no-change",
    explanation: "Only what a conversation keeps (`conversation.…`, `session.…`) and the user's record (`user.…`) \
                  start triggers when they change. The account and its groups, what an event carries, and the clock \
                  do not: listen to an event, such as `queue.staffed`, or write an `automation`.",
    bad: r#"trigger greet {
  on change of account.status
  do { note "Away now." }
}
"#,
    good: r#"trigger greet {
  on change of conversation.status
  do { note "Another status." }
}
"#,
};

/// The event belongs to no conversation.
pub static DESK_EVENT: Code = Code {
    id: "E0220",
    name: "desk-event",
    explanation: "What an agent is and does (`agent.changed`, `agent.left`) is told to the desk, which shares out the work. It \
                  belongs to no conversation, so no rule can answer it. A conversation that waits hears \
                  `queue.staffed` and `queue.unstaffed`, and `conversation.assigned` when somebody takes it.",
    bad: r#"trigger greet {
  on agent.changed
  do { note "An agent is there." }
}
"#,
    good: r#"trigger greet {
  on queue.staffed
  do { note "An agent is there." }
}
"#,
};

/// No action begins with these words.
pub static UNKNOWN_ACTION: Code = Code {
    id: "E0209",
    name: "unknown-action",
    explanation: "Actions are declared: the standard ones in the prelude (`whenbook vocabulary` lists them), those \
                  of your own system with `action`.",
    bad: r#"trigger greet {
  on customer.wrote
  do { add lable "billing" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { add tag "billing" }
}
"#,
};

/// No type has that name.
pub static UNKNOWN_TYPE: Code = Code {
    id: "E0210",
    name: "unknown-type",
    explanation: "A type is one of the built-in ones (text, number, boolean, duration, time, clock time, date, \
                  percentage, group, agent, webhook), an enum of the book, `list of` one of these, or `one of { … \
                  }`.",
    bad: r#"attribute user.points: integer default 0

trigger greet {
  on customer.wrote
  when user.points > 100
  do { send "Hello!" }
}
"#,
    good: r#"attribute user.points: number default 0

trigger greet {
  on customer.wrote
  when user.points > 100
  do { send "Hello!" }
}
"#,
};

/// The name of an attribute or event has no dot.
pub static NOT_DOTTED: Code = Code {
    id: "E0211",
    name: "not-dotted",
    explanation: "Attributes and events always have a dot in their names: before it stands of whom or what they \
                  tell. So nobody mistakes them for the names of conditions, lists and triggers, which have none.",
    bad: r#"event ordered

trigger greet {
  on customer.wrote
  do { send "Thank you!" }
}
"#,
    good: r#"event shop.ordered

trigger greet {
  on shop.ordered
  do { send "Thank you!" }
}
"#,
};

/// The word means something of its own.
pub static TAKEN_WORD: Code = Code {
    id: "E0212",
    name: "taken-word",
    explanation: "The words `known`, `unknown`, `true`, `false`, `any`, `all` and `fired` mean something of their \
                  own in conditions, so no value of an enum is called so; and no action begins with `wait` or `set`.",
    bad: r#"attribute user.trust: one of { unknown, low, high } default low

trigger greet {
  on customer.wrote
  when user.trust is high
  do { send "Hello!" }
}
"#,
    good: r#"attribute user.trust: one of { unrated, low, high } default unrated

trigger greet {
  on customer.wrote
  when user.trust is high
  do { send "Hello!" }
}
"#,
};

/// An event cannot carry that.
pub static NOTHING_TO_CARRY: Code = Code {
    id: "E0213",
    name: "nothing-to-carry",
    explanation: "`carries` names the first words of attributes that come with the event. They must be declared. The \
                  account, the user, the conversation and the time are always there, and are not named.",
    bad: r#"event shop.ordered carries order

trigger greet {
  on shop.ordered
  do { send "Thank you!" }
}
"#,
    good: r#"event shop.ordered carries order

/// What it costs.
attribute order.total: number default 0

trigger greet {
  on shop.ordered
  when order.total > 100
  do { send "Thank you!" }
}
"#,
};

/// The directory does not have that name.
pub static NOT_IN_DIRECTORY: Code = Code {
    id: "E0214",
    name: "not-in-directory",
    explanation: "Once a book has a `directory`, every group, agent and webhook that it names must be in it. So a \
                  misspelt group is found here and not when a customer waits in vain.",
    bad: r#"directory { groups "Billing", "Sales" }

trigger greet {
  on customer.wrote
  do { assign to group "Biling" }
}
"#,
    good: r#"directory { groups "Billing", "Sales" }

trigger greet {
  on customer.wrote
  do { assign to group "Billing" }
}
"#,
};

/// The event does not bring what is read.
pub static NOT_CARRIED: Code = Code {
    id: "E0215",
    name: "not-carried",
    explanation: "`message`, `agent`, `page`, `queue` and the like come with certain events and are gone after them. \
                  A trigger can read them only if every event that starts it carries them. The same holds for the \
                  named conditions and messages that it uses.",
    bad: r#"trigger greet {
  on conversation.requested
  when message.text contains "refund"
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when message.text contains "refund"
  do { send "Hello!" }
}
"#,
};

/// No event starts this, so nothing comes with one.
pub static NO_EVENT_HERE: Code = Code {
    id: "E0216",
    name: "no-event-here",
    explanation: "Automations are started by time, and policies look at conversations when they must: there is no \
                  event that could carry a message or an agent, and no moment before it that `was` could ask for. \
                  Read what the conversation keeps.",
    bad: r#"automation refund_waits {
  after 2h since last customer.wrote unless agent.wrote
  when message.text contains "refund"
  do { notify assignee "A refund waits." }
}
"#,
    good: r#"automation refund_waits {
  after 2h since last customer.wrote unless agent.wrote
  when conversation.tags has "refund"
  do { notify assignee "A refund waits." }
}
"#,
};

/// `while` reads something that the conversation does not keep.
pub static NOT_KEPT: Code = Code {
    id: "E0217",
    name: "not-kept",
    explanation: "An automation with `while` is looked at when something comes to its conversation, so it can only \
                  watch what the conversation itself keeps: `conversation.…` and `session.…`. The user, the account, \
                  a schedule or the clock change without the conversation. Ask for them in `when`, which is looked \
                  at when the time has come.",
    bad: r#"automation still_there {
  after 4d while user.plan is free
  do { send "Are you still there?" }
}
"#,
    good: r#"automation still_there {
  after 4d while conversation.status is pending
  when user.plan is free
  do { send "Are you still there?" }
}
"#,
};

/// Nothing ships under that name.
pub static UNKNOWN_USE: Code = Code {
    id: "E0218",
    name: "unknown-use",
    explanation: "`use` takes in what ships with Whenbook by its name: `std.triggers`, `std.capacity_release`, \
                  `std.lifecycle.ticket`, `std.lifecycle.inbox`. A file of your own stands in quotation marks.",
    bad: r#"use std.trigger

trigger greet {
  on customer.wrote
  do { send "Hello!" }
}
"#,
    good: r#"use std.triggers

activate first_reply
"#,
};

/// A file that is used is not there.
pub static NO_SUCH_FILE: Code = Code {
    id: "E0219",
    name: "no-such-file",
    explanation: "`use \"…\"` takes in a file from outside the book's folder. The path starts at the folder of the \
                  file that says `use`. Files in the folder are part of the book without it.",
    bad: r#"use "../common/texts.when"

trigger greet {
  on customer.wrote
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { send "Hello!" }
}
"#,
};
