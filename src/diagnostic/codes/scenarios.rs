//! `E0648` to `W0654`: scenarios, and what is repeated, logs that tests play.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[
    &SCENARIO_IN_ITSELF,
    &SCENARIO_EXPECTS,
    &NOT_SO_OFTEN,
    &TOO_MANY_LINES,
    &BROKEN_LOG,
    &UNKNOWN_LOGGED_EVENT,
    &EMPTY_LOG,
];

/// A scenario that takes itself in.
pub static SCENARIO_IN_ITSELF: Code = Code {
    id: "E0648",
    name: "scenario-in-itself",
    explanation: "A scenario can take others in, with `given`, but not itself, not by way of others either: it \
                  would never end.",
    bad: r#"trigger thanks {
  on customer.wrote
  do { send "Thank you!" }
}

scenario evening_customer {
  given evening_customer
  at 2026-12-01 21:00
  receive customer.wrote
}

test "Thanks in the evening" {
  given evening_customer
  expect sent "Thank you!"
}
"#,
    good: r#"trigger thanks {
  on customer.wrote
  do { send "Thank you!" }
}

scenario evening_customer {
  given { user.name is "Mina" }
  at 2026-12-01 21:00
  receive customer.wrote
}

test "Thanks in the evening" {
  given evening_customer
  expect sent "Thank you!"
}
"#,
};

/// An `expect` in a scenario.
pub static SCENARIO_EXPECTS: Code = Code {
    id: "E0649",
    name: "scenario-expects",
    explanation: "A scenario is the beginning that several tests share. What must be so after it, each of them \
                  says itself; a failure is then told where it belongs.",
    bad: r#"trigger thanks {
  on customer.wrote
  do { send "Thank you!" }
}

scenario evening_customer {
  given { user.name is "Mina" }
  at 2026-12-01 21:00
  receive customer.wrote
  expect fired thanks
}

test "Thanks in the evening" {
  given evening_customer
  expect sent "Thank you!"
}
"#,
    good: r#"trigger thanks {
  on customer.wrote
  do { send "Thank you!" }
}

scenario evening_customer {
  given { user.name is "Mina" }
  at 2026-12-01 21:00
  receive customer.wrote
}

test "Thanks in the evening" {
  given evening_customer
  expect sent "Thank you!"
}
"#,
};

/// A number of times that is no number of times.
pub static NOT_SO_OFTEN: Code = Code {
    id: "E0650",
    name: "not-so-often",
    explanation: "What stands in `repeat` happens as often as it says: a whole number of times, at least once and \
                  at most ten thousand times.",
    bad: r#"trigger thanks {
  on customer.wrote
  do { send "Thank you!" }
}

test "Thanks each time" {
  repeat 0 times every 30s { receive customer.wrote }
  expect sent "Thank you!"
}
"#,
    good: r#"trigger thanks {
  on customer.wrote
  do { send "Thank you!" }
}

test "Thanks each time" {
  repeat 3 times every 30s { receive customer.wrote }
  expect sent "Thank you!"
}
"#,
};

/// A test that is too long when all is written out.
pub static TOO_MANY_LINES: Code = Code {
    id: "E0651",
    name: "too-many-lines",
    explanation: "Scenarios and repetitions are written out when the book is compiled. A test of more than ten \
                  thousand lines would fill it; let `whenbook run` play long histories.",
    bad: r#"trigger thanks {
  on customer.wrote
  do { send "Thank you!" }
}

test "Thanks each time" {
  repeat 200 times every 30s {
    repeat 100 times { receive customer.wrote }
  }
  expect sent "Thank you!"
}
"#,
    good: r#"trigger thanks {
  on customer.wrote
  do { send "Thank you!" }
}

test "Thanks each time" {
  repeat 3 times every 30s { receive customer.wrote }
  expect sent "Thank you!"
}
"#,
};

/// A line of a log that a test plays cannot be read.
pub static BROKEN_LOG: Code = Code {
    id: "E0652",
    name: "broken-log",
    explanation: "`receive from` plays a log of events: one JSON object a line, a CloudEvent with `specversion`, \
                  `id`, `source` (the account), `type` (the event), `subject` (the conversation), `time` and \
                  `data`, the same that `whenbook run --events` takes. This line is not one, or it is of another account than \
                  the lines before it: a test plays one.",
    bad: "",
    good: "",
};

/// A log that a test plays has an event that the book does not know.
pub static UNKNOWN_LOGGED_EVENT: Code = Code {
    id: "W0653",
    name: "unknown-logged-event",
    explanation: "A line of the log names an event that nothing declares. It changes nothing. Perhaps the log is \
                  of another version of the book, or the lifecycle that brings the event is not used.",
    bad: "",
    good: "",
};

/// A log that a test plays holds no event.
pub static EMPTY_LOG: Code = Code {
    id: "W0654",
    name: "empty-log",
    explanation: "`receive from` plays the events of a file. In this file there is none, so nothing happens here.",
    bad: "",
    good: "",
};
