//! `E053x` to `E056x`: policies.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[
    &TWO_POLICIES,
    &LINE_TWICE,
    &POLICY_VALUE,
    &STAGE_ORDER,
    &STAGE_PERIOD,
    &TOO_MANY_STAGES,
    &NO_STAGES,
    &NOT_IN_A_STAGE,
    &TWICE_IN_A_STAGE,
    &STAGE_STATUS,
    &SOLVED_NOT_ALONE,
    &END_NOT_LAST,
    &NO_STATUS_TO_SET,
    &UNSORTABLE,
    &NOT_A_FALLBACK,
    &NOT_DROPPABLE,
    &FALLBACK_ORDER,
    &WINDOW_ORDER,
    &PERCENTAGES,
];

/// Two policies of one kind.
pub static TWO_POLICIES: Code = Code {
    id: "E0530",
    name: "two-policies",
    explanation: "A book has one policy of each kind: one `capacity release`, one `assignment`, one `wait time`.",
    bad: r#"policy capacity release off

policy capacity release {
  inactive after 5m {
    remind "Are you still there?"
    set conversation.status to pending
  }
  then after 5m {
    remind "We will close this soon."
  }
  then after 1m {
    remind "We are closing this."
    set conversation.status to solved
  }
}
"#,
    good: r#"policy capacity release {
  inactive after 5m {
    remind "Are you still there?"
    set conversation.status to pending
  }
  then after 5m {
    remind "We will close this soon."
  }
  then after 1m {
    remind "We are closing this."
    set conversation.status to solved
  }
}
"#,
};

/// A line of a policy stands twice.
pub static LINE_TWICE: Code = Code {
    id: "E0531",
    name: "policy-line-twice",
    explanation: "Each line of a policy stands once; only `if nobody` may be repeated.",
    bad: r#"policy assignment {
  capacity 4
  capacity 5
  agents when agent.status is online
  prefer agents { lowest agent.load }
  if nobody after 2m { drop conversation.skills }
}
"#,
    good: r#"policy assignment {
  capacity 4
  agents when agent.status is online
  prefer agents { lowest agent.load }
  if nobody after 2m { drop conversation.skills }
}
"#,
};

/// A value of a policy is of another kind.
pub static POLICY_VALUE: Code = Code {
    id: "E0532",
    name: "policy-value",
    explanation: "The line wants a whole number from 1 on: how many conversations an agent has at a time, or how many \
                  waits are enough for an estimate.",
    bad: r#"policy wait time {
  windows 10m, 2h, 21d
  samples 0
  known when routed in the last 7d
  from 50% to 90%
}
"#,
    good: r#"policy wait time {
  windows 10m, 2h, 21d
  samples 5
  known when routed in the last 7d
  from 50% to 90%
}
"#,
};

/// `inactive after` is not the first stage.
pub static STAGE_ORDER: Code = Code {
    id: "E0533",
    name: "stage-order",
    explanation: "The first stage, `inactive after`, counts from the agent's last message and makes the session \
                  inactive. The others, `then after`, count from the stage before them.",
    bad: r#"policy capacity release {
  inactive after 5m {
    remind "Are you still there?"
    set conversation.status to pending
  }
  inactive after 5m {
    remind "We will close this soon."
  }
}
"#,
    good: r#"policy capacity release {
  inactive after 5m {
    remind "Are you still there?"
    set conversation.status to pending
  }
  then after 5m {
    remind "We will close this soon."
  }
  then after 1m {
    remind "We are closing this."
    set conversation.status to solved
  }
}
"#,
};

/// The period of a stage is out of range.
pub static STAGE_PERIOD: Code = Code {
    id: "E0534",
    name: "stage-period",
    explanation: "The first stage of capacity release comes 3 to 15 whole minutes after the agent's last message; the \
                  later ones come whole minutes after the one before.",
    bad: r#"policy capacity release {
  inactive after 2m {
    remind "Are you still there?"
    set conversation.status to pending
  }
}
"#,
    good: r#"policy capacity release {
  inactive after 5m {
    remind "Are you still there?"
    set conversation.status to pending
  }
  then after 5m {
    remind "We will close this soon."
  }
  then after 1m {
    remind "We are closing this."
    set conversation.status to solved
  }
}
"#,
};

