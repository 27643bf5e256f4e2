//! Messages of customers that are compared to the letter.

use super::words::{Buttons, quoted};
use crate::diagnostic::{Code, Finding};
use crate::ir::{Comparison, Condition, Operand, Test, Value};
use crate::lint::{Lint, Sees, Subject};
use crate::runtime::maintained::MESSAGE_TEXT;

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "A0809",
        name: "exact-text",
        explanation: "`is` compares to the letter: “Hello”, “hello!” and “hello there” are three other texts than “hello”. What \
                      customers type is better looked for with `contains` or `starts with`, to which upper and lower case are the \
                      same. What a button of the book says is sent to the letter, and not meant here.",
        bad: r#"trigger greeting {
  on customer.wrote
  when message.text is "hello"
  do { send "Hello! How can we help?" }
}
"#,
        good: r#"trigger greeting {
  on customer.wrote
  when message.text starts with "hello"
  do { send "Hello! How can we help?" }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let tests = subject.askings().into_iter().flat_map(|asking| subject.tests(asking.condition));
    let buttons = Buttons::of(subject);
    tests.filter_map(|test| of_test(subject, &buttons, test)).collect()
}

fn of_test(subject: &Subject<'_>, buttons: &Buttons<'_>, condition: &Condition) -> Option<Finding> {
    let location = subject.location(condition.place);
    let (read, texts, mended) = match &condition.test {
        Test::Compare {
            left: Operand::Attribute(read),
            comparison: Comparison::Is,
            right: Operand::Literal(Value::Text(text)),
        } => {
            let negated = subject.replaced(location, "is not", "does not contain");
            (read, vec![text.as_str()], negated.or_else(|| subject.replaced(location, "is", "contains")))
        }
        Test::In { value: Operand::Attribute(read), list: Operand::Literal(Value::List(values)) } => {
            let texts = values.iter().filter_map(|value| match value {
                Value::Text(text) => Some(text.as_str()),
                _ => None,
            });
            let negated = subject.replaced(location, "not in", "does not contain any");
            (read, texts.collect(), negated.or_else(|| subject.replaced(location, "in", "contains any")))
        }
        _ => return None,
    };
    let is_typed = |text: &&str| text.chars().any(char::is_alphabetic) && !buttons.bear(text);
    if read.key != MESSAGE_TEXT.0 || read.before || !texts.iter().all(is_typed) {
        return None;
    }
    let text = texts.first()?;
    let capital: String = text.chars().take(1).flat_map(char::to_uppercase).chain(text.chars().skip(1)).collect();
    let other = if capital == *text { format!("{text}!") } else { capital };
    let message = format!("a customer who writes {} instead of {} is not meant by this", quoted(&other), quoted(text));
    let finding = Finding::new(&LINT.code, location, message)
        .label("to the letter")
        .help("write `contains` or `starts with`, to which upper and lower case are the same");
    Some(match mended {
        Some(mended) => finding.fix("write `contains`", location.span, mended, false),
        None => finding,
    })
}
