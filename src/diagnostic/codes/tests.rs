//! `E06xx`, `W06xx`: tests.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[
    &EXPECTS_NOTHING,
    &EXPECTS_TOO_EARLY,
    &TIME_RUNS_BACK,
    &STARTS_LATE,
    &NOT_GIVEN,
    &NOT_BROUGHT,
    &CHANGE_RECEIVED,
    &NEVER_UNKNOWN,
    &FACT_TWICE,
    &TITLE_TWICE,
    &NO_TIMER,
    &NO_COMMANDER,
    &UNKNOWN_ROLE,
    &COMMAND_WAITS,
];

/// A test without an `expect`.
pub static EXPECTS_NOTHING: Code = Code {
    id: "W0601",
    name: "expects-nothing",
    explanation: "A test that expects nothing passes whatever the book does. Write what must have happened: `expect \
                  fired …`, `expect sent \"…\"`, `expect nothing sent`, or what must be so: `expect \
                  conversation.status is open`.",
    bad: r#"trigger thanks {
  on customer.wrote
  do {
    wait 5s unless agent.wrote
    send "Thank you!"
  }
}

test "Thanks" {
  at 2026-12-01 10:00
  receive customer.wrote
}
"#,
    good: r#"trigger thanks {
  on customer.wrote
  do {
    wait 5s unless agent.wrote
    send "Thank you!"
  }
}

test "Thanks" {
  at 2026-12-01 10:00
  receive customer.wrote { message.text is "Hello" }
  advance 5s
  expect sent "Thank you!"
}
"#,
};

/// A test expects something before anything has happened.
pub static EXPECTS_TOO_EARLY: Code = Code {
    id: "W0602",
    name: "expects-too-early",
    explanation: "A line such as `expect fired` or `expect nothing sent` looks at what has happened since the run of \
                  `expect` lines before it. At this point no event has come and no time has passed.",
    bad: r#"trigger thanks {
  on customer.wrote
  do {
    wait 5s unless agent.wrote
    send "Thank you!"
  }
}

test "Thanks" {
  at 2026-12-01 10:00
  expect nothing sent
  receive customer.wrote
  advance 5s
  expect sent "Thank you!"
}
"#,
    good: r#"trigger thanks {
  on customer.wrote
  do {
    wait 5s unless agent.wrote
    send "Thank you!"
  }
}

test "Thanks" {
  at 2026-12-01 10:00
  receive customer.wrote { message.text is "Hello" }
  advance 5s
  expect sent "Thank you!"
}
"#,
};

/// `at` is earlier than the lines above.
pub static TIME_RUNS_BACK: Code = Code {
    id: "E0603",
    name: "time-runs-back",
    explanation: "The clock of a test only moves on, by `at` and by `advance`. Its times are those of the book's time \
                  zone.",
    bad: r#"trigger thanks {
  on customer.wrote
  do {
    wait 5s unless agent.wrote
    send "Thank you!"
  }
}

test "Thanks" {
  at 2026-12-01 10:00
  receive customer.wrote
  advance 1h
  at 2026-12-01 10:30
  expect fired thanks
}
"#,
    good: r#"trigger thanks {
  on customer.wrote
  do {
    wait 5s unless agent.wrote
    send "Thank you!"
  }
}

test "Thanks" {
  at 2026-12-01 10:00
  receive customer.wrote { message.text is "Hello" }
  advance 5s
  expect sent "Thank you!"
}
"#,
};

/// The first `at` comes after something has happened.
pub static STARTS_LATE: Code = Code {
    id: "E0604",
    name: "starts-late",
    explanation: "The first `at` says when the test begins, so it stands above the first `receive` and the first \
                  `advance`.",
    bad: r#"trigger thanks {
  on customer.wrote
  do {
    wait 5s unless agent.wrote
    send "Thank you!"
  }
}

test "Thanks" {
  receive customer.wrote
  at 2026-12-01 10:00
  expect fired thanks
}
"#,
    good: r#"trigger thanks {
  on customer.wrote
  do {
    wait 5s unless agent.wrote
    send "Thank you!"
  }
}

test "Thanks" {
  at 2026-12-01 10:00
  receive customer.wrote { message.text is "Hello" }
  advance 5s
  expect sent "Thank you!"
}
"#,
};

