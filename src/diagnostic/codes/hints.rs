//! `W07xx`, `A07xx`: what could be better.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[&UNUSED, &UNUSED_WORD];

/// Nothing uses a declaration.
pub static UNUSED: Code = Code {
    id: "W0701",
    name: "unused",
    explanation: "A condition, message, list or schedule is declared, and nothing but a test uses it; or a scenario, and no \
                  test takes it in. It may be left over, or its name may be misspelt where it was meant. What ships with Whenbook is not looked at.",
    bad: r#"list vip_companies { "Acme" }

trigger thanks {
  on customer.wrote
  do { send "Thank you!" }
}
"#,
    good: r#"list vip_companies { "Acme" }

trigger thanks {
  on customer.wrote
  when user.company in vip_companies
  do { send "Thank you!" }
}
"#,
};

// A0702 said of early versions that they do not run policies. The number is not used again.

/// Nothing uses a word of the book's own vocabulary.
pub static UNUSED_WORD: Code = Code {
    id: "A0703",
    name: "unused-vocabulary",
    explanation: "An attribute, event, action or enum of the book's own is declared, and nothing but a test uses it. That is \
                  fine where a messaging core declares all that it offers; in a book of rules it may be left over.",
    bad: r#"attribute order.total: number default 0
event order.paid carries order
event order.sent carries order

trigger thanks {
  on order.paid
  when order.total > 100
  do { send "Thank you!" }
}
"#,
    good: r#"attribute order.total: number default 0
event order.paid carries order

trigger thanks {
  on order.paid
  when order.total > 100
  do { send "Thank you!" }
}
"#,
};
