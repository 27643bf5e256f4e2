//! `E0640` to `E0647`: tests that are run once for each of their rows.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[
    &CELL_ELSEWHERE,
    &UNKNOWN_COLUMN,
    &MISSING_CELL,
    &UNUSED_COLUMN,
    &ROW_TWICE,
    &COLUMN_TWICE,
    &NO_ROWS,
    &NOT_A_NAME,
];

/// `<plan>` outside of the lines of a test.
pub static CELL_ELSEWHERE: Code = Code {
    id: "E0640",
    name: "cell-elsewhere",
    explanation: "`<plan>` is the cell of a table: a test with `rows` is run once for each row, with what the row \
                  says under `plan` in its place. Only lines of a test have such places, and only where a value, \
                  an event or the name of a trigger stands. A row itself says its values.",
    bad: r#"attribute user.plan: one of { free, pro, enterprise } default free

trigger hello {
  on conversation.requested
  when user.plan is free
  do { send "Hello!" }
}

trigger welcome {
  on conversation.requested
  when user.plan is not free
  do { send "Welcome back!" }
}

trigger third {
  on customer.wrote
  when user.plan is <plan>
  do { send "Hello!" }
}
"#,
    good: r#"attribute user.plan: one of { free, pro, enterprise } default free

trigger hello {
  on conversation.requested
  when user.plan is free
  do { send "Hello!" }
}

trigger welcome {
  on conversation.requested
  when user.plan is not free
  do { send "Welcome back!" }
}

test "Each plan gets its greeting" {
  given { user.plan is <plan> }
  receive conversation.requested
  expect sent <text>
  rows {
    plan: free, text: "Hello!"
    plan: enterprise, text: "Welcome back!"
  }
}
"#,
};

/// A cell of which no row says anything.
pub static UNKNOWN_COLUMN: Code = Code {
    id: "E0641",
    name: "unknown-column",
    explanation: "A line of the test has a place such as `<plan>`, and no row of the test has `plan: …`. Perhaps \
                  one of the two is misspelt, or the test has no `rows` at all.",
    bad: r#"attribute user.plan: one of { free, pro, enterprise } default free

trigger hello {
  on conversation.requested
  when user.plan is free
  do { send "Hello!" }
}

trigger welcome {
  on conversation.requested
  when user.plan is not free
  do { send "Welcome back!" }
}

test "Each plan gets its greeting" {
  given { user.plan is <plans> }
  receive conversation.requested
  expect sent <text>
  rows {
    plan: free, text: "Hello!"
    plan: enterprise, text: "Welcome back!"
  }
}
"#,
    good: r#"attribute user.plan: one of { free, pro, enterprise } default free

trigger hello {
  on conversation.requested
  when user.plan is free
  do { send "Hello!" }
}

trigger welcome {
  on conversation.requested
  when user.plan is not free
  do { send "Welcome back!" }
}

test "Each plan gets its greeting" {
  given { user.plan is <plan> }
  receive conversation.requested
  expect sent <text>
  rows {
    plan: free, text: "Hello!"
    plan: enterprise, text: "Welcome back!"
  }
}
"#,
};

/// A row that leaves a place of the test open.
pub static MISSING_CELL: Code = Code {
    id: "E0642",
    name: "missing-cell",
    explanation: "Each row of a test says a value for each place in its lines. Add the value to the row; a fact \
                  can be `unknown`.",
    bad: r#"attribute user.plan: one of { free, pro, enterprise } default free

trigger hello {
  on conversation.requested
  when user.plan is free
  do { send "Hello!" }
}

trigger welcome {
  on conversation.requested
  when user.plan is not free
  do { send "Welcome back!" }
}

test "Each plan gets its greeting" {
  given { user.plan is <plan> }
  receive conversation.requested
  expect sent <text>
  rows {
    plan: free, text: "Hello!"
    plan: enterprise
  }
}
"#,
    good: r#"attribute user.plan: one of { free, pro, enterprise } default free

trigger hello {
  on conversation.requested
  when user.plan is free
  do { send "Hello!" }
}

trigger welcome {
  on conversation.requested
  when user.plan is not free
  do { send "Welcome back!" }
}

test "Each plan gets its greeting" {
  given { user.plan is <plan> }
  receive conversation.requested
  expect sent <text>
  rows {
    plan: free, text: "Hello!"
    plan: enterprise, text: "Welcome back!"
  }
}
"#,
};

/// A column that no line of the test has a place for.
pub static UNUSED_COLUMN: Code = Code {
    id: "W0643",
    name: "unused-column",
    explanation: "The rows say something that changes nothing, because no line of the test has its place, \
                  `<plan>`. Mostly the place was forgotten.",
    bad: r#"attribute user.plan: one of { free, pro, enterprise } default free

trigger hello {
  on conversation.requested
  when user.plan is free
  do { send "Hello!" }
}

trigger welcome {
  on conversation.requested
  when user.plan is not free
  do { send "Welcome back!" }
}

test "Each plan gets its greeting" {
  given { user.plan is <plan> }
  receive conversation.requested
  expect sent <text>
  rows {
    plan: free, text: "Hello!", name: "Mina"
    plan: enterprise, text: "Welcome back!", name: "Joon"
  }
}
"#,
    good: r#"attribute user.plan: one of { free, pro, enterprise } default free

trigger hello {
  on conversation.requested
  when user.plan is free
  do { send "Hello!" }
}

trigger welcome {
  on conversation.requested
  when user.plan is not free
  do { send "Welcome back!" }
}

test "Each plan gets its greeting" {
  given { user.plan is <plan> }
  receive conversation.requested
  expect sent <text>
  rows {
    plan: free, text: "Hello!"
    plan: enterprise, text: "Welcome back!"
  }
}
"#,
};