/// `given` of a fact that nobody can give.
pub static NOT_GIVEN: Code = Code {
    id: "E0605",
    name: "not-given",
    explanation: "`given` sets facts that stay: those of the conversation, the user, the account and its groups. What \
                  an event carries stands with that event: `receive customer.wrote { message.text is \"Hello\" }`. \
                  What the clock tells follows from `at`.",
    bad: r#"trigger thanks {
  on customer.wrote
  do {
    wait 5s unless agent.wrote
    send "Thank you!"
  }
}

test "Thanks" {
  given { message.text is "Hello" }
  at 2026-12-01 10:00
  receive customer.wrote
  expect fired thanks
}
"#,
    good: r#"trigger thanks {
  on customer.wrote
  do {
    wait 5s unless agent.wrote
    send "Thank you!"
  }
}

test "Thanks" {
  at 2026-12-01 10:00
  receive customer.wrote { message.text is "Hello" }
  advance 5s
  expect sent "Thank you!"
}
"#,
};

/// `receive` of a fact that the event does not carry.
pub static NOT_BROUGHT: Code = Code {
    id: "E0606",
    name: "not-brought",
    explanation: "An event brings what its declaration says that it `carries`, and may tell any fact of the \
                  conversation, the user or the account.",
    bad: r#"trigger thanks {
  on customer.wrote
  do {
    wait 5s unless agent.wrote
    send "Thank you!"
  }
}

test "Thanks" {
  at 2026-12-01 10:00
  receive customer.wrote { page.url is "https://example.com" }
  expect fired thanks
}
"#,
    good: r#"trigger thanks {
  on customer.wrote
  do {
    wait 5s unless agent.wrote
    send "Thank you!"
  }
}

test "Thanks" {
  at 2026-12-01 10:00
  receive customer.wrote { message.text is "Hello" }
  advance 5s
  expect sent "Thank you!"
}
"#,
};

/// `receive change of`.
pub static CHANGE_RECEIVED: Code = Code {
    id: "E0607",
    name: "change-received",
    explanation: "`change of X` is no event of its own: it follows, by itself, from an event or an action that changes \
                  X. Let an event bring the new value.",
    bad: r#"trigger vip_note {
  on change of conversation.tags
  do { note "The tags have changed." }
}

test "Tags" {
  receive change of conversation.tags
  expect fired vip_note
}
"#,
    good: r#"trigger vip_note {
  on change of conversation.tags
  do { note "The tags have changed." }
}

test "Tags" {
  receive conversation.updated { conversation.tags is ["vip"] }
  expect fired vip_note
}
"#,
};

/// `unknown` for a fact that is always known.
pub static NEVER_UNKNOWN: Code = Code {
    id: "E0608",
    name: "never-unknown-fact",
    explanation: "Only an attribute that is declared `optional` can be unknown; the others have a default.",
    bad: r#"trigger thanks {
  on customer.wrote
  do {
    wait 5s unless agent.wrote
    send "Thank you!"
  }
}

test "Thanks" {
  given { account.status is unknown }
  receive customer.wrote
  expect fired thanks
}
"#,
    good: r#"trigger thanks {
  on customer.wrote
  do {
    wait 5s unless agent.wrote
    send "Thank you!"
  }
}

test "Thanks" {
  given { user.name is unknown }
  receive customer.wrote
  expect fired thanks
}
"#,
};

/// A fact is given twice at once.
pub static FACT_TWICE: Code = Code {
    id: "E0609",
    name: "fact-twice",
    explanation: "One line gives each fact once. Which of two values counts would be a guess.",
    bad: r#"trigger thanks {
  on customer.wrote
  do {
    wait 5s unless agent.wrote
    send "Thank you!"
  }
}

test "Thanks" {
  given { user.name is "Mina", user.name is "Jun" }
  receive customer.wrote
  expect fired thanks
}
"#,
    good: r#"trigger thanks {
  on customer.wrote
  do {
    wait 5s unless agent.wrote
    send "Thank you!"
  }
}

test "Thanks" {
  given { user.name is "Mina" }
  receive customer.wrote
  expect fired thanks
}
"#,
};

