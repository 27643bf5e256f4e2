//! `is one or two`, `add tag "one", "two"`: people say once what is asked or done, and then one value after the other.

use super::ast::TextEdge;
use super::lines;
use super::operators::{self, Meaning};

/// One condition that asks for each of the values; `None` where they cannot be put together.
///
/// `all` says that `and` stood between them: what holds of all then is asked of all where one thing can be several.
#[must_use]
pub fn in_one(subject: &str, operator: &str, values: &[&str], all: bool) -> Option<String> {
    let list = values.join(", ");
    let quantity = |negated: bool| if all && !negated { "all" } else { "any" };
    Some(match operators::reading(operator) {
        Some((_, Meaning::In { .. } | Meaning::Between { .. })) => return None,
        Some((_, Meaning::Is { negated: false })) => format!("{subject} in [{list}]"),
        Some((_, Meaning::Is { negated: true })) => format!("{subject} not in [{list}]"),
        Some((words, Meaning::Text { edge: TextEdge::Anywhere, negated } | Meaning::Has { negated, .. })) => {
            format!("{subject} {words} {} [{list}]", quantity(negated))
        }
        Some((words, Meaning::Text { .. })) => format!("{subject} {words} any [{list}]"),
        Some((words, Meaning::Was { negated } | Meaning::Order { negated, .. } | Meaning::Matches { negated, .. })) => {
            each(subject, words, values, all || negated)
        }
        None => each(subject, operator, values, all),
    })
}

fn each(subject: &str, operator: &str, values: &[&str], all: bool) -> String {
    let asked: Vec<String> = values.iter().map(|value| format!("{subject} {operator} {value}")).collect();
    asked.join(if all { " and " } else { " or " })
}

/// One action for each of the values: how to say it, and how it is written behind that text.
#[must_use]
pub fn one_each(action: &str, values: &[&str], before: &str) -> (String, String) {
    let actions: Vec<String> = values.iter().map(|value| format!("{action} {value}")).collect();
    let quoted: Vec<String> = actions.iter().map(|action| format!("`{action}`")).collect();
    let help = match quoted.as_slice() {
        [first @ .., last] if !first.is_empty() => {
            format!("write {} and {last}, each on a line of its own", first.join(", "))
        }
        _ => format!("write {}", quoted.join(", ")),
    };
    (help, actions.join(&lines::new_line(before)))
}

#[cfg(test)]
mod tests {
    use super::{in_one, one_each};

    #[test]
    fn values_after_one_operator_become_one_condition() {
        let cases = [
            ("user.plan", "is", false, "user.plan in [a, b]"),
            ("user.plan", "==", false, "user.plan in [a, b]"),
            ("user.plan", "is not", true, "user.plan not in [a, b]"),
            ("message.text", "contains", false, "message.text contains any [a, b]"),
            ("message.text", "contains", true, "message.text contains all [a, b]"),
            ("message.text", "does not contain", true, "message.text does not contain any [a, b]"),
            ("message.text", "starts with", true, "message.text starts with any [a, b]"),
            (
                "message.text",
                "contains exactly",
                false,
                "message.text contains exactly a or message.text contains exactly b",
            ),
            ("conversation.tags", "has", true, "conversation.tags has all [a, b]"),
            ("user.plan", "was not", false, "user.plan was not a and user.plan was not b"),
            ("user.spent", ">", false, "user.spent > a or user.spent > b"),
        ];
        for (subject, operator, all, expected) in cases {
            assert_eq!(in_one(subject, operator, &["a", "b"], all).as_deref(), Some(expected), "{operator}");
        }
        assert_eq!(in_one("user.plan", "in", &["[a]", "b"], false), None);
    }

    #[test]
    fn values_of_one_action_become_actions() {
        let (help, written) = one_each("add tag", &["a", "b", "c"], "do {\n    ");
        assert_eq!(help, "write `add tag a`, `add tag b` and `add tag c`, each on a line of its own");
        assert_eq!(written, "add tag a\n    add tag b\n    add tag c");
        assert_eq!(one_each("add tag", &["a"], "do { ").0, "write `add tag a`");
    }
}
