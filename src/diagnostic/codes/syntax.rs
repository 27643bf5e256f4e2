//! `E01xx`: the form of a file; what is missing, and what does not belong. Wrong forms of single words are in `forms`.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[
    &NOT_A_DECLARATION,
    &MISSPELT,
    &NOT_A_LINE,
    &EXTRA_TEXT,
    &MISSING_CLOSE,
    &EXTRA_CLOSE,
    &MISSING_BLOCK,
    &UNCLOSED_TEXT,
    &UNCLOSED_BRACKET,
    &TWO_ON_A_LINE,
    &SEMICOLON,
    &MISSING_NAME,
    &BAD_NAME,
    &DASHED_NAME,
    &MISSING_EVENT,
    &MISSING_CONDITION,
    &NO_COMPARISON,
    &MISSING_VALUE,
    &HALF_PATH,
    &MISSING_WORD,
    &TOO_DEEP,
    &LATE_DOCUMENTATION,
];

/// Something stands outside of any declaration and begins none.
pub static NOT_A_DECLARATION: Code = Code {
    id: "E0101",
    name: "not-a-declaration",
    explanation: "A file holds declarations, each beginning with its word: `trigger`, `automation`, `condition`, \
                  `message` and so on. What stands between them can only be a comment, which begins with `//`. \
                  Clauses such as `when` and `do` stand inside the braces of a trigger or an automation.",
    bad: r#"Greetings for everyone

trigger greet {
  on customer.wrote
  do { send "Hello!" }
}
"#,
    good: r#"// Greetings for everyone

trigger greet {
  on customer.wrote
  do { send "Hello!" }
}
"#,
};

/// A word of the language is misspelt, or is that of another language.
pub static MISSPELT: Code = Code {
    id: "E0102",
    name: "misspelt-word",
    explanation: "This word is none of the words that can stand here, but it looks like one of them. The file is \
                  read as if the right word stood there, so that the rest of it can be checked.",
    bad: r#"triger greet {
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

/// A line begins with a word that means nothing in its block.
pub static NOT_A_LINE: Code = Code {
    id: "E0103",
    name: "not-a-line",
    explanation: "Every block has its own lines: those of a trigger begin with `on`, `when`, `do` and so on, those \
                  of a test with `given`, `receive`, `expect` and so on. The finding lists what may stand in this \
                  block.",
    bad: r#"trigger greet {
  on customer.wrote
  greeting yes
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { send "Hello!" }
}
"#,
};

/// A line says more than it can.
pub static EXTRA_TEXT: Code = Code {
    id: "E0104",
    name: "extra-text",
    explanation: "The beginning of the line is understood, but what follows does not belong to it. Often a text \
                  lacks its quotation marks, or two statements stand on one line.",
    bad: r#"trigger greet {
  on customer.wrote
  once per session please
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

/// A block is opened by `{` and never closed.
pub static MISSING_CLOSE: Code = Code {
    id: "E0105",
    name: "missing-closing-brace",
    explanation: "Every `{` needs its `}`. The block is taken to end where the next declaration or the next clause \
                  of what surrounds it begins.",
    bad: r#"trigger greet {
  on customer.wrote
  do {
    send "Hello!"
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do {
    send "Hello!"
    send "How are you?"
  }
}
"#,
};

/// A `}` closes nothing.
pub static EXTRA_CLOSE: Code = Code {
    id: "E0106",
    name: "extra-closing-brace",
    explanation: "There are more `}` than `{`. Perhaps a block above is closed too early, or its `{` is missing.",
    bad: r#"trigger greet {
  on customer.wrote
  do { send "Hello!" }
}
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { send "Hello!" }
}
"#,
};

/// A block in braces is missing, or its `{`.
pub static MISSING_BLOCK: Code = Code {
    id: "E0107",
    name: "missing-block",
    explanation: "A block stands between `{` and `}`, also when there is only one thing in it: `do { send \
                  \"Hello!\" }`.",
    bad: r#"trigger greet {
  on customer.wrote
  do send "Hello!"
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { send "Hello!" }
}
"#,
};

/// A text has no quotation mark at its end.
pub static UNCLOSED_TEXT: Code = Code {
    id: "E0108",
    name: "unclosed-text",
    explanation: "A text begins and ends with `\"` on the same line. A line break in it is written `\\n`; a text \
                  of several lines stands between two `\"\"\"`, each on the edge of a line of its own. A quotation \
                  mark within a text is written `\\\"`.",
    bad: r#"trigger greet {
  on customer.wrote
  do {
    send "Hello!
  }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { send "Hello!" }
}
"#,
};

/// A bracket is opened and not closed.
pub static UNCLOSED_BRACKET: Code = Code {
    id: "E0109",
    name: "unclosed-bracket",
    explanation: "Every `(` needs its `)` on the same line, every `[` its `]`, and every `<` of an action's \
                  declaration its `>`.",
    bad: r#"trigger greet {
  on customer.wrote
  when (user.name is known
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when (user.name is known)
  do { send "Hello!" }
}
"#,
};

