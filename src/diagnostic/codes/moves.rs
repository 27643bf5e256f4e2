//! `E0517` to `E052x`, `W052x`: what moves a lifecycle, and what it does not let rules do.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[&NOT_RAISABLE, &MOVES_NOTHING, &NOT_FOR_RULES, &NEVER_TAKEN];

/// A transition raises what it cannot.
pub static NOT_RAISABLE: Code = Code {
    id: "E0517",
    name: "not-raisable",
    explanation: "`raises` names events that come when the transition is made, so that triggers and other transitions hear \
                  of it: `from active to ended by end session raises session.ended`. Such an event comes without a \
                  message, an agent or anything else, so it must be one that carries nothing. The change of the state \
                  itself is heard by `on change of` without being raised.",
    bad: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new, open to closed by set raises customer.wrote
  }
}
"#,
    good: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new, open to closed by set raises conversation.closed
  }
}
"#,
};

/// An action would move states, and no transition is made by it.
pub static MOVES_NOTHING: Code = Code {
    id: "E0518",
    name: "moves-nothing",
    explanation: "`snooze`, `close`, `reopen`, `end session`, `hand over` and `hand back` move a conversation from one state to \
                  another, and which, the lifecycle says: `from opened to closed by close`. If no line of it names the \
                  action, it would do nothing, whatever state the conversation is in. Do what the lifecycle knows, such \
                  as `set conversation.status to closed`, or give it such a line.",
    bad: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new, open to closed by set
  }
}

trigger finish {
  on customer.wrote
  when message.text is "bye"
  do { close }
}
"#,
    good: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new, open to closed by set
  }
}

trigger finish {
  on customer.wrote
  when message.text is "bye"
  do { set conversation.status to closed }
}
"#,
};

/// A rule does what only people may.
pub static NOT_FOR_RULES: Code = Code {
    id: "E0519",
    name: "not-for-rules",
    explanation: "`only owner may delete conversation` leaves an action to people with that role. A rule is no person, so a \
                  book with that line has no rule that does it. The same holds for what concerns only the person who does \
                  it: `mark read`, `star`, `unstar`, `leave conversation`.",
    bad: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new, open to closed by set
  }
  only owner may delete conversation
}

trigger finish {
  on customer.wrote
  when message.text is "bye"
  do { delete conversation }
}
"#,
    good: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new, open to closed by set
  }
  only owner may delete conversation
}

trigger finish {
  on customer.wrote
  when message.text is "bye"
  do { notify group "Owners" "Please delete {conversation.id}." }
}
"#,
};

/// An earlier line of a machine takes all that a later one could.
pub static NEVER_TAKEN: Code = Code {
    id: "W0520",
    name: "never-taken",
    explanation: "Of the lines that fit an event, a machine takes the first. A line without a `when` fits always, so a later one \
                  for the same event, from the same states, is never taken. Put the one with the `when` first.",
    bad: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new, open to closed by set
    from open to new on customer.wrote
    from open to closed on customer.wrote when message.text is "bye"
  }
}
"#,
    good: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new, open to closed by set
    from open to closed on customer.wrote when message.text is "bye"
    from open to new on customer.wrote
  }
}
"#,
};
