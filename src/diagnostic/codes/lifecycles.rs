//! `E050x` to `E0516`, `W050x`: lifecycles and statuses; what moves them is in [`moves`](super::moves).

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[
    &TWO_LIFECYCLES,
    &STATE_TWICE,
    &UNKNOWN_STATE,
    &ONE_START,
    &UNREACHABLE_STATE,
    &DEAD_END,
    &TWO_TRANSITIONS,
    &LEAVES_FINAL,
    &MOVED_TWICE,
    &NOT_MOVABLE,
    &SEVERAL_TARGETS,
    &UNKNOWN_MOVER,
    &NEVER_SET,
    &UNKNOWN_CATEGORY,
    &STATUS_EXISTS,
    &BAD_LIMIT,
    &NO_STATES,
];

/// A book has two lifecycles.
pub static TWO_LIFECYCLES: Code = Code {
    id: "E0500",
    name: "two-lifecycles",
    explanation: "A conversation has one life, so a book has one lifecycle: one of those that ship (`use \
                  std.lifecycle.ticket`, `use std.lifecycle.inbox`) or its own. One lifecycle may move several \
                  attributes.",
    bad: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new, open to closed by set
  }
}

lifecycle second {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new, open to closed by set
  }
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
"#,
};

/// A state is declared twice.
pub static STATE_TWICE: Code = Code {
    id: "E0501",
    name: "state-twice",
    explanation: "Each state of a machine is listed once.",
    bad: r#"lifecycle simple {
  states conversation.status { new, open, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new, open to closed by set
  }
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
"#,
};

/// A word is no state of the machine.
pub static UNKNOWN_STATE: Code = Code {
    id: "E0502",
    name: "unknown-state",
    explanation: "`start`, `active`, `final`, `from` and `to` name states that stand in the braces after `states`.",
    bad: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new, opened to closed by set
    from open to closed by set
  }
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
"#,
};

/// A machine has no start, or two.
pub static ONE_START: Code = Code {
    id: "E0503",
    name: "one-start",
    explanation: "A machine starts in one state, in which each new conversation is: `start new`.",
    bad: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    final closed
    from new to open on agent.wrote
    from new, open to closed by set
  }
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
"#,
};

/// Nothing leads to a state.
pub static UNREACHABLE_STATE: Code = Code {
    id: "W0504",
    name: "unreachable-state",
    explanation: "From the start, no chain of transitions leads to this state, so no conversation is ever in it. \
                  Mostly a line `from … to …` is missing.",
    bad: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to closed by set
    from open to closed by set
  }
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
"#,
};

/// Nothing leaves a state that is not final.
pub static DEAD_END: Code = Code {
    id: "W0505",
    name: "dead-end",
    explanation: "A conversation that comes into this state stays there for ever, yet it is not final: its timers go \
                  on and its triggers listen. Write `final` if it is done for good, or a transition that leaves it.",
    bad: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    from new to open on agent.wrote
    from new, open to closed by set
  }
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
"#,
};

/// Two transitions for one event from one state.
pub static TWO_TRANSITIONS: Code = Code {
    id: "E0506",
    name: "two-transitions",
    explanation: "One event moves a state to one other. Two lines for the same event from the same state, none of them \
                  with a `when`, leave open which of them counts. If both have a `when`, the first line that holds \
                  counts.",
    bad: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new to closed on agent.wrote
    from new, open to closed by set
  }
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
"#,
};

/// A transition leaves a final state.
pub static LEAVES_FINAL: Code = Code {
    id: "W0507",
    name: "leaves-final",
    explanation: "A final state cancels all timers, and nothing moves the conversation any more; a transition that \
                  leaves it can never act. A message that comes later can begin a new conversation: `new conversation \
                  on customer.wrote when conversation.status is closed`.",
    bad: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new, open to closed by set
    from closed to open on customer.wrote
  }
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
"#,
};

/// Two machines move one attribute.
pub static MOVED_TWICE: Code = Code {
    id: "E0508",
    name: "moved-twice",
    explanation: "All states and transitions of an attribute stand in one `states` part.",
    bad: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new, open to closed by set
  }

  states conversation.status { new, closed } {
    start new
    final closed
    from new to closed by close
  }
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
"#,
};

