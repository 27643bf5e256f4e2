//! `E033x`, `W033x`, `A033x`: what may be unknown; texts; the declarations of attributes.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[
    &MAY_BE_UNKNOWN,
    &UNIT,
    &NO_PLACEHOLDER_HERE,
    &DEFAULT_AND_OPTIONAL,
    &NO_DEFAULT,
    &NO_PARAMETERS_HERE,
    &NOT_OURS_TO_WRITE,
    &LIST_OF_LISTS,
    &ALWAYS_KNOWN,
    &NEEDLESS_FALLBACK,
];

/// Something that may be unknown is told or done without a way out.
pub static MAY_BE_UNKNOWN: Code = Code {
    id: "E0330",
    name: "may-be-unknown",
    explanation: "An optional attribute can be unknown. In a text, say after `or` what stands there then. Or make \
                  sure in the conditions that it is known: `is known` does, and so does any comparison that must \
                  hold, for a comparison with something unknown never does. After a `wait` that does not end with `then \
                  check again`, this is sure only of what the event carries.",
    bad: r#"trigger greet {
  on customer.wrote
  do { send "Hello {user.name}!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { send "Hello {user.name or there}!" }
}
"#,
};

/// The unit of a placeholder.
pub static UNIT: Code = Code {
    id: "E0331",
    name: "unit",
    explanation: "A duration in a text says in which unit it is told, rounded up: `{queue.wait_max in minutes}`. The \
                  units are seconds, minutes, hours and days. Nothing else has a unit.",
    bad: r#"trigger greet {
  on conversation.queued
  when queue.wait_max is known
  do { send "About {queue.wait_max}." }
}
"#,
    good: r#"trigger greet {
  on conversation.queued
  when queue.wait_max is known
  do { send "About {queue.wait_max in minutes} minutes." }
}
"#,
};

/// A placeholder where only fixed text can stand.
pub static NO_PLACEHOLDER_HERE: Code = Code {
    id: "E0332",
    name: "no-placeholder-here",
    explanation: "Titles, names of groups, and texts that are compared are the same for everybody, so they hold no \
                  placeholders. For a brace in the text write `\\{` and `\\}`.",
    bad: r#"trigger greet "Greet {user.id}" {
  on customer.wrote
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet "Greet everybody" {
  on customer.wrote
  do { send "Hello!" }
}
"#,
};

/// An attribute is optional and has a default.
pub static DEFAULT_AND_OPTIONAL: Code = Code {
    id: "E0333",
    name: "default-and-optional",
    explanation: "An attribute with a default is never unknown, so it is not optional; an optional one has none.",
    bad: r#"attribute user.points: number default 0 optional

trigger greet {
  on customer.wrote
  when user.points > 100
  do { send "Hello!" }
}
"#,
    good: r#"attribute user.points: number default 0

trigger greet {
  on customer.wrote
  when user.points > 100
  do { send "Hello!" }
}
"#,
};

/// An attribute has no default and is not optional.
pub static NO_DEFAULT: Code = Code {
    id: "E0334",
    name: "no-default",
    explanation: "A book must know what an attribute is when nothing has been said of it. Either it has a `default`, \
                  or it is `optional` and can be unknown.",
    bad: r#"attribute user.points: number

trigger greet {
  on customer.wrote
  when user.points > 100
  do { send "Hello!" }
}
"#,
    good: r#"attribute user.points: number optional

trigger greet {
  on customer.wrote
  when user.points > 100
  do { send "Hello!" }
}
"#,
};

/// Parentheses where there is only one of a thing.
pub static NO_PARAMETERS_HERE: Code = Code {
    id: "E0335",
    name: "no-parameters-here",
    explanation: "Parentheses tell several things of the account apart, such as its groups. There is one \
                  conversation, one user and one event at a time.",
    bad: r#"attribute user.score(game: text): number default 0

trigger greet {
  on customer.wrote
  when user.score("chess") > 100
  do { send "Hello!" }
}
"#,
    good: r#"attribute user.chess_score: number default 0

trigger greet {
  on customer.wrote
  when user.chess_score > 100
  do { send "Hello!" }
}
"#,
};

/// `writable` where a book cannot write.
pub static NOT_OURS_TO_WRITE: Code = Code {
    id: "E0336",
    name: "not-ours-to-write",
    explanation: "A book writes what the conversation keeps and what the user's record keeps. What an event carries \
                  is past, the account belongs to the desk, and nobody sets the clock.",
    bad: r#"attribute account.mood: text default "" writable

trigger greet {
  on customer.wrote
  when account.mood is "busy"
  do { send "Hello!" }
}
"#,
    good: r#"attribute conversation.mood: text default "" writable

trigger greet {
  on customer.wrote
  when conversation.mood is "busy"
  do { set conversation.mood to "calm" }
}
"#,
};

/// A list of lists.
pub static LIST_OF_LISTS: Code = Code {
    id: "E0337",
    name: "list-of-lists",
    explanation: "Lists hold simple values: texts, numbers, values of an enum.",
    bad: r#"attribute user.orders: list of list of text default []

trigger greet {
  on customer.wrote
  when user.orders is []
  do { send "Hello!" }
}
"#,
    good: r#"attribute user.orders: list of text default []

trigger greet {
  on customer.wrote
  when user.orders has "A-1"
  do { send "Hello!" }
}
"#,
};

/// Asking whether something is known that always is.
pub static ALWAYS_KNOWN: Code = Code {
    id: "W0330",
    name: "always-known",
    explanation: "The attribute has a default, or is computed, so it is never unknown: the line always says the \
                  same.",
    bad: r#"trigger greet {
  on customer.wrote
  when user.past_visits is known
  do { send "Hello!" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  when user.last_seen is known
  do { send "Hello!" }
}
"#,
};

/// Words after `or` that are never used.
pub static NEEDLESS_FALLBACK: Code = Code {
    id: "A0331",
    name: "needless-fallback",
    explanation: "The attribute is never unknown, so the words after `or` are never told.",
    bad: r#"trigger greet {
  on customer.wrote
  do { send "Number {user.past_visits or none}" }
}
"#,
    good: r#"trigger greet {
  on customer.wrote
  do { send "Number {user.past_visits}" }
}
"#,
};