/// More than three stages.
pub static TOO_MANY_STAGES: Code = Code {
    id: "E0535",
    name: "too-many-stages",
    explanation: "Capacity release has at most three stages.",
    bad: r#"policy capacity release {
  inactive after 5m {
    remind "Are you still there?"
    set conversation.status to pending
  }
  then after 5m {
    remind "We will close this soon."
  }
  then after 5m {
    remind "We will close this soon."
  }
  then after 1m {
    remind "We are closing this."
    set conversation.status to solved
  }
}
"#,
    good: r#"policy capacity release {
  inactive after 5m {
    remind "Are you still there?"
    set conversation.status to pending
  }
  then after 5m {
    remind "We will close this soon."
  }
  then after 1m {
    remind "We are closing this."
    set conversation.status to solved
  }
}
"#,
};

/// A release policy that says nothing.
pub static NO_STAGES: Code = Code {
    id: "E0536",
    name: "no-stages",
    explanation: "Write at least one stage, `inactive after 5m { … }`, or `policy capacity release off`, which leaves \
                  a fixed 10 minutes without reminder and without a change of the status.",
    bad: r#"policy capacity release { }
"#,
    good: r#"policy capacity release off
"#,
};

/// A stage does what a stage cannot.
pub static NOT_IN_A_STAGE: Code = Code {
    id: "E0538",
    name: "not-in-a-stage",
    explanation: "A stage of capacity release may `remind`, set the status, and end the session. Everything else is \
                  for triggers, which see what the policy did as events: `on session.went_inactive`, `on change of \
                  conversation.status`.",
    bad: r#"policy capacity release {
  inactive after 5m {
    remind "Are you still there?"
    add tag "silent"
  }
}
"#,
    good: r#"policy capacity release {
  inactive after 5m {
    remind "Are you still there?"
    set conversation.status to pending
  }
  then after 5m {
    remind "We will close this soon."
  }
  then after 1m {
    remind "We are closing this."
    set conversation.status to solved
  }
}

trigger silent {
  on session.went_inactive
  do { add tag "silent" }
}
"#,
};

/// A stage does a thing twice.
pub static TWICE_IN_A_STAGE: Code = Code {
    id: "E0539",
    name: "twice-in-a-stage",
    explanation: "A stage has one reminder and sets one status.",
    bad: r#"policy capacity release {
  inactive after 5m {
    remind "Are you still there?"
    remind "Hello?"
  }
}
"#,
    good: r#"policy capacity release {
  inactive after 5m {
    remind "Are you still there?"
    set conversation.status to pending
  }
  then after 5m {
    remind "We will close this soon."
  }
  then after 1m {
    remind "We are closing this."
    set conversation.status to solved
  }
}
"#,
};

/// A stage sets a status that release cannot set.
pub static STAGE_STATUS: Code = Code {
    id: "E0540",
    name: "stage-status",
    explanation: "Capacity release sets `pending`, `hold`, `solved`, or a status of your own that counts as one of \
                  these. It never opens a conversation nor closes it for good.",
    bad: r#"policy capacity release {
  inactive after 5m {
    remind "Are you still there?"
    set conversation.status to closed
  }
}
"#,
    good: r#"policy capacity release {
  inactive after 5m {
    remind "Are you still there?"
    set conversation.status to pending
  }
  then after 5m {
    remind "We will close this soon."
  }
  then after 1m {
    remind "We are closing this."
    set conversation.status to solved
  }
}
"#,
};

/// Stages follow a first one that solves.
pub static SOLVED_NOT_ALONE: Code = Code {
    id: "E0541",
    name: "solved-not-alone",
    explanation: "If the first stage sets `solved`, or a status that counts as it, it is the only one: nobody is \
                  reminded of what is done.",
    bad: r#"policy capacity release {
  inactive after 5m {
    remind "Are you still there?"
    set conversation.status to solved
  }
  then after 5m {
    remind "We will close this soon."
  }
}
"#,
    good: r#"policy capacity release {
  inactive after 5m {
    remind "Are you still there?"
    set conversation.status to solved
  }
}
"#,
};

/// Something follows `end session` in a release policy.
pub static END_NOT_LAST: Code = Code {
    id: "E0542",
    name: "end-not-last",
    explanation: "`end session` is the last line of the last stage: after the end of a session there is nobody to \
                  remind.",
    bad: r#"policy capacity release {
  inactive after 5m {
    end session
    set conversation.status to hold
  }
}
"#,
    good: r#"policy capacity release {
  inactive after 5m {
    set conversation.status to hold
    end session
  }
}
"#,
};

