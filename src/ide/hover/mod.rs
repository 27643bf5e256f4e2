//! What stands at the pointer means: a name, a condition, a duration, a finding that is allowed.

mod allowed;
mod conditions;
mod durations;
mod keywords;
mod shipped;

use super::describe::{self, Description};
use super::{Analysis, Position, Symbol};
use crate::diagnostic::{Location, Span};
use crate::semantics::names::Kind;

/// What is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub span: Span,
    /// Markdown.
    pub text: String,
    /// Where that is declared, if it is in a file of the user's own.
    pub from: Option<Location>,
}

/// What stands at a position means: of a name its declaration, its documentation, where it comes from; of a condition when it
/// holds; of a duration what it means in office hours; of a finding in a comment what it is.
#[must_use]
pub fn hover(analysis: &Analysis, position: Position) -> Option<Hover> {
    let named = Symbol::at(analysis, position).and_then(|symbol| of_name(analysis, &symbol));
    named
        .or_else(|| durations::hover(analysis, position))
        .or_else(|| allowed::hover(analysis, position))
        .or_else(|| shipped::hover(analysis, position))
        .or_else(|| whole(conditions::hover(analysis, position), keywords::hover(analysis, position)))
}

/// What is said of a condition, and before it what its word says on which the pointer is.
fn whole(condition: Option<Hover>, word: Option<Hover>) -> Option<Hover> {
    match (condition, word) {
        (Some(condition), Some(word)) => {
            Some(Hover { text: format!("{}\n\n{}", word.text, condition.text), ..condition })
        }
        (condition, word) => condition.or(word),
    }
}

fn of_name(analysis: &Analysis, symbol: &Symbol) -> Option<Hover> {
    let place = symbol.declared(analysis).first().copied()?;
    let first = match symbol.kind {
        Kind::Enum => value_docs(analysis, symbol),
        Kind::Condition => conditions::of_named(analysis, &symbol.name),
        _ => None,
    };
    let Description { text, from } = describe::of(analysis, symbol, place, first);
    Some(Hover { span: symbol.location.span, text, from })
}

/// What the value of an enum means.
fn value_docs(analysis: &Analysis, symbol: &Symbol) -> Option<String> {
    let written = analysis.text_of(symbol.location);
    let values = &analysis.checked.vocabulary.enums.get(&symbol.name)?.values;
    let value = values.iter().find(|value| value.name == written)?;
    Some(format!("`{written}`: {}", value.docs.as_deref()?))
}

#[cfg(test)]
mod tests {
    use super::super::sample::at;

    fn told(marked: &str) -> String {
        let (analysis, position) = at(marked);
        super::hover(&analysis, position).map(|hover| hover.text).unwrap_or_default()
    }

    #[test]
    fn declarations_are_shown_with_their_documentation() {
        insta::assert_snapshot!("event", told("trigger t {\n  on customer.wr$0ote\n  do { close }\n}\n"));
        insta::assert_snapshot!("action", told("trigger t {\n  on customer.wrote\n  do { add t$0ag \"x\" }\n}\n"));
        insta::assert_snapshot!(
            "attribute_of_ones_own",
            told(
                "/// What they pay.\nattribute user.level: one of { low, high } default low\n\ntrigger t {\n  on customer.wrote\n  when user.lev$0el is high\n  do { close }\n}\n"
            )
        );
        insta::assert_snapshot!(
            "attribute_of_an_event",
            told("trigger t {\n  on conversation.queued\n  when queue.pos$0ition is 1\n  do { close }\n}\n")
        );
        insta::assert_snapshot!(
            "enum_value",
            told(
                "enum rank {\n  low\n  /// Pays a lot.\n  high\n}\nattribute user.level: rank default low\n\ntrigger t {\n  on customer.wrote\n  when user.level is hi$0gh\n  do { close }\n}\n"
            )
        );
        assert_eq!(told("tri$0gger t {\n  on customer.wrote\n  do { close }\n}\n"), "");
    }

    #[test]
    fn conditions_say_when_they_hold() {
        let book = |condition: &str| {
            format!(
                "condition vip when user.plan is enterprise or user.tags has \"vip\"\n\ntrigger t {{\n  on customer.wrote\n  once per session\n  {condition}\n  do {{ close }}\n}}\n"
            )
        };
        let cases = [
            "wh$0en all {\n    vip\n    not agent.wrote in the last 5m\n    message.text does not contain \"bye\"\n  }",
            "when vi$0p",
            "when all {\n    user.plan is free\n    user.plan i$0s pro\n  }",
            "when all {\n    user.plan is free\n    user.plan is$0 not pro\n  }",
            "wh$0en user.plan is free and user.plan is pro",
            "when user.past_visits >= 5 an$0d user.past_visits < 5",
            "when user.past_visits $0>= 5",
        ];
        let told: Vec<String> = cases.iter().map(|case| format!("{case}\n→\n{}\n", told(&book(case)))).collect();
        insta::assert_snapshot!(told.join("\n"));
    }

    #[test]
    fn words_of_the_language_are_explained_where_they_are_easily_mistaken() {
        let book = "trigger t {\n  on cha$1nge of user.tags\n  on$2ce per session\n  when user.tags had un$3der \"a\" and user.tags ha$4s under \"a\"\n  do { wait 5s unl$5ess agent.wrote }\n";
        let told: Vec<String> = (1..=5)
            .map(|number| {
                let marked = (1..=5)
                    .filter(|other| *other != number)
                    .fold(book.to_owned(), |text, other| text.replace(&format!("${other}"), ""));
                told(&marked.replace(&format!("${number}"), "$0"))
            })
            .collect();
        insta::assert_snapshot!(told.join("\n\n"));
    }

    #[test]
    fn durations_and_allowed_findings_are_explained() {
        let office = "schedule office {\n  mon-fri 09:00-18:00\n}\n\nautomation a {\n  after 2$0d of office since last customer.wrote\n  do { close }\n}\n";
        insta::assert_snapshot!("duration_of_a_schedule", told(office));
        insta::assert_snapshot!("duration_by_the_clock", told(&office.replace(" of office", "")));
        insta::assert_snapshot!("allowed_finding", told("// whenbook allow always-t$0rue: why\nlist a { \"x\" }\n"));
        insta::assert_snapshot!("what_ships", told("use std.capa$0city_release\n"));
        assert_eq!(told("// a rem$0ark\n"), "");
    }

    #[test]
    fn a_broken_file_still_tells() {
        let text =
            told("message hello { en: \"Hi\" }\n\ntrigger t {\n  on customer.wrote\n  when\n  do { send hel$0lo\n");
        assert!(text.contains("message hello"), "{text}");
    }
}