/// A lifecycle moves what a conversation does not keep.
pub static NOT_MOVABLE: Code = Code {
    id: "E0509",
    name: "not-movable",
    explanation: "A lifecycle moves attributes that the conversation itself keeps: those of `conversation` and \
                  `session`. It brings them along; they need no declaration.",
    bad: r#"lifecycle simple {
  states account.state { new, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new, open to closed by set
  }
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
"#,
};

/// A transition goes to several states.
pub static SEVERAL_TARGETS: Code = Code {
    id: "E0510",
    name: "several-targets",
    explanation: "`set conversation.status to solved` says to which state it goes, so `by set` may list several. An \
                  event or any other action says nothing of the kind: write one line for each state, and a `when` that \
                  tells them apart.",
    bad: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to open, closed on agent.wrote
    from new, open to closed by set
  }
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
"#,
};

/// `by` names what is no action.
pub static UNKNOWN_MOVER: Code = Code {
    id: "E0511",
    name: "unknown-mover",
    explanation: "`by` is followed by the words of an action before its first value, such as `set`, `close`, `end \
                  session` or `hand over`: of one in the standard vocabulary, or of one that the book declares. So is \
                  `only … may`.",
    bad: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new, open to closed by set
    from open to closed by finish
  }
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
"#,
};

/// `set` names a state that no transition sets.
pub static NEVER_SET: Code = Code {
    id: "E0512",
    name: "never-set",
    explanation: "The lifecycle lists what may be set: `from new, open to closed by set`. A state that no such line \
                  names cannot be set, whatever state the conversation is in. Let an event lead there, or add the \
                  state to a line `by set`.",
    bad: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new, open to closed by set
  }
}

trigger take {
  on customer.wrote
  do { set conversation.status to open }
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

/// `counts as` names no status.
pub static UNKNOWN_CATEGORY: Code = Code {
    id: "E0513",
    name: "unknown-category",
    explanation: "A status of your own counts as one of the lifecycle's (without a lifecycle: one of the standard \
                  ones): `status awaiting_customer \"…\" counts as pending`. It moves as that one, and \
                  `conversation.status_category` reads as that one.",
    bad: r#"status awaiting_customer "Awaiting the customer" counts as waiting

trigger park {
  on agent.wrote
  do { set conversation.status to awaiting_customer }
}
"#,
    good: r#"status awaiting_customer "Awaiting the customer" counts as pending

trigger park {
  on agent.wrote
  do { set conversation.status to awaiting_customer }
}
"#,
};

/// A status of the book's own is called as another.
pub static STATUS_EXISTS: Code = Code {
    id: "E0514",
    name: "status-exists",
    explanation: "Each status has a name of its own, other than those of the lifecycle.",
    bad: r#"status pending "Awaiting the customer" counts as hold

trigger park {
  on agent.wrote
  do { set conversation.status to pending }
}
"#,
    good: r#"status awaiting_customer "Awaiting the customer" counts as hold

trigger park {
  on agent.wrote
  do { set conversation.status to awaiting_customer }
}
"#,
};

/// `limit` is not about a list, or of nothing.
pub static BAD_LIMIT: Code = Code {
    id: "E0515",
    name: "bad-limit",
    explanation: "`limit conversation.tags to 8` says how many values a list of the conversation may hold: a whole \
                  number from 1 on.",
    bad: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new, open to closed by set
  }
  limit conversation.tags to 0
}
"#,
    good: r#"lifecycle simple {
  states conversation.status { new, open, closed } {
    start new
    final closed
    from new to open on agent.wrote
    from new, open to closed by set
  }
  limit conversation.tags to 8
}
"#,
};

/// A machine has no states.
pub static NO_STATES: Code = Code {
    id: "E0516",
    name: "no-states",
    explanation: "The states stand in braces after the attribute: `states conversation.status { new, open, closed } { \
                  … }`.",
    bad: r#"lifecycle simple {
  states conversation.status { } { }
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
"#,
};
