//! `as WORD ["Name"] do { … }`: somebody commands.

use crate::diagnostic::codes::tests as codes;
use crate::ir::Step;
use crate::ir::test::Commander;
use crate::semantics::suggest::nearest;
use crate::semantics::{Checker, Reach};
use crate::syntax::ast::{self, ActionKind, LifecycleClause};

/// Who commands and is no person of the team, by their values in the enum `actor`.
const OTHERS: [&str; 3] = ["customer", "bot", "api"];

/// A person of the team.
const AGENT: &str = "agent";

/// Who acts in a conversation and never by a command.
const NEVER: [(&str, &str); 4] = [
    ("rule", "rules are started by events: write `receive …`"),
    ("inactivity", "silence is time that goes by: write `advance 5m`"),
    ("snooze", "the end of a snooze is time that goes by: write `advance 2h`"),
    ("suspension", "somebody suspends: write `as agent do { suspend user }`"),
];

/// Who it is and what they do; `None` where the book is wrong.
pub fn compile(
    checker: &mut Checker<'_>,
    by: &ast::Word,
    name: Option<&ast::Text>,
    actions: &[ast::Action],
) -> Option<(Commander, Vec<Step>)> {
    let commander = commander(checker, by);
    let name = name.map(|name| checker.plain_text(name, "a name"));
    let (waits, actions): (Vec<_>, Vec<_>) =
        actions.iter().partition(|action| matches!(action.kind, ActionKind::Wait { .. }));
    for wait in waits {
        let finding = checker
            .finding(&codes::COMMAND_WAITS, wait.span, "what somebody does at once has no `wait`")
            .help("end the block before it, write `advance 5s` on a line of the test, and go on with another `as`");
        checker.push(finding);
    }
    let actions: Vec<ast::Action> = actions.into_iter().cloned().collect();
    let steps = checker.actions(&actions, Reach::Moment, &[]);
    Some((Commander { name: name.flatten(), ..commander? }, steps))
}

fn commander(checker: &mut Checker<'_>, by: &ast::Word) -> Option<Commander> {
    let word = by.text.as_str();
    if let Some((_, help)) = NEVER.iter().find(|(never, _)| *never == word) {
        let finding = checker.finding(&codes::NO_COMMANDER, by.span, format!("`{word}` commands nothing")).help(*help);
        checker.push(finding);
        return None;
    }
    if OTHERS.contains(&word) {
        return Some(Commander { actor: word.to_owned(), role: None, name: None });
    }
    let roles = roles(checker);
    let known = || OTHERS.iter().copied().chain([AGENT]).chain(roles.iter().copied());
    if !known().any(|role| role == word)
        && let Some(meant) = nearest(word, known())
    {
        let finding = checker
            .finding(&codes::UNKNOWN_ROLE, by.span, format!("nothing in this book knows the role `{word}`"))
            .help(format!("did you mean `{meant}`?"))
            .fix(format!("write `{meant}`"), by.span, meant, false);
        checker.push(finding);
    }
    Some(Commander { actor: AGENT.to_owned(), role: Some(word.to_owned()), name: None })
}

/// The roles of which the lifecycle says what they may.
fn roles<'a>(checker: &Checker<'a>) -> Vec<&'a str> {
    let clauses = checker.context.names.lifecycles.iter().flat_map(|lifecycle| &lifecycle.node.clauses);
    clauses
        .filter_map(|(clause, _)| match clause {
            LifecycleClause::OnlyMay(Some(role), _) => Some(role.text.as_str()),
            _ => None,
        })
        .collect()
}
