//! `E0464` to `E0499`, `W…`: lists, messages, the directory.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[
    &EMPTY_LIST,
    &MIXED_LIST,
    &NOT_IN_A_LIST,
    &LISTED_TWICE,
    &UNKNOWN_LANGUAGE,
    &TRANSLATED_TWICE,
    &MISSING_TRANSLATION,
    &OTHER_PLACEHOLDERS,
    &IN_DIRECTORY_TWICE,
];

/// A list without values.
pub static EMPTY_LIST: Code = Code {
    id: "W0464",
    name: "empty-list",
    explanation: "Nothing is in an empty list, so a condition that asks for it never holds.",
    bad: r#"list vip_domains { }

trigger greet {
  on customer.wrote
  when user.company in vip_domains
  do { send "Hello!" }
}
"#,
    good: r#"list vip_domains { "example.com" }

trigger greet {
  on customer.wrote
  when user.company in vip_domains
  do { send "Hello!" }
}
"#,
};

/// A list with values of two types.
pub static MIXED_LIST: Code = Code {
    id: "E0465",
    name: "mixed-list",
    explanation: "All values of a list are of one type: all texts, all numbers, all durations and so on.",
    bad: r#"list vip_companies { "Acme", 7 }

trigger greet {
  on customer.wrote
  when user.company in vip_companies
  do { send "Hello!" }
}
"#,
    good: r#"list vip_companies { "Acme", "7" }

trigger greet {
  on customer.wrote
  when user.company in vip_companies
  do { send "Hello!" }
}
"#,
};

/// A list with something that is no plain value.
pub static NOT_IN_A_LIST: Code = Code {
    id: "E0466",
    name: "not-in-a-list",
    explanation: "A named list holds texts without placeholders, numbers, durations, clock times, dates or percentages. \
                  Texts stand in quotation marks. The values of an enum are listed where they are asked for: \
                  `conversation.channel in [ios, android]`.",
    bad: r#"list vip_companies { Acme }

trigger greet {
  on customer.wrote
  when user.company in vip_companies
  do { send "Hello!" }
}
"#,
    good: r#"list vip_companies { "Acme" }

trigger greet {
  on customer.wrote
  when user.company in vip_companies
  do { send "Hello!" }
}
"#,
};

/// A value stands twice in a list.
pub static LISTED_TWICE: Code = Code {
    id: "W0467",
    name: "listed-twice",
    explanation: "The same value stands twice in a list. Once is enough; perhaps another one was meant.",
    bad: r#"list vip_companies { "Acme", "Acme" }

trigger greet {
  on customer.wrote
  when user.company in vip_companies
  do { send "Hello!" }
}
"#,
    good: r#"list vip_companies { "Acme", "Apex" }

trigger greet {
  on customer.wrote
  when user.company in vip_companies
  do { send "Hello!" }
}
"#,
};

/// A word is no language.
pub static UNKNOWN_LANGUAGE: Code = Code {
    id: "E0470",
    name: "unknown-language",
    explanation: "Each text of a message stands after its language: two or three letters (`en`, `ko`), perhaps with a script \
                  and a country (`pt-BR`, `zh-Hant-TW`). Languages are not countries: Korean is `ko`, Japanese `ja`, Chinese \
                  `zh`.",
    bad: r#"message away {
  en: "We are away."
  kr: "지금은 상담 시간이 아니에요."
}

trigger greet {
  on customer.wrote
  do { send away }
}
"#,
    good: r#"message away {
  en: "We are away."
  ko: "지금은 상담 시간이 아니에요."
}

trigger greet {
  on customer.wrote
  do { send away }
}
"#,
};

/// A message has two texts in one language.
pub static TRANSLATED_TWICE: Code = Code {
    id: "E0471",
    name: "translated-twice",
    explanation: "A message has one text in each language.",
    bad: r#"message away {
  en: "We are away."
  en: "Nobody is here."
}

trigger greet {
  on customer.wrote
  do { send away }
}
"#,
    good: r#"message away {
  en: "We are away."
}

trigger greet {
  on customer.wrote
  do { send away }
}
"#,
};

/// A message lacks a language of the book.
pub static MISSING_TRANSLATION: Code = Code {
    id: "W0472",
    name: "missing-translation",
    explanation: "`languages` in `whenbook.toml` names the languages that every message has. Users of a language that is \
                  missing get the first text of the message, so this is a warning; to forbid it, write \
                  `missing-translation = \"error\"` under `[lints]`.",
    bad: "",
    good: "",
};

/// The texts of a message have other placeholders.
pub static OTHER_PLACEHOLDERS: Code = Code {
    id: "W0473",
    name: "other-placeholders",
    explanation: "The texts of a message say the same in each language, so they mostly have the same placeholders. One that is \
                  missing in a language is often forgotten there.",
    bad: r#"message hello {
  en: "Hello {user.name or there}!"
  ko: "안녕하세요!"
}

trigger greet {
  on customer.wrote
  do { send hello }
}
"#,
    good: r#"message hello {
  en: "Hello {user.name or there}!"
  ko: "{user.name or 고객}님, 안녕하세요!"
}

trigger greet {
  on customer.wrote
  do { send hello }
}
"#,
};

/// A name stands twice in the directory.
pub static IN_DIRECTORY_TWICE: Code = Code {
    id: "W0474",
    name: "in-directory-twice",
    explanation: "A group, an agent or a webhook stands twice in the directory. Once is enough; perhaps another one was meant.",
    bad: r#"directory { groups "Billing", "Billing" }
"#,
    good: r#"directory { groups "Billing", "Sales" }
"#,
};
