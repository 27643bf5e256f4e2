//! `E013x`, `E014x`, `E015x`: wrong forms of words and signs whose meaning is mostly sure.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[
    &WRONG_QUOTES,
    &WIDE_SIGN,
    &WRONG_COMMENT,
    &WRONG_OPERATOR,
    &WRONG_LOGIC,
    &DOUBLE_NOT,
    &WRONG_AMOUNT,
    &WRONG_DAY,
    &WRONG_RANGE,
    &WRONG_PLACEHOLDER,
    &WRONG_ESCAPE,
    &WRONG_BLOCK_TEXT,
    &WRONG_REGEX,
    &BROKEN_LINE,
    &IF,
    &ELSE,
    &SIGIL,
    &JOINED_EVENTS,
    &MISSING_COMMA,
    &UNQUOTED,
];

/// A text stands in other quotation marks than `"`.
pub static WRONG_QUOTES: Code = Code {
    id: "E0131",
    name: "wrong-quotes",
    explanation: "A text begins and ends with the straight double quotation mark `\"`. Word processors like to put \
                  curly ones in its place.",
    bad: r#"trigger greet {
  on customer.wrote
  do { send 'Hello!' }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { send "Hello!" }
}
"#,
};

/// A comma, colon, bracket or dash is of another script.
pub static WIDE_SIGN: Code = Code {
    id: "E0132",
    name: "wide-sign",
    explanation: "Signs are those of plain keyboards: `,` `:` `(` `)` `{` `}` `[` `]` `-`. The full-width ones \
                  look alike, but are other letters.",
    bad: r#"trigger greet {
  on customer.wrote，conversation.requested
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote, conversation.requested
  do { send "Hello!" }
}
"#,
};

/// A comment begins with another sign than `//`.
pub static WRONG_COMMENT: Code = Code {
    id: "E0133",
    name: "wrong-comment",
    explanation: "A comment begins with `//` and ends with its line; `///` documents the declaration below it. \
                  There are no others.",
    bad: r#"# Greetings
trigger greet {
  on customer.wrote
  do { send "Hello!" }
}
"#,
    good: r#"// Greetings
trigger greet {
  on customer.wrote
  do { send "Hello!" }
}
"#,
};

/// A comparison is written in a way of other languages.
pub static WRONG_OPERATOR: Code = Code {
    id: "E0134",
    name: "wrong-operator",
    explanation: "Comparisons are words: `is`, `is not`, `contains`, `does not contain`, `in`, `not in`, `has` and \
                  so on; only the four orders are signs: `<` `<=` `>` `>=`. In a test, what is expected stands before the \
                  names: `expect fired greet`.",
    bad: r#"trigger greet {
  on customer.wrote
  when user.name == "Mina"
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when user.name is "Mina"
  do { send "Hello!" }
}
"#,
};

/// `and`, `or` or `not` is written in a way of other languages.
pub static WRONG_LOGIC: Code = Code {
    id: "E0135",
    name: "wrong-logic",
    explanation: "Conditions are joined by the words `and` and `or` and turned round by `not`, in small letters.",
    bad: r#"trigger greet {
  on customer.wrote
  when user.name is known && user.email is known
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when user.name is known and user.email is known
  do { send "Hello!" }
}
"#,
};

/// `not` stands before another `not`.
pub static DOUBLE_NOT: Code = Code {
    id: "E0136",
    name: "double-not",
    explanation: "Two of them mean nothing at all. Write the condition without both, or with one.",
    bad: r#"trigger greet {
  on customer.wrote
  when not not user.suspended is true
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when user.suspended is true
  do { send "Hello!" }
}
"#,
};