/// Two rows that say the same.
pub static ROW_TWICE: Code = Code {
    id: "W0644",
    name: "row-twice",
    explanation: "A test is run once for each of its rows. With two equal ones it does the same work twice, and \
                  one cannot tell which has failed.",
    bad: r#"attribute user.plan: one of { free, pro, enterprise } default free

trigger hello {
  on conversation.requested
  when user.plan is free
  do { send "Hello!" }
}

trigger welcome {
  on conversation.requested
  when user.plan is not free
  do { send "Welcome back!" }
}

test "Each plan gets its greeting" {
  given { user.plan is <plan> }
  receive conversation.requested
  expect sent <text>
  rows {
    plan: free, text: "Hello!"
    text: "Hello!", plan: free
  }
}
"#,
    good: r#"attribute user.plan: one of { free, pro, enterprise } default free

trigger hello {
  on conversation.requested
  when user.plan is free
  do { send "Hello!" }
}

trigger welcome {
  on conversation.requested
  when user.plan is not free
  do { send "Welcome back!" }
}

test "Each plan gets its greeting" {
  given { user.plan is <plan> }
  receive conversation.requested
  expect sent <text>
  rows {
    plan: free, text: "Hello!"
    plan: enterprise, text: "Welcome back!"
  }
}
"#,
};

/// A row that says the same column twice.
pub static COLUMN_TWICE: Code = Code {
    id: "E0645",
    name: "column-twice",
    explanation: "A row has one value for each column. A row is one line; it goes on in the next one after a \
                  comma, so a comma at the end of a row joins it with the row below.",
    bad: r#"attribute user.plan: one of { free, pro, enterprise } default free

trigger hello {
  on conversation.requested
  when user.plan is free
  do { send "Hello!" }
}

trigger welcome {
  on conversation.requested
  when user.plan is not free
  do { send "Welcome back!" }
}

test "Each plan gets its greeting" {
  given { user.plan is <plan> }
  receive conversation.requested
  expect sent <text>
  rows {
    plan: free, text: "Hello!",
    plan: enterprise, text: "Welcome back!"
  }
}
"#,
    good: r#"attribute user.plan: one of { free, pro, enterprise } default free

trigger hello {
  on conversation.requested
  when user.plan is free
  do { send "Hello!" }
}

trigger welcome {
  on conversation.requested
  when user.plan is not free
  do { send "Welcome back!" }
}

test "Each plan gets its greeting" {
  given { user.plan is <plan> }
  receive conversation.requested
  expect sent <text>
  rows {
    plan: free, text: "Hello!"
    plan: enterprise, text: "Welcome back!"
  }
}
"#,
};

/// `rows` without a row.
pub static NO_ROWS: Code = Code {
    id: "W0646",
    name: "no-rows",
    explanation: "A test with `rows` is run once for each of them; without any, it is never run.",
    bad: r#"attribute user.plan: one of { free, pro, enterprise } default free

trigger hello {
  on conversation.requested
  when user.plan is free
  do { send "Hello!" }
}

trigger welcome {
  on conversation.requested
  when user.plan is not free
  do { send "Welcome back!" }
}

test "Each plan gets its greeting" {
  receive conversation.requested
  expect sent "Hello!"
  rows {}
}
"#,
    good: r#"attribute user.plan: one of { free, pro, enterprise } default free

trigger hello {
  on conversation.requested
  when user.plan is free
  do { send "Hello!" }
}

trigger welcome {
  on conversation.requested
  when user.plan is not free
  do { send "Welcome back!" }
}

test "Each plan gets its greeting" {
  given { user.plan is <plan> }
  receive conversation.requested
  expect sent <text>
  rows {
    plan: free, text: "Hello!"
    plan: enterprise, text: "Welcome back!"
  }
}
"#,
};

/// A row gives a value where a name must stand.
pub static NOT_A_NAME: Code = Code {
    id: "E0647",
    name: "cell-is-no-name",
    explanation: "In `expect fired <rule>` or `receive <event>` the row says a name, without quotation marks: \
                  `rule: first_reply`, `event: customer.wrote`. For `fired` and `not fired` it may be several: \
                  `rule: [first_reply, vip_reply]`.",
    bad: r#"attribute user.plan: one of { free, pro, enterprise } default free

trigger hello {
  on conversation.requested
  when user.plan is free
  do { send "Hello!" }
}

trigger welcome {
  on conversation.requested
  when user.plan is not free
  do { send "Welcome back!" }
}

test "Each plan gets its greeting" {
  given { user.plan is <plan> }
  receive conversation.requested
  expect fired <rule>
  rows {
    plan: free, rule: "hello"
    plan: enterprise, rule: "welcome"
  }
}
"#,
    good: r#"attribute user.plan: one of { free, pro, enterprise } default free

trigger hello {
  on conversation.requested
  when user.plan is free
  do { send "Hello!" }
}

trigger welcome {
  on conversation.requested
  when user.plan is not free
  do { send "Welcome back!" }
}

test "Each plan gets its greeting" {
  given { user.plan is <plan> }
  receive conversation.requested
  expect fired <rule>
  rows {
    plan: free, rule: hello
    plan: enterprise, rule: welcome
  }
}
"#,
};