/// Capacity release under a lifecycle without its statuses.
pub static NO_STATUS_TO_SET: Code = Code {
    id: "E0543",
    name: "no-status-to-set",
    explanation: "Capacity release sets `pending`, `hold` or `solved`, and the lifecycle of this book has none of \
                  them, or lets nothing set them. `std.capacity_release` goes with `std.lifecycle.ticket`; under \
                  another lifecycle write a policy whose stages only remind or end the session.",
    bad: r#"use std.lifecycle.inbox
use std.capacity_release
"#,
    good: r#"use std.lifecycle.ticket
use std.capacity_release
"#,
};

/// `highest` or `lowest` of what has no order.
pub static UNSORTABLE: Code = Code {
    id: "E0550",
    name: "unsortable",
    explanation: "`highest` and `lowest` sort by numbers, durations, times, dates, percentages and enums (ordered as \
                  declared). Under `prefer agents` the attribute is one of `agent`, under `prefer conversations` one \
                  of the conversation or its user. To prefer those for whom something holds, write the condition \
                  itself.",
    bad: r#"policy assignment {
  capacity 4
  agents when agent.status is online
  prefer agents { lowest agent.name }
  if nobody after 2m { drop conversation.skills }
}
"#,
    good: r#"policy assignment {
  capacity 4
  agents when agent.status is online
  prefer agents { lowest agent.load }
  if nobody after 2m { drop conversation.skills }
}
"#,
};

/// `if nobody` does what it cannot.
pub static NOT_A_FALLBACK: Code = Code {
    id: "E0551",
    name: "not-a-fallback",
    explanation: "When nobody can take a conversation, the policy may `drop` one of its lists (the skills that it asks \
                  for) or `move to group` with the name of a group.",
    bad: r#"policy assignment {
  capacity 4
  agents when agent.status is online
  prefer agents { lowest agent.load }
  if nobody after 2m { close }
}
"#,
    good: r#"policy assignment {
  capacity 4
  agents when agent.status is online
  prefer agents { lowest agent.load }
  if nobody after 2m { drop conversation.skills }
}
"#,
};

/// `drop` of what is no list of the conversation.
pub static NOT_DROPPABLE: Code = Code {
    id: "E0552",
    name: "not-droppable",
    explanation: "`drop` empties a list that the conversation keeps, such as `conversation.skills`, so that more \
                  agents fit.",
    bad: r#"policy assignment {
  capacity 4
  agents when agent.status is online
  prefer agents { lowest agent.load }
  if nobody after 2m { drop conversation.priority }
}
"#,
    good: r#"policy assignment {
  capacity 4
  agents when agent.status is online
  prefer agents { lowest agent.load }
  if nobody after 2m { drop conversation.skills }
}
"#,
};

/// Fallbacks out of order.
pub static FALLBACK_ORDER: Code = Code {
    id: "E0553",
    name: "fallback-order",
    explanation: "The lines `if nobody after` count from the moment when the conversation came into the queue and \
                  stand in the order in which they come, so each is longer than the one before.",
    bad: r#"policy assignment {
  capacity 4
  agents when agent.status is online
  prefer agents { lowest agent.load }
  if nobody after 2m { drop conversation.skills }
  if nobody after 2m { move to group "General" }
}
"#,
    good: r#"policy assignment {
  capacity 4
  agents when agent.status is online
  prefer agents { lowest agent.load }
  if nobody after 2m { drop conversation.skills }
  if nobody after 10m { move to group "General" }
}
"#,
};

/// The windows are out of order.
pub static WINDOW_ORDER: Code = Code {
    id: "E0560",
    name: "window-order",
    explanation: "The first window with enough samples is taken. So they stand from the shortest to the longest; a \
                  shorter one behind a longer one would never be looked at.",
    bad: r#"policy wait time {
  windows 2h, 10m, 21d
  samples 5
  known when routed in the last 7d
  from 50% to 90%
}
"#,
    good: r#"policy wait time {
  windows 10m, 2h, 21d
  samples 5
  known when routed in the last 7d
  from 50% to 90%
}
"#,
};

/// The percentages are out of order or range.
pub static PERCENTAGES: Code = Code {
    id: "E0561",
    name: "wait-percentages",
    explanation: "`from 50% to 90%`: half of the customers waited no longer than the lower end of the estimate, nine \
                  of ten no longer than its upper end. Both are from `0%` to `100%`, the lower one first.",
    bad: r#"policy wait time {
  windows 10m, 2h, 21d
  samples 5
  known when routed in the last 7d
  from 90% to 50%
}
"#,
    good: r#"policy wait time {
  windows 10m, 2h, 21d
  samples 5
  known when routed in the last 7d
  from 50% to 90%
}
"#,
};
