//! The words by which a lifecycle names actions.

use crate::diagnostic::codes::lifecycles;
use crate::semantics::Checker;
use crate::semantics::names::Kind;
use crate::semantics::suggest::nearest;
use crate::syntax::ast;

/// Reports words with which no declared action begins, and that are no such statement.
pub(super) fn check_words(checker: &mut Checker<'_>, words: &[ast::Word], statements: &[&str]) {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return;
    };
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let written = texts.join(" ");
    let known = &checker.context.vocabulary.actions;
    let span = first.span.to(last.span);
    let mut named = known.iter().filter(|action| begins_with(&action.name, &texts)).peekable();
    if statements.contains(&written.as_str()) || named.peek().is_some() {
        for action in named {
            checker.refer(span, Kind::Action, &action.name);
        }
        return;
    }
    let finding = checker.finding(&lifecycles::UNKNOWN_MOVER, span, format!("there is no action `{written}`"));
    let names = known
        .iter()
        .flat_map(|action| [action.name.as_str(), first_word(&action.name)])
        .chain(statements.iter().copied());
    let finding = match nearest(&written, names) {
        Some(meant) => {
            finding.help(format!("did you mean `{meant}`?")).fix(format!("write `{meant}`"), span, meant, false)
        }
        None => finding.help("write the words of an action, such as `close` or `end session`"),
    };
    checker.push(finding);
}

fn first_word(name: &str) -> &str {
    name.split(' ').next().unwrap_or_default()
}

/// Whether these are the first words of the action.
pub(super) fn begins_with(name: &str, words: &[&str]) -> bool {
    let mut name = name.split(' ');
    words.iter().all(|word| name.next() == Some(word))
}
