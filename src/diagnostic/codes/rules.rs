//! `E04xx`, `W04xx`, `A04xx`: triggers, automations, first matches, actions.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[
    &CLAUSE_MISSING,
    &CLAUSE_TWICE,
    &CLAUSE_MISPLACED,
    &NOT_AN_ORDER,
    &ONCE_SCOPE,
    &STARTS_AND_CANCELS,
    &NOT_A_MEMBER,
    &MEMBER_TWICE,
    &SWITCHED_BOTH_WAYS,
    &ACTION_SHAPE,
    &FIELD_TWICE,
    &NOT_WRITABLE,
    &SLOT_TWICE,
    &SLOT_ONE_OF,
    &NOTHING_AFTER_WAIT,
    &NAMED_TWICE,
    &ONE_MEMBER,
    &SWITCHED_ALREADY,
    &CASCADE,
];

/// A line that must be there is missing.
pub static CLAUSE_MISSING: Code = Code {
    id: "E0401",
    name: "clause-missing",
    explanation: "A trigger says which event starts it (`on`) and what is done (`do`). An automation says when it is \
                  due (`after` or `at`) and what is done.",
    bad: r#"trigger greet {
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { send "Hello!" }
}
"#,
};

/// A line stands twice.
pub static CLAUSE_TWICE: Code = Code {
    id: "E0402",
    name: "clause-twice",
    explanation: "Each line of a trigger or automation stands once. Several events go into one `on`, several \
                  conditions into one `when all { … }`, several actions into one `do`.",
    bad: r#"trigger greet {
  on customer.wrote
  on agent.wrote
  do { note "Somebody wrote." }
}
"#,
    good: r#"trigger greet {
  on customer.wrote, agent.wrote
  do { note "Somebody wrote." }
}
"#,
};

/// A line that belongs to the other kind of rule.
pub static CLAUSE_MISPLACED: Code = Code {
    id: "E0403",
    name: "clause-misplaced",
    explanation: "A trigger is started by an event (`on`), an automation by time (`after`, `at`, `only during`). \
                  Each has only its own lines.",
    bad: r#"automation greet {
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

/// The order is not a whole number.
pub static NOT_AN_ORDER: Code = Code {
    id: "E0404",
    name: "not-an-order",
    explanation: "Triggers of one event fire by their `order`, from the smallest whole number to the largest; those \
                  without one have 0. Those of one order: the shipped ones first, then by file, then as they stand.",
    bad: r#"trigger greet {
  on customer.wrote
  order 1.5
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  order 15
  do { send "Hello!" }
}
"#,
};

/// `once` counts per conversation, session or user.
pub static ONCE_SCOPE: Code = Code {
    id: "E0405",
    name: "once-scope",
    explanation: "`once per conversation`, `once per session` and `once per user` say in what firing is counted. \
                  After `every 24h` or `every day` it may fire again.",
    bad: r#"trigger greet {
  on customer.wrote
  once per agent
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  once per session
  do { send "Hello!" }
}
"#,
};

/// One event starts and cancels an automation.
pub static STARTS_AND_CANCELS: Code = Code {
    id: "E0406",
    name: "starts-and-cancels",
    explanation: "The events after `since` start the count, those after `unless` cancel it. One event cannot do \
                  both.",
    bad: r#"automation quiet {
  after 2h since last agent.wrote unless agent.wrote
  do { note "Quiet." }
}
"#,
    good: r#"automation quiet {
  after 2h since last agent.wrote unless customer.wrote
  do { note "Quiet." }
}
"#,
};

/// Only triggers can be members of a first match.
pub static NOT_A_MEMBER: Code = Code {
    id: "E0407",
    name: "not-a-member",
    explanation: "Of the triggers in a `first match` at most one fires when an event comes. Automations are started \
                  by time, one by one.",
    bad: r#"automation morning {
  at 09:00
  do { note "Good morning." }
}

trigger greet {
  on customer.wrote
  do { send "Hello!" }
}

first match greetings { greet, morning }
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

/// A trigger is in a first match twice, or in two.
pub static MEMBER_TWICE: Code = Code {
    id: "E0408",
    name: "member-twice",
    explanation: "A trigger is a member of one `first match` at most, once. Otherwise nobody could say whose turn it \
                  is.",
    bad: r#"trigger greet {
  on customer.wrote
  do { send "Hello!" }
}

trigger greet_again {
  on customer.wrote
  do { send "Hello again!" }
}

first match greetings { greet, greet_again, greet }
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

/// Something is activated and deactivated.
pub static SWITCHED_BOTH_WAYS: Code = Code {
    id: "E0409",
    name: "switched-both-ways",
    explanation: "`activate` and `deactivate` each say how a trigger or automation stands, whatever its own lines \
                  say. Both together say nothing.",
    bad: r#"use std.triggers

activate first_reply

deactivate first_reply
"#,
    good: r#"use std.triggers

activate first_reply
"#,
};

