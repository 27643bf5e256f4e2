//! `W07xx`, `A07xx`: what could be better.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[&UNUSED, &NOT_RUN_YET];

/// Nothing uses a declaration.
pub static UNUSED: Code = Code {
    id: "W0701",
    name: "unused",
    explanation: "A condition, message, list, schedule, or an attribute, event, action or enum of the book's own is \
                  declared, and nothing but a test uses it. It may be left over, or its name may be misspelt where it \
                  was meant. What ships with Whenbook is not looked at.",
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

/// Policies and lifecycles are not run by this version.
pub static NOT_RUN_YET: Code = Code {
    id: "A0702",
    name: "not-run-yet",
    explanation: "This version reads, checks and formats `policy` and `lifecycle`, and does not yet act on them: \
                  nothing is released, assigned or estimated, and states change only as triggers and events say. \
                  `whenbook run` and `whenbook test` remind you of it.",
    bad: "",
    good: "",
};