/// Two tests have one title.
pub static TITLE_TWICE: Code = Code {
    id: "W0610",
    name: "test-title-twice",
    explanation: "When a test fails, its title says which. Give each its own.",
    bad: r#"trigger thanks {
  on customer.wrote
  do {
    wait 5s unless agent.wrote
    send "Thank you!"
  }
}

test "Thanks" {
  at 2026-12-01 10:00
  receive customer.wrote { message.text is "Hello" }
  advance 5s
  expect sent "Thank you!"
}

test "Thanks" {
  at 2026-12-01 10:00
  receive customer.wrote { message.text is "Hello" }
  advance 5s
  expect sent "Thank you!"
}
"#,
    good: r#"trigger thanks {
  on customer.wrote
  do {
    wait 5s unless agent.wrote
    send "Thank you!"
  }
}

test "Thanks" {
  at 2026-12-01 10:00
  receive customer.wrote { message.text is "Hello" }
  advance 5s
  expect sent "Thank you!"
}
"#,
};

/// A test asks for the timer of a trigger that has none.
pub static NO_TIMER: Code = Code {
    id: "W0611",
    name: "never-a-timer",
    explanation: "Automations have timers. A trigger has one only while a `wait` of its `do` block is pending.",
    bad: r#"trigger thanks {
  on customer.wrote
  do { send "Thank you!" }
}

test "Thanks" {
  receive customer.wrote
  expect no timer thanks
}
"#,
    good: r#"trigger thanks {
  on customer.wrote
  do {
    wait 5s unless agent.wrote
    send "Thank you!"
  }
}

test "Thanks" {
  receive customer.wrote
  advance 5s
  expect no timer thanks
}
"#,
};

/// Who stands after `as` gives no commands.
pub static NO_COMMANDER: Code = Code {
    id: "E0612",
    name: "no-commander",
    explanation: "`as agent \"Joon\" do { … }` says what somebody does in a conversation: the `customer`, the `bot`, another \
                  program (`api`), or a person of the team, by their role. Rules, silence and the end of a snooze do \
                  what they do by themselves, when their event or their time comes.",
    bad: r#"trigger closing_note {
  on agent.wrote
  when message.text contains "bye"
  do { note "Done." }
}

test "An agent adds a tag" {
  receive customer.wrote
  as rule do { add tag "vip" }
  expect conversation.tags has "vip"
}
"#,
    good: r#"trigger closing_note {
  on agent.wrote
  when message.text contains "bye"
  do { note "Done." }
}

test "An agent adds a tag" {
  receive customer.wrote
  as agent do { add tag "vip" }
  expect conversation.tags has "vip"
}
"#,
};

/// A role that looks misspelt.
pub static UNKNOWN_ROLE: Code = Code {
    id: "W0613",
    name: "unknown-role",
    explanation: "After `as` stands `customer`, `bot`, `api`, or the role of a person of the team. What roles there are is the \
                  account's own, so any word will do; this one looks like another that the book uses.",
    bad: r#"trigger closing_note {
  on agent.wrote
  when message.text contains "bye"
  do { note "Done." }
}

test "An agent adds a tag" {
  receive customer.wrote
  as agnet do { add tag "vip" }
  expect conversation.tags has "vip"
}
"#,
    good: r#"trigger closing_note {
  on agent.wrote
  when message.text contains "bye"
  do { note "Done." }
}

test "An agent adds a tag" {
  receive customer.wrote
  as agent do { add tag "vip" }
  expect conversation.tags has "vip"
}
"#,
};

/// A person waits.
pub static COMMAND_WAITS: Code = Code {
    id: "E0614",
    name: "command-waits",
    explanation: "What somebody does in a test is done at that moment, so there is no `wait` in it. Time goes on by `advance` \
                  and `at`, on lines of their own.",
    bad: r#"trigger closing_note {
  on agent.wrote
  when message.text contains "bye"
  do { note "Done." }
}

test "An agent adds a tag" {
  receive customer.wrote
  as agent do {
    wait 5s
    add tag "vip"
  }
  expect conversation.tags has "vip"
}
"#,
    good: r#"trigger closing_note {
  on agent.wrote
  when message.text contains "bye"
  do { note "Done." }
}

test "An agent adds a tag" {
  receive customer.wrote
  advance 5s
  as agent do { add tag "vip" }
  expect conversation.tags has "vip"
}
"#,
};
