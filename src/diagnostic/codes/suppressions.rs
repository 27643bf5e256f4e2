//! `W12xx`: comments that allow a finding.

use super::Code;

/// The codes of this file, in order.
pub(super) static CODES: &[&Code] = &[&SUPPRESSION_FORM, &UNKNOWN_SUPPRESSION, &UNUSED_SUPPRESSION];

/// A comment that should allow a finding cannot be read, or gives no reason.
pub static SUPPRESSION_FORM: Code = Code {
    id: "W1201",
    name: "suppression-form",
    explanation: "A comment that begins with `whenbook` allows a finding where it stands. It names what is allowed and gives \
                  the reason after a colon: `// whenbook allow unused: kept for the summer sale`. Above a declaration it holds \
                  for all of it, above a line for that line, behind a line for that line, and with `in this file` for the \
                  whole file. Who reads the book later should not have to guess, so the reason is asked for.",
    bad: r#"// whenbook allow unused
list vip_companies { "Acme" }

trigger thanks {
  on customer.wrote
  once per session
  do { send "Thank you!" }
}
"#,
    good: r#"// whenbook allow unused: sales adds the rules for them in March
list vip_companies { "Acme" }

trigger thanks {
  on customer.wrote
  once per session
  do { send "Thank you!" }
}
"#,
};

/// A comment allows what there is not, or what cannot be allowed.
pub static UNKNOWN_SUPPRESSION: Code = Code {
    id: "W1202",
    name: "unknown-suppression",
    explanation: "A comment allows findings by their code (`W0701`), their name (`unused`) or their group (`style`). Errors \
                  cannot be allowed: a book that has one cannot run.",
    bad: r#"// whenbook allow unsued: sales adds the rules for them in March
list vip_companies { "Acme" }

trigger thanks {
  on customer.wrote
  once per session
  do { send "Thank you!" }
}
"#,
    good: r#"// whenbook allow unused: sales adds the rules for them in March
list vip_companies { "Acme" }

trigger thanks {
  on customer.wrote
  once per session
  do { send "Thank you!" }
}
"#,
};

/// A comment allows what is not found there.
pub static UNUSED_SUPPRESSION: Code = Code {
    id: "W1203",
    name: "unused-suppression",
    explanation: "A comment allows a finding that is not there (any more). Left in place it would hide the next one that \
                  nobody has thought about. Take it out.",
    bad: r#"// whenbook allow unused: sales adds the rules for them in March
list vip_companies { "Acme" }

trigger thanks {
  on customer.wrote
  once per session
  when user.company in vip_companies
  do { send "Thank you!" }
}
"#,
    good: r#"list vip_companies { "Acme" }

trigger thanks {
  on customer.wrote
  once per session
  when user.company in vip_companies
  do { send "Thank you!" }
}
"#,
};