/// An action is not written as it is declared.
pub static ACTION_SHAPE: Code = Code {
    id: "E0410",
    name: "action-shape",
    explanation: "The words of an action stand in the order of its declaration, with a value for each of its slots. \
                  What stands in brackets in the declaration can be left out.",
    bad: r#"trigger greet {
  on customer.wrote
  do { add tag "vip" to user }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { add user tag "vip" }
}
"#,
};

/// A field is given twice.
pub static FIELD_TWICE: Code = Code {
    id: "E0411",
    name: "field-twice",
    explanation: "Each field of `{ key: value }` is given once.",
    bad: r#"trigger greet {
  on customer.wrote
  do { call webhook "crm" with { id: conversation.id, id: user.id } }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { call webhook "crm" with { id: conversation.id, user: user.id } }
}
"#,
};

/// An attribute that cannot be set.
pub static NOT_WRITABLE: Code = Code {
    id: "E0412",
    name: "not-writable",
    explanation: "`set` changes attributes that are declared `writable`. Others are told by events, kept by the \
                  engine, or changed by an action of their own, such as `assign to group`.",
    bad: r#"trigger greet {
  on customer.wrote
  do { set conversation.group to "Billing" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { assign to group "Billing" }
}
"#,
};

/// Two slots of an action have one name.
pub static SLOT_TWICE: Code = Code {
    id: "E0413",
    name: "slot-twice",
    explanation: "The host gets a value for each slot by its name, so each has a name of its own.",
    bad: r#"action move <room: text> to <room: text>

trigger greet {
  on customer.wrote
  do { move "A" to "B" }
}
"#,
    good: r#"action move <from: text> to <to: text>

trigger greet {
  on customer.wrote
  do { move "A" to "B" }
}
"#,
};

/// The enum of a slot needs a name.
pub static SLOT_ONE_OF: Code = Code {
    id: "E0414",
    name: "slot-one-of",
    explanation: "An enum that is declared on the spot belongs to an attribute. For the slot of an action, declare \
                  it with a name.",
    bad: r#"action ring <bell: one of { small, great }>

trigger greet {
  on customer.wrote
  do { ring small }
}
"#,
    good: r#"enum bell { small, great }

action ring <bell: bell>

trigger greet {
  on customer.wrote
  do { ring small }
}
"#,
};

/// Nothing comes after a wait.
pub static NOTHING_AFTER_WAIT: Code = Code {
    id: "W0415",
    name: "nothing-after-wait",
    explanation: "A wait puts off what stands below it. At the end of a `do` block it puts off nothing.",
    bad: r#"trigger greet {
  on customer.wrote
  do {
    send "Hello!"
    wait 5s
  }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do {
    wait 5s
    send "Hello!"
  }
}
"#,
};

/// Something is named twice in a list of names.
pub static NAMED_TWICE: Code = Code {
    id: "W0416",
    name: "named-twice",
    explanation: "Naming an event, a channel or a day twice changes nothing; perhaps another one was meant.",
    bad: r#"trigger greet {
  on customer.wrote, customer.wrote
  do { note "Somebody wrote." }
}
"#,
    good: r#"trigger greet {
  on customer.wrote, agent.wrote
  do { note "Somebody wrote." }
}
"#,
};

/// A first match of one trigger.
pub static ONE_MEMBER: Code = Code {
    id: "A0417",
    name: "one-member",
    explanation: "A `first match` picks one of several triggers. With a single one there is nothing to pick.",
    bad: r#"trigger greet {
  on customer.wrote
  do { send "Hello!" }
}

first match greetings { greet }
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

/// A switch that changes nothing.
pub static SWITCHED_ALREADY: Code = Code {
    id: "A0418",
    name: "switched-already",
    explanation: "The trigger or automation is already as `activate` or `deactivate` would have it.",
    bad: r#"activate greet

trigger greet {
  on customer.wrote
  do { send "Hello!" }
}
"#,
    good: r#"activate greet

trigger greet {
  inactive
  on customer.wrote
  do { send "Hello!" }
}
"#,
};

/// Triggers that can wake each other in a circle.
pub static CASCADE: Code = Code {
    id: "W0419",
    name: "cascade",
    explanation: "One trigger changes what another listens to, and so on until the first; or it moves a state, and the \
                  lifecycle raises what another listens to. Each acts at most once per input, so it ends; but what is \
                  written last may not be what you expect. Narrow the conditions, for instance with `was`, if the circle \
                  is not meant.",
    bad: r#"trigger tag_it {
  on change of conversation.priority
  do { add tag "priority" }
}

trigger raise_it {
  on change of conversation.tags
  do { set conversation.priority to high }
}
"#,
    good: r#"trigger tag_it {
  on change of conversation.priority
  do { add tag "priority" }
}

trigger tell_it {
  on change of conversation.tags
  do { notify group "Leads" "Tags have changed." }
}
"#,
};
