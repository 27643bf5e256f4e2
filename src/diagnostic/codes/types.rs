//! `E030x` to `E032x`: types and operators.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[
    &WRONG_TYPE,
    &NOT_WRITTEN_OUT,
    &NO_TIME_AT_ALL,
    &OUT_OF_RANGE,
    &NOTHING_TO_COMPARE,
    &NO_VALUE_BEFORE,
    &NOT_OF_A_SCHEDULE,
    &CONDITION_COMPARED,
    &NO_ORDER,
    &BACKWARDS,
    &NOT_A_LIST,
    &NOT_A_TEXT,
    &NOT_A_TIME,
    &BAD_PATTERN,
    &CIRCLE,
    &TOO_DEEP,
];

/// The value is of another type than what it is compared with or written to.
pub static WRONG_TYPE: Code = Code {
    id: "E0301",
    name: "wrong-type",
    explanation: "Values are compared, and written, only with values of their own type: a duration with a duration \
                  (`5m`, not `5`), a text with a text in quotation marks, an enum with one of its values without \
                  them.",
    bad: r#"trigger greet {
  on conversation.queued
  when queue.wait_max > 5
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on conversation.queued
  when queue.wait_max > 5m
  do { send "Hello!" }
}
"#,
};

/// A value must be written out here.
pub static NOT_WRITTEN_OUT: Code = Code {
    id: "E0302",
    name: "not-written-out",
    explanation: "Here only a value that is always the same can stand, not an attribute: in a list in brackets, in a \
                  default. To compare with several attributes, write a line for each in `any { … }`.",
    bad: r#"trigger greet {
  on agent.wrote
  when agent.name in ["Joon", conversation.last_assignee]
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on agent.wrote
  when any {
    agent.name is "Joon"
    agent.name is conversation.last_assignee
  }
  do { send "Hello!" }
}
"#,
};

/// A duration of nothing.
pub static NO_TIME_AT_ALL: Code = Code {
    id: "E0303",
    name: "no-time-at-all",
    explanation: "A duration must be more than nothing here. What should happen at once needs no wait.",
    bad: r#"trigger greet {
  on customer.wrote
  do {
    wait 0s
    send "Hello!"
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

/// A number or duration that is too large.
pub static OUT_OF_RANGE: Code = Code {
    id: "E0304",
    name: "out-of-range",
    explanation: "Numbers have at most 28 digits, and durations are at most ten years (`3650d`).",
    bad: r#"automation close_solved {
  after 99999d while conversation.status is solved
  do { set conversation.status to closed }
}
"#,
    good: r#"automation close_solved {
  after 4d while conversation.status is solved
  do { set conversation.status to closed }
}
"#,
};

/// What stands on the left cannot be compared.
pub static NOTHING_TO_COMPARE: Code = Code {
    id: "E0305",
    name: "nothing-to-compare",
    explanation: "On the left of an operator stands an attribute, and on the right the value. Before `in the last` \
                  stands an event.",
    bad: r#"trigger greet {
  on customer.wrote
  when "enterprise" is user.plan
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

/// There is no earlier value.
pub static NO_VALUE_BEFORE: Code = Code {
    id: "E0306",
    name: "no-value-before",
    explanation: "`was` and `had` ask for the value before the event. What an event carries is new with it, and what \
                  time it was before is not asked.",
    bad: r#"trigger greet {
  on customer.wrote
  when message.text was "Hello"
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when conversation.status was pending
  do { send "Hello!" }
}
"#,
};

/// A schedule is open or closed, and nothing else.
pub static NOT_OF_A_SCHEDULE: Code = Code {
    id: "E0307",
    name: "not-of-a-schedule",
    explanation: "Of a schedule one can only ask whether it is open or closed at the moment.",
    bad: r#"schedule office_hours { mon-fri 09:00-18:00 }

trigger greet {
  on customer.wrote
  when office_hours is true
  do { send "Hello!" }
}
"#,
    good: r#"schedule office_hours { mon-fri 09:00-18:00 }

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
};

