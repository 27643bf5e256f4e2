//! Placeholders as other systems write them.

use super::foreign::{self, Foreign};
use super::texts::{self, By, Written};
use crate::diagnostic::{Code, Finding, Location, Span};
use crate::ir::vocabulary::Holder;
use crate::lint::{Lint, Rule, Sees, Subject};
use crate::semantics::types::Type;
use crate::syntax::ast::{Placeholder, TextPart};

/// See the explanation.
pub static LINT: Lint = Lint {
    code: Code {
        id: "W1001",
        name: "foreign-placeholder",
        explanation: "Other systems write placeholders as `{{name}}`, `@wait_time_min`, `%name%`, `#{ticket.title}` or `${name}`. \
                      Here they stand for themselves: the customer reads the very characters. A placeholder is an \
                      attribute in single braces, with words for when it is unknown: `{user.name or there}`.",
        bad: r#"trigger wait_time {
  on conversation.queued
  do { send "It will take @wait_time_min minutes or more." }
}
"#,
        good: r#"trigger wait_time {
  on conversation.queued
  do { send "It will take {queue.wait_min in minutes or some} minutes or more." }
}
"#,
    },
    opt_in: false,
    settings: "",
    sees: Sees::File,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let texts = texts::written(subject);
    texts.iter().flat_map(|text| foreign(text, subject).into_iter().chain(marked(text, subject))).collect()
}

/// Those that are no placeholder here at all.
fn foreign(text: &Written<'_>, subject: &Subject<'_>) -> Vec<Finding> {
    let found = foreign::find(subject.text(text.location()));
    found.iter().map(|found| finding(found, text, subject)).collect()
}

fn finding(found: &Foreign<'_>, text: &Written<'_>, subject: &Subject<'_>) -> Finding {
    let length = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let start = text.text.span.start + length(found.start);
    let span = Span::new(start, start + length(found.written.len()));
    let message = format!("{} will read `{}` as it stands", text.readers(), found.read);
    let finding = Finding::new(&LINT.code, Location { file: text.file, span }, message);
    match found.ours.filter(|ours| is_there(ours, text.by, subject)) {
        Some(ours) => {
            finding.help(format!("a placeholder is an attribute in single braces: `{ours}`")).fix(
                format!("write `{ours}`"),
                span,
                ours,
                false,
            )
        }
        None => finding.help(
            "a placeholder is an attribute in single braces, such as `{user.name or there}`; `whenbook vocabulary` lists \
             what there is",
        ),
    }
}

/// Whether the attribute of that placeholder can be read there.
fn is_there(placeholder: &str, by: By<'_>, subject: &Subject<'_>) -> bool {
    let key = placeholder.trim_matches(['{', '}']).split(' ').next().unwrap_or_default();
    let Some(attribute) = subject.attribute(key) else { return false };
    let word = key.split('.').next().unwrap_or_default();
    // The words for when it is unknown would be one thing too many.
    if placeholder.contains(" or ") != attribute.optional {
        return false;
    }
    match (attribute.holder, by) {
        (Holder::Event, By::Rule(Rule::Trigger(trigger))) => {
            let carriers: Vec<&str> = subject.vocabulary().carriers(word).collect();
            trigger.events.iter().all(|event| carriers.contains(&event.as_str()))
        }
        (Holder::Event, _) => false,
        _ => true,
    }
}

/// Placeholders of ours with the mark of another system before them: `${user.name}`. A number may well stand after one:
/// `#{queue.position}`, `${order.total}`.
fn marked(text: &Written<'_>, subject: &Subject<'_>) -> Vec<Finding> {
    let parts = text.text.parts.iter().filter_map(|part| match part {
        TextPart::Placeholder(placeholder) => Some(placeholder),
        TextPart::Literal(_) => None,
    });
    parts.filter_map(|placeholder| with_mark(placeholder, text, subject)).collect()
}

fn with_mark(placeholder: &Placeholder, text: &Written<'_>, subject: &Subject<'_>) -> Option<Finding> {
    let at = |span| subject.text(Location { file: text.file, span });
    let mark = Span::new(placeholder.span.start.checked_sub(1)?, placeholder.span.start);
    let written = at(mark);
    if !matches!(written, "#" | "$" | "%") {
        return None;
    }
    let key = at(placeholder.path.span);
    let attribute = subject.attribute(key)?;
    if !matches!(attribute.value_type, Type::Text | Type::Enum(_)) || key.ends_with("id") {
        return None;
    }
    let location = Location { file: text.file, span: mark.to(placeholder.span) };
    let message = format!("{} will read a `{written}` before the {key}", text.readers());
    let finding = Finding::new(&LINT.code, location, message)
        .help(format!("a placeholder has nothing before its brace: `{}`", at(placeholder.span)));
    Some(finding.fix(format!("take the `{written}` out"), mark, "", false))
}

#[cfg(test)]
mod tests {
    use crate::lint::sample::told;

    fn on(event: &str, text: &str) -> Vec<String> {
        told("W1001", "", &format!("trigger t {{\n  on {event}\n  do {{ send \"{text}\" }}\n}}\n"))
    }

    #[test]
    fn a_fix_is_given_where_the_attribute_is_there() {
        let fixed = |event: &str, text: &str| on(event, text).concat();
        assert!(fixed("conversation.queued", "@wait_time_max min").contains("{queue.wait_max in minutes or some}"));
        assert!(!fixed("customer.wrote", "@wait_time_max min").contains("wait_max in"));
        assert!(
            fixed("customer.wrote", r"\\{\\{ticket.id}}".replace(r"\\", r"\").as_str()).contains("{conversation.id}")
        );
    }

    #[test]
    fn a_mark_before_a_number_or_an_id_is_sound() {
        assert_eq!(on("conversation.queued", "You are #{queue.position or 1}."), [""; 0]);
        assert_eq!(on("customer.wrote", "Your ticket is #{conversation.id}."), [""; 0]);
        assert_eq!(on("customer.wrote", "Hello ${user.name or there}!").len(), 1);
    }
}