/// A number, duration, time or date is written in another way.
pub static WRONG_AMOUNT: Code = Code {
    id: "E0137",
    name: "wrong-amount",
    explanation: "Numbers are plain: `1000`, `12.5`. Durations have short units without a blank: `90s`, `5m`, \
                  `1h30m`, `2d`. Clock times have two digits twice: `09:00`, `18:30`. Dates begin with the year: \
                  `2026-12-31`. Percentages are `50%`.",
    bad: r#"trigger greet {
  on customer.wrote
  do {
    wait 5 seconds
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

/// A day of the week is written in another way.
pub static WRONG_DAY: Code = Code {
    id: "E0138",
    name: "wrong-day",
    explanation: "The days are `mon`, `tue`, `wed`, `thu`, `fri`, `sat` and `sun`; several in a row are `mon-fri`.",
    bad: r#"schedule office_hours {
  Monday-Friday 09:00-18:00
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
    good: r#"schedule office_hours {
  mon-fri 09:00-18:00
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
};

/// A range of hours, days or dates is joined in another way.
pub static WRONG_RANGE: Code = Code {
    id: "E0139",
    name: "wrong-range",
    explanation: "Hours and days are joined by `-`: `09:00-18:00`, `mon-fri`. Dates hold dashes themselves, so \
                  they are joined by `to`: `2027-02-06 to 2027-02-09`.",
    bad: r#"schedule office_hours {
  mon-fri 09:00 to 18:00
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
    good: r#"schedule office_hours {
  mon-fri 09:00-18:00
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
};

/// Braces in a text do not hold a placeholder.
pub static WRONG_PLACEHOLDER: Code = Code {
    id: "E0140",
    name: "wrong-placeholder",
    explanation: "A placeholder is an attribute in braces, `{user.name}`, perhaps with plain words for the case \
                  that it is unknown, `{user.name or there}`, or the unit of a duration, `{queue.wait_max in \
                  minutes}`. A brace that is meant as such is written `\\{`.",
    bad: r#"trigger greet {
  on customer.wrote
  do { send "Hello {{user.name or there}}!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { send "Hello {user.name or there}!" }
}
"#,
};

/// A `\` in a text stands before a letter that it cannot stand before.
pub static WRONG_ESCAPE: Code = Code {
    id: "E0141",
    name: "wrong-escape",
    explanation: "A text knows four of them: `\\n` for a line break, `\\{` for a brace, `\\\"` for a quotation \
                  mark, and `\\\\` for the sign itself.",
    bad: r#"trigger greet {
  on customer.wrote
  do { send "Hello\t!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { send "Hello\n!" }
}
"#,
};

/// A `"""` does not stand at the edge of its line.
pub static WRONG_BLOCK_TEXT: Code = Code {
    id: "E0142",
    name: "wrong-block-text",
    explanation: "A text of several lines begins after the line that ends with `\"\"\"` and ends before the line \
                  that begins with `\"\"\"`. A text of one line stands between single `\"`.",
    bad: r#"trigger greet {
  on customer.wrote
  do { send """Hello!""" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { send "Hello!" }
}
"#,
};

/// A pattern is not written between slashes.
pub static WRONG_REGEX: Code = Code {
    id: "E0143",
    name: "wrong-regex",
    explanation: "After `matches` and `finds` stands a pattern between slashes on one line: `/[0-9]{6}/`, or \
                  `/refund/i` for capital and small letters alike. A slash in it is written `\\/`. To look for \
                  plain words, use `contains \"refund\"`.",
    bad: r#"trigger greet {
  on customer.wrote
  when message.text matches "refund.*"
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when message.text matches /refund.*/
  do { send "Hello!" }
}
"#,
};

/// A condition goes on in the next line.
pub static BROKEN_LINE: Code = Code {
    id: "E0144",
    name: "broken-line",
    explanation: "A condition ends with its line; a line goes on only after a comma and inside square brackets. \
                  Long conditions stand in a block, one a line: `when all { … }`, `when any { … }`.",
    bad: r#"trigger greet {
  on customer.wrote
  when user.name is known
    and user.email is known
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when all {
    user.name is known
    user.email is known
  }
  do { send "Hello!" }
}
"#,
};

/// A condition begins with `if`.
pub static IF: Code = Code {
    id: "E0145",
    name: "if",
    explanation: "Conditions begin with `when`; what is done stands in the `do` block.",
    bad: r#"trigger greet {
  on customer.wrote
  if user.name is known then
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when user.name is known
  do { send "Hello!" }
}
"#,
};

/// There is no `else`.
pub static ELSE: Code = Code {
    id: "E0146",
    name: "else",
    explanation: "A trigger does one thing or nothing. For either the one or the other write two triggers and list \
                  them in a `first match`: the first whose conditions hold fires, the others do not.",
    bad: r#"trigger greet {
  on customer.wrote
  when user.name is known
  do { send "Hello!" }
  else { send "Who are you?" }
}
"#,
    good: r#"trigger greet_known {
  on customer.wrote
  when user.name is known
  do { send "Hello!" }
}

trigger greet_unknown {
  on customer.wrote
  do { send "Who are you?" }
}

first match greetings { greet_known, greet_unknown }
"#,
};

/// A name begins with `@` or `$`.
pub static SIGIL: Code = Code {
    id: "E0147",
    name: "sigil",
    explanation: "Names are written plainly: `user.name`.",
    bad: r#"trigger greet {
  on customer.wrote
  when @user.name is known
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when user.name is known
  do { send "Hello!" }
}
"#,
};

/// Events are joined by a word.
pub static JOINED_EVENTS: Code = Code {
    id: "E0148",
    name: "joined-events",
    explanation: "Several events are parted by commas: `on customer.wrote, conversation.requested`. The trigger \
                  listens to each of them.",
    bad: r#"trigger greet {
  on customer.wrote or conversation.requested
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote, conversation.requested
  do { send "Hello!" }
}
"#,
};

/// A comma is missing between two names or values.
pub static MISSING_COMMA: Code = Code {
    id: "E0149",
    name: "missing-comma",
    explanation: "Data is parted by commas, also at the end of a line in square brackets: `[\"refund\", \
                  \"return\"]`.",
    bad: r#"trigger greet {
  on customer.wrote
  channels web_widget ios
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  channels web_widget, ios
  do { send "Hello!" }
}
"#,
};

/// A text stands without quotation marks.
pub static UNQUOTED: Code = Code {
    id: "E0150",
    name: "unquoted-text",
    explanation: "A text, such as the name of a group or of a time zone, stands in quotation marks: `\"Billing\"`, \
                  `\"Europe/Berlin\"`.",
    bad: r#"schedule office_hours {
  timezone Asia/Seoul
  mon-fri 09:00-18:00
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
    good: r#"schedule office_hours {
  timezone "Asia/Seoul"
  mon-fri 09:00-18:00
}

trigger greet {
  on customer.wrote
  when office_hours is open
  do { send "Hello!" }
}
"#,
};