/// A named condition is compared with something.
pub static CONDITION_COMPARED: Code = Code {
    id: "E0308",
    name: "condition-compared",
    explanation: "A named condition stands alone: write its name where it must hold, and `not` before it where it \
                  must not.",
    bad: r#"condition vip when user.plan is enterprise

trigger greet {
  on customer.wrote
  when vip is true
  do { send "Hello!" }
}
"#,
    good: r#"condition vip when user.plan is enterprise

trigger greet {
  on customer.wrote
  when vip
  do { send "Hello!" }
}
"#,
};

/// Values of that type have no order.
pub static NO_ORDER: Code = Code {
    id: "E0309",
    name: "no-order",
    explanation: "Less and more are for numbers, durations, times, clock times, dates, percentages, and enums in the \
                  order of their declaration. Texts and lists have no order.",
    bad: r#"trigger greet {
  on customer.wrote
  when user.country > "DE"
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when user.country is "DE"
  do { send "Hello!" }
}
"#,
};

/// The lower end of a range comes last.
pub static BACKWARDS: Code = Code {
    id: "E0310",
    name: "backwards",
    explanation: "`between` names the lower end first; both ends are included. Turned round, nothing lies between \
                  them.",
    bad: r#"trigger greet {
  on customer.wrote
  when time.hour between 17 and 9
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when time.hour between 9 and 17
  do { send "Hello!" }
}
"#,
};

/// A list must stand here.
pub static NOT_A_LIST: Code = Code {
    id: "E0311",
    name: "not-a-list",
    explanation: "`in`, `any` and `all` need a list: values in brackets, a `list` by its name, or an attribute that \
                  holds one. `has` looks into attributes that hold lists; a text is searched with `contains`.",
    bad: r#"trigger greet {
  on customer.wrote
  when message.text has "refund"
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

/// Only texts can be searched.
pub static NOT_A_TEXT: Code = Code {
    id: "E0312",
    name: "not-a-text",
    explanation: "`contains`, `starts with`, `ends with`, `matches` and `finds` look into texts. What a list holds \
                  is asked with `has`, and an enum is compared with `is` or `in`.",
    bad: r#"trigger greet {
  on customer.wrote
  when user.tags contains "vip"
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when user.tags has "vip"
  do { send "Hello!" }
}
"#,
};

/// Only times were some time ago.
pub static NOT_A_TIME: Code = Code {
    id: "E0313",
    name: "not-a-time",
    explanation: "`more than … ago` and `less than … ago` ask how long ago a point in time was. Durations are \
                  compared with `<` and `>`.",
    bad: r#"trigger greet {
  on customer.wrote
  when user.past_visits more than 2d ago
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when user.last_seen more than 2d ago
  do { send "Hello!" }
}
"#,
};

/// A pattern that cannot be read.
pub static BAD_PATTERN: Code = Code {
    id: "E0314",
    name: "bad-pattern",
    explanation: "The pattern has a mistake in it, or asks for something that would make it slow. `matches` wants \
                  the whole text, `finds` a part of it; the flag `i` ignores upper and lower case.",
    bad: r#"trigger greet {
  on customer.wrote
  when message.text finds /ORD-([0-9]+/
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when message.text finds /ORD-([0-9]+)/
  do { send "Hello!" }
}
"#,
};

/// A named condition asks for itself.
pub static CIRCLE: Code = Code {
    id: "E0315",
    name: "circle",
    explanation: "A named condition that asks for itself, directly or through others, says nothing.",
    bad: r#"condition vip when important

condition important when vip or user.plan is pro

trigger greet {
  on customer.wrote
  when vip
  do { send "Hello!" }
}
"#,
    good: r#"condition vip when important

condition important when user.plan is pro

trigger greet {
  on customer.wrote
  when vip
  do { send "Hello!" }
}
"#,
};

/// A condition nests too deep.
pub static TOO_DEEP: Code = Code {
    id: "E0316",
    name: "nested-too-deep",
    explanation: "Conditions nest at most 32 deep, and 64 with all named conditions written out. Nobody could read \
                  more.",
    bad: "",
    good: "",
};
