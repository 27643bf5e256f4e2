//! Automations by the clock that ask for nothing.

use crate::diagnostic::{Code, Finding};
use crate::ir::Timing;
use crate::lint::{Lint, Rule, Sees, Subject};
use crate::syntax::ast::ClauseKind;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W0908",
        name: "every-conversation",
        explanation: "Each conversation has a timer of its own. An automation with a time of the day that asks for nothing does its \
                      work at that time in every conversation there ever was, the closed ones too, day after day: a hundred \
                      messages where one was meant. Say with `while` for which it is. What is to be done once for the whole \
                      account is no work for a rule of conversations.",
        bad: r#"automation morning_round {
  at 08:30 on mon
  do { post to "support" "Still open: {conversation.id}" }
}
"#,
        good: r#"automation morning_round {
  at 08:30 on mon while conversation.status is open
  do { post to "support" "Still open: {conversation.id}" }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    subject.rules().filter(|rule| rule.is_active()).filter_map(|rule| of_rule(subject, rule)).collect()
}

fn of_rule(subject: &Subject<'_>, rule: Rule<'_>) -> Option<Finding> {
    let Rule::Automation(automation) = rule else { return None };
    let asks = !matches!(automation.timing, Timing::At { condition: None, .. }) || automation.condition.is_some();
    if asks {
        return None;
    }
    let line = subject.clause(rule, |kind| matches!(kind, ClauseKind::At(_))).unwrap_or_else(|| subject.id_of(rule));
    let message = format!("the automation `{}` does this in every conversation, each time", automation.id);
    let help = format!("say for which it is: `{} while conversation.status is open`", subject.text(line).trim());
    Some(Finding::new(&LINT.code, line, message).label("nothing is asked here").help(help))
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::found;

    fn told(timing: &str) -> usize {
        found(&super::LINT, &format!("automation a {{\n  {timing}\n  do {{ add tag \"a\" }}\n}}\n")).len()
    }

    #[test]
    fn what_asks_for_nothing_is_found() {
        assert_eq!(told("at 09:00"), 1);
        assert_eq!(told("at 09:00 on mon, fri\n  once per conversation"), 1);
    }

    #[test]
    fn what_asks_is_not() {
        assert_eq!(told("at 09:00 while conversation.status is open"), 0);
        assert_eq!(told("at 09:00\n  when user.plan is pro"), 0);
        assert_eq!(told("after 5m since last agent.wrote"), 0);
    }
}