/// Two statements stand on one line.
pub static TWO_ON_A_LINE: Code = Code {
    id: "E0110",
    name: "two-on-a-line",
    explanation: "One statement a line: each clause, condition and action has its own. Commas part data, such as \
                  events or names, never statements.",
    bad: r#"trigger greet {
  on customer.wrote once per session
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

/// A line ends with a semicolon.
pub static SEMICOLON: Code = Code {
    id: "E0111",
    name: "semicolon",
    explanation: "The end of the line ends a statement; there are no semicolons.",
    bad: r#"trigger greet {
  on customer.wrote
  once per session;
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

/// A name is missing.
pub static MISSING_NAME: Code = Code {
    id: "E0112",
    name: "missing-name",
    explanation: "Something is declared without a name, or a list of names ends with a comma. A name is made of \
                  letters, digits and `_`, such as `first_reply`; it is what the rest of the book calls the thing \
                  by. The title in quotation marks is for people.",
    bad: r#"trigger "Greeting" {
  on customer.wrote
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet "Greeting" {
  on customer.wrote
  do { send "Hello!" }
}
"#,
};

/// A word cannot be a name.
pub static BAD_NAME: Code = Code {
    id: "E0113",
    name: "bad-name",
    explanation: "A name begins with a letter. Words of the language such as `not`, `is` and `in` cannot be names, \
                  nor can the words that begin a declaration or a clause name a declaration or an action, or \
                  nobody could tell one from the other.",
    bad: r#"trigger when {
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

/// A name holds a dash.
pub static DASHED_NAME: Code = Code {
    id: "E0114",
    name: "dashed-name",
    explanation: "Names are made of letters, digits and `_`. A dash stands between two days, hours or dates.",
    bad: r#"trigger greet-all {
  on customer.wrote
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet_all {
  on customer.wrote
  do { send "Hello!" }
}
"#,
};

/// The name of an event is missing.
pub static MISSING_EVENT: Code = Code {
    id: "E0115",
    name: "missing-event",
    explanation: "An event has a dotted name, such as `customer.wrote`; `change of conversation.status` is the \
                  event of a change.",
    bad: r#"trigger greet {
  on
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { send "Hello!" }
}
"#,
};

/// A condition is missing.
pub static MISSING_CONDITION: Code = Code {
    id: "E0116",
    name: "missing-condition",
    explanation: "After `when`, `and`, `or` and `not`, and between parentheses, stands a condition: \
                  `conversation.status is open`, or the name of a declared `condition`.",
    bad: r#"trigger greet {
  on customer.wrote
  when user.name is known and
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

/// A value stands alone where a condition should be.
pub static NO_COMPARISON: Code = Code {
    id: "E0117",
    name: "no-comparison",
    explanation: "Only a declared `condition` stands alone. An attribute is compared with something: \
                  `user.suspended is true`, `user.email is known`. To ask for one of several values write \
                  `conversation.status in [open, pending]`, in a text \
                  `message.text contains any [\"refund\", \"invoice\"]`.",
    bad: r#"trigger greet {
  on customer.wrote
  when user.suspended
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

/// A value is missing.
pub static MISSING_VALUE: Code = Code {
    id: "E0118",
    name: "missing-value",
    explanation: "Something should stand here: a text in quotation marks, a number, a duration such as `5m`, a \
                  clock time such as `09:00`, a date such as `2026-12-31`, the name of a value, or an attribute.",
    bad: r#"trigger greet {
  on customer.wrote
  when user.name is
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

/// A dotted name ends with its dot.
pub static HALF_PATH: Code = Code {
    id: "E0119",
    name: "half-path",
    explanation: "Attributes and events have dotted names, such as `user.name`. After the dot another word must \
                  follow.",
    bad: r#"trigger greet {
  on customer.wrote
  when user. is known
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

/// A word or sign is missing that belongs to this line.
pub static MISSING_WORD: Code = Code {
    id: "E0120",
    name: "missing-word",
    explanation: "Every line has a fixed form, such as `once per session` or `set conversation.priority to high`. \
                  The finding says which word is missing.",
    bad: r#"trigger greet {
  on customer.wrote
  once session
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

/// Brackets stand in each other too deep to be read.
pub static TOO_DEEP: Code = Code {
    id: "E0121",
    name: "too-deep",
    explanation: "More than 64 brackets are open at the same place of one declaration. Probably some are never \
                  closed. Conditions nest at most 32 deep; name parts of them with `condition`.",
    bad: r#"trigger greet {
  on customer.wrote
  when ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((user.name is known))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when (user.name is known)
  do { send "Hello!" }
}
"#,
};

/// A `///` stands behind something on its line.
pub static LATE_DOCUMENTATION: Code = Code {
    id: "E0122",
    name: "late-documentation",
    explanation: "`///` documents what is declared below it and stands on a line of its own. A comment behind \
                  something begins with `//`.",
    bad: r#"trigger greet {
  on customer.wrote
  once per session /// not more often
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  once per session // not more often
  do { send "Hello!" }
}
"#,
};
