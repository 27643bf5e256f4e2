//! Rules that are switched off and stay so.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, FileId, Finding, SourceFile};
use crate::lint::{Lint, Rule, Sees, Subject};
use crate::syntax::ast::ClauseKind;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A0711",
        name: "never-activated",
        explanation: "The rule has a line `inactive`, and no `activate` names it: it never acts. Perhaps it was switched off for a \
                      while and forgotten. A rule that says in a `///` line what it is for is taken to be kept on purpose, and a \
                      file in which all rules are inactive for a collection to choose from.",
        bad: r#"trigger thanks {
  on customer.wrote
  once per session
  do { send "Thank you for writing!" }
}

trigger summer_sale {
  inactive
  on customer.wrote
  when message.text contains "sale"
  do { send "The sale goes on until Sunday." }
}
"#,
        good: r#"trigger thanks {
  on customer.wrote
  once per session
  do { send "Thank you for writing!" }
}

trigger summer_sale {
  on customer.wrote
  when message.text contains "sale"
  do { send "The sale goes on until Sunday." }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::Book,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut active: BTreeMap<FileId, bool> = BTreeMap::new();
    for rule in subject.rules() {
        *active.entry(FileId(rule.place().file)).or_default() |= rule.is_active();
    }
    let is_outside = |file: FileId| subject.sources.get(file).is_some_and(SourceFile::is_from_outside);
    let in_use = |rule: &Rule<'_>| {
        !is_outside(FileId(rule.place().file)) && active.get(&FileId(rule.place().file)).copied().unwrap_or_default()
    };
    let off = subject.rules().filter(|rule| !rule.is_active() && is_forgotten(*rule, subject));
    off.filter(in_use)
        .map(|rule| {
            let message = format!("`{}` is inactive, and nothing activates it", rule.id());
            let help = "if it is wanted, take the line `inactive` out; if not, take the rule out";
            Finding::new(&LINT.code, subject.id_of(rule), message).help(help)
        })
        .collect()
}

/// Switched off by its own line, not by a `deactivate`, and without a word.
fn is_forgotten(rule: Rule<'_>, subject: &Subject<'_>) -> bool {
    subject.written(rule).is_some_and(|declared| {
        let mut clauses = declared.node.clauses.iter();
        declared.docs.is_none() && clauses.any(|clause| matches!(clause.kind, ClauseKind::Inactive))
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::told;

    #[test]
    fn collections_and_what_is_activated_are_left_alone() {
        let rule =
            |id: &str, line: &str| format!("trigger {id} {{\n{line}\n  on customer.wrote\n  do {{ close }}\n}}\n");
        let two = |one: &str, two: &str, more: &str| {
            told("A0711", "", &format!("{}{}{more}", rule("a", one), rule("b", two))).len()
        };
        assert_eq!(two("inactive", "", ""), 1);
        assert_eq!(two("inactive", "inactive", ""), 0);
        assert_eq!(two("inactive", "", "activate a\n"), 0);
        assert_eq!(two("", "", "deactivate a\n"), 0);
        let kept = format!("/// For the sale in June.\n{}{}", rule("a", "inactive"), rule("b", ""));
        assert_eq!(told("A0711", "", &kept).len(), 0);
    }
}
