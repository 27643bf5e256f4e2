//! `E02xx`, `W02xx`: names that are unknown, double, unused or out of place.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[&UNKNOWN_NAME, &OTHER_KIND, &DECLARED_TWICE];

/// Nothing of that name is declared.
pub static UNKNOWN_NAME: Code = Code {
    id: "E0201",
    name: "unknown-name",
    explanation: "Nothing of that name is declared in the book. Names are written the same everywhere, with the same small \
                  letters and the same `_`. What ships with Whenbook is there only after `use`, such as `use std.triggers`.",
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
    explanation: "The name is declared, but as something that cannot stand here: a message where a trigger must be named, \
                  say, or a list where a schedule is asked for.",
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
  do { send "Welcome back!" }
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
    explanation: "A book is one namespace, however many files it has: two declarations never have one name. The identifier \
                  of a trigger is what it is known by, so give the copy an identifier of its own.",
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
